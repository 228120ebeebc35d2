/* SPDX-License-Identifier: MIT */
#ifndef RULES_SAMPLE_H
#define RULES_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "expr/expr.h"

/*
 * Sample {percent, field_name}: the first 8 bytes of the SHA-256 of the field's text, as a
 * big-endian number, is below percent/100 * 2^64.  percent is a number of 0..100, of any spelling;
 * the border is exact.
 */
struct sample {
	size_t field;
	bool none;     /* no text is in it */
	uint64_t last; /* else: the greatest number that is */
};

int sample_load(
    struct expr_loader *l, const struct json_node *node, struct sample *out); /* 0 or -1 */

uint64_t sample_number(struct text t); /* the 8 bytes */

static inline bool
sample_holds(const struct sample *s, uint64_t number)
{
	return !s->none && number <= s->last;
}

/* number/2^64 in per cent, exactly: 25, 0.5, 33.33….  Returns the length. */
#define SAMPLE_PERCENT_MAX 80
size_t sample_put_percent(uint64_t number, char out[SAMPLE_PERCENT_MAX]);

#endif
