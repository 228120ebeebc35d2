/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/mem.h"
#include "import/codex.h"
#include "json/write.h"

/* The calls to the model in a session of Codex. */

/* ---- items ---------------------------------------------------------------------------------- */

static struct codex_item
keep_item(struct arena *a, const struct codex_item *item)
{
	struct codex_item k = *item;
	k.json = arena_text(a, item->json);
	k.text = arena_text(a, item->text);
	k.first = arena_text(a, item->first);
	k.last = arena_text(a, item->last);
	return k;
}

static void
append(struct codex_items *list, struct codex_item item)
{
	list->at = mem_grow(list->at, &list->cap, list->n + 1, sizeof(*list->at));
	list->at[list->n++] = item;
}

/* Is the notice about this item? */
static bool
is_echo_of(const struct codex_item *echo, const struct codex_item *item)
{
	if (echo->role != item->role || !echo->text.p || !item->text.p)
		return false;
	return text_eq(echo->text, item->text) || text_eq(echo->text, item->first) ||
	       text_eq(echo->text, item->last) ||
	       (item->role == CODEX_OTHER && text_contains(item->text, echo->text));
}

/* A notice and its item are neighbours, or nearly. */
enum { NEAR = 32 };

static size_t
near(size_t from, size_t n)
{
	return n > NEAR && n - NEAR > from ? n - NEAR : from;
}

/* A notice is not kept if the item is there, and the item replaces notices of it.  Returns whether
 * that is all. */
static bool
merge(struct arena *a, struct codex_items *list, size_t from, const struct codex_item *item)
{
	from = near(from, list->n);
	size_t kept = from;
	bool replaced = false;
	for (size_t i = from; i < list->n; i++) {
		struct codex_item *other = &list->at[i];
		if (item->echo && is_echo_of(item, other))
			return true;
		if (!item->echo && other->echo && is_echo_of(other, item)) {
			if (replaced)
				continue;
			*other = keep_item(a, item);
			replaced = true;
		}
		list->at[kept++] = *other;
	}
	if (list->n > from)
		list->n = kept;
	return replaced;
}

void
codex_remember(struct codex_session *s, const struct codex_item *item)
{
	append(&s->messages, keep_item(&s->items[s->in_use], item));
}

void
codex_ask(struct import_in *in, struct codex_session *s, const struct codex_item *item)
{
	codex_close(in, s);
	if (item->at_ns != TRACE_NO_TIME)
		s->asked_ns = item->at_ns;
	if (!merge(&s->items[s->in_use], &s->messages, s->answered, item))
		codex_remember(s, item);
}

static void
begin(struct codex_session *s)
{
	s->calling = true;
	s->counted = false;
	s->ended_ns = TRACE_NO_TIME;
	s->calls++;
}

void
codex_answer(struct import_in *in, struct codex_session *s, const struct codex_item *item)
{
	(void)in;
	if (!s->calling && item->echo)
		for (size_t i = near(0, s->answered); i < s->answered; i++)
			if (is_echo_of(item, &s->messages.at[i]))
				return;
	if (!s->calling)
		begin(s);
	if (item->at_ns != TRACE_NO_TIME)
		s->ended_ns = item->at_ns;
	if (!merge(&s->items[s->in_use], &s->answer, 0, item))
		append(&s->answer, keep_item(&s->items[s->in_use], item));
}

/* ---- the record of a call ------------------------------------------------------------------- */

static void
put_items(struct buf *b, const struct codex_items *list, size_t from, size_t to)
{
	json_begin(b, '[');
	for (size_t i = from; i < to; i++)
		json_add_raw(b, list->at[i].json);
	json_end(b, ']');
}

static struct text
input_of(struct import_in *in, const struct codex_session *s)
{
	struct buf b = { 0 };
	if (s->messages.n == 0)
		return TEXT_ABSENT;
	json_begin(&b, '{');
	if (s->model.p)
		json_member_string(&b, "model", s->model);
	json_name(&b, "messages");
	put_items(&b, &s->messages, 0, s->messages.n);
	json_end(&b, '}');
	const struct text input = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return input;
}

/* The text of the answer, or else the tools that it asks for. */
static struct text
output_of(struct import_in *in, struct codex_session *s)
{
	struct buf b = { 0 };
	bool said = false;
	struct text output = TEXT_ABSENT;
	for (size_t i = 0; i < s->answer.n; i++) {
		const struct codex_item *item = &s->answer.at[i];
		if (item->role != CODEX_ASSISTANT || !item->text.p)
			continue;
		if (!said)
			s->said.n = 0;
		else
			buf_char(&s->said, '\n');
		buf_text(&s->said, item->text);
		said = true;
	}
	if (said)
		return codex_quoted(in, buf_as_text(&s->said));
	for (size_t i = 0; i < s->answer.n; i++) {
		if (s->answer.at[i].role != CODEX_TOOL)
			continue;
		if (b.n == 0)
			json_begin(&b, '[');
		json_add_raw(&b, s->answer.at[i].json);
	}
	if (b.n > 0) {
		json_end(&b, ']');
		output = arena_text(in->arena, buf_as_text(&b));
	}
	buf_free(&b);
	return output;
}

static struct trace_record *
call_record(struct import_in *in, const struct codex_session *s, uint64_t number)
{
	return codex_call(in, s, TRACE_LLM, codex_id(in->arena, s->id, "llm", number));
}

static struct trace_more *
llm_of(struct import_in *in, const struct codex_session *s, struct trace_record *r)
{
	struct trace_more *more = codex_more(in, r);
	more->llm = true;
	more->model = s->model;
	more->vendor = s->vendor;
	return more;
}

/* Those of the answer are the first messages of the next call. */
static void
turn_over(struct codex_session *s)
{
	struct arena *next = &s->items[!s->in_use];
	const struct codex_items old = s->messages;
	s->messages = s->answer;
	s->answer = old;
	s->answer.n = 0;
	for (size_t i = 0; i < s->messages.n; i++)
		s->messages.at[i] = keep_item(next, &s->messages.at[i]);
	arena_reset(&s->items[s->in_use]);
	s->in_use = !s->in_use;
	s->answered = s->messages.n;
}

static void
close_call(struct import_in *in, struct codex_session *s, const struct codex_tokens *tokens,
    struct text attributes)
{
	struct trace_record *r = call_record(in, s, s->calls);
	struct trace_more *more = llm_of(in, s, r);
	r->parent_id = codex_scope(s);
	r->name = TEXT("chat");
	r->start_ns = s->asked_ns != TRACE_NO_TIME ? s->asked_ns : s->ended_ns;
	r->end_ns = s->ended_ns;
	r->status = TRACE_OK;
	r->input = input_of(in, s);
	r->output = output_of(in, s);
	r->attributes = attributes;
	if (s->after > 0)
		more->after = codex_id(in->arena, s->id, "llm", s->after);
	if (tokens)
		memcpy(more->usage, tokens->count, sizeof(more->usage));
	s->counted = tokens != NULL;
	s->calling = false;
	s->after = s->calls;
	turn_over(s);
}

void
codex_close(struct import_in *in, struct codex_session *s)
{
	if (s->calling)
		close_call(in, s, NULL, TEXT_ABSENT);
}

/* ---- tokens --------------------------------------------------------------------------------- */

/* What the totals have grown by. */
static struct codex_tokens
growth(const struct codex_tokens *total, const struct codex_tokens *before)
{
	struct codex_tokens grown;
	for (size_t i = 0; i < TRACE_USAGES; i++) {
		const int64_t had = before->count[i] >= 0 ? before->count[i] : 0;
		grown.count[i] = total->count[i] < 0     ? -1
				 : total->count[i] < had ? total->count[i]
							 : total->count[i] - had;
	}
	return grown;
}

enum found { TOKENS, NO_TOKENS, SAME_TOKENS };

/* The tokens of the last call, unless the notice has none or only repeats the one before. */
static enum found
tokens_of(struct import_in *in, struct codex_session *s, const struct import_object *info,
    struct codex_tokens *tokens)
{
	const struct json_value total_value = codex_get(info, TEXT("total_token_usage")),
				last_value = codex_get(info, TEXT("last_token_usage"));
	struct import_object total_object, last_object;
	struct codex_tokens total;
	import_descend(&total_object, in->names, in->arena, info, &total_value);
	import_descend(&last_object, in->names, in->arena, info, &last_value);
	const bool has_total = codex_tokens(&total_object, &total);
	const bool has_last = codex_tokens(&last_object, tokens);
	const struct codex_tokens before = s->total;
	if (has_total)
		s->total = total;
	if (has_total && memcmp(&before, &total, sizeof(total)) == 0)
		return SAME_TOKENS;
	if (!has_last && has_total)
		*tokens = growth(&total, &before);
	return has_last || has_total ? TOKENS : NO_TOKENS;
}

static bool
info_of(struct import_in *in, const struct codex_line *l, struct import_object *info)
{
	const struct json_value v = codex_get(&l->body, TEXT("info"));
	import_descend(info, in->names, in->arena, &l->body, &v);
	return v.kind == JSON_OBJECT;
}

void
codex_count_copied(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	struct import_object info;
	struct codex_tokens tokens;
	if (info_of(in, l, &info))
		tokens_of(in, s, &info, &tokens);
}

/* What else the notice has. */
static struct text
beside_tokens(struct import_in *in, const struct codex_line *l, const struct import_object *info)
{
	import_rest_begin(in);
	for (size_t i = 0; i < info->members; i++)
		if (!text_eq(info->member[i].key, TEXT("last_token_usage")))
			import_rest_add(in, info->member[i].key, &info->member[i].value);
	for (size_t i = 0; i < l->body.members; i++) {
		const struct import_member *m = &l->body.member[i];
		if (!text_eq(m->key, TEXT("info")) && !text_eq(m->key, TEXT("type")) &&
		    m->value.kind != JSON_NULL)
			import_rest_add(in, m->key, &m->value);
	}
	return import_rest_done(in);
}

/* Are the rate limits there, and others than before? */
static bool
limits_changed(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	const struct json_value v = codex_get(&l->body, TEXT("rate_limits"));
	const struct text limits = import_json(in->arena, &v);
	if (v.kind != JSON_OBJECT || text_eq(limits, buf_as_text(&s->limits)))
		return false;
	s->limits.n = 0;
	buf_text(&s->limits, limits);
	return true;
}

static void
count(struct import_in *in, struct codex_session *s, const struct codex_line *l,
    const struct import_object *info, const struct codex_tokens *tokens)
{
	const struct text attributes = beside_tokens(in, l, info);
	if (!s->calling && s->calls > 0 && !s->counted) {
		struct trace_record *r = call_record(in, s, s->calls);
		struct trace_more *more = llm_of(in, s, r);
		memcpy(more->usage, tokens->count, sizeof(more->usage));
		r->attributes = attributes;
		s->counted = true;
		return;
	}
	if (!s->calling)
		begin(s);
	if (s->answer.n == 0)
		s->ended_ns = l->at_ns;
	close_call(in, s, tokens, attributes);
}

void
codex_count(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	struct import_object info;
	struct codex_tokens tokens;
	const bool has_info = info_of(in, l, &info);
	const bool limits = limits_changed(in, s, l);
	const int what = has_info ? (int)tokens_of(in, s, &info, &tokens) : SAME_TOKENS;
	if (what == TOKENS)
		count(in, s, l, &info, &tokens);
	else if (limits || what == NO_TOKENS)
		codex_log(in, s, l->at_ns, l->type, &l->body, NULL);
}

/* ---- what has no next call ------------------------------------------------------------------ */

/* The answer of the last call, if its output and its tools do not say it all. */
static void
leave_answer(struct import_in *in, const struct codex_session *s)
{
	struct buf b = { 0 };
	bool more = false;
	for (size_t i = 0; i < s->answered; i++)
		more |= !s->messages.at[i].plain && s->messages.at[i].role != CODEX_TOOL;
	if (!more || s->after == 0)
		return;
	json_begin(&b, '{');
	json_name(&b, "answer");
	put_items(&b, &s->messages, 0, s->answered);
	json_end(&b, '}');
	struct trace_record *r = call_record(in, s, s->after);
	r->attributes = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
}

static void
leave_message(struct import_in *in, const struct codex_session *s, const struct codex_item *item)
{
	struct buf b = { 0 };
	struct trace_event_record *e = import_event(in);
	e->type = TRACE_LOG;
	e->at_ns = item->at_ns;
	e->text[TRACE_MESSAGE] = item->text.p ? item->text : TEXT("message");
	if (!item->plain) {
		json_begin(&b, '{');
		json_member_raw(&b, "item", item->json);
		json_end(&b, '}');
		e->attributes = arena_text(in->arena, buf_as_text(&b));
		buf_free(&b);
	}
	struct trace_record *r = codex_call(in, s, TRACE_AGENT, codex_scope(s));
	r->what = TRACE_EVENT;
	import_events_done(in, r);
}

void
codex_leave(struct import_in *in, struct codex_session *s)
{
	codex_close(in, s);
	leave_answer(in, s);
	for (size_t i = s->answered; i < s->messages.n; i++)
		if (s->messages.at[i].role != CODEX_TOOL)
			leave_message(in, s, &s->messages.at[i]);
	s->messages.n = s->answered = 0;
	/* what was left is still read */
	s->in_use = !s->in_use;
	arena_reset(&s->items[s->in_use]);
}

void
codex_forget(struct import_in *in, struct codex_session *s)
{
	codex_leave(in, s);
	s->after = 0;
}

void
codex_mark(struct codex_session *s, uint64_t turn)
{
	s->back = mem_grow(s->back, &s->back_cap, turn + 1, sizeof(*s->back));
	struct codex_back *b = &s->back[turn];
	const struct codex_back *before = turn > 0 ? b - 1 : NULL;
	if (before && before->after == s->after && before->n == s->answered) {
		*b = *before;
		return;
	}
	*b = (struct codex_back){ .after = s->after,
		.item = arena_alloc(&s->arena, s->answered * sizeof(*b->item)),
		.n = s->answered };
	for (size_t i = 0; i < b->n; i++)
		b->item[i] = keep_item(&s->arena, &s->messages.at[i]);
}

void
codex_go_back(struct import_in *in, struct codex_session *s, uint64_t turn)
{
	const struct codex_back b = s->back[turn];
	uint64_t bytes = 0;
	codex_leave(in, s);
	s->after = 0;
	for (size_t i = 0; i < b.n; i++)
		bytes += b.item[i].json.n;
	if (bytes > s->budget)
		return;
	s->budget -= bytes;
	s->after = b.after;
	for (size_t i = 0; i < b.n; i++)
		codex_remember(s, &b.item[i]);
	s->answered = b.n;
}
