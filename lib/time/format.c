/* SPDX-License-Identifier: MIT */
#include "time/format.h"

#include <string.h>

#include "time/cursor.h"

/* What a part of a pattern stands for: the letter of its directive, or '%' for a literal. */
struct stamp_part {
	char letter;
	char literal;
};

/* Directives that say the same thing cannot stand together: they have one bit. */
enum {
	SAYS_YEAR = 1 << 0,
	SAYS_MONTH = 1 << 1,
	SAYS_DAY = 1 << 2,
	SAYS_DAY_OF_YEAR = 1 << 3,
	SAYS_HOUR = 1 << 4,
	SAYS_MINUTE = 1 << 5,
	SAYS_SECOND = 1 << 6,
	SAYS_FRACTION = 1 << 7,
	SAYS_ZONE = 1 << 8,
	SAYS_EPOCH = 1 << 9,
	SAYS_WEEKDAY = 1 << 10
};

static const struct {
	char letter;
	int says;
} directives[] = {
	{ 'Y', SAYS_YEAR },
	{ 'm', SAYS_MONTH },
	{ 'b', SAYS_MONTH },
	{ 'd', SAYS_DAY },
	{ 'e', SAYS_DAY },
	{ 'j', SAYS_DAY_OF_YEAR },
	{ 'H', SAYS_HOUR },
	{ 'M', SAYS_MINUTE },
	{ 'S', SAYS_SECOND },
	{ 'f', SAYS_FRACTION },
	{ 'z', SAYS_ZONE },
	{ 's', SAYS_EPOCH },
	{ 'a', SAYS_WEEKDAY },
};

static const struct text months[] = { TEXT("january"), TEXT("february"), TEXT("march"),
	TEXT("april"), TEXT("may"), TEXT("june"), TEXT("july"), TEXT("august"), TEXT("september"),
	TEXT("october"), TEXT("november"), TEXT("december") };
static const struct text weekdays[] = { TEXT("sunday"), TEXT("monday"), TEXT("tuesday"),
	TEXT("wednesday"), TEXT("thursday"), TEXT("friday"), TEXT("saturday") };

/* ---- compiling ------------------------------------------------------------------------------ */

static int
says_of(char letter)
{
	for (size_t i = 0; i < sizeof(directives) / sizeof(*directives); i++)
		if (directives[i].letter == letter)
			return directives[i].says;
	return 0;
}

/* The directive whose letter is at `at`. */
static int
add_directive(struct text pattern, size_t at, int *says, struct err *e)
{
	int more = at < pattern.n ? says_of(pattern.p[at]) : 0;
	if (at == pattern.n)
		return err_at(e, at - 1, "a %% without a letter; write %%%% for a percent sign");
	if (more == 0)
		return err_at(e, at - 1,
		    "there is no such directive; known are %%Y %%m %%d %%e %%j %%b %%a %%H %%M %%S "
		    "%%f %%z %%s %%%%");
	if (*says & more)
		return err_at(e, at - 1, "a second directive for the same part of the time");
	*says |= more;
	return 0;
}

/* Does what the directives say make one time? */
static int
check(int says, struct err *e)
{
	const int date = SAYS_YEAR | SAYS_MONTH | SAYS_DAY;
	const int of_year = SAYS_YEAR | SAYS_DAY_OF_YEAR;
	const int civil = date | of_year;
	const int clock = SAYS_HOUR | SAYS_MINUTE | SAYS_SECOND;
	if (says & SAYS_EPOCH)
		return says & (civil | clock | SAYS_ZONE)
			   ? err_set(e,
				 "%%s is the whole time: only %%f and %%a can be combined with it")
			   : 0;
	if ((says & civil) == date || (says & civil) == of_year)
		return 0;
	return err_set(e, "it must say which day it is: %%Y with %%m or %%b and %%d or %%e, %%Y "
			  "with %%j alone, or %%s");
}

int
stamp_format_compile(struct arena *a, struct text pattern, struct stamp_format *out, struct err *e)
{
	struct stamp_part *part = arena_zalloc(a, pattern.n, sizeof(*part));
	int says = 0;
	*out = (struct stamp_format){ .part = part };
	for (size_t i = 0; i < pattern.n; i++) {
		struct stamp_part *p = &part[out->parts++];
		*p = (struct stamp_part){ '%', pattern.p[i] };
		if (pattern.p[i] != '%')
			continue;
		if (++i < pattern.n && pattern.p[i] == '%')
			continue;
		if (add_directive(pattern, i, &says, e) < 0)
			return -1;
		p->letter = pattern.p[i];
	}
	out->zoned = says & (SAYS_ZONE | SAYS_EPOCH);
	return check(says, e);
}

/* ---- reading -------------------------------------------------------------------------------- */

struct reading {
	struct civil date;
	int of_year; /* 0: not said */
	int second;  /* of the day */
	int ns, offset;
	bool epoch, before; /* the time is `seconds` since 1970; before that */
	int64_t seconds;
};

/* So many digits; -1 if they are not there. */
static int
take_digits(struct cursor *c, int n)
{
	int value = 0;
	if (c->end - c->p < n)
		return -1;
	for (int i = 0; i < n; i++, c->p++) {
		if (!ascii_is_digit(*c->p))
			return -1;
		value = value * 10 + (*c->p - '0');
	}
	return value;
}

/* The place of a name in the list, whose first three letters do for it. */
static int
take_name(struct cursor *c, const struct text *names, int count)
{
	const struct text rest = { c->p, (size_t)(c->end - c->p) };
	for (int i = 0; i < count; i++) {
		struct text head = { rest.p, names[i].n };
		if (rest.n < 3 ||
		    !text_eq_nocase((struct text){ rest.p, 3 }, (struct text){ names[i].p, 3 }))
			continue;
		bool full = rest.n >= head.n && text_eq_nocase(head, names[i]);
		c->p += full ? head.n : 3;
		return i;
	}
	return -1;
}

static int
take_day(struct cursor *c)
{
	if (take_char(c, ' '))
		return take_digits(c, 1);
	bool two = c->end - c->p > 1 && ascii_is_digit(c->p[1]);
	return take_digits(c, two ? 2 : 1);
}

static int
take_any_zone(struct cursor *c, int *offset)
{
	*offset = 0;
	if (take_char(c, 'Z'))
		return 0;
	if (c->end - c->p >= 3 && (memcmp(c->p, "UTC", 3) == 0 || memcmp(c->p, "GMT", 3) == 0)) {
		c->p += 3;
		return 0;
	}
	return take_offset(c, offset);
}

static int
take_seconds(struct cursor *c, struct reading *r)
{
	const char *start;
	r->epoch = true;
	r->before = take_char(c, '-');
	for (start = c->p; c->p < c->end && ascii_is_digit(*c->p); c->p++)
		if (__builtin_mul_overflow(r->seconds, 10, &r->seconds) ||
		    __builtin_add_overflow(r->seconds, *c->p - '0', &r->seconds))
			return -1;
	return c->p == start ? -1 : 0;
}

/* A number that is a part of the clock. */
static int
take_clock_part(struct cursor *c, int max, int unit, struct reading *r)
{
	int value = take_two(c, max);
	r->second += value < 0 ? 0 : value * unit;
	return value;
}

static int
take_part(struct cursor *c, char letter, struct reading *r)
{
	switch (letter) {
	case 'Y': return r->date.year = take_digits(c, 4);
	case 'm': return r->date.month = take_digits(c, 2);
	case 'b': return r->date.month = take_name(c, months, 12) + 1, r->date.month - 1;
	case 'd': return r->date.day = take_digits(c, 2);
	case 'e': return r->date.day = take_day(c);
	case 'j': return r->of_year = take_digits(c, 3);
	case 'a': return take_name(c, weekdays, 7);
	case 'H': return take_clock_part(c, 23, 3600, r);
	case 'M': return take_clock_part(c, 59, 60, r);
	case 'S': return take_clock_part(c, 59, 1, r);
	case 'f': return take_decimals(c, &r->ns);
	case 'z': return take_any_zone(c, &r->offset);
	default: return take_seconds(c, r);
	}
}

/* Seconds since 1970 and a fraction, both of one sign. */
static int
epoch_ns(const struct reading *r, int64_t *at_ns)
{
	int64_t ns;
	if (__builtin_mul_overflow(r->before ? -r->seconds : r->seconds, STAMP_SECOND, &ns) ||
	    __builtin_add_overflow(ns, r->before ? -r->ns : r->ns, &ns))
		return -1;
	*at_ns = ns;
	return 0;
}

int
stamp_format_read(const struct stamp_format *f, struct text t, int offset_s, int64_t *at_ns)
{
	struct reading r = { .offset = offset_s };
	struct cursor c = start_of(t);
	int64_t days;
	for (size_t i = 0; i < f->parts; i++) {
		const struct stamp_part *p = &f->part[i];
		if (p->letter == '%' ? !take_char(&c, p->literal)
				     : take_part(&c, p->letter, &r) < 0)
			return -1;
	}
	if (c.p != c.end)
		return -1;
	if (r.epoch)
		return epoch_ns(&r, at_ns);
	if (r.date.month == 0) { /* %j: from the day before the first of January */
		if (r.of_year < 1 || r.of_year > 365 + is_leap(r.date.year))
			return -1;
		r.date.month = r.date.day = 1;
		if (days_of(r.date, &days))
			return -1;
		days += r.of_year - 1;
	} else if (days_of(r.date, &days)) {
		return -1;
	}
	return join_ns(days * 86400 + r.second - r.offset, r.ns, at_ns);
}
