/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "json/write.h"
#include "replay/replay_private.h"
#include "replay/report_compare.h"
#include "replay/report_put.h"

static void
put_decisions(struct buf *b, const struct replay *r)
{
	BUF_LIT(b, ",\"decisions\":{");
	for (size_t i = 0; i < OUTCOMES; i++) {
		report_put_key(b, i == 0, outcome_names[i]);
		buf_u64(b, r->counts.decisions[i]);
	}
	buf_char(b, '}');
}

static void
put_rules(struct buf *b, const struct replay *r)
{
	BUF_LIT(b, ",\"rules\":[");
	for (size_t i = 0; i < r->rules->count; i++) {
		const struct rule *rule = &r->rules->rule[i];
		if (i > 0)
			buf_char(b, ',');
		BUF_LIT(b, "{\"rule_id\":");
		json_put_string(b, rule->rule_id);
		report_put_string(b, "mode", rule->shadow ? TEXT("Shadow") : TEXT("Enforce"));
		report_put_count(b, false, "matched", r->tally.rule[i].matched[CANDIDATE]);
		report_put_count(b, false, "decided", r->tally.rule[i].decided);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

void
replay_put_report(struct buf *b, const struct replay *r, const struct job *job)
{
	BUF_LIT(b, "{\"job\":");
	job_put(b, job);
	if (r->options.begun) /* for any other state none is too late */
		report_put_count(b, false, "events_too_late", r->tally.n.lateness.too_late);
	put_decisions(b, r);
	put_rules(b, r);
	BUF_LIT(b, ",\"failures\":");
	report_put_occurred(b, reject_names, r->counts.failures, REJECT_CODES);
	BUF_LIT(b, ",\"warnings\":");
	report_put_occurred(b, r->plan->fields.name, r->presence.warnings, r->plan->count);
	presence_put_json(b, &r->presence, r->plan->fields.name, "entities");
	if (r->compare)
		report_put_compare(b, r);
	if (r->options.labels)
		report_put_labels(b, r);
	BUF_LIT(b, "}\n");
}

bool
replay_put_missing(struct buf *b, const struct replay *r)
{
	return presence_put_missing(b, &r->presence, r->plan);
}
