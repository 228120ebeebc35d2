/* SPDX-License-Identifier: MIT */
#include "llm/retry.h"

#include "base/ascii.h"

enum { NAME_MOST = 128 };

/* Does the type of an error contain a word, without case and apart from - and _? */
static bool
has_word(struct text type, const char *word)
{
	char name[NAME_MOST];
	size_t n = 0;
	for (size_t i = 0; i < type.n && n < NAME_MOST; i++) {
		const char c = type.p[i];
		if (ascii_is_upper(c))
			name[n++] = (char)(c | 0x20);
		else if (c != '_' && c != '-' && c != ' ')
			name[n++] = c;
	}
	return text_contains((struct text){ name, n }, text_of(word));
}

bool
llm_may_retry(const struct llm_failure *f)
{
	static const char *const words[] = { "timeout", "timedout", "connection", "econnreset",
		"econnrefused", "epipe", "brokenpipe", "networkerror" };
	switch (f->status) {
	case 400:
	case 401:
	case 403:
	case 404: return false;
	}
	if (f->says)
		return f->retryable;
	switch (f->status) {
	case 408:
	case 429:
	case 502:
	case 503:
	case 504: return true;
	case -1: break;
	default: return false;
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (has_word(f->type, words[i]))
			return true;
	return false;
}

int64_t
llm_retry_wait(const struct llm_retry *r, const struct llm_failure *f, uint64_t retry)
{
	double wait = (double)r->initial_ns;
	if (retry > r->most || !llm_may_retry(f))
		return -1;
	for (uint64_t i = 1; i < retry && wait < (double)r->max_ns; i++)
		wait *= r->base;
	const int64_t own = wait < (double)r->max_ns ? (int64_t)wait : r->max_ns;
	if (f->retry_after_ms < 0)
		return own;
	if (f->retry_after_ms > r->max_ns / 1000000)
		return -1;
	const int64_t asked = f->retry_after_ms * 1000000;
	return asked > own ? asked : own;
}
