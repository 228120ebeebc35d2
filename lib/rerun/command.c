/* SPDX-License-Identifier: MIT */
#include "rerun/command.h"

#include <inttypes.h>
#include <sys/wait.h>

#include "json/write.h"
#include "trace/put.h"

/* A request that is being executed. */
struct asking {
	struct rerun_command *command;
	const struct rerun_asking *how;
	struct arena *arena;
	struct rerun_outcome *outcome;
	int64_t deadline_ns;
	bool again;        /* it was sent to a second process */
	struct arena line; /* of the line at hand */
	struct buf b;
};

size_t
rerun_command_stop(struct rerun_command *k, bool at_once)
{
	int status;
	const size_t unread = rerun_child_stop(k->child, at_once, &status);
	k->child = NULL;
	return unread;
}

int
rerun_command_start(struct rerun_command *k, struct err *e)
{
	if (k->child)
		return 0;
	k->child = rerun_child_start(k->text, &k->watch, e);
	k->answered = k->request = 0;
	k->starts++;
	return k->child ? 0 : -1;
}

/* ---- failures ------------------------------------------------------------------------------- */

/* Fails the call with a message that begins with the command. */
static void
fail(struct asking *g, struct text type, struct text what)
{
	struct buf b = { 0 };
	buf_text(&b, TEXT("the command '"));
	buf_text(&b, text_of(g->command->text));
	buf_text(&b, TEXT("' "));
	buf_text(&b, what);
	*g->outcome = rerun_failure(type, arena_text(g->arena, buf_as_text(&b)));
	buf_free(&b);
}

static void
fail_dead(struct asking *g)
{
	struct buf b = { 0 };
	int status;
	rerun_child_stop(g->command->child, false, &status);
	g->command->child = NULL;
	if (status != -1 && WIFEXITED(status))
		buf_printf(&b, "ended with status %d before it answered", WEXITSTATUS(status));
	else if (status != -1 && WIFSIGNALED(status))
		buf_printf(&b, "was ended by signal %d before it answered", WTERMSIG(status));
	else
		buf_text(&b, TEXT("closed its output before it answered"));
	fail(g, TEXT("command_died"), buf_as_text(&b));
	buf_free(&b);
}

static void
fail_late(struct asking *g)
{
	struct buf b = { 0 };
	const int64_t ms = g->how->timeout_ns / 1000000;
	const bool whole = ms % 1000 == 0;
	rerun_command_stop(g->command, true);
	buf_printf(&b,
	    "gave no answer within %" PRId64
	    " %s (--timeout) and was ended; does it flush its output after each line?",
	    whole ? ms / 1000 : ms, whole ? "s" : "ms");
	fail(g, TEXT("timeout"), buf_as_text(&b));
	buf_free(&b);
}

/* line: what it wrote, which is gone once the command has ended; absent: it is not shown. */
static void
fail_babble(struct asking *g, const char *what, struct text line)
{
	enum { SHOWN = 60 };
	struct buf b = { 0 };
	buf_text(&b, text_of(what));
	if (line.p) {
		const bool cut = line.n > SHOWN;
		size_t n = cut ? SHOWN : line.n;
		while (cut && n > 0 && ((unsigned char)line.p[n] & 0xc0) == 0x80)
			n--;
		buf_text(&b, TEXT(": "));
		buf_visible(&b, (struct text){ line.p, n });
		if (cut)
			buf_text(&b, TEXT("..."));
	}
	buf_text(&b, TEXT("; its standard output is for answers alone"));
	rerun_command_stop(g->command, true);
	fail(g, TEXT("bad_answer"), buf_as_text(&b));
	buf_free(&b);
}

/* ---- requests ------------------------------------------------------------------------------- */

static void
put_request(struct buf *b, uint64_t id, const struct rerun_subject *s)
{
	json_begin(b, '{');
	json_member_u64(b, "id", id);
	json_member_string_or_null(b, "trace_id", s->trace_id);
	json_member_string_or_null(b, "call_id", s->call_id);
	json_member_string(b, "kind", trace_kind_names[s->kind]);
	json_member_string_or_null(b, "name", s->name);
	json_member_raw_or_null(b, "input", s->input);
	if (s->tool.p && !text_eq(s->tool, s->name))
		json_member_string(b, "tool", s->tool);
	if (s->service.p)
		json_member_string(b, "service", s->service);
	json_end(b, '}');
	buf_char(b, '\n');
}

/* Starts the command if it does not run, and sends the request.  Returns false if it failed. */
static bool
send_request(struct asking *g, const struct rerun_subject *s)
{
	struct rerun_command *k = g->command;
	struct err e;
	if (k->watch.interrupted && k->watch.interrupted(k->watch.interrupt)) {
		fail(g, TEXT("interrupted"), TEXT("was not asked, because the replay was stopped"));
		return false;
	}
	if (k->child && rerun_child_is_closed(k->child))
		rerun_command_stop(k, false);
	if (rerun_command_start(k, &e) < 0) {
		fail(g, TEXT("command_died"), text_of(e.text));
		return false;
	}
	g->b.n = 0;
	put_request(&g->b, ++k->request, s);
	rerun_child_send(k->child, buf_as_text(&g->b));
	const int64_t timeout = g->how->timeout_ns;
	g->deadline_ns = timeout == INT64_MAX ? INT64_MAX : g->command->watch.now_ns() + timeout;
	return true;
}

static void
answer_question(struct asking *g, const struct rerun_subject *question)
{
	const int64_t before = g->command->watch.now_ns();
	g->b.n = 0;
	json_begin(&g->b, '{');
	json_member_u64(&g->b, "id", g->command->request);
	g->how->question(g->how->context, question, &g->b);
	json_end(&g->b, '}');
	buf_char(&g->b, '\n');
	rerun_child_send(g->command->child, buf_as_text(&g->b));
	/* what the command waited for does not count */
	if (g->deadline_ns != INT64_MAX)
		g->deadline_ns += g->command->watch.now_ns() - before;
}

/* Takes a line.  Returns true once the call has an outcome.  Chunks may be many, so only what is
 * kept is read into the arena of the caller. */
static bool
take_line(struct asking *g, struct text line)
{
	struct rerun_answer answer;
	struct err e;
	arena_reset(&g->line);
	const enum rerun_said said = rerun_read_answer(&g->line, line, &answer, &e);
	if (said == RERUN_NO_ANSWER) {
		fail_babble(g, e.text, line);
		return true;
	}
	if (answer.id < g->command->request && said != RERUN_QUESTION) {
		g->command->repeated++;
		return false;
	}
	if (answer.id != g->command->request) {
		fail_babble(g, "answered a request that was not sent", line);
		return true;
	}
	if (said == RERUN_CHUNK) {
		if (g->how->chunk)
			g->how->chunk(g->how->context, answer.chunk);
		return false;
	}
	rerun_read_answer(g->arena, line, &answer, &e);
	if (said == RERUN_QUESTION)
		answer_question(g, &answer.question);
	else
		*g->outcome = answer.outcome;
	return said == RERUN_ANSWER;
}

/* A command that ends after each answer, and did so without reading this request, is started again.
 * Nothing is executed twice by that. */
static bool
may_send_again(const struct asking *g)
{
	const struct rerun_command *k = g->command;
	return !g->again && k->answered > 0 && rerun_child_has_ignored(k->child);
}

static void
wait_for_answer(struct asking *g, const struct rerun_subject *s)
{
	struct text line;
	for (;;) {
		switch (rerun_child_line(g->command->child, g->deadline_ns, &line)) {
		case RERUN_LINE:
			if (take_line(g, line))
				return;
			break;
		case RERUN_CLOSED:
			if (!may_send_again(g)) {
				fail_dead(g);
				return;
			}
			g->again = true;
			rerun_command_stop(g->command, false);
			if (!send_request(g, s))
				return;
			break;
		case RERUN_LATE: fail_late(g); return;
		case RERUN_INTERRUPTED:
			rerun_command_stop(g->command, true);
			fail(g, TEXT("interrupted"),
			    TEXT("was ended before it answered, because the replay was stopped"));
			return;
		case RERUN_TOO_LONG:
			fail_babble(g, "wrote more than 64 MiB without a newline", TEXT_ABSENT);
			return;
		}
	}
}

void
rerun_command_ask(struct rerun_command *k, const struct rerun_subject *call,
    const struct rerun_asking *how, struct arena *a, struct rerun_outcome *o)
{
	struct asking g = { .command = k, .how = how, .arena = a, .outcome = o };
	const int64_t start = k->watch.now_ns();
	k->busy = true;
	if (send_request(&g, call))
		wait_for_answer(&g, call);
	if (k->child)
		k->answered++;
	o->duration_ns = k->watch.now_ns() - start;
	k->busy = false;
	arena_free(&g.line);
	buf_free(&g.b);
}
