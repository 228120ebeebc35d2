/* SPDX-License-Identifier: MIT */
#include "cmd/trace/mutate.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/cli/random.h"
#include "cmd/trace/replay_options.h"
#include "cmd/trace/signals.h"
#include "rerun/mutate.h"
#include "rerun/put.h"
#include "trace/put.h"
#include "view/value.h"

int
mutate_check(struct command *c)
{
	if (c->replaying.replay)
		return options_usage(&command_program,
		    "--mutate is no replay of what was recorded: leave out --replay");
	return -1;
}

struct mutation {
	struct command *command;
	struct view_style style;
	struct buf b;
	uint64_t findings;
	size_t names; /* whose calls were executed */
};

static void
hear(void *context, const struct rerun_exec *exec, struct text line)
{
	replay_say_heard(((struct mutation *)context)->command, exec, line);
}

static bool
is_over(void *context)
{
	(void)context;
	return signals_wait();
}

/* ---- the calls ------------------------------------------------------------------------------ */

/* A call that a command would execute. */
struct target {
	uint32_t call;
	size_t at; /* its place among all */
};

static struct text
name_of(const struct command *c, uint32_t call)
{
	const struct text name = trace_text_of(c->model->call[call].name);
	return name.p ? name : TEXT("");
}

static const struct trace_model *
model_of(void *context)
{
	return ((struct command *)context)->model;
}

static int
by_name(const void *a, const void *b, void *context)
{
	const struct target *x = a, *y = b;
	const struct trace_call *p = &model_of(context)->call[x->call];
	const struct trace_call *q = &model_of(context)->call[y->call];
	const int names = text_cmp(name_of(context, x->call), name_of(context, y->call));
	if (names != 0)
		return names;
	if (p->kind != q->kind)
		return p->kind < q->kind ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static bool
is_executed(const struct rerun_options *o, const struct trace_model *m, uint32_t call)
{
	const struct rerun_subject s = rerun_subject_of(m, call);
	for (size_t i = 0; i < o->execs; i++)
		if (rerun_scope_has(&o->exec[i].scope, &s))
			return true;
	return false;
}

/* All such calls, in the order of names.  The caller frees them. */
static struct target *
targets(struct command *c, const struct rerun_options *o, size_t *n)
{
	const struct trace_model *m = c->model;
	struct target *list = NULL;
	size_t cap = 0;
	*n = 0;
	for (size_t i = 0; i < m->calls; i++) {
		const uint32_t call = m->depth_first[i];
		if (!is_executed(o, m, call))
			continue;
		list = mem_grow(list, &cap, *n + 1, sizeof(*list));
		list[(*n)++] = (struct target){ call, i };
	}
	if (*n > 1)
		qsort_r(list, *n, sizeof(*list), by_name, c);
	return list;
}

/* ---- what was found ------------------------------------------------------------------------- */

static void
put_input(struct view_line *l, struct text name, struct text input)
{
	view_put(l, "     ");
	view_text(l, name);
	view_char(l, '(');
	if (input.n > 0 && (input.p[0] == '{' || input.p[0] == '['))
		view_members(l, input, view_room(l, 1));
	else
		view_value(l, input, view_room(l, 1));
	view_char(l, ')');
}

static void
put_finding(struct mutation *m, size_t number, struct text name, const struct rerun_finding *f)
{
	struct view_line l = { &m->b, &m->style, 0 };
	buf_printf(&m->b, "  %zu. ", number + 1);
	l.column = 5;
	const size_t from = m->b.n;
	if (f->failed) {
		view_text(&l, f->what.n > 0 ? f->what : TEXT("an error without a type"));
		view_color(&l, from, COLOR_BAD);
		if (f->message.p && f->message.n > 0) {
			view_put(&l, ": ");
			view_text(&l, f->message);
		}
	} else {
		view_put(&l, "an output of another shape: ");
		if (f->message.p)
			view_value(&l, f->message, view_room(&l, 0));
		else
			view_put(&l, "nothing");
	}
	buf_char(&m->b, '\n');
	l = (struct view_line){ &m->b, &m->style, 0 };
	put_input(&l, name, f->input);
	buf_char(&m->b, '\n');
	l = (struct view_line){ &m->b, &m->style, 0 };
	view_put(&l, "     in ");
	view_counted(&l, f->runs, "run");
	view_put(&l, ", the first was number ");
	view_count(&l, f->first);
	buf_char(&m->b, '\n');
}

static void
put_heading(struct mutation *m, struct text name, const struct rerun_findings *f)
{
	struct view_line l = { &m->b, &m->style, 0 };
	view_text(&l, name);
	view_color(&l, m->b.n - l.column, COLOR_NAME);
	view_put(&l, ": ");
	view_counted(&l, f->runs, "changed input");
	view_put(&l, " of ");
	view_counted(&l, f->inputs, "recorded one");
	view_put(&l, ", ");
	view_counted(&l, f->n, "finding");
	buf_char(&m->b, '\n');
}

/* What text for people has no place for in JSON. */
static void
say(struct mutation *m, struct text name, const struct rerun_findings *f)
{
	struct buf *b = &m->command->run.last_words;
	if (f->by != RERUN_EXEC) {
		buf_text(b, TEXT("'"));
		buf_visible(b, name);
		buf_text(b, TEXT("' was not executed: "));
		buf_text(b, f->by == RERUN_BLOCKED
				? TEXT("--allow and --block forbid it")
				: TEXT("a mock, a fault or the recording serves it"));
		buf_text(b, TEXT("\n"));
		return;
	}
	m->names++;
	if (f->hung >= RERUN_HANGS_MOST) {
		buf_text(b, TEXT("'"));
		buf_visible(b, name);
		buf_printf(b,
		    "': ended after %" PRIu64 " runs, because %" PRIu64
		    " of them gave no answer in time; --timeout makes that time shorter\n",
		    f->runs, f->hung);
	} else if (f->runs < m->command->mutating.runs && !signals_wait()) {
		buf_text(b, TEXT("'"));
		buf_visible(b, name);
		buf_printf(b, "': only %" PRIu64 " different inputs were found\n", f->runs);
	}
	if (f->unanswered > 0) {
		buf_text(b, TEXT("'"));
		buf_visible(b, name);
		buf_printf(b,
		    "': in %" PRIu64 " run%s the command asked for what is not recorded; what it "
		    "did then does not count\n",
		    f->unanswered, f->unanswered == 1 ? "" : "s");
	}
	if (f->more > 0) {
		buf_text(b, TEXT("'"));
		buf_visible(b, name);
		buf_printf(b,
		    "': %" PRIu64 " more runs gave something new; only the first %d "
		    "findings are shown\n",
		    f->more, RERUN_FINDINGS_MOST);
	}
}

static int
put(struct mutation *m, struct text name, const struct rerun_findings *f)
{
	struct command *c = m->command;
	say(m, name, f);
	if (f->by != RERUN_EXEC)
		return 0;
	m->findings += f->n;
	if (c->text)
		put_heading(m, name, f);
	for (size_t i = 0; i < f->n; i++) {
		if (c->text)
			put_finding(m, i, name, &f->finding[i]);
		else
			buf_text(&m->b, f->finding[i].lines);
	}
	const int result = run_put_some(&c->run, &m->b, 1);
	return result == 0 ? run_flush(&c->run) : result;
}

/* The calls of one name, which follow each other in the list. */
static int
mutate(struct mutation *m, struct rerun_worker *w, const struct target *t, size_t n)
{
	struct command *c = m->command;
	uint32_t *call = mem_alloc(n * sizeof(*call));
	for (size_t i = 0; i < n; i++)
		call[i] = t[i].call;
	const struct rerun_mutating how = { .worker = w,
		.model = c->model,
		.call = call,
		.calls = n,
		.runs = c->mutating.runs,
		.seed = c->mutating.seed,
		.timeout_ns = c->replaying.timeout_ns,
		.key = random_key() };
	struct rerun_findings *f = rerun_mutate(&how);
	const int result = put(m, name_of(c, call[0]), f);
	rerun_findings_free(f);
	free(call);
	return result;
}

static bool
is_like(const struct command *c, const struct target *a, const struct target *b)
{
	return text_eq(name_of(c, a->call), name_of(c, b->call)) &&
	       c->model->call[a->call].kind == c->model->call[b->call].kind;
}

static int
mutate_all(struct mutation *m, struct rerun_worker *w, const struct target *t, size_t n)
{
	int result = 0;
	for (size_t i = 0, end; i < n && result == 0 && !signals_wait(); i = end) {
		for (end = i + 1; end < n && is_like(m->command, &t[i], &t[end]); end++)
			;
		result = mutate(m, w, &t[i], end - i);
	}
	return result;
}

int
mutate_print(struct command *c)
{
	struct mutation m = { .command = c, .style = showing_style(&c->showing, &c->settings) };
	struct rerun_options o = replay_options(c);
	size_t n;
	sigset_t before;
	o.heard = hear;
	o.interrupted = is_over;
	o.interrupt = &m;
	o.context = &m;
	struct target *t = targets(c, &o, &n);
	struct rerun_worker *w = rerun_worker_new(&o);
	signals_hold(&before);
	const int result = mutate_all(&m, w, t, n);
	rerun_worker_free(w);
	if (signals_release(&before) != 0)
		run_complain(&c->run, "--mutate: stopped by a signal");
	if (m.findings > 0) {
		c->nothing = true;
		buf_printf(&c->run.last_words,
		    "%" PRIu64 " finding%s; --format jsonl prints %s for "
		    "--replay\n",
		    m.findings, m.findings == 1 ? "" : "s", m.findings == 1 ? "it" : "them");
	} else if (m.names == 0 && !c->run.stopped) {
		run_complain(&c->run, "--mutate: no call of the selection was executed");
	}
	free(t);
	buf_free(&m.b);
	return result;
}
