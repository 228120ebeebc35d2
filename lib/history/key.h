/* SPDX-License-Identifier: MIT */
#ifndef HISTORY_KEY_H
#define HISTORY_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An event's place in history: by time, at one time by input, then by line.  No two have the same.
 */
struct history_key {
	int64_t at_ns;
	uint64_t line;
	unsigned input;
};

/* Does a belong behind b? */
static inline bool
history_is_behind(const struct history_key *a, const struct history_key *b)
{
	if (a->at_ns != b->at_ns)
		return a->at_ns > b->at_ns;
	if (a->input != b->input)
		return a->input > b->input;
	return a->line > b->line;
}

/* What has keys, the first on top: a binary heap.  All zero is a valid empty one. */
struct history_heap_item {
	struct history_key key;
	void *owner; /* whose key it is */
};

struct history_heap {
	struct history_heap_item *at; /* at[0] is the first */
	size_t n, cap;
};

void history_heap_push(struct history_heap *h, const struct history_key *key, void *owner);
void history_heap_changed(struct history_heap *h); /* at[0].key has moved back */
void history_heap_pop(struct history_heap *h);
void history_heap_free(struct history_heap *h);

#endif
