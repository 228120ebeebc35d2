/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "trace/compare.h"

/* The calls of a name in a trace that have a duration. */
struct share {
	uint32_t name; /* from 0 */
	uint32_t row;  /* of the trace: in its side, or the number of the pair */
	real sum, calls;
};

/* The shares of all traces of a side. */
struct shares {
	struct share *share;
	size_t n, cap;
	uint32_t *last; /* by name: 1 + the share that was added last */
	size_t last_cap;
};

struct naming {
	struct trace_comparison *c;
	struct siphash_key key;
	struct table table; /* of c->name */
	size_t cap;
	struct shares side[2];
};

/* ---- names ---------------------------------------------------------------------------------- */

struct wanted {
	const struct compare_name *name;
	struct text text;
};

static bool
is_name(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return text_eq(w->name[ref - 1].name, w->text);
}

static uint32_t
find_name(struct naming *g, struct text name)
{
	struct trace_comparison *c = g->c;
	const struct wanted w = { c->name, name };
	const uint32_t hash = (uint32_t)siphash(g->key, name.p, name.n);
	uint32_t ref = table_find(&g->table, hash, is_name, &w);
	if (ref > 0)
		return ref - 1;
	c->name = mem_grow(c->name, &g->cap, c->names + 1, sizeof(*c->name));
	c->name[c->names++] = (struct compare_name){ .name = name };
	ref = (uint32_t)c->names;
	table_add(&g->table, hash, ref);
	return ref - 1;
}

/* Adds the duration of a call to the share of its name in the trace. */
static void
add_duration(struct shares *s, uint32_t name, uint32_t row, int64_t ns)
{
	const size_t had = s->last_cap;
	s->last = mem_grow(s->last, &s->last_cap, (size_t)name + 1, sizeof(*s->last));
	for (size_t i = had; i < s->last_cap; i++)
		s->last[i] = 0;
	const uint32_t last = s->last[name];
	if (last == 0 || s->share[last - 1].row != row) {
		s->share = mem_grow(s->share, &s->cap, s->n + 1, sizeof(*s->share));
		s->share[s->n++] = (struct share){ name, row, 0, 0 };
		s->last[name] = (uint32_t)s->n;
	}
	struct share *share = &s->share[s->last[name] - 1];
	share->sum += (real)ns;
	share->calls++;
}

static void
add_trace(struct naming *g, unsigned of, const struct trace_side *side, size_t i, uint32_t row)
{
	const struct trace_model *m = side->model;
	const struct trace *t = &m->trace[side->trace[i]];
	for (uint32_t at = t->first; at < t->last; at++) {
		const struct trace_call *c = trace_call_at(m, at);
		if (!c->name)
			continue;
		const size_t before = g->c->names;
		const uint32_t name = find_name(g, trace_text_of(c->name));
		if (g->c->names > before) {
			g->c->name[name].side = of;
			g->c->name[name].call = m->depth_first[at];
		}
		g->c->name[name].calls[of]++;
		g->c->name[name].errors[of] += c->status == TRACE_ERROR;
		if (c->duration_ns != TRACE_NO_TIME)
			add_duration(&g->side[of], name, row, c->duration_ns);
	}
}

static void
add_traces(struct naming *g)
{
	const struct trace_comparison *c = g->c;
	for (uint32_t i = 0; i < c->pairs; i++) {
		add_trace(g, 0, &c->a, c->pair[i].a, i);
		add_trace(g, 1, &c->b, c->pair[i].b, i);
	}
	if (c->pairing != COMPARE_UNPAIRED)
		return;
	for (uint32_t i = 0; i < c->a.n; i++)
		add_trace(g, 0, &c->a, i, i);
	for (uint32_t i = 0; i < c->b.n; i++)
		add_trace(g, 1, &c->b, i, i);
}

/* ---- samples -------------------------------------------------------------------------------- */

/* The shares of a side by name: those of name k are [first[k], first[k + 1]), by row. */
struct columns {
	real *value, *weight;
	uint32_t *row;
	size_t *first;
};

static struct columns
columns_of(const struct shares *s, size_t names)
{
	struct columns k = { mem_alloc((s->n + 1) * sizeof(real)),
		mem_alloc((s->n + 1) * sizeof(real)), mem_alloc((s->n + 1) * sizeof(uint32_t)),
		mem_zalloc(names + 2, sizeof(size_t)) };
	for (size_t i = 0; i < s->n; i++)
		k.first[s->share[i].name + 2]++;
	for (size_t i = 2; i < names + 2; i++)
		k.first[i] += k.first[i - 1];
	for (size_t i = 0; i < s->n; i++) {
		const size_t at = k.first[s->share[i].name + 1]++;
		k.value[at] = s->share[i].sum;
		k.weight[at] = s->share[i].calls;
		k.row[at] = s->share[i].row;
	}
	return k;
}

static void
columns_free(struct columns *k)
{
	free(k->value);
	free(k->weight);
	free(k->row);
	free(k->first);
}

static struct compare_sample
sample_of(const struct columns *k, size_t name)
{
	const size_t from = k->first[name];
	return (struct compare_sample){ k->value + from, k->weight + from, k->row + from,
		k->first[name + 1] - from };
}

/* Moves the shares of pairs that have the name on both sides to the front. */
static void
keep_shared(struct columns *a, struct columns *b, struct compare_test *t, size_t name)
{
	const size_t at_a = a->first[name], at_b = b->first[name];
	size_t n = 0;
	for (size_t i = at_a, j = at_b; i < at_a + t->a.n && j < at_b + t->b.n;) {
		const uint32_t x = a->row[i], y = b->row[j];
		if (x == y) {
			a->value[at_a + n] = a->value[i];
			a->weight[at_a + n] = a->weight[i];
			b->value[at_b + n] = b->value[j];
			b->weight[at_b + n++] = b->weight[j];
		}
		i += x <= y;
		j += y <= x;
	}
	if (n > 0)
		t->a.n = t->b.n = n;
	else
		t->paired = false; /* no pair has it twice, so the traces are independent */
}

static void
test_names(struct naming *g)
{
	struct trace_comparison *c = g->c;
	struct columns a = columns_of(&g->side[0], c->names), b = columns_of(&g->side[1], c->names);
	for (size_t i = 0; i < c->names; i++) {
		struct compare_test t = { COMPARE_MEAN, sample_of(&a, i), sample_of(&b, i),
			c->pairing != COMPARE_UNPAIRED };
		if (t.paired)
			keep_shared(&a, &b, &t, i);
		compare_test(&t, &c->name[i].is);
		compare_interval(&t, &c->name[i].is);
	}
	columns_free(&a);
	columns_free(&b);
}

void
compare_names(struct trace_comparison *c, struct siphash_key key)
{
	struct naming g = { .c = c, .key = key };
	add_traces(&g);
	table_free(&g.table);
	test_names(&g);
	for (unsigned i = 0; i < 2; i++) {
		free(g.side[i].share);
		free(g.side[i].last);
	}
}

void
trace_comparison_rename(struct trace_comparison *c)
{
	for (size_t i = 0; i < c->names; i++) {
		struct compare_name *n = &c->name[i];
		const struct trace_model *m = n->side == 0 ? c->a.model : c->b.model;
		n->name = trace_text_of(m->call[n->call].name);
	}
}
