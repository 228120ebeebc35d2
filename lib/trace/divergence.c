/* SPDX-License-Identifier: MIT */
#include "trace/divergence.h"

#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "trace/align.h"
#include "trace/canonical.h"
#include "trace/places.h"
#include "trace/put.h"

/* A child call, or an event, of a call. */
struct item {
	uint32_t call; /* the child; TRACE_NONE: it is an event */
	const struct trace_event *event;
	uint64_t exact, loose; /* hashes: with its value, and without */
	uint32_t partner;      /* 1 + the item of the other side; 0: none */
};

struct items {
	struct item *item;
	size_t n, cap;
};

/* Two calls that are the same, while what they did is gone through.  TRACE_NONE: the roots. */
struct frame {
	uint32_t call[2];
	struct items items[2];
	size_t next[2];
};

struct walk {
	const struct trace_model *model[2];
	const struct trace *trace[2];
	struct siphash_key key;
	bool input, output, events; /* both traces have some */
	struct frame *frame;
	size_t depth, cap;
	struct buf scratch;
	struct trace_divergence *d;
	/* of the first difference: what it is about on either side */
	struct place {
		uint32_t call; /* TRACE_NONE: it is not there */
		const struct trace_event *event;
		bool at_exit;
	} place[2];
};

/* ---- what can be compared ------------------------------------------------------------------- */

struct has {
	bool input, output, events;
};

static bool
counts(const struct trace_event *e)
{
	return e->type == TRACE_VARIABLE || e->type == TRACE_BRANCH;
}

static struct has
look_at(const struct trace_model *m, const struct trace *t)
{
	struct has has = { false, false, false };
	for (uint32_t at = t->first; at < t->last; at++) {
		const struct trace_call *c = trace_call_at(m, at);
		has.input |= c->input != NULL;
		has.output |= c->output != NULL;
		for (uint32_t e = c->event; e > 0 && !has.events; e = m->event[e - 1].next)
			has.events = counts(&m->event[e - 1]);
	}
	return has;
}

/* ---- items ---------------------------------------------------------------------------------- */

static uint64_t
hash_of(struct walk *w, char type, const struct trace_text *name, const struct trace_text *value)
{
	const struct text n = trace_text_of(name), v = trace_text_of(value);
	struct buf *b = &w->scratch;
	b->n = 0;
	buf_char(b, type);
	buf_put(b, &n.n, sizeof(n.n));
	buf_text(b, n);
	if (v.p)
		trace_put_canonical(b, v);
	return siphash(w->key, b->p, b->n);
}

static struct item *
add_item(struct items *list)
{
	list->item = mem_grow(list->item, &list->cap, list->n + 1, sizeof(*list->item));
	list->item[list->n] = (struct item){ .call = TRACE_NONE };
	return &list->item[list->n++];
}

static void
add_call(struct walk *w, unsigned side, struct items *list, uint32_t call)
{
	const struct trace_call *c = &w->model[side]->call[call];
	struct item *i = add_item(list);
	i->call = call;
	i->loose = hash_of(w, 'c', c->name, NULL);
	i->exact = w->input ? hash_of(w, 'i', c->name, c->input) : i->loose;
}

static void
add_event(struct walk *w, struct items *list, const struct trace_event *e)
{
	const char type = e->type == TRACE_VARIABLE ? 'v' : 'b';
	if (!w->events || !counts(e))
		return;
	struct item *i = add_item(list);
	i->event = e;
	/* name and value of a variable; condition and whether it was taken of a branch */
	i->loose = hash_of(w, type, e->text[0], NULL);
	i->exact = hash_of(w, type, e->text[0], e->text[1]);
}

/* What a call did, in order; or the roots. */
static struct items
items_of(struct walk *w, unsigned side, uint32_t call)
{
	const struct trace_model *m = w->model[side];
	struct items list = { NULL, 0, 0 };
	if (call == TRACE_NONE) {
		const struct trace *t = w->trace[side];
		for (uint32_t at = t->first; at < t->last; at = trace_call_at(m, at)->last)
			add_call(w, side, &list, m->depth_first[at]);
		return list;
	}
	uint32_t e = m->call[call].event, children = 0;
	for (uint32_t k = trace_first_child(m, call); k != TRACE_NONE;
	     k = trace_next_sibling(m, k), children++) {
		for (; e > 0 && trace_event_is_before(&m->event[e - 1], &m->call[k], children);
		     e = m->event[e - 1].next)
			add_event(w, &list, &m->event[e - 1]);
		add_call(w, side, &list, k);
	}
	for (; e > 0; e = m->event[e - 1].next)
		add_event(w, &list, &m->event[e - 1]);
	return list;
}

/* Aligns parts of two lists. */
static void
align_part(struct items list[2], const size_t from[2], const size_t to[2], bool exact)
{
	const size_t n = to[0] - from[0], m = to[1] - from[1];
	if (n == 0 || m == 0)
		return;
	uint64_t *token = mem_alloc((n + m) * sizeof(*token));
	uint32_t *of = mem_alloc((n + m) * sizeof(*of));
	for (size_t i = 0; i < n + m; i++) {
		const struct item *k =
		    i < n ? &list[0].item[from[0] + i] : &list[1].item[from[1] + i - n];
		token[i] = exact ? k->exact : k->loose;
	}
	trace_align(token, n, token + n, m, of, of + n);
	for (size_t i = 0; i < n; i++) {
		if (of[i] == 0)
			continue;
		list[0].item[from[0] + i].partner = (uint32_t)from[1] + of[i];
		list[1].item[from[1] + of[i] - 1].partner = (uint32_t)(from[0] + i) + 1;
	}
	free(token);
	free(of);
}

/* First by name and value, then what is left over between by name. */
static void
align_items(struct items list[2])
{
	const size_t none[2] = { 0, 0 }, all[2] = { list[0].n, list[1].n };
	size_t from[2] = { 0, 0 };
	align_part(list, none, all, true);
	for (size_t i = 0; i <= list[0].n; i++) {
		const uint32_t partner = i < list[0].n ? list[0].item[i].partner : 0;
		if (i < list[0].n && partner == 0)
			continue;
		const size_t to[2] = { i, partner > 0 ? partner - 1 : list[1].n };
		align_part(list, from, to, false);
		from[0] = to[0] + 1;
		from[1] = to[1] + 1;
	}
}

/* ---- the first difference ------------------------------------------------------------------- */

static struct place
place_of(uint32_t call, const struct trace_event *event, bool at_exit)
{
	return (struct place){ call, event, at_exit };
}

static void
put_json(struct buf *b, struct text json)
{
	b->n = 0;
	if (json.p)
		buf_text(b, json);
}

static void
put_name(struct buf *b, const struct trace_text *name)
{
	b->n = 0;
	if (name)
		json_put_string(b, trace_text_of(name));
}

/* Notes the first difference: it is in the frame's calls, at these places. */
static bool
note(struct walk *w, const struct trace_text *name, struct place a, struct place b)
{
	if (w->d->found)
		return false;
	w->d->found = true;
	w->d->name = trace_text_of(name);
	w->place[0] = a;
	w->place[1] = b;
	return true;
}

/* Notes a difference between two values, if there is one.  what: how it is called; `member` comes
 * in its place if it is a member of an object. */
static void
compare_values(struct walk *w, const uint32_t call[2], const struct trace_text *a,
    const struct trace_text *b, const char *what, const char *member, bool at_exit)
{
	struct buf path = { 0 };
	struct text in_a = TEXT_ABSENT, in_b = TEXT_ABSENT;
	if (!w->d->found &&
	    trace_find_difference(trace_text_of(a), trace_text_of(b), &path, &in_a, &in_b)) {
		note(w, w->model[0]->call[call[0]].name, place_of(call[0], NULL, at_exit),
		    place_of(call[1], NULL, at_exit));
		buf_text(&w->d->what, text_of(path.n > 0 ? member : what));
		buf_text(&w->d->what, buf_as_text(&path));
		put_json(&w->d->expected, in_a);
		put_json(&w->d->actual, in_b);
	}
	buf_free(&path);
}

static void
compare_names(struct walk *w, const uint32_t call[2], const struct trace_text *a,
    const struct trace_text *b, const char *what, bool at_exit)
{
	if (w->d->found || text_eq(trace_text_of(a), trace_text_of(b)))
		return;
	note(w, w->model[0]->call[call[0]].name, place_of(call[0], NULL, at_exit),
	    place_of(call[1], NULL, at_exit));
	buf_text(&w->d->what, text_of(what));
	put_name(&w->d->expected, a);
	put_name(&w->d->actual, b);
}

static void
compare_status(struct walk *w, const uint32_t call[2])
{
	const uint8_t a = w->model[0]->call[call[0]].status, b = w->model[1]->call[call[1]].status;
	if (w->d->found || a == b)
		return;
	note(w, w->model[0]->call[call[0]].name, place_of(call[0], NULL, true),
	    place_of(call[1], NULL, true));
	buf_text(&w->d->what, TEXT("status"));
	json_put_string(&w->d->expected, trace_status_names[a]);
	json_put_string(&w->d->actual, trace_status_names[b]);
}

/* How two calls ended. */
static void
compare_ends(struct walk *w, const uint32_t call[2])
{
	const struct trace_call *a = &w->model[0]->call[call[0]], *b = &w->model[1]->call[call[1]];
	compare_status(w, call);
	if (a->more && b->more) {
		compare_names(
		    w, call, a->more->error_type, b->more->error_type, "error type", true);
		compare_names(w, call, a->more->message, b->more->message, "error message", true);
	}
	if (w->output)
		compare_values(w, call, a->output, b->output, "output", "output.", true);
}

static void
note_event(struct walk *w, const struct frame *f, const struct item *a, const struct item *b)
{
	const struct trace_event *in_a = a ? a->event : NULL, *in_b = b ? b->event : NULL;
	const struct trace_event *e = in_a ? in_a : in_b;
	const char *type = e->type == TRACE_VARIABLE ? "variable " : "branch ";
	const uint32_t call = f->call[0];
	if (!note(w, w->model[0]->call[call].name, place_of(call, in_a, false),
		place_of(f->call[1], in_b, false)))
		return;
	if (!in_a || !in_b)
		buf_text(&w->d->what, in_a ? TEXT("missing ") : TEXT("extra "));
	buf_text(&w->d->what, text_of(type));
	buf_text(&w->d->what, trace_text_of(e->text[0]));
	put_json(&w->d->expected, in_a ? trace_text_of(in_a->text[1]) : TEXT_ABSENT);
	put_json(&w->d->actual, in_b ? trace_text_of(in_b->text[1]) : TEXT_ABSENT);
	if (!in_a)
		w->place[0].call = TRACE_NONE;
	if (!in_b)
		w->place[1].call = TRACE_NONE;
}

/* A call that only one side has. */
static void
note_call(struct walk *w, unsigned side, uint32_t call)
{
	struct trace_lonely *l = side == 0 ? &w->d->removed : &w->d->inserted;
	const struct trace_call *c = &w->model[side]->call[call];
	const struct place here = place_of(call, NULL, false),
			   none = place_of(TRACE_NONE, NULL, false);
	l->call = mem_grow(l->call, &l->cap, l->n + 1, sizeof(*l->call));
	l->call[l->n++] = call;
	l->calls += c->last - c->at;
	if (!note(w, c->name, side == 0 ? here : none, side == 0 ? none : here))
		return;
	buf_text(&w->d->what, side == 0 ? TEXT("missing call") : TEXT("extra call"));
	put_name(side == 0 ? &w->d->expected : &w->d->actual, c->name);
}

/* ---- the walk ------------------------------------------------------------------------------- */

static void
enter(struct walk *w, uint32_t a, uint32_t b)
{
	struct frame f = { .call = { a, b } };
	if (a != TRACE_NONE) {
		const struct trace_call *x = &w->model[0]->call[a], *y = &w->model[1]->call[b];
		compare_names(w, f.call, x->name, y->name, "name", false);
		if (w->input)
			compare_values(w, f.call, x->input, y->input, "input", "argument ", false);
	}
	f.items[0] = items_of(w, 0, a);
	f.items[1] = items_of(w, 1, b);
	if (a == TRACE_NONE && f.items[0].n == 1 && f.items[1].n == 1) {
		/* a single root is the same, whatever its name */
		f.items[0].item->partner = f.items[1].item->partner = 1;
	} else {
		align_items(f.items);
	}
	w->frame = mem_grow(w->frame, &w->cap, w->depth + 1, sizeof(*w->frame));
	w->frame[w->depth++] = f;
}

static void
leave(struct walk *w)
{
	struct frame *f = &w->frame[--w->depth];
	if (f->call[0] != TRACE_NONE)
		compare_ends(w, f->call);
	free(f->items[0].item);
	free(f->items[1].item);
}

/* The next item of a side, if it has no partner. */
static const struct item *
lonely(struct frame *f, unsigned side)
{
	const struct items *l = &f->items[side];
	if (f->next[side] == l->n || l->item[f->next[side]].partner > 0)
		return NULL;
	return &l->item[f->next[side]++];
}

static void
step(struct walk *w)
{
	struct frame *f = &w->frame[w->depth - 1];
	for (unsigned side = 0; side < 2; side++) {
		const struct item *i = lonely(f, side);
		if (!i)
			continue;
		if (i->call != TRACE_NONE)
			note_call(w, side, i->call);
		else
			note_event(w, f, side == 0 ? i : NULL, side == 1 ? i : NULL);
		return;
	}
	if (f->next[0] == f->items[0].n) {
		leave(w);
		return;
	}
	const struct item *a = &f->items[0].item[f->next[0]++],
			  *b = &f->items[1].item[f->next[1]++];
	if (a->call != TRACE_NONE)
		enter(w, a->call, b->call);
	else if (a->exact != b->exact)
		note_event(w, f, a, b);
}

/* ---- positions ------------------------------------------------------------------------------ */

static bool
is_at(const struct place *p, const struct trace_step *s)
{
	if (s->call != p->call)
		return false;
	if (p->event)
		return s->event == p->event;
	return s->type == (p->at_exit ? TRACE_EXIT : TRACE_ENTER);
}

/* An end that was not recorded has no position; the call's ENTER stands for it. */
static uint64_t
position_of(const struct trace_model *m, size_t trace, const struct place *p)
{
	uint64_t position = 0, found = 0;
	struct trace_steps steps;
	struct trace_step s;
	if (p->call == TRACE_NONE)
		return 0;
	for (size_t i = 0; i < trace; i++)
		position += trace_positions(m, i);
	trace_steps_begin(&steps, m, trace, position);
	while (trace_steps_next(&steps, &s)) {
		if (s.call == p->call && s.type == TRACE_ENTER)
			found = s.position;
		if (is_at(p, &s)) {
			found = s.position;
			break;
		}
	}
	trace_steps_end(&steps);
	return found;
}

void
trace_find_divergence(struct trace_divergence *d, const struct trace_model *a, size_t trace_a,
    const struct trace_model *b, size_t trace_b)
{
	const struct has x = look_at(a, &a->trace[trace_a]), y = look_at(b, &b->trace[trace_b]);
	struct walk w = { .model = { a, b },
		.trace = { &a->trace[trace_a], &b->trace[trace_b] },
		.key = trace_model_key(a),
		.input = x.input && y.input,
		.output = x.output && y.output,
		.events = x.events && y.events,
		.d = d };
	*d = (struct trace_divergence){ .found = false };
	enter(&w, TRACE_NONE, TRACE_NONE);
	while (w.depth > 0)
		step(&w);
	if (d->found) {
		d->position[0] = position_of(a, trace_a, &w.place[0]);
		d->position[1] = position_of(b, trace_b, &w.place[1]);
	}
	free(w.frame);
	buf_free(&w.scratch);
}

void
trace_divergence_free(struct trace_divergence *d)
{
	buf_free(&d->what);
	buf_free(&d->expected);
	buf_free(&d->actual);
	free(d->inserted.call);
	free(d->removed.call);
}

/* ---- as JSON -------------------------------------------------------------------------------- */

static void
put_position(struct buf *b, const char *name, uint64_t position)
{
	if (position > 0)
		json_member_u64(b, name, position);
	else
		json_member_null(b, name);
}

static void
put_lonely(
    struct buf *b, const char *name, const struct trace_lonely *l, const struct trace_model *m)
{
	enum { MOST = 100 };
	json_member_begin(b, name, '[');
	for (size_t i = 0; i < l->n && i < MOST; i++) {
		const struct text t = trace_text_of(m->call[l->call[i]].name);
		if (t.p)
			json_add_string(b, t);
		else
			json_add_null(b);
	}
	json_end(b, ']');
}

static void
put_value(struct buf *b, const char *name, const struct buf *json)
{
	json_member_raw_or_null(b, name, json->n > 0 ? buf_as_text(json) : TEXT_ABSENT);
}

void
trace_put_divergence(struct buf *b, const struct trace_divergence *d,
    const struct trace_model *in_a, size_t trace_a, const struct trace_model *in_b, size_t trace_b)
{
	if (!d->found) {
		json_add_null(b);
		return;
	}
	json_begin(b, '{');
	put_position(b, "position_a", d->position[0]);
	put_position(b, "position_b", d->position[1]);
	json_member_string_or_null(b, "name", d->name);
	json_member_string(b, "what", buf_as_text(&d->what));
	put_value(b, "expected", &d->expected);
	put_value(b, "actual", &d->actual);
	put_lonely(b, "inserted", &d->inserted, in_b);
	put_lonely(b, "removed", &d->removed, in_a);
	json_member_u64(b, "inserted_calls", d->inserted.calls);
	json_member_u64(b, "removed_calls", d->removed.calls);
	json_member_string_or_null(b, "trace_a", trace_text_of(in_a->trace[trace_a].id));
	json_member_string_or_null(b, "trace_b", trace_text_of(in_b->trace[trace_b].id));
	json_end(b, '}');
}
