/* SPDX-License-Identifier: MIT */
#include "import/telemetry_rest.h"

#include "import/telemetry_error.h"

static int64_t
read_time(struct import_in *in)
{
	const struct json_value ns = import_get(&in->object, KEY_TIMESTAMP_NS);
	const struct json_value text = import_get(&in->object, KEY_TIMESTAMP);
	int64_t at_ns;
	if (import_i64(&ns, &at_ns) == 0 || import_ns(&ns, 1, &at_ns) == 0 ||
	    import_time(in->arena, &text, &at_ns) == 0)
		return at_ns;
	return TRACE_NO_TIME;
}

int64_t
telemetry_time(struct import_in *in)
{
	if (!in->timed)
		in->at_ns = read_time(in);
	in->timed = true;
	return in->at_ns;
}

/* Is it a member that every kind of record has, and the model has in its own way? */
static bool
is_common(enum import_key key)
{
	switch ((int)key) {
	case KEY_EVENT_TYPE:
	case KEY_EVENT:
	case KEY_SCHEMA:
	case KEY_TIMESTAMP_NS:
	case KEY_TIMESTAMP:
	case KEY_FUNCTION_NAME:
	case KEY_FUNCTION:
	case KEY_CORRELATION_ID:
	case KEY_PARENT_CORRELATION_ID:
	case KEY_TRACE_ID:
	case KEY_SPAN_ID:
	case KEY_PARENT_SPAN_ID: return true;
	default: return false;
	}
}

/* v2 and v3 keep the id of v1 beside their own. */
static bool
is_legacy_id(const struct import_object *o, enum import_key key)
{
	const bool legacy = key == KEY_CORRELATION_ID || key == KEY_PARENT_CORRELATION_ID;
	return legacy && import_has(o, KEY_SPAN_ID);
}

static bool
is_among(enum import_key key, const enum import_key *taken)
{
	for (; *taken != KEY_OTHER; taken++)
		if (*taken == key)
			return true;
	return false;
}

/* Has a member that is taken a value that the model can take?  Another one stays an attribute. */
static bool
is_understood(struct import_in *in, const struct import_member *m)
{
	const struct import_object *o = &in->object;
	const struct json_value *v = &m->value;
	const bool string = v->kind == JSON_STRING || v->kind == JSON_NULL;
	int64_t n;
	switch ((int)m->id) {
	case KEY_EVENT_TYPE:
	case KEY_EVENT:
	case KEY_FUNCTION_NAME:
	case KEY_FUNCTION:
	case KEY_MESSAGE:
	case KEY_SEVERITY:
	case KEY_ERROR_TYPE: return string;
	case KEY_CORRELATION_ID:
	case KEY_PARENT_CORRELATION_ID:
	case KEY_TRACE_ID:
	case KEY_SPAN_ID:
	case KEY_PARENT_SPAN_ID:
	case KEY_VARIABLE_NAME:
	case KEY_LOOP_TYPE:
	case KEY_CONDITION: return string || v->kind == JSON_NUMBER;
	case KEY_TIMESTAMP_NS:
	case KEY_TIMESTAMP: return v->kind == JSON_NULL || telemetry_time(in) != TRACE_NO_TIME;
	case KEY_DURATION_NS: return v->kind == JSON_NULL || import_ns(v, 1, &n) == 0;
	case KEY_DURATION_MS: return v->kind == JSON_NULL || import_ns(v, 1000000, &n) == 0;
	case KEY_LINE_NUMBER:
		return v->kind == JSON_NULL ||
		       (import_i64(v, &n) == 0 && n >= 0 && n <= UINT32_MAX);
	case KEY_ERROR: return v->kind != JSON_NUMBER && v->kind != JSON_ARRAY;
	case KEY_RESULT: return !import_has(o, KEY_BRANCH_TAKEN);
	default: return true;
	}
}

/* Does a member that is taken say something that is not? */
static bool
says_more(struct import_in *in, enum import_key key)
{
	const struct import_object *o = &in->object;
	if (key == KEY_ERROR)
		return import_get(o, key).kind == JSON_STRING &&
		       import_get(o, KEY_MESSAGE).kind == JSON_STRING;
	if (key != KEY_MESSAGE || import_get(o, KEY_ERROR).kind != JSON_OBJECT)
		return false;
	const struct import_object error = telemetry_error_object(in);
	return import_get(&error, KEY_MESSAGE).kind == JSON_STRING &&
	       !text_eq(import_get_string(in->arena, o, KEY_MESSAGE),
		   import_get_string(in->arena, &error, KEY_MESSAGE));
}

void
telemetry_spread(struct import_in *in, const struct json_value *v, enum import_key but)
{
	struct import_object o;
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++)
		if (but == KEY_OTHER || o.member[i].id != but)
			import_rest_add(in, o.member[i].key, &o.member[i].value);
}

void
telemetry_spread_as(struct import_in *in, const struct json_value *v, struct text prefix,
    enum import_key but, enum import_key nor)
{
	struct import_object o;
	struct buf name = { 0 };
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		const bool object = but == KEY_REQUEST || but == KEY_RESPONSE;
		if ((m->id == but || m->id == nor) &&
		    m->value.kind == (object ? JSON_OBJECT : JSON_STRING))
			continue;
		name.n = 0;
		buf_text(&name, prefix);
		buf_text(&name, m->key);
		import_rest_add(in, buf_as_text(&name), &m->value);
	}
	buf_free(&name);
}

bool
telemetry_has_arguments(const struct import_object *o)
{
	return import_has(o, KEY_ARGS) || import_has(o, KEY_PARAMS);
}

void
telemetry_rest_add(struct import_in *in, const enum import_key *taken)
{
	const struct import_object *o = &in->object;
	for (size_t i = 0; i < o->members; i++) {
		const struct import_member *m = &o->member[i];
		const bool understood = is_understood(in, m);
		if (understood && is_common(m->id) && !is_legacy_id(o, m->id))
			continue;
		if (understood && m->id != KEY_OTHER && is_among(m->id, taken) &&
		    !says_more(in, m->id)) {
			if (m->id == KEY_ERROR)
				telemetry_spread_as(
				    in, &m->value, TEXT("error."), KEY_TYPE, KEY_MESSAGE);
			continue;
		}
		if (m->id == KEY_ATTRIBUTES && m->value.kind == JSON_OBJECT)
			telemetry_spread(in, &m->value,
			    telemetry_has_arguments(o) ? KEY_OTHER : KEY_FUNCTION_PARAMETERS);
		else if (m->id == KEY_SERVICE && m->value.kind == JSON_OBJECT)
			telemetry_spread_as(in, &m->value, TEXT("service."), KEY_NAME, KEY_NAME);
		else if (m->id == KEY_SERVICE && m->value.kind == JSON_STRING)
			continue;
		else
			import_rest_add(in, m->key, &m->value);
	}
}

struct text
telemetry_rest(struct import_in *in, const enum import_key *taken)
{
	if (in->lean)
		return TEXT_ABSENT;
	import_rest_begin(in);
	telemetry_rest_add(in, taken);
	return import_rest_done(in);
}
