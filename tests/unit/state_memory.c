/* SPDX-License-Identifier: MIT */
/* Over a long run of entities that are ever new, memory stays flat and within its marks. */
#include <malloc.h>
#include <string.h>

#include "base/buf.h"
#include "decide/decide.h"
#include "tests/unit/unit.h"
#include "time/stamp.h"

static const char document[] =
    "{\"rules\":[{\"rule_id\":\"r\",\"outcome\":\"Block\",\"expression\":{\"kind\":\"WindowCmp\","
    "\"scope\":\"Entity\",\"seconds\":300,\"operator\":\"Ge\",\"value\":5}},"
    "{\"rule_id\":\"d\",\"outcome\":\"Block\",\"expression\":{\"kind\":\"WindowCmp\",\"group_by\":"
    "[\"ip\"],\"seconds\":60,\"operator\":\"Ge\",\"value\":500,\"aggregate\":{\"kind\":\"Distinct\","
    "\"field_name\":\"user\"}}}]}";

static struct value
string(struct buf *b, const char *prefix, unsigned number)
{
	b->n = 0;
	buf_printf(b, "%s%u", prefix, number);
	return (struct value){ buf_as_text(b), VALUE_STRING, true };
}

/* Ten events a second, each of an entity, a session and a user of its own. */
static void
feed(struct decider *d, unsigned from, unsigned to)
{
	struct buf text[4] = { 0 };
	for (unsigned i = from; i < to; i++) {
		struct decision decision;
		struct value field[2] = { string(&text[0], "10.0.0.", i % 50),
			string(&text[1], "user-", i) };
		struct event ev = { .event_id = string(&text[2], "event-", i),
			.entity_id = string(&text[3], "entity-", i),
			.observed_at_ns = (int64_t)i * (STAMP_SECOND / 10),
			.field = field };
		if (i % 10000 == 77) /* one dated far in the future now and then */
			ev.observed_at_ns += 1000000 * STAMP_SECOND;
		ev.session_id = ev.entity_id;
		decide_event(d, &ev, &decision);
	}
	for (size_t i = 0; i < 4; i++)
		buf_free(&text[i]);
}

static void
test_new_entities(void)
{
	struct err e = { 0 };
	struct plan *p =
	    plan_load(TEXT("{\"runtime\":{\"dedup_ttl_seconds\":600,"
			   "\"entity_state_ttl_seconds\":600,"
			   "\"session_state_ttl_seconds\":600,\"lateness_seconds\":60},"
			   "\"fields\":[]}"),
		".", &e);
	struct rules *r = p ? rules_load(text_of(document), p, ".", &e) : NULL;
	CHECK(r != NULL);
	if (!r)
		return;
	struct decider *d = decider_new(r, (struct siphash_key){ 5, 6 });
	feed(d, 0, 30000);
	struct state_size early = state_size(decider_state(d));
	feed(d, 30000, 120000);
	struct state_size late = state_size(decider_state(d));
	/* 660 seconds of entities and ids, 360 and 120 of window events, and few that are over */
	CHECK(late.entities >= 6600 && late.entities < 6700);
	CHECK(late.sessions == late.entities);
	CHECK(late.dedups >= 6600 && late.dedups < 6700);
	CHECK(late.window_events >= 3600 + 1200 && late.window_events < 9000);
	CHECK(late.bytes < early.bytes * 11 / 10);
	/* an entity and a session of each event 200 bytes, its id and its places in windows 100 */
	CHECK(late.bytes < 6700 * (200 + 200 + 3 * 100));
	decider_free(d);
	rules_free(r);
	plan_free(p);
}

/* What was counted for an entity goes, though the entity lives on. */
static void
test_quiet_windows(void)
{
	struct err e = { 0 };
	struct rules *r = rules_load(
	    TEXT(
		"{\"rules\":[{\"rule_id\":\"r\",\"outcome\":\"Block\",\"expression\":{\"kind\":"
		"\"WindowCmp\",\"scope\":\"Entity\",\"seconds\":60,\"operator\":\"Ge\",\"value\":5,"
		"\"where\":{\"kind\":\"FieldExists\",\"field_name\":\"bad\"}}}]}"),
	    NULL, ".", &e);
	struct decider *d = decider_new(r, (struct siphash_key){ 7, 8 });
	struct buf text[3] = { 0 };
	uint64_t most = 0;
	for (unsigned i = 0; i < 40000; i++) {
		struct decision decision;
		struct value bad = i < 10000 ? string(&text[0], "", 1) : VALUE_NONE;
		struct event ev = { .event_id = string(&text[1], "event-", i),
			.entity_id = string(&text[2], "entity-", i % 100),
			.observed_at_ns = (int64_t)i * STAMP_SECOND,
			.field = &bad };
		decide_event(d, &ev, &decision);
		if (i % 1000 == 0 && most < state_size(decider_state(d)).window_events)
			most = state_size(decider_state(d)).window_events;
	}
	struct state_size size = state_size(decider_state(d));
	CHECK(most > 3000 && most < 4000);
	CHECK(size.entities == 100);
	CHECK(size.window_events == 0);
	decider_free(d);
	rules_free(r);
	for (size_t i = 0; i < 3; i++)
		buf_free(&text[i]);
}

/* One event of a run in order of time: some come again, some at the time of the one before. */
static void
take(struct decider *d, struct buf text[static 4], unsigned i, struct decision *decision)
{
	unsigned first = i % 7 ? i : i - i % 500; /* which it is, if it comes again */
	struct value field[2] = { string(&text[0], "10.0.0.", i % 50),
		string(&text[1], "user-", i / 3) };
	struct event ev = { .event_id = string(&text[2], "event-", first),
		.entity_id = string(&text[3], "entity-", first * first % 2003),
		.observed_at_ns = (int64_t)(i - i % 3) * (STAMP_SECOND / 20),
		.field = field };
	ev.session_id = ev.entity_id;
	decide_event(d, &ev, decision);
}

/* Where all come in order of time, nothing waits for late ones, and all is decided as ever. */
static void
test_in_order(void)
{
	struct err e = { 0 };
	struct plan *p =
	    plan_load(TEXT("{\"runtime\":{\"dedup_ttl_seconds\":60,\"lateness_seconds\":1000000},"
			   "\"fields\":[]}"),
		".", &e);
	struct rules *r = rules_load(text_of(document), p, ".", &e);
	struct decider *d[2];
	struct buf text[4] = { 0 };
	unsigned differ = 0, blocked = 0, duplicates = 0;
	for (int i = 0; i < 2; i++) {
		d[i] = decider_new(r, (struct siphash_key){ 5, 6 });
		state_keep_asked(decider_state(d[i]));
	}
	state_in_order(decider_state(d[1]));
	for (unsigned i = 0; i < 60000; i++) {
		struct decision one, other;
		take(d[0], text, i, &one);
		take(d[1], text, i, &other);
		differ += one.verdict->outcome != other.verdict->outcome ||
			  one.duplicate != other.duplicate;
		blocked += one.verdict->outcome == OUTCOME_BLOCK;
		duplicates += one.duplicate;
	}
	CHECK(differ == 0);
	CHECK(blocked > 1000 && blocked < 59000);
	CHECK(duplicates > 1000 && duplicates < 59000);
	struct state_size all = state_size(decider_state(d[0])),
			  late = state_size(decider_state(d[1]));
	/* 60 seconds of ids, 300 and 60 of window events, and few that are over */
	CHECK(all.dedups > 40000 && all.window_events > 80000);
	CHECK(late.dedups < 1200 && late.window_events < 9000);
	CHECK(late.bytes < all.bytes / 4);
	for (size_t i = 0; i < 4; i++)
		buf_free(&text[i]);
	decider_free(d[0]);
	decider_free(d[1]);
	rules_free(r);
	plan_free(p);
}

/* Rules enough that each event matches others of them: 2^20 verdicts, of which 600 live. */
static void
test_new_verdicts(void)
{
	enum { RULES = 20 };
	struct err e = { 0 };
	struct buf set = { 0 }, text = { 0 };
	for (unsigned i = 0; i < RULES; i++)
		buf_printf(&set,
		    "%s{\"rule_id\":\"rule-%u\",\"outcome\":\"Block\",\"expression\":{\"kind\":"
		    "\"FieldExists\",\"field_name\":\"f%u\"}}",
		    i ? "," : "{\"rules\":[", i, i);
	buf_printf(&set, "]}");
	struct plan *p = plan_load(
	    TEXT("{\"runtime\":{\"dedup_ttl_seconds\":600,\"lateness_seconds\":0},\"fields\":[]}"),
	    ".", &e);
	struct rules *r = rules_load(buf_as_text(&set), p, ".", &e);
	struct decider *d = decider_new(r, (struct siphash_key){ 1, 2 });
	uint64_t early = 0, late;
	for (unsigned i = 0; i < 20000; i++) {
		struct decision decision;
		struct value field[RULES];
		for (unsigned k = 0; k < RULES; k++)
			field[k] = i * 2654435761U >> (k + 8) & 1
				       ? (struct value){ TEXT("x"), VALUE_STRING, true }
				       : VALUE_NONE;
		struct event ev = { .event_id = string(&text, "e", i),
			.observed_at_ns = (int64_t)i * STAMP_SECOND,
			.field = field };
		decide_event(d, &ev, &decision);
		if (i == 5000)
			early = state_size(decider_state(d)).bytes;
	}
	late = state_size(decider_state(d)).bytes;
	CHECK(state_size(decider_state(d)).dedups < 620);
	CHECK(early > 600 * 100 && late < early * 5 / 4);
	decider_free(d);
	rules_free(r);
	plan_free(p);
	buf_free(&set);
	buf_free(&text);
}

/* So many events in a row, a second apart. */
static struct state_size
size_after(const char *rules, const char *plan, unsigned events, unsigned entities)
{
	struct err e = { 0 };
	struct plan *p = plan_load(text_of(plan), ".", &e);
	struct rules *r = rules_load(text_of(rules), p, ".", &e);
	struct decider *d = decider_new(r, (struct siphash_key){ 5, 6 });
	struct buf text[3] = { 0 };
	for (unsigned i = 0; i < events; i++) {
		struct decision decision;
		struct value number = string(&text[0], "", i % 1000);
		struct event ev = { .event_id = string(&text[1], "e", i),
			.entity_id = string(&text[2], "k", i % entities),
			.observed_at_ns = (int64_t)i * STAMP_SECOND,
			.field = &number };
		number.kind = VALUE_NUMBER;
		decide_event(d, &ev, &decision);
	}
	struct state_size size = state_size(decider_state(d));
	for (size_t i = 0; i < 3; i++)
		buf_free(&text[i]);
	decider_free(d);
	rules_free(r);
	plan_free(p);
	return size;
}

#define PLAN(runtime) "{\"runtime\":{" runtime "},\"fields\":[]}"
#define NOTHING                                                                                    \
	"\"dedup_ttl_seconds\":0,\"entity_state_ttl_seconds\":0,"                                  \
	"\"session_state_ttl_seconds\":0,\"window_state_ttl_seconds\":1000000"
#define WINDOW(more)                                                                               \
	"{\"rules\":[{\"rule_id\":\"r\",\"outcome\":\"Block\",\"expression\":{\"kind\":"           \
	"\"WindowCmp\",\"scope\":\"Entity\",\"seconds\":1000000,\"operator\":\"Ge\","              \
	"\"value\":500000000" more "}}]}"

/* Section 16 of the contract: under 200 bytes an entity beside its strings, under 100 an event. */
static void
test_marks(void)
{
	static const char none[] = "{\"rules\":[]}";
	struct state_size size;
	for (unsigned n = 1000; n < 90000; n += n * 2 / 3) {
		size = size_after(none,
		    PLAN("\"dedup_ttl_seconds\":0,\"session_state_ttl_seconds\":0,"
			 "\"entity_state_ttl_seconds\":1000000"),
		    n, n);
		CHECK(size.entities == n && size.entity_bytes < 200 * size.entities);
		/* the strings: seven bytes, and what each takes to be of its own */
		CHECK(size.bytes < (200 + 8) * size.entities);
		size = size_after(none,
		    PLAN("\"dedup_ttl_seconds\":1000000,\"session_state_ttl_seconds\":0,"
			 "\"entity_state_ttl_seconds\":0"),
		    n, n);
		CHECK(size.dedups == n && size.bytes < 100 * size.dedups);
		size = size_after(WINDOW(""), PLAN(NOTHING), n, 10);
		CHECK(size.window_events == n && size.bytes < 100 * size.window_events);
		size = size_after(
		    WINDOW(",\"aggregate\":{\"kind\":\"Distinct\",\"field_name\":\"n\"}"),
		    PLAN(NOTHING), 10 * n, 10);
		CHECK(size.window_events == 10 * n && size.bytes < 100 * size.window_events);
	}
}

/* What malloc has given out; 0: nobody can tell. */
static uint64_t
taken(void)
{
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
	struct mallinfo2 m = mallinfo2();
	return m.uordblks + m.hblkhd;
#else
	return 0;
#endif
}

/* A state with so many events of each of many tenants, a second apart, which have a user as entity
 * and as the field of the rules; the bytes that it takes by its own account and by malloc's. */
struct taken {
	struct state_size size;
	uint64_t malloced;
};

static struct taken
tenants_take(const char *rules, const char *plan, unsigned tenants, unsigned events, unsigned users)
{
	struct err e = { 0 };
	struct plan *p = plan_load(text_of(plan), ".", &e);
	struct rules *r = rules_load(text_of(rules), p, ".", &e);
	CHECK(r != NULL);
	struct decider *d = decider_new(r, (struct siphash_key){ 5, 6 });
	struct buf text[3] = { 0 };
	uint64_t before = taken();
	for (unsigned i = 0; i < events; i++)
		for (unsigned k = 0; k < tenants; k++) {
			struct decision decision;
			struct value user = string(&text[0], "u", i % users);
			struct event ev = { .event_id = string(&text[1], "e", i),
				.tenant_id = string(&text[2], "tenant-", k),
				.entity_id = user,
				.observed_at_ns = (int64_t)i * STAMP_SECOND,
				.field = &user };
			decide_event(d, &ev, &decision);
		}
	struct taken t = { state_size(decider_state(d)), taken() - before };
	for (size_t i = 0; i < 3; i++)
		buf_free(&text[i]);
	decider_free(d);
	rules_free(r);
	plan_free(p);
	return t;
}

/* The state counts what malloc counts, except for memory that it keeps from event to event. */
static bool
is_true(const struct taken *t)
{
	uint64_t bytes = t->size.bytes;
	return taken() == 0 || (bytes > t->malloced / 100 * 95 && bytes < t->malloced / 100 * 105);
}

#define BY_USER(more)                                                                              \
	"{\"rules\":[{\"rule_id\":\"r\",\"outcome\":\"Block\",\"expression\":{\"kind\":"           \
	"\"WindowCmp\",\"group_by\":[\"user\"],\"seconds\":100,\"operator\":\"Ge\","               \
	"\"value\":500000000" more "}}]}"

/* A tenant of whom nothing is live costs its times and its id; and few things cost little. */
static void
test_tenants(void)
{
	static const char none[] = "{\"rules\":[]}";
	struct taken t = tenants_take(none, PLAN(NOTHING), 5000, 20, 7);
	CHECK(t.size.tenants == 5000 && t.size.bytes < 5000 * 300 && is_true(&t));
	t = tenants_take(none, PLAN("\"dedup_ttl_seconds\":0"), 5000, 1, 1);
	CHECK(t.size.entities == 5000 && t.size.bytes < 5000 * 1000 && is_true(&t));
	t = tenants_take(none, PLAN(""), 3000, 3, 3);
	CHECK(t.size.entities == 9000 && t.size.dedups == 9000 && is_true(&t));
	t = tenants_take(BY_USER(""), PLAN(""), 500, 60, 9);
	CHECK(t.size.window_events == 500 * 60 && is_true(&t));
	t = tenants_take(BY_USER(",\"aggregate\":{\"kind\":\"Distinct\",\"field_name\":\"user\"}"),
	    PLAN(""), 100, 90, 50);
	CHECK(t.size.window_events == 100 * 90 && is_true(&t));
}

/* What was held is given back, when other events have moved the watermark past it. */
static void
test_let_go(void)
{
	struct err e = { 0 };
	struct plan *p = plan_load(TEXT(PLAN("\"dedup_ttl_seconds\":0,\"lateness_seconds\":10,"
					     "\"entity_state_ttl_seconds\":10,"
					     "\"session_state_ttl_seconds\":0")),
	    ".", &e);
	struct rules *r = rules_load(TEXT(BY_USER("")), p, ".", &e);
	struct decider *d = decider_new(r, (struct siphash_key){ 5, 6 });
	struct buf text = { 0 };
	uint64_t before = state_size(decider_state(d)).bytes, most = 0, left;
	for (unsigned i = 0; i < 4000; i++) {
		struct decision decision;
		bool keyed = i < 2000;
		struct value user = keyed ? string(&text, "u", i) : VALUE_NONE;
		struct event ev = { .event_id = { TEXT("e"), VALUE_STRING, true },
			.entity_id = user,
			.observed_at_ns = (int64_t)i * (keyed ? 1 : 1000) * STAMP_SECOND,
			.field = &user };
		decide_event(d, &ev, &decision);
		if (i == 1999)
			most = state_size(decider_state(d)).bytes;
	}
	left = state_size(decider_state(d)).bytes;
	CHECK(most > before + 10000 && left < before + 300);
	decider_free(d);
	rules_free(r);
	plan_free(p);
	buf_free(&text);
}

/* A thousand series of an entity: those that do not count take next to nothing. */
static void
test_many_series(bool lengths)
{
	struct buf set = { 0 };
	for (unsigned i = 0; i < 1000; i++) {
		buf_printf(&set,
		    "%s{\"rule_id\":\"r%u\",\"outcome\":\"Block\",\"expression\":{\"kind\":"
		    "\"WindowCmp\",\"scope\":\"Entity\",\"operator\":\"Ge\",\"value\":100000,"
		    "\"aggregate\":{\"kind\":\"Distinct\",\"field_name\":\"user\"},"
		    "\"seconds\":%u",
		    i ? "," : "{\"rules\":[", i, lengths ? 100 + i : 100);
		if (!lengths)
			buf_printf(&set,
			    ",\"where\":{\"kind\":\"FieldEq\",\"field_name\":\"user\","
			    "\"value\":\"u%u\"}",
			    i);
		buf_printf(&set, "}}");
	}
	buf_printf(&set, "]}");
	struct taken t = tenants_take(set.p,
	    PLAN("\"dedup_ttl_seconds\":0,\"window_state_ttl_seconds\":10000"), 1, 3000, 1500);
	CHECK(t.size.entities == 1500 && t.size.window_events > 0);
	/* each length of window is eight bytes of a ring */
	CHECK(t.size.bytes < 1500 * (lengths ? 8000 + 400 : 200) + 200 * t.size.window_events);
	buf_free(&set);
}

int
main(void)
{
	test_new_entities();
	test_quiet_windows();
	test_in_order();
	test_new_verdicts();
	test_marks();
	test_tenants();
	test_let_go();
	test_many_series(false);
	test_many_series(true);
	return unit_end();
}
