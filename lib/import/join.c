/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "import/around.h"
#include "import/local.h"
#include "import/part.h"
#include "import/shares.h"
#include "import/told.h"

struct import {
	struct trace_model *model;
	struct arena arena; /* shapes */
	struct import_shape shape[IMPORT_SHAPES + 1];
	size_t shapes;
	struct import_shares shares;
	unsigned input;
	struct import_around *around;
	struct import_slices *slices;
	struct import_sessions *sessions;
	struct import_local *local;
	uint64_t without;          /* import_counts */
	uint64_t inner, records;   /* envelopes, and records, of the parts before */
	struct trace_sieve *sieve; /* the caller's, or NULL, as is */
	struct import_hold *hold;
	/* Calls that only a line of a log has named so far: they may turn out to be those of other
	 * records, and count for none then. */
	struct logged {
		uint32_t call, reader;
		unsigned input;
	} * logged;
	size_t nlogged, logged_cap;
};

struct import *
import_new(struct trace_model *m, const struct import_maps *maps)
{
	struct import *im = mem_zalloc(1, sizeof(*im));
	while (import_reader_name(im->shares.readers))
		im->shares.readers++;
	im->shares.readers += import_maps_count(maps);
	im->model = m;
	im->around = import_around_new(m);
	im->slices = import_slices_new(m);
	im->sessions = import_sessions_new(m, &im->shares);
	im->local = import_local_new(m);
	return im;
}

void
import_free(struct import *im)
{
	import_around_free(im->around);
	arena_free(&im->arena);
	free(im->shares.share);
	free(im->logged);
	import_slices_free(im->slices);
	import_sessions_free(im->sessions);
	import_local_free(im->local);
	free(im);
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

static void
note_logged(struct import *im, uint32_t call, size_t reader)
{
	im->logged = mem_grow(im->logged, &im->logged_cap, im->nlogged + 1, sizeof(*im->logged));
	im->logged[im->nlogged++] = (struct logged){ call, (uint32_t)reader, im->input };
}

/* Calls that are a part of others by now are taken away from what their readers have read. */
static void
uncount_logged(struct import *im)
{
	for (size_t i = 0; i < im->nlogged; i++) {
		const struct logged *l = &im->logged[i];
		if (trace_call_now(im->model, l->call) != l->call)
			shares_of(&im->shares, l->input, l->reader)->calls--;
	}
	im->nlogged = 0;
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
	const size_t calls = im->model->calls;
	const uint32_t call = trace_add(im->model, &r);
	if (im->model->calls > calls && r.what != TRACE_END)
		shares_of(&im->shares, im->input, item->reader)->calls += im->model->calls - calls;
	if (im->model->calls > calls && r.lasts)
		note_logged(im, call, item->reader);
	if (item->envelope > 0 && call != TRACE_NONE)
		import_around_tell(im->around, p, item, call);
	return call;
}

static void
join_slices(struct import *im, struct import_part *p)
{
	for (size_t i = 0; i < p->slices; i++) {
		struct import_slice *l = &p->slice[i];
		l->document = l->document > 0 ? UINT64_C(1) << 62 | (im->records + l->document)
					      : document_of(im, p, l->envelope);
		l->of_input = im->input;
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
	if (v && p->counts.unseen)
		trace_sieve_unseen(v);
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
		import_around_settle(im->around, true);
	im->input = input;
	const bool over = import_around_take(im->around, p);
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
		import_around_settle(im->around, false);
	import_join_unknown(im, p, input, lines);
	im->without += p->counts.without;
	for (size_t i = 0; i < im->shares.readers; i++) {
		if (p->read[i] > 0)
			shares_of(&im->shares, input, i)->records += p->read[i];
		p->read[i] = 0;
	}
	import_part_empty(p);
}

/* Repeated documents have no calls, and an end without a beginning is one. */
static void
count_slices(struct import *im)
{
	struct import_slices_share s;
	for (size_t i = 0; import_slices_share(im->slices, i, &s); i++)
		shares_of(&im->shares, s.input, s.reader)->calls += s.calls;
}

uint64_t
import_end(struct import *im)
{
	import_around_settle(im->around, true);
	const uint64_t without =
	    import_sessions_end(im->sessions, im->hold) + import_slices_end(im->slices);
	count_slices(im);
	trace_join_ids(im->model); /* which calls the events of import_around_late belong to */
	uncount_logged(im);
	import_around_late(im->around);
	import_told(im->model);
	return im->without + without;
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
