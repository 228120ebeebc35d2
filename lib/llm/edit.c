/* SPDX-License-Identifier: MIT */
#include "llm/edit.h"

#include <assert.h>

static void
add(struct edits *e, size_t at, size_t n, struct text put)
{
	assert(e->n < EDITS_MOST);
	e->edit[e->n++] = (struct edit){ at, n, put };
}

void
edit_value(struct edits *e, const struct json_node *node, struct text json)
{
	add(e, node->offset, node->json.n, json);
}

/* Was something put at this place of the document already? */
static bool
has_addition(const struct edits *e, size_t at)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->edit[i].at == at && e->edit[i].n == 0)
			return true;
	return false;
}

/* The item and a comma, before or behind it, unless the container is empty. */
static struct text
with_comma(const struct edits *e, const struct json_node *container, size_t at, struct text item,
    bool first, struct arena *a)
{
	char *p;
	if (container->count == 0 && !has_addition(e, at))
		return item;
	p = arena_alloc(a, item.n + 1);
	memcpy(first ? p : p + 1, item.p, item.n);
	p[first ? item.n : 0] = ',';
	return (struct text){ p, item.n + 1 };
}

void
edit_add_first(
    struct edits *e, const struct json_node *container, struct text item, struct arena *a)
{
	const size_t at = container->offset + 1;
	add(e, at, 0, with_comma(e, container, at, item, true, a));
}

void
edit_add_last(struct edits *e, const struct json_node *container, struct text item, struct arena *a)
{
	const size_t at = container->offset + container->json.n - 1;
	add(e, at, 0, with_comma(e, container, at, item, false, a));
}

static int
by_place(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;
	return x->at < y->at ? -1 : x->at > y->at;
}

void
edits_put(struct edits *e, struct buf *b)
{
	size_t from = 0;
	/* insertion sort: few edits, and those of one place stay in their order */
	for (size_t i = 1; i < e->n; i++)
		for (size_t k = i; k > 0 && by_place(&e->edit[k], &e->edit[k - 1]) < 0; k--) {
			const struct edit swapped = e->edit[k];
			e->edit[k] = e->edit[k - 1];
			e->edit[k - 1] = swapped;
		}
	for (size_t i = 0; i < e->n; i++) {
		buf_put(b, e->document.p + from, e->edit[i].at - from);
		buf_text(b, e->edit[i].put);
		from = e->edit[i].at + e->edit[i].n;
	}
	buf_put(b, e->document.p + from, e->document.n - from);
}
