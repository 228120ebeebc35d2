/* SPDX-License-Identifier: MIT */
#include "import/hold.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct held {
	struct text raw;
	unsigned input;
	bool document;
	uint64_t envelope;
	size_t place;       /* in the text of that */
	size_t call, calls; /* in call[] */
	const struct trace_text *trace;
};

struct held_envelope {
	unsigned input;
	uint64_t id, outer;
	size_t place; /* in the text of the outer one */
	struct buf text;
};

struct import_hold {
	struct trace_model *model;
	struct arena arena;
	struct held *held;
	size_t n, cap;
	struct held_call {
		uint32_t number;
		enum { HELD_CALL, HELD_STRAY, HELD_END } what;
	} * call;
	size_t calls, call_cap;
	struct held_envelope *envelope; /* by input, then id */
	size_t envelopes, envelope_cap;
	bool *array; /* by input */
	size_t inputs, array_cap;
	bool slices; /* a record is a part of a trace, and no call of its own */
};

struct import_hold *
import_hold_new(struct trace_model *m)
{
	struct import_hold *h = mem_zalloc(1, sizeof(*h));
	h->model = m;
	return h;
}

void
import_hold_free(struct import_hold *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->envelopes; i++)
		buf_free(&h->envelope[i].text);
	arena_free(&h->arena);
	free(h->held);
	free(h->call);
	free(h->envelope);
	free(h->array);
	free(h);
}

void
import_hold_record(struct import_hold *h, unsigned input, struct text raw, bool document,
    uint64_t envelope, size_t place)
{
	h->held = mem_grow(h->held, &h->cap, h->n + 1, sizeof(*h->held));
	h->held[h->n++] = (struct held){
		.raw = arena_text(&h->arena, raw),
		.input = input,
		.document = document,
		.envelope = envelope,
		.place = place,
		.call = h->calls,
	};
}

static void
add_call(struct import_hold *h, uint32_t number, unsigned what)
{
	h->call = mem_grow(h->call, &h->call_cap, h->calls + 1, sizeof(*h->call));
	h->call[h->calls].number = number;
	h->call[h->calls++].what = what;
	h->held[h->n - 1].calls++;
}

void
import_hold_call(struct import_hold *h, uint32_t call)
{
	add_call(h, call, HELD_CALL);
}

void
import_hold_stray(struct import_hold *h, size_t stray)
{
	add_call(h, (uint32_t)stray, HELD_STRAY);
}

void
import_hold_end(struct import_hold *h, size_t end)
{
	add_call(h, (uint32_t)end, HELD_END);
}

void
import_hold_trace(struct import_hold *h, struct text trace)
{
	import_hold_trace_of(h, h->n - 1, trace);
}

size_t
import_hold_last(const struct import_hold *h)
{
	return h->n - 1;
}

void
import_hold_trace_of(struct import_hold *h, size_t record, struct text trace)
{
	h->held[record].trace = trace_intern(h->model, trace);
	h->slices = true;
}

/* Where an envelope is in the table, or belongs. */
static size_t
place_of(const struct import_hold *h, unsigned input, uint64_t id)
{
	size_t low = 0, high = h->envelopes;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const struct held_envelope *e = &h->envelope[middle];
		if (e->input < input || (e->input == input && e->id < id))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct held_envelope *
find_envelope(const struct import_hold *h, unsigned input, uint64_t id)
{
	const size_t at = place_of(h, input, id);
	const bool there =
	    at < h->envelopes && h->envelope[at].input == input && h->envelope[at].id == id;
	return there ? &h->envelope[at] : NULL;
}

void
import_hold_envelope(struct import_hold *h, unsigned input, uint64_t id, uint64_t outer,
    size_t place, struct text text)
{
	const size_t at = place_of(h, input, id);
	if (!find_envelope(h, input, id)) {
		h->envelope =
		    mem_grow(h->envelope, &h->envelope_cap, h->envelopes + 1, sizeof(*h->envelope));
		memmove(&h->envelope[at + 1], &h->envelope[at],
		    (h->envelopes++ - at) * sizeof(*h->envelope));
		h->envelope[at] = (struct held_envelope){ input, id, outer, place, { 0 } };
	}
	/* what was read of it before is the beginning of this */
	struct buf *has = &h->envelope[at].text;
	if (text.n > has->n)
		buf_put(has, text.p + has->n, text.n - has->n);
}

void
import_hold_array(struct import_hold *h, unsigned input)
{
	while (h->inputs <= input) {
		h->array = mem_grow(h->array, &h->array_cap, h->inputs + 1, sizeof(*h->array));
		h->array[h->inputs++] = false;
	}
	h->array[input] = true;
}

/* A place in the text of an envelope, which moves when the text changes. */
struct spot {
	size_t envelope; /* its number in envelope[] */
	size_t *place;
};

static int
by_place(const void *a, const void *b)
{
	const struct spot *x = a, *y = b;
	if (x->envelope != y->envelope)
		return x->envelope < y->envelope ? -1 : 1;
	return (*x->place > *y->place) - (*x->place < *y->place);
}

/* All places, by envelope, in order.  The caller frees them. */
static struct spot *
find_spots(struct import_hold *h, size_t *n)
{
	struct spot *spot = mem_alloc((h->n + h->envelopes + 1) * sizeof(*spot));
	*n = 0;
	for (size_t i = 0; i < h->n; i++) {
		struct held *l = &h->held[i];
		if (l->document && l->envelope > 0)
			spot[(*n)++] =
			    (struct spot){ place_of(h, l->input, l->envelope), &l->place };
	}
	for (size_t i = 0; i < h->envelopes; i++) {
		struct held_envelope *e = &h->envelope[i];
		if (e->outer > 0)
			spot[(*n)++] = (struct spot){ place_of(h, e->input, e->outer), &e->place };
	}
	qsort(spot, *n, sizeof(*spot), by_place);
	return spot;
}

struct changing {
	bool (*change)(void *context, struct text text, struct buf *to);
	void *context;
	struct buf to, text; /* one piece, and the pieces so far */
};

static void
change_piece(struct changing *c, struct text piece)
{
	c->to.n = 0;
	buf_text(&c->text, c->change(c->context, piece, &c->to) ? buf_as_text(&c->to) : piece);
}

/* Changes the text of an envelope piece by piece, between n places. */
static void
change_envelope(struct changing *c, struct buf *text, const struct spot *spot, size_t n)
{
	size_t done = 0;
	c->text.n = 0;
	for (size_t i = 0; i < n; i++) {
		const size_t place = *spot[i].place < text->n ? *spot[i].place : text->n;
		if (place > done)
			change_piece(c, (struct text){ text->p + done, place - done });
		done = place;
		*spot[i].place = c->text.n;
	}
	change_piece(c, (struct text){ text->p + done, text->n - done });
	text->n = 0;
	buf_text(text, buf_as_text(&c->text));
}

void
import_hold_change(struct import_hold *h,
    bool (*change)(void *context, struct text text, struct buf *to), void *context)
{
	struct changing c = { .change = change, .context = context };
	for (size_t i = 0; i < h->n; i++) {
		c.to.n = 0;
		if (change(context, h->held[i].raw, &c.to))
			h->held[i].raw = arena_text(&h->arena, buf_as_text(&c.to));
	}
	size_t n, first = 0;
	struct spot *spot = find_spots(h, &n);
	for (size_t i = 0; i < h->envelopes; i++) {
		size_t end = first;
		while (end < n && spot[end].envelope == i)
			end++;
		if (h->envelope[i].text.n > 0)
			change_envelope(&c, &h->envelope[i].text, spot + first, end - first);
		first = end;
	}
	free(spot);
	buf_free(&c.to);
	buf_free(&c.text);
}

/* ---- what is in the selection --------------------------------------------------------------- */

static bool
is_listed(const struct trace_model *m, uint32_t call)
{
	call = trace_call_now(m, call);
	const uint32_t at = call == TRACE_NONE ? TRACE_NONE : m->call[call].at;
	return at < m->listed && m->depth_first[at] == call;
}

/* The traces of the selection, by the addresses of their ids, which are stored once. */
struct listed {
	const struct trace_text **id;
	size_t n;
};

static int
by_address(const void *a, const void *b)
{
	const struct trace_text *const x = *(const struct trace_text *const *)a,
				       *const y = *(const struct trace_text *const *)b;
	return (x > y) - (x < y);
}

/* A trace is also there if its copy of another document is (ID~2). */
static struct listed
listed_traces(const struct import_hold *h)
{
	const struct trace_model *m = h->model;
	struct listed l = { mem_alloc((2 * m->traces + 1) * sizeof(*l.id)), 0 };
	for (size_t i = 0; i < m->traces && h->slices; i++) {
		const struct text id = trace_text_of(m->trace[i].id);
		const char *copy = memrchr(id.p, '~', id.n);
		l.id[l.n++] = trace_intern(h->model, id);
		if (copy)
			l.id[l.n++] =
			    trace_intern(h->model, (struct text){ id.p, (size_t)(copy - id.p) });
	}
	qsort(l.id, l.n, sizeof(*l.id), by_address);
	return l;
}

static uint32_t
number_of(const struct trace_model *m, const struct held_call *c)
{
	switch (c->what) {
	case HELD_CALL: return c->number;
	case HELD_STRAY: return trace_stray_call(m, c->number);
	case HELD_END: return trace_late_end_call(m, c->number);
	}
	return TRACE_NONE;
}

static bool
is_selected(const struct import_hold *h, const struct listed *l, const struct held *r)
{
	const struct trace_model *m = h->model;
	for (size_t i = r->call; i < r->call + r->calls; i++)
		if (is_listed(m, number_of(m, &h->call[i])))
			return true;
	return r->trace && bsearch(&r->trace, l->id, l->n, sizeof(*l->id), by_address) != NULL;
}

/* ---- documents ------------------------------------------------------------------------------ */

struct putting {
	const struct import_hold *hold;
	int (*put)(void *context, struct text t);
	void *context;
	int result;
	/* envelopes that were begun, the outermost first, and where each goes on */
	struct open {
		const struct held_envelope *envelope;
		size_t rest;
		bool any; /* it has an element already */
	} * open;
	size_t depth, cap;
	bool any; /* likewise, for the array at the top */
};

static void
put(struct putting *p, struct text t)
{
	if (p->result == 0 && t.n > 0)
		p->result = p->put(p->context, t);
}

static void
close_to(struct putting *p, size_t depth)
{
	while (p->depth > depth) {
		const struct open *o = &p->open[--p->depth];
		const struct text t = buf_as_text(&o->envelope->text);
		put(p, (struct text){ t.p + o->rest, t.n - o->rest });
	}
}

/* Before an element, in the array that is open. */
static void
separate(struct putting *p, bool array)
{
	bool *any = p->depth > 0 ? &p->open[p->depth - 1].any : &p->any;
	if (p->depth > 0 || array)
		put(p, *any ? TEXT(",\n") : p->depth > 0 ? TEXT("") : TEXT("["));
	else if (*any)
		put(p, TEXT("\n"));
	*any = true;
}

/* Writes an envelope up to the place of the next element. */
static void
go_to(struct putting *p, size_t level, size_t place)
{
	struct open *o = &p->open[level];
	if (place <= o->rest)
		return;
	put(p, (struct text){ o->envelope->text.p + o->rest, place - o->rest });
	o->rest = place;
	o->any = false;
}

/* Begins what is around a record, from the outermost on, as far as it is not begun. */
static void
open_envelopes(struct putting *p, unsigned input, uint64_t id, bool array, unsigned level)
{
	enum { DEEPEST = 16 };
	const struct held_envelope *e = find_envelope(p->hold, input, id);
	if (!e || level > DEEPEST)
		return;
	open_envelopes(p, input, e->outer, array, level + 1);
	size_t depth = 0;
	for (uint64_t outer = e->outer; outer > 0; depth++) {
		const struct held_envelope *o = find_envelope(p->hold, input, outer);
		outer = o ? o->outer : 0;
	}
	if (depth < p->depth && p->open[depth].envelope == e)
		return;
	close_to(p, depth);
	if (depth > 0)
		go_to(p, depth - 1, e->place);
	separate(p, array);
	p->open = mem_grow(p->open, &p->cap, p->depth + 1, sizeof(*p->open));
	p->open[p->depth++] = (struct open){ e, 0, false };
}

static void
put_element(struct putting *p, const struct held *r, bool array)
{
	if (r->envelope == 0) {
		close_to(p, 0);
		separate(p, array);
		put(p, r->raw);
		return;
	}
	open_envelopes(p, r->input, r->envelope, array, 0);
	if (p->depth == 0)
		return;
	go_to(p, p->depth - 1, r->place);
	separate(p, array);
	put(p, r->raw);
}

int
import_hold_put(
    const struct import_hold *h, int (*put_text)(void *context, struct text t), void *context)
{
	struct putting p = { .hold = h, .put = put_text, .context = context };
	struct listed traces = listed_traces(h);
	for (size_t i = 0; i < h->n && p.result == 0;) {
		const unsigned input = h->held[i].input;
		const bool array = input < h->inputs && h->array[input];
		p.any = false;
		for (; i < h->n && h->held[i].input == input; i++) {
			const struct held *r = &h->held[i];
			if (!is_selected(h, &traces, r))
				continue;
			if (r->document) {
				put_element(&p, r, array);
			} else {
				put(&p, r->raw);
				put(&p, TEXT("\n"));
			}
		}
		close_to(&p, 0);
		if (p.any)
			put(&p, array ? TEXT("]\n") : TEXT("\n"));
	}
	free(p.open);
	free(traces.id);
	return p.result;
}
