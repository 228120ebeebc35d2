/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "import/local.h"
#include "import/part.h"
#include "import/shares.h"
#include "import/told.h"
#include "json/tree.h"
#include "trace/members.h"

/* Jaeger's */
struct process {
	const struct trace_text *name; /* its processID */
	const struct trace_text *service, *resource;
};

/*
 * What is around records may be complete only after them: the processes of a Jaeger trace come
 * behind its spans.  So the records of a document wait for the end of their outermost envelope.
 */
struct joined_envelope {
	uint64_t id, outer; /* of the document; of a line: the number of the outer one in line[] */
	bool of_line, ended;
	const struct trace_text *trace_id, *service, *resource, *scope;
	bool summed; /* what it and those around it say: */
	const struct trace_text *all_service, *resources, *scopes, *all;
	struct arena arena;
	struct process *process; /* by the address of the name, which is stored once */
	size_t processes;
};

#define NO_EVENT UINT32_MAX

struct waiting {
	uint32_t call, event; /* a record that is only an event, or NO_EVENT */
	const struct trace_text *process;
	uint64_t envelope;
};

/* What is around an event.  Its call has it only if no record of the call has surroundings. */
struct late {
	uint32_t call, event;
	const struct trace_text *service, *resource;
};

struct import {
	struct trace_model *model;
	struct arena arena; /* shapes */
	struct import_shape shape[IMPORT_SHAPES + 1];
	size_t shapes;
	struct import_shares shares;
	unsigned input;
	struct joined_envelope *envelope; /* of the document at hand, by id */
	size_t envelopes, envelope_cap;
	struct joined_envelope *line; /* of the lines of the part at hand */
	size_t lines, line_cap;
	struct waiting *waiting;
	size_t nwaiting, waiting_cap;
	struct late *late;
	size_t nlate, late_cap;
	const struct trace_text *compared[2], *difference; /* see tell_difference */
	struct import_slices *slices;
	struct import_sessions *sessions;
	struct import_local *local;
	uint64_t inner, records;   /* envelopes, and records, of the parts before */
	struct trace_sieve *sieve; /* the caller's, or NULL, as is */
	struct import_hold *hold;
};

struct import *
import_new(struct trace_model *m, const struct import_maps *maps)
{
	struct import *im = mem_zalloc(1, sizeof(*im));
	while (import_reader_name(im->shares.readers))
		im->shares.readers++;
	im->shares.readers += import_maps_count(maps);
	im->model = m;
	im->slices = import_slices_new(m);
	im->sessions = import_sessions_new(m, &im->shares);
	im->local = import_local_new(m);
	return im;
}

static void
drop_envelopes(struct joined_envelope *e, size_t *n)
{
	for (size_t i = 0; i < *n; i++) {
		arena_free(&e[i].arena);
		free(e[i].process);
	}
	*n = 0;
}

void
import_free(struct import *im)
{
	drop_envelopes(im->envelope, &im->envelopes);
	drop_envelopes(im->line, &im->lines);
	arena_free(&im->arena);
	free(im->shares.share);
	free(im->envelope);
	free(im->line);
	free(im->waiting);
	free(im->late);
	import_slices_free(im->slices);
	import_sessions_free(im->sessions);
	import_local_free(im->local);
	free(im);
}

/* ---- envelopes ------------------------------------------------------------------------------ */

/* Envelopes are met in the order of their ids. */
static struct joined_envelope *
envelope_of(struct import *im, uint64_t id)
{
	size_t low = 0, high = im->envelopes;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (im->envelope[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < im->envelopes && im->envelope[low].id == id)
		return &im->envelope[low];
	im->envelope =
	    mem_grow(im->envelope, &im->envelope_cap, im->envelopes + 1, sizeof(*im->envelope));
	memmove(&im->envelope[low + 1], &im->envelope[low],
	    (im->envelopes++ - low) * sizeof(*im->envelope));
	im->envelope[low] = (struct joined_envelope){ .id = id };
	return &im->envelope[low];
}

static int
by_name(const void *a, const void *b)
{
	const struct process *const x = a, *const y = b;
	return (x->name > y->name) - (x->name < y->name);
}

/* Reads Jaeger's processes: {"p1":{"serviceName":..,"tags":..}}, whose members the reader has
 * turned into service and resource. */
static void
take_processes(struct import *im, struct joined_envelope *e, struct text json)
{
	struct err err;
	const struct json_node *root = json.p ? json_tree(&e->arena, json, &err) : NULL;
	if (!root || root->count == 0)
		return;
	e->process = mem_zalloc(root->count, sizeof(*e->process));
	for (const struct json_node *n = root->child; n; n = n->next) {
		const struct json_node *service = json_get(n, "service"),
				       *resource = json_get(n, "resource");
		e->process[e->processes++] = (struct process){ trace_intern(im->model, n->key),
			service ? trace_intern(im->model, service->text) : NULL,
			resource ? trace_intern(im->model, resource->text) : NULL };
	}
	qsort(e->process, e->processes, sizeof(*e->process), by_name);
}

static void
take_shared(struct import *im, struct joined_envelope *e, const struct import_shared *s)
{
	e->ended = true;
	e->trace_id = trace_intern(im->model, s->trace_id);
	e->service = trace_intern(im->model, s->service);
	e->resource = trace_intern(im->model, s->resource);
	e->scope = trace_intern(im->model, s->scope);
	take_processes(im, e, s->processes);
}

static struct joined_envelope *
outer_of(struct import *im, const struct joined_envelope *e)
{
	if (e->outer == 0)
		return NULL;
	return e->of_line ? &im->line[e->outer - 1] : envelope_of(im, e->outer);
}

/* Two objects as one; of members that both have, the first object's. */
static const struct trace_text *
join_texts(struct import *im, const struct trace_text *a, const struct trace_text *b)
{
	struct buf joined = { 0 };
	if (!a || !b || a == b)
		return a ? a : b;
	trace_join_objects(&joined, trace_text_of(a), trace_text_of(b));
	const struct trace_text *t = trace_intern(im->model, buf_as_text(&joined));
	buf_free(&joined);
	return t;
}

/* Sums up what an envelope and those around it say.  Those around it are there already. */
static void
sum_up(struct import *im, struct joined_envelope *e)
{
	if (e->summed)
		return;
	struct joined_envelope *outer = outer_of(im, e);
	if (outer)
		sum_up(im, outer);
	e->summed = true;
	e->all_service = e->service ? e->service : outer ? outer->all_service : NULL;
	e->resources = join_texts(im, e->resource, outer ? outer->resources : NULL);
	e->scopes = join_texts(im, e->scope, outer ? outer->scopes : NULL);
	e->all = join_texts(im, e->scopes, e->resources);
}

static void
tell_process(struct import *im, const struct waiting *w, const struct joined_envelope *e)
{
	const struct process wanted = { .name = w->process };
	for (; wanted.name && e; e = outer_of(im, e)) {
		const struct process *found =
		    e->processes > 0
			? bsearch(&wanted, e->process, e->processes, sizeof(*e->process), by_name)
			: NULL;
		if (found)
			trace_set_shared(im->model, w->call, found->service, found->resource);
	}
}

/* An event has the attributes of a resource that differ from those of its call. */
static void
tell_difference(struct import *im, const struct late *l)
{
	const struct trace_text *own = im->model->call[l->call].resource;
	struct trace_event *e = &im->model->event[l->event];
	if (own == l->resource || !l->resource)
		return;
	if (im->compared[0] != own || im->compared[1] != l->resource) {
		struct buf b = { 0 };
		buf_char(&b, '{');
		trace_put_difference(&b, trace_text_of(l->resource), trace_text_of(own));
		buf_char(&b, '}');
		im->compared[0] = own;
		im->compared[1] = l->resource;
		im->difference = b.n > 2 ? trace_intern(im->model, buf_as_text(&b)) : NULL;
		buf_free(&b);
	}
	e->attributes = join_texts(im, e->attributes, im->difference);
}

static void
tell_event(struct import *im, const struct waiting *w, const struct joined_envelope *e)
{
	struct trace_event *event = &im->model->event[w->event];
	const struct trace_call *c = &im->model->call[w->call];
	const struct late late = { w->call, w->event, e->all_service, e->resources };
	event->attributes = join_texts(im, event->attributes, e->scopes);
	if (c->resource && c->service) {
		tell_difference(im, &late);
		return;
	}
	im->late = mem_grow(im->late, &im->late_cap, im->nlate + 1, sizeof(*im->late));
	im->late[im->nlate++] = late;
}

static void
tell_call(struct import *im, const struct waiting *w, struct joined_envelope *e)
{
	sum_up(im, e);
	tell_process(im, w, e);
	if (w->event != NO_EVENT)
		tell_event(im, w, e);
	else
		trace_set_shared(im->model, w->call, e->all_service, e->all);
}

/* Has what is around the record ended?  *id becomes the outermost envelope. */
static bool
is_over(struct import *im, uint64_t *id)
{
	const struct joined_envelope *e = envelope_of(im, *id);
	while (e->outer > 0)
		e = envelope_of(im, e->outer);
	*id = e->id;
	return e->ended;
}

static void
drop_before(struct import *im, uint64_t id)
{
	size_t n = 0;
	while (n < im->envelopes && im->envelope[n].id < id)
		n++;
	size_t dropped = n;
	drop_envelopes(im->envelope, &dropped);
	im->envelopes -= n;
	if (im->envelopes > 0)
		memmove(im->envelope, im->envelope + n, im->envelopes * sizeof(*im->envelope));
}

/* The calls that wait learn what is around them, up to the first whose surroundings go on: another
 * value of the document may have begun. */
static void
tell_waiting(struct import *im, bool all)
{
	uint64_t id = UINT64_MAX;
	size_t n = 0;
	for (; n < im->nwaiting; n++) {
		id = im->waiting[n].envelope;
		if (!is_over(im, &id) && !all)
			break;
		tell_call(im, &im->waiting[n], envelope_of(im, im->waiting[n].envelope));
	}
	im->nwaiting -= n;
	if (im->nwaiting > 0)
		memmove(im->waiting, im->waiting + n, im->nwaiting * sizeof(*im->waiting));
	drop_before(im, im->nwaiting > 0 ? id : UINT64_MAX);
}

/* What was around events of calls that have nothing around them. */
static void
tell_late(struct import *im)
{
	for (size_t i = 0; i < im->nlate; i++) {
		const struct late *l = &im->late[i];
		trace_set_shared(im->model, l->call, l->service, l->resource);
		tell_difference(im, l);
	}
	im->nlate = 0;
}

/* Takes in the envelopes of a document that the part knows of.  Returns whether an outermost one
 * has ended. */
static bool
take_envelopes(struct import *im, const struct import_part *p)
{
	bool over = false;
	for (size_t i = 0; i < p->envelopes; i++) {
		const struct import_envelope *own = &p->envelope[i];
		if (own->id == 0)
			continue;
		struct joined_envelope *e = envelope_of(im, own->id);
		e->outer = own->outer > 0 ? p->envelope[own->outer - 1].id : 0;
		if (own->ended && !e->ended)
			take_shared(im, e, &own->shared);
		over |= own->ended && own->outer == 0;
	}
	return over;
}

/* What is around the records of a line is known at once. */
static void
take_lines(struct import *im, const struct import_part *p)
{
	drop_envelopes(im->line, &im->lines);
	im->line = mem_grow(im->line, &im->line_cap, p->envelopes, sizeof(*im->line));
	for (size_t i = 0; i < p->envelopes; i++) {
		const struct import_envelope *own = &p->envelope[i];
		struct joined_envelope *e = &im->line[im->lines++];
		*e = (struct joined_envelope){ .outer = own->outer, .of_line = true };
		if (own->id == 0)
			take_shared(im, e, &own->shared);
	}
}

/* ---- parts ---------------------------------------------------------------------------------- */

static void
count_unknown(struct import *im, const struct import_unknown *u, unsigned input, uint64_t lines)
{
	size_t i = 0;
	while (i < im->shapes && i < IMPORT_SHAPES && !text_eq(im->shape[i].keys, u->keys))
		i++;
	if (i == im->shapes) {
		im->shape[i] =
		    (struct import_shape){ i < IMPORT_SHAPES ? arena_text(&im->arena, u->keys)
							     : TEXT_ABSENT,
			    0, input, lines + u->line };
		im->shapes++;
	}
	im->shape[i].records++;
}

/*
 * The document around an envelope, or around a record without one, as a number.  The envelopes of a
 * line are a document of their own; all that has none belongs to one document, the input.
 */
static uint64_t
document_of(const struct import *im, const struct import_part *p, size_t envelope)
{
	while (envelope > 0 && p->envelope[envelope - 1].outer > 0)
		envelope = p->envelope[envelope - 1].outer;
	if (envelope == 0)
		return (uint64_t)im->input << 32;
	const uint64_t id = p->envelope[envelope - 1].id;
	return id > 0 ? (uint64_t)im->input << 32 | id : UINT64_C(1) << 63 | (im->inner + envelope);
}

static bool
is_wanted(const struct import *im, const struct import_item *item)
{
	return item->local || trace_sieve_wants(im->sieve, &item->record);
}

static uint32_t
join_item(struct import *im, const struct import_part *p, const struct import_item *item)
{
	struct trace_record r = item->record;
	/* a document whose outermost value names the trace: {"trace_id":..,"spans":[…]} */
	for (size_t e = item->envelope; e > 0 && !r.trace_id.p; e = p->envelope[e - 1].outer)
		r.trace_id = p->envelope[e - 1].shared.trace_id;
	if (im->sieve && !is_wanted(im, item))
		return TRACE_NONE;
	if (item->local)
		r.trace_id = import_local_trace(im->local, document_of(im, p, item->envelope), &r);
	const uint64_t calls = im->model->calls + im->model->repeated;
	const uint32_t call = trace_add(im->model, &r);
	const uint64_t more = im->model->calls + im->model->repeated - calls;
	if (more > 0 && r.what != TRACE_END)
		shares_of(&im->shares, im->input, item->reader)->calls += more;
	if (item->envelope == 0 || call == TRACE_NONE)
		return call;
	struct waiting w = { call,
		r.what == TRACE_EVENT && r.events > 0 ? (uint32_t)im->model->nevents - 1 : NO_EVENT,
		trace_intern(im->model, r.process), p->envelope[item->envelope - 1].id };
	if (w.envelope == 0) {
		tell_call(im, &w, &im->line[item->envelope - 1]);
		return call;
	}
	im->waiting =
	    mem_grow(im->waiting, &im->waiting_cap, im->nwaiting + 1, sizeof(*im->waiting));
	im->waiting[im->nwaiting++] = w;
	return call;
}

static void
join_slices(struct import *im, struct import_part *p)
{
	for (size_t i = 0; i < p->slices; i++) {
		struct import_slice *l = &p->slice[i];
		l->document = l->document > 0 ? UINT64_C(1) << 62 | (im->records + l->document)
					      : document_of(im, p, l->envelope);
		if (l->phase == SLICE_BEGIN || l->phase == SLICE_COMPLETE)
			shares_of(&im->shares, im->input, l->reader)->calls++;
		import_slices_add(im->slices, l);
	}
	for (size_t i = 0; i < p->envelopes; i++) {
		const struct text beside = p->envelope[i].shared.beside;
		if (beside.p)
			import_slices_beside(im->slices, document_of(im, p, i + 1), beside);
	}
	im->inner += p->envelopes;
	im->records += p->counts.in;
}

/* How many records ahead calls are fetched into the cache. */
enum { AHEAD = 8 };

void
import_part_sieve(struct import_part *p, struct trace_sieve *v)
{
	for (size_t i = 0; v && i < p->nseen; i++) {
		if (i + AHEAD < p->nseen)
			trace_sieve_expect(v, &p->seen[i + AHEAD]);
		trace_sieve_add(v, &p->seen[i]);
	}
	import_part_empty(p);
}

void
import_set_sieve(struct import *im, struct trace_sieve *v)
{
	im->sieve = v;
}

void
import_join_unknown(struct import *im, const struct import_part *p, unsigned input, uint64_t lines)
{
	for (size_t i = 0; i < p->unknowns; i++)
		count_unknown(im, &p->unknown[i], input, lines);
}

void
import_set_hold(struct import *im, struct import_hold *h)
{
	im->hold = h;
}

/* Holds what is around the records of a document. */
static void
hold_envelopes(struct import *im, const struct import_part *p)
{
	for (size_t i = 0; i < p->envelopes; i++) {
		const struct import_envelope *e = &p->envelope[i];
		if (e->id > 0)
			import_hold_envelope(im->hold, im->input, e->id,
			    e->outer > 0 ? p->envelope[e->outer - 1].id : 0, e->place, e->text);
	}
	if (p->array)
		import_hold_array(im->hold, im->input);
}

static void
hold_slices(struct import *im, const struct import_part *p, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (p->slice[i].trace.p)
			import_hold_trace(im->hold, p->slice[i].trace);
}

/* Adds the records to the model and holds them. */
static void
join_held(struct import *im, const struct import_part *p)
{
	size_t item = 0, slice = 0, kept = 0;
	hold_envelopes(im, p);
	for (size_t i = 0; i < p->raws; i++) {
		const struct import_raw *r = &p->raw[i];
		bool wanted = slice < r->slices || kept < r->kept;
		for (size_t k = item; k < r->items && im->sieve && !wanted; k++)
			wanted = is_wanted(im, &p->item[k]);
		if (wanted)
			import_hold_record(im->hold, im->input, r->raw, p->document,
			    r->envelope > 0 ? p->envelope[r->envelope - 1].id : 0, r->place);
		for (; item < r->items; item++) {
			const size_t strays = trace_strays(im->model);
			const size_t ends = trace_late_ends(im->model);
			const uint32_t call = join_item(im, p, &p->item[item]);
			if (wanted && call != TRACE_NONE)
				import_hold_call(im->hold, call);
			else if (wanted && trace_strays(im->model) > strays)
				import_hold_stray(im->hold, strays);
			else if (wanted && trace_late_ends(im->model) > ends)
				import_hold_end(im->hold, ends);
		}
		if (wanted)
			hold_slices(im, p, slice, r->slices);
		slice = r->slices;
		for (; kept < r->kept; kept++)
			import_sessions_line(im->sessions, &p->kept[kept], im->input, im->hold);
	}
}

void
import_join(struct import *im, struct import_part *p, unsigned input, uint64_t lines)
{
	if (input != im->input)
		tell_waiting(im, true);
	im->input = input;
	const bool over = take_envelopes(im, p);
	take_lines(im, p);
	if (im->hold)
		join_held(im, p);
	for (size_t i = 0, kept = 0; !im->hold; i++) {
		for (; kept < p->nkept && p->kept[kept].items == i; kept++)
			import_sessions_line(im->sessions, &p->kept[kept], input, NULL);
		if (i == p->items)
			break;
		if (i + AHEAD < p->items)
			trace_expect(im->model, &p->item[i + AHEAD].record);
		join_item(im, p, &p->item[i]);
	}
	join_slices(im, p);
	if (over)
		tell_waiting(im, false);
	import_join_unknown(im, p, input, lines);
	for (size_t i = 0; i < im->shares.readers; i++) {
		if (p->read[i] > 0)
			shares_of(&im->shares, input, i)->records += p->read[i];
		p->read[i] = 0;
	}
	import_part_empty(p);
}

uint64_t
import_end(struct import *im)
{
	tell_waiting(im, true);
	tell_late(im);
	const uint64_t without = import_sessions_end(im->sessions, im->hold);
	import_told(im->model);
	return without + import_slices_end(im->slices);
}

const struct import_shape *
import_shapes(const struct import *im, size_t *count)
{
	*count = im->shapes;
	return im->shape;
}

struct import_share
import_share(const struct import *im, unsigned input, size_t reader)
{
	const struct import_shares *s = &im->shares;
	if (input >= s->inputs)
		return (struct import_share){ 0, 0 };
	return s->share[input * s->readers + reader];
}
