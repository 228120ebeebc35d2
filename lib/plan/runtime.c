/* SPDX-License-Identifier: MIT */
#include "plan/plan.h"

#include "expr/load.h"
#include "plan/load.h"

#define SECONDS_MAX INT64_C(1000000000)
#define MINUTES_MAX INT64_C(10000000)

const struct text envelope_names[ENVELOPE_MEMBERS] = {
	[ENVELOPE_TENANT_ID] = TEXT("tenant_id"),
	[ENVELOPE_EVENT_ID] = TEXT("event_id"),
	[ENVELOPE_SOURCE_ID] = TEXT("source_id"),
	[ENVELOPE_OBSERVED_AT] = TEXT("observed_at"),
	[ENVELOPE_METHOD] = TEXT("method"),
	[ENVELOPE_PATH] = TEXT("path"),
	[ENVELOPE_QUERY] = TEXT("query"),
	[ENVELOPE_HEADERS] = TEXT("headers"),
	[ENVELOPE_COOKIES] = TEXT("cookies"),
	[ENVELOPE_ROUTE_PARAMS] = TEXT("route_params"),
	[ENVELOPE_REQUEST_LINE] = TEXT("request_line"),
};

struct runtime
runtime_defaults(void)
{
	return (struct runtime){
		.flatten_objects = true,
		.normalize_field_names = true,
		.dedup_ttl_s = 60,
		.entity_state_ttl_s = 3600,
		.session_state_ttl_s = 1800,
		.window_state_ttl_s = 300,
		.lateness_s = 3600,
		.session_bucket_min = 15,
		.default_decision = OUTCOME_OBSERVE,
	};
}

static int
load_identity(struct expr_loader *l, const struct json_node *node, struct runtime *r)
{
	struct text *name;
	int bad = 0;
	if (json_get(node, "entity_identity_fields") == NULL)
		return 0;
	const struct json_node *names = load_array(l, node, "entity_identity_fields");
	if (names == NULL)
		return -1;
	r->identity = name = arena_zalloc(l->arena, names->count, sizeof(*name));
	for (const struct json_node *c = names->child; c != NULL; c = c->next) {
		if (c->kind != JSON_STRING)
			bad = load_error(l, c, "must be a string");
		else
			name[r->identities++] = c->text;
	}
	return bad;
}

static int
load_envelope(struct expr_loader *l, const struct json_node *node, struct runtime *r)
{
	const struct json_node *envelope = json_get(node, "envelope");
	int bad;

	if (envelope == NULL)
		return 0;
	bad = load_members(l, envelope, envelope_names, ENVELOPE_MEMBERS);
	for (size_t i = 0; i < ENVELOPE_MEMBERS; i++) {
		const struct json_node *place = json_get(envelope, envelope_names[i].p);
		if (place != NULL)
			bad |= load_origins(l, place, true, &r->envelope[i]);
	}
	return bad;
}

static int
load_times(struct expr_loader *l, const struct json_node *node, struct runtime *r)
{
	const struct {
		const char *key;
		int64_t *seconds;
	} ttl[] = {
		{ "dedup_ttl_seconds", &r->dedup_ttl_s },
		{ "entity_state_ttl_seconds", &r->entity_state_ttl_s },
		{ "session_state_ttl_seconds", &r->session_state_ttl_s },
		{ "window_state_ttl_seconds", &r->window_state_ttl_s },
		{ "lateness_seconds", &r->lateness_s },
	};
	int bad =
	    load_integer(l, node, "session_bucket_minutes", 1, MINUTES_MAX, &r->session_bucket_min);

	for (size_t i = 0; i < LOAD_COUNT(ttl); i++)
		bad |= load_integer(l, node, ttl[i].key, 0, SECONDS_MAX, ttl[i].seconds);
	return bad;
}

static int
load_default_decision(struct expr_loader *l, const struct json_node *node, struct runtime *r)
{
	if (json_get(node, "default_decision") == NULL)
		return 0;
	int i = load_choice(l, node, "default_decision", "decision", outcome_names, OUTCOMES);
	if (i < 0)
		return -1;
	r->default_decision = (enum outcome)i;
	return 0;
}

int
load_runtime(struct expr_loader *l, const struct json_node *node, struct runtime *r)
{
	static const struct text members[] = { TEXT("flatten_objects"),
		TEXT("normalize_field_names"), TEXT("dedup_ttl_seconds"),
		TEXT("entity_state_ttl_seconds"), TEXT("session_state_ttl_seconds"),
		TEXT("window_state_ttl_seconds"), TEXT("session_bucket_minutes"),
		TEXT("entity_identity_fields"), TEXT("default_decision"), TEXT("envelope"),
		TEXT("lateness_seconds"), TEXT("dedup_lines"), TEXT("time_zone"),
		TEXT("time_format"), TEXT("line"), TEXT("json_strings"), TEXT("each") };
	int bad = load_members(l, node, members, LOAD_COUNT(members));
	bad |= load_bool(l, node, "flatten_objects", &r->flatten_objects);
	bad |= load_bool(l, node, "normalize_field_names", &r->normalize_field_names);
	bad |= load_bool(l, node, "dedup_lines", &r->dedup_lines);
	bad |= load_times(l, node, r);
	bad |= load_reader(l, node, &r->times);
	bad |= load_layout(l, node, &r->layout);
	bad |= load_identity(l, node, r);
	bad |= load_default_decision(l, node, r);
	return bad | load_envelope(l, node, r);
}
