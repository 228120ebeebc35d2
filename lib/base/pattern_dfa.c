/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pattern_private.h"

void
step_list_init(struct step_list *l, const struct pattern *p, struct arena *a)
{
	*l = (struct step_list){ .round = 0 };
	l->step = arena_alloc(a, p->steps * sizeof(*l->step));
	l->stack = arena_alloc(a, (p->steps + 1) * sizeof(*l->stack));
	l->mark = arena_zalloc(a, p->steps, sizeof(*l->mark));
	step_list_clear(l);
}

void
step_list_clear(struct step_list *l)
{
	l->n = 0;
	l->matched = false;
	l->round++;
}

/* Each step is on the stack at most once: it is marked when it is pushed. */
static void
push(struct step_list *l, size_t *n, uint32_t at)
{
	if (l->mark[at] == l->round)
		return;
	l->mark[at] = l->round;
	l->stack[(*n)++] = at;
}

void
step_list_add(struct step_list *l, const struct pattern *p, uint32_t at, bool begin, bool end)
{
	size_t n = 0;
	push(l, &n, at);
	while (n > 0) {
		const uint32_t i = l->stack[--n];
		const struct step *s = &p->step[i];
		switch ((enum step_kind)s->kind) {
		case STEP_SET: l->step[l->n++] = i; break;
		case STEP_MATCH: l->matched = true; break;
		case STEP_FORK:
			push(l, &n, s->other);
			push(l, &n, s->to);
			break;
		case STEP_OPEN:
		case STEP_CLOSE: push(l, &n, s->to); break;
		case STEP_BEGIN:
			if (begin)
				push(l, &n, s->to);
			break;
		case STEP_END:
			if (end)
				push(l, &n, s->to);
			break;
		}
	}
}

/* ---- making an automaton -------------------------------------------------------------------- */

enum {
	STATES = 512,    /* the most states */
	CELLS = 1 << 16, /* the most steps of all states together */
	WORK = 2000000   /* how many steps may be visited meanwhile */
};

/* The steps of a state are step[from[i]..from[i + 1]), in the order of their numbers.  Most
 * patterns need little of what is allowed, and a program may have many: step and next grow. */
struct maker {
	const struct pattern *p;
	bool search;
	struct arena a;
	struct step_list list;
	struct dfa *dfa;
	uint32_t *step, *from;
	uint64_t *hash;
	unsigned char *accepts;
	uint16_t *next;
	size_t step_cap, next_cap; /* of step; of next, in rows */
	size_t states, work;
};

/* Gives the bytes that no set tells apart the same column.  Returns one byte of each. */
static void
divide(struct dfa *d, const struct pattern *p, size_t sets, unsigned char byte[256])
{
	memset(d->column, 0, sizeof(d->column));
	d->columns = 1;
	for (size_t i = 0; i < sets; i++) {
		int in[256], out[256];
		unsigned columns = 0;
		memset(in, -1, sizeof(in));
		memset(out, -1, sizeof(out));
		for (unsigned c = 0; c < 256; c++) {
			int *to = byte_set_has(&p->set[i], (unsigned char)c) ? &in[d->column[c]]
									     : &out[d->column[c]];
			if (*to < 0)
				*to = (int)columns++;
			d->column[c] = (unsigned char)*to;
		}
		d->columns = columns;
	}
	for (unsigned c = 0; c < 256; c++)
		byte[d->column[c]] = (unsigned char)c;
	while (1u << d->shift < d->columns)
		d->shift++;
}

static int
by_number(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* Makes room for another state, with the steps of the list and a row of zeros. */
static void
add_state(struct maker *m)
{
	const size_t row = sizeof(*m->next) << m->dfa->shift;
	m->step =
	    mem_grow(m->step, &m->step_cap, m->from[m->states] + m->list.n + 1, sizeof(*m->step));
	m->next = mem_grow(m->next, &m->next_cap, m->states + 1, row);
	memset((char *)m->next + m->states * row, 0, row);
}

/* The number of the state with the steps of the list, which is added if it is new.  -1: there are
 * too many. */
static int
intern(struct maker *m, unsigned char accepts)
{
	struct step_list *l = &m->list;
	uint64_t hash = accepts;
	if (m->search && (accepts & ACCEPTS))
		l->n = 0; /* nothing matters after a match */
	if (l->n > 1)
		qsort(l->step, l->n, sizeof(*l->step), by_number);
	for (uint32_t i = 0; i < l->n; i++)
		hash = (hash ^ l->step[i]) * UINT64_C(0x9e3779b97f4a7c15);
	for (size_t i = 0; i < m->states; i++)
		if (m->hash[i] == hash && m->accepts[i] == accepts &&
		    m->from[i + 1] - m->from[i] == l->n &&
		    (l->n == 0 ||
			memcmp(m->step + m->from[i], l->step, l->n * sizeof(*l->step)) == 0))
			return (int)i;
	if (m->states == STATES || m->from[m->states] + l->n > CELLS)
		return -1;
	add_state(m);
	if (l->n > 0)
		memcpy(m->step + m->from[m->states], l->step, l->n * sizeof(*l->step));
	m->hash[m->states] = hash;
	m->accepts[m->states] = accepts;
	m->from[m->states + 1] = m->from[m->states] + l->n;
	return (int)m->states++;
}

/* Adds what is reached from the steps at[0..n) at the end of the text; then the list has what is
 * reached elsewhere. */
static unsigned char
reach(struct maker *m, const uint32_t *at, size_t n, bool begin)
{
	struct step_list *l = &m->list;
	unsigned char accepts = 0;
	for (int end = 1; end >= 0; end--) {
		step_list_clear(l);
		for (size_t i = 0; i < n; i++)
			step_list_add(l, m->p, at[i], begin, end);
		if (l->matched)
			accepts |= end ? ACCEPTS_LAST : ACCEPTS;
		m->work += l->n + n;
	}
	return accepts;
}

/* Where the state leads for one byte. */
static int
follow(struct maker *m, size_t state, unsigned char byte, uint32_t *at)
{
	size_t n = 0;
	for (uint32_t i = m->from[state]; i < m->from[state + 1]; i++) {
		const struct step *s = &m->p->step[m->step[i]];
		if (byte_set_has(&m->p->set[s->set], byte))
			at[n++] = s->to;
	}
	m->work += m->from[state + 1] - m->from[state];
	if (m->search)
		at[n++] = m->p->entry;
	return intern(m, reach(m, at, n, false));
}

/* State 0 has no steps.  Returns 0, or -1 if there are too many states. */
static int
fill(struct maker *m, const unsigned char *byte)
{
	uint32_t *at = arena_alloc(&m->a, (m->p->steps + 1) * sizeof(*at));
	int state = intern(m, 0);
	for (int begin = 1; begin >= 0 && state >= 0; begin--) {
		state = intern(m, reach(m, &m->p->entry, 1, begin));
		m->dfa->start[!begin] = (uint16_t)state;
	}
	for (size_t s = 1; s < m->states && state >= 0; s++) {
		const bool over = m->search && (m->accepts[s] & ACCEPTS);
		for (unsigned c = 0; c < m->dfa->columns && state >= 0; c++) {
			state = over ? (int)s : follow(m, s, byte[c], at);
			m->next[(s << m->dfa->shift) + c] = (uint16_t)state;
		}
		if (m->work > WORK)
			return -1;
	}
	return state < 0 ? -1 : 0;
}

static void
maker_init(struct maker *m)
{
	struct arena *a = &m->a;
	step_list_init(&m->list, m->p, a);
	m->from = arena_zalloc(a, STATES + 1, sizeof(*m->from));
	m->hash = arena_alloc(a, STATES * sizeof(*m->hash));
	m->accepts = arena_zalloc(a, STATES, 1);
}

/* The byte that leads from the state to another one, if it is the only one. */
static uint16_t
leaving(const struct dfa *d, const uint16_t *next, size_t state)
{
	uint16_t found = LEAVES_NEVER;
	for (unsigned c = 0; c < 256; c++) {
		if (next[(state << d->shift) + d->column[c]] == state)
			continue;
		if (found != LEAVES_NEVER)
			return LEAVES_OFTEN;
		found = (uint16_t)c;
	}
	return found;
}

void
dfa_keep(struct dfa *d, struct arena *a, const uint16_t *next, size_t states)
{
	const size_t cells = states << d->shift;
	uint16_t *kept = arena_alloc(a, cells * sizeof(*kept));
	uint16_t *leave = arena_alloc(a, states * sizeof(*leave));
	memcpy(kept, next, cells * sizeof(*kept));
	for (size_t i = 0; i < states; i++)
		leave[i] = leaving(d, kept, i);
	d->next = kept;
	d->leave = leave;
}

size_t
dfa_stay(const struct dfa *d, unsigned state, struct text t, size_t at)
{
	const unsigned leave = d->leave[state];
	const uint16_t *row = d->next + (state << d->shift);
	if (at == t.n || leave == LEAVES_NEVER)
		return t.n;
	if (leave < LEAVES_NEVER) {
		const char *found = memchr(t.p + at, (int)leave, t.n - at);
		return found ? (size_t)(found - t.p) : t.n;
	}
	while (at < t.n && row[d->column[(unsigned char)t.p[at]]] == state)
		at++;
	return at;
}

const struct dfa *
dfa_new(struct arena *a, const struct pattern *p, size_t sets, bool search)
{
	struct maker m = { .p = p, .search = search };
	unsigned char byte[256];
	struct dfa *d = NULL;
	if (p->steps > CELLS)
		return NULL;
	maker_init(&m);
	m.dfa = arena_zalloc(&m.a, 1, sizeof(*m.dfa));
	divide(m.dfa, p, sets, byte);
	if (fill(&m, byte) == 0) {
		unsigned char *accepts = arena_alloc(a, m.states);
		memcpy(accepts, m.accepts, m.states);
		d = arena_alloc(a, sizeof(*d));
		*d = *m.dfa;
		d->accepts = accepts;
		dfa_keep(d, a, m.next, m.states);
	}
	free(m.step);
	free(m.next);
	arena_free(&m.a);
	return d;
}
