/* SPDX-License-Identifier: MIT */
#include "encode/each.h"

/* The index of a record of that many entries is not kept: few are that long. */
#define INDEX_KEPT ((size_t)4 << 20)

void
each_free(struct each *e)
{
	json_cut_free(&e->cut);
	json_index_free(&e->index);
}

bool
each_begin(struct each *e, struct text object)
{
	e->cut.max = SIZE_MAX;
	json_index_build(&e->index, object.p, object.n, JSON_ELEMENTS);
	json_cut(&e->cut, &e->index, object.p, object.n, true);
	e->text = object;
	e->pos = (struct json_pos){ 0 };
	e->given = 0;
	e->open = e->index.elements == 0 || e->index.element[0].envelope != 0;
	return e->open;
}

bool
each_next(struct each *e, struct json_walker *w, struct json_line *line)
{
	e->open = json_walk(w, e->text.p, e->text.n, &e->index, &e->pos, line);
	e->given += e->open;
	if (!e->open)
		each_end(e);
	return e->open;
}

void
each_end(struct each *e)
{
	e->open = false;
	if (e->index.cap > INDEX_KEPT)
		json_index_free(&e->index);
}
