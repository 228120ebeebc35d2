/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "rerun/attributes.h"
#include "rerun/serve.h"
#include "trace/canonical.h"
#include "trace/members.h"
#include "trace/put.h"

/*
 * A command that executes a call asks for what the call depends on.  The recorded calls below it
 * are what there is to give.  Direct children come first, then those deeper down: code under test
 * may do by itself what a recorded child did, and ask for what that one depended on.
 */

/* Was a question before this one answered by a call that was recorded after it? */
static bool
is_reordered(const struct rerun_result *r, size_t span, size_t child)
{
	for (size_t i = r->questions; i-- > 0;)
		if (r->question[i].span == span && r->question[i].child != SIZE_MAX)
			return r->question[i].child > child;
	return false;
}

/* ---- misses --------------------------------------------------------------------------------- */

/* The end of the subtree in which is looked. */
static size_t
end_of(const struct rerun_looking *l)
{
	return l->span + rerun_subtree(l->result, l->span);
}

/* How many members two inputs have in common. */
static size_t
common_members(struct text a, struct text b)
{
	struct trace_members it = trace_members(a);
	struct text key, value;
	size_t n = 0;
	if (!a.p || !b.p || a.n == 0 || b.n == 0 || a.p[0] != '{' || b.p[0] != '{')
		return 0;
	while (trace_member(&it, &key, &value))
		n += trace_is_same_value(value, trace_member_of(b, key));
	return n;
}

/* The recorded call of the nearest name, else the first of the same kind, as far as there is one.
 */
static size_t
nearest_name(const struct rerun_looking *l)
{
	enum { NAMES = 1000 };
	struct text *name = mem_alloc(NAMES * sizeof(*name));
	size_t *at = mem_alloc(NAMES * sizeof(*at)), n = 0, found = SIZE_MAX;
	for (size_t i = l->span + 1; i < end_of(l) && n < NAMES; i++) {
		const struct rerun_subject child = rerun_subject_at(l, i);
		if (!child.name.p || text_among(child.name, name, n) < n)
			continue;
		at[n] = i;
		name[n++] = child.name;
	}
	const struct text near = text_nearest(l->question->name, name, n);
	if (near.p)
		found = at[text_among(near, name, n)];
	free(name);
	free(at);
	for (size_t i = l->span + 1; i < end_of(l) && found == SIZE_MAX; i++)
		if (!l->question->any_kind && rerun_subject_at(l, i).kind == l->question->kind)
			found = i;
	return found;
}

static void
put_subject(struct buf *b, const struct rerun_subject *s)
{
	if (!s->any_kind) {
		buf_text(b, trace_kind_names[s->kind]);
		buf_char(b, ' ');
	}
	buf_visible(b, s->name.p ? s->name : TEXT("without a name"));
}

static void
put_value(struct buf *b, struct text json)
{
	enum { SHOWN = 80 };
	struct text t = json.p ? json : TEXT("nothing");
	const bool cut = t.n > SHOWN;
	t.n = cut ? SHOWN : t.n;
	while (cut && t.n > 0 && ((unsigned char)t.p[t.n] & 0xc0) == 0x80)
		t.n--;
	buf_visible(b, t);
	if (cut)
		buf_text(b, TEXT("..."));
}

/* Finds out why nothing fits: the reason, and the recorded call that is nearest. */
static void
find_reason(const struct rerun_worker *w, const struct rerun_looking *l, struct rerun_question *q)
{
	struct rerun_attribute_difference d;
	size_t most = 0;
	q->miss = RERUN_NEVER_RECORDED;
	q->nearest = SIZE_MAX;
	if (l->span == SIZE_MAX)
		return;
	for (size_t i = l->span + 1; i < end_of(l); i++) {
		const struct rerun_subject child = rerun_subject_at(l, i);
		if (!rerun_is_named(&child, l->question))
			continue;
		if (rerun_has_input(&child, l->question)) {
			q->miss = RERUN_USED_UP;
			q->nearest = i;
			q->by = w->used_by[i];
		}
		if (q->miss == RERUN_USED_UP)
			continue;
		rerun_attributes_fit(&child, l->question->input, &d);
		const size_t common = common_members(child.input, l->question->input) + d.common;
		const bool fresher =
		    q->nearest != SIZE_MAX && w->uses[q->nearest] > 0 && w->uses[i] == 0;
		if (q->miss == RERUN_NEVER_RECORDED || common > most || (common == most && fresher))
			q->nearest = i;
		most = common > most ? common : most;
		q->miss = RERUN_OTHER_INPUT;
	}
	if (q->nearest == SIZE_MAX)
		q->nearest = nearest_name(l);
}

static void
explain(struct rerun_worker *w, const struct rerun_looking *l, struct rerun_question *q)
{
	struct buf b = { 0 }, path = { 0 };
	struct text then = TEXT_ABSENT, now = TEXT_ABSENT;
	struct rerun_subject near = { .call = TRACE_NONE };
	struct rerun_attribute_difference d;
	find_reason(w, l, q);
	if (q->nearest != SIZE_MAX)
		near = rerun_subject_at(l, q->nearest);
	put_subject(&b, l->question);
	switch (q->miss) {
	case RERUN_NO_MISS: break;
	case RERUN_NEVER_RECORDED:
		buf_text(&b, TEXT(" was never recorded"));
		if (q->nearest != SIZE_MAX) {
			buf_text(&b, TEXT("; the nearest recording is "));
			put_subject(&b, &near);
		}
		break;
	case RERUN_USED_UP:
		buf_printf(&b, " is used up: question %zu had the recorded answer", q->by);
		break;
	case RERUN_OTHER_INPUT:
		rerun_attributes_fit(&near, l->question->input, &d);
		if (d.member.p) {
			buf_text(&path, d.member);
			then = d.then;
			now = d.now;
		} else {
			trace_find_difference(near.input.p ? near.input : TEXT("null"),
			    l->question->input, &path, &then, &now);
		}
		buf_text(&b, TEXT(" was recorded with another input: "));
		buf_visible(&b, path.n > 0 ? buf_as_text(&path) : TEXT("it"));
		buf_text(&b, TEXT(" is "));
		put_value(&b, now);
		buf_text(&b, TEXT(", and was "));
		put_value(&b, then);
		q->path = arena_text(&w->result.arena, buf_as_text(&path));
		break;
	}
	q->why = arena_text(&w->result.arena, buf_as_text(&b));
	buf_free(&b);
	buf_free(&path);
}

static void
miss(struct rerun_worker *w, const struct rerun_looking *l, struct rerun_question *q)
{
	if (q->child != SIZE_MAX) {
		struct buf b = { 0 };
		q->miss = RERUN_NEVER_RECORDED;
		q->nearest = q->child;
		put_subject(&b, l->question);
		buf_text(&b, TEXT(" has no recorded answer"));
		q->why = arena_text(&w->result.arena, buf_as_text(&b));
		buf_free(&b);
	} else {
		explain(w, l, q);
	}
	q->outcome = rerun_failure(TEXT("not_recorded"), q->why);
	w->result.misses++;
}

/* ---- answers -------------------------------------------------------------------------------- */

static void
put_reply(struct buf *reply, enum trace_kind kind, const struct rerun_outcome *o)
{
	if (rerun_has_answer(kind, o)) {
		json_member_raw_or_null(reply, "result", o->output);
		return;
	}
	json_member_begin(reply, "error", '{');
	json_member_string_or_null(reply, "type", o->error_type);
	json_member_string_or_null(reply, "message", o->message);
	json_end(reply, '}');
}

/* Adds the question.  Returns its number; the array may move while it is answered. */
static size_t
add(struct rerun_worker *w, size_t span, const struct rerun_looking *l)
{
	struct rerun_result *r = &w->result;
	const size_t child = rerun_look_up(&w->lookup, l, w->options->repeat);
	r->question =
	    mem_grow(r->question, &r->question_cap, r->questions + 1, sizeof(*r->question));
	struct rerun_question *q = &r->question[r->questions];
	*q = (struct rerun_question){
		.span = span, .child = child, .is = *l->question, .nearest = SIZE_MAX
	};
	q->is.trace_id = trace_text_of(r->model->trace[r->trace].id);
	if (child != SIZE_MAX) {
		const struct rerun_subject recorded = rerun_subject_at(l, child);
		r->reordered += is_reordered(r, span, child);
		q->is.call = recorded.call;
		q->is.call_id = recorded.call_id;
		q->is.tool = recorded.tool;
		q->is.kind = recorded.kind;
		q->is.any_kind = false;
		q->is.service = q->is.service.p ? q->is.service : recorded.service;
		w->used_by[child] = r->questions + 1;
		w->uses[child]++;
		r->span[child].served_by = RERUN_ASKED;
	}
	return r->questions++;
}

void
rerun_answer_question(
    struct rerun_worker *w, size_t span, const struct rerun_subject *question, struct buf *reply)
{
	struct rerun_result *r = &w->result;
	const struct rerun_looking l = { r, question, span, w->uses };
	struct rerun_outcome o = RERUN_OUTCOME_NONE;
	const size_t n = add(w, span, &l);
	const struct rerun_subject is = r->question[n].is;
	const size_t child = r->question[n].child;
	enum rerun_served served = rerun_serve(w, &is, false, child, &o);
	struct rerun_question *q = &r->question[n];
	q->served_by = served;
	q->outcome = o;
	if (served == RERUN_NOTHING && child != SIZE_MAX &&
	    rerun_recorded(r->model, is.call, &r->arena, &q->outcome))
		q->served_by = RERUN_RECORDING;
	else if (served == RERUN_NOTHING)
		miss(w, &l, q);
	/* what is below a recorded answer is a part of it; below another one it did not happen */
	if (child != SIZE_MAX)
		rerun_mark_below(
		    r, child, q->served_by == RERUN_RECORDING ? RERUN_ASKED : RERUN_UNUSED);
	put_reply(reply, is.kind, &q->outcome);
}
