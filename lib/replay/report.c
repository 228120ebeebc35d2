/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "json/write.h"
#include "replay/job.h"

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
replay_put_report(struct buf *b, const struct replay *r, const struct job *job)
{
	BUF_LIT(b, "{\"job\":");
	job_put(b, job);
	put_decisions(b, r);
	put_rules(b, r);
	BUF_LIT(b, ",\"failures\":");
	put_occurred(b, reject_names, r->counts.failures, REJECT_CODES);
	BUF_LIT(b, ",\"warnings\":");
	put_occurred(b, r->plan->fields.name, r->warnings, r->plan->count);
	BUF_LIT(b, "}\n");
}
