/* SPDX-License-Identifier: MIT */
#include "import/otlp_own.h"

#include <string.h>

#include "base/number.h"
#include "export/otlp.h"
#include "import/otel.h"
#include "json/write.h"
#include "trace/put.h"

/*
 * The line that --calls has of the call is put together and read in the place of the span.  So all
 * of it comes back as from that line.
 */
struct own {
	struct import_in *in;
	struct import_attributes as;
	struct text *added; /* names of attributes that are not the call's */
	size_t nadded;
	struct text *unknown;
	size_t nunknown;
	struct buf *line;
};

/* ---- attributes ----------------------------------------------------------------------------- */

static struct text
text_of_attribute(struct own *o, const char *key)
{
	return import_attribute_text(o->in, import_attributes_find(&o->as, text_of(key)));
}

static bool
int_of_attribute(struct own *o, const char *key, int64_t *value)
{
	const struct text t = text_of_attribute(o, key);
	return t.p && number_i64(t, value) == 0;
}

/* The names that an attribute lists, with spaces between them. */
static struct text *
list_of_attribute(struct own *o, const char *key, size_t *n)
{
	const struct text all = text_of_attribute(o, key);
	struct text *list = arena_alloc(o->in->arena, (text_count(all, ' ') + 1) * sizeof(*list));
	*n = 0;
	for (size_t i = 0, next; i < all.n; i = next + 1) {
		const char *space = memchr(all.p + i, ' ', all.n - i);
		next = space ? (size_t)(space - all.p) : all.n;
		list[(*n)++] = (struct text){ all.p + i, next - i };
	}
	return list;
}

static bool
is_among(struct text name, const struct text *list, size_t n)
{
	return text_among(name, list, n) < n;
}

/* The value of an attribute that was added, or an absent text. */
static struct text
added(struct own *o, const char *key)
{
	return is_among(text_of(key), o->added, o->nadded) ? text_of_attribute(o, key)
							   : TEXT_ABSENT;
}

static bool
is_esper(struct text key)
{
	static const struct text prefix = TEXT("esper.");
	return key.n >= prefix.n && memcmp(key.p, prefix.p, prefix.n) == 0;
}

/* Appends an object of the attributes that are the call's or the event's own. */
static void
put_rest(struct own *o)
{
	struct buf *b = o->line;
	bool any = false;
	for (size_t i = 0; i < o->as.n; i++) {
		const struct import_attribute *a = &o->as.at[i];
		if (a->taken || is_esper(a->key) || is_among(a->key, o->added, o->nadded))
			continue;
		if (!any)
			json_member_begin(b, "attributes", '{');
		any = true;
		json_name_text(b, a->key);
		buf_text(b, a->value);
	}
	if (any)
		json_end(b, '}');
}

static void
put_json_if(struct own *o, const char *name, struct text json)
{
	if (json.p)
		json_member_raw(o->line, name, json);
}

/* ---- events --------------------------------------------------------------------------------- */

static void
put_event_members(struct own *o, struct text name, int64_t at_ns)
{
	struct buf *b = o->line;
	const bool error = text_eq(name, TEXT("exception"));
	int64_t after;
	json_begin(b, '{');
	json_name(b, "at");
	trace_put_time(b, at_ns);
	if (int_of_attribute(o, ESPER_AFTER, &after) && after >= 0)
		json_member_u64(b, "after", (uint64_t)after);
	json_member_string(b, "type", error ? TEXT("error") : TEXT("log"));
	if (error) {
		static const char *const keys[] = { "exception.type", "exception.message" };
		json_member_string_or_null(b, "error_type", text_of_attribute(o, keys[0]));
		json_member_string_or_null(b, "message", text_of_attribute(o, keys[1]));
		json_member_string_or_null(b, "where", text_of_attribute(o, ESPER_WHERE));
		for (size_t i = 0; i < 2; i++) {
			struct import_attribute *a =
			    import_attributes_find(&o->as, text_of(keys[i]));
			if (a)
				a->taken = true;
		}
	} else {
		json_member_string_or_null(b, "message", name);
		const struct text level = text_of_attribute(o, ESPER_LEVEL);
		if (level.p)
			json_member_string(b, "level", level);
	}
	put_rest(o);
	json_end(b, '}');
}

static void
put_event(struct own *o, const struct json_value *v)
{
	struct import_in *in = o->in;
	struct own e = { .in = in, .line = o->line };
	struct import_object event;
	import_descend(&event, in->names, in->arena, &in->object, v);
	const struct json_value as = import_get(&event, KEY_ATTRIBUTES);
	const struct json_value time = import_get(&event, KEY_TIME_UNIX_NANO);
	if (as.kind == JSON_ARRAY)
		import_attributes_add_list(in, &e.as, TEXT("attributes"), &as);
	const struct text whole = text_of_attribute(&e, ESPER_EVENT);
	if (whole.p)
		json_add_raw(o->line, whole);
	else
		put_event_members(
		    &e, import_get_string(in->arena, &event, KEY_NAME), otel_time(in, &time));
}

static void
put_events(struct own *o)
{
	const struct json_value v = import_get(&o->in->object, KEY_EVENTS);
	struct json_members it;
	struct json_value key, event;
	if (v.kind != JSON_ARRAY)
		return;
	json_member_begin(o->line, "events", '[');
	json_members(&it, o->in->object.text, o->in->object.index, &v);
	while (json_member(&it, &key, &event))
		put_event(o, &event);
	json_end(o->line, ']');
}

/* ---- the call ------------------------------------------------------------------------------- */

static void
put_id(struct own *o, const char *name, const char *attribute, enum import_key key)
{
	const struct text own = text_of_attribute(o, attribute);
	json_member_string_or_null(
	    o->line, name, own.p ? own : import_get_string(o->in->arena, &o->in->object, key));
}

static void
put_ids(struct own *o)
{
	struct buf *b = o->line;
	const struct text name = import_get_string(o->in->arena, &o->in->object, KEY_NAME);
	const struct text kind = text_of_attribute(o, ESPER_KIND);
	put_id(o, "trace_id", ESPER_TRACE_ID, KEY_TRACEID);
	put_id(o, "call_id", ESPER_CALL_ID, KEY_SPANID);
	put_id(o, "parent_id", ESPER_PARENT_ID, KEY_PARENTSPANID);
	json_member_string_or_null(
	    b, "name", is_among(TEXT("name"), o->unknown, o->nunknown) ? TEXT_ABSENT : name);
	json_member_string(b, "kind", kind.p ? kind : trace_kind_names[TRACE_SPAN]);
}

static void
put_times(struct own *o)
{
	struct import_in *in = o->in;
	struct buf *b = o->line;
	const struct json_value from = import_get(&in->object, KEY_START_UNIX_NANO),
				to = import_get(&in->object, KEY_END_UNIX_NANO);
	int64_t start_ns = otel_time(in, &from), end_ns = otel_time(in, &to), duration_ns;
	int_of_attribute(o, ESPER_START, &start_ns);
	if (is_among(TEXT("start"), o->unknown, o->nunknown))
		start_ns = TRACE_NO_TIME;
	json_name(b, "start");
	trace_put_time(b, start_ns);
	json_name(b, "duration_ns");
	if (is_among(TEXT("duration_ns"), o->unknown, o->nunknown))
		json_add_null(b);
	else if (int_of_attribute(o, ESPER_DURATION, &duration_ns))
		buf_i64(b, duration_ns);
	else if (start_ns != TRACE_NO_TIME && end_ns >= start_ns)
		buf_u64(b, (uint64_t)end_ns - (uint64_t)start_ns);
	else
		json_add_null(b);
}

static void
put_status(struct own *o)
{
	const struct json_value v = import_get(&o->in->object, KEY_STATUS);
	struct import_object status;
	enum trace_status said = TRACE_OPEN;
	int64_t code;
	import_descend(&status, o->in->names, o->in->arena, &o->in->object, &v);
	const struct json_value number = import_get(&status, KEY_CODE);
	if (otel_is_error(o->in, &number))
		said = TRACE_ERROR;
	else if (import_i64(&number, &code) == 0 && code == 1)
		said = TRACE_OK;
	json_member_string(o->line, "status", trace_status_names[said]);
}

static void
put_source(struct own *o)
{
	const struct text whole = text_of_attribute(o, ESPER_SOURCE);
	const struct text file = added(o, ADDED_FILE), line = added(o, ADDED_LINE);
	put_json_if(o, "source", whole);
	if (whole.p || (!file.p && !line.p))
		return;
	json_member_begin(o->line, "source", '{');
	json_member_string_or_null(o->line, "file", file);
	json_member_raw_or_null(o->line, "line", line);
	json_end(o->line, '}');
}

static void
put_call(struct own *o)
{
	struct buf *b = o->line;
	const struct text input = text_of_attribute(o, ESPER_INPUT),
			  output = text_of_attribute(o, ESPER_OUTPUT),
			  all = text_of_attribute(o, ESPER_ATTRIBUTES),
			  after = text_of_attribute(o, ESPER_AFTER);
	json_begin(b, '{');
	put_ids(o);
	put_times(o);
	put_status(o);
	put_json_if(o, "error", text_of_attribute(o, ESPER_ERROR));
	put_json_if(o, "input", input.p ? input : added(o, ADDED_INPUT));
	put_json_if(o, "output", output.p ? output : added(o, ADDED_OUTPUT));
	put_json_if(o, "llm", text_of_attribute(o, ESPER_LLM));
	if (all.p)
		json_member_raw(b, "attributes", all);
	else
		put_rest(o);
	put_json_if(o, "links", text_of_attribute(o, ESPER_LINKS));
	put_events(o);
	put_source(o);
	if (after.p)
		json_member_string(b, "after", after);
	put_json_if(o, "notes", text_of_attribute(o, ESPER_NOTES));
	json_end(b, '}');
}

bool
otlp_own_read(struct import_in *in)
{
	struct own o = { .in = in };
	struct buf line = { 0 };
	int64_t version;
	if (!text_contains(in->raw, TEXT("\"" ESPER_EXPORT "\"")))
		return false;
	const struct json_value as = import_get(&in->object, KEY_ATTRIBUTES);
	if (as.kind != JSON_ARRAY)
		return false;
	import_attributes_add_list(in, &o.as, TEXT("attributes"), &as);
	if (!int_of_attribute(&o, ESPER_EXPORT, &version) || version != ESPER_EXPORT_VERSION)
		return false;
	o.added = list_of_attribute(&o, ESPER_ADDED, &o.nadded);
	o.unknown = list_of_attribute(&o, ESPER_UNKNOWN, &o.nunknown);
	o.line = &line;
	put_call(&o);
	const struct text own = arena_text(in->arena, buf_as_text(&line));
	buf_free(&line);
	return import_read_text(in, &import_calls, own);
}
