/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "step/debugger.h"
#include "tests/fuzz/fuzz.h"

/*
 * Commands for a debugger, line by line.  Every answer begins with the position; the other lines
 * begin with two blanks; nothing in it controls a terminal.  Whatever the commands are, the frame
 * that is looked at belongs to the position.
 */
static struct trace_model *
make_model(void)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	const struct trace_event_record event[] = {
		{ .type = TRACE_VARIABLE,
		    .at_ns = 20,
		    .after = -1,
		    .text = { TEXT("v"), TEXT("1") } },
		{ .type = TRACE_LOG, .at_ns = 30, .after = -1, .text = { TEXT("said\x1b[2J") } },
		{ .type = TRACE_VARIABLE,
		    .at_ns = 60,
		    .after = -1,
		    .text = { TEXT("v.w"), TEXT("{\"x\":[2]}") } },
		{ .type = TRACE_ERROR_EVENT,
		    .at_ns = 70,
		    .after = -1,
		    .text = { TEXT("E"), TEXT("m") } },
	};
	struct trace_record r = { .what = TRACE_CALL,
		.trace_id = TEXT("t"),
		.call_id = TEXT("a"),
		.name = TEXT("f"),
		.input = TEXT("{\"n\":5,\"s\":\"a\\u001bb\"}"),
		.start_ns = 10,
		.end_ns = TRACE_NO_TIME,
		.duration_ns = 90,
		.event = event,
		.events = 4,
		.records = 1 };
	trace_add(m, &r);
	r.call_id = TEXT("b");
	r.parent_id = TEXT("a");
	r.name = TEXT("g h");
	r.start_ns = 40;
	r.duration_ns = TRACE_NO_TIME;
	r.what = TRACE_BEGIN;
	r.events = 2;
	trace_add(m, &r);
	trace_build(m);
	return m;
}

static void
check_answer(struct text t)
{
	MUST(t.n > 1 && t.p[0] == '#' && t.p[t.n - 1] == '\n');
	MUST(utf8_valid(t.p, t.n) == t.n);
	for (size_t i = 0; i < t.n; i++) {
		MUST((unsigned char)t.p[i] >= ' ' || t.p[i] == '\n');
		MUST(t.p[i] != '\n' || i + 1 == t.n || t.p[i + 1] == '\n' ||
		     (t.p[i + 1] == ' ' && t.p[i + 2] == ' '));
	}
}

static void
check_place(struct step_debugger *d)
{
	const struct step_session *s = step_debugger_session(d);
	const struct step_index *x = step_session_index(s);
	struct step_frame f = step_frame_at(x, step_position(s));
	for (uint32_t i = 0; i < step_frame_level(s); i++)
		f = step_caller(x, &f);
	const struct step_frame looked = step_frame(s);
	MUST(f.call == looked.call && f.events == looked.events && f.ended == looked.ended);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct trace_model *m = make_model();
	struct step_index *x = step_index_new(m);
	const struct step_debugger_setup setup = { .style = { .width = 60, .utf8 = true } };
	struct step_debugger *d = step_debugger_new(x, &setup);
	struct buf answer = { 0 }, words = { 0 };
	bool goes_on = true;
	while (n > 0 && goes_on) {
		const uint8_t *end = memchr(data, '\n', n);
		const struct text line = { (const char *)data, end ? (size_t)(end - data) : n };
		answer.n = words.n = 0;
		step_debugger_complete(d, line, &words);
		goes_on = step_debugger_do(d, line, &answer);
		if (goes_on)
			check_answer(buf_as_text(&answer));
		check_place(d);
		n -= line.n + (end != NULL);
		data += line.n + (end != NULL);
	}
	buf_free(&answer);
	buf_free(&words);
	step_debugger_free(d);
	step_index_free(x);
	trace_model_free(m);
	return 0;
}
