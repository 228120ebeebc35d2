/* SPDX-License-Identifier: MIT */
#include "rerun/mutate.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "json/write.h"
#include "rerun/put.h"
#include "rerun/serve.h"
#include "rerun/shape.h"
#include "rerun/variants.h"
#include "trace/message.h"
#include "trace/put.h"

enum {
	RECORDED_MOST = 256, /* recorded inputs that are run as they are */
	SMALLER_MOST = 200,  /* runs that make a finding smaller */
	MESSAGES_MOST = 1000 /* messages that make an input a base of others */
};

/* What a run gave, without its values. */
struct sign {
	bool failed;
	struct text what;
};

struct run {
	const struct rerun_mutating *how;
	struct rerun_findings *f;
	struct rerun_variants *variants;
	uint32_t *of; /* the call of each recorded input */
	size_t of_cap;
	struct sign *known;
	size_t known_n, known_cap;
	struct table known_table; /* ref - 1: in known */
	struct text *message;     /* texts of errors that were seen */
	size_t messages, message_cap;
	struct buf sign, scratch;
};

/* ---- what a run gave ------------------------------------------------------------------------ */

/* The text is valid until the next call. */
static struct sign
sign_of(struct run *r, const struct rerun_outcome *o)
{
	r->sign.n = 0;
	if (!o->failed)
		rerun_put_shape(&r->sign, o->output);
	else if (o->error_type.p)
		buf_text(&r->sign, o->error_type);
	else if (o->message.p)
		trace_put_message(&r->sign, o->message);
	return (struct sign){ o->failed, buf_as_text(&r->sign) };
}

struct looking {
	const struct run *run;
	const struct sign *sign;
};

static bool
is_same(const void *context, uint32_t ref)
{
	const struct looking *l = context;
	const struct sign *s = &l->run->known[ref - 1];
	return s->failed == l->sign->failed && text_eq(s->what, l->sign->what);
}

static uint32_t
hash_of(const struct run *r, const struct sign *s)
{
	return (uint32_t)siphash(r->how->key, s->what.p, s->what.n);
}

static bool
is_known(const struct run *r, const struct sign *s)
{
	const struct looking l = { r, s };
	return table_find(&r->known_table, hash_of(r, s), is_same, &l) != 0;
}

static void
know(struct run *r, const struct rerun_outcome *o)
{
	const struct sign s = sign_of(r, o);
	if (is_known(r, &s))
		return;
	r->known = mem_grow(r->known, &r->known_cap, r->known_n + 1, sizeof(*r->known));
	r->known[r->known_n++] = (struct sign){ s.failed, arena_text(&r->f->arena, s.what) };
	table_add(&r->known_table, hash_of(r, &s), (uint32_t)r->known_n);
}

/* Was there no such message before? */
static bool
is_new_message(struct run *r, const struct rerun_outcome *o)
{
	if (!o->failed || !o->message.p || r->messages >= MESSAGES_MOST)
		return false;
	r->scratch.n = 0;
	trace_put_message(&r->scratch, o->message);
	for (size_t i = 0; i < r->messages; i++)
		if (text_eq(r->message[i], buf_as_text(&r->scratch)))
			return false;
	r->message = mem_grow(r->message, &r->message_cap, r->messages + 1, sizeof(*r->message));
	r->message[r->messages++] = arena_text(&r->f->arena, buf_as_text(&r->scratch));
	return true;
}

/* ---- a finding as calls --------------------------------------------------------------------- */

static void
put_call(struct buf *b, const struct trace_call *c, struct text trace, struct text id,
    struct text parent, struct text input, const struct rerun_outcome *o)
{
	json_begin(b, '{');
	json_member_string(b, "trace_id", trace);
	json_member_string(b, "call_id", id);
	json_member_string_or_null(b, "parent_id", parent);
	json_member_string_or_null(b, "name", trace_text_of(c->name));
	json_member_string(b, "kind", trace_kind_names[c->kind]);
	json_member_string_or_null(b, "service", trace_text_of(c->service));
	json_member_null(b, "start");
	json_member_u64(b, "duration_ns", 0);
	json_member_string(b, "status", o->failed ? TEXT("error") : TEXT("ok"));
	if (o->failed) {
		json_name(b, "error");
		rerun_put_error(b, o);
	}
	if (input.p)
		json_member_raw(b, "input", input);
	if (o->output.p)
		json_member_raw(b, "output", o->output);
	json_end(b, '}');
	buf_char(b, '\n');
}

/* The call with its changed input, and what it asked for below it. */
static void
put_finding(struct buf *b, const struct rerun_result *r, uint32_t call, size_t number)
{
	const struct rerun_span *s = rerun_span_of(r, call);
	const struct trace_call *c = &r->model->call[call];
	const struct text name = trace_text_of(c->name);
	struct buf trace = { 0 }, id = { 0 };
	buf_text(&trace, TEXT("mutation/"));
	buf_text(&trace, name.p ? name : TEXT("-"));
	buf_printf(&trace, "/%zu", number + 1);
	put_call(
	    b, c, buf_as_text(&trace), buf_as_text(&trace), TEXT_ABSENT, s->input, &s->outcome);
	const size_t first = (size_t)(s - r->span), end = first + rerun_subtree(r, first);
	for (size_t i = first + 1; i < end; i++) {
		const struct rerun_span *below = &r->span[i];
		if (below->served_by != RERUN_ASKED)
			continue;
		const struct trace_call *child = &r->model->call[below->call];
		id.n = 0;
		buf_text(&id, buf_as_text(&trace));
		buf_char(&id, '/');
		buf_text(&id, trace_text_of(child->id));
		put_call(b, child, buf_as_text(&trace), buf_as_text(&id), buf_as_text(&trace),
		    trace_text_of(child->input), &below->outcome);
	}
	buf_free(&trace);
	buf_free(&id);
}

/* ---- running -------------------------------------------------------------------------------- */

static struct rerun_finding *
find(struct run *r, const struct sign *s)
{
	struct rerun_findings *f = r->f;
	for (size_t i = 0; i < f->n; i++)
		if (f->finding[i].failed == s->failed && text_eq(f->finding[i].what, s->what))
			return &f->finding[i];
	if (f->n == RERUN_FINDINGS_MOST) {
		f->more++;
		return NULL;
	}
	f->finding[f->n] = (struct rerun_finding){ .failed = s->failed,
		.what = arena_text(&f->arena, s->what),
		.first = f->runs,
		.pending = true };
	return &f->finding[f->n++];
}

/* Takes a run that gave something new, if its input is the smallest so far. */
static void
take(struct run *r, struct rerun_finding *found, const struct rerun_result *result, uint32_t call)
{
	const struct rerun_span *s = rerun_span_of(result, call);
	struct arena *a = &r->f->arena;
	struct buf b = { 0 };
	found->runs++;
	if (found->input.p && found->input.n <= s->input.n)
		return;
	found->input = arena_text(a, s->input);
	found->of = call;
	found->message = arena_text(a, s->outcome.failed ? s->outcome.message : s->outcome.output);
	put_finding(&b, result, call, (size_t)(found - r->f->finding));
	found->lines = arena_text(a, buf_as_text(&b));
	buf_free(&b);
}

static bool
is_over(const struct run *r)
{
	const struct rerun_options *o = r->how->worker->options;
	return o->interrupted && o->interrupted(o->interrupt);
}

/* Runs an input.  Returns whether it gave something that no run before gave. */
static bool
try(struct run *r, uint32_t call, struct text input)
{
	struct rerun_findings *f = r->f;
	const struct rerun_result *result = rerun_call(r->how->worker, r->how->model, call, input);
	const struct rerun_span *s = rerun_span_of(result, call);
	if (is_over(r))
		return false;
	f->runs++;
	f->hung += s->outcome.failed && s->outcome.duration_ns >= r->how->timeout_ns;
	if (result->misses > 0) {
		f->unanswered++;
		return false;
	}
	const bool is_new = is_new_message(r, &s->outcome);
	const struct sign sign = sign_of(r, &s->outcome);
	if (is_known(r, &sign))
		return is_new;
	const size_t before = f->n;
	struct rerun_finding *found = find(r, &sign);
	if (found)
		take(r, found, result, call);
	return is_new || f->n > before;
}

static bool
may_run(const struct run *r)
{
	return !is_over(r) && r->f->runs < r->how->runs && r->f->hung < RERUN_HANGS_MOST;
}

/* Makes the input of a finding smaller, as long as it gives the same. */
static void
make_smaller(struct run *r, size_t number)
{
	struct rerun_finding *found = &r->f->finding[number];
	struct buf b = { 0 };
	found->pending = false;
	for (size_t i = 0, runs = 0; runs < SMALLER_MOST && may_run(r); i++) {
		const struct text was = found->input;
		b.n = 0;
		if (!rerun_simpler(was, i, &b))
			break;
		if (!rerun_variants_note(r->variants, buf_as_text(&b)))
			continue;
		runs++;
		try(r, found->of, buf_as_text(&b));
		if (found->input.p != was.p)
			i = SIZE_MAX; /* from the first again */
	}
	buf_free(&b);
}

/* Runs the recorded inputs: what they give is known.  Returns false if no command executes them. */
static bool
run_recorded(struct run *r)
{
	const struct rerun_mutating *how = r->how;
	struct rerun_findings *f = r->f;
	for (size_t i = 0; i < how->calls; i++) {
		const struct trace_call *c = &how->model->call[how->call[i]];
		struct arena a = { 0 };
		struct rerun_outcome then = RERUN_OUTCOME_NONE;
		if (rerun_recorded(how->model, how->call[i], &a, &then))
			know(r, &then);
		arena_free(&a);
		if (!rerun_variants_add(
			r->variants, c->input ? trace_text_of(c->input) : TEXT("{}")))
			continue;
		r->of = mem_grow(r->of, &r->of_cap, f->inputs + 1, sizeof(*r->of));
		r->of[f->inputs++] = how->call[i];
		if (f->inputs > RECORDED_MOST)
			continue;
		const struct rerun_result *result =
		    rerun_call(how->worker, how->model, how->call[i], TEXT_ABSENT);
		const struct rerun_span *s = rerun_span_of(result, how->call[i]);
		if (i == 0)
			f->by = s->served_by;
		if (s->served_by != RERUN_EXEC)
			return false;
		if (is_over(r))
			return false;
		know(r, &s->outcome);
	}
	return true;
}

static void
run_changed(struct run *r)
{
	struct rerun_variant v;
	while (may_run(r) && rerun_variants_next(r->variants, &v)) {
		if (try(r, r->of[v.of], v.input))
			rerun_variants_keep(r->variants);
		for (size_t i = 0; i < r->f->n; i++)
			if (r->f->finding[i].pending)
				make_smaller(r, i);
	}
}

struct rerun_findings *
rerun_mutate(const struct rerun_mutating *how)
{
	struct rerun_findings *f = mem_zalloc(1, sizeof(*f));
	struct run r = { .how = how, .f = f, .variants = rerun_variants_new(how->key, how->seed) };
	if (run_recorded(&r))
		run_changed(&r);
	rerun_variants_free(r.variants);
	free(r.of);
	free(r.known);
	table_free(&r.known_table);
	free(r.message);
	buf_free(&r.sign);
	buf_free(&r.scratch);
	return f;
}

void
rerun_findings_free(struct rerun_findings *f)
{
	if (f)
		arena_free(&f->arena);
	free(f);
}
