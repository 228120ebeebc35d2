/* SPDX-License-Identifier: MIT */
/* What a call gave in a replay, compared with the recording, and what does not count. */
#include "rerun/verdict.h"

#include "tests/unit/unit.h"

static const struct {
	const char *name;
	const char *then, *now, *again; /* JSON; NULL: an error of the type E, or none */
	const char *ignore, *tolerance, *match;
	enum rerun_verdict verdict;
	const char *path;
} rows[] = {
	{ "equal", "{\"a\":1}", "{\"a\":1}", NULL, NULL, NULL, NULL, RERUN_SAME, "" },
	{ "spelling", "{\"a\":1.0,\"b\":\"\\u0041\"}", "{\"b\":\"A\",\"a\":1}", NULL, NULL, NULL,
	    NULL, RERUN_SAME, "" },
	{ "a member", "{\"a\":{\"b\":1}}", "{\"a\":{\"b\":2}}", NULL, NULL, NULL, NULL,
	    RERUN_DIFFERS, "a.b" },
	{ "an element", "[1,[2,3]]", "[1,[2,4]]", NULL, NULL, NULL, NULL, RERUN_DIFFERS, "[1][1]" },
	{ "more elements", "[1]", "[1,2]", NULL, NULL, NULL, NULL, RERUN_DIFFERS, "[1]" },
	{ "the whole", "1", "\"1\"", NULL, NULL, NULL, NULL, RERUN_DIFFERS, "$" },
	{ "the last of equal keys", "{\"a\":1,\"a\":2}", "{\"a\":2}", NULL, NULL, NULL, NULL,
	    RERUN_SAME, "" },
	{ "an error now", "1", NULL, NULL, NULL, NULL, NULL, RERUN_NEW_ERROR, "" },
	{ "an error then", NULL, "1", NULL, NULL, NULL, NULL, RERUN_FIXED, "" },
	{ "both", NULL, NULL, NULL, NULL, NULL, NULL, RERUN_STILL_FAILS, "" },
	{ "ignored", "{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":1}", NULL, "$.a", NULL, NULL, RERUN_SAME,
	    "" },
	{ "ignored below", "{\"a\":{\"x\":1}}", "{\"a\":{\"x\":2}}", NULL, "a", NULL, NULL,
	    RERUN_SAME, "" },
	{ "ignored in elements", "[{\"id\":1},{\"id\":2}]", "[{\"id\":3},{\"id\":4}]", NULL,
	    "[].id", NULL, NULL, RERUN_SAME, "" },
	{ "another is ignored", "{\"a\":1}", "{\"a\":2}", NULL, "b", NULL, NULL, RERUN_DIFFERS,
	    "a" },
	{ "near", "{\"a\":1}", "{\"a\":1.05}", NULL, NULL, "a=0.1", NULL, RERUN_SAME, "" },
	{ "at the bound", "{\"a\":1}", "{\"a\":1.5}", NULL, NULL, "a=0.5", NULL, RERUN_SAME, "" },
	{ "not near", "{\"a\":1}", "{\"a\":1.6}", NULL, NULL, "a=0.5", NULL, RERUN_DIFFERS, "a" },
	{ "near by share", "{\"a\":-200}", "{\"a\":-202}", NULL, NULL, "a=1%", NULL, RERUN_SAME,
	    "" },
	{ "no number", "{\"a\":1}", "{\"a\":\"1\"}", NULL, NULL, "a=9", NULL, RERUN_DIFFERS, "a" },
	{ "matches", "\"x\"", "\"run 7\"", NULL, NULL, NULL, "$=run *", RERUN_SAME, "" },
	{ "matches not", "\"x\"", "\"7\"", NULL, NULL, NULL, "$=run *", RERUN_DIFFERS, "$" },
	{ "matches JSON", "{\"a\":1}", "{\"a\":[1,2]}", NULL, NULL, NULL, "a=[1*", RERUN_SAME, "" },
	{ "unstable", "{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":1}", "{\"a\":3,\"b\":1}", NULL, NULL,
	    NULL, RERUN_SAME, "" },
	{ "stable", "{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":2}", "{\"a\":3,\"b\":2}", NULL, NULL, NULL,
	    RERUN_DIFFERS, "b" },
	{ "unstable elements", "[1]", "[1,2]", "[1,3]", NULL, NULL, NULL, RERUN_SAME, "" },
};

static struct rerun_outcome
outcome_of(const char *output)
{
	if (!output)
		return rerun_failure(TEXT("E"), TEXT("message"));
	struct rerun_outcome o = RERUN_OUTCOME_NONE;
	o.output = text_of(output);
	return o;
}

static void
add_rule(struct arena *a, struct rerun_rule *rule, size_t *n, enum rerun_rule_type type,
    const char *argument)
{
	struct err e;
	if (argument)
		CHECK(rerun_rule_read(a, type, text_of(argument), &rule[(*n)++], &e) == 0);
}

static void
judge(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = { 0 };
		struct rerun_rule rule[3];
		struct rerun_rules rules = { rule, 0 };
		struct rerun_difference d = { 0 };
		const struct rerun_outcome then = outcome_of(rows[i].then),
					   now = outcome_of(rows[i].now),
					   again = outcome_of(rows[i].again);
		unit_row(rows[i].name);
		add_rule(&a, rule, &rules.n, RERUN_IGNORE, rows[i].ignore);
		add_rule(&a, rule, &rules.n, RERUN_TOLERANCE, rows[i].tolerance);
		add_rule(&a, rule, &rules.n, RERUN_MATCH, rows[i].match);
		CHECK(rerun_judge(&rules, &then, &now, rows[i].again ? &again : NULL, &d) ==
		      rows[i].verdict);
		if (rows[i].verdict == RERUN_DIFFERS)
			CHECK_TEXT(buf_as_text(&d.path), rows[i].path);
		CHECK(rerun_judge(&rules, NULL, &now, NULL, &d) == RERUN_NO_VERDICT);
		buf_free(&d.path);
		arena_free(&a);
	}
}

static const struct {
	const char *recorded, *now;
	bool cut;
} cuts[] = {
	{ "abc...[truncated]", "abcd", true },
	{ "abc... [truncated]", "abcd", true },
	{ "abc (truncated, 12 more)", "abcd", true },
	{ "abc [TRUNCATED: original length 4]", "abcd", true },
	{ "abc [truncated]", "abc", false },
	{ "abc [truncated]", "abx", false },
	{ "[truncated]", "anything", true },
	{ "a sentence that ends...", "a sentence that ends here", true },
	{ "a sentence that ends\xe2\x80\xa6", "a sentence that ends here", true },
	{ "Wait...", "Wait a moment", false },
	{ "abc [1]", "abcd", false },
	{ "abc]", "abcd", false },
	{ "", "abcd", false },
};

static void
cut(void)
{
	for (size_t i = 0; i < sizeof(cuts) / sizeof(*cuts); i++) {
		unit_row(cuts[i].recorded);
		CHECK(rerun_is_cut(text_of(cuts[i].recorded), text_of(cuts[i].now)) == cuts[i].cut);
	}
}

static void
wrong_rules(void)
{
	static const struct {
		enum rerun_rule_type type;
		const char *argument;
	} wrong[] = { { RERUN_IGNORE, "" }, { RERUN_TOLERANCE, "a" }, { RERUN_TOLERANCE, "a=" },
		{ RERUN_TOLERANCE, "a=x" }, { RERUN_TOLERANCE, "a=-1" }, { RERUN_TOLERANCE, "=1" },
		{ RERUN_MATCH, "a" }, { RERUN_MATCH, "=a" } };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct arena a = { 0 };
		struct rerun_rule rule;
		struct err e;
		unit_row(wrong[i].argument);
		CHECK(
		    rerun_rule_read(&a, wrong[i].type, text_of(wrong[i].argument), &rule, &e) < 0);
		arena_free(&a);
	}
}

int
main(void)
{
	judge();
	cut();
	wrong_rules();
	return unit_end();
}
