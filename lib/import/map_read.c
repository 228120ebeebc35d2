/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/number.h"
#include "expr/expr.h"
#include "import/attributes.h"
#include "import/map.h"
#include "import/map_children.h"
#include "import/map_request.h"
#include "import/map_rest.h"
#include "import/part.h"
#include "import/vocabulary.h"
#include "import/words.h"
#include "time/stamp.h"
#include "trace/ids.h"

/* A record that is being read. */
struct reading {
	struct import_in *in;
	const struct import_map *map;
	struct picked picked;
	struct trace_record *record;
	struct import_attributes attributes;
	struct map_rest rest; /* what fields have taken */
	bool kind_told;
};

/* ---- fields --------------------------------------------------------------------------------- */

static const struct pick *
pick_of(const struct reading *r, enum map_field field)
{
	static const struct pick none = { .from = { .kind = JSON_NONE } };
	const size_t i = r->map->field[field];
	return i == FIELD_UNKNOWN ? &none : &r->picked.field[i];
}

static bool
is_there(const struct pick *p)
{
	return p->value.kind != VALUE_ABSENT;
}

/* The member is in the record now, and no attribute. */
static void
take(struct reading *r, const struct pick *p)
{
	map_rest_take(&r->rest, r->in->arena, &p->from);
}

/* A text that is not empty.  An object or array is none. */
static struct text
take_text(struct reading *r, enum map_field field)
{
	const struct pick *p = pick_of(r, field);
	if (!is_there(p) || p->text.kind == VALUE_JSON)
		return TEXT_ABSENT;
	take(r, p);
	return p->value.text.n > 0 ? p->value.text : TEXT_ABSENT;
}

static struct text
take_id(struct reading *r, enum map_field field)
{
	return trace_id_of(r->in->arena, take_text(r, field));
}

static int64_t
take_time(struct reading *r, enum map_field field)
{
	const struct pick *p = pick_of(r, field);
	int64_t ns;
	if (!is_there(p) || stamp_read(&r->map->plan->runtime.times, p->text.text, &ns) < 0)
		return TRACE_NO_TIME;
	take(r, p);
	return ns;
}

/* The number as spelled, if it is one; otherwise as the parser writes it. */
static struct text
number_of(const struct pick *p)
{
	if (!is_there(p))
		return TEXT_ABSENT;
	if (number_is_json(p->text.text))
		return p->text.text;
	return number_is_json(p->value.text) ? p->value.text : TEXT_ABSENT;
}

static void
take_duration(struct reading *r)
{
	static const struct {
		enum map_field field;
		int64_t unit_ns;
	} units[] = { { MAP_DURATION_NS, 1 }, { MAP_DURATION_US, 1000 },
		{ MAP_DURATION_MS, 1000000 }, { MAP_DURATION, STAMP_SECOND } };
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		const struct pick *p = pick_of(r, units[i].field);
		const struct text t = number_of(p);
		const struct json_value v = { .kind = JSON_NUMBER, .p = t.p, .n = t.n };
		if (!t.p || import_ns(&v, units[i].unit_ns, &r->record->duration_ns) < 0)
			continue;
		take(r, p);
		return;
	}
}

/* A value as JSON: as recorded, unless normalizers have changed it. */
static struct text
json_of(struct reading *r, enum map_field field)
{
	struct import_in *in = r->in;
	const struct pick *p = pick_of(r, field);
	const size_t i = r->map->field[field];
	struct text json;
	if (!is_there(p))
		return TEXT_ABSENT;
	const struct plan_field *f = &r->map->plan->field[i];
	if (p->from.kind != JSON_NONE && f->normalizers == 0 && !f->expr) {
		json = import_json(in->arena, &p->from);
	} else if (p->text.kind == VALUE_STRING) {
		struct import_attributes one = { 0 };
		import_attributes_add_string(in, &one, TEXT("value"), p->text.text);
		json = one.at[0].value;
	} else {
		json = p->text.text;
	}
	return f->parser == TYPE_JSON ? import_embedded(in, json, false) : json;
}

static struct text
take_json(struct reading *r, enum map_field field)
{
	const struct text json = json_of(r, field);
	if (json.p)
		take(r, pick_of(r, field));
	return json;
}

/* ---- kind and status ------------------------------------------------------------------------ */

static bool
kind_of_word(const struct import_map *m, struct text word, enum trace_kind *kind)
{
	for (size_t i = 0; i < m->words; i++)
		if (text_eq(m->word[i].word, word)) {
			*kind = m->word[i].kind;
			return true;
		}
	return import_kind_of_word(word, kind);
}

/* A word that says more than the kind does stays an attribute. */
static void
take_kind(struct reading *r)
{
	const struct pick *p = pick_of(r, MAP_KIND);
	enum trace_kind kind;
	if (!is_there(p) || p->value.text.n == 0)
		return;
	r->kind_told = true;
	if (!kind_of_word(r->map, p->value.text, &kind))
		return;
	r->record->kind = kind;
	if (kind != TRACE_SPAN || text_eq_nocase(p->value.text, TEXT("span")))
		take(r, p);
}

static void
take_status(struct reading *r)
{
	const struct pick *p = pick_of(r, MAP_STATUS);
	if (!is_there(p) || !import_status_of_word(p->value.text, &r->record->status))
		return;
	take(r, p);
}

/* Does the value say that the call failed?  Without a Bool, anything that is not empty does. */
static bool
is_error(const struct pick *p)
{
	static const struct text none[] = { { "", 0 }, { "false", 5 }, { "0", 1 }, { "{}", 2 },
		{ "[]", 2 }, { "null", 4 } };
	return is_there(p) && text_among(p->value.text, none, 6) == 6;
}

/* Does the value say that the call failed, and nothing more? */
static bool
is_bare_error(const struct pick *p)
{
	static const struct text bare[] = { { "true", 4 }, { "1", 1 } };
	return p->value.kind != VALUE_STRING || text_among(p->value.text, bare, 2) < 2;
}

/* A text is the message.  An object has it in a member, which is for the field error_message; it
 * remains an attribute, and so does a number. */
static void
take_error_value(struct reading *r, struct trace_error *e)
{
	const struct pick *p = pick_of(r, MAP_ERROR);
	if (!is_there(p))
		return;
	const bool failed = is_error(p);
	if (failed)
		r->record->status = TRACE_ERROR;
	if (p->value.kind == VALUE_JSON)
		return;
	if (failed && p->value.kind == VALUE_STRING && p->text.kind == VALUE_STRING) {
		if (e->message.p)
			return;
		e->message = p->value.text;
	} else if (failed && !is_bare_error(p)) {
		return;
	}
	take(r, p);
}

/* The fields that only describe an error, of a call that failed, or of a map that says in no other
 * way that one did. */
static void
take_error(struct reading *r)
{
	const bool told =
	    r->map->field[MAP_ERROR] != FIELD_UNKNOWN || r->map->field[MAP_STATUS] != FIELD_UNKNOWN;
	const bool described =
	    is_error(pick_of(r, MAP_ERROR_TYPE)) || is_error(pick_of(r, MAP_ERROR_MESSAGE));
	struct trace_error e = { .type = TEXT_ABSENT };
	if (r->record->status != TRACE_ERROR && !is_error(pick_of(r, MAP_ERROR)) &&
	    (told || !described)) {
		take_error_value(r, &e);
		return;
	}
	e.type = take_text(r, MAP_ERROR_TYPE);
	e.message = take_text(r, MAP_ERROR_MESSAGE);
	e.where = take_text(r, MAP_ERROR_WHERE);
	take_error_value(r, &e);
	r->record->status = TRACE_ERROR;
	import_more(r->in, r->record)->error = e;
}

/* ---- llm ------------------------------------------------------------------------------------ */

static int64_t
take_count(struct reading *r, enum map_field field)
{
	const struct pick *p = pick_of(r, field);
	const struct text t = number_of(p);
	const struct json_value v = { .kind = JSON_NUMBER, .p = t.p, .n = t.n };
	int64_t n;
	if (!t.p || import_i64(&v, &n) < 0 || n < 0 || n > INT64_MAX / 4)
		return -1;
	/* the sum of counts is no count of its own */
	if (field != MAP_TOTAL_TOKENS)
		take(r, p);
	return n;
}

static void
take_usage(struct reading *r, struct trace_more *more)
{
	int64_t n[IMPORT_COUNTS];
	n[TRACE_INPUT_TOKENS] = take_count(r, MAP_INPUT_TOKENS);
	n[TRACE_OUTPUT_TOKENS] = take_count(r, MAP_OUTPUT_TOKENS);
	n[TRACE_CACHE_READ_TOKENS] = take_count(r, MAP_CACHE_READ_TOKENS);
	n[TRACE_CACHE_WRITE_TOKENS] = take_count(r, MAP_CACHE_WRITE_TOKENS);
	n[TRACE_REASONING_TOKENS] = take_count(r, MAP_REASONING_TOKENS);
	n[IMPORT_TOTAL_TOKENS] = take_count(r, MAP_TOTAL_TOKENS);
	import_usage_settle(n);
	memcpy(more->usage, n, sizeof(more->usage));
}

static bool
has_usage(const struct reading *r)
{
	for (enum map_field f = MAP_INPUT_TOKENS; f <= MAP_REASONING_TOKENS; f++)
		if (is_there(pick_of(r, f)))
			return true;
	return is_there(pick_of(r, MAP_COST_USD));
}

/* The sums that calls of other kinds have of the requests below them are no usage of theirs. */
static void
take_llm(struct reading *r)
{
	const bool request = r->record->kind == TRACE_LLM || r->record->kind == TRACE_EMBEDDING;
	const struct pick *model = pick_of(r, MAP_MODEL);
	const bool named = is_there(model) && model->value.text.n > 0;
	if (!request && (r->kind_told || !(named || has_usage(r))))
		return;
	if (!request && named)
		r->record->kind = TRACE_LLM;
	struct trace_more *more = import_more(r->in, r->record);
	more->llm = true;
	more->model = take_text(r, MAP_MODEL);
	more->vendor = take_text(r, MAP_VENDOR);
	const struct pick *cost = pick_of(r, MAP_COST_USD);
	more->cost_usd = number_of(cost);
	if (more->cost_usd.p)
		take(r, cost);
	take_usage(r, more);
}

static void
take_request(struct reading *r)
{
	struct trace_record *const c = r->record;
	const struct text input = take_json(r, MAP_INPUT);
	bool used;
	c->input = map_request(r->in, input, c->more ? c->more->model : TEXT_ABSENT,
	    json_of(r, MAP_PARAMETERS), &used);
	if (used)
		take(r, pick_of(r, MAP_PARAMETERS));
}

/* A null is an output, too, of a call that has ended and did not fail. */
static void
take_null_output(struct reading *r)
{
	const struct import_map *m = r->map;
	const struct json_value *v = &r->picked.other[m->attributes + m->children];
	struct trace_record *const c = r->record;
	const bool ended =
	    c->status == TRACE_OK || c->end_ns != TRACE_NO_TIME || c->duration_ns != TRACE_NO_TIME;
	if (c->output.p || !ended || c->status == TRACE_ERROR)
		return;
	for (size_t i = 0; i < m->outputs; i++)
		if (v[i].kind == JSON_NULL)
			c->output = TEXT("null");
}

/* What is more than the answer stays an attribute. */
static void
take_answer(struct reading *r)
{
	const struct text output = json_of(r, MAP_OUTPUT);
	bool whole;
	const struct text answer = output.p ? map_answer(r->in, output, &whole) : TEXT_ABSENT;
	r->record->output = answer.p ? answer : output;
	if (!answer.p || whole)
		take(r, pick_of(r, MAP_OUTPUT));
}

/* ---- events, links, source ------------------------------------------------------------------ */

static void
take_events(struct reading *r)
{
	const struct pick *p = pick_of(r, MAP_EVENTS);
	if (p->from.kind != JSON_ARRAY)
		return;
	map_read_events(r->in, &p->from);
	take(r, p);
}

static void
take_links(struct reading *r)
{
	const struct pick *p = pick_of(r, MAP_LINKS);
	if (p->from.kind != JSON_ARRAY)
		return;
	if (p->from.n > 2)
		import_more(r->in, r->record)->links = import_json(r->in->arena, &p->from);
	take(r, p);
}

static void
take_source(struct reading *r)
{
	const struct pick *line = pick_of(r, MAP_LINE);
	const struct text t = number_of(line);
	const struct json_value v = { .kind = JSON_NUMBER, .p = t.p, .n = t.n };
	int64_t n;
	if (!t.p || import_i64(&v, &n) < 0 || n <= 0 || n > UINT32_MAX ||
	    !is_there(pick_of(r, MAP_FILE)))
		return;
	import_more(r->in, r->record)->file = take_text(r, MAP_FILE);
	r->record->line = (uint32_t)n;
	take(r, line);
}

/* ---- records -------------------------------------------------------------------------------- */

/* What a record with children tells them. */
struct around {
	struct text trace_id, call_id, service;
};

static void
take_ids(struct reading *r, const struct around *around)
{
	struct trace_record *const c = r->record;
	c->trace_id = take_id(r, MAP_TRACE_ID);
	c->call_id = take_id(r, MAP_CALL_ID);
	c->parent_id = take_id(r, MAP_PARENT_ID);
	c->name = take_text(r, MAP_NAME);
	c->service = take_text(r, MAP_SERVICE);
	if (!around)
		return;
	c->parent_id = c->parent_id.p ? c->parent_id : around->call_id;
	c->trace_id = c->trace_id.p ? c->trace_id : around->trace_id;
	c->service = c->service.p ? c->service : around->service;
}

static void
take_rest(struct reading *r)
{
	map_rest_add(&r->rest, r->in, &r->attributes, r->picked.other, r->map->attributes);
}

static void
read_call(struct reading *r)
{
	struct trace_record *const c = r->record;
	c->what = TRACE_CALL;
	c->joins = r->map->join;
	take_kind(r);
	c->start_ns = take_time(r, MAP_START);
	c->end_ns = take_time(r, MAP_END);
	take_duration(r);
	take_status(r);
	take_error(r);
	take_llm(r);
	if (c->kind == TRACE_LLM) {
		take_request(r);
		take_answer(r);
	} else {
		c->input = take_json(r, MAP_INPUT);
		c->output = take_json(r, MAP_OUTPUT);
	}
	take_null_output(r);
	take_links(r);
	take_source(r);
	take_events(r);
	import_events_done(r->in, c);
	take_rest(r);
	import_attributes_apply(r->in, &r->attributes, c);
	c->attributes = import_attributes_done(r->in, &r->attributes);
	if (!c->call_id.p)
		c->call_id = c->name.n > 0 ? c->name : TEXT("span");
}

/* Fills in a record, which was added just now.  Children need no required fields: they are what the
 * record around them says they are. */
static bool
begin(struct reading *r, struct picker *p, struct text object, bool child)
{
	struct import_in *in = r->in;
	const struct plan *plan = r->map->plan;
	picker_read(p, object, in->arena, &r->picked);
	for (size_t i = 0; i < plan->count && !child; i++)
		if (plan->field[i].required && !is_there(&r->picked.field[i]))
			return false;
	import_open(
	    &in->object, in->names, in->arena, r->picked.text, r->picked.index, &r->picked.object);
	return true;
}

/* Notes that the children are no attribute.  Returns false if the record has no such array after
 * all, because a later member of the same name has replaced it. */
static bool
take_children(struct reading *r, const struct map_children *c)
{
	const struct import_map *m = r->map;
	for (size_t i = 0; i < c->path; i++)
		if (r->picked.other[m->attributes + i].kind == JSON_ARRAY)
			return false;
	const struct json_value *list = &r->picked.other[m->attributes + c->path];
	if (list->kind != JSON_ARRAY)
		return false;
	if (!c->rest)
		map_rest_take(&r->rest, r->in->arena, list);
	return true;
}

static bool read_calls(struct import_in *in, const struct import_map *m, struct picker *p,
    struct map_nest *nest, const struct json_value *object, const struct around *around,
    unsigned depth);

static void
read_children(struct reading *r, struct picker *p, const struct map_children *c, unsigned depth)
{
	const struct around here = { r->record->trace_id, r->record->call_id, r->record->service };
	struct json_members it;
	struct json_value key, value;
	map_nest_members(&it, c->nest, &c->list);
	while (json_member(&it, &key, &value))
		if (value.kind == JSON_OBJECT)
			read_calls(r->in, r->map, p, c->nest, &value, &here, depth + 1);
}

/* Reads an object of the nest and the records in it. */
static bool
read_calls(struct import_in *in, const struct import_map *m, struct picker *p,
    struct map_nest *nest, const struct json_value *object, const struct around *around,
    unsigned depth)
{
	struct reading r = { .in = in, .map = m };
	struct map_children c;
	struct map_nest inner = { 0 };
	const struct text whole = { object->p, object->n };
	map_children_find(&c, in->arena, m, p, nest, object, &inner, depth);
	bool known = begin(&r, p, c.object, depth > 0);
	if (known) {
		if (c.list.kind == JSON_ARRAY && !take_children(&r, &c)) {
			c.list.kind = JSON_NONE;
			begin(&r, p, whole, true);
		}
		r.record = import_add(in);
		take_ids(&r, around);
		read_call(&r);
		if (c.list.kind == JSON_ARRAY)
			read_children(&r, p, &c, depth);
	}
	map_nest_free(&inner);
	return known;
}

/* A plain line of a log: an event of the call that it names, which lasts from its first line to its
 * last. */
static bool
read_event(struct import_in *in, const struct import_map *m, struct picker *p, struct text object)
{
	struct reading r = { .in = in, .map = m };
	if (!begin(&r, p, object, false))
		return false;
	r.record = import_add(in);
	take_ids(&r, NULL);
	if (!r.record->call_id.p)
		r.record->call_id = r.record->trace_id;
	if (!r.record->call_id.p)
		return false;
	r.record->what = TRACE_EVENT;
	r.record->lasts = true;
	struct trace_event_record *e = import_event(in);
	const bool error = is_error(pick_of(&r, MAP_ERROR_TYPE));
	e->type = error ? TRACE_ERROR_EVENT : TRACE_LOG;
	e->at_ns = take_time(&r, MAP_AT);
	if (error)
		e->text[TRACE_ERROR_TYPE] = take_text(&r, MAP_ERROR_TYPE);
	else
		e->text[TRACE_LEVEL] = take_text(&r, MAP_LEVEL);
	e->text[error ? TRACE_ERROR_MESSAGE : TRACE_MESSAGE] = take_text(&r, MAP_MESSAGE);
	take_rest(&r);
	e->attributes = import_attributes_done(in, &r.attributes);
	import_events_done(in, r.record);
	return true;
}

bool
map_read(struct import_in *in, const struct import_map *m, struct picker *p,
    const struct json_index *ix, const struct json_value *v)
{
	const struct import_object object = in->object;
	const size_t items = in->part->items;
	struct map_nest nest = { .text = in->raw.p, .index = ix };
	const bool known =
	    m->event ? read_event(in, m, p, in->raw) : read_calls(in, m, p, &nest, v, NULL, 0);
	map_nest_free(&nest);
	in->object = object;
	if (!known)
		in->part->items = items;
	return known;
}
