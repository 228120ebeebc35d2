/* SPDX-License-Identifier: MIT */
#include "import/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "import/beside.h"
#include "import/foreign.h"
#include "import/map.h"
#include "import/part.h"
#include "import/reading.h"
#include "json/write.h"

static const struct import_reader *const readers[] = {
	&import_telemetry,
	&import_calls,
	&import_replayed,
	&import_prela,
	&import_otlp,
	&import_otlp_logs,
	&import_jaeger,
	&import_otel_js, /* before Zipkin, which it resembles */
	&import_zipkin,
	&import_chrome,
	&import_speedscope,
	&import_otel_python,
	&import_otel_go,
	&import_inspect,
	&import_codex,
	&import_codex_exec,
	&import_gemini,
	&import_otel_js_logs,
	&import_claude,
	&import_atif,
	&import_swe_agent,
	&import_tau_bench,
	&import_batch,
	&import_opencode,
	&import_opencode_export,
	&import_jsonrpc,
	&import_chat,
	&import_har,
	&import_temporal,
};
enum { READERS = sizeof(readers) / sizeof(*readers) };

const char *
import_reader_name(size_t reader)
{
	return reader < READERS ? readers[reader]->name : NULL;
}

const char *
import_reader_summary(size_t reader)
{
	return reader < READERS ? readers[reader]->summary : NULL;
}

bool
import_reader_is_beside(size_t reader)
{
	return reader >= READERS || readers[reader]->beside;
}

struct json_arrays *
import_arrays(const struct import_maps *maps)
{
	static const struct text own[] = {
		{ "resourceSpans.*.scopeSpans.*.spans", 34 },
		{ "resourceSpans.*.instrumentationLibrarySpans.*.spans", 51 },
		{ "resourceLogs.*.scopeLogs.*.logRecords", 37 },
		{ "data.*.spans", 12 },
		{ "spans", 5 },
		{ "traceEvents", 11 },
		{ "samples", 7 },
		{ "log.entries", 11 },
	};
	enum { OWN = sizeof(own) / sizeof(*own) };
	struct text *all = mem_alloc((OWN + maps_arrays(maps, NULL)) * sizeof(*all));
	memcpy(all, own, sizeof(own));
	const size_t n = OWN + maps_arrays(maps, all + OWN);
	struct json_arrays *a = json_arrays_new_mixed(all, n);
	free(all);
	return a;
}

/* ---- parts ---------------------------------------------------------------------------------- */

struct import_part *
import_part_new(const struct import_maps *maps)
{
	struct import_part *p = mem_zalloc(1, sizeof(*p));
	p->read = mem_zalloc(READERS + import_maps_count(maps), sizeof(*p->read));
	return p;
}

void
import_part_free(struct import_part *p)
{
	arena_free(&p->arena);
	free(p->item);
	free(p->slice);
	free(p->kept);
	free(p->envelope);
	free(p->unknown);
	free(p->seen);
	free(p->raw);
	free(p->read);
	free(p);
}

void
import_part_empty(struct import_part *p)
{
	p->items = p->slices = p->nkept = p->envelopes = p->unknowns = p->nseen = p->raws = 0;
	p->counts = (struct import_counts){ 0 };
	arena_reset(&p->arena);
}

void
import_part_drop_unknown(struct import_part *p)
{
	p->unknowns = 0;
}

const struct import_counts *
import_part_counts(const struct import_part *p)
{
	return &p->counts;
}

/* ---- reading -------------------------------------------------------------------------------- */

struct import_reading *
import_reading_new(const struct import_options *o)
{
	struct import_reading *r = mem_zalloc(1, sizeof(*r));
	r->options = *o;
	r->last = READERS;
	r->paths = json_paths_new(false, false);
	r->walker = json_walker_new(r->paths);
	r->inner = json_walker_new(r->paths);
	r->parser = json_walker_new(r->paths);
	r->names = import_names_new();
	r->arrays = import_arrays(o->maps);
	r->maps = map_reader_new(o->maps);
	return r;
}

void
import_reading_free(struct import_reading *r)
{
	json_walker_free(r->walker);
	json_walker_free(r->inner);
	json_walker_free(r->parser);
	json_index_free(&r->parsed);
	buf_free(&r->copy);
	json_paths_free(r->paths);
	import_names_free(r->names);
	json_arrays_free(r->arrays);
	map_reader_free(r->maps);
	json_cut_free(&r->cut);
	json_index_free(&r->index);
	buf_free(&r->rest);
	arena_free(&r->scratch);
	free(r->event);
	free(r->again);
	free(r);
}

/* ---- one record ----------------------------------------------------------------------------- */

/* The shape of an object, for people. */
static struct text
shape_of(struct import_part *p, const struct import_object *o)
{
	enum { NAMED = 6 };
	struct buf b = { 0 };
	buf_char(&b, '{');
	for (size_t i = 0; i < o->members && i < NAMED; i++) {
		buf_text(&b, i > 0 ? TEXT(", ") : TEXT(""));
		buf_text(&b, (struct text){ o->member[i].key.p,
				 o->member[i].key.n < 40 ? o->member[i].key.n : 40 });
	}
	buf_text(&b, o->members > NAMED ? TEXT(", …}") : TEXT("}"));
	const struct text keys = arena_text(&p->arena, buf_as_text(&b));
	buf_free(&b);
	return keys;
}

static void
add_unknown(struct import_part *p, struct text keys, uint64_t line)
{
	p->unknown = mem_grow(p->unknown, &p->unknown_cap, p->unknowns + 1, sizeof(*p->unknown));
	p->unknown[p->unknowns++] = (struct import_unknown){ keys, line };
}

/* May the object have records in an array? */
static bool
has_records(const struct import_reading *r, const struct import_object *o)
{
	return maps_may_have_array(r->options.maps, o) || import_has(o, KEY_RESOURCE_SPANS) ||
	       import_has(o, KEY_RESOURCE_LOGS) || import_has(o, KEY_DATA) ||
	       import_has(o, KEY_SPANS) || import_has(o, KEY_TRACE_EVENTS) ||
	       import_has(o, KEY_SAMPLES) || import_get(o, KEY_LOG).kind == JSON_OBJECT;
}

static bool read_value(struct import_reading *r, struct import_part *p, const char *text,
    const struct json_index *ix, const struct json_value *v, uint64_t line);

/* The trace of a record that only what is around it names. */
static void
take_trace_id(const struct import_part *p, struct import_item *item)
{
	for (size_t e = item->envelope; e > 0 && !item->record.trace_id.p;
	     e = p->envelope[e - 1].outer)
		item->record.trace_id = p->envelope[e - 1].shared.trace_id;
}

/* Is what is around a record not read to its end? */
static bool
is_unread(const struct import_part *p, size_t envelope)
{
	while (envelope > 0 && p->envelope[envelope - 1].ended)
		envelope = p->envelope[envelope - 1].outer;
	return envelope > 0;
}

static void
look(struct import_reading *r, struct import_part *p, const struct import_item *item,
    struct text raw)
{
	p->seen = mem_grow(p->seen, &p->seen_cap, p->nseen + 1, sizeof(*p->seen));
	trace_sieve_look(r->options.sieve, &item->record, r->spelled ? raw : TEXT_ABSENT,
	    item->envelope > 0, is_unread(p, item->envelope), &p->seen[p->nseen]);
	p->nseen++;
}

/* What has no ids of its own. */
static void
note_local(struct import_reading *r, struct import_item *item, struct text raw)
{
	if (r->options.marks)
		item->record.marks = import_marks_of_raw(r->options.marks, raw);
	if (r->options.note)
		import_marks_note_raw(r->options.note, raw);
	if (r->options.key && !r->options.sieve)
		trace_prepare(*r->options.key, &item->record);
}

/* Does with the records that `reader` has just read what the options say. */
static void
note_records(struct import_reading *r, struct import_part *p, size_t items, size_t slices,
    size_t kept, struct text raw, size_t reader)
{
	const struct import_options *o = &r->options;
	p->read[reader]++;
	for (size_t i = items; i < p->items; i++) {
		p->item[i].reader = reader;
		if (p->item[i].local) {
			note_local(r, &p->item[i], raw);
			p->counts.unseen = true;
			continue;
		}
		take_trace_id(p, &p->item[i]);
		if (o->marks)
			p->item[i].record.marks =
			    import_marks_of(o->marks, &p->item[i].record, raw);
		if (o->note)
			import_marks_note(o->note, &p->item[i].record, raw);
		if (o->sieve)
			look(r, p, &p->item[i], raw);
		if (o->key && !o->sieve)
			trace_prepare(*o->key, &p->item[i].record);
	}
	for (size_t i = slices; i < p->slices; i++) {
		p->slice[i].reader = reader;
		if (o->marks)
			p->slice[i].marks = import_marks_of_raw(o->marks, raw);
		if (o->note)
			import_marks_note_raw(o->note, raw);
	}
	for (size_t i = kept; i < p->nkept; i++) {
		p->kept[i].reader = reader;
		if (o->marks)
			p->kept[i].marks = import_marks_of_raw(o->marks, raw);
		if (o->note)
			import_marks_note_raw(o->note, raw);
	}
	p->counts.unseen |= p->slices > slices || p->nkept > kept;
	if (o->note || o->sieve) {
		p->items = items;
		p->slices = slices;
		p->nkept = kept;
	}
}

static bool
try_reader(struct import_reading *r, struct reading_in *in, size_t reader)
{
	struct import_part *p = in->in.part;
	if (!readers[reader]->knows(&in->in.object))
		return false;
	const size_t items = p->items, slices = p->slices, kept = p->nkept;
	r->events = 0;
	if (!readers[reader]->read(&in->in)) {
		p->items = items;
		p->slices = slices;
		p->nkept = kept;
		return false;
	}
	r->last = reader;
	note_records(r, p, items, slices, kept, in->in.raw, reader);
	return true;
}

/* Tries the maps in [first, end). */
static bool
try_maps(struct import_reading *r, struct reading_in *in, size_t first, size_t end)
{
	struct import_part *p = in->in.part;
	const size_t items = p->items, slices = p->slices, kept = p->nkept;
	r->events = 0;
	const size_t map = map_reader_read(r->maps, &in->in, first, end);
	if (map == end)
		return false;
	note_records(r, p, items, slices, kept, in->in.raw, READERS + map);
	return true;
}

/* Reads what an envelope says of the records in it. */
static void
read_shared(struct import_reading *r, struct import_part *p, const char *text,
    const struct json_index *ix, const struct json_value *v, struct import_shared *out)
{
	struct reading_in in = { { .arena = &p->arena, .names = r->names, .part = p }, r };
	import_open(&in.in.object, r->names, &p->arena, text, ix, v);
	for (size_t i = 0; i < READERS; i++)
		if (readers[i]->shared)
			readers[i]->shared(&in.in, out);
	/* what these take has a place already */
	if (!out->root.p && !out->resource.p && !out->scope.p && !out->processes.p &&
	    !out->beside.p)
		out->root = import_beside(&in.in, r->arrays, out->trace_id);
}

/* Takes the envelopes of a cut into the part.  Returns the number in the part of the first. */
static size_t
take_envelopes(struct import_reading *r, struct import_part *p,
    const struct json_envelope *envelope, size_t n, bool complete)
{
	const size_t first = p->envelopes;
	for (size_t i = 0; i < n; i++) {
		const struct json_envelope *e = &envelope[i];
		struct import_envelope own = { .id = complete ? 0 : e->id,
			.outer = e->outer > 0 ? first + e->outer : 0,
			.place = e->place,
			.ended = e->ended > 0 };
		if (r->options.hold && !complete)
			own.text = e->text;
		if (own.ended) {
			const struct text text = arena_text(&p->arena, e->text);
			struct json_index ix = { 0 };
			struct json_pos pos = { 0 };
			struct json_line line;
			struct json_cut cut = { .max = SIZE_MAX };
			json_index_build(&ix, text.p, text.n, JSON_ELEMENTS);
			json_cut(&cut, &ix, text.p, text.n, true);
			if (json_walk(r->inner, text.p, text.n, &ix, &pos, &line) &&
			    line.kind == JSON_OBJECT)
				read_shared(r, p, text.p, &ix, &line.value, &own.shared);
			json_cut_free(&cut);
			json_index_free(&ix);
		}
		p->envelope =
		    mem_grow(p->envelope, &p->envelope_cap, p->envelopes + 1, sizeof(*p->envelope));
		p->envelope[p->envelopes++] = own;
	}
	return first;
}

/* The arrays of records in an object. */
enum arrays { ARRAYS_NONE, ARRAYS_EMPTY, ARRAYS_OF_RECORDS };

/* Reads the records in the arrays of an object that is a line of its own.  Returns whether there
 * was one that is known. */
static bool
read_arrays(struct import_reading *r, struct import_part *p, const struct json_value *v,
    uint64_t line, enum arrays *found)
{
	struct json_pos pos = { 0 };
	struct json_line one;
	bool known = false;
	json_cut_free(&r->cut);
	r->cut = (struct json_cut){ .arrays = r->arrays, .max = SIZE_MAX };
	json_index_build(&r->index, v->p, v->n, JSON_ELEMENTS);
	json_cut(&r->cut, &r->index, v->p, v->n, true);
	const size_t first = take_envelopes(r, p, r->cut.envelope, r->cut.envelopes, true);
	for (size_t i = 0; i < r->cut.envelopes; i++)
		if (r->cut.envelope[i].arrays > 0)
			*found = ARRAYS_EMPTY;
	if (r->cut.envelopes == 0)
		return false;
	while (json_walk(r->inner, v->p, v->n, &r->index, &pos, &one)) {
		const struct json_element *e = json_walk_element(&r->index, &pos);
		if (one.kind == JSON_NONE || e->envelope == 0)
			continue;
		*found = ARRAYS_OF_RECORDS;
		p->around = first + e->envelope;
		known |= read_value(r, p, v->p, &r->index, &one.value, line);
	}
	p->around = 0;
	return known;
}

/* All but the object, which import_open sets: clearing it twice would take as long as a reader. */
static void
begin_reading(
    struct reading_in *in, struct import_reading *r, struct import_part *p, struct text raw)
{
	in->r = r;
	in->in.arena = &p->arena;
	in->in.names = r->names;
	in->in.part = p;
	in->in.raw = raw;
	in->in.lean = r->options.sieve != NULL;
	in->in.timed = false;
	in->in.at_ns = 0;
	in->in.input = 0;
	in->in.line_of = TEXT_ABSENT;
	in->in.sessions = NULL;
}

static bool
read_object(struct import_reading *r, struct import_part *p, const char *text,
    const struct json_index *ix, const struct json_value *v, uint64_t line)
{
	struct reading_in in;
	begin_reading(&in, r, p, (struct text){ v->p, v->n });
	import_open(&in.in.object, r->names, &p->arena, text, ix, v);
	const bool around = import_has(&in.in.object, KEY_TRACE_EVENTS);
	const size_t unknowns = p->unknowns, own = maps_own(r->options.maps);
	if (own == 0 && r->last < READERS && !around && try_reader(r, &in, r->last))
		return true;
	enum arrays arrays = ARRAYS_NONE;
	if (p->around == 0 && has_records(r, &in.in.object) && read_arrays(r, p, v, line, &arrays))
		return true;
	/* in a document, such an object would be no record either */
	const size_t maps = arrays != ARRAYS_NONE ? own : import_maps_count(r->options.maps);
	bool known = arrays == ARRAYS_NONE && try_maps(r, &in, 0, own);
	for (size_t i = 0; i < READERS && !known; i++)
		known = (around || own > 0 || i != r->last) && try_reader(r, &in, i);
	if (known || try_maps(r, &in, own, maps)) {
		p->unknowns = unknowns;
		return true;
	}
	if (arrays == ARRAYS_EMPTY) {
		p->counts.without++;
		return true;
	}
	/* what is in it was named already */
	if (p->unknowns == unknowns)
		add_unknown(p, shape_of(p, &in.in.object), line);
	return false;
}

/* An array has a record in each element. */
static bool
read_value(struct import_reading *r, struct import_part *p, const char *text,
    const struct json_index *ix, const struct json_value *v, uint64_t line)
{
	struct json_members it;
	struct json_value key, element;
	bool known = false;
	if (v->kind == JSON_OBJECT)
		return read_object(r, p, text, ix, v, line);
	if (v->kind != JSON_ARRAY) {
		add_unknown(p,
		    v->kind == JSON_STRING ? TEXT("a string") : TEXT("a number or literal"), line);
		return false;
	}
	json_members(&it, text, ix, v);
	while (json_member(&it, &key, &element))
		known |= read_value(r, p, text, ix, &element, line);
	if (v->n == 2)
		add_unknown(p, TEXT("[]"), line);
	return known;
}

/* Is it text of another kind, and no JSON with a mistake in it? */
static bool
is_no_json(const struct json_line *line)
{
	if (line->fault.code != JSON_BAD_LITERAL)
		return false;
	for (size_t i = 0; i < line->fault.at; i++)
		if (!ascii_is_blank(line->p[i]) && line->p[i] != '[')
			return false;
	return true;
}

/* Does the block begin with the bracket of an array whose elements are the records? */
static bool
begins_array(const struct import_block *b)
{
	size_t i = 0;
	while (i < b->n && ascii_is_blank(b->p[i]))
		i++;
	if (!b->index->cut || i == b->n || b->p[i] != '[')
		return false;
	return b->index->elements == 0 || b->index->element[0].start > i;
}

/* Keeps a record, unless it has become nothing. */
static void
hold_record(struct import_part *p, struct text raw, size_t place)
{
	const struct import_raw *last = p->raws > 0 ? &p->raw[p->raws - 1] : NULL;
	if (p->items == (last ? last->items : 0) && p->slices == (last ? last->slices : 0) &&
	    p->nkept == (last ? last->kept : 0))
		return;
	p->raw = mem_grow(p->raw, &p->raw_cap, p->raws + 1, sizeof(*p->raw));
	p->raw[p->raws++] = (struct import_raw){ raw, p->items, p->slices, p->nkept,
		p->document ? p->around : 0, place };
}

void
import_block(struct import_reading *r, struct import_part *p, const struct import_block *b,
    void (*reject)(void *context, uint64_t line, const struct reject *why, struct text raw),
    void *context)
{
	struct json_pos pos = { 0 };
	struct json_line line;
	const size_t first = take_envelopes(r, p, b->envelope, b->envelopes, false);
	p->document = b->index->cut;
	p->array = begins_array(b);
	r->spelled =
	    r->options.sieve && trace_sieve_spells(r->options.sieve, (struct text){ b->p, b->n });
	while (json_walk(r->walker, b->p, b->n, b->index, &pos, &line)) {
		const uint64_t number = ++p->counts.lines;
		p->around = 0;
		import_names_record(r->names);
		if (line.kind == JSON_NONE && line.fault.code == JSON_OK)
			continue;
		p->counts.in++;
		if (line.kind == JSON_NONE) {
			struct reject why;
			arena_reset(&r->scratch);
			reject_of_line(&r->scratch, &line, &why);
			if (is_no_json(&line))
				why.error = TEXT("not JSON: neither a value nor punctuation");
			p->counts.rejected++;
			if (!p->counts.foreign)
				p->counts.foreign = import_foreign((struct text){ line.p, line.n });
			reject(context, number, &why, (struct text){ line.p, line.n });
			continue;
		}
		uint64_t at = number;
		size_t place = 0;
		if (b->index->cut) {
			const struct json_element *e = json_walk_element(b->index, &pos);
			at = e->line;
			place = e->place;
			p->around = e->envelope > 0 && b->envelopes > 0 ? first + e->envelope : 0;
		}
		const size_t items = p->items, slices = p->slices, kept = p->nkept;
		if (read_value(r, p, b->p, b->index, &line.value, at))
			p->counts.known++;
		else
			p->counts.unknown++;
		if (r->options.hold)
			hold_record(p, (struct text){ line.p, line.n }, place);
		/* the first of what the record has become stands for it */
		if (p->items > items)
			p->item[items].record.records = 1;
		else if (p->slices > slices)
			p->slice[slices].records = 1;
		else if (p->nkept > kept)
			p->kept[kept].records = 1;
	}
}
