/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "step/dap_private.h"

/* When a request can be made. */
enum needs { ALWAYS, INITIALIZED, LAUNCHED };

static const struct request {
	const char *command;
	enum needs needs;
	dap_handler *take;
} requests[] = {
	{ "initialize", ALWAYS, dap_initialize },
	{ "launch", INITIALIZED, dap_launch },
	{ "configurationDone", INITIALIZED, dap_configuration_done },
	{ "disconnect", ALWAYS, dap_disconnect },
	{ "terminate", INITIALIZED, dap_terminate },
	{ "cancel", ALWAYS, dap_cancel },
	{ "setBreakpoints", INITIALIZED, dap_set_breakpoints },
	{ "setFunctionBreakpoints", INITIALIZED, dap_set_function_breakpoints },
	{ "setExceptionBreakpoints", INITIALIZED, dap_set_exception_breakpoints },
	{ "dataBreakpointInfo", LAUNCHED, dap_data_breakpoint_info },
	{ "setDataBreakpoints", INITIALIZED, dap_set_data_breakpoints },
	{ "breakpointLocations", LAUNCHED, dap_breakpoint_locations },
	{ "threads", LAUNCHED, dap_threads },
	{ "stackTrace", LAUNCHED, dap_stack_trace },
	{ "scopes", LAUNCHED, dap_scopes },
	{ "variables", LAUNCHED, dap_variables },
	{ "evaluate", LAUNCHED, dap_evaluate },
	{ "completions", LAUNCHED, dap_completions },
	{ "exceptionInfo", LAUNCHED, dap_exception_info },
	{ "next", LAUNCHED, dap_next },
	{ "stepIn", LAUNCHED, dap_step_in },
	{ "stepOut", LAUNCHED, dap_step_out },
	{ "stepBack", LAUNCHED, dap_step_back },
	{ "continue", LAUNCHED, dap_continue },
	{ "reverseContinue", LAUNCHED, dap_reverse_continue },
	{ "gotoTargets", LAUNCHED, dap_goto_targets },
	{ "goto", LAUNCHED, dap_goto },
	{ "restartFrame", LAUNCHED, dap_restart_frame },
	{ "pause", LAUNCHED, dap_pause },
	{ "source", LAUNCHED, dap_source },
	{ "loadedSources", LAUNCHED, dap_loaded_sources },
};

enum { REQUESTS = sizeof(requests) / sizeof(*requests) };

int64_t
dap_seq(struct dap *d)
{
	return ++d->seq;
}

void
dap_send(struct dap *d, struct buf *message)
{
	d->host.send(d->host.context, buf_as_text(message));
	buf_free(message);
}

void
dap_output(struct dap *d, const char *category, struct text text)
{
	struct buf b = { 0 };
	dap_event_begin(&b, dap_seq(d), "output");
	json_member_string(&b, "category", text_of(category));
	json_member_string(&b, "output", text);
	dap_event_end(&b);
	dap_send(d, &b);
}

void
dap_complain(struct dap *d, struct text what)
{
	struct buf b = { 0 };
	buf_visible(&b, what);
	buf_char(&b, '\n');
	dap_output(d, "stderr", buf_as_text(&b));
	buf_free(&b);
}

int
dap_arguments(
    const struct dap_request *r, const struct json_row *row, size_t n, void *out, struct err *e)
{
	return dap_read_object(r->arguments, "arguments", row, n, out, e);
}

static const struct request *
find_request(struct text command)
{
	for (size_t i = 0; i < REQUESTS; i++)
		if (text_eq(command, text_of(requests[i].command)))
			return &requests[i];
	return NULL;
}

static int
refuse_unknown(struct text command, struct err *e)
{
	struct text names[REQUESTS];
	struct buf shown = { 0 };
	for (size_t i = 0; i < REQUESTS; i++)
		names[i] = text_of(requests[i].command);
	const struct text near = text_nearest(command, names, REQUESTS);
	buf_visible(&shown, (struct text){ command.p, command.n < 80 ? command.n : 80 });
	if (near.p)
		err_set(e, "no request \"%.*s\" is known; did you mean \"%s\"?", (int)shown.n,
		    shown.p, near.p);
	else
		err_set(e, "the request \"%.*s\" is not supported", (int)shown.n,
		    shown.p ? shown.p : "");
	buf_free(&shown);
	return -1;
}

/* Appends the members of the body.  Returns 0, or -1 with *e filled. */
static int
handle(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	const struct request *known = find_request(r->command);
	if (!known)
		return refuse_unknown(r->command, e);
	if (known->needs >= INITIALIZED && !d->initialized)
		return err_set(e, "%s: the first request must be \"initialize\"", known->command);
	if (known->needs >= LAUNCHED && !d->launched)
		return err_set(e, "%s: no trace is loaded; \"launch\" one first", known->command);
	return known->take(d, r, body, e);
}

/* A client knows that a request to continue does so, but not that a typed command does. */
static void
tell_continued(struct dap *d)
{
	struct buf b = { 0 };
	dap_event_begin(&b, dap_seq(d), "continued");
	json_member_u64(&b, "threadId", d->trace + 1);
	json_member_bool(&b, "allThreadsContinued", true);
	dap_event_end(&b);
	dap_send(d, &b);
}

/* Does what follows the response. */
static void
go_on(struct dap *d)
{
	const enum dap_next next = d->next;
	struct buf b = { 0 };
	d->next = DAP_NEXT_NOTHING;
	if (d->typed)
		tell_continued(d);
	switch (next) {
	case DAP_NEXT_NOTHING: break;
	case DAP_NEXT_INITIALIZED:
		json_begin(&b, '{');
		json_member_u64(&b, "seq", (uint64_t)dap_seq(d));
		json_member_string(&b, "type", TEXT("event"));
		json_member_string(&b, "event", TEXT("initialized"));
		json_end(&b, '}');
		dap_send(d, &b);
		break;
	case DAP_NEXT_START: dap_start(d); break;
	case DAP_NEXT_STOPPED: dap_stopped(d, d->reason, d->note, NULL); break;
	case DAP_NEXT_RUN: dap_run(d, false); break;
	case DAP_NEXT_RUN_BACK: dap_run(d, true); break;
	case DAP_NEXT_END: dap_end(d); break;
	}
	d->typed = false;
}

void
dap_take(struct dap *d, struct text message)
{
	struct dap_request r;
	struct err e;
	struct buf body = { 0 }, b = { 0 };
	arena_reset(&d->request);
	const enum dap_read read = dap_request_read(&d->request, message, &r, &e);
	if (read == DAP_READ_IGNORED)
		return;
	if (read == DAP_READ_WRONG && !r.command.p) {
		dap_complain(d, text_of(e.text));
		return;
	}
	d->taken = r.seq;
	json_begin(&body, '{');
	if (read == DAP_READ_WRONG || handle(d, &r, &body, &e) < 0) {
		dap_put_refusal(&b, dap_seq(d), &r, text_of(e.text));
		d->next = DAP_NEXT_NOTHING;
	} else {
		json_end(&body, '}');
		dap_response_begin(&b, dap_seq(d), &r);
		if (body.n > 2)
			json_member_raw(&b, "body", buf_as_text(&body));
		dap_response_end(&b);
	}
	buf_free(&body);
	dap_send(d, &b);
	go_on(d);
}

struct dap *
dap_new(const struct dap_host *host)
{
	struct dap *d = mem_zalloc(1, sizeof(*d));
	d->host = *host;
	d->frame_base = d->holder_base = 1;
	return d;
}

void
dap_free(struct dap *d)
{
	if (!d)
		return;
	dap_breaks_free(d);
	dap_files_free(d);
	step_debugger_free(d->debugger);
	step_index_free(d->index);
	arena_free(&d->request);
	arena_free(&d->stop);
	arena_free(&d->always);
	free(d->position);
	free(d->frame);
	free(d->holder);
	free(d);
}

bool
dap_is_over(const struct dap *d)
{
	return d->over;
}

/* Is it about the request that is being taken? */
static bool
is_about(const struct dap *d, const struct json_node *arguments)
{
	struct cancelled {
		uint64_t seq;
	} c = { 0 };
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct cancelled, seq, "requestId", JSON_ROW_U64),
	};
	return dap_read_object(arguments, "", rows, 1, &c, NULL) == 0 &&
	       c.seq == (uint64_t)d->taken;
}

bool
dap_is_urgent(const struct dap *d, struct text message, bool patient)
{
	struct arena a = { 0 };
	struct dap_request r;
	bool is = false;
	if (dap_request_read(&a, message, &r, NULL) == DAP_READ_REQUEST) {
		is = text_eq(r.command, TEXT("cancel"))  ? is_about(d, r.arguments)
		     : text_eq(r.command, TEXT("pause")) ? d->running
							 : false;
		is |= !patient && (text_eq(r.command, TEXT("terminate")) ||
				      text_eq(r.command, TEXT("disconnect")));
	}
	arena_free(&a);
	return is;
}
