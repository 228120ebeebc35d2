/* SPDX-License-Identifier: MIT */
#include "view/cell.h"

#include "base/fixed.h"

void
view_put_count(struct buf *b, number_wide n)
{
	char digits[FIXED_MAX];
	const size_t len = fixed_put_whole(n, digits);
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_char(b, ',');
		buf_char(b, digits[i]);
	}
}

/* Appends a count with three significant digits, cut: 999, 1.23k, 45.6M. */
static void
put_brief(struct buf *b, number_wide n)
{
	static const char units[] = "kMGTPE";
	number_wide unit = 1000;
	size_t u = 0;
	if (n < unit) {
		buf_u64(b, (uint64_t)n);
		return;
	}
	for (; n / unit >= 1000 && units[u + 1]; u++)
		unit *= 1000;
	const uint64_t whole = (uint64_t)(n / unit);
	const unsigned cents = (unsigned)(n % unit * 100 / unit);
	buf_u64(b, whole);
	if (whole < 100) {
		buf_char(b, '.');
		buf_char(b, (char)('0' + cents / 10));
	}
	if (whole < 10)
		buf_char(b, (char)('0' + cents % 10));
	buf_char(b, units[u]);
}

struct view_cell
view_count_cell(number_wide n, struct arena *a)
{
	struct view_cell cell = { TEXT(""), TEXT_ABSENT };
	struct buf b = { 0 };
	if (n < 0)
		return cell;
	view_put_count(&b, n);
	cell.text = arena_text(a, buf_as_text(&b));
	b.n = 0;
	put_brief(&b, n);
	cell.brief = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return cell;
}

struct view_cell
view_duration_cell(int64_t ns, const struct view_style *style, struct arena *a)
{
	struct view_cell cell = { TEXT(""), TEXT_ABSENT };
	struct buf b = { 0 };
	struct view_line l = { &b, style, 0 };
	if (ns == TRACE_NO_TIME)
		return cell;
	view_duration(&l, ns);
	cell.text = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return cell;
}

struct view_cell
view_text_cell(struct text t)
{
	return (struct view_cell){ t.p ? t : TEXT(""), TEXT_ABSENT };
}
