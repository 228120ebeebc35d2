/* SPDX-License-Identifier: MIT */
#include "cmd/trace/services.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cmd/cli/terminal.h"
#include "time/stamp.h"
#include "trace/services_put.h"
#include "view/services.h"

enum { ENOUGH = 1 << 18, NAMED_MOST = 10 };

/* ---- --adjust-clocks ------------------------------------------------------------------------ */

static int
by_service(const void *a, const void *b)
{
	const struct trace_moved *x = a, *y = b;
	const int order = text_cmp(trace_text_of(x->service), trace_text_of(y->service));
	return order != 0 ? order : (x->offset_ns > y->offset_ns) - (x->offset_ns < y->offset_ns);
}

static void
put_offset(struct buf *b, int64_t ns)
{
	const struct view_style plain = { .utf8 = terminal_utf8() };
	struct view_line l = { b, &plain, 0 };
	view_put(&l, ns < 0 ? "" : "+");
	view_duration(&l, ns);
}

/* Says of one service by how much it was moved. */
static void
say_moved(struct command *c, const struct trace_moved *moved, size_t n)
{
	struct buf *b = &c->run.last_words;
	buf_printf(b, "--adjust-clocks: moved ");
	redacting_put_visible(&c->redacting, b, trace_text_of(moved->service));
	buf_printf(b, " by ");
	put_offset(b, moved[0].offset_ns);
	if (moved[n - 1].offset_ns != moved[0].offset_ns) {
		buf_printf(b, " to ");
		put_offset(b, moved[n - 1].offset_ns);
	}
	buf_printf(b, " in %zu trace%s\n", n, n == 1 ? "" : "s");
}

static void
say_adjusted(struct command *c)
{
	const size_t n = c->adjustment.n;
	struct buf *b = &c->run.last_words;
	if (n == 0) {
		buf_text(
		    b, TEXT("--adjust-clocks: no clock is known to be off; nothing was moved\n"));
		return;
	}
	struct trace_moved *sorted = mem_dup(c->adjustment.moved, n * sizeof(*sorted));
	size_t services = 0;
	qsort(sorted, n, sizeof(*sorted), by_service);
	for (size_t i = 0, end; i < n; i = end, services++) {
		for (end = i + 1; end < n && sorted[end].service == sorted[i].service; end++)
			;
		if (services < NAMED_MOST)
			say_moved(c, sorted + i, end - i);
	}
	if (services > NAMED_MOST)
		buf_printf(b, "--adjust-clocks: moved %zu more service%s\n", services - NAMED_MOST,
		    services == NAMED_MOST + 1 ? "" : "s");
	free(sorted);
}

void
services_adjust(struct command *c)
{
	if (!c->adjust_clocks || c->model->traces == 0)
		return;
	trace_adjust_clocks(c->model, &c->adjustment);
}

void
services_say_adjusted(struct command *c)
{
	if (!c->adjust_clocks || c->model->traces == 0)
		return;
	trace_adjustment_rename(&c->adjustment, c->model);
	say_adjusted(c);
}

/* ---- --distributed -------------------------------------------------------------------------- */

static void
put_trace(struct command *c, const struct view_style *style, const struct trace_services *s,
    struct buf *b)
{
	struct trace_adjustment own = { 0 };
	size_t n;
	if (!c->adjust_clocks)
		trace_add_skew(&own, s);
	const struct trace_moved *moved =
	    trace_moved_of(c->adjust_clocks ? &c->adjustment : &own, s->trace, &n);
	if (!c->text) {
		trace_put_services(b, s, moved, n, c->adjust_clocks);
	} else {
		if (s->trace > 0)
			buf_char(b, '\n');
		view_services(b, style, s, moved, n, c->adjust_clocks);
	}
	trace_adjustment_free(&own);
}

int
services_print(struct command *c)
{
	const struct view_style style = showing_style(&c->showing, &c->settings);
	struct trace_services *s = trace_services_new(c->model);
	struct buf b = { 0 };
	int result = 0;
	for (size_t i = 0; i < c->model->traces && result == 0; i++) {
		trace_services_read(s, i);
		put_trace(c, &style, s, &b);
		if (b.n < ENOUGH && i + 1 < c->model->traces)
			continue;
		result = run_put(&c->run, buf_as_text(&b));
		b.n = 0;
	}
	trace_services_free(s);
	buf_free(&b);
	return result;
}
