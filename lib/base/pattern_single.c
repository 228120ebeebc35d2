/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/pattern_private.h"

/*
 * In many patterns the next character says which step comes next, as in `^argc=([0-9]+) (.*)$`.  So
 * there is only one way through a match, and a table says where it leads and what it does to the
 * group.  A cell of the table is a state and, in its upper bits, that effect; a state is the step
 * behind a character.
 *
 * What a path does to the group is known while loading, except for what was there before.
 */
enum {
	STATE_BITS = 10,
	STATES = 1 << STATE_BITS,
	OPENS = 1 << STATE_BITS, /* the group begins at this place */
	CLOSES_SHIFT = STATE_BITS + 1,
	WORK = 500000 /* how many steps may be visited while loading */
};

/* The group ends here. */
enum closes {
	CLOSES_NOT,
	CLOSES,      /* it began before */
	CLOSES_EMPTY /* it began here, too */
};

struct single {
	struct dfa dfa; /* without `accepts` */
	/* what happens on the way from each state to the match: elsewhere, and at the end */
	const uint16_t *match[2];
};

struct path {
	uint32_t step;
	unsigned effect;
};

struct builder {
	const struct pattern *p;
	struct arena a;
	struct single *single;
	uint32_t *step;     /* of each state; that of state 0 is not used */
	uint16_t *state_of; /* by step; 0: none yet */
	uint16_t *next, *match[2];
	struct path *stack;
	uint32_t *seen, round;
	size_t states, work;
};

static unsigned
close_effect(unsigned effect)
{
	const unsigned closes = effect & OPENS ? CLOSES_EMPTY : CLOSES;
	return (effect & OPENS) | closes << CLOSES_SHIFT;
}

/* The state of a step, which is added if it is new; 0 if there are too many. */
static unsigned
state_at(struct builder *b, uint32_t step)
{
	if (b->state_of[step] == 0 && b->states < STATES) {
		b->step[b->states] = step;
		b->state_of[step] = (uint16_t)b->states++;
	}
	return b->state_of[step];
}

/* Returns -1 if the state has a cell for one of the bytes already. */
static int
fill_cells(struct builder *b, size_t state, const struct step *set, unsigned effect)
{
	const struct dfa *d = &b->single->dfa;
	const unsigned to = state_at(b, set->to);
	bool done[256] = { false };
	if (to == 0)
		return -1;
	for (unsigned c = 0; c < 256; c++) {
		uint16_t *cell = &b->next[(state << d->shift) + d->column[c]];
		if (!byte_set_has(&b->p->set[set->set], (unsigned char)c) || done[d->column[c]])
			continue;
		if (*cell != 0)
			return -1;
		done[d->column[c]] = true;
		*cell = (uint16_t)(to | effect);
	}
	return 0;
}

static void
path_push(struct builder *b, size_t *n, uint32_t step, unsigned effect)
{
	if (b->seen[step] != b->round)
		b->stack[(*n)++] = (struct path){ step, effect };
}

/* Follows the paths from a state in the order of preference, each step once, as the walk over sets
 * of steps does.  At the end of the text, only the match counts. */
static int
follow(struct builder *b, size_t state, bool begin, bool end)
{
	size_t n = 0;
	b->round++;
	path_push(b, &n, b->step[state], 0);
	while (n > 0) {
		const struct path at = b->stack[--n];
		const struct step *s = &b->p->step[at.step];
		unsigned effect = at.effect;
		if (b->seen[at.step] == b->round)
			continue;
		b->seen[at.step] = b->round;
		b->work++;
		switch ((enum step_kind)s->kind) {
		case STEP_SET:
			if (!end && fill_cells(b, state, s, effect) < 0)
				return -1;
			continue;
		case STEP_MATCH: b->match[end][state] = (uint16_t)effect; continue;
		case STEP_FORK: path_push(b, &n, s->other, effect); break;
		case STEP_OPEN: effect |= OPENS; break;
		case STEP_CLOSE:
			/* whether an empty round counts depends on the rounds before */
			if (s->set && (effect & OPENS))
				return -1;
			effect = close_effect(effect);
			break;
		case STEP_BEGIN:
			if (!begin)
				continue;
			break;
		case STEP_END:
			if (!end)
				continue;
			break;
		}
		path_push(b, &n, s->to, effect);
	}
	return b->work > WORK ? -1 : 0;
}

/* State 1 is the start of a text. */
static int
fill(struct builder *b)
{
	b->states = 2;
	b->step[1] = b->p->entry;
	b->single->dfa.start[0] = 1;
	b->single->dfa.start[1] = (uint16_t)state_at(b, b->p->entry);
	for (size_t i = 1; i < b->states; i++)
		if (follow(b, i, i == 1, false) < 0 || follow(b, i, i == 1, true) < 0)
			return -1;
	return 0;
}

static void
builder_init(struct builder *b)
{
	const uint32_t steps = b->p->steps;
	struct single *s = b->single = arena_zalloc(&b->a, 1, sizeof(*s));
	s->dfa = *b->p->anchored;
	s->dfa.accepts = NULL;
	b->step = arena_alloc(&b->a, STATES * sizeof(*b->step));
	b->state_of = arena_zalloc(&b->a, steps, sizeof(*b->state_of));
	b->next = arena_zalloc(&b->a, (size_t)STATES << s->dfa.shift, sizeof(*b->next));
	for (int i = 0; i < 2; i++)
		b->match[i] = arena_zalloc(&b->a, STATES, sizeof(*b->match[i]));
	b->stack = arena_alloc(&b->a, (2 * (size_t)steps + 2) * sizeof(*b->stack));
	b->seen = arena_zalloc(&b->a, steps, sizeof(*b->seen));
}

const struct single *
single_new(struct arena *a, const struct pattern *p)
{
	struct builder b = { .p = p };
	struct single *s = NULL;
	builder_init(&b);
	if (fill(&b) == 0) {
		s = arena_alloc(a, sizeof(*s));
		*s = *b.single;
		dfa_keep(&s->dfa, a, b.next, b.states);
		for (int i = 0; i < 2; i++) {
			uint16_t *match = arena_alloc(a, b.states * sizeof(*match));
			memcpy(match, b.match[i], b.states * sizeof(*match));
			s->match[i] = match;
		}
	}
	arena_free(&b.a);
	return s;
}

/* ---- groups --------------------------------------------------------------------------------- */

struct group {
	size_t open, start, end;
};

static void
apply(struct group *g, unsigned effect, size_t place)
{
	switch ((enum closes)(effect >> CLOSES_SHIFT)) {
	case CLOSES_NOT: break;
	case CLOSES: *g = (struct group){ g->open, g->open, place }; break;
	case CLOSES_EMPTY: *g = (struct group){ place, place, place }; break;
	}
	if (effect & OPENS)
		g->open = place;
}

struct text
single_group(const struct single *s, struct text t, size_t from, size_t to)
{
	const struct dfa *d = &s->dfa;
	const struct text match = { t.p, to };
	struct group g = { 0, PATTERN_NOWHERE, 0 };
	unsigned state = d->start[from > 0];
	for (size_t i = from; i < to;) {
		const unsigned cell = dfa_next(d, state, t.p[i]);
		if (cell == state) {
			i = dfa_stay(d, state, match, i + 1);
			continue;
		}
		if (cell >= OPENS)
			apply(&g, cell, i);
		state = cell & (STATES - 1);
		i++;
	}
	apply(&g, s->match[to == t.n][state], to);
	if (g.start == PATTERN_NOWHERE)
		return TEXT_ABSENT;
	return (struct text){ t.p + g.start, g.end - g.start };
}
