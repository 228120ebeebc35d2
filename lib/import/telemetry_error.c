/* SPDX-License-Identifier: MIT */
#include "import/otel.h"
#include "import/telemetry_error.h"

struct text
telemetry_function(struct import_in *in)
{
	const struct text name = import_get_string(in->arena, &in->object, KEY_FUNCTION_NAME);
	return name.p ? name : import_get_string(in->arena, &in->object, KEY_FUNCTION);
}

uint32_t
telemetry_line(struct import_in *in)
{
	const struct json_value v = import_get(&in->object, KEY_LINE_NUMBER);
	int64_t line;
	return import_i64(&v, &line) == 0 && line > 0 && line <= UINT32_MAX ? (uint32_t)line : 0;
}

struct import_object
telemetry_error_object(struct import_in *in)
{
	const struct json_value v = import_get(&in->object, KEY_ERROR);
	struct import_object o;
	import_descend(&o, in->names, in->arena, &in->object, &v);
	return o;
}

struct text
telemetry_where(struct import_in *in)
{
	const struct import_object error = telemetry_error_object(in);
	const struct text stack = import_get_string(in->arena, &error, KEY_STACKTRACE);
	const struct text place = stack.p ? otel_where(in, stack) : TEXT_ABSENT;
	if (place.p)
		return place;
	const struct text name = telemetry_function(in);
	const uint32_t line = telemetry_line(in);
	struct buf b = { 0 };
	if (!name.p || line == 0)
		return TEXT_ABSENT;
	buf_text(&b, name);
	buf_char(&b, ':');
	buf_u64(&b, line);
	const struct text where = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return where;
}

bool
telemetry_error(struct import_in *in, struct trace_error *e)
{
	const struct json_value v = import_get(&in->object, KEY_ERROR);
	*e = (struct trace_error){ import_get_string(in->arena, &in->object, KEY_ERROR_TYPE),
		import_get_string(in->arena, &in->object, KEY_MESSAGE), TEXT_ABSENT };
	if (v.kind == JSON_OBJECT) {
		const struct import_object o = telemetry_error_object(in);
		const struct text type = import_get_string(in->arena, &o, KEY_TYPE);
		const struct text message = import_get_string(in->arena, &o, KEY_MESSAGE);
		e->type = type.p ? type : e->type;
		e->message = message.p ? message : e->message;
		return true;
	}
	if (v.kind == JSON_STRING && !e->message.p)
		e->message = import_text(in->arena, &v);
	return v.kind == JSON_STRING || v.kind == JSON_TRUE || e->type.p;
}

void
telemetry_set_error(struct import_in *in, struct trace_record *r, const struct trace_error *e)
{
	if (!e->type.p && !e->message.p)
		return;
	struct trace_more *more = arena_alloc(in->arena, sizeof(*more));
	*more = (struct trace_more)TRACE_MORE_INIT;
	more->error = (struct trace_error){ e->type, e->message, telemetry_where(in) };
	r->more = more;
}
