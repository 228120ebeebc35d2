/* SPDX-License-Identifier: MIT */
#include "trace/project.h"

#include "base/ascii.h"
#include "json/write.h"
#include "trace/members.h"

static const struct text names[] = { TEXT("cwd"), TEXT("project"), TEXT("project_name"),
	TEXT("project.name"), TEXT("openinference.project.name"), TEXT("langfuse.project.name"),
	TEXT("langsmith.project"), TEXT("gcp.project_id"), TEXT("project_id"), TEXT("projectId"),
	TEXT("projectHash"), TEXT("directory"), TEXT("session_name"), TEXT("service.namespace") };
enum { NAMES = sizeof(names) / sizeof(*names) };

static bool
is_usable(struct text json)
{
	return json.p[0] == '"' ? json.n > 2 : json.p[0] == '-' || ascii_is_digit(json.p[0]);
}

/* Looks for a name before names[*rank] in an object.  Sets *rank if there is one. */
static void
look_in(struct text object, size_t *rank, struct text *found)
{
	struct trace_members it = trace_members(object);
	struct text key, value;
	while (trace_member(&it, &key, &value)) {
		const size_t i = text_among(key, names, *rank);
		if (i == *rank || !is_usable(value))
			continue;
		*rank = i;
		*found = value;
	}
}

struct text
trace_project(const struct trace_model *m, const struct trace *t, struct arena *a)
{
	const struct trace_text *seen = NULL; /* a resource without any, which many calls share */
	struct text found = TEXT_ABSENT;
	size_t rank = NAMES;
	for (uint32_t at = t->first; at < t->last && !found.p; at++) {
		const struct trace_call *c = trace_call_at(m, at);
		look_in(trace_text_of(c->attributes), &rank, &found);
		if (c->resource != seen)
			look_in(trace_text_of(c->resource), &rank, &found);
		seen = c->resource;
	}
	if (!found.p || found.p[0] != '"')
		return found;
	return json_unescaped(a, (struct text){ found.p + 1, found.n - 2 });
}
