/* SPDX-License-Identifier: MIT */
#include "step/dap_private.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trace/members.h"
#include "trace/put.h"
#include "trace/title.h"
#include "view/step.h"

/* Threads, which are traces; frames, which are the open calls; and what one sees of a frame. */

enum {
	THREADS_MOST = 1000, /* a list of threads has no pages */
	NAME_MOST = 80       /* bytes of an id or a title in the name of a thread */
};

/* ---- threads -------------------------------------------------------------------------------- */

static struct text
start_of(struct text t, size_t most)
{
	while (t.n > most && most > 0 && ((unsigned char)t.p[most] & 0xc0) == 0x80)
		most--;
	return (struct text){ t.p, t.n < most ? t.n : most };
}

static void
put_thread(struct dap *d, struct buf *body, size_t trace)
{
	const struct trace *t = &d->model->trace[trace];
	struct buf name = { 0 }, title = { 0 };
	trace_put_title(&title, d->model, t);
	buf_visible(&name, start_of(trace_text_of(t->id), NAME_MOST));
	BUF_LIT(&name, ": ");
	buf_visible(&name, start_of(buf_as_text(&title), NAME_MOST));
	buf_free(&title);
	if (t->errors > 0)
		buf_printf(&name, " (%u error%s)", t->errors, t->errors == 1 ? "" : "s");
	json_begin(body, '{');
	json_member_u64(body, "id", trace + 1);
	json_member_string(body, "name", buf_as_text(&name));
	json_end(body, '}');
	buf_free(&name);
}

void
dap_tell_threads(struct dap *d)
{
	struct buf b = { 0 };
	if (d->model->traces <= THREADS_MOST)
		return;
	buf_printf(&b,
	    "%zu traces: the first %d are listed as threads; select fewer with \"args\"\n",
	    d->model->traces, THREADS_MOST);
	dap_output(d, "console", buf_as_text(&b));
	buf_free(&b);
}

int
dap_threads(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	(void)r;
	(void)e;
	json_member_begin(body, "threads", '[');
	for (size_t i = 0; i < d->model->traces && i < THREADS_MOST; i++)
		put_thread(d, body, i);
	/* where one is must be among them */
	if (d->trace >= THREADS_MOST)
		put_thread(d, body, d->trace);
	json_end(body, ']');
	return 0;
}

/* ---- frames --------------------------------------------------------------------------------- */

int
dap_frame_of(struct dap *d, uint64_t id, const struct dap_frame_id **f, struct err *e)
{
	if (id < d->frame_base || id - d->frame_base >= d->frames)
		return err_set(e,
		    "arguments: \"frameId\" is %llu, which no frame has since the "
		    "last stop; ask for \"stackTrace\" again",
		    (unsigned long long)id);
	*f = &d->frame[id - d->frame_base];
	return 0;
}

static void
put_frame(struct dap *d, struct buf *body, const struct dap_frame_id *f)
{
	const struct trace_call *c = &d->model->call[f->frame.call];
	d->frame = mem_grow(d->frame, &d->frame_cap, d->frames + 1, sizeof(*d->frame));
	d->frame[d->frames++] = *f;
	json_begin(body, '{');
	json_member_u64(body, "id", d->frame_base + d->frames - 1);
	dap_member_visible(body, "name", step_name(c));
	dap_put_place(d, body, f);
	json_end(body, '}');
}

struct stack_trace {
	uint64_t thread, start, levels;
};

int
dap_stack_trace(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct stack_trace, thread, "threadId", JSON_ROW_U64),
		DAP_OPTIONAL(struct stack_trace, start, "startFrame", JSON_ROW_U64),
		DAP_OPTIONAL(struct stack_trace, levels, "levels", JSON_ROW_U64),
	};
	struct stack_trace a = { 0 };
	struct dap_frame_id f = { .level = 0 };
	uint64_t n = 0;
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0 || dap_thread(d, a.thread, &f.trace, e) < 0)
		return -1;
	f.position = d->position[f.trace];
	f.frame = step_frame_at(d->index, f.position);
	json_member_begin(body, "stackFrames", '[');
	for (; f.frame.call != TRACE_NONE; n++) {
		const struct step_frame below = f.frame;
		if (n >= a.start && (a.levels == 0 || n - a.start < a.levels))
			put_frame(d, body, &f);
		f.frame = step_caller(d->index, &below);
		/* the caller is where it called */
		f.position = step_enter(d->index, below.call);
		f.level++;
	}
	json_end(body, ']');
	json_member_u64(body, "totalFrames", n);
	return 0;
}

/* ---- what one sees of a frame --------------------------------------------------------------- */

static void
put_scope(struct dap *d, struct buf *body, const char *name, const char *hint,
    const struct dap_holder *h, uint64_t n)
{
	json_begin(body, '{');
	json_member_string(body, "name", text_of(name));
	if (hint)
		json_member_string(body, "presentationHint", text_of(hint));
	json_member_u64(body, "variablesReference", dap_hold(d, h));
	json_member_u64(body, "namedVariables", n);
	json_member_bool(body, "expensive", false);
	json_end(body, '}');
}

/* A scope of JSON that is made for it. */
static void
put_made(struct dap *d, struct buf *body, const char *name, const char *hint, struct buf *json)
{
	const struct dap_holder h = { .what = DAP_HOLDS_JSON,
		.json = arena_text(&d->stop, buf_as_text(json)) };
	const uint64_t n = dap_count_members(h.json);
	if (n > 0)
		put_scope(d, body, name, hint, &h, n);
	buf_free(json);
}

static void
put_call_scope(struct dap *d, struct buf *body, const struct trace_call *c)
{
	struct buf b = { 0 };
	json_begin(&b, '{');
	json_member_string_or_null(&b, "call_id", trace_text_of(c->id));
	json_member_string_or_null(&b, "parent_id", trace_text_of(c->parent_id));
	json_member_string(&b, "kind", trace_kind_names[c->kind]);
	json_member_string_or_null(&b, "service", trace_text_of(c->service));
	json_name(&b, "start");
	trace_put_time(&b, c->start_ns);
	if (c->duration_ns != TRACE_NO_TIME) {
		const struct view_style style = { .width = 80, .utf8 = true };
		struct buf text = { 0 };
		struct view_line l = { .b = &text, .style = &style };
		view_duration(&l, c->duration_ns);
		json_member_string(&b, "duration", buf_as_text(&text));
		buf_free(&text);
	}
	json_member_string(&b, "status", trace_status_names[c->status]);
	if (c->more && (c->more->error_type || c->more->message || c->more->where)) {
		json_name(&b, "error");
		trace_put_error(&b, c->more);
	}
	if (c->output)
		json_member_raw(&b, "output", trace_text_of(c->output));
	if (c->more && c->more->llm) {
		json_name(&b, "llm");
		trace_put_llm_value(&b, c->more);
	}
	if (c->more && c->more->links)
		json_member_raw(&b, "links", trace_text_of(c->more->links));
	if (c->notes) {
		json_name(&b, "notes");
		trace_put_notes(&b, c->notes);
	}
	json_end(&b, '}');
	put_made(d, body, "Call, as recorded", NULL, &b);
}

static void
put_attributes(struct dap *d, struct buf *body, const struct trace_call *c)
{
	struct buf b = { 0 };
	trace_join_objects(&b, c->attributes ? trace_text_of(c->attributes) : TEXT("{}"),
	    c->resource ? trace_text_of(c->resource) : TEXT("{}"));
	put_made(d, body, "Attributes", NULL, &b);
}

/* The event at the position. */
static void
put_event_scope(struct dap *d, struct buf *body, const struct dap_frame_id *f)
{
	const struct trace_step s = step_at(d->index, f->position);
	struct buf b = { 0 };
	if (f->level > 0 || s.type != TRACE_AT_EVENT)
		return;
	json_begin(&b, '{');
	json_name(&b, "at");
	trace_put_time(&b, s.event->at_ns);
	json_member_string(&b, "type", trace_event_names[s.event->type]);
	trace_put_event_members(&b, s.event);
	json_end(&b, '}');
	put_made(d, body, "Event", NULL, &b);
}

static void
put_scopes(struct dap *d, struct buf *body, const struct dap_frame_id *f)
{
	const struct trace_call *c = &d->model->call[f->frame.call];
	const struct text input = trace_text_of(c->input);
	struct dap_holder h = { .what = DAP_HOLDS_ARGUMENTS, .frame = f->frame };
	struct step_variable *variable;
	if (input.p)
		put_scope(d, body, "Arguments", "arguments", &h,
		    input.n > 0 && input.p[0] == '{' ? dap_count_members(input) : 1);
	h.what = DAP_HOLDS_VARIABLES;
	const size_t n = step_variables(d->index, &f->frame, &variable);
	free(variable);
	put_scope(d, body, "Variables", "locals", &h, n);
	put_event_scope(d, body, f);
	put_attributes(d, body, c);
	put_call_scope(d, body, c);
}

struct of_frame {
	uint64_t frame;
};

int
dap_scopes(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct of_frame, frame, "frameId", JSON_ROW_U64),
	};
	struct of_frame a = { 0 };
	const struct dap_frame_id *f = NULL;
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0 || dap_frame_of(d, a.frame, &f, e) < 0)
		return -1;
	json_member_begin(body, "scopes", '[');
	put_scopes(d, body, f);
	json_end(body, ']');
	return 0;
}

/* ---- errors --------------------------------------------------------------------------------- */

struct of_thread {
	uint64_t thread;
};

/* The error at a position: its event, or what the call is said to have failed with. */
static void
error_at(struct dap *d, uint64_t position, const struct trace_text *error[3])
{
	const struct trace_step s = step_at(d->index, position);
	const struct trace_call *c = &d->model->call[s.call];
	if (s.type == TRACE_AT_EVENT && s.event->type == TRACE_ERROR_EVENT) {
		error[0] = s.event->text[TRACE_ERROR_TYPE];
		error[1] = s.event->text[TRACE_ERROR_MESSAGE];
		error[2] = s.event->text[TRACE_ERROR_WHERE];
	} else if (c->more) {
		error[0] = c->more->error_type;
		error[1] = c->more->message;
		error[2] = c->more->where;
	}
}

int
dap_exception_info(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct of_thread, thread, "threadId", JSON_ROW_U64),
	};
	struct of_thread a = { 0 };
	const struct trace_text *error[3] = { NULL, NULL, NULL };
	size_t trace, n;
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0 || dap_thread(d, a.thread, &trace, e) < 0)
		return -1;
	const uint64_t position = d->position[trace], *list = step_errors(d->index, &n);
	if (step_next_of(list, n, position - 1) != position)
		return err_set(e, "nothing fails at position %llu", (unsigned long long)position);
	error_at(d, position, error);
	dap_member_visible(body, "exceptionId", error[0] ? trace_text_of(error[0]) : TEXT("error"));
	if (error[1])
		dap_member_visible(body, "description", trace_text_of(error[1]));
	json_member_string(body, "breakMode", TEXT("always"));
	json_member_begin(body, "details", '{');
	if (error[0])
		dap_member_visible(body, "typeName", trace_text_of(error[0]));
	if (error[1])
		dap_member_visible(body, "message", trace_text_of(error[1]));
	if (error[2])
		dap_member_visible(body, "stackTrace", trace_text_of(error[2]));
	json_end(body, '}');
	return 0;
}
