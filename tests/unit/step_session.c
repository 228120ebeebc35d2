/* SPDX-License-Identifier: MIT */
/*
 * Stepping to any position by any path shows the same state: random walks on random traces against
 * a model that replays everything from the start.
 */
#include "step/session.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "step/debugger.h"
#include "tests/unit/unit.h"

enum { CALLS_MOST = 40, EVENTS_MOST = 700, DEPTH_MOST = CALLS_MOST };

static uint64_t
draw(uint64_t *seed, uint64_t below)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (*seed >> 33) % below;
}

/* ---- random traces -------------------------------------------------------------------------- */

/* The texts of the events of one call. */
struct texts {
	struct trace_event_record event[EVENTS_MOST];
	char text[EVENTS_MOST][24], name[EVENTS_MOST][16];
};

static void
make_event(struct texts *t, size_t i, uint64_t *seed, unsigned names, bool clock, int64_t start_ns)
{
	struct trace_event_record *e = &t->event[i];
	*e = (struct trace_event_record){ .type = TRACE_LOG,
		.at_ns = clock ? start_ns + (int64_t)draw(seed, 100) : TRACE_NO_TIME,
		.after = clock ? -1 : (int64_t)(i / 3) };
	const uint64_t kind = draw(seed, 10);
	if (kind == 0) {
		e->type = TRACE_ERROR_EVENT;
		e->text[TRACE_ERROR_TYPE] = TEXT("E");
	} else if (kind > 2) {
		e->type = TRACE_VARIABLE;
		snprintf(t->name[i], sizeof(t->name[i]), "v%u", (unsigned)draw(seed, names));
		snprintf(t->text[i], sizeof(t->text[i]), "%u", (unsigned)draw(seed, 4));
		e->text[TRACE_NAME] = text_of(t->name[i]);
		e->text[TRACE_VALUE] = text_of(t->text[i]);
	}
}

static void
add_call(struct trace_model *m, uint32_t i, struct texts *t, uint64_t *seed)
{
	static const struct text names[] = { TEXT("f"), TEXT("g"), TEXT("main") };
	char id[16], parent[16], input[40];
	const bool clock = draw(seed, 3) > 0;
	const uint32_t trace = i % 2, parents = i / 2;
	const size_t events = draw(seed, 12) == 0 ? EVENTS_MOST - draw(seed, 300) : draw(seed, 9);
	const unsigned variables = draw(seed, 3) == 0 ? 200 : 4;
	const int64_t start_ns = (int64_t)draw(seed, 1000);
	for (size_t k = 0; k < events; k++)
		make_event(t, k, seed, variables, clock, start_ns);
	snprintf(id, sizeof(id), "c%u", (unsigned)i);
	snprintf(parent, sizeof(parent), "c%u", (unsigned)(trace + 2 * draw(seed, parents + 1)));
	snprintf(input, sizeof(input), "{\"v1\":%u,\"w\":\"x\"}", (unsigned)draw(seed, 4));
	const uint64_t status = draw(seed, 4);
	trace_add(m, &(struct trace_record){ .what = status == 0 ? TRACE_BEGIN : TRACE_CALL,
			 .trace_id = trace == 0 ? TEXT("t0") : TEXT("t1"),
			 .call_id = text_of(id),
			 .parent_id = parents > 0 ? text_of(parent) : TEXT_ABSENT,
			 .name = names[draw(seed, 3)],
			 .status = status == 0   ? TRACE_OPEN
				   : status == 1 ? TRACE_ERROR
						 : TRACE_OK,
			 .input = draw(seed, 2) ? text_of(input) : TEXT_ABSENT,
			 .start_ns = clock ? start_ns : TRACE_NO_TIME,
			 .end_ns = TRACE_NO_TIME,
			 .duration_ns = status == 0 ? TRACE_NO_TIME : 50,
			 .event = t->event,
			 .events = events,
			 .decides = true,
			 .records = 1 });
}

static struct trace_model *
make_model(uint64_t seed)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	struct texts *t = mem_zalloc(1, sizeof(*t));
	const uint32_t calls = 1 + (uint32_t)draw(&seed, CALLS_MOST);
	for (uint32_t i = 0; i < calls; i++)
		add_call(m, i, t, &seed);
	trace_build(m);
	free(t);
	return m;
}

/* ---- the slow model ------------------------------------------------------------------------- */

/* What was known at a position, all of it written out. */
struct state {
	struct trace_step step;
	uint32_t stack[DEPTH_MOST]; /* the innermost last */
	size_t depth;
	struct buf told;
};

struct slow {
	const struct trace_model *model;
	struct state *at; /* [0] is not used */
	size_t n, cap;
};

static void
put_state(struct buf *b, const struct trace_step *s)
{
	buf_printf(b, "%u %u %p", (unsigned)s->type, (unsigned)s->call, (const void *)s->event);
}

static void
put_variable(struct buf *b, struct text name, struct text value, uint64_t position)
{
	buf_printf(
	    b, " %.*s=%.*s@%u", (int)name.n, name.p, (int)value.n, value.p, (unsigned)position);
}

/* Replays the events of a call up to a position: its variables in the order in which they were
 * first set. */
static void
put_frame_slowly(struct buf *b, const struct slow *k, uint32_t call, size_t position)
{
	const struct trace_event *first[EVENTS_MOST];
	size_t n = 0;
	buf_printf(b, " | %u:", (unsigned)call);
	for (size_t i = 1; i <= position; i++) {
		const struct trace_step *s = &k->at[i].step;
		if (s->type != TRACE_AT_EVENT || s->call != call ||
		    s->event->type != TRACE_VARIABLE)
			continue;
		bool is = false;
		for (size_t v = 0; v < n && !is; v++)
			is = first[v]->text[TRACE_NAME] == s->event->text[TRACE_NAME];
		if (!is)
			first[n++] = s->event;
	}
	for (size_t v = 0; v < n; v++) {
		size_t last = position;
		while (k->at[last].step.type != TRACE_AT_EVENT || k->at[last].step.call != call ||
		       k->at[last].step.event->type != TRACE_VARIABLE ||
		       k->at[last].step.event->text[TRACE_NAME] != first[v]->text[TRACE_NAME])
			last--;
		const struct trace_event *e = k->at[last].step.event;
		put_variable(b, trace_text_of(e->text[TRACE_NAME]),
		    trace_text_of(e->text[TRACE_VALUE]), last);
	}
}

static void
tell_slowly(struct slow *k)
{
	for (size_t i = 1; i < k->n; i++) {
		struct state *s = &k->at[i];
		put_state(&s->told, &s->step);
		for (size_t f = s->depth; f > 0; f--)
			put_frame_slowly(&s->told, k, s->stack[f - 1], i);
	}
}

static struct slow
slow_new(const struct trace_model *m)
{
	struct slow k = { .model = m, .n = 1 };
	k.at = mem_grow(k.at, &k.cap, 1, sizeof(*k.at));
	uint64_t position = 0;
	for (size_t t = 0; t < m->traces; t++) {
		struct state now = { 0 };
		struct trace_steps steps;
		trace_steps_begin(&steps, m, t, position);
		while (trace_steps_next(&steps, &now.step)) {
			if (now.step.type == TRACE_ENTER)
				now.stack[now.depth++] = now.step.call;
			if (now.step.position > 0) {
				k.at = mem_grow(k.at, &k.cap, k.n + 1, sizeof(*k.at));
				k.at[k.n++] = now;
			}
			if (now.step.type == TRACE_EXIT || now.step.type == TRACE_AT_NO_EXIT)
				now.depth--;
		}
		position = steps.position;
		trace_steps_end(&steps);
	}
	tell_slowly(&k);
	return k;
}

static void
slow_free(struct slow *k)
{
	for (size_t i = 1; i < k->n; i++)
		buf_free(&k->at[i].told);
	free(k->at);
}

static bool
has(const struct state *s, uint32_t call)
{
	for (size_t i = 0; i < s->depth; i++)
		if (s->stack[i] == call)
			return true;
	return false;
}

static uint64_t
last_of(const struct slow *k, uint32_t call)
{
	size_t i = k->n - 1;
	while (!has(&k->at[i], call))
		i--;
	return i;
}

static uint64_t
first_of(const struct slow *k, uint32_t call)
{
	size_t i = 1;
	while (!has(&k->at[i], call))
		i++;
	return i;
}

static bool
fails(const struct slow *k, size_t i)
{
	const struct trace_step *s = &k->at[i].step;
	const struct trace_model *m = k->model;
	const struct trace_call *c = &m->call[s->call];
	if (s->type == TRACE_AT_EVENT)
		return s->event->type == TRACE_ERROR_EVENT;
	if (c->status != TRACE_ERROR || (s->type == TRACE_ENTER) != !step_has_exit(m, s->call))
		return false;
	for (uint32_t n = c->event; n > 0; n = m->event[n - 1].next)
		if (m->event[n - 1].type == TRACE_ERROR_EVENT)
			return false;
	for (size_t other = 0; other < m->calls; other++)
		if (m->call[other].parent == s->call && m->call[other].status == TRACE_ERROR)
			return false;
	return true;
}

/* Where a variable is 2 now. */
static bool
is_v1_2(const struct slow *k, size_t i)
{
	const struct trace_step *s = &k->at[i].step;
	const struct trace_text *input = k->model->call[s->call].input;
	if (s->type == TRACE_ENTER)
		return input && text_contains(trace_text_of(input), TEXT("\"v1\":2"));
	return s->type == TRACE_AT_EVENT && s->event->type == TRACE_VARIABLE &&
	       text_eq(trace_text_of(s->event->text[TRACE_NAME]), TEXT("v1")) &&
	       text_eq(trace_text_of(s->event->text[TRACE_VALUE]), TEXT("2"));
}

static bool
is_enter_of_g(const struct slow *k, size_t i)
{
	const struct trace_step *s = &k->at[i].step;
	return s->type == TRACE_ENTER &&
	       text_eq(trace_text_of(k->model->call[s->call].name), TEXT("g"));
}

static uint64_t
move_slowly(const struct slow *k, uint64_t at, enum step_move move)
{
	const uint64_t last = k->n - 1;
	const struct state *s = &k->at[at];
	uint64_t to = at;
	switch (move) {
	case STEP_NEXT:
	case STEP_INTO: return at < last ? at + 1 : at;
	case STEP_BACK: return at > 1 ? at - 1 : at;
	case STEP_OVER:
		if (at == last)
			return at;
		return k->at[at + 1].step.type == TRACE_ENTER ? last_of(k, k->at[at + 1].step.call)
							      : at + 1;
	case STEP_BACK_OVER:
		if (at == 1)
			return at;
		to = at - 1;
		return last_of(k, k->at[to].step.call) == to ? first_of(k, k->at[to].step.call)
							     : to;
	case STEP_FINISH:
		for (size_t f = s->depth; f > 0; f--)
			if (last_of(k, s->stack[f - 1]) > at)
				return last_of(k, s->stack[f - 1]);
		return at;
	case STEP_BACK_OUT:
		for (size_t f = s->depth; f > 0; f--)
			if (first_of(k, s->stack[f - 1]) < at)
				return first_of(k, s->stack[f - 1]);
		return at;
	case STEP_CONTINUE:
		for (to = at + 1; to <= last; to++)
			if (fails(k, to) || is_v1_2(k, to) || is_enter_of_g(k, to))
				return to;
		return last;
	case STEP_REVERSE: break;
	}
	for (to = at - 1; to >= 1; to--)
		if (fails(k, to) || is_v1_2(k, to) || is_enter_of_g(k, to))
			return to;
	return 1;
}

/* ---- what the session says ------------------------------------------------------------------ */

static void
tell(struct buf *b, const struct step_index *x, uint64_t position)
{
	const struct trace_step s = step_at(x, position);
	struct step_frame f = step_frame_at(x, position);
	b->n = 0;
	put_state(b, &s);
	for (; f.call != TRACE_NONE; f = step_caller(x, &f)) {
		struct step_variable *v, one;
		const size_t n = step_variables(x, &f, &v);
		buf_printf(b, " | %u:", (unsigned)f.call);
		for (size_t i = 0; i < n; i++) {
			put_variable(b, v[i].name, v[i].value, v[i].position);
			CHECK(step_value(x, &f, v[i].name, &one));
			CHECK(one.position == v[i].position && text_eq(one.value, v[i].value));
		}
		free(v);
	}
}

static void
check_walk(const struct slow *k, const struct step_index *x, uint64_t seed)
{
	struct step_session *s = step_session_new(x, (struct step_interrupt){ 0 });
	const struct step_break name = { .kind = STEP_BREAK_NAME, .name = TEXT("g") }, value = {
		.kind = STEP_BREAK_VALUE, .name = TEXT("v1"), .value = TEXT("2")
	};
	struct buf b = { 0 };
	struct err e;
	const struct step_break *added = step_break_add(s, &name, &e);
	CHECK(added != NULL && added->number == 1);
	CHECK(step_break_add(s, &value, &e) != NULL);
	for (unsigned i = 0; i < 150; i++) {
		const uint64_t at = step_position(s);
		const uint64_t choice = draw(&seed, STEP_BACK_OUT + 3);
		uint64_t to = 1 + draw(&seed, k->n - 1);
		if (choice <= STEP_BACK_OUT) {
			to = move_slowly(k, at, (enum step_move)choice);
			step_move(s, (enum step_move)choice, NULL);
		} else {
			step_go(s, to);
		}
		CHECK(step_position(s) == to);
		tell(&b, x, to);
		CHECK(text_eq(buf_as_text(&b), buf_as_text(&k->at[to].told)));
	}
	CHECK(step_break_delete(s, 2) && !step_break_delete(s, 2));
	buf_free(&b);
	step_session_free(s);
}

/* The best of all positions by time. */
static void
check_times(const struct slow *k, const struct step_index *x)
{
	for (int64_t ns = -1; ns < 1200; ns += 97) {
		uint64_t best = 0, got = 0;
		int64_t best_ns = INT64_MIN;
		for (size_t i = 1; i < k->n; i++) {
			const int64_t at_ns = step_time(k->model, &k->at[i].step);
			if (at_ns == TRACE_NO_TIME || at_ns > ns || at_ns < best_ns)
				continue;
			best_ns = at_ns;
			best = i;
		}
		CHECK(step_at_time(x, ns, NULL, &got) == 0 && got == best);
	}
}

static void
check_positions(const struct slow *k, const struct step_index *x)
{
	/* at most half of what the model takes without its texts */
	CHECK(step_index_bytes(x) <= 60 * k->model->calls + 28 * k->model->nevents + 1024);
	CHECK(step_positions(x) == k->n - 1);
	for (size_t i = 0; i < k->model->listed; i++) {
		const uint32_t call = k->model->depth_first[i];
		CHECK(step_enter(x, call) == first_of(k, call));
		CHECK(step_leave(x, call) == last_of(k, call));
	}
}

/* ---- the rest ------------------------------------------------------------------------------- */

/* Is asked a few times, and then ends the search. */
static bool
is_enough(void *context)
{
	return --*(int *)context < 0;
}

static void
check_interrupt(void)
{
	struct trace_model *m = make_model(7);
	struct step_index *x = step_index_new(m);
	int patience = 0;
	struct step_session *s =
	    step_session_new(x, (struct step_interrupt){ is_enough, &patience });
	const struct step_break b = { .kind = STEP_WATCH, .name = TEXT("v1") };
	struct err e;
	size_t n;
	CHECK(!step_break_add(s, &b, &e));
	CHECK_TEXT(text_of(e.text), "interrupted");
	step_breaks(s, &n);
	CHECK(n == 0);
	step_session_free(s);
	step_index_free(x);
	trace_model_free(m);
}

static bool
always(void *context)
{
	++*(int *)context;
	return true;
}

/* A number of steps is one move: it is as fast for a million, and nothing is there to interrupt. */
static void
check_steps_at_once(void)
{
	struct trace_model *m = make_model(7);
	struct step_index *x = step_index_new(m);
	int asked = 0;
	const struct step_debugger_setup setup = { .interrupt = { always, &asked } };
	struct step_debugger *d = step_debugger_new(x, &setup);
	const struct step_session *s = step_debugger_session(d);
	const uint64_t last = step_positions(x);
	const struct {
		const char *command;
		uint64_t position;
	} rows[] = { { "n 3", 4 }, { "b 2", 2 }, { "s 18446744073709551615", last }, { "n", last },
		{ "b 2", last - 2 }, { "b 18446744073709551615", 1 }, { "b", 1 } };
	struct buf answer = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		step_debugger_do(d, text_of(rows[i].command), &answer);
		CHECK(step_position(s) == rows[i].position);
	}
	CHECK(asked == 0);
	answer.n = 0;
	step_debugger_do(d, TEXT("o 3"), &answer);
	CHECK(text_contains(buf_as_text(&answer), TEXT("  interrupted\n")));
	buf_free(&answer);
	step_debugger_free(d);
	step_index_free(x);
	trace_model_free(m);
}

static void
check_nothing(void)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	trace_build(m);
	struct step_index *x = step_index_new(m);
	struct step_session *s = step_session_new(x, (struct step_interrupt){ 0 });
	CHECK(step_position(s) == 0 && step_positions(x) == 0);
	for (unsigned i = 0; i <= STEP_BACK_OUT; i++)
		CHECK(step_move(s, (enum step_move)i, NULL) == STEP_AT_END);
	CHECK(!step_up(s) && !step_down(s));
	step_session_free(s);
	step_index_free(x);
	trace_model_free(m);
}

int
main(void)
{
	for (uint64_t seed = 1; seed <= 60; seed++) {
		struct trace_model *m = make_model(seed);
		struct slow k = slow_new(m);
		struct step_index *x = step_index_new(m);
		check_positions(&k, x);
		check_times(&k, x);
		check_walk(&k, x, seed);
		step_index_free(x);
		slow_free(&k);
		trace_model_free(m);
	}
	check_interrupt();
	check_steps_at_once();
	check_nothing();
	return unit_end();
}
