/* SPDX-License-Identifier: MIT */
#ifndef PAGE_BOTH_H
#define PAGE_BOTH_H

#include "base/arena.h"
#include "trace/compare.h"

/*
 * What the calls of two sides add up to, A first: by stack of names, for a differential flame
 * graph, and by service.
 *
 * A stack is numbered after the one above it.  There are at most `most` of them; a call whose stack
 * would be one more is counted in that of its caller, or nowhere if it is a root.
 */
struct both_stack {
	uint32_t parent; /* 1 + the number of the one above; 0: none */
	uint32_t name;
	uint64_t self_ns[2], calls[2];
};

struct both_service {
	struct text name; /* absent: not known */
	uint64_t calls[2], errors[2], self_ns[2];
};

struct both {
	struct both_stack *stack;
	size_t stacks;
	struct text *name; /* absent: none */
	size_t names;
	struct both_service *service; /* those with most self time first */
	size_t services;
	uint64_t cut; /* calls that no stack of their own is left for */
	struct arena arena;
};

void both_add_up(
    struct both *b, const struct trace_side side[2], size_t most, struct siphash_key key);
void both_free(struct both *b);

#endif
