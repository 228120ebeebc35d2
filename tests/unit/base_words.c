/* SPDX-License-Identifier: MIT */
/* words: what a name that does not exist may have meant, and what it never meant. */
#include "base/words.h"

#include "tests/unit/unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct text operators[] = { { "Eq", 2 }, { "Ne", 2 }, { "Lt", 2 }, { "Le", 2 },
	{ "Gt", 2 }, { "Ge", 2 } };
static const struct text kinds[] = { { "FieldEq", 7 }, { "FieldContains", 13 },
	{ "FieldExists", 11 }, { "And", 3 }, { "Or", 2 }, { "Not", 3 }, { "FieldCmp", 8 },
	{ "FieldIn", 7 }, { "FieldLike", 9 }, { "FieldMatches", 12 }, { "IpInCidr", 8 },
	{ "StateCmp", 8 }, { "WindowCmp", 9 }, { "HourBetween", 11 }, { "Sample", 6 } };
static const struct text parsers[] = { { "String", 6 }, { "Symbol", 6 }, { "Bool", 4 },
	{ "U64", 3 }, { "I64", 3 }, { "Decimal", 7 }, { "F64", 3 }, { "IpAddress", 9 },
	{ "Timestamp", 9 }, { "Duration", 8 }, { "Json", 4 } };
static const struct text outcomes[] = { { "Allow", 5 }, { "Observe", 7 }, { "Challenge", 9 },
	{ "Block", 5 } };
static const struct text modes[] = { { "Enforce", 7 }, { "Shadow", 6 } };
static const struct text members[] = { { "session_state_ttl_seconds", 25 },
	{ "session_bucket_minutes", 22 }, { "entity_state_ttl_seconds", 24 }, { "enabled", 7 },
	{ "outcome", 7 }, { "expression", 10 }, { "runtime", 7 }, { "actions", 7 } };
static const struct text options[] = { { "max-line", 8 }, { "max-rejects", 11 }, { "from", 4 },
	{ "to", 2 }, { "encoding-version", 16 }, { "jobs", 4 }, { "quiet", 5 },
	{ "checkpoint", 10 }, { "resume", 6 }, { "fail-fast", 9 } };

struct row {
	const char *typed, *meant; /* NULL: nothing */
};

static void
check(const struct row *row, size_t rows, const struct text *names, size_t n)
{
	for (size_t i = 0; i < rows; i++) {
		struct words_hint hint = words_meant(text_of(row[i].typed), names, n);
		unit_row(row[i].typed);
		CHECK((hint.name.p == NULL) == (row[i].meant == NULL));
		CHECK(text_eq(hint.name, text_of(row[i].meant)));
		CHECK(hint.note != NULL);
	}
}

/* One letter shifts a threshold: an operator is known, or nothing is suggested. */
static void
test_operators(void)
{
	static const struct row rows[] = { { "Gte", "Ge" }, { "gte", "Ge" }, { "GTE", "Ge" },
		{ ">=", "Ge" }, { "GreaterThanOrEqual", "Ge" }, { "at_least", "Ge" },
		{ "lte", "Le" }, { "<=", "Le" }, { "less-than", "Lt" }, { ">", "Gt" },
		{ "<", "Lt" }, { "==", "Eq" }, { "=", "Eq" }, { "equals", "Eq" }, { "!=", "Ne" },
		{ "<>", "Ne" }, { "neq", "Ne" }, { "ge", "Ge" }, { "GT", "Gt" }, { "Gtt", NULL },
		{ "Gr", NULL }, { "Eqq", NULL }, { "eG", NULL }, { "G", NULL }, { "", NULL },
		{ "contains", NULL } };
	check(rows, COUNT(rows), operators, COUNT(operators));
}

static void
test_kinds(void)
{
	static const struct row rows[] = { { "contains", "FieldContains" },
		{ "startsWith", "FieldLike" }, { "starts_with", "FieldLike" },
		{ "endsWith", "FieldLike" }, { "regex", "FieldMatches" }, { "equals", "FieldEq" },
		{ "in", "FieldIn" }, { "ip", "IpInCidr" }, { "cidr", "IpInCidr" },
		{ "FieldNe", "FieldCmp" }, { "FieldNotEq", "FieldCmp" }, { "FieldGte", "FieldCmp" },
		{ "FieldNotIn", "Not" }, { "FieldNotExists", "Not" }, { "any", "Or" },
		{ "all", "And" }, { "threshold", "WindowCmp" }, { "FieldContian", "FieldContains" },
		{ "FeildEq", "FieldEq" }, { "windowcmp", "WindowCmp" }, { "FieldNotContain", NULL },
		{ "FieldXx", NULL }, { "FieldSet", NULL }, { "FieldContain", "FieldContains" },
		{ "FieldExist", "FieldExists" }, { "FieldMatch", "FieldMatches" },
		{ "=~", "FieldMatches" }, { "FieldLikes", "FieldLike" }, { "Nor", "Not" },
		{ "nand", "Not" }, { "must_not", "Not" }, { "Xor", NULL }, { "Ann", NULL } };
	check(rows, COUNT(rows), kinds, COUNT(kinds));
}

static void
test_others(void)
{
	static const struct row parser[] = { { "int", "I64" }, { "integer", "I64" },
		{ "int64", "I64" }, { "uint", "U64" }, { "string", "String" }, { "str", "String" },
		{ "datetime", "Timestamp" }, { "date", "Timestamp" }, { "ip", "IpAddress" },
		{ "boolean", "Bool" }, { "float", "F64" }, { "object", "Json" }, { "u64", "U64" },
		{ "U46", "U64" }, { "I46", "I64" }, { "I65", NULL }, { "U128", NULL },
		{ "Sting", "String" }, { "numeric", "Decimal" }, { "decimal", "Decimal" },
		{ "money", "Decimal" }, { "double", "F64" } };
	static const struct row outcome[] = { { "deny", "Block" }, { "Deny", "Block" },
		{ "reject", "Block" }, { "allow", "Allow" }, { "pass", "Allow" },
		{ "alert", "Observe" }, { "monitor", "Observe" }, { "captcha", "Challenge" },
		{ "Blok", "Block" }, { "Alow", "Allow" }, { "none", NULL }, { "disallow", NULL },
		{ "unblock", NULL } };
	static const struct row mode[] = { { "monitor", "Shadow" }, { "dry-run", "Shadow" },
		{ "enforce", "Enforce" }, { "off", NULL } };
	check(parser, COUNT(parser), parsers, COUNT(parsers));
	check(outcome, COUNT(outcome), outcomes, COUNT(outcomes));
	check(mode, COUNT(mode), modes, COUNT(modes));
}

static void
test_members(void)
{
	static const struct row member[] = { { "session_ttl_seconds", "session_state_ttl_seconds" },
		{ "entity_state_ttl_secnds", "entity_state_ttl_seconds" },
		{ "life_state_ttl_seconds", NULL }, { "disabled", NULL }, { "action", "outcome" },
		{ "condition", "expression" }, { "options", "runtime" } };
	static const struct row option[] = { { "min-line", NULL }, { "min-rejects", NULL },
		{ "since", "from" }, { "until", "to" }, { "threads", "jobs" }, { "fron", "from" },
		{ "rule-version", NULL }, { "silent", "quiet" }, { "MAX-LINE", "max-line" },
		{ "from-checkpoint", "resume" }, { "continue", "resume" }, { "abort", NULL } };
	static const struct row manner[] = { { "nocase", "ignore_case" },
		{ "case_insensitive", "ignore_case" }, { "some", "any" }, { "every", "all" },
		{ "regex", "pattern" }, { "capture_group", "group" } };
	static const struct text manners[] = { { "ignore_case", 11 }, { "any", 3 }, { "all", 3 },
		{ "pattern", 7 }, { "group", 5 } };
	static const struct row fold[] = { { "min", "Min" }, { "minimum", "Min" },
		{ "lowest", "Min" }, { "maximum", "Max" }, { "mean", NULL } };
	static const struct text folds[] = { { "Sum", 3 }, { "Max", 3 }, { "Min", 3 } };
	static const struct row change[] = { { "regex", "Extract" }, { "grok", "Extract" },
		{ "b64decode", "Base64" }, { "base64", "Base64" }, { "gsub", "Replace" } };
	static const struct text changes[] = { { "Replace", 7 }, { "Extract", 7 },
		{ "Base64", 6 } };
	check(manner, COUNT(manner), manners, COUNT(manners));
	check(fold, COUNT(fold), folds, COUNT(folds));
	check(change, COUNT(change), changes, COUNT(changes));
	check(member, COUNT(member), members, COUNT(members));
	check(option, COUNT(option), options, COUNT(options));
}

static void
test_notes(void)
{
	unit_row("minutes typed, seconds meant");
	struct words_hint hint =
	    words_meant(TEXT("session_state_ttl_minutes"), members, COUNT(members));
	CHECK(text_eq(hint.name, members[0]) && strcmp(hint.note, " (in seconds)") == 0);
	unit_row("seconds typed, minutes meant");
	hint = words_meant(TEXT("session_bucket_seconds"), members, COUNT(members));
	CHECK(text_eq(hint.name, members[1]) && strcmp(hint.note, " (in minutes)") == 0);
	unit_row("the same unit");
	hint = words_meant(TEXT("session_stat_ttl_seconds"), members, COUNT(members));
	CHECK(text_eq(hint.name, members[0]) && strcmp(hint.note, "") == 0);
	unit_row("a prefix");
	hint = words_meant(TEXT("startsWith"), kinds, COUNT(kinds));
	CHECK(strcmp(hint.note, " (with a pattern like \"text*\")") == 0);
}

static void
test_exclude(void)
{
	static const struct {
		const char *a, *b;
		bool exclude;
	} rows[] = { { "max_line", "min_line", true }, { "first_seen_at", "last_seen_at", true },
		{ "ip1", "ip2", true }, { "sha265", "sha256", false },
		{ "FieldIn", "FieldNotIn", true }, { "notIn", "isNot", false },
		{ "user_id", "user_ids", false }, { "field_2_name", "field_3_name", true },
		{ "from", "form", false }, { "LowerBound", "UpperBound", true },
		{ "", "", false } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		unit_row(rows[i].a);
		CHECK(words_exclude(text_of(rows[i].a), text_of(rows[i].b)) == rows[i].exclude);
		CHECK(words_exclude(text_of(rows[i].b), text_of(rows[i].a)) == rows[i].exclude);
	}
}

int
main(void)
{
	test_operators();
	test_kinds();
	test_others();
	test_members();
	test_notes();
	test_exclude();
	return unit_end();
}
