/* SPDX-License-Identifier: MIT */
#include "replay/ready.h"

#include <stdlib.h>

#include "base/mem.h"

/* A line that does not fit into what is left of a stretch makes it grow. */
#define STRETCH_FIRST ((size_t)64 << 10)
#define STRETCH_MOST ((size_t)8 << 20)
#define ROOM_FOR_LINE ((size_t)16 << 10)

/* If lines are written early: with this many bytes, which stay in the processor's cache. */
#define WRITTEN_AT ((size_t)64 << 10)

static size_t
next_size(const struct ready *r)
{
	const size_t most = r->most > 0 && r->most < STRETCH_MOST ? r->most : STRETCH_MOST;
	const size_t last = r->n > 0 ? r->stretch[r->n - 1].cap : 0;
	const size_t size = last < most / 2 ? last * 2 : most;
	return size < STRETCH_FIRST ? STRETCH_FIRST : size;
}

/* Writes the lines so far. */
static void
write_early(struct ready *r, struct buf *lines)
{
	if (!r->failed)
		r->failed = r->early.put(r->early.context, buf_as_text(lines)) < 0;
	r->written = true;
	lines->n = 0;
}

struct buf *
ready_open(struct ready *r)
{
	struct buf *last = r->n > 0 ? &r->stretch[r->n - 1] : NULL;
	if (last && r->early.put && last->n >= WRITTEN_AT)
		write_early(r, last);
	if (last && (r->early.put || last->cap - last->n > ROOM_FOR_LINE))
		return last;
	const size_t size = next_size(r);
	r->stretch = mem_grow(r->stretch, &r->cap, r->n + 1, sizeof(*r->stretch));
	last = &r->stretch[r->n++];
	*last = (struct buf){ .p = mem_alloc_large(size), .cap = size };
	r->bytes += size;
	return last;
}

int
ready_put(struct ready *r, int (*put)(void *context, struct text lines), void *context)
{
	int result = r->failed ? -1 : 0;
	for (size_t i = 0; i < r->n && result == 0; i++)
		result = put(context, buf_as_text(&r->stretch[i]));
	ready_free(r);
	return result;
}

void
ready_free(struct ready *r)
{
	for (size_t i = 0; i < r->n; i++)
		buf_free(&r->stretch[i]);
	free(r->stretch);
	*r = (struct ready){ .most = r->most, .early = r->early };
}

void
ready_forget(struct ready *r)
{
	if (r->written)
		r->early.take_back(r->early.context);
	ready_free(r);
}
