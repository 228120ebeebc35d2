/* SPDX-License-Identifier: MIT */
#include "audit/held.h"

#include <stdlib.h>

#include "base/mem.h"

bool
held_add(struct held *h, struct text line)
{
	if (h->limit == 0)
		return false;
	struct text copy = (struct text){ mem_dup(line.p, line.n), line.n };
	if (h->n < h->limit) {
		h->line = mem_grow(h->line, &h->cap, h->n + 1, sizeof(*h->line));
		h->line[h->n++] = copy;
		return true;
	}
	free((char *)h->line[h->oldest].p);
	h->line[h->oldest] = copy;
	h->oldest = (h->oldest + 1) % h->n;
	return false;
}

struct text
held_back(const struct held *h, size_t i)
{
	return h->line[(h->oldest + h->n - 1 - i) % h->n];
}

void
held_free(struct held *h)
{
	for (size_t i = 0; i < h->n; i++)
		free((char *)h->line[i].p);
	free(h->line);
}
