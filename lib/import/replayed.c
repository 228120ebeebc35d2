/* SPDX-License-Identifier: MIT */
#include "import/reader.h"
#include "json/write.h"
#include "trace/put.h"

/*
 * The result of a replay, as rerun/put.h writes it.  The line that --calls has of a span is put
 * together and read in its place.  Calls that the replay did not make are left out.
 */
static bool
knows(const struct import_object *o)
{
	return import_has(o, KEY_ORIGINAL_SPAN_ID) && import_has(o, KEY_SERVED_BY) &&
	       import_has(o, KEY_NAME) && import_has(o, KEY_SPAN_TYPE);
}

static void
put(struct buf *b, const struct import_object *o, enum import_key key, const char *name)
{
	json_name(b, name);
	const struct json_value v = import_get(o, key);
	if (v.kind == JSON_NONE)
		json_add_null(b);
	else
		import_put_json(b, &v);
}

static void
put_if(struct buf *b, const struct import_object *o, enum import_key key, const char *name)
{
	const struct json_value v = import_get(o, key);
	if (v.kind != JSON_NONE && v.kind != JSON_NULL)
		put(b, o, key, name);
}

static void
put_member(struct buf *b, const struct import_member *m)
{
	json_name_text(b, m->key);
	import_put_json(b, &m->value);
}

static void
put_duration(struct buf *b, const struct import_object *o)
{
	const struct json_value v = import_get(o, KEY_DURATION_MS);
	int64_t ns;
	json_name(b, "duration_ns");
	if (v.kind == JSON_NUMBER && import_ns(&v, 1000000, &ns) == 0)
		buf_i64(b, ns);
	else
		json_add_null(b);
}

/* A result says since the first version whether a call failed, and since a later one if it ended.
 */
static void
put_status(struct buf *b, const struct import_object *o)
{
	const struct json_value error = import_get(o, KEY_ERROR);
	if (import_has(o, KEY_STATUS))
		put(b, o, KEY_STATUS, "status");
	else
		json_member_string(b, "status",
		    error.kind == JSON_NONE || error.kind == JSON_NULL ? TEXT("ok")
								       : TEXT("error"));
}

static struct text
line_of(struct import_in *in)
{
	const struct import_object *o = &in->object;
	struct buf b = { 0 };
	json_begin(&b, '{');
	put(&b, o, KEY_TRACE_ID, "trace_id");
	put(&b, o, KEY_ORIGINAL_SPAN_ID, "call_id");
	put(&b, o, KEY_PARENT_SPAN_ID, "parent_id");
	put(&b, o, KEY_NAME, "name");
	put(&b, o, KEY_SPAN_TYPE, "kind");
	put(&b, o, KEY_SERVICE, "service");
	put(&b, o, KEY_STARTED_AT, "start");
	put_duration(&b, o);
	put_status(&b, o);
	put_if(&b, o, KEY_ERROR, "error");
	put_if(&b, o, KEY_INPUT, "input");
	put_if(&b, o, KEY_OUTPUT, "output");
	put_if(&b, o, KEY_LLM, "llm");
	put_if(&b, o, KEY_AFTER, "after");
	json_member_begin(&b, "attributes", '{');
	put(&b, o, KEY_SERVED_BY, "served_by");
	put_if(&b, o, KEY_VERDICT, "verdict");
	for (size_t i = 0; i < o->members; i++)
		if (text_eq(o->member[i].key, TEXT("tool_calls")))
			put_member(&b, &o->member[i]);
	json_end(&b, '}');
	json_end(&b, '}');
	const struct text line = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return line;
}

static bool
read(struct import_in *in)
{
	const struct text served = import_get_string(in->arena, &in->object, KEY_SERVED_BY);
	if (served.p && text_eq(served, TEXT("unused")))
		return true;
	return import_read_text(in, &import_calls, line_of(in));
}

static void
read_shared(struct import_in *in, struct import_shared *out)
{
	const struct text trace_id = import_get_id(in->arena, &in->object, KEY_TRACE_ID);
	if (trace_id.p)
		out->trace_id = trace_id;
}

const struct import_reader import_replayed = {
	.name = "Replay", .knows = knows, .read = read, .shared = read_shared
};
