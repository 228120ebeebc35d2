/* SPDX-License-Identifier: MIT */
#include "view/timeline.h"

#include <stdlib.h>

#include "base/mem.h"
#include "time/stamp.h"
#include "trace/members.h"
#include "view/cause.h"
#include "view/outline.h"
#include "view/step.h"
#include "view/step_json.h"
#include "view/value.h"

enum phase { HEADING, ROWS, CAUSE };

/* A fold that is being shown. */
struct fold {
	uint32_t head, end; /* the rows of its first time */
};

struct timeline {
	const struct trace_model *model;
	struct timeline_options options;
	struct timeline_part part;
	size_t trace; /* its number */
	enum phase phase;
	struct outline outline;
	struct margin margin;
	size_t row; /* the next one; of outline.sorted, if the trace is not shown as a tree */
	bool tree;  /* calls do not interleave */
	struct fold *fold;
	size_t folds, fold_cap;
	struct buf behind; /* scratch: what follows the arguments in a line */
};

/* How many digits has the largest position? */
static size_t
digits_of(const struct trace_model *m)
{
	uint64_t positions = 2 * (uint64_t)(m->calls - m->absorbed) + m->nevents;
	size_t digits = 1;
	for (; positions >= 10; positions /= 10)
		digits++;
	return digits;
}

size_t
timeline_failed(const struct trace_model *m)
{
	size_t trace = 0;
	while (trace < m->traces && m->trace[trace].errors == 0)
		trace++;
	return trace;
}

struct timeline *
timeline_new(
    const struct trace_model *m, const struct timeline_options *o, const struct timeline_part *part)
{
	struct timeline *t = mem_zalloc(1, sizeof(*t));
	t->model = m;
	t->options = *o;
	t->part = part ? *part : (struct timeline_part){ 0, m->traces, timeline_failed(m), 0 };
	t->trace = t->part.first;
	t->outline.after = t->part.before;
	t->margin.times = o->times;
	t->margin.levels = margin_levels(&o->style);
	t->margin.number_digits = o->numbers ? digits_of(m) : 0;
	return t;
}

void
timeline_free(struct timeline *t)
{
	if (!t)
		return;
	outline_free(&t->outline);
	free(t->fold);
	buf_free(&t->behind);
	free(t);
}

static struct view_line
line_of(const struct timeline *t, struct buf *b)
{
	return (struct view_line){ b, &t->options.style, 0 };
}

static struct view_line
begin_behind(struct timeline *t)
{
	t->behind.n = 0;
	return line_of(t, &t->behind);
}

/* ---- headings ------------------------------------------------------------------------------- */

static void
begin_trace(struct timeline *t)
{
	const struct trace *trace = &t->model->trace[t->trace];
	outline_make(&t->outline, t->model, t->trace, t->outline.after);
	t->row = 0;
	t->folds = 0;
	t->tree = !t->options.by_time || t->outline.in_order;
	if (!t->tree)
		outline_sort(&t->outline);
	t->margin.start_ns = trace->start_ns;
	t->margin.clock = trace->start_ns != TRACE_NO_TIME;
	t->phase = ROWS;
}

static void
put_heading(struct timeline *t, struct buf *b)
{
	const struct trace *trace = &t->model->trace[t->trace];
	struct view_line l = line_of(t, b);
	if (t->trace > 0)
		buf_char(b, '\n');
	if (trace->start_ns != TRACE_NO_TIME) {
		char stamp[STAMP_MAX];
		const size_t from = b->n;
		buf_put(b, stamp, stamp_put(trace->start_ns, stamp));
		view_color(&l, from, COLOR_PLACE);
		view_put(&l, "  ");
	}
	view_put(&l, "trace ");
	const size_t from = b->n;
	view_text(&l, trace->id ? trace_text_of(trace->id) : TEXT("-"));
	view_color(&l, from, COLOR_NAME);
	view_put(&l, ": ");
	view_counted(&l, trace->last - trace->first, "call");
	view_put(&l, ", ");
	view_counted(&l, t->outline.after - t->outline.before, "event");
	if (trace->start_ns != TRACE_NO_TIME) {
		view_put(&l, ", ");
		view_duration(&l, stamp_sub(t->outline.end_ns, trace->start_ns));
	}
	if (trace->errors > 0) {
		view_put(&l, ", ");
		const size_t errors = b->n;
		view_counted(&l, trace->errors, "error");
		view_color(&l, errors, COLOR_BAD);
	}
	buf_char(b, '\n');
}

/* ---- folds ---------------------------------------------------------------------------------- */

/* The row behind so many siblings. */
static uint32_t
pass_siblings(const struct outline *o, uint32_t row, uint64_t n)
{
	for (; n > 0; n--)
		row = o->row[row].next;
	return row;
}

static void
begin_fold(struct timeline *t, uint32_t row)
{
	const struct outline_row *r = &t->outline.row[row];
	t->fold = mem_grow(t->fold, &t->fold_cap, t->folds + 1, sizeof(*t->fold));
	t->fold[t->folds++] = (struct fold){ row, pass_siblings(&t->outline, row, r->period) };
}

/* How long the calls of a fold took, and whether any of them overlaps an earlier one. */
struct spread {
	int64_t least_ns, most_ns, sum_ns;
	uint64_t calls;
	bool parallel;
};

/* Of all calls among the siblings of a fold; those without a duration do not count. */
static struct spread
spread_of(const struct timeline *t, uint32_t head)
{
	const struct outline *o = &t->outline;
	const uint64_t n = (uint64_t)o->row[head].period * o->row[head].repeats;
	struct spread s = { INT64_MAX, INT64_MIN, 0, 0, false };
	uint32_t row = head;
	for (uint64_t i = 0; i < n; i++, row = o->row[row].next) {
		const int64_t ns = t->model->call[o->row[row].call].duration_ns;
		s.parallel |= o->row[row].parallel;
		if (o->row[row].type != TRACE_ENTER || ns == TRACE_NO_TIME)
			continue;
		s.calls++;
		s.sum_ns = stamp_add(s.sum_ns, ns);
		s.least_ns = ns < s.least_ns ? ns : s.least_ns;
		s.most_ns = ns > s.most_ns ? ns : s.most_ns;
	}
	return s;
}

static void
put_times(struct view_line *l, uint64_t n)
{
	const size_t from = l->b->n;
	view_char(l, ' ');
	view_glyph(l, VIEW_TIMES);
	view_char(l, ' ');
	view_count(l, n);
	view_color(l, from, COLOR_OPEN);
}

/* Ends the fold on top, in front of the row behind its first time.  Appends a line, if it has
 * several siblings. */
static void
end_fold(struct timeline *t, struct buf *b)
{
	const struct fold f = t->fold[--t->folds];
	const struct outline_row *head = &t->outline.row[f.head];
	struct view_line l = line_of(t, b);
	t->row = pass_siblings(&t->outline, f.head, (uint64_t)head->period * head->repeats);
	if (head->period == 1)
		return;
	const uint32_t depth = head->depth - (head->type == TRACE_ENTER && head->depth > 0);
	margin_begin(&l, &t->margin, 0, TRACE_NO_TIME);
	margin_tree(&l, &t->margin, depth, MARGIN_EVENT);
	const struct spread s = spread_of(t, f.head);
	if (s.parallel) {
		view_glyph(&l, VIEW_PARALLEL);
		view_char(&l, ' ');
	}
	const size_t from = b->n;
	view_glyph(&l, VIEW_TIMES);
	view_char(&l, ' ');
	view_count(&l, head->repeats);
	view_color(&l, from, COLOR_OPEN);
	if (outline_is_iteration(t->model, head)) {
		view_put(&l, " iterations");
	} else {
		view_put(&l, ": the ");
		view_count(&l, head->period);
		view_put(&l, " above");
	}
	if (s.calls > 0) {
		view_put(&l, "; ");
		view_counted(&l, s.calls, "call");
		view_put(&l, ", ");
		view_duration(&l, s.sum_ns);
		view_put(&l, " in all");
	}
	buf_char(b, '\n');
}

/* The fold of one call, or one event, that begins at this row; or NULL. */
static const struct outline_row *
fold_of_one(const struct timeline *t, uint32_t row)
{
	const struct outline_row *r = &t->outline.row[row];
	return t->tree && t->folds > 0 && t->fold[t->folds - 1].head == row && r->period == 1
		   ? r
		   : NULL;
}

/* ---- steps ---------------------------------------------------------------------------------- */

static void
put_enter(struct timeline *t, struct view_line *l, uint32_t row)
{
	const struct outline_row *r = &t->outline.row[row], *fold = fold_of_one(t, row);
	struct view_line behind = begin_behind(t);
	step_put_about(&behind, t->model, r->call);
	if (fold)
		put_times(&behind, fold->repeats);
	if (r->parallel || (fold && spread_of(t, row).parallel)) {
		view_glyph(l, VIEW_PARALLEL);
		view_char(l, ' ');
	}
	step_put_enter(l, t->model, r->call, &behind);
}

static void
put_exit(struct timeline *t, struct view_line *l, uint32_t row)
{
	const struct outline_row *r = &t->outline.row[row];
	struct view_line behind = begin_behind(t);
	const struct fold *f = t->tree && t->folds > 0 ? &t->fold[t->folds - 1] : NULL;
	if (f && f->end == row + 1 && t->outline.row[f->head].period == 1 &&
	    t->outline.row[f->head].call == r->call) {
		const struct spread s = spread_of(t, f->head);
		view_put(&behind, "; ");
		view_counted(&behind, t->outline.row[f->head].repeats, "call");
		if (s.calls > 0) {
			view_put(&behind, ": ");
			view_duration(&behind, s.least_ns);
			view_put(&behind, s.most_ns > s.least_ns ? " to " : " each");
			if (s.most_ns > s.least_ns)
				view_duration(&behind, s.most_ns);
			view_put(&behind, ", ");
			view_duration(&behind, s.sum_ns);
			view_put(&behind, " in all");
		}
	}
	if (r->type == TRACE_EXIT)
		step_put_exit(l, t->model, r->call, &behind);
	else
		step_put_no_exit(l, t->model, r->call);
}

static void
put_event(struct timeline *t, struct view_line *l, uint32_t row)
{
	const struct outline *o = &t->outline;
	const struct outline_row *r = &o->row[row], *fold = fold_of_one(t, row);
	const struct trace_event *e = &t->model->event[r->event], *last = e;
	struct view_line behind = begin_behind(t);
	if (fold) {
		put_times(&behind, fold->repeats);
		last = &t->model->event[o->row[pass_siblings(o, row, fold->repeats - 1)].event];
	}
	step_put_event(l, t->model, r->call, e, last, &behind);
}

bool
view_split_where(struct text where, struct text *file, uint32_t *line)
{
	size_t i = where.n;
	uint64_t n = 0, unit = 1;
	for (; i > 0 && where.p[i - 1] >= '0' && where.p[i - 1] <= '9' && unit < 1000000000;
	     unit *= 10)
		n += unit * (uint64_t)(where.p[--i] - '0');
	if (i == 0 || i == where.n || where.p[i - 1] != ':')
		return false;
	*file = (struct text){ where.p, i - 1 };
	*line = (uint32_t)n;
	return true;
}

/* Appends the line of source code in which an error happened, if it is known and can be read. */
static void
put_source(struct timeline *t, struct buf *b, const struct outline_row *r)
{
	const struct trace_call *c = &t->model->call[r->call];
	const struct trace_text *file = c->more ? c->more->file : NULL;
	const struct trace_text *where = t->model->event[r->event].text[TRACE_ERROR_WHERE];
	struct text name, code = TEXT_ABSENT;
	uint32_t line = c->line;
	if (where && view_split_where(trace_text_of(where), &name, &line))
		code = t->options.source(t->options.context, name, line);
	if (!code.p && file && line > 0)
		code = t->options.source(t->options.context, trace_text_of(file), line);
	if (!code.p)
		return;
	struct view_line l = line_of(t, b);
	margin_begin(&l, &t->margin, 0, TRACE_NO_TIME);
	margin_tree(&l, &t->margin, r->depth, MARGIN_EVENT);
	buf_printf(b, "  %u | ", line);
	view_text(&l, code);
	buf_char(b, '\n');
}

/* Appends the attributes of a call, each in a line. */
static void
put_attributes(struct timeline *t, struct buf *b, const struct outline_row *r)
{
	const struct trace_text *json = t->model->call[r->call].attributes;
	struct trace_members it = trace_members(trace_text_of(json));
	struct text name, value;
	while (json && trace_member(&it, &name, &value)) {
		struct view_line l = line_of(t, b);
		margin_begin(&l, &t->margin, 0, TRACE_NO_TIME);
		if (t->tree)
			margin_tree(&l, &t->margin, r->depth, MARGIN_EVENT);
		else
			margin_indent(&l, &t->margin, r->depth);
		view_glyph(&l, VIEW_POINT);
		view_char(&l, ' ');
		view_text(&l, name);
		view_put(&l, " = ");
		view_value(&l, value, 0);
		buf_char(b, '\n');
	}
}

/* Where no tree says to which call a step belongs, its name does. */
static void
put_place(struct timeline *t, struct view_line *l, const struct outline_row *r)
{
	static const enum margin_node node[] = { [TRACE_ENTER] = MARGIN_ENTER,
		[TRACE_AT_EVENT] = MARGIN_EVENT,
		[TRACE_EXIT] = MARGIN_EXIT,
		[TRACE_AT_NO_EXIT] = MARGIN_EXIT };
	if (t->tree) {
		margin_tree(l, &t->margin, r->depth, node[r->type]);
		return;
	}
	margin_indent(l, &t->margin, r->depth);
	if (r->type == TRACE_ENTER || r->type == TRACE_EXIT)
		return;
	view_text(l, step_name(&t->model->call[r->call]));
	view_put(l, ": ");
}

static void
put_row(struct timeline *t, struct buf *b, uint32_t row)
{
	const struct outline_row *r = &t->outline.row[row];
	struct view_line l = line_of(t, b);
	margin_begin(
	    &l, &t->margin, r->position > 0 ? t->outline.before + r->position : 0, r->at_ns);
	put_place(t, &l, r);
	switch ((enum trace_step_type)r->type) {
	case TRACE_ENTER: put_enter(t, &l, row); break;
	case TRACE_AT_EVENT: put_event(t, &l, row); break;
	case TRACE_EXIT:
	case TRACE_AT_NO_EXIT: put_exit(t, &l, row); break;
	}
	buf_char(b, '\n');
	if (r->type == TRACE_ENTER && t->options.style.full)
		put_attributes(t, b, r);
	if (r->type == TRACE_AT_EVENT && t->options.source &&
	    t->model->event[r->event].type == TRACE_ERROR_EVENT)
		put_source(t, b, r);
}

static void
put_row_json(struct timeline *t, struct buf *b, const struct outline_row *r)
{
	const struct trace_step step = { (enum trace_step_type)r->type, r->call,
		r->type == TRACE_AT_EVENT ? &t->model->event[r->event] : NULL,
		t->outline.before + r->position, r->depth };
	if (r->position > 0)
		step_put_json(b, t->model, &step, r->at_ns);
}

/* ---- what comes next ------------------------------------------------------------------------ */

static bool
is_left_out(const struct timeline *t, const struct outline_row *r)
{
	return t->options.depth > 0 && r->depth >= t->options.depth;
}

/* Calls that are not shown. */
struct left_out {
	uint64_t calls, errors;
};

static void
count_left_out(const struct timeline *t, struct left_out *k, uint32_t first, uint32_t last)
{
	k->calls += last - first;
	for (uint32_t at = first; at < last; at++)
		k->errors += trace_call_at(t->model, at)->status == TRACE_ERROR;
}

static void
put_left_out(struct view_line *l, const struct left_out *k)
{
	view_counted(l, k->calls, "call");
	if (k->errors > 0) {
		view_put(l, ", ");
		const size_t from = l->b->n;
		view_counted(l, k->errors, "error");
		view_color(l, from, COLOR_BAD);
	}
	view_put(l, " below\n");
}

/* Appends a line for the calls from here on that --depth leaves out, and passes them. */
static void
leave_out(struct timeline *t, struct buf *b)
{
	const struct outline *o = &t->outline;
	const struct outline_row *r = &o->row[t->row];
	const uint32_t depth = r->depth;
	const size_t end = t->folds > 0 ? t->fold[t->folds - 1].end : o->n;
	struct left_out k = { 0, 0 };
	for (; t->row < end && r->type == TRACE_ENTER && r->depth == depth; r = &o->row[t->row]) {
		const uint32_t first = t->model->call[r->call].at;
		count_left_out(t, &k, first, t->model->call[r->call].last);
		t->row = r->next;
	}
	struct view_line l = line_of(t, b);
	margin_begin(&l, &t->margin, 0, TRACE_NO_TIME);
	margin_tree(&l, &t->margin, depth, MARGIN_LEFT_OUT);
	put_left_out(&l, &k);
}

/* Where no tree is drawn, a line behind ENTER says what --depth leaves out below the call. */
static void
put_below(struct timeline *t, struct buf *b, const struct outline_row *r)
{
	const struct trace_call *c = &t->model->call[r->call];
	struct left_out k = { 0, 0 };
	if (t->options.jsonl || r->type != TRACE_ENTER || c->last == c->at + 1 ||
	    r->depth + 1 != t->options.depth)
		return;
	count_left_out(t, &k, c->at + 1, c->last);
	struct view_line l = line_of(t, b);
	margin_begin(&l, &t->margin, 0, TRACE_NO_TIME);
	margin_indent(&l, &t->margin, r->depth);
	view_text(&l, step_name(c));
	view_put(&l, ": ");
	put_left_out(&l, &k);
}

/* The next piece of a tree.  Returns false at its end. */
static bool
next_of_tree(struct timeline *t, struct buf *b, size_t *row)
{
	const size_t before = b->n;
	while (t->folds > 0 && t->row == t->fold[t->folds - 1].end) {
		end_fold(t, b);
		if (b->n > before)
			return true;
	}
	if (t->row >= t->outline.n)
		return false;
	const struct outline_row *r = &t->outline.row[t->row];
	const bool out = is_left_out(t, r);
	if (r->repeats > 0 && !t->options.style.full && (!out || r->period > 1))
		begin_fold(t, (uint32_t)t->row);
	if (out) {
		leave_out(t, b);
		return true;
	}
	*row = t->row++;
	put_row(t, b, (uint32_t)*row);
	return true;
}

/* The next row in a list. */
static bool
next_of_list(struct timeline *t, struct buf *b, size_t *row)
{
	while (t->row < t->outline.n) {
		*row = t->tree ? t->row : t->outline.sorted[t->row];
		t->row++;
		const struct outline_row *r = &t->outline.row[*row];
		if (is_left_out(t, r) || (t->options.jsonl && r->position == 0))
			continue;
		if (t->options.jsonl)
			put_row_json(t, b, r);
		else
			put_row(t, b, (uint32_t)*row);
		put_below(t, b, r);
		return true;
	}
	return false;
}

static bool
next_row(struct timeline *t, struct buf *b, struct timeline_at *at)
{
	size_t row = SIZE_MAX;
	const bool any =
	    t->tree && !t->options.jsonl ? next_of_tree(t, b, &row) : next_of_list(t, b, &row);
	if (!any || row == SIZE_MAX)
		return any;
	const struct outline_row *r = &t->outline.row[row];
	at->at_ns = r->at_ns;
	at->error = r->type == TRACE_AT_EVENT
			? t->model->event[r->event].type == TRACE_ERROR_EVENT
			: r->type == TRACE_EXIT && t->model->call[r->call].status == TRACE_ERROR;
	return true;
}

static void
put_cause(struct timeline *t, struct buf *b)
{
	struct root_cause cause;
	if (t->trace == t->part.failed && !t->options.jsonl &&
	    trace_root_cause(t->model, t->trace, &cause))
		cause_put(b, &t->options.style, t->model, &cause);
}

bool
timeline_next(struct timeline *t, struct buf *b, struct timeline_at *at)
{
	const size_t before = b->n;
	*at = (struct timeline_at){ TRACE_NO_TIME, false };
	while (t->trace < t->part.last) {
		switch (t->phase) {
		case HEADING:
			begin_trace(t);
			if (!t->options.jsonl)
				put_heading(t, b);
			at->at_ns = t->margin.start_ns;
			break;
		case ROWS:
			if (next_row(t, b, at))
				return true;
			t->phase = CAUSE;
			break;
		case CAUSE:
			put_cause(t, b);
			t->phase = HEADING;
			t->trace++;
			break;
		}
		if (b->n > before)
			return true;
	}
	return false;
}
