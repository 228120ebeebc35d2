/* SPDX-License-Identifier: MIT */
#include "replay/top.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/table.h"
#include "replay/pack.h"
#include "state/key.h"

/* What a rule's key is made of, and what it is for the event at hand. */
struct kind {
	const size_t *field; /* numbers of the rules */
	size_t fields;       /* 0: the entity */
	bool known, there;
	struct text full, key; /* the key of the table is short */
	uint32_t hash;
	struct long_key *shared; /* the full text, if a place has it */
};

/* A full text, shared by the places of many rules. */
struct long_key {
	size_t refs, n;
	char p[];
};

struct count {
	struct text key; /* in the arena */
	uint64_t matches;
};

struct place {
	uint32_t ref;          /* number of its count, from 1 */
	struct long_key *full; /* NULL: the count's key is all of it */
};

struct ranking {
	size_t kind;
	struct table table;
	struct count *count;
	size_t n, cap;
	struct place place[TOP_PLACES]; /* the first is in front */
	size_t places;
};

struct top {
	const struct rules *rules;
	const size_t *field_of;
	struct siphash_key hash_key;
	bool full; /* keys of the tables are never shortened */
	struct kind *kind;
	size_t kinds;
	struct ranking *rule;
	struct arena keys, scratch; /* scratch: of one event */
};

/* ---- which key ------------------------------------------------------------------------------ */

struct group_search {
	const struct rules *rules;
	const struct series *found; /* NULL: none yet */
};

struct kind_search {
	const struct top *top;
	struct kind kind;
};

static void
note_group(void *context, const struct comparison *c)
{
	struct group_search *s = context;
	if (s->found || !c->is_leaf || s->rules->leaf[c->leaf].kind != LEAF_WINDOW)
		return;
	const struct series *series = &s->rules->series[s->rules->leaf[c->leaf].series];
	if (series->scope == SCOPE_GROUP)
		s->found = series;
}

static bool
same_kind(const void *context, uint32_t ref)
{
	const struct kind_search *s = context;
	const struct kind *k = &s->top->kind[ref - 1];
	return k->fields == s->kind.fields &&
	       (k->fields == 0 ||
		   memcmp(k->field, s->kind.field, k->fields * sizeof(*k->field)) == 0);
}

/* The number of the rule's kind, which is made if it is new. */
static size_t
find_kind(struct top *t, struct table *table, const struct rule *rule)
{
	struct group_search group = { .rules = t->rules };
	pred_each(rule->pred, note_group, &group);
	struct kind_search s = { .top = t };
	if (group.found)
		s.kind =
		    (struct kind){ .field = group.found->group, .fields = group.found->groups };
	const uint32_t hash =
	    (uint32_t)siphash(t->hash_key, s.kind.field, s.kind.fields * sizeof(*s.kind.field));
	const uint32_t ref = table_find(table, hash, same_kind, &s);
	if (ref > 0)
		return ref - 1;
	t->kind[t->kinds++] = s.kind;
	table_add(table, hash, (uint32_t)t->kinds);
	return t->kinds - 1;
}

struct top *
top_new(const struct rules *rules, const size_t *field_of, struct siphash_key key)
{
	struct top *t = mem_zalloc(1, sizeof(*t));
	struct table kinds = { 0 };
	t->rules = rules;
	t->field_of = field_of;
	t->hash_key = key;
	t->kind = mem_zalloc(rules->count + 1, sizeof(*t->kind));
	t->rule = mem_zalloc(rules->count + 1, sizeof(*t->rule));
	for (size_t i = 0; i < rules->count; i++)
		t->rule[i].kind = find_kind(t, &kinds, &rules->rule[i]);
	table_free(&kinds);
	return t;
}

static void
drop(struct long_key *full)
{
	if (full && --full->refs == 0)
		free(full);
}

void
top_free(struct top *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->rules->count; i++) {
		struct ranking *r = &t->rule[i];
		for (size_t k = 0; k < r->places; k++)
			drop(r->place[k].full);
		table_free(&r->table);
		free(r->count);
	}
	arena_free(&t->keys);
	arena_free(&t->scratch);
	free(t->kind);
	free(t->rule);
	free(t);
}

/* ---- the key of an event -------------------------------------------------------------------- */

static const struct value *
field_at(const struct top *t, const struct event *ev, size_t field)
{
	static const struct value none = { .kind = VALUE_ABSENT };
	const size_t number = t->field_of ? t->field_of[field] : field;
	return number == FIELD_UNKNOWN ? &none : &ev->field[number];
}

static char *
put_escaped(char *p, struct text part)
{
	for (size_t i = 0; i < part.n; i++) {
		if (part.p[i] == '|' || part.p[i] == '\\')
			*p++ = '\\';
		*p++ = part.p[i];
	}
	return p;
}

/* False if one of the fields is absent. */
static bool
join_fields(struct top *t, struct kind *k, const struct event *ev)
{
	size_t n = 0;
	for (size_t i = 0; i < k->fields; i++) {
		const struct value *v = field_at(t, ev, k->field[i]);
		if (v->kind == VALUE_ABSENT)
			return false;
		n += v->text.n + text_count(v->text, '|') + text_count(v->text, '\\') + 1;
	}
	char *const begin = arena_alloc(&t->scratch, n), *p = begin;
	for (size_t i = 0; i < k->fields; i++) {
		if (i > 0)
			*p++ = '|';
		p = put_escaped(p, field_at(t, ev, k->field[i])->text);
	}
	k->full = (struct text){ begin, (size_t)(p - begin) };
	return true;
}

static bool
find_full(struct top *t, struct kind *k, const struct event *ev)
{
	if (k->fields > 1)
		return join_fields(t, k, ev);
	const struct value *v = k->fields == 0 ? &ev->entity_id : field_at(t, ev, k->field[0]);
	k->full = v->text;
	return v->kind != VALUE_ABSENT;
}

static void
find_key(struct top *t, struct kind *k, const struct event *ev)
{
	k->known = true;
	k->there = find_full(t, k, ev);
	if (!k->there)
		return;
	k->key = t->full ? k->full : key_of(&t->scratch, k->full);
	k->hash = (uint32_t)siphash(t->hash_key, k->key.p, k->key.n);
}

static void
forget_event(struct top *t, const size_t *match, size_t matches)
{
	for (size_t i = 0; i < matches; i++) {
		struct kind *k = &t->kind[t->rule[match[i]].kind];
		drop(k->shared);
		k->shared = NULL;
		k->known = false;
	}
	if (matches > 0)
		arena_reset(&t->scratch);
}

/* ---- counting ------------------------------------------------------------------------------- */

struct sought {
	const struct ranking *ranking;
	struct text key;
};

static bool
is_key(const void *context, uint32_t ref)
{
	const struct sought *s = context;
	return text_eq(s->ranking->count[ref - 1].key, s->key);
}

static uint32_t
add_count(struct top *t, struct ranking *r, struct text key, uint32_t hash)
{
	r->count = mem_grow(r->count, &r->cap, r->n + 1, sizeof(*r->count));
	char *p = arena_alloc(&t->keys, key.n);
	if (key.n > 0)
		memcpy(p, key.p, key.n);
	r->count[r->n++] = (struct count){ .key = { p, key.n } };
	table_add(&r->table, hash, (uint32_t)r->n);
	return (uint32_t)r->n;
}

static struct top_place
place_at(const struct ranking *r, size_t i)
{
	const struct place *place = &r->place[i];
	const struct count *count = &r->count[place->ref - 1];
	const struct long_key *full = place->full;
	return (struct top_place){ full ? (struct text){ full->p, full->n } : count->key,
		count->matches };
}

static bool
is_before(struct top_place a, struct top_place b)
{
	if (a.matches != b.matches)
		return a.matches > b.matches;
	return text_cmp(a.key, b.key) < 0;
}

/* A reference to the full text; NULL if the short key is all of it. */
static struct long_key *
share_full(struct kind *k)
{
	if (text_eq(k->full, k->key))
		return NULL;
	if (!k->shared) {
		k->shared = mem_alloc(sizeof(*k->shared) + k->full.n);
		*k->shared = (struct long_key){ .refs = 1, .n = k->full.n };
		memcpy(k->shared->p, k->full.p, k->full.n);
	}
	k->shared->refs++;
	return k->shared;
}

/* Gives the key the last place, if it is before the one that has it.  Returns the key's place, or
 * TOP_PLACES. */
static size_t
enter(struct ranking *r, struct kind *k, uint32_t ref)
{
	const struct top_place own = { k->full, r->count[ref - 1].matches };
	for (size_t i = 0; i < r->places; i++)
		if (r->place[i].ref == ref)
			return i;
	if (r->places == TOP_PLACES) {
		if (!is_before(own, place_at(r, TOP_PLACES - 1)))
			return TOP_PLACES;
		drop(r->place[--r->places].full);
	}
	r->place[r->places] = (struct place){ ref, share_full(k) };
	return r->places++;
}

/* The key has one match more: it moves forward. */
static void
rank(struct ranking *r, struct kind *k, uint32_t ref)
{
	size_t i = enter(r, k, ref);
	if (i == TOP_PLACES)
		return;
	for (; i > 0 && is_before(place_at(r, i), place_at(r, i - 1)); i--) {
		const struct place ahead = r->place[i - 1];
		r->place[i - 1] = r->place[i];
		r->place[i] = ahead;
	}
}

void
top_note(struct top *t, const struct event *ev, const size_t *match, size_t matches)
{
	for (size_t i = 0; i < matches; i++) {
		struct ranking *r = &t->rule[match[i]];
		struct kind *k = &t->kind[r->kind];
		if (!k->known)
			find_key(t, k, ev);
		if (!k->there)
			continue;
		const struct sought s = { r, k->key };
		uint32_t ref = table_find(&r->table, k->hash, is_key, &s);
		if (ref == 0)
			ref = add_count(t, r, k->key, k->hash);
		r->count[ref - 1].matches++;
		rank(r, k, ref);
	}
	forget_event(t, match, matches);
}

size_t
top_places(const struct top *t, size_t rule, struct top_place place[TOP_PLACES])
{
	const struct ranking *r = &t->rule[rule];
	for (size_t i = 0; i < r->places; i++)
		place[i] = place_at(r, i);
	return r->places;
}

void
top_put_kind(struct buf *b, const struct top *t, size_t rule)
{
	const struct kind *k = &t->kind[t->rule[rule].kind];
	if (k->fields == 0)
		BUF_LIT(b, "entity");
	for (size_t i = 0; i < k->fields; i++) {
		if (i > 0)
			buf_char(b, ',');
		buf_text(b, t->rules->fields.name[k->field[i]]);
	}
}

/* ---- checkpoints ---------------------------------------------------------------------------- */

static void
put_text(struct buf *b, struct text t)
{
	pack_number(b, t.n);
	buf_text(b, t);
}

static int
get_text(struct text *from, struct text *t)
{
	uint64_t n;
	if (unpack_checked(from, &n) < 0 || n > from->n)
		return -1;
	*t = (struct text){ from->p, (size_t)n };
	from->p += n;
	from->n -= (size_t)n;
	return 0;
}

/* The places with their full texts, which the counts do not have. */
static void
put_ranking(struct buf *b, const struct ranking *r)
{
	pack_number(b, r->n);
	for (size_t i = 0; i < r->n; i++) {
		pack_number(b, r->count[i].matches);
		put_text(b, r->count[i].key);
	}
	pack_number(b, r->places);
	for (size_t i = 0; i < r->places; i++) {
		const struct top_place place = place_at(r, i);
		pack_number(b, r->place[i].ref);
		put_text(b, place.key);
	}
}

void
top_put(struct buf *b, const struct top *t)
{
	pack_number(b, t->rules->count);
	for (size_t i = 0; i < t->rules->count; i++)
		put_ranking(b, &t->rule[i]);
}

static int
get_counts(struct text *from, struct top *t, struct ranking *r)
{
	uint64_t n, matches;
	struct text key;
	if (unpack_checked(from, &n) < 0)
		return -1;
	for (uint64_t i = 0; i < n; i++) {
		if (unpack_checked(from, &matches) < 0 || get_text(from, &key) < 0)
			return -1;
		add_count(t, r, key, (uint32_t)siphash(t->hash_key, key.p, key.n));
		r->count[r->n - 1].matches = matches;
	}
	return 0;
}

static int
get_places(struct text *from, struct top *t, struct ranking *r)
{
	uint64_t n, ref;
	if (unpack_checked(from, &n) < 0 || n > TOP_PLACES || n > r->n)
		return -1;
	for (uint64_t i = 0; i < n; i++) {
		struct kind k = { 0 };
		if (unpack_checked(from, &ref) < 0 || get_text(from, &k.full) < 0)
			return -1;
		if (ref == 0 || ref > r->n)
			return -1;
		k.key = key_of(&t->scratch, k.full);
		if (!text_eq(k.key, r->count[ref - 1].key))
			return -1;
		r->place[r->places++] = (struct place){ (uint32_t)ref, share_full(&k) };
		drop(k.shared);
	}
	arena_reset(&t->scratch);
	return 0;
}

int
top_get(struct text *from, struct top *t)
{
	uint64_t n;
	if (unpack_checked(from, &n) < 0 || n != t->rules->count)
		return -1;
	for (size_t i = 0; i < t->rules->count; i++)
		if (get_counts(from, t, &t->rule[i]) < 0 || get_places(from, t, &t->rule[i]) < 0)
			return -1;
	return 0;
}

/* ---- joining -------------------------------------------------------------------------------- */

void
top_keep_full(struct top *t)
{
	t->full = true;
}

/* Adds the counts of one rule.  Each key enters the places with the full text that is at hand: one
 * that is in front in the end has been there since its last addition. */
static int
join_ranking(struct text *from, struct top *t, struct ranking *r)
{
	uint64_t n, matches, ref;
	struct text key;
	if (unpack_checked(from, &n) < 0)
		return -1;
	for (uint64_t i = 0; i < n; i++) {
		struct kind k = { 0 };
		if (unpack_checked(from, &matches) < 0 || get_text(from, &k.full) < 0)
			return -1;
		k.key = t->full ? k.full : key_of(&t->scratch, k.full);
		const uint32_t hash = (uint32_t)siphash(t->hash_key, k.key.p, k.key.n);
		const struct sought s = { r, k.key };
		uint32_t at = table_find(&r->table, hash, is_key, &s);
		if (at == 0)
			at = add_count(t, r, k.key, hash);
		r->count[at - 1].matches += matches;
		rank(r, &k, at);
		drop(k.shared);
		arena_reset(&t->scratch);
	}
	if (unpack_checked(from, &n) < 0 || n > TOP_PLACES)
		return -1;
	for (uint64_t i = 0; i < n; i++)
		if (unpack_checked(from, &ref) < 0 || get_text(from, &key) < 0)
			return -1;
	return 0;
}

int
top_join(struct text *from, struct top *t)
{
	uint64_t n;
	if (unpack_checked(from, &n) < 0 || n != t->rules->count)
		return -1;
	for (size_t i = 0; i < t->rules->count; i++)
		if (join_ranking(from, t, &t->rule[i]) < 0)
			return -1;
	return 0;
}
