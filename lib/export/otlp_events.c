/* SPDX-License-Identifier: MIT */
#include "export/otlp.h"
#include "export/otlp_private.h"
#include "export/otlp_value.h"
#include "json/write.h"
#include "trace/members.h"
#include "trace/put.h"

/* ---- events --------------------------------------------------------------------------------- */

static bool
has(const struct trace_text *object, const char *key)
{
	return object && trace_member_of(trace_text_of(object), text_of(key)).p;
}

/* Can the event be said in OTLP, with no more than level, place and order beside it? */
static bool
event_fits(const struct trace_event *e, struct buf *scratch)
{
	const struct trace_text *as = e->attributes;
	const struct trace_text *message = e->text[TRACE_MESSAGE];
	if (e->at_ns == TRACE_NO_TIME || e->at_ns <= 0)
		return false;
	if (as && !otlp_fits_attributes(trace_text_of(as), scratch))
		return false;
	switch ((enum trace_event_type)e->type) {
	case TRACE_LOG: return message && !text_eq(trace_text_of(message), TEXT("exception"));
	case TRACE_ERROR_EVENT: return !has(as, "exception.type") && !has(as, "exception.message");
	case TRACE_VARIABLE:
	case TRACE_LOOP:
	case TRACE_BRANCH: return false;
	}
	return false;
}

/* What an event is called. */
static struct text
event_name(const struct trace_event *e)
{
	const struct trace_text *first = e->text[0];
	if (e->type == TRACE_ERROR_EVENT)
		return TEXT("exception");
	return first ? trace_text_of(first) : trace_event_names[e->type];
}

static void
put_text_if(struct buf *b, const char *key, const struct trace_text *t)
{
	if (t)
		otlp_put_text(b, key, trace_text_of(t));
}

static void
put_event_attributes(
    struct buf *b, const struct trace_event *e, int64_t after, struct otlp_scratch *s)
{
	const bool fits = event_fits(e, &s->fits), error = e->type == TRACE_ERROR_EVENT;
	if (fits && e->attributes)
		otlp_put_attributes(b, trace_text_of(e->attributes));
	if (error) {
		put_text_if(b, "exception.type", e->text[TRACE_ERROR_TYPE]);
		put_text_if(b, "exception.message", e->text[TRACE_ERROR_MESSAGE]);
	}
	if (!fits) {
		s->json.n = 0;
		trace_put_event(&s->json, e, after);
		otlp_put_text(b, ESPER_EVENT, buf_as_text(&s->json));
		return;
	}
	if (error)
		put_text_if(b, ESPER_WHERE, e->text[TRACE_ERROR_WHERE]);
	else
		put_text_if(b, ESPER_LEVEL, e->text[TRACE_LEVEL]);
	if (after >= 0)
		otlp_put_int(b, ESPER_AFTER, after);
}

void
otlp_put_events(
    struct buf *b, const struct trace_model *m, const struct trace_call *c, struct otlp_scratch *s)
{
	struct trace_event_walk w = trace_event_walk(m, c);
	const struct trace_event *e;
	int64_t after;
	json_member_begin(b, "events", '[');
	while ((e = trace_event_next(&w, &after)) != NULL) {
		json_begin(b, '{');
		json_name(b, "timeUnixNano");
		buf_char(b, '"');
		buf_u64(b, e->at_ns > 0 ? (uint64_t)e->at_ns : 0);
		buf_char(b, '"');
		json_member_string(b, "name", event_name(e));
		json_member_begin(b, "attributes", '[');
		put_event_attributes(b, e, after, s);
		BUF_LIT(b, "]}");
	}
	json_end(b, ']');
}

/* ---- links ---------------------------------------------------------------------------------- */

static struct text
member_text(struct text link, const char *key, struct arena *a)
{
	const struct text v = trace_member_of(link, text_of(key));
	if (v.n < 2 || v.p[0] != '"')
		return TEXT_ABSENT;
	return json_unescaped(a, (struct text){ v.p + 1, v.n - 2 });
}

void
otlp_put_links(struct buf *b, struct text links, struct otlp_scratch *s)
{
	struct trace_members it = trace_members(links);
	struct arena a = { 0 };
	struct text key, link;
	json_member_begin(b, "links", '[');
	while (trace_member(&it, &key, &link)) {
		const struct text trace = member_text(link, "trace_id", &a);
		const struct text call = member_text(link, "call_id", &a);
		const struct text as = trace_member_of(link, TEXT("attributes"));
		if (!trace.p || !call.p)
			continue;
		json_begin(b, '{');
		otlp_put_id(b, "traceId", trace, TRACE_DIGITS);
		otlp_put_id(b, "spanId", call, SPAN_DIGITS);
		if (as.p && otlp_fits_attributes(as, &s->fits)) {
			json_member_begin(b, "attributes", '[');
			otlp_put_attributes(b, as);
			json_end(b, ']');
		}
		json_end(b, '}');
	}
	json_end(b, ']');
	arena_free(&a);
}
