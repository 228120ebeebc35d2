/* SPDX-License-Identifier: MIT */
#include "expr/expr.h"

#include "base/buf.h"
#include "tests/unit/unit.h"

/* The fields that every row sees. */
static const struct {
	struct text name;
	enum type type;
	struct value value;
} given[] = {
	{ TEXT("s"), TYPE_STRING, { TEXT("abc"), VALUE_STRING, true } },
	{ TEXT("quote"), TYPE_STRING, { TEXT("a\"b"), VALUE_STRING, false } },
	{ TEXT("empty"), TYPE_STRING, { TEXT(""), VALUE_STRING, true } },
	{ TEXT("none"), TYPE_STRING, { { NULL, 0 }, VALUE_ABSENT, false } },
	{ TEXT("ten"), TYPE_U64, { TEXT("10"), VALUE_NUMBER, false } },
	{ TEXT("big"), TYPE_U64, { TEXT("18446744073709551615"), VALUE_NUMBER, false } },
	{ TEXT("text_ten"), TYPE_STRING, { TEXT("10"), VALUE_STRING, true } },
	{ TEXT("yes"), TYPE_BOOL, { TEXT("true"), VALUE_BOOL, false } },
	{ TEXT("json"), TYPE_JSON, { TEXT("[1,\"x\"]"), VALUE_JSON, false } },
	{ TEXT("null"), TYPE_JSON, { TEXT("null"), VALUE_JSON, false } },
	{ TEXT("at"), TYPE_TIMESTAMP, { TEXT("2026-11-20T10:00:00Z"), VALUE_STRING, true } },
	{ TEXT("at_text"), TYPE_STRING, { TEXT("2026-11-20T11:00:00+01:00"), VALUE_STRING, true } },
	{ TEXT("no_time"), TYPE_TIMESTAMP, { TEXT("noon"), VALUE_STRING, true } },
	{ TEXT("ip"), TYPE_IP_ADDRESS, { TEXT("10.0.0.9"), VALUE_STRING, true } },
	{ TEXT("ip6"), TYPE_IP_ADDRESS, { TEXT("2001:db8::1"), VALUE_STRING, true } },
	{ TEXT("ip_text"), TYPE_ANY, { TEXT("[::ffff:10.0.0.9]:80"), VALUE_STRING, true } },
	{ TEXT("price"), TYPE_DECIMAL, { TEXT("12.3"), VALUE_NUMBER, true } },
	{ TEXT("Mixed"), TYPE_STRING, { TEXT("MiXed"), VALUE_STRING, true } },
	{ TEXT("tags"), TYPE_JSON,
	    { TEXT("[\"Red\",\"a\\\"b,]\",7,true,[1,\"x\"],{\"k\":[2]}]"), VALUE_JSON, false } },
	{ TEXT("holes"), TYPE_JSON, { TEXT("[\"Red\",null]"), VALUE_JSON, false } },
	{ TEXT("nothing"), TYPE_JSON, { TEXT("[]"), VALUE_JSON, false } },
	{ TEXT("ips"), TYPE_JSON, { TEXT("[\"10.1.2.3\",\"192.0.2.1\"]"), VALUE_JSON, false } },
	{ TEXT("brackets"), TYPE_STRING, { TEXT("[1,2]"), VALUE_STRING, true } },
	{ TEXT("no_ip"), TYPE_IP_ADDRESS, { TEXT("localhost"), VALUE_STRING, true } },
};

#define GIVEN (sizeof(given) / sizeof(given[0]))

struct world {
	struct arena arena;
	struct err err;
	struct fields fields;
	struct lists *lists;
	struct value value[GIVEN];
	struct expr_loader loader;
	struct env env;
};

static bool
odd(void *context, unsigned number)
{
	(void)context;
	return number % 2 > 0;
}

/* A kind of predicate that is known here alone: {"kind":"Leaf","number":3}. */
static int
load_leaf(void *context, struct expr_loader *l, const struct json_node *node, struct text kind)
{
	const struct json_node *number = load_required(l, node, "number");
	CHECK(context == &odd && text_eq(kind, TEXT("Leaf")));
	return number != NULL ? number->text.p[0] - '0' : -1;
}

static void
open_world(struct world *w)
{
	static const struct text leaf_kinds[] = { TEXT("Leaf") };
	static const char lists[] =
	    "{\"nets\":{\"values\":[\"10.0.0.0/8\",\"2001:db8::/32\"]},\"names\":{\"values\":[\"abc\"]"
	    "}}";
	*w = (struct world){ 0 };
	for (size_t i = 0; i < GIVEN; i++) {
		fields_add(&w->fields, given[i].name, given[i].type);
		w->value[i] = given[i].value;
	}
	w->lists = lists_new();
	w->loader = (struct expr_loader){ .arena = &w->arena,
		.fields = &w->fields,
		.lists = w->lists,
		.err = &w->err,
		.leaf = load_leaf,
		.context = (void *)&odd,
		.leaf_kinds = leaf_kinds,
		.nleaf_kinds = 1 };
	CHECK(lists_load(
		  w->lists, &w->loader, json_tree(&w->arena, text_of(lists), &w->err), NULL) == 0);
	w->env = (struct env){ .field = w->value, .scratch = &w->arena, .leaf = odd };
}

static void
close_world(struct world *w)
{
	lists_free(w->lists);
	fields_free(&w->fields);
	arena_free(&w->arena);
}

/* kind, operator, whether it holds, against value or other_field. */
static const struct {
	const char *field, *operand;
	const char *holds; /* those of Eq Ne Lt Le Gt Ge that do */
} cmp[] = {
	{ "s", "\"abc\"", "Eq Le Ge" },
	{ "s", "\"abd\"", "Ne Lt Le" },
	{ "s", "\"ab\"", "Ne Gt Ge" },
	{ "s", "5", "Ne" },
	{ "s", "true", "Ne Lt Le" },
	{ "empty", "\"\"", "Eq Le Ge" },
	{ "none", "\"\"", "" },
	{ "none", "1", "" },
	{ "ten", "9", "Ne Gt Ge" },
	{ "ten", "1e1", "Eq Le Ge" },
	{ "ten", "\"9\"", "Ne Gt Ge" },
	{ "ten", "\"10.0\"", "Eq Le Ge" },
	{ "ten", "\"x\"", "Ne" },
	{ "ten", "\"010\"", "Ne" },
	{ "ten", "true", "Ne Lt Le" },
	{ "text_ten", "9", "Ne Gt Ge" },
	{ "text_ten", "\"9\"", "Ne Lt Le" },
	{ "big", "18446744073709551614", "Ne Gt Ge" },
	{ "big", "18446744073709551615.0", "Eq Le Ge" },
	{ "big", "18446744073709551615.1", "Ne Lt Le" },
	{ "yes", "true", "Eq Le Ge" },
	{ "yes", "\"true\"", "Eq Le Ge" },
	{ "yes", "false", "Ne Gt Ge" },
	{ "yes", "1", "Ne Gt Ge" },
	{ "json", "[ 1, \"x\" ]", "Eq Le Ge" },
	{ "json", "\"[1,\\\"x\\\"]\"", "Eq Le Ge" },
	{ "null", "\"null\"", "Eq Le Ge" },
	{ "at", "\"2026-11-20T12:00:00+02:00\"", "Eq Le Ge" },
	{ "at", "1795168800", "Eq Le Ge" },
	{ "at", "\"1795168800001\"", "Ne Lt Le" },
	{ "at", "\"2026-11-20 09:59:59.999999999Z\"", "Ne Gt Ge" },
	{ "no_time", "\"2026-11-20T10:00:00Z\"", "Ne" },
	{ "ip", "\"10.0.0.10\"", "Ne Lt Le" },
	{ "ip", "\"::ffff:10.0.0.9\"", "Eq Le Ge" },
	{ "ip6", "\"255.255.255.255\"", "Ne Gt Ge" },
	{ "ip6", "\"2001:0db8:0:0::1\"", "Eq Le Ge" },
	{ "no_ip", "\"10.0.0.9\"", "Ne" },
	/* other_field */
	{ "s", "@s", "Eq Le Ge" },
	{ "s", "@none", "" },
	{ "none", "@s", "" },
	{ "none", "@none", "" },
	{ "ten", "@text_ten", "Eq Le Ge" },
	{ "text_ten", "@ten", "Eq Le Ge" },
	{ "big", "@ten", "Ne Gt Ge" },
	{ "price", "12.30", "Eq Le Ge" },
	{ "price", "12.3000000000000000001", "Ne Lt Le" },
	{ "price", "\"1.23e1\"", "Eq Le Ge" },
	{ "price", "@ten", "Ne Gt Ge" },
	{ "ten", "@s", "Ne" },
	{ "at", "@at_text", "Eq Le Ge" },
	{ "at_text", "@at", "Eq Le Ge" },
	{ "at", "@no_time", "Ne" },
	{ "no_time", "@no_time", "Ne" },
	{ "at", "@ten", "Ne Gt Ge" },
	{ "ip_text", "@ip", "Eq Le Ge" },
	{ "ip", "@ip_text", "Eq Le Ge" },
	{ "ip", "@ip6", "Ne Lt Le" },
	{ "ip", "@s", "Ne" },
};

static bool
holds(struct world *w, const char *json)
{
	const struct json_node *node = json_tree(&w->arena, text_of(json), &w->err);
	const struct pred *p = node != NULL ? pred_load(&w->loader, node) : NULL;
	CHECK(p != NULL);
	if (p == NULL)
		printf("%s: %s\n", json, w->err.text);
	return p != NULL && pred_holds(p, &w->env);
}

static void
test_comparisons(struct world *w)
{
	char json[256];
	for (size_t i = 0; i < sizeof(cmp) / sizeof(cmp[0]); i++) {
		const char *operand = cmp[i].operand;
		bool other = *operand == '@';
		for (size_t op = 0; op < OPS; op++) {
			snprintf(json, sizeof(json),
			    "{\"kind\":\"FieldCmp\",\"field_name\":\"%s\",\"operator\":\"%s\","
			    "\"%s\":%s%s%s}",
			    cmp[i].field, op_names[op].p, other ? "other_field" : "value",
			    other ? "\"" : "", operand + other, other ? "\"" : "");
			unit_row(json);
			CHECK(holds(w, json) == text_contains(text_of(cmp[i].holds), op_names[op]));
		}
		if (other)
			continue;
		snprintf(json, sizeof(json),
		    "{\"kind\":\"FieldEq\",\"field_name\":\"%s\",\"value\":%s}", cmp[i].field,
		    operand);
		unit_row(json);
		CHECK(holds(w, json) == text_contains(text_of(cmp[i].holds), TEXT("Eq")));
	}
	unit_row("");
}

#define EXISTS(f) "{\"kind\":\"FieldExists\",\"field_name\":\"" f "\"}"

static void
test_predicates(struct world *w)
{
	static const struct {
		const char *json;
		bool holds;
	} row[] = {
		{ EXISTS("s"), true },
		{ EXISTS("empty"), true },
		{ EXISTS("null"), true },
		{ EXISTS("none"), false },
		{ "{\"kind\":\"FieldContains\",\"field_name\":\"s\",\"value\":\"bc\"}", true },
		{ "{\"kind\":\"FieldContains\",\"field_name\":\"s\",\"value\":\"BC\"}", false },
		{ "{\"kind\":\"FieldContains\",\"field_name\":\"s\",\"value\":\"\"}", true },
		{ "{\"kind\":\"FieldContains\",\"field_name\":\"none\",\"value\":\"\"}", false },
		{ "{\"kind\":\"FieldContains\",\"field_name\":\"big\",\"value\":4467}", true },
		{ "{\"kind\":\"FieldContains\",\"field_name\":\"json\",\"value\":\"\\\"x\\\"]\"}",
		    true },
		{ "{\"kind\":\"FieldLike\",\"field_name\":\"s\",\"pattern\":\"a?*\"}", true },
		{ "{\"kind\":\"FieldLike\",\"field_name\":\"s\",\"pattern\":\"b*\"}", false },
		{ "{\"kind\":\"FieldLike\",\"field_name\":\"none\",\"pattern\":\"*\"}", false },
#define P(kind, field, rest) "{\"kind\":\"" kind "\",\"field_name\":\"" field "\"," rest "}"
		{ P("FieldLike", "s", "\"patterns\":[\"x*\",\"*c\"]"), true },
		{ P("FieldLike", "s", "\"patterns\":[\"x*\",\"*d\"]"), false },
		{ P("FieldLike", "s", "\"patterns\":[]"), false },
		{ P("FieldLike", "s", "\"pattern\":\"ab\\\\*\""), false },
		{ P("FieldMatches", "s", "\"pattern\":\"b\""), true },
		{ P("FieldMatches", "s", "\"pattern\":\"^b\""), false },
		{ P("FieldMatches", "ten", "\"pattern\":\"^1[0-9]$\""), true },
		{ P("FieldMatches", "none", "\"pattern\":\"\""), false },
		{ P("FieldMatches", "empty", "\"pattern\":\"^$\""), true },
	/* ignore_case */
#define NOCASE ",\"ignore_case\":true"
		{ P("FieldEq", "Mixed", "\"value\":\"mIXED\""), false },
		{ P("FieldEq", "Mixed", "\"value\":\"mIXED\"" NOCASE), true },
		{ P("FieldEq", "Mixed", "\"value\":\"mixed\",\"ignore_case\":false"), false },
		{ P("FieldEq", "ten", "\"value\":\"1E1\"" NOCASE), true },
		{ P("FieldEq", "yes", "\"value\":\"TRUE\"" NOCASE), true },
		{ P("FieldEq", "at", "\"value\":\"2026-11-20t10:00:00z\"" NOCASE), true },
		{ P("FieldContains", "Mixed", "\"value\":\"XE\"" NOCASE), true },
		{ P("FieldContains", "Mixed", "\"value\":\"XE\""), false },
		{ P("FieldIn", "Mixed", "\"values\":[\"x\",\"MIXED\"]" NOCASE), true },
		{ P("FieldIn", "Mixed", "\"values\":[\"x\",\"MIXED\"]"), false },
		{ P("FieldIn", "ten", "\"values\":[\"1E1\"]" NOCASE), true },
		{ P("FieldIn", "text_ten", "\"values\":[10]" NOCASE), true },
		{ P("FieldLike", "Mixed", "\"pattern\":\"M?XE*\"" NOCASE), true },
		{ P("FieldLike", "Mixed", "\"pattern\":\"M?XE*\""), false },
		{ P("FieldMatches", "Mixed", "\"pattern\":\"^[l-n]IX\"" NOCASE), true },
		{ P("FieldMatches", "Mixed", "\"pattern\":\"^[l-n]IX\""), false },
	/* any, all */
#define ANY ",\"any\":true"
#define ALL ",\"all\":true"
		{ P("FieldEq", "tags", "\"value\":\"Red\"" ANY), true },
		{ P("FieldEq", "tags", "\"value\":\"Red\""), false },
		{ P("FieldEq", "tags", "\"value\":\"Red\"" ALL), false },
		{ P("FieldEq", "tags", "\"value\":\"red\"" ANY NOCASE), true },
		{ P("FieldEq", "tags", "\"value\":\"a\\\"b,]\"" ANY), true },
		{ P("FieldEq", "tags", "\"value\":7.0" ANY), true },
		{ P("FieldEq", "tags", "\"value\":true" ANY), true },
		{ P("FieldEq", "tags", "\"value\":[1,\"x\"]" ANY), true },
		{ P("FieldEq", "tags", "\"value\":2" ANY), false },
		{ P("FieldEq", "tags", "\"value\":\"x\"" ANY), false },
		{ P("FieldCmp", "tags", "\"operator\":\"Gt\",\"value\":6" ANY), true },
		{ P("FieldCmp", "tags", "\"operator\":\"Ne\",\"value\":\"no\"" ALL), true },
		{ P("FieldCmp", "tags", "\"operator\":\"Ne\",\"value\":7" ALL), false },
		{ P("FieldCmp", "json", "\"operator\":\"Lt\",\"other_field\":\"ten\"" ANY), true },
		{ P("FieldCmp", "nothing", "\"operator\":\"Lt\",\"other_field\":\"none\"" ALL),
		    true },
		{ P("FieldContains", "tags", "\"value\":\"ed\"" ANY), true },
		{ P("FieldIn", "tags", "\"values\":[8,7]" ANY), true },
		{ P("FieldIn", "holes", "\"values\":[\"Red\",\"null\"]" ALL), false },
		{ P("FieldIn", "holes", "\"values\":[\"null\"]" ANY), false },
		{ P("FieldLike", "holes", "\"pattern\":\"*\"" ALL), false },
		{ P("FieldLike", "holes", "\"pattern\":\"*\"" ANY), true },
		{ P("FieldMatches", "ips", "\"pattern\":\"^192\\\\.\"" ANY), true },
		{ P("FieldMatches", "ips", "\"pattern\":\"^1[0-9.]+$\"" ALL), true },
		{ P("IpInCidr", "ips", "\"list\":\"nets\"" ANY), true },
		{ P("IpInCidr", "ips", "\"list\":\"nets\"" ALL), false },
		{ P("IpInCidr", "ips", "\"list\":\"nets\""), false },
		{ P("FieldEq", "nothing", "\"value\":1" ANY), false },
		{ P("FieldEq", "nothing", "\"value\":1" ALL), true },
		{ P("FieldIn", "nothing", "\"values\":[]" ALL), true },
		{ P("FieldEq", "null", "\"value\":\"null\"" ANY), false },
		{ P("FieldEq", "null", "\"value\":\"null\"" ALL), false },
		{ P("FieldEq", "s", "\"value\":\"abc\"" ALL), true },
		{ P("FieldEq", "s", "\"value\":\"abc\"" ANY), true },
		{ P("FieldEq", "s", "\"value\":\"abd\"" ALL), false },
		{ P("FieldEq", "none", "\"value\":1" ALL), false },
		{ P("FieldEq", "brackets", "\"value\":1" ANY), false },
		{ P("FieldEq", "brackets", "\"value\":\"[1,2]\"" ANY), true },
		{ P("FieldEq", "s", "\"value\":\"abc\",\"any\":false,\"all\":false"), true },
		{ "{\"kind\":\"And\",\"predicates\":[]}", true },
		{ "{\"kind\":\"Or\",\"predicates\":[]}", false },
		{ "{\"kind\":\"And\",\"predicates\":[" EXISTS("s") "," EXISTS("none") "]}", false },
		{ "{\"kind\":\"And\",\"predicates\":[" EXISTS("s") "," EXISTS("ip") "]}", true },
		{ "{\"kind\":\"Or\",\"predicates\":[" EXISTS("none") "," EXISTS("s") "]}", true },
		{ "{\"kind\":\"Or\",\"predicates\":[" EXISTS("none") "]}", false },
		{ "{\"kind\":\"Not\",\"predicate\":" EXISTS("none") "}", true },
		{ "{\"kind\":\"Not\",\"predicate\":{\"kind\":\"FieldEq\",\"field_name\":\"none\","
		  "\"value\":1}}",
		    true },
		{ "{\"kind\":\"FieldIn\",\"field_name\":\"s\",\"list\":\"names\"}", true },
		{ "{\"kind\":\"FieldIn\",\"field_name\":\"quote\",\"list\":\"names\"}", false },
		{ "{\"kind\":\"FieldIn\",\"field_name\":\"none\",\"values\":[\"\",1]}", false },
		{ "{\"kind\":\"FieldIn\",\"field_name\":\"ten\",\"values\":[1,\"1e1\"]}", true },
		{ "{\"kind\":\"FieldIn\",\"field_name\":\"ip\",\"values\":[\"::ffff:a00:9\"]}",
		    true },
		{ "{\"kind\":\"FieldIn\",\"field_name\":\"ip\",\"values\":[]}", false },
		{ "{\"kind\":\"FieldIn\",\"field_name\":\"at\",\"values\":[0,1795168800]}", true },
		{ "{\"kind\":\"FieldIn\",\"field_name\":\"no_time\",\"values\":[0]}", false },
		{ "{\"kind\":\"IpInCidr\",\"field_name\":\"ip\",\"list\":\"nets\"}", true },
		{ "{\"kind\":\"IpInCidr\",\"field_name\":\"ip6\",\"list\":\"nets\"}", true },
		{ "{\"kind\":\"IpInCidr\",\"field_name\":\"ip_text\",\"list\":\"nets\"}", true },
		{ "{\"kind\":\"IpInCidr\",\"field_name\":\"ip\",\"cidrs\":[\"10.0.0.8/31\"]}",
		    true },
		{ "{\"kind\":\"IpInCidr\",\"field_name\":\"ip\",\"cidrs\":[\"10.0.0.8\"]}", false },
		{ "{\"kind\":\"IpInCidr\",\"field_name\":\"s\",\"list\":\"nets\"}", false },
		{ "{\"kind\":\"IpInCidr\",\"field_name\":\"none\",\"cidrs\":[\"::/0\"]}", false },
		{ "{\"kind\":\"Leaf\",\"number\":3}", true },
		{ "{\"kind\":\"Not\",\"predicate\":{\"kind\":\"Leaf\",\"number\":3}}", false },
		{ "{\"kind\":\"Leaf\",\"number\":2}", false },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		unit_row(row[i].json);
		CHECK(holds(w, row[i].json) == row[i].holds);
	}
	unit_row("");
}

#define REF(f) "{\"kind\":\"FieldRef\",\"field_name\":\"" f "\"}"
#define CONST(v) "{\"kind\":\"Constant\",\"value\":" v "}"
#define IF(p, rest) "{\"kind\":\"Conditional\",\"predicate\":" p "," rest "}"

static void
test_expressions(struct world *w)
{
	static const struct {
		const char *json, *text; /* NULL: absent */
		bool plain;
	} row[] = {
		{ REF("s"), "abc", true },
		{ REF("quote"), "a\"b", false },
		{ REF("none"), NULL, false },
		{ REF("ten"), "10", true },
		{ REF("yes"), "true", true },
		{ REF("json"), "[1,\"x\"]", false },
		{ CONST("\"x\""), "x", true },
		{ CONST("\"\\n\""), "\n", false },
		{ CONST("1.50"), "1.50", true },
		{ CONST("false"), "false", true },
		{ CONST("[ 1, {\"a\" : 2} ]"), "[1,{\"a\":2}]", false },
		{ "{\"kind\":\"FirstNonEmpty\",\"parts\":[" REF("none") "," REF("empty") "," REF(
		      "s") "," CONST("1") "]}",
		    "abc", true },
		{ "{\"kind\":\"FirstNonEmpty\",\"parts\":[" REF("none") "," REF("empty") "]}", NULL,
		    false },
		{ "{\"kind\":\"FirstNonEmpty\",\"parts\":[]}", NULL, false },
		{ "{\"kind\":\"Concat\",\"delimiter\":\":\",\"parts\":[" REF("s") "," REF(
		      "empty") "," REF("ten") "]}",
		    "abc::10", true },
		{ "{\"kind\":\"Concat\",\"parts\":[" REF("s") "," REF("quote") "]}", "abca\"b",
		    false },
		{ "{\"kind\":\"Concat\",\"delimiter\":\"\\\\\",\"parts\":[" REF("s") "," REF(
		      "s") "]}",
		    "abc\\abc", false },
		{ "{\"kind\":\"Concat\",\"delimiter\":\":\",\"parts\":[" REF("s") "," REF(
		      "none") "]}",
		    NULL, false },
		{ "{\"kind\":\"Concat\",\"delimiter\":\":\",\"parts\":[" REF("s") "]}", "abc",
		    true },
		{ "{\"kind\":\"Concat\",\"delimiter\":\":\",\"parts\":[]}", "", true },
		{ IF(EXISTS("s"), "\"then\":" CONST("1") ",\"else\":" CONST("2")), "1", true },
		{ IF(EXISTS("none"), "\"then\":" CONST("1") ",\"else\":" CONST("2")), "2", true },
		{ IF(EXISTS("none"), "\"then\":" CONST("1")), NULL, false },
		{ IF(EXISTS("s"), "\"then\":" REF("none") ",\"else\":" CONST("2")), NULL, false },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		const struct json_node *node = json_tree(&w->arena, text_of(row[i].json), &w->err);
		const struct expr *x = expr_load(&w->loader, node);
		struct value v = x != NULL ? expr_eval(x, &w->env) : VALUE_NONE;
		unit_row(row[i].json);
		CHECK(x != NULL);
		CHECK(v.kind == (row[i].text != NULL ? VALUE_STRING : VALUE_ABSENT));
		CHECK(text_eq(v.text, text_of(row[i].text)) && v.plain == row[i].plain);
	}
	unit_row("");
}

static void
test_open_fields(struct world *w)
{
	size_t n = w->fields.n;
	w->loader.fields->open = true;
	CHECK(pred_load(&w->loader, json_tree(&w->arena, TEXT(EXISTS("new")), &w->err)) != NULL);
	CHECK(pred_load(&w->loader, json_tree(&w->arena, TEXT(EXISTS("new")), &w->err)) != NULL);
	CHECK(w->fields.n == n + 1 && fields_find(&w->fields, TEXT("new")) == n);
	CHECK(w->fields.type[n] == TYPE_ANY);
}

/* Builds Not of Not of …, with this many levels, and returns the result. */
static bool
loads_nested(struct world *w, int levels)
{
	struct buf b = { 0 };
	for (int i = 1; i < levels; i++)
		BUF_LIT(&b, "{\"kind\":\"Not\",\"predicate\":");
	BUF_LIT(&b, EXISTS("s"));
	for (int i = 1; i < levels; i++)
		buf_char(&b, '}');
	const struct pred *p =
	    pred_load(&w->loader, json_tree(&w->arena, buf_as_text(&b), &w->err));
	if (p != NULL)
		CHECK(pred_holds(p, &w->env) == (levels % 2 == 1));
	buf_free(&b);
	return p != NULL;
}

static void
test_depth(struct world *w)
{
	CHECK(loads_nested(w, 1));
	CHECK(loads_nested(w, EXPR_DEPTH - 1));
	CHECK(loads_nested(w, EXPR_DEPTH));
	CHECK(!loads_nested(w, EXPR_DEPTH + 1));
	CHECK(text_contains(text_of(w->err.text),
	    TEXT("e.predicate: expressions are nested more than 100 levels deep")));
	CHECK(!loads_nested(w, 1000));
}

int
main(void)
{
	struct world w;
	open_world(&w);
	test_comparisons(&w);
	test_predicates(&w);
	test_expressions(&w);
	test_depth(&w);
	test_open_fields(&w);
	close_world(&w);
	return unit_end();
}
