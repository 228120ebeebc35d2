/* SPDX-License-Identifier: MIT */
#include "state/entry_check.h"

#include "rules/rules.h"

static const char *
read_aggregate(
    const struct json_node *series, struct series_shape *shape, const struct json_node **blame)
{
	const struct json_node *aggregate = json_get(series, "aggregate");
	const struct json_node *kind = json_get(aggregate, "kind");
	size_t i = 0;
	if (!kind)
		return "the kind of its aggregate is missing";
	*blame = kind;
	while (i < AGGREGATES && !text_eq(aggregate_names[i], kind->text))
		i++;
	_Static_assert(AGGREGATES == 4, "the message has their names");
	if (kind->kind != JSON_STRING || i == AGGREGATES)
		return "must be Count, Distinct, Sum or Max";
	shape->takes = aggregate_takes((enum aggregate)i);
	return NULL;
}

/* The scope, or the fields that it groups by. */
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

static bool
is_among(struct text name, const struct text *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text_eq(name, names[i]))
			return true;
	return false;
}

const char *
entry_wrong(const struct entry *e)
{
	const struct verdict *v = &e->verdict;
	switch (e->kind) {
	case ENTRY_ENTITY:
	case ENTRY_SESSION:
		if (e->events == 0 || e->events > INT64_MAX)
			return "event_count must be from 1 to 9223372036854775807";
		if (e->decisions > e->events)
			return "decision_count is more than event_count";
		if (e->last_ns < e->first_ns)
			return "last_seen_at is earlier than first_seen_at";
		return NULL;
	case ENTRY_DEDUP:
		if (v->decided_by.p && !is_among(v->decided_by, v->matched, v->nmatched))
			return "decided_by is not among matched_rules";
		return NULL;
	case ENTRY_WATERMARK: return e->times <= WATERMARK_RANK ? NULL : "there are too many times";
	case ENTRY_WINDOW: break;
	}
	return NULL;
}
