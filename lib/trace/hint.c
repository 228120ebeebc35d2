/* SPDX-License-Identifier: MIT */
#include "trace/root_cause.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "trace/members.h"

/* The kinds of errors that have a hint, and the words by which they are known: in lower case, in
 * the type or in the message. */
enum kind {
	DIVISION,
	NOTHING,
	KEY,
	INDEX,
	RECURSION,
	CONTEXT,
	LIMIT,
	TIMEOUT,
	CONNECTION,
	PERMISSION,
	MEMORY,
	SPACE,
	MISSING_FILE,
	SYNTAX,
	KINDS
};

#define WORDS_MOST 7

static const struct text words[KINDS][WORDS_MOST] = {
	[DIVISION] = { TEXT("zerodivision"), TEXT("dividebyzero"), TEXT("division by zero"),
	    TEXT("divide by zero"), TEXT("/ by zero") },
	[NOTHING] = { TEXT("nullpointer"), TEXT("nullreference"), TEXT("nonetype"),
	    TEXT("nil pointer"), TEXT("null pointer"), TEXT("of undefined"), TEXT("of null") },
	[KEY] = { TEXT("keyerror"), TEXT("keynotfound"), TEXT("key not found"), TEXT("no such key"),
	    TEXT("nosuchelement") },
	[INDEX] = { TEXT("indexerror"), TEXT("indexoutofbounds"), TEXT("out of range"),
	    TEXT("out of bounds") },
	[RECURSION] = { TEXT("recursionerror"), TEXT("stackoverflow"), TEXT("stack overflow") },
	[CONTEXT] = { TEXT("context_length"), TEXT("context length"), TEXT("maximum context"),
	    TEXT("prompt is too long") },
	[LIMIT] = { TEXT("ratelimit"), TEXT("rate limit"), TEXT("rate_limit"),
	    TEXT("too many requests"), TEXT("quota") },
	[TIMEOUT] = { TEXT("timeout"), TEXT("timed out"), TEXT("time out"),
	    TEXT("deadlineexceeded"), TEXT("deadline exceeded"), TEXT("etimedout") },
	[CONNECTION] = { TEXT("connection refused"), TEXT("econnrefused"), TEXT("connection reset"),
	    TEXT("econnreset"), TEXT("connectionerror"), TEXT("unreachable"), TEXT("broken pipe") },
	[PERMISSION] = { TEXT("permission"), TEXT("forbidden"), TEXT("unauthorized"),
	    TEXT("unauthenticated"), TEXT("access denied"), TEXT("accessdenied") },
	[MEMORY] = { TEXT("out of memory"), TEXT("outofmemory"), TEXT("memoryerror"),
	    TEXT("enomem") },
	[SPACE] = { TEXT("no space left"), TEXT("enospc"), TEXT("disk full") },
	[MISSING_FILE] = { TEXT("filenotfound"), TEXT("no such file"), TEXT("enoent") },
	[SYNTAX] = { TEXT("jsondecode"), TEXT("syntaxerror"), TEXT("parseerror"),
	    TEXT("parse error"), TEXT("invalid json"), TEXT("unexpected token") },
};

/* The hints that need nothing but the kind. */
static const char *const sentence[KINDS] = {
	[KEY] = "a name that was looked up was not there; see what the map held",
	[INDEX] = "an index was outside the sequence; see how long that was",
	[RECURSION] = "calls nested without end; see what should have stopped them",
	[CONTEXT] = "the messages were longer than the model takes; send fewer, or a larger model",
	[LIMIT] = "there were more requests than the service allows; send them more slowly",
	[TIMEOUT] = "the answer came too late or not at all; see what was slow behind it",
	[CONNECTION] = "the other side was not there, or hung up; see whether it ran",
	[PERMISSION] = "access was refused; see whose credentials were used",
	[MEMORY] = "there was no memory left; see what was large",
	[SPACE] = "the disk was full",
	[MISSING_FILE] = "a file was not where it was looked for; see the path and the folder",
	[SYNTAX] = "a text did not have the form that was expected; see where it came from",
};

/* Longer messages are not searched to their end. */
enum { SEARCHED = 4096 };

static void
add_lower(struct buf *b, const struct trace_text *t)
{
	for (uint32_t i = 0; t && i < t->n && i < SEARCHED; i++)
		buf_char(b, ascii_lower(t->p[i]));
	buf_char(b, '\n');
}

static enum kind
kind_of(const struct root_cause *r)
{
	struct buf b = { 0 };
	enum kind k = DIVISION;
	add_lower(&b, r->type);
	add_lower(&b, r->message);
	for (; k < KINDS; k++) {
		bool any = false;
		for (size_t i = 0; i < WORDS_MOST && words[k][i].p; i++)
			any |= text_contains(buf_as_text(&b), words[k][i]);
		if (any)
			break;
	}
	buf_free(&b);
	return k;
}

static bool
is_zero(struct text json)
{
	size_t i = json.n > 0 && json.p[0] == '-';
	const size_t digits = i;
	while (i < json.n && (json.p[i] == '0' || json.p[i] == '.'))
		i++;
	return i > digits && (i == json.n || json.p[i] == 'e' || json.p[i] == 'E');
}

static bool
is_suspect(enum kind k, struct text json)
{
	return k == DIVISION ? is_zero(json) : text_eq(json, TEXT("null"));
}

/* Appends `: NAME, NAME` for the arguments and variables of the origin that are suspect. */
static bool
name_suspects(struct buf *b, const struct trace_call *c, const struct trace_variable *v, size_t n,
    enum kind k)
{
	struct trace_members it = trace_members(trace_text_of(c->input));
	struct text name, value;
	const char *before = ": ";
	while (c->input && trace_member(&it, &name, &value)) {
		if (!name.p || !is_suspect(k, value))
			continue;
		buf_put(b, before, 2);
		buf_text(b, name);
		before = ", ";
	}
	for (size_t i = 0; i < n; i++) {
		if (!is_suspect(k, v[i].value ? trace_text_of(v[i].value) : TEXT("null")))
			continue;
		buf_put(b, before, 2);
		buf_text(b, trace_text_of(v[i].name));
		before = ", ";
	}
	return before[0] == ',';
}

bool
trace_hint(struct buf *b, const struct trace_model *m, const struct root_cause *r)
{
	const enum kind k = kind_of(r);
	const struct trace_call *c = &m->call[r->call];
	struct trace_variable *v = NULL;
	if (k == KINDS)
		return false;
	if (sentence[k]) {
		buf_text(b, text_of(sentence[k]));
		return true;
	}
	const size_t n = trace_values_before(m, r, r->call, TRACE_NONE, &v);
	buf_text(b, k == DIVISION ? TEXT("a divisor was 0") : TEXT("a value was null"));
	if (!name_suspects(b, c, v, n, k)) {
		buf_text(b, n == 0 ? TEXT("; no variable of ") : TEXT("; no recorded value of "));
		buf_text(b, trace_text_of(c->name ? c->name : c->id));
		buf_text(b, n == 0          ? TEXT(" was recorded")
			    : k == DIVISION ? TEXT(" was 0")
					    : TEXT(" was null"));
	}
	free(v);
	return true;
}
