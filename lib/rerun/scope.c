/* SPDX-License-Identifier: MIT */
#include "rerun/scope.h"

#include "trace/members.h"
#include "trace/put.h"

/* The name of the tool, in the attributes of the vocabularies that have one. */
static struct text
tool_of(const struct trace_call *c)
{
	static const struct text keys[] = { { "tool.name", 9 }, { "gen_ai.tool.name", 16 },
		{ "ai.toolCall.name", 16 }, { "tool_name", 9 } };
	const struct text attributes = trace_text_of(c->attributes);
	if (!attributes.p || c->kind != TRACE_TOOL)
		return TEXT_ABSENT;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const struct text v = trace_member_of(attributes, keys[i]);
		if (v.n > 2 && v.p[0] == '"')
			return (struct text){ v.p + 1, v.n - 2 };
	}
	return TEXT_ABSENT;
}

struct rerun_subject
rerun_subject_of(const struct trace_model *m, uint32_t call)
{
	const struct trace_call *c = &m->call[call];
	return (struct rerun_subject){ .trace_id = trace_text_of(m->trace[c->trace].id),
		.call_id = trace_text_of(c->id),
		.kind = (enum trace_kind)c->kind,
		.name = trace_text_of(c->name),
		.tool = tool_of(c),
		.service = trace_text_of(c->service),
		.input = trace_text_of(c->input),
		.attributes = trace_text_of(c->attributes),
		.call = call };
}

/* Takes a word and a colon from the front. */
static bool
take(struct text *t, struct text word)
{
	if (t->n <= word.n || memcmp(t->p, word.p, word.n) != 0)
		return false;
	t->p += word.n;
	t->n -= word.n;
	return true;
}

int
rerun_scope_read(struct text t, struct rerun_scope *s, struct err *e)
{
	*s = (struct rerun_scope){ .by = RERUN_BY_NAME, .text = t };
	if (t.n == 0)
		return err_set(e, "a name is missing");
	if (take(&t, TEXT("kind:"))) {
		const size_t kind = text_among(t, trace_kind_names, TRACE_KINDS);
		const struct text near = text_nearest(t, trace_kind_names, TRACE_KINDS);
		if (kind == TRACE_KINDS && near.p)
			return err_set(e, "no kind of call: '%.*s'; did you mean '%.*s'?", (int)t.n,
			    t.p, (int)near.n, near.p);
		if (kind == TRACE_KINDS)
			return err_set(e, "no kind of call: '%.*s'", (int)t.n, t.p);
		s->by = RERUN_BY_KIND;
		s->kind = (enum trace_kind)kind;
		return 0;
	}
	if (take(&t, TEXT("service:")))
		s->by = RERUN_BY_SERVICE;
	s->glob = glob_of(t);
	return 0;
}

bool
rerun_scope_has(const struct rerun_scope *s, const struct rerun_subject *subject)
{
	switch (s->by) {
	case RERUN_BY_KIND: return !subject->any_kind && s->kind == subject->kind;
	case RERUN_BY_SERVICE: return subject->service.p && glob_holds(&s->glob, subject->service);
	case RERUN_BY_NAME:
		return (subject->tool.p && glob_holds(&s->glob, subject->tool)) ||
		       (subject->name.p && glob_holds(&s->glob, subject->name));
	}
	return false;
}

int
rerun_scope_take(struct text argument, struct rerun_scope *s, struct text *rest, struct err *e)
{
	const char *equals = argument.n > 0 ? memchr(argument.p, '=', argument.n) : NULL;
	if (!equals)
		return err_set(e, "not of the form NAME=…: '%.*s'", (int)argument.n, argument.p);
	const size_t n = (size_t)(equals - argument.p);
	*rest = (struct text){ equals + 1, argument.n - n - 1 };
	return rerun_scope_read((struct text){ argument.p, n }, s, e);
}
