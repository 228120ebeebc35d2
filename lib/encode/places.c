/* SPDX-License-Identifier: MIT */
#include "encode/places.h"

#include <stdlib.h>

#include "base/mem.h"

enum envelope_member
places_container(enum selector_kind kind)
{
	switch (kind) {
	case SELECT_HEADER: return ENVELOPE_HEADERS;
	case SELECT_QUERY_PARAM: return ENVELOPE_QUERY;
	case SELECT_COOKIE: return ENVELOPE_COOKIES;
	case SELECT_ROUTE_PARAM: return ENVELOPE_ROUTE_PARAMS;
	case SELECT_REQUEST_FIELD:
	case SELECT_METHOD:
	case SELECT_PATH:
	case SELECT_SOURCE_ID:
	case SELECT_OBSERVED_AT: break;
	}
	return ENVELOPE_MEMBERS;
}

static void
want(struct places *p, const struct plan *plan, enum envelope_member m)
{
	if (p->member[m] != NO_SLOT)
		return;
	struct text path = plan->runtime.envelope[m];
	struct json_step step = { envelope_names[m], JSON_EXACT };
	p->member[m] =
	    path.p != NULL ? json_paths_dotted(p->paths, path) : json_paths_add(p->paths, &step, 1);
}

static void
want_path(struct places *p, const struct plan *plan)
{
	static const struct json_step url = { { "url", 3 }, JSON_EXACT };
	want(p, plan, ENVELOPE_PATH);
	if (p->url == NO_SLOT)
		p->url = json_paths_add(p->paths, &url, 1);
}

/* The slot of a name in a container that is where section 3 has it. */
static unsigned
named(struct places *p, const struct plan *plan, enum envelope_member container, struct text name)
{
	want(p, plan, container);
	if (plan->runtime.envelope[container].p != NULL)
		return NO_SLOT;
	struct json_step steps[2] = {
		{ envelope_names[container], JSON_EXACT },
		{ name, container == ENVELOPE_HEADERS ? JSON_NOCASE : JSON_EXACT },
	};
	return json_paths_add(p->paths, steps, 2);
}

static void
place_field(struct places *p, const struct plan *plan, size_t i)
{
	const struct plan_field *f = &plan->field[i];
	enum envelope_member container = places_container(f->selector);
	switch (f->selector) {
	case SELECT_REQUEST_FIELD:
		p->field[i] = json_paths_dotted(p->paths, f->selector_arg);
		return;
	case SELECT_METHOD: want(p, plan, ENVELOPE_METHOD); return;
	case SELECT_PATH: want_path(p, plan); return;
	case SELECT_QUERY_PARAM: want_path(p, plan); break;
	case SELECT_COOKIE:
		if (p->cookie_header == NO_SLOT)
			p->cookie_header = named(p, plan, ENVELOPE_HEADERS, TEXT("Cookie"));
		want(p, plan, ENVELOPE_HEADERS);
		break;
	case SELECT_HEADER:
	case SELECT_ROUTE_PARAM:
	case SELECT_SOURCE_ID:
	case SELECT_OBSERVED_AT: break;
	}
	if (container != ENVELOPE_MEMBERS)
		p->field[i] = named(p, plan, container, f->selector_arg);
}

void
places_init(struct places *p, const struct plan *plan)
{
	const struct runtime *r = &plan->runtime;
	p->paths = json_paths_new(r->flatten_objects, r->normalize_field_names);
	for (size_t m = 0; m < ENVELOPE_MEMBERS; m++)
		p->member[m] = NO_SLOT;
	p->url = p->cookie_header = NO_SLOT;
	p->field = mem_zalloc(plan->count + 1, sizeof *p->field);
	want(p, plan, ENVELOPE_TENANT_ID);
	want(p, plan, ENVELOPE_EVENT_ID);
	want(p, plan, ENVELOPE_SOURCE_ID);
	want(p, plan, ENVELOPE_OBSERVED_AT);
	for (size_t i = 0; i < plan->count; i++) {
		p->field[i] = NO_SLOT;
		if (plan->field[i].expr == NULL)
			place_field(p, plan, i);
	}
}

void
places_free(struct places *p)
{
	json_paths_free(p->paths);
	free(p->field);
}
