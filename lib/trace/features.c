/* SPDX-License-Identifier: MIT */
#include "trace/features.h"

#include <stdlib.h>

#include "trace/members.h"
#include "trace/root_cause.h"

/* Deeper objects are one value. */
enum { LEVELS = 6 };

struct finder {
	enum trace_feature feature;
	struct buf *name;
	trace_feature_found *found;
	void *context;
};

static void
tell(const struct finder *f, struct text value)
{
	f->found(f->context, f->feature, buf_as_text(f->name), value);
}

/* Goes into an object, whose name, if it has one, is in f->name. */
static void
go_into(const struct finder *f, struct text json, unsigned level)
{
	struct trace_members it = trace_members(json);
	struct text key, value;
	const size_t n = f->name->n;
	if (json.n <= 2 || level == LEVELS || (!it.object && level > 0)) {
		tell(f, json);
		return;
	}
	for (unsigned i = 0; trace_member(&it, &key, &value); i++) {
		f->name->n = n;
		if (n > 0)
			buf_char(f->name, '.');
		if (it.object)
			buf_text(f->name, key);
		else
			buf_printf(f->name, "[%u]", i);
		if (value.n > 0 && value.p[0] == '{')
			go_into(f, value, level + 1);
		else
			tell(f, value);
	}
	f->name->n = n;
}

static void
find_arguments(struct finder *f, const struct trace_call *c)
{
	const struct text input = trace_text_of(c->input);
	f->feature = TRACE_ARGUMENT;
	f->name->n = 0;
	if (!input.p)
		return;
	if (input.p[0] != '{' && input.p[0] != '[')
		tell(f, input);
	else if (input.n > 2)
		go_into(f, input, 0);
}

static bool
begins_with(struct text t, struct text with)
{
	return t.n >= with.n && text_eq((struct text){ t.p, with.n }, with);
}

/* Does an attribute tell the failure itself? */
static bool
tells_failure(struct text name)
{
	return text_eq(name, TEXT("error")) || begins_with(name, TEXT("error.")) ||
	       begins_with(name, TEXT("exception.")) || begins_with(name, TEXT("otel.status_"));
}

static void
find_attributes(struct finder *f, const struct trace_text *object)
{
	struct trace_members it = trace_members(trace_text_of(object));
	struct text key, value;
	f->feature = TRACE_ATTRIBUTE;
	while (object && trace_member(&it, &key, &value)) {
		if (!key.p || tells_failure(key))
			continue;
		f->name->n = 0;
		buf_text(f->name, key);
		if (value.n > 0 && value.p[0] == '{')
			go_into(f, value, 1);
		else
			tell(f, value);
	}
}

static void
find_variables(struct finder *f, const struct trace_model *m, uint32_t call)
{
	struct trace_variable *v = NULL;
	struct root_cause r;
	trace_failure(m, call, &r);
	const size_t n = trace_values_before(m, &r, call, TRACE_NONE, &v);
	f->feature = TRACE_LAST_VALUE;
	for (size_t i = 0; i < n; i++) {
		const struct text value = v[i].value ? trace_text_of(v[i].value) : TEXT("null");
		f->name->n = 0;
		buf_text(f->name, trace_text_of(v[i].name));
		if (value.n > 0 && value.p[0] == '{')
			go_into(f, value, 1);
		else
			tell(f, value);
	}
	free(v);
}

static void
find_children(struct finder *f, const struct trace_model *m, uint32_t call)
{
	f->feature = TRACE_CHILD;
	for (uint32_t k = trace_first_child(m, call); k != TRACE_NONE;
	     k = trace_next_sibling(m, k)) {
		if (!m->call[k].name)
			continue;
		f->name->n = 0;
		buf_text(f->name, trace_text_of(m->call[k].name));
		tell(f, TEXT_ABSENT);
	}
}

static void
find_plain(struct finder *f, enum trace_feature feature, const struct trace_text *t)
{
	if (!t)
		return;
	f->feature = feature;
	f->name->n = 0;
	tell(f, trace_text_of(t));
}

void
trace_find_features(const struct trace_model *m, uint32_t call, struct buf *scratch,
    trace_feature_found *found, void *context)
{
	struct finder f = { .name = scratch, .found = found, .context = context };
	const struct trace_call *c = &m->call[call];
	find_arguments(&f, c);
	find_variables(&f, m, call);
	find_attributes(&f, c->attributes);
	find_attributes(&f, c->resource);
	find_plain(&f, TRACE_SERVICE, c->service);
	find_plain(&f, TRACE_MODEL, c->more ? c->more->model : NULL);
	find_children(&f, m, call);
}
