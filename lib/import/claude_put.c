/* SPDX-License-Identifier: MIT */
#include "import/claude.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "import/answer.h"
#include "import/attributes.h"
#include "json/write.h"
#include "time/stamp.h"
#include "trace/members.h"

struct putting {
	struct claude *state;
	struct import_in *in;
	struct claude_line **line; /* the messages of an answer */
	size_t lines, cap;
	struct buf b;
};

/* ---- agents and tools ----------------------------------------------------------------------- */

/* The first tool that began an agent with these words, and has none yet. */
static struct claude_call *
tool_for(struct putting *p, const struct claude_call *agent)
{
	if (!agent->prompt.p)
		return NULL;
	p->b.n = 0;
	json_put_string(&p->b, agent->prompt);
	struct claude_call *first = import_ids_find(
	    &p->state->prompts, claude_id(p->state, agent->session, buf_as_text(&p->b)));
	if (!first)
		return NULL;
	while (first->first_free && first->first_free->started)
		first->first_free = first->first_free->same_prompt;
	struct claude_call *tool = first->first_free;
	return tool && tool->agent != agent ? tool : NULL;
}

static void
link_agents(struct putting *p)
{
	for (struct claude_call *c = p->state->call; c; c = c->next)
		if (c->what == CLAUDE_AGENT && c->tool)
			c->tool->started = true;
	for (struct claude_call *c = p->state->call; c; c = c->next) {
		if (c->what != CLAUDE_AGENT || c->tool || c == c->session->root)
			continue;
		c->tool = tool_for(p, c);
		if (c->tool)
			c->tool->started = true;
	}
}

static void
put_logs(struct import_in *in, const struct claude_call *agent, struct trace_record *r)
{
	for (const struct claude_log *log = agent->log; log; log = log->next) {
		struct trace_event_record *e = import_event(in);
		e->type = TRACE_LOG;
		e->at_ns = log->at_ns;
		e->after = log->at_ns == TRACE_NO_TIME ? (int64_t)log->after : -1;
		e->text[TRACE_MESSAGE] = log->message;
		e->text[TRACE_LEVEL] = log->level;
		e->attributes = log->attributes;
	}
	import_events_done(in, r);
}

/* The members that most lines have, and whatever the newest attributes are. */
static struct text
root_attributes(struct putting *p, const struct claude_call *root)
{
	static const char *const names[CLAUDE_COMMON] = { "cwd", "version", "gitBranch", "userType",
		"entrypoint", "slug" };
	struct buf b = { 0 };
	json_begin(&b, '{');
	for (size_t i = 0; i < CLAUDE_COMMON; i++)
		if (root->session->common[i].p)
			json_member_raw(&b, names[i], root->session->common[i]);
	json_end(&b, '}');
	p->b.n = 0;
	if (root->attributes)
		trace_join_objects(&p->b, buf_as_text(&b), root->attributes->text);
	else
		buf_text(&p->b, buf_as_text(&b));
	buf_free(&b);
	return p->b.n > 2 ? arena_text(p->in->arena, buf_as_text(&p->b)) : TEXT_ABSENT;
}

static void
put_agent(struct putting *p, const struct claude_call *c, struct trace_record *r)
{
	const struct claude_call *root = c->session->root;
	const struct text input = c->tool ? claude_part_text(&c->tool->input) : TEXT_ABSENT,
			  quoted =
			      input.p ? trace_member_of(input, TEXT("subagent_type")) : TEXT_ABSENT;
	r->kind = TRACE_AGENT;
	r->status = c->failed ? TRACE_ERROR : TRACE_OK;
	r->duration_ns = c->start_ns == TRACE_NO_TIME ? c->duration_ns : TRACE_NO_TIME;
	r->output = claude_part_text(&c->output);
	put_logs(p->in, c, r);
	if (c == root) {
		r->name = TEXT("session");
		r->attributes = root_attributes(p, c);
		return;
	}
	r->parent_id = c->tool ? c->tool->id : root->id;
	r->name = quoted.n > 2 && quoted.p[0] == '"'
		      ? json_unescaped(p->in->arena, (struct text){ quoted.p + 1, quoted.n - 2 })
		      : TEXT("subagent");
}

static void
put_tool(const struct claude_call *c, struct trace_record *r)
{
	r->kind = TRACE_TOOL;
	r->parent_id = c->agent->id;
	r->name = c->name;
	r->input = claude_part_text(&c->input);
	r->output = claude_part_text(&c->output);
	r->status = c->failed ? TRACE_ERROR : c->ended ? TRACE_OK : TRACE_OPEN;
	if (c->llm)
		return;
	r->notes = TRACE_NO_ENTRY;
	r->start_ns = c->end_ns;
	r->end_ns = TRACE_NO_TIME;
}

/* ---- answers -------------------------------------------------------------------------------- */

/* Messages may be given again, to other answers, only as often as lines are long: otherwise an
 * input that goes back all the time would become too large. */
static bool
may_give(struct putting *p, bool *given, size_t n)
{
	enum { FREE = 1 << 20, LEAST = 64 };
	if (*given) {
		if (p->state->repeated > p->state->bytes + FREE)
			return false;
		p->state->repeated += n + LEAST;
	}
	*given = true;
	return true;
}

static bool
add_line(struct putting *p, const struct claude_call *c, struct claude_line *line)
{
	line->collected = c;
	if (!may_give(p, &line->given, trace_text_of(line->message).n))
		return false;
	p->line = mem_grow(p->line, &p->cap, p->lines + 1, sizeof(struct claude_line *));
	p->line[p->lines++] = line;
	return true;
}

static int
by_number(const void *a, const void *b)
{
	const struct claude_line *const x = *(struct claude_line *const *)a,
					*const y = *(struct claude_line *const *)b;
	return (x->number > y->number) - (x->number < y->number);
}

/* Collects the messages since the answer before, which is returned.  The results of tools that it
 * asked for all belong to them: the way back leads over one of them only. */
static struct claude_call *
collect(struct putting *p, const struct claude_call *c, bool *cut)
{
	struct claude_line *line = c->before;
	p->lines = 0;
	for (; line && !line->llm && !*cut; line = line->parent)
		if (line->message)
			*cut = !add_line(p, c, line);
	struct claude_call *before = !*cut && line && line->llm != c ? line->llm : NULL;
	for (line = before ? before->result : NULL; line && line->number < c->number && !*cut;
	     line = line->next)
		if (line->collected != c)
			*cut = !add_line(p, c, line);
	if (p->lines > 0)
		qsort(p->line, p->lines, sizeof(struct claude_line *), by_number);
	return before;
}

static void
put_blocks(struct buf *b, const struct claude_call *c)
{
	json_begin(b, '[');
	for (const struct claude_block *t = c->block; t; t = t->next)
		json_add_raw(b, trace_text_of(t->json));
	json_end(b, ']');
}

/* The answer as a message. */
static void
put_answer(struct buf *b, const struct claude_call *c)
{
	json_begin(b, '{');
	json_member_string(b, "role", TEXT("assistant"));
	json_name(b, "content");
	/* a text alone was recorded as a string */
	if (c->block && !c->block->next && trace_text_of(c->block->json).p[0] == '"')
		json_add_raw(b, trace_text_of(c->block->json));
	else
		put_blocks(b, c);
	json_end(b, '}');
}

static size_t
answer_length(const struct claude_call *c)
{
	size_t n = 0;
	for (const struct claude_block *t = c->block; t; t = t->next)
		n += trace_text_of(t->json).n;
	return n;
}

static void
put_input(struct putting *p, const struct claude_call *c, struct trace_record *r,
    struct trace_more *more, bool *cut)
{
	struct claude_call *before = collect(p, c, cut);
	struct buf *b = &p->b;
	b->n = 0;
	json_begin(b, '{');
	json_member_string_or_null(b, "model", c->model);
	json_member_begin(b, "messages", '[');
	if (before && may_give(p, &before->given, answer_length(before))) {
		more->after = before->id;
		put_answer(b, before);
	} else if (before) {
		*cut = true;
	}
	r->start_ns = c->before_ns;
	for (size_t i = 0; i < p->lines; i++) {
		json_add_raw(b, trace_text_of(p->line[i]->message));
		if (p->line[i]->at_ns > r->start_ns)
			r->start_ns = p->line[i]->at_ns;
	}
	json_end(b, ']');
	json_end(b, '}');
	r->input = arena_text(p->in->arena, buf_as_text(b));
	if (r->start_ns == TRACE_NO_TIME || r->start_ns > c->start_ns)
		r->start_ns = c->start_ns;
}

/* Blocks that are neither text nor tool calls, such as thoughts. */
static void
put_other_blocks(struct buf *b, const struct claude_call *c)
{
	bool any = false;
	for (const struct claude_block *t = c->block; t; t = t->next) {
		const struct text json = trace_text_of(t->json),
				  type = trace_member_of(json, TEXT("type"));
		if (text_eq(type, TEXT("\"text\"")) || text_eq(type, TEXT("\"tool_use\"")) ||
		    json.p[0] == '"')
			continue;
		if (!any)
			json_member_begin(b, "content", '[');
		any = true;
		json_add_raw(b, json);
	}
	if (any)
		json_end(b, ']');
}

/* What the reader itself has to say of an answer, with the newest attributes. */
static struct text
answer_attributes(struct putting *p, const struct claude_call *c, bool cut)
{
	struct buf b = { 0 };
	json_begin(&b, '{');
	if (c->copy_of)
		json_member_string(&b, "copy_of", c->copy_of->session->id);
	if (cut)
		json_member_bool(&b, "messages_cut", true);
	put_other_blocks(&b, c);
	json_end(&b, '}');
	p->b.n = 0;
	if (c->attributes)
		trace_join_objects(&p->b, c->attributes->text, buf_as_text(&b));
	else
		buf_text(&p->b, buf_as_text(&b));
	buf_free(&b);
	return p->b.n > 2 ? arena_text(p->in->arena, buf_as_text(&p->b)) : TEXT_ABSENT;
}

static struct text
output_of(struct putting *p, const struct claude_call *c)
{
	struct buf message = { 0 };
	bool calls;
	put_answer(&message, c);
	p->b.n = 0;
	if (!c->block && c->streaming.n > 0)
		json_put_string(&p->b, buf_as_text(&c->streaming));
	else
		import_answer(&p->b, buf_as_text(&message), &calls);
	buf_free(&message);
	if (p->b.n == 0)
		return TEXT_ABSENT;
	if (p->b.p[0] != '"')
		return arena_text(p->in->arena, buf_as_text(&p->b));
	/* a string of its own is spelled in one way only */
	const struct text own =
	    json_unescaped(p->in->arena, (struct text){ p->b.p + 1, p->b.n - 2 });
	p->b.n = 0;
	json_put_string(&p->b, own);
	return arena_text(p->in->arena, buf_as_text(&p->b));
}

static void
put_llm(struct putting *p, const struct claude_call *c, struct trace_record *r)
{
	struct trace_more *more = import_more(p->in, r);
	bool cut = false;
	r->kind = TRACE_LLM;
	r->parent_id = c->agent->id;
	r->name = TEXT("chat");
	r->status = c->failed ? TRACE_ERROR : c->ended ? TRACE_OK : TRACE_OPEN;
	more->llm = true;
	more->model = c->model;
	if (c->model.p)
		more->vendor = TEXT("anthropic");
	more->cost_usd = c->cost_usd;
	memcpy(more->usage, c->usage, sizeof(more->usage));
	put_input(p, c, r, more, &cut);
	r->output = output_of(p, c);
	r->attributes = answer_attributes(p, c, cut);
	r->elsewhere = c->copy_of != NULL;
	if (c->duration_ns == TRACE_NO_TIME)
		return;
	r->duration_ns = c->duration_ns;
	r->end_ns = TRACE_NO_TIME;
	if (c->end_ns != TRACE_NO_TIME)
		r->start_ns = stamp_sub(c->end_ns, c->duration_ns);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static struct trace_record *
begin_record(struct putting *p, const struct claude_call *c)
{
	struct trace_record *r = import_add(p->in);
	r->trace_id = c->session->id;
	r->call_id = c->id;
	r->service = TEXT("claude-code");
	return r;
}

/* Earlier lines of a call say more of it.  What they say does not replace anything. */
static void
put_older_attributes(struct putting *p, const struct claude_call *c)
{
	const struct claude_text *t = c->attributes ? c->attributes->next : NULL;
	for (; t; t = t->next) {
		struct trace_record *r = begin_record(p, c);
		r->what = TRACE_EVENT;
		r->attributes = t->text;
	}
}

static void
put_call(struct putting *p, const struct claude_call *c)
{
	struct trace_record *r = begin_record(p, c);
	r->start_ns = c->start_ns;
	r->end_ns = c->end_ns;
	switch (c->what) {
	case CLAUDE_AGENT: put_agent(p, c, r); break;
	case CLAUDE_LLM: put_llm(p, c, r); break;
	case CLAUDE_TOOL: put_tool(c, r); break;
	}
	if (c->what != CLAUDE_LLM && c->attributes && c != c->session->root)
		r->attributes = c->attributes->text;
	if (c->failed) {
		struct trace_more *more = import_more(p->in, r);
		more->error = (struct trace_error){ c->error_type, c->error_message, TEXT_ABSENT };
	}
	put_older_attributes(p, c);
}

void
claude_put(struct claude *c, struct import_in *in)
{
	struct putting p = { .state = c, .in = in };
	link_agents(&p);
	for (struct claude_call *call = c->call; call; call = call->next) {
		if (call->what == CLAUDE_AGENT && call->lines == 0 && call != call->session->root)
			continue;
		put_call(&p, call);
		import_flush(in, call->begun_in);
	}
	free(p.line);
	buf_free(&p.b);
}
