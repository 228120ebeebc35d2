/* SPDX-License-Identifier: MIT */
#include "import/around.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "import/beside.h"
#include "json/write.h"
#include "trace/members.h"

/* Jaeger's, or a page of HAR.  Most may be named by no record, so what it says stays JSON. */
struct process {
	const struct trace_text *name; /* its processID */
	struct text said;              /* {"service":..,"resource":{..}} in the arena */
};

/*
 * What is around records may be complete only after them: the processes of a Jaeger trace come
 * behind its spans.  So the records of a document wait for the end of their outermost envelope.
 */
struct joined_envelope {
	uint64_t id, outer; /* of the document; of a line: the number of the outer one in line[] */
	bool of_line, ended;
	const struct trace_text *trace_id, *service, *resource, *scope;
	bool summed,
	    apart; /* what it and those around it say; apart: the scopes are not in `all`: */
	const struct trace_text *all_service, *resources, *scopes, *all;
	struct beside beside; /* for the roots among its records */
	struct arena arena;
	struct process *process; /* by the address of the name, which is stored once */
	size_t processes;
};

/* A resource that is longer is not stored again with each of its scopes. */
enum { APART = 4096 };

#define NO_EVENT UINT32_MAX

struct waiting {
	uint32_t call, event;                     /* a record that is only an event, or NO_EVENT */
	const struct trace_text *process, *trace; /* trace: only if `beside` */
	uint64_t envelope;
	bool beside; /* what stands beside the record is of interest */
};

/* What is around an event.  Its call has it only if no record of the call has surroundings. */
struct late {
	uint32_t call, event;
	const struct trace_text *service, *resource;
};

struct import_around {
	struct trace_model *model;
	struct joined_envelope *envelope; /* of the document at hand, by id */
	size_t envelopes, envelope_cap;
	struct joined_envelope *line; /* of the lines of the part at hand */
	size_t lines, line_cap;
	struct waiting *waiting;
	size_t nwaiting, waiting_cap;
	struct late *late;
	size_t nlate, late_cap;
	const struct trace_text *compared[2], *difference; /* see tell_difference */
};

struct import_around *
import_around_new(struct trace_model *m)
{
	struct import_around *a = mem_zalloc(1, sizeof(*a));
	a->model = m;
	return a;
}

static void
drop_envelopes(struct import_around *a, struct joined_envelope *e, size_t *n)
{
	for (size_t i = 0; i < *n; i++) {
		import_beside_end(a->model, &e[i].beside);
		arena_free(&e[i].arena);
		free(e[i].process);
	}
	*n = 0;
}

void
import_around_free(struct import_around *a)
{
	drop_envelopes(a, a->envelope, &a->envelopes);
	drop_envelopes(a, a->line, &a->lines);
	free(a->envelope);
	free(a->line);
	free(a->waiting);
	free(a->late);
	free(a);
}

/* ---- envelopes ------------------------------------------------------------------------------ */

/* Envelopes are met in the order of their ids. */
static struct joined_envelope *
envelope_of(struct import_around *a, uint64_t id)
{
	size_t low = 0, high = a->envelopes;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (a->envelope[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < a->envelopes && a->envelope[low].id == id)
		return &a->envelope[low];
	a->envelope =
	    mem_grow(a->envelope, &a->envelope_cap, a->envelopes + 1, sizeof(*a->envelope));
	memmove(&a->envelope[low + 1], &a->envelope[low],
	    (a->envelopes++ - low) * sizeof(*a->envelope));
	a->envelope[low] = (struct joined_envelope){ .id = id };
	return &a->envelope[low];
}

static int
by_name(const void *a, const void *b)
{
	const struct process *const x = a, *const y = b;
	return (x->name > y->name) - (x->name < y->name);
}

/* The content of a string; absent for other JSON. */
static struct text
string_of(struct arena *arena, struct text json)
{
	if (!json.p || json.p[0] != '"')
		return TEXT_ABSENT;
	return json_unescaped(arena, (struct text){ json.p + 1, json.n - 2 });
}

static int
by_name_and_place(const void *x, const void *y)
{
	const struct process *const a = x, *const b = y;
	const int order = by_name(a, b);
	return order != 0 ? order : (a->said.p > b->said.p) - (a->said.p < b->said.p);
}

/* Of processes of one name the last one counts. */
static void
drop_replaced(struct joined_envelope *e)
{
	size_t kept = 0;
	for (size_t i = 0; i < e->processes; i++)
		if (i + 1 == e->processes || e->process[i + 1].name != e->process[i].name)
			e->process[kept++] = e->process[i];
	e->processes = kept;
}

/* Reads Jaeger's processes: {"p1":{"serviceName":..,"tags":..}}, whose members the reader has
 * turned into service and resource. */
static void
take_processes(struct import_around *a, struct joined_envelope *e, struct text json)
{
	struct text key, value;
	size_t cap = 0;
	if (!json.p)
		return;
	struct trace_members it = trace_members(arena_text(&e->arena, json));
	while (trace_member(&it, &key, &value)) {
		e->process = mem_grow(e->process, &cap, e->processes + 1, sizeof(*e->process));
		e->process[e->processes++] =
		    (struct process){ trace_intern(a->model, json_unescaped(&e->arena, key)),
			    value };
	}
	if (e->processes > 0)
		qsort(e->process, e->processes, sizeof(*e->process), by_name_and_place);
	drop_replaced(e);
}

static void
take_shared(struct import_around *a, struct joined_envelope *e, const struct import_shared *s)
{
	e->ended = true;
	e->trace_id = trace_intern(a->model, s->trace_id);
	e->service = trace_intern(a->model, s->service);
	e->resource = trace_intern(a->model, s->resource);
	e->scope = trace_intern(a->model, s->scope);
	e->beside.own = trace_intern(a->model, s->root);
	take_processes(a, e, s->processes);
}

static struct joined_envelope *
outer_of(struct import_around *a, const struct joined_envelope *e)
{
	if (e->outer == 0)
		return NULL;
	return e->of_line ? &a->line[e->outer - 1] : envelope_of(a, e->outer);
}

/* Two objects as one; of members that both have, the first object's. */
static const struct trace_text *
join_texts(struct import_around *a, const struct trace_text *first, const struct trace_text *second)
{
	struct buf joined = { 0 };
	if (!first || !second || first == second)
		return first ? first : second;
	trace_join_objects(&joined, trace_text_of(first), trace_text_of(second));
	const struct trace_text *t = trace_intern(a->model, buf_as_text(&joined));
	buf_free(&joined);
	return t;
}

/* Sums up what an envelope and those around it say.  Those around it are there already. */
static void
sum_up(struct import_around *a, struct joined_envelope *e)
{
	if (e->summed)
		return;
	struct joined_envelope *outer = outer_of(a, e);
	if (outer)
		sum_up(a, outer);
	e->summed = true;
	e->all_service = e->service ? e->service : outer ? outer->all_service : NULL;
	e->resources = join_texts(a, e->resource, outer ? outer->resources : NULL);
	e->scopes = join_texts(a, e->scope, outer ? outer->scopes : NULL);
	e->apart = e->scopes && e->resources && trace_text_of(e->resources).n > APART;
	e->all = e->apart ? e->resources : join_texts(a, e->scopes, e->resources);
	import_beside_sum_up(a->model, &e->beside, outer ? &outer->beside : NULL, e->all);
}

static void
tell_said(struct import_around *a, uint32_t call, const struct process *p)
{
	struct arena scratch = { 0 };
	const struct text service = string_of(&scratch, trace_member_of(p->said, TEXT("service")));
	trace_set_shared(a->model, call, trace_intern(a->model, service),
	    trace_intern(a->model, trace_member_of(p->said, TEXT("resource"))));
	arena_free(&scratch);
}

static void
tell_process(struct import_around *a, const struct waiting *w, const struct joined_envelope *e)
{
	const struct process wanted = { .name = w->process };
	for (; wanted.name && e; e = outer_of(a, e)) {
		const struct process *found =
		    e->processes > 0
			? bsearch(&wanted, e->process, e->processes, sizeof(*e->process), by_name)
			: NULL;
		if (found)
			tell_said(a, w->call, found);
	}
}

/* An event has the attributes of a resource that differ from those of its call. */
static void
tell_difference(struct import_around *a, const struct late *l)
{
	const struct trace_text *own = a->model->call[l->call].resource;
	struct trace_event *e = &a->model->event[l->event];
	if (own == l->resource || !l->resource)
		return;
	if (a->compared[0] != own || a->compared[1] != l->resource) {
		struct buf b = { 0 };
		buf_char(&b, '{');
		trace_put_difference(&b, trace_text_of(l->resource), trace_text_of(own));
		buf_char(&b, '}');
		a->compared[0] = own;
		a->compared[1] = l->resource;
		a->difference = b.n > 2 ? trace_intern(a->model, buf_as_text(&b)) : NULL;
		buf_free(&b);
	}
	e->attributes = join_texts(a, e->attributes, a->difference);
}

static void
tell_event(struct import_around *a, const struct waiting *w, const struct joined_envelope *e)
{
	struct trace_event *event = &a->model->event[w->event];
	const struct trace_call *c = &a->model->call[w->call];
	const struct late late = { w->call, w->event, e->all_service, e->resources };
	event->attributes = join_texts(a, event->attributes, e->scopes);
	if (c->resource && c->service) {
		tell_difference(a, &late);
		return;
	}
	a->late = mem_grow(a->late, &a->late_cap, a->nlate + 1, sizeof(*a->late));
	a->late[a->nlate++] = late;
}

static void
tell_call(struct import_around *a, const struct waiting *w, struct joined_envelope *e)
{
	sum_up(a, e);
	if (w->beside)
		import_beside_tell(
		    a->model, &e->beside, w->call, w->trace ? w->trace : e->trace_id);
	tell_process(a, w, e);
	if (w->event != NO_EVENT) {
		tell_event(a, w, e);
		return;
	}
	trace_set_shared(a->model, w->call, e->all_service, e->all);
	if (e->apart)
		trace_add_shared(a->model, w->call, e->scopes);
}

/* Has what is around the record ended?  *id becomes the outermost envelope. */
static bool
is_over(struct import_around *a, uint64_t *id)
{
	const struct joined_envelope *e = envelope_of(a, *id);
	while (e->outer > 0)
		e = envelope_of(a, e->outer);
	*id = e->id;
	return e->ended;
}

static void
drop_before(struct import_around *a, uint64_t id)
{
	size_t n = 0;
	while (n < a->envelopes && a->envelope[n].id < id)
		n++;
	size_t dropped = n;
	drop_envelopes(a, a->envelope, &dropped);
	a->envelopes -= n;
	if (a->envelopes > 0)
		memmove(a->envelope, a->envelope + n, a->envelopes * sizeof(*a->envelope));
}

/* The calls that wait learn what is around them, up to the first whose surroundings go on: another
 * value of the document may have begun. */
void
import_around_settle(struct import_around *a, bool all)
{
	uint64_t id = UINT64_MAX;
	size_t n = 0;
	for (; n < a->nwaiting; n++) {
		id = a->waiting[n].envelope;
		if (!is_over(a, &id) && !all)
			break;
		tell_call(a, &a->waiting[n], envelope_of(a, a->waiting[n].envelope));
	}
	a->nwaiting -= n;
	if (a->nwaiting > 0)
		memmove(a->waiting, a->waiting + n, a->nwaiting * sizeof(*a->waiting));
	drop_before(a, a->nwaiting > 0 ? id : UINT64_MAX);
	if (all)
		drop_envelopes(a, a->line, &a->lines);
}

/* What was around events of calls that have nothing around them. */
void
import_around_late(struct import_around *a)
{
	for (size_t i = 0; i < a->nlate; i++) {
		struct late *l = &a->late[i];
		l->call = trace_call_now(a->model, l->call);
		trace_set_shared(a->model, l->call, l->service, l->resource);
		tell_difference(a, l);
	}
	a->nlate = 0;
}

/* Takes in the envelopes of a document that the part knows of.  Returns whether an outermost one
 * has ended. */
static bool
take_envelopes(struct import_around *a, const struct import_part *p)
{
	bool over = false;
	for (size_t i = 0; i < p->envelopes; i++) {
		const struct import_envelope *own = &p->envelope[i];
		if (own->id == 0)
			continue;
		struct joined_envelope *e = envelope_of(a, own->id);
		e->outer = own->outer > 0 ? p->envelope[own->outer - 1].id : 0;
		if (own->ended && !e->ended)
			take_shared(a, e, &own->shared);
		over |= own->ended && own->outer == 0;
	}
	return over;
}

/* What is around the records of a line is known at once. */
static void
take_lines(struct import_around *a, const struct import_part *p)
{
	drop_envelopes(a, a->line, &a->lines);
	a->line = mem_grow(a->line, &a->line_cap, p->envelopes, sizeof(*a->line));
	for (size_t i = 0; i < p->envelopes; i++) {
		const struct import_envelope *own = &p->envelope[i];
		struct joined_envelope *e = &a->line[a->lines++];
		*e = (struct joined_envelope){ .outer = own->outer, .of_line = true };
		if (own->id == 0)
			take_shared(a, e, &own->shared);
	}
}

bool
import_around_take(struct import_around *a, const struct import_part *p)
{
	const bool over = take_envelopes(a, p);
	take_lines(a, p);
	return over;
}

void
import_around_tell(struct import_around *a, const struct import_part *p,
    const struct import_item *item, uint32_t call)
{
	const struct trace_record *r = &item->record;
	const bool beside = import_reader_is_beside(item->reader);
	const struct waiting w = { .call = call,
		.event = r->what == TRACE_EVENT && r->events > 0 ? (uint32_t)a->model->nevents - 1
								 : NO_EVENT,
		.process = trace_intern(a->model, r->process),
		.trace = beside ? trace_intern(a->model, r->trace_id) : NULL,
		.envelope = p->envelope[item->envelope - 1].id,
		.beside = beside };
	if (w.envelope == 0) {
		tell_call(a, &w, &a->line[item->envelope - 1]);
		return;
	}
	a->waiting = mem_grow(a->waiting, &a->waiting_cap, a->nwaiting + 1, sizeof(*a->waiting));
	a->waiting[a->nwaiting++] = w;
}
