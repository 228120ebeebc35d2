/* SPDX-License-Identifier: MIT */
#include "learn/match.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* How often a trace may be likelier to be in the sample than the average one, before others are
 * left out. */
enum { OF_PASSED, OF_ALL, SETS };
enum { LIKELIER_MOST = 4, NAME_LEAST = 5, NAME_SHARE = 4 };

/* Failures of calls of one name after a number of children. */
struct stratum {
	uint32_t name;     /* a word, or the number after the last: any root */
	uint32_t children; /* before the failure */
	uint32_t failed;
	/* By set of calls: those of the name that had so many children and did not fail then; and
	 * the sum of failed / passed, of this stratum and those of the name before it. */
	uint64_t passed[SETS];
	double sum[SETS];
};

struct names {
	uint32_t first, last;    /* strata */
	uint32_t failed;         /* traces that failed in it */
	uint64_t calls[SETS];    /* that did not fail, by set */
	uint32_t passed, latest; /* traces that passed and have it */
};

struct matching {
	const struct learn_reading *reading;
	struct learn_case *c;
	size_t n;
	struct names *name; /* by word, and that of any root */
	uint32_t any_root;
	struct stratum *stratum;
	size_t strata;
	uint32_t *children; /* by call */
};

static uint32_t *
count_children(const struct trace_model *m)
{
	uint32_t *children = mem_zalloc(m->calls + 1, sizeof(*children));
	for (size_t i = 0; i < m->listed; i++) {
		const uint32_t parent = m->call[m->depth_first[i]].parent;
		if (parent != TRACE_NONE)
			children[parent]++;
	}
	return children;
}

/* ---- names ---------------------------------------------------------------------------------- */

static void
count_names(struct matching *k)
{
	const struct trace_model *m = k->reading->model;
	for (size_t i = 0; i < k->n; i++) {
		const struct learn_case *c = &k->c[i];
		const struct trace *t = &m->trace[c->trace];
		if (c->failed)
			k->name[k->reading->word[c->failure.call]].failed++;
		for (uint32_t at = t->first; at < t->last && !c->failed; at++) {
			struct names *s = &k->name[k->reading->word[m->depth_first[at]]];
			s->passed += s->latest != i + 1;
			s->latest = (uint32_t)i + 1;
		}
	}
}

static bool
is_frequent(const struct matching *k, uint32_t name)
{
	const struct names *s = &k->name[name];
	return s->passed >= NAME_LEAST && s->passed >= s->failed / NAME_SHARE;
}

static uint32_t
children_before(const struct trace_model *m, uint32_t call, const struct trace_event *event)
{
	uint32_t n = 0;
	for (uint32_t child = trace_first_child(m, call); child != TRACE_NONE;
	     child = trace_next_sibling(m, child), n++)
		if (event && trace_event_is_before(event, &m->call[child], n))
			break;
	return n;
}

/* How many children of a call come before the one that another call is, or is in. */
static uint32_t
children_until(const struct trace_model *m, uint32_t call, uint32_t inner)
{
	uint32_t n = 0;
	for (uint32_t k = trace_first_child(m, call); m->call[k].last <= m->call[inner].at;
	     k = trace_next_sibling(m, k))
		n++;
	return n;
}

/* Finds the call that stands for the failed one, and its stratum. */
static struct stratum
stratum_of(const struct matching *k, struct learn_case *c)
{
	const struct trace_model *m = k->reading->model;
	const struct learn_cut *cut = &c->failure;
	struct stratum s = { .name = k->any_root,
		.children = children_before(m, cut->call, cut->event) };
	uint32_t call = cut->call;
	while (!is_frequent(k, k->reading->word[call]) && m->call[call].parent != TRACE_NONE) {
		const uint32_t parent = m->call[call].parent;
		s.children = children_until(m, parent, call);
		call = parent;
	}
	if (is_frequent(k, k->reading->word[call]))
		s.name = k->reading->word[call];
	c->failure.at_risk = call;
	return s;
}

/* ---- strata --------------------------------------------------------------------------------- */

static int
by_name(const void *a, const void *b)
{
	const struct stratum *x = a, *y = b;
	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return (x->children > y->children) - (x->children < y->children);
}

static void
make_strata(struct matching *k)
{
	struct stratum *s = mem_zalloc(k->n + 1, sizeof(*s));
	size_t n = 0;
	for (size_t i = 0; i < k->n; i++)
		if (k->c[i].failed)
			s[n++] = stratum_of(k, &k->c[i]);
	qsort(s, n, sizeof(*s), by_name);
	for (size_t i = 0; i < n; i++) {
		if (k->strata == 0 || by_name(&s[k->strata - 1], &s[i]) != 0)
			s[k->strata++] = s[i];
		s[k->strata - 1].failed++;
	}
	for (size_t i = 0; i <= k->any_root; i++)
		k->name[i].failed = 0;
	for (uint32_t i = 0; i < k->strata; i++) {
		struct names *name = &k->name[s[i].name];
		if (name->failed == 0)
			name->first = i;
		name->last = i + 1;
		name->failed += s[i].failed;
	}
	k->stratum = s;
}

/* ---- calls that did not fail ---------------------------------------------------------------- */

/* What is known of a call before its trace failed. */
struct past {
	bool ended;
	int64_t children; /* so many, and it did not fail then; -1: nothing */
};

static bool
is_in(const struct trace_model *m, uint32_t outer, uint32_t inner)
{
	const struct trace_call *o = &m->call[outer], *i = &m->call[inner];
	return o->at <= i->at && i->at < o->last;
}

static struct past
past_of(const struct matching *k, const struct learn_case *c, uint32_t call)
{
	const struct trace_model *m = k->reading->model;
	const struct learn_cut *cut = &c->failure;
	const struct past none = { false, -1 };
	if (!c->failed)
		return (struct past){ true, k->children[call] };
	if (!is_in(m, call, cut->call))
		return m->call[call].at < m->call[cut->call].at ||
			       (is_in(m, cut->call, call) && !cut->event)
			   ? (struct past){ true, k->children[call] }
			   : none;
	if (call == cut->call)
		return (struct past){ false, (int64_t)children_before(m, call, cut->event) - 1 };
	const int64_t before = children_until(m, call, cut->call);
	return (struct past){ false, before - (call == cut->at_risk) };
}

/* The number of strata of a name whose children a call had.  They are those from first on. */
static uint32_t
strata_of(const struct matching *k, const struct names *name, int64_t children)
{
	uint32_t low = name->first, high = name->last;
	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;
		if ((int64_t)k->stratum[middle].children <= children)
			low = middle + 1;
		else
			high = middle;
	}
	return low - name->first;
}

/* The names under which a call can stand for a failed one: its own, and that of any root. */
static unsigned
names_of(const struct matching *k, uint32_t call, struct names *name[2])
{
	struct names *own = &k->name[k->reading->word[call]], *any = &k->name[k->any_root];
	unsigned n = 0;
	if (own->last > own->first)
		name[n++] = own;
	if (any->last > any->first && k->reading->model->call[call].parent == TRACE_NONE)
		name[n++] = any;
	return n;
}

static void
count_call(struct matching *k, const struct learn_case *c, uint32_t call)
{
	struct names *name[2];
	const unsigned n = names_of(k, call, name);
	if (n == 0)
		return;
	const struct past past = past_of(k, c, call);
	for (unsigned i = 0; i < n; i++) {
		const uint32_t has = strata_of(k, name[i], past.children);
		for (int set = c->failed ? OF_ALL : OF_PASSED; set < SETS; set++) {
			name[i]->calls[set] += past.ended;
			if (has > 0)
				k->stratum[name[i]->first + has - 1].passed[set]++;
		}
	}
}

static void
sum_strata(struct matching *k, int set)
{
	for (size_t i = k->strata; i-- > 1;)
		if (k->stratum[i - 1].name == k->stratum[i].name)
			k->stratum[i - 1].passed[set] += k->stratum[i].passed[set];
	for (size_t i = 0; i < k->strata; i++) {
		struct stratum *s = &k->stratum[i];
		const bool first = i == 0 || s[-1].name != s->name;
		s->sum[set] = first ? 0 : s[-1].sum[set];
		if (s->passed[set] > 0)
			s->sum[set] += (double)s->failed / (double)s->passed[set];
	}
}

static void
count_calls(struct matching *k)
{
	const struct trace_model *m = k->reading->model;
	for (size_t i = 0; i < k->n; i++) {
		const struct trace *t = &m->trace[k->c[i].trace];
		for (uint32_t at = t->first; at < t->last; at++)
			count_call(k, &k->c[i], m->depth_first[at]);
	}
	sum_strata(k, OF_PASSED);
	sum_strata(k, OF_ALL);
}

/* ---- choosing ------------------------------------------------------------------------------- */

static int
set_of(enum learn_way way)
{
	return way >= LEARN_PASSING_WAYS ? OF_ALL : OF_PASSED;
}

static bool
is_whole(enum learn_way way)
{
	return way == LEARN_WHOLE_CALLS || way == LEARN_ALL_WHOLE_CALLS;
}

/* How likely a call is to be cut, in comparison with others. */
static double
likelihood(
    const struct matching *k, const struct names *name, const struct past *past, enum learn_way way)
{
	const int set = set_of(way);
	if (is_whole(way))
		return past->ended ? (double)name->failed / (double)name->calls[set] : 0;
	const uint32_t has = strata_of(k, name, past->children);
	return has > 0 ? k->stratum[name->first + has - 1].sum[set] : 0;
}

static uint32_t
choose_children(const struct matching *k, const struct names *name, int set, double chosen)
{
	uint32_t i = name->first;
	while (i + 1 < name->last && k->stratum[i].sum[set] <= chosen)
		i++;
	return k->stratum[i].children;
}

/* Where a trace is cut: each time the sum of likelihoods reaches `next`, which then grows. */
struct choosing {
	double next, step;
	struct learn_cuts *cuts;
};

static void
cut_call(const struct matching *k, const struct names *name, uint32_t call, enum learn_way way,
    double chosen, struct learn_cuts *cuts)
{
	const uint32_t children =
	    is_whole(way) ? LEARN_AT_END : choose_children(k, name, set_of(way), chosen);
	cuts->cut = mem_grow(cuts->cut, &cuts->cap, cuts->n + 1, sizeof(*cuts->cut));
	cuts->cut[cuts->n++] = learn_cut_in(k->reading->model, call, children);
}

/* Returns the sum of the likelihoods of all calls.  g: NULL, or where to cut them. */
static double
walk_calls(
    const struct matching *k, const struct learn_case *c, enum learn_way way, struct choosing *g)
{
	const struct trace_model *m = k->reading->model;
	const struct trace *t = &m->trace[c->trace];
	double sum = 0;
	for (uint32_t at = t->first; at < t->last; at++) {
		struct names *name[2];
		const uint32_t call = m->depth_first[at];
		const unsigned n = names_of(k, call, name);
		const struct past past = n > 0 ? past_of(k, c, call) : (struct past){ false, -1 };
		for (unsigned i = 0; i < n; i++) {
			const double before = sum;
			sum += likelihood(k, name[i], &past, way);
			for (; g && g->next < sum; g->next += g->step)
				cut_call(k, name[i], call, way, g->next - before, g->cuts);
		}
	}
	return sum;
}

/* ---- one call of each trace that passed ----------------------------------------------------- */

/* Numbers from 0 to 1 that depend on the id of a trace alone. */
static double
number_of(const struct trace_model *m, const struct learn_case *c, uint64_t purpose)
{
	const struct text id = trace_text_of(m->trace[c->trace].id);
	const struct siphash_key key = { purpose, 0 };
	return (double)(siphash(key, id.p ? id.p : "", id.n) >> 11) * 0x1p-53;
}

static void
choose_one(const struct matching *k, struct learn_case *c, enum learn_way way, double chosen)
{
	struct learn_cuts cuts = { NULL, 0, 0 };
	struct choosing g = { chosen, 1e300, &cuts };
	walk_calls(k, c, way, &g);
	c->in[way] = cuts.n > 0;
	if (cuts.n > 0)
		c->cut[way] = cuts.cut[0];
	free(cuts.cut);
}

static void
choose(const struct matching *k, enum learn_way way)
{
	const struct trace_model *m = k->reading->model;
	double *sum = mem_zalloc(k->n + 1, sizeof(*sum)), all = 0, most = 0;
	size_t candidates = 0;
	for (size_t i = 0; i < k->n; i++) {
		sum[i] = k->c[i].failed ? 0 : walk_calls(k, &k->c[i], way, NULL);
		all += sum[i];
		most = sum[i] > most ? sum[i] : most;
		candidates += sum[i] > 0;
	}
	const double bound = LIKELIER_MOST * all / (double)(candidates + 1);
	most = most < bound ? most : bound;
	for (size_t i = 0; i < k->n; i++) {
		struct learn_case *c = &k->c[i];
		c->in[way] = false;
		if (sum[i] > 0 && number_of(m, c, 2 * (uint64_t)way + 1) * most < sum[i])
			choose_one(k, c, way, number_of(m, c, 2 * (uint64_t)way + 2) * sum[i]);
	}
	free(sum);
}

/* ---- calls of all traces -------------------------------------------------------------------- */

/* Systematic sampling: at equal distances on the sum of all likelihoods. */
static void
choose_all(const struct matching *k, enum learn_way way, struct learn_cuts *cuts)
{
	double *sum = mem_zalloc(k->n + 1, sizeof(*sum)), all = 0;
	for (size_t i = 0; i < k->n; i++)
		all += sum[i] = walk_calls(k, &k->c[i], way, NULL);
	const double step = all / (double)(k->n + 1);
	double rest = step / 2; /* to the next cut */
	for (size_t i = 0; i < k->n && step > 0; i++) {
		const double least = sum[i] / LEARN_CUTS_MOST;
		struct choosing g = { rest, least > step ? least : step, cuts };
		if (rest < sum[i])
			walk_calls(k, &k->c[i], way, &g);
		rest = g.next > sum[i] ? fmin(g.next - sum[i], step) : step / 2;
	}
	free(sum);
}

/* ---- matching ------------------------------------------------------------------------------- */

static struct matching
matching_begin(struct learn_case *c, size_t n, const struct learn_reading *r)
{
	struct matching k = { .reading = r, .c = c, .n = n };
	k.any_root = (uint32_t)r->words->all.n;
	k.name = mem_zalloc((size_t)k.any_root + 1, sizeof(*k.name));
	k.children = count_children(r->model);
	count_names(&k);
	make_strata(&k);
	count_calls(&k);
	return k;
}

static void
matching_free(struct matching *k)
{
	free(k->name);
	free(k->children);
	free(k->stratum);
}

void
learn_match(struct learn_case *c, size_t n, const struct learn_reading *r)
{
	struct matching k = matching_begin(c, n, r);
	for (enum learn_way way = 0; way < LEARN_PASSING_WAYS; way++)
		choose(&k, way);
	matching_free(&k);
}

void
learn_match_all(struct learn_cuts *cuts, struct learn_case *c, size_t n,
    const struct learn_reading *r, enum learn_way way)
{
	struct matching k = matching_begin(c, n, r);
	cuts->n = 0;
	choose_all(&k, way, cuts);
	matching_free(&k);
}
