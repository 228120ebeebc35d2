/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "step/dap_private.h"

/* The beginning of a session, and its end. */

enum { ANSWER_WIDTH = 120 };

/* ---- initialize ----------------------------------------------------------------------------- */

static const char *const supported[] = {
	"supportsConfigurationDoneRequest",
	"supportsFunctionBreakpoints",
	"supportsConditionalBreakpoints",
	"supportsHitConditionalBreakpoints",
	"supportsLogPoints",
	"supportsDataBreakpoints",
	"supportsBreakpointLocationsRequest",
	"supportsExceptionFilterOptions",
	"supportsExceptionInfoRequest",
	"supportsEvaluateForHovers",
	"supportsClipboardContext",
	"supportsCompletionsRequest",
	"supportsStepBack",
	"supportsSteppingGranularity",
	"supportsGotoTargetsRequest",
	"supportsRestartFrame",
	"supportsDelayedStackTraceLoading",
	"supportsLoadedSourcesRequest",
	"supportsTerminateRequest",
	"supportsCancelRequest",
};

static void
put_filters(struct buf *b)
{
	json_member_begin(b, "exceptionBreakpointFilters", '[');
	json_begin(b, '{');
	json_member_string(b, "filter", TEXT("errors"));
	json_member_string(b, "label", TEXT("Errors"));
	json_member_string(b, "description",
	    TEXT("Stops where a call fails, but not where it only passes on a failure"));
	json_member_bool(b, "default", true);
	json_member_bool(b, "supportsCondition", true);
	json_member_string(b, "conditionDescription",
	    TEXT("The type of the error, with * and ?; for example: Zero*"));
	json_end(b, '}');
	json_end(b, ']');
}

struct initialize {
	struct text path_format;
	bool lines, columns, types;
};

int
dap_initialize(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_OPTIONAL(struct initialize, path_format, "pathFormat", JSON_ROW_TEXT),
		DAP_OPTIONAL(struct initialize, lines, "linesStartAt1", JSON_ROW_BOOL),
		DAP_OPTIONAL(struct initialize, columns, "columnsStartAt1", JSON_ROW_BOOL),
		DAP_OPTIONAL(struct initialize, types, "supportsVariableType", JSON_ROW_BOOL),
	};
	struct initialize a = { TEXT_ABSENT, true, true, false };
	if (d->initialized)
		return err_set(e, "the session has been initialized before");
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0)
		return -1;
	if (a.path_format.p && !text_eq(a.path_format, TEXT("path")))
		return err_set(e, "arguments: \"pathFormat\" must be \"path\"");
	d->lines_from_0 = !a.lines;
	d->columns_from_0 = !a.columns;
	d->variable_types = a.types;
	d->initialized = true;
	d->next = DAP_NEXT_INITIALIZED;
	for (size_t i = 0; i < sizeof(supported) / sizeof(*supported); i++)
		json_member_bool(body, supported[i], true);
	json_member_begin(body, "completionTriggerCharacters", '[');
	json_add_string(body, TEXT("."));
	json_end(body, ']');
	put_filters(body);
	return 0;
}

/* ---- launch --------------------------------------------------------------------------------- */

/* The arguments of the command line: an array of strings. */
static int
read_args(const struct json_node *args, struct arena *a, struct text program, struct text **list,
    size_t *n, struct err *e)
{
	struct text *t = arena_zalloc(a, (args ? args->count : 0) + 1, sizeof(*t));
	*n = 0;
	for (const struct json_node *c = args ? args->child : NULL; c; c = c->next) {
		if (c->kind != JSON_STRING || memchr(c->text.p, '\0', c->text.n))
			return err_set(e,
			    "arguments: \"args\" must be an array of strings, as on a command line");
		t[(*n)++] = c->text;
	}
	t[(*n)++] = program;
	*list = t;
	return 0;
}

/* Why nothing was loaded: the first line that was said, without the name of the program. */
static int
refuse_launch(struct text said, struct err *e)
{
	const char *end = said.n > 0 ? memchr(said.p, '\n', said.n) : NULL;
	struct text line = { said.p, end ? (size_t)(end - said.p) : said.n };
	const char *name = line.n > 0 ? memchr(line.p, ' ', line.n) : NULL;
	if (line.n == 0)
		return err_set(e, "the trace could not be loaded");
	if (name && name > line.p && name[-1] == ':') {
		line.n -= (size_t)(name + 1 - line.p);
		line.p = name + 1;
	}
	return err_set(e, "%.*s", (int)line.n, line.p);
}

static void
begin(struct dap *d, const struct trace_model *m)
{
	struct step_debugger_setup setup = {
		.style = { .width = ANSWER_WIDTH, .utf8 = true },
		.interrupt = { d->host.interrupted, d->host.context },
	};
	if (d->host.prepare)
		d->host.prepare(d->host.context, &setup);
	d->model = m;
	d->index = step_index_new(m);
	d->debugger = step_debugger_new(d->index, &setup);
	d->session = step_debugger_session(d->debugger);
	d->position = mem_zalloc(m->traces > 0 ? m->traces : 1, sizeof(*d->position));
	for (size_t i = 0; i < m->traces; i++)
		d->position[i] = step_trace_first(d->index, i);
	step_stop_at_errors(d->session, d->stop_at_errors);
	d->launched = true;
	dap_tell_threads(d);
	dap_files_find(d);
	dap_breaks_resolve(d);
}

struct launch {
	struct text program;
	const struct json_node *args;
	bool stop, no_debug;
};

int
dap_launch(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct launch, program, "program", JSON_ROW_TEXT),
		DAP_OPTIONAL(struct launch, args, "args", JSON_ROW_ARRAY),
		DAP_OPTIONAL(struct launch, stop, "stopOnEntry", JSON_ROW_BOOL),
		DAP_OPTIONAL(struct launch, no_debug, "noDebug", JSON_ROW_BOOL),
	};
	struct launch a = { .stop = false };
	struct text *argument = NULL;
	struct buf said = { 0 };
	size_t n = 0;
	int result = -1;
	(void)body;
	if (d->launched)
		return err_set(e, "a trace has been launched before");
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0)
		return -1;
	if (a.program.n == 0 || memchr(a.program.p, '\0', a.program.n))
		return err_set(e, "arguments: \"program\" must name a file of traces");
	if (read_args(a.args, &d->request, a.program, &argument, &n, e) < 0)
		return -1;
	const struct trace_model *m = d->host.launch(d->host.context, argument, n, &said);
	if (said.n > 0)
		dap_output(d, m ? "console" : "stderr", buf_as_text(&said));
	if (!m)
		refuse_launch(buf_as_text(&said), e);
	else {
		begin(d, m);
		d->stop_on_entry = a.stop;
		d->no_debug = a.no_debug;
		d->next = d->configured ? DAP_NEXT_START : DAP_NEXT_NOTHING;
		result = 0;
	}
	buf_free(&said);
	return result;
}

int
dap_configuration_done(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	(void)r;
	(void)body;
	if (d->configured)
		return err_set(e, "the configuration was done before");
	d->configured = true;
	d->next = d->launched ? DAP_NEXT_START : DAP_NEXT_NOTHING;
	return 0;
}

/* ---- the end -------------------------------------------------------------------------------- */

void
dap_end(struct dap *d)
{
	struct buf b = { 0 };
	if (d->terminated || !d->launched)
		return;
	d->terminated = true;
	dap_event_begin(&b, dap_seq(d), "exited");
	json_member_u64(&b, "exitCode", 0);
	dap_event_end(&b);
	dap_send(d, &b);
	dap_event_begin(&b, dap_seq(d), "terminated");
	dap_event_end(&b);
	dap_send(d, &b);
}

int
dap_terminate(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	(void)r;
	(void)body;
	(void)e;
	d->next = DAP_NEXT_END;
	return 0;
}

int
dap_disconnect(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	(void)r;
	(void)body;
	(void)e;
	d->over = true;
	return 0;
}

/* Whatever could be cancelled was broken off when the request came in. */
int
dap_cancel(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	(void)d;
	(void)r;
	(void)body;
	(void)e;
	return 0;
}
