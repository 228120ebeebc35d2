/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rerun/serve.h"
#include "trace/members.h"

const struct text rerun_served_names[RERUN_SERVED] = { [RERUN_NOTHING] = { NULL, 0 },
	[RERUN_MOCK] = { "mock", 4 },
	[RERUN_FAULT] = { "fault", 5 },
	[RERUN_EXEC] = { "exec", 4 },
	[RERUN_RECORDING] = { "recording", 9 },
	[RERUN_BLOCKED] = { "blocked", 7 },
	[RERUN_ASKED] = { "asked", 5 },
	[RERUN_UNUSED] = { "unused", 6 } };

const struct text rerun_miss_names[RERUN_OTHER_INPUT + 1] = { [RERUN_NO_MISS] = { NULL, 0 },
	[RERUN_NEVER_RECORDED] = { "never_recorded", 14 },
	[RERUN_USED_UP] = { "used_up", 7 },
	[RERUN_OTHER_INPUT] = { "differs", 7 } };

struct rerun_worker *
rerun_worker_new(const struct rerun_options *o)
{
	struct rerun_worker *w = mem_zalloc(1, sizeof(*w));
	w->options = o;
	w->command = mem_zalloc(o->execs + 1, sizeof(*w->command));
	w->hearing = mem_zalloc(o->execs + 1, sizeof(*w->hearing));
	for (size_t i = 0; i < o->execs; i++) {
		w->hearing[i] = (struct rerun_hearing){ o, &o->exec[i] };
		w->command[i].text = o->exec[i].command;
		w->command[i].watch = (struct rerun_watch){ o->now_ns, rerun_hear, &w->hearing[i],
			o->interrupted, o->interrupt };
	}
	return w;
}

/* A request that cannot be sent is answered once the helper is ready. */
static void
wait_until_ready(struct rerun_worker *w, struct rerun_command *k)
{
	const struct rerun_subject nothing = { .kind = TRACE_HTTP, .call = TRACE_NONE };
	const struct rerun_asking how = { .timeout_ns = w->options->timeout_ns };
	struct rerun_outcome o;
	rerun_command_ask(k, &nothing, &how, &w->result.arena, &o);
}

void
rerun_start(struct rerun_worker *w)
{
	struct err e;
	for (size_t i = 0; i < w->options->execs; i++) {
		if (rerun_command_start(&w->command[i], &e) < 0)
			continue; /* the calls say so */
		if (w->options->exec[i].is_helper)
			wait_until_ready(w, &w->command[i]);
	}
}

void
rerun_restart(struct rerun_worker *w)
{
	for (size_t i = 0; i < w->options->execs; i++)
		__atomic_add_fetch(&w->options->exec[i].unread,
		    rerun_command_stop(&w->command[i], false), __ATOMIC_RELAXED);
}

void
rerun_worker_free(struct rerun_worker *w)
{
	if (!w)
		return;
	rerun_restart(w);
	free(w->command);
	free(w->hearing);
	free(w->result.span);
	free(w->result.question);
	rerun_mock_use_free(&w->use);
	free(w->before);
	free(w->used_by);
	free(w->uses);
	arena_free(&w->result.arena);
	rerun_lookup_free(&w->lookup);
	free(w);
}

/* ---- one call ------------------------------------------------------------------------------- */

void
rerun_mark_below(struct rerun_result *r, size_t span, enum rerun_served served)
{
	const size_t n = rerun_subtree(r, span);
	for (size_t i = span + 1; i < span + n; i++)
		if (r->span[i].served_by == RERUN_NOTHING)
			r->span[i].served_by = served;
}

/* A result of the calls first to last, depth first, of a trace. */
static struct rerun_result *
begin(struct rerun_worker *w, const struct trace_model *m, size_t trace, size_t first, size_t last)
{
	struct rerun_result *r = &w->result;
	const size_t n = last - first;
	struct rerun_result clean = { .model = m,
		.trace = trace,
		.first = first,
		.spans = n,
		.question = r->question,
		.question_cap = r->question_cap,
		.arena = r->arena };
	clean.span = mem_grow(r->span, &w->span_cap, n, sizeof(*r->span));
	arena_reset(&clean.arena);
	*r = clean;
	for (size_t i = 0; i < n; i++)
		r->span[i] = (struct rerun_span){ .call = m->depth_first[first + i],
			.outcome = RERUN_OUTCOME_NONE };
	rerun_lookup_reset(&w->lookup);
	if (w->options->execs > 0) {
		size_t cap = w->used_cap;
		w->used_by = mem_grow(w->used_by, &cap, n, sizeof(*w->used_by));
		w->uses = mem_grow(w->uses, &w->used_cap, n, sizeof(*w->uses));
		memset(w->used_by, 0, n * sizeof(*w->used_by));
		memset(w->uses, 0, n * sizeof(*w->uses));
	}
	rerun_mock_use_begin(&w->use, w->options->mocks);
	return r;
}

/* Adds rules: of an http call, only what is recorded counts.  The caller frees the array. */
static struct rerun_rule *
add_http_rules(const struct trace_call *c, struct rerun_rules *rules)
{
	const struct rerun_http known = rerun_http_of(c);
	struct rerun_rule *rule = mem_alloc((rules->n + 3) * sizeof(*rule));
	size_t n = rules->n;
	if (n > 0)
		memcpy(rule, rules->rule, n * sizeof(*rule));
	if (!known.status.p)
		rule[n++] = (struct rerun_rule){ .type = RERUN_IGNORE, .path = TEXT("status") };
	if (!known.headers.p)
		rule[n++] = (struct rerun_rule){ .type = RERUN_IGNORE, .path = TEXT("headers") };
	if (!known.body.p)
		rule[n++] = (struct rerun_rule){ .type = RERUN_IGNORE, .path = TEXT("body") };
	*rules = (struct rerun_rules){ rule, n };
	return rule;
}

/* Is it an answer of HTTP with a status from 200 to 399? */
static bool
is_success(struct text output)
{
	const struct text status = trace_member_of(output, TEXT("status"));
	return status.n == 3 && (status.p[0] == '2' || status.p[0] == '3');
}

/* Compares a span with the recording. */
static void
judge(struct rerun_worker *w, struct rerun_span *s, const struct rerun_outcome *again)
{
	struct rerun_result *r = &w->result;
	const struct trace_call *c = &r->model->call[s->call];
	struct rerun_outcome then;
	struct rerun_difference d = { 0 };
	struct rerun_rules rules = w->options->rules;
	const bool known = rerun_recorded(r->model, s->call, &r->arena, &then);
	if (!known && s->outcome.failed && !s->was_modified)
		s->verdict = RERUN_NEW_ERROR;
	if (!known || s->was_modified)
		return;
	const bool failed = then.failed;
	if (rerun_has_answer((enum trace_kind)c->kind, &then))
		then.failed = false;
	struct rerun_rule *own = c->kind == TRACE_HTTP ? add_http_rules(c, &rules) : NULL;
	s->verdict = rerun_judge(&rules, &then, &s->outcome, again, &d);
	if (s->verdict == RERUN_DIFFERS && failed && is_success(s->outcome.output))
		s->verdict = RERUN_FIXED;
	if (s->verdict == RERUN_DIFFERS) {
		s->differs = arena_text(&r->arena, buf_as_text(&d.path));
		s->then = d.then;
		s->now = d.now;
	}
	buf_free(&d.path);
	free(own);
}

/* Executes a call once more.  What it asks for, it gets as if it had not asked before. */
static enum rerun_served
serve_again(struct rerun_worker *w, const struct rerun_subject *s, bool changed, size_t span,
    struct rerun_outcome *again)
{
	struct rerun_result *r = &w->result;
	const size_t n = rerun_subtree(r, span), questions = r->questions, misses = r->misses,
		     reordered = r->reordered;
	const size_t mocks = w->use.used ? rerun_mocks_count(w->options->mocks) : 0;
	size_t *used_by = mem_dup(w->used_by + span, n * sizeof(*used_by)),
	       *uses = mem_dup(w->uses + span, n * sizeof(*uses));
	/* what the first run used of mocks that have a limit, the second one has, too */
	uint64_t *limited = mocks > 0 ? mem_dup(w->use.used, mocks * sizeof(*limited)) : NULL;
	if (mocks > 0)
		memcpy(w->use.used, w->before, mocks * sizeof(*limited));
	memset(w->used_by + span, 0, n * sizeof(*used_by));
	memset(w->uses + span, 0, n * sizeof(*uses));
	rerun_lookup_reset_uses(&w->lookup);
	const enum rerun_served served = rerun_serve(w, s, changed, span, again);
	memcpy(w->used_by + span, used_by, n * sizeof(*used_by));
	memcpy(w->uses + span, uses, n * sizeof(*uses));
	rerun_lookup_reset_uses(&w->lookup);
	if (mocks > 0)
		memcpy(w->use.used, limited, mocks * sizeof(*limited));
	free(limited);
	r->questions = questions;
	r->misses = misses;
	r->reordered = reordered;
	free(used_by);
	free(uses);
	return served;
}

/* Replays a span.  Returns whether its children are replayed, too. */
static bool
replay(struct rerun_worker *w, size_t span, const struct rerun_change *change)
{
	struct rerun_result *r = &w->result;
	struct rerun_span *s = &r->span[span];
	const struct trace_call *c = &r->model->call[s->call];
	struct rerun_subject is = rerun_subject_of(r->model, s->call);
	struct rerun_outcome again;
	const struct text missing = change ? change->missing : TEXT_ABSENT;
	change = missing.p ? NULL : change;
	if (change) {
		is.input = change->input;
		s->was_modified = true;
		s->details = change->details;
	}
	s->input = is.input;
	r->recorded += rerun_is_recorded(c);
	if (w->options->twice && w->use.used) {
		const size_t mocks = rerun_mocks_count(w->options->mocks);
		w->before = mem_grow(w->before, &w->before_cap, mocks, sizeof(*w->before));
		memcpy(w->before, w->use.used, mocks * sizeof(*w->before));
	}
	s->served_by = rerun_serve(w, &is, change != NULL, span, &s->outcome);
	/* what was recorded below a request to a model happens again, whatever it answers now */
	const bool open_loop = change && c->kind == TRACE_LLM;
	if (s->served_by != RERUN_NOTHING && !open_loop)
		rerun_mark_below(r, span, RERUN_UNUSED);
	switch (s->served_by) {
	case RERUN_EXEC:
		if (w->options->twice &&
		    serve_again(w, &is, change != NULL, span, &again) == RERUN_EXEC)
			judge(w, s, &again);
		else
			judge(w, s, NULL);
		return open_loop;
	case RERUN_MOCK:
	case RERUN_BLOCKED: judge(w, s, NULL); return open_loop;
	case RERUN_FAULT: return open_loop;
	case RERUN_NOTHING:
	case RERUN_RECORDING:
	case RERUN_ASKED:
	case RERUN_UNUSED: break;
	}
	if (missing.p) {
		s->outcome = rerun_failure(TEXT("not_recorded"), missing);
		return true;
	}
	const int64_t delay_ns =
	    s->outcome.duration_ns == TRACE_NO_TIME ? 0 : s->outcome.duration_ns;
	if (rerun_recorded(r->model, s->call, &r->arena, &s->outcome) ||
	    !rerun_needs_recording((enum trace_kind)c->kind))
		s->served_by = RERUN_RECORDING;
	else
		s->outcome = rerun_failure(TEXT_ABSENT, TEXT("No replay data available"));
	if (delay_ns > 0 && s->outcome.duration_ns != TRACE_NO_TIME)
		s->outcome.duration_ns += delay_ns;
	return true;
}

/* ---- what it adds up to --------------------------------------------------------------------- */

/* A call that contains requests often repeats their tokens and cost: the larger number counts. */
struct sum {
	int64_t tokens; /* -1: none */
	struct trace_cost cost;
	bool has_cost;
	bool changed; /* a request to a model was changed */
};

static int64_t
tokens_of(const struct rerun_outcome *o)
{
	const int64_t in = o->usage[TRACE_INPUT_TOKENS], out = o->usage[TRACE_OUTPUT_TOKENS];
	return in < 0 && out < 0 ? -1 : (in < 0 ? 0 : in) + (out < 0 ? 0 : out);
}

static void
add_sum(struct sum *to, const struct sum *more)
{
	if (more->tokens >= 0)
		to->tokens = (to->tokens < 0 ? 0 : to->tokens) + more->tokens;
	if (more->has_cost)
		trace_cost_add(&to->cost, &more->cost);
	to->has_cost |= more->has_cost;
	to->changed |= more->changed;
}

/* What a span itself has, if that is more than what is below it.  If that was changed, only what is
 * below it counts. */
static void
take_own(struct sum *below, const struct rerun_span *s)
{
	struct trace_cost cost;
	if (below->changed)
		return;
	below->changed = s->was_modified;
	const int64_t tokens = tokens_of(&s->outcome);
	if (tokens > below->tokens)
		below->tokens = tokens;
	if (s->outcome.cost_usd.p && trace_cost_read(s->outcome.cost_usd, &cost) &&
	    (!below->has_cost || trace_cost_is_more(&cost, &below->cost))) {
		below->cost = cost;
		below->has_cost = true;
	}
}

static bool
has_numbers(const struct rerun_span *s)
{
	return s->outcome.cost_usd.p || tokens_of(&s->outcome) >= 0;
}

static void
sum_up(struct rerun_result *r)
{
	struct sum all = { .tokens = -1 }, *sum = NULL;
	bool any = false;
	for (size_t i = 0; i < r->spans && !any; i++)
		any = has_numbers(&r->span[i]);
	if (any) {
		sum = mem_alloc(r->spans * sizeof(*sum));
		for (size_t i = 0; i < r->spans; i++)
			sum[i] = (struct sum){ .tokens = -1 };
	}
	for (size_t i = any ? r->spans : 0; i-- > 0;) {
		const struct trace_call *c = &r->model->call[r->span[i].call];
		take_own(&sum[i], &r->span[i]);
		const bool is_root = i == 0 || c->parent == TRACE_NONE;
		add_sum(is_root ? &all : &sum[r->model->call[c->parent].at - r->first], &sum[i]);
	}
	r->tokens = all.tokens;
	r->cost = all.cost;
	r->has_cost = all.has_cost;
	free(sum);
}

static void
finish(struct rerun_worker *w)
{
	struct rerun_result *r = &w->result;
	r->duration_ns = TRACE_NO_TIME;
	for (size_t i = 0; i < r->spans; i++) {
		const struct rerun_span *s = &r->span[i];
		if (s->served_by == RERUN_UNUSED || s->served_by == RERUN_ASKED) {
			const struct rerun_subject is = rerun_subject_of(r->model, s->call);
			rerun_count_matches(w->options, &is);
		}
		r->served[s->served_by]++;
		r->verdicts[s->verdict]++;
		r->missing += s->served_by == RERUN_NOTHING;
		const uint8_t kind = r->model->call[s->call].kind;
		r->requests +=
		    s->served_by != RERUN_UNUSED && (kind == TRACE_LLM || kind == TRACE_EMBEDDING);
	}
	for (size_t i = 0; i < r->spans; i += rerun_subtree(r, i)) {
		const int64_t ns = r->span[i].outcome.duration_ns;
		if (ns != TRACE_NO_TIME)
			r->duration_ns =
			    (r->duration_ns == TRACE_NO_TIME ? 0 : r->duration_ns) + ns;
	}
	sum_up(r);
	const size_t served = r->served[RERUN_MOCK] + r->served[RERUN_FAULT] +
			      r->served[RERUN_EXEC] + r->served[RERUN_BLOCKED];
	r->success = r->missing + r->misses == 0 && r->recorded + served > 0;
	for (size_t i = 0; i < r->spans; i++)
		r->success &= !r->span[i].was_modified || !r->span[i].outcome.failed;
	for (size_t v = 0; v < RERUN_VERDICTS; v++)
		r->success &= r->verdicts[v] == 0 || rerun_is_good((enum rerun_verdict)v);
}

/* What an asked call gave is what the question got; and what is a part of a recorded answer gave
 * what it gave then. */
static void
take_answers(struct rerun_result *r)
{
	for (size_t i = 0; i < r->questions; i++) {
		const struct rerun_question *q = &r->question[i];
		if (q->child == SIZE_MAX)
			continue;
		r->span[q->child].outcome = q->outcome;
		r->span[q->child].input = q->is.input;
		r->span[q->child].answered_by = q->served_by;
	}
	for (size_t i = 0; i < r->spans && r->questions > 0; i++) {
		struct rerun_span *s = &r->span[i];
		if (s->served_by != RERUN_ASKED || s->answered_by != RERUN_NOTHING)
			continue;
		if (rerun_recorded(r->model, s->call, &r->arena, &s->outcome))
			s->answered_by = RERUN_RECORDING;
	}
}

/* Did a call fail, in the recording, because of the calls below it, and have all of those an output
 * now? */
static bool
has_recovered(const struct rerun_result *r, size_t span)
{
	const size_t end = span + rerun_subtree(r, span);
	bool any = false;
	for (size_t i = span + 1; i < end; i += rerun_subtree(r, i)) {
		if (r->span[i].outcome.failed)
			return false;
		any |= r->model->call[r->span[i].call].status == TRACE_ERROR;
	}
	return any;
}

/*
 * A function that is replayed through its calls failed because one of them did.  Once that one is
 * fixed, nothing says that the function fails, and what it would return is not known.
 */
static void
recover(struct rerun_result *r)
{
	for (size_t i = r->spans; i-- > 0;) {
		struct rerun_span *s = &r->span[i];
		const struct trace_call *c = &r->model->call[s->call];
		if (s->served_by != RERUN_RECORDING || !s->outcome.failed ||
		    rerun_needs_recording((enum trace_kind)c->kind) || !has_recovered(r, i))
			continue;
		s->outcome.failed = false;
		s->outcome.error_type = s->outcome.message = s->outcome.where = TEXT_ABSENT;
		s->recovered = true;
	}
}

const struct rerun_result *
rerun_trace(struct rerun_worker *w, const struct trace_model *m, size_t trace)
{
	const struct rerun_options *o = w->options;
	struct rerun_result *r = begin(w, m, trace, m->trace[trace].first, m->trace[trace].last);
	for (size_t i = 0; i < r->spans;) {
		struct rerun_change change = { TEXT_ABSENT, TEXT_ABSENT, TEXT_ABSENT };
		bool changed = false;
		if (r->span[i].served_by == RERUN_ASKED) {
			i += rerun_subtree(r, i);
			continue;
		}
		if (o->change) {
			const struct rerun_subject s = rerun_subject_of(m, r->span[i].call);
			changed = o->change(o->modify, &s, &r->arena, &change);
		}
		i += replay(w, i, changed ? &change : NULL) ? 1 : rerun_subtree(r, i);
	}
	take_answers(r);
	recover(r);
	if (o->served)
		o->served(o->modify, r);
	finish(w);
	return r;
}

const struct rerun_result *
rerun_call(struct rerun_worker *w, const struct trace_model *m, uint32_t call, struct text input)
{
	const struct trace_call *c = &m->call[call];
	struct rerun_result *r = begin(w, m, c->trace, c->at, c->last);
	const struct rerun_change change = { input, TEXT_ABSENT, TEXT_ABSENT };
	replay(w, 0, input.p ? &change : NULL);
	rerun_mark_below(r, 0, RERUN_UNUSED);
	take_answers(r);
	finish(w);
	return r;
}
