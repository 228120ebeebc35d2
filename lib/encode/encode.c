/* SPDX-License-Identifier: MIT */
#include "encode/encode.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "encode/clue.h"
#include "encode/each.h"
#include "encode/line_hash.h"
#include "encode/log_lines.h"
#include "encode/normalize.h"
#include "encode/parse.h"
#include "encode/record.h"
#include "encode/unwrap.h"
#include "json/write.h"
#include "time/stamp.h"

const struct encode_options encode_everything = { { NULL, 0 }, INT64_MIN, INT64_MAX };

enum { TIME_KEPT = 64 };

/* The slot in which a field's value stands as it is, if it is a string: most fields have one. */
struct direct {
	unsigned slot;   /* NO_SLOT: there is none */
	unsigned within; /* the slot of the object in which the name must be; or NO_SLOT */
};

struct encoder {
	const struct plan *plan;
	const struct encode_options *options;
	struct slots slots;
	struct json_reader *reader;
	struct json_walker *walker; /* the reader's */
	struct log_lines lines;     /* if the plan has `line` */
	struct unwrap unwrap;
	struct each each;
	struct buf unwrapped; /* the record around the elements of each, if it was unwrapped */
	struct record record;
	struct json_text json;
	struct arena scratch; /* reset for each line */
	struct env env;
	struct encode_bucket bucket;
	/* the last time that was read by a format: many lines of a log are of one second */
	char last_time[TIME_KEPT];
	size_t last_time_n;
	int64_t last_at_ns;
	char last_spelling[STAMP_MAX]; /* as an event has it */
	size_t last_spelling_n;
	struct value *field;   /* by plan field */
	struct direct *direct; /* likewise */
	struct value *identity;
	struct event_warning *warning;
	bool tenant_plain;
	struct text block;
	const char *text; /* the block, or the record around the elements of each */
	size_t n;
	const struct json_index *index;
	const struct json_pos *pos; /* where in it the next record is */
	struct line_hashes hashes;
};

static struct direct
direct_of(const struct slots *s, const struct plan_field *f, unsigned slot)
{
	const enum envelope_member container = slots_container(f->selector);
	if (f->expr != NULL)
		return (struct direct){ NO_SLOT, NO_SLOT };
	switch (f->selector) {
	case SELECT_METHOD: return (struct direct){ s->member[ENVELOPE_METHOD], NO_SLOT };
	case SELECT_SOURCE_ID: return (struct direct){ s->member[ENVELOPE_SOURCE_ID], NO_SLOT };
	case SELECT_REQUEST_FIELD: return (struct direct){ slot, NO_SLOT };
	case SELECT_HEADER:
	case SELECT_QUERY_PARAM:
	case SELECT_COOKIE:
	case SELECT_ROUTE_PARAM:
		if (s->member[container] != NO_SLOT)
			return (struct direct){ slot, s->member[container] };
		break;
	case SELECT_PATH:
	case SELECT_OBSERVED_AT: break;
	}
	return (struct direct){ NO_SLOT, NO_SLOT };
}

struct encoder *
encoder_new(const struct plan *plan, const struct encode_options *o)
{
	struct encoder *e = mem_zalloc(1, sizeof *e);
	e->plan = plan;
	e->options = o;
	slots_init(&e->slots, plan);
	e->reader = e->record.named.reader = json_reader_new(e->slots.paths);
	e->walker = json_reader_walker(e->reader);
	if (plan->runtime.layout.lines > 0)
		log_lines_init(&e->lines, plan, &e->slots, e->walker);
	e->unwrap.slot = e->slots.json_string;
	e->unwrap.paths = plan->runtime.layout.json_strings;
	e->each.cut.arrays = plan->arrays;
	e->record.plan = plan;
	e->env.scratch = &e->scratch;
	e->record.slots = &e->slots;
	e->record.named.scratch = &e->scratch;
	json_text_init(&e->json);
	e->field = mem_zalloc(plan->count + 1, sizeof *e->field);
	e->env.field = e->field;
	e->direct = mem_zalloc(plan->count + 1, sizeof(*e->direct));
	for (size_t i = 0; i < plan->count; i++)
		e->direct[i] = direct_of(&e->slots, &plan->field[i], e->slots.field[i]);
	e->warning = mem_zalloc(plan->count + 1, sizeof *e->warning);
	e->identity = mem_zalloc(plan->runtime.identities + 1, sizeof *e->identity);
	e->tenant_plain = o->tenant.p != NULL && json_is_plain(o->tenant);
	return e;
}

void
encoder_free(struct encoder *e)
{
	if (e == NULL)
		return;
	json_reader_free(e->reader);
	log_lines_free(&e->lines);
	unwrap_free(&e->unwrap);
	each_free(&e->each);
	buf_free(&e->unwrapped);
	slots_free(&e->slots);
	record_free(&e->record);
	json_text_free(&e->json);
	arena_free(&e->scratch);
	free(e->field);
	free(e->direct);
	free(e->warning);
	free(e->identity);
	free(e);
}

static enum encode_result
reject(struct encoded *out, enum reject_code code, struct text field, struct text error)
{
	out->why = (struct reject){ code, field, error, 0 };
	return ENCODE_REJECTED;
}

/* ---- the event's own members ---------------------------------------------------------------- */

/* An id as a string, whichever kind of value it is.  An empty one counts as absent. */
static struct value
id(struct encoder *e, enum envelope_member m)
{
	struct value v = record_member(&e->record, m);
	if (v.kind == VALUE_ABSENT || v.text.n == 0)
		return VALUE_NONE;
	bool plain = v.kind == VALUE_STRING ? v.plain : v.kind != VALUE_JSON;
	return (struct value){ v.text, VALUE_STRING, plain };
}

static struct value
event_id(struct encoder *e, const struct json_line *line)
{
	struct value v = id(e, ENVELOPE_EVENT_ID);
	if (v.kind != VALUE_ABSENT)
		return v;
	char *p = arena_alloc(&e->scratch, EVENT_LINE_ID);
	memcpy(p, EVENT_LINE_ID_PREFIX, sizeof(EVENT_LINE_ID_PREFIX) - 1);
	const unsigned char *digest = line_hashes_get(
	    &e->hashes, (struct text){ line->p, line->n }, e->text, e->n, e->index, e->pos);
	sha256_hex(digest, EVENT_LINE_ID_BYTES, p + sizeof(EVENT_LINE_ID_PREFIX) - 1);
	return (struct value){ { p, EVENT_LINE_ID }, VALUE_STRING, true };
}

/* Sets the event's tenant.  Returns false if it is not the tenant that was asked for. */
static bool
take_tenant(struct encoder *e, struct event *ev)
{
	struct text wanted = e->options->tenant;
	ev->tenant_id = id(e, ENVELOPE_TENANT_ID);
	if (wanted.p == NULL)
		return true;
	if (ev->tenant_id.kind != VALUE_ABSENT)
		return text_eq(ev->tenant_id.text, wanted);
	ev->tenant_id = (struct value){ wanted, VALUE_STRING, e->tenant_plain };
	return true;
}

/* The message for a record without a time.  If the plan does not say where the time is, the message
 * suggests a member of the line. */
static struct text
no_time(struct encoder *e, const struct json_line *line)
{
	const struct origins *from = &e->plan->runtime.envelope[ENVELOPE_OBSERVED_AT];
	struct buf b = { NULL, 0, 0 };
	BUF_LIT(&b, "observed_at is absent");
	if (from->n > 0) {
		BUF_LIT(&b, " (the envelope takes it from ");
		origins_put(&b, from);
		BUF_LIT(&b, ")");
	} else {
		clue_put_time(&b, &e->record.named, &line->value);
	}
	struct text error = arena_text(&e->scratch, buf_as_text(&b));
	buf_free(&b);
	return error;
}

static struct text
bad_time(struct encoder *e, const struct value *v)
{
	bool may_be = v->kind == VALUE_STRING || v->kind == VALUE_NUMBER;
	struct text lead = parse_quoted(TEXT("observed_at is not a time: "), v->text, &e->scratch);
	struct buf b = { NULL, 0, 0 };
	buf_text(&b, lead);
	buf_printf(&b, ": %s", may_be ? stamp_why(v->text) : "neither a string nor a number");
	if (may_be && e->plan->runtime.times.formats > 0)
		BUF_LIT(&b, "; no time_format of the plan fits it");
	else if (may_be)
		buf_printf(&b, "%s", stamp_hint(v->text));
	struct text error = arena_text(&e->scratch, buf_as_text(&b));
	buf_free(&b);
	return error;
}

/* Reads a time by the formats of the plan, unless it is the one before.  *spelled becomes how it is
 * written. */
static int
read_by_format(struct encoder *e, struct text t, int64_t *at_ns, struct text *spelled)
{
	if (t.n != e->last_time_n || memcmp(t.p, e->last_time, t.n) != 0) {
		if (stamp_read(&e->plan->runtime.times, t, &e->last_at_ns) < 0) {
			e->last_time_n = 0;
			return -1;
		}
		memcpy(e->last_time, t.p, t.n);
		e->last_time_n = t.n;
		e->last_spelling_n = stamp_put(e->last_at_ns, e->last_spelling);
	}
	*at_ns = e->last_at_ns;
	*spelled = (struct text){ e->last_spelling, e->last_spelling_n };
	return 0;
}

/* *spelled becomes how the time is written, or absent if that is not known. */
static int
read_time(struct encoder *e, struct text t, int64_t *at_ns, struct text *spelled)
{
	const struct stamp_reader *times = &e->plan->runtime.times;
	*spelled = TEXT_ABSENT;
	if (times->formats > 0 && t.n > 0 && t.n <= TIME_KEPT)
		return read_by_format(e, t, at_ns, spelled);
	if (stamp_read(times, t, at_ns) < 0)
		return -1;
	/* a format may give a text that looks like RFC 3339 another meaning */
	if (times->formats == 0 && stamp_is_canonical(t))
		*spelled = t;
	return 0;
}

static enum encode_result
take_time(struct encoder *e, struct encoded *out)
{
	struct value v = record_member(&e->record, ENVELOPE_OBSERVED_AT);
	if (v.kind == VALUE_ABSENT)
		return reject(out, REJECT_MISSING_OBSERVED_AT, TEXT_ABSENT, no_time(e, &out->line));
	bool may_be = v.kind == VALUE_STRING || v.kind == VALUE_NUMBER;
	if (!may_be || read_time(e, v.text, &out->at_ns, &out->event.observed_at) < 0)
		return reject(out, REJECT_INVALID_OBSERVED_AT, TEXT_ABSENT, bad_time(e, &v));
	out->timed = true;
	out->event.observed_at_ns = e->record.observed_at_ns = out->at_ns;
	const struct encode_options *o = e->options;
	bool in_range =
	    out->at_ns >= o->from_ns && (out->at_ns < o->to_ns || o->to_ns == INT64_MAX);
	return in_range ? ENCODE_EVENT : ENCODE_SKIPPED;
}

/* ---- fields --------------------------------------------------------------------------------- */

/* The value of field i, if it is a string without escapes in the field's own slot; else NULL. */
static inline const struct json_value *
at_hand(const struct encoder *e, size_t i)
{
	const struct direct *d = &e->direct[i];
	if (d->slot == NO_SLOT)
		return NULL;
	const struct json_value *v = &e->record.slot[d->slot];
	if (v->kind != JSON_STRING || v->escaped)
		return NULL;
	if (d->within == NO_SLOT)
		return v;
	return e->record.slot[d->within].kind == JSON_OBJECT && v->hits <= 1 ? v : NULL;
}

static struct value
selected(struct encoder *e, size_t i)
{
	const struct plan_field *f = &e->plan->field[i];
	const struct json_value *v = at_hand(e, i);
	if (v != NULL)
		return (struct value){ { v->p, v->n }, VALUE_STRING, true };
	return f->expr != NULL ? expr_eval(f->expr, &e->env) : record_select(&e->record, i);
}

/* A field's text: selected or derived, then normalized. */
static struct value
field_text(struct encoder *e, size_t i)
{
	const struct plan_field *f = &e->plan->field[i];
	struct value v = selected(e, i);
	for (size_t n = 0; n < f->normalizers; n++)
		normalize(&f->normalizer[n], &v, &e->scratch);
	return v;
}

static enum encode_result
take_field(struct encoder *e, size_t i, struct encoded *out)
{
	const struct plan_field *f = &e->plan->field[i];
	struct value v = field_text(e, i);
	e->field[i] = VALUE_NONE;
	if (v.kind == VALUE_ABSENT)
		return f->required ? reject(out, REJECT_MISSING_REQUIRED_FIELD, f->name,
					 TEXT("required field is absent"))
				   : ENCODE_EVENT;
	if (f->parser == TYPE_STRING && v.kind == VALUE_STRING) {
		e->field[i] = v;
		return ENCODE_EVENT;
	}
	const struct stamp_reader *times = &e->plan->runtime.times;
	if (parse_value(f->parser, &v, &e->json, times, &e->scratch, &e->field[i]) == 0)
		return ENCODE_EVENT;
	struct text error = encode_parse_error(f->parser, v.text, &e->scratch);
	if (f->required)
		return reject(out, REJECT_INVALID_FIELD, f->name, error);
	e->warning[out->event.warnings++] = (struct event_warning){ f->name, error };
	return ENCODE_EVENT;
}

static void
take_entity(struct encoder *e, struct event *ev)
{
	const struct runtime *r = &e->plan->runtime;
	for (size_t i = 0; i < r->identities; i++)
		e->identity[i] = e->field[e->plan->identity[i]];
	ev->entity_id = encode_entity_id(e->identity, r->identities, &e->scratch);
	ev->session_id = encode_session_id(
	    &ev->entity_id, ev->observed_at_ns, r->session_bucket_min, &e->bucket, &e->scratch);
}

static enum encode_result
encode_object(struct encoder *e, struct encoded *out)
{
	struct event *ev = &out->event;
	/* all other members are set below or not read */
	ev->encoding_version = e->plan->document.version;
	ev->field = e->field;
	ev->fields_json = ev->head = ev->ids = TEXT_ABSENT;
	ev->warning = e->warning;
	ev->warnings = 0;
	ev->content = NULL;
	if (!take_tenant(e, ev))
		return ENCODE_SKIPPED;
	enum encode_result result = take_time(e, out);
	for (size_t i = 0; i < e->plan->count && result == ENCODE_EVENT; i++)
		result = take_field(e, i, out);
	if (result != ENCODE_EVENT)
		return result;
	ev->event_id = event_id(e, &out->line);
	ev->source_id = id(e, ENVELOPE_SOURCE_ID);
	take_entity(e, ev);
	return ENCODE_EVENT;
}

/* ---- records -------------------------------------------------------------------------------- */

/* A record that was walked just now as out->line. */
struct walked {
	const char *text; /* and the index of it */
	const struct json_index *index;
	struct text raw; /* the record's own bytes in the input */
	bool outer_done; /* it is no record around an array of events: it was in one */
};

static enum encode_result
reject_too_deep(struct encoded *out, struct text raw, struct text blame)
{
	reject(out, REJECT_TOO_DEEP, TEXT_ABSENT, text_of(json_fault_text(JSON_TOO_DEEP)));
	if (blame.p > raw.p && blame.p < raw.p + raw.n)
		out->why.column = (size_t)(blame.p - raw.p);
	return ENCODE_REJECTED;
}

/* Unwraps the strings of an object that hold JSON.  Returns ENCODE_EVENT unless it is rejected. */
static enum encode_result
unwrap(struct encoder *e, struct walked *w, struct encoded *out)
{
	struct text blame;
	e->record.named.unwrap = NULL;
	if (e->unwrap.paths == 0)
		return ENCODE_EVENT;
	switch (unwrap_record(&e->unwrap, e->walker, &out->line, &e->scratch, &blame)) {
	case UNWRAP_NOTHING: return ENCODE_EVENT;
	case UNWRAP_DONE: break;
	case UNWRAP_TOO_DEEP: return reject_too_deep(out, w->raw, blame);
	}
	w->text = e->unwrap.record.p;
	w->index = &e->unwrap.index;
	e->record.named.unwrap = &e->unwrap;
	return ENCODE_EVENT;
}

/* From here on, out->line is the record's own bytes. */
static enum encode_result
done(const struct walked *w, enum encode_result result, struct encoded *out)
{
	out->line.p = w->raw.p;
	out->line.n = w->raw.n;
	return result;
}

static enum encode_result
encode_walked(struct encoder *e, const struct walked *w, struct encoded *out)
{
	done(w, ENCODE_EVENT, out);
	record_begin(&e->record, w->text, w->index, out->line.slot);
	return encode_object(e, out);
}

/* Anything but an object. */
static enum encode_result
encode_none(struct encoder *e, const struct walked *w, struct encoded *out)
{
	const bool blank = out->line.kind == JSON_NONE && out->line.fault.code == JSON_OK;
	if (!blank)
		reject_of_line(&e->scratch, &out->line, &out->why);
	return done(w, blank ? ENCODE_BLANK : ENCODE_REJECTED, out);
}

/* The next element of the array that is open.  ENCODE_END: it has no more. */
static enum encode_result
next_element(struct encoder *e, struct encoded *out)
{
	struct each *each = &e->each;
	struct walked w = { .text = each->text.p, .index = &each->index };
	if (!each_next(each, e->walker, &out->line))
		return ENCODE_END;
	arena_reset(&e->scratch);
	e->text = each->text.p;
	e->n = each->text.n;
	e->index = &each->index;
	e->pos = &each->pos;
	out->same_line = each->given > 1;
	out->apart = out->line.p < e->block.p || out->line.p >= e->block.p + e->block.n;
	w.raw = (struct text){ out->line.p, out->line.n };
	if (out->line.kind != JSON_OBJECT)
		return encode_none(e, &w, out);
	const enum encode_result result = unwrap(e, &w, out);
	return result == ENCODE_EVENT ? encode_walked(e, &w, out) : done(&w, result, out);
}

/* May a path of each lead to an array? */
static bool
may_have_array(const struct encoder *e, const struct encoded *out)
{
	for (size_t i = 0; i < e->plan->runtime.layout.eaches; i++)
		if (out->line.slot[e->slots.each[i]].kind != JSON_NONE)
			return true;
	return false;
}

/* Goes into the array of events in an object.  Returns false if it is an event itself. */
static bool
open_array(struct encoder *e, const struct walked *w, const struct encoded *out)
{
	struct text record = { out->line.p, out->line.n };
	if (w->outer_done || !may_have_array(e, out))
		return false;
	if (e->record.named.unwrap) {
		e->unwrapped.n = 0;
		buf_text(&e->unwrapped, record);
		record = buf_as_text(&e->unwrapped);
	}
	line_hashes_begin(&e->hashes);
	return each_begin(&e->each, record);
}

/* A record of the block. */
static enum encode_result
encode_record(struct encoder *e, struct walked *w, struct encoded *out)
{
	arena_reset(&e->scratch);
	if (out->line.kind != JSON_OBJECT)
		return encode_none(e, w, out);
	const enum encode_result result = unwrap(e, w, out);
	if (result != ENCODE_EVENT)
		return done(w, result, out);
	if (!open_array(e, w, out))
		return encode_walked(e, w, out);
	const enum encode_result first = next_element(e, out);
	return first == ENCODE_END ? ENCODE_BLANK : first;
}

static enum encode_result
next_log_line(struct encoder *e, struct json_pos *pos, struct encoded *out)
{
	struct log_lines *l = &e->lines;
	struct walked w = { .text = NULL };
	if (!log_lines_next(l, e->walker, e->text, e->n, pos, &out->line, &w.raw, &out->why))
		return ENCODE_END;
	w.text = l->json.p;
	w.index = &l->index;
	if (!out->why.error.p)
		return encode_record(e, &w, out);
	return done(&w, ENCODE_REJECTED, out);
}

/* Was the record cut out of an array of events?  Then each is done with it. */
static bool
is_element(const struct json_index *ix, const struct json_pos *pos)
{
	return ix && ix->cut && json_walk_element(ix, pos)->envelope != 0;
}

static enum encode_result
next_record(
    struct encoder *e, const struct json_index *ix, struct json_pos *pos, struct encoded *out)
{
	struct walked w = { .text = NULL };
	if (e->plan->runtime.layout.lines > 0)
		return next_log_line(e, pos, out);
	if (!json_reader_next(e->reader, e->text, e->n, ix, pos, &out->line))
		return ENCODE_END;
	w.text = out->line.text;
	w.index = out->line.index;
	w.outer_done = is_element(ix, pos);
	w.raw = (struct text){ out->line.p, out->line.n };
	return encode_record(e, &w, out);
}

enum encode_result
encode_next(struct encoder *e, const char *text, size_t n, const struct json_index *ix,
    struct json_pos *pos, struct encoded *out)
{
	out->timed = out->same_line = out->apart = false;
	if (pos->start == 0 && pos->element == 0) {
		line_hashes_begin(&e->hashes);
		each_end(&e->each);
	}
	e->block = (struct text){ text, n };
	if (e->each.open) {
		const enum encode_result result = next_element(e, out);
		if (result != ENCODE_END)
			return result;
		line_hashes_begin(&e->hashes);
	}
	e->text = text;
	e->n = n;
	e->index = ix;
	e->pos = pos;
	return next_record(e, ix, pos, out);
}

/* Warnings are in plan order, and their names are the plan's own texts. */
void
encode_count_warnings(const struct plan *plan, const struct event *ev, uint64_t *count)
{
	for (size_t i = 0, f = 0; i < ev->warnings; i++) {
		while (plan->field[f].name.p != ev->warning[i].field.p)
			f++;
		count[f]++;
	}
}
