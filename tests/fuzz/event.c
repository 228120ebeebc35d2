/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "decide/decide.h"
#include "event/event.h"
#include "json/tree.h"
#include "tests/fuzz/fuzz.h"

/*
 * Encoded events: each line is one or is refused with a reason; a decision is a line of JSON that
 * is itself read again.
 */
static const char rule_set[] =
    "{\"rules\":[{\"rule_id\":\"r1\",\"outcome\":\"Challenge\",\"expression\":{\"kind\":\"Or\","
    "\"predicates\":[{\"kind\":\"FieldCmp\",\"field_name\":\"n\",\"operator\":\"Ge\",\"value\":3},"
    "{\"kind\":\"FieldLike\",\"field_name\":\"email\",\"pattern\":\"*a?b*\"}]}},"
    "{\"rule_id\":\"r2\",\"outcome\":\"Observe\",\"expression\":{\"kind\":\"IpInCidr\","
    "\"field_name\":\"ip\",\"cidrs\":[\"10.0.0.0/8\",\"fe80::/10\"]}},"
    "{\"rule_id\":\"r3\",\"outcome\":\"Block\",\"expression\":{\"kind\":\"FieldEq\","
    "\"field_name\":\"email\",\"value\":\"x\"}}]}";

static void
check_json(const struct buf *b)
{
	struct arena a = { 0 };
	struct err e;
	MUST(b->n > 0 && b->p[b->n - 1] == '\n');
	MUST(json_tree(&a, buf_as_text(b), &e) != NULL);
	arena_free(&a);
}

static void
decide(struct decider *d, const struct event *ev)
{
	struct decision decision;
	struct buf b = { 0 };
	decide_event(d, ev, &decision);
	event_put_decision(&b, ev, NULL, 1, &decision);
	check_json(&b);
	buf_free(&b);
}

static void
reject(const struct json_line *line, const struct reject *why)
{
	struct buf b = { 0 };
	MUST(why->code < REJECT_CODES && why->error.n > 0);
	event_put_reject(&b, TEXT_ABSENT, 1, why, (struct text){ line->p, line->n }, 0);
	check_json(&b);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *text = (const char *)data;
	struct err e;
	static struct rules *rules; /* loaded once: they do not change */
	struct siphash_key key = { 1, 2 };
	struct json_index ix = { 0 };
	struct json_pos pos = { 0 };
	struct json_line line;
	struct event ev;
	struct reject why;
	enum event_result result;
	if (!rules)
		rules = rules_load(text_of(rule_set), NULL, ".", &e);
	MUST(rules != NULL);
	struct event_reader *r = event_reader_new(rules->fields.name, rules->fields.n);
	struct decider *d = decider_new(rules, key);
	json_index_build(&ix, text, n, JSON_LINES);
	while ((result = event_read(r, text, n, &ix, &pos, &ev, &line, &why)) != EVENT_END) {
		if (result == EVENT_OK)
			decide(d, &ev);
		else if (result == EVENT_REJECTED)
			reject(&line, &why);
	}
	json_index_free(&ix);
	decider_free(d);
	event_reader_free(r);
	return 0;
}
