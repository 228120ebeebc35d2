/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_ATTEMPT_H
#define REPLAY_ATTEMPT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "cmd/cli/actor.h"
#include "cmd/cli/run.h"
#include "cmd/replay/command.h"
#include "cmd/replay/documents.h"
#include "replay/checkpoint.h"
#include "replay/replay.h"
#include "store/claim.h"
#include "store/job.h"

/* See checkpoints.h. */
struct checkpoints {
	int64_t every_ns; /* where it goes by time */
	bool on;
	int64_t saved_ns;     /* the last one, on the monotonic clock */
	struct buf image;     /* the one to go on with; empty: none */
	struct checkpoint at; /* in it, or the beginning */
	char identity[64];    /* what the job is of, hashed */
};

struct watch;

/* An attempt at a job, in a store or not: all that there is of it while it runs. */
struct attempt {
	struct command *command; /* what it was asked for, of which are: */
	const struct request *request;
	const struct settings *settings;
	struct documents documents;
	struct job job;      /* number 0: it is in no store */
	struct claim claim;  /* of the job */
	struct watch *watch; /* over the job; NULL: it is in no store */
	struct checkpoints checkpoints;
	struct stat *identity; /* what the operands were at the beginning (inputs_identify) */
	struct replay *replay;
	struct run run;
	struct out *report;  /* --report */
	struct out *changes; /* --changes */
	struct buf snapshot; /* what a StateRebuild came to */
	int64_t ended_ns;    /* when the job was through; 0: not yet */
	int64_t told_ns;     /* when it said last how far it is, on the monotonic clock */
};

void attempt_init(struct attempt *a, struct command *c);
void attempt_free(struct attempt *a);

/* Has the store room for what a StateRebuild came to?  Puts it there, where it waits for the job's
 * end.  0, or -1: that has been said, and the job fails. */
int attempt_prepare(struct attempt *a);

/* How far the run is, for --show, every now and then. */
void attempt_tell(struct attempt *a);

/* Who changes the store, and when. */
struct store_author attempt_author(struct command *c);

/* Why the run failed, as far as somebody said it.  In the arena. */
struct text attempt_reason(struct attempt *a);

#endif
