/* SPDX-License-Identifier: MIT */
#include "decide/test.h"

#include "base/arena.h"
#include "decide/decide.h"
#include "decide/test_report.h"
#include "encode/encode.h"
#include "expr/load.h"
#include "json/write.h"
#include "time/duration.h"

/* All tests of a rule set. */
struct tests {
	const struct rules *rules;
	const struct text *identity; /* the fields that make up an entity_id */
	size_t identities;
	struct event_reader *reader;
	struct json_index index;
	struct arena arena;
	struct expr_loader loader; /* for error messages */
	struct err latest;         /* the loader's errors go here */
	struct test_report report;
	struct buf line; /* an event as JSON */
};

/* The current test. */
struct trial {
	struct tests *tests;
	const struct json_node *node, *events, *expect;
	struct decider *decider;
	struct decision decision; /* of the current event */
	bool wrong;               /* the current event has a failure */
	bool failed;
};

static struct value
field_value(const struct json_node *fields, struct text name)
{
	struct value v = VALUE_NONE;
	for (const struct json_node *n = fields->child; n; n = n->next)
		if (text_eq(n->key, name) && n->kind != JSON_NULL)
			v = (struct value){ n->text,
				n->kind == JSON_STRING ? VALUE_STRING : VALUE_JSON, false };
	return v;
}

/* Writes a short event in the form of an encoded one. */
static int
write_short(struct tests *t, const struct json_node *event, size_t number)
{
	static const struct text members[] = { TEXT("at"), TEXT("fields") };
	const struct json_node *at = json_get(event, "at");
	struct expr_loader *l = &t->loader;
	int64_t at_ns;
	if (load_members(l, event, members, LOAD_COUNT(members)) != 0)
		return -1;
	const struct json_node *fields = load_required(l, event, "fields");
	if (!fields)
		return -1;
	if (fields->kind != JSON_OBJECT)
		return load_error(l, fields, "must be an object");
	if (at->kind != JSON_NUMBER || duration_parse_seconds(at->text, &at_ns) != 0)
		return load_error(l, at, "must be a number of seconds");
	struct value *identity = arena_zalloc(&t->arena, t->identities, sizeof(*identity));
	for (size_t i = 0; i < t->identities; i++)
		identity[i] = field_value(fields, t->identity[i]);
	struct value entity = encode_entity_id(identity, t->identities, &t->arena);
	struct encode_bucket none = { 0 };
	struct value session = encode_session_id(
	    &entity, at_ns, t->rules->runtime.session_bucket_min, &none, &t->arena);
	json_begin(&t->line, '{');
	json_name(&t->line, "event_id");
	buf_printf(&t->line, "\"test-%zu\"", number);
	json_member_string(&t->line, "tenant_id", TEXT("test"));
	json_name(&t->line, "observed_at");
	stamp_put_json(&t->line, at_ns);
	json_name(&t->line, "entity_id");
	value_put(&t->line, &entity);
	json_name(&t->line, "session_id");
	value_put(&t->line, &session);
	json_member_raw(&t->line, "fields", fields->text);
	json_end(&t->line, '}');
	return 0;
}

static int
read_event(struct tests *t, const struct json_node *node, size_t number, struct event *ev)
{
	struct json_pos pos = { 0 };
	struct json_line line;
	struct reject why = { 0 };
	if (node->kind != JSON_OBJECT)
		return load_error(&t->loader, node, "must be an event");
	t->line.n = 0;
	if (!json_get(node, "at"))
		buf_text(&t->line, node->text);
	else if (write_short(t, node, number) != 0)
		return -1;
	json_index_build(&t->index, t->line.p, t->line.n, JSON_LINES);
	if (event_read(t->reader, t->line.p, t->line.n, &t->index, &pos, ev, &line, &why) ==
	    EVENT_OK)
		return 0;
	return load_error(&t->loader, node,
	    "neither an encoded event (%.*s) nor a short one with `at` and `fields`",
	    (int)why.error.n, why.error.p);
}

static void
fail(struct trial *t, size_t number, struct text member, struct text expected, struct text got)
{
	const struct test_failure f = { number, member, expected, got, t->decision.evidence };
	test_report_failure(&t->tests->report, &f);
	t->wrong = t->failed = true;
}

static int
expect_outcome(struct trial *t, const struct json_node *node, size_t number, struct text member,
    const struct verdict *v)
{
	int outcome = load_chosen(&t->tests->loader, node, "outcome", outcome_names, OUTCOMES);
	if (outcome < 0)
		return -1;
	if ((enum outcome)outcome != v->outcome)
		fail(t, number, member, outcome_names[outcome], outcome_names[v->outcome]);
	return 0;
}

static int
expect_decided_by(
    struct trial *t, const struct json_node *node, size_t number, const struct verdict *v)
{
	struct buf got = { 0 };
	if (node->kind != JSON_STRING && node->kind != JSON_NULL)
		return load_error(&t->tests->loader, node, "must be a rule_id or null");
	json_put_string_or_null(&got, v->decided_by);
	bool same = node->kind == JSON_NULL ? !v->decided_by.p
					    : v->decided_by.p && text_eq(v->decided_by, node->text);
	if (!same)
		fail(t, number, TEXT("decided_by"), node->json, buf_as_text(&got));
	buf_free(&got);
	return 0;
}

static int
expect_matched(
    struct trial *t, const struct json_node *node, size_t number, const struct verdict *v)
{
	struct buf got = { 0 };
	int bad = 0;
	if (node->kind != JSON_ARRAY)
		return load_error(&t->tests->loader, node, "must be an array of rule_ids");
	bool same = node->count == v->nmatched;
	for (const struct json_node *n = node->child; n; n = n->next) {
		if (n->kind != JSON_STRING)
			bad = load_error(&t->tests->loader, n, "must be a rule_id");
		same = same && text_eq(n->text, v->matched[n->index]);
	}
	if (bad || same)
		return bad;
	json_begin(&got, '[');
	for (size_t i = 0; i < v->nmatched; i++)
		json_add_string(&got, v->matched[i]);
	json_end(&got, ']');
	fail(t, number, TEXT("matched_rules"), node->text, buf_as_text(&got));
	buf_free(&got);
	return 0;
}

static int
expect(struct trial *t, const struct json_node *node, size_t number, const struct verdict *v)
{
	static const struct text members[] = { TEXT("decision"), TEXT("decided_by"),
		TEXT("matched_rules") };
	struct expr_loader *l = &t->tests->loader;
	if (node->kind == JSON_STRING)
		return expect_outcome(t, node, number, TEXT(""), v);
	if (node->kind != JSON_OBJECT)
		return load_error(l, node, "must be a decision or an object");
	int bad = load_members(l, node, members, LOAD_COUNT(members));
	const struct json_node *decision = json_get(node, "decision"),
			       *decided_by = json_get(node, "decided_by"),
			       *matched = json_get(node, "matched_rules");
	if (decision)
		bad |= expect_outcome(t, decision, number, TEXT("decision"), v);
	if (decided_by)
		bad |= expect_decided_by(t, decided_by, number, v);
	return matched ? bad | expect_matched(t, matched, number, v) : bad;
}

static int
run_events(struct trial *t)
{
	const struct json_node *event = t->events->child, *wanted = t->expect->child;
	int bad = 0;
	for (size_t number = 1; event; number++, event = event->next, wanted = wanted->next) {
		struct event ev;
		if (read_event(t->tests, event, number, &ev) != 0) {
			bad = -1;
			continue;
		}
		decide_event(t->decider, &ev, &t->decision);
		t->wrong = false;
		bad |= expect(t, wanted, number, t->decision.verdict);
		if (t->wrong)
			test_report_wrong(
			    &t->tests->report, &(struct test_wrong){ number, event->text,
						   t->decision.verdict, t->decision.evidence });
	}
	return bad;
}

/* Returns 1 if the test passes, 0 if it fails, -1 if it is malformed. */
static int
run_test(struct tests *tests, const struct json_node *node)
{
	static const struct text members[] = { TEXT("name"), TEXT("events"), TEXT("expect") };
	struct expr_loader *l = &tests->loader;
	struct trial t = { .tests = tests, .node = node };
	struct text name = TEXT_ABSENT;
	int bad = load_members(l, node, members, LOAD_COUNT(members));
	if (node->kind != JSON_OBJECT)
		return -1;
	if (json_get(node, "name"))
		bad |= load_text(l, node, "name", &name);
	t.events = load_array(l, node, "events");
	t.expect = load_array(l, node, "expect");
	if (!t.events || !t.expect)
		return -1;
	if (t.events->count != t.expect->count)
		return load_error(l, t.expect, "%zu expectations for %zu events", t.expect->count,
		    t.events->count);
	tests->report.name = name;
	tests->report.number = node->index + 1;
	t.decider = decider_new(tests->rules, (struct siphash_key){ 0, 0 });
	if (tests->report.format != TEST_BRIEF)
		decider_explain(
		    t.decider, tests->report.format == TEST_TAP ? EXPLAIN_JSON : EXPLAIN_TEXT);
	bad |= run_events(&t);
	decider_free(t.decider);
	test_report_test(&tests->report);
	return bad != 0 ? -1 : !t.failed;
}

int
rules_test(const struct rules *r, const struct plan *plan, enum test_format format,
    struct test_counts *counts, struct buf *report, struct errs *all)
{
	static const struct text usual_identity[] = { TEXT("email"), TEXT("action") };
	struct tests t = { .rules = r,
		.identity = plan ? plan->runtime.identity : usual_identity,
		.identities = plan ? plan->runtime.identities : LOAD_COUNT(usual_identity),
		.reader = event_reader_new(r->fields.name, r->fields.n),
		.report = { .format = format, .out = report } };
	t.loader.arena = &t.arena;
	t.loader.err = &t.latest;
	t.loader.all = all;
	*counts = (struct test_counts){ 0 };
	test_report_begin(&t.report, r->tests ? r->tests->count : 0);
	for (const struct json_node *n = r->tests ? r->tests->child : NULL; n; n = n->next) {
		const int passed = run_test(&t, n);
		counts->passed += passed > 0;
		counts->failed += passed == 0;
	}
	event_reader_free(t.reader);
	json_index_free(&t.index);
	arena_free(&t.arena);
	buf_free(&t.line);
	test_report_free(&t.report);
	return all->n > 0 ? -1 : 0;
}
