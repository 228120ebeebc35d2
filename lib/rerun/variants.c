/* SPDX-License-Identifier: MIT */
#include "rerun/variants.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/table.h"
#include "json/tree.h"
#include "json/write.h"
#include "rerun/edit.h"
#include "stats/draw.h"

enum {
	BASES = 4096, /* inputs that others are made of */
	BASE_BYTES = 1 << 26,
	SINGLES = 1 << 20, /* inputs with one change that are planned */
	SINGLE_BASES = 64, /* recorded inputs that those are planned for */
	POOL = 4096,       /* values seen at some place */
	POOL_TEXT = 4096,  /* bytes of such a value */
	CHANGES = 4,       /* of one drawn input */
	DRAWS = 200        /* in a row that were known: there are probably no more */
};

struct base {
	struct text json;
	size_t of;
};

/* A planned input with one change. */
struct single {
	uint32_t base, node, choice; /* choice: of the edits of that node */
	uint32_t size;               /* bytes it has */
};

/* A value that an input has at a place, which is named by keys without numbers of elements. */
struct pooled {
	struct text place, json;
};

struct rerun_variants {
	struct arena arena; /* bases and pool */
	struct siphash_key key;
	struct draw draw;
	struct base *base;
	size_t bases, base_cap, base_bytes, recorded;
	struct pooled *pool;
	size_t pooled, pool_cap;
	struct table pool_table; /* ref - 1: in the pool */
	uint64_t *seen;          /* hashes of inputs, in a table by their upper half */
	size_t seen_n, seen_cap;
	struct table seen_table;
	struct single *single; /* planned */
	size_t singles, single_cap, next_single;
	bool planned;
	struct arena scratch; /* of one input */
	struct buf text, other;
	size_t of; /* of the last input */
};

struct rerun_variants *
rerun_variants_new(struct siphash_key key, uint64_t seed)
{
	struct rerun_variants *v = mem_zalloc(1, sizeof(*v));
	v->key = key;
	v->draw = draw_begin();
	v->draw.state ^= seed * UINT64_C(0xd1342543de82ef95);
	return v;
}

void
rerun_variants_free(struct rerun_variants *v)
{
	if (!v)
		return;
	arena_free(&v->arena);
	arena_free(&v->scratch);
	free(v->base);
	free(v->pool);
	free(v->seen);
	free(v->single);
	table_free(&v->pool_table);
	table_free(&v->seen_table);
	buf_free(&v->text);
	buf_free(&v->other);
	free(v);
}

size_t
rerun_variants_count(const struct rerun_variants *v)
{
	return v->recorded;
}

/* ---- what is known -------------------------------------------------------------------------- */

struct wanted {
	const struct rerun_variants *v;
	uint64_t hash;
};

static bool
is_seen(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return w->v->seen[ref - 1] == w->hash;
}

bool
rerun_variants_note(struct rerun_variants *v, struct text input)
{
	const struct wanted w = { v, siphash(v->key, input.p, input.n) };
	if (table_find(&v->seen_table, (uint32_t)w.hash, is_seen, &w))
		return false;
	v->seen = mem_grow(v->seen, &v->seen_cap, v->seen_n + 1, sizeof(*v->seen));
	v->seen[v->seen_n++] = w.hash;
	table_add(&v->seen_table, (uint32_t)w.hash, (uint32_t)v->seen_n);
	return true;
}

static void
add_base(struct rerun_variants *v, struct text input, size_t of)
{
	if (v->bases >= BASES || v->base_bytes + input.n > BASE_BYTES)
		return;
	v->base = mem_grow(v->base, &v->base_cap, v->bases + 1, sizeof(*v->base));
	v->base[v->bases++] = (struct base){ arena_text(&v->arena, input), of };
	v->base_bytes += input.n;
}

bool
rerun_variants_add(struct rerun_variants *v, struct text input)
{
	struct buf b = { 0 };
	json_put_compact(&b, input);
	const bool is_new = rerun_variants_note(v, buf_as_text(&b));
	if (is_new)
		add_base(v, buf_as_text(&b), v->recorded++);
	buf_free(&b);
	return is_new;
}

void
rerun_variants_keep(struct rerun_variants *v)
{
	add_base(v, buf_as_text(&v->text), v->of);
}

/* ---- values of other inputs ----------------------------------------------------------------- */

struct wanted_value {
	const struct rerun_variants *v;
	struct text place, json;
};

static bool
is_pooled(const void *context, uint32_t ref)
{
	const struct wanted_value *w = context;
	const struct pooled *p = &w->v->pool[ref - 1];
	return text_eq(p->place, w->place) && text_eq(p->json, w->json);
}

static void
pool_value(struct rerun_variants *v, struct text place, struct text json)
{
	const struct wanted_value w = { v, place, json };
	const uint32_t hash =
	    (uint32_t)(siphash(v->key, place.p, place.n) * 31 + siphash(v->key, json.p, json.n));
	if (v->pooled >= POOL || json.n > POOL_TEXT ||
	    table_find(&v->pool_table, hash, is_pooled, &w))
		return;
	v->pool = mem_grow(v->pool, &v->pool_cap, v->pooled + 1, sizeof(*v->pool));
	v->pool[v->pooled++] =
	    (struct pooled){ arena_text(&v->arena, place), arena_text(&v->arena, json) };
	table_add(&v->pool_table, hash, (uint32_t)v->pooled);
}

static void
pool_base(struct rerun_variants *v, const struct base *base)
{
	const struct edit_tree *t = edit_tree_new(&v->scratch, base->json);
	for (size_t i = 1; t && i < t->nodes; i++)
		pool_value(v, t->node[i].place, t->node[i].at->json);
	arena_reset(&v->scratch);
}

/* ---- inputs with one change ----------------------------------------------------------------- */

/* Choice number i for a node: those of its type, then the values that others have there.  Returns
 * false if there are not so many. */
static bool
choose(const struct rerun_variants *v, const struct edit_tree *t, size_t node, size_t i,
    struct arena *a, struct edit *e)
{
	if (edit_choice(t, node, i, a, e))
		return true;
	i -= edit_choices(t, node);
	for (size_t k = 0; k < v->pooled; k++) {
		const struct pooled *p = &v->pool[k];
		if (!text_eq(p->place, t->node[node].place) ||
		    text_eq(p->json, t->node[node].at->json))
			continue;
		if (i-- > 0)
			continue;
		*e = (struct edit){ EDIT_REPLACE, p->json };
		return true;
	}
	return false;
}

static void
plan_node(struct rerun_variants *v, uint32_t base, const struct edit_tree *t, uint32_t node)
{
	struct arena a = { 0 };
	struct edit e;
	for (uint32_t i = 0; v->singles < SINGLES && choose(v, t, node, i, &a, &e); i++) {
		v->single = mem_grow(v->single, &v->single_cap, v->singles + 1, sizeof(*v->single));
		v->single[v->singles++] = (struct single){ base, node, i,
			(uint32_t)(v->base[base].json.n + edit_length(&e) -
				   t->node[node].at->json.n) };
		arena_reset(&a);
	}
	arena_free(&a);
}

static int
by_size(const void *a, const void *b)
{
	const struct single *x = a, *y = b;
	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	if (x->base != y->base)
		return x->base < y->base ? -1 : 1;
	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	return (x->choice > y->choice) - (x->choice < y->choice);
}

static void
plan(struct rerun_variants *v)
{
	v->planned = true;
	for (size_t i = 0; i < v->bases; i++)
		pool_base(v, &v->base[i]);
	for (uint32_t i = 0; i < v->bases && i < SINGLE_BASES; i++) {
		const struct edit_tree *t = edit_tree_new(&v->scratch, v->base[i].json);
		for (uint32_t node = 0; t && node < t->nodes; node++)
			plan_node(v, i, t, node);
		arena_reset(&v->scratch);
	}
	if (v->singles > 0)
		qsort(v->single, v->singles, sizeof(*v->single), by_size);
}

/* Makes the next planned input that is new. */
static bool
next_single(struct rerun_variants *v)
{
	while (v->next_single < v->singles) {
		const struct single *s = &v->single[v->next_single++];
		struct edit e;
		arena_reset(&v->scratch);
		const struct edit_tree *t = edit_tree_new(&v->scratch, v->base[s->base].json);
		if (!choose(v, t, s->node, s->choice, &v->scratch, &e))
			continue;
		v->text.n = 0;
		edit_put(&v->text, t, s->node, &e);
		v->of = v->base[s->base].of;
		if (rerun_variants_note(v, buf_as_text(&v->text)))
			return true;
	}
	return false;
}

/* ---- inputs that are drawn ------------------------------------------------------------------ */

/* A value of another input, from any place. */
static bool
draw_pooled(struct rerun_variants *v, struct edit *e)
{
	if (v->pooled == 0)
		return false;
	*e = (struct edit){ EDIT_REPLACE, v->pool[draw_below(&v->draw, v->pooled)].json };
	return true;
}

/* Of two values the shorter one: a change of a large one leaves little of the input. */
static size_t
draw_node(struct rerun_variants *v, const struct edit_tree *t)
{
	if (t->nodes == 1)
		return 0;
	const size_t a = 1 + draw_below(&v->draw, t->nodes - 1);
	const size_t b = 1 + draw_below(&v->draw, t->nodes - 1);
	return t->node[a].at->json.n <= t->node[b].at->json.n ? a : b;
}

/* Changes v->text in one place. */
static void
draw_change(struct rerun_variants *v)
{
	struct edit e;
	arena_reset(&v->scratch);
	const struct edit_tree *t = edit_tree_new(&v->scratch, buf_as_text(&v->text));
	if (!t)
		return;
	const size_t node = draw_node(v, t);
	const size_t way = draw_below(&v->draw, 8), own = edit_choices(t, node);
	if (way == 0 && !draw_pooled(v, &e))
		return;
	if (way >= 5)
		edit_draw(t, node, &v->draw, &v->scratch, &e);
	else if (way > 0 && !edit_choice(t, node, draw_below(&v->draw, own), &v->scratch, &e))
		return;
	v->other.n = 0;
	edit_put(&v->other, t, node, &e);
	const struct buf swap = v->text;
	v->text = v->other;
	v->other = swap;
}

static bool
next_drawn(struct rerun_variants *v)
{
	for (int i = 0; i < DRAWS && v->bases > 0; i++) {
		const struct base *base = &v->base[draw_below(&v->draw, v->bases)];
		size_t changes = 1 + draw_below(&v->draw, CHANGES);
		v->text.n = 0;
		buf_text(&v->text, base->json);
		v->of = base->of;
		while (changes-- > 0)
			draw_change(v);
		if (v->text.n <= EDIT_LONGEST && rerun_variants_note(v, buf_as_text(&v->text)))
			return true;
	}
	return false;
}

bool
rerun_variants_next(struct rerun_variants *v, struct rerun_variant *variant)
{
	if (!v->planned)
		plan(v);
	if (!next_single(v) && !next_drawn(v))
		return false;
	*variant = (struct rerun_variant){ buf_as_text(&v->text), v->of };
	return true;
}

/* ---- simpler inputs ------------------------------------------------------------------------- */

bool
rerun_simpler(struct text input, size_t i, struct buf *b)
{
	struct arena a = { 0 };
	const struct edit_tree *t = edit_tree_new(&a, input);
	bool found = false;
	for (size_t node = 0; t && node < t->nodes && !found; node++) {
		struct edit e;
		for (size_t k = 0; edit_simpler(t, node, k, &a, &e); k++) {
			if (edit_length(&e) >= t->node[node].at->json.n || i-- > 0)
				continue;
			edit_put(b, t, node, &e);
			found = true;
			break;
		}
	}
	arena_free(&a);
	return found;
}
