/* SPDX-License-Identifier: MIT */
#include "trace/error_kind.h"

#include "base/ascii.h"
#include "trace/members.h"

/* The words by which a kind is known: in lower case, in the type or in the message. */
#define WORDS_MOST 7

static const struct text words[ERROR_KINDS][WORDS_MOST] = {
	[ERROR_DIVISION] = { TEXT("zerodivision"), TEXT("dividebyzero"), TEXT("division by zero"),
	    TEXT("divide by zero"), TEXT("/ by zero") },
	[ERROR_NOTHING] = { TEXT("nullpointer"), TEXT("nullreference"), TEXT("nonetype"),
	    TEXT("nil pointer"), TEXT("null pointer"), TEXT("of undefined"), TEXT("of null") },
	[ERROR_KEY] = { TEXT("keyerror"), TEXT("keynotfound"), TEXT("key not found"),
	    TEXT("no such key"), TEXT("nosuchelement") },
	[ERROR_INDEX] = { TEXT("indexerror"), TEXT("indexoutofbounds"), TEXT("out of range"),
	    TEXT("out of bounds") },
	[ERROR_RECURSION] = { TEXT("recursionerror"), TEXT("stackoverflow"),
	    TEXT("stack overflow") },
	[ERROR_CONTEXT] = { TEXT("context_length"), TEXT("context length"), TEXT("maximum context"),
	    TEXT("prompt is too long") },
	[ERROR_LIMIT] = { TEXT("ratelimit"), TEXT("rate limit"), TEXT("rate_limit"),
	    TEXT("too many requests"), TEXT("quota") },
	[ERROR_TIMEOUT] = { TEXT("timeout"), TEXT("timed out"), TEXT("time out"),
	    TEXT("deadlineexceeded"), TEXT("deadline exceeded"), TEXT("deadline_exceeded"),
	    TEXT("etimedout") },
	[ERROR_CONNECTION] = { TEXT("connection refused"), TEXT("econnrefused"),
	    TEXT("connection reset"), TEXT("econnreset"), TEXT("connectionerror"),
	    TEXT("unreachable"), TEXT("broken pipe") },
	[ERROR_PERMISSION] = { TEXT("permission"), TEXT("forbidden"), TEXT("unauthorized"),
	    TEXT("unauthenticated"), TEXT("access denied"), TEXT("accessdenied") },
	[ERROR_MEMORY] = { TEXT("out of memory"), TEXT("outofmemory"), TEXT("memoryerror"),
	    TEXT("enomem") },
	[ERROR_SPACE] = { TEXT("no space left"), TEXT("enospc"), TEXT("disk full") },
	[ERROR_MISSING_FILE] = { TEXT("filenotfound"), TEXT("no such file"), TEXT("enoent") },
	[ERROR_SYNTAX] = { TEXT("jsondecode"), TEXT("syntaxerror"), TEXT("parseerror"),
	    TEXT("parse error"), TEXT("invalid json"), TEXT("unexpected token") },
};

/* ---- words ---------------------------------------------------------------------------------- */

/* Longer messages are not searched to their end. */
enum { SEARCHED = 4096 };

static void
add_lower(struct buf *b, const struct trace_text *text)
{
	const struct text t = trace_text_of(text);
	for (size_t i = 0; i < t.n && i < SEARCHED; i++)
		buf_char(b, ascii_lower(t.p[i]));
	buf_char(b, '\n');
}

static bool
has_words(struct text lower, enum error_kind kind)
{
	for (size_t i = 0; i < WORDS_MOST && words[kind][i].p; i++)
		if (text_contains(lower, words[kind][i]))
			return true;
	return false;
}

static enum error_kind
first_kind(struct text lower)
{
	enum error_kind k = ERROR_DIVISION;
	while (k < ERROR_KINDS && !has_words(lower, k))
		k++;
	return k;
}

/* ---- status codes --------------------------------------------------------------------------- */

/* Where the status of a call stands, and the values that mean a time-out: 408 Request Timeout and
 * 504 Gateway Timeout (RFC 9110), and DEADLINE_EXCEEDED of gRPC. */
static const struct {
	struct text attribute, value[2];
} statuses[] = {
	{ TEXT("http.response.status_code"), { TEXT("504"), TEXT("408") } },
	{ TEXT("http.status_code"), { TEXT("504"), TEXT("408") } },
	{ TEXT("rpc.grpc.status_code"), { TEXT("4"), TEXT("4") } },
};

/* A number may have been recorded as a string. */
static bool
is_status(struct text json, const struct text value[2])
{
	if (json.n > 2 && json.p[0] == '"')
		json = (struct text){ json.p + 1, json.n - 2 };
	return text_eq(json, value[0]) || text_eq(json, value[1]);
}

static bool
says_timeout(const struct trace_call *c, const struct root_cause *r)
{
	bool says = is_status(trace_text_of(r->type), statuses[0].value);
	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses) && c->attributes; i++) {
		const struct text status =
		    trace_member_of(trace_text_of(c->attributes), statuses[i].attribute);
		says |= status.p && is_status(status, statuses[i].value);
	}
	return says;
}

/* ---- all ------------------------------------------------------------------------------------ */

static void
put_lower(struct buf *b, const struct root_cause *r)
{
	add_lower(b, r->type);
	add_lower(b, r->message);
}

enum error_kind
trace_error_kind(const struct trace_model *m, const struct root_cause *r)
{
	struct buf b = { 0 };
	put_lower(&b, r);
	const enum error_kind k = first_kind(buf_as_text(&b));
	buf_free(&b);
	return k == ERROR_KINDS && says_timeout(&m->call[r->call], r) ? ERROR_TIMEOUT : k;
}

bool
trace_timed_out(const struct trace_model *m, const struct root_cause *r)
{
	struct buf b = { 0 };
	put_lower(&b, r);
	const struct text lower = buf_as_text(&b);
	/* most failures are none, which few words tell */
	const bool timed_out =
	    has_words(lower, ERROR_TIMEOUT)
		? first_kind(lower) == ERROR_TIMEOUT
		: says_timeout(&m->call[r->call], r) && first_kind(lower) == ERROR_KINDS;
	buf_free(&b);
	return timed_out;
}
