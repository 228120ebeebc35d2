/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "json/automaton.h"

enum {
	STATES_MAX = 4096,
	EDGES_MAX = 4096,
	BYTES_MAX = 1 << 18, /* of the texts of edges and keys */
	EDGES_PER_STATE = 8,
	EDGE_MAX = 512, /* bytes */
	ACTIONS_MAX = 2 * AUTOMATON_DEPTH
};

/* The kinds of children, after those of values. */
enum { CHILD_OBJECT = 16, CHILD_ARRAY };

/* A line that is being learned. */
struct learner {
	struct automaton *a;
	const char *p;
	const char *from;              /* where the edge to the next state begins */
	struct automaton_state *state; /* where it begins */
	struct automaton_place *at;
	struct automaton_action action[ACTIONS_MAX + 1];
	size_t actions;
	bool spaced;
};

bool
automaton_is_full(const struct automaton *a)
{
	return a->states >= STATES_MAX || a->edges >= EDGES_MAX || a->bytes >= BYTES_MAX;
}

static struct automaton_place *
new_place(struct automaton *a, struct automaton_place *parent, bool object, struct walk_state *self)
{
	struct automaton_place *p = arena_zalloc(&a->arena, 1, sizeof(*p));
	p->parent = parent;
	p->depth = parent ? parent->depth + 1 : 1;
	p->object = object;
	p->self = self;
	p->content = object && self && self->keys ? self : NULL;
	a->places = mem_grow(a->places, &a->places_cap, a->nplaces + 1, sizeof(*a->places));
	a->places[a->nplaces++] = p;
	a->states++;
	return p;
}

void
automaton_init(struct automaton *a, struct json_walker *w)
{
	*a = (struct automaton){ .w = w };
	a->root = new_place(a, NULL, true, w->root);
	a->end.kind = AUTOMATON_END;
	/* walk_state.seen is 0 at first, and lines of an automaton before a reset must not count */
	a->serial = w->automaton_serial;
}

void
automaton_free(struct automaton *a)
{
	for (size_t i = 0; i < a->nplaces; i++)
		free(a->places[i]->child);
	free(a->places);
	arena_free(&a->arena);
}

void
automaton_reset(struct automaton *a)
{
	struct json_walker *w = a->w;
	w->automaton_serial = a->serial;
	automaton_free(a);
	automaton_init(a, w);
}

static int
compare(const struct automaton_child *c, struct text key, unsigned kind)
{
	if (c->kind != kind)
		return c->kind < kind ? -1 : 1;
	return text_cmp(c->key, key);
}

/* Returns the child of that key and kind, which is made if there is none yet; its `is` is NULL
 * then. */
static struct automaton_child *
child_of(struct automaton *a, struct automaton_place *p, struct text key, unsigned kind)
{
	size_t first = 0, last = p->children;
	while (first < last) {
		const size_t middle = first + (last - first) / 2;
		const int order = compare(&p->child[middle], key, kind);
		if (order == 0)
			return &p->child[middle];
		if (order < 0)
			first = middle + 1;
		else
			last = middle;
	}
	p->child = mem_grow(p->child, &p->cap, p->children + 1, sizeof(*p->child));
	memmove(
	    &p->child[first + 1], &p->child[first], (p->children++ - first) * sizeof(*p->child));
	p->child[first] =
	    (struct automaton_child){ arena_text(&a->arena, key), (unsigned char)kind, NULL };
	a->bytes += key.n;
	return &p->child[first];
}

static void
skip_blank(struct learner *l)
{
	while (ascii_is_blank(*l->p)) {
		l->p++;
		l->spaced = true;
	}
}

/* From the opening quote of a string to its closing one; both are known to be there. */
static const char *
closing_quote(const char *p)
{
	for (p++; *p != '"'; p++)
		if (*p == '\\')
			p++;
	return p;
}

static void
act(struct learner *l, unsigned what, const struct automaton_place *c, struct walk_state *state)
{
	l->action[l->actions++] = (struct automaton_action){ what, (uint16_t)c->depth, c->object,
		(uint32_t)(l->p - l->from), state };
}

static const struct automaton_action *
keep_actions(struct learner *l)
{
	if (l->actions == 0)
		return NULL;
	l->action[l->actions++].what = AUTOMATON_DONE;
	const size_t n = l->actions * sizeof(*l->action);
	l->actions = 0;
	return memcpy(arena_alloc(&l->a->arena, n), l->action, n);
}

static struct automaton_edge *
find_edge(const struct learner *l, size_t n, const struct automaton_state *to)
{
	for (struct automaton_edge *e = l->state->edge; e; e = e->next)
		if (e->to == to && e->n == n && memcmp(e->text, l->from, n) == 0)
			return e;
	return NULL;
}

/* Adds the edge from the last state to this one, whose value begins at l->p.  Returns false if
 * there is no room for it. */
static bool
add_edge(struct learner *l, struct automaton_state *to)
{
	struct automaton *a = l->a;
	const size_t n = (size_t)(l->p - l->from);
	const size_t room = (n + AUTOMATON_PIECE - 1) / AUTOMATON_PIECE * AUTOMATON_PIECE;
	if (!find_edge(l, n, to)) {
		if (automaton_is_full(a) || n > EDGE_MAX || l->state->edges == EDGES_PER_STATE)
			return false;
		struct automaton_edge *e =
		    arena_zalloc(&a->arena, 1, sizeof(*e) + room + AUTOMATON_PIECE);
		e->to = to;
		e->n = (uint32_t)n;
		e->spaced = l->spaced;
		e->action = keep_actions(l);
		memcpy(e->text, l->from, n);
		/* the first to be learned stays the first to be tried */
		struct automaton_edge **last = &l->state->edge;
		while (*last)
			last = &(*last)->next;
		*last = e;
		l->state->edges++;
		a->edges++;
		a->bytes += room;
	}
	l->actions = 0;
	l->spaced = false;
	l->state = to;
	return true;
}

/* A value that is no container with something in it; the edge to it ends at l->p. */
static bool
arrive(struct learner *l, struct text key, enum automaton_kind kind, enum json_kind json, size_t n,
    struct walk_state *state)
{
	struct automaton_child *c = child_of(l->a, l->at, key, json);
	struct automaton_state *s = c->is;
	if (!s) {
		c->is = s = arena_zalloc(&l->a->arena, 1, sizeof(*s));
		s->state = state;
		s->kind = (uint8_t)kind;
		s->json = (uint8_t)json;
		s->n = (uint32_t)n;
		l->a->states++;
	}
	return s->n == n && add_edge(l, s);
}

/* The member's key and colon.  Returns the key, and sets *state to where it leads. */
static struct text
take_key(struct learner *l, struct walk_state **state)
{
	struct automaton_place *at = l->at;
	const struct text key = { l->p + 1, (size_t)(closing_quote(l->p) - l->p) - 1 };
	l->p += key.n + 2;
	skip_blank(l);
	l->p++;
	skip_blank(l);
	if (at->content)
		*state = walker_key(l->a->w, at->content, &at->last, key.p, key.n);
	return key;
}

/* Opens a container that has something in it.  Returns false if it cannot be learned. */
static bool
descend(struct learner *l, struct text key, struct walk_state *state)
{
	const bool object = *l->p == '{';
	if (l->at->depth == AUTOMATON_DEPTH || l->actions == ACTIONS_MAX ||
	    (!object && state && state->elements > 0))
		return false;
	struct automaton_child *c = child_of(l->a, l->at, key, object ? CHILD_OBJECT : CHILD_ARRAY);
	if (!c->is)
		c->is = new_place(l->a, l->at, object, state);
	struct automaton_place *to = c->is;
	if (state)
		act(l, AUTOMATON_OPEN, to, state);
	to->last = NULL;
	l->at = to;
	l->p++;
	return true;
}

static size_t
empty_length(const char *p)
{
	const char *end = p + 1;
	while (ascii_is_blank(*end))
		end++;
	return *end == (*p == '{' ? '}' : ']') ? (size_t)(end + 1 - p) : 0;
}

/* A value that is a constant text of n bytes. */
static bool
constant(
    struct learner *l, struct text key, enum json_kind json, size_t n, struct walk_state *state)
{
	l->p += n;
	if (!arrive(l, key, AUTOMATON_CONSTANT, json, n, state))
		return false;
	l->from = l->p;
	return true;
}

static bool
container(struct learner *l, struct text key, struct walk_state *state)
{
	const size_t n = empty_length(l->p);
	if (n == 0)
		return descend(l, key, state);
	l->spaced |= n > 2;
	return constant(l, key, *l->p == '{' ? JSON_OBJECT : JSON_ARRAY, n, state);
}

static bool
learn_value(struct learner *l, struct text key, struct walk_state *state)
{
	switch (*l->p) {
	case '{':
	case '[': return container(l, key, state);
	case 't': return constant(l, key, JSON_TRUE, 4, state);
	case 'f': return constant(l, key, JSON_FALSE, 5, state);
	case 'n': return constant(l, key, JSON_NULL, 4, state);
	case '"':
		l->p++;
		if (!arrive(l, key, AUTOMATON_STRING, JSON_STRING, 0, state))
			return false;
		l->from = closing_quote(l->p - 1);
		l->p = l->from + 1;
		return true;
	default:
		if (!arrive(l, key, AUTOMATON_NUMBER, JSON_NUMBER, 0, state))
			return false;
		l->p = l->from = automaton_number_end(l->p);
		return true;
	}
}

/* What follows a value: the ends of containers, and a comma.  At the end of the line l->at becomes
 * NULL. */
static bool
after(struct learner *l)
{
	for (;;) {
		skip_blank(l);
		if (*l->p == ',')
			break;
		if (l->at->self && l->at->self->slots > 0) {
			if (l->actions == ACTIONS_MAX)
				return false;
			act(l, AUTOMATON_CLOSE, l->at, l->at->self);
		}
		l->p++;
		l->at = l->at->parent;
		if (!l->at)
			return true;
	}
	l->p++;
	return true;
}

/* One member or element, up to the next one or into its container. */
static bool
member(struct learner *l)
{
	struct walk_state *state = NULL;
	struct text key = TEXT("");
	skip_blank(l);
	if (l->at->object)
		key = take_key(l, &state);
	const struct automaton_place *before = l->at;
	if (!learn_value(l, key, state))
		return false;
	return l->at != before || after(l);
}

void
automaton_learn(struct automaton *a, const char *p, size_t n)
{
	struct learner l = { .a = a, .p = p, .from = p, .state = &a->start, .at = a->root };
	skip_blank(&l);
	if (*l.p != '{' || a->w->root->slots > 0 || empty_length(l.p) > 0)
		return;
	l.p++;
	a->root->last = NULL;
	while (l.at)
		if (!member(&l))
			return;
	l.p = p + n + 1; /* what is left of the line is white space */
	add_edge(&l, &a->end);
}
