/* SPDX-License-Identifier: MIT */
#include "trace/error_kind.h"

#include <string.h>

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

/* 408 Request Timeout and 504 Gateway Timeout (RFC 9110), and DEADLINE_EXCEEDED of gRPC. */
static const struct text http_timeouts[] = { TEXT("408"), TEXT("504") };
enum { HTTP_TIMEOUTS = sizeof(http_timeouts) / sizeof(*http_timeouts) };
static const struct text grpc_timeout = TEXT("4");
static const struct text grpc_status = TEXT("rpc.grpc.status_code");

/* The members of attributes and results in which a status of HTTP stands. */
static const struct text http_statuses[] = { TEXT("http.response.status_code"),
	TEXT("http.status_code"), TEXT("http_status"), TEXT("status_code"), TEXT("statusCode"),
	TEXT("status") };
enum { HTTP_STATUSES = sizeof(http_statuses) / sizeof(*http_statuses) };

/* What stands before a status of HTTP in a text, in lower case. */
static const struct text heralds[] = { TEXT("http"), TEXT("http/1.0"), TEXT("http/1.1"),
	TEXT("http/2"), TEXT("http/3"), TEXT("http error"), TEXT("status"), TEXT("status code"),
	TEXT("status_code"), TEXT("statuscode"), TEXT("response code") };
enum { HERALDS = sizeof(heralds) / sizeof(*heralds) };

static bool
is_http_timeout(struct text t)
{
	return text_among(t, http_timeouts, HTTP_TIMEOUTS) < HTTP_TIMEOUTS;
}

static bool
object_says_timeout(struct text object)
{
	struct trace_members it = trace_members(object);
	struct text name, value;
	while (it.object && trace_member(&it, &name, &value)) {
		if (value.n > 2 && value.p[0] == '"') /* a number may be recorded as a string */
			value = (struct text){ value.p + 1, value.n - 2 };
		if (text_eq(name, grpc_status) && text_eq(value, grpc_timeout))
			return true;
		if (is_http_timeout(value) &&
		    text_among(name, http_statuses, HTTP_STATUSES) < HTTP_STATUSES)
			return true;
	}
	return false;
}

static bool
is_part_of_word(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c) || c == '_';
}

/* Does a text that goes on with a number say that it is a status? */
static bool
is_heralded(struct text before)
{
	static const char between[] = { ' ', ':', '=', '#', '(', '"', '\'' };
	while (before.n > 0 && memchr(between, before.p[before.n - 1], sizeof(between)))
		before.n--;
	for (size_t i = 0; i < HERALDS; i++) {
		const size_t n = heralds[i].n;
		if (before.n < n)
			continue;
		const char *at = before.p + before.n - n;
		if (memcmp(at, heralds[i].p, n) == 0 &&
		    (at == before.p || !is_part_of_word(at[-1])))
			return true;
	}
	return false;
}

/* Other numbers, as in "504 rows were left", say nothing: a status is all of a line or is called
 * one. */
static bool
text_says_timeout(struct text lower)
{
	enum { DIGITS = 3 };
	for (size_t i = 1; i + DIGITS < lower.n; i++) {
		const char before = lower.p[i - 1], behind = lower.p[i + DIGITS];
		if (!is_http_timeout((struct text){ lower.p + i, DIGITS }) ||
		    is_part_of_word(before) || is_part_of_word(behind))
			continue;
		const bool alone = before == '\n' && behind == '\n';
		if (alone || is_heralded((struct text){ lower.p, i }))
			return true;
	}
	return false;
}

static bool
says_timeout(const struct trace_call *c, struct text lower)
{
	return text_says_timeout(lower) || object_says_timeout(trace_text_of(c->attributes)) ||
	       object_says_timeout(trace_text_of(c->output));
}

/* ---- all ------------------------------------------------------------------------------------ */

/* Lines, with the end of one before the first. */
static void
put_lower(struct buf *b, const struct root_cause *r)
{
	buf_char(b, '\n');
	add_lower(b, r->type);
	add_lower(b, r->message);
}

enum error_kind
trace_error_kind(const struct trace_model *m, const struct root_cause *r)
{
	struct buf b = { 0 };
	put_lower(&b, r);
	enum error_kind k = first_kind(buf_as_text(&b));
	if (k == ERROR_KINDS && says_timeout(&m->call[r->call], buf_as_text(&b)))
		k = ERROR_TIMEOUT;
	buf_free(&b);
	return k;
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
		: says_timeout(&m->call[r->call], lower) && first_kind(lower) == ERROR_KINDS;
	buf_free(&b);
	return timed_out;
}
