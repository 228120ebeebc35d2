/* SPDX-License-Identifier: MIT */
#include "json/write.h"
#include "store/job.h"
#include "time/stamp.h"

const struct text job_type_names[JOB_TYPES] = { [JOB_DRY_RUN] = TEXT("DryRun"),
	[JOB_DECISION_ONLY] = TEXT("DecisionOnly"),
	[JOB_STATE_REBUILD] = TEXT("StateRebuild") };

const struct text job_status_names[JOB_STATUSES] = { [JOB_PENDING] = TEXT("Pending"),
	[JOB_RUNNING] = TEXT("Running"),
	[JOB_COMPLETE] = TEXT("Complete"),
	[JOB_FAILED] = TEXT("Failed") };
const enum color job_status_colors[JOB_STATUSES] = { [JOB_PENDING] = COLOR_OPEN,
	[JOB_RUNNING] = COLOR_OPEN,
	[JOB_COMPLETE] = COLOR_GOOD,
	[JOB_FAILED] = COLOR_BAD };

static void
put_count(struct buf *b, const char *name, uint64_t n)
{
	json_put_name(b, false, name);
	buf_u64(b, n);
}

static void
put_string(struct buf *b, const char *name, struct text t)
{
	json_put_name(b, false, name);
	json_put_string_or_null(b, t);
}

/* null where the time is `none`. */
static void
put_time(struct buf *b, const char *name, int64_t at_ns, int64_t none)
{
	char text[STAMP_MAX];
	if (at_ns == none)
		put_string(b, name, TEXT_ABSENT);
	else
		put_string(b, name, (struct text){ text, stamp_put(at_ns, text) });
}

void
job_put_id(struct buf *b, uint64_t number)
{
	BUF_LIT(b, "job-");
	buf_u64(b, number);
}

static void
put_inputs(struct buf *b, const struct job *j)
{
	BUF_LIT(b, ",\"inputs\":[");
	for (size_t i = 0; i < j->ninputs; i++) {
		if (i > 0)
			buf_char(b, ',');
		json_put_string(b, j->inputs[i]);
	}
	buf_char(b, ']');
}

void
job_put(struct buf *b, const struct job *j)
{
	BUF_LIT(b, "{\"job_id\":");
	if (j->number > 0) {
		buf_char(b, '"');
		job_put_id(b, j->number);
		buf_char(b, '"');
	} else {
		BUF_LIT(b, "null");
	}
	put_string(b, "tenant_id", j->tenant_id);
	put_string(b, "job_type", job_type_names[j->type]);
	put_count(b, "encoding_version", j->encoding_version);
	put_count(b, "rule_version", j->rule_version);
	put_time(b, "time_range_start", j->from_ns, INT64_MIN);
	put_time(b, "time_range_end", j->to_ns, INT64_MAX);
	put_string(b, "status", job_status_names[j->status]);
	put_count(b, "events_processed", j->processed);
	put_count(b, "events_failed", j->failed);
	put_count(b, "events_skipped", j->skipped);
	put_count(b, "events_duplicate", j->duplicate);
	put_time(b, "created_at", j->created_ns, INT64_MIN);
	put_time(b, "completed_at", j->completed_ns, INT64_MIN);
	put_string(b, "error", j->error);
	put_inputs(b, j);
	if (j->options.p) {
		json_put_name(b, false, "options");
		buf_text(b, j->options);
	}
	buf_char(b, '}');
}
