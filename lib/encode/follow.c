/* SPDX-License-Identifier: MIT */
#include "encode/follow.h"

#include <string.h>

#include "base/number.h"
#include "json/paths.h"
#include "json/write.h"

static const struct json_value nothing = { .kind = JSON_NONE };

/* A walk along the steps. */
struct walk {
	const struct follow *how;
	struct named *named;
	struct buf *all; /* what `*` has found so far, with commas; NULL: there is no `*` */
	struct buf *left, *right; /* keys, while they are compared */
};

static struct json_value go(
    const struct walk *w, const struct json_value *at, const struct origin_step *step, size_t n);

/* ---- keys ----------------------------------------------------------------------------------- */

static struct text
canonical(const struct walk *w, struct text key, struct buf *room)
{
	if (!w->how->normalize)
		return key;
	room->n = 0;
	buf_room(room, 2 * key.n + 1);
	return (struct text){ room->p, json_normalize(key, room->p) };
}

static bool
is_same(const struct walk *w, struct text a, struct text b)
{
	return text_eq(canonical(w, a, w->left), canonical(w, b, w->right));
}

/* How many of the steps a key leads along; 0: it leads elsewhere.  With flatten, each part of the
 * key between its dots is a step. */
static size_t
steps_of(const struct walk *w, struct text key, const struct origin_step *step, size_t n)
{
	size_t taken = 0;
	for (;;) {
		const char *dot = w->how->flatten ? memchr(key.p, '.', key.n) : NULL;
		const struct text part = { key.p, dot ? (size_t)(dot - key.p) : key.n };
		if (taken == n || step[taken].kind != ORIGIN_KEY ||
		    !is_same(w, part, step[taken].key))
			return 0;
		taken++;
		if (!dot)
			return taken;
		key = (struct text){ dot + 1, key.n - part.n - 1 };
	}
}

/* ---- containers ----------------------------------------------------------------------------- */

static struct json_value
in_object(
    const struct walk *w, const struct json_value *at, const struct origin_step *step, size_t n)
{
	struct json_members it;
	struct json_value key, value, found = nothing;
	json_members(&it, w->named->text, w->named->index, at);
	while (json_member(&it, &key, &value)) {
		struct text name = { key.p, key.n };
		if (key.escaped)
			name = json_unescaped(w->named->scratch, name);
		const size_t taken = steps_of(w, name, step, n);
		const struct json_value here =
		    taken > 0 ? go(w, &value, step + taken, n - taken) : nothing;
		if (here.kind != JSON_NONE)
			found = here;
	}
	return found;
}

static struct json_value
at_index(
    const struct walk *w, const struct json_value *at, const struct origin_step *step, size_t n)
{
	struct json_members it;
	struct json_value key, value;
	uint64_t index;
	if (number_u64(step->key, &index) < 0)
		return nothing;
	json_members(&it, w->named->text, w->named->index, at);
	while (json_member(&it, &key, &value))
		if (index-- == 0)
			return go(w, &value, step + 1, n - 1);
	return nothing;
}

/* The first element whose member has the value. */
static struct json_value
in_element(
    const struct walk *w, const struct json_value *at, const struct origin_step *step, size_t n)
{
	const struct origin_step member = { ORIGIN_KEY, step->key, TEXT_ABSENT };
	const struct walk plain = { w->how, w->named, NULL, w->left, w->right };
	struct json_members it;
	struct json_value key, value;
	json_members(&it, w->named->text, w->named->index, at);
	while (json_member(&it, &key, &value)) {
		if (value.kind != JSON_OBJECT)
			continue;
		const struct json_value v = in_object(&plain, &value, &member, 1);
		const struct value text = named_value(w->named, &v);
		if (text.kind != VALUE_ABSENT && text_eq(text.text, step->value))
			return go(w, &value, step + 1, n - 1);
	}
	return nothing;
}

static struct json_value
in_all(const struct walk *w, const struct json_value *at, const struct origin_step *step, size_t n)
{
	struct json_members it;
	struct json_value key, value;
	json_members(&it, w->named->text, w->named->index, at);
	while (json_member(&it, &key, &value)) {
		/* more elements are found by a step behind this one, which adds them itself */
		go(w, &value, step + 1, n - 1);
	}
	return nothing;
}

/* Adds a value that all steps have led to. */
static void
add(const struct walk *w, const struct json_value *v)
{
	if (v->kind == JSON_NONE || v->kind == JSON_NULL)
		return;
	if (w->all->n > 1)
		buf_char(w->all, ',');
	struct text t = { v->p, v->n };
	if (v->kind == JSON_STRING) {
		buf_put(w->all, v->p - 1, v->n + 2);
		return;
	}
	if (w->named->unwrap && (v->kind == JSON_OBJECT || v->kind == JSON_ARRAY))
		t = unwrap_spelled(w->named->unwrap, t, w->named->scratch);
	json_put_compact(w->all, t);
}

/* Depth: one level a step. */
static struct json_value
go(const struct walk *w, const struct json_value *at, const struct origin_step *step, size_t n)
{
	if (n == 0) {
		if (w->all)
			add(w, at);
		return *at;
	}
	switch (step->kind) {
	case ORIGIN_KEY:
		if (at->kind == JSON_OBJECT)
			return in_object(w, at, step, n);
		return at->kind == JSON_ARRAY ? at_index(w, at, step, n) : nothing;
	case ORIGIN_ALL: return at->kind == JSON_ARRAY ? in_all(w, at, step, n) : nothing;
	case ORIGIN_WHERE: return at->kind == JSON_ARRAY ? in_element(w, at, step, n) : nothing;
	}
	return nothing;
}

struct json_value
follow_steps(const struct follow *how, struct named *n, const struct json_value *from,
    const struct origin *origin)
{
	struct buf all = { 0 }, left = { 0 }, right = { 0 };
	bool many = false;
	for (size_t i = 0; i < origin->steps; i++)
		many |= origin->step[i].kind == ORIGIN_ALL;
	const struct walk w = { how, n, many ? &all : NULL, &left, &right };
	if (many)
		buf_char(&all, '[');
	struct json_value found = go(&w, from, origin->step, origin->steps);
	if (many && all.n > 1) {
		buf_char(&all, ']');
		const struct text t = arena_text(n->scratch, buf_as_text(&all));
		found = (struct json_value){
			.p = t.p, .n = t.n, .kind = JSON_ARRAY, .compact = true, .hits = 1
		};
	} else if (many) {
		found = nothing;
	}
	buf_free(&all);
	buf_free(&left);
	buf_free(&right);
	return found;
}
