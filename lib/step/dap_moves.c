/* SPDX-License-Identifier: MIT */
#include "step/dap_private.h"
#include "view/step.h"

/* From one stop to the next. */

enum { STEP_WIDTH = 160, ASK_EVERY = 256, INDENTS_MOST = 40 };

#define AT_THE_END "the recording ends here"
#define AT_THE_BEGINNING "the recording begins here"

/* Appends the step without its number.  The line has so many columns. */
static void
put_what(struct dap *d, struct view_line *l, uint64_t position)
{
	struct buf none = { 0 };
	const struct view_line behind = { .b = &none, .style = l->style };
	const struct trace_step s = step_at(d->index, position);
	switch (s.type) {
	case TRACE_ENTER: step_put_enter(l, d->model, s.call, &behind); break;
	case TRACE_AT_EVENT: step_put_event(l, d->model, s.call, s.event, s.event, &behind); break;
	case TRACE_EXIT: step_put_exit(l, d->model, s.call, &behind); break;
	case TRACE_AT_NO_EXIT: step_put_no_exit(l, d->model, s.call); break;
	}
	buf_free(&none);
}

void
dap_put_step(struct dap *d, struct buf *b, uint64_t position, size_t width)
{
	const struct view_style style = { .width = width, .utf8 = true };
	struct view_line l = { .b = b, .style = &style };
	buf_printf(b, "#%llu ", (unsigned long long)position);
	put_what(d, &l, position);
}

void
dap_put_row(struct dap *d, struct buf *b, uint64_t position, size_t width)
{
	const struct view_style style = { .width = width, .utf8 = true };
	struct view_line l = { .b = b, .style = &style };
	const uint32_t depth = step_at(d->index, position).depth;
	buf_printf(b, "#%-6llu ", (unsigned long long)position);
	for (uint32_t i = 0; i < depth && i < INDENTS_MOST; i++)
		view_put(&l, "  ");
	put_what(d, &l, position);
}

/* ---- where one is --------------------------------------------------------------------------- */

void
dap_is_at_position(struct dap *d, uint64_t position)
{
	d->trace = d->model->call[step_at(d->index, position).call].trace;
	d->position[d->trace] = position;
}

static void
put_ids(struct buf *b, const struct dap_break *at)
{
	json_member_begin(b, "hitBreakpointIds", '[');
	json_add_u64(b, at->id);
	json_end(b, ']');
}

void
dap_stopped(struct dap *d, const char *reason, const char *note, const struct dap_break *at)
{
	struct buf b = { 0 }, about = { 0 };
	dap_forget(d);
	dap_put_step(d, &about, d->position[d->trace], STEP_WIDTH);
	if (note)
		buf_printf(&about, "; %s", note);
	dap_event_begin(&b, dap_seq(d), "stopped");
	json_member_string(&b, "reason", text_of(reason));
	dap_member_visible(&b, "description", buf_as_text(&about));
	json_member_u64(&b, "threadId", d->trace + 1);
	if (text_eq(text_of(reason), TEXT("exception")))
		dap_member_visible(&b, "text", buf_as_text(&about));
	json_member_bool(&b, "allThreadsStopped", true);
	if (at)
		put_ids(&b, at);
	dap_event_end(&b);
	dap_send(d, &b);
	buf_free(&about);
}

int
dap_thread(struct dap *d, uint64_t id, size_t *trace, struct err *e)
{
	if (id < 1 || id > d->model->traces)
		return err_set(e,
		    "arguments: \"threadId\" is %llu; threads are the traces, from 1 to %zu",
		    (unsigned long long)id, d->model->traces);
	*trace = (size_t)id - 1;
	return 0;
}

struct move {
	uint64_t thread;
	struct text granularity;
};

/* Reads the arguments of a move, and goes to the position of its thread. */
static int
read_move(struct dap *d, const struct dap_request *r, struct move *m, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct move, thread, "threadId", JSON_ROW_U64),
		DAP_OPTIONAL(struct move, granularity, "granularity", JSON_ROW_TEXT),
	};
	*m = (struct move){ 0 };
	if (!d->started)
		return err_set(e, "the session has not begun; \"configurationDone\" is missing");
	if (d->terminated)
		return err_set(e, "the session has ended");
	if (DAP_ARGUMENTS(r, rows, m, e) < 0 || dap_thread(d, m->thread, &d->trace, e) < 0)
		return -1;
	step_go(d->session, d->position[d->trace]);
	return 0;
}

/* ---- steps ---------------------------------------------------------------------------------- */

static int
step(struct dap *d, const struct dap_request *r, struct err *e, enum step_move statement,
    enum step_move line, enum step_move instruction)
{
	struct move m;
	if (read_move(d, r, &m, e) < 0)
		return -1;
	const enum step_move move = text_eq(m.granularity, TEXT("instruction")) ? instruction
				    : text_eq(m.granularity, TEXT("line"))      ? line
										: statement;
	d->next = DAP_NEXT_STOPPED;
	d->reason = "step";
	d->note = NULL;
	switch (step_move(d->session, move, NULL)) {
	case STEP_MOVED: break;
	case STEP_INTERRUPTED: d->reason = "pause"; break;
	case STEP_AT_END:
		d->note =
		    move == STEP_BACK || move == STEP_BACK_OVER ? AT_THE_BEGINNING : AT_THE_END;
		break;
	}
	dap_is_at_position(d, step_position(d->session));
	return 0;
}

int
dap_next(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	(void)body;
	return step(d, r, e, STEP_OVER, STEP_OVER, STEP_NEXT);
}

int
dap_step_in(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	(void)body;
	return step(d, r, e, STEP_INTO, STEP_INTO, STEP_NEXT);
}

int
dap_step_out(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	(void)body;
	return step(d, r, e, STEP_FINISH, STEP_FINISH, STEP_FINISH);
}

int
dap_step_back(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	(void)body;
	return step(d, r, e, STEP_BACK, STEP_BACK_OVER, STEP_BACK);
}

/* ---- runs ----------------------------------------------------------------------------------- */

/* The nearer of two positions, of which 0 is none. */
static uint64_t
nearer(uint64_t a, uint64_t b, bool back)
{
	if (a == 0 || b == 0)
		return a + b;
	return (a < b) == back ? b : a;
}

static uint64_t
next_of(const uint64_t *position, size_t n, uint64_t from, bool back)
{
	return back ? step_last_of(position, n, from) : step_next_of(position, n, from);
}

/* The next position at which there may be a reason to stop; 0: none. */
static uint64_t
next_place(struct dap *d, uint64_t from, bool back)
{
	uint64_t next = 0;
	size_t n;
	const uint64_t *error = step_errors(d->index, &n);
	if (d->stop_at_errors)
		next = next_of(error, n, from, back);
	for (size_t i = 0; i < d->breaks; i++) {
		const struct dap_break *b = d->brk[i];
		next = nearer(next, next_of(b->position, b->positions, from, back), back);
	}
	const struct step_break *const *typed = step_breaks(d->session, &n);
	for (size_t i = 0; i < n; i++)
		next =
		    nearer(next, next_of(typed[i]->position, typed[i]->places, from, back), back);
	return next;
}

static bool
is_listed(const uint64_t *position, size_t n, uint64_t at)
{
	return step_next_of(position, n, at - 1) == at;
}

/* Is there a breakpoint that the user has set by a command?  Those of the client are not the
 * engine's. */
static bool
typed_at(struct dap *d, uint64_t position)
{
	size_t n;
	const struct step_break *const *typed = step_breaks(d->session, &n);
	for (size_t i = 0; i < n; i++)
		if (is_listed(typed[i]->position, typed[i]->places, position))
			return true;
	return false;
}

bool
dap_is_at(const struct dap_break *b, uint64_t position)
{
	return is_listed(b->position, b->positions, position);
}

static const char *
reason_of(const struct dap_break *b)
{
	switch (b->kind) {
	case DAP_AT_LINE: return "breakpoint";
	case DAP_AT_FUNCTION: return "function breakpoint";
	case DAP_AT_DATA: return "data breakpoint";
	case DAP_AT_ERROR:
	case DAP_BREAK_KINDS: break;
	}
	return "exception";
}

/* Stops at a position if there is a reason to. */
static bool
stops_at(struct dap *d, uint64_t position)
{
	size_t n;
	const uint64_t *error = step_errors(d->index, &n);
	const struct dap_break *b = dap_break_at(d, position);
	const bool fails = d->stop_at_errors && is_listed(error, n, position);
	if (!b && !fails && !typed_at(d, position))
		return false;
	dap_is_at_position(d, position);
	dap_stopped(d, b ? reason_of(b) : fails ? "exception" : "breakpoint", NULL, b);
	return true;
}

static bool
anything_set(struct dap *d)
{
	size_t n;
	step_breaks(d->session, &n);
	return d->breaks > 0 || d->stop_at_errors || n > 0;
}

/* A run found no reason to stop.  Forwards, it ends the session if there is nothing to come back
 * for, or if it began at the end; but not if the user has typed a command. */
static void
ran_out(struct dap *d, uint64_t began, bool back)
{
	const uint64_t last = step_positions(d->index);
	dap_is_at_position(d, back ? 1 : last);
	if (back)
		dap_stopped(d, "entry", AT_THE_BEGINNING, NULL);
	else if (!d->typed && (began == last || !anything_set(d)))
		dap_end(d);
	else
		dap_stopped(d, "end", AT_THE_END, NULL);
}

/* Returns the position at which there is a reason to stop, after telling it; 0: there is none. */
static uint64_t
look_for_stop(struct dap *d, uint64_t from, bool back)
{
	uint64_t at = from;
	for (unsigned i = 1; (at = next_place(d, at, back)) != 0; i++) {
		if (stops_at(d, at))
			return at;
		if (i % ASK_EVERY == 0 && d->host.interrupted(d->host.context)) {
			dap_is_at_position(d, at);
			dap_stopped(d, "pause", NULL, NULL);
			return at;
		}
	}
	return 0;
}

static void
run_from(struct dap *d, uint64_t from, bool back)
{
	d->running = true;
	if (look_for_stop(d, from, back) == 0)
		ran_out(d, from, back);
	d->running = false;
}

void
dap_run(struct dap *d, bool back)
{
	run_from(d, d->position[d->trace], back);
}

void
dap_start(struct dap *d)
{
	if (d->started)
		return;
	d->started = true;
	if (d->no_debug)
		dap_end(d);
	else if (d->stop_on_entry)
		dap_stopped(d, "entry", NULL, NULL);
	else
		run_from(d, 0, false);
}

int
dap_continue(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	struct move m;
	if (read_move(d, r, &m, e) < 0)
		return -1;
	json_member_bool(body, "allThreadsContinued", true);
	d->next = DAP_NEXT_RUN;
	return 0;
}

int
dap_reverse_continue(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	struct move m;
	(void)body;
	if (read_move(d, r, &m, e) < 0)
		return -1;
	d->next = DAP_NEXT_RUN_BACK;
	return 0;
}

/* ---- jumps ---------------------------------------------------------------------------------- */

int
dap_goto(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	struct target {
		uint64_t id;
	} t = { 0 };
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct target, id, "targetId", JSON_ROW_U64),
	};
	struct move m;
	(void)body;
	if (read_move(d, r, &m, e) < 0 || DAP_ARGUMENTS(r, rows, &t, e) < 0)
		return -1;
	if (t.id < 1 || t.id > step_positions(d->index))
		return err_set(e, "arguments: \"targetId\" is %llu, which no \"gotoTargets\" told",
		    (unsigned long long)t.id);
	dap_is_at_position(d, t.id);
	d->next = DAP_NEXT_STOPPED;
	d->reason = "goto";
	d->note = NULL;
	return 0;
}

int
dap_restart_frame(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	struct frame {
		uint64_t id;
	} a = { 0 };
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct frame, id, "frameId", JSON_ROW_U64),
	};
	const struct dap_frame_id *f = NULL;
	(void)body;
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0 || dap_frame_of(d, a.id, &f, e) < 0)
		return -1;
	dap_is_at_position(d, step_enter(d->index, f->frame.call));
	d->next = DAP_NEXT_STOPPED;
	d->reason = "restart";
	d->note = NULL;
	return 0;
}

int
dap_pause(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	struct move m;
	(void)body;
	if (read_move(d, r, &m, e) < 0)
		return -1;
	d->next = DAP_NEXT_STOPPED;
	d->reason = "pause";
	d->note = NULL;
	return 0;
}
