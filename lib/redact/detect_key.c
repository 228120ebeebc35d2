/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "redact/detect_private.h"
#include "redact/kind.h"

/* Keys and tokens, which begin with what names their vendor. */

static bool
begins(struct text t, size_t i, struct text with)
{
	return t.n - i >= with.n && memcmp(t.p + i, with.p, with.n) == 0;
}

/* The end of a run of letters, digits and those characters. */
static size_t
run_end(struct text t, size_t i, const char *more)
{
	while (i < t.n && (is_word(t.p[i]) || (t.p[i] && strchr(more, t.p[i]))))
		i++;
	return i;
}

static size_t
if_long(size_t start, size_t end, size_t least)
{
	return end - start >= least ? end : 0;
}

/* What follows `sk-` is often a word: sk-learn.  A key has digits; or it is long, and one of its
 * parts is, too, or it has letters of both cases. */
static size_t
secret_key(struct text t, size_t i)
{
	enum { LEAST = 16, WITH_DIGIT = 8 };
	const size_t start = i + 3, end = run_end(t, start, "-_");
	size_t part = 0, longest = 0;
	bool digit = false, upper = false, lower = false;
	for (size_t k = start; k < end; k++) {
		part = is_word(t.p[k]) ? part + 1 : 0;
		longest = part > longest ? part : longest;
		digit |= ascii_is_digit(t.p[k]);
		upper |= ascii_is_upper(t.p[k]);
		lower |= ascii_is_lower(t.p[k]);
	}
	if (digit)
		return if_long(start, end, WITH_DIGIT);
	return longest >= LEAST || (upper && lower) ? if_long(start, end, LEAST) : 0;
}

size_t
detect_key(struct text t, size_t i)
{
	switch (t.p[i]) {
	case 'A':
		if (begins(t, i, TEXT("AIza")))
			return if_long(i, run_end(t, i, "-_"), 14);
		if (!begins(t, i, TEXT("AKIA")) && !begins(t, i, TEXT("ASIA")))
			return 0;
		for (size_t k = i; k < i + 20; k++)
			if (k >= t.n || (!ascii_is_upper(t.p[k]) && !ascii_is_digit(t.p[k])))
				return 0;
		return run_end(t, i, "");
	case 'g':
		if (begins(t, i, TEXT("github_pat_")))
			return if_long(i, run_end(t, i, "_"), 17);
		if (t.n - i < 10 || t.p[i + 1] != 'h' || !strchr("pousr", t.p[i + 2]) ||
		    t.p[i + 3] != '_')
			return 0;
		return if_long(i, run_end(t, i + 4, "_"), 10);
	case 'x':
		if (t.n - i < 11 || !begins(t, i, TEXT("xox")) || !is_word(t.p[i + 3]) ||
		    t.p[i + 4] != '-')
			return 0;
		return if_long(i, run_end(t, i, "-"), 11);
	case 's':
		if (begins(t, i, TEXT("sk-")))
			return secret_key(t, i);
		if (begins(t, i, TEXT("sk_live_")) || begins(t, i, TEXT("sk_test_")))
			return if_long(i, run_end(t, i, "_"), 24);
		return 0;
	default: return 0;
	}
}

size_t
detect_jwt(struct text t, size_t i)
{
	enum { LEAST = 10 };
	size_t dots = 0;
	if (!begins(t, i, TEXT("eyJ")))
		return 0;
	size_t end = run_end(t, i, "-_");
	if (end - i < LEAST)
		return 0;
	while (dots < 4 && end < t.n && t.p[end] == '.') {
		const size_t next = run_end(t, end + 1, "-_");
		/* a dot that ends a sentence is none, but an empty signature has one */
		if (next == end + 1 && dots != 1)
			break;
		end = next;
		dots++;
	}
	return dots >= 2 ? end : 0;
}

/* Does `authorization` and no more than a mark and blanks stand before i? */
static bool
follows_authorization(struct text t, size_t i)
{
	static const struct text name = TEXT("authorization");
	size_t marks = 0;
	while (i > 0 && marks < 4 && !is_word(t.p[i - 1])) {
		i--;
		marks++;
	}
	return i >= name.n && text_eq_nocase((struct text){ t.p + i - name.n, name.n }, name);
}

/* The word may be one of a sentence, and then what follows is a word, too. */
size_t
detect_bearer(struct text t, size_t i, size_t *start)
{
	enum { LEAST = 6, MARKED = 10, LONG = 16 };
	bool digit = false, mark = false;
	if (t.n - i < 8 || !text_eq_nocase((struct text){ t.p + i, 6 }, TEXT("bearer")))
		return 0;
	size_t from = i + 6;
	while (from < t.n && (t.p[from] == ' ' || t.p[from] == '\t' || t.p[from] == '+'))
		from++;
	/* what was replaced before is no token, or a second pass would replace it once more */
	if (from == i + 6 || redact_pseudonym_end(t, from) > 0)
		return 0;
	size_t end = run_end(t, from, "-._~+/=");
	while (end > from && t.p[end - 1] == '.')
		end--;
	for (size_t k = from; k < end; k++) {
		digit |= ascii_is_digit(t.p[k]);
		mark |= !is_word(t.p[k]);
	}
	*start = from;
	if (follows_authorization(t, i))
		return if_long(from, end, 1);
	return if_long(from, end, digit ? LEAST : mark ? MARKED : LONG);
}
