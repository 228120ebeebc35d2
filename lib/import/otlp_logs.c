/* SPDX-License-Identifier: MIT */
#include "import/otel.h"

/*
 * Log records in OTLP/JSON.  A record belongs to the span that it names, which may come before or
 * after it, from any file, or not at all.  Records that name no span belong to a call named `logs`,
 * one for each trace, and one for those that name no trace either.
 */

static bool
knows_log(const struct import_object *o)
{
	if (import_has(o, KEY_START_UNIX_NANO) || import_has(o, KEY_NAME))
		return false;
	if (import_has(o, KEY_TIME_UNIX_NANO) || import_has(o, KEY_OBSERVED_UNIX_NANO))
		return import_has(o, KEY_BODY) || import_has(o, KEY_EVENT_NAME) ||
		       import_has(o, KEY_SEVERITY_NUMBER) || import_has(o, KEY_SEVERITY_TEXT) ||
		       import_has(o, KEY_ATTRIBUTES);
	return import_has(o, KEY_BODY) &&
	       (import_has(o, KEY_SEVERITY_NUMBER) || import_has(o, KEY_SEVERITY_TEXT) ||
		   import_has(o, KEY_TRACEID) || import_has(o, KEY_ATTRIBUTES));
}

/* The level: the text, else that of the number.  What the level does not say of the number is an
 * attribute. */
static struct text
read_level(struct import_in *in, struct import_attributes *as)
{
	static const struct text levels[] = { { "TRACE", 5 }, { "DEBUG", 5 }, { "INFO", 4 },
		{ "WARN", 4 }, { "ERROR", 5 }, { "FATAL", 5 } };
	const struct json_value number = import_get(&in->object, KEY_SEVERITY_NUMBER);
	const struct text text = import_get_string(in->arena, &in->object, KEY_SEVERITY_TEXT);
	struct text level = TEXT_ABSENT;
	int64_t n;
	if (import_i64(&number, &n) == 0 && n >= 1 && n <= 24)
		level = levels[(n - 1) / 4];
	const bool told = level.p && (n - 1) % 4 == 0 && (text.n == 0 || text_eq(text, level));
	if (!told)
		otel_add_to(in, as, TEXT("otel.severity_number"), &number);
	return text.n > 0 ? text : level;
}

/* Takes what only goes into attributes. */
static void
read_log_members(struct import_in *in, struct import_attributes *as, struct text *name)
{
	const struct import_object *o = &in->object;
	for (size_t i = 0; i < o->members; i++) {
		const struct import_member *m = &o->member[i];
		switch ((int)m->id) {
		case KEY_TRACEID:
		case KEY_SPANID:
		case KEY_SEVERITY_NUMBER:
		case KEY_BODY: break;
		case KEY_SEVERITY_TEXT:
			if (m->value.kind != JSON_STRING)
				otel_add_to(in, as, m->key, &m->value);
			break;
		case KEY_EVENT_NAME:
			if (m->value.kind == JSON_STRING && m->value.n > 0)
				*name = import_text(in->arena, &m->value);
			else
				otel_add_to(in, as, m->key, &m->value);
			break;
		case KEY_ATTRIBUTES: import_attributes_add_list(in, as, m->key, &m->value); break;
		case KEY_TIME_UNIX_NANO:
			if (otel_time(in, &m->value) == TRACE_NO_TIME)
				otel_add_to(in, as, m->key, &m->value);
			break;
		case KEY_OBSERVED_UNIX_NANO: {
			const struct json_value time = import_get(o, KEY_TIME_UNIX_NANO);
			if (otel_time(in, &time) != TRACE_NO_TIME ||
			    otel_time(in, &m->value) == TRACE_NO_TIME)
				otel_add_member(in, as, m);
			break;
		}
		default: otel_add_member(in, as, m);
		}
	}
}

/* The message is the body, if that is a text, else the name of the event; what is not the message
 * is an attribute.  An exception keeps its name. */
static struct text
read_message(struct import_in *in, struct import_attributes *as, struct text name)
{
	const bool exception = name.p && text_eq(name, TEXT("exception"));
	const struct json_value body = import_get(&in->object, KEY_BODY);
	if (body.kind == JSON_NONE)
		return name;
	struct import_attribute text = { TEXT("body"), import_any_value(in, &body), false };
	if (text.value.p[0] == '"' && !exception) {
		if (name.p)
			import_attributes_add_string(in, as, TEXT("event.name"), name);
		return import_attribute_text(in, &text);
	}
	if (!text_eq(text.value, TEXT("null")))
		import_attributes_add(in, as, text.key, text.value);
	return name;
}

/* The call that a record belongs to: the span it names, else one for all records of the trace. */
static void
read_ids(struct import_in *in, struct trace_record *r)
{
	r->trace_id = import_get_id(in->arena, &in->object, KEY_TRACEID);
	r->call_id = import_get_id(in->arena, &in->object, KEY_SPANID);
	if (r->call_id.p)
		return;
	r->call_id = TEXT("logs");
	r->name = TEXT("logs");
	r->made_up = true;
}

/* Before event names were a member they were an attribute. */
static struct text
old_name(struct import_in *in, const struct import_attributes *as)
{
	return import_attribute_text(in, import_attributes_find(as, TEXT("event.name")));
}

static bool
read_log(struct import_in *in)
{
	const struct json_value time = import_get(&in->object, KEY_TIME_UNIX_NANO);
	const struct json_value observed = import_get(&in->object, KEY_OBSERVED_UNIX_NANO);
	struct trace_record *r = import_add(in);
	struct trace_event_record *e = import_event(in);
	struct import_attributes as = { 0 };
	struct text name = TEXT_ABSENT;
	r->what = TRACE_EVENT;
	read_ids(in, r);
	read_log_members(in, &as, &name);
	e->at_ns = otel_time(in, &time);
	if (e->at_ns == TRACE_NO_TIME)
		e->at_ns = otel_time(in, &observed);
	const struct text level = read_level(in, &as);
	if (!name.p)
		name = old_name(in, &as);
	const struct text message = read_message(in, &as, name);
	const bool failed = message.p && text_eq(message, TEXT("exception"));
	if (failed) /* errors have no level */
		import_attributes_add_string(in, &as, TEXT("otel.severity_text"), level);
	otel_event_fill(in, e, message, &as);
	if (!failed)
		e->text[TRACE_LEVEL] = level;
	import_events_done(in, r);
	return true;
}

const struct import_reader import_otlp_logs = {
	.name = "OTLP logs", .knows = knows_log, .read = read_log
};
