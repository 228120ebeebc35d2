/* SPDX-License-Identifier: MIT */
/* The timeline of models that were made by hand: what telemetry does not have, durations, widths,
 * colours. */
#include "view/timeline.h"

#include <string.h>

#include "tests/unit/unit.h"
#include "report/text_put.h"
#include "view/value.h"

static const struct view_style plain = { .width = 80, .utf8 = true };

static void
check_duration(int64_t ns, const char *expected)
{
	struct buf b = { 0 };
	struct view_line l = { &b, &plain, 0 };
	unit_row(expected);
	view_duration(&l, ns);
	CHECK_TEXT(buf_as_text(&b), expected);
	CHECK(l.column == text_width(buf_as_text(&b)));
	buf_free(&b);
}

static void
test_durations(void)
{
	check_duration(0, "0");
	check_duration(1, "1ns");
	check_duration(999, "999ns");
	check_duration(1000, "1.00µs");
	check_duration(9999, "9.99µs");
	check_duration(10000, "10.0µs");
	check_duration(99999, "99.9µs");
	check_duration(999999, "999µs");
	check_duration(1000000, "1.00ms");
	check_duration(999999999, "999ms");
	check_duration(1000000000, "1.00s");
	check_duration(59999999999, "59.9s");
	check_duration(60000000000, "1.00min");
	check_duration(3599999999999, "59.9min");
	check_duration(3600000000000, "1.00h");
	check_duration(-1500000, "-1.50ms");
	check_duration(INT64_MAX, "2562047h");
	check_duration(INT64_MIN, "-2562047h");
}

static void
check_value(const char *json, size_t room, const char *expected)
{
	struct buf b = { 0 };
	struct view_line l = { &b, &plain, 0 };
	unit_row(expected);
	view_value(&l, text_of(json), room);
	CHECK_TEXT(buf_as_text(&b), expected);
	CHECK(l.column == text_width(buf_as_text(&b)));
	buf_free(&b);
}

static void
test_values(void)
{
	check_value("\"0123456789012345678901234\"", 27, "\"0123456789012345678901234\"");
	check_value("\"0123456789012345678901234\"", 26, "\"012345678901234567…[27 B]");
	check_value("\"0123456789012345678901234\"", 0, "\"012…[27 B]");
	check_value("12345", 0, "12345");
	check_value("\"日本語日本語日本語日本語日本語\"", 20, "\"日本語日本語…[47 B]");
	check_value(
	    "\"\\u00e9\\u202e\\u0041\\ud800x\\u00\"", 80, "\"é\\u202e\\u0041\\ud800x\\u00\"");
	check_value("\"\\\\u00e9\"", 80, "\"\\\\u00e9\"");
}

/* ---- models --------------------------------------------------------------------------------- */

static struct trace_record
record(const char *id, const char *parent, const char *name, int64_t start_ns, int64_t end_ns)
{
	return (struct trace_record){ .what = TRACE_CALL,
		.status = TRACE_OK,
		.trace_id = TEXT("t"),
		.call_id = text_of(id),
		.parent_id = text_of(parent),
		.name = text_of(name),
		.start_ns = start_ns,
		.end_ns = end_ns,
		.duration_ns = TRACE_NO_TIME };
}

static void
check_timeline(struct trace_model *m, const struct timeline_options *o, const char *expected)
{
	struct buf b = { 0 };
	struct timeline_at at;
	struct timeline *t = timeline_new(m, o, NULL);
	while (timeline_next(t, &b, &at))
		;
	CHECK_TEXT(buf_as_text(&b), expected);
	timeline_free(t);
	buf_free(&b);
}

static struct trace_model *
new_model(void)
{
	return trace_model_new((struct siphash_key){ 1, 2 });
}

/* A model's request, with all that is known of it. */
static void
add_llm(struct trace_model *m)
{
	struct trace_more more = TRACE_MORE_INIT;
	more.llm = true;
	more.model = TEXT("gpt-4o");
	more.cost_usd = TEXT("0.0123");
	more.usage[TRACE_INPUT_TOKENS] = 12345;
	more.usage[TRACE_OUTPUT_TOKENS] = 67;
	more.usage[TRACE_CACHE_READ_TOKENS] = 1000;
	struct trace_record r = record("2", "1", "chat", 1000000, 3000000);
	r.kind = TRACE_LLM;
	r.input = TEXT("{\"model\":\"gpt-4o\"}");
	r.output = TEXT("\"fine\"");
	r.more = &more;
	trace_add(m, &r);
}

static void
test_llm(void)
{
	struct trace_model *m = new_model();
	struct trace_record root = record("1", NULL, "agent", 0, 5000000);
	root.kind = TRACE_AGENT;
	root.service = TEXT("shop");
	struct trace_record rates = record("3", "1", "GET /rates", 3000000, 4000000);
	rates.kind = TRACE_HTTP;
	rates.service = TEXT("rates");
	rates.status = TRACE_ERROR;
	rates.attributes = TEXT("{\"http.status_code\":503}");
	struct trace_more more = TRACE_MORE_INIT;
	more.error = (struct trace_error){ TEXT("503"), TEXT("down"), TEXT("rates.c:7") };
	rates.more = &more;
	trace_add(m, &root);
	add_llm(m);
	trace_add(m, &rates);
	trace_build(m);
	unit_row("llm");
	const struct timeline_options o = { .style = { .width = 120, .utf8 = true } };
	check_timeline(m, &o,
	    "1970-01-01T00:00:00Z  trace t: 3 calls, 6 events, 5.00ms, 1 error\n"
	    "  +0       ┬ ENTER agent [agent, shop]\n"
	    "  +1.00ms  ├─┬ ENTER chat(model=\"gpt-4o\") [llm]\n"
	    "  +3.00ms  │ └ EXIT chat: ok after 2.00ms; gpt-4o; tokens: 12,345 in, 67 out, "
	    "1,000 cached; $0.0123 → \"fine\"\n"
	    "  +3.00ms  ├─┬ ENTER GET /rates [http, rates]\n"
	    "  +4.00ms  │ └ EXIT GET /rates: error after 1.00ms: 503: down at rates.c:7\n"
	    "  +5.00ms  └ EXIT agent: ok after 5.00ms\n"
	    "root cause: 503: down at rates.c:7\n"
	    "  in GET /rates\n"
	    "  from agent\n"
	    "  handled: agent went well\n");
	unit_row("full");
	const struct timeline_options full = { .style = { .width = 80, .full = true }, .depth = 2 };
	struct buf b = { 0 };
	struct timeline_at at;
	struct timeline *t = timeline_new(m, &full, NULL);
	bool errors = false;
	while (timeline_next(t, &b, &at))
		errors |= at.error && at.at_ns == 4000000;
	CHECK(text_contains(buf_as_text(&b), TEXT("\n           | | - http.status_code = 503\n")));
	CHECK(errors);
	timeline_free(t);
	buf_free(&b);
	trace_model_free(m);
}

/* Without a clock there are no times, and events stand where they were recorded. */
static void
test_no_clock(void)
{
	struct trace_model *m = new_model();
	struct trace_record root = record("1", NULL, "main", TRACE_NO_TIME, TRACE_NO_TIME);
	struct trace_record child = record("2", "1", "step", TRACE_NO_TIME, TRACE_NO_TIME);
	const struct trace_event_record log = { TRACE_LOG, TRACE_NO_TIME, 1,
		{ TEXT("done"), TEXT("info") }, TEXT_ABSENT };
	root.event = &log;
	root.events = 1;
	trace_add(m, &root);
	trace_add(m, &child);
	trace_build(m);
	unit_row("no clock");
	const struct timeline_options o = { .style = plain, .numbers = true };
	check_timeline(m, &o,
	    "trace t: 2 calls, 5 events\n"
	    "  #1  ┬ ENTER main\n"
	    "  #2  ├─┬ ENTER step\n"
	    "  #3  │ └ EXIT step: ok\n"
	    "  #4  │ LOG info: done\n"
	    "  #5  └ EXIT main: ok\n");
	const struct timeline_options by_time = {
		.style = plain, .numbers = true, .by_time = true
	};
	check_timeline(m, &by_time,
	    "trace t: 2 calls, 5 events\n"
	    "  #1  ┬ ENTER main\n"
	    "  #2  ├─┬ ENTER step\n"
	    "  #3  │ └ EXIT step: ok\n"
	    "  #4  │ LOG info: done\n"
	    "  #5  └ EXIT main: ok\n");
	trace_model_free(m);
}

/* Colours change nothing but the colour. */
static void
test_color(void)
{
	struct trace_model *m = new_model();
	struct trace_record root = record("1", NULL, "main", 0, 10);
	root.kind = TRACE_FUNCTION;
	trace_add(m, &root);
	trace_build(m);
	unit_row("color");
	const struct timeline_options o = { .style = { .width = 80, .utf8 = true, .color = true } };
	check_timeline(m, &o,
	    "\33[35m1970-01-01T00:00:00Z\33[0m  trace \33[1mt\33[0m: 1 call, 2 events, 10ns\n"
	    "  \33[35m+0\33[0m       \33[36m┬\33[0m ENTER \33[1mmain\33[0m()\n"
	    "  \33[35m+10ns\33[0m    \33[36m└\33[0m EXIT \33[1mmain\33[0m: \33[32mok\33[0m after "
	    "10ns\n");
	trace_model_free(m);
}

int
main(void)
{
	test_durations();
	test_values();
	test_llm();
	test_no_clock();
	test_color();
	return unit_end();
}
