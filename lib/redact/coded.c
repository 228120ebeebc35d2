/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/utf8.h"
#include "json/write.h"
#include "redact/redactor_private.h"

/*
 * Text that is coded as a whole: in Base64, as payloads are, or with percent signs, as JSON in a
 * URL is.  It is decoded, redacted, and coded again in the same way.
 */

/* ---- Base64 --------------------------------------------------------------------------------- */

enum { BASE64_LEAST = 8 }; /* of six bytes: a@b.cd */

static bool
is_base64_digit(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c) || (c && strchr("+/-_", c));
}

/* Most texts are none, and end this early. */
static bool
may_be_base64(struct text t)
{
	while (t.n > 0 && t.p[t.n - 1] == '=')
		t.n--;
	if (t.n < BASE64_LEAST - 2)
		return false;
	for (size_t i = 0; i < t.n; i++)
		if (!is_base64_digit(t.p[i]))
			return false;
	return true;
}

static bool
is_readable(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if ((unsigned char)t.p[i] < ' ' && !ascii_is_space(t.p[i]))
			return false;
	return t.n > 0 && utf8_valid(t.p, t.n) == t.n;
}

/* With the alphabet and the padding of `like`. */
static void
put_base64(struct buf *out, struct text t, struct text like)
{
	const bool url = memchr(like.p, '-', like.n) || memchr(like.p, '_', like.n);
	const bool padded = like.p[like.n - 1] == '=' || (!url && like.n % 4 == 0);
	const size_t from = out->n;
	json_put_base64(out, t.p, t.n);
	while (!padded && out->p[out->n - 1] == '=')
		out->n--;
	for (size_t i = from; i < out->n && url; i++) {
		if (out->p[i] == '+')
			out->p[i] = '-';
		else if (out->p[i] == '/')
			out->p[i] = '_';
	}
}

bool
redact_base64(struct redactor *r, struct text t, unsigned flags, struct buf *out)
{
	struct buf plain = { 0 }, changed = { 0 };
	if (t.n < BASE64_LEAST || !may_be_base64(t))
		return false;
	buf_room(&plain, 3 * (t.n / 4 + 1));
	const long n = base64_decode(t, plain.p);
	plain.n = n > 0 ? (size_t)n : 0;
	const bool any = is_readable(buf_as_text(&plain)) &&
			 redact_json_as(r, buf_as_text(&plain), flags, &changed);
	if (any)
		put_base64(out, buf_as_text(&changed), t);
	buf_free(&plain);
	buf_free(&changed);
	return any;
}

/* ---- percent signs -------------------------------------------------------------------------- */

bool
redact_begins_percent(struct text t)
{
	enum { TIMES = 3 };
	size_t i = 1;
	if (t.n == 0 || t.p[0] != '%')
		return false;
	for (unsigned k = 1; k < TIMES && i + 1 < t.n && t.p[i] == '2' && t.p[i + 1] == '5'; k++)
		i += 2;
	return i + 1 < t.n && (t.p[i] == '7' || t.p[i] == '5') && (t.p[i + 1] | 0x20) == 'b';
}

/* A plus is a blank, as in forms, unless blanks are written in another way. */
static bool
has_plus_for_blank(struct text t)
{
	return memchr(t.p, '+', t.n) && !memmem(t.p, t.n, "%20", 3);
}

static void
put_decoded(struct buf *b, struct text t, bool plus)
{
	for (size_t i = 0; i < t.n; i++) {
		const int c = redact_percent_byte((struct text){ t.p + i, t.n - i });
		if (c >= 0) {
			buf_char(b, (char)c);
			i += 2;
		} else {
			buf_char(b, (char)(plus && t.p[i] == '+' ? ' ' : t.p[i]));
		}
	}
}

/* The characters that RFC 3986 leaves alone, and the colon of pseudonyms, stay. */
static void
put_coded(struct buf *out, struct text t, bool plus)
{
	for (size_t i = 0; i < t.n; i++) {
		const char c = t.p[i];
		if (ascii_is_letter(c) || ascii_is_digit(c) || (c && strchr("-._~:", c)))
			buf_char(out, c);
		else if (c == ' ' && plus)
			buf_char(out, '+');
		else
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
	}
}

bool
redact_percent(struct redactor *r, struct text t, unsigned flags, struct buf *out)
{
	struct buf plain = { 0 }, changed = { 0 };
	const bool plus = has_plus_for_blank(t);
	put_decoded(&plain, t, plus);
	const bool any = redact_string_as(r, buf_as_text(&plain), flags, &changed);
	if (any)
		put_coded(out, buf_as_text(&changed), plus);
	buf_free(&plain);
	buf_free(&changed);
	return any;
}
