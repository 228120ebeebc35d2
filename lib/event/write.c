/* SPDX-License-Identifier: MIT */
#include "event/event.h"

#include "event/put.h"

struct event_schema
event_schema_new(struct arena *a, const struct text *name, size_t count)
{
	struct text *names = arena_zalloc(a, count, sizeof(*names));
	struct text *prefixes = arena_zalloc(a, count, sizeof(*prefixes));
	struct buf b = { 0 };
	for (size_t i = 0; i < count; i++) {
		b.n = 0;
		json_put_string(&b, name[i]);
		buf_char(&b, ':');
		names[i] = arena_text(a, name[i]);
		prefixes[i] = arena_text(a, buf_as_text(&b));
	}
	buf_free(&b);
	return (struct event_schema){ names, prefixes, count };
}

size_t
event_head_room(const struct event *ev)
{
	return PUT_LITERALS + STAMP_MAX + put_value_room(&ev->event_id) +
	       put_value_room(&ev->tenant_id) + put_value_room(&ev->source_id) +
	       put_value_room(&ev->entity_id) + put_value_room(&ev->session_id);
}

/* Do `next`, a string, and the text `between` follow the string v in memory, as they do in JSON?
 */
static inline bool
comes_behind(const struct value *v, struct text next, struct text between)
{
	return v->kind == VALUE_STRING && v->plain && next.p == v->text.p + v->text.n + between.n &&
	       memcmp(next.p - between.n, between.p, between.n) == 0;
}

/* Do the first four members stand in memory as they are to be written? */
static bool
is_one_stretch(const struct event *ev)
{
	return ev->observed_at.p && ev->source_id.plain &&
	       comes_behind(&ev->event_id, ev->tenant_id.text, TEXT("\",\"tenant_id\":\"")) &&
	       comes_behind(&ev->tenant_id, ev->source_id.text, TEXT("\",\"source_id\":\"")) &&
	       comes_behind(&ev->source_id, ev->observed_at, TEXT("\",\"observed_at\":\""));
}

static void
put_one_stretch(struct put *o, const struct event *ev)
{
	const char *start = ev->event_id.text.p - 1;
	PUT_LIT(o, "{\"event_id\":");
	put_bytes(o, start, (size_t)(ev->observed_at.p + ev->observed_at.n - start));
}

static void
put_apart(struct put *o, const struct event *ev)
{
	PUT_LIT(o, "{\"event_id\":");
	put_value(o, &ev->event_id);
	PUT_LIT(o, ",\"tenant_id\":");
	put_value(o, &ev->tenant_id);
	PUT_LIT(o, ",\"source_id\":");
	put_value(o, &ev->source_id);
	PUT_LIT(o, ",\"observed_at\":\"");
	if (ev->observed_at.p)
		put_bytes(o, ev->observed_at.p, ev->observed_at.n);
	else
		o->p += stamp_put(ev->observed_at_ns, o->p);
}

void
event_put_head(struct put *o, const struct event *ev)
{
	if (is_one_stretch(ev))
		put_one_stretch(o, ev);
	else
		put_apart(o, ev);
	PUT_LIT(o, "\",\"encoding_version\":");
	put_u64(o, ev->encoding_version);
}

void
event_put_ids(struct put *o, const struct event *ev)
{
	PUT_LIT(o, ",\"entity_id\":");
	put_value(o, &ev->entity_id);
	PUT_LIT(o, ",\"session_id\":");
	put_value(o, &ev->session_id);
}

static size_t
fields_room(const struct value *field, const struct event_schema *s)
{
	size_t room = 2;
	for (size_t i = 0; i < s->count; i++)
		room += s->prefix[i].n + put_value_room(&field[i]) + 1;
	return room;
}

static void
put_fields(struct put *o, const struct value *field, const struct event_schema *s)
{
	bool any = false;
	*o->p++ = '{';
	for (size_t i = 0; i < s->count; i++) {
		if (field[i].kind == VALUE_ABSENT)
			continue;
		put_bytes(o, s->prefix[i].p, s->prefix[i].n);
		put_value(o, &field[i]);
		*o->p++ = ',';
		any = true;
	}
	if (any)
		o->p[-1] = '}';
	else
		*o->p++ = '}';
}

void
event_put_fields(struct buf *b, const struct value *field, const struct event_schema *s)
{
	struct put o = put_begin(b, fields_room(field, s));
	put_fields(&o, field, s);
	put_end(&o);
}

static void
put_warnings(struct buf *b, const struct event_warning *w, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_text(b, i == 0 ? TEXT(",\"warnings\":[{\"field\":") : TEXT(",{\"field\":"));
		json_put_string(b, w[i].field);
		BUF_LIT(b, ",\"error\":");
		json_put_string(b, w[i].error);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

void
event_put_encoded(struct buf *b, const struct event *ev, const struct event_schema *s)
{
	struct put o = put_begin(b, event_head_room(ev) + fields_room(ev->field, s));
	event_put_head(&o, ev);
	event_put_ids(&o, ev);
	PUT_LIT(&o, ",\"fields\":");
	put_fields(&o, ev->field, s);
	if (ev->warnings > 0) {
		put_end(&o);
		put_warnings(b, ev->warning, ev->warnings);
		o = put_begin(b, 2);
	}
	PUT_LIT(&o, "}\n");
	put_end(&o);
}
