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
 * A snapshot is a sorted list of facts, each at most once.  Two states that will answer alike are
 * the same facts, and the same facts are the same bytes: what can no longer matter is left out, and
 * nothing is kept of how the state came about.  It can be read without plan or rules.
 */

/* Must the next run that goes on be given an input? */
enum due {
	DUE_NOT,
	DUE_LAST, /* the run came to it last, and read it to its end: it may grow */
	DUE_REST, /* it was not read to its end */
	DUES
};

/* An input that was counted, as far as it was read.  It is known by its content. */
struct counted {
	uint64_t bytes, lines; /* from its beginning, decoded; at least one byte */
	struct text head;      /* the first bytes, up to FINGERPRINT_HEAD */
	unsigned char digest[FINGERPRINT_DIGEST]; /* of so many bytes (io/fingerprint.h) */
	struct text name; /* as it was called last; absent: standard input */
	enum due due;
	bool gone_on; /* a longer one begins with it: that input was read on from its end */
};

enum { COUNTED_MAX = 1000 };

/* What a run has counted, and where its outputs end.  No part of the state. */
struct position {
	bool there;    /* all else is nothing, if not */
	bool by_name;  /* it is of a version that knew inputs by their names: it is not known */
	bool complete; /* the run had dealt with all its inputs */
	struct text output; /* absent: standard output */
	struct out_end output_end;
	struct text rejects; /* absent: none */
	struct out_end rejects_end;
	const struct counted *counted; /* the oldest first */
	size_t ncounted;
};

struct snapshot_writer {
	struct image_writer image;
	struct verdicts verdicts; /* numbered as they come */
	struct lookup series;     /* likewise */
	struct arena arena;
	struct text tenant;
	bool begun; /* with a tenant */
};

/* Writes a snapshot into the empty buffer `to`: facts in their order.  key: for a hash table. */
void snapshot_begin(struct snapshot_writer *w, struct siphash_key key, struct buf *to,
    const struct position *position);
void snapshot_put(struct snapshot_writer *w, const struct fact *fact);
int snapshot_end(struct snapshot_writer *w, struct err *e); /* 0, or -1 with *e filled; frees w */

struct known_series;

struct snapshot_reader {
	struct image_reader image;
	struct position position;
	struct arena arena;   /* what stays */
	struct arena fact[2]; /* of the fact at hand, and of the one before */
	struct fact last;
	bool any;
	struct text tenant;
	struct known_series *series;
	size_t nseries, series_cap;
	struct verdict *verdict;
	size_t verdicts, verdict_cap;
};

/* Opens a snapshot.  0, or -1 with *e filled (text as in "FILE: is no snapshot").  image must
 * outlive the reader.  Close it in either case. */
int snapshot_open(struct snapshot_reader *r, struct text image, struct err *e);
void snapshot_close(struct snapshot_reader *r);

/* The next fact: 1, valid until the call after the next; 0 at the end; -1 with *e filled. */
int snapshot_next(struct snapshot_reader *r, struct fact *fact, struct err *e);

#endif
