/* SPDX-License-Identifier: MIT */
/* Which rules match and which one decides; inline tests. */
#include "base/buf.h"
#include "decide/decide.h"
#include "decide/test.h"
#include "tests/unit/unit.h"

#define ALWAYS "\"expression\":{\"kind\":\"And\",\"predicates\":[]}"
#define NEVER "\"expression\":{\"kind\":\"Or\",\"predicates\":[]}"
#define RULE(id, outcome, more) "{\"rule_id\":\"" id "\",\"outcome\":\"" outcome "\"," more "}"

/* The rules, and `outcome decided_by [matched] [shadow]` of an event of tenant t. */
static const struct {
	const char *rules, *expected;
} decisions[] = {
	{ "", "Observe - [] []" },
	{ RULE("a", "Block", NEVER), "Observe - [] []" },
	{ RULE("a", "Allow", ALWAYS), "Allow a [a] []" },
	{ RULE("a", "Challenge", ALWAYS) "," RULE("b", "Block", ALWAYS) "," RULE(
	      "c", "Block", ALWAYS) "," RULE("d", "Allow", ALWAYS),
	    "Block b [a b c d] []" },
	{ RULE("a", "Challenge", ALWAYS) "," RULE("b", "Block", "\"priority\":5," ALWAYS),
	    "Block b [b a] []" },
	{ RULE("a", "Block", ALWAYS) "," RULE("b", "Allow", "\"final\":true," ALWAYS) "," RULE(
	      "c", "Block", ALWAYS) "," RULE("s", "Block", "\"mode\":\"Shadow\"," ALWAYS),
	    "Allow b [a b] []" },
	{ RULE("a", "Allow", ALWAYS) "," RULE("b", "Block", ALWAYS) "," RULE(
	      "c", "Allow", "\"final\":true," ALWAYS),
	    "Allow a [a b c] []" },
	{ RULE("s", "Block", "\"mode\":\"Shadow\",\"final\":true," ALWAYS) "," RULE("a",
	      "Challenge",
	      "\"mode\":\"Enforce\"," ALWAYS) "," RULE("n", "Block", "\"mode\":\"Shadow\"," NEVER),
	    "Challenge a [a] [s]" },
	{ RULE("f", "Allow", "\"final\":true," NEVER) "," RULE("a", "Challenge", ALWAYS),
	    "Challenge a [a] []" },
	{ RULE("a", "Block", "\"tenant_id\":\"other\"," ALWAYS) "," RULE("b", "Challenge",
	      "\"tenant_id\":\"t\"," ALWAYS) "," RULE("c", "Block", "\"enabled\":false," ALWAYS),
	    "Challenge b [b] []" },
};

static void
put_ids(struct buf *b, const struct text *id, size_t n)
{
	BUF_LIT(b, " [");
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s%.*s", i > 0 ? " " : "", (int)id[i].n, id[i].p);
	BUF_LIT(b, "]");
}

static void
test_decisions(void)
{
	struct event ev = { .event_id = { TEXT("e"), VALUE_STRING, true },
		.tenant_id = { TEXT("t"), VALUE_STRING, true } };
	for (size_t i = 0; i < sizeof(decisions) / sizeof(*decisions); i++) {
		struct buf document = { 0 }, got = { 0 };
		struct err e = { 0 };
		struct decision decision;
		buf_printf(&document, "{\"rules\":[%s]}", decisions[i].rules);
		unit_row(decisions[i].expected);
		struct rules *r = rules_load(buf_as_text(&document), NULL, ".", &e);
		CHECK(r != NULL);
		struct decider *d = decider_new(r, (struct siphash_key){ 0, 0 });
		decide_event(d, &ev, &decision);
		const struct verdict *v = decision.verdict;
		buf_printf(&got, "%s %.*s", outcome_names[v->outcome].p,
		    v->decided_by.p ? (int)v->decided_by.n : 1,
		    v->decided_by.p ? v->decided_by.p : "-");
		put_ids(&got, v->matched, v->nmatched);
		put_ids(&got, v->shadow, v->nshadow);
		CHECK_TEXT(buf_as_text(&got), decisions[i].expected);
		decider_free(d);
		rules_free(r);
		buf_free(&document);
		buf_free(&got);
	}
	unit_row("");
}

/* Comparisons with one rule, as inline tests of it. */
#define STATE(attribute, operator, value)                                                          \
	"{\"kind\":\"StateCmp\",\"scope\":\"Entity\",\"attribute\":\"" attribute                   \
	"\",\"operator\":\""                                                                       \
	operator"\",\"value\":" value "}"
#define AT(seconds) "{\"at\":" seconds ",\"fields\":{\"email\":\"a\",\"action\":\"x\"}}"

static const struct {
	const char *name, *expression, *events, *expect;
	int result; /* 1 passes, 0 fails, -1: no test */
	const char *message;
} inline_tests[] = {
	{ "age is exact", STATE("age_seconds", "Ge", "0.3"),
	    "[" AT("0") "," AT("0.299999999") "," AT("0.3") "]",
	    "[\"Observe\",\"Observe\",\"Block\"]", 1, "" },
	{ "age against an exponent", STATE("age_seconds", "Eq", "25e-1"),
	    "[" AT("0") "," AT("2.5") "," AT("2.500000001") "]",
	    "[\"Observe\",\"Block\",\"Observe\"]", 1, "" },
	{ "idle against an integer", STATE("idle_seconds", "Gt", "1"),
	    "[" AT("0") "," AT("1") "," AT("2.000000001") "," AT("3.000000001") "]",
	    "[\"Observe\",\"Observe\",\"Block\",\"Observe\"]", 1, "" },
	{ "negative operands", STATE("age_seconds", "Gt", "-1"), "[" AT("5") "]", "[\"Block\"]", 1,
	    "" },
	{ "operands beyond int64", STATE("event_count", "Lt", "1e30"), "[" AT("5") "]",
	    "[\"Block\"]", 1, "" },
	{ "times before 1970", STATE("age_seconds", "Eq", "1.5"), "[" AT("-2.5") "," AT("-1") "]",
	    "[\"Observe\",\"Block\"]", 1, "" },
	{ "no entity: false", STATE("event_count", "Ge", "0"),
	    "[{\"at\":1,\"fields\":{\"ip\":\"x\"}}]", "[\"Observe\"]", 1, "" },
	{ "entities of email and action", STATE("event_count", "Eq", "2"),
	    "[{\"at\":1,\"fields\":{\"email\":\"a\",\"action\":\"x\"}},{\"at\":1,\"fields\":"
	    "{\"email\":\"a\",\"action\":\"y\"}},{\"at\":1,\"fields\":{\"action\":\"y\",\"email\":"
	    "\"a\"}}]",
	    "[\"Observe\",\"Observe\",\"Block\"]", 1, "" },
	{ "members of an expectation", STATE("event_count", "Ge", "2"), "[" AT("1") "," AT("2") "]",
	    "[{\"decided_by\":null,\"matched_rules\":[]},{\"decision\":\"Block\",\"decided_by\":"
	    "\"r\",\"matched_rules\":[\"r\"]}]",
	    1, "" },
	{ "encoded events and duplicates", STATE("event_count", "Ge", "2"),
	    "[{\"event_id\":\"e\",\"observed_at\":\"1970-01-01T00:00:01Z\",\"entity_id\":\"x\",\n"
	    "\"fields\":{}},{\"event_id\":\"e\",\"observed_at\":2,\"entity_id\":\"x\",\"fields\":"
	    "{}},{\"event_id\":\"f\",\"observed_at\":2,\"entity_id\":\"x\",\"fields\":{}}]",
	    "[\"Observe\",\"Observe\",\"Block\"]", 1, "" },
	{ "wrong", STATE("event_count", "Ge", "2"), "[" AT("1") "," AT("2") "]",
	    "[\"Observe\",\"Challenge\"]", 0,
	    "test \"wrong\": event 2: expected Challenge, got Block\n"
	    "test \"wrong\": event 2: evidence: matched r: StateCmp Entity event_count: 2 >= 2 "
	    "(Observe at 1)\n" },
	{ "wrong rules", STATE("event_count", "Ge", "2"), "[" AT("1") "," AT("2") "]",
	    "[{\"decided_by\":\"r\"},{\"matched_rules\":[\"q\",\"r\"],\"decision\":\"Block\"}]", 0,
	    "test \"wrong rules\": event 1: expected decided_by \"r\", got null\n"
	    "test \"wrong rules\": event 1: evidence: near r: StateCmp Entity event_count: 1, not >= 2 "
	    "(Block at 2)\n"
	    "test \"wrong rules\": event 2: expected matched_rules [\"q\",\"r\"], got [\"r\"]\n"
	    "test \"wrong rules\": event 2: evidence: matched r: StateCmp Entity event_count: 2 >= 2 "
	    "(Observe at 1)\n" },
	{ "too few", STATE("event_count", "Ge", "2"), "[" AT("1") "]", "[]", -1,
	    "$.tests[0].expect: 0 expectations for 1 events" },
	{ "no such outcome", STATE("event_count", "Ge", "2"), "[" AT("1") "]", "[\"Blok\"]", -1,
	    "$.tests[0].expect[0]: unknown outcome \"Blok\"; did you mean \"Block\"?" },
	{ "no such member", STATE("event_count", "Ge", "2"), "[" AT("1") "]",
	    "[{\"decided\":\"a\"}]", -1,
	    "$.tests[0].expect[0].decided: unknown member; did you mean \"decided_by\"?" },
	{ "no time", STATE("event_count", "Ge", "2"), "[{\"at\":\"x\",\"fields\":{}}]",
	    "[\"Block\"]", -1, "$.tests[0].events[0].at: must be a number of seconds" },
	{ "no event", STATE("event_count", "Ge", "2"), "[{\"fields\":{}}]", "[\"Block\"]", -1,
	    "$.tests[0].events[0]: neither an encoded event (no event_id) nor a short one with "
	    "`at` and `fields`" },
};

static void
test_inline(void)
{
	for (size_t i = 0; i < sizeof(inline_tests) / sizeof(*inline_tests); i++) {
		struct buf document = { 0 }, report = { 0 };
		struct err e;
		struct errs all = { 0 };
		struct test_counts counts;
		buf_printf(&document,
		    "{\"rules\":[{\"rule_id\":\"r\",\"outcome\":\"Block\",\"expression\":%s}],"
		    "\"tests\":[{\"name\":\"%s\",\"events\":%s,\"expect\":%s}]}",
		    inline_tests[i].expression, inline_tests[i].name, inline_tests[i].events,
		    inline_tests[i].expect);
		unit_row(inline_tests[i].name);
		struct rules *r = rules_load(buf_as_text(&document), NULL, ".", &e);
		CHECK(r != NULL);
		int status = rules_test(r, NULL, TEST_TEXT, &counts, &report, &all);
		struct text got = status < 0 ? text_of(all.err[0].text) : buf_as_text(&report);
		CHECK(status == (inline_tests[i].result < 0 ? -1 : 0));
		if (status == 0) {
			CHECK(counts.passed == (inline_tests[i].result == 1));
			CHECK(counts.failed == (inline_tests[i].result == 0));
		}
		CHECK_TEXT(got, inline_tests[i].message);
		rules_free(r);
		buf_free(&document);
		buf_free(&report);
	}
	unit_row("");
}

/* By the plan's runtime: entities of its identity, sessions of its buckets, its default. */
static void
test_plan(void)
{
	static const char document[] =
	    "{\"rules\":[{\"rule_id\":\"r\",\"outcome\":\"Block\",\"expression\":{\"kind\":"
	    "\"StateCmp\",\"scope\":\"Session\",\"attribute\":\"event_count\",\"operator\":\"Ge\","
	    "\"value\":2}}],\"tests\":[{\"events\":["
	    "{\"at\":10,\"fields\":{\"ip\":\"a\",\"email\":\"x\"}},"
	    "{\"at\":59,\"fields\":{\"ip\":\"a\",\"email\":\"y\"}},"
	    "{\"at\":60,\"fields\":{\"ip\":\"a\"}}],\"expect\":[\"Allow\",\"Block\",\"Allow\"]}]}";
	struct err e = { 0 };
	struct errs all = { 0 };
	struct test_counts counts = { 0 };
	struct buf report = { 0 };
	struct plan *p = plan_load(
	    TEXT("{\"runtime\":{\"entity_identity_fields\":[\"ip\"],\"session_bucket_minutes\":1,"
		 "\"default_decision\":\"Allow\"},\"fields\":[{\"name\":\"ip\",\"selector\":"
		 "{\"kind\":\"Path\"},\"parser\":\"String\"}]}"),
	    ".", &e);
	struct rules *r = p ? rules_load(text_of(document), p, ".", &e) : NULL;
	CHECK(r != NULL);
	if (r) {
		CHECK(rules_test(r, p, TEST_TEXT, &counts, &report, &all) == 0);
		CHECK(counts.passed == 1 && counts.failed == 0);
	}
	printf("%.*s", (int)report.n, report.p ? report.p : "");
	rules_free(r);
	plan_free(p);
	buf_free(&report);
}

int
main(void)
{
	test_decisions();
	test_inline();
	test_plan();
	return unit_end();
}
