/* SPDX-License-Identifier: MIT */
#include "cmd/trace/traffic.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "cmd/trace/replay.h"
#include "rerun/traffic.h"
#include "view/line.h"

bool
traffic_is_asked_for(const struct command *c)
{
	return options_given(&c->settings.options, "parallel") && c->replaying.replay;
}

int
traffic_check(struct command *c)
{
	const struct options *o = &c->settings.options;
	static const char *const alone[] = { "save-mocks", "expect", "twice", "html", "redact" };
	if (!traffic_is_asked_for(c))
		return -1;
	for (size_t i = 0; i < sizeof(alone) / sizeof(*alone); i++)
		if (options_given(o, alone[i]))
			return options_usage(&command_program,
			    "--parallel measures a load and cannot be combined with --%s; -j runs "
			    "several traces at once without measuring",
			    alone[i]);
	return -1;
}

/* ---- time and signals ----------------------------------------------------------------------- */

enum { NAP_NS = 50000000 }; /* no longer than that without a look at signals */

static void
wait_until(int64_t at_ns)
{
	struct timespec now, until;
	clock_gettime(CLOCK_MONOTONIC, &now);
	const int64_t latest = now.tv_sec * INT64_C(1000000000) + now.tv_nsec + NAP_NS;
	if (at_ns > latest)
		at_ns = latest;
	until = (struct timespec){ at_ns / 1000000000, at_ns % 1000000000 };
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

static sigset_t
signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	return set;
}

/* They are blocked while traffic is sent, so they wait to be looked at. */
static bool
is_stopped(void *context)
{
	sigset_t waiting;
	(void)context;
	sigpending(&waiting);
	return sigismember(&waiting, SIGINT) || sigismember(&waiting, SIGTERM);
}

/* ---- the report ----------------------------------------------------------------------------- */

static void
put_latency(struct view_line *l, const char *title, const struct rerun_latency *latency)
{
	const int64_t ns[] = { latency->p50_ns, latency->p95_ns, latency->p99_ns, latency->max_ns };
	view_put(l, title);
	for (size_t i = 0; i < 4; i++) {
		view_pad(l, 12 + i * 10);
		if (latency->n > 0)
			view_duration(l, ns[i]);
		else
			view_put(l, "-");
	}
	buf_char(l->b, '\n');
	l->column = 0;
}

static void
put_verdicts(struct view_line *l, const struct rerun_load *load)
{
	bool any = false;
	for (size_t v = 1; v < RERUN_VERDICTS; v++) {
		if (load->verdicts[v] == 0)
			continue;
		view_put(l, any ? ", " : "verdicts: ");
		const size_t from = l->b->n;
		view_count(l, load->verdicts[v]);
		view_char(l, ' ');
		view_put(l, rerun_verdict_names[v].p);
		view_color(l, from, rerun_is_good((enum rerun_verdict)v) ? COLOR_GOOD : COLOR_BAD);
		any = true;
	}
	if (any)
		buf_char(l->b, '\n');
	l->column = 0;
}

static void
put_errors(struct view_line *l, const struct rerun_load *load)
{
	for (size_t i = 0; i < load->kinds; i++) {
		view_put(l, "  ");
		view_count(l, load->kind[i].n);
		view_put(l, " x ");
		const size_t from = l->b->n;
		view_text(l, load->kind[i].type);
		view_color(l, from, COLOR_BAD);
		if (load->kind[i].message.p) {
			view_put(l, ": ");
			view_text(l, load->kind[i].message);
		}
		buf_char(l->b, '\n');
		l->column = 0;
	}
	if (load->other_kinds > 0) {
		view_put(l, "  ");
		view_counted(l, load->other_kinds, "error");
		view_put(l, " of other types\n");
		l->column = 0;
	}
}

static void
put_text(
    struct command *c, struct buf *b, const struct rerun_traffic *t, const struct rerun_load *load)
{
	const struct view_style style = showing_style(&c->showing, &c->settings);
	const struct rerun_latency now = rerun_latency_of(load),
				   then = rerun_latency_recorded(t->unit, t->units);
	struct view_line l = { b, &style, 0 };
	view_counted(&l, load->n, "request");
	view_put(&l, " in ");
	view_duration(&l, load->elapsed_ns);
	view_put(&l, ", at most ");
	view_count(&l, t->workers);
	view_put(&l, " at once: ");
	buf_printf(b, "%.1f per second, ",
	    load->elapsed_ns > 0 ? (double)load->answered * 1e9 / (double)load->elapsed_ns : 0);
	view_counted(&l, load->failed + load->unanswered, "error");
	buf_char(b, '\n');
	l.column = 0;
	view_put(&l, "latency");
	static const char *const heads[] = { "p50", "p95", "p99", "max" };
	for (size_t i = 0; i < 4; i++) {
		view_pad(&l, 12 + i * 10);
		view_put(&l, heads[i]);
	}
	buf_char(b, '\n');
	l.column = 0;
	put_latency(&l, "  now", &now);
	put_latency(&l, "  recorded", &then);
	put_verdicts(&l, load);
	put_errors(&l, load);
}

static void
say(struct command *c, const struct rerun_traffic *t, const struct rerun_load *load, size_t moved)
{
	struct buf *b = &c->run.last_words;
	if (load->calls == 0 && load->n > 0)
		buf_text(b,
		    TEXT("nothing was executed, all came from the recording; --target sends http "
			 "calls to a server, --exec calls to a command\n"));
	if (moved > 0)
		buf_printf(b,
		    "%zu request%s began before the one in front of it; all were sent by their times\n",
		    moved, moved == 1 ? "" : "s");
	if (t->pace > 0 && load->late_ns > 100000000) {
		static const struct view_style plain = { .utf8 = true };
		struct view_line l = { b, &plain, 0 };
		view_put(&l, "requests were sent up to ");
		view_duration(&l, load->late_ns);
		view_put(&l, " too late, because all of --parallel ");
		view_count(&l, t->workers);
		view_put(&l, " were busy; the latencies count from when they were due\n");
	}
	if (load->unanswered > 0)
		buf_printf(b,
		    "%" PRIu64 " request%s due before the end and could not be sent; they count as "
		    "errors, and in the latencies\n",
		    load->unanswered, load->unanswered == 1 ? " was" : "s were");
	if (load->failed > 0)
		buf_printf(b, "%" PRIu64 " of %" PRIu64 " requests failed\n", load->failed,
		    load->answered);
	if (load->missing > 0)
		buf_printf(b, "%" PRIu64 " call%s no replay data and no command\n", load->missing,
		    load->missing == 1 ? " has" : "s have");
}

static bool
is_good(const struct rerun_load *load)
{
	for (size_t v = 0; v < RERUN_VERDICTS; v++)
		if (load->verdicts[v] > 0 && !rerun_is_good((enum rerun_verdict)v))
			return false;
	return load->failed + load->unanswered + load->missing == 0;
}

static int
report(
    struct command *c, const struct rerun_traffic *t, const struct rerun_load *load, size_t moved)
{
	struct buf b = { 0 };
	say(c, t, load, moved);
	c->nothing |= !is_good(load);
	if (c->text)
		put_text(c, &b, t, load);
	else
		rerun_put_load(&b, t, load);
	const int result = run_put_some(&c->run, &b, 1);
	buf_free(&b);
	return result;
}

/* ---- sending -------------------------------------------------------------------------------- */

static void
hear(void *context, const struct rerun_exec *exec, struct text line)
{
	replay_say_heard(context, exec, line);
}

/* Sends with the signals blocked.  *number: the signal that stopped it, or 0. */
static struct rerun_load *
send(const struct rerun_traffic *t, int *number)
{
	const sigset_t set = signals();
	const struct timespec at_once = { 0, 0 };
	sigset_t before;
	pthread_sigmask(SIG_BLOCK, &set, &before);
	struct rerun_load *load = rerun_send(t);
	*number = sigtimedwait(&set, NULL, &at_once);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (*number < 0)
		*number = 0;
	return load;
}

int
traffic_print(struct command *c)
{
	struct rerun_options o = replay_options(c);
	struct rerun_traffic t = { .options = &o,
		.model = c->model,
		.workers = c->settings.threads > 0 ? c->settings.threads : 1,
		.pace = c->sending.pace,
		.duration_ns = c->sending.duration_ns,
		.wait_until_ns = wait_until,
		.is_stopped = is_stopped };
	size_t moved;
	int number, result = -1;
	o.heard = hear;
	o.context = c;
	struct rerun_unit *unit = rerun_units(&o, c->model, &t.units, &moved);
	t.unit = unit;
	struct rerun_load *load = send(&t, &number);
	if (!load)
		result = run_stop(&c->run, "--parallel: no thread could be started");
	else
		result = report(c, &t, load, moved);
	if (load && number != 0)
		run_complain(
		    &c->run, "stopped by a signal after %zu of %zu requests", load->n, t.units);
	rerun_load_free(load);
	free(unit);
	return result;
}
