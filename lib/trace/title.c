/* SPDX-License-Identifier: MIT */
#include "trace/title.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "json/write.h"
#include "trace/members.h"

/* ---- texts ---------------------------------------------------------------------------------- */

/* The best text so far, as spelled in JSON. */
struct title {
	struct text text;
};

/* The length of the escape or character at the start of t, and whether it is white space. */
static size_t
step_of(struct text t, bool *blank)
{
	*blank = t.p[0] == ' ';
	if (t.p[0] != '\\' || t.n < 2)
		return 1;
	*blank = t.p[1] == 'n' || t.p[1] == 't' || t.p[1] == 'r';
	return t.p[1] == 'u' && t.n >= 6 ? 6 : 2;
}

static struct text
without_blanks_before(struct text t)
{
	bool blank = true;
	while (t.n > 0) {
		const size_t n = step_of(t, &blank);
		if (!blank)
			break;
		t = (struct text){ t.p + n, t.n - n };
	}
	return t;
}

/* Is it <…>, with white space behind it, or what Codex makes of a file of instructions?  An escaped
 * backslash before an n does not matter here. */
static bool
is_markup(struct text t)
{
	static const struct text codex = TEXT("# AGENTS.md instructions for ");
	if (t.n > codex.n && memcmp(t.p, codex.p, codex.n) == 0)
		return true;
	if (t.n < 3 || t.p[0] != '<' || !ascii_is_letter(t.p[1]))
		return false;
	for (;;) {
		const char last = t.p[t.n - 1];
		const bool escape = t.n >= 2 && t.p[t.n - 2] == '\\';
		if (escape && (last == 'n' || last == 't' || last == 'r'))
			t.n -= 2;
		else if (last == ' ')
			t.n--;
		else
			return last == '>';
	}
}

/* Offers a JSON string.  Returns whether no other has to be looked for. */
static bool
offer(struct title *title, struct text json)
{
	if (json.n < 2 || json.p[0] != '"')
		return false;
	const struct text t = without_blanks_before((struct text){ json.p + 1, json.n - 2 });
	const bool said = !is_markup(t);
	if (t.n == 0 || (!said && title->text.p))
		return false;
	title->text = t;
	return said;
}

/* ---- messages ------------------------------------------------------------------------------- */

static struct text
first_of(struct text object, const struct text *names, size_t n)
{
	struct trace_members it = trace_members(object);
	struct text key, value, found = TEXT_ABSENT;
	while (it.object && trace_member(&it, &key, &value)) {
		const size_t i = text_among(key, names, n);
		if (i == n)
			continue;
		found = value;
		n = i;
	}
	return found;
}

static bool
is_text(struct text json, struct text content)
{
	return json.n == content.n + 2 && text_eq((struct text){ json.p + 1, content.n }, content);
}

/* The part of a message that says something: {type: text, text}, {type: text, content}, {text}. */
static bool
offer_part(struct title *title, struct text part)
{
	static const struct text names[] = { TEXT("text"), TEXT("content") };
	const struct text type = trace_member_of(part, TEXT("type"));
	if (type.p && !is_text(type, TEXT("text")) && !is_text(type, TEXT("input_text")))
		return false;
	return offer(title, first_of(part, names, 2));
}

static bool
offer_content(struct title *title, struct text content)
{
	struct trace_members it = trace_members(content);
	struct text key, value;
	if (content.n > 0 && content.p[0] == '"')
		return offer(title, content);
	if (it.object)
		return offer_part(title, content);
	while (trace_member(&it, &key, &value))
		if (offer(title, value) || offer_part(title, value))
			return true;
	return false;
}

static bool
is_of_user(struct text message)
{
	static const struct text names[] = { TEXT("role"), TEXT("message.role"), TEXT("type"),
		TEXT("author"), TEXT("source"), TEXT("from") };
	const struct text role = first_of(message, names, sizeof(names) / sizeof(*names));
	return role.p && (is_text(role, TEXT("user")) || is_text(role, TEXT("human")) ||
			     is_text(role, TEXT("HumanMessage")));
}

/* A message, or what contains one: a line of a session, a serialized object. */
static bool
offer_message(struct title *title, struct text message)
{
	static const struct text contents[] = { TEXT("content"), TEXT("message.content"),
		TEXT("parts"), TEXT("text"), TEXT("message"), TEXT("value") };
	static const struct text inner[] = { TEXT("message"), TEXT("kwargs"), TEXT("data") };
	const struct text in = first_of(message, inner, 3);
	if (in.n > 0 && in.p[0] == '{' && (is_of_user(in) || is_of_user(message)))
		message = in;
	else if (!is_of_user(message) && !is_of_user(trace_member_of(message, TEXT("info"))))
		return false;
	return offer_content(
	    title, first_of(message, contents, sizeof(contents) / sizeof(*contents)));
}

/* Messages, or a list of such lists. */
static bool
offer_messages(struct title *title, struct text array)
{
	struct trace_members outer = trace_members(array);
	struct text key, value, message;
	while (trace_member(&outer, &key, &value)) {
		struct trace_members it = trace_members(value);
		if (offer_message(title, value))
			return true;
		while (!it.object && trace_member(&it, &key, &message))
			if (offer_message(title, message))
				return true;
	}
	return false;
}

static bool
offer_strings(struct title *title, struct text array)
{
	struct trace_members it = trace_members(array);
	struct text key, value;
	while (trace_member(&it, &key, &value))
		if (offer(title, value))
			return true;
	return false;
}

/* Looks for the task in the input of a call. */
static bool
offer_input(struct title *title, struct text input)
{
	static const struct text names[] = { TEXT("messages"), TEXT("contents"), TEXT("input"),
		TEXT("prompt"), TEXT("question"), TEXT("query"), TEXT("task"), TEXT("instruction"),
		TEXT("message"), TEXT("content"), TEXT("text") };
	/* an input that was wrapped, twice at most */
	for (unsigned i = 0; i < 3 && input.n > 0 && input.p[0] == '{'; i++) {
		if (offer_message(title, input))
			return true;
		input = first_of(input, names, sizeof(names) / sizeof(*names));
	}
	if (input.n > 0 && input.p[0] == '[')
		return offer_messages(title, input) || offer_strings(title, input);
	return offer(title, input);
}

/* ---- words ---------------------------------------------------------------------------------- */

/* The start of a text as spelled, which is enough for a title: no escape or character is cut. */
static struct text
start_of(struct text t)
{
	enum { ENOUGH = 16 * TRACE_TITLE_MOST };
	size_t n = 0;
	bool blank;
	if (t.n <= ENOUGH)
		return t;
	while (n < ENOUGH)
		n += step_of((struct text){ t.p + n, t.n - n }, &blank);
	while (n < t.n && ((unsigned char)t.p[n] & 0xc0) == 0x80)
		n++;
	return (struct text){ t.p, n };
}

/* Appends the words of a text with one blank between them, up to so many characters. */
static void
put_words(struct buf *b, struct text t, bool more)
{
	const size_t from = b->n;
	size_t characters = 0, word = b->n; /* the end of the last word */
	bool blank = false;
	uint32_t cp;
	for (size_t n; t.n > 0; t = (struct text){ t.p + n, t.n - n }) {
		n = utf8_decode(t.p, t.n, &cp);
		n = n > 0 ? n : 1;
		if (ascii_is_space(t.p[0])) {
			word = blank ? word : b->n;
			blank = true;
			continue;
		}
		characters += 1U + (blank && b->n > from);
		if (characters > TRACE_TITLE_MOST) {
			b->n = blank || word == from ? b->n : word;
			more = true;
			break;
		}
		if (blank && b->n > from)
			buf_char(b, ' ');
		blank = false;
		buf_put(b, t.p, n);
	}
	if (more)
		BUF_LIT(b, "\xe2\x80\xa6");
}

static void
put_json_words(struct buf *b, struct text spelled)
{
	struct arena a = { 0 };
	const struct text start = start_of(spelled);
	put_words(b, json_unescaped(&a, start), start.n < spelled.n);
	arena_free(&a);
}

void
trace_put_title(struct buf *b, const struct trace_model *m, const struct trace *t)
{
	struct title title = { TEXT_ABSENT };
	const struct trace_call *root = trace_call_at(m, t->first);
	for (uint32_t at = t->first; at < t->last; at++) {
		const struct trace_call *c = trace_call_at(m, at);
		if (c->kind == TRACE_LLM && offer_input(&title, trace_text_of(c->input)))
			break;
	}
	if (!title.text.p)
		offer_input(&title, trace_text_of(root->input));
	if (title.text.p)
		put_json_words(b, title.text);
	else
		put_words(b, trace_text_of(root->name ? root->name : root->id), false);
}
