/* SPDX-License-Identifier: MIT */
#include "expr/expr.h"

#include <stdlib.h>

#include "base/mem.h"

size_t
fields_add(struct fields *f, struct text name, enum type type)
{
	size_t cap = f->cap;

	f->name = mem_grow(f->name, &cap, f->n + 1, sizeof(*f->name));
	f->type = mem_grow(f->type, &f->cap, f->n + 1, sizeof(*f->type));
	f->name[f->n] = name;
	f->type[f->n] = type;
	return f->n++;
}

size_t
fields_find(const struct fields *f, struct text name)
{
	for (size_t i = 0; i < f->n; i++)
		if (text_eq(f->name[i], name))
			return i;
	return FIELD_UNKNOWN;
}

void
fields_free(struct fields *f)
{
	free(f->name);
	free(f->type);
	*f = (struct fields){ 0 };
}
