/* SPDX-License-Identifier: MIT */
#include "trace/lineage.h"

#include "json/write.h"
#include "trace/canonical.h"
#include "trace/members.h"

const struct text trace_role_names[TRACE_ROLES] = {
	[TRACE_ROLE_INPUT] = { "input", 5 },
	[TRACE_ROLE_OUTPUT] = { "output", 6 },
	[TRACE_ROLE_VARIABLE] = { "variable", 8 },
	[TRACE_ROLE_ATTRIBUTE] = { "attribute", 9 },
	[TRACE_ROLE_LOG] = { "log", 3 },
	[TRACE_ROLE_ERROR] = { "error", 5 },
};

/* ---- where a value occurs ------------------------------------------------------------------- */

/* A search in one step. */
struct finding {
	const struct trace_model *model;
	struct trace_sought *sought;
	struct trace_occurrence here;
	int (*found)(void *context, const struct trace_occurrence *o);
	void *context;
};

static int
pass_on(void *context, const struct trace_spot *spot)
{
	struct finding *f = context;
	f->here.spot = *spot;
	return f->found(f->context, &f->here);
}

static int
seek_json(struct finding *f, enum trace_role role, struct text name, const struct trace_text *json)
{
	f->here.role = role;
	return json ? trace_seek_json(f->sought, name, trace_text_of(json), pass_on, f) : 0;
}

static int
seek_text(struct finding *f, enum trace_role role, struct text name, const struct trace_text *t)
{
	f->here.role = role;
	return trace_seek_text(f->sought, name, trace_text_of(t), pass_on, f);
}

/* Those of the call win over those of its surroundings. */
static int
find_in_attributes(struct finding *f, const struct trace_call *c)
{
	struct buf b = { 0 };
	f->here.role = TRACE_ROLE_ATTRIBUTE;
	if (!c->attributes || !c->resource)
		return seek_json(f, TRACE_ROLE_ATTRIBUTE, TEXT_ABSENT,
		    c->attributes ? c->attributes : c->resource);
	trace_join_objects(&b, trace_text_of(c->attributes), trace_text_of(c->resource));
	const int result = trace_seek_json(f->sought, TEXT_ABSENT, buf_as_text(&b), pass_on, f);
	buf_free(&b);
	return result;
}

static int
find_in_enter(struct finding *f, const struct trace_call *c)
{
	int result = seek_json(f, TRACE_ROLE_INPUT, TEXT_ABSENT, c->input);
	if (result == 0)
		result = find_in_attributes(f, c);
	if (result == 0 && c->more)
		result = seek_text(f, TRACE_ROLE_ATTRIBUTE, TEXT("llm.model"), c->more->model);
	if (result == 0 && c->more)
		result = seek_text(f, TRACE_ROLE_ATTRIBUTE, TEXT("llm.vendor"), c->more->vendor);
	return result;
}

static int
find_in_error(struct finding *f, const struct trace_text *type, const struct trace_text *message,
    const struct trace_text *where)
{
	int result = seek_text(f, TRACE_ROLE_ERROR, TEXT("error_type"), type);
	if (result == 0)
		result = seek_text(f, TRACE_ROLE_ERROR, TEXT("message"), message);
	if (result == 0)
		result = seek_text(f, TRACE_ROLE_ERROR, TEXT("where"), where);
	return result;
}

static bool
is_same(const struct trace_text *a, const struct trace_text *b)
{
	return a == b || (a && b && text_eq(trace_text_of(a), trace_text_of(b)));
}

/* Does an event of the call tell its error? */
static bool
is_told(const struct trace_model *m, const struct trace_call *c)
{
	for (uint32_t n = c->event; n > 0; n = m->event[n - 1].next) {
		const struct trace_event *e = &m->event[n - 1];
		if (e->type == TRACE_ERROR_EVENT &&
		    is_same(e->text[TRACE_ERROR_TYPE], c->more->error_type) &&
		    is_same(e->text[TRACE_ERROR_MESSAGE], c->more->message))
			return true;
	}
	return false;
}

static int
find_in_exit(struct finding *f, const struct trace_call *c)
{
	int result = seek_json(f, TRACE_ROLE_OUTPUT, TEXT_ABSENT, c->output);
	if (result == 0 && c->more && !is_told(f->model, c))
		result = find_in_error(f, c->more->error_type, c->more->message, c->more->where);
	return result;
}

static int
find_in_variable(struct finding *f, const struct trace_event *e)
{
	const struct trace_text *value = e->text[TRACE_VALUE];
	f->here.role = TRACE_ROLE_VARIABLE;
	return trace_seek_json(f->sought, trace_text_of(e->text[TRACE_NAME]),
	    value ? trace_text_of(value) : TEXT("null"), pass_on, f);
}

static int
find_in_event(struct finding *f, const struct trace_event *e)
{
	enum trace_role role = TRACE_ROLE_ATTRIBUTE;
	struct text name = TEXT_ABSENT;
	int result = 0;
	switch ((enum trace_event_type)e->type) {
	case TRACE_VARIABLE: result = find_in_variable(f, e); break;
	case TRACE_LOOP:
	case TRACE_BRANCH: break;
	case TRACE_LOG:
		role = TRACE_ROLE_LOG;
		name = TEXT("attributes");
		result = seek_text(f, role, TEXT("message"), e->text[TRACE_MESSAGE]);
		break;
	case TRACE_ERROR_EVENT:
		role = TRACE_ROLE_ERROR;
		name = TEXT("attributes");
		result = find_in_error(f, e->text[TRACE_ERROR_TYPE], e->text[TRACE_ERROR_MESSAGE],
		    e->text[TRACE_ERROR_WHERE]);
		break;
	}
	return result != 0 ? result : seek_json(f, role, name, e->attributes);
}

int
trace_find_in_step(const struct trace_model *m, struct trace_sought *s,
    const struct trace_step *step, int (*found)(void *context, const struct trace_occurrence *o),
    void *context)
{
	struct finding f = { .model = m,
		.sought = s,
		.here = { .position = step->position, .call = step->call },
		.found = found,
		.context = context };
	switch (step->type) {
	case TRACE_ENTER: return find_in_enter(&f, &m->call[step->call]);
	case TRACE_AT_EVENT: return find_in_event(&f, step->event);
	case TRACE_EXIT:
	case TRACE_AT_NO_EXIT: break;
	}
	return find_in_exit(&f, &m->call[step->call]);
}

int
trace_find(const struct trace_model *m, struct trace_sought *s,
    int (*found)(void *context, const struct trace_occurrence *o), void *context)
{
	uint64_t position = 0;
	int result = 0;
	for (size_t i = 0; i < m->traces && result == 0; i++) {
		struct trace_steps steps;
		struct trace_step step;
		trace_steps_begin(&steps, m, i, position);
		while (result == 0 && trace_steps_next(&steps, &step)) {
			step.position = position = steps.position;
			result = trace_find_in_step(m, s, &step, found, context);
		}
		trace_steps_end(&steps);
	}
	return result;
}

/* ---- the values of a variable --------------------------------------------------------------- */

static struct text
unescaped(struct buf *b, struct text key)
{
	if (key.n == 0 || !memchr(key.p, '\\', key.n))
		return key;
	b->n = 0;
	buf_room(b, key.n);
	b->n = json_unescape(key, b->p);
	return buf_as_text(b);
}

/* Is the key of a member, or the number of an element, the first part of a dotted name? */
static bool
begins_name(struct text key, struct text name)
{
	return key.n <= name.n && memcmp(key.p, name.p, key.n) == 0 &&
	       (key.n == name.n || name.p[key.n] == '.');
}

struct text
trace_value_at(struct text json, struct text name)
{
	struct buf b = { 0 }, number = { 0 };
	while (json.p && name.p) {
		struct trace_members it = trace_members(json);
		struct text key, value, next = TEXT_ABSENT;
		size_t longest = 0;
		for (size_t i = 0; trace_member(&it, &key, &value); i++) {
			if (it.object) {
				key = unescaped(&b, key);
			} else {
				number.n = 0;
				buf_u64(&number, i);
				key = buf_as_text(&number);
			}
			if (begins_name(key, name) && (!next.p || key.n >= longest)) {
				next = value;
				longest = key.n;
			}
		}
		json = next;
		if (!next.p || longest == name.n)
			name = TEXT_ABSENT;
		else
			name = (struct text){ name.p + longest + 1, name.n - longest - 1 };
	}
	buf_free(&b);
	buf_free(&number);
	return json;
}

static struct text
variable_value(const struct trace_event *e, struct text name)
{
	const struct text own = trace_text_of(e->text[TRACE_NAME]);
	const struct trace_text *json = e->text[TRACE_VALUE];
	const struct text value = json ? trace_text_of(json) : TEXT("null");
	if (!own.p || !begins_name(own, name))
		return TEXT_ABSENT;
	if (own.n == name.n)
		return value;
	return trace_value_at(value, (struct text){ name.p + own.n + 1, name.n - own.n - 1 });
}

bool
trace_step_sets(const struct trace_model *m, const struct trace_step *step, struct text name,
    struct trace_setting *s)
{
	const struct trace_call *c = &m->call[step->call];
	*s = (struct trace_setting){ .position = step->position, .call = step->call };
	if (step->type == TRACE_ENTER) {
		s->role = TRACE_ROLE_INPUT;
		s->at_ns = c->start_ns;
		if (c->input && trace_text_of(c->input).p[0] == '{')
			s->value = trace_value_at(trace_text_of(c->input), name);
	} else if (step->type == TRACE_AT_EVENT && step->event->type == TRACE_VARIABLE) {
		s->role = TRACE_ROLE_VARIABLE;
		s->at_ns = step->event->at_ns;
		s->value = variable_value(step->event, name);
	}
	return s->value.p != NULL;
}

int
trace_history(const struct trace_model *m, struct text name,
    int (*set)(void *context, const struct trace_setting *s), void *context)
{
	uint64_t position = 0;
	int result = 0;
	for (size_t i = 0; i < m->traces && result == 0; i++) {
		struct text before = TEXT_ABSENT;
		struct trace_steps steps;
		struct trace_step step;
		struct trace_setting s;
		trace_steps_begin(&steps, m, i, position);
		while (result == 0 && trace_steps_next(&steps, &step)) {
			if (!trace_step_sets(m, &step, name, &s))
				continue;
			s.changed = !before.p || !trace_is_same_value(before, s.value);
			before = s.value;
			result = set(context, &s);
		}
		position = steps.position;
		trace_steps_end(&steps);
	}
	return result;
}
