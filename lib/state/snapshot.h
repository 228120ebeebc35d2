/* SPDX-License-Identifier: MIT */
#ifndef STATE_SNAPSHOT_H
#define STATE_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "event/decision.h"
#include "state/image.h"
#include "state/ring.h"
#include "state/tenant.h"
#include "state/verdicts.h"

/*
 * What a snapshot holds: entries, sorted by tenant, kind and id, each at most once.  Two states
 * that will answer alike are the same entries, and the same entries are the same bytes: what can no
 * longer matter is left out, and nothing is kept of how the state came about.  It can be read
 * without plan or rules; series are known by their canonical text (rules.h).
 */
enum entry_kind { /* sorted by name */
	ENTRY_DEDUP,
	ENTRY_ENTITY,
	ENTRY_SESSION,
	ENTRY_WATERMARK,
	ENTRY_WINDOW,
	ENTRY_KINDS
};

enum content { CONTENT_NONE, CONTENT_TEXTS, CONTENT_NUMBERS, CONTENTS };

struct entry {
	enum entry_kind kind;
	struct text tenant_id;      /* absent: of the events that have none */
	struct text id;             /* event_id, entity_id, session_id */
	struct text of;             /* entity: source_id; session: entity_id; may be absent */
	uint64_t events, decisions; /* entity, session */
	int64_t first_ns, last_ns;  /* entity, session; dedup: first_ns */
	struct verdict verdict;     /* dedup */
	const struct text *key;     /* window: the values it goes by */
	size_t keys;
	struct text series;           /* window */
	const int64_t *at_ns;         /* window: ascending; watermark: the latest, ascending */
	size_t times;                 /* at least one; of a watermark at most WATERMARK_RANK */
	enum content content;         /* window: what its items have */
	const struct ring_item *item; /* window: by time, unless CONTENT_NONE */
};

/* The order of entries: by tenant_id (absent first), kind, id (of windows: key, then series). */
int entry_cmp(const struct entry *a, const struct entry *b);

/* How far a run had come: what --resume goes by.  No part of the state. */
struct position {
	bool there;     /* all else is nothing, if not */
	bool complete;  /* the run had dealt with all its inputs */
	uint64_t input; /* its number among the inputs */
	struct text name;
	uint64_t offset, lines; /* of it dealt with: bytes as decoded, lines */
	uint64_t tail_n, tail;  /* the last so many of the bytes have this hash; 0: not known */
	struct text output;     /* absent: standard output */
	uint64_t output_n;      /* its length as stored */
	struct text rejects;    /* absent: none */
	uint64_t rejects_n;     /* its length as stored */
};

struct snapshot_writer {
	struct image_writer image;
	struct verdicts verdicts; /* numbered as they come */
	const struct text *series;
	size_t nseries, series_cap; /* likewise */
	struct arena arena;
	struct text tenant;
	bool begun; /* with a tenant */
};

/* Writes a snapshot into the empty buffer `to`: entries in their order.  key: for a hash table. */
void snapshot_begin(struct snapshot_writer *w, struct siphash_key key, struct buf *to,
    const struct position *position);
void snapshot_put(struct snapshot_writer *w, const struct entry *entry);
int snapshot_end(struct snapshot_writer *w, struct err *e); /* 0, or -1 with *e filled; frees w */

struct known_series;

struct snapshot_reader {
	struct image_reader image;
	struct position position;
	struct arena arena;    /* what stays */
	struct arena entry[2]; /* of the entry at hand, and of the one before */
	struct entry last;
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

/* The next entry: 1, valid until the call after the next; 0 at the end; -1 with *e filled. */
int snapshot_next(struct snapshot_reader *r, struct entry *entry, struct err *e);

#endif
