/* SPDX-License-Identifier: MIT */
#include "trace/contrast.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/table.h"
#include "stats/fisher.h"

/* A feature that some call of the name has. */
struct feature {
	struct text name;
	enum trace_feature kind;
	uint32_t last; /* the last call that was counted, by its number from 1 */
	/* what goes with failure: a value or its presence; its absence; that it has another value
	 */
	bool found, missing, other;
};

/* A value of a feature, or its presence. */
struct test {
	uint64_t hash;
	uint64_t calls;    /* the sum of the marks of the calls that have it */
	struct text value; /* absent: presence */
	uint32_t feature;
	uint32_t failing, passing; /* calls that have it */
	uint32_t example;          /* the first failing call that has it, by its number from 0, */
	uint32_t run;              /* and how many failing calls have it before one has not */
	uint32_t number;           /* in the order in which they were met */
	double p;
};

enum { CACHED = 1 << 12 };

struct cached {
	uint32_t failing, passing;
	double p;
};

/* Calls of a name: call[first..middle) fail, call[middle..last) pass. */
struct name {
	const struct trace_text *name;
	size_t first, middle, last;
};

struct trace_contrasts {
	const struct trace_model *model;
	struct siphash_key key;
	struct table by_name, by_feature, by_test;
	struct name *name;
	size_t names, name_cap, next;
	uint32_t *call;
	bool gathered;

	/* of one name */
	struct feature *feature;
	struct test *test;
	struct trace_finding *finding;
	size_t features, tests, findings, feature_cap, test_cap, finding_cap;
	uint32_t number;    /* of the call, from 1 */
	uint64_t mark, all; /* a random number of the call, and their sum */
	bool fails;
	uint32_t failing, passing; /* calls of the name */
	double *least; /* the least p that n calls with a value can have; -1: not known */
	struct cached *cached;
	struct arena arena;
	struct buf scratch, b;
};

struct trace_contrasts *
trace_contrasts_new(const struct trace_model *m, struct siphash_key key)
{
	struct trace_contrasts *c = mem_zalloc(1, sizeof(*c));
	c->model = m;
	c->key = key;
	return c;
}

void
trace_contrasts_free(struct trace_contrasts *c)
{
	if (!c)
		return;
	table_free(&c->by_name);
	table_free(&c->by_feature);
	table_free(&c->by_test);
	arena_free(&c->arena);
	buf_free(&c->scratch);
	buf_free(&c->b);
	free(c->name);
	free(c->call);
	free(c->feature);
	free(c->test);
	free(c->finding);
	free(c->least);
	free(c->cached);
	free(c);
}

/* ---- names ---------------------------------------------------------------------------------- */

struct wanted {
	const struct trace_contrasts *c;
	const struct trace_text *name;
	enum trace_feature kind;
	struct text text;
	uint64_t hash;
};

/* Names are stored once. */
static bool
is_name(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return w->c->name[ref - 1].name == w->name;
}

static uint32_t
hash_of(const struct trace_text *name)
{
	return (uint32_t)((uint64_t)(uintptr_t)name * UINT64_C(0x9e3779b97f4a7c15) >> 32);
}

static uint32_t
find_name(const struct trace_contrasts *c, const struct trace_text *name)
{
	const struct wanted w = { .c = c, .name = name };
	return table_find(&c->by_name, hash_of(name), is_name, &w);
}

void
trace_contrasts_add(struct trace_contrasts *c, uint32_t call)
{
	const struct trace_text *name = c->model->call[call].name;
	if (!name || find_name(c, name) > 0)
		return;
	c->name = mem_grow(c->name, &c->name_cap, c->names + 1, sizeof(*c->name));
	c->name[c->names++] = (struct name){ .name = name };
	table_add(&c->by_name, hash_of(name), (uint32_t)c->names);
}

/* Lists the calls of all names in one pass, after another one that counts them. */
static void
gather(struct trace_contrasts *c)
{
	const struct trace_model *m = c->model;
	c->gathered = true;
	for (int pass = 0; pass < 2; pass++) {
		for (uint32_t at = 0; at < m->listed; at++) {
			const struct trace_call *k = trace_call_at(m, at);
			if (!k->name || k->status == TRACE_OPEN)
				continue;
			const uint32_t ref = find_name(c, k->name);
			if (ref == 0)
				continue;
			struct name *n = &c->name[ref - 1];
			size_t *place = k->status == TRACE_ERROR ? &n->middle : &n->last;
			if (pass == 1)
				c->call[*place] = m->depth_first[at];
			++*place;
		}
		if (pass == 1)
			break;
		size_t all = 0;
		for (size_t i = 0; i < c->names; i++) {
			struct name *n = &c->name[i];
			const size_t fail = n->middle, passed = n->last;
			*n = (struct name){ n->name, all, all, all + fail };
			all += fail + passed;
		}
		c->call = mem_alloc((all + 1) * sizeof(*c->call));
	}
}

/* ---- counting ------------------------------------------------------------------------------- */

static bool
is_feature(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct feature *f = &w->c->feature[ref - 1];
	return f->kind == w->kind && text_eq(f->name, w->text);
}

static struct feature *
feature_of(struct trace_contrasts *c, enum trace_feature kind, struct text name)
{
	const struct wanted w = { .c = c, .kind = kind, .text = name };
	const uint32_t hash = (uint32_t)siphash(c->key, name.p, name.n) + kind;
	uint32_t ref = table_find(&c->by_feature, hash, is_feature, &w);
	if (ref == 0) {
		c->feature =
		    mem_grow(c->feature, &c->feature_cap, c->features + 1, sizeof(*c->feature));
		c->feature[c->features++] =
		    (struct feature){ .kind = kind, .name = arena_text(&c->arena, name) };
		ref = (uint32_t)c->features;
		table_add(&c->by_feature, hash, ref);
	}
	return &c->feature[ref - 1];
}

/* Two values whose keyed hashes of 64 bits agree are the same. */
static bool
is_test(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return w->c->test[ref - 1].hash == w->hash;
}

static void
count(struct trace_contrasts *c, uint32_t feature, struct text value)
{
	const struct siphash_key key = { c->key.k0 + feature, c->key.k1 ^ (value.p != NULL) };
	const uint64_t hash = siphash(key, value.p ? value.p : "", value.n);
	const struct wanted w = { .c = c, .hash = hash };
	uint32_t ref = table_find(&c->by_test, (uint32_t)hash, is_test, &w);
	if (ref == 0) {
		c->test = mem_grow(c->test, &c->test_cap, c->tests + 1, sizeof(*c->test));
		c->test[c->tests] = (struct test){ .hash = hash,
			.value = value,
			.feature = feature,
			.number = (uint32_t)c->tests };
		c->tests++;
		ref = (uint32_t)c->tests;
		table_add(&c->by_test, (uint32_t)hash, ref);
	}
	struct test *t = &c->test[ref - 1];
	t->calls += c->mark;
	if (!c->fails) {
		t->passing++;
		return;
	}
	if (t->failing++ == 0)
		t->example = c->number - 1;
	t->run += t->run == c->number - 1;
}

static void
note(void *context, enum trace_feature kind, struct text name, struct text value)
{
	struct trace_contrasts *c = context;
	struct feature *f = feature_of(c, kind, name);
	if (f->last == c->number && kind == TRACE_CHILD)
		f = feature_of(c, TRACE_CHILD_AGAIN, name);
	if (f->last == c->number)
		return;
	f->last = c->number;
	const uint32_t number = (uint32_t)(f - c->feature);
	count(c, number, TEXT_ABSENT);
	if (value.p)
		count(c, number, value);
}

static void
count_calls(struct trace_contrasts *c, const struct name *n)
{
	table_free(&c->by_feature);
	table_free(&c->by_test);
	arena_reset(&c->arena);
	c->features = c->tests = c->findings = 0;
	c->number = 0;
	c->all = 0;
	c->failing = (uint32_t)(n->middle - n->first);
	c->passing = (uint32_t)(n->last - n->middle);
	for (size_t i = n->first; i < n->last; i++) {
		c->number++;
		c->mark = siphash(c->key, &c->number, sizeof(c->number));
		c->all += c->mark;
		c->fails = i < n->middle;
		trace_find_features(c->model, c->call[i], &c->scratch, note, c);
	}
}

/* ---- testing -------------------------------------------------------------------------------- */

/* To have a value and to lack it is the same test; the numbers must be the same, too. */
static double
p_of(struct trace_contrasts *c, uint32_t failing, uint32_t passing)
{
	if (failing > c->failing - failing ||
	    (failing == c->failing - failing && passing > c->passing - passing)) {
		failing = c->failing - failing;
		passing = c->passing - passing;
	}
	struct cached *k = &c->cached[(failing * 31 + passing) & (CACHED - 1)];
	if (k->p < 0 || k->failing != failing || k->passing != passing)
		*k = (struct cached){ failing, passing,
			fisher_two_sided(
			    failing, passing, c->failing - failing, c->passing - passing) };
	return k->p;
}

/* The least p that a value of so many calls can have. */
static double
least_p(struct trace_contrasts *c, uint32_t calls)
{
	if (c->least[calls] < 0) {
		const uint32_t most = calls < c->failing ? calls : c->failing;
		const uint32_t fewest = calls > c->passing ? calls - c->passing : 0;
		const double a = p_of(c, most, calls - most), b = p_of(c, fewest, calls - fewest);
		c->least[calls] = a < b ? a : b;
	}
	return c->least[calls];
}

static int
by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static size_t
count_least(const double *least, size_t n, double bound)
{
	size_t low = 0, high = n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (least[middle] <= bound)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Returns the least p that a test must be able to reach: TRACE_ALPHA / k for the smallest k such
 * that at most k tests can reach that. */
static double
bound_of(struct trace_contrasts *c)
{
	double *least = mem_alloc((c->tests + 1) * sizeof(*least));
	size_t low = 1, high = c->tests + 1;
	for (size_t i = 0; i < c->tests; i++)
		least[i] = least_p(c, c->test[i].failing + c->test[i].passing);
	qsort(least, c->tests, sizeof(*least), by_value);
	while (low < high) {
		const size_t k = low + (high - low) / 2;
		if (count_least(least, c->tests, TRACE_ALPHA / (double)k) <= k)
			high = k;
		else
			low = k + 1;
	}
	free(least);
	return TRACE_ALPHA / (double)low;
}

static int
by_p(const void *a, const void *b)
{
	const struct test *x = a, *y = b;
	if (x->p != y->p)
		return x->p < y->p ? -1 : 1;
	if (x->feature != y->feature)
		return x->feature < y->feature ? -1 : 1;
	/* a value says more than presence */
	if (!x->value.p != !y->value.p)
		return x->value.p ? -1 : 1;
	/* a p that is too small for a double is 0 */
	if (x->failing != y->failing)
		return x->failing > y->failing ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

/* Drops the tests that could not be significant, and computes p for the others. */
static void
keep_testable(struct trace_contrasts *c)
{
	const double bound = bound_of(c);
	size_t n = 0;
	for (size_t i = 0; i < c->tests; i++) {
		struct test t = c->test[i];
		if (least_p(c, t.failing + t.passing) > bound)
			continue;
		t.p = p_of(c, t.failing, t.passing);
		c->test[n++] = t;
	}
	c->tests = n;
}

struct distinct {
	uint64_t calls;
	double p;
};

static int
by_calls(const void *a, const void *b)
{
	const struct distinct *x = a, *y = b;
	return (x->calls > y->calls) - (x->calls < y->calls);
}

/* Fills p[] with those of the tests that differ: values that the same calls have, or the same calls
 * lack, are one test.  Returns how many there are. */
static size_t
find_distinct(const struct trace_contrasts *c, double *p)
{
	struct distinct *d = mem_alloc((c->tests + 1) * sizeof(*d));
	size_t n = 0;
	for (size_t i = 0; i < c->tests; i++) {
		const uint64_t with = c->test[i].calls, without = c->all - with;
		d[i] = (struct distinct){ with < without ? with : without, c->test[i].p };
	}
	qsort(d, c->tests, sizeof(*d), by_calls);
	for (size_t i = 0; i < c->tests; i++)
		if (i == 0 || d[i].calls != d[i - 1].calls)
			p[n++] = d[i].p;
	free(d);
	qsort(p, n, sizeof(*p), by_value);
	return n;
}

/* Sorts the tests, and corrects their p. */
static void
correct(struct trace_contrasts *c)
{
	double *p = mem_alloc((c->tests + 1) * sizeof(*p));
	double *corrected = mem_alloc((c->tests + 1) * sizeof(*corrected));
	const size_t n = find_distinct(c, p);
	memcpy(corrected, p, n * sizeof(*p));
	holm_correct(corrected, n, n);
	qsort(c->test, c->tests, sizeof(*c->test), by_p);
	for (size_t i = 0, k = 0; i < c->tests; i++) {
		while (k + 1 < n && p[k] < c->test[i].p)
			k++;
		c->test[i].p = corrected[k];
	}
	free(p);
	free(corrected);
}

static void
test_all(struct trace_contrasts *c)
{
	const size_t calls = (size_t)c->failing + c->passing;
	c->least = mem_resize(c->least, (calls + 1) * sizeof(*c->least));
	c->cached = mem_resize(c->cached, CACHED * sizeof(*c->cached));
	for (size_t i = 0; i <= calls; i++)
		c->least[i] = -1;
	for (size_t i = 0; i < CACHED; i++)
		c->cached[i].p = -1;
	keep_testable(c);
	if (c->tests > 0)
		correct(c);
}

/* ---- findings ------------------------------------------------------------------------------- */

/* Do the calls that have it fail more often than the others? */
static bool
is_with(const struct trace_contrasts *c, const struct test *t)
{
	return (uint64_t)t->failing * c->passing > (uint64_t)t->passing * c->failing;
}

/* Is there a value in the same calls, so that the presence says nothing more?  The value comes
 * first. */
static bool
is_said(const struct trace_contrasts *c, const struct test *t)
{
	for (const struct test *k = t; k-- > c->test && k->p == t->p && k->feature == t->feature;)
		if (k->failing == t->failing && k->passing == t->passing)
			return true;
	return false;
}

/* Findings that follow from another one of the same feature are left out: that a value is not the
 * usual one, if it is known which it is or that there is none. */
static bool
is_news(struct trace_contrasts *c, const struct test *t)
{
	struct feature *f = &c->feature[t->feature];
	if (is_with(c, t))
		return t->value.p || !is_said(c, t);
	if (!t->value.p)
		return true;
	if (f->found || f->missing || f->other)
		return false;
	f->other = true;
	return true;
}

static void
mark_features(struct trace_contrasts *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct test *t = &c->test[i];
		struct feature *f = &c->feature[t->feature];
		f->found |= is_with(c, t);
		f->missing |= !is_with(c, t) && !t->value.p;
	}
}

static void
find(struct trace_contrasts *c, const struct name *name)
{
	size_t n = 0;
	while (n < c->tests && c->test[n].p < TRACE_ALPHA)
		n++;
	mark_features(c, n);
	for (size_t i = 0; i < n; i++) {
		const struct test *t = &c->test[i];
		const bool with = is_with(c, t);
		if (!is_news(c, t))
			continue;
		c->finding =
		    mem_grow(c->finding, &c->finding_cap, c->findings + 1, sizeof(*c->finding));
		c->finding[c->findings++] = (struct trace_finding){
			.feature = c->feature[t->feature].kind,
			.name = c->feature[t->feature].name,
			.value = t->value,
			.lacking = !with,
			.failing = with ? t->failing : c->failing - t->failing,
			.passing = with ? t->passing : c->passing - t->passing,
			.p = t->p,
			.call = c->call[name->first + (with ? t->example : t->run)],
		};
	}
}

bool
trace_contrasts_next(struct trace_contrasts *c, struct trace_contrast *out)
{
	if (!c->gathered)
		gather(c);
	for (; c->next < c->names; c->next++) {
		const struct name *n = &c->name[c->next];
		if (n->first == n->middle || n->middle == n->last)
			continue;
		count_calls(c, n);
		test_all(c);
		find(c, n);
		*out = (struct trace_contrast){ n->name, c->failing, c->passing, c->finding,
			c->findings };
		c->next++;
		return true;
	}
	return false;
}
