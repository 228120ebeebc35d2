/* SPDX-License-Identifier: MIT */
#include "json/write.h"
#include "store/job.h"
#include "time/stamp.h"

const struct text job_type_names[JOB_TYPES] = { [JOB_DRY_RUN] = TEXT("DryRun"),
	[JOB_DECISION_ONLY] = TEXT("DecisionOnly"),
	[JOB_STATE_REBUILD] = TEXT("StateRebuild") };

/* Writes null if the time is `none`. */
static void
put_time(struct buf *b, const char *name, int64_t at_ns, int64_t none)
{
	json_name(b, name);
	if (at_ns == none)
		json_add_null(b);
	else
		stamp_put_json(b, at_ns);
}

void
job_put_what(struct buf *b, const struct job *j)
{
	json_member_u64(b, "encoding_version", j->encoding_version);
	json_member_u64(b, "rule_version", j->rule_version);
	put_time(b, "time_range_start", j->from_ns, INT64_MIN);
	put_time(b, "time_range_end", j->to_ns, INT64_MAX);
}

void
job_put_counts(struct buf *b, const struct job *j)
{
	json_member_u64(b, "events_processed", j->processed);
	json_member_u64(b, "events_failed", j->failed);
	json_member_u64(b, "events_skipped", j->skipped);
	json_member_u64(b, "events_duplicate", j->duplicate);
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
	json_member_begin(b, "inputs", '[');
	for (size_t i = 0; i < j->ninputs; i++)
		json_add_string(b, j->inputs[i]);
	json_end(b, ']');
}

void
job_put(struct buf *b, const struct job *j)
{
	json_begin(b, '{');
	json_name(b, "job_id");
	if (j->number > 0) {
		buf_char(b, '"');
		job_put_id(b, j->number);
		buf_char(b, '"');
	} else {
		json_add_null(b);
	}
	json_member_string_or_null(b, "tenant_id", j->tenant_id);
	json_member_string(b, "job_type", job_type_names[j->type]);
	job_put_what(b, j);
	json_member_string(b, "status", job_status_names[j->status]);
	job_put_counts(b, j);
	put_time(b, "created_at", j->created_ns, INT64_MIN);
	put_time(b, "completed_at", j->completed_ns, INT64_MIN);
	json_member_string_or_null(b, "error", j->error);
	put_inputs(b, j);
	if (j->options.p)
		json_member_raw(b, "options", j->options);
	json_end(b, '}');
}
