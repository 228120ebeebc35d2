/* SPDX-License-Identifier: MIT */
#include "trace/denial.h"

#include "base/ascii.h"
#include "trace/members.h"

/* ---- texts ---------------------------------------------------------------------------------- */

/* The words of an error are all but the last; those of a result, which may as well report a
 * permission that was granted, are all but the first. */
static const struct text words[] = { TEXT("permission"), TEXT("forbidden"), TEXT("unauthorized"),
	TEXT("unauthorised"), TEXT("blocked"), TEXT("denied") };
enum { WORDS = sizeof(words) / sizeof(*words) - 1 };

/* What may stand before the number of an error. */
static const struct text heralds[] = { TEXT("http"), TEXT("status"), TEXT("statuscode"),
	TEXT("code"), TEXT("error"), TEXT("errno"), TEXT("response"), TEXT("returned"), TEXT("got"),
	TEXT("received"), TEXT("with"), TEXT("was"), TEXT("is"), TEXT("a") };
enum { HERALDS = sizeof(heralds) / sizeof(*heralds) };

/* Does a word begin at t.p[i]?  Words may also be written together: accessBlocked. */
static bool
begins_word(struct text t, size_t i)
{
	if (!ascii_is_letter(t.p[i]))
		return false;
	return i == 0 || !ascii_is_letter(t.p[i - 1]) ||
	       (ascii_is_lower(t.p[i - 1]) && !ascii_is_lower(t.p[i]));
}

static bool
has_word(struct text t, size_t i, const struct text word[WORDS])
{
	for (size_t k = 0; k < WORDS; k++)
		if (t.n - i >= word[k].n &&
		    text_eq_nocase((struct text){ t.p + i, word[k].n }, word[k]))
			return true;
	return false;
}

/* Does the text before a number say that it is the number of an error?  Only its end is looked at,
 * since a text may have many numbers. */
static bool
is_heralded(struct text t)
{
	enum { NEAR = 16 };
	size_t least = t.n > NEAR ? t.n - NEAR : 0;
	size_t end = t.n;
	for (; end > least && !ascii_is_letter(t.p[end - 1]); end--)
		if (t.p[end - 1] == '(' || t.p[end - 1] == '[' || t.p[end - 1] == ':')
			return true;
	if (end == least)
		return end == 0;
	least = end > NEAR ? end - NEAR : 0;
	size_t from = end;
	while (from > least && ascii_is_letter(t.p[from - 1]))
		from--;
	const struct text word = { t.p + from, end - from };
	for (size_t k = 0; k < HERALDS; k++)
		if (text_eq_nocase(word, heralds[k]))
			return true;
	return false;
}

static bool
is_code(struct text t)
{
	return text_eq(t, TEXT("401")) || text_eq(t, TEXT("403"));
}

static bool
has_code(struct text t, size_t i)
{
	enum { DIGITS = 3 };
	if (t.n - i < DIGITS || !is_code((struct text){ t.p + i, DIGITS }))
		return false;
	const char before = i > 0 ? t.p[i - 1] : ' ';
	const char behind = i + DIGITS < t.n ? t.p[i + DIGITS] : ' ';
	const bool part = ascii_is_digit(before) || ascii_is_letter(before) || before == '.' ||
			  ascii_is_digit(behind) || ascii_is_letter(behind);
	return !part && is_heralded((struct text){ t.p, i });
}

static bool
denies(struct text t, const struct text word[WORDS])
{
	for (size_t i = 0; i < t.n; i++)
		if (t.p[i] == '4' ? has_code(t, i) : begins_word(t, i) && has_word(t, i, word))
			return true;
	return false;
}

bool
trace_text_denies(struct text t)
{
	return denies(t, words);
}

bool
trace_result_denies(struct text t)
{
	return denies(t, words + 1);
}

/* ---- calls ---------------------------------------------------------------------------------- */

/* Members that say how a call went. */
static const struct text names[] = { TEXT("status"), TEXT("status_code"), TEXT("statusCode"),
	TEXT("http_status"), TEXT("http.status_code"), TEXT("http.response.status_code"),
	TEXT("code"), TEXT("outcome"), TEXT("result"), TEXT("decision"), TEXT("error") };
enum { NAMES = sizeof(names) / sizeof(*names) };

static bool
look_in(struct text object, bool failed, struct text *name, struct text *value)
{
	struct trace_members it = trace_members(object);
	while (it.object && trace_member(&it, name, value)) {
		if (text_among(*name, names, NAMES) == NAMES)
			continue;
		if (value->p[0] != '"' ? is_code(*value)
		    : failed           ? trace_text_denies(*value)
				       : trace_result_denies(*value))
			return true;
	}
	return false;
}

bool
trace_denied(const struct trace_model *m, uint32_t call, const struct root_cause *failure,
    struct text *name, struct text *value)
{
	const struct trace_call *c = &m->call[call];
	const bool failed = c->status == TRACE_ERROR;
	*name = TEXT_ABSENT;
	if (failed && (trace_text_denies(trace_text_of(failure->type)) ||
			  trace_text_denies(trace_text_of(failure->message))))
		return true;
	if (look_in(trace_text_of(c->attributes), failed, name, value) ||
	    look_in(trace_text_of(c->output), failed, name, value))
		return true;
	*name = TEXT_ABSENT;
	return false;
}
