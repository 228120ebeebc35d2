/* SPDX-License-Identifier: MIT */
#include "expr/lists.h"

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/number.h"
#include "expr/expr.h"
#include "json/write.h"
#include "tests/unit/unit.h"

/* xorshift: the same values everywhere */
static uint32_t
next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 32);
}

/* Values that are equal in many ways and differ in few: as JSON. */
static void
put_random_value(struct buf *b, uint64_t *seed)
{
	static const char *const some[] = { "1", "1.0", "10e-1", "0.1e1", "100", "1e2", "1E+2", "0",
		"-0", "0.00", "0e99", "-1", "\"1\"", "\"1.0\"", "\"01\"", "\" 1\"", "\"x\"", "\"\"",
		"true", "\"true\"", "false", "[1]", "\"[1]\"", "{}", "1e99999999999999999999",
		"10e99999999999999999998", "1e99999999999999999998", "-1e99999999999999999999",
		"1e-99999999999999999999", "0.1e-99999999999999999998", "\"1e2\"", "\"-0\"",
		"123456789012345678901234567890123456789012345678901234567890",
		"123456789012345678901234567890123456789012345678901234567891",
		"12345678901234567890123456789012345678901234567890123456789.0e1", "0.000123",
		"1.23e-4", "123e-6", "1e10000000000000000", "10e9999999999999999",
		"0.1e10000000000000001", "1e1000000000000000000", "10e999999999999999999" };
	if (next_random(seed) % 4 > 0) {
		buf_text(b, text_of(some[next_random(seed) % (sizeof(some) / sizeof(some[0]))]));
		return;
	}
	buf_printf(b, "%u", next_random(seed) % 20);
	if (next_random(seed) % 2 > 0)
		buf_printf(b, ".%u", next_random(seed) % 3 * 10);
	if (next_random(seed) % 2 > 0)
		buf_printf(b, "e%d", (int)(next_random(seed) % 5) - 2);
}

static void
put_random_time(struct buf *b, uint64_t *seed)
{
	static const char *const some[] = { "\"2026-11-20T10:00:00Z\"",
		"\"2026-11-20T12:00:00+02:00\"", "1795168800", "\"1795168800\"", "1795168800000",
		"\"1795168800.0\"", "\"2026-11-20T10:00:00.000000001Z\"", "1795168800.000000001",
		"0", "\"1970-01-01t00:00:00z\"" };
	buf_text(b, text_of(some[next_random(seed) % (sizeof(some) / sizeof(some[0]))]));
}

static void
put_random_address(struct buf *b, uint64_t *seed)
{
	static const char *const some[] = { "\"1.2.3.4\"", "\"1.2.3.4:80\"", "\"::ffff:1.2.3.4\"",
		"\"[::ffff:102:304]:1\"", "\"1.2.3.5\"", "\"::1\"", "\"0:0::1\"", "\"[::1]\"",
		"\"::2\"" };
	buf_text(b, text_of(some[next_random(seed) % (sizeof(some) / sizeof(some[0]))]));
}

/* FieldIn and an Or of FieldEq over the same values: {"in":{…},"or":{…}}. */
static void
put_both(struct buf *b, const struct buf *value, size_t n)
{
	BUF_LIT(b, "{\"in\":{\"kind\":\"FieldIn\",\"field_name\":\"f\",\"values\":[");
	for (size_t i = 0; i < n; i++) {
		buf_text(b, i > 0 ? TEXT(",") : TEXT(""));
		buf_text(b, buf_as_text(&value[i]));
	}
	BUF_LIT(b, "]},\"or\":{\"kind\":\"Or\",\"predicates\":[");
	for (size_t i = 0; i < n; i++) {
		buf_text(b, i > 0 ? TEXT(",") : TEXT(""));
		BUF_LIT(b, "{\"kind\":\"FieldEq\",\"field_name\":\"f\",\"value\":");
		buf_text(b, buf_as_text(&value[i]));
		buf_char(b, '}');
	}
	BUF_LIT(b, "]}}");
}

static struct value
value_of(const struct json_node *n)
{
	uint8_t kind = n->kind == JSON_STRING                          ? VALUE_STRING
		       : n->kind == JSON_NUMBER                        ? VALUE_NUMBER
		       : n->kind == JSON_TRUE || n->kind == JSON_FALSE ? VALUE_BOOL
								       : VALUE_JSON;
	return (struct value){ n->text, kind, false };
}

static void
check_agreement(
    enum type type, void (*put)(struct buf *b, uint64_t *seed), uint64_t *seed, size_t *equal)
{
	struct arena a = { 0 };
	struct err e = { 0 };
	struct buf value[9] = { 0 }, text = { 0 };
	size_t n = next_random(seed) % 8, have = sizeof(value) / sizeof(value[0]);
	struct fields fields = { 0 };
	struct lists *lists = lists_new();
	struct expr_loader l = { .arena = &a, .fields = &fields, .lists = lists, .err = &e };
	const struct pred *in, * or ;
	fields_add(&fields, TEXT("f"), type);
	for (size_t i = 0; i < have; i++)
		put(&value[i], seed);
	put_both(&text, value, n);
	const struct json_node *node = json_tree(&a, buf_as_text(&text), &e);
	in = pred_load(&l, json_get(node, "in"));
	or = pred_load(&l, json_get(node, "or"));
	CHECK(in != NULL && or != NULL);
	for (size_t i = 0; in != NULL && or != NULL && i < have; i++) {
		struct value v = value_of(json_tree(&a, buf_as_text(&value[i]), &e));
		struct env env = { .field = &v, .scratch = &a };
		unit_row(value[i].p);
		CHECK(pred_holds(in, &env) == pred_holds(or, &env));
		*equal += pred_holds(in, &env);
	}
	unit_row("");
	for (size_t i = 0; i < have; i++)
		buf_free(&value[i]);
	buf_free(&text);
	fields_free(&fields);
	lists_free(lists);
	arena_free(&a);
}

static void
test_agreement(void)
{
	uint64_t seed = 88172645463325252;
	size_t equal = 0;
	for (int i = 0; i < 1500; i++)
		check_agreement(TYPE_ANY, put_random_value, &seed, &equal);
	for (int i = 0; i < 200; i++) {
		check_agreement(TYPE_TIMESTAMP, put_random_time, &seed, &equal);
		check_agreement(TYPE_IP_ADDRESS, put_random_address, &seed, &equal);
	}
	CHECK(equal > 1000);
}

/* Many values: the table grows with them, and knows each and no other. */
static void
test_many(void)
{
	struct arena a = { 0 };
	struct err e;
	struct expr_loader l = { .arena = &a, .err = &e };
	struct lists *lists = lists_new();
	struct buf b = { 0 };
	for (int i = 0; i < 20000; i += 2)
		buf_printf(&b, "%s\"%d\",%d", i > 0 ? "," : "[", i, i + 1000000);
	buf_char(&b, ']');
	const struct list *list = lists_add(lists, &l, json_tree(&a, buf_as_text(&b), &e));
	CHECK(list != NULL && list_want(list, &l, AS_VALUES, false) == 0);
	for (int i = 0; list != NULL && i < 20000; i++) {
		char text[16];
		struct value v = { { text, (size_t)sprintf(text, "%d", i) }, VALUE_STRING, true };
		CHECK(list_has(list, &v, AS_VALUES, false) == (i % 2 == 0));
		v.text.n = (size_t)sprintf(text, "%d.0", i + 1000000);
		v.kind = VALUE_NUMBER;
		CHECK(list_has(list, &v, AS_VALUES, false) == (i % 2 == 0));
	}
	buf_free(&b);
	lists_free(lists);
	arena_free(&a);
}

/* The messages of lists_load, and of what is then wanted of each list; "" if all is well. */
static const char *
messages(const char *json, const char *dir, enum compare_as as, bool networks)
{
	static struct buf text;
	struct arena a = { 0 };
	struct err e;
	struct errs all = { 0 };
	struct expr_loader loader = { .arena = &a, .err = &e, .all = &all };
	struct lists *lists = lists_new();
	lists_load(lists, &loader, json_tree(&a, text_of(json), &e), dir);
	for (size_t i = 0; i < lists_count(lists); i++) {
		const struct list *l = lists_find(lists, lists_name(lists, i));
		for (int twice = 0; twice < 2; twice++) {
			if (networks)
				list_want_networks(l, &loader);
			else
				list_want(l, &loader, as, false);
		}
	}
	text.n = 0;
	for (size_t i = 0; i < all.n; i++)
		buf_printf(&text, "%s%s", i > 0 ? "; " : "", all.err[i].text);
	buf_char(&text, '\0');
	lists_free(lists);
	arena_free(&a);
	return text.p;
}

static void
test_messages(const char *dir)
{
	static const struct {
		const char *json, *message;
		enum compare_as as;
		bool networks;
	} row[] = {
		{ "{}", "", AS_VALUES, false },
		{ "{\"a\":{\"values\":[]},\"b\":{\"values\":[1,\"x\",true,[2]]}}", "", AS_VALUES,
		    false },
		{ "[]", "$: must be an object", AS_VALUES, false },
		{ "{\"a\":[]}", "$.a: must be an object", AS_VALUES, false },
		{ "{\"a\":{}}", "$.a: must have exactly one of \"values\" and \"file\"", AS_VALUES,
		    false },
		{ "{\"a\":{\"values\":[],\"file\":\"x\"}}",
		    "$.a: must have exactly one of \"values\" and \"file\"", AS_VALUES, false },
		{ "{\"a\":{\"valeus\":[]}}", "$.a.valeus: unknown member; did you mean \"values\"?",
		    AS_VALUES, false },
		{ "{\"a\":{\"values\":{}}}", "$.a.values: must be an array", AS_VALUES, false },
		{ "{\"a b\":{\"values\":[1,null]}}", "$[\"a b\"].values[1]: must not be null",
		    AS_VALUES, false },
		{ "{\"a\":{\"values\":[\"2026-11-20T10:00:00Z\",\"noon\"]}}",
		    "$.a.values[1]: not a time: \"noon\": neither RFC 3339 (2026-11-20T10:00:00Z) nor a number since 1970",
		    AS_TIMES, false },
		{ "{\"a\":{\"values\":[\"10.0.0.0/8\"]}}",
		    "$.a.values[0]: not an IP address: \"10.0.0.0/8\": write it like 203.0.113.7 or 2001:db8::1, without a prefix or a zone",
		    AS_ADDRESSES, false },
		{ "{\"a\":{\"values\":[\"10.0.0.0/8\"]}}", "", AS_VALUES, true },
		{ "{\"a\":{\"values\":[\"10.0.0.0/8\",\"::/129\"]}}",
		    "$.a.values[1]: not an IP address or network: \"::/129\": write it like 203.0.113.0/24 or 2001:db8::/32",
		    AS_VALUES, true },
		{ "{\"a\":{\"values\":[\"x\",null,\"::1\",\"y\"]},\"b\":7}",
		    "$.a.values[0]: not an IP address: \"x\": write it like 203.0.113.7 or 2001:db8::1, without a prefix or a zone; $.a.values[1]: must not be null; "
		    "$.a.values[3]: not an IP address: \"y\": write it like 203.0.113.7 or 2001:db8::1, without a prefix or a zone; $.b: must be an object",
		    AS_ADDRESSES, false },
		{ "{\"a\":{\"values\":[\"noon\",\"2026-11-20T10:00:00Z\",\"ten\"]}}",
		    "$.a.values[0]: not a time: \"noon\": neither RFC 3339 (2026-11-20T10:00:00Z) nor a number since 1970; $.a.values[2]: not a time: \"ten\": neither RFC 3339 (2026-11-20T10:00:00Z) nor a number since 1970",
		    AS_TIMES, false },
		{ "{\"a\":{\"file\":7}}", "$.a.file: must be the name of a file", AS_VALUES,
		    false },
		{ "{\"a\":{\"file\":\"\"}}", "$.a.file: must be the name of a file", AS_VALUES,
		    false },
		{ "{\"a\":{\"file\":\"x\\u0000y\"}}", "$.a.file: must be the name of a file",
		    AS_VALUES, false },
		{ "{\"a\":{\"file\":\"missing.txt\"}}",
		    "$.a.file: missing.txt: No such file or directory", AS_VALUES, false },
		{ "{\"a\":{\"file\":\"latin\"}}", "$.a.file: latin:2: invalid UTF-8", AS_VALUES,
		    false },
		{ "{\"a\":{\"file\":\"latin\"}}",
		    "$.a.file: latin:2: invalid UTF-8; $.a.file: latin:1: not a time: \"ok\": neither RFC 3339 (2026-11-20T10:00:00Z) nor a number since 1970",
		    AS_TIMES, false },
		{ "{\"a\":{\"file\":\"ips\"}}",
		    "$.a.file: ips:7: not an IP address or network: \"x#y\": write it like 203.0.113.0/24 or 2001:db8::/32; "
		    "$.a.file: ips:8: not an IP address or network: \"last one\": write it like 203.0.113.0/24 or 2001:db8::/32",
		    AS_VALUES, true },
		{ "{\"a\":{\"file\":\"ips\"}}",
		    "$.a.file: ips:3: not an IP address: \"10.0.0.0/8\": write it like 203.0.113.7 or 2001:db8::1, without a prefix or a zone; "
		    "$.a.file: ips:5: not an IP address: \"2001:db8::/32\": write it like 203.0.113.7 or 2001:db8::1, without a prefix or a zone; "
		    "$.a.file: ips:7: not an IP address: \"x#y\": write it like 203.0.113.7 or 2001:db8::1, without a prefix or a zone; "
		    "$.a.file: ips:8: not an IP address: \"last one\": write it like 203.0.113.7 or 2001:db8::1, without a prefix or a zone",
		    AS_ADDRESSES, false },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		const char *got = messages(row[i].json, dir, row[i].as, row[i].networks);
		unit_row(row[i].json);
		CHECK_TEXT(text_of(got), row[i].message);
	}
	unit_row("");
}

static void
write_file(const char *dir, const char *name, const char *text)
{
	char path[256];
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	FILE *f = fopen(path, "w");
	CHECK(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0);
}

static void
test_file(const char *dir)
{
	static const struct {
		const char *value;
		bool has;
	} row[] = { { "192.0.2.1", true }, { "10.0.0.0/8", true }, { "2001:db8::/32", true },
		{ "x#y", true }, { "last one", true }, { "", false }, { "# comment", false },
		{ "office", false }, { "x", false } };
	struct arena a = { 0 };
	struct err e;
	struct expr_loader l = { .arena = &a, .err = &e };
	struct lists *lists = lists_new();
	const struct list *list;

	CHECK(lists_load(lists, &l, json_tree(&a, TEXT("{\"ips\":{\"file\":\"ips\"}}"), &e), dir) ==
	      0);
	list = lists_find(lists, TEXT("ips"));
	CHECK(list != NULL && list_want(list, &l, AS_VALUES, false) == 0);
	CHECK(lists_find(lists, TEXT("ip")) == NULL);
	for (size_t i = 0; list != NULL && i < sizeof(row) / sizeof(row[0]); i++) {
		struct value v = { text_of(row[i].value), VALUE_STRING, false };
		unit_row(row[i].value);
		CHECK(list_has(list, &v, AS_VALUES, false) == row[i].has);
	}
	unit_row("");
	lists_free(lists);
	arena_free(&a);
}

int
main(void)
{
	char dir[] = "/tmp/expr_list.XXXXXX", path[64];
	test_agreement();
	test_many();
	CHECK(mkdtemp(dir) != NULL);
	write_file(dir, "latin", "ok\n\xe9\n");
	write_file(dir, "ips",
	    "\xef\xbb\xbf# comment\n  192.0.2.1\t\r\n10.0.0.0/8 # office\n\n2001:db8::/32\n #\n"
	    "x#y\n\vlast one");
	test_messages(dir);
	test_file(dir);
	snprintf(path, sizeof(path), "%s/latin", dir);
	CHECK(unlink(path) == 0);
	snprintf(path, sizeof(path), "%s/ips", dir);
	CHECK(unlink(path) == 0 && rmdir(dir) == 0);
	return unit_end();
}
