/* SPDX-License-Identifier: MIT */
#ifndef HISTORY_KEY_H
#define HISTORY_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The position of an event in history: by time, then by input, then by line.  No two events have
 * the same key. */
struct history_key {
	int64_t at_ns;
	uint64_t line;
	unsigned input;
};

/* Does a come after b? */
static inline bool
history_is_behind(const struct history_key *a, const struct history_key *b)
{
	if (a->at_ns != b->at_ns)
		return a->at_ns > b->at_ns;
	if (a->input != b->input)
		return a->input > b->input;
	return a->line > b->line;
}

/* A binary heap of owners ordered by key, the smallest on top.  A heap of all zeros is valid and
 * empty. */
struct history_heap_item {
	struct history_key key;
	void *owner; /* the object that has the key */
};

struct history_heap {
	struct history_heap_item *at; /* at[0] is the first */
	size_t n, cap;
};

void history_heap_push(struct history_heap *h, const struct history_key *key, void *owner);
void history_heap_changed(struct history_heap *h); /* call after at[0].key has increased */
void history_heap_pop(struct history_heap *h);
void history_heap_free(struct history_heap *h);

#endif
