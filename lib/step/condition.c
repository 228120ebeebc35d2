/* SPDX-License-Identifier: MIT */
#include "step/condition.h"

#include "base/ascii.h"
#include "base/glob.h"
#include "base/number.h"
#include "base/utf8.h"
#include "json/tree.h"
#include "json/write.h"
#include "trace/canonical.h"
#include "trace/lineage.h"
#include "trace/members.h"

enum op { OP_EQ, OP_NE, OP_LE, OP_GE, OP_LT, OP_GT, OP_LIKE, OP_IN, OPS };

/* Longer ones before those that they begin with. */
static const struct text op_names[OPS] = {
	[OP_EQ] = TEXT("=="),
	[OP_NE] = TEXT("!="),
	[OP_LE] = TEXT("<="),
	[OP_GE] = TEXT(">="),
	[OP_LT] = TEXT("<"),
	[OP_GT] = TEXT(">"),
	[OP_LIKE] = TEXT("~"),
	[OP_IN] = TEXT("in"),
};

enum what { EXISTS, COMPARES, NOT, AND, OR };

struct step_condition {
	enum what what;
	struct text name; /* EXISTS, COMPARES */
	enum op op;
	struct text value; /* COMPARES: JSON */
	struct glob glob;  /* OP_LIKE */
	const struct step_condition *a, *b;
};

/* ---- reading -------------------------------------------------------------------------------- */

enum { LEVELS_MOST = 200 };

struct reader {
	struct text all;
	size_t at;
	unsigned level;
	struct arena *arena;
	struct err *e;
};

static void
skip_blanks(struct reader *r)
{
	while (r->at < r->all.n && ascii_is_blank(r->all.p[r->at]))
		r->at++;
}

static struct text
rest(const struct reader *r)
{
	return (struct text){ r->all.p + r->at, r->all.n - r->at };
}

static bool
begins(struct text t, struct text with)
{
	return t.n >= with.n && memcmp(t.p, with.p, with.n) == 0;
}

/* Does a character end a word? */
static bool
ends_word(char c)
{
	return ascii_is_blank(c) || c == '(' || c == ')';
}

/* Takes a word of the language, if it is next. */
static bool
take_word(struct reader *r, struct text word)
{
	skip_blanks(r);
	const struct text t = rest(r);
	if (!begins(t, word) || (t.n > word.n && !ends_word(t.p[word.n])))
		return false;
	r->at += word.n;
	return true;
}

static bool
take_char(struct reader *r, char c)
{
	skip_blanks(r);
	if (r->at >= r->all.n || r->all.p[r->at] != c)
		return false;
	r->at++;
	return true;
}

static const struct step_condition *
fail(const struct reader *r, const char *what)
{
	struct buf shown = { 0 };
	const struct text t = rest(r);
	if (t.n == 0) {
		err_at(r->e, r->at, "%s at the end", what);
		return NULL;
	}
	buf_visible(&shown, (struct text){ t.p, t.n < 40 ? t.n : 40 });
	err_at(r->e, r->at, "%s at '%.*s'", what, (int)shown.n, shown.p);
	buf_free(&shown);
	return NULL;
}

static const struct step_condition *
node(const struct reader *r, struct step_condition n)
{
	struct step_condition *c = arena_alloc(r->arena, sizeof(*c));
	*c = n;
	return c;
}

/* The length of a JSON value at the beginning of a text, or 0.  Only strings and containers. */
static size_t
json_length(struct text t)
{
	size_t depth = 0;
	for (size_t i = 0; i < t.n; i++) {
		const char c = t.p[i];
		if (c == '"') {
			for (i++; i < t.n && t.p[i] != '"'; i++)
				i += t.p[i] == '\\';
			if (i >= t.n)
				return 0;
		}
		depth += c == '[' || c == '{';
		depth -= (c == ']' || c == '}') && depth > 0;
		if (depth == 0)
			return i + 1;
	}
	return 0;
}

/* The characters of a VALUE: JSON, or up to a blank or a bracket that it did not open. */
static struct text
take_value(struct reader *r)
{
	skip_blanks(r);
	const struct text t = rest(r);
	size_t n = 0, open = 0;
	if (t.n > 0 && (t.p[0] == '"' || t.p[0] == '[' || t.p[0] == '{'))
		n = json_length(t);
	for (; n < t.n && !ascii_is_blank(t.p[n]) && (t.p[n] != ')' || open > 0); n++) {
		open += t.p[n] == '(';
		open -= t.p[n] == ')';
	}
	r->at += n;
	return (struct text){ t.p, n };
}

static bool
is_word_of_language(struct text t)
{
	static const struct text words[] = { TEXT("and"), TEXT("or"), TEXT("not"), TEXT("in") };
	return text_among(t, words, 4) < 4;
}

static struct text
take_name(struct reader *r)
{
	skip_blanks(r);
	const struct text t = rest(r);
	size_t n = 0;
	if (t.n > 0 && t.p[0] == '"') {
		n = json_length(t);
		r->at += n;
		return n < 2 ? TEXT_ABSENT
			     : json_unescaped(r->arena, (struct text){ t.p + 1, n - 2 });
	}
	while (n < t.n && !ends_word(t.p[n]) && !strchr("=!<>~", t.p[n]))
		n++;
	if (n == 0 || is_word_of_language((struct text){ t.p, n }))
		return TEXT_ABSENT;
	r->at += n;
	return (struct text){ t.p, n };
}

static size_t
take_op(struct reader *r)
{
	skip_blanks(r);
	const struct text t = rest(r);
	for (size_t i = 0; i < OPS; i++) {
		const bool word = ascii_is_letter(op_names[i].p[0]);
		if (word ? take_word(r, op_names[i]) : begins(t, op_names[i])) {
			r->at += word ? 0 : op_names[i].n;
			return i;
		}
	}
	return OPS;
}

/* A string of JSON as plain text, in the arena; other values as spelled. */
static struct text
plain_of(struct text json, struct arena *a)
{
	if (json.n < 2 || json.p[0] != '"')
		return json;
	return json_unescaped(a, (struct text){ json.p + 1, json.n - 2 });
}

static const struct step_condition *
read_comparison(struct reader *r, struct text name, size_t op)
{
	struct step_condition c = { .what = COMPARES, .name = name, .op = (enum op)op };
	const struct text value = take_value(r);
	if (value.n == 0)
		return fail(r, "a value is missing");
	c.value = step_value_read(value, r->arena);
	if (op == OP_LIKE)
		c.glob = glob_escaped(plain_of(c.value, r->arena), r->arena);
	if (op == OP_IN && c.value.p[0] != '[' && c.value.p[0] != '"') {
		r->at -= value.n;
		return fail(r, "`in` needs a list such as [1, 2] or a string,");
	}
	return node(r, c);
}

static const struct step_condition *read_or(struct reader *r);

static const struct step_condition *
read_term(struct reader *r)
{
	if (take_char(r, '(')) {
		const struct step_condition *inside = read_or(r);
		if (inside && !take_char(r, ')'))
			return fail(r, "a closing bracket is missing");
		return inside;
	}
	const struct text name = take_name(r);
	if (!name.p)
		return fail(r, "a name is missing");
	const size_t op = take_op(r);
	if (op < OPS)
		return read_comparison(r, name, op);
	if (r->at < r->all.n && r->all.p[r->at] == '=')
		return fail(r, "write == for equality");
	return node(r, (struct step_condition){ .what = EXISTS, .name = name });
}

static const struct step_condition *
read_not(struct reader *r)
{
	if (r->level++ > LEVELS_MOST)
		return fail(r, "it is nested too deeply");
	const bool negated = take_word(r, TEXT("not"));
	const struct step_condition *inside = negated ? read_not(r) : read_term(r);
	r->level--;
	if (!inside || !negated)
		return inside;
	return node(r, (struct step_condition){ .what = NOT, .a = inside });
}

static const struct step_condition *
read_and(struct reader *r)
{
	const struct step_condition *c = read_not(r);
	while (c && take_word(r, TEXT("and"))) {
		const struct step_condition *b = read_not(r);
		c = b ? node(r, (struct step_condition){ .what = AND, .a = c, .b = b }) : NULL;
	}
	return c;
}

static const struct step_condition *
read_or(struct reader *r)
{
	const struct step_condition *c = read_and(r);
	while (c && take_word(r, TEXT("or"))) {
		const struct step_condition *b = read_and(r);
		c = b ? node(r, (struct step_condition){ .what = OR, .a = c, .b = b }) : NULL;
	}
	return c;
}

const struct step_condition *
step_condition_read(struct text t, struct arena *a, struct err *e)
{
	enum { LENGTH_MOST = 1 << 16 };
	struct reader r = { .all = arena_text(a, t), .arena = a, .e = e };
	if (t.n > LENGTH_MOST || utf8_valid(t.p, t.n) < t.n) {
		err_set(e, t.n > LENGTH_MOST ? "it is too long" : "it is not UTF-8");
		return NULL;
	}
	const struct step_condition *c = read_or(&r);
	skip_blanks(&r);
	if (c && r.at < r.all.n)
		return fail(&r, "`and`, `or` or the end is missing");
	return c;
}

struct text
step_value_read(struct text t, struct arena *a)
{
	struct err e;
	struct buf b = { 0 };
	t = text_trim(t);
	if (json_tree(a, t, &e)) {
		json_put_compact(&b, t);
	} else {
		json_put_string(&b, t);
	}
	const struct text value = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return value;
}

bool
step_condition_is_name(const struct step_condition *c, struct text *name)
{
	*name = c->name;
	return c->what == EXISTS;
}

/* ---- comparing ------------------------------------------------------------------------------ */

static bool
is_string(struct text json)
{
	return json.n >= 2 && json.p[0] == '"';
}

enum { LESS = -1, EQUAL, MORE, UNORDERED };

static int
sign(int n)
{
	return n < 0 ? LESS : n > 0 ? MORE : EQUAL;
}

/* Strings as plain text, and other values as spelled. */
static int
compare_texts(struct text a, struct text b, bool ordered)
{
	struct arena arena = { 0 };
	const struct text x = plain_of(a, &arena), y = plain_of(b, &arena);
	int result;
	if (number_is_json(x) && number_is_json(y))
		result = sign(number_cmp(x, y));
	else if (text_eq(x, y))
		result = EQUAL;
	else
		result = ordered ? sign(text_cmp(x, y)) : UNORDERED;
	arena_free(&arena);
	return result;
}

static int
compare(struct text a, struct text b)
{
	if (is_string(a) || is_string(b))
		return compare_texts(a, b, is_string(a) && is_string(b));
	if (number_is_json(a) && number_is_json(b))
		return sign(number_cmp(a, b));
	return trace_is_same_value(a, b) ? EQUAL : UNORDERED;
}

bool
step_value_is(struct text json, struct text value)
{
	return compare(json, value) == EQUAL;
}

static bool
is_in(struct text json, struct text list)
{
	struct trace_members it = trace_members(list);
	struct text key, value;
	if (is_string(list)) {
		struct arena arena = { 0 };
		const bool is = is_string(json) &&
				text_contains(plain_of(list, &arena), plain_of(json, &arena));
		arena_free(&arena);
		return is;
	}
	while (trace_member(&it, &key, &value))
		if (step_value_is(json, value))
			return true;
	return false;
}

static bool
is_like(const struct glob *g, struct text json)
{
	struct arena arena = { 0 };
	const bool is = glob_holds(g, plain_of(json, &arena));
	arena_free(&arena);
	return is;
}

static bool
compares(const struct step_condition *c, struct text json)
{
	const int order = c->op == OP_LIKE || c->op == OP_IN ? UNORDERED : compare(json, c->value);
	switch (c->op) {
	case OP_EQ: return order == EQUAL;
	case OP_NE: return order != EQUAL;
	case OP_LE: return order == LESS || order == EQUAL;
	case OP_GE: return order == MORE || order == EQUAL;
	case OP_LT: return order == LESS;
	case OP_GT: return order == MORE;
	case OP_LIKE: return is_like(&c->glob, json);
	case OP_IN: return is_in(json, c->value);
	case OPS: break;
	}
	return false;
}

static bool
is_something(struct text json)
{
	static const struct text nothing[] = { TEXT("null"), TEXT("false"), TEXT("\"\""),
		TEXT("[]"), TEXT("{}") };
	if (number_is_json(json))
		return number_cmp(json, TEXT("0")) != 0;
	return text_among(json, nothing, 5) == 5;
}

bool
step_condition_holds(
    const struct step_condition *c, const struct step_index *x, const struct step_frame *f)
{
	struct step_frame in;
	struct step_variable v;
	switch (c->what) {
	case EXISTS: return step_lookup(x, f, c->name, &in, &v) && is_something(v.value);
	case COMPARES: return step_lookup(x, f, c->name, &in, &v) && compares(c, v.value);
	case NOT: return !step_condition_holds(c->a, x, f);
	case AND: return step_condition_holds(c->a, x, f) && step_condition_holds(c->b, x, f);
	case OR: break;
	}
	return step_condition_holds(c->a, x, f) || step_condition_holds(c->b, x, f);
}

bool
step_condition_names(const struct step_condition *c, struct text variable)
{
	const struct text n = c->name;
	if (c->a)
		return step_condition_names(c->a, variable) ||
		       (c->b && step_condition_names(c->b, variable));
	return variable.n <= n.n && memcmp(variable.p, n.p, variable.n) == 0 &&
	       (variable.n == n.n || n.p[variable.n] == '.');
}

bool
step_condition_known(
    const struct step_condition *c, const struct step_index *x, const struct step_frame *f)
{
	struct step_variable v;
	if (c->a)
		return step_condition_known(c->a, x, f) &&
		       (!c->b || step_condition_known(c->b, x, f));
	return step_value(x, f, c->name, &v);
}
