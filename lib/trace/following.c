/* SPDX-License-Identifier: MIT */
#include "trace/members.h"
#include "trace/skew.h"

/* Is it the key of a span's id: spanID, spanId, span_id, SpanID? */
static bool
is_span_id(struct text key)
{
	return text_eq_nocase(key, TEXT("spanid")) || text_eq_nocase(key, TEXT("span_id"));
}

/* An id as the model writes it, from a JSON string. */
static struct text
id_of(struct text json)
{
	struct text t = json;
	if (t.n < 2 || t.p[0] != '"')
		return TEXT_ABSENT;
	t = (struct text){ t.p + 1, t.n - 2 };
	if (t.n == 18 && t.p[0] == '0' && t.p[1] == 'x')
		t = (struct text){ t.p + 2, t.n - 2 };
	return t;
}

/* Does an object name the span?  Where its members are objects, theirs are looked at, too: the
 * console exporters of OpenTelemetry write the ids into a context. */
static bool
names(struct text object, struct text span, bool nested)
{
	struct trace_members it = trace_members(object);
	struct text key, value;
	bool any = false;
	while (trace_member(&it, &key, &value))
		any |= is_span_id(key) ? text_eq_nocase(id_of(value), span)
				       : nested && value.p[0] == '{' && names(value, span, false);
	return any;
}

/* Is the parent of a call one of its links? */
static bool
is_linked_to_parent(const struct trace_call *c)
{
	if (!c->more || !c->more->links || !c->parent_id)
		return false;
	struct trace_members it = trace_members(trace_text_of(c->more->links));
	struct text key, value;
	while (trace_member(&it, &key, &value)) {
		if (value.p[0] != '{')
			continue;
		/* a reference to another trace that the call is nevertheless a part of */
		if (text_eq(trace_member_of(value, TEXT("refType")), TEXT("\"CHILD_OF\"")))
			continue;
		if (names(value, trace_text_of(c->parent_id), true))
			return true;
	}
	return false;
}

static bool
has_kind(const struct trace_call *c, struct text json)
{
	return c->attributes &&
	       text_eq_nocase(
		   trace_member_of(trace_text_of(c->attributes), TEXT("span.kind")), json);
}

void
trace_find_following(const struct trace_services *s, bool *follows)
{
	const struct trace *t = &s->model->trace[s->trace];
	for (uint32_t at = t->first; at < t->last; at++) {
		const struct trace_call *c = trace_call_at(s->model, at);
		bool *it = &follows[at - t->first];
		*it = false;
		if (c->parent == TRACE_NONE)
			continue;
		const struct trace_call *parent = &s->model->call[c->parent];
		*it = follows[parent->at - t->first] || is_linked_to_parent(c) ||
		      (s->of[at - t->first] != s->of[parent->at - t->first] &&
			  (has_kind(c, TEXT("\"consumer\"")) ||
			      has_kind(parent, TEXT("\"producer\""))));
	}
}
