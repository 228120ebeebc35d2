/* SPDX-License-Identifier: MIT */
#include "import/map.h"
#include "import/otel.h"

/* ---- events in a record: {name, time, attributes} ------------------------------------------- */

static bool
is_time(struct text key)
{
	static const struct text names[] = { { "timestamp", 9 }, { "time", 4 }, { "at", 2 },
		{ "time_unix_nano", 14 }, { "timeUnixNano", 12 } };
	return text_among(key, names, 5) < 5;
}

static bool
is_name(struct text key)
{
	static const struct text names[] = { { "name", 4 }, { "event", 5 }, { "message", 7 } };
	return text_among(key, names, 3) < 3;
}

static void
read_event(struct import_in *in, const struct json_value *v)
{
	struct import_object o;
	struct import_attributes as = { 0 };
	struct trace_event_record *e = import_event(in);
	struct text name = TEXT_ABSENT;
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (m->value.kind == JSON_NULL)
			continue;
		if (m->id == KEY_ATTRIBUTES)
			import_attributes_add_list(in, &as, m->key, &m->value);
		else if (is_name(m->key) && !name.p && m->value.kind == JSON_STRING)
			name = import_text(in->arena, &m->value);
		else if (!is_time(m->key) || e->at_ns != TRACE_NO_TIME ||
			 import_time(in->arena, &m->value, &e->at_ns) < 0)
			import_attributes_add(in, &as, m->key, import_json(in->arena, &m->value));
	}
	if (v->kind != JSON_OBJECT)
		import_attributes_add(in, &as, TEXT("value"), import_json(in->arena, v));
	otel_event_fill(in, e, name, &as);
}

void
map_read_events(struct import_in *in, const struct json_value *list)
{
	import_each(in, list, read_event);
}
