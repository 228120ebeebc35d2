/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_PARTS_PLAN_H
#define REPLAY_PARTS_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cmd/replay/attempt.h"
#include "replay/slice.h"

/*
 * The folder of a replay in slices, and the plan in it: DIR/plan.json, which --slices writes and
 * every other phase reads.  esper-replay(1) describes it.
 */

/* A stretch of an input, in decoded bytes: whole lines, or a whole JSON document. */
struct parts_stretch {
	unsigned input;
	uint64_t offset, end;
	uint64_t lines;           /* before it */
	int64_t earliest, latest; /* the times in it; earliest > latest: none */
	uint64_t slice;           /* the slice that counts its lines */
	bool passed;              /* no slice does, because nobody reads it: frames outside the */
	uint64_t records;         /* range, whose records are skipped */
};

struct parts_input {
	struct text name;   /* as given */
	uint64_t bytes;     /* as stored */
	struct text sha256; /* of pieces of it, in hexadecimal */
	bool is_lines;      /* not a JSON document */
};

/* A document, or another file that every phase reads, and its SHA-256. */
struct parts_document {
	struct text name; /* "plan", "rules", ... */
	struct text sha256;
};

/* An option as it was given. */
struct parts_option {
	struct text name, argument; /* argument absent: none */
};

enum { PARTS_DOCUMENTS = 8 };

struct parts_plan {
	uint64_t slices;
	bool spool;
	int64_t ttl_ns;     /* how long before its slice a part begins */
	int64_t lead_ns;    /* how long before that it begins empty; -1: it begins from summaries */
	int64_t *cut;       /* where the slices 1.. begin */
	struct text folder; /* the names are relative to it */
	struct job job;     /* type, versions, range */
	struct text store;  /* absent: none */
	struct parts_option *option;
	size_t options;
	struct parts_document document[PARTS_DOCUMENTS];
	size_t documents;
	struct parts_input *input;
	size_t inputs;
	struct parts_stretch *stretch; /* in the order of the inputs */
	size_t stretches;
	uint64_t bytes_in; /* of all inputs, as a run counts them */
	char identity[64]; /* the SHA-256 of the file, in hexadecimal */
};

/* Appends the plan as JSON. */
void parts_plan_put(struct buf *b, const struct parts_plan *p);

/* Reads DIR/plan.json into the arena.  Returns 0, or -1 after printing what is wrong. */
int parts_plan_read(struct command *c, struct parts_plan *p);

/* Sets the command to what the plan says, and goes to its folder.  Returns 0, or -1 after printing
 * what is wrong. */
int parts_plan_take(struct command *c, struct parts_plan *p);

/* Fills the plan's documents from those that are loaded, and the inputs from their files.  Returns
 * 0, or -1 after printing what is wrong. */
int parts_plan_note(struct attempt *a, struct parts_plan *p);

/* Checks that documents and inputs are those of the plan.  Returns 0, or -1 after printing what
 * differs. */
int parts_plan_check(struct attempt *a, const struct parts_plan *p);

/* Does the option belong to one command, not to the replay?  Of these, may a phase have it? */
bool parts_is_local(const char *option);
bool parts_is_own(const char *option);

/* Returns the times of a slice; from_ns and sure_ns are start_ns. */
struct slice_times parts_times(const struct parts_plan *p, uint64_t slice);

/* Returns the path of a file of the folder, in the arena: DIR/KIND-SLICE. */
const char *parts_path(struct command *c, const char *kind, uint64_t slice);

struct slice_mark;
struct slice_mark parts_mark(const struct parts_plan *p, const char *kind, uint64_t slice);

#endif
