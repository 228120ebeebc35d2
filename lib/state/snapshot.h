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
#include "event/content.h"
#include "event/decision.h"
#include "io/out.h"
#include "io/fingerprint.h"
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
	ENTRY_WINDOW
};
#define ENTRY_KINDS (ENTRY_WINDOW + 1)
extern const struct text entry_kind_names[ENTRY_KINDS]; /* of dumps */

struct entry {
	enum entry_kind kind;
	struct text tenant_id;               /* absent: of the events that have none */
	struct text id;                      /* event_id, entity_id, session_id */
	const unsigned char *content_digest; /* dedup: of CONTENT_BYTES (event/content.h) */
	struct text of;             /* entity: source_id; session: entity_id; may be absent */
	uint64_t events, decisions; /* entity, session */
	int64_t first_ns, last_ns;  /* entity, session; dedup: first_ns */
	struct verdict verdict;     /* dedup */
	const struct text *key;     /* window: the values it goes by */
	size_t keys;
	struct text series;           /* window */
	const int64_t *at_ns;         /* window: ascending; watermark: the latest, ascending */
	size_t times;                 /* at least one; of a watermark at most WATERMARK_RANK */
	enum takes takes;             /* window: what its items have */
	const struct ring_item *item; /* window: by time, unless TAKES_NOTHING */
};

/* The order of entries: by tenant_id (absent first), kind, id (of firsts: id, then content; of
 * windows: key, then series). */
int entry_cmp(const struct entry *a, const struct entry *b);

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
