/* SPDX-License-Identifier: MIT */
#include "rerun/save.h"

#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "trace/canonical.h"
#include "trace/put.h"

/* An answer that was used. */
struct used {
	struct text call;   /* members that say what it is the answer to */
	struct text answer; /* the member output or error */
	struct text key;    /* the call, in canonical form */
	size_t order;
	size_t times; /* how often it was given in a row; 0: it is a part of another */
	bool limited; /* another answer follows */
};

struct saving {
	struct arena arena;
	struct used *used;
	size_t n, cap;
};

/* ---- collecting ----------------------------------------------------------------------------- */

static struct text
keep(struct saving *s, struct buf *b)
{
	const struct text t = arena_text(&s->arena, buf_as_text(b));
	b->n = 0;
	return t;
}

static struct text
answer_of(struct saving *s, enum trace_kind kind, const struct rerun_outcome *o)
{
	struct buf b = { 0 };
	if (!rerun_has_answer(kind, o)) {
		buf_text(&b, TEXT("\"error\":{"));
		json_member_string_or_null(&b, "type", o->error_type);
		json_member_string_or_null(&b, "message", o->message);
		buf_char(&b, '}');
	} else {
		buf_text(&b, TEXT("\"output\":"));
		buf_text(&b, o->output.p ? o->output : TEXT("null"));
	}
	const struct text t = keep(s, &b);
	buf_free(&b);
	return t;
}

static void
add(struct saving *s, const struct rerun_subject *is, struct text input,
    const struct rerun_outcome *o)
{
	struct buf b = { 0 };
	struct used u = { .order = s->n, .times = 1 };
	if (!is->name.p)
		return;
	buf_text(&b, TEXT("\"name\":"));
	json_put_string(&b, is->name);
	if (!is->any_kind)
		json_member_string(&b, "kind", trace_kind_names[is->kind]);
	if (input.p)
		json_member_raw(&b, "input", input);
	u.call = keep(s, &b);
	buf_char(&b, '{');
	buf_text(&b, u.call);
	buf_char(&b, '}');
	const struct text object = keep(s, &b);
	trace_put_canonical(&b, object);
	u.key = keep(s, &b);
	u.answer = answer_of(s, is->kind, o);
	s->used = mem_grow(s->used, &s->cap, s->n + 1, sizeof(*s->used));
	s->used[s->n++] = u;
	buf_free(&b);
}

/* Is the answer to a call that was not asked for saved?  An error would be judged if it came from a
 * mock, and is not if it comes from the recording or a fault. */
static bool
is_saved(const struct rerun_span *s, enum trace_kind kind)
{
	switch (s->served_by) {
	case RERUN_MOCK: return true;
	case RERUN_RECORDING:
		return rerun_needs_recording(kind) && rerun_has_answer(kind, &s->outcome);
	case RERUN_EXEC: return kind == TRACE_LLM || kind == TRACE_EMBEDDING;
	case RERUN_FAULT:
	case RERUN_NOTHING:
	case RERUN_BLOCKED:
	case RERUN_ASKED:
	case RERUN_UNUSED: return false;
	}
	return false;
}

static bool
is_answer(enum rerun_served served)
{
	switch (served) {
	case RERUN_MOCK:
	case RERUN_FAULT:
	case RERUN_EXEC:
	case RERUN_RECORDING: return true;
	case RERUN_NOTHING:
	case RERUN_BLOCKED:
	case RERUN_ASKED:
	case RERUN_UNUSED: return false;
	}
	return false;
}

static void
collect(struct saving *s, const struct rerun_result *r)
{
	for (size_t i = 0; i < r->spans; i++) {
		const struct rerun_span *span = &r->span[i];
		const struct rerun_subject is = rerun_subject_of(r->model, span->call);
		if (is_saved(span, is.kind))
			add(s, &is, span->input, &span->outcome);
	}
	for (size_t i = 0; i < r->questions; i++)
		if (is_answer(r->question[i].served_by))
			add(s, &r->question[i].is, r->question[i].is.input,
			    &r->question[i].outcome);
}

/* ---- writing -------------------------------------------------------------------------------- */

static int
by_key(const void *a, const void *b)
{
	const struct used *const x = a, *const y = b;
	const int c = text_cmp(x->key, y->key);
	return c != 0 ? c : (x->order > y->order) - (x->order < y->order);
}

static int
by_order(const void *a, const void *b)
{
	const struct used *const x = a, *const y = b;
	return (x->order > y->order) - (x->order < y->order);
}

/* Joins answers to one call that follow each other and are the same. */
static void
join(struct saving *s)
{
	struct used *last = NULL;
	qsort(s->used, s->n, sizeof(*s->used), by_key);
	for (size_t i = 0; i < s->n; i++) {
		struct used *u = &s->used[i];
		const bool same_call = last && text_eq(last->key, u->key);
		if (same_call && text_eq(last->answer, u->answer)) {
			last->times++;
			u->times = 0;
			continue;
		}
		if (same_call)
			last->limited = true;
		last = u;
	}
	qsort(s->used, s->n, sizeof(*s->used), by_order);
}

void
rerun_put_mocks(struct buf *b, const struct rerun_result *r, bool with_id)
{
	struct saving s = { 0 };
	const struct text id = trace_text_of(r->model->trace[r->trace].id);
	collect(&s, r);
	if (s.n > 1)
		join(&s);
	for (size_t i = 0; i < s.n; i++) {
		const struct used *u = &s.used[i];
		if (u->times == 0)
			continue;
		buf_char(b, '{');
		if (with_id && id.p)
			json_member_string(b, "trace_id", id);
		if (b->p[b->n - 1] != '{')
			buf_char(b, ',');
		buf_text(b, u->call);
		buf_char(b, ',');
		buf_text(b, u->answer);
		if (u->limited)
			json_member_u64(b, "times", u->times);
		buf_text(b, TEXT("}\n"));
	}
	free(s.used);
	arena_free(&s.arena);
}
