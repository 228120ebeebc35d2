/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "json/write.h"
#include "replay/job.h"
#include "time/stamp.h"

static void
put_count(struct buf *b, bool first, const char *name, uint64_t n)
{
	json_put_name(b, first, name);
	buf_u64(b, n);
}

static void
put_string(struct buf *b, const char *name, struct text t)
{
	json_put_name(b, false, name);
	json_put_string_or_null(b, t);
}

static void
put_stamp(struct buf *b, const char *name, int64_t at_ns)
{
	char text[STAMP_MAX];
	put_string(b, name, (struct text){ text, stamp_put(at_ns, text) });
}

/* An end of the range; null where there is no bound. */
static void
put_bound(struct buf *b, const char *name, int64_t at_ns, int64_t none)
{
	if (at_ns == none)
		put_string(b, name, TEXT_ABSENT);
	else
		put_stamp(b, name, at_ns);
}

/* ,"name" as a key that any text can be. */
static void
put_key(struct buf *b, bool first, struct text name)
{
	if (!first)
		buf_char(b, ',');
	json_put_string(b, name);
	buf_char(b, ':');
}

static void
put_job(struct buf *b, const struct replay *r, const struct replay_job *job)
{
	BUF_LIT(b, "{\"job_id\":null");
	put_string(b, "tenant_id", r->options.tenant);
	put_string(b, "job_type", job_type_names[r->options.type]);
	put_count(b, false, "encoding_version", r->plan->document.version);
	put_count(b, false, "rule_version", r->rules->document.version);
	put_bound(b, "time_range_start", r->options.from_ns, INT64_MIN);
	put_bound(b, "time_range_end", r->options.to_ns, INT64_MAX);
	put_string(b, "status", job->complete ? TEXT("Complete") : TEXT("Failed"));
	put_count(b, false, "events_processed", r->counts.processed);
	put_count(b, false, "events_failed", r->counts.failed);
	put_stamp(b, "created_at", job->started_ns);
	put_stamp(b, "completed_at", job->ended_ns);
	put_count(b, false, "events_skipped", r->counts.skipped);
	put_count(b, false, "events_duplicate", r->counts.duplicate);
	put_string(b, "error", job->error);
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
		put_key(b, i == 0, outcome_names[i]);
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
		put_string(b, "mode", rule->shadow ? TEXT("Shadow") : TEXT("Enforce"));
		put_count(b, false, "matched", r->rule[i].matched);
		put_count(b, false, "decided", r->rule[i].decided);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

/* {"NAME":COUNT,…} of those that occurred. */
static void
put_occurred(struct buf *b, const struct text *name, const uint64_t *count, size_t n)
{
	bool first = true;
	buf_char(b, '{');
	for (size_t i = 0; i < n; i++) {
		if (count[i] == 0)
			continue;
		put_key(b, first, name[i]);
		buf_u64(b, count[i]);
		first = false;
	}
	buf_char(b, '}');
}

void
replay_put_report(struct buf *b, const struct replay *r, const struct replay_job *job)
{
	BUF_LIT(b, "{\"job\":");
	put_job(b, r, job);
	put_decisions(b, r);
	put_rules(b, r);
	BUF_LIT(b, ",\"failures\":");
	put_occurred(b, reject_names, r->counts.failures, REJECT_CODES);
	BUF_LIT(b, ",\"warnings\":");
	put_occurred(b, r->plan->fields.name, r->warnings, r->plan->count);
	BUF_LIT(b, "}\n");
}
