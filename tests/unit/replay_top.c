/* SPDX-License-Identifier: MIT */
#include "replay/top.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tests/unit/unit.h"

/* In order of evaluation: by entity, by ip, by ip and path, by entity. */
static const char rules_text[] =
    "{\"rules\":["
    "{\"rule_id\":\"field\",\"priority\":1,\"outcome\":\"Allow\",\"expression\":"
    "{\"kind\":\"FieldExists\",\"field_name\":\"ip\"}},"
    "{\"rule_id\":\"second\",\"priority\":2,\"outcome\":\"Allow\",\"expression\":{\"kind\":\"And\","
    "\"predicates\":[{\"kind\":\"WindowCmp\",\"scope\":\"Entity\",\"seconds\":9,\"operator\":\"Ge\","
    "\"value\":1},{\"kind\":\"Not\",\"predicate\":{\"kind\":\"WindowCmp\",\"group_by\":[\"ip\"],"
    "\"seconds\":9,\"operator\":\"Ge\",\"value\":1}},{\"kind\":\"WindowCmp\",\"group_by\":[\"path\"],"
    "\"seconds\":9,\"operator\":\"Ge\",\"value\":1}]}},"
    "{\"rule_id\":\"two\",\"priority\":3,\"outcome\":\"Allow\",\"expression\":{\"kind\":\"WindowCmp\","
    "\"group_by\":[\"ip\",\"path\"],\"seconds\":9,\"operator\":\"Ge\",\"value\":1}},"
    "{\"rule_id\":\"session\",\"priority\":4,\"outcome\":\"Allow\",\"expression\":{\"kind\":"
    "\"WindowCmp\",\"scope\":\"Session\",\"seconds\":9,\"operator\":\"Ge\",\"value\":1}}]}";
enum { FIELD, SECOND, TWO, SESSION, RULES };

static struct rules *rules;
static size_t ip, path;
static const struct siphash_key key = { 1, 2 };

static struct value
text_value(struct text t)
{
	return (struct value){ t, t.p ? VALUE_STRING : VALUE_ABSENT, false };
}

/* Texts that are NULL are absent. */
static void
note(struct top *t, struct text entity, struct text ip_text, struct text path_text)
{
	static const size_t all[] = { FIELD, SECOND, TWO, SESSION };
	struct value field[2];
	field[ip] = text_value(ip_text);
	field[path] = text_value(path_text);
	const struct event ev = { .entity_id = text_value(entity), .field = field };
	top_note(t, &ev, all, RULES);
}

/* `key=matches key=matches` */
static void
check_places(const struct top *t, size_t rule, const char *expected)
{
	struct top_place place[TOP_PLACES];
	struct buf b = { 0 };
	const size_t n = top_places(t, rule, place);
	for (size_t i = 0; i < n; i++) {
		buf_text(&b, i > 0 ? TEXT(" ") : TEXT(""));
		buf_text(&b, place[i].key);
		buf_printf(&b, "=%d", (int)place[i].matches);
	}
	CHECK_TEXT(buf_as_text(&b), expected);
	buf_free(&b);
}

static void
check_keys(void)
{
	static const struct {
		const char *name, *entity, *ip, *path;
		const char *expected[RULES];
	} rows[] = {
		{ "each its own key", "e", "1.1", "/", { "e=1", "1.1=1", "1.1|/=1", "e=1" } },
		{ "no entity", NULL, "1", "/", { "", "1=1", "1|/=1", "" } },
		{ "no ip", "e", NULL, "/", { "e=1", "", "", "e=1" } },
		{ "no path", "e", "1", NULL, { "e=1", "1=1", "", "e=1" } },
		{ "empty texts are keys", "e", "", "", { "e=1", "=1", "|=1", "e=1" } },
		{ "one field is written as it is, several are escaped", "a\\|b", "x|y", "\\",
		    { "a\\|b=1", "x|y=1", "x\\|y|\\\\=1", "a\\|b=1" } },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct top *t = top_new(rules, NULL, key);
		unit_row(rows[i].name);
		note(t, text_of(rows[i].entity), text_of(rows[i].ip), text_of(rows[i].path));
		for (size_t rule = 0; rule < RULES; rule++)
			check_places(t, rule, rows[i].expected[rule]);
		top_free(t);
	}
}

static void
check_kinds(void)
{
	static const char *const kinds[] = { "entity", "ip", "ip,path", "entity" };
	struct top *t = top_new(rules, NULL, key);
	unit_row("kinds");
	for (size_t rule = 0; rule < RULES; rule++) {
		struct buf b = { 0 };
		top_put_kind(&b, t, rule);
		CHECK_TEXT(buf_as_text(&b), kinds[rule]);
		buf_free(&b);
	}
	top_free(t);
}

static void
check_fields(void)
{
	/* the rules' fields, as a comparison numbers them */
	size_t field_of[2];
	struct value field[4] = { 0 };
	unit_row("fields of other numbers");
	field_of[ip] = 3;
	field_of[path] = FIELD_UNKNOWN;
	field[3] = text_value(TEXT("1.1"));
	const struct event ev = { .field = field };
	struct top *t = top_new(rules, field_of, key);
	top_note(t, &ev, (const size_t[]){ SECOND, TWO }, 2);
	check_places(t, SECOND, "1.1=1");
	check_places(t, TWO, "");
	top_free(t);
}

/* ---- against a plain count ------------------------------------------------------------------ */

enum { KEYS = 40, LONG = 3000 };

struct plain {
	struct text key;
	uint64_t matches;
};

static int
compare_plain(const void *x, const void *y)
{
	const struct plain *a = x, *b = y;
	if (a->matches != b->matches)
		return a->matches > b->matches ? -1 : 1;
	return text_cmp(a->key, b->key);
}

static bool
same_as_plain(const struct top *t, const struct plain plain[KEYS])
{
	struct plain sorted[KEYS];
	struct top_place place[TOP_PLACES];
	size_t seen = 0;
	memcpy(sorted, plain, sizeof(sorted));
	qsort(sorted, KEYS, sizeof(*sorted), compare_plain);
	while (seen < TOP_PLACES && sorted[seen].matches > 0)
		seen++;
	if (top_places(t, SECOND, place) != seen)
		return false;
	for (size_t i = 0; i < seen; i++)
		if (!text_eq(place[i].key, sorted[i].key) || place[i].matches != sorted[i].matches)
			return false;
	return true;
}

/* Every other key is over 1 KiB, and they differ in their last byte; one looks like a hash. */
static void
make_keys(struct plain plain[KEYS])
{
	for (size_t i = 0; i < KEYS; i++) {
		const size_t n = i % 2 ? LONG : 3;
		char *p = mem_alloc(n);
		memset(p, 'a', n);
		p[n - 1] = (char)('A' + i);
		plain[i] = (struct plain){ { p, n }, 0 };
	}
	char *p = mem_alloc(71);
	memset(p, '0', 71);
	memcpy(p, "sha256:", 7);
	free((char *)(uintptr_t)plain[0].key.p);
	plain[0].key = (struct text){ p, 71 };
}

/* Written down and read back after each hundred. */
static struct top *
going_on(struct top *t)
{
	struct buf b = { 0 };
	struct top *back = top_new(rules, NULL, (struct siphash_key){ 3, 4 });
	top_put(&b, t);
	buf_text(&b, TEXT("rest"));
	struct text from = buf_as_text(&b);
	CHECK(top_get(&from, back) == 0 && text_eq(from, TEXT("rest")));
	buf_free(&b);
	top_free(t);
	return back;
}

static void
check_counts(unsigned seed, unsigned spread)
{
	struct plain plain[KEYS];
	struct top *t = top_new(rules, NULL, key);
	bool same = true;
	make_keys(plain);
	for (unsigned i = 0; i < 2000; i++) {
		seed = seed * 1103515245 + 12345;
		const size_t k = (seed >> 16) % spread;
		plain[k].matches++;
		note(t, TEXT_ABSENT, plain[k].key, TEXT_ABSENT);
		same = same && same_as_plain(t, plain);
		if (i % 100 == 99)
			t = going_on(t);
	}
	CHECK(same);
	top_free(t);
	for (size_t i = 0; i < KEYS; i++)
		free((char *)(uintptr_t)plain[i].key.p);
}

static void
check_forged(void)
{
	struct top *t = top_new(rules, NULL, key);
	struct buf b = { 0 };
	unit_row("cut off anywhere");
	note(t, TEXT("e"), TEXT("1"), TEXT("/"));
	note(t, TEXT("f"), TEXT("1"), TEXT("/"));
	top_put(&b, t);
	for (size_t n = 0; n < b.n; n++) {
		struct text from = { b.p, n };
		struct top *back = top_new(rules, NULL, key);
		CHECK(top_get(&from, back) < 0);
		top_free(back);
	}
	unit_row("any byte is another");
	for (size_t n = 0; n < b.n; n++)
		for (unsigned bit = 0; bit < 8; bit++) {
			struct text from = buf_as_text(&b);
			struct top *back = top_new(rules, NULL, key);
			b.p[n] = (char)(b.p[n] ^ 1u << bit);
			top_get(&from, back); /* must not crash */
			top_free(back);
			b.p[n] = (char)(b.p[n] ^ 1u << bit);
		}
	buf_free(&b);
	top_free(t);
}

int
main(void)
{
	struct err e;
	rules = rules_load(text_of(rules_text), NULL, NULL, &e);
	if (!rules) {
		printf("%s\n", e.text);
		return 1;
	}
	ip = fields_find(&rules->fields, TEXT("ip"));
	path = fields_find(&rules->fields, TEXT("path"));
	check_kinds();
	check_keys();
	check_fields();
	unit_row("counts of many keys");
	check_counts(1, KEYS);
	unit_row("counts of few keys");
	check_counts(2, 4);
	check_forged();
	rules_free(rules);
	return unit_end();
}
