/* SPDX-License-Identifier: MIT */
#include "encode/encode.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "encode/clue.h"
#include "encode/normalize.h"
#include "encode/parse.h"
#include "encode/record.h"
#include "json/write.h"
#include "time/stamp.h"

const struct encode_options encode_everything = { { NULL, 0 }, INT64_MIN, INT64_MAX };

struct encoder {
	const struct plan *plan;
	const struct encode_options *options;
	struct slots slots;
	struct json_walker *walker;
	struct record record;
	struct json_text json;
	struct arena scratch; /* reset for each line */
	struct env env;
	struct encode_bucket bucket;
	struct value *field; /* by plan field */
	struct value *identity;
	struct event_warning *warning;
	bool tenant_plain;
	const char *text; /* the block */
	size_t n;
	const struct json_index *index;
	const struct json_pos *pos; /* where the next line is */
	const char *ahead; /* a line of this block whose hash is in digest[1] already; or NULL */
	unsigned char digest[2][32];
};

struct encoder *
encoder_new(const struct plan *plan, const struct encode_options *o)
{
	struct encoder *e = mem_zalloc(1, sizeof *e);
	e->plan = plan;
	e->options = o;
	slots_init(&e->slots, plan);
	e->walker = json_walker_new(e->slots.paths);
	e->record.plan = plan;
	e->env.scratch = &e->scratch;
	e->record.slots = &e->slots;
	e->record.named.scratch = &e->scratch;
	json_text_init(&e->json);
	e->field = mem_zalloc(plan->count + 1, sizeof *e->field);
	e->env.field = e->field;
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
	json_walker_free(e->walker);
	slots_free(&e->slots);
	record_free(&e->record);
	json_text_free(&e->json);
	arena_free(&e->scratch);
	free(e->field);
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

/* Where one line has no id, the next seldom has one.  Both are hashed at once, which is faster. */
static const unsigned char *
digest_of(struct encoder *e, const struct json_line *line)
{
	if (e->ahead == line->p && e->ahead != NULL)
		return e->digest[1];
	const struct text next = json_walk_ahead(e->text, e->n, e->index, e->pos);
	if (next.p == NULL) {
		sha256(line->p, line->n, e->digest[0]);
		return e->digest[0];
	}
	e->ahead = next.p;
	sha256_two((struct text){ line->p, line->n }, next, e->digest);
	return e->digest[0];
}

static struct value
event_id(struct encoder *e, const struct json_line *line)
{
	struct value v = id(e, ENVELOPE_EVENT_ID);
	if (v.kind != VALUE_ABSENT)
		return v;
	char *p = arena_alloc(&e->scratch, EVENT_LINE_ID);
	memcpy(p, EVENT_LINE_ID_PREFIX, sizeof(EVENT_LINE_ID_PREFIX) - 1);
	sha256_hex(digest_of(e, line), EVENT_LINE_ID_BYTES, p + sizeof(EVENT_LINE_ID_PREFIX) - 1);
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
	struct text path = e->plan->runtime.envelope[ENVELOPE_OBSERVED_AT];
	struct buf b = { NULL, 0, 0 };
	BUF_LIT(&b, "observed_at is absent");
	if (path.p != NULL) {
		BUF_LIT(&b, " (the envelope takes it from ");
		buf_text(&b, path);
		BUF_LIT(&b, ")");
	} else {
		clue_put_time(&b, e->record.named.text, e->record.named.index, &line->value);
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

static enum encode_result
take_time(struct encoder *e, struct encoded *out)
{
	struct value v = record_member(&e->record, ENVELOPE_OBSERVED_AT);
	if (v.kind == VALUE_ABSENT)
		return reject(out, REJECT_MISSING_OBSERVED_AT, TEXT_ABSENT, no_time(e, &out->line));
	const struct stamp_reader *times = &e->plan->runtime.times;
	bool may_be = v.kind == VALUE_STRING || v.kind == VALUE_NUMBER;
	if (!may_be || stamp_read(times, v.text, &out->at_ns) < 0)
		return reject(out, REJECT_INVALID_OBSERVED_AT, TEXT_ABSENT, bad_time(e, &v));
	out->timed = true;
	out->event.observed_at_ns = e->record.observed_at_ns = out->at_ns;
	/* a format may give a text that looks like RFC 3339 another meaning */
	const bool canonical = times->formats == 0 && stamp_is_canonical(v.text);
	out->event.observed_at = canonical ? v.text : TEXT_ABSENT;
	const struct encode_options *o = e->options;
	bool in_range =
	    out->at_ns >= o->from_ns && (out->at_ns < o->to_ns || o->to_ns == INT64_MAX);
	return in_range ? ENCODE_EVENT : ENCODE_SKIPPED;
}

/* ---- fields --------------------------------------------------------------------------------- */

/* A field's text: selected or derived, then normalized. */
static struct value
field_text(struct encoder *e, size_t i)
{
	const struct plan_field *f = &e->plan->field[i];
	struct value v =
	    f->expr != NULL ? expr_eval(f->expr, &e->env) : record_select(&e->record, i);
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

enum encode_result
encode_next(struct encoder *e, const char *text, size_t n, const struct json_index *ix,
    struct json_pos *pos, struct encoded *out)
{
	out->timed = false;
	if (pos->start == 0)
		e->ahead = NULL;
	if (!json_walk(e->walker, text, n, ix, pos, &out->line))
		return ENCODE_END;
	arena_reset(&e->scratch);
	if (out->line.kind == JSON_OBJECT) {
		e->text = text;
		e->n = n;
		e->index = ix;
		e->pos = pos;
		record_begin(&e->record, text, ix, out->line.slot);
		return encode_object(e, out);
	}
	if (out->line.kind == JSON_NONE && out->line.fault.code == JSON_OK)
		return ENCODE_BLANK;
	reject_of_line(&e->scratch, &out->line, &out->why);
	return ENCODE_REJECTED;
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
