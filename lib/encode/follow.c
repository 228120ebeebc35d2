/* SPDX-License-Identifier: MIT */
#include "encode/follow.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/number.h"
#include "json/paths.h"
#include "json/write.h"

static const struct json_value nothing = { .kind = JSON_NONE };

/* A key that leads on from an object. */
struct follow_match {
	struct json_value key, value;
	size_t taken; /* how many keys of the trail it is */
};

/* Keys that are equal are dropped when there are so many matches, so that an object with one key
 * many times needs little memory. */
enum { MATCHES = 64 };

struct walk {
	struct follow *f;
	struct named *named;
	const struct trail *trail;
};

void
follow_free(struct follow *f)
{
	free(f->match);
	free(f->key);
	free(f->dead);
	buf_free(&f->unescaped);
	buf_free(&f->canonical);
	buf_free(&f->compact);
	buf_free(&f->all);
}

/* ---- compiling ------------------------------------------------------------------------------ */

static struct trail_key
compile_key(const struct trail *t, struct arena *a, struct text spelled)
{
	struct trail_key k = { .text = spelled };
	if (t->normalize) {
		char *room = arena_alloc(a, 2 * spelled.n + 1);
		k.text = (struct text){ room, json_normalize(spelled, room) };
	}
	/* as the number of an element is written: neither 01 nor -0 */
	const bool plain =
	    k.text.n > 0 && (k.text.p[0] == '0' ? k.text.n == 1 : ascii_is_digit(k.text.p[0]));
	k.is_index = plain && number_u64(k.text, &k.index) == 0;
	return k;
}

/* Compiles a dotted text. */
static void
compile_dotted(const struct trail *t, struct arena *a, struct text dotted, struct trail_step *out)
{
	struct trail_key *key = arena_alloc(a, (text_count(dotted, '.') + 1) * sizeof(*key));
	out->test = key;
	for (bool more = true; more;) {
		const char *dot = memchr(dotted.p, '.', dotted.n);
		const struct text part = { dotted.p, dot ? (size_t)(dot - dotted.p) : dotted.n };
		key[out->tests++] = compile_key(t, a, part);
		more = dot != NULL;
		if (more)
			dotted = (struct text){ dot + 1, dotted.n - part.n - 1 };
	}
}

void
trail_compile(
    struct trail *t, struct arena *a, const struct origin *o, bool flatten, bool normalize)
{
	struct trail_step *step = arena_zalloc(a, o->steps + 1, sizeof(*step)), *last = step;
	struct trail_key *key = arena_alloc(a, (o->steps + 1) * sizeof(*key));
	*t = (struct trail){ .step = step, .flatten = flatten, .normalize = normalize };
	for (size_t i = 0; i < o->steps; i++) {
		const struct origin_step *from = &o->step[i];
		if (from->kind == ORIGIN_KEY) {
			key[i] = compile_key(t, a, from->key);
			last->keys++;
			continue;
		}
		last = &step[t->steps++];
		last->all = from->kind == ORIGIN_ALL;
		last->value = from->value;
		last->key = &key[i + 1];
		t->many |= last->all;
		if (!last->all)
			compile_dotted(t, a, from->key, last);
	}
}

/* ---- keys ----------------------------------------------------------------------------------- */

/* What json_normalize makes of the first character of a key. */
static char
first_normalized(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c) ? ascii_lower(c) : '_';
}

static bool
is_same(const struct walk *w, struct text part, struct text wanted)
{
	struct buf *room = &w->f->canonical;
	if (!w->trail->normalize || part.n == 0 || wanted.n == 0)
		return text_eq(part, wanted);
	if (wanted.n > 2 * part.n || first_normalized(part.p[0]) != wanted.p[0])
		return false;
	room->n = 0;
	buf_room(room, 2 * part.n);
	return text_eq((struct text){ room->p, json_normalize(part, room->p) }, wanted);
}

static struct text
unescaped(const struct walk *w, const struct json_value *string)
{
	struct text t = { string->p, string->n };
	struct buf *room = &w->f->unescaped;
	if (!string->escaped)
		return t;
	room->n = 0;
	buf_room(room, t.n);
	return (struct text){ room->p, json_unescape(t, room->p) };
}

/* How many of the n keys a key of the record is; 0: it leads elsewhere.  With flatten, each part of
 * it between dots is one. */
static size_t
leads(const struct walk *w, const struct json_value *spelled, const struct trail_key *key, size_t n)
{
	struct text name = unescaped(w, spelled);
	for (size_t taken = 0; taken < n;) {
		const char *dot =
		    w->trail->flatten && name.n > 0 ? memchr(name.p, '.', name.n) : NULL;
		const struct text part = { name.p, dot ? (size_t)(dot - name.p) : name.n };
		if (!is_same(w, part, key[taken].text))
			return 0;
		taken++;
		if (!dot)
			return taken;
		name = (struct text){ dot + 1, name.n - part.n - 1 };
	}
	return 0;
}

/* Fills f->key with the keys of the matches from `base` on, without escapes. */
static void
list_keys(struct follow *f, size_t base, size_t n)
{
	size_t room = 0;
	for (size_t i = 0; i < n; i++)
		room += f->match[base + i].key.escaped ? f->match[base + i].key.n : 0;
	f->unescaped.n = 0;
	buf_room(&f->unescaped, room); /* so that it does not move */
	f->key = mem_grow(f->key, &f->key_cap, n, sizeof(*f->key));
	f->dead = mem_grow(f->dead, &f->dead_cap, n, sizeof(*f->dead));
	for (size_t i = 0; i < n; i++) {
		const struct json_value *k = &f->match[base + i].key;
		struct text t = { k->p, k->n };
		if (k->escaped) {
			char *to = f->unescaped.p + f->unescaped.n;
			t = (struct text){ to, json_unescape(t, to) };
			f->unescaped.n += t.n;
		}
		f->key[i] = (struct json_key){ 0, i, t };
	}
}

/* Of matches from `base` on that have the same key, only the last one stays. */
static void
drop_replaced(struct follow *f, size_t base)
{
	const size_t n = f->matches - base;
	size_t kept = base, next = 0;
	if (n < 2)
		return;
	list_keys(f, base, n);
	const size_t dead = json_keys_replaced(f->key, n, f->dead);
	for (size_t i = 0; i < n; i++) {
		if (next < dead && f->dead[next] == i)
			next++;
		else
			f->match[kept++] = f->match[base + i];
	}
	f->matches = kept;
}

/* ---- from key to key ------------------------------------------------------------------------ */

/* Pushes the members of an object that lead on. */
static void
find_matches(
    const struct walk *w, const struct json_value *object, const struct trail_key *key, size_t n)
{
	struct follow *f = w->f;
	struct follow_match m;
	struct json_members it;
	const size_t base = f->matches;
	size_t most = base + MATCHES;
	named_members(w->named, &it, object);
	while (json_member(&it, &m.key, &m.value)) {
		m.taken = leads(w, &m.key, key, n);
		if (m.taken == 0)
			continue;
		f->match = mem_grow(f->match, &f->match_cap, f->matches + 1, sizeof(*f->match));
		f->match[f->matches++] = m;
		if (f->matches < most)
			continue;
		drop_replaced(f, base);
		most = base + 2 * (f->matches - base) + MATCHES;
	}
	drop_replaced(f, base);
}

static struct json_value
element(const struct walk *w, const struct json_value *array, uint64_t index)
{
	struct json_members it;
	struct json_value none, value;
	named_members(w->named, &it, array);
	while (json_member(&it, &none, &value))
		if (index-- == 0)
			return value;
	return nothing;
}

/* Follows n keys.  If they lead to several values, returns the last one.  Each level of the
 * recursion is a level of the record, which has at most JSON_DEPTH. */
static struct json_value
run(const struct walk *w, const struct json_value *at, const struct trail_key *key, size_t n)
{
	struct follow *f = w->f;
	struct json_value found = nothing;
	if (n == 0)
		return *at;
	if (at->kind == JSON_ARRAY && key->is_index) {
		const struct json_value v = element(w, at, key->index);
		return v.kind == JSON_NONE ? v : run(w, &v, key + 1, n - 1);
	}
	if (at->kind != JSON_OBJECT)
		return found;
	const size_t base = f->matches;
	find_matches(w, at, key, n);
	for (; f->matches > base && found.kind == JSON_NONE; f->matches--) {
		const struct follow_match m = f->match[f->matches - 1];
		found = run(w, &m.value, key + m.taken, n - m.taken);
	}
	f->matches = base;
	return found;
}

/* ---- from array to array -------------------------------------------------------------------- */

/* A container as it is spelled in the input, without white space. */
static void
put_container(const struct walk *w, struct buf *b, struct text json)
{
	if (w->named->unwrap)
		json = unwrap_spelled(w->named->unwrap, json, w->named->scratch);
	json_put_compact(b, json);
}

/* Is the text of v the wanted one?  null has no text. */
static bool
is_text(const struct walk *w, const struct json_value *v, struct text wanted)
{
	struct buf *room = &w->f->compact;
	switch ((enum json_kind)v->kind) {
	case JSON_NONE:
	case JSON_NULL: return false;
	case JSON_FALSE:
	case JSON_TRUE:
	case JSON_NUMBER: return text_eq((struct text){ v->p, v->n }, wanted);
	case JSON_STRING:
		if (v->n < wanted.n || v->n / 6 > wanted.n)
			return false;
		return text_eq(unescaped(w, v), wanted);
	case JSON_ARRAY:
	case JSON_OBJECT: break;
	}
	if (wanted.n == 0 || wanted.p[0] != v->p[0])
		return false;
	room->n = 0;
	put_container(w, room, (struct text){ v->p, v->n });
	return text_eq(buf_as_text(room), wanted);
}

static bool
passes(const struct walk *w, const struct trail_step *s, const struct json_value *v)
{
	if (s->all)
		return true;
	const struct json_value member = run(w, v, s->test, s->tests);
	return is_text(w, &member, s->value);
}

/* Adds a value that the whole trail has led to. */
static void
add(const struct walk *w, const struct json_value *v)
{
	struct buf *all = &w->f->all;
	if (v->kind == JSON_NULL)
		return;
	buf_char(all, all->n > 0 ? ',' : '[');
	if (v->kind == JSON_STRING)
		buf_put(all, v->p - 1, v->n + 2);
	else
		put_container(w, all, (struct text){ v->p, v->n });
}

/* Returns the value at the end, of a trail without `*`.  Each level of the recursion is an array in
 * the one before. */
static struct json_value
go(const struct walk *w, const struct trail_step *s, const struct json_value *at)
{
	struct json_members it;
	struct json_value none, v;
	if (s == w->trail->step + w->trail->steps) {
		if (w->trail->many)
			add(w, at);
		return *at;
	}
	if (at->kind != JSON_ARRAY)
		return nothing;
	named_members(w->named, &it, at);
	while (json_member(&it, &none, &v)) {
		if (!passes(w, s, &v))
			continue;
		v = run(w, &v, s->key, s->keys);
		const struct json_value end = v.kind == JSON_NONE ? v : go(w, s + 1, &v);
		if (!s->all)
			return end;
	}
	return nothing;
}

struct json_value
follow(struct follow *f, struct named *n, const struct trail *t, const struct json_value *from)
{
	const struct walk w = { f, n, t };
	f->all.n = f->matches = 0;
	const struct json_value found = go(&w, t->step, from);
	if (!t->many)
		return found;
	if (f->all.n == 0)
		return nothing;
	buf_char(&f->all, ']');
	const struct text all = arena_text(n->scratch, buf_as_text(&f->all));
	return (struct json_value){
		.p = all.p, .n = all.n, .kind = JSON_ARRAY, .compact = true, .hits = 1
	};
}
