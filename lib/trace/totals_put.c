/* SPDX-License-Identifier: MIT */
#include "trace/totals_put.h"

#include "base/fixed.h"
#include "json/write.h"
#include "trace/put.h"

void
trace_put_usage_member(struct buf *b, const number_wide *usage)
{
	bool any = false;
	for (size_t i = 0; i < TRACE_USAGES; i++)
		any |= usage[i] >= 0;
	json_name(b, "usage");
	if (!any) {
		json_add_null(b);
		return;
	}
	json_begin(b, '{');
	for (size_t i = 0; i < TRACE_USAGES; i++) {
		char digits[FIXED_MAX];
		if (usage[i] < 0)
			continue;
		const size_t n = fixed_put_whole(usage[i], digits);
		json_name(b, trace_usage_names[i].p);
		buf_put(b, digits, n);
	}
	json_end(b, '}');
}

static void
put_cost(struct buf *b, const struct trace_totals *sum)
{
	char digits[TRACE_COST_MAX];
	const size_t n = trace_cost_put(&sum->cost, digits);
	if (sum->has_cost)
		json_member_raw(b, "cost_usd", (struct text){ digits, n });
	else
		json_member_null(b, "cost_usd");
}

static void
put_duration(struct buf *b, int64_t ns)
{
	json_name(b, "duration_ns");
	if (ns == TRACE_NO_TIME)
		json_add_null(b);
	else
		buf_i64(b, ns);
}

/* The members that tell what is behind the numbers. */
static void
put_behind(struct buf *b, const struct trace_totals *sum)
{
	json_member_u64(b, "errors", sum->errors);
	json_member_u64(b, "llm_calls", sum->requests);
	json_member_u64(b, "llm_calls_without_cost", sum->without_cost);
}

void
trace_put_session(struct buf *b, const struct trace_session *s, struct text title)
{
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", trace_text_of(s->trace->id));
	json_name(b, "start");
	trace_put_time(b, s->trace->start_ns);
	put_duration(b, s->sum.duration_ns);
	json_member_string_or_null(b, "service", s->service);
	json_member_string_or_null(b, "model", s->model);
	json_member_u64(b, "calls", s->sum.calls);
	json_member_u64(b, "tool_errors", s->sum.tool_errors);
	trace_put_usage_member(b, s->sum.usage);
	put_cost(b, &s->sum);
	json_member_string(b, "title", title);
	json_member_string_or_null(b, "project", s->project);
	json_member_string(b, "status", trace_status_names[s->trace->status]);
	put_behind(b, &s->sum);
	json_member_u64(b, "models", s->models);
	json_end(b, '}');
	buf_char(b, '\n');
}

void
trace_put_totals(
    struct buf *b, const char *name, struct text value, const struct trace_totals *sum, bool parts)
{
	json_begin(b, '{');
	json_member_string_or_null(b, name, value);
	json_member_u64(b, "traces", sum->traces);
	put_duration(b, sum->duration_ns);
	json_member_u64(b, "calls", sum->calls);
	if (parts)
		json_member_null(b, "tool_errors");
	else
		json_member_u64(b, "tool_errors", sum->tool_errors);
	trace_put_usage_member(b, sum->usage);
	put_cost(b, sum);
	put_behind(b, sum);
	json_end(b, '}');
	buf_char(b, '\n');
}
