/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "time/decimal.h"
#include "time/stamp.h"

/* Does the text have the shape of the pattern, in which 0 stands for any digit?  If `open`, more
 * may follow. */
static bool
has_shape(struct text t, const char *pattern, bool open)
{
	size_t n = strlen(pattern);
	if (t.n < n || (t.n > n && !open))
		return false;
	for (size_t i = 0; i < n; i++)
		if (pattern[i] == '0' ? !ascii_is_digit(t.p[i]) : t.p[i] != pattern[i])
			return false;
	return true;
}

/* Would the text be a time if `tail` replaced its last `cut` bytes? */
static bool
would_do(struct text t, size_t cut, const char *tail)
{
	char text[2 * STAMP_MAX];
	int64_t at;
	if (t.n < cut)
		return false;
	size_t kept = t.n - cut, n = strlen(tail);
	if (kept + n > sizeof(text))
		return false;
	memcpy(text, t.p, kept);
	memcpy(text + kept, tail, n);
	return stamp_parse((struct text){ text, kept + n }, &at) == 0;
}

/* Does the text contain the English name of a month, in full or its first three letters? */
static bool
names_a_month(struct text t)
{
	static const struct text months[] = { TEXT("january"), TEXT("february"), TEXT("march"),
		TEXT("april"), TEXT("may"), TEXT("june"), TEXT("july"), TEXT("august"),
		TEXT("september"), TEXT("october"), TEXT("november"), TEXT("december") };
	for (size_t end, i = 0; i < t.n; i = end + 1) {
		for (end = i; end < t.n && ascii_is_letter(t.p[end]); end++)
			;
		for (size_t m = 0; m < sizeof(months) / sizeof(*months); m++) {
			struct text word = { t.p + i, end - i }, name = months[m];
			name.n = word.n == 3 ? 3 : name.n;
			if (text_eq_nocase(word, name))
				return true;
		}
	}
	return false;
}

static bool
names_utc(struct text t)
{
	struct text end = { t.p + t.n - 3, 3 };
	return t.n >= 3 && (text_eq_nocase(end, TEXT("UTC")) || text_eq_nocase(end, TEXT("GMT")));
}

/* What is wrong after the seconds, in a text that has the shape of RFC 3339 up to there. */
static const char *
why_tail(struct text t)
{
	struct text tail = { t.p + 19, t.n - 19 };
	if (would_do(t, 0, "Z"))
		return "it has no offset; add Z for UTC, or one like +02:00";
	if (names_utc(tail) && would_do(t, 3, "Z"))
		return "write UTC as Z, or as UTC after a space";
	return NULL;
}

/* What is wrong with a text that has the shape of a date and a time. */
static const char *
why_shaped(struct text t)
{
	const char *tail = why_tail(t);
	if (tail)
		return tail;
	if (memcmp(t.p + 11, "24", 2) == 0)
		return "there is no hour 24; the day ends at 23:59:59";
	if (memcmp(t.p + 17, "60", 2) == 0)
		return "there is no second 60; leap seconds are not supported";
	if (memcmp(t.p, "1677", 4) <= 0 || memcmp(t.p, "2262", 4) >= 0)
		return "times must be between the years 1677 and 2262";
	return "there is no such date, time of day or offset";
}

static bool
is_number(struct text t)
{
	struct decimal d;
	text_take_minus(&t);
	return decimal_read(t, &d) == 0;
}

const char *
stamp_why(struct text t)
{
	if (t.n == 0)
		return "it is empty";
	if (ascii_is_blank(t.p[0]) || ascii_is_blank(t.p[t.n - 1]))
		return "there is white space around it";
	if (is_number(t))
		return "times must be between the years 1677 and 2262";
	if (names_a_month(t))
		return "its month is a name; RFC 3339 uses numbers: 2026-11-20T10:00:00Z";
	if (has_shape(t, "0000-00-00", false))
		return "it has no time of day; RFC 3339 needs one: 2026-11-20T10:00:00Z";
	if (has_shape(t, "0000-00-00", true)) {
		struct text clock = { t.p + 11, t.n - 11 };
		return has_shape(clock, "00:00:00", true)
			   ? why_shaped(t)
			   : "its time of day needs hours, minutes and seconds: 10:00:00Z";
	}
	if (has_shape(t, "0000/00/00", true) || has_shape(t, "00/00/0000", true) ||
	    has_shape(t, "00.00.0000", true) || has_shape(t, "00-00-0000", true))
		return "its date is not in the form of RFC 3339: 2026-11-20T10:00:00Z";
	return "neither RFC 3339 (2026-11-20T10:00:00Z) nor a number since 1970";
}

const char *
stamp_hint(struct text t)
{
	if (has_shape(t, "0000-00-00", true) && t.n >= 19 && would_do(t, 0, "Z"))
		return ", or set time_zone in the plan's runtime";
	bool year = false;
	for (size_t i = 0; i + 4 <= t.n && !year; i++)
		year = has_shape((struct text){ t.p + i, t.n - i }, "0000", true);
	if (year && memchr(t.p, ':', t.n) != NULL && !has_shape(t, "0000-00-00", true))
		return "; describe it by time_format in the plan's runtime";
	return "";
}
