/* SPDX-License-Identifier: MIT */
#include "view/value.h"

#include <stdint.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "trace/members.h"

enum {
	PREFIX_LEAST = 4,     /* of a value that is cut, columns that are always shown */
	MEMBER_LEAST = 14,    /* a member is not cut to less than this */
	MEMBERS_MOST = 64,    /* members that may be shown unless all are */
	MORE_ROOM = 10,       /* `, … 5 more` */
	BYTES_IN_COLUMN = 16, /* hardly any text has more: nobody looks at a megabyte */
	ROOM_LEAST = 16       /* where hardly anything of the line is left, it may become longer */
};

size_t
view_room(const struct view_line *l, size_t reserve)
{
	const size_t used = l->column + reserve;
	const size_t room = used < l->style->width ? l->style->width - used : 0;
	return room > ROOM_LEAST ? room : ROOM_LEAST;
}

/* The width of `[1,234 B]`. */
static size_t
size_width(struct text json)
{
	return view_count_width(json.n) + 4;
}

static void
put_size(struct view_line *l, struct text json)
{
	view_char(l, '[');
	view_count(l, json.n);
	view_put(l, " B]");
}

/* ---- escapes -------------------------------------------------------------------------------- */

/* The four digits behind \u, or -1. */
static long
escaped_unit(struct text t)
{
	long unit = 0;
	if (t.n < 6 || t.p[0] != '\\' || t.p[1] != 'u')
		return -1;
	for (size_t i = 2; i < 6; i++) {
		const int digit = ascii_hex(t.p[i]);
		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

/* Reads the escape at t, which begins with a backslash.  Returns its length; *cp is the character
 * if it is better shown as itself, otherwise 0. */
static size_t
read_escape(struct text t, uint32_t *cp)
{
	const long unit = escaped_unit(t);
	*cp = 0;
	if (unit < 0)
		return t.n > 1 ? 2 : 1;
	if (unit >= 0xd800 && unit < 0xdc00 && t.n >= 12) {
		const long low = escaped_unit((struct text){ t.p + 6, 6 });
		if (low < 0xdc00 || low > 0xdfff)
			return 6;
		*cp = (uint32_t)(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
		return 12;
	}
	if (unit >= 0xa0 && (unit < 0xd800 || unit > 0xdfff))
		*cp = (uint32_t)unit;
	return 6;
}

/* JSON with the characters that \u stands for, in b if there are any. */
static struct text
readable(struct buf *b, struct text json)
{
	const char *p = json.p, *end = json.p + json.n;
	const char *escape = json.n > 0 ? memchr(p, '\\', json.n) : NULL;
	while (escape) {
		const struct text rest = { escape, (size_t)(end - escape) };
		uint32_t cp;
		const size_t n = read_escape(rest, &cp);
		if (cp > 0) {
			char utf8[4];
			buf_put(b, p, (size_t)(escape - p));
			buf_put(b, utf8, utf8_encode(cp, utf8));
			p = escape + n;
		}
		escape = n < rest.n ? memchr(escape + n, '\\', rest.n - n) : NULL;
	}
	if (p == json.p)
		return json;
	buf_put(b, p, (size_t)(end - p));
	return buf_as_text(b);
}

/* ---- values --------------------------------------------------------------------------------- */

/* How many columns the whole value takes, if that is at most `most`; otherwise more than that. */
static size_t
value_width(const struct view_style *style, struct text json, size_t most)
{
	const size_t size = style->sizes ? size_width(json) + 1 : 0;
	if (json.n / BYTES_IN_COLUMN > most)
		return json.n;
	struct buf b = { 0 };
	const size_t width = view_text_width(style, readable(&b, json), most) + size;
	buf_free(&b);
	return width;
}

static void
put_text(struct view_line *l, struct text json, size_t columns)
{
	struct buf b = { 0 };
	if (json.n / BYTES_IN_COLUMN > columns)
		json.n = columns * BYTES_IN_COLUMN;
	view_text_start(l, readable(&b, json), columns);
	buf_free(&b);
}

static void
put_whole(struct view_line *l, struct text json)
{
	put_text(l, json, SIZE_MAX);
	if (!l->style->sizes)
		return;
	view_char(l, ' ');
	put_size(l, json);
}

/* `width` is that of the whole value.  What would not become shorter is not cut. */
static void
put_fitting(struct view_line *l, struct text json, size_t width, size_t columns)
{
	const size_t behind = size_width(json) + (l->style->utf8 ? 1 : 3);
	const size_t left = columns > behind + PREFIX_LEAST ? columns - behind : PREFIX_LEAST;
	if (l->style->full || width <= columns || width <= left + behind) {
		put_whole(l, json);
		return;
	}
	put_text(l, json, left);
	view_glyph(l, VIEW_ELLIPSIS);
	put_size(l, json);
}

void
view_value(struct view_line *l, struct text json, size_t room)
{
	put_fitting(l, json, value_width(l->style, json, room), room);
}

/* ---- members -------------------------------------------------------------------------------- */

struct member {
	struct text name, value;
	size_t name_width, width; /* name_width: also what is before and after it */
};

/* All members that may be shown. */
struct members {
	struct member member[MEMBERS_MOST];
	size_t n;
	uint64_t more; /* others */
	size_t width;  /* of all together; SIZE_MAX: more than fits */
};

static size_t
name_width(const struct view_style *style, struct text name)
{
	struct buf b = { 0 };
	const size_t width = view_text_width(style, readable(&b, name), SIZE_MAX);
	buf_free(&b);
	return width;
}

static void
measure(struct members *m, const struct view_style *style, struct text json, size_t room)
{
	struct trace_members it = trace_members(json);
	struct text name, value;
	m->n = 0;
	m->more = 0;
	m->width = 0;
	while (trace_member(&it, &name, &value)) {
		if (m->n == MEMBERS_MOST) {
			m->more++;
			continue;
		}
		struct member *k = &m->member[m->n];
		*k = (struct member){ name, value, m->n > 0 ? 2 : 0, 0 };
		if (name.p)
			k->name_width += name_width(style, name) + 1;
		k->width = value_width(style, value, room);
		m->width += k->name_width + k->width;
		m->n++;
	}
}

/* Leaves out the last members that have no room even if all are cut; the first always stays.
 * Returns the room for the values of the others. */
static size_t
leave_out(struct members *m, size_t room)
{
	size_t used = 0, names = 0, i = 0;
	for (; i < m->n; i++) {
		const struct member *k = &m->member[i];
		const bool last = i + 1 == m->n && m->more == 0;
		used += k->name_width + (k->width < MEMBER_LEAST ? k->width : MEMBER_LEAST);
		if (i > 0 && used + (last ? 0 : MORE_ROOM) > room)
			break;
		names += k->name_width;
	}
	m->more += m->n - i;
	m->n = i;
	names += m->more > 0 ? MORE_ROOM : 0;
	return room > names ? room - names : 0;
}

/* The most columns that a value may take, so that all values fit. */
static size_t
share_of(const struct members *m, size_t room)
{
	size_t share = room / m->n;
	for (;;) {
		size_t left = room, wider = 0;
		for (size_t i = 0; i < m->n; i++) {
			if (m->member[i].width > share)
				wider++;
			else
				left -= m->member[i].width;
		}
		if (wider == 0 || left / wider <= share)
			return share;
		share = left / wider;
	}
}

static void
put_name(struct view_line *l, struct text name, bool first)
{
	if (!first)
		view_put(l, ", ");
	if (!name.p)
		return;
	put_text(l, name, SIZE_MAX);
	view_char(l, '=');
}

static void
put_all(struct view_line *l, struct text json)
{
	struct trace_members it = trace_members(json);
	struct text name, value;
	for (bool first = true; trace_member(&it, &name, &value); first = false) {
		put_name(l, name, first);
		put_whole(l, value);
	}
}

void
view_members(struct view_line *l, struct text json, size_t room)
{
	struct members m;
	if (json.n < 2 || (json.p[0] != '{' && json.p[0] != '[')) {
		view_value(l, json, room);
		return;
	}
	if (l->style->full) {
		put_all(l, json);
		return;
	}
	measure(&m, l->style, json, room);
	if (m.n == 0)
		return;
	size_t share = SIZE_MAX;
	if (m.width > room || m.more > 0)
		share = share_of(&m, leave_out(&m, room));
	for (size_t i = 0; i < m.n; i++) {
		const struct member *k = &m.member[i];
		put_name(l, k->name, i == 0);
		put_fitting(l, k->value, k->width, share);
	}
	if (m.more == 0)
		return;
	view_put(l, ", ");
	view_glyph(l, VIEW_ELLIPSIS);
	view_char(l, ' ');
	view_count(l, m.more);
	view_put(l, " more");
}
