/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "json/cut_private.h"
#include "json/walk.h"

/*
 * Records that may also stand alone (json_arrays_new_whole).  The cut goes into an object at the
 * top, or in an array at whose end another path goes on, and looks for the arrays.  As long as it
 * has found none, the object is only tried: what ends the trial (the end of the object or of the
 * block, or anything that is wrong) makes the cut take the object as it would without paths.  So an
 * object that is tried always begins in the block at hand, and in a block that ends too early
 * nothing of it is used.
 *
 * With the first array the object is an envelope.  Nothing else will look at the text around the
 * arrays, so it is checked here: what came before the array at once, the rest value by value.
 */
struct cut_check {
	struct json_paths *none;
	struct json_walker *walker;
	struct json_index index;
	struct buf text;
};

static struct cut_check *
check_of(struct json_cut *c)
{
	if (c->check)
		return c->check;
	c->check = mem_zalloc(1, sizeof(*c->check));
	c->check->none = json_paths_new(false, false);
	c->check->walker = json_walker_new(c->check->none);
	return c->check;
}

void
cut_check_free(struct cut_check *check)
{
	if (!check)
		return;
	json_walker_free(check->walker);
	json_paths_free(check->none);
	json_index_free(&check->index);
	buf_free(&check->text);
	free(check);
}

struct json_fault
cut_check_text(struct json_cut *c, struct text t)
{
	struct cut_check *check = check_of(c);
	struct json_pos pos = { 0 };
	struct json_line line = { 0 };
	json_index_build(&check->index, t.p, t.n, JSON_DOCUMENT);
	json_walk(check->walker, t.p, t.n, &check->index, &pos, &line);
	return line.fault;
}

struct cut_level *
cut_trial(const struct json_cut *c)
{
	for (size_t i = 0; i < c->levels; i++)
		if (c->level[i].tried && !c->level[i].found)
			return &c->level[i];
	return NULL;
}

bool
cut_find_array(struct cutting *k, size_t at)
{
	struct json_cut *c = k->c;
	struct cut_level *trial = cut_trial(c);
	if (!trial)
		return true;
	struct buf *b = &check_of(c)->text;
	const size_t start = k->ix->at[trial->entry];
	b->n = 0;
	buf_put(b, k->text + start, at + 1 - start);
	buf_char(b, ']');
	for (size_t i = c->levels; i > (size_t)(trial - c->level); i--)
		buf_char(b, c->level[i - 1].object ? '}' : ']');
	if (cut_check_text(c, buf_as_text(b)).code != JSON_OK)
		return false;
	trial->found = true;
	return true;
}
