/* SPDX-License-Identifier: MIT */
#include "trace/ids.h"

#include <string.h>

#include "base/ascii.h"

static bool
is_hex(struct text t, bool *upper)
{
	*upper = false;
	for (size_t i = 0; i < t.n; i++) {
		const char c = t.p[i];
		if (c >= 'A' && c <= 'F')
			*upper = true;
		else if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
	}
	return true;
}

static bool
is_zeros(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (t.p[i] != '0')
			return false;
	return true;
}

struct text
trace_id_of(struct arena *a, struct text id)
{
	struct text t = id;
	bool upper;
	if (t.n > 2 && t.p[0] == '0' && (t.p[1] == 'x' || t.p[1] == 'X'))
		t = (struct text){ t.p + 2, t.n - 2 };
	if (is_zeros(t))
		return TEXT_ABSENT;
	if ((t.n != 16 && t.n != 32) || !is_hex(t, &upper))
		return id;
	if (!upper)
		return t;
	char *p = arena_alloc(a, t.n);
	for (size_t i = 0; i < t.n; i++)
		p[i] = t.p[i] >= 'A' && t.p[i] <= 'F' ? (char)(t.p[i] - 'A' + 'a') : t.p[i];
	return (struct text){ p, t.n };
}

bool
trace_id_is_hex(struct text id, size_t digits)
{
	bool upper;
	return id.n == digits && is_hex(id, &upper) && !upper;
}

bool
trace_id_begins(struct text id, struct text prefix)
{
	const bool hex = trace_id_is_hex(id, 16) || trace_id_is_hex(id, 32);
	if (hex && prefix.n > 2 && prefix.p[0] == '0' && (prefix.p[1] | 0x20) == 'x')
		prefix = (struct text){ prefix.p + 2, prefix.n - 2 };
	if (prefix.n > id.n)
		return false;
	const struct text start = { id.p, prefix.n };
	return hex ? text_eq_nocase(start, prefix) : text_eq(start, prefix);
}
