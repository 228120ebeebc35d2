/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "encode/encode.h"
#include "json/paths.h"
#include "json/tree.h"
#include "json/write.h"
#include "plan/origin.h"
#include "plan/plan.h"
#include "tests/unit/unit.h"

/*
 * Paths with `[KEY=VALUE]` and `*`, and arrays of paths, against a slow reader.  It takes random
 * records from a tree and does what esper-plan(5) says, without an index and without compiling.
 */
static struct reference {
	struct arena arena;
	bool flatten, normalize;
} ref;

/* ---- the slow reader ------------------------------------------------------------------------ */

static struct text
canonical(struct text key)
{
	if (!ref.normalize)
		return key;
	char *room = arena_alloc(&ref.arena, 2 * key.n + 1);
	return (struct text){ room, json_normalize(key, room) };
}

/* Returns the part of a text before its first c; *rest becomes what is behind it, or absent. */
static struct text
cut(struct text t, char c, struct text *rest)
{
	const char *at = t.n > 0 ? memchr(t.p, c, t.n) : NULL;
	*rest = TEXT_ABSENT;
	if (!at)
		return (struct text){ t.p ? t.p : "", t.n };
	*rest = (struct text){ at + 1, (size_t)(t.p + t.n - at) - 1 };
	return (struct text){ t.p, (size_t)(at - t.p) };
}

/* Removes a key, as it stands in a record, from the front of dotted keys.  Returns false if they do
 * not begin with it. */
static bool
take_key(struct text key, struct text *dotted)
{
	while (key.p) {
		struct text rest = TEXT_ABSENT;
		const struct text part = ref.flatten ? cut(key, '.', &rest) : key;
		if (!dotted->p)
			return false;
		const struct text wanted = cut(*dotted, '.', dotted);
		if (!text_eq(canonical(part), canonical(wanted)))
			return false;
		key = rest;
	}
	return true;
}

/* The last value that dotted keys lead to. */
static const struct json_node *
last_of(const struct json_node *n, struct text dotted)
{
	const struct json_node *found = NULL;
	if (!dotted.p)
		return n;
	for (const struct json_node *c = n->child; c; c = c->next) {
		char number[24];
		struct text rest = dotted, key = c->key;
		if (n->kind == JSON_ARRAY) {
			snprintf(number, sizeof(number), "%zu", c->index);
			key = text_of(number);
		}
		const struct json_node *here = take_key(key, &rest) ? last_of(c, rest) : NULL;
		found = here ? here : found;
	}
	return found;
}

/* The text of a value, as a field has it; absent: it has none. */
static struct text
text_of_node(const struct json_node *n)
{
	struct buf b = { 0 };
	if (!n || n->kind == JSON_NULL)
		return TEXT_ABSENT;
	if (n->kind == JSON_STRING)
		return n->text;
	json_put_compact(&b, n->json);
	const struct text t = arena_text(&ref.arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static bool
has(const struct json_node *n, struct text key, struct text value)
{
	const struct text t = text_of_node(last_of(n, key));
	return t.p && text_eq(t, value);
}

/* Splits a path at its first `[` or `*`: into keys before it, and *rest from it on. */
static struct text
keys_before(struct text path, struct text *rest)
{
	size_t i = 0;
	while (i < path.n && path.p[i] != '[' && path.p[i] != '*')
		i++;
	*rest = i < path.n ? (struct text){ path.p + i, path.n - i } : TEXT_ABSENT;
	if (i == 0 && rest->p)
		return TEXT_ABSENT;
	return (struct text){ path.p, i < path.n && path.p[i] == '*' ? i - 1 : i };
}

/* Adds everything that a path leads to, with commas.  Returns the last of it. */
static const struct json_node *
collect(const struct json_node *n, struct text path, struct buf *all)
{
	struct text rest, test = TEXT_ABSENT, value = TEXT_ABSENT;
	const struct json_node *last = NULL;
	if (path.p)
		n = last_of(n, keys_before(path, &rest));
	else
		rest = TEXT_ABSENT;
	if (!n || !rest.p) {
		if (n && n->kind != JSON_NULL) {
			buf_text(all, all->n > 0 ? TEXT(",") : TEXT(""));
			json_put_compact(all, n->json);
		}
		return n;
	}
	if (rest.p[0] == '[') {
		test = cut((struct text){ rest.p + 1, rest.n - 1 }, ']', &rest);
		test = cut(test, '=', &value);
	} else {
		rest = rest.n > 1 ? (struct text){ rest.p + 1, rest.n - 1 } : TEXT_ABSENT;
	}
	/* `*` may have brackets behind it; otherwise a dot follows, or nothing */
	if (rest.n > 0 && rest.p[0] == '.')
		rest = (struct text){ rest.p + 1, rest.n - 1 };
	else if (rest.n == 0)
		rest = TEXT_ABSENT;
	for (n = n->kind == JSON_ARRAY ? n->child : NULL; n; n = n->next) {
		if (test.p && !has(n, test, value))
			continue;
		last = collect(n, rest, all);
		if (test.p)
			break;
	}
	return last;
}

static struct text
expected_at(const struct json_node *record, struct text path)
{
	struct buf all = { 0 };
	struct text t = text_of_node(collect(record, path, &all));
	if (memchr(path.p, '*', path.n)) {
		char *p = arena_alloc(&ref.arena, all.n + 3);
		t = all.n > 0 ? (struct text){ p, (size_t)sprintf(p, "[%.*s]", (int)all.n, all.p) }
			      : TEXT_ABSENT;
	}
	buf_free(&all);
	return t;
}

/* ---- random records and paths --------------------------------------------------------------- */

static uint64_t seed = 88172645463325252U;

static unsigned
pick(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % n;
}

#define PICK(array) (array)[pick(sizeof(array) / sizeof(*(array)))]

static const char *const keys[] = { "a", "a", "a", "b", "b", "k", "K", "\\u006b", "a.b", "b.k",
	"A.\\u006B", "aB", "a_b", "a-b", "0", "1", "", "a.0", "\\\"", "k." };
static const char *const scalars[] = { "\"x\"", "\"\\u0078\"", "\"x y\"", "\"\"", "\"a\\\"\\n\"",
	"1", "1.0", "true", "false", "null", "null", "[]", "{}", "[ 1 ,2]", "\"1\"", "\"q.r\"" };
static const char *const parts[] = { "a", "a", "b", "k", "k", "aB", "0", "1", "01", "-0", "", "\"",
	"*", "*", "*" };
static const char *const tests[] = { "[k=x]", "[k=1]", "[a=x]", "[k=]", "[a.b=x]", "[aB=true]",
	"[k=null]", "[K=q.r]", "[0=1]", "[k=[1,2]", "[b={}]", "[.=x]" };

static void
put_space(struct buf *b)
{
	buf_text(b, pick(6) == 0 ? TEXT(" \t") : TEXT(""));
}

static void
put_value(struct buf *b, unsigned depth)
{
	const unsigned n = pick(5), kind = depth == 0 ? 1 : pick(8);
	put_space(b);
	if (kind == 1) {
		buf_text(b, text_of(PICK(scalars)));
	} else {
		const bool object = kind > 4;
		buf_char(b, object ? '{' : '[');
		for (unsigned i = 0; i < n; i++) {
			buf_text(b, i > 0 ? TEXT(",") : TEXT(""));
			if (object)
				buf_printf(b, "\"%s\":", PICK(keys));
			put_value(b, depth - 1);
		}
		buf_char(b, object ? '}' : ']');
	}
	put_space(b);
}

static struct text
random_record(void)
{
	struct buf b = { 0 };
	BUF_LIT(&b, "{\"t\":0");
	for (unsigned i = 0; i < 4; i++) {
		buf_printf(&b, ",\"%s\":", PICK(keys));
		put_value(&b, 5);
	}
	BUF_LIT(&b, "}");
	const struct text t = arena_text(&ref.arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static struct text
random_path(void)
{
	struct buf b = { 0 };
	BUF_LIT(&b, "a");
	for (unsigned i = 0, n = 1 + pick(4); i < n; i++) {
		if (pick(4) == 0 && b.p[b.n - 1] != '.') /* brackets need a name */
			buf_text(&b, text_of(PICK(tests)));
		buf_char(&b, '.');
		buf_text(&b, text_of(PICK(parts)));
	}
	const struct text t = arena_text(&ref.arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

/* ---- comparing ------------------------------------------------------------------------------ */

static struct plan *
plan_of(const struct text *path, size_t n)
{
	struct buf places = { 0 }, b = { 0 };
	struct err e;
	BUF_LIT(&places, "[");
	for (size_t i = 0; i < n; i++) {
		buf_text(&places, i > 0 ? TEXT(",") : TEXT(""));
		json_put_string(&places, path[i]);
	}
	BUF_LIT(&places, "]");
	buf_printf(&b,
	    "{\"runtime\":{\"flatten_objects\":%s,\"normalize_field_names\":%s,\"envelope\":{"
	    "\"observed_at\":\"t\",\"source_id\":%.*s}},\"fields\":[{\"name\":\"f\","
	    "\"selector\":{\"kind\":\"RequestField\",\"path\":%.*s},\"parser\":\"String\"}]}",
	    ref.flatten ? "true" : "false", ref.normalize ? "true" : "false", (int)places.n,
	    places.p, (int)places.n, places.p);
	struct plan *plan = plan_load(buf_as_text(&b), ".", &e);
	if (!plan)
		printf("%s\n", e.text);
	buf_free(&places);
	buf_free(&b);
	return plan;
}

static bool
is_as_expected(const struct value *got, struct text expected, bool empty_too)
{
	if (!expected.p || (expected.n == 0 && !empty_too))
		return got->kind == VALUE_ABSENT;
	return got->kind != VALUE_ABSENT && text_eq(got->text, expected);
}

static void
compare(struct encoder *encoder, struct text record, const struct text *path, size_t n,
    unsigned *present)
{
	struct json_index ix = { 0 };
	struct json_pos pos = { 0 };
	struct encoded out;
	struct err e;
	struct text expected = TEXT_ABSENT;
	const struct json_node *tree = json_tree(&ref.arena, record, &e);
	CHECK(tree != NULL);
	for (size_t i = 0; i < n && !expected.p; i++)
		expected = expected_at(tree, path[i]);
	*present += expected.p != NULL;
	json_index_build(&ix, record.p, record.n, JSON_LINES);
	CHECK(encode_next(encoder, record.p, record.n, &ix, &pos, &out) == ENCODE_EVENT);
	const bool same = is_as_expected(&out.event.field[0], expected, true) &&
			  is_as_expected(&out.event.source_id, expected, false);
	CHECK(same);
	if (!same)
		printf("flatten %d normalize %d\n%.*s\n%.*s …\nexpected %.*s\ngot %.*s\n",
		    ref.flatten, ref.normalize, (int)record.n, record.p, (int)path[0].n, path[0].p,
		    (int)expected.n, expected.p ? expected.p : "", (int)out.event.field[0].text.n,
		    out.event.field[0].text.p ? out.event.field[0].text.p : "");
	json_index_free(&ix);
}

/* Returns how many records had a value. */
static unsigned
compare_plan(void)
{
	struct text path[3];
	const size_t n = 1 + pick(3);
	unsigned present = 0;
	arena_reset(&ref.arena);
	for (size_t i = 0; i < n; i++)
		path[i] = random_path();
	struct plan *plan = plan_of(path, n);
	CHECK(plan != NULL);
	if (!plan)
		return 0;
	struct encoder *encoder = encoder_new(plan, &encode_everything);
	for (unsigned i = 0; i < 40; i++)
		compare(encoder, random_record(), path, n, &present);
	encoder_free(encoder);
	plan_free(plan);
	return present;
}

/* ---- a few by hand -------------------------------------------------------------------------- */

static const struct {
	const char *path, *record, *expected; /* NULL: absent */
} rows[] = {
	/* of duplicate keys the last one counts, with all below it; of several matches the last */
	{ "a.*.k", "\"a\":[{\"k\":1,\"k\":2},{\"k\":3,\"K\":4}]", "[2,4]" },
	{ "a.*.b.c", "\"a\":[{\"b\":{\"c\":1},\"b\":{}}]", NULL },
	{ "a.*.b.c", "\"a\":[{\"b\":{\"c\":1},\"b.c\":2,\"B\":{}}]", "[2]" },
	{ "a[k=x].v", "\"a\":[{\"k\":\"x\",\"k\":\"y\",\"v\":1},{\"k\":\"x\",\"v\":2}]", "2" },
	{ "a[k=x].v", "\"a\":[{\"k\":\"x\",\"v\":1}],\"A\":[]", NULL },
	/* only the first element with that member */
	{ "a[k=x].v", "\"a\":[{\"k\":\"x\"},{\"k\":\"x\",\"v\":2}]", NULL },
	/* keys */
	{ "a[x.y=v].z", "\"a\":[{\"x.y\":\"v\",\"z\":1}]", "1" },
	{ "a[x.y=v].z", "\"a\":[{\"x\":{\"y\":\"v\"},\"z\":1}]", "1" },
	{ "a[userName=v].z", "\"a\":[{\"user_name\":\"v\",\"z\":1}]", "1" },
	{ "a[k=b.c].v", "\"a\":[{\"k\":\"b.c\",\"v\":1}]", "1" },
	{ "a[k=b=c[d].v", "\"a\":[{\"k\":\"b=c[d\",\"v\":1}]", "1" },
	{ "a[k=].v", "\"a\":[{\"v\":0},{\"k\":null,\"v\":0},{\"k\":\"\",\"v\":1}]", "1" },
	/* values that are not strings: their JSON text; null equals nothing */
	{ "a[k=1].v", "\"a\":[{\"k\":1.0,\"v\":0},{\"k\":1,\"v\":1}]", "1" },
	{ "a[k=true].v", "\"a\":[{\"k\":true,\"v\":1}]", "1" },
	{ "a[k=null].v", "\"a\":[{\"k\":null,\"v\":0}]", NULL },
	{ "a[k={\"b\":1}].v", "\"a\":[{\"k\":{ \"b\" : 1 },\"v\":1}]", "1" },
	/* arrays in arrays */
	{ "a.*[k=x].v", "\"a\":[[{\"k\":\"x\",\"v\":1}],{\"k\":\"x\"},[{\"k\":\"x\",\"v\":2}]]",
	    "[1,2]" },
	{ "a.*.*", "\"a\":[[1,null,[2, 3]],4,[{}]]", "[1,[2,3],{}]" },
	{ "a.*.1", "\"a\":[[1,2],[3],{\"1\":4}]", "[2,4]" },
	{ "a.0[k=x].v", "\"a\":[[{\"k\":\"x\",\"v\":1}]]", "1" },
	{ "a.*", "\"a\":[\"\\u0041\",\"\",null]", "[\"\\u0041\",\"\"]" },
	{ "a.*", "\"a\":[null]", NULL },
	{ "a.*", "\"a\":{\"0\":1}", NULL },
	{ "a.*.", "\"a\":[{\"\":1}]", "[1]" },
	{ "a*b.c", "\"a*b\":{\"c\":1}", "1" },
};

static void
check_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf b = { 0 };
		unsigned present = 0;
		struct text path = text_of(rows[i].path);
		unit_row(rows[i].path);
		arena_reset(&ref.arena);
		buf_printf(&b, "{\"t\":0,%s}", rows[i].record);
		struct plan *plan = plan_of(&path, 1);
		struct encoder *encoder = encoder_new(plan, &encode_everything);
		struct json_index ix = { 0 };
		struct json_pos pos = { 0 };
		struct encoded out;
		json_index_build(&ix, b.p, b.n, JSON_LINES);
		CHECK(encode_next(encoder, b.p, b.n, &ix, &pos, &out) == ENCODE_EVENT);
		CHECK(is_as_expected(&out.event.field[0], text_of(rows[i].expected), true));
		if (rows[i].path[1] != '*') /* the slow reader knows no `*` inside a name */
			compare(encoder, buf_as_text(&b), &path, 1, &present);
		json_index_free(&ix);
		encoder_free(encoder);
		plan_free(plan);
		buf_free(&b);
	}
}

/* An object with one key very many times needs little memory for its matches, and keeps the last.
 */
static void
check_many(void)
{
	struct buf b = { 0 };
	unsigned present = 0;
	struct text path = TEXT("a.*.k.v");
	unit_row("many equal keys");
	arena_reset(&ref.arena);
	BUF_LIT(&b, "{\"t\":0,\"a\":[{");
	for (unsigned i = 0; i < 5000; i++)
		buf_printf(&b, "%s\"%s\":{\"%c\":%u}", i > 0 ? "," : "", i % 3 ? "k" : "\\u004b",
		    i == 4998 ? 'w' : 'v', i);
	BUF_LIT(&b, "}]}");
	struct plan *plan = plan_of(&path, 1);
	struct encoder *encoder = encoder_new(plan, &encode_everything);
	compare(encoder, buf_as_text(&b), &path, 1, &present);
	CHECK(present == 1);
	encoder_free(encoder);
	plan_free(plan);
	buf_free(&b);
}

int
main(void)
{
	unsigned present = 0;
	ref.flatten = ref.normalize = true;
	check_rows();
	check_many();
	unit_row("random");
	for (unsigned i = 0; i < 2000; i++) {
		ref.flatten = i & 1;
		ref.normalize = i & 2;
		present += compare_plan();
	}
	CHECK(present > 2000); /* so that the comparison is worth something */
	arena_free(&ref.arena);
	return unit_end();
}
