/* SPDX-License-Identifier: MIT */
#include "replay/report_compare.h"

#include "json/write.h"
#include "replay/report_put.h"
#include "time/stamp.h"

static void
put_side(struct buf *b, const struct compare *c, enum side side, const char *name)
{
	json_put_name(b, side == BASELINE, name);
	BUF_LIT(b, "{\"encoding_version\":");
	buf_u64(b, c->grid.plan[side]->document.version);
	report_put_count(b, false, "rule_version", c->grid.rules[side][side]->document.version);
	buf_char(b, '}');
}

/* {"Observe->Block":12,…}: pairs that occurred and differ. */
static void
put_changes(struct buf *b, const struct tally *t)
{
	bool first = true;
	BUF_LIT(b, ",\"changes\":{");
	for (size_t from = 0; from < ANSWERS; from++)
		for (size_t to = 0; to < ANSWERS; to++) {
			if (from == to || t->n.changes[from][to] == 0)
				continue;
			buf_printf(b, "%s\"%s->%s\":", first ? "" : ",", answer_names[from].p,
			    answer_names[to].p);
			buf_u64(b, t->n.changes[from][to]);
			first = false;
		}
	BUF_LIT(b, "},\"unchanged\":{");
	for (size_t i = 0; i < OUTCOMES; i++) {
		report_put_key(b, i == 0, outcome_names[i]);
		buf_u64(b, t->n.changes[i][i]);
	}
	buf_char(b, '}');
}

static void
put_causes(struct buf *b, const struct tally *t)
{
	BUF_LIT(b, ",\"causes\":{");
	for (size_t i = 0; i < CAUSES; i++) {
		report_put_key(b, i == 0, cause_names[i]);
		buf_u64(b, t->n.causes[i]);
	}
	buf_char(b, '}');
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
	BUF_LIT(b, ",\"rules\":[");
	for (size_t i = 0; i < c->rules; i++) {
		const struct rule_tally *n = &t->rule[i];
		if (i > 0)
			buf_char(b, ',');
		BUF_LIT(b, "{\"rule_id\":");
		json_put_string(b, c->rule[i].name.name);
		report_put_count(b, false, "baseline_matched", n->matched[BASELINE]);
		report_put_count(b, false, "candidate_matched", n->matched[CANDIDATE]);
		report_put_count(b, false, "gained", n->gained);
		report_put_count(b, false, "lost", n->lost);
		report_put_string(b, "only_in", only_in(&c->rule[i].name));
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void
put_hours(struct buf *b, const struct tally *t)
{
	BUF_LIT(b, ",\"by_hour\":[");
	for (size_t i = 0; i < t->hours; i++) {
		const struct hour_tally *h = &t->hour[i];
		char at[STAMP_MAX];
		if (i > 0)
			buf_char(b, ',');
		BUF_LIT(b, "{\"hour\":\"");
		buf_put(b, at, tally_put_hour(h->hour, at));
		buf_char(b, '"');
		report_put_count(b, false, "events", h->events);
		report_put_count(b, false, "changed", h->changed);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void
put_json(struct buf *b, const char *name, struct text json)
{
	json_put_name(b, false, name);
	if (json.p)
		buf_text(b, json);
	else
		BUF_LIT(b, "null");
}

static void
put_examples(struct buf *b, const struct field_count *f)
{
	bool first = true;
	BUF_LIT(b, ",\"examples\":[");
	for (size_t what = 0; what < DIFFERENCES; what++)
		for (size_t i = 0; i < f->count[what] && i < FIELD_EXAMPLES; i++) {
			const struct field_example *e = &f->example[what][i];
			if (!first)
				buf_char(b, ',');
			first = false;
			BUF_LIT(b, "{\"event_id\":");
			json_put_string(b, e->event_id);
			put_json(b, "before", e->before);
			put_json(b, "after", e->after);
			buf_char(b, '}');
		}
	buf_char(b, ']');
}

/* The fields that came out differently. */
static void
put_fields(struct buf *b, const struct compare *c)
{
	bool first = true;
	BUF_LIT(b, ",\"fields\":[");
	for (size_t i = 0; i < c->fields; i++) {
		const struct field_count *f = &c->tally.field[i];
		if (f->count[FIELD_LOST] + f->count[FIELD_FOUND] + f->count[FIELD_CHANGED] == 0)
			continue;
		if (!first)
			buf_char(b, ',');
		first = false;
		BUF_LIT(b, "{\"field\":");
		json_put_string(b, c->field[i].name);
		report_put_count(b, false, "read_before_not_now", f->count[FIELD_LOST]);
		report_put_count(b, false, "read_now_not_before", f->count[FIELD_FOUND]);
		report_put_count(b, false, "changed", f->count[FIELD_CHANGED]);
		put_examples(b, f);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

/* {"age":{"not a U64":3},…}: a field's warnings all say the same of its values. */
static void
put_warnings(struct buf *b, const struct plan *plan, const uint64_t *count)
{
	bool first = true;
	buf_char(b, '{');
	for (size_t i = 0; i < plan->count; i++) {
		if (count[i] == 0)
			continue;
		report_put_key(b, first, plan->field[i].name);
		first = false;
		BUF_LIT(b, "{\"");
		buf_text(b, encode_parse_kind(plan->field[i].parser));
		BUF_LIT(b, "\":");
		buf_u64(b, count[i]);
		buf_char(b, '}');
	}
	buf_char(b, '}');
}

static void
put_encoding(struct buf *b, const struct replay *r)
{
	const struct compare *c = r->compare;
	put_fields(b, c);
	BUF_LIT(b, ",\"warnings\":{\"baseline\":");
	put_warnings(b, c->grid.plan[BASELINE], c->warnings);
	BUF_LIT(b, ",\"candidate\":");
	put_warnings(b, c->grid.plan[CANDIDATE], r->presence.warnings);
	BUF_LIT(b, "},\"failures\":{\"baseline\":");
	report_put_occurred(b, reject_names, c->failures, REJECT_CODES);
	BUF_LIT(b, ",\"candidate\":");
	report_put_occurred(b, reject_names, r->counts.failures, REJECT_CODES);
	buf_char(b, '}');
}

void
report_put_compare(struct buf *b, const struct replay *r)
{
	const struct compare *c = r->compare;
	const struct tally *t = &r->tally;
	BUF_LIT(b, ",\"comparison\":{");
	put_side(b, c, BASELINE, "baseline");
	put_side(b, c, CANDIDATE, "candidate");
	report_put_count(b, false, "events", tally_compared(t));
	report_put_count(b, false, "changed", tally_changed(t));
	put_changes(b, t);
	put_causes(b, t);
	put_rules(b, c, t);
	put_hours(b, t);
	BUF_LIT(b, ",\"examples\":[");
	buf_text(b, buf_as_text(&t->example));
	buf_char(b, ']');
	if (c->plans_differ)
		put_encoding(b, r);
	buf_char(b, '}');
}
