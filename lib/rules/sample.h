/* SPDX-License-Identifier: MIT */
#ifndef RULES_SAMPLE_H
#define RULES_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "expr/expr.h"

/*
 * Sample {percent, field_name} is true if the first 8 bytes of the SHA-256 of the field's text, as
 * a big-endian number, are below percent/100 * 2^64.  percent is a JSON number in 0..100.  The
 * limit is computed exactly.
 */
struct sample {
	size_t field;
	bool none;     /* no text is in the sample */
	uint64_t last; /* otherwise, the greatest number that is in it */
};

/* Returns 0, or -1 after reporting the error. */
int sample_load(struct expr_loader *l, const struct json_node *node, struct sample *out);

uint64_t sample_number(struct text t); /* the first 8 bytes of the SHA-256 of t */

static inline bool
sample_holds(const struct sample *s, uint64_t number)
{
	return !s->none && number <= s->last;
}

/* Writes number/2^64 in per cent, with all its digits: 25, 0.5.  Returns the length. */
#define SAMPLE_PERCENT_MAX 80
size_t sample_put_percent(uint64_t number, char out[SAMPLE_PERCENT_MAX]);

#endif
