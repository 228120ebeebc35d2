/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/pattern_private.h"

/*
 * A parser by recursive descent.  Groups can be nested as deep as a pattern is long, which
 * PATTERN_BYTES limits.
 */
struct parser {
	struct arena *a;
	struct text source;
	size_t at;
	bool ignore_case;
	unsigned depth; /* of open groups */
	struct parsed *out;
	size_t cap;
	struct err *e;
};

static struct pattern_tree *
tree_new(struct parser *p, enum tree_kind kind)
{
	struct pattern_tree *t = arena_zalloc(p->a, 1, sizeof(*t));
	t->kind = kind;
	t->repeats = 1;
	return t;
}

static bool
more(const struct parser *p)
{
	return p->at < p->source.n;
}

static char
peek(const struct parser *p)
{
	return p->source.p[p->at];
}

#define FAIL(p, offset, ...) (err_at((p)->e, (offset), __VA_ARGS__), NULL)

/* ---- sets of bytes -------------------------------------------------------------------------- */

static void
add_range(struct byte_set *s, unsigned char first, unsigned char last)
{
	for (unsigned c = first; c <= last; c++)
		byte_set_add(s, (unsigned char)c);
}

static void
fold_case(struct byte_set *s)
{
	for (unsigned char c = 'a'; c <= 'z'; c++) {
		unsigned char upper = (unsigned char)ascii_upper((char)c);
		if (byte_set_has(s, c))
			byte_set_add(s, upper);
		else if (byte_set_has(s, upper))
			byte_set_add(s, c);
	}
}

static struct pattern_tree *
set_node(struct parser *p, struct byte_set set, bool inverted)
{
	struct parsed *out = p->out;
	struct pattern_tree *t = tree_new(p, TREE_SET);
	if (p->ignore_case)
		fold_case(&set);
	for (int i = 0; inverted && i < 4; i++)
		set.word[i] = ~set.word[i];
	for (t->set = 0; t->set < out->sets; t->set++)
		if (memcmp(&out->set[t->set], &set, sizeof(set)) == 0)
			return t;
	if (out->sets == p->cap) {
		struct byte_set *old = out->set;
		p->cap = p->cap ? 2 * p->cap : 16;
		out->set = arena_zalloc(p->a, p->cap, sizeof(*old));
		if (old)
			memcpy(out->set, old, out->sets * sizeof(*old));
	}
	out->set[out->sets++] = set;
	return t;
}

static struct pattern_tree *
byte_node(struct parser *p, char c)
{
	struct byte_set set = { { 0 } };
	byte_set_add(&set, (unsigned char)c);
	return set_node(p, set, false);
}

/* ---- brackets ------------------------------------------------------------------------------- */

static const struct {
	struct text name;
	const char *ranges; /* pairs */
} classes[] = {
	{ TEXT("alpha"), "azAZ" },
	{ TEXT("digit"), "09" },
	{ TEXT("alnum"), "azAZ09" },
	{ TEXT("upper"), "AZ" },
	{ TEXT("lower"), "az" },
	{ TEXT("space"), "\t\r  " },
	{ TEXT("blank"), "\t\t  " },
	{ TEXT("punct"), "!/:@[`{~" },
	{ TEXT("print"), " ~" },
	{ TEXT("graph"), "!~" },
	{ TEXT("cntrl"), "\1\x1f\x7f\x7f" },
	{ TEXT("xdigit"), "09afAF" },
};
enum { CLASSES = sizeof(classes) / sizeof(*classes) };

static void
add_class(struct byte_set *s, size_t number)
{
	for (const char *r = classes[number].ranges; *r; r += 2)
		add_range(s, (unsigned char)r[0], (unsigned char)r[1]);
	if (classes[number].ranges[0] == '\1') /* cntrl */
		byte_set_add(s, 0);
}

/* What to write for \d in brackets and elsewhere; NULL: no other tool gives the letter a meaning
 * that has a short spelling. */
static const char *
instead_of(char letter, bool inside)
{
	switch (letter) {
	case 'd': return inside ? "0-9" : "[0-9]";
	case 'D': return "[^0-9]";
	case 'w': return inside ? "A-Za-z0-9_" : "[A-Za-z0-9_]";
	case 'W': return "[^A-Za-z0-9_]";
	case 's': return inside ? "[:space:]" : "[[:space:]]";
	case 'S': return "[^[:space:]]";
	case 'n': return "the character itself (in JSON: \\n)";
	case 't': return "the character itself (in JSON: \\t)";
	case 'r': return "the character itself (in JSON: \\r)";
	case 'A': return "^";
	case 'z':
	case 'Z': return "$";
	case 'b': return "the characters that may stand there, such as (^|[^A-Za-z0-9_])";
	default: return NULL;
	}
}

static struct pattern_tree *
bad_escape(struct parser *p, size_t offset, char c, bool inside)
{
	const char *instead = instead_of(c, inside);
	if (ascii_is_digit(c))
		return FAIL(p, offset, "\\%c: there are no back references", c);
	if (instead)
		return FAIL(p, offset, "\\%c has no meaning here; write %s", c, instead);
	return FAIL(p, offset, "\\%c has no meaning here; write %c for the character itself", c, c);
}

/* An element of a bracket expression that is a single byte, or the end of a range.  Returns -1
 * after an error. */
static int
bracket_byte(struct parser *p)
{
	char c = peek(p);
	const size_t at = p->at, rest = p->source.n - at;
	if ((unsigned char)c >= 0x80)
		return err_at(p->e, at,
		    "only ASCII characters can be in brackets; write others as alternatives: "
		    "(\xc3\xa4|\xc3\xb6)");
	if (c == '\\' && rest > 1 &&
	    (ascii_is_letter(p->source.p[at + 1]) || ascii_is_digit(p->source.p[at + 1])))
		return bad_escape(p, at, p->source.p[at + 1], true), -1;
	if (c == '[' && rest > 1 && strchr(".=", p->source.p[at + 1])) {
		/* [.x.] and [=x=]: in the C locale, x itself */
		if (rest < 5 || p->source.p[at + 3] != p->source.p[at + 1] ||
		    p->source.p[at + 4] != ']' || (unsigned char)p->source.p[at + 2] >= 0x80)
			return err_at(p->e, at, "write a single ASCII character, as in [[.-.]]");
		p->at += 5;
		return (unsigned char)p->source.p[at + 2];
	}
	p->at++;
	return (unsigned char)c;
}

/* [:alpha:].  Returns 0, or -1 after an error. */
static int
bracket_class(struct parser *p, struct byte_set *set)
{
	const struct text rest = { p->source.p + p->at + 2, p->source.n - p->at - 2 };
	const char *end = memmem(rest.p, rest.n, ":]", 2);
	const struct text name = { rest.p, end ? (size_t)(end - rest.p) : 0 };
	for (size_t i = 0; i < CLASSES; i++) {
		if (!text_eq(name, classes[i].name))
			continue;
		add_class(set, i);
		p->at += name.n + 4;
		return 0;
	}
	return err_at(p->e, p->at,
	    "there is no such class; use one of alpha, digit, alnum, upper, lower, space, blank, "
	    "punct, print, graph, cntrl, xdigit, as in [[:alpha:]]");
}

static bool
is_at(const struct parser *p, const char *what)
{
	const size_t n = strlen(what);
	return p->source.n - p->at >= n && memcmp(p->source.p + p->at, what, n) == 0;
}

static int
bad_range(struct parser *p)
{
	return err_at(p->e, p->at, "a class cannot be the end of a range");
}

/* A - stands for itself only as the first or the last character in the brackets. */
static int
bracket_element(struct parser *p, struct byte_set *set, bool is_first)
{
	const size_t start = p->at;
	const bool equivalence = is_at(p, "[=");
	if (is_at(p, "-") && !is_first && !is_at(p, "-]"))
		return err_at(
		    p->e, start, "write a - in brackets as the first or the last character");
	if (is_at(p, "[:"))
		return bracket_class(p, set) < 0          ? -1
		       : is_at(p, "-") && !is_at(p, "-]") ? bad_range(p)
							  : 0;
	const int first = bracket_byte(p);
	if (first < 0)
		return -1;
	byte_set_add(set, (unsigned char)first);
	if (!is_at(p, "-") || is_at(p, "-]"))
		return 0;
	if (equivalence)
		return bad_range(p);
	p->at++;
	if (!more(p))
		return 0; /* the bracket is not closed */
	if (is_at(p, "[:") || is_at(p, "[="))
		return bad_range(p);
	const int last = bracket_byte(p);
	if (last < 0)
		return -1;
	if (last < first)
		return err_at(
		    p->e, start, "the range ends before it begins; write the lower end first");
	add_range(set, (unsigned char)first, (unsigned char)last);
	return 0;
}

static struct pattern_tree *
parse_bracket(struct parser *p)
{
	struct byte_set set = { { 0 } };
	const size_t start = p->at++;
	const bool inverted = is_at(p, "^");
	p->at += inverted;
	for (bool first = true; more(p) && (first || peek(p) != ']'); first = false)
		if (bracket_element(p, &set, first) < 0)
			return NULL;
	if (!more(p))
		return FAIL(p, start, "the [ is not closed; write [[] for the character itself");
	p->at++;
	return set_node(p, set, inverted);
}

/* ---- the rest ------------------------------------------------------------------------------- */

static struct pattern_tree *parse_alternatives(struct parser *p);

static struct pattern_tree *
parse_group(struct parser *p)
{
	const size_t start = p->at++;
	struct pattern_tree *t = tree_new(p, TREE_GROUP);
	t->group = ++p->out->groups;
	if (is_at(p, "?"))
		return FAIL(p, p->at,
		    "(? has no meaning here: write ( for a group of any kind, and ignore_case for "
		    "either case");
	p->depth++;
	t->child = parse_alternatives(p);
	p->depth--;
	if (!t->child)
		return NULL;
	if (!more(p))
		return FAIL(p, start, "the ( is not closed; write \\( for the character itself");
	p->at++;
	t->repeats = t->child->repeats;
	return t;
}

static struct pattern_tree *
parse_escape(struct parser *p)
{
	const size_t start = p->at++;
	if (!more(p))
		return FAIL(
		    p, start, "nothing follows the \\; write \\\\ for the character itself");
	const char c = peek(p);
	if (ascii_is_letter(c) || ascii_is_digit(c) || strchr("<>`'", c))
		return bad_escape(p, start, c, false);
	p->at++;
	return byte_node(p, c);
}

static bool
is_repetition(const struct parser *p)
{
	return more(p) && memchr("*+?{", peek(p), 4);
}

static struct pattern_tree *
parse_atom(struct parser *p)
{
	const char c = peek(p);
	struct byte_set nul = { { 1 } };
	if (is_repetition(p))
		return FAIL(p, p->at,
		    "nothing comes before the %c; write \\%c for the character itself", c, c);
	switch (c) {
	case '(': return parse_group(p);
	case '[': return parse_bracket(p);
	case '\\': return parse_escape(p);
	case '.': p->at++; return set_node(p, nul, true);
	case '^': p->at++; return tree_new(p, TREE_BEGIN);
	case '$': p->at++; return tree_new(p, TREE_END);
	default: p->at++; return byte_node(p, c);
	}
}

/* A number of repetitions; TREE_MANY if there is none. */
static int
parse_count(struct parser *p)
{
	int n = TREE_MANY;
	for (; more(p) && ascii_is_digit(peek(p)); p->at++) {
		n = (n == TREE_MANY ? 0 : n) * 10 + (peek(p) - '0');
		if (n > PATTERN_REPEATS)
			n = PATTERN_REPEATS + 1;
	}
	return n;
}

static int
parse_braces(struct parser *p, struct pattern_tree *t)
{
	const size_t start = p->at++;
	t->least = t->most = parse_count(p);
	if (is_at(p, ",")) {
		p->at++;
		t->most = parse_count(p);
		if (t->least == TREE_MANY)
			t->least = 0; /* {,3} */
	}
	if (!is_at(p, "}") || t->least == TREE_MANY)
		return err_at(p->e, start,
		    "not a number of repetitions; write {2}, {2,} or {2,5}, or \\{ for the "
		    "character itself");
	p->at++;
	if (t->most != TREE_MANY && t->most < t->least)
		return err_at(p->e, start, "the upper limit is less than the lower one");
	return 0;
}

/* How often its child is written out. */
static unsigned
copies(const struct pattern_tree *t)
{
	const int n = t->most == TREE_MANY ? t->least : t->most;
	return n > 1 ? (unsigned)n : 1;
}

static struct pattern_tree *
parse_repetition(struct parser *p, struct pattern_tree *child)
{
	const size_t start = p->at;
	struct pattern_tree *t = tree_new(p, TREE_REPEAT);
	const char c = peek(p);
	if (child->kind == TREE_BEGIN || child->kind == TREE_END)
		return FAIL(
		    p, start, "%c cannot be repeated", child->kind == TREE_BEGIN ? '^' : '$');
	t->child = child;
	t->least = c == '+';
	t->most = c == '?' ? 1 : TREE_MANY;
	if (c != '{')
		p->at++;
	else if (parse_braces(p, t) < 0)
		return NULL;
	if (is_repetition(p))
		return FAIL(p, p->at,
		    "a repetition cannot be repeated, and none is lazy; write what may come in "
		    "between, such as [^,]* for .*?, or put it in parentheses");
	t->repeats = child->repeats * copies(t);
	if (t->repeats > PATTERN_REPEATS)
		return FAIL(
		    p, start, "this multiplies to more than %d repetitions", PATTERN_REPEATS);
	return t;
}

static void
append(struct pattern_tree *parent, struct pattern_tree *child)
{
	child->before = parent->child;
	parent->child = child;
	if (parent->repeats < child->repeats)
		parent->repeats = child->repeats;
}

/* A `)` without a group is a character. */
static bool
at_end_of_sequence(const struct parser *p)
{
	return !more(p) || peek(p) == '|' || (peek(p) == ')' && p->depth > 0);
}

static struct pattern_tree *
parse_sequence(struct parser *p)
{
	struct pattern_tree *t = tree_new(p, TREE_CAT);
	while (!at_end_of_sequence(p)) {
		struct pattern_tree *child = parse_atom(p);
		if (child && is_repetition(p))
			child = parse_repetition(p, child);
		if (!child)
			return NULL;
		append(t, child);
	}
	if (!t->child)
		t->kind = TREE_EMPTY;
	return t;
}

static struct pattern_tree *
parse_alternatives(struct parser *p)
{
	struct pattern_tree *t = tree_new(p, TREE_OR);
	for (;;) {
		struct pattern_tree *child = parse_sequence(p);
		if (!child)
			return NULL;
		append(t, child);
		if (!is_at(p, "|"))
			return t;
		p->at++;
	}
}

int
pattern_parse(
    struct arena *a, struct text source, bool ignore_case, struct parsed *out, struct err *e)
{
	struct parser p = {
		.a = a, .source = source, .ignore_case = ignore_case, .out = out, .e = e
	};
	const char *nul = source.n > 0 ? memchr(source.p, 0, source.n) : NULL;
	*out = (struct parsed){ 0 };
	if (source.n > PATTERN_BYTES)
		return err_at(e, PATTERN_BYTES,
		    "a pattern has at most %d bytes, and this one has %zu", PATTERN_BYTES,
		    source.n);
	if (nul)
		return err_at(e, (size_t)(nul - source.p), "a pattern cannot contain U+0000");
	out->root = parse_alternatives(&p);
	return out->root ? 0 : -1;
}
