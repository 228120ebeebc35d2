/* SPDX-License-Identifier: MIT */
#include "import/reading.h"

#include <string.h>

#include "base/mem.h"
#include "json/outline.h"
#include "json/write.h"

/* What readers call (import/reader.h). */

static struct import_reading *
reading_of(struct import_in *in)
{
	return ((struct reading_in *)(void *)in)->r;
}

struct trace_record *
import_add(struct import_in *in)
{
	struct import_part *p = in->part;
	p->item = mem_grow(p->item, &p->item_cap, p->items + 1, sizeof(*p->item));
	struct import_item *item = &p->item[p->items++];
	*item = (struct import_item){ .record = { .start_ns = TRACE_NO_TIME,
					  .end_ns = TRACE_NO_TIME,
					  .duration_ns = TRACE_NO_TIME },
		.envelope = p->around };
	return &item->record;
}

struct trace_record *
import_add_local(struct import_in *in, struct text name)
{
	struct trace_record *r = import_add(in);
	r->trace_id = name;
	in->part->item[in->part->items - 1].local = true;
	return r;
}

struct import_slice *
import_add_slice(struct import_in *in)
{
	struct import_part *p = in->part;
	p->slice = mem_grow(p->slice, &p->slice_cap, p->slices + 1, sizeof(*p->slice));
	struct import_slice *s = &p->slice[p->slices++];
	*s = (struct import_slice){
		.at_ns = TRACE_NO_TIME, .duration_ns = TRACE_NO_TIME, .envelope = p->around
	};
	return s;
}

struct trace_event_record *
import_event(struct import_in *in)
{
	struct import_reading *r = reading_of(in);
	r->event = mem_grow(r->event, &r->event_cap, r->events + 1, sizeof(*r->event));
	r->event[r->events] = (struct trace_event_record){ .at_ns = TRACE_NO_TIME, .after = -1 };
	return &r->event[r->events++];
}

void
import_events_done(struct import_in *in, struct trace_record *record)
{
	struct import_reading *r = reading_of(in);
	struct trace_event_record *own = arena_alloc(in->arena, r->events * sizeof(*own));
	if (r->events > 0)
		memcpy(own, r->event, r->events * sizeof(*own));
	record->event = own;
	record->events = r->events;
	r->events = 0;
}

bool
import_each(struct import_in *in, const struct json_value *list,
    void (*f)(struct import_in *in, const struct json_value *v))
{
	struct json_members it;
	struct json_value key, value;
	if (list->kind != JSON_ARRAY)
		return false;
	json_members(&it, in->object.text, in->object.index, list);
	while (json_member(&it, &key, &value))
		f(in, &value);
	return true;
}

void
import_rest_begin(struct import_in *in)
{
	reading_of(in)->rest.n = 0;
}

struct buf *
import_rest_name(struct import_in *in, struct text key)
{
	struct buf *b = &reading_of(in)->rest;
	buf_char(b, b->n == 0 ? '{' : ',');
	json_put_string(b, key);
	buf_char(b, ':');
	return b;
}

/*
 * A member whose text is what json/write.h would write: its key is in the input directly before the
 * value, with a colon between them, and nothing in it is escaped.  Such members are most of all.
 */
static bool
is_written_so(struct text key, const struct json_value *v)
{
	const char *start = v->kind == JSON_STRING ? v->p - 1 : v->p;
	return key.p && (uintptr_t)key.p + key.n + 2 == (uintptr_t)start && !v->escaped &&
	       (v->kind != JSON_OBJECT && v->kind != JSON_ARRAY);
}

void
import_rest_add(struct import_in *in, struct text key, const struct json_value *v)
{
	if (is_written_so(key, v)) {
		struct buf *b = &reading_of(in)->rest;
		const char *end = v->p + v->n + (v->kind == JSON_STRING);
		buf_char(b, b->n == 0 ? '{' : ',');
		buf_put(b, key.p - 1, (size_t)(end - key.p) + 1);
		return;
	}
	import_put_json(import_rest_name(in, key), v);
}

struct text
import_rest_done(struct import_in *in)
{
	struct buf *b = &reading_of(in)->rest;
	if (b->n == 0)
		return TEXT_ABSENT;
	buf_char(b, '}');
	return arena_text(in->arena, buf_as_text(b));
}

/* Deeper JSON stays a string, so that the line of its call can be read again. */
enum { PARSED_DEPTH = 500 };

static bool
is_too_deep(struct text json)
{
	return json.n > 2 * (size_t)PARSED_DEPTH && json_depth(json) > PARSED_DEPTH;
}

struct text
import_parsed(struct import_in *in, struct text json)
{
	struct import_reading *r = reading_of(in);
	struct json_pos pos = { 0 };
	struct json_line line;
	if (json.n >= JSON_BLOCK_MAX)
		return TEXT_ABSENT;
	r->copy.n = 0;
	buf_text(&r->copy, json);
	buf_char(&r->copy, '\n');
	json_index_build(&r->parsed, r->copy.p, json.n, JSON_DOCUMENT);
	if (!json_walk(r->parser, r->copy.p, json.n, &r->parsed, &pos, &line) ||
	    line.kind == JSON_NONE || is_too_deep((struct text){ line.p, line.n }))
		return TEXT_ABSENT;
	const struct text own = import_json(in->arena, &line.value);
	const bool borrowed = own.p >= r->copy.p && own.p < r->copy.p + r->copy.n;
	return borrowed ? arena_text(in->arena, own) : own;
}

bool
import_read_text(struct import_in *in, const struct import_reader *reader, struct text record)
{
	struct import_reading *r = reading_of(in);
	const struct import_object object = in->object;
	struct json_pos pos = { 0 };
	struct json_line line;
	if (record.n >= JSON_BLOCK_MAX)
		return false;
	json_index_build(&r->parsed, record.p, record.n, JSON_DOCUMENT);
	if (!json_walk(r->parser, record.p, record.n, &r->parsed, &pos, &line) ||
	    line.kind != JSON_OBJECT)
		return false;
	import_open(&in->object, r->names, in->arena, record.p, &r->parsed, &line.value);
	const bool read = reader->knows(&in->object) && reader->read(in);
	in->object = object;
	return read;
}

struct import_in *
import_reopen(struct import_reading *r, struct import_part *p, struct text raw)
{
	struct json_pos pos = { 0 };
	struct json_line line = { .kind = JSON_NONE };
	struct text own = TEXT_ABSENT;
	if (!r->again)
		r->again = mem_alloc(sizeof(*r->again));
	if (raw.p && raw.n < JSON_BLOCK_MAX) {
		own = arena_text(&p->arena, raw);
		json_index_build(&r->index, own.p, own.n, JSON_DOCUMENT);
		json_walk(r->inner, own.p, own.n, &r->index, &pos, &line);
	}
	*r->again =
	    (struct reading_in){ { .arena = &p->arena, .names = r->names, .part = p, .raw = own },
		    r };
	r->events = 0;
	import_open(&r->again->in.object, r->names, &p->arena, own.p, &r->index, &line.value);
	return &r->again->in;
}
