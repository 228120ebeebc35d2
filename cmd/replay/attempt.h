/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_ATTEMPT_H
#define REPLAY_ATTEMPT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "cmd/cli/actor.h"
#include "cmd/cli/run.h"
#include "io/time_index.h"
#include "cmd/replay/command.h"
#include "cmd/replay/documents.h"
#include "replay/checkpoint.h"
#include "replay/replay.h"
#include "store/claim.h"
#include "store/job.h"

/* See checkpoints.h. */
struct checkpoints {
	int64_t every_ns; /* unless --checkpoint is a number of events */
	bool on;
	int64_t saved_ns;     /* when the last one was saved, on the monotonic clock */
	struct buf image;     /* the one to resume from; empty: none */
	struct checkpoint at; /* read from it; zero: the beginning */
	char identity[64];    /* a hash of everything that the job's result depends on */
};

struct watch;
struct parts_plan;

/* An attempt to run a job, in a store or not. */
struct attempt {
	struct command *command; /* owns the next two */
	const struct request *request;
	const struct settings *settings;
	struct documents documents;
	struct job job;      /* number 0: it is in no store */
	struct claim claim;  /* of the job */
	struct watch *watch; /* for signals; NULL: the job is in no store, or does not run now */
	struct checkpoints checkpoints;
	const struct parts_plan
	    *merged;                 /* the replay is put together from slices; NULL: it is not */
	struct stat *identity;       /* of the operands, taken at the beginning (inputs_identify) */
	struct source_frames frames; /* of packed files, that the replay has to see */
	unsigned char rules[TIME_RULES];
	struct replay *replay;
	struct run run;
	struct out *report;  /* --report */
	struct out *changes; /* --changes */
	struct out *page;    /* --html */
	struct buf snapshot; /* the result of a StateRebuild */
	int64_t ended_ns;    /* when the job was done; 0: not yet */
	int64_t told_ns;     /* when it last published its progress, on the monotonic clock */
};

void attempt_init(struct attempt *a, struct command *c);
void attempt_free(struct attempt *a);

/* Writes the result of a StateRebuild into the store, where it waits for the job's end, so that a
 * full disk is noticed in time.  Returns 0, or -1 after printing the error; the job then fails. */
int attempt_prepare(struct attempt *a);

/* Publishes the progress of the run for --show, if that is due. */
void attempt_tell(struct attempt *a);

/* Returns the actor and the time for a change of the store. */
struct store_author attempt_author(struct command *c);

/* Returns why the run failed, as far as it is known.  The text is in the arena. */
struct text attempt_reason(struct attempt *a);

#endif
