/* SPDX-License-Identifier: MIT */
#include "base/mem.h"
#include "json/cut_private.h"

void
cut_copy_text(struct cutting *k, struct cut_level *envelope, size_t to)
{
	buf_put(&envelope->text, k->text + envelope->from, to - envelope->from);
	envelope->from = to;
	if (envelope->text.n > k->c->max)
		k->c->outsized = true;
}

/* Gives an envelope its number in the block. */
void
cut_list_envelope(struct json_cut *c, struct cut_level *l, size_t outer)
{
	c->envelope =
	    mem_grow(c->envelope, &c->envelope_cap, c->envelopes + 1, sizeof(*c->envelope));
	c->envelope[c->envelopes++] = (struct json_envelope){
		.id = l->id, .line = l->line, .outer = outer, .place = l->in_outer
	};
	l->number = c->envelopes;
}

void
cut_list_envelopes(struct json_cut *c)
{
	size_t outer = 0;
	if (!json_arrays_is_kept(c->arrays))
		return;
	c->envelopes = c->ended = 0;
	arena_reset(&c->arena);
	for (size_t i = 0; i < c->levels; i++) {
		if (!c->level[i].envelope)
			continue;
		cut_list_envelope(c, &c->level[i], outer);
		c->level[i].from = 0;
		outer = c->level[i].number;
	}
}

static struct json_envelope *
show_envelope(struct json_cut *c, const struct cut_level *l)
{
	struct json_envelope *e = &c->envelope[l->number - 1];
	e->text = buf_as_text(&l->text);
	e->arrays = l->arrays;
	return e;
}

void
cut_end_envelope(struct cutting *k, struct cut_level *l, size_t to)
{
	struct json_cut *c = k->c;
	cut_copy_text(k, l, to);
	struct json_envelope *e = show_envelope(c, l);
	e->text = arena_text(&c->arena, e->text);
	buf_free(&l->text);
	if (c->outsized)
		return;
	e->ended = ++c->ended;
	e->elements = k->ix->elements;
}

void
cut_begin_trial(struct cutting *k)
{
	const struct json_cut *c = k->c;
	k->before.envelopes = c->envelopes;
	k->before.ended = c->ended;
	k->before.ids = c->ids;
	k->before.lines = k->lines;
	k->before.counted = k->counted;
}

void
cut_give_up_trial(struct cutting *k, struct cut_level *trial)
{
	struct json_cut *c = k->c;
	for (size_t i = (size_t)(trial - c->level); i < c->levels; i++)
		buf_free(&c->level[i].text);
	c->levels = (size_t)(trial - c->level);
	c->envelopes = k->before.envelopes;
	c->ended = k->before.ended;
	c->ids = k->before.ids;
	k->lines = k->before.lines;
	k->counted = k->before.counted;
}

/* At the end of a block, publishes its envelopes. */
void
cut_show_envelopes(struct cutting *k)
{
	struct json_cut *c = k->c;
	const struct cut_level *last = cut_innermost(c);
	if (!json_arrays_is_kept(c->arrays))
		return;
	if (last != NULL && last->object)
		cut_copy_text(k, cut_envelope_of(c), c->used);
	for (size_t i = 0; i < c->levels; i++)
		if (c->level[i].envelope)
			show_envelope(c, &c->level[i]);
}
