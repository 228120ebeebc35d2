/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/pattern.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/pattern_walk.h"

static void
compare(const struct pattern *p, struct text t, struct text found, struct arena *a)
{
	const struct text walked = walk_extract(p, t, a);
	MUST(walked.p == found.p && walked.n == found.n);
}

/* A pattern on the first line, whose first byte says which group and which case; the rest is the
 * text.  What is found lies in the text, and is found exactly if something matches.  The walks over
 * sets of steps find the same. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a = { 0 };
	struct err e = { .offset = 0 };
	const uint8_t *end = n > 0 ? memchr(data, '\n', n) : NULL;
	if (!end || end == data)
		return 0;
	const struct text source = { (const char *)data + 1, (size_t)(end - data) - 1 };
	const struct text t = { (const char *)end + 1, n - (size_t)(end - data) - 1 };
	const bool ignore_case = data[0] & 1;
	const struct pattern *whole = pattern_new(&a, source, 0, ignore_case, &e);
	const struct pattern *part = pattern_new(&a, source, data[0] >> 1 & 7, ignore_case, NULL);
	if (!whole)
		MUST(e.text[0] && e.offset <= source.n);
	MUST(whole || !part);
	if (whole) {
		const struct text found = pattern_extract(whole, t, &a);
		MUST(pattern_matches(whole, t, &a) == (found.p != NULL));
		MUST(!found.p || (found.p >= t.p && found.p + found.n <= t.p + t.n));
		const struct text group = part ? pattern_extract(part, t, &a) : TEXT_ABSENT;
		MUST(!group.p ||
		     (found.p && group.p >= found.p && group.p + group.n <= found.p + found.n));
		compare(whole, t, found, &a);
		if (part)
			compare(part, t, group, &a);
	}
	arena_free(&a);
	return 0;
}
