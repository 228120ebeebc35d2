/* SPDX-License-Identifier: MIT */
#include "view/lineage.h"

#include "time/stamp.h"
#include "view/step.h"
#include "view/value.h"

enum { VALUE_MOST = 200, BEFORE_PART = 12 };

enum { EVENT, CALL, ROLE, PATH, VALUE, PLACE_COLUMNS };
enum { SET_EVENT, SET_TIME, SET_CALL, SET_ROLE, SET_CHANGED, SET_VALUE, SETTING_COLUMNS };

static const struct view_column place_columns[PLACE_COLUMNS] = {
	{ "EVENT", .most = 20 },
	{ "CALL", .rank = 1, .most = 28 },
	{ "ROLE", .most = 9 },
	{ "PATH", .most = 36 },
	{ "VALUE", .most = VALUE_MOST },
};

static const struct view_column setting_columns[SETTING_COLUMNS] = {
	{ "EVENT", .most = 20 },
	{ "TIME", .rank = 2, .most = 12 },
	{ "CALL", .rank = 1, .most = 28 },
	{ "ROLE", .rank = 3, .most = 9 },
	{ "CHANGED", .most = 7 },
	{ "VALUE", .most = VALUE_MOST },
};

struct view_table
view_places_table(const struct view_style *style)
{
	return (struct view_table){
		.style = style, .column = place_columns, .n = PLACE_COLUMNS, .elastic = VALUE
	};
}

struct view_table
view_history_table(const struct view_style *style)
{
	return (struct view_table){ .style = style,
		.column = setting_columns,
		.n = SETTING_COLUMNS,
		.elastic = SET_VALUE };
}

static struct view_cell
cell_of(struct arena *a, struct buf *b)
{
	const struct view_cell cell = { arena_text(a, buf_as_text(b)), TEXT_ABSENT };
	buf_free(b);
	return cell;
}

static struct view_cell
text_cell(struct text t)
{
	return (struct view_cell){ t.p ? t : TEXT(""), TEXT_ABSENT };
}

static struct view_cell
event_cell(uint64_t position, struct arena *a)
{
	struct buf b = { 0 };
	buf_char(&b, '#');
	buf_u64(&b, position);
	return cell_of(a, &b);
}

/* A value in a line.  The table has its own colours, and cuts it further. */
static struct view_cell
value_cell(struct text json, const struct view_style *style, struct arena *a)
{
	struct buf b = { 0 };
	struct view_style plain = *style;
	struct view_line l = { &b, &plain, 0 };
	plain.color = false;
	view_value(&l, json, VALUE_MOST);
	return cell_of(a, &b);
}

static bool
is_inside_character(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* A text around the part of it that is the value. */
static struct view_cell
part_cell(const struct trace_spot *spot, const struct view_style *style, struct arena *a)
{
	struct buf b = { 0 };
	struct view_line l = { &b, style, 0 };
	const struct text t = spot->text;
	size_t from = spot->at > BEFORE_PART ? spot->at - BEFORE_PART : 0;
	size_t to = spot->at + VALUE_MOST < t.n ? spot->at + VALUE_MOST : t.n;
	while (from < spot->at && is_inside_character(t.p[from]))
		from++;
	while (to < t.n && is_inside_character(t.p[to]))
		to++;
	if (from > 0)
		view_glyph(&l, VIEW_ELLIPSIS);
	view_text(&l, (struct text){ t.p + from, to - from });
	if (to < t.n)
		view_glyph(&l, VIEW_ELLIPSIS);
	return cell_of(a, &b);
}

void
view_place_cells(const struct trace_model *m, const struct trace_occurrence *o,
    const struct view_style *style, struct view_cell *cell, struct arena *a)
{
	const struct trace_spot *spot = &o->spot;
	cell[EVENT] = event_cell(o->position, a);
	cell[CALL] = text_cell(step_name(&m->call[o->call]));
	cell[ROLE] = text_cell(trace_role_names[o->role]);
	cell[PATH] = text_cell(arena_text(a, spot->path));
	if (!spot->whole)
		cell[VALUE] = part_cell(spot, style, a);
	else if (spot->json.p)
		cell[VALUE] = value_cell(spot->json, style, a);
	else
		cell[VALUE] = text_cell(arena_text(a, spot->text));
}

/* Since the start of the trace. */
static struct view_cell
time_cell(const struct trace *t, int64_t at_ns, const struct view_style *style, struct arena *a)
{
	struct buf b = { 0 };
	struct view_line l = { &b, style, 0 };
	if (at_ns == TRACE_NO_TIME || t->start_ns == TRACE_NO_TIME)
		return text_cell(TEXT_ABSENT);
	const int64_t ns = stamp_sub(at_ns, t->start_ns);
	if (ns >= 0)
		view_char(&l, '+');
	view_duration(&l, ns);
	return cell_of(a, &b);
}

void
view_setting_cells(const struct trace_model *m, const struct trace_setting *s,
    const struct view_style *style, struct view_cell *cell, struct arena *a)
{
	const struct trace_call *c = &m->call[s->call];
	cell[SET_EVENT] = event_cell(s->position, a);
	cell[SET_TIME] = time_cell(&m->trace[c->trace], s->at_ns, style, a);
	cell[SET_CALL] = text_cell(step_name(c));
	cell[SET_ROLE] = text_cell(trace_role_names[s->role]);
	cell[SET_CHANGED] = text_cell(s->changed ? TEXT("yes") : TEXT("no"));
	cell[SET_VALUE] = value_cell(s->value, style, a);
}

void
view_lineage_trace(
    struct buf *b, const struct view_style *style, const struct trace_model *m, uint32_t call)
{
	const struct trace *t = &m->trace[m->call[call].trace];
	struct view_line l = { b, style, 0 };
	const size_t from = b->n;
	view_put(&l, "trace ");
	if (t->id)
		view_text(&l, trace_text_of(t->id));
	view_color(&l, from, COLOR_NAME);
	buf_char(b, '\n');
}

static void
put_traces(struct view_line *l, uint64_t traces, size_t from)
{
	view_put(l, " in ");
	view_counted(l, traces, "trace");
	view_color(l, from, COLOR_NAME);
	buf_char(l->b, '\n');
}

void
view_places_end(struct buf *b, const struct view_style *style, uint64_t places, uint64_t traces)
{
	struct view_line l = { b, style, 0 };
	const size_t from = b->n;
	view_counted(&l, places, "place");
	put_traces(&l, traces, from);
}

void
view_history_end(struct buf *b, const struct view_style *style, uint64_t values, uint64_t changes,
    uint64_t traces)
{
	struct view_line l = { b, style, 0 };
	const size_t from = b->n;
	view_counted(&l, values, "value");
	view_put(&l, ", ");
	view_counted(&l, changes, "change");
	put_traces(&l, traces, from);
}
