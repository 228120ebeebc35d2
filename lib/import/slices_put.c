/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "import/slices_private.h"
#include "json/keys.h"
#include "json/write.h"
#include "trace/members.h"

/* Adds the calls to the model, in input order. */
struct putting {
	struct import_slices *s;
	struct buf trace, id, parent, attributes, value;
};

/* ---- attributes of roots -------------------------------------------------------------------- */

static const struct trace_text *
joined(struct putting *p, const struct trace_text *a, const struct trace_text *b)
{
	if (!a || !b)
		return a ? a : b;
	p->attributes.n = 0;
	trace_join_objects(&p->attributes, trace_text_of(a), trace_text_of(b));
	return trace_intern(p->s->model, buf_as_text(&p->attributes));
}

/* What is said of processes and threads: slices that are attributes of one owner, a lane or a
 * group, are a chain from the latest on. */
struct saying {
	uint32_t slice, before; /* 1 + the one before it; 0: none */
};

struct sayings {
	struct saying *saying;
	size_t n, cap;
	uint32_t *of_lane, *of_group; /* 1 + the latest; 0: none */
};

static void
say(struct sayings *k, uint32_t *latest, uint32_t slice)
{
	k->saying = mem_grow(k->saying, &k->cap, k->n + 1, sizeof(*k->saying));
	k->saying[k->n] = (struct saying){ slice, *latest };
	*latest = (uint32_t)++k->n;
}

/* Says a chain as an object, the latest first.  Of those with one name the latest counts. */
static const struct trace_text *
object_of(struct putting *p, const struct sayings *k, uint32_t latest)
{
	const struct import_slices *s = p->s;
	size_t n = 0, next = 0;
	for (uint32_t i = latest; i > 0; i = k->saying[i - 1].before)
		n++;
	if (n == 0)
		return NULL;
	struct json_key *key = mem_alloc(n * sizeof(*key));
	size_t *dead = mem_alloc(n * sizeof(*dead)), at = n;
	for (uint32_t i = latest; i > 0; i = k->saying[i - 1].before) {
		at--;
		key[at] = (struct json_key){ 0, at,
			trace_text_of(s->slice[k->saying[i - 1].slice].name) };
	}
	next = json_keys_replaced(key, n, dead);
	p->value.n = 0;
	json_begin(&p->value, '{');
	at = n;
	for (uint32_t i = latest; i > 0; i = k->saying[i - 1].before) {
		const struct slice *l = &s->slice[k->saying[i - 1].slice];
		at--;
		if (next > 0 && dead[next - 1] == at) {
			next--;
			continue;
		}
		json_name_text(&p->value, trace_text_of(l->name));
		json_add_raw(&p->value, l->input);
	}
	json_end(&p->value, '}');
	free(key);
	free(dead);
	return trace_intern(s->model, buf_as_text(&p->value));
}

/* Takes in what is said of processes and threads. */
static void
describe(struct putting *p, struct sayings *k)
{
	struct import_slices *s = p->s;
	for (uint32_t i = 0; i < s->n; i++) {
		const struct slice *l = &s->slice[i];
		struct slice_lane *lane = &s->lane[l->lane];
		struct slice_group *g = &s->group[lane->group];
		if (l->phase < SLICE_SERVICE)
			continue;
		if (l->phase == SLICE_SERVICE) {
			g->service = l->name;
			g->records += l->records;
		} else if (l->phase == SLICE_OF_TRACE) {
			say(k, &k->of_group[lane->group], i);
			g->records += l->records;
		} else {
			say(k, &k->of_lane[l->lane], i);
			lane->records += l->records;
			if (text_eq(trace_text_of(l->name), TEXT("thread_name")))
				lane->title = trace_intern(s->model, l->output);
		}
	}
}

/* A process has no calls if it is repeated, but that is said elsewhere. */
static void
share(struct putting *p)
{
	struct import_slices *s = p->s;
	const struct trace_text **of_group = mem_zalloc(s->groups + 1, sizeof(*of_group));
	struct sayings k = { .of_lane = mem_zalloc(s->lanes + 1, sizeof(*k.of_lane)),
		.of_group = mem_zalloc(s->groups + 1, sizeof(*k.of_group)) };
	describe(p, &k);
	for (size_t i = 0; i < s->groups; i++)
		of_group[i] = object_of(p, &k, k.of_group[i]);
	for (size_t i = 0; i < s->lanes; i++) {
		struct slice_lane *l = &s->lane[i];
		struct slice_group *g = &s->group[l->group];
		l->resource = joined(p, object_of(p, &k, k.of_lane[i]), of_group[l->group]);
		if (g->number > 0 && l->calls == 0) {
			s->without += l->records;
		} else if (g->records > 0 && l->calls > 0) {
			l->records += g->records;
			g->records = 0;
		}
	}
	for (size_t i = 0; i < s->groups; i++)
		if (s->group[i].number > 0)
			s->without += s->group[i].records;
	free(of_group);
	free(k.saying);
	free(k.of_lane);
	free(k.of_group);
}

static struct slice_group *
group_of(const struct import_slices *s, const struct slice *l)
{
	return &s->group[s->lane[l->lane].group];
}

static bool
is_call(const struct import_slices *s, uint32_t slice)
{
	const uint8_t phase = s->slice[slice].phase;
	return phase == SLICE_BEGIN || phase == SLICE_COMPLETE ||
	       (phase == SLICE_END && s->place[slice].partner == SLICE_NONE);
}

static bool
is_earlier(int64_t a, int64_t b)
{
	return a != TRACE_NO_TIME && (b == TRACE_NO_TIME || a < b);
}

/* Finds the first root of each document. */
static void
find_roots(struct import_slices *s)
{
	for (uint32_t i = 0; i < s->n; i++) {
		const struct slice *l = &s->slice[i];
		struct slice_lane *lane = &s->lane[l->lane];
		struct slice_document *d = &s->document[group_of(s, l)->of];
		const bool call = is_call(s, i);
		if (l->phase >= SLICE_SERVICE || s->place[i].around != SLICE_NONE ||
		    group_of(s, l)->number == 0 || (!call && (l->phase == SLICE_END || lane->met)))
			continue;
		lane->met |= !call;
		const int64_t start_ns = call ? l->at_ns : lane->first_ns;
		if (d->root != SLICE_NONE && !is_earlier(start_ns, d->start_ns))
			continue;
		d->root = i;
		d->start_ns = start_ns;
	}
}

/* Tells the call of a slice without a parent what is around it. */
static void
tell_root(struct putting *p, uint32_t slice, uint32_t call)
{
	struct import_slices *s = p->s;
	const struct slice *l = &s->slice[slice];
	struct slice_lane *lane = &s->lane[l->lane];
	const struct slice_document *d = &s->document[group_of(s, l)->of];
	const struct trace_text *resource = lane->resource;
	if (d->root == slice && d->beside.p)
		resource = joined(p, resource, trace_intern(s->model, d->beside));
	trace_set_shared(s->model, call, NULL, resource);
}

/* ---- records -------------------------------------------------------------------------------- */

static struct text
number_trace(struct putting *p, const struct slice_group *g)
{
	if (g->number == 1)
		return trace_text_of(g->trace);
	p->trace.n = 0;
	buf_text(&p->trace, trace_text_of(g->trace));
	buf_printf(&p->trace, "~%u", g->number);
	return buf_as_text(&p->trace);
}

/* LANE.N, or N */
static struct text
id_of(const struct import_slices *s, struct buf *b, uint32_t slice)
{
	const struct text lane = trace_text_of(s->lane[s->slice[slice].lane].name);
	b->n = 0;
	buf_text(b, lane);
	if (lane.n > 0)
		buf_char(b, '.');
	buf_u64(b, s->place[slice].number);
	return buf_as_text(b);
}

static struct trace_record
record_of(struct putting *p, uint32_t slice)
{
	const struct import_slices *s = p->s;
	const struct slice *l = &s->slice[slice];
	const uint32_t around = s->place[slice].around;
	struct trace_record r = { .what = TRACE_CALL,
		.kind = TRACE_FUNCTION,
		.trace_id = number_trace(p, group_of(s, l)),
		.call_id = id_of(s, &p->id, slice),
		.name = trace_text_of(l->name),
		.service = trace_text_of(group_of(s, l)->service),
		.start_ns = l->at_ns,
		.end_ns = TRACE_NO_TIME,
		.duration_ns = l->duration_ns,
		.input = l->input,
		.output = l->output,
		.attributes = trace_text_of(l->attributes),
		.line = l->line,
		.marks = l->marks,
		.records = l->records };
	if (around != SLICE_NONE)
		r.parent_id = id_of(s, &p->parent, around);
	return r;
}

/* What its end says differently, or in addition, is the attribute `end` of a call. */
static void
add_end(
    struct putting *p, struct trace_record *r, const struct slice *begin, const struct slice *end)
{
	bool any = false;
	struct buf *b = &p->value;
	r->end_ns = end->at_ns;
	r->status = TRACE_OK;
	r->marks |= end->marks;
	r->records += end->records;
	if (end->output.p && !text_eq(end->output, begin->input))
		r->output = end->output;
	b->n = 0;
	json_begin(b, '{');
	json_member_begin(b, "end", '{');
	if (end->name && end->name != begin->name) {
		json_member_string(b, "name", trace_text_of(end->name));
		any = true;
	}
	any |= trace_put_difference(
	    b, trace_text_of(end->attributes), trace_text_of(begin->attributes));
	json_end(b, '}');
	json_end(b, '}');
	if (!any)
		return;
	p->attributes.n = 0;
	trace_join_objects(&p->attributes,
	    begin->attributes ? trace_text_of(begin->attributes) : TEXT("{}"), buf_as_text(b));
	r->attributes = buf_as_text(&p->attributes);
}

static void
put_call(struct putting *p, uint32_t slice)
{
	struct import_slices *s = p->s;
	const struct slice *l = &s->slice[slice];
	const uint32_t partner = s->place[slice].partner;
	struct trace_record r = record_of(p, slice);
	struct trace_more more = TRACE_MORE_INIT;
	more.file = trace_text_of(l->file);
	if (l->file)
		r.more = &more;
	if (l->phase == SLICE_END) {
		r.what = TRACE_END;
		r.end_ns = l->at_ns;
	} else if (partner != SLICE_NONE) {
		add_end(p, &r, l, &s->slice[partner]);
	} else if (l->phase == SLICE_BEGIN || l->duration_ns == TRACE_NO_TIME) {
		r.what = TRACE_BEGIN;
	}
	const bool root = s->place[slice].around == SLICE_NONE;
	if (root) {
		r.records += s->lane[l->lane].records;
		s->lane[l->lane].records = 0;
	}
	const uint32_t call = trace_add(s->model, &r);
	if (root)
		tell_root(p, slice, call);
}

/* The call that has the instants of a lane which are outside of calls. */
static void
put_strays(struct putting *p, uint32_t slice)
{
	struct import_slices *s = p->s;
	struct slice_lane *lane = &s->lane[s->slice[slice].lane];
	const struct slice_group *g = &s->group[lane->group];
	const struct text name = trace_text_of(lane->name), id = name.n > 0 ? name : TEXT("0");
	const struct trace_record r = { .what = TRACE_CALL,
		.kind = TRACE_SPAN,
		.status = TRACE_OK,
		.trace_id = number_trace(p, g),
		.call_id = id,
		.name = lane->title ? trace_text_of(lane->title) : id,
		.service = trace_text_of(g->service),
		.start_ns = lane->first_ns,
		.end_ns = lane->last_ns,
		.duration_ns = TRACE_NO_TIME,
		.records = lane->records };
	lane->records = 0;
	lane->strayed = true;
	tell_root(p, slice, trace_add(s->model, &r));
}

static void
put_event(struct putting *p, uint32_t slice)
{
	struct import_slices *s = p->s;
	const struct slice *l = &s->slice[slice];
	const struct slice_lane *lane = &s->lane[l->lane];
	const uint32_t around = s->place[slice].around;
	struct trace_event_record e = { .type = TRACE_LOG,
		.at_ns = l->at_ns,
		.after = -1,
		.text = { trace_text_of(l->name) },
		.attributes = trace_text_of(l->attributes) };
	struct trace_record r = { .what = TRACE_EVENT,
		.trace_id = number_trace(p, group_of(s, l)),
		.event = &e,
		.events = 1,
		.marks = l->marks,
		.records = l->records,
		.start_ns = TRACE_NO_TIME,
		.end_ns = TRACE_NO_TIME,
		.duration_ns = TRACE_NO_TIME };
	if (l->phase == SLICE_VARIABLE) {
		e.type = TRACE_VARIABLE;
		e.text[TRACE_VALUE] = l->input;
	}
	if (around == SLICE_NONE && !lane->strayed)
		put_strays(p, slice);
	if (around != SLICE_NONE)
		r.call_id = id_of(s, &p->id, around);
	else
		r.call_id = trace_text_of(lane->name).n > 0 ? trace_text_of(lane->name) : TEXT("0");
	trace_add(s->model, &r);
}

void
slices_put(struct import_slices *s)
{
	struct putting p = { .s = s };
	share(&p);
	find_roots(s);
	for (size_t i = 0; i < s->documents; i++)
		s->without += s->document[i].beside.p && s->document[i].root == SLICE_NONE;
	for (uint32_t i = 0; i < s->n; i++) {
		const struct slice *l = &s->slice[i];
		const size_t calls = s->model->calls;
		if (group_of(s, l)->number == 0)
			s->model->repeated += l->records;
		else if (is_call(s, i))
			put_call(&p, i);
		else if (l->phase == SLICE_INSTANT || l->phase == SLICE_VARIABLE)
			put_event(&p, i);
		s->source[l->source].calls += s->model->calls - calls;
	}
	buf_free(&p.trace);
	buf_free(&p.id);
	buf_free(&p.parent);
	buf_free(&p.attributes);
	buf_free(&p.value);
}
