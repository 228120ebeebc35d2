/* SPDX-License-Identifier: MIT */
#include "rerun/traffic.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "rerun/serve.h"
#include "stats/percentile.h"

/* ---- units ---------------------------------------------------------------------------------- */

struct units {
	struct rerun_unit *unit;
	size_t n, cap;
};

static void
add(struct units *u, const struct rerun_unit *unit)
{
	u->unit = mem_grow(u->unit, &u->cap, u->n + 1, sizeof(*u->unit));
	u->unit[u->n++] = *unit;
}

static bool
is_executed(const struct rerun_options *o, const struct trace_model *m, uint32_t call)
{
	const struct rerun_subject s = rerun_subject_of(m, call);
	for (size_t i = 0; i < o->execs; i++)
		if (rerun_scope_has(&o->exec[i].scope, &s))
			return true;
	return false;
}

/* Are there several roots, which commands execute, all of them? */
static bool
is_list(const struct rerun_options *o, const struct trace_model *m, const struct trace *t)
{
	size_t roots = 0;
	for (size_t i = t->first; i < t->last; i = m->call[m->depth_first[i]].last, roots++)
		if (!is_executed(o, m, m->depth_first[i]))
			return false;
	return roots > 1;
}

static void
add_trace(struct units *u, const struct rerun_options *o, const struct trace_model *m, size_t trace)
{
	const struct trace *t = &m->trace[trace];
	const bool list = is_list(o, m, t);
	struct rerun_unit whole = { trace, TRACE_NONE, TRACE_NO_TIME, TRACE_NO_TIME };
	for (size_t i = t->first; i < t->last; i = m->call[m->depth_first[i]].last) {
		const struct trace_call *c = &m->call[m->depth_first[i]];
		const struct rerun_unit root = { trace, m->depth_first[i], c->start_ns,
			c->duration_ns };
		if (list) {
			add(u, &root);
			continue;
		}
		if (whole.at_ns == TRACE_NO_TIME)
			whole.at_ns = root.at_ns;
		if (whole.duration_ns == TRACE_NO_TIME || root.duration_ns > whole.duration_ns)
			whole.duration_ns = root.duration_ns;
	}
	if (!list)
		add(u, &whole);
}

struct order {
	int64_t at_ns;
	size_t place;
};

static int
by_time(const void *a, const void *b)
{
	const struct order *x = a, *y = b;
	if (x->at_ns != y->at_ns)
		return x->at_ns < y->at_ns ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

struct rerun_unit *
rerun_units(const struct rerun_options *o, const struct trace_model *m, size_t *n, size_t *moved)
{
	struct units u = { 0 };
	for (size_t i = 0; i < m->traces; i++)
		add_trace(&u, o, m, i);
	struct order *order = mem_alloc((u.n + 1) * sizeof(*order));
	struct rerun_unit *sorted = mem_alloc((u.n + 1) * sizeof(*sorted));
	int64_t at_ns = INT64_MIN, latest_ns = INT64_MIN;
	*n = u.n;
	*moved = 0;
	for (size_t i = 0; i < u.n; i++) {
		if (u.unit[i].at_ns != TRACE_NO_TIME)
			at_ns = u.unit[i].at_ns;
		order[i] = (struct order){ at_ns, i };
		*moved += at_ns < latest_ns;
		latest_ns = at_ns > latest_ns ? at_ns : latest_ns;
	}
	qsort(order, u.n, sizeof(*order), by_time);
	for (size_t i = 0; i < u.n; i++) {
		sorted[i] = u.unit[order[i].place];
		sorted[i].at_ns = order[i].at_ns;
	}
	free(order);
	free(u.unit);
	return sorted;
}

/* ---- sending -------------------------------------------------------------------------------- */

struct sending {
	const struct rerun_traffic *t;
	struct rerun_load *load;
	pthread_mutex_t lock;
	pthread_cond_t ready;
	unsigned waiting; /* workers whose commands are started */
	bool begun;
	int64_t begin_ns;
	int64_t span_ns; /* from the first unit to the next round */
	size_t next;
	bool stopped;
};

/* When a unit is due, since the beginning; -1: as soon as it is taken. */
static int64_t
due(const struct sending *s, size_t number)
{
	const struct rerun_traffic *t = s->t;
	if (t->pace <= 0)
		return -1;
	const size_t round = number / t->units;
	const double at = (double)t->unit[number % t->units].at_ns - (double)t->unit[0].at_ns +
			  (double)round * (double)s->span_ns;
	const double ns = at / t->pace;
	return ns < 9e18 ? (int64_t)ns : INT64_MAX;
}

static int64_t
elapsed(const struct sending *s)
{
	return s->t->options->now_ns() - s->begin_ns;
}

static void
count_error(struct rerun_load *l, const struct rerun_outcome *o, uint64_t n)
{
	const struct text type = o->error_type.p ? o->error_type : TEXT("error");
	for (size_t i = 0; i < l->kinds; i++)
		if (text_eq(l->kind[i].type, type)) {
			l->kind[i].n += n;
			return;
		}
	if (l->kinds == RERUN_KINDS_MOST) {
		l->other_kinds += n;
		return;
	}
	l->kind[l->kinds++] = (struct rerun_error_kind){ arena_text(&l->arena, type),
		arena_text(&l->arena, o->message), n };
}

/* An http answer whose status says that the server failed; the type becomes that status. */
static bool
is_server_error(struct text output)
{
	static const struct text member = TEXT("{\"status\":5");
	return output.n > member.n + 2 && memcmp(output.p, member.p, member.n) == 0;
}

static struct rerun_outcome
server_error(const struct rerun_outcome *o)
{
	struct rerun_outcome error =
	    rerun_failure((struct text){ o->output.p + 1, 12 }, TEXT_ABSENT);
	return error;
}

static void
take(struct rerun_load *l, const struct rerun_result *r, struct rerun_sample *sample)
{
	for (size_t i = 0; i < r->spans; i++) {
		const struct rerun_span *s = &r->span[i];
		if (s->served_by != RERUN_EXEC)
			continue;
		l->calls++;
		const bool http = r->model->call[s->call].kind == TRACE_HTTP;
		if (s->outcome.failed) {
			count_error(l, &s->outcome, 1);
			sample->failed = true;
		} else if (http && is_server_error(s->outcome.output)) {
			const struct rerun_outcome error = server_error(&s->outcome);
			count_error(l, &error, 1);
			sample->failed = true;
		}
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

static void
send(struct sending *s, struct rerun_worker *w, size_t number, int64_t due_ns)
{
	const struct rerun_unit *u = &s->t->unit[number % s->t->units];
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
}

/* A unit that was due before the end and could not be sent. */
static void
leave(struct sending *s, int64_t due_ns)
{
	const struct rerun_sample sample = { .due_ns = due_ns,
		.latency_ns = s->t->duration_ns - due_ns };
	pthread_mutex_lock(&s->lock);
	put(s, &sample);
	pthread_mutex_unlock(&s->lock);
}

/* Waits until a unit is due.  Returns false if the run is stopped. */
static bool
wait_for(struct sending *s, int64_t due_ns)
{
	const int64_t at_ns = s->begin_ns + due_ns;
	for (;;) {
		if (s->t->is_stopped(s->t->context))
			return false;
		if (due_ns < 0 || s->t->options->now_ns() >= at_ns)
			return true;
		s->t->wait_until_ns(at_ns);
	}
}

static bool
take_number(struct sending *s, size_t *number)
{
	*number = __atomic_fetch_add(&s->next, 1, __ATOMIC_RELAXED);
	return s->t->duration_ns > 0 || *number < s->t->units;
}

static void
send_all(struct sending *s, struct rerun_worker *w)
{
	const int64_t end_ns = s->t->duration_ns > 0 ? s->t->duration_ns : INT64_MAX;
	size_t number;
	while (take_number(s, &number)) {
		const int64_t due_ns = due(s, number);
		if (due_ns >= end_ns || (due_ns < 0 && elapsed(s) >= end_ns) ||
		    !wait_for(s, due_ns))
			return;
		if (elapsed(s) >= end_ns)
			leave(s, due_ns < 0 ? end_ns : due_ns);
		else
			send(s, w, number, due_ns);
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

/* The time of a round: that of the recording, and as long as between two units on average. */
static int64_t
round_ns(const struct rerun_traffic *t)
{
	const int64_t span = t->unit[t->units - 1].at_ns - t->unit[0].at_ns;
	return t->units > 1 ? span + span / (int64_t)(t->units - 1) : 1000000000;
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
	s->load->elapsed_ns = elapsed(s);
}

struct rerun_load *
rerun_send(const struct rerun_traffic *t)
{
	struct rerun_load *l = mem_zalloc(1, sizeof(*l));
	if (t->units == 0)
		return l;
	struct sending s = { .t = t, .load = l, .span_ns = round_ns(t) };
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

/* ---- the report ----------------------------------------------------------------------------- */

static int
by_ns(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static struct rerun_latency
latency(int64_t *ns, size_t n)
{
	if (n == 0)
		return (struct rerun_latency){ 0 };
	qsort(ns, n, sizeof(*ns), by_ns);
	return (struct rerun_latency){ ns[percentile_rank(n, 50)], ns[percentile_rank(n, 95)],
		ns[percentile_rank(n, 99)], ns[n - 1], n };
}

struct rerun_latency
rerun_latency_of(const struct rerun_load *l)
{
	int64_t *ns = mem_alloc((l->n + 1) * sizeof(*ns));
	for (size_t i = 0; i < l->n; i++)
		ns[i] = l->sample[i].latency_ns;
	const struct rerun_latency result = latency(ns, l->n);
	free(ns);
	return result;
}

struct rerun_latency
rerun_latency_recorded(const struct rerun_unit *unit, size_t n)
{
	int64_t *ns = mem_alloc((n + 1) * sizeof(*ns));
	size_t known = 0;
	for (size_t i = 0; i < n; i++)
		if (unit[i].duration_ns != TRACE_NO_TIME && unit[i].duration_ns >= 0)
			ns[known++] = unit[i].duration_ns;
	const struct rerun_latency result = latency(ns, known);
	free(ns);
	return result;
}

static void
put_latency(struct buf *b, const char *name, const struct rerun_latency *l)
{
	if (l->n == 0) {
		json_member_null(b, name);
		return;
	}
	json_member_begin(b, name, '{');
	json_member_u64(b, "p50_ns", (uint64_t)l->p50_ns);
	json_member_u64(b, "p95_ns", (uint64_t)l->p95_ns);
	json_member_u64(b, "p99_ns", (uint64_t)l->p99_ns);
	json_member_u64(b, "max_ns", (uint64_t)l->max_ns);
	json_end(b, '}');
}

static void
put_kinds(struct buf *b, const struct rerun_load *l)
{
	json_member_begin(b, "error_types", '[');
	for (size_t i = 0; i < l->kinds; i++) {
		json_begin(b, '{');
		json_member_string(b, "type", l->kind[i].type);
		json_member_string_or_null(b, "message", l->kind[i].message);
		json_member_u64(b, "count", l->kind[i].n);
		json_end(b, '}');
	}
	json_end(b, ']');
}

void
rerun_put_load(struct buf *b, const struct rerun_traffic *t, const struct rerun_load *l)
{
	const struct rerun_latency now = rerun_latency_of(l),
				   then = rerun_latency_recorded(t->unit, t->units);
	json_begin(b, '{');
	json_name(b, "throughput");
	buf_printf(
	    b, "%.3f", l->elapsed_ns > 0 ? (double)l->answered * 1e9 / (double)l->elapsed_ns : 0);
	put_latency(b, "latency", &now);
	json_member_u64(b, "errors", l->failed + l->unanswered);
	json_member_begin(b, "verdicts", '{');
	for (size_t v = 1; v < RERUN_VERDICTS; v++)
		json_member_u64(b, rerun_verdict_names[v].p, l->verdicts[v]);
	json_end(b, '}');
	json_member_begin(b, "recorded", '{');
	put_latency(b, "latency", &then);
	json_end(b, '}');
	json_member_u64(b, "requests", l->n);
	json_member_u64(b, "unanswered", l->unanswered);
	json_member_u64(b, "missing", l->missing);
	json_member_u64(b, "calls", l->calls);
	json_member_u64(b, "parallel", t->workers);
	json_name(b, "pace");
	if (t->pace > 0)
		buf_printf(b, "%.15g", t->pace);
	else
		json_put_string(b, TEXT("max"));
	json_member_u64(b, "elapsed_ns", (uint64_t)l->elapsed_ns);
	json_member_u64(b, "late_ns", (uint64_t)l->late_ns);
	put_kinds(b, l);
	json_end(b, '}');
	buf_char(b, '\n');
}
