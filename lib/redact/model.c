/* SPDX-License-Identifier: MIT */
#include "redact/model.h"

#include <stdlib.h>

#include "base/mem.h"

enum { SHARED = 1024 };

/* A pass over a model. */
struct pass {
	struct redactor *r;
	struct trace_model *m;
	struct buf b;
	/* what became of texts that many calls share */
	struct shared {
		const struct trace_text *from, *to;
	} * shared;
};

enum how { AS_STRING, AS_JSON };

static bool
redact(struct pass *p, struct text t, enum how how, struct text name, unsigned context)
{
	p->b.n = 0;
	switch (how) {
	case AS_STRING: return redact_string(p->r, t, name, context, &p->b);
	case AS_JSON: return redact_json(p->r, t, name, &p->b);
	}
	return false;
}

/* A text of one call. */
static void
own(struct pass *p, const struct trace_text **t, enum how how, struct text name)
{
	if (*t && redact(p, trace_text_of(*t), how, name, 0))
		*t = trace_keep(p->m, buf_as_text(&p->b));
}

/* A text that may be that of other calls, too, and then stays so. */
static void
shared(struct pass *p, const struct trace_text **t, enum how how)
{
	if (!*t)
		return;
	struct shared *s = &p->shared[((uintptr_t)*t >> 3 ^ (uintptr_t)*t >> 13) % SHARED];
	if (s->from != *t) {
		s->from = s->to = *t;
		if (redact(p, trace_text_of(*t), how, TEXT_ABSENT, 0))
			s->to = trace_intern(p->m, buf_as_text(&p->b));
	}
	*t = s->to;
}

static void
id(struct pass *p, const struct trace_text **t)
{
	if (*t && redact(p, trace_text_of(*t), AS_STRING, TEXT_ABSENT, REDACT_ID))
		*t = trace_intern(p->m, buf_as_text(&p->b));
}

static void
more(struct pass *p, struct trace_call_more *more)
{
	shared(p, &more->error_type, AS_STRING);
	own(p, &more->message, AS_STRING, TEXT("message"));
	shared(p, &more->where, AS_STRING);
	shared(p, &more->model, AS_STRING);
	shared(p, &more->vendor, AS_STRING);
	own(p, &more->links, AS_JSON, TEXT_ABSENT);
	shared(p, &more->file, AS_STRING);
	id(p, &more->after);
}

static void
event(struct pass *p, struct trace_event *e)
{
	switch ((enum trace_event_type)e->type) {
	case TRACE_VARIABLE:
		own(p, &e->text[TRACE_VALUE], AS_JSON, trace_text_of(e->text[TRACE_NAME]));
		shared(p, &e->text[TRACE_NAME], AS_STRING);
		break;
	case TRACE_LOOP:
		shared(p, &e->text[TRACE_LOOP_TYPE], AS_STRING);
		own(p, &e->text[TRACE_ITERATION], AS_JSON, TEXT_ABSENT);
		own(p, &e->text[TRACE_ITERATIONS], AS_JSON, TEXT_ABSENT);
		break;
	case TRACE_BRANCH:
		own(p, &e->text[TRACE_CONDITION], AS_STRING, TEXT("condition"));
		own(p, &e->text[TRACE_TAKEN], AS_JSON, TEXT_ABSENT);
		break;
	case TRACE_LOG:
		own(p, &e->text[TRACE_MESSAGE], AS_STRING, TEXT("message"));
		shared(p, &e->text[TRACE_LEVEL], AS_STRING);
		break;
	case TRACE_ERROR_EVENT:
		shared(p, &e->text[TRACE_ERROR_TYPE], AS_STRING);
		own(p, &e->text[TRACE_ERROR_MESSAGE], AS_STRING, TEXT("message"));
		shared(p, &e->text[TRACE_ERROR_WHERE], AS_STRING);
		break;
	}
	own(p, &e->attributes, AS_JSON, TEXT("attributes"));
}

static void
call(struct pass *p, struct trace_call *c)
{
	id(p, &c->id);
	id(p, &c->parent_id);
	shared(p, &c->name, AS_STRING);
	shared(p, &c->service, AS_STRING);
	own(p, &c->input, AS_JSON, TEXT("input"));
	own(p, &c->output, AS_JSON, TEXT("output"));
	own(p, &c->attributes, AS_JSON, TEXT("attributes"));
	shared(p, &c->resource, AS_JSON);
	if (c->more)
		more(p, c->more);
	for (uint32_t n = c->event; n > 0; n = p->m->event[n - 1].next)
		event(p, &p->m->event[n - 1]);
}

void
redact_model(struct redactor *r, struct trace_model *m)
{
	struct pass p = { .r = r, .m = m };
	p.shared = mem_zalloc(SHARED, sizeof(*p.shared));
	for (size_t i = 0; i < m->traces; i++)
		id(&p, &m->trace[i].id);
	for (size_t i = 0; i < m->listed; i++)
		call(&p, &m->call[m->depth_first[i]]);
	free(p.shared);
	buf_free(&p.b);
}

static uint64_t
replaced(const struct redactor *r)
{
	const struct redact_counts counts = redactor_counts(r);
	return redact_total(&counts);
}

const struct trace_call *
redact_model_first(struct redactor *r, struct trace_model *m)
{
	struct pass p = { .r = r, .m = m };
	const struct trace_call *first = NULL;
	const uint64_t before = replaced(r);
	p.shared = mem_zalloc(SHARED, sizeof(*p.shared));
	for (size_t i = 0; i < m->traces; i++)
		id(&p, &m->trace[i].id);
	const bool any_id = replaced(r) > before;
	for (size_t i = 0; i < m->listed && !first; i++) {
		struct trace_call *c = &m->call[m->depth_first[i]];
		call(&p, c);
		if (any_id || replaced(r) > before)
			first = c;
	}
	free(p.shared);
	buf_free(&p.b);
	return first;
}

static bool
is_replaced(struct pass *p, const struct trace_text *t)
{
	return t && redact(p, trace_text_of(t), AS_STRING, TEXT_ABSENT, REDACT_ID);
}

uint64_t
redact_count_ids(struct redactor *r, const struct trace_model *m)
{
	struct pass p = { .r = r };
	struct redact_counts before = redactor_counts(r);
	uint64_t ids = 0;
	for (size_t i = 0; i < m->traces; i++)
		ids += is_replaced(&p, m->trace[i].id);
	for (size_t i = 0; i < m->listed; i++)
		ids += is_replaced(&p, m->call[m->depth_first[i]].id);
	redactor_set_counts(r, &before);
	buf_free(&p.b);
	return ids;
}
