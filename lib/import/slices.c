/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "import/slices_private.h"

struct import_slices *
import_slices_new(struct trace_model *m)
{
	struct import_slices *s = mem_zalloc(1, sizeof(*s));
	s->model = m;
	return s;
}

void
import_slices_free(struct import_slices *s)
{
	arena_free(&s->arena);
	table_free(&s->lane_table);
	table_free(&s->group_table);
	table_free(&s->document_table);
	free(s->slice);
	free(s->lane);
	free(s->group);
	free(s->document);
	free(s->source);
	free(s->place);
	free(s->by_lane);
	free(s);
}

/* ---- lanes ---------------------------------------------------------------------------------- */

struct wanted {
	const struct import_slices *slices;
	const struct trace_text *name;
	uint64_t of; /* the document of a group, the group of a lane */
};

static bool
is_document(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return w->slices->document[ref - 1].id == w->of;
}

/* The number of a document from 1; 0: it has no slices. */
static uint32_t
find_document(const struct import_slices *s, uint64_t id)
{
	const struct wanted w = { s, NULL, id };
	return table_find(&s->document_table, slice_hash(NULL, id), is_document, &w);
}

static uint32_t
document_of(struct import_slices *s, uint64_t id)
{
	const uint32_t found = find_document(s, id);
	if (found > 0)
		return found - 1;
	s->document =
	    mem_grow(s->document, &s->document_cap, s->documents + 1, sizeof(*s->document));
	s->document[s->documents++] =
	    (struct slice_document){ id, TEXT_ABSENT, SLICE_NONE, TRACE_NO_TIME };
	table_add(&s->document_table, slice_hash(NULL, id), (uint32_t)s->documents);
	return (uint32_t)s->documents - 1;
}

static bool
is_group(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct slice_group *g = &w->slices->group[ref - 1];
	return g->trace == w->name && g->document == w->of;
}

static uint32_t
group_of(struct import_slices *s, const struct import_slice *slice)
{
	const struct wanted w = { s, trace_intern(s->model, slice->trace), slice->document };
	const uint32_t hash = slice_hash(w.name, w.of);
	const uint32_t found = table_find(&s->group_table, hash, is_group, &w);
	if (found > 0)
		return found - 1;
	s->group = mem_grow(s->group, &s->group_cap, s->groups + 1, sizeof(*s->group));
	s->group[s->groups++] =
	    (struct slice_group){ .trace = w.name, .document = w.of, .of = document_of(s, w.of) };
	table_add(&s->group_table, hash, (uint32_t)s->groups);
	return (uint32_t)s->groups - 1;
}

static bool
is_lane(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct slice_lane *l = &w->slices->lane[ref - 1];
	return l->name == w->name && l->group == w->of;
}

static uint32_t
lane_of(struct import_slices *s, const struct import_slice *slice)
{
	const uint32_t group = group_of(s, slice);
	const struct wanted w = { s, trace_intern(s->model, slice->lane), group };
	const uint32_t hash = slice_hash(w.name, w.of);
	const uint32_t found = table_find(&s->lane_table, hash, is_lane, &w);
	if (found > 0)
		return found - 1;
	s->lane = mem_grow(s->lane, &s->lane_cap, s->lanes + 1, sizeof(*s->lane));
	s->lane[s->lanes++] = (struct slice_lane){ .name = w.name,
		.group = group,
		.ordered = slice->ordered,
		.first_ns = TRACE_NO_TIME,
		.last_ns = TRACE_NO_TIME };
	table_add(&s->lane_table, hash, (uint32_t)s->lanes);
	return (uint32_t)s->lanes - 1;
}

/* Slices of one reader and input come one after another. */
static uint16_t
source_of(struct import_slices *s, const struct import_slice *slice)
{
	const struct import_slices_share *last = s->sources > 0 ? &s->source[s->sources - 1] : NULL;
	const bool same = last && last->input == slice->of_input && last->reader == slice->reader;
	if (!same && s->sources < UINT16_MAX) {
		s->source = mem_grow(s->source, &s->source_cap, s->sources + 1, sizeof(*s->source));
		s->source[s->sources++] =
		    (struct import_slices_share){ slice->of_input, slice->reader, 0 };
	}
	return (uint16_t)(s->sources - 1);
}

bool
import_slices_share(const struct import_slices *s, size_t i, struct import_slices_share *share)
{
	if (i >= s->sources)
		return false;
	*share = s->source[i];
	return true;
}

void
import_slices_add(struct import_slices *s, const struct import_slice *slice)
{
	const struct slice own = { .at_ns = slice->at_ns,
		.duration_ns = slice->duration_ns,
		.name = trace_intern(s->model, slice->name),
		.file = trace_intern(s->model, slice->file),
		.attributes = trace_intern(s->model, slice->attributes),
		.input = arena_text(&s->arena, slice->input),
		.output = arena_text(&s->arena, slice->output),
		.lane = lane_of(s, slice),
		.line = slice->line,
		.records = slice->records,
		.phase = (uint8_t)slice->phase,
		.marks = slice->marks,
		.source = source_of(s, slice) };
	s->slice = mem_grow(s->slice, &s->cap, s->n + 1, sizeof(*s->slice));
	s->slice[s->n++] = own;
	s->group[s->lane[own.lane].group].slices++;
}

void
import_slices_beside(struct import_slices *s, uint64_t document, struct text members)
{
	const uint32_t found = find_document(s, document);
	if (found > 0)
		s->document[found - 1].beside = arena_text(&s->arena, members);
	else
		s->without++;
}

/* ---- the end -------------------------------------------------------------------------------- */

/* Returns where in by_lane each lane begins. */
static size_t *
sort_by_lane(struct import_slices *s)
{
	size_t *start = mem_zalloc(s->lanes + 2, sizeof(*start));
	s->by_lane = mem_alloc((s->n + 1) * sizeof(*s->by_lane));
	for (size_t i = 0; i < s->n; i++)
		start[s->slice[i].lane + 2]++;
	for (size_t l = 2; l <= s->lanes; l++)
		start[l] += start[l - 1];
	for (size_t i = 0; i < s->n; i++)
		s->by_lane[start[s->slice[i].lane + 1]++] = (uint32_t)i;
	return start;
}

uint64_t
import_slices_end(struct import_slices *s)
{
	if (s->n == 0)
		return s->without;
	struct slice_pairing *pairing = slice_pairing_new();
	size_t *start = sort_by_lane(s);
	s->place = mem_alloc(s->n * sizeof(*s->place));
	for (size_t i = 0; i < s->n; i++)
		s->place[i] = (struct slice_place){ 0, SLICE_NONE, SLICE_NONE };
	slice_number_groups(s);
	for (size_t l = 0; l < s->lanes; l++) {
		slice_pair(pairing, s, s->by_lane + start[l], start[l + 1] - start[l]);
		slice_nest(s, s->by_lane + start[l], start[l + 1] - start[l]);
	}
	free(start);
	slice_pairing_free(pairing);
	slices_put(s);
	return s->without;
}
