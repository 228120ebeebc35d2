/* SPDX-License-Identifier: MIT */
#include "base/glob.h"

#include "base/utf8.h"

static size_t
character(struct text t, size_t at)
{
	uint32_t cp;
	if ((unsigned char)t.p[at] < 0x80)
		return 1;
	size_t len = utf8_decode(t.p + at, t.n - at, &cp);
	return len > 0 ? len : 1;
}

/*
 * Only the last star needs to be retried.  The stars before it matched as little as possible, and
 * matching more would leave less for the rest of the pattern.
 */
bool
glob_match(struct text pattern, struct text text)
{
	size_t p = 0, t = 0, star = (size_t)-1, star_text = 0;
	while (t < text.n) {
		if (p < pattern.n && pattern.p[p] == '*') {
			star = p++;
			star_text = t;
		} else if (p < pattern.n && pattern.p[p] == '?') {
			p++;
			t += character(text, t);
		} else if (p < pattern.n && pattern.p[p] == text.p[t]) {
			p++;
			t++;
		} else if (star != (size_t)-1) {
			star_text += character(text, star_text);
			p = star + 1;
			t = star_text;
		} else {
			return false;
		}
	}
	while (p < pattern.n && pattern.p[p] == '*')
		p++;
	return p == pattern.n;
}

struct glob
glob_of(struct text pattern)
{
	struct glob g = { pattern, pattern, GLOB_ANY };
	bool front = pattern.n > 0 && pattern.p[0] == '*';
	bool back = pattern.n > 1 && pattern.p[pattern.n - 1] == '*';
	if (front) {
		g.literal.p++;
		g.literal.n--;
	}
	g.literal.n -= back;
	for (size_t i = 0; i < g.literal.n; i++)
		if (g.literal.p[i] == '*' || g.literal.p[i] == '?')
			return g;
	g.shape = front ? back ? GLOB_INSIDE : GLOB_SUFFIX : back ? GLOB_PREFIX : GLOB_EXACT;
	return g;
}

bool
glob_holds(const struct glob *g, struct text text)
{
	struct text l = g->literal;
	switch (g->shape) {
	case GLOB_EXACT: return text_eq(text, l);
	case GLOB_PREFIX: return text.n >= l.n && text_eq((struct text){ text.p, l.n }, l);
	case GLOB_SUFFIX:
		return text.n >= l.n && text_eq((struct text){ text.p + text.n - l.n, l.n }, l);
	case GLOB_INSIDE: return text_contains(text, l);
	case GLOB_ANY: break;
	}
	return glob_match(g->pattern, text);
}
