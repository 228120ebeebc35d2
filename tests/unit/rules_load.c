/* SPDX-License-Identifier: MIT */
#include "rules/rules.h"

#include <string.h>

#include "base/buf.h"
#include "tests/unit/unit.h"

/* A rule set of one rule with this expression. */
static void
put_rule(struct buf *b, const char *expression)
{
	buf_printf(b, "{\"rules\":[{\"rule_id\":\"a\",\"outcome\":\"Block\",\"expression\":%s}]}",
	    expression);
}

/* expected: all messages, in order of their places. */
static void
refuses(const char *document, const char *plan, const char *expected)
{
	struct err e = { 0 };
	struct errs all = { 0 };
	struct buf got = { 0 };
	struct plan *p = plan ? plan_load(text_of(plan), ".", &e) : NULL;
	struct rules *r = rules_load_all(text_of(document), p, ".", &all);
	unit_row(expected);
	CHECK(r == NULL && all.n > 0 && all.n <= ERRS_MAX);
	for (size_t i = 0; i < all.n; i++)
		buf_printf(&got, "%s%s", i > 0 ? "; " : "", all.err[i].text);
	CHECK_TEXT(buf_as_text(&got), expected);
	buf_free(&got);
	rules_free(r);
	plan_free(p);
	unit_row("");
}

static void
refuses_expression(const char *expression, const char *expected)
{
	struct buf b = { 0 };
	put_rule(&b, expression);
	refuses(b.p, NULL, expected);
	buf_free(&b);
}

#define WINDOW "\"kind\":\"WindowCmp\",\"operator\":\"Ge\",\"value\":1"
#define STATE "\"kind\":\"StateCmp\",\"operator\":\"Ge\""
#define X "$.rules[0].expression"

static void
test_documents(void)
{
#define GOOD "\"outcome\":\"Block\",\"expression\":{\"kind\":\"And\",\"predicates\":[]}"
	refuses("{}", NULL, "$: missing member \"rules\"");
	refuses("{\"rules\":{}}", NULL, "$.rules: must be an array");
	refuses(
	    "{\"rules\":[],\"test\":[]}", NULL, "$.test: unknown member; did you mean \"tests\"?");
	refuses("{\"rules\":[],\"tests\":{}}", NULL, "$.tests: must be an array of tests");
	refuses("{\"rules\":[1]}", NULL, "$.rules[0]: must be an object");
	refuses("{\"rules\":[{" GOOD "}]}", NULL, "$.rules[0]: missing member \"rule_id\"");
	refuses("{\"rules\":[{\"rule_id\":\"\"," GOOD "}]}", NULL,
	    "$.rules[0].rule_id: must not be empty");
	refuses("{\"rules\":[{\"rule_id\":\"a\"," GOOD "},{\"rule_id\":\"a\"," GOOD "}]}", NULL,
	    "$.rules[1].rule_id: \"a\" is already the id of $.rules[0]");
	refuses("{\"rules\":[{\"rule_id\":\"a\",\"outcome\":\"Block\"}]}", NULL,
	    "$.rules[0]: missing member \"expression\"");
	refuses("{\"rules\":[{\"rule_id\":\"a\",\"outcome\":\"Blok\"}]}", NULL,
	    "$.rules[0]: missing member \"expression\"; "
	    "$.rules[0].outcome: unknown outcome \"Blok\"; did you mean \"Block\"?");
	refuses("{\"rules\":[{\"rule_id\":\"a\",\"mode\":\"shadow\"," GOOD "}]}", NULL,
	    "$.rules[0].mode: unknown mode \"shadow\"; did you mean \"Shadow\"?");
	refuses("{\"rules\":[{\"rule_id\":\"a\",\"final\":1," GOOD "}]}", NULL,
	    "$.rules[0].final: must be true or false");
	refuses("{\"rules\":[{\"rule_id\":\"a\",\"tenant_id\":1," GOOD "}]}", NULL,
	    "$.rules[0].tenant_id: must be a string");
	refuses("{\"rules\":[{\"rule_id\":\"a\",\"prioritiy\":1," GOOD "}]}", NULL,
	    "$.rules[0].prioritiy: unknown member; did you mean \"priority\"?");
	refuses("{\"tests\":1,\"rules\":[{\"rule_id\":1," GOOD "},{\"rule_id\":\"a\"," GOOD "},2,"
		"{\"rule_id\":\"a\",\"outcom\":\"Block\",\"enabled\":0,\"expression\":{" WINDOW
		",\"second\":9,\"scpoe\":\"Entity\",\"where\":{" STATE "},\"aggregate\":{\"kind\":"
		"\"Sum\"}}}]}",
	    NULL,
	    "$.tests: must be an array of tests; $.rules[0].rule_id: must be a string; "
	    "$.rules[2]: must be an object; "
	    "$.rules[3].rule_id: \"a\" is already the id of $.rules[1]; "
	    "$.rules[3].outcom: unknown member; did you mean \"outcome\"?; "
	    "$.rules[3].enabled: must be true or false; "
	    "$.rules[3].expression.second: unknown member; did you mean \"seconds\"?; "
	    "$.rules[3].expression.scpoe: unknown member; did you mean \"scope\"?; "
	    "$.rules[3].expression.where: StateCmp cannot be used inside where; "
	    "$.rules[3].expression.aggregate: missing member \"field_name\"");
	refuses(
	    "{\"lists\":{\"a\":{\"values\":[null],\"x\":1},\"b\":2},\"rules\":[{\"rule_id\":\"a\","
	    "\"outcome\":\"Block\",\"expression\":{\"kind\":\"And\",\"predicates\":["
	    "{\"kind\":\"IpInCidr\",\"field_name\":\"ip\",\"list\":\"a\"},"
	    "{\"kind\":\"FieldIn\",\"field_name\":\"ip\",\"list\":\"b\"},"
	    "{\"kind\":\"FieldIn\",\"field_name\":\"ip\",\"list\":\"c\"}]}}]}",
	    NULL,
	    "$.lists.a.values[0]: must not be null; $.lists.a.x: unknown member; known members: values, file; "
	    "$.lists.b: must be an object; "
	    "$.rules[0].expression.predicates[2].list: unknown list \"c\"; known lists: a, b");
}

static void
test_expressions(void)
{
	refuses_expression("{\"kind\":\"WindowCp\"}",
	    X ".kind: unknown kind \"WindowCp\"; did you mean \"WindowCmp\"?");
	refuses_expression("{" STATE ",\"scope\":\"Entity\",\"attribute\":\"age\",\"value\":1}",
	    X ".attribute: unknown attribute \"age\"; did you mean \"age_seconds\"?");
	refuses_expression("{" STATE
			   ",\"scope\":\"Entity\",\"attribute\":\"age_seconds\",\"value\":\"1\"}",
	    X ".value: must be a number");
	refuses_expression("{" STATE ",\"scope\":\"Entity\",\"attribute\":\"age_seconds\"}",
	    X ": missing member \"value\"");
	refuses_expression("{" WINDOW ",\"seconds\":1}", X ": scope or group_by is missing");
	refuses_expression("{" WINDOW ",\"scope\":\"Entity\",\"group_by\":[\"a\"],\"seconds\":1}",
	    X ".group_by: use either scope or group_by, not both");
	refuses_expression("{" WINDOW ",\"group_by\":[],\"seconds\":1}",
	    X ".group_by: must name at least one field");
	refuses_expression(
	    "{" WINDOW ",\"group_by\":[1],\"seconds\":1}", X ".group_by[0]: must be a field name");
	refuses_expression("{" WINDOW ",\"scope\":\"Entity\",\"seconds\":0}",
	    X ".seconds: must be a whole number of at least 1");
	refuses_expression("{" WINDOW ",\"scope\":\"Entity\",\"seconds\":1.5}",
	    X ".seconds: must be a whole number of at least 1");
	refuses_expression("{" WINDOW ",\"scope\":\"Entity\",\"seconds\":301}", X
	    ".seconds: 301 is more than window_state_ttl_seconds, which is 300 without a plan; pass a plan (--plan) whose runtime has \"window_state_ttl_seconds\":301");
	refuses_expression("{" WINDOW ",\"scope\":\"Entity\",\"seconds\":1,"
			   "\"aggregate\":{\"kind\":\"Mean\",\"field_name\":\"a\"}}",
	    X
	    ".aggregate.kind: unknown aggregate \"Mean\"; use one of Count, Distinct, Sum, Max, Min");
	refuses_expression("{" WINDOW ",\"scope\":\"Entity\",\"seconds\":1,"
			   "\"aggregate\":{\"kind\":\"Sum\"}}",
	    X ".aggregate: missing member \"field_name\"");
	refuses_expression("{" WINDOW ",\"scope\":\"Entity\",\"seconds\":1,"
			   "\"aggregate\":{\"kind\":\"Distinct\"}}",
	    X ".aggregate: missing member \"field_name\"");
	refuses_expression("{" WINDOW ",\"scope\":\"Entity\",\"seconds\":1,"
			   "\"aggregate\":{\"kind\":\"Count\",\"field_name\":\"a\"}}",
	    X ".aggregate.field_name: Count has no field_name");
	refuses_expression("{" WINDOW ",\"scope\":\"Entity\",\"seconds\":1,\"where\":{" WINDOW
			   ",\"scope\":\"Entity\",\"seconds\":1}}",
	    X ".where: WindowCmp cannot be used inside where");
	refuses_expression("{" WINDOW ",\"scope\":\"Entity\",\"seconds\":1,\"where\":{\"kind\":"
			   "\"Not\",\"predicate\":{" STATE "}}}",
	    X ".where.predicate: StateCmp cannot be used inside where");
	refuses("{\"rules\":[{\"rule_id\":\"a\",\"outcome\":\"Block\",\"expression\":{" WINDOW
		",\"scope\":\"Entity\",\"seconds\":1}}]}",
	    "{\"runtime\":{\"window_state_ttl_seconds\":0},\"fields\":[]}",
	    X
	    ".seconds: 1 is more than the plan's window_state_ttl_seconds, 0; raise that or shorten the window");
	refuses("{\"rules\":[{\"rule_id\":\"a\",\"outcome\":\"Block\",\"expression\":{" WINDOW
		",\"scope\":\"Entity\",\"seconds\":600}}]}",
	    "{\"fields\":[]}",
	    X
	    ".seconds: 600 is more than window_state_ttl_seconds, which the plan leaves at its default, 300; add \"window_state_ttl_seconds\":600 to its runtime");
	refuses("{\"fields\":[]}", NULL,
	    "$: this is an encoding plan, not a rule set; pass it to --plan");
	refuses_expression("{\"kind\":\"FieldSet\"}", X
	    ".kind: unknown kind \"FieldSet\"; use one of FieldEq, FieldContains, FieldExists, And, Or, Not, FieldCmp, FieldIn, FieldLike, FieldMatches, IpInCidr, StateCmp, WindowCmp, HourBetween, Sample");
	refuses_expression("{\"kind\":\"FieldEqs\"}",
	    X ".kind: unknown kind \"FieldEqs\"; did you mean \"FieldEq\"?");
}

#define HOURS(more) "{\"kind\":\"HourBetween\",\"from\":22,\"to\":6" more "}"
#define SAMPLE(percent) "{\"kind\":\"Sample\",\"field_name\":\"a\",\"percent\":" percent "}"

static void
test_hours_and_samples(void)
{
	static const char offset[] = X ".utc_offset: must be an offset like \"+02:00\", "
				       "\"-05:30\" or \"Z\", or whole hours";
	refuses_expression("{\"kind\":\"HourBetween\",\"from\":22}", X ": missing member \"to\"");
	refuses_expression("{\"kind\":\"HourBetween\",\"to\":22}", X ": missing member \"from\"");
	refuses_expression("{\"kind\":\"HourBetween\",\"from\":24,\"to\":6}",
	    X ".from: must be a whole number from 0 to 23");
	refuses_expression("{\"kind\":\"HourBetween\",\"from\":0,\"to\":25}",
	    X ".to: must be a whole number from 0 to 24");
	refuses_expression("{\"kind\":\"HourBetween\",\"from\":0.5,\"to\":5}",
	    X ".from: must be a whole number from 0 to 23");
	refuses_expression(HOURS(",\"utc_offset\":\"02:00\""), offset);
	refuses_expression(HOURS(",\"utc_offset\":\"+2:00\""), offset);
	refuses_expression(HOURS(",\"utc_offset\":\"+24:00\""), offset);
	refuses_expression(HOURS(",\"utc_offset\":\"+02:60\""), offset);
	refuses_expression(HOURS(",\"utc_offset\":\"CET\""), offset);
	refuses_expression(HOURS(",\"utc_offset\":24"), offset);
	refuses_expression(HOURS(",\"utc_offset\":5.5"), offset);
	refuses_expression(HOURS(",\"utc_offset\":null"), offset);
	refuses_expression(SAMPLE("\"1\""), X ".percent: must be a number from 0 to 100");
	refuses_expression(SAMPLE("-1e-9"), X ".percent: must be a number from 0 to 100");
	refuses_expression(SAMPLE("100.0000000001"), X ".percent: must be a number from 0 to 100");
	refuses_expression(
	    "{\"kind\":\"Sample\",\"percent\":1}", X ": missing member \"field_name\"");
	refuses_expression(
	    "{\"kind\":\"Sample\",\"field_name\":\"a\"}", X ": missing member \"percent\"");
	refuses_expression("{" WINDOW
			   ",\"scope\":\"Entity\",\"seconds\":1,\"where\":" HOURS("") "}",
	    X ".where: HourBetween cannot be used inside where");
}

/* With a plan, Sum and Max want fields of whole numbers. */
static void
test_summable(void)
{
#define PLAN                                                                                       \
	"{\"fields\":[{\"name\":\"amount\",\"selector\":{\"kind\":\"Path\"},\"parser\":\"U64\"},"  \
	"{\"name\":\"email\",\"selector\":{\"kind\":\"Path\"},\"parser\":\"String\"}]}"
#define OF(kind, field)                                                                            \
	"{\"rules\":[{\"rule_id\":\"a\",\"outcome\":\"Block\",\"expression\":{" WINDOW             \
	",\"scope\":\"Entity\",\"seconds\":1,\"aggregate\":{\"kind\":\"" kind                      \
	"\",\"field_name\":\"" field "\"}}}]}"
	refuses(OF("Sum", "email"), PLAN,
	    X
	    ".aggregate.field_name: Sum takes U64, I64 and Decimal fields; \"email\" is a String");
	refuses(OF("Max", "amonut"), PLAN,
	    X ".aggregate.field_name: Max takes U64, I64 and Decimal fields; the plan has no field "
	      "\"amonut\"; did you mean \"amount\"?");
	struct err e = { 0 };
	struct plan *p = plan_load(TEXT(PLAN), ".", &e);
	CHECK(p != NULL);
	static const char *const good[] = { OF("Sum", "amount"), OF("Max", "amount"),
		OF("Distinct", "email") };
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct rules *r = rules_load(text_of(good[i]), p, ".", &e);
		CHECK(r && r->series[0].aggregate == (i == 0      ? AGGREGATE_SUM
							 : i == 1 ? AGGREGATE_MAX
								  : AGGREGATE_DISTINCT));
		CHECK(r && text_eq(r->fields.name[r->series[0].field],
			       i == 2 ? TEXT("email") : TEXT("amount")));
		rules_free(r);
	}
	plan_free(p);
}

static struct rules *
load(const char *document, const struct plan *plan)
{
	struct err e = { 0 };
	struct rules *r = rules_load(text_of(document), plan, ".", &e);
	if (!r)
		printf("%s\n", e.text);
	CHECK(r != NULL);
	return r;
}

static void
test_order(void)
{
	struct rules *r = load("{\"rules\":["
			       "{\"rule_id\":\"a\"," GOOD "},"
			       "{\"rule_id\":\"b\",\"priority\":-5," GOOD "},"
			       "{\"rule_id\":\"c\",\"enabled\":false," GOOD "},"
			       "{\"rule_id\":\"d\"," GOOD "},"
			       "{\"rule_id\":\"e\",\"priority\":7,\"name\":null," GOOD "}]}",
	    NULL);
	if (!r)
		return;
	CHECK(r->count == 4 && r->total == 5);
	CHECK(text_eq(r->rule[0].rule_id, TEXT("b")));
	CHECK(text_eq(r->rule[1].rule_id, TEXT("e")));
	CHECK(text_eq(r->rule[2].rule_id, TEXT("a")));
	CHECK(text_eq(r->rule[3].rule_id, TEXT("d")));
	CHECK(r->document.version == 0);
	rules_free(r);
}

static void
test_series(void)
{
#define RULE(id, seconds, more)                                                                    \
	"{\"rule_id\":\"" id "\",\"outcome\":\"Block\",\"expression\":{" WINDOW                    \
	",\"seconds\":" #seconds more "}}"
	struct rules *r =
	    load("{\"rules\":[" RULE("a", 60, ",\"scope\":\"Entity\"") "," RULE("b", 30,
		     ",\"scope\":\"Entity\",\"aggregate\":{\"kind\":\"Count\"}") "," RULE("c", 60,
		     ",\"scope\":\"Session\"") "," RULE("d", 60,
		     ",\"scope\":\"Entity\",\"where\":{\"kind\":\"FieldEq\","
		     "\"field_name\":\"x\",\"value\":1}") "," RULE("e", 90,
		     ",\"scope\":\"Entity\",\"where\":{\"value\": 1, \"field_name\": \"\\u0078\","
		     "\"kind\": \"FieldEq\"}") "," RULE("f", 60,
		     ",\"group_by\":[\"x\",\"y\"],\"aggregate\":{\"kind\":\"Distinct\","
		     "\"field_name\":\"z\"}") "]}",
		NULL);
	if (!r)
		return;
	CHECK(r->leaves == 6);
	CHECK(r->nseries == 4);
	CHECK(r->leaf[1].series == r->leaf[0].series);
	CHECK(r->leaf[4].series == r->leaf[3].series);
	CHECK(r->series[0].longest_ns == INT64_C(60000000000));
	CHECK(r->series[r->leaf[3].series].longest_ns == INT64_C(90000000000));
	CHECK(text_eq(r->series[3].text,
	    TEXT("{\"group_by\":[\"x\",\"y\"],\"aggregate\":{\"kind\":\"Distinct\","
		 "\"field_name\":\"z\"}}")));
	CHECK(text_eq(r->series[2].text,
	    TEXT("{\"scope\":\"Entity\",\"where\":{\"field_name\":\"x\",\"kind\":\"FieldEq\","
		 "\"value\":1},\"aggregate\":{\"kind\":\"Count\"}}")));
	CHECK(r->fields.n == 3);
	rules_free(r);
}

/* A disabled rule leaves nothing to keep count of. */
static void
test_disabled(void)
{
	struct rules *r = load(
	    "{\"rules\":["
	    "{\"rule_id\":\"off\",\"enabled\":false,\"outcome\":\"Block\","
	    "\"expression\":{" WINDOW
	    ",\"scope\":\"Entity\",\"seconds\":300}}," RULE("on", 10, ",\"scope\":\"Entity\"") "]}",
	    NULL);
	if (!r)
		return;
	CHECK(r->nseries == 1 && r->leaves == 1);
	CHECK(r->series[0].longest_ns == INT64_C(10000000000));
	rules_free(r);
	refuses("{\"rules\":[{\"rule_id\":\"off\",\"enabled\":false,\"outcome\":\"Block\","
		"\"expression\":{\"kind\":\"Andd\"}}]}",
	    NULL, X ".kind: unknown kind \"Andd\"; did you mean \"And\"?");
}

static void
test_types(void)
{
	struct err e = { 0 };
	struct plan *p = plan_load(
	    TEXT("{\"fields\":[{\"name\":\"unused\",\"selector\":{\"kind\":\"Path\"},"
		 "\"parser\":\"String\"},{\"name\":\"ip\",\"selector\":{\"kind\":\"Header\","
		 "\"name\":\"x-ip\"},\"parser\":\"IpAddress\"}]}"),
	    ".", &e);
	CHECK(p != NULL);
	struct rules *r =
	    load("{\"rules\":[" RULE("a", 1, ",\"group_by\":[\"ip\",\"other\"]") "]}", p);
	if (!p || !r)
		return;
	CHECK(r->fields.n == 2);
	CHECK(r->fields.type[fields_find(&r->fields, TEXT("ip"))] == TYPE_IP_ADDRESS);
	CHECK(r->fields.type[fields_find(&r->fields, TEXT("other"))] == TYPE_ANY);
	rules_free(r);
	plan_free(p);
}

static void
test_lint(void)
{
	static const struct {
		const char *rules, *expected;
	} rows[] = {
		{ "[{\"rule_id\":\"a\"," GOOD "}]", "" },
		{ "[{\"rule_id\":\"a\",\"priority\":200," GOOD "},"
		  "{\"rule_id\":\"b\",\"final\":true," GOOD "}]",
		    "$.rules[0]: unreachable: $.rules[1] comes before it, is final and always matches\n" },
		{ "[{\"rule_id\":\"b\",\"final\":true,\"tenant_id\":\"t\"," GOOD "},"
		  "{\"rule_id\":\"c\"," GOOD "},{\"rule_id\":\"d\",\"tenant_id\":\"t\"," GOOD "}]",
		    "$.rules[2]: unreachable: $.rules[0] comes before it, is final and always matches\n" },
		{ "[{\"rule_id\":\"b\",\"final\":true,\"mode\":\"Shadow\"," GOOD "},"
		  "{\"rule_id\":\"c\"," GOOD "}]",
		    "$.rules[0].final: final means nothing on a Shadow rule\n" },
		{ "[{\"rule_id\":\"b\",\"enabled\":false," GOOD "}]", "$.rules[0]: disabled\n" },
		{ "[{\"rule_id\":\"b\",\"outcome\":\"Block\",\"expression\":{\"kind\":\"Not\","
		  "\"predicate\":{\"kind\":\"And\",\"predicates\":[]}}}]",
		    "$.rules[0]: never matches\n" },
		{ "[{\"rule_id\":\"b\",\"outcome\":\"Observe\",\"expression\":{\"kind\":"
		  "\"FieldExists\",\"field_name\":\"ip\"}}]",
		    "$.rules[0]: Observe is the default decision: the rule changes no decision\n" },
		{ "[{\"rule_id\":\"b\",\"outcome\":\"Block\",\"expression\":{\"kind\":"
		  "\"FieldExists\",\"field_name\":\"pi\"}}]",
		    "$.rules[0].expression.field_name: the plan has no field \"pi\"\n" },
		{ "[{\"rule_id\":\"b\",\"outcome\":\"Block\",\"expression\":{" WINDOW
		  ",\"seconds\":1,\"group_by\":[\"ip\",\"emial\"]}}]",
		    "$.rules[0].expression.group_by[1]: the plan has no field \"emial\"; did you mean "
		    "\"email\"?\n" },
	};
	struct err e = { 0 };
	struct plan *p = plan_load(
	    TEXT("{\"fields\":[{\"name\":\"email\",\"selector\":{\"kind\":\"Path\"},\"parser\":"
		 "\"String\"},{\"name\":\"ip\",\"selector\":{\"kind\":\"Path\"},\"parser\":"
		 "\"String\"}]}"),
	    ".", &e);
	CHECK(p != NULL);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf document = { 0 }, out = { 0 };
		buf_printf(&document, "{\"rules\":%s}", rows[i].rules);
		struct rules *r = load(document.p, p);
		unit_row(rows[i].expected);
		size_t n = rules_lint(r, p, &out);
		CHECK(n == (*rows[i].expected != '\0'));
		CHECK_TEXT(buf_as_text(&out), rows[i].expected);
		rules_free(r);
		buf_free(&document);
		buf_free(&out);
	}
	unit_row("");
	plan_free(p);
}

/* Expressions that hold for no event, and what is to blame; "": that cannot be told. */
static void
test_never(void)
{
#define CMP(op, value)                                                                             \
	"{\"kind\":\"FieldCmp\",\"field_name\":\"x\",\"operator\":\"" op "\",\"value\":" value "}"
#define ENTITY(attribute, op, value)                                                               \
	"{\"kind\":\"StateCmp\",\"scope\":\"Entity\","                                             \
	"\"attribute\":\"" attribute "\",\"operator\":\"" op "\",\"value\":" value "}"
#define EVENTS(op, value) ENTITY("event_count", op, value)
#define AGE(op, value) ENTITY("age_seconds", op, value)
#define COUNT(op, value, more)                                                                     \
	"{\"kind\":\"WindowCmp\",\"scope\":\"Entity\",\"seconds\":9,\"operator\":\"" op            \
	"\",\"value\":" value more "}"
#define AND(parts) "{\"kind\":\"And\",\"predicates\":[" parts "]}"
#define OR(parts) "{\"kind\":\"Or\",\"predicates\":[" parts "]}"
#define NOT(part) "{\"kind\":\"Not\",\"predicate\":" part "}"
#define HERE "$.rules[0]: never matches\n"
#define AT_PART(path) "$.rules[0]: never matches: $.rules[0].expression" path " cannot hold\n"
	static const struct {
		const char *expression, *expected;
	} rows[] = {
		{ OR(""), HERE },
		{ NOT(AND("")), HERE },
		{ NOT(OR(CMP("Eq", "1") "," NOT(CMP("Eq", "1")))), HERE },
		{ CMP("Lt", "0"), "" },
		{ EVENTS("Lt", "1"), HERE },
		{ EVENTS("Le", "0.5"), HERE },
		{ EVENTS("Le", "1"), "" },
		{ EVENTS("Eq", "0"), HERE },
		{ EVENTS("Eq", "1.5"), HERE },
		{ EVENTS("Ne", "1.5"), "" },
		{ AGE("Lt", "0"), HERE },
		{ AGE("Le", "0"), "" },
		{ AGE("Eq", "1.5"), "" },
		{ COUNT("Lt", "1", ""), HERE },
		{ COUNT("Lt", "1", ",\"where\":" CMP("Eq", "1")), "" },
		{ COUNT("Lt", "0", ",\"where\":" CMP("Eq", "1")), HERE },
		{ COUNT("Lt", "0", ",\"aggregate\":{\"kind\":\"Sum\",\"field_name\":\"x\"}"), "" },
		{ COUNT("Lt", "0", ",\"aggregate\":{\"kind\":\"Distinct\",\"field_name\":\"x\"}"),
		    HERE },
		{ OR(EVENTS("Lt", "1") "," CMP("Eq", "1")), "" },
		{ AND(CMP("Eq", "1") "," EVENTS("Lt", "1")), AT_PART(".predicates[1]") },
		{ AND(CMP("Eq", "1") "," CMP("Eq", "2")), AT_PART(".predicates[1]") },
		{ AND(CMP("Eq", "1") "," CMP("Eq", "1.0")), "" },
		{ AND(CMP("Eq", "1") "," CMP("Eq", "\"1.0\"")), "" },
		{ AND(CMP("Eq", "\"a\"") "," AND(CMP("Eq", "\"b\""))),
		    AT_PART(".predicates[1].predicates[0]") },
		{ AND(CMP("Eq", "\"a\"") "," CMP("Ne", "\"b\"")), "" },
		{ AND(CMP("Ge", "5") "," CMP("Lt", "5")), AT_PART(".predicates[1]") },
		{ AND(CMP("Le", "5") "," CMP("Ge", "5")), "" },
		{ AND(CMP("Lt", "5") "," CMP("Gt", "5")), AT_PART(".predicates[1]") },
		{ AND(CMP("Gt", "5") "," CMP("Gt", "9")), "" },
		{ AND(CMP("Lt", "5") "," CMP("Eq", "5")), AT_PART(".predicates[1]") },
		{ AND(CMP("Ne", "5") "," CMP("Eq", "5")), AT_PART(".predicates[1]") },
		{ AND(CMP("Ne", "5") "," CMP("Ne", "6")), "" },
		{ AND(EVENTS("Ge", "5") "," EVENTS("Lt", "3")), AT_PART(".predicates[1]") },
		{ AND(EVENTS("Ge", "5") "," AGE("Lt", "3")), "" },
		{ AND(COUNT("Ge", "5", "") "," COUNT("Lt", "3", "")), AT_PART(".predicates[1]") },
		{ AND(EVENTS("Ge", "5") "," NOT(EVENTS("Ge", "5"))), AT_PART(".predicates[1]") },
		{ "{\"kind\":\"FieldCmp\",\"field_name\":\"x\",\"operator\":\"Gt\",\"other_field\":"
		  "\"x\"}",
		    HERE },
		{ "{\"kind\":\"FieldIn\",\"field_name\":\"x\",\"values\":[]}", HERE },
		{ "{\"kind\":\"IpInCidr\",\"field_name\":\"x\",\"list\":\"empty\"}", HERE },
		{ "{\"kind\":\"HourBetween\",\"from\":5,\"to\":5}", HERE },
		{ NOT("{\"kind\":\"HourBetween\",\"from\":0,\"to\":24}"), HERE },
		{ "{\"kind\":\"Sample\",\"field_name\":\"x\",\"percent\":0e3}", HERE },
		{ "{\"kind\":\"Sample\",\"field_name\":\"x\",\"percent\":1e-9}", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf document = { 0 }, out = { 0 };
		buf_printf(&document,
		    "{\"lists\":{\"empty\":{\"values\":[]}},\"rules\":[{\"rule_id\":\"a\","
		    "\"outcome\":\"Block\",\"expression\":%s},{\"rule_id\":\"b\",\"outcome\":"
		    "\"Block\",\"expression\":{\"kind\":\"FieldIn\",\"field_name\":\"y\",\"list\":"
		    "\"empty\"}}]}",
		    rows[i].expression);
		struct rules *r = load(document.p, NULL);
		unit_row(rows[i].expression);
		CHECK(r && rules_lint(r, NULL, &out) == (*rows[i].expected ? 2 : 1));
		struct text got = buf_as_text(&out);
		struct text last = TEXT("$.rules[1]: never matches\n");
		CHECK(got.n >= last.n);
		if (got.n >= last.n)
			got.n -= last.n;
		CHECK_TEXT(got, rows[i].expected);
		rules_free(r);
		buf_free(&document);
		buf_free(&out);
	}
	unit_row("");
}

static void
test_starter(void)
{
	struct err e = { 0 };
	struct buf out = { 0 };
	struct rules *r = rules_load(rules_starter(), NULL, ".", &e);
	CHECK(r != NULL && r->count == 2 && r->tests && r->tests->count == 1);
	CHECK(r && rules_lint(r, NULL, &out) == 1);
	CHECK(text_eq(buf_as_text(&out), TEXT("$.lists.blocked_ips: no rule uses this list\n")));
	rules_free(r);
	buf_free(&out);
}

int
main(void)
{
	test_documents();
	test_expressions();
	test_hours_and_samples();
	test_summable();
	test_order();
	test_series();
	test_disabled();
	test_types();
	test_lint();
	test_never();
	test_starter();
	return unit_end();
}
