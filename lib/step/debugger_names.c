/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "step/debugger_private.h"
#include "trace/members.h"

/* Names are for suggestions and completion.  In large recordings, only the first ones are. */
enum { NAMES_MOST = 500, CALLS_MOST = 100000, EVENTS_MOST = 200000 };

static void
add(struct debugger_names *k, struct text name)
{
	if (!name.p || k->n >= NAMES_MOST)
		return;
	for (size_t i = k->n; i > 0; i--)
		if (text_eq(k->name[i - 1], name))
			return;
	k->name = mem_grow(k->name, &k->cap, k->n + 1, sizeof(*k->name));
	k->name[k->n++] = name;
}

static void
add_frame(struct step_debugger *d, const struct step_frame *f, struct debugger_names *k)
{
	struct trace_members it = trace_members(trace_text_of(d->model->call[f->call].input));
	struct step_variable *v;
	struct text key, value;
	const size_t n = step_variables(d->index, f, &v);
	for (size_t i = 0; i < n && k->n < NAMES_MOST; i++)
		add(k, v[i].name);
	free(v);
	while (it.object && k->n < NAMES_MOST && trace_member(&it, &key, &value))
		add(k, json_unescaped(&d->arena, key));
}

void
debugger_add_visible(struct step_debugger *d, struct debugger_names *k)
{
	struct step_frame f = step_frame(d->session);
	for (; f.call != TRACE_NONE; f = step_caller(d->index, &f))
		add_frame(d, &f, k);
}

/* Names are stored once, so that most repetitions are seen by their address. */
void
debugger_add_calls(const struct step_debugger *d, struct debugger_names *k)
{
	const struct trace_model *m = d->model;
	const struct trace_text *last = NULL;
	const uint32_t end = m->traces > 0 ? m->trace[m->traces - 1].last : 0;
	for (uint32_t at = 0; at < end && at < CALLS_MOST; at++) {
		const struct trace_text *name = trace_call_at(m, at)->name;
		if (name != last)
			add(k, trace_text_of(name));
		last = name;
	}
}

void
debugger_add_variables(const struct step_debugger *d, struct debugger_names *k)
{
	const struct trace_model *m = d->model;
	const uint32_t end = m->traces > 0 ? m->trace[m->traces - 1].last : 0;
	size_t events = 0;
	for (uint32_t at = 0; at < end && at < CALLS_MOST; at++) {
		uint32_t n = trace_call_at(m, at)->event;
		for (; n > 0 && events++ < EVENTS_MOST; n = m->event[n - 1].next)
			if (m->event[n - 1].type == TRACE_VARIABLE)
				add(k, trace_text_of(m->event[n - 1].text[TRACE_NAME]));
	}
}

/* ---- completion ----------------------------------------------------------------------------- */

static void
put_words(const struct debugger_names *k, struct text begun, struct buf *words)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct text t = k->name[i];
		if (t.n < begun.n || memcmp(t.p, begun.p, begun.n) != 0 || memchr(t.p, ' ', t.n) ||
		    memchr(t.p, '\n', t.n))
			continue;
		buf_text(words, t);
		buf_char(words, '\n');
	}
}

void
step_debugger_complete(struct step_debugger *d, struct text begun, struct buf *words)
{
	struct debugger_names k = { 0 };
	size_t word = begun.n, first = 0;
	while (word > 0 && begun.p[word - 1] != ' ')
		word--;
	while (first < begun.n && begun.p[first] != ' ')
		first++;
	const struct text command = { begun.p, first };
	if (word == 0) {
		debugger_add_commands(&k);
	} else {
		if (text_eq(command, TEXT("break")) || text_eq(command, TEXT("print")))
			debugger_add_calls(d, &k);
		if (text_eq(command, TEXT("watch")) || text_eq(command, TEXT("history")) ||
		    text_eq(command, TEXT("break")))
			debugger_add_variables(d, &k);
		debugger_add_visible(d, &k);
	}
	put_words(&k, (struct text){ begun.p + word, begun.n - word }, words);
	free(k.name);
	arena_reset(&d->arena);
}
