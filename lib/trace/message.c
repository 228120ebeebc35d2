/* SPDX-License-Identifier: MIT */
#include "trace/message.h"

#include "base/ascii.h"
#include "base/utf8.h"

enum {
	READ_MOST = 8000, /* of a message; what comes later does not tell errors apart */
	LOCAL_MOST = 64   /* the part of an address before the @ */
};

struct scan {
	struct buf *b;
	const char *p, *end;
	char before;      /* the byte before p; 0: none */
	bool code;        /* the word before says that a number names the error */
	bool unclosed[3]; /* no further quote of this kind closes */
};

static bool
is_letter(char c)
{
	return ascii_is_letter(c) || (unsigned char)c >= 0x80;
}

static bool
is_part(char c)
{
	return ascii_is_digit(c) || is_letter(c);
}

/* The byte that far behind p; 0: there is none. */
static char
at(const struct scan *s, size_t i)
{
	return i < (size_t)(s->end - s->p) ? s->p[i] : 0;
}

/* Passes over n bytes. */
static void
skip(struct scan *s, size_t n)
{
	s->p += n;
	s->before = s->p[-1];
}

static void
replace(struct scan *s, size_t n, const char *by)
{
	buf_text(s->b, text_of(by));
	skip(s, n);
}

static void
copy(struct scan *s, size_t n)
{
	buf_put(s->b, s->p, n);
	skip(s, n);
}

/* ---- what has a form of its own ------------------------------------------------------------- */

/* Does the text at p have the form: d a digit, x a hexadecimal digit, others themselves? */
static bool
has_form(const struct scan *s, size_t from, const char *form)
{
	for (size_t i = 0; form[i]; i++) {
		const char c = at(s, from + i);
		if (form[i] == 'd'   ? !ascii_is_digit(c)
		    : form[i] == 'x' ? ascii_hex(c) < 0
				     : c != form[i])
			return false;
	}
	return true;
}

static size_t
digits(const struct scan *s, size_t i)
{
	while (ascii_is_digit(at(s, i)))
		i++;
	return i;
}

/* Returns the length of the date or time at p, or 0. */
static size_t
time_length(const struct scan *s)
{
	if (!has_form(s, 0, "dddd-dd-dd"))
		return 0;
	size_t n = 10;
	if ((at(s, n) == 'T' || at(s, n) == ' ') && has_form(s, n + 1, "dd:dd")) {
		n += 6;
		if (has_form(s, n, ":dd"))
			n += 3;
		if ((at(s, n) == '.' || at(s, n) == ',') && ascii_is_digit(at(s, n + 1)))
			n = digits(s, n + 1);
		if (at(s, n) == 'Z')
			n++;
		else if ((at(s, n) == '+' || at(s, n) == '-') && has_form(s, n + 1, "dd:dd"))
			n += 6;
		else if ((at(s, n) == '+' || at(s, n) == '-') && has_form(s, n + 1, "dddd"))
			n += 5;
	}
	return is_part(at(s, n)) ? 0 : n;
}

/* Returns the length of the e-mail address at p, or 0. */
static size_t
email_length(const struct scan *s)
{
	size_t n = 0;
	while (n < LOCAL_MOST && (is_part(at(s, n)) || (at(s, n) && strchr("._%+-", at(s, n)))))
		n++;
	if (n == 0 || at(s, n) != '@' || !is_part(at(s, n + 1)))
		return 0;
	n++;
	while (is_part(at(s, n)) || ((at(s, n) == '.' || at(s, n) == '-') && is_part(at(s, n + 1))))
		n++;
	return n;
}

static bool
take_form(struct scan *s)
{
	static const char uuid[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t n = email_length(s);
	if (n > 0) {
		replace(s, n, "<email>");
		return true;
	}
	if (has_form(s, 0, uuid) && !is_part(at(s, sizeof(uuid) - 1))) {
		replace(s, sizeof(uuid) - 1, "<id>");
		return true;
	}
	n = time_length(s);
	if (n > 0) {
		replace(s, n, "<time>");
		return true;
	}
	return false;
}

/* ---- words ---------------------------------------------------------------------------------- */

/* A run of letters and digits. */
struct part {
	size_t n, digits, hex, turns; /* turns: from letters to digits, and back */
};

static struct part
part_at(const struct scan *s)
{
	struct part k = { 0 };
	for (; is_part(at(s, k.n)); k.n++) {
		const bool digit = ascii_is_digit(at(s, k.n));
		k.digits += digit;
		k.hex += ascii_hex(at(s, k.n)) >= 0;
		k.turns += k.n > 0 && digit != ascii_is_digit(at(s, k.n - 1));
	}
	return k;
}

static void
take_number(struct scan *s)
{
	size_t n = digits(s, 0);
	bool plain = n <= 3;
	while ((at(s, n) == '.' || at(s, n) == ',' || at(s, n) == ':') &&
	       ascii_is_digit(at(s, n + 1))) {
		n = digits(s, n + 1);
		plain = false;
	}
	if ((at(s, n) | 0x20) == 'e' && ascii_is_digit(at(s, n + 1)))
		n = digits(s, n + 1);
	else if ((at(s, n) | 0x20) == 'e' && (at(s, n + 1) == '-' || at(s, n + 1) == '+') &&
		 ascii_is_digit(at(s, n + 2)))
		n = digits(s, n + 2);
	if (plain && s->code)
		copy(s, n);
	else
		replace(s, n, "<n>");
}

/* Copies a word without digits, and remembers whether a number behind it names the error. */
static void
take_letters(struct scan *s, size_t n)
{
	static const struct text words[] = { TEXT("code"), TEXT("errno"), TEXT("error"),
		TEXT("http"), TEXT("status") };
	const struct text word = { s->p, n };
	s->code = false;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		s->code |= text_eq_nocase(word, words[i]);
	copy(s, n);
}

static void
take_part(struct scan *s, bool first)
{
	enum { HEX_LEAST = 8, UNIT_MOST = 3 };
	const struct part k = part_at(s);
	const bool digit_first = ascii_is_digit(at(s, 0));
	const size_t letters = k.n - k.digits;
	if (k.digits == 0) {
		take_letters(s, k.n);
	} else if (letters == 0) {
		take_number(s);
	} else if (digit_first && (at(s, 1) | 0x20) == 'x' && k.n > 2 && k.hex == k.n - 1) {
		replace(s, k.n, "<hex>");
	} else if (k.hex == k.n && k.n >= HEX_LEAST) {
		replace(s, k.n, "<hex>");
	} else if (digit_first && k.turns == 1 && letters <= UNIT_MOST && first) {
		take_number(s);
		copy(s, is_letter(at(s, 0)) ? letters : 0);
	} else if (!digit_first && k.turns == 1 && first) {
		take_letters(s, letters);
		s->code = false;
		replace(s, k.digits, "<n>");
	} else {
		replace(s, k.n, "<id>");
	}
}

/* A word: parts with single lines between them. */
static void
take_word(struct scan *s)
{
	if (take_form(s))
		return;
	for (bool first = true;; first = false) {
		take_part(s, first);
		if ((at(s, 0) != '_' && at(s, 0) != '-') || !is_part(at(s, 1)))
			return;
		copy(s, 1);
	}
}

/* ---- the rest ------------------------------------------------------------------------------- */

/* Replaces what is in quotes from p on.  An apostrophe in a word does not close them. */
static bool
take_quoted(struct scan *s)
{
	static const char quotes[] = "'\"`";
	const char *quote = *s->p ? strchr(quotes, *s->p) : NULL;
	if (!quote || is_part(s->before) || s->unclosed[quote - quotes])
		return false;
	for (size_t n = 1; at(s, n) || s->p + n < s->end; n++) {
		if (at(s, n) != *quote || is_part(at(s, n + 1)))
			continue;
		replace(s, n + 1, "<str>");
		return true;
	}
	s->unclosed[quote - quotes] = true;
	return false;
}

static void
take_one(struct scan *s)
{
	const char c = *s->p;
	if (ascii_is_space(c)) {
		if (!ascii_is_space(s->before))
			buf_char(s->b, ' ');
		skip(s, 1);
	} else if ((c == '-' || c == '+') && ascii_is_digit(at(s, 1)) && !is_part(s->before)) {
		s->p++;
		take_word(s);
	} else if (is_part(c)) {
		take_word(s);
	} else if (!take_quoted(s)) {
		copy(s, 1);
	}
}

void
trace_put_message(struct buf *b, struct text message)
{
	static const struct text ellipsis = { "\xe2\x80\xa6", 3 };
	const struct text t = text_trim(message);
	const bool cut = t.n > READ_MOST;
	struct scan s = { .b = b, .p = t.p, .end = t.p + (cut ? READ_MOST : t.n), .before = ' ' };
	const size_t from = b->n;
	while (s.p < s.end && b->n - from <= TRACE_MESSAGE_MOST)
		take_one(&s);
	size_t n = b->n - from;
	if (n <= TRACE_MESSAGE_MOST && !cut)
		return;
	const size_t most = TRACE_MESSAGE_MOST - ellipsis.n;
	n = n < most ? n : most;
	b->n = from + utf8_valid(b->p + from, n);
	buf_text(b, ellipsis);
}
