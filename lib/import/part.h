/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_PART_H
#define IMPORT_PART_H

#include "base/arena.h"
#include "import/import.h"
#include "import/reader.h"
#include "import/session.h"
#include "import/slices.h"

/* What a block of records has become.  Private to the layer. */

/* What is around records.  `outer` is the number in the part, from 1, of what is around it in turn;
 * 0: nothing. */
struct import_envelope {
	uint64_t id;         /* of the document (json/cut.h); 0: of a line, and complete */
	size_t outer, place; /* json/cut.h */
	bool ended;          /* its text is complete, and `shared` is what it says */
	struct import_shared shared;
	struct text text; /* of a document, if records are held; it is in the block */
};

/* A record, and the number in the part, from 1, of what is around it; 0: nothing. */
struct import_item {
	struct trace_record record;
	size_t envelope;
	size_t reader;
	bool local; /* the trace id is a name in the document */
};

/* A record as it is spelled, if records are held, and what it has become. */
struct import_raw {
	struct text raw;
	size_t items, slices, kept; /* up to here they belong to it or to earlier ones */
	size_t envelope, place;     /* json/cut.h */
};

struct import_unknown {
	struct text keys;
	uint64_t line; /* in which it begins, in the block, from 1 */
};

struct import_part {
	struct arena arena; /* texts, events */
	struct import_item *item;
	size_t items, item_cap;
	struct trace_seen *seen; /* of records that a sieve looked at */
	size_t nseen, seen_cap;
	struct import_slice *slice; /* import/slices.h */
	size_t slices, slice_cap;
	struct import_kept *kept; /* import/session.h */
	size_t nkept, kept_cap;
	struct import_envelope *envelope;
	size_t envelopes, envelope_cap;
	struct import_raw *raw;
	size_t raws, raw_cap;
	bool document, array; /* the block is of a document, which is an array */
	struct import_unknown *unknown;
	size_t unknowns, unknown_cap;
	struct import_counts counts;
	uint64_t *read; /* records by reader */
	size_t around;  /* the envelope of the record that is read now */
};

void import_part_empty(struct import_part *p);

/* Opens a record of an earlier block again; what it adds goes to the part.  Absent: no record.
 * Valid until the part is emptied or another one is opened. */
struct import_in *import_reopen(struct import_reading *r, struct import_part *p, struct text raw);

#endif
