/* SPDX-License-Identifier: MIT */
#ifndef STATE_SNAPSHOT_H
#define STATE_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/lookup.h"
#include "base/text.h"
#include "io/out.h"
#include "io/fingerprint.h"
#include "state/fact.h"
#include "state/image.h"
#include "state/verdicts.h"

/*
 * A snapshot is a sorted list of facts, each at most once.  Two states that will give the same
 * answers have the same facts, and the same facts give the same bytes: facts that can no longer
 * matter are left out, and how the state came about is not recorded.  A snapshot can be read
 * without the plan and the rules.
 */

/* Whether the next run that continues must be given an input. */
enum due {
	DUE_NOT,
	DUE_LAST, /* the run reached it last and read it to its end: it may grow */
	DUE_REST, /* it was not read to its end */
	DUES
};

/* An input and how far it was counted.  It is recognized by its content, not its name. */
struct counted {
	uint64_t bytes, lines; /* from its start, decoded; at least one byte */
	struct text head;      /* the first bytes, up to FINGERPRINT_HEAD */
	unsigned char
	    digest[FINGERPRINT_DIGEST]; /* of the first `bytes` bytes (io/fingerprint.h) */
	struct text name;               /* its name in the last run; absent: standard input */
	enum due due;
	bool gone_on; /* another input in the list begins with this one and continues it */
};

enum { COUNTED_MAX = 1000 };

/* What a run has counted, and where its outputs end.  Not part of the state. */
struct position {
	bool there;    /* false: the other members are empty */
	bool by_name;  /* written by a version that knew inputs by name; the position is unknown */
	bool complete; /* the run had processed all its inputs */
	struct text output; /* absent: standard output */
	struct out_end output_end;
	struct text rejects; /* absent: none */
	struct out_end rejects_end;
	const struct counted *counted; /* oldest first */
	size_t ncounted;
};

struct snapshot_writer {
	struct image_writer image;
	struct verdicts verdicts; /* numbered in order of appearance */
	struct lookup series;     /* numbered in order of appearance */
	struct arena arena;
	struct text tenant;
	bool begun; /* the current tenant has been written */
};

/* Starts a snapshot in the empty buffer `to`; facts must come in order.  key: for a hash table. */
void snapshot_begin(struct snapshot_writer *w, struct siphash_key key, struct buf *to,
    const struct position *position);
void snapshot_put(struct snapshot_writer *w, const struct fact *fact);
int snapshot_end(
    struct snapshot_writer *w, struct err *e); /* Returns 0, or -1 and fills *e; frees w. */

struct known_series;

struct snapshot_reader {
	struct image_reader image;
	struct position position;
	struct arena arena;   /* for the reader's lifetime */
	struct arena fact[2]; /* of this fact and of the one before */
	struct fact last;
	bool any;
	struct text tenant;
	struct known_series *series;
	size_t nseries, series_cap;
	struct verdict *verdict;
	size_t verdicts, verdict_cap;
};

/* Opens a snapshot; image must outlive the reader.  Returns 0, or -1 and fills *e (a text to follow
 * "FILE: ").  Close the reader in either case. */
int snapshot_open(struct snapshot_reader *r, struct text image, struct err *e);
void snapshot_close(struct snapshot_reader *r);

/* Reads the next fact, valid until the call after the next.  Returns 1; 0 at the end; -1 and fills
 * *e. */
int snapshot_next(struct snapshot_reader *r, struct fact *fact, struct err *e);

#endif
