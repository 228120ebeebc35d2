/* SPDX-License-Identifier: MIT */
/* Shapes of values, changes of one value, and inputs that are changed. */
#include <stdlib.h>

#include "base/buf.h"
#include "json/tree.h"
#include "rerun/edit.h"
#include "rerun/shape.h"
#include "rerun/variants.h"
#include "tests/unit/unit.h"

static void
check_shapes(void)
{
	static const struct {
		const char *json, *shape;
	} row[] = {
		{ "null", "null" },
		{ "true", "boolean" },
		{ "-1.5e3", "number" },
		{ "\"a\"", "string" },
		{ "[]", "[]" },
		{ "[1,2,3]", "[number]" },
		{ "[1,\"a\",2,null]", "[null|number|string]" },
		{ "{}", "{}" },
		{ "{\"b\":1,\"a\":[{\"c\":true}]}", "{a:[{c:boolean}],b:number}" },
	};
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct buf b = { 0 };
		rerun_put_shape(&b, text_of(row[i].json));
		CHECK_TEXT(buf_as_text(&b), row[i].shape);
		buf_free(&b);
	}
	struct buf b = { 0 };
	rerun_put_shape(&b, TEXT_ABSENT);
	CHECK_TEXT(buf_as_text(&b), "nothing");
	buf_free(&b);
}

static void
check_edits(void)
{
	static const char json[] = "{\"a\":[1, 2 ,3],\"b\\\":\":{\"c\":\"x\"}}";
	static const struct {
		size_t node;
		enum edit_way way;
		const char *with, *result;
	} row[] = {
		{ 0, EDIT_REPLACE, "7", "7" },
		{ 1, EDIT_REMOVE, NULL, "{\"b\\\":\":{\"c\":\"x\"}}" },
		{ 2, EDIT_REMOVE, NULL, "{\"a\":[2,3],\"b\\\":\":{\"c\":\"x\"}}" },
		{ 3, EDIT_REMOVE, NULL, "{\"a\":[1,3],\"b\\\":\":{\"c\":\"x\"}}" },
		{ 4, EDIT_TWICE, NULL, "{\"a\":[1, 2 ,3,3],\"b\\\":\":{\"c\":\"x\"}}" },
		{ 5, EDIT_REMOVE, NULL, "{\"a\":[1, 2 ,3]}" },
		{ 6, EDIT_REPLACE, "null", "{\"a\":[1, 2 ,3],\"b\\\":\":{\"c\":null}}" },
	};
	struct arena a = { 0 };
	const struct edit_tree *t = edit_tree_new(&a, TEXT(json));
	CHECK(t && t->nodes == 7);
	CHECK_TEXT(t->node[3].place, ".a*");
	CHECK_TEXT(t->node[6].place, ".b\":.c");
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct buf b = { 0 };
		const struct edit e = { row[i].way, text_of(row[i].with) };
		edit_put(&b, t, row[i].node, &e);
		CHECK_TEXT(buf_as_text(&b), row[i].result);
		buf_free(&b);
	}
	CHECK(!edit_tree_new(&a, TEXT("{")));
	arena_free(&a);
}

/* Every change gives JSON, and there are as many as edit_choices says. */
static void
check_choices(void)
{
	static const char *const json[] = { "{\"a\":1}", "{\"a\":\"\xc3\xa9t\xc3\xa9\"}",
		"{\"a\":\"\"}", "{\"a\":[1,\"b\",null]}", "[]", "null", "{\"a\":{\"b\":true}}",
		"1e400", "-0" };
	for (size_t i = 0; i < sizeof(json) / sizeof(*json); i++) {
		struct arena a = { 0 };
		struct draw d = draw_begin();
		const struct edit_tree *t = edit_tree_new(&a, text_of(json[i]));
		bool valid = t != NULL, counted = true;
		for (size_t node = 0; t && node < t->nodes; node++) {
			const size_t n = edit_choices(t, node);
			for (size_t k = 0; k < n + 40; k++) {
				struct buf b = { 0 };
				struct edit e;
				struct err err;
				if (k >= n)
					edit_draw(t, node, &d, &a, &e);
				else if (!edit_choice(t, node, k, &a, &e))
					counted = false;
				edit_put(&b, t, node, &e);
				valid &= json_tree(&a, buf_as_text(&b), &err) != NULL;
				buf_free(&b);
			}
			struct edit e;
			counted &= !edit_choice(t, node, n, &a, &e);
		}
		CHECK(valid);
		CHECK(counted);
		arena_free(&a);
	}
}

static void
check_variants(void)
{
	enum { N = 3000 };
	const struct siphash_key one = { 1, 2 }, two = { 3, 4 };
	struct rerun_variants *v = rerun_variants_new(one, 5), *w = rerun_variants_new(two, 5);
	const struct text a = TEXT("{\"name\":\"ann\",\"n\":[1,2]}"),
			  b = TEXT("{\"name\":\"bob\"}");
	CHECK(rerun_variants_add(v, a) && rerun_variants_add(v, b) && !rerun_variants_add(v, a));
	CHECK(rerun_variants_add(w, a) && rerun_variants_add(w, b));
	CHECK(rerun_variants_count(v) == 2);
	bool same = true, valid = true, other = true, rising = true;
	size_t longest = 0;
	struct arena arena = { 0 };
	for (size_t i = 0; i < N; i++) {
		struct rerun_variant x, y;
		struct err e;
		same &= rerun_variants_next(v, &x) && rerun_variants_next(w, &y) &&
			text_eq(x.input, y.input) && x.of == y.of;
		valid &= json_tree(&arena, x.input, &e) != NULL;
		other &= !text_eq(x.input, a) && !text_eq(x.input, b);
		if (i < 50)
			rising &= x.input.n >= longest;
		longest = x.input.n;
		arena_reset(&arena);
	}
	CHECK(same);
	CHECK(valid);
	CHECK(other);
	CHECK(rising);
	arena_free(&arena);
	rerun_variants_free(v);
	rerun_variants_free(w);
}

static void
check_simpler(void)
{
	const struct text input = TEXT("{\"a\":[10,\"long text\"],\"b\":2.5}");
	struct buf b = { 0 };
	size_t n = 0;
	bool shorter = true;
	for (; b.n = 0, rerun_simpler(input, n, &b); n++)
		shorter &= b.n < input.n;
	CHECK(n > 10);
	CHECK(shorter);
	buf_free(&b);
}

int
main(void)
{
	check_shapes();
	check_edits();
	check_choices();
	check_variants();
	check_simpler();
	return unit_end();
}
