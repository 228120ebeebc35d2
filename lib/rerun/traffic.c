/* SPDX-License-Identifier: MIT */
#include "rerun/traffic.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rerun/serve.h"

/* ---- sending -------------------------------------------------------------------------------- */

struct sending {
	const struct rerun_traffic *t;
	struct rerun_load *load;
	pthread_mutex_t lock;
	pthread_cond_t ready;
	unsigned waiting; /* workers whose commands are started */
	bool begun;
	int64_t begin_ns;
	double round_ns; /* from the first unit to the next round */
	size_t next;
};

/* The time of a round: that of the recording, and as long as between two units on average. */
static double
round_of(const struct rerun_units *u)
{
	const double span =
	    u->n > 0 ? (double)u->unit[u->n - 1].at_ns - (double)u->unit[0].at_ns : 0;
	return span > 0 ? span + span / (double)(u->n - 1) : 1e9;
}

double
rerun_traffic_due(const struct rerun_traffic *t)
{
	const double round = round_of(t->units), units = (double)t->units->n;
	if (t->duration_ns <= 0 || t->pace <= 0)
		return t->duration_ns > 0 ? 0 : units;
	return units * (double)t->duration_ns * t->pace / round;
}

/* When a unit is due, since the beginning; -1: as soon as it is taken. */
static int64_t
due(const struct sending *s, size_t number)
{
	const struct rerun_traffic *t = s->t;
	if (t->pace <= 0)
		return -1;
	const struct rerun_units *u = t->units;
	const size_t round = number / u->n;
	const double at = (double)u->unit[number % u->n].at_ns - (double)u->unit[0].at_ns +
			  (double)round * s->round_ns;
	const double ns = at / t->pace;
	return ns < 9e18 ? (int64_t)ns : INT64_MAX;
}

static int64_t
elapsed(const struct sending *s)
{
	return s->t->options->now_ns() - s->begin_ns;
}

static void
count_error(struct rerun_load *l, const struct rerun_outcome *o)
{
	const struct text type = o->error_type.p ? o->error_type : TEXT("error");
	for (size_t i = 0; i < l->kinds; i++)
		if (text_eq(l->kind[i].type, type)) {
			l->kind[i].n++;
			return;
		}
	if (l->kinds == RERUN_KINDS_MOST) {
		l->other_kinds++;
		return;
	}
	l->kind[l->kinds++] = (struct rerun_error_kind){ arena_text(&l->arena, type),
		arena_text(&l->arena, o->message), 1 };
}

/* An http answer whose status says that the server failed; the type becomes that status. */
static bool
is_server_error(struct text output)
{
	static const struct text member = TEXT("{\"status\":5");
	return output.n > member.n + 2 && memcmp(output.p, member.p, member.n) == 0;
}

/* The type of such an error: `HTTP 503`. */
static struct rerun_outcome
server_error(const struct rerun_outcome *o, char type[9])
{
	static const struct text member = TEXT("{\"status\":");
	memcpy(type, "HTTP ", 5);
	memcpy(type + 5, o->output.p + member.n, 3);
	type[8] = '\0';
	return rerun_failure((struct text){ type, 8 }, TEXT_ABSENT);
}

static void
count_difference(struct rerun_load *l, const struct trace_call *c, const struct rerun_span *s)
{
	const struct text name = trace_text_of(c->name);
	for (size_t i = 0; i < l->differences; i++)
		if (text_eq(l->difference[i].path, s->differs) &&
		    text_eq(l->difference[i].name, name)) {
			l->difference[i].n++;
			return;
		}
	if (l->differences == RERUN_KINDS_MOST) {
		l->other_differences++;
		return;
	}
	l->difference[l->differences++] = (struct rerun_differing){ .name = name,
		.call_id = trace_text_of(c->id),
		.path = arena_text(&l->arena, s->differs),
		.then = arena_text(&l->arena, s->then),
		.now = arena_text(&l->arena, s->now),
		.n = 1 };
}

/* Takes what a call gave.  Returns whether that is an error. */
static bool
take_call(struct rerun_load *l, const struct trace_call *c, const struct rerun_outcome *o)
{
	if (o->failed) {
		count_error(l, o);
		return true;
	}
	if (c->kind != TRACE_HTTP || !is_server_error(o->output))
		return false;
	char type[9];
	const struct rerun_outcome error = server_error(o, type);
	count_error(l, &error);
	return true;
}

static void
take(struct rerun_load *l, const struct rerun_result *r, struct rerun_sample *sample)
{
	for (size_t i = 0; i < r->spans; i++) {
		const struct rerun_span *s = &r->span[i];
		const struct trace_call *c = &r->model->call[s->call];
		const bool asked = s->served_by == RERUN_ASKED && s->answered_by == RERUN_EXEC;
		if (s->served_by != RERUN_EXEC && s->served_by != RERUN_BLOCKED && !asked)
			continue;
		l->calls += s->served_by != RERUN_BLOCKED;
		/* a command may have been ready for an error of what it asked for */
		if (take_call(l, c, &s->outcome) && !asked)
			sample->failed = true;
		if (s->outcome.failed && text_eq(s->outcome.error_type, TEXT("interrupted")))
			sample->answered = false;
		if (s->verdict == RERUN_DIFFERS)
			count_difference(l, c, s);
	}
	for (size_t v = 0; v < RERUN_VERDICTS; v++)
		l->verdicts[v] += r->verdicts[v];
	l->missing += r->missing + r->misses;
	sample->failed |= r->missing + r->misses > 0;
}

static void
put(struct sending *s, const struct rerun_sample *sample)
{
	struct rerun_load *l = s->load;
	l->sample = mem_grow(l->sample, &l->cap, l->n + 1, sizeof(*l->sample));
	l->sample[l->n++] = *sample;
	l->answered += sample->answered;
	l->failed += sample->failed && sample->answered;
	l->unanswered += !sample->answered;
}

/* Returns whether a command died. */
static bool
send(struct sending *s, struct rerun_worker *w, size_t number, int64_t due_ns)
{
	const struct rerun_unit *u = &s->t->units->unit[number % s->t->units->n];
	const int64_t sent_ns = elapsed(s);
	struct rerun_sample sample = { .due_ns = due_ns < 0 ? sent_ns : due_ns, .answered = true };
	const struct rerun_result *r = u->call == TRACE_NONE
					   ? rerun_trace(w, s->t->model, u->trace)
					   : rerun_call(w, s->t->model, u->call, TEXT_ABSENT);
	sample.latency_ns = elapsed(s) - sample.due_ns;
	pthread_mutex_lock(&s->lock);
	take(s->load, r, &sample);
	put(s, &sample);
	if (sent_ns - sample.due_ns > s->load->late_ns)
		s->load->late_ns = sent_ns - sample.due_ns;
	pthread_mutex_unlock(&s->lock);
	for (size_t i = 0; i < r->spans; i++)
		if (r->span[i].outcome.failed &&
		    text_eq(r->span[i].outcome.error_type, TEXT("command_died")))
			return true;
	return false;
}

/* A unit that was due before the end, at end_ns, and could not be sent. */
static void
leave(struct sending *s, int64_t due_ns, int64_t end_ns)
{
	const struct rerun_sample sample = { .due_ns = due_ns, .latency_ns = end_ns - due_ns };
	pthread_mutex_lock(&s->lock);
	put(s, &sample);
	pthread_mutex_unlock(&s->lock);
}

/* Waits until a unit is due.  Returns false if the run is stopped. */
static bool
wait_for(struct sending *s, int64_t due_ns)
{
	for (;;) {
		if (s->t->is_stopped(s->t->context))
			return false;
		if (due_ns < 0 || elapsed(s) >= due_ns)
			return true;
		s->t->wait_until_ns(
		    due_ns < INT64_MAX - s->begin_ns ? s->begin_ns + due_ns : INT64_MAX);
	}
}

/* A command that dies again and again is not started again at once, but up to a second later. */
static void
rest(struct sending *s, unsigned deaths)
{
	enum { ENOUGH = 3, MOST = 7 };
	if (deaths < ENOUGH || s->t->duration_ns <= 0 || s->t->pace > 0)
		return;
	const unsigned more = deaths - ENOUGH < MOST ? deaths - ENOUGH : MOST;
	wait_for(s, elapsed(s) + (INT64_C(8000000) << more));
}

static bool
take_number(struct sending *s, size_t *number)
{
	*number = __atomic_fetch_add(&s->next, 1, __ATOMIC_RELAXED);
	return *number < RERUN_SAMPLES_MOST && (s->t->duration_ns > 0 || *number < s->t->units->n);
}

static void
send_all(struct sending *s, struct rerun_worker *w)
{
	const int64_t end_ns = s->t->duration_ns > 0 ? s->t->duration_ns : INT64_MAX;
	unsigned deaths = 0;
	size_t number;
	while (take_number(s, &number)) {
		const int64_t due_ns = due(s, number);
		if (due_ns >= end_ns || (due_ns < 0 && elapsed(s) >= end_ns))
			return;
		if (!wait_for(s, due_ns)) {
			if (due_ns >= 0 && due_ns <= elapsed(s))
				leave(s, due_ns, elapsed(s));
			return;
		}
		if (elapsed(s) >= end_ns)
			leave(s, due_ns < 0 ? end_ns : due_ns, end_ns);
		else if (send(s, w, number, due_ns))
			rest(s, ++deaths);
		else
			deaths = 0;
	}
}

/* Starts the commands before the clock: what it takes to start them is no latency. */
static void *
work(void *context)
{
	struct sending *s = context;
	struct rerun_worker *w = rerun_worker_new(s->t->options);
	rerun_start(w);
	pthread_mutex_lock(&s->lock);
	s->waiting++;
	pthread_cond_broadcast(&s->ready);
	while (!s->begun)
		pthread_cond_wait(&s->ready, &s->lock);
	pthread_mutex_unlock(&s->lock);
	send_all(s, w);
	rerun_worker_free(w);
	return NULL;
}

static int
by_due(const void *a, const void *b)
{
	const struct rerun_sample *x = a, *y = b;
	if (x->due_ns != y->due_ns)
		return x->due_ns < y->due_ns ? -1 : 1;
	return (x->latency_ns > y->latency_ns) - (x->latency_ns < y->latency_ns);
}

/* Units that were due before the run was stopped, and that no worker has taken. */
static void
leave_rest(struct sending *s)
{
	const int64_t stopped_ns = elapsed(s);
	const bool ends = s->t->duration_ns <= 0;
	for (size_t n = s->next; s->t->pace > 0 && n < RERUN_SAMPLES_MOST; n++) {
		const int64_t due_ns = due(s, n);
		if (due_ns > stopped_ns || (ends && n >= s->t->units->n))
			break;
		leave(s, due_ns, stopped_ns);
	}
}

static void
run(struct sending *s, pthread_t *thread, unsigned started)
{
	pthread_mutex_lock(&s->lock);
	while (s->waiting < started)
		pthread_cond_wait(&s->ready, &s->lock);
	s->begin_ns = s->t->options->now_ns();
	s->begun = true;
	pthread_cond_broadcast(&s->ready);
	pthread_mutex_unlock(&s->lock);
	for (unsigned i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	if (s->t->is_stopped(s->t->context))
		leave_rest(s);
	s->load->elapsed_ns = elapsed(s);
	s->load->full = s->load->n >= RERUN_SAMPLES_MOST;
}

struct rerun_load *
rerun_send(const struct rerun_traffic *t)
{
	struct rerun_load *l = mem_zalloc(1, sizeof(*l));
	if (t->units->n == 0)
		return l;
	struct sending s = { .t = t, .load = l, .round_ns = round_of(t->units) };
	pthread_t *thread = mem_alloc(t->workers * sizeof(*thread));
	unsigned started = 0;
	pthread_mutex_init(&s.lock, NULL);
	pthread_cond_init(&s.ready, NULL);
	while (started < t->workers && pthread_create(&thread[started], NULL, work, &s) == 0)
		started++;
	if (started > 0)
		run(&s, thread, started);
	pthread_mutex_destroy(&s.lock);
	pthread_cond_destroy(&s.ready);
	free(thread);
	if (l->n > 1)
		qsort(l->sample, l->n, sizeof(*l->sample), by_due);
	if (started > 0)
		return l;
	rerun_load_free(l);
	return NULL;
}

void
rerun_load_free(struct rerun_load *l)
{
	if (!l)
		return;
	arena_free(&l->arena);
	free(l->sample);
	free(l);
}
