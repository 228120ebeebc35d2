/* SPDX-License-Identifier: MIT */
#include "trace/compare_split.h"

#include <stdlib.h>

#include "base/mem.h"

enum { VALUES = 3, NO_VALUE = VALUES + 1 };

struct finding {
	struct compare_split *split;
	struct text value[VALUES];
	uint32_t example[VALUES];
	uint32_t trace; /* that is looked at */
	size_t found;   /* which value it is */
};

static bool
take_value(void *context, struct text value)
{
	struct finding *f = context;
	struct compare_split *s = f->split;
	f->found = text_among(value, f->value, s->values);
	if (f->found == s->values && s->values < VALUES) {
		f->example[s->values] = f->trace;
		f->value[s->values++] = arena_text(&s->arena, value);
	}
	return true;
}

static size_t
value_of(struct finding *f, const struct trace_model *m, size_t trace, struct text key)
{
	const struct trace *t = &m->trace[trace];
	f->trace = (uint32_t)trace;
	f->found = NO_VALUE;
	for (uint32_t at = t->first; at < t->last; at++)
		if (trace_find_values(m, trace_call_at(m, at), key, take_value, f))
			break;
	return f->found;
}

static void
fill_sides(struct compare_split *s, const struct trace_model *m, const unsigned char *value,
    const size_t number[2])
{
	s->trace = mem_alloc((m->traces + 1) * sizeof(*s->trace));
	uint32_t *next = s->trace;
	for (unsigned i = 0; i < 2; i++) {
		s->side[i] = (struct trace_side){ .model = m, .trace = next };
		for (size_t t = 0; t < m->traces; t++)
			if (value[t] == number[i])
				*next++ = (uint32_t)t;
		s->side[i].n = (size_t)(next - s->side[i].trace);
	}
}

void
compare_split(struct compare_split *s, const struct trace_model *m, struct text key)
{
	unsigned char *value = mem_zalloc(m->traces + 1, 1);
	*s = (struct compare_split){ .values = 0 };
	struct finding f = { .split = s };
	for (size_t t = 0; t < m->traces; t++) {
		value[t] = (unsigned char)value_of(&f, m, t, key);
		s->without += value[t] == NO_VALUE;
	}
	const bool swap = s->values >= 2 && text_cmp(f.value[0], f.value[1]) > 0;
	const size_t number[2] = { swap, !swap };
	s->value[0] = f.value[swap];
	s->value[1] = f.value[!swap];
	s->more = f.value[2];
	s->example[0] = f.example[swap];
	s->example[1] = f.example[!swap];
	s->example[2] = f.example[2];
	if (s->values == 2)
		fill_sides(s, m, value, number);
	free(value);
}

struct rereading {
	struct compare_split *split;
	struct text *value;
};

static bool
take_again(void *context, struct text value)
{
	struct rereading *r = context;
	*r->value = arena_text(&r->split->arena, value);
	return true;
}

void
compare_split_reread(struct compare_split *s, const struct trace_model *m, struct text key)
{
	struct text *const value[VALUES] = { &s->value[0], &s->value[1], &s->more };
	for (size_t i = 0; i < s->values; i++) {
		const struct trace *t = &m->trace[s->example[i]];
		struct rereading r = { s, value[i] };
		for (uint32_t at = t->first; at < t->last; at++)
			if (trace_find_values(m, trace_call_at(m, at), key, take_again, &r))
				break;
	}
}

void
compare_split_free(struct compare_split *s)
{
	free(s->trace);
	arena_free(&s->arena);
}
