/* SPDX-License-Identifier: MIT */
#include "cmd/trace/streams.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"

struct streams {
	struct command *command;
	uint32_t streaming; /* the call whose line has begun; TRACE_NONE: none */
	bool *streamed;     /* by call */
};

struct streams *
streams_new(struct command *c)
{
	struct streams *k = mem_zalloc(1, sizeof(*k));
	k->command = c;
	k->streaming = TRACE_NONE;
	k->streamed = mem_zalloc(c->model->calls + 1, sizeof(*k->streamed));
	return k;
}

void
streams_free(struct streams *k)
{
	if (!k)
		return;
	free(k->streamed);
	free(k);
}

static void
put_lines(struct buf *b, struct text t)
{
	while (t.n > 0) {
		const char *end = memchr(t.p, '\n', t.n);
		const size_t n = end ? (size_t)(end - t.p) : t.n;
		buf_visible(b, (struct text){ t.p, n });
		if (!end)
			return;
		buf_char(b, '\n');
		t = (struct text){ end + 1, t.n - n - 1 };
	}
}

static void
print(struct streams *k, struct buf *b)
{
	struct command *c = k->command;
	if (c->settings.options.action == ACTION_REPLAY && (c->text || c->summary)) {
		command_put_text(c, buf_as_text(b));
		run_flush(&c->run);
	} else {
		fwrite(b->p, 1, b->n, stderr);
	}
	buf_free(b);
}

/* Begins or ends the line of a call. */
static void
put_turn(struct streams *k, struct buf *b, uint32_t call)
{
	if (k->streaming == call)
		return;
	if (k->streaming != TRACE_NONE)
		buf_char(b, '\n');
	k->streaming = call;
	if (call == TRACE_NONE)
		return;
	const struct trace_call *c = &k->command->model->call[call];
	buf_visible(b, trace_text_of(c->name));
	BUF_LIT(b, ": ");
}

void
streams_chunk(struct streams *k, const struct rerun_subject *s, struct text chunk)
{
	struct buf b = { 0 };
	if (s->call == TRACE_NONE || (!chunk.p && k->streaming != s->call))
		return;
	put_turn(k, &b, chunk.p ? s->call : TRACE_NONE);
	put_lines(&b, chunk);
	k->streamed[s->call] = chunk.p != NULL;
	print(k, &b);
}

void
streams_rest(struct streams *k, const struct rerun_result *r)
{
	struct buf b = { 0 };
	struct arena a = { 0 };
	for (size_t i = 0; i < r->spans; i++) {
		const struct rerun_span *s = &r->span[i];
		const struct text output = s->outcome.output;
		if (r->model->call[s->call].kind != TRACE_LLM || k->streamed[s->call] ||
		    output.n < 2)
			continue;
		put_turn(k, &b, s->call);
		if (output.p[0] == '"')
			put_lines(
			    &b, json_unescaped(&a, (struct text){ output.p + 1, output.n - 2 }));
		else
			put_lines(&b, output);
	}
	put_turn(k, &b, TRACE_NONE);
	for (size_t i = 0; i < r->spans; i++)
		k->streamed[r->span[i].call] = false;
	arena_free(&a);
	print(k, &b);
}
