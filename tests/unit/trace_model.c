/* SPDX-License-Identifier: MIT */
/* Records become calls: ids that occur twice, circles, depth, odd times, equal times, steps. */
#include "trace/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tests/unit/unit.h"
#include "trace/put.h"

#define NONE TRACE_NO_TIME

/* A record: what, its id or TRACE:ID, parent, start, end, and an event at a time. */
struct row {
	enum trace_what what;
	const char *id, *parent;
	int64_t start_ns, end_ns, at_ns;
};

static void
add_row(struct trace_model *m, const struct row *row, bool prepared)
{
	struct trace_event_record event = {
		.type = TRACE_LOG, .at_ns = row->at_ns, .after = -1, .text = { TEXT("m") }
	};
	const char *const colon = strchr(row->id, ':');
	struct trace_record r = { .what = row->what,
		.trace_id =
		    colon ? (struct text){ row->id, (size_t)(colon - row->id) } : TEXT_ABSENT,
		.call_id = text_of(colon ? colon + 1 : row->id),
		.parent_id = row->parent ? text_of(row->parent) : TEXT_ABSENT,
		.name = TEXT("f"),
		.start_ns = row->start_ns,
		.end_ns = row->end_ns,
		.duration_ns = NONE,
		.event = &event,
		.events = row->at_ns != NONE,
		.records = 1 };
	if (prepared)
		trace_prepare(trace_model_key(m), &r);
	trace_add(m, &r);
}

static void
add(struct trace_model *m, const struct row *row)
{
	add_row(m, row, false);
}

static struct trace_model *
build(const struct row *row, size_t n, bool prepared)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	for (size_t i = 0; i < n; i++)
		add_row(m, &row[i], prepared);
	trace_build(m);
	return m;
}

/* Trace, call, its parent, duration, events and notes of each call. */
static void
tell(struct buf *b, const struct trace_model *m)
{
	for (size_t i = 0; i < m->traces; i++) {
		for (uint32_t k = m->trace[i].first; k < m->trace[i].last; k++) {
			const struct trace_call *c = trace_call_at(m, k);
			uint32_t events = 0;
			for (uint32_t e = c->event; e > 0; e = m->event[e - 1].next)
				events++;
			buf_text(b, trace_text_of(m->trace[i].id));
			buf_char(b, ':');
			buf_text(b, trace_text_of(c->id));
			if (c->parent != TRACE_NONE) {
				buf_char(b, '<');
				buf_text(b, trace_text_of(m->call[c->parent].id));
			}
			if (c->duration_ns != NONE)
				buf_printf(b, " %lld", (long long)c->duration_ns);
			if (events > 0)
				buf_printf(b, " e%u", events);
			for (unsigned n = 0; n < TRACE_NOTES; n++)
				if (c->notes >> n & 1) {
					buf_char(b, ' ');
					buf_text(b, trace_note_names[n]);
				}
			buf_char(b, ';');
		}
	}
}

#define B TRACE_BEGIN
#define E TRACE_END
#define V TRACE_EVENT

static const struct {
	struct row row[8];
	const char *told;
} models[] = {
	{ { { B, "a", NULL, 1, NONE, NONE }, { E, "a", NULL, NONE, 5, NONE } }, "a:a 4;" },
	/* a parent before its child, behind it, the call itself, and one of another trace */
	{ { { B, "a", NULL, 1, NONE, NONE }, { B, "b", "a", 2, NONE, NONE },
	      { B, "c", "d", 3, NONE, NONE }, { B, "d", "a", 2, NONE, NONE },
	      { B, "e", "e", 4, NONE, NONE } },
	    "a:a no_exit;a:b<a no_exit;a:d<a no_exit;a:c<d no_exit;e:e no_exit cycle;" },
	{ { { B, "T:a", NULL, 1, NONE, NONE }, { B, "U:b", "a", 2, NONE, NONE },
	      { B, "T:b", "a", 3, NONE, NONE } },
	    "T:a no_exit;T:b<a no_exit;U:b no_exit parent_missing;" },
	/* the parent of several calls of an id is the earliest, also if another was there first */
	{ { { B, "a", NULL, 5, NONE, NONE }, { B, "b", "a", 6, NONE, NONE },
	      { B, "a", NULL, 1, NONE, NONE } },
	    "a:a no_exit;a:b<a no_exit;a~2:a~2 no_exit duplicate_id;" },
	{ { { E, "a", NULL, NONE, 5, NONE }, { B, "a", NULL, 1, NONE, NONE } }, "a:a 4;" },
	{ { { B, "a", NULL, 5, NONE, NONE }, { E, "a", NULL, NONE, 1, NONE } },
	    "a:a -4 negative_duration;" },
	{ { { E, "a", "p", NONE, 5, NONE } }, "p:a no_entry parent_missing;" },
	{ { { V, "a", NULL, NONE, NONE, 7 }, { V, "a", NULL, NONE, NONE, 7 } },
	    "a:a e1 no_exit no_entry;" },
	/* times at the edges */
	{ { { B, "a", NULL, INT64_MIN + 1, NONE, NONE }, { E, "a", NULL, NONE, INT64_MAX, NONE } },
	    "a:a 9223372036854775807;" },
	{ { { B, "a", NULL, INT64_MAX, NONE, NONE }, { E, "a", NULL, NONE, INT64_MIN + 1, NONE } },
	    "a:a -9223372036854775807 negative_duration;" },
	/* an id twice: ends close the innermost; what is the same again is not there twice */
	{ { { B, "a", NULL, 1, NONE, NONE }, { B, "a", NULL, 3, NONE, NONE },
	      { E, "a", NULL, NONE, 4, NONE }, { E, "a", NULL, NONE, 9, NONE } },
	    "a:a 8;a~2:a~2 1 duplicate_id;" },
	{ { { B, "a", NULL, 3, NONE, NONE }, { B, "a", NULL, 1, NONE, NONE },
	      { B, "b", "a", 4, NONE, NONE }, { E, "a", NULL, NONE, 5, NONE } },
	    "a:a no_exit;a:b<a no_exit;a~2:a~2 2 duplicate_id;" },
	{ { { B, "a", NULL, 1, NONE, NONE }, { E, "a", NULL, NONE, 2, NONE },
	      { B, "a", NULL, 3, NONE, NONE }, { E, "a", NULL, NONE, 4, NONE },
	      { B, "a", NULL, 1, NONE, NONE }, { E, "a", NULL, NONE, 2, NONE },
	      { B, "a", NULL, 3, NONE, NONE }, { E, "a", NULL, NONE, 4, NONE } },
	    "a:a 1;a~2:a~2 1 duplicate_id;" },
	{ { { B, "a", NULL, 1, NONE, NONE }, { E, "a", NULL, NONE, 2, NONE },
	      { E, "a", NULL, NONE, 4, NONE }, { E, "a", NULL, NONE, 4, NONE } },
	    "a:a 1;a~2:a~2 no_entry duplicate_id;" },
	/* circles open at the earliest call */
	{ { { B, "a", "a", 1, NONE, NONE } }, "a:a no_exit cycle;" },
	{ { { B, "a", "c", 3, NONE, NONE }, { B, "b", "a", 2, NONE, NONE },
	      { B, "c", "b", 4, NONE, NONE }, { B, "d", "c", 1, NONE, NONE } },
	    "b:b no_exit cycle;b:c<b no_exit;b:d<c no_exit;b:a<c no_exit;" },
	/* parents that are not there are one */
	{ { { B, "a", "x", 1, NONE, NONE }, { B, "b", "x", 2, NONE, NONE },
	      { B, "c", NULL, 0, NONE, NONE } },
	    "c:c no_exit;x:a no_exit parent_missing;x:b no_exit parent_missing;" },
	/* without a trace id: events of a call that has one, and calls below it, in any order */
	{ { { B, "T:a", NULL, 1, NONE, NONE }, { V, "a", NULL, NONE, NONE, 3 },
	      { V, "T:a", NULL, NONE, NONE, 2 }, { B, "b", "a", 4, NONE, NONE },
	      { V, "b", NULL, NONE, NONE, 5 } },
	    "T:a e2 no_exit;T:b<a e1 no_exit;" },
	{ { { V, "b", NULL, NONE, NONE, 5 }, { B, "b", "a", 4, NONE, NONE },
	      { V, "T:a", NULL, NONE, NONE, 2 }, { V, "a", NULL, NONE, NONE, 3 },
	      { B, "T:a", NULL, 1, NONE, NONE } },
	    "T:a e2 no_exit;T:b<a e1 no_exit;" },
	/* a call below events that join, and events whose parent is there */
	{ { { B, "T:a", NULL, 1, NONE, NONE }, { V, "a", "x", NONE, NONE, 2 },
	      { B, "b", "a", 3, NONE, NONE }, { V, "c", "b", NONE, NONE, 4 } },
	    "T:a e1 no_exit;T:b<a no_exit;T:c<b e1 no_exit no_entry;" },
	/* what begins, or ends, is a call of its own */
	{ { { B, "T:a", NULL, 1, NONE, NONE }, { B, "a", NULL, 2, NONE, NONE } },
	    "T:a no_exit;a:a no_exit;" },
	{ { { B, "T:a", NULL, 1, NONE, NONE }, { E, "a", NULL, NONE, 2, NONE } },
	    "T:a no_exit;a:a no_entry;" },
	/* several traces have the call */
	{ { { B, "T:a", NULL, 1, NONE, NONE }, { V, "a", NULL, NONE, NONE, 3 },
	      { B, "b", "a", 4, NONE, NONE }, { B, "U:a", NULL, 2, NONE, NONE } },
	    "T:a no_exit;U:a no_exit;a:a e1 no_exit no_entry;a:b<a no_exit;" },
	/* of two calls of an id, the earliest has the children */
	{ { { B, "T:a", NULL, 1, NONE, NONE }, { B, "c", NULL, 9, NONE, NONE },
	      { B, "c", "a", 2, NONE, NONE }, { B, "d", "c", 10, NONE, NONE } },
	    "T:a no_exit;T:c<a no_exit;T:d<c no_exit;c:c no_exit;" },
	{ { { B, "T:a", NULL, 1, NONE, NONE }, { B, "c", NULL, 9, NONE, NONE },
	      { B, "c", "a", 2, NONE, NONE }, { E, "c", NULL, NONE, 12, NONE },
	      { E, "c", NULL, NONE, 3, NONE } },
	    "T:a no_exit;T:c<a 1;c:c 3;" },
	/* ids of 16 and 32 digits: the beginning and the end of one call */
	{ { { E, "d269b633813fc60c:a", NULL, NONE, 5, NONE },
	      { B, "5b8efff798038103d269b633813fc60c:a", NULL, 1, NONE, NONE } },
	    "5b8efff798038103d269b633813fc60c:a 4;" },
	/* a start that is not known comes last */
	{ { { B, "a", NULL, NONE, NONE, NONE }, { B, "c", "a", NONE, NONE, NONE },
	      { B, "b", "a", 2, NONE, NONE } },
	    "a:a no_exit;a:b<a no_exit;a:c<a no_exit;" },
};

/* Parents of records that are prepared are found when they are added. */
static void
check_table(bool prepared)
{
	for (size_t i = 0; i < sizeof(models) / sizeof(*models); i++) {
		size_t n = 0;
		struct buf b = { 0 };
		while (n < 8 && models[i].row[n].id)
			n++;
		struct trace_model *m = build(models[i].row, n, prepared);
		unit_row(models[i].told);
		tell(&b, m);
		CHECK_TEXT(buf_as_text(&b), models[i].told);
		buf_free(&b);
		trace_model_free(m);
	}
	unit_row("");
}

/* Events of the same time: each once, whatever the order in which they come again. */
static void
check_events(void)
{
	static const char *const messages[] = { "x", "y", "x", "z", "y", "x" };
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	struct buf b = { 0 };
	for (size_t i = 0; i < 6; i++) {
		/* a record may say the same twice */
		const struct trace_event_record e = {
			.type = TRACE_LOG, .at_ns = 3, .after = -1, .text = { text_of(messages[i]) }
		};
		const struct trace_event_record twice[] = { e, e };
		const struct trace_record r = { .what = TRACE_EVENT,
			.call_id = TEXT("a"),
			.start_ns = NONE,
			.end_ns = NONE,
			.duration_ns = NONE,
			.event = twice,
			.events = 2 };
		trace_add(m, &r);
	}
	trace_build(m);
	for (uint32_t e = m->call[0].event; e > 0; e = m->event[e - 1].next)
		buf_text(&b, trace_text_of(m->event[e - 1].text[TRACE_MESSAGE]));
	CHECK_TEXT(buf_as_text(&b), "xxyyzz");
	CHECK(m->repeated == 6);
	buf_free(&b);
	trace_model_free(m);
}

/* Names that look alike are different, and each is stored once. */
static void
check_names(void)
{
	static const char *const names[] = { "", "a", "a1b1c", "a2b1c", "a1b2c", "a1b1d" };
	enum { N = sizeof(names) / sizeof(*names) };
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	const struct trace_text *first[N];
	for (size_t i = 0; i < 3 * N; i++) {
		const struct trace_text *t = trace_intern(m, text_of(names[i % N]));
		first[i % N] = i < N ? t : first[i % N];
		CHECK(t == first[i % N] && text_eq(trace_text_of(t), text_of(names[i % N])));
	}
	CHECK(trace_intern(m, TEXT_ABSENT) == NULL);
	trace_model_free(m);
}

enum { DEEP = 10000, WIDE = 200000, ALIKE = 100000 };

static void
check_deep(void)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	struct trace_steps s;
	struct trace_step step;
	char id[2][24];
	size_t steps = 0, deepest = 0;
	for (int i = DEEP; i > 0; i--) {
		snprintf(id[0], sizeof(id[0]), "c%d", i);
		snprintf(id[1], sizeof(id[1]), "c%d", i - 1);
		add(m, &(struct row){ B, id[0], i > 1 ? id[1] : NULL, i, NONE, i });
	}
	trace_build(m);
	CHECK(m->traces == 1 && m->listed == DEEP);
	trace_steps_begin(&s, m, 0, 0);
	while (trace_steps_next(&s, &step)) {
		steps++;
		deepest = step.depth > deepest ? step.depth : deepest;
	}
	trace_steps_end(&s);
	CHECK(steps == 3 * DEEP);
	CHECK(deepest == DEEP - 1);
	CHECK(s.position == 2 * DEEP); /* none for what has no end */
	trace_model_free(m);
}

/* Many children, and many calls of one id, take no long time. */
static void
check_many(void)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	char id[24];
	add(m, &(struct row){ B, "root", NULL, 0, NONE, NONE });
	for (int i = WIDE; i > 0; i--) {
		snprintf(id, sizeof(id), "c%d", i);
		add(m, &(struct row){ B, id, "root", i, NONE, NONE });
	}
	for (int i = 1; i <= ALIKE; i++) {
		add(m, &(struct row){ B, "same", "root", i, NONE, NONE });
		add(m, &(struct row){ E, "same", "root", NONE, i + 1, NONE });
	}
	for (int i = 1; i <= ALIKE; i++)
		add(m, &(struct row){ B, "same", "root", i, NONE, NONE });
	trace_build(m);
	CHECK(m->traces == 1 && m->listed == 1 + WIDE + ALIKE);
	CHECK(m->repeated == ALIKE);
	CHECK(m->noted[3] == ALIKE - 1);
	CHECK_TEXT(trace_text_of(trace_call_at(m, 1)->id), "c1");
	CHECK_TEXT(trace_text_of(trace_call_at(m, WIDE + ALIKE)->id), "c200000");
	trace_model_free(m);
}

/* Events before, between and behind children. */
static void
check_steps(void)
{
	static const struct row rows[] = {
		{ B, "a", NULL, 10, NONE, 15 },
		{ B, "b", "a", 15, NONE, NONE },
		{ E, "b", "a", NONE, 20, NONE },
		{ V, "a", NULL, NONE, NONE, 25 },
		{ B, "c", "a", 25, NONE, NONE },
		{ V, "a", NULL, NONE, NONE, 26 },
		{ E, "a", NULL, NONE, 30, NONE },
	};
	static const char *const types[] = { "+", ".", "-", "?" };
	struct trace_model *m = build(rows, sizeof(rows) / sizeof(*rows), false);
	struct buf b = { 0 };
	struct trace_steps s;
	struct trace_step step;
	trace_steps_begin(&s, m, 0, 7);
	while (trace_steps_next(&s, &step)) {
		buf_text(&b, text_of(types[step.type]));
		buf_text(&b, trace_text_of(m->call[step.call].id));
		buf_u64(&b, step.position);
		buf_char(&b, ' ');
	}
	trace_steps_end(&s);
	CHECK_TEXT(buf_as_text(&b), "+a8 .a9 +b10 -b11 .a12 +c13 ?c0 .a14 -a15 ");
	buf_free(&b);
	trace_model_free(m);
}

int
main(void)
{
	check_table(false);
	check_table(true);
	check_names();
	check_events();
	check_steps();
	check_deep();
	check_many();
	return unit_end();
}
