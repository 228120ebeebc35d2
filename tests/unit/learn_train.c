/* SPDX-License-Identifier: MIT */
/* Patterns before failures are found, and none in failures at random; the order does not matter. */
#include "learn/train.h"

#include <stdio.h>
#include <stdlib.h>

#include "stats/draw.h"
#include "tests/unit/unit.h"

enum { NAME_MOST = 40, DATA_SETS = 24, RANDOM_TRACES = 200, PLANTED_TRACES = 400 };

static const struct siphash_key key = { 3, 4 };

/* A trace: a root and its children; what fails is one of them, the root, or nothing. */
struct made {
	const char *child[NAME_MOST];
	unsigned n;
	int fails;         /* number of a child; ROOT; PASSES */
	bool quiet;        /* the root goes well although a child failed */
	const char *after; /* a child after the failure */
};
enum { PASSES = -1, ROOT = -2 };

static unsigned
below(struct draw *d, unsigned n)
{
	return (unsigned)draw_below(d, n);
}

static const char *const letters[] = { "a", "b", "c", "d", "e", "f", "g", "h" };

static void
fill(struct draw *d, struct made *t)
{
	t->n = 4 + below(d, 8);
	for (unsigned i = 0; i < t->n; i++)
		t->child[i] = letters[below(d, 8)];
}

static void
stop_at(struct made *t, unsigned child, int fails)
{
	t->n = child;
	t->fails = fails;
}

/* login, browse a few times, pay, ship */
static void
shop(struct draw *d, struct made *t)
{
	const unsigned browse = 1 + below(d, 5);
	t->child[t->n++] = "login";
	for (unsigned i = 0; i < browse; i++)
		t->child[t->n++] = "browse";
	t->child[t->n++] = "pay";
	t->child[t->n++] = "ship";
}

/* ---- failures at random --------------------------------------------------------------------- */

static void
any_root(struct draw *d, struct made *t)
{
	fill(d, t);
	t->fails = below(d, 10) < 3 ? ROOT : PASSES;
}

static void
any_child(struct draw *d, struct made *t)
{
	fill(d, t);
	const unsigned child = below(d, t->n);
	if (below(d, 10) < 3)
		stop_at(t, child + 1, (int)child);
	t->after = below(d, 2) ? "cleanup" : NULL;
}

static void
any_child_quietly(struct draw *d, struct made *t)
{
	fill(d, t);
	t->quiet = true;
	t->fails = below(d, 10) < 3 ? (int)below(d, t->n) : PASSES;
}

static void
only_pay(struct draw *d, struct made *t)
{
	shop(d, t);
	if (below(d, 10) < 3)
		stop_at(t, t->n - 1, (int)t->n - 2);
	t->after = "rollback";
}

static void
at_the_end(struct draw *d, struct made *t)
{
	shop(d, t);
	t->fails = below(d, 10) < 3 ? ROOT : PASSES;
}

static void
at_any_time(struct draw *d, struct made *t)
{
	shop(d, t);
	for (unsigned i = 1; i <= t->n && t->fails == PASSES; i++)
		if (below(d, 100) < 5)
			stop_at(t, i, ROOT);
}

static void
each_call(struct draw *d, struct made *t)
{
	fill(d, t);
	for (unsigned i = 0; i < t->n && t->fails == PASSES; i++)
		if (below(d, 100) < 5)
			stop_at(t, i + 1, (int)i);
}

static void
by_a_call_of_its_own(struct draw *d, struct made *t)
{
	fill(d, t);
	if (below(d, 10) >= 3)
		return;
	const unsigned child = below(d, t->n);
	t->child[child] = "explode";
	stop_at(t, child + 1, (int)child);
	t->after = "cleanup";
}

/* ---- failures with a reason ----------------------------------------------------------------- */

static void
insert(struct made *t, unsigned at, const char *name)
{
	memmove(t->child + at + 1, t->child + at, (t->n - at) * sizeof(*t->child));
	t->child[at] = name;
	t->n++;
}

static void
sequence(struct draw *d, struct made *t)
{
	fill(d, t);
	for (unsigned i = 1; i < t->n; i++)
		if (strcmp(t->child[i - 1], "a") == 0 && strcmp(t->child[i], "b") == 0)
			t->child[i] = "c";
	if (below(d, 10) >= 3)
		return;
	const unsigned at = below(d, t->n);
	insert(t, at, "b");
	insert(t, at, "a");
	t->fails = ROOT;
}

static void
retries(struct draw *d, struct made *t)
{
	const bool fails = below(d, 10) < 2;
	const unsigned n = fails ? 3 : below(d, 3);
	t->child[t->n++] = "login";
	for (unsigned i = 0; i < n; i++)
		t->child[t->n++] = "retry";
	t->child[t->n++] = "pay";
	if (fails)
		t->fails = (int)t->n - 1;
	else
		t->child[t->n++] = "ship";
	t->after = "rollback";
}

static void
missing_step(struct draw *d, struct made *t)
{
	const bool fails = below(d, 10) < 2;
	t->child[t->n++] = "login";
	if (!fails)
		t->child[t->n++] = "validate";
	t->child[t->n++] = "cart";
	t->child[t->n++] = "pay";
	t->fails = fails ? (int)t->n - 1 : PASSES;
}

static void
order(struct draw *d, struct made *t)
{
	const bool fails = below(d, 10) < 3;
	t->n = 4 + below(d, 8);
	for (unsigned i = 0; i < t->n; i++)
		t->child[i] = letters[2 + below(d, 6)];
	const unsigned second = 1 + below(d, t->n);
	insert(t, second, fails ? "a" : "b");
	insert(t, below(d, second), fails ? "b" : "a");
	t->child[t->n++] = "pay";
	t->fails = fails ? (int)t->n - 1 : PASSES;
}

static const struct {
	const char *name;
	void (*make)(struct draw *d, struct made *t);
	bool planted;
} kinds[] = {
	{ "any root", any_root, false },
	{ "any child", any_child, false },
	{ "any child, quietly", any_child_quietly, false },
	{ "only pay", only_pay, false },
	{ "at the end", at_the_end, false },
	{ "at any time", at_any_time, false },
	{ "each call", each_call, false },
	{ "a call of its own", by_a_call_of_its_own, false },
	{ "a sequence", sequence, true },
	{ "retries", retries, true },
	{ "a missing step", missing_step, true },
	{ "an order", order, true },
};

/* ---- models --------------------------------------------------------------------------------- */

static void
add_call(struct trace_model *m, unsigned trace, unsigned call, const char *name, bool failed)
{
	char id[32], trace_id[32];
	snprintf(id, sizeof(id), "%u.%u", trace, call);
	snprintf(trace_id, sizeof(trace_id), "t%u", trace * 7919 % 100003);
	char parent[32];
	snprintf(parent, sizeof(parent), "%u.0", trace);
	const struct trace_record r = { .what = TRACE_CALL,
		.trace_id = text_of(trace_id),
		.call_id = text_of(id),
		.parent_id = call > 0 ? text_of(parent) : TEXT_ABSENT,
		.name = text_of(name),
		.status = failed ? TRACE_ERROR : TRACE_OK,
		.start_ns = trace * INT64_C(1000000) + call * INT64_C(1000),
		.end_ns = TRACE_NO_TIME,
		.duration_ns = call > 0 ? 900 : 900000 };
	trace_add(m, &r);
}

static void
add_trace(struct trace_model *m, unsigned trace, const struct made *t)
{
	const bool failed = t->fails != PASSES;
	add_call(m, trace, 0, "handle", failed && !t->quiet);
	for (unsigned i = 0; i < t->n; i++)
		add_call(m, trace, i + 1, t->child[i], t->fails == (int)i);
	if (failed && t->after)
		add_call(m, trace, t->n + 1, t->after, false);
}

/* A data set of a kind.  backwards: the last trace is added first. */
static struct trace_model *
make_model(size_t kind, uint64_t seed, unsigned traces, bool backwards)
{
	struct made *all = calloc(traces, sizeof(*all));
	struct draw d = { seed };
	struct trace_model *m = trace_model_new(key);
	for (unsigned i = 0; i < traces; i++) {
		all[i].fails = PASSES;
		kinds[kind].make(&d, &all[i]);
	}
	for (unsigned i = 0; i < traces; i++) {
		const unsigned trace = backwards ? traces - 1 - i : i;
		add_trace(m, trace, &all[trace]);
	}
	trace_build(m);
	free(all);
	return m;
}

static void
check_planted(size_t kind)
{
	struct trace_model *m = make_model(kind, 1, PLANTED_TRACES, false);
	struct learn_training t;
	learn_train(&t, m, key);
	CHECK(t.predictor.held_out.learned);
	CHECK(t.predictor.held_out.auc > 0.95);
	if (!t.predictor.held_out.learned)
		fprintf(stderr, "%s: auc %f, p %f\n", kinds[kind].name, t.predictor.held_out.auc,
		    t.predictor.held_out.p);
	learn_training_free(&t);
	trace_model_free(m);
}

/* Of all data sets in which failures come at random, in how many is something learned? */
static unsigned
count_learned(size_t kind)
{
	unsigned learned = 0;
	for (unsigned i = 0; i < DATA_SETS; i++) {
		struct trace_model *m = make_model(kind, 1000 + i, RANDOM_TRACES, false);
		struct learn_training t;
		learn_train(&t, m, key);
		learned += t.predictor.held_out.learned;
		learn_training_free(&t);
		trace_model_free(m);
	}
	return learned;
}

/* The same traces in another order, with another key, make the same file. */
static void
check_order(size_t kind)
{
	const struct siphash_key other = { 5, 6 };
	struct buf b[2] = { { 0 }, { 0 } };
	for (unsigned i = 0; i < 2; i++) {
		struct trace_model *m = make_model(kind, 7, RANDOM_TRACES, i == 1);
		struct learn_training t;
		learn_train(&t, m, i == 1 ? other : key);
		learn_put_predictor(&b[i], &t.predictor);
		learn_put_result(&b[i], &t.predictor);
		learn_training_free(&t);
		trace_model_free(m);
	}
	CHECK(text_eq(buf_as_text(&b[0]), buf_as_text(&b[1])));
	buf_free(&b[0]);
	buf_free(&b[1]);
}

int
main(void)
{
	unsigned sets = 0, learned = 0;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		check_order(i);
		if (kinds[i].planted) {
			check_planted(i);
			continue;
		}
		const unsigned n = count_learned(i);
		learned += n;
		sets += DATA_SETS;
		if (n > 0)
			fprintf(stderr, "%s: learned %u of %d\n", kinds[i].name, n, DATA_SETS);
	}
	CHECK(sets > 100 && learned * 20 < sets);
	return unit_end();
}
