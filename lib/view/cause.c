/* SPDX-License-Identifier: MIT */
#include "view/cause.h"

#include <stdlib.h>

#include "trace/failure_path.h"
#include "view/step.h"
#include "view/value.h"

enum {
	CALLERS_MOST = 10,  /* unless everything is shown */
	VARIABLE_LEAST = 20 /* columns that a variable is not cut to less than */
};

/* Appends `, NAME=VALUE` for each variable. */
static void
put_variables(struct view_line *l, const struct trace_variable *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const size_t room = view_room(l, 0);
		if (room < VARIABLE_LEAST && !l->style->full && i > 0) {
			view_put(l, ", ");
			view_glyph(l, VIEW_ELLIPSIS);
			view_char(l, ' ');
			view_count(l, n - i);
			view_put(l, " more");
			return;
		}
		view_put(l, ", ");
		view_text(l, trace_text_of(v[i].name));
		view_char(l, '=');
		view_value(l, v[i].value ? trace_text_of(v[i].value) : TEXT("null"),
		    view_room(l, i + 1 < n ? VARIABLE_LEAST : 0));
	}
}

/* A line about a call on the way to the origin: its arguments and its variables at the time. */
static void
put_frame(struct view_line *l, const struct trace_model *m, const struct root_cause *r,
    uint32_t call, uint32_t child)
{
	struct trace_variable *v = NULL;
	const size_t n = trace_values_before(m, r, call, child, &v);
	l->column = 0;
	view_put(l, child == TRACE_NONE ? "  in " : "  from ");
	step_put_call(l, m, call, n > 0 ? VARIABLE_LEAST : 0);
	put_variables(l, v, n);
	buf_char(l->b, '\n');
	free(v);
}

static void
put_callers(struct view_line *l, const struct trace_model *m, const struct root_cause *r)
{
	uint32_t child = TRACE_NONE, call = r->call;
	for (size_t n = 0; call != TRACE_NONE; n++) {
		if (n > CALLERS_MOST && !l->style->full)
			break;
		put_frame(l, m, r, call, child);
		child = call;
		call = m->call[call].parent;
	}
	uint64_t more = 0;
	for (; call != TRACE_NONE; call = m->call[call].parent)
		more++;
	if (more == 0)
		return;
	view_put(l, "  from ");
	view_counted(l, more, "more caller");
	buf_char(l->b, '\n');
}

/* The services that failed, if there are several. */
static void
put_cascade(struct view_line *l, const struct trace_model *m, uint32_t call)
{
	const struct trace_text *service = NULL;
	struct text first = TEXT_ABSENT;
	size_t n = 0;
	for (; trace_next_service(m, &call, &service); n++) {
		if (n == 0) {
			first = trace_text_of(service);
			continue;
		}
		if (n == 1) {
			view_put(l, "  cascade: ");
			view_text(l, first);
		}
		view_put(l, ", then ");
		view_text(l, trace_text_of(service));
	}
	if (n > 1)
		buf_char(l->b, '\n');
}

static void
put_retries(struct view_line *l, const struct trace_model *m, const struct root_cause *r)
{
	struct trace_retries retries;
	if (!trace_find_retries(m, r, &retries))
		return;
	view_put(l, "  retries: ");
	view_text(l, step_name(&m->call[retries.call]));
	view_put(l, " was tried ");
	view_counted(l, retries.attempts, "time");
	view_put(l, ", ");
	if (retries.failed == retries.attempts) {
		view_put(l, "and failed every time");
	} else {
		view_put(l, "failed ");
		view_counted(l, retries.failed, "time");
		view_put(l, retries.worked ? ", and worked at last" : "");
	}
	buf_char(l->b, '\n');
}

void
cause_put(struct buf *b, const struct view_style *style, const struct trace_model *m,
    const struct root_cause *r)
{
	struct view_line l = { b, style, 0 };
	struct buf hint = { 0 };
	const struct trace_call *c = &m->call[r->call];
	const size_t from = b->n;
	view_put(&l, "root cause:");
	view_color(&l, from, COLOR_ERROR);
	view_char(&l, ' ');
	if (r->type || r->message) {
		step_put_error(&l, r->type, r->message);
	} else {
		view_text(&l, step_name(c));
		view_put(&l, " failed");
	}
	step_put_where(&l, c, r->where);
	buf_char(b, '\n');
	put_callers(&l, m, r);
	put_cascade(&l, m, r->call);
	put_retries(&l, m, r);
	if (r->handled) {
		view_put(&l, "  handled: ");
		view_text(&l, step_name(&m->call[c->parent]));
		view_put(&l, " went well\n");
	}
	if (trace_hint(&hint, m, r)) {
		view_put(&l, "  hint: ");
		view_text(&l, buf_as_text(&hint));
		buf_char(b, '\n');
	}
	buf_free(&hint);
}
