/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "import/slices_private.h"

/*
 * Traces of one name in several documents.  A trace whose slices are those of an earlier one is
 * that trace again; the others are numbered.
 */
static uint64_t
mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static uint64_t
mix_text(uint64_t h, struct text t)
{
	h = mix(h, t.p ? t.n + 1 : 0);
	for (size_t i = 0; i < t.n; i++)
		h = (h ^ (unsigned char)t.p[i]) * UINT64_C(0x100000001b3);
	return h;
}

/* Names are stored once, so their addresses tell them. */
static uint64_t
mix_slice(uint64_t h, const struct import_slices *s, const struct slice *l)
{
	h = mix(h, l->phase);
	h = mix(h, (uintptr_t)s->lane[l->lane].name);
	h = mix(h, (uintptr_t)l->name);
	h = mix(h, (uintptr_t)l->attributes);
	h = mix(h, (uint64_t)l->at_ns);
	h = mix(h, (uint64_t)l->duration_ns);
	return mix_text(mix_text(h, l->input), l->output);
}

static bool
is_same_text(struct text a, struct text b)
{
	return !a.p == !b.p && text_eq(a, b);
}

static bool
is_same_slice(const struct import_slices *s, const struct slice *a, const struct slice *b)
{
	return a->phase == b->phase && a->at_ns == b->at_ns && a->duration_ns == b->duration_ns &&
	       a->name == b->name && a->file == b->file && a->line == b->line &&
	       a->attributes == b->attributes && is_same_text(a->input, b->input) &&
	       is_same_text(a->output, b->output) && s->lane[a->lane].name == s->lane[b->lane].name;
}

struct groups {
	struct import_slices *slices;
	uint32_t *of; /* the slices, group by group */
	size_t *start;
	struct table contents; /* by trace and hash */
	struct table traces;   /* the first group of each trace */
	uint32_t *count;       /* by first group: how many of the trace differ */
};

struct candidate {
	const struct groups *groups;
	size_t group;
};

static bool
is_same_group(const void *context, uint32_t ref)
{
	const struct candidate *c = context;
	const struct import_slices *s = c->groups->slices;
	const struct slice_group *a = &s->group[ref - 1], *b = &s->group[c->group];
	if (a->trace != b->trace || a->hash != b->hash || a->slices != b->slices)
		return false;
	const uint32_t *x = c->groups->of + c->groups->start[ref - 1],
		       *y = c->groups->of + c->groups->start[c->group];
	for (size_t i = 0; i < a->slices; i++)
		if (!is_same_slice(s, &s->slice[x[i]], &s->slice[y[i]]))
			return false;
	return true;
}

static bool
is_same_trace(const void *context, uint32_t ref)
{
	const struct candidate *c = context;
	const struct slice_group *g = c->groups->slices->group;
	return g[ref - 1].trace == g[c->group].trace;
}

static void
number(struct groups *k, size_t group)
{
	const struct candidate c = { k, group };
	struct slice_group *g = &k->slices->group[group];
	const uint32_t content = slice_hash(g->trace, g->hash), name = slice_hash(g->trace, 0);
	if (table_find(&k->contents, content, is_same_group, &c) > 0)
		return;
	table_add(&k->contents, content, (uint32_t)group + 1);
	uint32_t first = table_find(&k->traces, name, is_same_trace, &c);
	if (first == 0)
		table_add(&k->traces, name, first = (uint32_t)group + 1);
	g->number = ++k->count[first - 1];
}

void
slice_number_groups(struct import_slices *s)
{
	struct groups k = { .slices = s };
	k.start = mem_zalloc(s->groups + 2, sizeof(*k.start));
	k.of = mem_alloc((s->n + 1) * sizeof(*k.of));
	k.count = mem_zalloc(s->groups + 1, sizeof(*k.count));
	for (size_t g = 0; g < s->groups; g++)
		k.start[g + 2] = k.start[g + 1] + s->group[g].slices;
	for (size_t i = 0; i < s->n; i++) {
		const uint32_t group = s->lane[s->slice[i].lane].group;
		struct slice_group *g = &s->group[group];
		k.of[k.start[group + 1]++] = (uint32_t)i;
		if (s->groups > 1)
			g->hash = mix_slice(g->hash, s, &s->slice[i]);
	}
	for (size_t g = 0; g < s->groups; g++)
		number(&k, g);
	table_free(&k.contents);
	table_free(&k.traces);
	free(k.start);
	free(k.of);
	free(k.count);
}
