/* SPDX-License-Identifier: MIT */
#include "import/otel.h"

#include <string.h>

#include "base/ascii.h"
#include "json/write.h"
#include "time/stamp.h"
#include "trace/ids.h"
#include "trace/members.h"

void
otel_begin(struct otel_span *s, struct import_in *in, struct text name)
{
	*s = (struct otel_span){ .in = in, .record = import_add(in) };
	s->record->what = TRACE_CALL;
	s->record->name = name;
}

/* ---- kind, status, times -------------------------------------------------------------------- */

static const struct text kind_names[] = { { "unspecified", 11 }, { "internal", 8 }, { "server", 6 },
	{ "client", 6 }, { "producer", 8 }, { "consumer", 8 } };
enum { KINDS = sizeof(kind_names) / sizeof(*kind_names) };

void
otel_kind(struct otel_span *s, int64_t kind)
{
	if (kind > 0 && kind < KINDS)
		import_attributes_add_string(
		    s->in, &s->attributes, TEXT("span.kind"), kind_names[kind]);
}

static bool
ends_in_nocase(struct text t, struct text tail)
{
	return t.n >= tail.n && text_eq_nocase((struct text){ t.p + t.n - tail.n, tail.n }, tail);
}

void
otel_kind_text(struct otel_span *s, struct text kind)
{
	if (!kind.p || kind.n == 0)
		return;
	for (int64_t i = 0; i < KINDS; i++)
		if (ends_in_nocase(kind, kind_names[i])) {
			otel_kind(s, i);
			return;
		}
	import_attributes_add_string(s->in, &s->attributes, TEXT("span.kind"), kind);
}

bool
otel_is_error(struct import_in *in, const struct json_value *code)
{
	int64_t n;
	if (import_i64(code, &n) == 0)
		return n == 2;
	const struct text text = import_text(in->arena, code);
	return text.p && ends_in_nocase(text, TEXT("ERROR"));
}

int64_t
otel_time(struct import_in *in, const struct json_value *v)
{
	int64_t ns;
	if (v->kind == JSON_ARRAY)
		return otel_pair(in, v);
	return import_i64(v, &ns) == 0 && ns != 0 && ns != TRACE_NO_TIME ? ns : TRACE_NO_TIME;
}

int64_t
otel_pair(struct import_in *in, const struct json_value *v)
{
	struct json_members it;
	struct json_value key, seconds, rest;
	int64_t s, ns, more;
	if (v->kind != JSON_ARRAY)
		return TRACE_NO_TIME;
	json_members(&it, in->object.text, in->object.index, v);
	if (!json_member(&it, &key, &seconds) || !json_member(&it, &key, &rest))
		return TRACE_NO_TIME;
	if (import_ns(&seconds, STAMP_SECOND, &s) < 0 || import_ns(&rest, 1, &more) < 0 ||
	    __builtin_add_overflow(s, more, &ns))
		return TRACE_NO_TIME;
	return ns == 0 ? TRACE_NO_TIME : ns;
}

/* ---- attributes ----------------------------------------------------------------------------- */

void
otel_add_to(
    struct import_in *in, struct import_attributes *as, struct text key, const struct json_value *v)
{
	if (v->kind == JSON_NONE || v->kind == JSON_NULL || v->kind == JSON_FALSE)
		return;
	if (v->n == 0 || (v->kind == JSON_NUMBER && v->n == 1 && v->p[0] == '0'))
		return;
	const struct text json = import_json(in->arena, v);
	if ((v->kind == JSON_ARRAY || v->kind == JSON_OBJECT) && json.n == 2)
		return;
	import_attributes_add(in, as, key, json);
}

void
otel_add(struct otel_span *s, struct text key, const struct json_value *v)
{
	otel_add_to(s->in, &s->attributes, key, v);
}

void
otel_add_pairs(struct import_in *in, struct import_attributes *as, const struct import_member *m)
{
	struct import_object list, pair;
	if (m->value.kind != JSON_ARRAY) {
		import_attributes_add_object(in, as, m->key, &m->value);
		return;
	}
	import_descend(&list, in->names, in->arena, &in->object, &m->value);
	for (size_t i = 0; i < list.members; i++) {
		const struct json_value *v = &list.member[i].value;
		import_descend(&pair, in->names, in->arena, &in->object, v);
		if (v->kind == JSON_ARRAY && pair.members == 2 &&
		    pair.member[0].value.kind == JSON_STRING)
			import_attributes_add(in, as, import_text(in->arena, &pair.member[0].value),
			    import_json(in->arena, &pair.member[1].value));
		else
			otel_add_to(in, as, m->key, v);
	}
}

void
otel_add_member(struct import_in *in, struct import_attributes *as, const struct import_member *m)
{
	static const struct {
		const char *member, *attribute;
	} names[] = {
		{ "traceState", "otel.trace_state" },
		{ "trace_state", "otel.trace_state" },
		{ "TraceState", "otel.trace_state" },
		{ "flags", "otel.flags" },
		{ "traceFlags", "otel.flags" },
		{ "TraceFlags", "otel.flags" },
		{ "droppedAttributesCount", "otel.dropped_attributes_count" },
		{ "DroppedAttributes", "otel.dropped_attributes_count" },
		{ "DroppedAttributeCount", "otel.dropped_attributes_count" },
		{ "droppedEventsCount", "otel.dropped_events_count" },
		{ "DroppedEvents", "otel.dropped_events_count" },
		{ "droppedLinksCount", "otel.dropped_links_count" },
		{ "DroppedLinks", "otel.dropped_links_count" },
		{ "observedTimeUnixNano", "otel.observed_time_unix_nano" },
	};
	const struct text none[] = { { "[]", 2 }, { "00", 2 } };
	const struct text value = { m->value.p, m->value.n };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_eq(m->key, text_of(names[i].member))) {
			if (text_among(value, none, 2) == 2)
				otel_add_to(in, as, text_of(names[i].attribute), &m->value);
			return;
		}
	otel_add_to(in, as, m->key, &m->value);
}

struct text
otel_service(struct import_in *in, struct import_attributes *resource)
{
	struct import_attribute *a = import_attributes_find(resource, TEXT("service.name"));
	if (!a || a->value.p[0] != '"')
		return TEXT_ABSENT;
	a->taken = true;
	return import_attribute_text(in, a);
}

void
otel_resource(struct otel_span *s, struct import_attributes *resource)
{
	struct buf b = { 0 };
	struct trace_record *r = s->record;
	r->service = otel_service(s->in, resource);
	const struct text shared = import_attributes_done(s->in, resource);
	if (shared.p && r->attributes.p) {
		trace_join_objects(&b, r->attributes, shared);
		r->attributes = arena_text(s->in->arena, buf_as_text(&b));
		buf_free(&b);
	} else if (shared.p) {
		r->attributes = shared;
	}
}

/* ---- events --------------------------------------------------------------------------------- */

static struct text
take_text(struct import_in *in, struct import_attributes *as, struct text key)
{
	struct import_attribute *a = import_attributes_find(as, key);
	if (!a || a->value.p[0] != '"')
		return TEXT_ABSENT;
	a->taken = true;
	return import_attribute_text(in, a);
}

struct trace_error
otel_event_fill(struct import_in *in, struct trace_event_record *e, struct text name,
    struct import_attributes *as)
{
	struct trace_error error = { .type = TEXT_ABSENT };
	if (!text_eq(name, TEXT("exception"))) {
		e->type = TRACE_LOG;
		e->text[TRACE_MESSAGE] = name;
		e->attributes = import_attributes_done(in, as);
		return error;
	}
	const struct text stack =
	    import_attribute_text(in, import_attributes_find(as, TEXT("exception.stacktrace")));
	import_attributes_merge(in, as);
	error.type = take_text(in, as, TEXT("exception.type"));
	error.message = take_text(in, as, TEXT("exception.message"));
	error.where = stack.p ? otel_where(in, stack) : TEXT_ABSENT;
	e->type = TRACE_ERROR_EVENT;
	e->text[TRACE_ERROR_TYPE] = error.type;
	e->text[TRACE_ERROR_MESSAGE] = error.message;
	e->text[TRACE_ERROR_WHERE] = error.where;
	e->attributes = import_attributes_done(in, as);
	return error;
}

void
otel_event(struct otel_span *s, struct text name, int64_t at_ns, struct import_attributes *as)
{
	struct trace_event_record *e = import_event(s->in);
	e->at_ns = at_ns;
	const struct trace_error error = otel_event_fill(s->in, e, name, as);
	if (e->type == TRACE_ERROR_EVENT)
		s->error = error;
}

void
otel_link(
    struct otel_span *s, struct text trace_id, struct text call_id, struct import_attributes *as)
{
	const struct text attributes = import_attributes_done(s->in, as);
	struct buf *b = &s->links;
	if (b->n == 0)
		json_begin(b, '[');
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", trace_id);
	json_member_string_or_null(b, "call_id", call_id);
	if (attributes.p)
		json_member_raw(b, "attributes", attributes);
	json_end(b, '}');
}

/* ---- stack traces --------------------------------------------------------------------------- */

static struct text
place(struct import_in *in, struct text file, struct text line)
{
	struct buf b = { 0 };
	buf_text(&b, file);
	buf_char(&b, ':');
	buf_text(&b, line);
	const struct text where = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return where;
}

static struct text
digits_at(const char *p, const char *end)
{
	const char *from = p;
	while (p < end && ascii_is_digit(*p))
		p++;
	return (struct text){ from, (size_t)(p - from) };
}

/* Python: the last line `File "FILE", line N, in NAME`. */
static struct text
where_in_python(struct import_in *in, struct text stack)
{
	static const struct text head = { "File \"", 6 }, middle = { "\", line ", 8 };
	const char *p = stack.p, *const end = p + stack.n;
	struct text file = TEXT_ABSENT, line = TEXT_ABSENT;
	while ((p = memmem(p, (size_t)(end - p), head.p, head.n)) != NULL) {
		p += head.n;
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		stop = stop ? stop : end;
		const char *quote = memmem(p, (size_t)(stop - p), middle.p, middle.n);
		if (!quote)
			continue;
		const struct text number = digits_at(quote + middle.n, stop);
		if (number.n == 0)
			continue;
		file = (struct text){ p, (size_t)(quote - p) };
		line = number;
	}
	return file.p ? place(in, file, line) : TEXT_ABSENT;
}

/* The place at the end of a line `at NAME(FILE:LINE)`, `at NAME (FILE:LINE:COLUMN)`,
 * `at FILE:LINE:COLUMN` or `at NAME in FILE:line N`. */
static struct text
where_in_frame(struct import_in *in, struct text frame)
{
	const char *end = frame.p + frame.n;
	if (frame.n > 0 && end[-1] == ')')
		end--;
	const char *digits = end;
	while (digits > frame.p && ascii_is_digit(digits[-1]))
		digits--;
	struct text line = { digits, (size_t)(end - digits) };
	if (line.n == 0 || digits == frame.p)
		return TEXT_ABSENT;
	const char *stop = digits - 1;
	if (*stop == ' ' && stop - frame.p > 5 && memcmp(stop - 5, ":line", 5) == 0)
		stop -= 5;
	else if (*stop != ':')
		return TEXT_ABSENT;
	/* FILE:LINE:COLUMN */
	const char *before = stop;
	while (before > frame.p && ascii_is_digit(before[-1]))
		before--;
	if (before < stop && before > frame.p && before[-1] == ':') {
		line = (struct text){ before, (size_t)(stop - before) };
		stop = before - 1;
	}
	const char *from = stop;
	while (from > frame.p && from[-1] != '(' && from[-1] != ' ')
		from--;
	return from < stop ? place(in, (struct text){ from, (size_t)(stop - from) }, line)
			   : TEXT_ABSENT;
}

struct text
otel_where(struct import_in *in, struct text stack)
{
	struct text where = where_in_python(in, stack);
	const char *p = stack.p, *const end = p + stack.n;
	while (!where.p && p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		stop = stop ? stop : end;
		const struct text line = text_trim((struct text){ p, (size_t)(stop - p) });
		if (line.n > 3 && memcmp(line.p, "at ", 3) == 0)
			where = where_in_frame(in, (struct text){ line.p + 3, line.n - 3 });
		p = stop < end ? stop + 1 : end;
	}
	return where;
}

/* ---- the end -------------------------------------------------------------------------------- */

static struct import_attribute *
either_of(const struct import_attributes *as, struct text name, struct text old_name)
{
	struct import_attribute *a = import_attributes_find(as, name);
	return a ? a : import_attributes_find(as, old_name);
}

/* Where the code of the call is, if both file and line are recorded. */
static void
take_source(struct otel_span *s)
{
	struct import_attribute *file =
	    either_of(&s->attributes, TEXT("code.file.path"), TEXT("code.filepath"));
	struct import_attribute *line =
	    either_of(&s->attributes, TEXT("code.line.number"), TEXT("code.lineno"));
	int64_t n;
	if (!file || !line || file->value.p[0] != '"')
		return;
	const struct text text = import_attribute_text(s->in, line);
	const struct json_value number = { .kind = JSON_STRING, .p = text.p, .n = text.n };
	if (!text.p || import_i64(&number, &n) < 0 || n <= 0 || n > UINT32_MAX)
		return;
	import_more(s->in, s->record)->file = import_attribute_text(s->in, file);
	s->record->line = (uint32_t)n;
	file->taken = line->taken = true;
}

static void
set_error(struct otel_span *s, struct text message)
{
	struct trace_error *e = &import_more(s->in, s->record)->error;
	s->record->status = TRACE_ERROR;
	*e = s->error;
	if (message.n > 0)
		e->message = message;
	if (!e->type.p)
		e->type = import_attribute_text(
		    s->in, import_attributes_find(&s->attributes, TEXT("error.type")));
}

void
otel_end(struct otel_span *s, bool failed, struct text message)
{
	struct trace_record *r = s->record;
	if (!r->call_id.p)
		r->call_id = r->name.n > 0 ? r->name : TEXT("span");
	if (failed)
		set_error(s, message);
	else if (message.n > 0)
		import_attributes_add_string(
		    s->in, &s->attributes, TEXT("otel.status_description"), message);
	take_source(s);
	import_attributes_apply(s->in, &s->attributes, r);
	r->attributes = import_attributes_done(s->in, &s->attributes);
	import_events_done(s->in, r);
	if (s->links.n > 0) {
		json_end(&s->links, ']');
		import_more(s->in, r)->links = arena_text(s->in->arena, buf_as_text(&s->links));
		buf_free(&s->links);
	}
}
