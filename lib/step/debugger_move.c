/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "base/ascii.h"
#include "base/number.h"
#include "step/debugger_private.h"
#include "time/duration.h"
#include "time/stamp.h"
#include "trace/lineage.h"
#include "view/step.h"
#include "view/timeline.h"
#include "view/value.h"

/* ---- moves ---------------------------------------------------------------------------------- */

static void
say_watch(struct step_debugger *d, struct view_line *l, const struct step_break *b)
{
	const uint64_t at = step_position(d->session);
	const struct trace_step now = step_at(d->index, at);
	const uint32_t trace = d->model->call[now.call].trace;
	const uint64_t before = step_last_of(b->position, b->places, at);
	struct trace_setting s;
	view_put(l, ": ");
	if (before >= step_trace_first(d->index, trace)) {
		const struct trace_step then = step_at(d->index, before);
		if (trace_step_sets(d->model, &then, b->name, &s))
			view_value(l, s.value, view_room(l, 8) / 2);
		view_char(l, ' ');
		view_glyph(l, VIEW_GIVES);
		view_char(l, ' ');
	}
	if (trace_step_sets(d->model, &now, b->name, &s))
		view_value(l, s.value, view_room(l, 0));
}

/* Says which breakpoints have a place here. */
static void
say_breaks(struct step_debugger *d)
{
	const uint64_t at = step_position(d->session);
	size_t n;
	const struct step_break *const *list = step_breaks(d->session, &n);
	for (size_t i = 0; i < n; i++) {
		const struct step_break *b = list[i];
		if (step_next_of(b->position, b->places, at - 1) != at)
			continue;
		struct view_line l = debugger_begin(d);
		buf_printf(
		    l.b, "%s %" PRIu32, b->kind == STEP_WATCH ? "watch" : "breakpoint", b->number);
		l.column = 20;
		view_put(&l, ": ");
		if (b->kind == STEP_WATCH) {
			view_text(&l, b->name);
			say_watch(d, &l, b);
		} else {
			debugger_put_break(&l, b);
		}
		debugger_end(d, &l);
	}
}

/* Says which line of code the event is at: of an error, or where the call begins. */
static void
say_code(struct step_debugger *d)
{
	const struct trace_step s = step_at(d->index, step_position(d->session));
	const struct trace_call *c = &d->model->call[s.call];
	const struct trace_text *file = c->more ? c->more->file : NULL;
	struct text name, code = TEXT_ABSENT;
	uint32_t line = c->line;
	const bool error = s.type == TRACE_AT_EVENT && s.event->type == TRACE_ERROR_EVENT;
	if (!d->setup.source || (!error && s.type != TRACE_ENTER))
		return;
	if (error &&
	    view_split_where(trace_text_of(s.event->text[TRACE_ERROR_WHERE]), &name, &line))
		code = d->setup.source(d->setup.source_context, name, line);
	if (!code.p && file && line > 0)
		code = d->setup.source(d->setup.source_context, trace_text_of(file), line);
	if (!code.p)
		return;
	struct view_line l = debugger_begin(d);
	debugger_put_number(&l, line);
	view_put(&l, " | ");
	view_text(&l, code);
	debugger_end(d, &l);
}

/* The first lines behind that of a new position.  before: the trace that one was in. */
static void
say_there(struct step_debugger *d, uint32_t before)
{
	const struct step_frame f = step_frame_at(d->index, step_position(d->session));
	const uint32_t trace = d->model->call[f.call].trace;
	if (trace != before) {
		struct view_line l = debugger_begin(d);
		view_put(&l, "trace ");
		view_text(&l, trace_text_of(d->model->trace[trace].id));
		debugger_end(d, &l);
	}
	say_code(d);
}

static void
say_end(struct step_debugger *d, enum step_move move)
{
	switch (move) {
	case STEP_NEXT:
	case STEP_INTO:
	case STEP_OVER: debugger_say(d, "this is the last event"); break;
	case STEP_BACK:
	case STEP_BACK_OVER: debugger_say(d, "this is the first event"); break;
	case STEP_FINISH:
	case STEP_BACK_OUT: debugger_say(d, "no call around this one is left"); break;
	case STEP_CONTINUE:
		debugger_say(d, "no error, breakpoint or watch follows; this is the last event");
		break;
	case STEP_REVERSE:
		debugger_say(d, "no error, breakpoint or watch is before; this is the first event");
		break;
	}
}

/* The call that a move goes to the end of, or TRACE_NONE. */
static uint32_t
call_to_end(struct step_debugger *d, enum step_move move)
{
	const uint64_t at = step_position(d->session);
	struct step_frame f = step_frame(d->session);
	if (move == STEP_FINISH) {
		while (f.call != TRACE_NONE && step_leave(d->index, f.call) == at)
			f = step_caller(d->index, &f);
		return f.call;
	}
	if (move != STEP_OVER || at == step_positions(d->index))
		return TRACE_NONE;
	const struct trace_step next = step_at(d->index, at + 1);
	return next.type == TRACE_ENTER ? next.call : TRACE_NONE;
}

/* Goes a number of positions on or back, in one step however many these are. */
static enum step_result
go_by(struct step_debugger *d, bool forward, uint64_t times)
{
	const uint64_t at = step_position(d->session);
	const uint64_t left = forward ? step_positions(d->index) - at : at - 1;
	if (left > 0)
		step_go(d->session, forward ? at + (times < left ? times : left)
					    : at - (times < left ? times : left));
	return times > left ? STEP_AT_END : STEP_MOVED;
}

void
debugger_move(struct step_debugger *d, enum step_move move, struct text argument)
{
	uint64_t times = 1;
	enum step_result result = STEP_MOVED;
	if (argument.n > 0 && (number_u64(argument, &times) < 0 || times == 0)) {
		step_debugger_put_where(d, d->answer);
		debugger_say_of(d, "not a number of times: ", argument,
		    "; type the command alone, or with a number: n 5");
		return;
	}
	const uint32_t trace =
	    d->model->call[step_frame_at(d->index, step_position(d->session)).call].trace;
	uint32_t ended = TRACE_NONE;
	bool interrupted = false;
	if (move == STEP_NEXT || move == STEP_INTO || move == STEP_BACK) {
		result = go_by(d, move != STEP_BACK, times);
		times = 0;
	}
	while (times-- > 0 && result == STEP_MOVED && !interrupted) {
		ended = call_to_end(d, move);
		result = step_move(d->session, move, NULL);
		interrupted = times > 0 && step_interrupted(&d->setup.interrupt);
	}
	step_debugger_put_where(d, d->answer);
	say_there(d, trace);
	if (interrupted)
		debugger_say(d, "interrupted");
	else if (result == STEP_AT_END)
		say_end(d, move);
	else if (move == STEP_CONTINUE || move == STEP_REVERSE)
		say_breaks(d);
	if (ended != TRACE_NONE && !step_has_exit(d->model, ended))
		debugger_say_of(
		    d, "no exit of ", step_name(&d->model->call[ended]), " is recorded");
}

/* ---- goto ----------------------------------------------------------------------------------- */

static void
go(struct step_debugger *d, uint64_t position)
{
	const uint32_t trace =
	    d->model->call[step_frame_at(d->index, step_position(d->session)).call].trace;
	step_go(d->session, position);
	step_debugger_put_where(d, d->answer);
	say_there(d, trace);
}

static void
go_to_time(struct step_debugger *d, int64_t at_ns, struct text argument)
{
	uint64_t position;
	if (step_at_time(d->index, at_ns, &d->setup.interrupt, &position) < 0) {
		step_debugger_put_where(d, d->answer);
		debugger_say(d, "interrupted");
	} else if (position == 0) {
		step_debugger_put_where(d, d->answer);
		debugger_say_of(d, "nothing is recorded at or before ", argument, "");
	} else {
		go(d, position);
	}
}

/*
 * A duration as the timeline prints it, 543us or 1.23s.  It has at most three digits, and what it
 * cuts off is included, so that the event with that time is found.
 */
static bool
read_printed(struct text t, int64_t *ns)
{
	static const struct {
		struct text name;
		int64_t ns;
	} units[] = { { TEXT("ns"), 1 }, { TEXT("us"), 1000 }, { TEXT("\u00b5s"), 1000 },
		{ TEXT("\u03bcs"), 1000 }, { TEXT("ms"), 1000000 }, { TEXT("s"), STAMP_SECOND },
		{ TEXT("min"), 60 * STAMP_SECOND }, { TEXT("h"), 3600 * STAMP_SECOND } };
	int64_t number = 0, parts = 1;
	size_t n = 0, digits = 0;
	bool fraction = false;
	for (; n < t.n && digits <= 3 && (ascii_is_digit(t.p[n]) || (t.p[n] == '.' && !fraction));
	     n++) {
		fraction |= t.p[n] == '.';
		if (t.p[n] == '.')
			continue;
		number = number * 10 + (t.p[n] - '0');
		parts *= fraction ? 10 : 1;
		digits++;
	}
	for (size_t i = 0; digits == 3 && i < sizeof(units) / sizeof(*units); i++)
		if (text_eq((struct text){ t.p + n, t.n - n }, units[i].name)) {
			*ns = (number + 1) * units[i].ns / parts - 1;
			return true;
		}
	return false;
}

/* +DURATION since the start of the trace; a time of day on the day of that; or a time in full. */
static bool
read_time(struct step_debugger *d, struct text t, int64_t *at_ns)
{
	const struct step_frame f = step_frame(d->session);
	const int64_t start_ns = d->model->trace[d->model->call[f.call].trace].start_ns;
	char day[STAMP_MAX];
	if (stamp_parse_option(t, d->setup.now_ns, at_ns) == 0)
		return true;
	if (start_ns == TRACE_NO_TIME)
		return false;
	if (t.n > 1 && t.p[0] == '+') {
		const struct text since = { t.p + 1, t.n - 1 };
		int64_t ns = 0;
		if (!text_eq(since, TEXT("0")) && !read_printed(since, &ns) &&
		    duration_parse(since, &ns) < 0)
			return false;
		*at_ns = stamp_add(start_ns, ns);
		return true;
	}
	struct buf b = { 0 };
	stamp_put(start_ns, day);
	buf_put(&b, day, strlen("YYYY-MM-DDT"));
	buf_text(&b, t);
	if (t.n > 0 && t.p[t.n - 1] != 'Z')
		buf_char(&b, 'Z');
	const bool is = stamp_rfc3339(buf_as_text(&b), at_ns) == 0;
	buf_free(&b);
	return is;
}

void
debugger_goto(struct step_debugger *d, struct text argument)
{
	const bool hash = argument.n > 1 && argument.p[0] == '#';
	const struct text digits = { argument.p + hash, argument.n - hash };
	enum { EPOCH_LEAST = 1000000000 };
	uint64_t position;
	int64_t at_ns;
	if (number_u64(digits, &position) == 0) {
		/* a number of an event log: nothing has so many events */
		if (!hash && position > EPOCH_LEAST && stamp_parse(argument, &at_ns) == 0) {
			go_to_time(d, at_ns, argument);
			return;
		}
		if (position > 0 && position <= step_positions(d->index)) {
			go(d, position);
			return;
		}
		step_debugger_put_where(d, d->answer);
		struct view_line l = debugger_begin(d);
		buf_printf(l.b, "there is no #%" PRIu64 ": positions are 1 to %" PRIu64, position,
		    step_positions(d->index));
		debugger_end(d, &l);
	} else if (!hash && argument.n > 0 && read_time(d, argument, &at_ns)) {
		go_to_time(d, at_ns, argument);
	} else {
		step_debugger_put_where(d, d->answer);
		if (argument.n > 0)
			debugger_say_of(d, "neither a position nor a time: ", argument, "");
		debugger_say(d, "type goto 4, goto 2023-10-31T15:17:12.124Z, goto 15:17:12.124, or "
				"goto +543us");
	}
}
