/* SPDX-License-Identifier: MIT */
#include "import/foreign.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"

static size_t
digits_at(struct text t, size_t i)
{
	const size_t begin = i;
	while (i < t.n && ascii_is_digit(t.p[i]))
		i++;
	return i - begin;
}

/* Has it a time as perf writes it, " 1234.567890: "? */
static bool
has_perf_time(struct text t)
{
	enum { FRACTION = 6 };
	for (size_t i = 1; i + 1 < t.n; i++) {
		if (t.p[i] != '.' || digits_at(t, i + 1) < FRACTION)
			continue;
		size_t begin = i;
		while (begin > 0 && ascii_is_digit(t.p[begin - 1]))
			begin--;
		const size_t end = i + 1 + digits_at(t, i + 1);
		if (begin > 0 && begin < i && t.p[begin - 1] == ' ' && end + 1 < t.n &&
		    t.p[end] == ':' && t.p[end + 1] == ' ')
			return true;
	}
	return false;
}

/* A sample: COMMAND PID [CPU] TIME: PERIOD EVENT: */
static bool
is_perf_script(struct text t)
{
	const struct text line = text_trim(t);
	return line.n > 0 && line.p[line.n - 1] == ':' && has_perf_time(line);
}

/* main;f;g 12 */
static bool
is_folded(struct text t)
{
	const struct text line = text_trim(t);
	size_t n = line.n;
	while (n > 0 && ascii_is_digit(line.p[n - 1]))
		n--;
	if (n == line.n || n < 2 || line.p[n - 1] != ' ')
		return false;
	const struct text stack = { line.p, n - 1 };
	return text_contains(stack, TEXT(";")) && !text_contains(stack, TEXT("; ")) &&
	       !text_contains(stack, TEXT("\""));
}

static bool
is_name(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c) || c == '_' || c == '$';
}

/* A member as console.log writes it: an indent, a name without quotes, and a value. */
static bool
is_inspected(struct text t)
{
	const struct text line = text_trim(t);
	size_t i = 0;
	if (line.n == 0 || line.p == t.p || ascii_is_digit(line.p[0]))
		return false;
	while (i < line.n && is_name(line.p[i]))
		i++;
	const char last = line.p[line.n - 1];
	return i > 0 && i + 2 < line.n && line.p[i] == ':' && line.p[i + 1] == ' ' &&
	       (last == ',' || last == '{' || last == '[');
}

/* The same in one line: { name: 'value', … } */
static bool
is_inspected_line(struct text t)
{
	size_t i = 2;
	if (t.n < 4 || t.p[0] != '{' || t.p[1] != ' ' || ascii_is_digit(t.p[2]))
		return false;
	while (i < t.n && is_name(t.p[i]))
		i++;
	return i > 2 && i < t.n && t.p[i] == ':';
}

/* A torn element of a document goes up to the byte that is wrong. */
static bool
is_python(struct text t)
{
	return t.n > 1 && t.p[0] == '{' && t.p[1] == '\'';
}

/* [server] {"jsonrpc":"2.0",…}, and what syslog writes: an object behind text without quotes. */
static bool
is_prefixed(struct text t)
{
	const struct text line = text_trim(t);
	const char *brace = line.n > 0 ? memchr(line.p, '{', line.n) : NULL;
	const char *quote = line.n > 0 ? memchr(line.p, '"', line.n) : NULL;
	if (!brace || brace == line.p || !quote || quote < brace || line.p[line.n - 1] != '}')
		return false;
	for (const char *p = brace + 1; p < quote; p++)
		if (!ascii_is_blank(*p))
			return false;
	return ascii_is_blank(brace[-1]) || brace[-1] == ':';
}

const char *
import_foreign(struct text line)
{
	if (is_prefixed(line))
		return "JSON behind other text; take that away: sed 's/^[^{]*//' FILE | "
		       "esper-trace-replay";
	if (is_perf_script(line))
		return "the output of perf script; speedscope opens it and exports it as JSON";
	if (is_folded(line))
		return "folded stacks; speedscope opens them and exports them as JSON";
	if (is_inspected(line) || is_inspected_line(line))
		return "what console.log prints of an object; let the program print "
		       "JSON.stringify(object)";
	if (is_python(line))
		return "what Python prints of an object; let the program print json.dumps(object)";
	return NULL;
}
