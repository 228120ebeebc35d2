/* SPDX-License-Identifier: MIT */
#include "cmd/trace/traffic.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "cmd/trace/html.h"
#include "cmd/trace/replay_gates.h"
#include "cmd/trace/replay_options.h"
#include "cmd/trace/replay_said.h"
#include "cmd/trace/signals.h"
#include "rerun/traffic.h"
#include "view/value.h"

int
traffic_check(struct command *c)
{
	const struct options *o = &c->settings.options;
	static const char *const alone[] = { "save-mocks", "expect", "twice", "redact", "compare",
		"model", "temperature", "max-tokens", "system-prompt", "retrieval-query", "embed",
		"stream" };
	if (!command_is_load(c))
		return -1;
	if (o->action != ACTION_REPLAY && o->action != ACTION_TIMELINE)
		return options_usage(&command_program,
		    "--parallel measures a load and cannot be combined with --%s; -j runs several "
		    "traces at once without measuring",
		    options_action(o, o->action));
	if (c->tap)
		return options_usage(
		    &command_program, "--parallel measures a load, for which there is no TAP");
	for (size_t i = 0; i < sizeof(alone) / sizeof(*alone); i++)
		if (options_given(o, alone[i]))
			return options_usage(&command_program,
			    "--parallel measures a load and cannot be combined with --%s; -j runs "
			    "several traces at once without measuring",
			    alone[i]);
	return -1;
}

/* ---- a run ---------------------------------------------------------------------------------- */

enum { LINES_MOST = 100 };

struct sending_run {
	struct command *command;
	struct rerun_options options;
	struct rerun_traffic traffic;
	struct rerun_units *units;
	int64_t stop_ns; /* when a signal was first seen; 0: none was */
	/* what commands wrote to standard error: each line is printed once */
	pthread_mutex_t lock;
	struct text line[LINES_MOST];
	size_t lines;
	uint64_t repeated;
	struct arena arena;
};

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

static bool
is_stopped(void *context)
{
	(void)context;
	return signals_wait();
}

/* What runs has a second more. */
static bool
is_over(void *context)
{
	struct sending_run *r = context;
	if (!is_stopped(NULL))
		return false;
	const int64_t now_ns = r->options.now_ns();
	int64_t none = 0;
	__atomic_compare_exchange_n(
	    &r->stop_ns, &none, now_ns, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
	return now_ns - __atomic_load_n(&r->stop_ns, __ATOMIC_RELAXED) >= 1000000000;
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
put_differences(struct view_line *l, const struct rerun_load *load)
{
	for (size_t i = 0; i < load->differences; i++) {
		const struct rerun_differing *d = &load->difference[i];
		view_put(l, "  ");
		view_count(l, d->n);
		view_put(l, " x ");
		view_text(l, d->name.p ? d->name : TEXT("-"));
		const size_t from = l->b->n;
		view_put(l, " differs");
		view_color(l, from, COLOR_BAD);
		view_put(l, ": ");
		view_text(l, d->path);
		view_put(l, " is ");
		view_value(l, d->now.p ? d->now : TEXT("nothing"), 40);
		view_put(l, ", was ");
		view_value(l, d->then.p ? d->then : TEXT("nothing"), 40);
		buf_char(l->b, '\n');
		l->column = 0;
	}
	if (load->other_differences > 0) {
		view_put(l, "  ");
		view_counted(l, load->other_differences, "other difference");
		buf_char(l->b, '\n');
		l->column = 0;
	}
}

static void
put_text(
    struct command *c, struct buf *b, const struct rerun_traffic *t, const struct rerun_load *load)
{
	const struct view_style style = showing_style(&c->showing, &c->settings);
	const struct rerun_latency now = rerun_latency_of(load),
				   then = rerun_latency_recorded(t->units);
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
	put_differences(&l, load);
	put_errors(&l, load);
}

static void
say_duration(struct buf *b, int64_t ns)
{
	static const struct view_style plain = { .utf8 = true };
	struct view_line l = { b, &plain, 0 };
	view_duration(&l, ns);
}

/* What is odd about the recording. */
static void
say_units(struct buf *b, const struct rerun_traffic *t)
{
	const struct rerun_units *u = t->units;
	if (u->moved > 0)
		buf_printf(b, "%zu request%s recorded out of order; all were sent by their times\n",
		    u->moved, u->moved == 1 ? " was" : "s were");
	if (u->timeless > 0 && t->pace > 0)
		buf_printf(b, "%zu request%s no start; %s with the one in front of it\n",
		    u->timeless, u->timeless == 1 ? " has" : "s have",
		    u->timeless == 1 ? "it was sent" : "each was sent");
	if (u->idle > 0)
		buf_printf(b, "%zu trace%s or call%s nothing that is executed, and %s not sent\n",
		    u->idle, u->idle == 1 ? "" : "s", u->idle == 1 ? " has" : "s have",
		    u->idle == 1 ? "was" : "were");
}

static void
say(struct sending_run *r, const struct rerun_load *load)
{
	const struct rerun_traffic *t = &r->traffic;
	struct buf *b = &r->command->run.last_words;
	if (t->options->execs == 0)
		buf_text(b,
		    TEXT("nothing was executed, all came from the recording; --target sends http "
			 "calls to a server, --exec calls to a command\n"));
	if (r->repeated > 0)
		buf_printf(b, "commands wrote %" PRIu64 " more line%s that are left out here\n",
		    r->repeated, r->repeated == 1 ? "" : "s");
	say_units(b, t);
	if (t->pace > 0 && load->late_ns > 100000000) {
		buf_text(b, TEXT("requests were sent up to "));
		say_duration(b, load->late_ns);
		buf_printf(b,
		    " too late, because all of --parallel %u were busy; the latencies count from "
		    "when they were due\n",
		    t->workers);
	}
	if (t->pace > 0 && t->duration_ns > 0 && load->n < t->units->n)
		buf_printf(b,
		    "--duration ended before %zu of %zu recorded requests were due at this pace\n",
		    t->units->n - load->n, t->units->n);
	if (load->full)
		buf_printf(
		    b, "the load ended after %zu requests, the most that are measured\n", load->n);
	if (load->unanswered > 0)
		buf_printf(b,
		    "%" PRIu64 " request%s due and had no answer before the end; %s, and in the "
		    "latencies\n",
		    load->unanswered, load->unanswered == 1 ? " was" : "s were",
		    load->unanswered == 1 ? "it counts as an error" : "they count as errors");
	if (load->failed > 0)
		buf_printf(b, "%" PRIu64 " of %" PRIu64 " requests failed\n", load->failed,
		    load->answered);
	if (load->missing > 0)
		buf_printf(b, "%" PRIu64 " call%s no replay data, or could not be executed\n",
		    load->missing, load->missing == 1 ? " has" : "s have");
	replay_say_unmatched(r->command);
}

static bool
is_good(const struct rerun_load *load)
{
	for (size_t v = 0; v < RERUN_VERDICTS; v++)
		if (load->verdicts[v] > 0 && !rerun_is_good((enum rerun_verdict)v))
			return false;
	return load->failed + load->unanswered + load->missing == 0;
}

/* ---- gates ---------------------------------------------------------------------------------- */

static void
set(struct replay_totals *t, size_t metric, double then, double now, bool has_then, bool has_now)
{
	replay_totals_set(t, metric, (double[2]){ then, now }, (bool[2]){ has_then, has_now });
}

static void
total(struct replay_totals *t, const struct rerun_traffic *traffic, const struct rerun_load *load)
{
	const struct rerun_units *u = traffic->units;
	const struct rerun_latency then = rerun_latency_recorded(u), now = rerun_latency_of(load);
	const uint64_t errors = load->failed + load->unanswered;
	uint64_t failed = 0;
	for (size_t i = 0; i < u->n; i++)
		failed += u->unit[i].failed;
	const bool a = then.n > 0, b = now.n > 0;
	for (size_t i = 0; i < 2; i++) {
		replay_totals_begin(&t[i], 0, 0);
		t[i].noun = "request";
		t[i].all.a.n = u->n;
		t[i].all.b.n = load->n;
		t[i].all.failed[0] = failed;
		t[i].all.failed[1] = errors;
		set(&t[i], COMPARE_DURATION_MEAN, then.mean_ns, now.mean_ns, a, b);
		set(&t[i], COMPARE_DURATION_P50, (double)then.p50_ns, (double)now.p50_ns, a, b);
		set(&t[i], COMPARE_ERROR_RATE, a ? (double)failed / (double)u->n : 0,
		    b ? (double)errors / (double)load->n : 0, u->n > 0, b);
		set(&t[i], COMPARE_CALLS, 0, (double)load->calls, false, true);
		set(&t[i], COMPARE_TOKENS, 0, 0, false, false);
		set(&t[i], COMPARE_COST, 0, 0, false, false);
	}
	set(&t[0], COMPARE_DURATION_P95, (double)then.p95_ns, (double)now.p95_ns, a, b);
	set(&t[1], COMPARE_DURATION_P95, (double)then.p99_ns, (double)now.p99_ns, a, b);
	t[0].p99 = &t[1];
}

static void
judge(struct sending_run *r, const struct rerun_load *load, struct buf *text)
{
	struct replay_totals t[2];
	if (r->command->comparing.bounds.n == 0)
		return;
	total(t, &r->traffic, load);
	replay_gates(r->command, t, text);
}

static int
report(struct sending_run *r, const struct rerun_load *load)
{
	struct command *c = r->command;
	const bool text = replay_writes_text(c);
	struct buf b = { 0 };
	int result = 0;
	say(r, load);
	c->nothing |= !is_good(load);
	if (replay_writes_json(c)) {
		rerun_put_load(&b, &r->traffic, load);
		result = run_put_some(&c->run, &b, 1);
		b.n = 0;
	}
	if (text)
		put_text(c, &b, &r->traffic, load);
	judge(r, load, text ? &b : NULL);
	if (result == 0 && text)
		result = command_put_text(c, buf_as_text(&b));
	buf_free(&b);
	return result;
}

/* ---- sending -------------------------------------------------------------------------------- */

/* Copies of a command say the same. */
static void
hear(void *context, const struct rerun_exec *exec, struct text line)
{
	struct sending_run *r = context;
	pthread_mutex_lock(&r->lock);
	const bool is_new = text_among(line, r->line, r->lines) == r->lines;
	if (is_new && r->lines < LINES_MOST) {
		r->line[r->lines++] = arena_text(&r->arena, line);
		replay_say_heard(r->command, exec, line);
	} else {
		r->repeated += is_new;
	}
	pthread_mutex_unlock(&r->lock);
}

static int
send_and_report(struct sending_run *r)
{
	struct run *run = &r->command->run;
	sigset_t before;
	if (rerun_traffic_due(&r->traffic) > (double)RERUN_SAMPLES_MOST)
		return run_stop(run,
		    "at this --pace more than %zu requests would be due, the most that are "
		    "measured; make --duration shorter, or use --pace max",
		    RERUN_SAMPLES_MOST);
	signals_hold(&before);
	struct rerun_load *load = rerun_send(&r->traffic);
	const int number = signals_release(&before);
	if (!load)
		return run_stop(run, "--parallel: no thread could be started");
	int result = report(r, load);
	if (result == 0)
		result = html_put_load(r->command, &r->traffic, load);
	if (number != 0)
		run_complain(run, "stopped by a signal after %" PRIu64 " requests were answered",
		    load->answered);
	rerun_load_free(load);
	return result;
}

int
traffic_print(struct command *c)
{
	struct sending_run r = { .command = c, .options = replay_options(c) };
	r.options.heard = hear;
	r.options.interrupted = is_over;
	r.options.interrupt = &r;
	r.options.context = &r;
	r.units = rerun_units_of(&r.options, c->model);
	r.traffic = (struct rerun_traffic){ .options = &r.options,
		.model = c->model,
		.units = r.units,
		.workers = c->settings.threads > 0 ? c->settings.threads : 1,
		.pace = c->sending.pace,
		.duration_ns = c->sending.duration_ns,
		.wait_until_ns = wait_until,
		.is_stopped = is_stopped,
		.context = &r };
	pthread_mutex_init(&r.lock, NULL);
	const int result = send_and_report(&r);
	pthread_mutex_destroy(&r.lock);
	rerun_units_free(r.units);
	arena_free(&r.arena);
	return result;
}
