/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_BESIDE_H
#define IMPORT_BESIDE_H

#include "import/reader.h"
#include "json/arrays.h"

/*
 * What stands beside an array of records, such as the name, the user and the tags of a trace beside
 * its spans, becomes attributes of the roots among them.  Private to the layer.
 */

/* The members of an envelope, which is in->object, except nulls, empty arrays, such as those of its
 * records, and a string that is the id of the trace.  Absent if there are none. */
struct text import_beside(
    struct import_in *in, const struct json_arrays *arrays, struct text trace_id);

/*
 * What is beside the records of an envelope, and what was told of it.  All zeros is valid.
 *
 * A call without a parent is told.  If a trace has no such call in the envelope, the first of its
 * calls there is told.  So it does not depend on other traces what a trace is told, and a selection
 * of traces has the same attributes.
 */
struct beside {
	const struct trace_text *own; /* a JSON object, or NULL */
	/* of all envelopes around the records, with what all calls are told; and the same with the
	 * former in one attribute; NULL: none */
	const struct trace_text *around, *all, *wrapped;
	struct beside_call *call; /* those that may have to be told */
	size_t calls, cap;
};

/* Sums up what is beside and around an envelope, when that of the outer one is summed up.  shared:
 * what all of its calls are told, or NULL. */
void import_beside_sum_up(struct trace_model *m, struct beside *b, const struct beside *outer,
    const struct trace_text *shared);

/* A record in the envelope has become this call.  Call it before the call learns what all calls
 * have in common. trace: the id of the record's trace, or NULL. */
void import_beside_tell(
    struct trace_model *m, struct beside *b, uint32_t call, const struct trace_text *trace);

/* The envelope has ended.  Sets *b to zero. */
void import_beside_end(struct trace_model *m, struct beside *b);

#endif
