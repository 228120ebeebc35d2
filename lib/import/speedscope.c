/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "import/part.h"
#include "json/write.h"

/*
 * speedscope: a document with frames that its profiles share.  An evented profile opens and closes
 * frames.  A sampled one has stacks with weights; frames that two stacks have in common, counted
 * from the root, are one call.  A profile in bytes or without a unit has no clock: what stands for
 * the time is the attribute `at`.
 */
struct frame {
	struct text name, file, attributes; /* attributes: JSON, what else is known of it */
	uint32_t line;
};

struct profile {
	struct import_in *in;
	const struct frame *frame;
	size_t frames;
	struct text trace;
	unsigned places; /* a value times 10^places is a whole number of millionths */
	bool clock;
	bool timed; /* it is known what time it is: */
	number_wide at;
};

static bool
knows(const struct import_object *o)
{
	return import_get(o, KEY_PROFILES).kind == JSON_ARRAY &&
	       import_get(o, KEY_SHARED).kind == JSON_OBJECT;
}

/* ---- frames --------------------------------------------------------------------------------- */

static void
read_frame(struct import_in *in, struct frame *f, const struct json_value *v)
{
	struct import_object o;
	int64_t line;
	import_descend(&o, in->names, in->arena, &in->object, v);
	const struct json_value n = import_get(&o, KEY_LINE);
	const bool has_line = import_i64(&n, &line) == 0 && line > 0 && line <= UINT32_MAX;
	*f = (struct frame){ .name = import_get_text(in->arena, &o, KEY_NAME),
		.file = import_get_string(in->arena, &o, KEY_FILE),
		.line = has_line ? (uint32_t)line : 0 };
	import_rest_begin(in);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if ((m->id == KEY_NAME && f->name.p) || (m->id == KEY_FILE && f->file.p) ||
		    (m->id == KEY_LINE && has_line))
			continue;
		import_rest_add(in, m->key.p ? m->key : TEXT("frame"), &m->value);
	}
	f->attributes = import_rest_done(in);
}

static struct frame *
read_frames(struct import_in *in, size_t *count)
{
	const struct json_value v = import_get(&in->object, KEY_SHARED);
	struct import_object o, list;
	import_descend(&o, in->names, in->arena, &in->object, &v);
	const struct json_value frames = import_get(&o, KEY_FRAMES);
	import_descend(&list, in->names, in->arena, &in->object, &frames);
	struct frame *f = arena_alloc(in->arena, (list.members + 1) * sizeof(*f));
	for (size_t i = 0; i < list.members; i++)
		read_frame(in, &f[i], &list.member[i].value);
	*count = list.members;
	return f;
}

/* ---- times ---------------------------------------------------------------------------------- */

/* Times are added up in millionths of a nanosecond, or, without a clock, of the unit. */
enum { MILLIONTHS = 6 };

static void
set_unit(struct profile *p, struct text unit)
{
	static const struct {
		struct text name;
		unsigned places;
	} units[] = { { TEXT("nanoseconds"), 0 }, { TEXT("microseconds"), 3 },
		{ TEXT("milliseconds"), 6 }, { TEXT("seconds"), 9 } };
	p->places = MILLIONTHS;
	p->clock = false;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (!text_eq(unit, units[i].name))
			continue;
		p->clock = true;
		p->places += units[i].places;
	}
}

static number_wide
clamped(number_wide v)
{
	const number_wide most = NUMBER_FLOOR_MAX / 1000;
	return v > most ? most : v < -most ? -most : v;
}

/* A value of the profile.  Returns false for what is no number. */
static bool
value_of(const struct profile *p, const struct json_value *v, number_wide *value)
{
	const struct text t = { v->p, v->n };
	if ((v->kind != JSON_NUMBER && v->kind != JSON_STRING) || !number_is_json(t))
		return false;
	number_floor(t, p->places, value);
	*value = clamped(*value);
	return true;
}

static int64_t
time_ns(const struct profile *p)
{
	const number_wide million = 1000000, half = 500000;
	const number_wide ns = (p->at < 0 ? p->at - half : p->at + half) / million;
	if (!p->clock || !p->timed || ns <= INT64_MIN || ns > INT64_MAX)
		return TRACE_NO_TIME;
	return (int64_t)ns;
}

/* Millionths, as a decimal number. */
static void
put_millionths(struct buf *b, number_wide v)
{
	const number_wide million = 1000000;
	char digits[64];
	size_t n = sizeof(digits);
	uint32_t fraction = (uint32_t)((v < 0 ? -v : v) % million);
	number_wide whole = (v < 0 ? -v : v) / million;
	do
		digits[--n] = (char)('0' + (int)(whole % 10));
	while ((whole /= 10) > 0);
	if (v < 0)
		buf_char(b, '-');
	buf_put(b, digits + n, sizeof(digits) - n);
	if (fraction == 0)
		return;
	buf_char(b, '.');
	for (uint32_t unit = 100000; fraction > 0; fraction %= unit, unit /= 10)
		buf_char(b, (char)('0' + fraction / unit));
}

/* ---- slices --------------------------------------------------------------------------------- */

static struct import_slice *
add_slice(struct profile *p, enum import_phase phase)
{
	struct import_slice *l = import_add_slice(p->in);
	l->phase = phase;
	l->ordered = true;
	l->trace = p->trace;
	l->lane = TEXT("");
	l->document = p->in->part->counts.in;
	return l;
}

/* Adds an attribute of the profile's roots. */
static void
add_attribute(struct profile *p, struct text name, struct text value)
{
	struct import_slice *l = add_slice(p, SLICE_OF_TRACE);
	l->name = name;
	l->input = value;
}

/* A frame, as a profile names it. */
struct named {
	uint64_t number; /* UINT64_MAX: it is no number */
	struct text text;
};

static struct named
named_frame(struct profile *p, const struct json_value *v)
{
	struct named n = { UINT64_MAX, import_json(p->in->arena, v) };
	if (v->kind != JSON_NUMBER || number_u64(n.text, &n.number) < 0)
		n.number = UINT64_MAX;
	return n;
}

static struct text
attributes_of(struct profile *p, const struct frame *f, const struct named *n)
{
	struct buf b = { 0 };
	const bool at = !p->clock && p->timed, known = n->number < p->frames;
	if (!at && (known || !n->text.p))
		return f->attributes;
	if (f->attributes.p)
		buf_put(&b, f->attributes.p, f->attributes.n - 1);
	else
		json_begin(&b, '{');
	if (!known)
		json_member_raw_or_null(&b, "frame", n->text);
	if (at) {
		json_name(&b, "at");
		put_millionths(&b, p->at);
	}
	json_end(&b, '}');
	const struct text t = arena_text(p->in->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

/* A frame is opened or closed now.  One that is not in the table has no name. */
static void
add_frame(struct profile *p, enum import_phase phase, const struct named *n)
{
	static const struct frame unknown = { .line = 0 };
	const struct frame *f = n->number < p->frames ? &p->frame[n->number] : &unknown;
	struct import_slice *l = add_slice(p, phase);
	l->name = f->name;
	l->file = f->file;
	l->line = f->line;
	l->at_ns = time_ns(p);
	l->attributes = attributes_of(p, f, n);
}

/* ---- evented -------------------------------------------------------------------------------- */

static void
read_events(struct profile *p, const struct json_value *events)
{
	struct import_in *in = p->in;
	struct json_members it;
	struct json_value key, v;
	json_members(&it, in->object.text, in->object.index, events);
	while (json_member(&it, &key, &v)) {
		struct import_object o;
		import_descend(&o, in->names, in->arena, &in->object, &v);
		const struct text type = import_get_string(in->arena, &o, KEY_TYPE);
		const struct json_value frame = import_get(&o, KEY_FRAME),
					at = import_get(&o, KEY_AT);
		const struct named named = named_frame(p, &frame);
		p->timed = value_of(p, &at, &p->at);
		if (text_eq(type, TEXT("O"))) {
			add_frame(p, SLICE_BEGIN, &named);
		} else if (text_eq(type, TEXT("C"))) {
			add_frame(p, SLICE_END, &named);
		} else {
			struct import_slice *l = add_slice(p, SLICE_INSTANT);
			l->name = TEXT("event");
			l->at_ns = time_ns(p);
			import_rest_begin(in);
			import_rest_add(in, TEXT("event"), &v);
			l->attributes = import_rest_done(in);
		}
	}
}

/* ---- sampled -------------------------------------------------------------------------------- */

struct stack {
	struct named *frame;
	size_t n, cap;
};

static bool
is_same(const struct named *a, const struct named *b)
{
	return a->number == b->number && (a->number != UINT64_MAX || text_eq(a->text, b->text));
}

/* Closes the frames of a stack from a depth on, the innermost first. */
static void
unwind(struct profile *p, struct stack *s, size_t depth)
{
	while (s->n > depth)
		add_frame(p, SLICE_END, &s->frame[--s->n]);
}

static void
take_sample(struct profile *p, struct stack *s, const struct json_value *sample)
{
	struct json_members it;
	struct json_value key, v;
	size_t depth = 0;
	if (sample->kind == JSON_ARRAY) {
		json_members(&it, p->in->object.text, p->in->object.index, sample);
		while (json_member(&it, &key, &v)) {
			const struct named frame = named_frame(p, &v);
			if (depth < s->n && is_same(&s->frame[depth], &frame)) {
				depth++;
				continue;
			}
			unwind(p, s, depth);
			s->frame = mem_grow(s->frame, &s->cap, s->n + 1, sizeof(*s->frame));
			s->frame[s->n++] = frame;
			depth++;
			add_frame(p, SLICE_BEGIN, &frame);
		}
	}
	unwind(p, s, depth);
}

static void
read_samples(struct profile *p, const struct json_value *samples, const struct json_value *weights)
{
	struct json_members it, weight;
	struct json_value key, v;
	struct stack s = { 0 };
	number_wide weight_of;
	bool more = weights->kind == JSON_ARRAY;
	json_members(&it, p->in->object.text, p->in->object.index, samples);
	if (more)
		json_members(&weight, p->in->object.text, p->in->object.index, weights);
	while (json_member(&it, &key, &v)) {
		take_sample(p, &s, &v);
		more = more && json_member(&weight, &key, &v);
		if (more && value_of(p, &v, &weight_of))
			p->at = clamped(p->at + weight_of);
	}
	unwind(p, &s, 0);
	free(s.frame);
}

/* ---- the document --------------------------------------------------------------------------- */

static void
read_profile(struct profile *p, const struct json_value *v)
{
	struct import_in *in = p->in;
	struct import_object o;
	import_descend(&o, in->names, in->arena, &in->object, v);
	const struct json_value events = import_get(&o, KEY_EVENTS),
				samples = import_get(&o, KEY_SAMPLES),
				weights = import_get(&o, KEY_WEIGHTS),
				start = import_get(&o, KEY_START_VALUE);
	const bool evented = events.kind == JSON_ARRAY, sampled = samples.kind == JSON_ARRAY;
	set_unit(p, import_get_string(in->arena, &o, KEY_UNIT));
	import_rest_begin(in);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if ((m->id == KEY_EVENTS && evented) || (m->id == KEY_SAMPLES && sampled) ||
		    (m->id == KEY_WEIGHTS && sampled && weights.kind == JSON_ARRAY))
			continue;
		import_rest_add(in, m->key.p ? m->key : TEXT("value"), &m->value);
	}
	const struct text others = import_rest_done(in);
	if (others.p)
		add_attribute(p, TEXT("profile"), others);
	if (evented)
		read_events(p, &events);
	if (sampled) {
		p->timed = true;
		if (!value_of(p, &start, &p->at))
			p->at = 0;
		read_samples(p, &samples, &weights);
	}
}

/* What stands beside the profiles belongs to the roots of the first. */
static void
add_others(struct profile *p)
{
	const struct import_object *o = &p->in->object;
	for (size_t i = 0; i < o->members; i++)
		if (o->member[i].id != KEY_PROFILES && o->member[i].id != KEY_SHARED)
			add_attribute(
			    p, o->member[i].key, import_json(p->in->arena, &o->member[i].value));
}

static bool
read(struct import_in *in)
{
	const struct json_value profiles = import_get(&in->object, KEY_PROFILES);
	struct profile p = { .in = in };
	struct json_members it;
	struct json_value key, v;
	p.frame = read_frames(in, &p.frames);
	json_members(&it, in->object.text, in->object.index, &profiles);
	for (uint64_t number = 0; json_member(&it, &key, &v); number++) {
		struct buf name = { 0 };
		buf_printf(&name, "profile.");
		buf_u64(&name, number);
		p.trace = arena_text(in->arena, buf_as_text(&name));
		buf_free(&name);
		if (number == 0)
			add_others(&p);
		read_profile(&p, &v);
	}
	return true;
}

const struct import_reader import_speedscope = {
	.name = "speedscope", .knows = knows, .read = read
};
