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
	if (lookup_find(&f->number, name) == LOOKUP_NONE)
		lookup_put(&f->number, name, f->n);
	f->type[f->n] = type;
	return f->n++;
}

size_t
fields_find(const struct fields *f, struct text name)
{
	_Static_assert(FIELD_UNKNOWN == LOOKUP_NONE, "one value for an unknown name");
	return lookup_find(&f->number, name);
}

void
fields_free(struct fields *f)
{
	free(f->name);
	free(f->type);
	lookup_free(&f->number);
	*f = (struct fields){ 0 };
}
