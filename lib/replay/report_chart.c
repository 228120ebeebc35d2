/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "replay/report_compare_text.h"
#include "report/color.h"
#include "report/text_put.h"

#define BAR_WIDTH 40

/* The hours that a bar may stand for: these, and beyond them years, doubled as often as needed. */
static const struct unit {
	int64_t hours;
	const char *name;
} units[] = { { 1, "hour" }, { 2, "2 hours" }, { 3, "3 hours" }, { 6, "6 hours" },
	{ 12, "12 hours" }, { 24, "day" }, { 48, "2 days" }, { 168, "7 days" }, { 720, "30 days" },
	{ 2160, "90 days" }, { 8760, "365 days" } };

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Returns how many bars of this many hours the range from the first hour to the last needs. */
static int64_t
count_bars(const struct tally *t, int64_t hours)
{
	return floor_div(t->hour[t->hours - 1].hour, hours) - floor_div(t->hour[0].hour, hours) + 1;
}

/* Returns the smallest unit that needs no more bars than `most`. */
static struct unit
choose_unit(const struct tally *t, int64_t most)
{
	struct unit u = units[0];
	for (size_t i = 1; i < sizeof(units) / sizeof(*units) && count_bars(t, u.hours) > most; i++)
		u = units[i];
	for (; count_bars(t, u.hours) > most; u.hours *= 2)
		u.name = "many years";
	return u;
}

static void
put_bar(struct buf *b, int64_t hour, const struct hour_tally *sum, uint64_t longest, bool color)
{
	char at[STAMP_MAX];
	const size_t n = tally_put_hour(hour, at);
	buf_char(b, ' ');
	buf_char(b, ' ');
	buf_put(b, at, n);
	buf_printf(b, " %11" PRIu64 " of %-11" PRIu64, sum->changed, sum->events);
	if (sum->changed > 0)
		buf_char(b, ' ');
	const unsigned __int128 length = (unsigned __int128)sum->changed * BAR_WIDTH;
	const size_t from = b->n;
	for (unsigned __int128 i = 0; i * longest < length; i++)
		buf_char(b, '#');
	color_since(b, from, color, COLOR_BAR);
	while (b->p[b->n - 1] == ' ')
		b->n--;
	buf_char(b, '\n');
}

void
report_text_chart(struct buf *b, const struct tally *t, size_t bars, bool color)
{
	if (tally_changed(t) == 0 || t->hours == 0)
		return;
	const struct unit u = choose_unit(t, (int64_t)bars);
	const int64_t first = floor_div(t->hour[0].hour, u.hours), n = count_bars(t, u.hours);
	struct hour_tally *bar = mem_zalloc((size_t)n, sizeof(*bar));
	uint64_t longest = 0;
	for (size_t i = 0; i < t->hours; i++) {
		struct hour_tally *sum = &bar[floor_div(t->hour[i].hour, u.hours) - first];
		sum->events += t->hour[i].events;
		sum->changed += t->hour[i].changed;
		longest = sum->changed > longest ? sum->changed : longest;
	}
	buf_printf(b, "changes by %s\n", u.name);
	for (int64_t i = 0; i < n; i++)
		put_bar(b, (first + i) * u.hours, &bar[i], longest, color);
	free(bar);
}
