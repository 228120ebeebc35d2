/* SPDX-License-Identifier: MIT */
#include "view/services.h"

#include "time/stamp.h"
#include "trace/root_cause.h"
#include "view/cell.h"
#include "view/lanes.h"
#include "view/step.h"

/* Unless everything is shown. */
enum { ROWS_MOST = 40, STEPS_MOST = 20 };

struct shown {
	struct view_line line;
	const struct view_style *style;
	const struct trace_services *services;
	struct arena arena;
};

static void
end_line(struct shown *v)
{
	buf_char(v->line.b, '\n');
	v->line.column = 0;
}

static struct text
name_of(const struct trace_services *s, uint32_t service)
{
	const struct text name = trace_text_of(s->service[service].name);
	return name.p ? name : TEXT("(no service)");
}

static size_t
at_most(const struct shown *v, size_t n, size_t most)
{
	return n > most && !v->style->full ? most : n;
}

/* Says how many rows are left out. */
static void
put_more(struct shown *v, size_t n, const char *noun)
{
	if (n == 0)
		return;
	view_glyph(&v->line, VIEW_ELLIPSIS);
	view_char(&v->line, ' ');
	view_count(&v->line, n);
	view_put(&v->line, " more ");
	view_put(&v->line, noun);
	view_put(&v->line, n == 1 ? "" : "s");
	view_put(&v->line, "; --full shows all");
	end_line(v);
}

static void
put_heading(struct shown *v)
{
	const struct trace_services *s = v->services;
	const struct trace *t = &s->model->trace[s->trace];
	const int64_t duration = trace_duration(s->model, t);
	const size_t from = v->line.b->n;
	view_put(&v->line, "trace ");
	view_text(&v->line, trace_text_of(t->id));
	view_color(&v->line, from, COLOR_NAME);
	view_put(&v->line, ": ");
	view_counted(&v->line, s->n, "service");
	view_put(&v->line, ", ");
	view_counted(&v->line, t->last - t->first, "call");
	if (duration != TRACE_NO_TIME) {
		view_put(&v->line, ", ");
		view_duration(&v->line, duration);
	}
	if (t->errors > 0) {
		view_put(&v->line, ", ");
		view_counted(&v->line, t->errors, "error");
	}
	end_line(v);
}

/* A count of what is bad is empty if there is none, so that it does not look like one. */
static struct view_cell
bad_cell(struct shown *v, uint64_t n)
{
	return view_count_cell(n > 0 ? (number_wide)n : -1, &v->arena);
}

/* ---- services ------------------------------------------------------------------------------- */

enum { SERVICE, CALLS, FAILED, SELF, LANE, SERVICE_COLUMNS };
enum { LANE_MOST = 100 };

static const struct view_column service_columns[SERVICE_COLUMNS] = {
	{ "SERVICE", .most = 32 },
	{ "CALLS", .right = true, .rank = 2, .most = 15 },
	{ "FAILED", .right = true, .bad = true, .rank = 1, .most = 15 },
	{ "SELF", .right = true, .rank = 3, .most = 10 },
	{ "WHEN IT RAN", .most = LANE_MOST },
};

static void
service_cells(struct shown *v, uint32_t service, struct view_cell *cell)
{
	const struct trace_service *k = &v->services->service[service];
	arena_reset(&v->arena);
	cell[SERVICE] = view_text_cell(name_of(v->services, service));
	cell[CALLS] = view_count_cell(k->calls, &v->arena);
	cell[FAILED] = bad_cell(v, k->errors);
	cell[SELF] = view_duration_cell(k->self_ns, v->style, &v->arena);
	cell[LANE] = view_text_cell(TEXT(""));
}

static void
put_services(struct shown *v)
{
	static const char widest[LANE_MOST + 1] =
	    "                                                  "
	    "                                                  ";
	struct view_table t = {
		.style = v->style, .column = service_columns, .n = SERVICE_COLUMNS, .elastic = LANE
	};
	struct view_cell cell[VIEW_COLUMNS_MOST];
	struct view_lanes lanes;
	struct buf lane = { 0 };
	const size_t n = at_most(v, v->services->n, ROWS_MOST);
	for (uint32_t i = 0; i < n; i++) {
		service_cells(v, i, cell);
		cell[LANE].text = (struct text){ widest, LANE_MOST };
		view_table_measure(&t, cell);
	}
	view_table_fit(&t);
	view_table_head(&t, v->line.b);
	const size_t width = t.width[t.brief[LANE]][LANE];
	const bool drawn = view_lanes_begin(&lanes, v->services, v->style, width);
	for (uint32_t i = 0; i < n; i++) {
		service_cells(v, i, cell);
		lane.n = 0;
		if (drawn)
			view_lane(&lanes, &lane, i);
		cell[LANE].text = buf_as_text(&lane);
		view_table_row(&t, v->line.b, cell);
	}
	put_more(v, v->services->n - n, "service");
	view_lanes_free(&lanes);
	buf_free(&lane);
}

/* ---- edges ---------------------------------------------------------------------------------- */

enum { FROM, TO, EDGE_CALLS, EDGE_FAILED, RETRIES, TIMEOUTS, P95, EDGE_COLUMNS };

static const struct view_column edge_columns[EDGE_COLUMNS] = {
	{ "FROM", .most = 32 },
	{ "TO", .most = 32 },
	{ "CALLS", .right = true, .rank = 3, .most = 15 },
	{ "FAILED", .right = true, .bad = true, .rank = 1, .most = 15 },
	{ "RETRIES", .right = true, .rank = 2, .most = 15 },
	{ "TIMED OUT", .right = true, .bad = true, .rank = 2, .most = 15 },
	{ "P95", .right = true, .rank = 4, .most = 10 },
};

static void
edge_cells(struct shown *v, size_t edge, struct view_cell *cell)
{
	const struct trace_edge *e = &v->services->edge[edge];
	arena_reset(&v->arena);
	cell[FROM] = view_text_cell(name_of(v->services, e->from));
	cell[TO] = view_text_cell(name_of(v->services, e->to));
	cell[EDGE_CALLS] = view_count_cell(e->calls, &v->arena);
	cell[EDGE_FAILED] = bad_cell(v, e->errors);
	cell[RETRIES] = bad_cell(v, e->retries);
	cell[TIMEOUTS] = bad_cell(v, e->timeouts);
	cell[P95] = view_duration_cell(e->p95_ns, v->style, &v->arena);
}

static void
put_edges(struct shown *v)
{
	struct view_table t = {
		.style = v->style, .column = edge_columns, .n = EDGE_COLUMNS, .elastic = TO
	};
	struct view_cell cell[VIEW_COLUMNS_MOST];
	const size_t n = at_most(v, v->services->edges, ROWS_MOST);
	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++) {
		edge_cells(v, i, cell);
		view_table_measure(&t, cell);
	}
	view_table_fit(&t);
	view_table_head(&t, v->line.b);
	for (size_t i = 0; i < n; i++) {
		edge_cells(v, i, cell);
		view_table_row(&t, v->line.b, cell);
	}
	put_more(v, v->services->edges - n, "edge");
}

/* ---- the cascade ---------------------------------------------------------------------------- */

static const struct text role_words[TRACE_CASCADE_ROLES] = {
	[TRACE_CASCADE_ORIGIN] = { "origin", 6 },
	[TRACE_CASCADE_PASSED_ON] = { "passed on", 9 },
	[TRACE_CASCADE_RETRY] = { "retry", 5 },
	[TRACE_CASCADE_TIMEOUT] = { "timed out", 9 },
};

/* Is a step shown as one with another, of which the failure is known?  Retries are that ended
 * alike.
 */
static bool
is_alike(const struct shown *v, const struct trace_cascade_step *x, const struct root_cause *r,
    const struct trace_cascade_step *y)
{
	const struct trace_model *m = v->services->model;
	const struct trace_call *c = &m->call[x->call], *d = &m->call[y->call];
	struct root_cause q;
	if (v->style->full || x->role != y->role || c->name != d->name || c->status != d->status ||
	    trace_service_of(v->services, x->call) != trace_service_of(v->services, y->call))
		return false;
	trace_failure(m, y->call, &q);
	return text_eq(trace_text_of(r->type), trace_text_of(q.type)) &&
	       text_eq(trace_text_of(r->message), trace_text_of(q.message));
}

static void
put_at(struct shown *v, int64_t at_ns)
{
	enum { TIME = 12 };
	const struct trace *t = &v->services->model->trace[v->services->trace];
	view_put(&v->line, "  ");
	if (at_ns != TRACE_NO_TIME && t->start_ns != TRACE_NO_TIME) {
		const int64_t since = stamp_sub(at_ns, t->start_ns);
		view_put(&v->line, since < 0 ? "" : "+");
		view_duration(&v->line, since);
	}
	view_pad(&v->line, TIME);
}

static void
put_step(struct shown *v, const struct trace_cascade_step *step, const struct root_cause *r,
    size_t times, size_t width)
{
	enum { ROLE = 12, NAME = 23 };
	struct view_line *l = &v->line;
	const struct trace_call *c = &v->services->model->call[step->call];
	const uint32_t service = trace_service_of(v->services, step->call);
	put_at(v, step->at_ns);
	const size_t from = l->b->n;
	view_text(l, role_words[step->role]);
	if (step->role == TRACE_CASCADE_ORIGIN)
		view_color(l, from, COLOR_ERROR);
	view_pad(l, NAME);
	view_text(l, name_of(v->services, service));
	view_put(l, "  "); /* a name may be wider than its column */
	view_pad(l, NAME + width + 2);
	view_text(l, step_name(c));
	view_put(l, ": ");
	if (c->status != TRACE_ERROR)
		view_put(l, c->status == TRACE_OK ? "worked" : "no end recorded");
	else if (r->type || r->message)
		step_put_error(l, r->type, r->message);
	else
		view_put(l, "failed");
	if (times > 1) {
		view_char(l, ' ');
		view_glyph(l, VIEW_TIMES);
		view_char(l, ' ');
		view_count(l, times);
	}
	end_line(v);
}

/* The widest name of a service in the cascade. */
static size_t
service_width(const struct shown *v)
{
	enum { MOST = 24 };
	size_t width = 0;
	for (size_t i = 0; i < v->services->steps; i++) {
		const uint32_t service = trace_service_of(v->services, v->services->step[i].call);
		const size_t w = view_text_width(v->style, name_of(v->services, service), MOST);
		width = w <= MOST && w > width ? w : width;
	}
	return width;
}

static void
put_cascade(struct shown *v)
{
	const struct trace_services *s = v->services;
	const size_t width = service_width(v), from = v->line.b->n;
	size_t lines = 0, i = 0;
	if (s->steps == 0)
		return;
	view_put(&v->line, "cascade:");
	view_color(&v->line, from, COLOR_ERROR);
	end_line(v);
	while (i < s->steps && (v->style->full || lines < STEPS_MOST)) {
		size_t end = i + 1;
		struct root_cause r;
		trace_failure(s->model, s->step[i].call, &r);
		while (end < s->steps && is_alike(v, &s->step[i], &r, &s->step[end]))
			end++;
		put_step(v, &s->step[i], &r, end - i, width);
		lines++;
		i = end;
	}
	put_more(v, s->steps - i, "step");
	if (!s->handled)
		return;
	view_put(&v->line, "  handled: ");
	view_text(&v->line, step_name(&s->model->call[s->model->call[s->step[0].call].parent]));
	view_put(&v->line, " went well");
	end_line(v);
}

/* ---- clocks --------------------------------------------------------------------------------- */

static void
put_skew(struct shown *v, const struct trace_moved *moved, bool adjusted)
{
	struct view_line *l = &v->line;
	const int64_t ns = moved->offset_ns;
	view_put(l, "clock: ");
	view_text(l, trace_text_of(moved->service));
	view_put(l, adjusted ? " was " : " is ");
	view_duration(l, ns < 0 ? stamp_sub(0, ns) : ns);
	view_put(l, ns < 0 ? " ahead; " : " behind; ");
	view_put(
	    l, adjusted ? "its times have been moved by that" : "--adjust-clocks moves its times");
	end_line(v);
}

void
view_services(struct buf *b, const struct view_style *style, const struct trace_services *s,
    const struct trace_moved *moved, size_t n, bool adjusted)
{
	struct shown v = { { b, style, 0 }, style, s, { 0 } };
	put_heading(&v);
	put_services(&v);
	put_edges(&v);
	put_cascade(&v);
	const size_t shown = at_most(&v, n, ROWS_MOST);
	for (size_t i = 0; i < shown; i++)
		put_skew(&v, &moved[i], adjusted);
	put_more(&v, n - shown, "clock");
	arena_free(&v.arena);
}
