/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "base/glob.h"
#include "base/mem.h"
#include "base/words.h"
#include "json/write.h"
#include "trace/expect.h"
#include "trace/put.h"
#include "trace/root_cause.h"

/* ---- words ---------------------------------------------------------------------------------- */

static void
put_times(struct buf *b, uint64_t n)
{
	if (n == 1)
		buf_text(b, TEXT("once"));
	else
		buf_printf(b, "%" PRIu64 " times", n);
}

static void
put_name(struct buf *b, const struct trace_text *name)
{
	json_put_string(b, name ? trace_text_of(name) : TEXT(""));
}

/* A value of a trace may be long. */
static void
put_value(struct buf *b, struct text json)
{
	enum { MOST = 200 };
	if (!json.p) {
		buf_text(b, TEXT("not there"));
		return;
	}
	size_t n = json.n < MOST ? json.n : MOST;
	while (n < json.n && n > 0 && ((unsigned char)json.p[n] & 0xc0) == 0x80)
		n--; /* not within a character */
	buf_put(b, json.p, n);
	if (n < json.n)
		buf_printf(b, "... (%zu bytes)", json.n);
}

static void
put_duration(struct buf *b, int64_t ns)
{
	static const struct {
		int64_t ns;
		const char *name;
	} units[] = { { 1000000000, "s" }, { 1000000, "ms" }, { 1000, "us" }, { 1, "ns" } };
	size_t u = 0;
	while (u < 3 && ns < units[u].ns)
		u++;
	const int64_t whole = ns / units[u].ns,
		      rest = u < 3 ? ns % units[u].ns / (units[u].ns / 1000) : 0;
	buf_printf(b, "%" PRId64, whole);
	if (rest > 0) {
		buf_printf(b, ".%03d", (int)rest);
		while (b->p[b->n - 1] == '0')
			b->n--;
	}
	buf_text(b, text_of(units[u].name));
}

/* ---- calls ---------------------------------------------------------------------------------- */

static bool
is_named(const struct trace_call *c, struct text glob)
{
	return c->name && glob_match(glob, trace_text_of(c->name));
}

static void
put_shown(struct buf *b, const struct expect_hiding *h, struct text path, struct text json)
{
	struct buf hidden = { 0 };
	if (h && json.p && h->hide(h->context, path, json, &hidden))
		json = buf_as_text(&hidden);
	put_value(b, json);
	buf_free(&hidden);
}

/* A condition on a value; appends what is wrong to why. */
static bool
value_holds(const struct json_node *expected, const struct trace_text *value, const char *what,
    const struct expect_hiding *hiding, struct buf *why)
{
	struct buf path = { 0 };
	const struct json_node *place = expected;
	struct text found = TEXT_ABSENT;
	if (!expected)
		return true;
	const bool held = expect_value_holds(expected, trace_text_of(value), &path, &place, &found);
	if (!held) {
		buf_printf(why, "%s", what);
		buf_text(why, buf_as_text(&path));
		buf_text(why, TEXT(" is "));
		put_shown(why, hiding, buf_as_text(&path), found);
		buf_text(why, TEXT(", not "));
		put_shown(why, hiding, buf_as_text(&path), place->json);
	}
	buf_free(&path);
	return held;
}

/* How many of a call's conditions hold, of three.  why: the first one that does not. */
static unsigned
conditions_of(const struct expect_statement *s, const struct trace_call *c,
    const struct expect_hiding *hiding, struct buf *why)
{
	unsigned held = 0;
	why->n = 0;
	held += value_holds(s->input, c->input, "input", hiding, why);
	if (why->n == 0 || s->output)
		held += value_holds(
		    s->output, c->output, why->n > 0 ? " and output" : "output", hiding, why);
	else
		held++;
	if (s->status < 0 || s->status == c->status)
		return held + 1;
	buf_printf(why, "%sstatus is %s, not %s", why->n > 0 ? " and " : "",
	    trace_status_names[c->status].p, trace_status_names[s->status].p);
	return held;
}

/* Calls of a name, and those of them that are as the statement says. */
struct found {
	uint64_t named, matching;
	uint32_t last;    /* the last one that matches, of max + 1 */
	uint32_t nearest; /* of those that do not match, the one of which most holds */
	unsigned held;
};

static struct found
find_calls(const struct expect_statement *s, const struct trace_model *m, const struct trace *t)
{
	struct found f = { .last = TRACE_NONE, .nearest = TRACE_NONE };
	const uint64_t most = s->kind == EXPECT_NEVER ? 0 : (uint64_t)s->max;
	struct buf why = { 0 };
	for (uint32_t at = t->first; at < t->last; at++) {
		const struct trace_call *c = trace_call_at(m, at);
		if (!is_named(c, s->glob[0]))
			continue;
		f.named++;
		const unsigned held = conditions_of(s, c, NULL, &why);
		if (held == 3) {
			if (f.matching++ <= most)
				f.last = m->depth_first[at];
		} else if (f.nearest == TRACE_NONE || held > f.held) {
			f.nearest = m->depth_first[at];
			f.held = held;
		}
	}
	buf_free(&why);
	return f;
}

/* Finds the call whose name is nearest to one that no call has. */
static uint32_t
nearest_name(const struct trace_model *m, const struct trace *t, struct text name)
{
	enum { MOST = 1000 };
	struct text names[1];
	uint32_t looked = 0;
	for (uint32_t at = t->first; at < t->last && looked < MOST; at++, looked++) {
		names[0] = trace_text_of(trace_call_at(m, at)->name);
		if (names[0].n > 0 && words_meant(name, names, 1).name.p)
			return m->depth_first[at];
	}
	return TRACE_NONE;
}

/* Says which name is nearest to one that no call has. */
static void
say_nearest_name(
    struct expect_result *r, const struct trace_model *m, const struct trace *t, struct text name)
{
	r->call = nearest_name(m, t, name);
	if (r->call == TRACE_NONE)
		return;
	buf_text(&r->why, TEXT("; the nearest name is "));
	put_name(&r->why, m->call[r->call].name);
}

static bool
has_conditions(const struct expect_statement *s)
{
	return s->input || s->output || s->status >= 0;
}

static void
judge_too_few(const struct expect_statement *s, const struct trace_model *m, const struct trace *t,
    const struct found *f, struct expect_result *r)
{
	struct buf why = { 0 };
	if (f->named == 0) {
		buf_text(&r->why, TEXT("no call is named "));
		json_put_string(&r->why, s->glob[0]);
		say_nearest_name(r, m, t, s->glob[0]);
		return;
	}
	buf_text(&r->why, TEXT("it was called "));
	put_times(&r->why, f->matching);
	if (has_conditions(s))
		buf_text(&r->why, TEXT(" like that"));
	buf_text(&r->why, TEXT(", and should be at least "));
	put_times(&r->why, (uint64_t)s->min);
	r->call = f->matching > 0 ? f->last : f->nearest;
	if (f->nearest != TRACE_NONE) {
		r->call = f->nearest;
		conditions_of(s, &m->call[f->nearest], r->hiding, &why);
		buf_text(&r->why, TEXT("; nearest: "));
		buf_text(&r->why, buf_as_text(&why));
	}
	buf_free(&why);
}

static void
judge_calls(const struct expect_statement *s, const struct trace_model *m, const struct trace *t,
    struct expect_result *r)
{
	const struct found f = find_calls(s, m, t);
	if (s->kind == EXPECT_CALLED && f.matching < (uint64_t)s->min) {
		judge_too_few(s, m, t, &f, r);
		return;
	}
	r->holds = f.matching <= (s->kind == EXPECT_NEVER ? 0 : (uint64_t)s->max);
	if (r->holds)
		return;
	r->call = f.last;
	buf_text(&r->why, TEXT("it was called "));
	put_times(&r->why, f.matching);
	if (s->kind == EXPECT_CALLED) {
		buf_text(&r->why, TEXT(", and should be at most "));
		put_times(&r->why, (uint64_t)s->max);
	}
}

/* ---- order ---------------------------------------------------------------------------------- */

/* The first call of a name in the order of the trace, from a place on; t->last: none. */
static uint32_t
find_from(const struct trace_model *m, const struct trace *t, uint32_t at, struct text glob)
{
	while (at < t->last && !is_named(trace_call_at(m, at), glob))
		at++;
	return at;
}

/* Says that calls of a name, of which several in a row are wanted, end after some.  All calls from
 * the one before them on were found, so they are counted by what was found. */
static void
say_too_few_in_row(const struct expect_statement *s, size_t missing, struct buf *why)
{
	size_t first = missing, end = missing;
	while (first > 0 && text_eq(s->glob[first - 1], s->glob[missing]))
		first--;
	while (end < s->globs && text_eq(s->glob[end], s->glob[missing]))
		end++;
	buf_text(why, TEXT(" was called "));
	put_times(why, missing - first);
	if (first > 0) {
		buf_text(why, TEXT(" after "));
		json_put_string(why, s->glob[first - 1]);
	}
	buf_text(why, TEXT(", and should be called "));
	put_times(why, end - first);
}

static void
judge_order(const struct expect_statement *s, const struct trace_model *m, const struct trace *t,
    struct expect_result *r)
{
	uint32_t next = t->first;
	size_t i = 0;
	for (; i < s->globs; i++) {
		const uint32_t at = find_from(m, t, next, s->glob[i]);
		if (at == t->last)
			break;
		next = at + 1;
	}
	r->holds = i == s->globs;
	if (r->holds)
		return;
	const uint32_t elsewhere = find_from(m, t, t->first, s->glob[i]);
	if (elsewhere == t->last) {
		buf_text(&r->why, TEXT("no call is named "));
		json_put_string(&r->why, s->glob[i]);
		say_nearest_name(r, m, t, s->glob[i]);
		return;
	}
	r->call = m->depth_first[elsewhere];
	put_name(&r->why, m->call[r->call].name);
	if (i > 0 && text_eq(s->glob[i], s->glob[i - 1])) {
		say_too_few_in_row(s, i, &r->why);
		return;
	}
	buf_text(&r->why, TEXT(" comes only before "));
	put_name(&r->why, trace_call_at(m, next - 1)->name);
}

/* ---- sums ----------------------------------------------------------------------------------- */

/* The root that lasted longest. */
static uint32_t
longest_root(const struct trace_model *m, const struct trace *t)
{
	uint32_t longest = m->depth_first[t->first];
	for (uint32_t at = t->first; at < t->last; at = trace_call_at(m, at)->last)
		if (trace_call_at(m, at)->duration_ns > m->call[longest].duration_ns)
			longest = m->depth_first[at];
	return longest;
}

static void
judge_duration(const struct expect_statement *s, const struct trace_model *m, const struct trace *t,
    const struct trace_totals *sum, struct expect_result *r)
{
	const uint32_t unended = trace_unended_root(m, t);
	const bool longer = sum->duration_ns != TRACE_NO_TIME && sum->duration_ns > s->most;
	r->holds = sum->duration_ns != TRACE_NO_TIME && !longer && unended == TRACE_NONE;
	if (r->holds)
		return;
	r->call = unended != TRACE_NONE ? unended : longest_root(m, t);
	r->at_exit = true;
	if (unended != TRACE_NONE && !longer) {
		buf_text(&r->why, TEXT("no end of "));
		put_name(&r->why, m->call[unended].name);
		buf_text(&r->why, TEXT(" is recorded, so it may have taken more than "));
		put_duration(&r->why, s->most);
		return;
	}
	if (sum->duration_ns == TRACE_NO_TIME) {
		buf_text(&r->why, TEXT("how long it took is not known"));
		return;
	}
	buf_text(&r->why, unended == TRACE_NONE ? TEXT("it took ") : TEXT("it took at least "));
	put_duration(&r->why, sum->duration_ns);
	buf_text(&r->why, TEXT(", and should take at most "));
	put_duration(&r->why, s->most);
}

/* A trace that asks no model costs nothing. */
static void
judge_cost(
    const struct expect_statement *s, const struct trace_totals *sum, struct expect_result *r)
{
	char digits[TRACE_COST_MAX];
	const bool known = sum->without_cost == 0 && (sum->has_cost || sum->requests == 0);
	const bool more = trace_cost_is_more(&sum->cost, &s->cost);
	r->holds = known && !more;
	if (r->holds)
		return;
	if (!known && !more) {
		buf_printf(&r->why,
		    "what it cost is not known of %" PRIu64 " of %" PRIu64 " llm calls",
		    sum->without_cost, sum->requests);
		return;
	}
	buf_text(&r->why, TEXT("it cost $"));
	buf_put(&r->why, digits, trace_cost_put(&sum->cost, digits));
	buf_text(&r->why, TEXT(", and should cost at most $"));
	buf_put(&r->why, digits, trace_cost_put(&s->cost, digits));
}

static void
judge_tokens(
    const struct expect_statement *s, const struct trace_totals *sum, struct expect_result *r)
{
	const number_wide tokens = trace_totals_tokens(sum);
	const bool known = sum->usage[TRACE_INPUT_TOKENS] >= 0 ||
			   sum->usage[TRACE_OUTPUT_TOKENS] >= 0 || sum->requests == 0;
	r->holds = known && tokens <= s->most;
	if (r->holds)
		return;
	if (!known)
		buf_text(&r->why, TEXT("how many tokens it used is not known"));
	else
		buf_printf(&r->why, "it used %" PRIu64 " tokens, and should use at most %" PRId64,
		    (uint64_t)tokens, s->most);
}

static void
judge_errors(const struct trace_model *m, size_t trace, struct expect_result *r)
{
	struct root_cause cause;
	r->holds = !trace_root_cause(m, trace, &cause);
	if (r->holds)
		return;
	r->call = cause.call;
	r->at_exit = true;
	put_name(&r->why, m->call[cause.call].name);
	buf_text(&r->why, TEXT(" failed"));
	if (cause.type || cause.message)
		buf_text(&r->why, TEXT(": "));
	if (cause.type)
		buf_text(&r->why, trace_text_of(cause.type));
	if (cause.type && cause.message)
		buf_text(&r->why, TEXT(": "));
	if (cause.message)
		put_value(&r->why, trace_text_of(cause.message));
}

void
expect_judge(const struct expect_statement *s, const struct trace_model *m, size_t trace,
    const struct trace_totals *sum, struct expect_result *r)
{
	const struct trace *t = &m->trace[trace];
	r->holds = false;
	r->call = TRACE_NONE;
	r->at_exit = false;
	r->why.n = 0;
	switch (s->kind) {
	case EXPECT_CALLED:
	case EXPECT_NEVER: judge_calls(s, m, t, r); break;
	case EXPECT_ORDER: judge_order(s, m, t, r); break;
	case EXPECT_DURATION_MAX: judge_duration(s, m, t, sum, r); break;
	case EXPECT_COST_MAX: judge_cost(s, sum, r); break;
	case EXPECT_TOKENS_MAX: judge_tokens(s, sum, r); break;
	case EXPECT_NO_ERRORS: judge_errors(m, trace, r); break;
	}
}
