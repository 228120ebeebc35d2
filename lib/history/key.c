/* SPDX-License-Identifier: MIT */
#include "history/key.h"

#include <stdlib.h>

#include "base/mem.h"

void
history_heap_push(struct history_heap *h, const struct history_key *key, void *owner)
{
	h->at = mem_grow(h->at, &h->cap, h->n + 1, sizeof(*h->at));
	size_t i = h->n++;
	while (i > 0 && history_is_behind(&h->at[(i - 1) / 2].key, key)) {
		h->at[i] = h->at[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	h->at[i] = (struct history_heap_item){ *key, owner };
}

void
history_heap_changed(struct history_heap *h)
{
	const struct history_heap_item item = h->at[0];
	size_t i = 0;
	for (;;) {
		size_t below = 2 * i + 1;
		if (below >= h->n)
			break;
		if (below + 1 < h->n && history_is_behind(&h->at[below].key, &h->at[below + 1].key))
			below++;
		if (!history_is_behind(&item.key, &h->at[below].key))
			break;
		h->at[i] = h->at[below];
		i = below;
	}
	h->at[i] = item;
}

void
history_heap_pop(struct history_heap *h)
{
	h->at[0] = h->at[--h->n];
	if (h->n > 1)
		history_heap_changed(h);
}

void
history_heap_free(struct history_heap *h)
{
	free(h->at);
	*h = (struct history_heap){ 0 };
}
