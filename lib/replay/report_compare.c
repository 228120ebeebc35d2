/* SPDX-License-Identifier: MIT */
#include "replay/report_compare.h"

#include <stdio.h>

#include "json/write.h"
#include "replay/report_put.h"
#include "time/stamp.h"

static void
put_side(struct buf *b, const struct compare *c, enum side side, const char *name)
{
	json_member_begin(b, name, '{');
	json_member_u64(b, "encoding_version", c->grid.plan[side]->document.version);
	json_member_u64(b, "rule_version", c->grid.rules[side][side]->document.version);
	json_end(b, '}');
}

/* Writes {"Observe->Block":12,…}: the pairs that differ and occurred. */
static void
put_changes(struct buf *b, const struct tally *t)
{
	json_member_begin(b, "changes", '{');
	for (size_t from = 0; from < ANSWERS; from++)
		for (size_t to = 0; to < ANSWERS; to++) {
			if (from == to || t->n.changes[from][to] == 0)
				continue;
			char name[32];
			snprintf(
			    name, sizeof(name), "%s->%s", answer_names[from].p, answer_names[to].p);
			json_member_u64(b, name, t->n.changes[from][to]);
		}
	json_end(b, '}');
	json_member_begin(b, "unchanged", '{');
	for (size_t i = 0; i < OUTCOMES; i++)
		json_member_u64(b, outcome_names[i].p, t->n.changes[i][i]);
	json_end(b, '}');
}

static void
put_causes(struct buf *b, const struct tally *t)
{
	json_member_begin(b, "causes", '{');
	for (size_t i = 0; i < CAUSES; i++)
		json_member_u64(b, cause_names[i].p, t->n.causes[i]);
	json_end(b, '}');
}

static struct text
only_in(const struct name_pair *name)
{
	if (name->number[BASELINE] == FIELD_UNKNOWN)
		return TEXT("candidate");
	return name->number[CANDIDATE] == FIELD_UNKNOWN ? TEXT("baseline") : TEXT_ABSENT;
}

static void
put_rules(struct buf *b, const struct compare *c, const struct tally *t)
{
	json_member_begin(b, "rules", '[');
	for (size_t i = 0; i < c->rules; i++) {
		const struct rule_tally *n = &t->rule[i];
		json_begin(b, '{');
		json_member_string(b, "rule_id", c->rule[i].name.name);
		json_member_u64(b, "baseline_matched", n->matched[BASELINE]);
		json_member_u64(b, "candidate_matched", n->matched[CANDIDATE]);
		json_member_u64(b, "gained", n->gained);
		json_member_u64(b, "lost", n->lost);
		json_member_string_or_null(b, "only_in", only_in(&c->rule[i].name));
		json_end(b, '}');
	}
	json_end(b, ']');
}

static void
put_hours(struct buf *b, const struct tally *t)
{
	json_member_begin(b, "by_hour", '[');
	for (size_t i = 0; i < t->hours; i++) {
		const struct hour_tally *h = &t->hour[i];
		char at[STAMP_MAX];
		json_begin(b, '{');
		json_member_string(b, "hour", (struct text){ at, tally_put_hour(h->hour, at) });
		json_member_u64(b, "events", h->events);
		json_member_u64(b, "changed", h->changed);
		json_end(b, '}');
	}
	json_end(b, ']');
}

static void
put_examples(struct buf *b, const struct field_count *f)
{
	json_member_begin(b, "examples", '[');
	for (size_t what = 0; what < DIFFERENCES; what++)
		for (size_t i = 0; i < f->count[what] && i < FIELD_EXAMPLES; i++) {
			const struct field_example *e = &f->example[what][i];
			json_begin(b, '{');
			json_member_string(b, "event_id", e->event_id);
			json_member_raw_or_null(b, "before", e->before);
			json_member_raw_or_null(b, "after", e->after);
			json_end(b, '}');
		}
	json_end(b, ']');
}

/* Writes the fields with differences. */
static void
put_fields(struct buf *b, const struct compare *c)
{
	json_member_begin(b, "fields", '[');
	for (size_t i = 0; i < c->fields; i++) {
		const struct field_count *f = &c->tally.field[i];
		if (f->count[FIELD_LOST] + f->count[FIELD_FOUND] + f->count[FIELD_CHANGED] == 0)
			continue;
		json_begin(b, '{');
		json_member_string(b, "field", c->field[i].name);
		json_member_u64(b, "read_before_not_now", f->count[FIELD_LOST]);
		json_member_u64(b, "read_now_not_before", f->count[FIELD_FOUND]);
		json_member_u64(b, "changed", f->count[FIELD_CHANGED]);
		put_examples(b, f);
		json_end(b, '}');
	}
	json_end(b, ']');
}

/* Writes {"age":{"not a U64":3},…}.  All warnings of a field have the same text. */
static void
put_warnings(struct buf *b, const char *side, const struct plan *plan, const uint64_t *count)
{
	json_member_begin(b, side, '{');
	for (size_t i = 0; i < plan->count; i++) {
		if (count[i] == 0)
			continue;
		json_name_text(b, plan->field[i].name);
		json_begin(b, '{');
		json_member_u64(b, encode_parse_kind(plan->field[i].parser).p, count[i]);
		json_end(b, '}');
	}
	json_end(b, '}');
}

static void
put_encoding(struct buf *b, const struct replay *r)
{
	const struct compare *c = r->compare;
	put_fields(b, c);
	json_member_begin(b, "warnings", '{');
	put_warnings(b, "baseline", c->grid.plan[BASELINE], c->warnings);
	put_warnings(b, "candidate", c->grid.plan[CANDIDATE], r->presence.warnings);
	json_end(b, '}');
	json_member_begin(b, "failures", '{');
	report_put_occurred(b, "baseline", reject_names, c->failures, REJECT_CODES);
	report_put_occurred(b, "candidate", reject_names, r->counts.failures, REJECT_CODES);
	json_end(b, '}');
}

void
report_put_compare(struct buf *b, const struct replay *r)
{
	const struct compare *c = r->compare;
	const struct tally *t = &r->tally;
	json_member_begin(b, "comparison", '{');
	put_side(b, c, BASELINE, "baseline");
	put_side(b, c, CANDIDATE, "candidate");
	json_member_u64(b, "events", tally_compared(t));
	json_member_u64(b, "changed", tally_changed(t));
	put_changes(b, t);
	put_causes(b, t);
	put_rules(b, c, t);
	put_hours(b, t);
	json_member_begin(b, "examples", '[');
	buf_text(b, buf_as_text(&t->example));
	json_end(b, ']');
	if (c->plans_differ)
		put_encoding(b, r);
	json_end(b, '}');
}
