/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "json/write.h"
#include "replay/replay_private.h"
#include "replay/report_compare.h"
#include "replay/report_put.h"

static void
put_decisions(struct buf *b, const struct replay *r)
{
	json_member_begin(b, "decisions", '{');
	for (size_t i = 0; i < OUTCOMES; i++)
		json_member_u64(b, outcome_names[i].p, r->counts.decisions[i]);
	json_end(b, '}');
}

static void
put_rules(struct buf *b, const struct replay *r)
{
	json_member_begin(b, "rules", '[');
	for (size_t i = 0; i < r->rules->count; i++) {
		const struct rule *rule = &r->rules->rule[i];
		json_begin(b, '{');
		json_member_string(b, "rule_id", rule->rule_id);
		json_member_string(b, "mode", rule->shadow ? TEXT("Shadow") : TEXT("Enforce"));
		json_member_u64(b, "matched", r->tally.rule[i].matched[CANDIDATE]);
		json_member_u64(b, "decided", r->tally.rule[i].decided);
		json_end(b, '}');
	}
	json_end(b, ']');
}

/* Who each rule matched most. */
static void
put_top(struct buf *b, const struct replay *r)
{
	json_member_begin(b, "top", '{');
	for (size_t i = 0; i < r->rules->count; i++) {
		struct top_place place[TOP_PLACES];
		const size_t n = top_places(r->top, i, place);
		json_name_text(b, r->rules->rule[i].rule_id);
		json_begin(b, '[');
		for (size_t k = 0; k < n; k++) {
			json_begin(b, '{');
			json_member_string(b, "key", place[k].key);
			json_member_u64(b, "matches", place[k].matches);
			json_end(b, '}');
		}
		json_end(b, ']');
	}
	json_end(b, '}');
}

void
replay_put_report(struct buf *b, const struct replay *r, const struct job *job)
{
	json_begin(b, '{');
	json_name(b, "job");
	job_put(b, job);
	if (r->options.begun) /* nothing is too late for a state that starts empty */
		json_member_u64(b, "events_too_late", r->tally.n.lateness.too_late);
	put_decisions(b, r);
	put_rules(b, r);
	report_put_occurred(b, "failures", reject_names, r->counts.failures, REJECT_CODES);
	report_put_occurred(
	    b, "warnings", r->plan->fields.name, r->presence.warnings, r->plan->count);
	presence_put_json(b, &r->presence, r->plan->fields.name, "entities");
	put_top(b, r);
	if (r->compare)
		report_put_compare(b, r);
	if (r->options.labels)
		report_put_labels(b, r);
	BUF_LIT(b, "}\n");
}

/* d, h: what is known of the hour; NULL: nothing. */
static void
put_hour(struct buf *b, int64_t hour, const struct hour_decisions *d, const struct hour_tally *h)
{
	char at[STAMP_MAX];
	json_begin(b, '{');
	json_member_string(b, "hour", (struct text){ at, tally_put_hour(hour, at) });
	json_name(b, "number");
	buf_i64(b, hour);
	for (size_t i = 0; i < OUTCOMES; i++)
		json_member_u64(b, outcome_names[i].p, d ? d->decided[i] : 0);
	if (h) {
		json_member_u64(b, "events", h->events);
		json_member_u64(b, "changed", h->changed);
	}
	json_end(b, '}');
}

void
replay_put_hours(struct buf *b, const struct replay *r)
{
	const struct tally *t = &r->tally;
	size_t i = 0, k = 0;
	json_begin(b, '[');
	while (i < t->decided_hours || k < t->hours) {
		const struct hour_decisions *d = i < t->decided_hours ? &t->decided[i] : NULL;
		const struct hour_tally *h = k < t->hours ? &t->hour[k] : NULL;
		if (d && h && d->hour != h->hour) {
			h = d->hour < h->hour ? NULL : h;
			d = h ? NULL : d;
		}
		put_hour(b, d ? d->hour : t->hour[k].hour, d, h);
		i += d != NULL;
		k += h != NULL;
	}
	json_end(b, ']');
}

bool
replay_put_missing(struct buf *b, const struct replay *r)
{
	return presence_put_missing(b, &r->presence, r->plan);
}
