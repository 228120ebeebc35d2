/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/pattern_private.h"

#define NOWHERE PATTERN_NOWHERE

/* ---- forwards ------------------------------------------------------------------------------- */

static void
swap(struct step_list *a, struct step_list *b)
{
	struct step_list c = *a;
	*a = *b;
	*b = c;
}

size_t
list_run(const struct pattern *p, struct text t, size_t from, bool anywhere, struct arena *scratch)
{
	struct step_list now, then;
	size_t found = NOWHERE;
	step_list_init(&now, p, scratch);
	step_list_init(&then, p, scratch);
	step_list_add(&now, p, p->entry, from == 0, from == t.n);
	for (size_t i = from;; i++) {
		if (now.matched)
			found = i;
		if (i == t.n || (anywhere && now.matched) || (!anywhere && now.n == 0))
			return found;
		step_list_clear(&then);
		for (uint32_t k = 0; k < now.n; k++) {
			const struct step *s = &p->step[now.step[k]];
			if (byte_set_has(&p->set[s->set], (unsigned char)t.p[i]))
				step_list_add(&then, p, s->to, false, i + 1 == t.n);
		}
		if (anywhere)
			step_list_add(&then, p, p->entry, false, i + 1 == t.n);
		swap(&now, &then);
	}
}

/* ---- backwards ------------------------------------------------------------------------------ */

/*
 * Which steps can still reach the end of a match: from the end of the text, or of the match, to its
 * start.  A list has the SET steps whose character is there and after which that is so.
 */
struct back {
	const struct pattern *p;
	struct text t;
	struct step_list at, next; /* at: the steps of the place at hand */
	uint32_t *seen, round;     /* what is reached backwards without a character */
	bool entry;                /* a match begins here */
};

static void
back_init(struct back *b, const struct pattern *p, struct text t, struct arena *scratch)
{
	*b = (struct back){ .p = p, .t = t };
	step_list_init(&b->at, p, scratch);
	step_list_init(&b->next, p, scratch);
	b->seen = arena_zalloc(scratch, p->steps, sizeof(*b->seen));
}

static void
back_push(struct back *b, size_t *n, uint32_t step)
{
	if (b->seen[step] == b->round)
		return;
	b->seen[step] = b->round;
	b->at.stack[(*n)++] = step;
}

/* A step that leads to one that is reached: a SET is of the place before, if its character is. */
static void
back_visit(struct back *b, size_t *n, uint32_t step, size_t place)
{
	const struct step *s = &b->p->step[step];
	switch ((enum step_kind)s->kind) {
	case STEP_SET:
		if (place > 0 && b->next.mark[step] != b->next.round &&
		    byte_set_has(&b->p->set[s->set], (unsigned char)b->t.p[place - 1])) {
			b->next.mark[step] = b->next.round;
			b->next.step[b->next.n++] = step;
		}
		return;
	case STEP_BEGIN:
		if (place == 0)
			back_push(b, n, step);
		return;
	case STEP_END:
		if (place == b->t.n)
			back_push(b, n, step);
		return;
	case STEP_FORK:
	case STEP_OPEN:
	case STEP_CLOSE:
	case STEP_MATCH: back_push(b, n, step); return;
	}
}

/* Goes from a place to the one before it.  ends: may a match end at this place? */
static void
back_step(struct back *b, size_t place, bool ends)
{
	const struct pattern *p = b->p;
	size_t n = 0;
	b->round++;
	step_list_clear(&b->next);
	for (uint32_t i = 0; i < b->at.n; i++)
		back_push(b, &n, b->at.step[i]);
	if (ends)
		back_push(b, &n, 0); /* STEP_MATCH */
	while (n > 0) {
		const uint32_t step = b->at.stack[--n];
		for (uint32_t i = p->from[step]; i < p->from[step + 1]; i++)
			back_visit(b, &n, p->before[i], place);
	}
	b->entry = b->seen[p->entry] == b->round;
	swap(&b->at, &b->next);
}

size_t
list_leftmost(const struct pattern *p, struct text t, struct arena *scratch)
{
	struct back b;
	size_t found = NOWHERE;
	back_init(&b, p, t, scratch);
	for (size_t place = t.n;; place--) {
		back_step(&b, place, true);
		if (b.entry)
			found = place;
		if (place == 0)
			return found;
	}
}

/* ---- groups --------------------------------------------------------------------------------- */

enum { STRETCH = 128 };

/*
 * A walk along the match, at each fork by the preferred branch from which its end can be reached.
 * Which steps these are is found backwards, for a stretch of places at a time; the list at the end
 * of each stretch is kept from the first pass, so that memory grows with the number of stretches.
 */
struct walk {
	const struct pattern *p;
	size_t from, to;
	struct back back;
	struct text *kept;     /* by stretch: the list at its end, as bytes */
	uint64_t *row;         /* by place of the stretch at hand: which SET steps are alive */
	size_t words, stretch; /* of a row; the number of the stretch that rows are of */
	struct visit *stack;
	uint32_t *seen, round;
	size_t open, start, end; /* of the group */
};

/* A branch that is yet to be tried, and what was known of the group there. */
struct visit {
	uint32_t step;
	size_t open, start, end;
};

static struct text
keep(const struct step_list *l, struct arena *scratch)
{
	return arena_text(scratch, (struct text){ (const char *)l->step, l->n * sizeof(*l->step) });
}

static void
restore(struct step_list *l, struct text kept)
{
	step_list_clear(l);
	l->n = (uint32_t)(kept.n / sizeof(*l->step));
	if (l->n > 0)
		memcpy(l->step, kept.p, kept.n);
}

/* The first pass: keeps the lists at the ends of all stretches but the last. */
static void
keep_stretches(struct walk *w, struct arena *scratch)
{
	const size_t n = w->to - w->from;
	w->kept = arena_zalloc(scratch, n / STRETCH + 2, sizeof(*w->kept));
	step_list_clear(&w->back.at);
	if (n <= STRETCH)
		return;
	for (size_t i = n; i > STRETCH; i--) {
		if (i % STRETCH == 0)
			w->kept[i / STRETCH] = keep(&w->back.at, scratch);
		back_step(&w->back, w->from + i, i == n);
	}
	w->kept[1] = keep(&w->back.at, scratch);
}

static void
fill_rows(struct walk *w, size_t stretch)
{
	const size_t n = w->to - w->from, first = stretch * STRETCH;
	size_t i = first + STRETCH;
	step_list_clear(&w->back.at);
	if (i > n)
		i = n;
	else if (i < n)
		restore(&w->back.at, w->kept[stretch + 1]);
	w->stretch = stretch;
	for (; i > first; i--) {
		uint64_t *row = w->row + (i - 1 - first) * w->words;
		back_step(&w->back, w->from + i, i == n);
		memset(row, 0, w->words * sizeof(*row));
		for (uint32_t k = 0; k < w->back.at.n; k++)
			row[w->back.at.step[k] / 64] |= UINT64_C(1) << w->back.at.step[k] % 64;
	}
}

static bool
is_alive(struct walk *w, uint32_t step, size_t place)
{
	const size_t i = place - w->from;
	if (place == w->to)
		return false;
	if (i / STRETCH != w->stretch)
		fill_rows(w, i / STRETCH);
	return w->row[i % STRETCH * w->words + step / 64] >> step % 64 & 1;
}

static void
walk_push(struct walk *w, size_t *n, uint32_t step)
{
	w->stack[(*n)++] = (struct visit){ step, w->open, w->start, w->end };
}

/* One more round that matches nothing leaves the group as it was. */
static void
walk_close(struct walk *w, const struct step *s, size_t place)
{
	if (s->set && w->open == place && w->start != NOWHERE)
		return;
	w->start = w->open;
	w->end = place;
}

/* From a step to the next one with a character that is alive, or to the match.  Branches are tried
 * in the order of preference, each step once. */
static uint32_t
walk_on(struct walk *w, uint32_t from, size_t place)
{
	size_t n = 0;
	w->round++;
	walk_push(w, &n, from);
	while (n > 0) {
		const struct visit v = w->stack[--n];
		const struct step *s = &w->p->step[v.step];
		if (w->seen[v.step] == w->round)
			continue;
		w->seen[v.step] = w->round;
		w->open = v.open;
		w->start = v.start;
		w->end = v.end;
		switch ((enum step_kind)s->kind) {
		case STEP_SET:
			if (is_alive(w, v.step, place))
				return v.step;
			continue;
		case STEP_MATCH:
			if (place == w->to)
				return v.step;
			continue;
		case STEP_FORK: walk_push(w, &n, s->other); break;
		case STEP_OPEN: w->open = place; break;
		case STEP_CLOSE: walk_close(w, s, place); break;
		case STEP_BEGIN:
			if (place > 0)
				continue;
			break;
		case STEP_END:
			if (place < w->back.t.n)
				continue;
			break;
		}
		walk_push(w, &n, s->to);
	}
	return 0;
}

struct text
list_group(const struct pattern *p, struct text t, size_t from, size_t to, struct arena *scratch)
{
	struct walk w = { .p = p, .from = from, .to = to, .stretch = NOWHERE, .start = NOWHERE };
	const size_t rows = to - from < STRETCH ? to - from : STRETCH;
	back_init(&w.back, p, t, scratch);
	keep_stretches(&w, scratch);
	w.words = (p->steps + 63) / 64;
	w.row = arena_alloc(scratch, (rows + 1) * w.words * sizeof(*w.row));
	w.stack = arena_alloc(scratch, (2 * (size_t)p->steps + 2) * sizeof(*w.stack));
	w.seen = arena_zalloc(scratch, p->steps, sizeof(*w.seen));
	uint32_t step = walk_on(&w, p->entry, from);
	for (size_t place = from; place < to && p->step[step].kind == STEP_SET; place++)
		step = walk_on(&w, p->step[step].to, place + 1);
	if (w.start == NOWHERE)
		return TEXT_ABSENT;
	return (struct text){ t.p + w.start, w.end - w.start };
}
