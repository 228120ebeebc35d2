/* SPDX-License-Identifier: MIT */
#include "trace/skew.h"

#include <stdlib.h>

#include "base/mem.h"
#include "time/stamp.h"

/* ---- pairs ---------------------------------------------------------------------------------- */

#define FROM_EVER INT64_MIN
#define FOR_EVER INT64_MAX

/* Which offsets satisfy a pair.  slack_ns: by how much more 0 may miss it. */
struct interval {
	int64_t least_ns, most_ns; /* FROM_EVER, FOR_EVER: no bound */
	int64_t slack_ns;
};

/* A parent of one service and a child of another: what the clock of the child's may need, relative
 * to the parent's. */
struct pair {
	uint32_t parent, child; /* services */
	struct interval interval;
};

struct pairs {
	struct pair *pair;
	size_t n, cap;
};

/* The units in which the clock of a service seems to count: the coarsest that all its times are
 * multiples of. */
enum { MICROSECOND = 1000, MILLISECOND = 1000000 };

static void
refine(int64_t *unit_ns, int64_t ns)
{
	if (ns != TRACE_NO_TIME && ns % *unit_ns != 0)
		*unit_ns = ns % MICROSECOND == 0 ? MICROSECOND : 1;
}

static int64_t *
find_units(const struct trace_services *s)
{
	const struct trace *t = &s->model->trace[s->trace];
	int64_t *unit = mem_alloc(s->n * sizeof(*unit));
	for (size_t i = 0; i < s->n; i++)
		unit[i] = MILLISECOND;
	for (uint32_t at = t->first; at < t->last; at++) {
		const struct trace_call *c = trace_call_at(s->model, at);
		refine(&unit[s->of[at - t->first]], c->start_ns);
		refine(&unit[s->of[at - t->first]], c->duration_ns);
	}
	return unit;
}

static bool
is_exchange(const struct trace_call *parent, const struct trace_call *child)
{
	const int64_t from = parent->start_ns, to = stamp_add(from, parent->duration_ns);
	if (parent->duration_ns < 0 || child->duration_ns < 0 || /* TRACE_NO_TIME as well */
	    child->duration_ns > parent->duration_ns)
		return false;
	return child->start_ns < from || child->start_ns > to ||
	       stamp_add(child->start_ns, child->duration_ns) <= to;
}

static struct interval
interval_of(const struct trace_call *parent, const struct trace_call *child)
{
	struct interval i = { stamp_sub(parent->start_ns, child->start_ns), FOR_EVER, 0 };
	if (is_exchange(parent, child))
		i.most_ns = stamp_sub(stamp_add(parent->start_ns, parent->duration_ns),
		    stamp_add(child->start_ns, child->duration_ns));
	/* times at the edge of their range were cut */
	if (i.most_ns < i.least_ns)
		i.most_ns = i.least_ns;
	return i;
}

static void
find_pairs(const struct trace_services *s, struct pairs *p)
{
	const struct trace_model *m = s->model;
	const struct trace *t = &m->trace[s->trace];
	bool *follows = mem_alloc(t->last - t->first + 1);
	int64_t *unit = find_units(s);
	trace_find_following(s, follows);
	for (uint32_t at = t->first; at < t->last; at++) {
		const struct trace_call *c = trace_call_at(m, at);
		if (c->parent == TRACE_NONE || follows[at - t->first])
			continue;
		const uint32_t from = trace_service_of(s, c->parent), to = s->of[at - t->first];
		const struct trace_call *parent = &m->call[c->parent];
		if (from == to || !s->service[from].name || !s->service[to].name ||
		    parent->start_ns == TRACE_NO_TIME || c->start_ns == TRACE_NO_TIME)
			continue;
		p->pair = mem_grow(p->pair, &p->cap, p->n + 1, sizeof(*p->pair));
		struct pair *pair = &p->pair[p->n++];
		*pair = (struct pair){ from, to, interval_of(parent, c) };
		if (unit[to] > unit[from])
			pair->interval.slack_ns = unit[to] - 1;
	}
	free(unit);
	free(follows);
}

/* ---- the offset that satisfies most --------------------------------------------------------- */

struct end {
	int64_t at_ns;
	bool closes;
};

struct intervals {
	struct interval *interval;
	struct end *end;
	size_t n, cap, end_cap;
};

static int
by_place(const void *a, const void *b)
{
	const struct end *x = a, *y = b;
	if (x->at_ns != y->at_ns)
		return x->at_ns < y->at_ns ? -1 : 1;
	return x->closes - y->closes;
}

static size_t
count_satisfied(const struct intervals *v, int64_t offset_ns)
{
	size_t n = 0;
	for (size_t i = 0; i < v->n; i++) {
		const struct interval *k = &v->interval[i];
		n += offset_ns >= stamp_sub(k->least_ns, k->slack_ns) &&
		     offset_ns <= stamp_add(k->most_ns, k->slack_ns);
	}
	return n;
}

static uint64_t
distance(int64_t least_ns, int64_t most_ns)
{
	return least_ns > 0 ? (uint64_t)least_ns : most_ns < 0 ? -(uint64_t)most_ns : 0;
}

static int64_t
middle(int64_t least_ns, int64_t most_ns)
{
	if (least_ns == FROM_EVER || most_ns == FOR_EVER)
		return least_ns == FROM_EVER ? most_ns : least_ns;
	return (int64_t)((uint64_t)least_ns + ((uint64_t)most_ns - (uint64_t)least_ns) / 2);
}

/* Goes through the ends by their place.  Returns the middle of the part that most intervals have in
 * common, and how many these are. */
static int64_t
best_offset(struct intervals *v, size_t *satisfied)
{
	int64_t least = 0, most = 0;
	size_t depth = 0;
	v->end = mem_grow(v->end, &v->end_cap, 2 * v->n, sizeof(*v->end));
	for (size_t i = 0; i < v->n; i++) {
		v->end[2 * i] = (struct end){ v->interval[i].least_ns, false };
		v->end[2 * i + 1] = (struct end){ v->interval[i].most_ns, true };
	}
	qsort(v->end, 2 * v->n, sizeof(*v->end), by_place);
	*satisfied = 0;
	for (size_t i = 0; i + 1 < 2 * v->n; i++) {
		const int64_t from = v->end[i].at_ns, to = v->end[i + 1].at_ns;
		depth += v->end[i].closes ? -(size_t)1 : 1;
		if (depth < *satisfied || v->end[i].closes || !v->end[i + 1].closes)
			continue;
		if (depth == *satisfied && distance(from, to) >= distance(least, most))
			continue;
		*satisfied = depth;
		least = from;
		most = to;
	}
	return least <= 0 && most >= 0 ? 0 : middle(least, most);
}

static int64_t
choose(struct intervals *v, int64_t near_ns)
{
	size_t most;
	const int64_t best_ns = best_offset(v, &most);
	if (best_ns == 0 || count_satisfied(v, 0) >= most)
		return 0;
	return near_ns != 0 && count_satisfied(v, near_ns) >= most ? near_ns : best_ns;
}

/* ---- from service to service ---------------------------------------------------------------- */

/* The pairs of each service: those of service i are link[first[i]..first[i + 1]). */
struct links {
	uint32_t *first, *link;
};

static struct links
link_pairs(const struct pairs *p, size_t services)
{
	struct links l = { mem_zalloc(services + 2, sizeof(*l.first)),
		mem_alloc((2 * p->n + 1) * sizeof(*l.link)) };
	/* first[i + 1] is where the next one of service i goes, and then, where they end */
	for (size_t i = 0; i < p->n; i++) {
		l.first[p->pair[i].parent + 2]++;
		l.first[p->pair[i].child + 2]++;
	}
	for (size_t i = 2; i < services + 2; i++)
		l.first[i] += l.first[i - 1];
	for (uint32_t i = 0; i < p->n; i++) {
		l.link[l.first[p->pair[i].parent + 1]++] = i;
		l.link[l.first[p->pair[i].child + 1]++] = i;
	}
	return l;
}

struct walk {
	const struct pairs *pairs;
	struct links links;
	struct intervals intervals;
	int64_t *offset;
	bool *seen, *visited;
	uint32_t *queue, *from; /* from: the service from which each was reached */
	size_t queued;
};

static int64_t
shift(int64_t ns, int64_t by_ns)
{
	return ns == FROM_EVER || ns == FOR_EVER ? ns : stamp_add(ns, by_ns);
}

/* Turns what a child's clock needs relative to its parent's into what the parent's needs relative
 * to the child's. */
static struct interval
turn(struct interval i)
{
	const int64_t least = i.most_ns == FOR_EVER ? FROM_EVER : stamp_sub(0, i.most_ns);
	return (struct interval){ least, stamp_sub(0, i.least_ns), i.slack_ns };
}

static void
visit(struct walk *w, uint32_t service)
{
	struct intervals *v = &w->intervals;
	v->n = 0;
	for (uint32_t i = w->links.first[service]; i < w->links.first[service + 1]; i++) {
		const struct pair *p = &w->pairs->pair[w->links.link[i]];
		const uint32_t other = p->parent == service ? p->child : p->parent;
		if (!w->seen[other]) {
			w->seen[other] = true;
			w->from[other] = service;
			w->queue[w->queued++] = other;
		}
		if (!w->visited[other])
			continue;
		struct interval k = p->child == service ? p->interval : turn(p->interval);
		k.least_ns = shift(k.least_ns, w->offset[other]);
		k.most_ns = shift(k.most_ns, w->offset[other]);
		v->interval = mem_grow(v->interval, &v->cap, v->n + 1, sizeof(*v->interval));
		v->interval[v->n++] = k;
	}
	w->visited[service] = true;
	if (v->n > 0)
		w->offset[service] = choose(v, w->offset[w->from[service]]);
}

/* All services that are connected with one. */
static void
walk_from(struct walk *w, uint32_t service)
{
	size_t next = w->queued;
	w->seen[service] = true;
	w->queue[w->queued++] = service;
	while (next < w->queued)
		visit(w, w->queue[next++]);
}

void
trace_skew(const struct trace_services *s, int64_t *offset)
{
	struct pairs p = { 0 };
	for (size_t i = 0; i < s->n; i++)
		offset[i] = 0;
	if (s->n > 1)
		find_pairs(s, &p);
	if (p.n > 0) {
		struct walk w = { .pairs = &p,
			.links = link_pairs(&p, s->n),
			.offset = offset,
			.seen = mem_zalloc(s->n, sizeof(*w.seen)),
			.visited = mem_zalloc(s->n, sizeof(*w.visited)),
			.queue = mem_alloc(s->n * sizeof(*w.queue)),
			.from = mem_zalloc(s->n, sizeof(*w.from)) };
		/* the first service is that of the first root */
		for (uint32_t i = 0; i < s->n; i++)
			if (!w.seen[i])
				walk_from(&w, i);
		free(w.links.first);
		free(w.links.link);
		free(w.intervals.interval);
		free(w.intervals.end);
		free(w.seen);
		free(w.visited);
		free(w.queue);
		free(w.from);
	}
	free(p.pair);
}
