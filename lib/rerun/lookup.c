/* SPDX-License-Identifier: MIT */
#include "rerun/lookup.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/siphash.h"
#include "rerun/attributes.h"
#include "trace/canonical.h"

/* Subtrees with fewer calls are gone through. */
enum { FEW = 64 };

void
rerun_lookup_free(struct rerun_lookup *k)
{
	free(k->place);
}

void
rerun_lookup_reset(struct rerun_lookup *k)
{
	k->first = k->last = k->places = 0;
}

void
rerun_lookup_reset_uses(struct rerun_lookup *k)
{
	for (size_t i = 0; i < k->places; i++)
		k->place[i].used = 0;
}

/* ---- does a call fit? ----------------------------------------------------------------------- */

struct rerun_subject
rerun_subject_at(const struct rerun_looking *l, size_t span)
{
	return rerun_subject_of(l->result->model, l->result->span[span].call);
}

bool
rerun_is_named(const struct rerun_subject *child, const struct rerun_subject *q)
{
	return (q->any_kind || child->kind == q->kind) &&
	       ((child->name.p && text_eq(child->name, q->name)) ||
		   (child->tool.p && text_eq(child->tool, q->name)));
}

/* No input and a null are the same. */
static struct text
input_of(const struct rerun_subject *s)
{
	return s->input.p ? s->input : TEXT("null");
}

bool
rerun_has_input(const struct rerun_subject *child, const struct rerun_subject *q)
{
	struct rerun_attribute_difference d;
	return !q->input.p || trace_is_same_value(input_of(child), q->input) ||
	       rerun_attributes_fit(child, q->input, &d);
}

static bool
fits(const struct rerun_looking *l, size_t span)
{
	const struct rerun_subject child = rerun_subject_at(l, span);
	return rerun_is_named(&child, l->question) && rerun_has_input(&child, l->question);
}

static bool
is_child(const struct rerun_looking *l, size_t span)
{
	const struct rerun_result *r = l->result;
	return r->model->call[r->span[span].call].parent == r->span[l->span].call;
}

/* The best of the calls that fit so far. */
struct best {
	size_t child, deeper; /* unused ones */
	size_t again;         /* one that answers again */
};

/* Returns false once there can be no better one. */
static bool
consider(struct best *b, const struct rerun_looking *l, enum rerun_repeat repeat, size_t span)
{
	if (l->uses[span] == 0 && is_child(l, span)) {
		b->child = span;
		return false;
	}
	if (l->uses[span] == 0 && b->deeper == SIZE_MAX)
		b->deeper = span;
	if (repeat == RERUN_LAST || b->again == SIZE_MAX || l->uses[span] < l->uses[b->again])
		b->again = span;
	return true;
}

/* ---- the index ------------------------------------------------------------------------------ */

static uint64_t
hash_of(const struct rerun_looking *l, struct text name, struct text input, struct buf *scratch)
{
	const struct siphash_key key = trace_model_key(l->result->model);
	uint64_t both[2] = { siphash(key, name.p, name.n), trace_hash_value(key, input, scratch) };
	return siphash(key, both, sizeof(both));
}

static void
add(struct rerun_lookup *k, uint64_t hash, size_t span)
{
	k->place = mem_grow(k->place, &k->cap, k->places + 1, sizeof(*k->place));
	k->place[k->places++] = (struct rerun_place){ hash, (uint32_t)span, 0 };
}

static int
by_hash(const void *a, const void *b)
{
	const struct rerun_place *const x = a, *const y = b;
	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->span > y->span) - (x->span < y->span);
}

static void
build(struct rerun_lookup *k, const struct rerun_looking *l, size_t first, size_t last)
{
	struct buf scratch = { 0 };
	k->first = first;
	k->last = last;
	k->places = 0;
	for (size_t i = first; i < last; i++) {
		const struct rerun_subject s = rerun_subject_at(l, i);
		const struct text key = rerun_attribute_key(&s);
		if (s.name.p)
			add(k, hash_of(l, s.name, input_of(&s), &scratch), i);
		if (s.name.p && key.p)
			add(k, hash_of(l, s.name, key, &scratch), i);
		if (s.tool.p && !text_eq(s.tool, s.name))
			add(k, hash_of(l, s.tool, input_of(&s), &scratch), i);
	}
	if (k->places > 1)
		qsort(k->place, k->places, sizeof(*k->place), by_hash);
	buf_free(&scratch);
}

/* The first place of a hash, or behind all smaller ones. */
static size_t
first_place(const struct rerun_lookup *k, uint64_t hash)
{
	size_t low = 0, high = k->places;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (k->place[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
look_up(struct rerun_lookup *k, const struct rerun_looking *l, struct text input,
    enum rerun_repeat repeat, size_t first, size_t last, struct best *b)
{
	struct buf scratch = { 0 };
	const uint64_t hash = hash_of(l, l->question->name, input, &scratch);
	const size_t from = first_place(k, hash);
	buf_free(&scratch);
	if (from == k->places || k->place[from].hash != hash)
		return;
	uint32_t *used = &k->place[from].used;
	while (repeat == RERUN_ONCE && from + *used < k->places &&
	       k->place[from + *used].hash == hash && l->uses[k->place[from + *used].span] > 0)
		++*used;
	for (size_t i = from + *used; i < k->places && k->place[i].hash == hash; i++) {
		const size_t span = k->place[i].span;
		if (span >= first && span < last && fits(l, span) && !consider(b, l, repeat, span))
			return;
	}
}

size_t
rerun_look_up(struct rerun_lookup *k, const struct rerun_looking *l, enum rerun_repeat repeat)
{
	struct best b = { SIZE_MAX, SIZE_MAX, SIZE_MAX };
	if (l->span == SIZE_MAX)
		return SIZE_MAX;
	const struct trace_call *c = &l->result->model->call[l->result->span[l->span].call];
	const size_t first = l->span + 1, last = l->span + (c->last - c->at);
	const bool indexed = first >= k->first && last <= k->last;
	if (!indexed && last - first > FEW && l->question->input.p)
		build(k, l, first, last);
	const struct text input = l->question->input;
	if (input.p && first >= k->first && last <= k->last) {
		/* calls without an input are found by what their attributes tell */
		const struct text key = rerun_input_key(input);
		look_up(k, l, input, repeat, first, last, &b);
		if (b.child == SIZE_MAX && b.deeper == SIZE_MAX)
			look_up(k, l, key.p ? key : TEXT("null"), repeat, first, last, &b);
	} else {
		for (size_t i = first; i < last; i++)
			if (fits(l, i) && !consider(&b, l, repeat, i))
				break;
	}
	if (b.child != SIZE_MAX || b.deeper != SIZE_MAX)
		return b.child != SIZE_MAX ? b.child : b.deeper;
	return repeat == RERUN_ONCE ? SIZE_MAX : b.again;
}
