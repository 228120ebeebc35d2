/* SPDX-License-Identifier: MIT */
#include "json/walk.h"

#include <endian.h>
#include <string.h>

#include "json/outline.h"
#include "json/walk_private.h"

static bool
all_blank(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ascii_is_blank(p[i]))
			return false;
	return true;
}

/*
 * Are the n bytes that end at p + n spaces?  Compares eight together, and the first of these may be
 * before p: the text has enough bytes before it.
 */
static inline bool
all_spaces(const char *p, size_t n)
{
	const uint64_t spaces = UINT64_C(0x2020202020202020);
	uint64_t word;
	for (; n >= sizeof(word); n -= sizeof(word)) {
		memcpy(&word, p + n - sizeof(word), sizeof(word));
		if (word != spaces)
			return false;
	}
	if (n == 0)
		return true;
	memcpy(&word, p + n - sizeof(word), sizeof(word));
	return (le64toh(word) ^ spaces) >> 8 * (sizeof(word) - n) == 0;
}

/* Is there only white space before entry i?  It usually is one character and then spaces. */
static inline bool
gap_is_blank(const struct walk *k, size_t i)
{
	const size_t n = k->at[i] - k->from;
	if (n == 0)
		return true;
	if (!ascii_is_blank(k->text[k->from]))
		return false;
	if (n == 1 || (k->from >= sizeof(uint64_t) && all_spaces(k->text + k->from + 1, n - 1)))
		return true;
	return all_blank(k->text + k->from, n);
}

static void
found(struct walk *k, const struct walk_state *self, const struct json_value *v)
{
	if (k->level == k->bottom) {
		k->root = *v;
		k->root.escaped = walk_has_escape(k, v);
	}
	if (self && self->slots > 0)
		walk_capture(k, self, v);
}

static int
fail(size_t at, enum json_code code, struct json_fault *f)
{
	*f = (struct json_fault){ (uint32_t)at, code };
	return -1;
}

/* Returns the first byte before entry i that is not white space, or the entry itself if there is
 * none. */
static size_t
first_black(const struct walk *k, size_t i)
{
	size_t at = k->from;
	while (at < k->at[i] && ascii_is_blank(k->text[at]))
		at++;
	return at;
}

/*
 * text[start..stop), which neither is empty nor has white space at its ends, is not a value.  If
 * its first token is one, the fault is what follows it (at `next`, if that is all of it); otherwise
 * it is that token.
 */
static int
bad_tokens(const struct walk *k, size_t start, size_t stop, size_t next, struct json_fault *f)
{
	size_t end = start, behind;
	while (end < stop && !ascii_is_blank(k->text[end]))
		end++;
	for (behind = end; behind < stop && ascii_is_blank(k->text[behind]); behind++)
		;
	if (scalar_kind(k->text + start, end - start) != JSON_NONE)
		return fail(behind < stop ? behind : next,
		    k->level == k->bottom ? JSON_TRAILING : JSON_NO_COMMA, f);
	return fail(start,
	    k->text[start] == '-' || ascii_is_digit(k->text[start]) ? JSON_BAD_NUMBER
								    : JSON_BAD_LITERAL,
	    f);
}

static bool
line_ends_inside(const struct walk *k)
{
	return kind_at(k, k->i) == '\n' && k->level != k->bottom;
}

/* A literal or number that ends at the next entry. */
static int
scalar(struct walk *k, const struct walk_state *self, struct json_fault *f)
{
	size_t end = k->at[k->i], start = first_black(k, k->i), stop = end;
	struct json_value v = { .entry = (uint32_t)k->i };
	if (start == end)
		return fail(end, line_ends_inside(k) ? JSON_UNCLOSED : JSON_NO_VALUE, f);
	while (ascii_is_blank(k->text[stop - 1]))
		stop--;
	v.p = k->text + start;
	v.n = stop - start;
	v.kind = (uint8_t)scalar_kind(v.p, v.n);
	if (v.kind == JSON_NONE)
		return bad_tokens(k, start, stop, end, f);
	found(k, self, &v);
	k->from = end;
	return 0;
}

/* A string, a container or a colon follows, but something is before it where a value must begin. */
static int
two_values(const struct walk *k, struct json_fault *f)
{
	size_t open = k->at[k->i], start = first_black(k, k->i), stop = open;
	while (ascii_is_blank(k->text[stop - 1]))
		stop--;
	return bad_tokens(k, start, stop, open, f);
}

static int
string(struct walk *k, const struct walk_state *self, struct json_fault *f)
{
	struct json_value v;
	if (!gap_is_blank(k, k->i))
		return two_values(k, f);
	if (kind_at(k, k->i + 1) != '"')
		return fail(k->at[k->i], JSON_UNTERMINATED, f);
	if (self || k->level == k->bottom) {
		v = string_value(k, k->i);
		found(k, self, &v);
	}
	k->from = k->at[k->i + 1] + 1;
	k->i += 2;
	return 0;
}

static int
open_container(struct walk *k, struct walk_state *self, bool object, struct json_fault *f)
{
	if (!gap_is_blank(k, k->i))
		return two_values(k, f);
	if (k->level - k->bottom == JSON_DEPTH)
		return fail(k->at[k->i], JSON_TOO_DEEP, f);
	enter(k, ++k->level, self, k->i, object);
	k->from = k->at[k->i] + 1;
	k->i++;
	return 0;
}

static int
close_container(struct walk *k, struct json_fault *f)
{
	struct level *l = k->level;
	struct json_value v = { .kind = l->object ? JSON_OBJECT : JSON_ARRAY, .entry = l->entry };
	if (!gap_is_blank(k, k->i))
		return fail(first_black(k, k->i), JSON_NO_COMMA, f);
	k->from = k->at[k->i] + 1;
	k->i++;
	k->level--;
	if (l->self || k->level == k->bottom) {
		v.p = k->text + k->at[l->entry];
		v.n = k->from - k->at[l->entry];
		found(k, l->self, &v);
	}
	return 0;
}

static int
no_key(const struct walk *k, struct json_fault *f)
{
	size_t at = first_black(k, k->i);
	if (at < k->at[k->i] || kind_at(k, k->i) == '"')
		return fail(at, JSON_NO_KEY, f);
	if (line_ends_inside(k))
		return fail(at, JSON_UNCLOSED, f);
	if (kind_at(k, k->i) == '}' && kind_at(k, k->i - 1) == ',')
		return fail(k->at[k->i - 1], JSON_TRAILING_COMMA, f);
	return fail(at, JSON_NO_KEY, f);
}

/* A key and its colon.  *self becomes where the key leads. */
static int
key(struct walk *k, struct walk_state **self, struct json_fault *f)
{
	struct level *l = k->level;
	size_t i = k->i;
	if (kind_at(k, i) != '"' || !gap_is_blank(k, i))
		return no_key(k, f);
	if (kind_at(k, i + 1) != '"')
		return fail(k->at[i], JSON_UNTERMINATED, f);
	k->from = k->at[i + 1] + 1;
	if (kind_at(k, i + 2) != ':' || !gap_is_blank(k, i + 2))
		return fail(first_black(k, i + 2), JSON_NO_COLON, f);
	*self = l->state ? follow_key(k, l, i) : NULL;
	k->from = k->at[i + 2] + 1;
	k->i += 3;
	return 0;
}

/* Walks one value to its end, or into its container.  Returns 1 if a container was opened. */
static int
value(struct walk *k, struct walk_state *self, struct json_fault *f)
{
	switch (kind_at(k, k->i)) {
	case '"': return string(k, self, f);
	case '{': return open_container(k, self, true, f) < 0 ? -1 : 1;
	case '[': return open_container(k, self, false, f) < 0 ? -1 : 1;
	case ':':
		return gap_is_blank(k, k->i) ? fail(k->at[k->i], JSON_NO_VALUE, f)
					     : two_values(k, f);
	case ']':
		if (k->level != k->bottom && kind_at(k, k->i - 1) == ',' && gap_is_blank(k, k->i))
			return fail(k->at[k->i - 1], JSON_TRAILING_COMMA, f);
		/* fall through */
	default: return scalar(k, self, f);
	}
}

static int
no_comma(const struct walk *k, struct json_fault *f)
{
	size_t at = first_black(k, k->i);
	return fail(
	    at, at == k->at[k->i] && kind_at(k, k->i) == '\n' ? JSON_UNCLOSED : JSON_NO_COMMA, f);
}

/* Handles what follows a value: a comma, or the ends of containers.  Returns 1 if a member is
 * next. */
static int
after_value(struct walk *k, struct json_fault *f)
{
	while (k->level != k->bottom) {
		char c = kind_at(k, k->i);
		if (c == ',') {
			if (!gap_is_blank(k, k->i))
				return no_comma(k, f);
			k->level->index++;
			k->from = k->at[k->i++] + 1;
			return 1;
		}
		if (c != (k->level->object ? '}' : ']'))
			return no_comma(k, f);
		if (close_container(k, f) < 0)
			return -1;
	}
	return 0;
}

/* After an opening bracket: is the container empty? */
static inline bool
at_empty(const struct walk *k)
{
	return kind_at(k, k->i) == (k->level->object ? '}' : ']') && gap_is_blank(k, k->i);
}

static int
walk_value(struct walk *k, struct json_fault *f)
{
	struct walk_state *self = k->w->root;
	int r;
	for (;;) {
		if ((r = value(k, self, f)) < 0)
			return -1;
		if (r == 0 || at_empty(k))
			if ((r = after_value(k, f)) <= 0)
				return r;
		while (k->level->object && !walk_members(k))
			if ((r = after_value(k, f)) <= 0)
				return r;
		if (!k->level->object)
			self = k->level->state
				   ? walker_element(k->w, k->level->state, k->level->index)
				   : NULL;
		else if (key(k, &self, f) < 0)
			return -1;
	}
}

/* Walks the whole line.  k->i then is the entry of its newline, or the last entry. */
static int
walk_line(struct walk *k, struct json_fault *f)
{
	memset(k->w->slot, 0, k->w->slots * sizeof(*k->w->slot));
	k->w->twice = false;
	k->level = k->bottom;
	if (walk_value(k, f) < 0)
		return -1;
	if (kind_at(k, k->i) != '\n' || !gap_is_blank(k, k->i))
		return fail(first_black(k, k->i), JSON_TRAILING, f);
	return 0;
}

/*
 * Keys that lead somewhere occurred twice in one object.  Finds out which of them are the same key,
 * and walks again without those that a later one replaces.
 */
static void
look_again(struct walk *k, const struct json_index *ix, const struct json_pos *pos)
{
	struct json_walker *w = k->w;
	struct json_fault f;
	for (int look = LOOK_COLLECT; look <= LOOK_AGAIN; look++) {
		k->i = pos->entry;
		k->from = pos->start;
		k->slash = ix->slash + pos->slash;
		w->look = look;
		if (look == LOOK_AGAIN)
			walker_find_dead(w);
		walk_line(k, &f);
	}
	w->look = LOOK_ONCE;
}

/* Returns a fault that the index has for a line: invalid UTF-8 if there is any, otherwise the first
 * one. */
static const struct json_fault *
fault_in_line(const struct json_index *ix, struct json_pos *pos, size_t end)
{
	const struct json_fault *first = NULL;
	for (; pos->fault < ix->nfault && ix->fault[pos->fault].at < end; pos->fault++) {
		const struct json_fault *f = &ix->fault[pos->fault];
		if (!first || (f->code == JSON_BAD_UTF8 && first->code != JSON_BAD_UTF8))
			first = f;
	}
	return first;
}

static size_t
line_end(const struct json_index *ix, size_t i)
{
	while (i < ix->n - 1 && (ix->ch[i] & 0x7f) != '\n')
		i++;
	return i;
}

/* The line is from pos->start to `end`; `bad` and walk_fault are what the walk found wrong. */
static struct json_fault
judge(const struct json_index *ix, struct json_pos *pos, size_t end, bool bad,
    struct json_fault walk_fault)
{
	struct json_fault r = { 0, JSON_OK };
	const struct json_fault *f = pos->fault < ix->nfault ? fault_in_line(ix, pos, end) : NULL;
	if (bad)
		r = walk_fault;
	if (f && (!bad || f->code == JSON_BAD_UTF8 || f->at < walk_fault.at))
		r = *f;
	if (r.code != JSON_OK)
		r.at -= (uint32_t)pos->start;
	return r;
}

/* Orders the faults of an element: syntax before all others, then by position. */
static bool
is_worse(const struct json_fault *a, const struct json_fault *b)
{
	const bool syntax = json_fault_is_syntax(a->code), too = json_fault_is_syntax(b->code);
	return syntax != too ? syntax : a->at < b->at;
}

static struct json_fault
judge_element(const struct json_index *ix, struct json_pos *pos, const struct json_element *e,
    struct json_fault walk_fault)
{
	struct json_fault r = walk_fault;
	for (; pos->fault < ix->nfault && ix->fault[pos->fault].at < e->end; pos->fault++) {
		const struct json_fault *f = &ix->fault[pos->fault];
		if (f->at >= e->start && (r.code == JSON_OK || is_worse(f, &r)))
			r = *f;
		else if (r.code == JSON_UNTERMINATED && f->code == JSON_CONTROL)
			r = *f; /* a torn element ends there */
	}
	if (e->torn && (!json_fault_is_syntax(r.code) || r.code == JSON_UNCLOSED))
		r = (struct json_fault){ e->end, JSON_TORN };
	if (r.code != JSON_OK)
		r.at -= e->start;
	return r;
}

/*
 * The element, from p on, has a syntax error.  If it has the outline of a value, its text goes up
 * to its end, otherwise up to the byte that is wrong.  Only faults in that text count, so that the
 * result does not depend on what else was cut with it.
 */
static void
judge_broken(struct json_walker *w, struct json_line *line)
{
	struct json_element torn = { .entry = 1, .line = 1, .torn = true };
	struct json_index ix = { 0 };
	struct json_pos pos = { 0 };
	struct json_outline o;
	size_t used;
	json_outline_begin(&o);
	if (json_outline_follow(&o, line->p, line->n, &used) != OUTLINE_FAULT) {
		line->n = used;
		return;
	}
	if (used + 1 == line->n)
		return;
	torn.end = (uint32_t)used + 1;
	json_index_build(&ix, line->p, torn.end, JSON_ELEMENTS);
	ix.cut = true;
	ix.element = &torn;
	ix.elements = 1;
	json_walk(w, line->p, torn.end, &ix, &pos, line);
	ix.element = NULL;
	json_index_free(&ix);
}

/* Passes an element that is not to be walked. */
static void
pass_element(const char *text, const struct json_index *ix, struct json_pos *pos,
    const struct json_element *e, struct json_line *line)
{
	*line = (struct json_line){
		.p = text + e->start, .n = e->end - e->start, .fault = { 0, e->fault }
	};
	if (json_fault_is_syntax(e->fault)) {
		pos->element = ix->elements;
		line->n = 1;
	}
}

bool
json_walk(struct json_walker *w, const char *text, size_t n, const struct json_index *ix,
    struct json_pos *pos, struct json_line *line)
{
	struct level levels[JSON_DEPTH + 1];
	struct walk k = { .w = w, .text = text, .at = ix->at, .ch = ix->ch, .bottom = levels };
	const struct json_element *element = NULL;
	struct json_fault fault = { 0, JSON_OK };
	if (ix->cut) {
		if (pos->element == ix->elements)
			return false;
		pos->last = pos->element++;
		element = &ix->element[pos->last];
		pos->start = element->start;
		pos->entry = element->entry;
		if (element->fault != JSON_OK) {
			pass_element(text, ix, pos, element, line);
			return true;
		}
	} else if (pos->start >= n) {
		return false;
	}
	if (pos->entry == 0)
		pos->entry = 1;
	k.i = pos->entry;
	k.from = pos->start;
	k.slash = ix->slash + pos->slash;
	k.slash_end = ix->slash + ix->nslash;
	bool blank = kind_at(&k, k.i) == '\n' && gap_is_blank(&k, k.i);
	bool bad = !blank && walk_line(&k, &fault) < 0;
	size_t end = bad ? line_end(ix, pos->entry) : k.i;
	if (!bad && !blank && w->twice)
		look_again(&k, ix, pos);
	pos->slash = (size_t)(k.slash - ix->slash);
	line->p = text + pos->start;
	if (element) {
		line->n = element->end - element->start;
		line->fault = judge_element(ix, pos, element, fault);
	} else {
		line->n = ix->at[end] - pos->start;
		line->fault = judge(ix, pos, ix->at[end], bad, fault);
	}
	line->kind = line->fault.code == JSON_OK && !blank ? k.root.kind : JSON_NONE;
	line->value = k.root;
	line->slot = w->slot;
	if (element && json_fault_is_syntax(line->fault.code)) {
		pos->element = ix->elements;
		judge_broken(w, line);
	}
	pos->start = (size_t)ix->at[end] + 1;
	pos->entry = end + 1;
	return true;
}

size_t
json_walk_ahead(const char *text, size_t n, const struct json_index *ix, const struct json_pos *pos,
    struct text *list, size_t most)
{
	size_t found = 0;
	if (ix && ix->cut) {
		const struct json_element *e = &ix->element[pos->element];
		const struct json_element *end = ix->element + ix->elements;
		for (; found < most && e < end && e->fault == JSON_OK; e++)
			list[found++] = (struct text){ text + e->start, e->end - e->start };
		return found;
	}
	for (size_t at = pos->start; found < most && at < n; found++) {
		const char *newline = memchr(text + at, '\n', n - at);
		const size_t end = newline ? (size_t)(newline - text) : n;
		list[found] = (struct text){ text + at, end - at };
		at = end + 1;
	}
	return found;
}
