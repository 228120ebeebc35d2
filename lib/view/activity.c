/* SPDX-License-Identifier: MIT */
#include "view/activity.h"

#include <string.h>

#include "time/stamp.h"
#include "view/cell.h"
#include "view/value.h"

enum { TIME, OUTCOME, CALL, SERVICE, USER, ADDRESS, DETAIL, COLUMNS };
enum { DETAIL_MOST = 200, NAMES_MOST = 5, CUT_LEAST = 8, CUT_BEFORE = 3 };

static const struct view_column columns[COLUMNS] = {
	[TIME] = { "TIME", .most = 23 },
	[OUTCOME] = { "OUTCOME", .most = 24 },
	[CALL] = { "CALL", .rank = 1, .most = 32, .least = CUT_LEAST, .cut = CUT_BEFORE },
	[SERVICE] = { "SERVICE", .rank = 4, .most = 24 },
	[USER] = { "USER", .rank = 2, .most = 24 },
	[ADDRESS] = { "ADDRESS", .rank = 3, .most = 39 },
	[DETAIL] = { "DETAIL", .most = DETAIL_MOST, .least = CUT_LEAST, .cut = CUT_BEFORE },
};

struct view_table
view_activity_table(const struct view_style *style)
{
	return (struct view_table){
		.style = style, .column = columns, .n = COLUMNS, .elastic = DETAIL
	};
}

enum { YEAR = 4, MONTH = 5, DATE = 10, SECOND = 19, MILLI = 23 };

bool
view_activity_has_years(const struct trace_model *m)
{
	char first[STAMP_MAX] = "", stamp[STAMP_MAX];
	for (uint32_t at = 0; at < m->listed; at = trace_call_at(m, at)->last) {
		const int64_t start_ns = trace_call_at(m, at)->start_ns;
		if (start_ns == TRACE_NO_TIME)
			continue;
		stamp_put(start_ns, stamp);
		if (first[0] && memcmp(first, stamp, YEAR) != 0)
			return true;
		memcpy(first, stamp, YEAR);
	}
	return false;
}

/* 2025-10-31 02:15:43.120, in brief 10-31 02:15:43; with years 2025-10-31 02:15:43. */
static struct view_cell
time_cell(int64_t at_ns, bool years, struct arena *a)
{
	char stamp[STAMP_MAX];
	if (at_ns == TRACE_NO_TIME)
		return view_text_cell(TEXT("-"));
	size_t n = stamp_put(at_ns, stamp);
	const size_t from = years ? 0 : MONTH;
	stamp[DATE] = ' ';
	n = n > MILLI ? MILLI : SECOND;
	struct view_cell cell = view_text_cell(arena_text(a, (struct text){ stamp, n }));
	cell.brief = (struct text){ cell.text.p + from, SECOND - from };
	return cell;
}

/* error × 5 */
static struct view_cell
outcome_cell(
    const struct trace_activity_line *line, const struct view_style *style, struct arena *a)
{
	struct buf b = { 0 };
	struct view_line l = { &b, style, 0 };
	view_text(&l, trace_outcome_names[line->outcome]);
	if (line->repeats > 1) {
		view_char(&l, ' ');
		view_glyph(&l, VIEW_TIMES);
		view_char(&l, ' ');
		view_count(&l, line->repeats);
	}
	const struct view_cell cell = view_text_cell(arena_text(a, buf_as_text(&b)));
	buf_free(&b);
	return cell;
}

/* The only one of a line, or how many there are. */
static struct view_cell
actor_cell(
    struct text only, size_t n, const char *noun, const struct view_style *style, struct arena *a)
{
	struct buf b = { 0 };
	struct view_line l = { &b, style, 0 };
	if (n < 2)
		return view_text_cell(only);
	view_count(&l, n);
	view_put(&l, noun);
	const struct view_cell cell = view_text_cell(arena_text(a, buf_as_text(&b)));
	buf_free(&b);
	return cell;
}

/* What is said of a failure, else the arguments of the call. */
static struct view_cell
detail_cell(const struct trace_call *c, const struct trace_activity_line *line,
    const struct view_style *style, struct arena *a)
{
	struct buf b = { 0 };
	struct view_style plain = *style;
	struct view_line l = { &b, &plain, 0 };
	if (line->detail.p)
		return view_text_cell(line->detail);
	if (!c->input)
		return view_text_cell(TEXT_ABSENT);
	plain.color = false;
	view_members(&l, trace_text_of(c->input), DETAIL_MOST);
	const struct view_cell cell = view_text_cell(arena_text(a, buf_as_text(&b)));
	buf_free(&b);
	return cell;
}

void
view_activity_cells(const struct trace_model *m, const struct trace_activity_line *line, bool years,
    const struct view_style *style, struct view_cell *cell, struct arena *a)
{
	const struct trace_call *c = &m->call[line->call];
	cell[TIME] = time_cell(c->start_ns, years, a);
	cell[OUTCOME] = outcome_cell(line, style, a);
	cell[CALL] = view_text_cell(c->name ? trace_text_of(c->name) : TEXT("-"));
	cell[SERVICE] = view_text_cell(trace_text_of(c->service));
	cell[USER] = actor_cell(line->user, line->users, " users", style, a);
	cell[ADDRESS] = actor_cell(line->address, line->addresses, " addresses", style, a);
	cell[DETAIL] = detail_cell(c, line, style, a);
}

unsigned
view_activity_bad(const struct trace_activity_line *line)
{
	const bool bad = line->outcome == TRACE_WAS_DENIED || line->outcome == TRACE_FAILED;
	return bad ? 1U << OUTCOME : 0;
}

/* ---- the conclusion ------------------------------------------------------------------------- */

static void
end_line(struct view_line *l)
{
	buf_char(l->b, '\n');
	l->column = 0;
}

static void
put_name(struct view_line *l, const struct trace_activity_name *name)
{
	if (name->name)
		view_text(l, trace_text_of(name->name));
	else
		view_put(l, "a call without a name");
}

static void
put_more(struct view_line *l, size_t n)
{
	if (n == 0)
		return;
	view_put(l, ", ");
	view_glyph(l, VIEW_ELLIPSIS);
	view_char(l, ' ');
	view_count(l, n);
	view_put(l, " more");
}

/* Who was there, when, and how it ended. */
static void
put_sum(struct view_line *l, const struct trace_activity_sums *s)
{
	const size_t from = l->b->n;
	const char *between = ": ";
	view_counted(l, s->roots, "root call");
	if (s->users > 0) {
		view_put(l, " of ");
		view_counted(l, s->users, "user");
	}
	if (s->addresses > 0) {
		view_put(l, " from ");
		view_count(l, s->addresses);
		view_put(l, s->addresses == 1 ? " address" : " addresses");
	}
	if (s->from_ns != TRACE_NO_TIME) {
		view_put(l, s->to_ns != s->from_ns ? ", " : " at ");
		view_time(l, s->from_ns);
		if (s->to_ns != s->from_ns) {
			view_put(l, " to ");
			view_time(l, s->to_ns);
		}
	}
	for (size_t i = 0; i < TRACE_OUTCOMES; i++) {
		if (s->outcome[i] == 0)
			continue;
		view_put(l, between);
		view_count(l, s->outcome[i]);
		view_char(l, ' ');
		view_text(l, trace_outcome_names[i]);
		between = ", ";
	}
	view_color(l, from, COLOR_NAME);
	end_line(l);
}

static uint64_t
count_of(const struct trace_activity_name *name, bool denied)
{
	return denied ? name->denied : name->before_success;
}

/* Does x come before y in the list of a count?  The order of first uses decides between equals. */
static bool
is_before(const struct trace_activity_name *x, const struct trace_activity_name *y, bool denied)
{
	const uint64_t n = count_of(x, denied), of_y = count_of(y, denied);
	return n != of_y ? n > of_y : x < y;
}

/* The names with most denials, or with most failures before a success. */
static void
put_most(struct view_line *l, const struct trace_activity_sums *s, bool denied, const char *what)
{
	const struct trace_activity_name *last = NULL;
	size_t some = 0;
	for (size_t i = 0; i < s->names; i++)
		some += count_of(&s->name[i], denied) > 0;
	for (size_t n = 0; n < some && n < NAMES_MOST; n++) {
		const struct trace_activity_name *most = NULL;
		for (size_t i = 0; i < s->names; i++) {
			const struct trace_activity_name *name = &s->name[i];
			if ((!last || is_before(last, name, denied)) &&
			    (!most || is_before(name, most, denied)))
				most = name;
		}
		view_put(l, n == 0 ? what : ", ");
		put_name(l, most);
		view_char(l, ' ');
		view_count(l, count_of(most, denied));
		last = most;
	}
	if (some == 0)
		return;
	put_more(l, some > NAMES_MOST ? some - NAMES_MOST : 0);
	end_line(l);
}

static void
put_first_uses(struct view_line *l, const struct trace_activity_sums *s)
{
	for (size_t i = 0; i < s->names && i < NAMES_MOST; i++) {
		view_put(l, i == 0 ? "  first used: " : ", ");
		put_name(l, &s->name[i]);
		if (s->name[i].first == TRACE_WAS_DENIED)
			view_put(l, " (denied)");
	}
	put_more(l, s->names > NAMES_MOST ? s->names - NAMES_MOST : 0);
	end_line(l);
}

void
view_activity_end(
    struct buf *b, const struct view_style *style, const struct trace_activity_sums *s)
{
	struct view_line l = { b, style, 0 };
	put_sum(&l, s);
	const size_t from = b->n;
	view_put(&l, "conclusion: ");
	view_counted(&l, s->outcome[TRACE_WAS_DENIED], "denial");
	view_put(&l, ", ");
	view_counted(&l, s->before_success, "failure");
	view_put(&l, " before a success, ");
	view_counted(&l, s->names, "first use");
	view_put(&l, " of a name");
	view_color(&l, from, COLOR_NAME);
	end_line(&l);
	put_most(&l, s, true, "  denied: ");
	put_most(&l, s, false, "  failed before a success: ");
	if (s->denied_below > 0) {
		view_put(&l, "  denied below roots that were not: ");
		view_counted(&l, s->denied_below, "call");
		end_line(&l);
	}
	put_first_uses(&l, s);
}
