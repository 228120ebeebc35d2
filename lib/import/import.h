/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "event/event.h"
#include "json/arrays.h"
#include "json/cut.h"
#include "json/index.h"
#include "import/hold.h"
#include "import/maps.h"
#include "import/marks.h"
#include "trace/model.h"
#include "trace/sieve.h"

/*
 * Reads traces of every format into a model (trace/model.h).
 *
 * Blocks of records are read in parallel, each into a part; the parts are joined in input order:
 *
 *	struct import_reading *r = import_reading_new(&o);		each thread
 *	struct import_part *part = import_part_new(maps);
 *	import_block(r, part, &block, reject, context);
 *
 *	struct import *im = import_new(model, maps);				once
 *	import_join(im, part, input, lines);				in order
 *	import_end(im);
 *	trace_build(model);
 *
 * The format of each record is recognised by its content.  A record that is JSON but of no known
 * format is counted by its shape: its member names.
 */
struct import_reading;
struct import_part;
struct import;

/* Where documents have their records.  Here and below, maps may be NULL: none. */
struct json_arrays *import_arrays(const struct import_maps *maps);

struct import_block {
	const char *p;
	size_t n;
	const struct json_index *index;
	const struct json_envelope *envelope; /* of a document */
	size_t envelopes;
};

/* What a reading does with records besides turning them into a part.  All may be NULL. */
struct import_options {
	const struct siphash_key *key;    /* the model's: prepares records for it (trace/model.h) */
	const struct import_marks *marks; /* which calls to mark */
	struct import_marks *note;        /* notes the records there instead */
	bool hold;                        /* keeps records for import_set_hold, too */
	const struct trace_sieve *sieve;  /* looks at the records for it instead */
	const struct import_maps *maps;   /* for what no other reader knows */
};

struct import_reading *import_reading_new(const struct import_options *o);
void import_reading_free(struct import_reading *r);
struct import_part *import_part_new(const struct import_maps *maps);
void import_part_free(struct import_part *p);

/* What became of the records of a block. */
struct import_counts {
	uint64_t lines; /* lines, or elements, also blank ones */
	uint64_t in;    /* records */
	uint64_t known, unknown, rejected;
	uint64_t without; /* known ones that have an array of records without any */
	bool unseen;      /* some known ones are not for a sieve to look at */
	/* What the first rejected record that looks like something else looks like, for people; or
	 * NULL. */
	const char *foreign;
};

/*
 * Reads a block into an empty part.  Calls reject() for each record that is no JSON; `line` counts
 * from 1 in the block.  Texts of the part may point into the block, until the part is joined.
 */
void import_block(struct import_reading *r, struct import_part *p, const struct import_block *b,
    void (*reject)(void *context, uint64_t line, const struct reject *why, struct text raw),
    void *context);
const struct import_counts *import_part_counts(const struct import_part *p);

/* The model remains the caller's. */
struct import *import_new(struct trace_model *m, const struct import_maps *maps);
void import_free(struct import *im);

/* Empties a part into the sieve that looked at its records. */
void import_part_sieve(struct import_part *p, struct trace_sieve *v);

/* From now on, only records that the sieve wants are added.  It remains the caller's. */
void import_set_sieve(struct import *im, struct trace_sieve *v);

/* From now on, records that are added are held.  It remains the caller's. */
void import_set_hold(struct import *im, struct import_hold *h);

/* Counts only the records of no known format, or forgets them. */
void import_join_unknown(
    struct import *im, const struct import_part *p, unsigned input, uint64_t lines);
void import_part_drop_unknown(struct import_part *p);

/* Adds a part to the model and empties it.  `input` is the number of its input, and `lines` how
 * many lines of it come before. */
void import_join(struct import *im, struct import_part *p, unsigned input, uint64_t lines);

/* Adds what only the end of the input decides.  Call before trace_build.  Returns how many records
 * describe a process, a thread or a document that has no calls, and so have no place in the
 * model. */
uint64_t import_end(struct import *im);

/* The shapes of records of no known format, in the order in which they were met. */
struct import_shape {
	struct text keys; /* the first member names, for people: "{type, uuid, message}" */
	uint64_t records;
	unsigned input; /* where the first one is */
	uint64_t line;
};
enum { IMPORT_SHAPES = 100 }; /* the others are counted as one with an absent text */
const struct import_shape *import_shapes(const struct import *im, size_t *count);

/* The readers, by number from 0, and then the maps.  A reader's name is as manuals call it; NULL:
 * it is none of the readers. */
const char *import_reader_name(size_t reader);

/* The summary of a reader that is listed with the maps; NULL: it is not. */
const char *import_reader_summary(size_t reader);

/* What a reader or map has read of an input: records, and calls that begin in them. */
struct import_share {
	uint64_t records, calls;
};
struct import_share import_share(const struct import *im, unsigned input, size_t reader);

#endif
