/* SPDX-License-Identifier: MIT */
#include "trace/groups.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/table.h"
#include "time/stamp.h"

const struct text trace_by_names[TRACE_BYS] = {
	[TRACE_BY_DAY] = { "day", 3 },
	[TRACE_BY_MODEL] = { "model", 5 },
	[TRACE_BY_SERVICE] = { "service", 7 },
	[TRACE_BY_PROJECT] = { "project", 7 },
};

struct trace_groups {
	enum trace_by by;
	struct siphash_key key;
	struct table table; /* of group[], by their keys */
	struct trace_group *group;
	size_t n, cap;
	struct arena arena; /* of the keys */
};

struct trace_groups *
trace_groups_new(enum trace_by by, struct siphash_key key)
{
	struct trace_groups *g = mem_zalloc(1, sizeof(*g));
	g->by = by;
	g->key = key;
	return g;
}

void
trace_groups_free(struct trace_groups *g)
{
	if (!g)
		return;
	table_free(&g->table);
	arena_free(&g->arena);
	free(g->group);
	free(g);
}

struct wanted {
	const struct trace_group *group;
	struct text key;
};

static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct text key = w->group[ref - 1].key;
	return (key.p != NULL) == (w->key.p != NULL) && text_eq(key, w->key);
}

static void
add(struct trace_groups *g, struct text key, const struct trace_totals *sum)
{
	const struct wanted w = { g->group, key };
	const uint32_t hash = (uint32_t)siphash(g->key, key.p ? key.p : "", key.n);
	uint32_t ref = table_find(&g->table, hash, is_wanted, &w);
	if (ref == 0) {
		g->group = mem_grow(g->group, &g->cap, g->n + 1, sizeof(*g->group));
		g->group[g->n++] =
		    (struct trace_group){ arena_text(&g->arena, key), TRACE_TOTALS_NONE };
		ref = (uint32_t)g->n;
		table_add(&g->table, hash, ref);
	}
	trace_totals_add(&g->group[ref - 1].sum, sum);
}

void
trace_groups_add(
    struct trace_groups *g, const struct trace_totaller *t, const struct trace_session *s)
{
	enum { DATE = 10 };
	char stamp[STAMP_MAX];
	struct text day = TEXT_ABSENT;
	switch (g->by) {
	case TRACE_BY_DAY:
		if (s->trace->start_ns != TRACE_NO_TIME) {
			stamp_put(s->trace->start_ns, stamp);
			day = (struct text){ stamp, DATE };
		}
		add(g, day, &s->sum);
		break;
	case TRACE_BY_MODEL:
		for (size_t i = 0; i < s->shares; i++)
			add(g, trace_share_at(t, i)->model, &trace_share_at(t, i)->sum);
		break;
	case TRACE_BY_SERVICE: add(g, s->service, &s->sum); break;
	case TRACE_BY_PROJECT: add(g, s->project, &s->sum); break;
	}
}

static int
by_key(const void *a, const void *b)
{
	const struct text x = ((const struct trace_group *)a)->key,
			  y = ((const struct trace_group *)b)->key;
	if (!x.p || !y.p)
		return (x.p == NULL) - (y.p == NULL);
	return text_cmp(x, y);
}

static int
by_weight(const void *a, const void *b)
{
	const struct trace_totals *x = &((const struct trace_group *)a)->sum,
				  *y = &((const struct trace_group *)b)->sum;
	const number_wide more = trace_totals_tokens(y) - trace_totals_tokens(x);
	if (more != 0)
		return more > 0 ? 1 : -1;
	if (x->traces != y->traces)
		return x->traces < y->traces ? 1 : -1;
	return by_key(a, b);
}

const struct trace_group *
trace_groups_sorted(struct trace_groups *g, size_t *n)
{
	table_free(&g->table); /* its places change */
	*n = g->n;
	if (g->n > 0)
		qsort(
		    g->group, g->n, sizeof(*g->group), g->by == TRACE_BY_DAY ? by_key : by_weight);
	return g->group;
}
