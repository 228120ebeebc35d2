/* SPDX-License-Identifier: MIT */
#include "encode/request_line.h"

#include <string.h>

#include "base/ascii.h"

static bool
is_in_token(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c) ||
	       (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool
is_in_target(char c)
{
	return (unsigned char)c > ' ' && c != 0x7f;
}

static size_t
count_while(struct text t, bool (*is_in)(char c))
{
	size_t n = 0;
	while (n < t.n && is_in(t.p[n]))
		n++;
	return n;
}

static struct text
without(struct text t, size_t n)
{
	return (struct text){ t.p + n, t.n - n };
}

/* `1.1` or `2` */
static bool
is_version(struct text t)
{
	const size_t major = count_while(t, ascii_is_digit);
	if (major == 0 || major == t.n)
		return major > 0;
	t = without(t, major);
	return t.p[0] == '.' && t.n > 1 && count_while(without(t, 1), ascii_is_digit) == t.n - 1;
}

/* What stands behind the target: nothing, or the version. */
static bool
is_end(struct text t)
{
	const struct text http = TEXT(" HTTP/");
	if (t.n == 0)
		return true;
	return t.n > http.n && memcmp(t.p, http.p, http.n) == 0 && is_version(without(t, http.n));
}

struct request_line
request_line_split(const struct value *text)
{
	const struct request_line none = { VALUE_NONE, VALUE_NONE };
	struct text t = text->text;
	if (text->kind != VALUE_STRING)
		return none;
	const struct text method = { t.p, count_while(t, is_in_token) };
	if (method.n == 0 || method.n == t.n || t.p[method.n] != ' ')
		return none;
	t = without(t, method.n + 1);
	const struct text target = { t.p, count_while(t, is_in_target) };
	if (target.n == 0 || !is_end(without(t, target.n)))
		return none;
	return (struct request_line){
		{ method, VALUE_STRING, true },
		{ target, VALUE_STRING, text->plain },
	};
}
