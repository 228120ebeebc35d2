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
static bool
match(struct text pattern, struct text text, char any, char one)
{
	size_t p = 0, t = 0, star = (size_t)-1, star_text = 0;
	while (t < text.n) {
		if (p < pattern.n && pattern.p[p] == any) {
			star = p++;
			star_text = t;
		} else if (p < pattern.n && pattern.p[p] == one) {
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
	while (p < pattern.n && pattern.p[p] == any)
		p++;
	return p == pattern.n;
}

bool
glob_match(struct text pattern, struct text text)
{
	return match(pattern, text, '*', '?');
}

static struct glob
glob_with(struct text pattern, char star, char one)
{
	struct glob g = { pattern, pattern, star, one, GLOB_ANY };
	bool front = pattern.n > 0 && pattern.p[0] == star;
	bool back = pattern.n > 1 && pattern.p[pattern.n - 1] == star;
	if (front) {
		g.literal.p++;
		g.literal.n--;
	}
	g.literal.n -= back;
	for (size_t i = 0; i < g.literal.n; i++)
		if (g.literal.p[i] == star || g.literal.p[i] == one)
			return g;
	g.shape = front ? back ? GLOB_INSIDE : GLOB_SUFFIX : back ? GLOB_PREFIX : GLOB_EXACT;
	return g;
}

struct glob
glob_of(struct text pattern)
{
	return glob_with(pattern, '*', '?');
}

/* Bytes that are not in any UTF-8 text stand for the wildcards. */
struct glob
glob_escaped(struct text pattern, struct arena *a)
{
	const char star = '\xff', one = '\xfe';
	char *p = arena_alloc(a, pattern.n);
	size_t n = 0;
	for (size_t i = 0; i < pattern.n; i++) {
		const char c = pattern.p[i];
		const bool escape =
		    c == '\\' && i + 1 < pattern.n && memchr("*?\\", pattern.p[i + 1], 3) != NULL;
		i += escape;
		p[n++] = escape ? pattern.p[i] : c == '*' ? star : c == '?' ? one : c;
	}
	return glob_with((struct text){ p, n }, star, one);
}

bool
glob_ends_escaped(struct text pattern)
{
	bool escaped = false;
	for (size_t i = 0; i < pattern.n; i++) {
		const bool escape = pattern.p[i] == '\\' && i + 1 < pattern.n &&
				    memchr("*?\\", pattern.p[i + 1], 3) != NULL;
		i += escape;
		if (pattern.p[i] == '*')
			escaped = escape;
	}
	return escaped;
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
	return match(g->pattern, text, g->star, g->one);
}
