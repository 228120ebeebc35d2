/* SPDX-License-Identifier: MIT */
#include "trace/root_cause.h"

#include <stdlib.h>

#include "base/number.h"
#include "trace/error_kind.h"
#include "trace/failure_path.h"
#include "trace/members.h"

/* What is said if nothing more is known. */
static const char *const sentence[ERROR_KINDS] = {
	[ERROR_KEY] = "a name that was looked up was not there; see what the map held",
	[ERROR_INDEX] = "an index was outside the sequence; see how long that was",
	[ERROR_RECURSION] = "calls nested without end; see what should have stopped them",
	[ERROR_CONTEXT] =
	    "the messages were longer than the model takes; send fewer, or a larger model",
	[ERROR_LIMIT] = "there were more requests than the service allows; send them more slowly",
	[ERROR_TIMEOUT] = "time-out: the answer came too late or not at all",
	[ERROR_CONNECTION] = "the other side was not there, or hung up; see whether it ran",
	[ERROR_PERMISSION] = "access was refused; see whose credentials were used",
	[ERROR_MEMORY] = "there was no memory left; see what was large",
	[ERROR_SPACE] = "the disk was full",
	[ERROR_MISSING_FILE] =
	    "a file was not where it was looked for; see the path and the folder",
	[ERROR_SYNTAX] = "a text did not have the form that was expected; see where it came from",
};

static bool
is_zero(struct text json)
{
	size_t i = json.n > 0 && json.p[0] == '-';
	const size_t digits = i;
	while (i < json.n && (json.p[i] == '0' || json.p[i] == '.'))
		i++;
	return i > digits && (i == json.n || json.p[i] == 'e' || json.p[i] == 'E');
}

/* ---- what was recorded ---------------------------------------------------------------------- */

/* The arguments and the last variables of the origin. */
struct scope {
	const struct trace_model *m;
	const struct root_cause *r;
	const struct trace_call *c;
	struct trace_members arguments;
	struct trace_variable *variable;
	size_t n, next;
	bool in_arguments;
};

static void
scope_rewind(struct scope *s)
{
	s->arguments = trace_members(s->c->input ? trace_text_of(s->c->input) : TEXT(""));
	s->in_arguments = true;
	s->next = 0;
}

static bool
scope_next(struct scope *s, struct text *name, struct text *value)
{
	while (s->in_arguments) {
		s->in_arguments = trace_member(&s->arguments, name, value);
		if (s->in_arguments && name->p)
			return true;
	}
	if (s->next == s->n)
		return false;
	const struct trace_variable *v = &s->variable[s->next++];
	*name = trace_text_of(v->name);
	*value = v->value ? trace_text_of(v->value) : TEXT("null");
	return true;
}

/* Appends a name of a list that begins with `first`. */
static void
put_name(struct buf *b, const char *first, size_t *n, struct text name)
{
	buf_text(b, *n == 0 ? text_of(first) : TEXT(", "));
	buf_text(b, name);
	++*n;
}

static struct text
name_of(const struct trace_call *c)
{
	return trace_text_of(c->name ? c->name : c->id);
}

/* ---- division and null ---------------------------------------------------------------------- */

static void
hint_suspects(struct buf *b, struct scope *s, enum error_kind k)
{
	struct text name, value;
	size_t n = 0;
	buf_text(b, k == ERROR_DIVISION ? TEXT("a divisor was 0") : TEXT("a value was null"));
	while (scope_next(s, &name, &value))
		if (k == ERROR_DIVISION ? is_zero(value) : text_eq(value, TEXT("null")))
			put_name(b, ": ", &n, name);
	if (n > 0)
		return;
	buf_text(b, s->n == 0 ? TEXT("; no variable of ") : TEXT("; no recorded value of "));
	buf_text(b, name_of(s->c));
	buf_text(b, s->n == 0             ? TEXT(" was recorded")
		    : k == ERROR_DIVISION ? TEXT(" was 0")
					  : TEXT(" was null"));
}

/* ---- keys and indexes ----------------------------------------------------------------------- */

/* The key that a message is about: all of it, or what is in quotes at its end. */
static struct text
key_of(const struct root_cause *r)
{
	struct text t = text_trim(trace_text_of(r->message));
	if (t.n < 3)
		return t.n > 0 ? t : TEXT_ABSENT;
	const char quote = t.p[t.n - 1];
	if (quote != '\'' && quote != '"')
		return memchr(t.p, ' ', t.n) ? TEXT_ABSENT : t;
	const char *open = memrchr(t.p, quote, t.n - 1);
	if (!open)
		return TEXT_ABSENT;
	return (struct text){ open + 1, t.n - 2 - (size_t)(open - t.p) };
}

/* Which recorded objects lack the key? */
static void
hint_key(struct buf *b, struct scope *s)
{
	const struct text key = key_of(s->r);
	struct text name, value;
	size_t n = 0;
	if (key.n > 0) {
		while (scope_next(s, &name, &value))
			if (value.p[0] == '{' && !trace_member_of(value, key).p)
				put_name(b, "the key that was looked up is not in ", &n, name);
	}
	if (n == 0)
		buf_text(b, text_of(sentence[ERROR_KEY]));
}

static size_t
count_elements(struct text array)
{
	struct trace_members it = trace_members(array);
	struct text key, value;
	size_t n = 0;
	while (trace_member(&it, &key, &value))
		n++;
	return n;
}

/* How long are the recorded arrays, and which numbers are too large for the shortest? */
static void
hint_index(struct buf *b, struct scope *s)
{
	struct text name, value;
	size_t n = 0, shortest = SIZE_MAX;
	while (scope_next(s, &name, &value)) {
		if (value.p[0] != '[')
			continue;
		const size_t length = count_elements(value);
		shortest = length < shortest ? length : shortest;
		put_name(b, "an index was outside the sequence: ", &n, name);
		buf_printf(b, " has %zu element%s", length, length == 1 ? "" : "s");
	}
	if (n == 0) {
		buf_text(b, text_of(sentence[ERROR_INDEX]));
		return;
	}
	scope_rewind(s);
	while (scope_next(s, &name, &value)) {
		int64_t number;
		if (number_i64(value, &number) < 0 || (number >= 0 && (uint64_t)number < shortest))
			continue;
		put_name(b, "", &n, name);
		BUF_LIT(b, " is ");
		buf_text(b, value);
	}
}

/* ---- time and limits ------------------------------------------------------------------------ */

/* A duration with three digits, cut, in the largest unit that gives 1 or more. */
static void
put_duration(struct buf *b, int64_t ns)
{
	static const struct {
		int64_t ns;
		struct text name;
	} unit[] = { { INT64_C(3600000000000), TEXT("h") }, { INT64_C(60000000000), TEXT("min") },
		{ 1000000000, TEXT("s") }, { 1000000, TEXT("ms") }, { 1000, TEXT("\xc2\xb5s") },
		{ 1, TEXT("ns") } };
	const size_t last = sizeof(unit) / sizeof(*unit) - 1;
	size_t u = 0;
	while (u < last && ns < unit[u].ns)
		u++;
	const int64_t whole = ns / unit[u].ns;
	const int hundredths = (int)(ns % unit[u].ns / (unit[u].ns >= 100 ? unit[u].ns / 100 : 1));
	buf_i64(b, whole);
	if (u < last && whole < 10)
		buf_printf(b, ".%02d", hundredths);
	else if (u < last && whole < 100)
		buf_printf(b, ".%d", hundredths / 10);
	buf_text(b, unit[u].name);
}

static void
hint_timeout(struct buf *b, const struct scope *s)
{
	const struct trace_call *slowest = NULL;
	buf_text(b, text_of(sentence[ERROR_TIMEOUT]));
	uint32_t k = trace_first_child(s->m, s->r->call);
	for (; k != TRACE_NONE; k = trace_next_sibling(s->m, k)) {
		const struct trace_call *c = &s->m->call[k];
		if (c->status == TRACE_OPEN) {
			BUF_LIT(b, "; ");
			buf_text(b, name_of(c));
			BUF_LIT(b, " has no recorded end");
			return;
		}
		if (c->duration_ns > (slowest ? slowest->duration_ns : 0))
			slowest = c;
	}
	if (slowest) {
		BUF_LIT(b, "; the slowest child was ");
		buf_text(b, name_of(slowest));
		BUF_LIT(b, " with ");
		put_duration(b, slowest->duration_ns);
	} else if (s->c->duration_ns > 0) {
		BUF_LIT(b, "; it failed after ");
		put_duration(b, s->c->duration_ns);
	}
}

static void
hint_limit(struct buf *b, const struct scope *s)
{
	struct trace_retries retries;
	buf_text(b, text_of(sentence[ERROR_LIMIT]));
	if (!trace_find_retries(s->m, s->r, &retries))
		return;
	BUF_LIT(b, "; ");
	buf_text(b, name_of(&s->m->call[retries.call]));
	buf_printf(b, " was tried %llu times", (unsigned long long)retries.attempts);
}

/* ---- tools ---------------------------------------------------------------------------------- */

/* A tool failed, but its caller went well: a model decides itself what an error means. */
static bool
is_ignored(const struct scope *s)
{
	return s->r->handled && s->c->kind == TRACE_TOOL;
}

static void
hint_tool(struct buf *b, const struct scope *s)
{
	const struct trace *t = &s->m->trace[s->c->trace];
	bool again = false;
	for (uint32_t at = s->c->last; at < t->last && !again; at++)
		again = s->c->name && trace_call_at(s->m, at)->name == s->c->name;
	BUF_LIT(b, "the tool failed, and ");
	buf_text(b, name_of(&s->m->call[s->c->parent]));
	buf_text(b, again ? TEXT(" went on; the tool was called again")
			  : TEXT(" went on; the tool was not called again"));
}

/* ---- all ------------------------------------------------------------------------------------ */

static void
hint_kind(struct buf *b, struct scope *s, enum error_kind k)
{
	scope_rewind(s);
	switch (k) {
	case ERROR_DIVISION:
	case ERROR_NOTHING: hint_suspects(b, s, k); break;
	case ERROR_KEY: hint_key(b, s); break;
	case ERROR_INDEX: hint_index(b, s); break;
	case ERROR_TIMEOUT: hint_timeout(b, s); break;
	case ERROR_LIMIT: hint_limit(b, s); break;
	case ERROR_RECURSION:
	case ERROR_CONTEXT:
	case ERROR_CONNECTION:
	case ERROR_PERMISSION:
	case ERROR_MEMORY:
	case ERROR_SPACE:
	case ERROR_MISSING_FILE:
	case ERROR_SYNTAX: buf_text(b, text_of(sentence[k])); break;
	case ERROR_KINDS: break;
	}
}

bool
trace_hint(struct buf *b, const struct trace_model *m, const struct root_cause *r)
{
	const enum error_kind k = trace_error_kind(m, r);
	struct scope s = { .m = m, .r = r, .c = &m->call[r->call] };
	const size_t from = b->n;
	s.n = trace_values_before(m, r, r->call, TRACE_NONE, &s.variable);
	hint_kind(b, &s, k);
	if (is_ignored(&s)) {
		if (b->n > from)
			BUF_LIT(b, "; ");
		hint_tool(b, &s);
	}
	free(s.variable);
	return b->n > from;
}
