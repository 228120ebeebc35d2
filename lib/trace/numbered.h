/* SPDX-License-Identifier: MIT */
#ifndef TRACE_NUMBERED_H
#define TRACE_NUMBERED_H

#include "base/arena.h"
#include "base/siphash.h"
#include "base/table.h"
#include "base/text.h"

/*
 * Texts, or other keys, that get numbers from 0, in the order in which they are met.  The hash key
 * is for a table whose keys come from the input; no number depends on it.
 */
struct trace_numbered {
	struct siphash_key key;
	struct table table;
	struct text *text; /* text[i] has the number i */
	size_t n, cap;
	struct arena arena;
};

/* The number of a text, which is n before the call if the text is new.  It is copied.  An absent
 * text is not the empty one. */
uint32_t trace_number(struct trace_numbered *s, struct text t);

void trace_numbered_reset(struct trace_numbered *s); /* forgets all texts */
void trace_numbered_free(struct trace_numbered *s);

#endif
