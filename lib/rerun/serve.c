/* SPDX-License-Identifier: MIT */
#include "rerun/serve.h"

#include "rerun/http.h"

/* ---- execution ------------------------------------------------------------------------------ */

static bool
in_scopes(const struct rerun_scope *scope, size_t n, const struct rerun_subject *s)
{
	for (size_t i = 0; i < n; i++)
		if (rerun_scope_has(&scope[i], s))
			return true;
	return false;
}

/* --mock-apis and --mock-database. */
static bool
comes_from_recording(const struct rerun_options *o, const struct rerun_subject *s)
{
	return !s->any_kind && ((o->recorded_http && s->kind == TRACE_HTTP) ||
				   (o->recorded_database && s->kind == TRACE_DATABASE));
}

/* A change of a request is what asks for its execution, so --allow need not name the call. */
static bool
may_execute(
    const struct rerun_options *o, const struct rerun_exec *exec, const struct rerun_subject *s)
{
	return (o->allows == 0 || exec->only_changed || in_scopes(o->allow, o->allows, s)) &&
	       !in_scopes(o->block, o->blocks, s);
}

/* The number of the exec whose command executes a call, or `execs`.  A command that waits for an
 * answer itself cannot. */
static size_t
exec_for(const struct rerun_worker *w, const struct rerun_subject *s, bool changed)
{
	const struct rerun_options *o = w->options;
	for (size_t i = 0; i < o->execs; i++)
		if ((changed || !o->exec[i].only_changed) && !w->command[i].busy &&
		    rerun_scope_has(&o->exec[i].scope, s))
			return i;
	return o->execs;
}

void
rerun_count_matches(const struct rerun_options *o, const struct rerun_subject *s)
{
	for (size_t i = 0; i < o->execs; i++)
		if (rerun_scope_has(&o->exec[i].scope, s))
			__atomic_add_fetch(&o->exec[i].matched, 1, __ATOMIC_RELAXED);
	for (size_t i = 0; i < o->faults; i++)
		if (rerun_scope_has(&o->fault[i].scope, s))
			__atomic_add_fetch(&o->fault[i].matched, 1, __ATOMIC_RELAXED);
}

struct executing {
	struct rerun_worker *worker;
	const struct rerun_subject *subject;
	size_t span;
};

static void
ask(void *context, const struct rerun_subject *question, struct buf *reply)
{
	const struct executing *x = context;
	rerun_answer_question(x->worker, x->span, question, reply);
}

void
rerun_hear(void *context, struct text line)
{
	const struct rerun_hearing *h = context;
	if (h->options->heard)
		h->options->heard(h->options->context, h->exec, line);
}

static void
chunk(void *context, struct text text)
{
	const struct executing *x = context;
	const struct rerun_options *o = x->worker->options;
	if (o->chunk)
		o->chunk(o->context, x->subject, text);
}

static bool
is_interrupted(const struct rerun_options *o)
{
	return o->interrupted && o->interrupted(o->interrupt);
}

/* Waits, in pieces if that may be broken off. */
static void
wait_for(const struct rerun_options *o, int64_t ns)
{
	const int64_t most_ns = o->interrupted ? INT64_C(100000000) : INT64_MAX;
	while (o->wait_ns && ns > 0 && !is_interrupted(o)) {
		const int64_t piece_ns = ns < most_ns ? ns : most_ns;
		o->wait_ns(piece_ns);
		ns -= piece_ns;
	}
}

/* Only a request to a model is sent again: it changes nothing but its cost. */
static int64_t
retry_ns(const struct rerun_options *o, const struct rerun_subject *s, bool changed,
    const struct rerun_outcome *out, uint32_t retry)
{
	if (is_interrupted(o) || !changed || s->kind != TRACE_LLM || !out->failed || !o->retry_ns)
		return -1;
	return o->retry_ns(o->modify, s, out, retry);
}

/* The helper has the same bound for an answer and reports a failure itself, so it has longer. */
static int64_t
timeout_of(const struct rerun_options *o, size_t exec)
{
	const int64_t more = INT64_C(5000000000);
	if (o->exec[exec].timeout_ns > 0)
		return o->exec[exec].timeout_ns;
	return o->exec[exec].is_helper && o->timeout_ns < INT64_MAX - more ? o->timeout_ns + more
									   : o->timeout_ns;
}

static enum rerun_served
execute(struct rerun_worker *w, size_t exec, const struct rerun_subject *s, bool changed,
    size_t span, struct rerun_outcome *out)
{
	const struct rerun_options *o = w->options;
	struct rerun_command *k = &w->command[exec];
	struct executing x = { w, s, span };
	const struct rerun_asking how = {
		.timeout_ns = timeout_of(o, exec), .question = ask, .chunk = chunk, .context = &x
	};
	const uint64_t before = k->repeated;
	const enum rerun_served instead =
	    changed && o->instead ? o->instead(o->modify, s, &w->result.arena, out) : RERUN_NOTHING;
	if (instead != RERUN_NOTHING)
		return instead;
	for (uint32_t retry = 1;; retry++) {
		rerun_command_ask(k, s, &how, &w->result.arena, out);
		out->retries = retry - 1;
		const int64_t wait_ns = retry_ns(o, s, changed, out, retry);
		if (wait_ns < 0)
			break;
		chunk(&x, TEXT_ABSENT);
		wait_for(o, wait_ns);
	}
	if (changed && o->executed)
		o->executed(o->modify, s, out);
	w->result.repeated += (size_t)(k->repeated - before);
	return RERUN_EXEC;
}

/* ---- the order ------------------------------------------------------------------------------ */

static const struct rerun_fault *
fault_for(const struct rerun_options *o, const struct rerun_subject *s, bool slow)
{
	for (size_t i = 0; i < o->faults; i++)
		if ((o->fault[i].type == RERUN_FAULT_SLOW) == slow &&
		    rerun_scope_has(&o->fault[i].scope, s))
			return &o->fault[i];
	return NULL;
}

static int64_t
delay(const struct rerun_options *o, const struct rerun_subject *s)
{
	const struct rerun_fault *slow = fault_for(o, s, true);
	if (!slow)
		return 0;
	wait_for(o, slow->delay_ns);
	return slow->delay_ns;
}

/* Makes a request of a call.  Returns false, with the error, if nothing can be sent. */
static bool
make_request(struct rerun_worker *w, struct rerun_exec *exec, struct rerun_subject *s,
    struct rerun_outcome *o)
{
	struct rerun_result *r = &w->result;
	const struct trace_call *c = s->call == TRACE_NONE ? NULL : &r->model->call[s->call];
	const char *why = rerun_http_request(s, c, &r->arena, &s->input);
	if (!why)
		return true;
	struct buf b = { 0 };
	buf_printf(&b, "not sent: %s", why);
	*o = rerun_failure(TEXT("not_recorded"), arena_text(&r->arena, buf_as_text(&b)));
	buf_free(&b);
	__atomic_add_fetch(&exec->unsent, 1, __ATOMIC_RELAXED);
	r->missing++;
	return false;
}

enum rerun_served
rerun_serve(struct rerun_worker *w, const struct rerun_subject *s, bool changed, size_t asker,
    struct rerun_outcome *o)
{
	const struct rerun_options *options = w->options;
	rerun_count_matches(options, s);
	const struct rerun_mock *mock = rerun_mock_find(options->mocks, s, &w->use);
	if (mock) {
		*o = mock->outcome;
		return RERUN_MOCK;
	}
	const struct rerun_fault *fault = fault_for(options, s, false);
	if (fault) {
		const struct trace_call *c =
		    s->call == TRACE_NONE ? NULL : &w->result.model->call[s->call];
		*o = rerun_fault_outcome(fault, c, &w->result.arena);
		return RERUN_FAULT;
	}
	const int64_t delay_ns = delay(options, s);
	const size_t exec =
	    comes_from_recording(options, s) ? options->execs : exec_for(w, s, changed);
	if (exec == options->execs) {
		o->duration_ns = delay_ns;
		return RERUN_NOTHING;
	}
	if (!may_execute(options, &options->exec[exec], s)) {
		*o = rerun_failure(
		    TEXT("blocked"), in_scopes(options->block, options->blocks, s)
					 ? TEXT("not executed: --block names it")
					 : TEXT("not executed: --allow does not name it"));
		return RERUN_BLOCKED;
	}
	struct rerun_subject is = *s;
	if (options->exec[exec].is_helper && !make_request(w, &options->exec[exec], &is, o))
		return RERUN_BLOCKED;
	const enum rerun_served served = execute(w, exec, &is, changed, asker, o);
	if (o->duration_ns != TRACE_NO_TIME)
		o->duration_ns += delay_ns;
	return served;
}
