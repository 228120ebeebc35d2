/* SPDX-License-Identifier: MIT */
#include "state/names.h"

#include <string.h>

/* Flag: the rest of the number is a length, and the name is that long a prefix of the unit's
 * key. */
#define PREFIX (UINT32_C(1) << 31)

struct text
names_get(const struct distinct *names, uint32_t name, struct text key)
{
	if (name == 0)
		return TEXT_ABSENT;
	if (name & PREFIX)
		return (struct text){ key.p, name & ~PREFIX };
	const struct distinct_text *t = distinct_at(names, name);
	return (struct text){ t->p, t->n };
}

void
names_drop(struct distinct *names, uint32_t *name)
{
	if (*name != 0 && !(*name & PREFIX))
		distinct_drop(names, *name);
	*name = 0;
}

void
names_set(struct distinct *names, uint32_t *name, struct text key, struct text t)
{
	if (t.p && *name != 0 && text_eq(names_get(names, *name, key), t))
		return;
	names_drop(names, name);
	if (t.p && t.n <= key.n && t.n < PREFIX && memcmp(t.p, key.p, t.n) == 0)
		*name = PREFIX | (uint32_t)t.n;
	else if (t.p)
		*name = distinct_take(names, NULL, t);
}
