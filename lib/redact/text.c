/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "redact/redactor_private.h"

unsigned
redact_text_has(struct text t)
{
	static const unsigned char bits[256] = {
		['"'] = TEXT_JSON,
		['['] = TEXT_JSON,
		['{'] = TEXT_JSON,
		['='] = TEXT_PARAMETER,
		['%'] = TEXT_PERCENT,
	};
	unsigned has = 0;
	for (size_t i = 0; i < t.n; i++)
		has |= bits[(unsigned char)t.p[i]];
	return has;
}

/* ---- percent signs of URLs ------------------------------------------------------------------ */

int
redact_percent_byte(struct text t)
{
	if (t.n < 3 || t.p[0] != '%' || ascii_hex(t.p[1]) < 0 || ascii_hex(t.p[2]) < 0)
		return -1;
	return ascii_hex(t.p[1]) << 4 | ascii_hex(t.p[2]);
}

/* Decodes what is in r->decoded once more.  Returns whether anything changed. */
static bool
decode_again(struct redactor *r)
{
	struct buf *b = &r->decoded;
	size_t n = 0;
	for (size_t i = 0; i < b->n; n++) {
		const int c = redact_percent_byte((struct text){ b->p + i, b->n - i });
		b->p[n] = c < 0 ? b->p[i] : (char)c;
		r->at[n] = r->at[i];
		i += c < 0 ? 1 : 3;
	}
	const bool changed = n < b->n;
	r->at[n] = r->at[b->n];
	b->n = n;
	return changed;
}

/* Decodes a text, also if it was encoded twice.  r->at[] says where each byte was.  Returns false
 * if there is nothing to decode. */
static bool
decode(struct redactor *r, struct text t)
{
	enum { TIMES = 3 };
	if (t.n == 0 || t.n >= UINT32_MAX || !memchr(t.p, '%', t.n))
		return false;
	r->decoded.n = 0;
	buf_text(&r->decoded, t);
	r->at = mem_grow(r->at, &r->at_cap, t.n + 1, sizeof(*r->at));
	for (size_t i = 0; i <= t.n; i++)
		r->at[i] = (uint32_t)i;
	bool any = false;
	for (unsigned i = 0; i < TIMES && decode_again(r); i++)
		any = true;
	return any;
}

/* ---- parameters of URLs --------------------------------------------------------------------- */

struct parameter {
	size_t start, end; /* of its value */
	unsigned flags;    /* of its name */
};

static bool
is_name_char(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c) || c == '_' || c == '-' || c == '.' ||
	       c == '[' || c == ']';
}

static bool
ends_value(char c)
{
	return c == '&' || c == '#' || c == '"' || c == '\'' || c == '<' || c == '>' ||
	       ascii_is_space(c);
}

/* Finds the next parameter (?name=value, &name=value) that is a secret, is kept, or has JSON in it.
 * A text that is nothing but parameters begins with one. */
static bool
find_parameter(struct redactor *r, struct text t, size_t from, struct parameter *p)
{
	for (size_t i = from; i < t.n;) {
		const char *equals = memchr(t.p + i, '=', t.n - i);
		if (!equals)
			return false;
		const size_t at = (size_t)(equals - t.p);
		size_t start = at, end = at + 1;
		while (start > from && is_name_char(t.p[start - 1]))
			start--;
		while (end < t.n && !ends_value(t.p[end]))
			end++;
		const bool alone = start == 0 && (end == t.n || t.p[end] == '&');
		const struct text name = { t.p + start, at - start };
		i = at + 1;
		if (name.n == 0 || end == at + 1 ||
		    (!alone && (start == 0 || (t.p[start - 1] != '?' && t.p[start - 1] != '&'))))
			continue;
		const unsigned flags = redact_name_flags(r, name);
		const struct text value = { t.p + at + 1, end - at - 1 };
		if (!(flags & (NAME_SECRET | NAME_KEEP)) && !redact_begins_percent(value))
			continue;
		*p = (struct parameter){ at + 1, end, flags };
		return true;
	}
	return false;
}

/* ---- texts ---------------------------------------------------------------------------------- */

/* A text that is copied as far as it was replaced. */
struct splice {
	struct redactor *r;
	struct text t;
	size_t done;
	bool changed;
	struct buf *out;
};

/* What follows is appended after it, so the text up to the value must come first. */
static size_t
before(struct splice *s, size_t start)
{
	const size_t n = s->out->n;
	if (!s->r->learning)
		buf_put(s->out, s->t.p + s->done, start - s->done);
	return n;
}

static void
after(struct splice *s, size_t length, size_t end, bool replaced)
{
	if (!replaced) {
		s->out->n = length;
		return;
	}
	s->done = end;
	s->changed = true;
}

/* Replaces what is found between two parameters. */
static void
scan(struct splice *s, size_t from, size_t to, unsigned context, bool percent)
{
	struct redactor *r = s->r;
	const bool alone = r->learning || context & REDACT_TIME;
	const struct redact_known *known = alone ? NULL : &r->known;
	const struct text part = { s->t.p + from, to - from };
	const bool coded = percent && decode(r, part);
	const struct text plain = coded ? buf_as_text(&r->decoded) : part;
	struct redact_hit hit;
	for (size_t i = 0; redact_detect(known, plain, i, context, &hit); i = hit.end) {
		const struct text value = { plain.p + hit.start, hit.end - hit.start };
		const size_t start = coded ? r->at[hit.start] : hit.start,
			     end = coded ? r->at[hit.end] : hit.end;
		const size_t length = before(s, from + start);
		after(s, length, from + end, redact_value(r, hit.kind, value, s->out));
	}
}

/* Replaces the value of a parameter that find_parameter found. */
static void
take_parameter(struct splice *s, const struct parameter *p)
{
	const struct text value = { s->t.p + p->start, p->end - p->start };
	const size_t length = before(s, p->start);
	bool any = false;
	if (p->flags & NAME_SECRET)
		any = redact_secret(s->r, value, p->flags, s->out);
	else if (!(p->flags & NAME_KEEP) && s->r->depth < REDACT_LEVELS)
		any = redact_percent(s->r, value, 0, s->out);
	after(s, length, p->end, any);
}

bool
redact_text(struct redactor *r, struct text t, unsigned context, struct buf *out)
{
	struct splice s = { .r = r, .t = t, .out = out };
	struct parameter p;
	size_t from = 0;
	if (t.n == 0)
		return false;
	const unsigned has = redact_text_has(t);
	const bool percent = has & TEXT_PERCENT;
	while (has & TEXT_PARAMETER && find_parameter(r, t, from, &p)) {
		scan(&s, from, p.start, context, percent);
		take_parameter(&s, &p);
		from = p.end;
	}
	scan(&s, from, t.n, context, percent);
	if (s.changed)
		buf_put(out, t.p + s.done, t.n - s.done);
	return s.changed;
}
