/* SPDX-License-Identifier: MIT */
#include "event/event.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/sha256.h"
#include "json/paths.h"
#include "json/reader.h"
#include "json/write.h"

/* The slots of the members.  Those of the fields follow. */
enum member {
	EVENT_ID,
	TENANT_ID,
	SOURCE_ID,
	ENTITY_ID,
	SESSION_ID,
	OBSERVED_AT,
	ENCODING_VERSION,
	FIELDS,
	MEMBERS
};

static const struct text member_names[MEMBERS] = {
	[EVENT_ID] = TEXT("event_id"),
	[TENANT_ID] = TEXT("tenant_id"),
	[SOURCE_ID] = TEXT("source_id"),
	[ENTITY_ID] = TEXT("entity_id"),
	[SESSION_ID] = TEXT("session_id"),
	[OBSERVED_AT] = TEXT("observed_at"),
	[ENCODING_VERSION] = TEXT("encoding_version"),
	[FIELDS] = TEXT("fields"),
};

struct event_reader {
	struct json_paths *paths;
	struct json_reader *json;
	struct arena arena; /* of the events that were returned: fields, unescaped text */
	struct buf compact; /* scratch: the object `fields` without its white space */
	size_t count;
};

/* What the values of a line are in. */
struct block {
	const char *text;
	const struct json_index *ix; /* NULL: there is none */
};

struct event_reader *
event_reader_new(const struct text *field, size_t count)
{
	struct event_reader *r = mem_zalloc(1, sizeof(*r));
	struct json_step step[2] = { 0 };
	r->paths = json_paths_new(false, false);
	for (size_t i = 0; i < MEMBERS; i++) {
		step[0].key = member_names[i];
		json_paths_add(r->paths, step, 1);
	}
	step[0].key = member_names[FIELDS];
	for (size_t i = 0; i < count; i++) {
		step[1].key = field[i];
		json_paths_add(r->paths, step, 2);
	}
	r->json = json_reader_new(r->paths);
	r->count = count;
	return r;
}

void
event_reader_free(struct event_reader *r)
{
	if (r == NULL)
		return;
	json_reader_free(r->json);
	json_paths_free(r->paths);
	arena_free(&r->arena);
	buf_free(&r->compact);
	free(r);
}

static struct value
read_string(struct arena *a, const struct json_value *v)
{
	struct value out = { { v->p, v->n }, VALUE_STRING, true };
	char *p;
	if (!v->escaped)
		return out;
	p = arena_alloc(a, v->n);
	out.text = (struct text){ p, json_unescape(out.text, p) };
	out.plain = false;
	return out;
}

/*
 * Is there no white space between the tokens of a container?  The walk has found it valid.  So
 * between two entries of the index there is a string (after its opening quote), or at most one
 * number or literal, and it is enough to look at the ends of these gaps.
 */
static bool
is_compact(const struct block *in, const struct json_value *v)
{
	const char *end = v->p + v->n;
	if (v->compact)
		return true;
	if (!in->ix)
		return json_is_compact((struct text){ v->p, v->n });
	for (const uint32_t *at = in->ix->at + v->entry; in->text + at[1] < end; at++) {
		const char *p = in->text + at[0], *next = in->text + at[1];
		if (*p == '"') { /* always an opening quote: the step below skips closing ones */
			at++;
			p = next;
			next = in->text + at[1];
		}
		if (ascii_is_blank(p[1]) || ascii_is_blank(next[-1]))
			return false;
	}
	return true;
}

static struct value
read_container(struct arena *a, const struct block *in, const struct json_value *v)
{
	struct text t = { v->p, v->n };
	struct buf b = { 0 };
	if (!is_compact(in, v)) {
		json_put_compact(&b, t);
		t = arena_text(a, buf_as_text(&b));
		buf_free(&b);
	}
	return (struct value){ t, VALUE_JSON, false };
}

static struct value
read_value(struct arena *a, const struct block *in, const struct json_value *v)
{
	switch ((enum json_kind)v->kind) {
	case JSON_NONE: return VALUE_NONE;
	case JSON_STRING: return read_string(a, v);
	case JSON_NUMBER: return (struct value){ { v->p, v->n }, VALUE_NUMBER, false };
	case JSON_TRUE:
	case JSON_FALSE: return (struct value){ { v->p, v->n }, VALUE_BOOL, false };
	case JSON_NULL: return (struct value){ { v->p, v->n }, VALUE_JSON, false };
	case JSON_ARRAY:
	case JSON_OBJECT: break;
	}
	return read_container(a, in, v);
}

static int
blame(struct reject *why, enum member member, struct text error)
{
	*why = (struct reject){ REJECT_NOT_AN_ENCODED_EVENT, member_names[member], error, 0 };
	return -1;
}

bool
event_id_is_of_line(struct text id)
{
	const size_t prefix = sizeof(EVENT_LINE_ID_PREFIX) - 1;
	return id.n == EVENT_LINE_ID && memcmp(id.p, EVENT_LINE_ID_PREFIX, prefix) == 0 &&
	       sha256_is_hex((struct text){ id.p + prefix, id.n - prefix });
}

/* Reads the ids: strings, null or missing.  The event_id must be a string.  An empty string counts
 * as missing, except for the event_id. */
static int
read_ids(
    struct event_reader *r, const struct json_value *slot, struct event *ev, struct reject *why)
{
	struct value *id[] = { &ev->event_id, &ev->tenant_id, &ev->source_id, &ev->entity_id,
		&ev->session_id };
	if (slot[EVENT_ID].kind == JSON_NONE)
		return blame(why, EVENT_ID, TEXT("no event_id"));
	for (unsigned i = EVENT_ID; i <= SESSION_ID; i++) {
		if (slot[i].kind == JSON_STRING && (slot[i].n > 0 || i == EVENT_ID))
			*id[i] = read_string(&r->arena, &slot[i]);
		else if (i == EVENT_ID || (slot[i].kind != JSON_NULL && slot[i].kind != JSON_NONE &&
					      slot[i].kind != JSON_STRING))
			return blame(why, (enum member)i, TEXT("not a string"));
		else
			*id[i] = VALUE_NONE;
	}
	return 0;
}

static struct text
no_time(struct event_reader *r, struct text time)
{
	struct buf b = { 0 };
	buf_printf(&b, "not a time: %s", stamp_why(time));
	struct text error = arena_text(&r->arena, buf_as_text(&b));
	buf_free(&b);
	return error;
}

static int
read_time(struct event_reader *r, const struct json_value *v, struct event *ev, struct reject *why)
{
	struct text time = { v->p, v->n };
	if (v->kind == JSON_NONE || v->kind == JSON_NULL)
		return blame(why, OBSERVED_AT, TEXT("no observed_at"));
	if (v->kind == JSON_STRING)
		time = read_string(&r->arena, v).text;
	else if (v->kind != JSON_NUMBER)
		return blame(why, OBSERVED_AT, TEXT("not a time: neither a string nor a number"));
	if (stamp_parse(time, &ev->observed_at_ns) < 0)
		return blame(why, OBSERVED_AT, no_time(r, time));
	ev->observed_at = stamp_is_canonical(time) ? time : TEXT_ABSENT;
	return 0;
}

static int
read_version(const struct json_value *v, uint64_t *version, struct reject *why)
{
	*version = 0;
	if (v->kind == JSON_NONE || v->kind == JSON_NULL)
		return 0;
	if (v->kind != JSON_NUMBER || number_u64((struct text){ v->p, v->n }, version) < 0)
		return blame(why, ENCODING_VERSION, TEXT("not a whole number"));
	return 0;
}

static int
read_fields(struct event_reader *r, const struct block *in, const struct json_value *slot,
    struct event *ev, struct reject *why)
{
	const struct json_value *all = &slot[FIELDS];
	struct value *field;
	if (all->kind != JSON_OBJECT)
		return blame(why, FIELDS, TEXT("not an object"));
	ev->fields_json = (struct text){ all->p, all->n };
	if (!is_compact(in, all)) {
		r->compact.n = 0;
		json_put_compact(&r->compact, ev->fields_json);
		ev->fields_json = arena_text(&r->arena, buf_as_text(&r->compact));
	}
	field = arena_alloc(&r->arena, r->count * sizeof(*field));
	for (size_t i = 0; i < r->count; i++)
		field[i] = read_value(&r->arena, in, &slot[MEMBERS + i]);
	ev->field = field;
	return 0;
}

/* Would a member that was read be written exactly as it is spelled? */
static bool
is_plain(const struct json_value *v, enum member m)
{
	if (m == ENCODING_VERSION)
		return v->kind == JSON_NUMBER && *v->p != '-'; /* -0 is one */
	if (v->kind == JSON_STRING)
		return !v->escaped && (v->n > 0 || m == EVENT_ID);
	return v->kind == JSON_NULL;
}

/* Where the spelling of a value begins and ends, with the quotes of a string. */
static const char *
start_of(const struct json_value *v)
{
	return v->p - (v->kind == JSON_STRING);
}

static const char *
end_of(const struct json_value *v)
{
	return v->p + v->n + (v->kind == JSON_STRING);
}

/*
 * Does the member come right after the value that ends at p, with only a comma (or the line's
 * opening brace) and its name between them?  The distance is enough to tell: a comma, the quoted
 * name and a colon are the shortest text there can be, and a name with escapes would be longer.
 */
static bool
comes_behind(const char *p, const struct json_value *slot, enum member m)
{
	return start_of(&slot[m]) == p + member_names[m].n + sizeof(",\"\":") - 1;
}

/* The part of the line from p to the end of these members; absent unless all are plain and in this
 * order. */
static struct text
find_stretch(const char *p, const struct json_value *slot, const enum member *m, size_t n)
{
	const char *end = p;
	for (size_t i = 0; i < n; i++) {
		if (!is_plain(&slot[m[i]], m[i]) || !comes_behind(end, slot, m[i]))
			return TEXT_ABSENT;
		end = end_of(&slot[m[i]]);
	}
	return (struct text){ p, (size_t)(end - p) };
}

static void
find_stretches(const struct json_line *line, struct event *ev)
{
	static const enum member head[] = { EVENT_ID, TENANT_ID, SOURCE_ID, OBSERVED_AT,
		ENCODING_VERSION };
	static const enum member ids[] = { ENTITY_ID, SESSION_ID };
	ev->head = ev->ids = TEXT_ABSENT;
	if (ev->observed_at.p)
		ev->head = find_stretch(line->p, line->slot, head, 5);
	if (ev->head.p)
		ev->ids = find_stretch(ev->head.p + ev->head.n, line->slot, ids, 2);
}

static int
read_event(struct event_reader *r, const struct block *in, const struct json_value *slot,
    struct event *ev, struct reject *why)
{
	ev->warning = NULL;
	ev->warnings = 0;
	ev->content = NULL;
	if (slot[FIELDS].kind == JSON_NONE)
		return blame(
		    why, FIELDS, TEXT("no fields, as in a request event; run esper-encode first"));
	if (read_ids(r, slot, ev, why) < 0)
		return -1;
	if (read_time(r, &slot[OBSERVED_AT], ev, why) < 0)
		return -1;
	if (read_version(&slot[ENCODING_VERSION], &ev->encoding_version, why) < 0)
		return -1;
	return read_fields(r, in, slot, ev, why);
}

enum event_result
event_read(struct event_reader *r, const char *text, size_t n, const struct json_index *ix,
    struct json_pos *pos, struct event *ev, struct json_line *line, struct reject *why)
{
	arena_reset(&r->arena);
	return event_read_on(r, text, n, ix, pos, ev, line, why);
}

enum event_result
event_read_on(struct event_reader *r, const char *text, size_t n, const struct json_index *ix,
    struct json_pos *pos, struct event *ev, struct json_line *line, struct reject *why)
{
	if (!json_reader_next(r->json, text, n, ix, pos, line))
		return EVENT_END;
	const struct block in = { line->text, line->index };
	if (line->kind == JSON_NONE && line->fault.code == JSON_OK)
		return EVENT_BLANK;
	if (line->kind != JSON_OBJECT) {
		reject_of_line(&r->arena, line, why);
		return EVENT_REJECTED;
	}
	if (read_event(r, &in, line->slot, ev, why) < 0)
		return EVENT_REJECTED;
	find_stretches(line, ev);
	return EVENT_OK;
}
