/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "json/write.h"
#include "replay/job.h"
#include "replay/report_compare.h"
#include "replay/report_put.h"
#include "time/stamp.h"

static void
put_stamp(struct buf *b, const char *name, int64_t at_ns)
{
	char text[STAMP_MAX];
	report_put_string(b, name, (struct text){ text, stamp_put(at_ns, text) });
}

/* An end of the range; null where there is no bound. */
static void
put_bound(struct buf *b, const char *name, int64_t at_ns, int64_t none)
{
	if (at_ns == none)
		report_put_string(b, name, TEXT_ABSENT);
	else
		put_stamp(b, name, at_ns);
}

static void
put_job(struct buf *b, const struct replay *r, const struct replay_job *job)
{
	BUF_LIT(b, "{\"job_id\":null");
	report_put_string(b, "tenant_id", r->options.tenant);
	report_put_string(b, "job_type", job_type_names[r->options.type]);
	report_put_count(b, false, "encoding_version", r->plan->document.version);
	report_put_count(b, false, "rule_version", r->rules->document.version);
	put_bound(b, "time_range_start", r->options.from_ns, INT64_MIN);
	put_bound(b, "time_range_end", r->options.to_ns, INT64_MAX);
	report_put_string(b, "status", job->complete ? TEXT("Complete") : TEXT("Failed"));
	report_put_count(b, false, "events_processed", r->counts.processed);
	report_put_count(b, false, "events_failed", r->counts.failed);
	put_stamp(b, "created_at", job->started_ns);
	put_stamp(b, "completed_at", job->ended_ns);
	report_put_count(b, false, "events_skipped", r->counts.skipped);
	report_put_count(b, false, "events_duplicate", r->counts.duplicate);
	report_put_string(b, "error", job->error);
	BUF_LIT(b, ",\"inputs\":[");
	for (size_t i = 0; i < job->ninputs; i++) {
		if (i > 0)
			buf_char(b, ',');
		json_put_string(b, job->inputs[i]);
	}
	BUF_LIT(b, "]}");
}

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
replay_put_report(struct buf *b, const struct replay *r, const struct replay_job *job)
{
	BUF_LIT(b, "{\"job\":");
	put_job(b, r, job);
	put_decisions(b, r);
	put_rules(b, r);
	BUF_LIT(b, ",\"failures\":");
	report_put_occurred(b, reject_names, r->counts.failures, REJECT_CODES);
	BUF_LIT(b, ",\"warnings\":");
	report_put_occurred(b, r->plan->fields.name, r->warnings, r->plan->count);
	if (r->compare)
		report_put_compare(b, r);
	if (r->options.labels)
		report_put_labels(b, r);
	BUF_LIT(b, "}\n");
}
