/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_MARKS_H
#define IMPORT_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/siphash.h"
#include "base/table.h"
#include "base/text.h"
#include "trace/record.h"
#include "trace/select.h"

/*
 * What only the record itself says of a call: whether its bytes contain a text (--pattern), and
 * whether it belongs to the trace of another record (--traces-of).  Not changed while records are
 * read, so threads can share it.
 */
struct import_marks {
	struct trace_texts patterns;
	struct siphash_key key;
	struct table known; /* of ids and of bytes of the other records */
	uint64_t *hash;
	size_t hashes, cap;
};

void import_marks_free(struct import_marks *m);

/* Notes a record whose trace is asked for. */
void import_marks_note(struct import_marks *m, const struct trace_record *r, struct text raw);

/* The marks of a record: enum trace_mark. */
uint8_t import_marks_of(
    const struct import_marks *m, const struct trace_record *r, struct text raw);

/* The same for what has no ids (import/slices.h). */
void import_marks_note_raw(struct import_marks *m, struct text raw);
uint8_t import_marks_of_raw(const struct import_marks *m, struct text raw);

#endif
