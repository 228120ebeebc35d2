/* SPDX-License-Identifier: MIT */
#include "json/walk.h"

#include <endian.h>
#include <string.h>

#include "base/number.h"
#include "json/walker.h"

/*
 * One loop over the index entries of a line.  `from` is where the last token ended; whatever stands
 * between it and the next entry must be white space, or a literal or number where a value is due.
 * walk_members goes through members that stand without white space several entries at a time; all
 * that is out of the ordinary is left to the small steps, which know every error.
 */
struct level {
	struct walk_state *state; /* of what is inside; NULL: no path goes there */
	struct walk_state *self;  /* whose slots get the container when it ends */
	struct walk_memory *last; /* objects with a state: the key before */
	uint64_t serial;          /* which object it is */
	uint32_t entry;           /* of its bracket */
	uint32_t index;           /* arrays: of the element at hand */
	bool object;
};

struct walk {
	struct json_walker *w;
	const char *text;
	const uint32_t *at; /* entries and their characters, from the index's first */
	const char *ch;
	size_t i; /* the next entry */
	size_t from;
	struct level *level; /* the innermost */
	struct level *bottom;
	struct json_value root;
	const uint32_t *slash, *slash_end; /* the stretches with backslashes from here on */
};

static inline bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
all_blank(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_blank(p[i]))
			return false;
	return true;
}

/* What stands at entry i. */
static inline char
kind_at(const struct walk *k, size_t i)
{
	return (char)(k->ch[i] & 0x7f);
}

/* Is there nothing but white space before entry i? */
static inline bool
gap_is_blank(const struct walk *k, size_t i)
{
	size_t n = k->at[i] - k->from;

	return n == 0 || all_blank(k->text + k->from, n);
}

/* The kind of text p[0..n), n > 0, that is neither string nor container; JSON_NONE if it is
 * nothing. */
static inline enum json_kind
scalar_kind(const char *p, size_t n)
{
	size_t i = 0;

	if (*p >= '1' && *p <= '9') {
		while (++i < n && p[i] >= '0' && p[i] <= '9')
			;
		if (i == n)
			return JSON_NUMBER;
	} else if (*p == 't') {
		return n == 4 && memcmp(p, "true", 4) == 0 ? JSON_TRUE : JSON_NONE;
	} else if (*p == 'f') {
		return n == 5 && memcmp(p, "false", 5) == 0 ? JSON_FALSE : JSON_NONE;
	} else if (*p == 'n') {
		return n == 4 && memcmp(p, "null", 4) == 0 ? JSON_NULL : JSON_NONE;
	}
	return number_is_json((struct text){ p, n }) ? JSON_NUMBER : JSON_NONE;
}

/* Values come in the order of their places, so that most lines are done without a look at their
 * text. */
static inline bool
has_escape(struct walk *k, const struct json_value *v)
{
	size_t start = (size_t)(v->p - k->text);

	while (k->slash < k->slash_end && *k->slash + UINT64_C(64) <= start)
		k->slash++;
	return k->slash < k->slash_end && *k->slash < start + v->n && v->kind == JSON_STRING &&
	       v->n > 0 && memchr(v->p, '\\', v->n) != NULL;
}

static void
capture(struct walk *k, const struct walk_state *s, const struct json_value *v)
{
	for (size_t i = 0; i < s->slots; i++) {
		struct json_value *slot = &k->w->slot[s->slot[i]];
		uint16_t hits = slot->hits;

		*slot = *v;
		slot->hits = hits < UINT16_MAX ? hits + 1 : hits;
		slot->escaped = has_escape(k, v);
	}
}

static void
found(struct walk *k, const struct walk_state *self, const struct json_value *v)
{
	if (k->level == k->bottom) {
		k->root = *v;
		k->root.escaped = has_escape(k, v);
	}
	if (self && self->slots > 0)
		capture(k, self, v);
}

static int
fail(size_t at, enum json_code code, struct json_fault *f)
{
	*f = (struct json_fault){ (uint32_t)at, code };
	return -1;
}

/* Where the first byte before entry i that is no white space is; the entry itself if there is none.
 */
static size_t
first_black(const struct walk *k, size_t i)
{
	size_t at = k->from;

	while (at < k->at[i] && is_blank(k->text[at]))
		at++;
	return at;
}

static bool
line_ends_inside(const struct walk *k)
{
	return kind_at(k, k->i) == '\n' && k->level != k->bottom;
}

/* A value that ends where the next entry is: literal or number. */
static int
scalar(struct walk *k, const struct walk_state *self, struct json_fault *f)
{
	size_t end = k->at[k->i], start = first_black(k, k->i), stop = end;
	struct json_value v = { .entry = (uint32_t)k->i };

	if (start == end)
		return fail(end, line_ends_inside(k) ? JSON_UNCLOSED : JSON_NO_VALUE, f);
	while (is_blank(k->text[stop - 1]))
		stop--;
	v.p = k->text + start;
	v.n = stop - start;
	v.kind = (uint8_t)scalar_kind(v.p, v.n);
	if (v.kind == JSON_NONE)
		return fail(start,
		    *v.p == '-' || (*v.p >= '0' && *v.p <= '9') ? JSON_BAD_NUMBER
								: JSON_BAD_LITERAL,
		    f);
	found(k, self, &v);
	k->from = end;
	return 0;
}

/* A string or container begins, but something stands before it where a value is due. */
static int
two_values(const struct walk *k, struct json_fault *f)
{
	size_t open = k->at[k->i], start = first_black(k, k->i), stop = open;

	while (is_blank(k->text[stop - 1]))
		stop--;
	if (scalar_kind(k->text + start, stop - start) != JSON_NONE)
		return fail(open, k->level == k->bottom ? JSON_TRAILING : JSON_NO_COMMA, f);
	return fail(start, JSON_BAD_LITERAL, f);
}

static struct json_value
string_value(const struct walk *k, size_t i)
{
	struct json_value v = { .kind = JSON_STRING, .entry = (uint32_t)i };

	v.p = k->text + k->at[i] + 1;
	v.n = k->at[i + 1] - k->at[i] - 1;
	return v;
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

static inline void
enter(struct walk *k, struct level *l, struct walk_state *self, size_t i, bool object)
{
	l->self = self;
	l->state = self && (object ? self->keys : self->elements > 0) ? self : NULL;
	l->entry = (uint32_t)i;
	l->index = 0;
	l->object = object;
	if (l->state) {
		l->last = NULL;
		l->serial = ++k->w->serial;
	}
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

/* Where the key whose opening quote is entry i leads from an object that paths go through. */
static inline struct walk_state *
follow_key(struct walk *k, struct level *l, size_t i)
{
	struct json_walker *w = k->w;
	size_t at = k->at[i] + 1, n = k->at[i + 1] - at;
	struct walk_state *to = walker_key(w, l->state, &l->last, k->text + at, n);

	if (!to)
		return NULL;
	if (w->look != LOOK_ONCE && !walker_counts(w, k->at[l->entry], at, k->text + at, n))
		return NULL;
	if (to->visited == l->serial)
		w->twice = true;
	to->visited = l->serial;
	return to;
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
		return fail(at, JSON_TRAILING_COMMA, f);
	return fail(at, JSON_NO_KEY, f);
}

/* A key and its colon; *self: where the key leads. */
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

/* One value up to its end, or into its container: 1 if a container was opened. */
static int
value(struct walk *k, struct walk_state *self, struct json_fault *f)
{
	switch (kind_at(k, k->i)) {
	case '"': return string(k, self, f);
	case '{': return open_container(k, self, true, f) < 0 ? -1 : 1;
	case '[': return open_container(k, self, false, f) < 0 ? -1 : 1;
	case ':': return fail(k->at[k->i], JSON_NO_VALUE, f);
	case ']':
		if (k->level != k->bottom && kind_at(k, k->i - 1) == ',' && gap_is_blank(k, k->i))
			return fail(k->at[k->i], JSON_TRAILING_COMMA, f);
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

/* Behind a value: the comma, or the ends of containers.  1: a member is due. */
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

/* Behind an opening bracket: is the container empty? */
static inline bool
at_empty(const struct walk *k)
{
	return kind_at(k, k->i) == (k->level->object ? '}' : ']') && gap_is_blank(k, k->i);
}

/* What stands at the next entries as a number, the first one lowest. */
static inline uint64_t
next_entries(const char *ch)
{
	uint64_t v;

	memcpy(&v, ch, sizeof(v));
	return le64toh(v);
}

/*
 * Patterns of entries: characters, each with the bit that says whether it directly follows the one
 * before. A closing quote may or may not follow directly; all else must.
 */
#define ENTRY(place, c) ((uint64_t)((c) | JSON_ADJACENT) << 8 * (place))
#define CLOSING(place) ((uint64_t)'"' << 8 * (place))
#define ANY(place) (~((uint64_t)JSON_ADJACENT << 8 * (place)))
#define MEMBER_KEY (ENTRY(0, '"') | CLOSING(1) | ENTRY(2, ':'))
#define MEMBER_KEY_BITS (UINT64_C(0xffffff) & ANY(1))
#define MEMBER_STRING (MEMBER_KEY | ENTRY(3, '"') | CLOSING(4))
#define MEMBER_STRING_BITS (UINT64_C(0xffffffffff) & ANY(1) & ANY(4))
enum { COMMA = ',' | JSON_ADJACENT, OPEN = '{' | JSON_ADJACENT, CLOSE = '}' | JSON_ADJACENT };

static inline void
note_member(struct walk *k, struct level *l, size_t i, const struct json_value *v)
{
	const struct walk_state *self = follow_key(k, l, i);

	if (self && self->slots > 0)
		capture(k, self, v);
}

/* The container of level l ends with the bracket at entry i. */
static inline void
note_container(struct walk *k, const struct level *l, size_t i)
{
	struct json_value v = { .kind = l->object ? JSON_OBJECT : JSON_ARRAY, .entry = l->entry };

	v.p = k->text + k->at[l->entry];
	v.n = k->at[i] + 1 - k->at[l->entry];
	capture(k, l->self, &v);
}

/*
 * Members of an object, and of the objects in it, with nothing between their tokens; stops before a
 * key that it leaves to others (true), or behind a value (false).  Each turn of the loop is one
 * member; what makes it long is that it is what the time goes into.
 */
static bool
walk_members(struct walk *k)
{
	const uint32_t *at = k->at;
	const unsigned char *ch = (const unsigned char *)k->ch;
	struct level *l = k->level;
	size_t i = k->i, from = k->from;
	unsigned after;

	for (;; i++) {
		uint64_t next = next_entries(k->ch + i);

		if ((next & MEMBER_STRING_BITS) == MEMBER_STRING) {
			if (l->state) {
				struct json_value v = string_value(k, i + 3);

				note_member(k, l, i, &v);
			}
			i += 5;
			from = at[i - 1] + 1;
			after = ch[i];
		} else if ((next & MEMBER_KEY_BITS) != MEMBER_KEY) {
			break;
		} else if (ch[i + 3] == OPEN) {
			/* too deep, or nothing but white space in it perhaps */
			if (l - k->bottom == JSON_DEPTH || ch[i + 4] == '}')
				break;
			enter(k, l + 1, l->state ? follow_key(k, l, i) : NULL, i + 3, true);
			l++;
			i += 3;
			if (ch[i + 1] != CLOSE)
				continue;
			after = ch[++i];
		} else {
			struct json_value v = { .p = k->text + at[i + 2] + 1,
				.entry = (uint32_t)i + 3 };

			v.n = at[i + 3] - at[i + 2] - 1;
			if (v.n == 0 || (v.kind = (uint8_t)scalar_kind(v.p, v.n)) == JSON_NONE)
				break;
			if (l->state)
				note_member(k, l, i, &v);
			i += 3;
			from = at[i];
			after = ch[i] | JSON_ADJACENT;
		}
		while (after == CLOSE && l - k->bottom > 1 && l[-1].object) {
			if (l->self && l->self->slots > 0)
				note_container(k, l, i);
			l--;
			from = at[i] + 1;
			after = ch[++i];
		}
		if (after != COMMA) {
			k->level = l;
			k->i = i;
			k->from = from;
			return false;
		}
	}
	k->level = l;
	k->i = i;
	k->from = at[i - 1] + 1;
	return true;
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

/* The whole line; the entry of its newline (or the last one) is at k->i then. */
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
 * Keys that lead somewhere came twice in one object: find out which are the same key, and walk
 * again without those that a later one replaces.
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

/* Of the index's faults in a line: invalid UTF-8 if there is any, else the first. */
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

/* The line is from pos->start to `end`; `bad` and walk_fault say what the walk found wrong. */
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

bool
json_walk(struct json_walker *w, const char *text, size_t n, const struct json_index *ix,
    struct json_pos *pos, struct json_line *line)
{
	struct level levels[JSON_DEPTH + 1];
	struct walk k = { .w = w, .text = text, .at = ix->at, .ch = ix->ch, .bottom = levels };
	struct json_fault fault = { 0, JSON_OK };
	bool blank, bad;
	size_t end;

	if (pos->start >= n)
		return false;
	if (pos->entry == 0)
		pos->entry = 1;
	k.i = pos->entry;
	k.from = pos->start;
	k.slash = ix->slash + pos->slash;
	k.slash_end = ix->slash + ix->nslash;
	blank = kind_at(&k, k.i) == '\n' && gap_is_blank(&k, k.i);
	bad = !blank && walk_line(&k, &fault) < 0;
	end = bad ? line_end(ix, pos->entry) : k.i;
	if (!bad && !blank && w->twice)
		look_again(&k, ix, pos);
	pos->slash = (size_t)(k.slash - ix->slash);
	line->p = text + pos->start;
	line->n = ix->at[end] - pos->start;
	line->fault = judge(ix, pos, ix->at[end], bad, fault);
	line->kind = line->fault.code == JSON_OK && !blank ? k.root.kind : JSON_NONE;
	line->value = k.root;
	line->slot = w->slot;
	pos->start = (size_t)ix->at[end] + 1;
	pos->entry = end + 1;
	return true;
}
