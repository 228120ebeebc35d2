/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/number.h"
#include "import/reader.h"
#include "json/write.h"

/*
 * Chrome trace events: an array of them, or {"traceEvents":[…]} with members beside it.
 *
 * B, E and X are calls of a thread, with args as input and those of E as output.  The old and new
 * async events are calls of a lane of their own: one for each process, category and id.  C is a
 * variable.  Metadata names services and threads, and otherwise becomes attributes of roots.  All
 * others are logs with their members as attributes, in the thread: instants, samples, objects, and
 * the arrows (flow events) between threads.
 *
 * viztracer writes "func (file:line)" as the name, and func_args and return_value in args.
 */
/* An element of `samples`, which stands beside the events and names no process. */
static bool
is_sample(const struct import_object *o)
{
	return import_has(o, KEY_SF) && !import_has(o, KEY_PH);
}

static bool
knows(const struct import_object *o)
{
	if (import_has(o, KEY_PH))
		return import_has(o, KEY_TS) || import_has(o, KEY_PID) || import_has(o, KEY_TID) ||
		       import_has(o, KEY_NAME);
	return import_has(o, KEY_TRACE_EVENTS) || is_sample(o);
}

/* How an event is placed. */
enum place { IN_THREAD, ASYNC, METADATA };

static const struct phase {
	const char *ph;
	enum place place;
	enum import_phase phase;
	bool told; /* its slice says all that ph does */
} phases[] = {
	{ "X", IN_THREAD, SLICE_COMPLETE, true },
	{ "B", IN_THREAD, SLICE_BEGIN, true },
	{ "E", IN_THREAD, SLICE_END, true },
	{ "b", ASYNC, SLICE_BEGIN, true },
	{ "e", ASYNC, SLICE_END, true },
	{ "n", ASYNC, SLICE_INSTANT, true },
	{ "S", ASYNC, SLICE_BEGIN, true },
	{ "F", ASYNC, SLICE_END, true },
	{ "T", ASYNC, SLICE_INSTANT, false },
	{ "p", ASYNC, SLICE_INSTANT, false },
	{ "C", IN_THREAD, SLICE_VARIABLE, true },
	{ "i", IN_THREAD, SLICE_INSTANT, true },
	{ "I", IN_THREAD, SLICE_INSTANT, true },
	{ "R", IN_THREAD, SLICE_INSTANT, false },
	{ "M", METADATA, SLICE_OF_LANE, true },
};

static struct phase
phase_of(struct text ph)
{
	for (size_t i = 0; i < sizeof(phases) / sizeof(*phases); i++)
		if (text_eq(ph, text_of(phases[i].ph)))
			return phases[i];
	return (struct phase){ NULL, IN_THREAD, SLICE_INSTANT, false };
}

/* ---- lanes ---------------------------------------------------------------------------------- */

static struct text
text_or(struct import_in *in, enum import_key key, struct text other)
{
	const struct text t = import_get_text(in->arena, &in->object, key);
	return t.p ? t : other;
}

/* A.B, or A.B.C */
static struct text
joined(struct import_in *in, struct text a, struct text b, struct text c)
{
	const size_t n = a.n + 1 + b.n + (c.p ? 1 + c.n : 0);
	char *p = arena_alloc(in->arena, n + 1), *q = p;
	memcpy(q, a.p, a.n);
	q += a.n;
	*q++ = '.';
	if (b.n > 0)
		memcpy(q, b.p, b.n);
	q += b.n;
	if (c.p) {
		*q++ = '.';
		if (c.n > 0)
			memcpy(q, c.p, c.n);
	}
	return (struct text){ p, n };
}

/* The id of an async event: that of id2 says whether it is only valid in its process. */
static struct text
async_id(struct import_in *in)
{
	const struct json_value v = import_get(&in->object, KEY_ID2);
	struct import_object id2;
	if (v.kind != JSON_OBJECT)
		return text_or(in, KEY_ID, TEXT(""));
	import_descend(&id2, in->names, in->arena, &in->object, &v);
	const struct text local = import_get_text(in->arena, &id2, KEY_LOCAL);
	const struct text global = import_get_text(in->arena, &id2, KEY_GLOBAL);
	return local.p ? local : global.p ? global : TEXT("");
}

static void
set_lane(struct import_in *in, struct import_slice *l, enum place place)
{
	const struct text pid = text_or(in, KEY_PID, TEXT("0"));
	l->trace = joined(in, TEXT("pid"), pid, TEXT_ABSENT);
	if (place != ASYNC) {
		l->lane = joined(in, pid, text_or(in, KEY_TID, TEXT("0")), TEXT_ABSENT);
		return;
	}
	const struct text scope = import_get_text(in->arena, &in->object, KEY_SCOPE);
	const struct text cat = text_or(in, KEY_CAT, TEXT(""));
	const struct text id = async_id(in);
	l->lane = joined(in, pid, cat, scope.p ? joined(in, scope, id, TEXT_ABSENT) : id);
}

/* ---- names ---------------------------------------------------------------------------------- */

/* Splits "func (file:line)".  The file may contain parentheses, so the first one is looked for from
 * the end. */
static void
set_name(struct import_slice *l, struct text name)
{
	size_t i = name.n, depth = 0, colon = 0;
	uint64_t line;
	l->name = name;
	if (i < 6 || name.p[i - 1] != ')')
		return;
	do {
		i--;
		depth += name.p[i] == ')';
		depth -= name.p[i] == '(';
		if (name.p[i] == ':' && colon == 0)
			colon = i;
	} while (i > 0 && depth > 0);
	if (depth > 0 || i < 2 || name.p[i - 1] != ' ' || colon < i + 2)
		return;
	const struct text digits = { name.p + colon + 1, name.n - 2 - colon };
	if (number_u64(digits, &line) < 0 || line == 0 || line > UINT32_MAX)
		return;
	l->name = (struct text){ name.p, i - 1 };
	l->file = (struct text){ name.p + i + 1, colon - i - 1 };
	l->line = (uint32_t)line;
}

/* ---- args ----------------------------------------------------------------------------------- */

static bool
is_viztracer(const struct json_value *args)
{
	const struct text t = { args->p, args->n };
	return args->kind == JSON_OBJECT && (text_contains(t, TEXT("\"func_args\"")) ||
						text_contains(t, TEXT("\"return_value\"")));
}

/* Takes func_args and return_value.  What else is in args is appended to *rest, as an object. */
static void
split_args(
    struct import_in *in, struct import_slice *l, const struct json_value *args, struct buf *rest)
{
	struct import_object o;
	import_descend(&o, in->names, in->arena, &in->object, args);
	l->input = import_get_json(in->arena, &o, KEY_FUNC_ARGS);
	l->output = import_get_json(in->arena, &o, KEY_RETURN_VALUE);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (m->id == KEY_FUNC_ARGS || m->id == KEY_RETURN_VALUE)
			continue;
		buf_char(rest, rest->n == 0 ? '{' : ',');
		json_put_string(rest, m->key);
		buf_char(rest, ':');
		import_put_json(rest, &m->value);
	}
	if (rest->n > 0)
		buf_char(rest, '}');
}

static void
set_args(struct import_in *in, struct import_slice *l, struct buf *rest)
{
	const struct json_value args = import_get(&in->object, KEY_ARGS);
	switch (l->phase) {
	case SLICE_BEGIN:
	case SLICE_COMPLETE:
		if (is_viztracer(&args))
			split_args(in, l, &args, rest);
		else
			l->input = import_json(in->arena, &args);
		return;
	case SLICE_END:
		if (is_viztracer(&args))
			split_args(in, l, &args, rest);
		else
			l->output = import_json(in->arena, &args);
		return;
	case SLICE_VARIABLE: l->input = import_json(in->arena, &args); return;
	case SLICE_INSTANT:
		if (args.kind != JSON_NONE)
			import_put_json(rest, &args);
		return;
	case SLICE_SERVICE:
	case SLICE_OF_TRACE:
	case SLICE_OF_LANE: return;
	}
}

/* ---- times, and the rest -------------------------------------------------------------------- */

enum { MICROSECOND = 1000 };

/* Members that the slice has in its own way.  Those with bad values become attributes. */
struct taken {
	bool ts, dur, tdur, ph, name, tid, id;
};

static void
set_times(struct import_in *in, struct import_slice *l, struct taken *taken)
{
	const struct json_value ts = import_get(&in->object, KEY_TS),
				dur = import_get(&in->object, KEY_DUR),
				tdur = import_get(&in->object, KEY_TDUR);
	taken->ts = import_ns(&ts, MICROSECOND, &l->at_ns) == 0;
	if (l->phase != SLICE_COMPLETE)
		return;
	taken->dur = import_ns(&dur, MICROSECOND, &l->duration_ns) == 0;
	taken->tdur = !taken->dur && import_ns(&tdur, MICROSECOND, &l->duration_ns) == 0;
}

static bool
is_taken(const struct import_member *m, const struct taken *t)
{
	switch ((int)m->id) {
	case KEY_PH: return t->ph;
	case KEY_TS: return t->ts;
	case KEY_DUR: return t->dur;
	case KEY_TDUR: return t->tdur;
	case KEY_NAME: return t->name;
	case KEY_TID: return t->tid;
	case KEY_ID: return t->id;
	case KEY_PID: return m->value.kind == JSON_NUMBER || m->value.kind == JSON_STRING;
	case KEY_ARGS: return true;
	default: return false;
	}
}

static bool
is_text(const struct import_object *o, enum import_key key)
{
	const struct json_value v = import_get(o, key);
	return v.kind == JSON_NUMBER || v.kind == JSON_STRING;
}

static void
read_event(struct import_in *in, struct import_slice *l, const struct phase *phase)
{
	const struct import_object *o = &in->object;
	struct buf args = { 0 };
	struct taken taken = { .ph = phase->told,
		.name = import_get(o, KEY_NAME).kind == JSON_STRING,
		.tid = phase->place == IN_THREAD && is_text(o, KEY_TID),
		.id = phase->place == ASYNC && is_text(o, KEY_ID) && !import_has(o, KEY_ID2) };
	set_times(in, l, &taken);
	set_args(in, l, &args);
	import_rest_begin(in);
	for (size_t i = 0; i < o->members; i++)
		if (!is_taken(&o->member[i], &taken))
			import_rest_add(in, o->member[i].key, &o->member[i].value);
	if (args.n > 0)
		buf_text(import_rest_name(in, TEXT("args")), buf_as_text(&args));
	l->attributes = import_rest_done(in);
	buf_free(&args);
	const struct text name = import_get_string(in->arena, o, KEY_NAME);
	set_name(l, name.p || import_has(o, KEY_PH) ? name : TEXT("sample"));
}

/* The value of metadata: the only member of args, or args. */
static void
read_metadata(struct import_in *in, struct import_slice *l)
{
	const struct json_value args = import_get(&in->object, KEY_ARGS);
	struct import_object o;
	import_descend(&o, in->names, in->arena, &in->object, &args);
	const struct text name = import_get_string(in->arena, &in->object, KEY_NAME);
	const struct text value = import_get_string(in->arena, &o, KEY_NAME);
	l->name = name.p ? name : TEXT("metadata");
	if (text_eq(l->name, TEXT("process_name")) && value.p && o.members == 1) {
		l->phase = SLICE_SERVICE;
		l->name = value;
		return;
	}
	l->phase =
	    l->name.n >= 7 && memcmp(l->name.p, "thread_", 7) == 0 ? SLICE_OF_LANE : SLICE_OF_TRACE;
	l->input = o.members == 1 ? import_json(in->arena, &o.member[0].value)
				  : import_json(in->arena, &args);
	l->output = value;
	if (!l->input.p)
		l->input = TEXT("null");
}

static bool
read(struct import_in *in)
{
	const struct text ph = import_get_string(in->arena, &in->object, KEY_PH);
	const struct json_value events = import_get(&in->object, KEY_TRACE_EVENTS);
	if (!ph.p && !is_sample(&in->object))
		return events.kind == JSON_ARRAY && import_json(in->arena, &events).n == 2;
	const struct phase phase = phase_of(ph.p ? ph : TEXT("P"));
	struct import_slice *l = import_add_slice(in);
	l->phase = phase.phase;
	set_lane(in, l, phase.place);
	if (phase.place == METADATA)
		read_metadata(in, l);
	else
		read_event(in, l, &phase);
	return true;
}

static void
shared(struct import_in *in, struct import_shared *out)
{
	const struct import_object *o = &in->object;
	if (!import_has(o, KEY_TRACE_EVENTS))
		return;
	import_rest_begin(in);
	for (size_t i = 0; i < o->members; i++)
		if (o->member[i].id != KEY_TRACE_EVENTS &&
		    (o->member[i].id != KEY_SAMPLES || o->member[i].value.n > 2))
			import_rest_add(in, o->member[i].key, &o->member[i].value);
	out->beside = import_rest_done(in);
}

const struct import_reader import_chrome = {
	.name = "Chrome", .knows = knows, .read = read, .shared = shared
};
