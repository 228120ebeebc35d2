/* SPDX-License-Identifier: MIT */
#include "encode/slots.h"

#include <stdlib.h>

#include "base/mem.h"

enum envelope_member
slots_container(enum selector_kind kind)
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

/* Returns the slot of a place that is no more than that.  Otherwise returns NO_SLOT and fills *out.
 */
static unsigned
add_origins(
    struct slots *s, const struct plan *plan, const struct origins *from, struct slot_list *out)
{
	const struct runtime *r = &plan->runtime;
	const struct origin *o = from->origin;
	if (from->n == 1 && o->steps == 0 && o->normalizers == 0)
		return json_paths_dotted(s->paths, o->path);
	out->slot = arena_alloc(&s->arena, from->n * sizeof(*out->slot));
	out->trail = arena_alloc(&s->arena, from->n * sizeof(*out->trail));
	for (size_t i = 0; i < from->n; i++) {
		out->slot[i] = json_paths_dotted(s->paths, o[i].path);
		trail_compile(
		    &out->trail[i], &s->arena, &o[i], r->flatten_objects, r->normalize_field_names);
	}
	return NO_SLOT;
}

/* The request line takes the place of the members' own places in the record. */
static enum slots_from
source_of(const struct plan *plan, enum envelope_member m)
{
	const struct origins *envelope = plan->runtime.envelope, *o = &envelope[m];
	const bool is_in_line = m == ENVELOPE_METHOD || m == ENVELOPE_PATH || m == ENVELOPE_QUERY;
	if (o->n == 0)
		return is_in_line && envelope[ENVELOPE_REQUEST_LINE].n > 0 ? FROM_REQUEST_LINE
									   : FROM_SLOT;
	return o->n == 1 && o->origin->steps == 0 && o->origin->normalizers == 0 ? FROM_SLOT
										 : FROM_PLACES;
}

static void
want(struct slots *s, const struct plan *plan, enum envelope_member m)
{
	const struct origins *origins = &plan->runtime.envelope[m];
	const struct json_step step = { envelope_names[m], JSON_EXACT };
	if (s->member[m] != NO_SLOT || s->places[m].slot != NULL)
		return;
	if (s->from[m] == FROM_REQUEST_LINE)
		want(s, plan, ENVELOPE_REQUEST_LINE);
	else if (origins->n > 0)
		s->member[m] = add_origins(s, plan, origins, &s->places[m]);
	else
		s->member[m] = json_paths_add(s->paths, &step, 1);
}

static void
want_path(struct slots *s, const struct plan *plan)
{
	static const struct json_step url = { { "url", 3 }, JSON_EXACT };
	want(s, plan, ENVELOPE_PATH);
	if (s->url == NO_SLOT && s->from[ENVELOPE_PATH] != FROM_REQUEST_LINE)
		s->url = json_paths_add(s->paths, &url, 1);
}

/* The slot of a name in a container; NO_SLOT if the envelope takes the container from elsewhere. */
static unsigned
named(struct slots *s, const struct plan *plan, enum envelope_member container, struct text name)
{
	want(s, plan, container);
	if (plan->runtime.envelope[container].n > 0 || s->from[container] == FROM_REQUEST_LINE)
		return NO_SLOT;
	struct json_step steps[2] = {
		{ envelope_names[container], JSON_EXACT },
		{ name, container == ENVELOPE_HEADERS ? JSON_NOCASE : JSON_EXACT },
	};
	return json_paths_add(s->paths, steps, 2);
}

static void
want_field(struct slots *s, const struct plan *plan, size_t i)
{
	const struct plan_field *f = &plan->field[i];
	enum envelope_member container = slots_container(f->selector);
	switch (f->selector) {
	case SELECT_REQUEST_FIELD:
		s->field[i] = add_origins(s, plan, &f->path, &s->path[i]);
		return;
	case SELECT_METHOD: want(s, plan, ENVELOPE_METHOD); return;
	case SELECT_PATH: want_path(s, plan); return;
	case SELECT_QUERY_PARAM: want_path(s, plan); break;
	case SELECT_COOKIE:
		if (s->cookie_header == NO_SLOT)
			s->cookie_header = named(s, plan, ENVELOPE_HEADERS, TEXT("Cookie"));
		want(s, plan, ENVELOPE_HEADERS);
		break;
	case SELECT_HEADER:
	case SELECT_ROUTE_PARAM:
	case SELECT_SOURCE_ID:
	case SELECT_OBSERVED_AT: break;
	}
	if (container != ENVELOPE_MEMBERS)
		s->field[i] = named(s, plan, container, f->selector_arg);
}

/* The path up to its first step `*`; that is never the first one. */
static struct text
before_star(struct text path)
{
	for (size_t i = 0; i + 1 < path.n; i++)
		if (path.p[i] == '.' && path.p[i + 1] == '*' &&
		    (i + 2 == path.n || path.p[i + 2] == '.'))
			return (struct text){ path.p, i };
	return path;
}

void
slots_init(struct slots *s, const struct plan *plan)
{
	const struct runtime *r = &plan->runtime;
	s->paths = json_paths_new(r->flatten_objects, r->normalize_field_names);
	for (size_t m = 0; m < ENVELOPE_MEMBERS; m++) {
		s->member[m] = NO_SLOT;
		s->from[m] = source_of(plan, (enum envelope_member)m);
	}
	s->url = s->cookie_header = NO_SLOT;
	s->field = mem_zalloc(plan->count + 1, sizeof *s->field);
	s->path = mem_zalloc(plan->count + 1, sizeof(*s->path));
	want(s, plan, ENVELOPE_TENANT_ID);
	want(s, plan, ENVELOPE_EVENT_ID);
	want(s, plan, ENVELOPE_SOURCE_ID);
	want(s, plan, ENVELOPE_OBSERVED_AT);
	s->json_string = mem_zalloc(r->layout.json_strings + 1, sizeof *s->json_string);
	for (size_t i = 0; i < r->layout.json_strings; i++)
		s->json_string[i] = json_paths_dotted(s->paths, r->layout.json_string[i]);
	s->each = mem_zalloc(r->layout.eaches + 1, sizeof *s->each);
	for (size_t i = 0; i < r->layout.eaches; i++)
		s->each[i] = json_paths_dotted(s->paths, before_star(r->layout.each[i]));
	for (size_t i = 0; i < plan->count; i++) {
		s->field[i] = NO_SLOT;
		if (plan->field[i].expr == NULL)
			want_field(s, plan, i);
	}
}

void
slots_free(struct slots *s)
{
	json_paths_free(s->paths);
	free(s->json_string);
	free(s->each);
	free(s->field);
	free(s->path);
	arena_free(&s->arena);
}
