/* SPDX-License-Identifier: MIT */
#include "redact/detect_private.h"

/* ---- cards ---------------------------------------------------------------------------------- */

enum { CARD_LEAST = 13, CARD_MOST = 19 };

static bool
passes_luhn(const char *digit, size_t n)
{
	unsigned sum = 0;
	for (size_t i = 0; i < n; i++) {
		const unsigned d = (unsigned)(digit[n - 1 - i] - '0');
		const unsigned twice = 2 * d;
		sum += i % 2 == 0 ? d : twice > 9 ? twice - 9 : twice;
	}
	return sum % 10 == 0;
}

static unsigned
two(const char *p)
{
	return (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0');
}

/* YYYYMMDDhhmmss and more digits, of this century */
static bool
is_stamp(const char *digit, size_t n)
{
	return n >= 14 && two(digit) == 20 && two(digit + 4) - 1 < 12 && two(digit + 6) - 1 < 31 &&
	       two(digit + 8) < 24 && two(digit + 10) < 60 && two(digit + 12) < 60;
}

static bool
is_card(const char *digit, size_t n)
{
	return n >= CARD_LEAST && passes_luhn(digit, n) && !is_stamp(digit, n);
}

/* A plus is the blank of forms. */
static bool
is_separator(char c)
{
	return c == ' ' || c == '-' || c == '+';
}

/* May a number end at i?  Not within a word, and not before decimals other than 0. */
static bool
may_end(struct text t, size_t i)
{
	if (is_word_at(t, i))
		return false;
	if (i >= t.n || t.p[i] != '.' || !is_digit_at(t, i + 1))
		return true;
	return t.p[i + 1] == '0' && !is_word_at(t, i + 2);
}

/* Is the text nothing but a card's digits, with single separators anywhere?  Returns its end. */
static size_t
card_alone(struct text t, size_t most)
{
	char digit[CARD_MOST];
	size_t n = 0;
	for (size_t i = 0; i < t.n; i++) {
		if (is_digit_at(t, i) && n < most)
			digit[n++] = t.p[i];
		else if ((t.p[i] != ' ' && t.p[i] != '-') || !is_digit_at(t, i + 1))
			return 0;
	}
	return is_card(digit, n) ? t.n : 0;
}

/* In a text, short groups are a list of numbers: the first group of a card has four digits or more,
 * and the others have three. */
size_t
detect_card(struct text t, size_t i, size_t most)
{
	enum { FIRST = 4, GROUP = 3, PLUS_MOST = 6 };
	char digit[CARD_MOST];
	const size_t begin = i;
	size_t n = 0, end = 0, least = FIRST;
	if (t.p[i] < '2' || t.p[i] > '6' ||
	    (i > 1 && t.p[i - 1] == '.' && ascii_is_digit(t.p[i - 2])))
		return 0;
	for (;;) {
		const size_t from = i;
		for (; is_digit_at(t, i) && n < most; i++)
			digit[n++] = t.p[i];
		if (is_digit_at(t, i))
			break;
		if (may_end(t, i) && is_card(digit, n))
			end = i;
		if (i - from < least || i >= t.n || !is_separator(t.p[i]) || !is_digit_at(t, i + 1))
			break;
		if (t.p[i] == '+' && i - from > PLUS_MOST) /* a sum */
			break;
		least = GROUP;
		i++;
	}
	return end == 0 && begin == 0 ? card_alone(t, most) : end;
}

/* ---- telephones ----------------------------------------------------------------------------- */

enum { PHONE_LEAST = 8, PHONE_MOST = 15 };

/* A separator may be next to a parenthesis: +1 (555) 123-4567. */
static size_t
after_separator(struct text t, size_t i)
{
	size_t marks = 0, parentheses = 0;
	for (; i < t.n && !ascii_is_digit(t.p[i]); i++) {
		const char c = t.p[i];
		if (c == '(' || c == ')')
			parentheses++;
		else if (c == ' ' || c == '-' || c == '.' || c == '/' || c == '+')
			marks++;
		else
			return 0;
		if (marks > 1 || parentheses > 1)
			return 0;
	}
	return i < t.n ? i : 0;
}

size_t
detect_phone(struct text t, size_t i)
{
	size_t n = 0, end = 0, next = i + 1;
	if (i > 0 && (is_word(t.p[i - 1]) || t.p[i - 1] == '+'))
		return 0;
	if (next < t.n && t.p[next] == '(')
		next++;
	if (!is_digit_at(t, next) || (t.p[next] == '0' && next + 1 < t.n && t.p[next + 1] == '.'))
		return 0;
	for (bool first = true; next > 0 && is_digit_at(t, next); first = false) {
		for (i = next; is_digit_at(t, i); i++)
			n++;
		if (n > PHONE_MOST)
			return end;
		if (n >= PHONE_LEAST && may_end(t, i)) {
			end = i;
			if (first)
				break;
		}
		next = after_separator(t, i);
	}
	return end;
}

/* ---- bank accounts -------------------------------------------------------------------------- */

/* The lengths of the IBANs of the countries, by the registry of ISO 13616. */
static size_t
iban_length(char a, char b)
{
	static const char lengths[] =
	    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20"
	    "EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30"
	    "KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23"
	    "PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26"
	    "UA29VA22VG24XK20YE30";
	for (const char *p = lengths; *p; p += 4)
		if (p[0] == a && p[1] == b)
			return two(p + 2);
	return 0;
}

static unsigned
add_to_remainder(unsigned r, char c)
{
	if (ascii_is_digit(c))
		return (r * 10 + (unsigned)(c - '0')) % 97;
	return (r * 100 + (unsigned)(ascii_upper(c) - 'A') + 10) % 97;
}

size_t
detect_iban(struct text t, size_t i)
{
	char c[34];
	if (i + 15 > t.n || !ascii_is_letter(t.p[i + 1]) || !ascii_is_digit(t.p[i + 2]) ||
	    !ascii_is_digit(t.p[i + 3]))
		return 0;
	const size_t length = iban_length(ascii_upper(t.p[i]), ascii_upper(t.p[i + 1]));
	size_t n = 0;
	for (; n < length && i < t.n; i++) {
		if (is_word(t.p[i]))
			c[n++] = t.p[i];
		else if (n == 0 || !is_separator(t.p[i]) || !is_word_at(t, i + 1))
			return 0;
	}
	if (n == 0 || n < length || is_word_at(t, i))
		return 0;
	unsigned r = 0;
	for (size_t k = 0; k < n; k++)
		r = add_to_remainder(r, c[(k + 4) % n]);
	return r == 1 ? i : 0;
}
