/* SPDX-License-Identifier: MIT */
/* Clocks that are off: what proves it, what does not, and planted offsets that are found again. */
#include "trace/skew.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "tests/unit/unit.h"
#include "trace/adjust.h"

#define PLAIN NULL, NULL /* no kind, no links */
#define NONE TRACE_NO_TIME
#define MAX INT64_MAX
#define LINK "[{\"refType\":\"FOLLOWS_FROM\",\"traceID\":\"t\",\"spanID\":\"a\"}]"
#define OTHER_LINK "[{\"traceId\":\"t\",\"spanId\":\"x\"}]"
#define CONTEXT_LINK "[{\"context\":{\"trace_id\":\"0x1\",\"span_id\":\"A\"},\"attributes\":{}}]"
#define CHILD_LINK "[{\"refType\":\"CHILD_OF\",\"traceID\":\"u\",\"spanID\":\"a\"}]"

struct call {
	const char *id, *parent, *service;
	int64_t start_ns, duration_ns;
	const char *kind, *links;
};

static void
add(struct trace_model *m, const struct call *c)
{
	struct trace_more more = TRACE_MORE_INIT;
	char attributes[64] = "";
	more.links = text_of(c->links);
	if (c->kind)
		snprintf(attributes, sizeof(attributes), "{\"span.kind\":\"%s\"}", c->kind);
	trace_add(m, &(struct trace_record){ .what = TRACE_CALL,
			 .trace_id = TEXT("t"),
			 .call_id = text_of(c->id),
			 .parent_id = text_of(c->parent),
			 .service = text_of(c->service),
			 .attributes = c->kind ? text_of(attributes) : TEXT_ABSENT,
			 .name = TEXT("f"),
			 .start_ns = c->start_ns,
			 .end_ns = NONE,
			 .duration_ns = c->duration_ns,
			 .more = c->links ? &more : NULL,
			 .records = 1 });
}

/* Calls, and the services with a skew. */
static const struct {
	const char *what;
	struct call call[7];
	const char *told;
} models[] = {
	{ "fits", { { "a", NULL, "A", 0, 100, PLAIN }, { "b", "a", "B", 0, 100, PLAIN } }, "" },
	{ "one service", { { "a", NULL, "A", 100, 100, PLAIN }, { "b", "a", "A", 0, 10, PLAIN } },
	    "" },
	{ "before its parent",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 7, 41, PLAIN } }, "B1022 " },
	{ "after its parent",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 2001, 40, PLAIN } },
	    "B-971 " },
	{ "it begins before and ends within",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 991, 40, PLAIN } }, "B39 " },
	{ "longer than its parent",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 990, 200, PLAIN } }, "B10 " },
	{ "asynchronous",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 1050, 70, PLAIN } }, "" },
	{ "asynchronous and longer",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 1050, 700, PLAIN } }, "" },
	{ "longer and later",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 1500, 700, PLAIN } }, "" },
	{ "no end", { { "a", NULL, "A", 1000, NONE, PLAIN }, { "b", "a", "B", 2000, 10, PLAIN } },
	    "" },
	{ "no end, but too early",
	    { { "a", NULL, "A", 1000, NONE, PLAIN }, { "b", "a", "B", 900, 10, PLAIN } }, "B100 " },
	{ "no time", { { "a", NULL, "A", NONE, 5, PLAIN }, { "b", "a", "B", 900, 10, PLAIN } },
	    "" },
	{ "no service", { { "a", NULL, NULL, 1000, 5, PLAIN }, { "b", "a", "B", 1, 2, PLAIN } },
	    "" },
	{ "a service is inherited",
	    { { "a", NULL, "A", 1000, 9, PLAIN }, { "b", "a", NULL, 1001, 5, PLAIN },
		{ "c", "b", "C", 0, 3, PLAIN } },
	    "C1002 " },
	/* what follows from its parent */
	{ "FOLLOWS_FROM",
	    { { "a", NULL, "A", 1000, 9, PLAIN }, { "b", "a", "B", 1, 2, NULL, LINK } }, "" },
	{ "a link to the parent in a context",
	    { { "a", NULL, "A", 1000, 9, PLAIN }, { "b", "a", "B", 1, 2, NULL, CONTEXT_LINK } },
	    "" },
	{ "a link to another call",
	    { { "a", NULL, "A", 1000, 9, PLAIN }, { "b", "a", "B", 1, 2, NULL, OTHER_LINK } },
	    "B1002 " },
	{ "a part of two traces",
	    { { "a", NULL, "A", 1000, 9, PLAIN }, { "b", "a", "B", 1, 2, NULL, CHILD_LINK } },
	    "B1002 " },
	{ "a consumer",
	    { { "a", NULL, "A", 1000, 9, PLAIN }, { "b", "a", "B", 1, 2, "consumer", NULL } }, "" },
	{ "a producer",
	    { { "a", NULL, "A", 1000, 9, "Producer", NULL }, { "b", "a", "B", 1, 2, PLAIN } }, "" },
	{ "a client and a server",
	    { { "a", NULL, "A", 1000, 9, "client", NULL },
		{ "b", "a", "B", 1, 2, "server", NULL } },
	    "B1002 " },
	{ "below what follows",
	    { { "a", NULL, "A", 1000, 9, PLAIN }, { "b", "a", "B", 1, 9, NULL, LINK },
		{ "c", "b", "C", 100, 2, PLAIN } },
	    "" },
	/* several pairs */
	{ "what all have in common",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 0, 20, PLAIN },
		{ "c", "a", "B", 70, 20, PLAIN } },
	    "B1005 " },
	{ "one that fits decides that all do, if it can",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 1000, 10, PLAIN },
		{ "c", "a", "B", 1090, 10, PLAIN } },
	    "" },
	{ "most of them",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 0, 80, PLAIN },
		{ "c", "a", "B", 10, 80, PLAIN }, { "d", "a", "B", 5000, 80, PLAIN } },
	    "B1005 " },
	{ "as many that fit as not",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 0, 80, PLAIN },
		{ "c", "a", "B", 1010, 80, PLAIN } },
	    "" },
	/* Without c it would be B-16: but then c began before it was called. */
	{ "an asynchronous one is not moved before its parent",
	    { { "a", NULL, "A", 0, 200, PLAIN }, { "b", "a", "A", 10, 10, PLAIN },
		{ "c", "b", "B", 12, 9, PLAIN }, { "d", "a", "A", 50, 10, PLAIN },
		{ "e", "d", "B", 70, 2, PLAIN } },
	    "" },
	{ "its beginning may leave less to choose from",
	    { { "a", NULL, "A", 0, 200, PLAIN }, { "b", "a", "A", 10, 20, PLAIN },
		{ "c", "b", "B", 24, 9, PLAIN }, { "d", "a", "A", 50, 10, PLAIN },
		{ "e", "d", "B", 70, 2, PLAIN } },
	    "B-13 " },
	{ "both directions",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 0, 60, PLAIN },
		{ "c", "b", "A", 1045, 10, PLAIN } },
	    "B1020 " },
	{ "the other direction bounds it",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 0, 60, PLAIN },
		{ "c", "b", "A", 1080, 10, PLAIN } },
	    "B1035 " },
	/* from service to service */
	{ "the clock of the service before it",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 0, 100, PLAIN },
		{ "c", "b", "C", 10, 10, PLAIN } },
	    "B1000 C1000 " },
	{ "no clock but its own",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 0, 100, PLAIN },
		{ "c", "b", "C", 1010, 10, PLAIN } },
	    "B1000 " },
	{ "off by its own",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 0, 100, PLAIN },
		{ "c", "b", "C", 5000, 90, PLAIN } },
	    "B1000 C-3995 " },
	{ "the root's service is right",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 5, 90, PLAIN },
		{ "c", "b", "C", 10, 80, PLAIN }, { "d", "a", "D", 2005, 90, PLAIN } },
	    "B1000 C1000 D-1000 " },
	{ "apart from the root",
	    { { "a", NULL, "A", 1000, 100, PLAIN }, { "b", "a", "B", 10, 90, NULL, LINK },
		{ "r", NULL, "C", 2000, 100, PLAIN }, { "s", "r", "D", 10, 90, PLAIN } },
	    "D1995 " },
	/* units */
	{ "the child counts milliseconds",
	    { { "a", NULL, "A", 5000001, 4000000, PLAIN },
		{ "b", "a", "B", 5000000, 1000000, PLAIN } },
	    "" },
	{ "by more than one of them",
	    { { "a", NULL, "A", 6000001, 4000000, PLAIN }, { "b", "a", "B", 5000000, 0, PLAIN } },
	    "B3000001 " },
	{ "both count them",
	    { { "a", NULL, "A", 6000000, 4000000, PLAIN }, { "b", "a", "B", 5000000, 0, PLAIN } },
	    "B3000000 " },
	/* the edges of time */
	{ "far apart", { { "a", NULL, "A", MAX - 5, 5, PLAIN }, { "b", "a", "B", -MAX, 5, PLAIN } },
	    "B9223372036854775807 " },
	{ "far apart, the other way",
	    { { "a", NULL, "A", -MAX, 5, PLAIN }, { "b", "a", "B", MAX - 5, 5, PLAIN } },
	    "B-9223372036854775808 " },
	{ "no end in time",
	    { { "a", NULL, "A", MAX - 5, MAX, PLAIN }, { "b", "a", "B", 0, MAX, PLAIN } },
	    "B9223372036854775802 " },
	{ "negative", { { "a", NULL, "A", 50, -5, PLAIN }, { "b", "a", "B", 10, 5, PLAIN } },
	    "B40 " },
};

static void
tell(struct buf *b, struct trace_model *m)
{
	struct trace_services *s = trace_services_new(m);
	trace_services_tell_apart(s, 0);
	int64_t *offset = mem_alloc((s->n + 1) * sizeof(*offset));
	trace_skew(s, offset);
	for (size_t i = 0; i < s->n; i++) {
		if (offset[i] == 0)
			continue;
		buf_text(b, trace_text_of(s->service[i].name));
		buf_printf(b, "%lld ", (long long)offset[i]);
	}
	free(offset);
	trace_services_free(s);
}

static void
check_table(void)
{
	for (size_t i = 0; i < sizeof(models) / sizeof(*models); i++) {
		struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
		struct buf b = { 0 };
		for (size_t k = 0; k < 7 && models[i].call[k].id; k++)
			add(m, &models[i].call[k]);
		trace_build(m);
		unit_row(models[i].what);
		tell(&b, m);
		buf_char(&b, 0);
		b.n--;
		CHECK_TEXT(buf_as_text(&b), models[i].told);
		buf_free(&b);
		trace_model_free(m);
	}
	unit_row("");
}

/* ---- planted offsets ------------------------------------------------------------------------ */

static uint64_t
next_random(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + 1442695040888963407;
	return *state >> 33;
}

enum { SERVICES = 8, DEPTH = 5 };

struct planting {
	struct trace_model *model;
	uint64_t state;
	unsigned caller[SERVICES]; /* the only other service that calls a service */
	int64_t offset_ns[SERVICES];
	unsigned calls;
};

/* Adds a call that runs in [from, to), and calls in it, one after the other. */
static void
plant(struct planting *p, unsigned parent, unsigned service, int64_t from, int64_t to, int depth)
{
	const unsigned own = p->calls++;
	char id[16], parent_id[16], name[16];
	snprintf(id, sizeof(id), "c%u", own);
	snprintf(parent_id, sizeof(parent_id), "c%u", parent);
	snprintf(name, sizeof(name), "s%u", service);
	add(p->model, &(struct call){ id, own == 0 ? NULL : parent_id, name,
			  from - p->offset_ns[service], to - from, PLAIN });
	for (int i = 0; depth > 0 && i < 4; i++) {
		const int64_t step = (to - from) / 4, at = from + i * step;
		const int64_t begin = at + (int64_t)next_random(&p->state) % (step / 2 + 1);
		const int64_t end =
		    at + step / 2 + (int64_t)next_random(&p->state) % (step / 2 + 1);
		unsigned callee = (unsigned)(next_random(&p->state) % SERVICES);
		if (p->caller[callee] != service || callee == 0)
			callee = service;
		if (next_random(&p->state) % 3 > 0)
			plant(p, own, callee, begin, end, depth - 1);
	}
}

/* How many children of another service do not run within their parents? */
static size_t
count_misfits(const struct trace_model *m)
{
	size_t n = 0;
	for (uint32_t at = 0; at < m->listed; at++) {
		const struct trace_call *c = trace_call_at(m, at);
		if (c->parent == TRACE_NONE)
			continue;
		const struct trace_call *parent = &m->call[c->parent];
		n += c->start_ns < parent->start_ns ||
		     c->start_ns + c->duration_ns > parent->start_ns + parent->duration_ns;
	}
	return n;
}

static bool
is_sorted(const struct trace_model *m)
{
	for (uint32_t at = 0; at < m->listed; at++) {
		const uint32_t call = m->depth_first[at], next = trace_next_sibling(m, call);
		if (m->call[call].at != at ||
		    (next != TRACE_NONE && m->call[next].start_ns < m->call[call].start_ns))
			return false;
	}
	return true;
}

/* Where no service is called by two others, there are offsets that satisfy all pairs, and they are
 * found: afterwards everything fits.  Without offsets nothing is said. */
static void
check_planted(uint64_t seed, bool off)
{
	struct planting p = { .model = trace_model_new((struct siphash_key){ 1, 2 }),
		.state = seed };
	struct trace_adjustment a = { 0 };
	for (unsigned i = 1; i < SERVICES; i++) {
		p.caller[i] = (unsigned)(next_random(&p.state) % i);
		if (off && next_random(&p.state) % 2 == 0)
			p.offset_ns[i] = (int64_t)(next_random(&p.state) % 2000000000) - 1000000000;
	}
	plant(&p, 0, 0, 1000000000, 1000000000 + 4000000, DEPTH);
	trace_build(p.model);
	const size_t misfits = count_misfits(p.model);
	trace_adjust_clocks(p.model, &a);
	CHECK((misfits > 0) == (a.n > 0));
	CHECK(count_misfits(p.model) == 0);
	CHECK(is_sorted(p.model));
	CHECK(off || a.n == 0);
	trace_adjustment_free(&a);
	trace_model_free(p.model);
}

/* ---- many ----------------------------------------------------------------------------------- */

enum { MANY = 100000 };

/* A service each, as siblings or as a chain, all of which are off. */
static void
check_many(bool deep)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	struct trace_adjustment a = { 0 };
	char id[24], parent[24] = "c0";
	add(m, &(struct call){ "c0", NULL, "s0", 0, 4 * MANY, PLAIN });
	for (int i = 1; i <= MANY; i++) {
		snprintf(id, sizeof(id), "c%d", i);
		add(m, &(struct call){ id, parent, id, 8 * MANY + i, 4 * MANY - 2 * i, PLAIN });
		if (deep)
			snprintf(parent, sizeof(parent), "c%d", i);
	}
	trace_build(m);
	trace_adjust_clocks(m, &a);
	CHECK(a.n == MANY);
	CHECK(is_sorted(m));
	CHECK(count_misfits(m) == 0);
	trace_adjustment_free(&a);
	trace_model_free(m);
}

int
main(void)
{
	check_table();
	for (uint64_t seed = 0; seed < 200; seed++)
		check_planted(seed, seed % 4 > 0);
	check_many(false);
	check_many(true);
	return unit_end();
}
