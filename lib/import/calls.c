/* SPDX-License-Identifier: MIT */
#include "import/reader.h"
#include "trace/ids.h"
#include "trace/put.h"

/*
 * Our own output, as trace/put.h writes it: it comes back to the same bytes.  What a line written
 * by hand has beside that, or of another type, becomes attributes.
 *
 * The notes parent_missing and cycle are not read.  They are found again, so that the calls of
 * several files can be put together.
 */
static bool
knows(const struct import_object *o)
{
	return import_has(o, KEY_CALL_ID) && import_has(o, KEY_TRACE_ID) &&
	       import_has(o, KEY_PARENT_ID) && import_has(o, KEY_NAME) && import_has(o, KEY_KIND) &&
	       import_has(o, KEY_STATUS);
}

/* ---- members -------------------------------------------------------------------------------- */

/* Each of these returns false if the value is not what it should be, and leaves *out alone. */

static bool
take_text(struct import_in *in, const struct json_value *v, struct text *out)
{
	if (v->kind != JSON_STRING)
		return v->kind == JSON_NULL;
	*out = import_text(in->arena, v);
	return true;
}

/* An id that is no id elsewhere, such as 0, may be the name of a function without ids. */
static bool
take_id(struct import_in *in, const struct json_value *v, struct text *out)
{
	struct text spelled;
	if (v->kind != JSON_STRING && v->kind != JSON_NUMBER)
		return v->kind == JSON_NULL;
	spelled = import_text(in->arena, v);
	*out = trace_id_of(in->arena, spelled);
	if (!out->p)
		*out = spelled;
	return true;
}

/* One of several names. */
static bool
take_name(struct import_in *in, const struct json_value *v, const struct text *names, size_t count,
    size_t *out)
{
	if (v->kind != JSON_STRING)
		return false;
	const size_t found = text_among(import_text(in->arena, v), names, count);
	if (found < count)
		*out = found;
	return found < count;
}

static bool
take_start(struct import_in *in, const struct json_value *v, int64_t *out)
{
	return v->kind == JSON_NULL || import_time(in->arena, v, out) == 0;
}

static bool
take_duration(const struct json_value *v, int64_t *out)
{
	int64_t duration_ns;
	if (v->kind == JSON_NULL)
		return true;
	if (v->kind != JSON_NUMBER || import_i64(v, &duration_ns) < 0 ||
	    duration_ns == TRACE_NO_TIME)
		return false;
	*out = duration_ns;
	return true;
}

static bool
take_line(const struct json_value *v, uint32_t *out)
{
	int64_t line;
	if (v->kind == JSON_NULL)
		return true;
	if (v->kind != JSON_NUMBER || import_i64(v, &line) < 0 || line < 1 || line > UINT32_MAX)
		return false;
	*out = (uint32_t)line;
	return true;
}

static bool
take_notes(struct import_in *in, const struct json_value *v, unsigned *out)
{
	struct json_members it;
	struct json_value key, note;
	bool known = v->kind == JSON_ARRAY;
	if (!known)
		return false;
	json_members(&it, in->object.text, in->object.index, v);
	while (json_member(&it, &key, &note)) {
		size_t found = 0;
		known &= take_name(in, &note, trace_note_names, TRACE_NOTES, &found);
		*out |= known ? 1U << found : 0;
	}
	*out &= ~(unsigned)(TRACE_PARENT_MISSING | TRACE_CYCLE);
	return known;
}

static bool
take_error(struct import_in *in, const struct json_value *v, struct trace_error *out)
{
	struct import_object o;
	bool known = true;
	if (v->kind != JSON_OBJECT)
		return take_text(in, v, &out->message);
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (m->id == KEY_TYPE)
			known &= take_text(in, &m->value, &out->type);
		else if (m->id == KEY_MESSAGE)
			known &= take_text(in, &m->value, &out->message);
		else if (m->id == KEY_WHERE)
			known &= take_text(in, &m->value, &out->where);
		else
			known = false;
	}
	return known;
}

static bool
take_source(struct import_in *in, const struct json_value *v, struct trace_record *r,
    struct trace_more *more)
{
	struct import_object o;
	bool known = v->kind == JSON_OBJECT;
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (m->id == KEY_FILE)
			known &= take_text(in, &m->value, &more->file);
		else if (m->id == KEY_LINE)
			known &= take_line(&m->value, &r->line);
		else
			known = false;
	}
	return known;
}

/* ---- llm ------------------------------------------------------------------------------------ */

static bool
take_usage(struct import_in *in, const struct json_value *v, int64_t *usage)
{
	struct json_members it;
	struct json_value key, value;
	bool known = true;
	if (v->kind != JSON_OBJECT)
		return v->kind == JSON_NULL;
	json_members(&it, in->object.text, in->object.index, v);
	while (json_member(&it, &key, &value)) {
		int64_t tokens;
		size_t found;
		if (take_name(in, &key, trace_usage_names, TRACE_USAGES, &found) &&
		    value.kind == JSON_NUMBER && import_i64(&value, &tokens) == 0 && tokens >= 0)
			usage[found] = tokens;
		else
			known = false;
	}
	return known;
}

static bool
take_cost(struct import_in *in, const struct json_value *v, struct text *out)
{
	if (v->kind != JSON_NUMBER)
		return v->kind == JSON_NULL;
	*out = import_text(in->arena, v);
	return true;
}

static bool
take_llm(struct import_in *in, const struct json_value *v, struct trace_more *more)
{
	struct import_object o;
	bool known = true;
	if (v->kind != JSON_OBJECT)
		return v->kind == JSON_NULL;
	more->llm = true;
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		switch ((int)m->id) {
		case KEY_MODEL: known &= take_text(in, &m->value, &more->model); break;
		case KEY_VENDOR: known &= take_text(in, &m->value, &more->vendor); break;
		case KEY_USAGE: known &= take_usage(in, &m->value, more->usage); break;
		case KEY_COST_USD: known &= take_cost(in, &m->value, &more->cost_usd); break;
		default: known = false; break;
		}
	}
	return known;
}

/* ---- events --------------------------------------------------------------------------------- */

/* Which of the event's texts a member is, for its type; -1: none.  *json: it is any JSON. */
static int
event_text_of(enum trace_event_type type, enum import_key key, bool *json)
{
	static const struct {
		enum trace_event_type type;
		enum import_key key;
		int text;
		bool json;
	} members[] = {
		{ TRACE_VARIABLE, KEY_NAME, TRACE_NAME, false },
		{ TRACE_VARIABLE, KEY_VALUE, TRACE_VALUE, true },
		{ TRACE_LOOP, KEY_PHASE, TRACE_PHASE, false },
		{ TRACE_LOOP, KEY_LOOP_TYPE, TRACE_LOOP_TYPE, false },
		{ TRACE_LOOP, KEY_ITERATION, TRACE_ITERATION, true },
		{ TRACE_LOOP, KEY_ITERATIONS, TRACE_ITERATIONS, true },
		{ TRACE_BRANCH, KEY_CONDITION, TRACE_CONDITION, false },
		{ TRACE_BRANCH, KEY_TAKEN, TRACE_TAKEN, true },
		{ TRACE_LOG, KEY_MESSAGE, TRACE_MESSAGE, false },
		{ TRACE_LOG, KEY_LEVEL, TRACE_LEVEL, false },
		{ TRACE_ERROR_EVENT, KEY_ERROR_TYPE, TRACE_ERROR_TYPE, false },
		{ TRACE_ERROR_EVENT, KEY_MESSAGE, TRACE_ERROR_MESSAGE, false },
		{ TRACE_ERROR_EVENT, KEY_WHERE, TRACE_ERROR_WHERE, false },
	};
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
		if (members[i].type != type || members[i].key != key)
			continue;
		*json = members[i].json;
		return members[i].text;
	}
	return -1;
}

static bool
take_after(const struct json_value *v, int64_t *out)
{
	int64_t after;
	if (v->kind != JSON_NUMBER || import_i64(v, &after) < 0 || after < 0 || after > INT32_MAX)
		return false;
	*out = after;
	return true;
}

static bool
take_event_member(struct import_in *in, const struct import_member *m, struct trace_event_record *e)
{
	bool json;
	switch ((int)m->id) {
	case KEY_AT: return take_start(in, &m->value, &e->at_ns);
	case KEY_AFTER: return take_after(&m->value, &e->after);
	default: break;
	}
	const int text = event_text_of(e->type, m->id, &json);
	if (text < 0)
		return false;
	if (!json)
		return take_text(in, &m->value, &e->text[text]);
	e->text[text] = import_json(in->arena, &m->value);
	return true;
}

/* The members of two objects, either of which may be absent. */
static struct text
both(struct import_in *in, struct text object, struct text rest)
{
	if (!object.p || object.n == 2 || !rest.p)
		return rest.p ? rest : object;
	char *p = arena_alloc(in->arena, object.n + rest.n - 1);
	memcpy(p, object.p, object.n - 1);
	p[object.n - 1] = ',';
	memcpy(p + object.n, rest.p + 1, rest.n - 1);
	return (struct text){ p, object.n + rest.n - 1 };
}

static void
read_event(struct import_in *in, const struct json_value *v)
{
	struct import_object o;
	struct trace_event_record *e = import_event(in);
	size_t type = TRACE_LOG;
	import_descend(&o, in->names, in->arena, &in->object, v);
	const struct json_value named = import_get(&o, KEY_TYPE);
	const bool known = take_name(in, &named, trace_event_names, TRACE_EVENT_TYPES, &type);
	struct text attributes = TEXT_ABSENT;
	e->type = (enum trace_event_type)type;
	import_rest_begin(in);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (m->id == KEY_TYPE && known)
			continue;
		if (m->id == KEY_ATTRIBUTES && m->value.kind == JSON_OBJECT)
			attributes = import_json(in->arena, &m->value);
		else if (!take_event_member(in, m, e))
			import_rest_add(in, m->key, &m->value);
	}
	if (v->kind != JSON_OBJECT)
		import_rest_add(in, TEXT("value"), v);
	e->attributes = both(in, attributes, import_rest_done(in));
}

static void
read_events(struct import_in *in)
{
	struct json_members it;
	struct json_value key, event;
	const struct json_value v = import_get(&in->object, KEY_EVENTS);
	if (v.kind != JSON_ARRAY)
		return;
	json_members(&it, in->object.text, in->object.index, &v);
	while (json_member(&it, &key, &event))
		read_event(in, &event);
}

/* ---- calls ---------------------------------------------------------------------------------- */

static bool
take_kind(struct import_in *in, const struct json_value *v, enum trace_kind *out)
{
	size_t found;
	if (!take_name(in, v, trace_kind_names, TRACE_KINDS, &found))
		return false;
	*out = (enum trace_kind)found;
	return true;
}

static bool
take_status(struct import_in *in, const struct json_value *v, enum trace_status *out)
{
	size_t found;
	if (!take_name(in, v, trace_status_names, TRACE_STATUSES, &found))
		return false;
	*out = (enum trace_status)found;
	return true;
}

static bool
take_json(struct import_in *in, const struct json_value *v, struct text *out)
{
	*out = import_json(in->arena, v);
	return true;
}

/* Takes a member.  Returns false if it, or a part of it, has no place in the record. */
static bool
take(struct import_in *in, const struct import_member *m, struct trace_record *r,
    struct trace_more *more)
{
	const struct json_value *v = &m->value;
	switch ((int)m->id) {
	case KEY_TRACE_ID: return take_id(in, v, &r->trace_id);
	case KEY_CALL_ID: return take_id(in, v, &r->call_id);
	case KEY_PARENT_ID: return take_id(in, v, &r->parent_id);
	case KEY_NAME: return take_text(in, v, &r->name);
	case KEY_KIND: return take_kind(in, v, &r->kind);
	case KEY_SERVICE: return take_text(in, v, &r->service);
	case KEY_START: return take_start(in, v, &r->start_ns);
	case KEY_DURATION_NS: return take_duration(v, &r->duration_ns);
	case KEY_STATUS: return take_status(in, v, &r->status);
	case KEY_ERROR: return take_error(in, v, &more->error);
	case KEY_INPUT: return take_json(in, v, &r->input);
	case KEY_OUTPUT: return take_json(in, v, &r->output);
	case KEY_LLM: return take_llm(in, v, more);
	case KEY_ATTRIBUTES: return v->kind == JSON_OBJECT && take_json(in, v, &r->attributes);
	case KEY_LINKS: return v->kind == JSON_ARRAY && take_json(in, v, &more->links);
	case KEY_EVENTS: return v->kind == JSON_ARRAY;
	case KEY_SOURCE: return take_source(in, v, r, more);
	case KEY_AFTER: return take_text(in, v, &more->after);
	case KEY_NOTES: return take_notes(in, v, &r->notes);
	default: return false;
	}
}

static bool
is_more(enum import_key key)
{
	return key == KEY_ERROR || key == KEY_LLM || key == KEY_LINKS || key == KEY_SOURCE ||
	       key == KEY_AFTER;
}

static bool
read(struct import_in *in)
{
	struct trace_record *r = import_add(in);
	struct trace_more *more = arena_alloc(in->arena, sizeof(*more));
	*more = (struct trace_more)TRACE_MORE_INIT;
	r->what = TRACE_CALL;
	read_events(in);
	import_events_done(in, r);
	import_rest_begin(in);
	for (size_t i = 0; i < in->object.members; i++) {
		const struct import_member *m = &in->object.member[i];
		if (is_more(m->id))
			r->more = more;
		if (!take(in, m, r, more))
			import_rest_add(in, m->key, &m->value);
	}
	r->attributes = both(in, r->attributes, import_rest_done(in));
	if (!r->call_id.p)
		r->call_id = r->name.n > 0 ? r->name : TEXT("span");
	return true;
}

const struct import_reader import_calls = { .name = "esper calls", .knows = knows, .read = read };
