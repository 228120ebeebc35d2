/* SPDX-License-Identifier: MIT */
#include "cmd/trace/replay_said.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trace/members.h"

/* The nearest name of a call, as `; did you mean 'x'?`. */
static void
put_nearest(struct command *c, const struct rerun_scope *scope)
{
	enum { NAMES = 1000 };
	struct text *name = mem_alloc(NAMES * sizeof(*name));
	size_t n = 0;
	for (uint32_t i = 0; i < c->model->listed && n < NAMES; i++) {
		const struct rerun_subject s = rerun_subject_of(c->model, c->model->depth_first[i]);
		const struct text t = s.tool.p ? s.tool : s.name;
		if (t.p && text_among(t, name, n) == n)
			name[n++] = t;
	}
	const struct text near =
	    scope->by == RERUN_BY_NAME ? text_nearest(scope->text, name, n) : TEXT_ABSENT;
	if (near.p) {
		buf_text(&c->run.last_words, TEXT("; did you mean '"));
		buf_visible(&c->run.last_words, near);
		buf_text(&c->run.last_words, TEXT("'?"));
	}
	free(name);
}

/* Says the line of the last words that begins at `from` even with -q: it is the only reason that is
 * given for status 1. */
static void
say_reason(struct command *c, size_t from)
{
	const struct buf *words = &c->run.last_words;
	if (c->settings.quiet)
		diag(&c->settings.voice, "%.*s", (int)(words->n - from - 1), words->p + from);
}

bool
replay_shows_success(const struct command *c)
{
	return c->settings.options.action == ACTION_REPLAY && !c->tap && !c->asking.compare;
}

void
replay_say_why(struct command *c, struct buf *why, uint64_t failed)
{
	enum { SHOWN = 10 };
	struct text rest = buf_as_text(why);
	while (rest.n > 0 && failed < SHOWN) {
		const size_t n = (size_t)((const char *)memchr(rest.p, '\n', rest.n) - rest.p);
		diag(&c->settings.voice, "%.*s", (int)n, rest.p);
		rest = (struct text){ rest.p + n + 1, rest.n - n - 1 };
	}
	why->n = 0;
}

static void
say_no_match(struct command *c, const char *option, const struct rerun_scope *scope, const char *so)
{
	buf_printf(&c->run.last_words, "--%s: '", option);
	buf_visible(&c->run.last_words, scope->text);
	buf_printf(&c->run.last_words, "' is about no call, %s", so);
	put_nearest(c, scope);
	buf_char(&c->run.last_words, '\n');
}

/* Nothing was sent to --target.  Spans of servers are requests, too, but no http calls. */
static void
say_nothing_sent(struct command *c)
{
	const struct trace_model *m = c->model;
	struct buf *b = &c->run.last_words;
	size_t received = 0;
	for (size_t i = 0; i < m->listed; i++) {
		const struct trace_call *call = &m->call[m->depth_first[i]];
		const struct text attributes = trace_text_of(call->attributes);
		received += call->kind == TRACE_SPAN &&
			    (trace_member_of(attributes, TEXT("http.request.method")).p ||
				trace_member_of(attributes, TEXT("http.method")).p);
	}
	buf_text(b, TEXT("--target: no http call was selected, so nothing was sent"));
	if (received > 0)
		buf_printf(b,
		    "; %zu span%s that a service received, see SENDING REQUESTS TO A SERVER in "
		    "the manual",
		    received, received == 1 ? " is a request" : "s are requests");
	buf_char(b, '\n');
	c->nothing = true;
}

/* A command that was not asked has shown nothing: that is no success. */
void
replay_say_unmatched(struct command *c)
{
	const struct replaying *r = &c->replaying;
	for (size_t i = 0; i < r->exec_n; i++) {
		const size_t from = c->run.last_words.n;
		if (r->exec[i].unsent > 0)
			buf_printf(&c->run.last_words,
			    "--target: %" PRIu64 " http call%s not sent, because no URL of HTTP is "
			    "recorded; %s as missing\n",
			    r->exec[i].unsent, r->exec[i].unsent == 1 ? " was" : "s were",
			    r->exec[i].unsent == 1 ? "it counts" : "they count");
		if (r->exec[i].matched > 0)
			continue;
		if (r->exec[i].is_helper)
			say_nothing_sent(c);
		else
			say_no_match(
			    c, "exec", &r->exec[i].scope, "so its command was not executed");
		say_reason(c, from);
		c->nothing = true;
	}
	for (size_t i = 0; i < r->fault_n; i++)
		if (r->fault[i].matched == 0)
			say_no_match(c, "fault", &r->fault[i].scope, "so it made no difference");
	for (size_t i = 0; i < rerun_mocks_count(c->mocks); i++) {
		const struct rerun_mock *mock = rerun_mock_at(c->mocks, i);
		if (mock->used == 0)
			buf_printf(&c->run.last_words, "%s:%zu: this mock was never used\n",
			    mock->file, mock->line);
	}
}

/* What commands wrote and nobody waited for. */
static void
say_unread(struct command *c)
{
	const struct replaying *r = &c->replaying;
	for (size_t i = 0; i < r->exec_n; i++) {
		if (r->exec[i].unread == 0)
			continue;
		buf_visible(&c->run.last_words, r->exec[i].scope.text);
		buf_printf(&c->run.last_words,
		    ": its command wrote %" PRIu64
		    " line%s after its last answer, which %s ignored\n",
		    r->exec[i].unread, r->exec[i].unread == 1 ? "" : "s",
		    r->exec[i].unread == 1 ? "was" : "were");
	}
}

void
replay_say(struct command *c, const struct rerun_sum *s)
{
	replay_say_unmatched(c);
	say_unread(c);
	if (s->repeated > 0)
		buf_printf(&c->run.last_words,
		    "commands answered %" PRIu64 " request%s twice; only the first answer counts\n",
		    s->repeated, s->repeated == 1 ? "" : "s");
	if (s->traces > 0 && s->nothing == s->traces) {
		run_complain(&c->run, "No replay data available: no selected call has a recorded "
				      "output or error, and nothing else serves one");
		return;
	}
	const size_t from = c->run.last_words.n;
	if (s->failed == 0)
		return;
	c->nothing = true;
	buf_printf(&c->run.last_words, "%" PRIu64 " of %" PRIu64 " trace%s failed in the replay\n",
	    s->failed, s->traces, s->traces == 1 ? "" : "s");
	if (!replay_shows_success(c))
		say_reason(c, from);
}
