/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_SLICES_H
#define IMPORT_SLICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "trace/model.h"

/*
 * Calls without ids: begins and ends that belong to a thread or another lane, and nest there by
 * their times (Chrome trace events) or by their order (speedscope).  They become calls only when
 * all of them are known.  Private to the layer.
 *
 * Pairs.  An end closes the innermost open begin of its name; without a name, the innermost begin.
 * Ends that close none in this way close, in turn, the innermost begin that nothing else closes.
 *
 * Nesting.  A call's parent is the innermost call that encloses it; of calls with the same times,
 * the first in the input encloses the others.  So calls that overlap without nesting are both
 * children of what encloses both.  But a begin inside an open begin is its child even if it ends
 * later, and a begin that nothing closes lasts as long as what is open around it.
 *
 * An instant belongs to the innermost call of its lane at that time.  Instants outside of any call
 * make up a call of their own, which has the id of the lane.
 */
enum import_phase {
	SLICE_BEGIN,
	SLICE_END,
	SLICE_COMPLETE, /* with a duration; without one, it has no end */
	SLICE_INSTANT,  /* a log: name is its message */
	SLICE_VARIABLE, /* likewise a variable: input is its value */
	SLICE_SERVICE,  /* name is the service of all calls of the trace */
	SLICE_OF_TRACE, /* an attribute of the roots of the trace: its name, and input, its value */
	SLICE_OF_LANE   /* the same for the lane */
};

struct import_slice {
	enum import_phase phase;
	bool ordered;      /* its lane is in the order of the input, not of times */
	struct text trace; /* "pid.7" */
	struct text lane;  /* "7.1": the ids of its calls are LANE.N, or N if this is empty */
	struct text name;
	int64_t at_ns, duration_ns;            /* TRACE_NO_TIME: no clock, or none */
	struct text input, output, attributes; /* JSON, see trace/record.h */
	struct text file;
	uint32_t line;
	uint8_t marks;     /* enum trace_mark */
	uint32_t records;  /* how many records of the input it stands for */
	unsigned of_input; /* by number */
	size_t reader;     /* by number */
	size_t envelope;   /* in the part: what is around it (import/part.h) */
	uint64_t document; /* a second document's trace of the same name is another.  In a part: the
			    * number of its record, if that is a document; 0: what is around it */
};

struct import_slices;
struct import_slices *import_slices_new(struct trace_model *m);
void import_slices_free(struct import_slices *s);

/* Copies a slice. */
void import_slices_add(struct import_slices *s, const struct import_slice *slice);

/* What a document says beside its slices becomes attributes of its first root.  JSON, an object. */
void import_slices_beside(struct import_slices *s, uint64_t document, struct text members);

/*
 * Adds the calls that they make to the model.  Call once.  The trace of a document that is equal to
 * one of an earlier document is that trace again; a different one of the same name is NAME~2.
 * Returns how many records describe a process or thread that has no calls, and how many documents
 * say something beside their slices and have no calls.
 */
uint64_t import_slices_end(struct import_slices *s);

/* How many calls slices of an input became that one reader read: the i-th of these, from 0. Returns
 * false behind the last. */
struct import_slices_share {
	unsigned input;
	size_t reader;
	uint64_t calls;
};
bool import_slices_share(
    const struct import_slices *s, size_t i, struct import_slices_share *share);

#endif
