/* SPDX-License-Identifier: MIT */
#include "rerun/verdict.h"

#include <math.h>
#include <stdlib.h>

#include "base/glob.h"
#include "base/mem.h"
#include "base/number.h"
#include "json/write.h"
#include "trace/canonical.h"
#include "trace/members.h"

const struct text rerun_verdict_names[RERUN_VERDICTS] = { [RERUN_NO_VERDICT] = { NULL, 0 },
	[RERUN_SAME] = { "same", 4 },
	[RERUN_FIXED] = { "fixed", 5 },
	[RERUN_STILL_FAILS] = { "still_fails", 11 },
	[RERUN_NEW_ERROR] = { "new_error", 9 },
	[RERUN_DIFFERS] = { "differs", 7 } };

bool
rerun_is_good(enum rerun_verdict v)
{
	switch (v) {
	case RERUN_NO_VERDICT:
	case RERUN_SAME:
	case RERUN_FIXED: return true;
	case RERUN_STILL_FAILS:
	case RERUN_NEW_ERROR:
	case RERUN_DIFFERS: return false;
	}
	return false;
}

/* ---- rules ---------------------------------------------------------------------------------- */

/* Takes `$.` from the front, and makes [] of the path [*]. */
static struct text
path_of(struct arena *a, struct text t)
{
	struct buf b = { 0 };
	if (t.n > 0 && t.p[0] == '$' && (t.n == 1 || t.p[1] == '.' || t.p[1] == '[')) {
		t.p++;
		t.n--;
	}
	if (t.n > 0 && t.p[0] == '.') {
		t.p++;
		t.n--;
	}
	for (size_t i = 0; i < t.n; i++) {
		buf_char(&b, t.p[i]);
		if (t.p[i] == '[' && i + 1 < t.n && t.p[i + 1] == ']')
			buf_char(&b, '*');
	}
	const struct text path = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return path;
}

static int
read_tolerance(struct text t, struct rerun_rule *r, struct err *e)
{
	const struct text given = t;
	r->relative = t.n > 0 && t.p[t.n - 1] == '%';
	t.n -= r->relative;
	if (number_f64(t, &r->tolerance) < 0 || r->tolerance < 0)
		return err_set(
		    e, "not a tolerance, such as 0.01 or 1%%: '%.*s'", (int)given.n, given.p);
	r->tolerance /= r->relative ? 100 : 1;
	return 0;
}

int
rerun_rule_read(struct arena *a, enum rerun_rule_type type, struct text argument,
    struct rerun_rule *r, struct err *e)
{
	*r = (struct rerun_rule){ .type = type };
	if (argument.n == 0)
		return err_set(e, "an empty path");
	if (type == RERUN_IGNORE) {
		r->path = path_of(a, argument);
		return 0;
	}
	const char *equals = memchr(argument.p, '=', argument.n);
	if (!equals || equals == argument.p)
		return err_set(e, "not of the form PATH=%s: '%.*s'",
		    type == RERUN_MATCH ? "GLOB" : "NUMBER", (int)argument.n, argument.p);
	const size_t n = (size_t)(equals - argument.p);
	r->path = path_of(a, (struct text){ argument.p, n });
	r->match = (struct text){ equals + 1, argument.n - n - 1 };
	return type == RERUN_TOLERANCE ? read_tolerance(r->match, r, e) : 0;
}

/* ---- texts that were cut -------------------------------------------------------------------- */

/* Takes a mark of a cut from the end: `…`, `...`, either before a word in brackets that speaks of
 * truncation.  Returns false if there is none.  *sure: nobody else writes such a mark. */
static bool
take_mark(struct text *t, bool *sure)
{
	static const struct text dots[] = { { "...", 3 }, { "\xe2\x80\xa6", 3 }, { "\\u2026", 6 } };
	struct text s = *t;
	*sure = false;
	if (s.n > 0 && (s.p[s.n - 1] == ']' || s.p[s.n - 1] == ')')) {
		const char open = s.p[s.n - 1] == ']' ? '[' : '(';
		const char *begin = memrchr(s.p, open, s.n);
		const struct text word = { begin ? begin + 1 : s.p,
			begin ? (size_t)(s.p + s.n - begin) - 2 : 0 };
		if (word.n >= 9 && text_eq_nocase((struct text){ word.p, 9 }, TEXT("truncated"))) {
			s.n = (size_t)(begin - s.p);
			*sure = true;
			while (s.n > 0 && s.p[s.n - 1] == ' ')
				s.n--;
		}
	}
	for (size_t i = 0; i < 3; i++)
		if (s.n >= dots[i].n && memcmp(s.p + s.n - dots[i].n, dots[i].p, dots[i].n) == 0) {
			s.n -= dots[i].n;
			*t = s;
			return true;
		}
	if (*sure)
		*t = s;
	return *sure;
}

/* Lengths at which recorders cut without a mark, in characters. */
static bool
is_limit(struct text t)
{
	static const size_t limits[] = { 200, 500, 1000, 10000, 51200 };
	size_t characters = 0;
	for (size_t i = 0; i < t.n; i++)
		characters += ((unsigned char)t.p[i] & 0xc0) != 0x80;
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		if (characters == limits[i] || t.n == limits[i])
			return true;
	return false;
}

bool
rerun_is_cut(struct text recorded, struct text now)
{
	enum { ENOUGH = 16 }; /* shorter texts often end in an ellipsis of their own */
	struct text t = recorded;
	bool sure = false;
	const bool marked = take_mark(&t, &sure);
	if (!marked && !is_limit(recorded))
		return false;
	if (marked && !sure && t.n < ENOUGH)
		return false;
	return now.n > t.n && memcmp(now.p, t.p, t.n) == 0;
}

/* ---- values --------------------------------------------------------------------------------- */

/* Each level is read again, so what is deeper is compared as a whole. */
enum { LEVELS = 64 };

struct judging {
	const struct rerun_rules *rules;
	bool twice;
	struct rerun_difference *d;
	unsigned level;
};

static bool differs(struct judging *j, struct text then, struct text now, struct text again);

static const struct rerun_rule *
rule_at(const struct judging *j, enum rerun_rule_type type)
{
	const struct text path = buf_as_text(&j->d->path);
	for (size_t i = 0; i < j->rules->n; i++)
		if (j->rules->rule[i].type == type && glob_match(j->rules->rule[i].path, path))
			return &j->rules->rule[i];
	return NULL;
}

/* The content of a string without escapes, else the JSON. */
static struct text
content_of(struct arena *a, struct text json)
{
	if (json.n < 2 || json.p[0] != '"')
		return json;
	return json_unescaped(a, (struct text){ json.p + 1, json.n - 2 });
}

static bool
matches(const struct rerun_rule *r, struct text now)
{
	struct arena a = { 0 };
	const bool does = r && now.p && glob_match(r->match, content_of(&a, now));
	arena_free(&a);
	return does;
}

static bool
is_near(const struct rerun_rule *r, struct text then, struct text now)
{
	double x, y;
	if (!r || number_f64(then, &x) < 0 || number_f64(now, &y) < 0)
		return false;
	return fabs(y - x) <= (r->relative ? r->tolerance * fabs(x) : r->tolerance);
}

static bool
is_cut(struct text then, struct text now)
{
	struct arena a = { 0 };
	if (then.n < 2 || now.n < 2 || then.p[0] != '"' || now.p[0] != '"')
		return false;
	const bool cut = rerun_is_cut(content_of(&a, then), content_of(&a, now));
	arena_free(&a);
	return cut;
}

static bool
leaves_differ(struct judging *j, struct text then, struct text now, struct text again)
{
	if (trace_is_same_value(then, now) || (j->twice && !trace_is_same_value(now, again)))
		return false;
	if (then.p && now.p &&
	    (is_near(rule_at(j, RERUN_TOLERANCE), then, now) || is_cut(then, now)))
		return false;
	j->d->then = then;
	j->d->now = now;
	return true;
}

/* ---- objects and arrays --------------------------------------------------------------------- */

struct member {
	struct text key; /* unescaped */
	struct text value;
	size_t number;
};

struct members {
	struct member *member; /* by key; of equal keys the last one of the text is left */
	size_t n;
};

static int
by_key(const void *a, const void *b)
{
	const struct member *const x = a, *const y = b;
	const int c = text_cmp(x->key, y->key);
	return c != 0 ? c : (x->number > y->number) - (x->number < y->number);
}

static struct members
members_of(struct arena *a, struct text object)
{
	struct trace_members it = trace_members(object);
	struct members m = { 0 };
	struct text key, value;
	size_t cap = 0, kept = 0;
	while (object.p && trace_member(&it, &key, &value)) {
		m.member = mem_grow(m.member, &cap, m.n + 1, sizeof(*m.member));
		m.member[m.n] = (struct member){ json_unescaped(a, key), value, m.n };
		m.n++;
	}
	if (m.n > 1)
		qsort(m.member, m.n, sizeof(*m.member), by_key);
	for (size_t i = 0; i < m.n; i++)
		if (i + 1 == m.n || !text_eq(m.member[i].key, m.member[i + 1].key))
			m.member[kept++] = m.member[i];
	m.n = kept;
	return m;
}

static struct text
member_named(const struct members *m, struct text key)
{
	const struct member wanted = { key, TEXT_ABSENT, 0 };
	size_t low = 0, high = m->n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int c = text_cmp(m->member[middle].key, wanted.key);
		if (c == 0)
			return m->member[middle].value;
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return TEXT_ABSENT;
}

static bool
below_differs(struct judging *j, size_t path, struct text then, struct text now, struct text again)
{
	j->level++;
	const bool found = differs(j, then, now, again);
	j->level--;
	if (!found)
		j->d->path.n = path;
	return found;
}

static bool
member_differs(
    struct judging *j, struct text key, struct text then, struct text now, struct text again)
{
	const size_t path = j->d->path.n;
	if (path > 0)
		buf_char(&j->d->path, '.');
	buf_text(&j->d->path, key);
	return below_differs(j, path, then, now, again);
}

static bool
members_differ(struct judging *j, struct text then, struct text now, struct text again)
{
	struct arena a = { 0 };
	struct members x = members_of(&a, then), y = members_of(&a, now), z = members_of(&a, again);
	bool found = false;
	for (size_t i = 0; i < x.n && !found; i++) {
		const struct text key = x.member[i].key;
		found = member_differs(
		    j, key, x.member[i].value, member_named(&y, key), member_named(&z, key));
	}
	for (size_t i = 0; i < y.n && !found; i++) {
		const struct text key = y.member[i].key;
		if (!member_named(&x, key).p)
			found = member_differs(
			    j, key, TEXT_ABSENT, y.member[i].value, member_named(&z, key));
	}
	free(x.member);
	free(y.member);
	free(z.member);
	arena_free(&a);
	return found;
}

static bool
elements_differ(struct judging *j, struct text then, struct text now, struct text again)
{
	struct trace_members x = trace_members(then), y = trace_members(now),
			     z = trace_members(again);
	const size_t path = j->d->path.n;
	for (size_t i = 0;; i++) {
		struct text key, in_x = TEXT_ABSENT, in_y = TEXT_ABSENT, in_z = TEXT_ABSENT;
		const bool more_x = trace_member(&x, &key, &in_x),
			   more_y = trace_member(&y, &key, &in_y);
		if (again.p)
			trace_member(&z, &key, &in_z);
		if (!more_x && !more_y)
			return false;
		buf_printf(&j->d->path, "[%zu]", i);
		if (below_differs(j, path, in_x, in_y, in_z))
			return true;
	}
}

static bool
differs(struct judging *j, struct text then, struct text now, struct text again)
{
	const char x = then.n > 0 ? then.p[0] : '\0', y = now.n > 0 ? now.p[0] : '\0';
	const struct text other = again.n > 0 && again.p[0] == y ? again : TEXT_ABSENT;
	if (then.p && now.p && text_eq(then, now))
		return false;
	if (rule_at(j, RERUN_IGNORE) || matches(rule_at(j, RERUN_MATCH), now))
		return false;
	if (x == '{' && y == '{' && j->level < LEVELS)
		return members_differ(j, then, now, other);
	if (x == '[' && y == '[' && j->level < LEVELS)
		return elements_differ(j, then, now, other);
	return leaves_differ(j, then, now, again);
}

enum rerun_verdict
rerun_judge(const struct rerun_rules *rules, const struct rerun_outcome *then,
    const struct rerun_outcome *now, const struct rerun_outcome *again, struct rerun_difference *d)
{
	struct judging j = { rules, again && !again->failed, d, 0 };
	if (!then)
		return RERUN_NO_VERDICT;
	if (now->failed)
		return then->failed &&
			       (!then->error_type.p || text_eq(then->error_type, now->error_type))
			   ? RERUN_STILL_FAILS
			   : RERUN_NEW_ERROR;
	if (then->failed)
		return RERUN_FIXED;
	d->path.n = 0;
	if (!differs(&j, then->output, now->output, j.twice ? again->output : TEXT_ABSENT))
		return RERUN_SAME;
	if (d->path.n == 0)
		buf_char(&d->path, '$');
	return RERUN_DIFFERS;
}
