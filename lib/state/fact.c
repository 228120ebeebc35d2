/* SPDX-License-Identifier: MIT */
#include "state/fact.h"

#include <string.h>

#include "rules/rules.h"

const struct text fact_kind_names[FACT_KINDS] = { [FACT_DEDUP] = TEXT("dedup"),
	[FACT_ENTITY] = TEXT("entity"),
	[FACT_SESSION] = TEXT("session"),
	[FACT_WATERMARK] = TEXT("watermark"),
	[FACT_WINDOW] = TEXT("window") };

static int
cmp_absent_first(struct text a, struct text b)
{
	if (!a.p || !b.p)
		return !!a.p - !!b.p;
	return text_cmp(a, b);
}

static int
cmp_keys(const struct fact *a, const struct fact *b)
{
	for (size_t i = 0; i < a->keys && i < b->keys; i++) {
		int cmp = text_cmp(a->key[i], b->key[i]);
		if (cmp != 0)
			return cmp;
	}
	if (a->keys != b->keys)
		return a->keys < b->keys ? -1 : 1;
	return text_cmp(a->series, b->series);
}

int
fact_cmp(const struct fact *a, const struct fact *b)
{
	int cmp = cmp_absent_first(a->tenant_id, b->tenant_id);
	if (cmp != 0)
		return cmp;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->kind == FACT_WINDOW)
		return cmp_keys(a, b);
	cmp = a->kind == FACT_WATERMARK ? 0 : text_cmp(a->id, b->id);
	if (cmp != 0 || a->kind != FACT_DEDUP)
		return cmp;
	return memcmp(a->content_digest, b->content_digest, CONTENT_BYTES);
}

/* ---- what a fact must be -------------------------------------------------------------------- */

static const char *
read_aggregate(
    const struct json_node *series, struct series_shape *shape, const struct json_node **blame)
{
	const struct json_node *aggregate = json_get(series, "aggregate");
	const struct json_node *kind = json_get(aggregate, "kind");
	if (!kind)
		return "the kind of its aggregate is missing";
	*blame = kind;
	const size_t i = text_among(kind->text, aggregate_names, AGGREGATES);
	_Static_assert(AGGREGATES == 5, "the message has their names");
	if (kind->kind != JSON_STRING || i == AGGREGATES)
		return "must be Count, Distinct, Sum, Max or Min";
	shape->takes = aggregate_takes((enum aggregate)i);
	return NULL;
}

/* Reads the scope, or the fields to group by. */
static const char *
read_keys(
    const struct json_node *series, struct series_shape *shape, const struct json_node **blame)
{
	const struct json_node *scope = json_get(series, "scope"),
			       *groups = json_get(series, "group_by");
	shape->keys = groups ? groups->count : 1;
	if (!scope == !groups)
		return "must have either scope or group_by";
	*blame = scope ? scope : groups;
	if (scope)
		return scope->kind == JSON_STRING && (text_eq(scope->text, TEXT("Entity")) ||
							 text_eq(scope->text, TEXT("Session")))
			   ? NULL
			   : "must be Entity or Session";
	if (groups->kind != JSON_ARRAY || groups->count == 0)
		return "must be an array of field names";
	for (const struct json_node *c = groups->child; c; c = c->next)
		if (c->kind != JSON_STRING)
			return "must be an array of field names";
	return NULL;
}

const char *
series_read(
    const struct json_node *series, struct series_shape *shape, const struct json_node **blame)
{
	*blame = series;
	if (series->kind != JSON_OBJECT)
		return "must be an object";
	const char *wrong = read_aggregate(series, shape, blame);
	if (wrong)
		return wrong;
	*blame = series;
	return read_keys(series, shape, blame);
}

const char *
fact_wrong(const struct fact *f)
{
	const struct verdict *v = &f->verdict;
	switch (f->kind) {
	case FACT_ENTITY:
	case FACT_SESSION:
		if (f->events == 0 || f->events > INT64_MAX)
			return "event_count must be from 1 to 9223372036854775807";
		if (f->decisions > f->events)
			return "decision_count is greater than event_count";
		if (f->last_ns < f->first_ns)
			return "last_seen_at is earlier than first_seen_at";
		return NULL;
	case FACT_DEDUP:
		if (v->decided_by.p &&
		    text_among(v->decided_by, v->matched, v->nmatched) == v->nmatched)
			return "decided_by is not among matched_rules";
		return NULL;
	case FACT_WATERMARK:
		return f->times <= WATERMARK_RANK ? NULL : "too many times for a watermark";
	case FACT_WINDOW: break;
	}
	return NULL;
}
