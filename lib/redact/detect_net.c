/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ip.h"
#include "redact/detect_private.h"

/* ---- e-mail --------------------------------------------------------------------------------- */

/* Characters of the part before the @.  Those that separate values in URLs and text are left out,
 * although RFC 5322 allows them.  Bytes of UTF-8 belong to it (RFC 6531). */
static bool
is_local(char c)
{
	return is_word(c) || (unsigned char)c >= 0x80 || (c && strchr("._%+-~#!$*^'", c));
}

static bool
is_label(char c)
{
	return is_word(c) || c == '-' || (unsigned char)c >= 0x80;
}

/* The end of a domain name that has a dot and a last label of letters; 0: there is none. */
static size_t
domain_end(struct text t, size_t i)
{
	size_t end = 0, labels = 0, numbers = 0;
	for (;;) {
		const size_t from = i;
		bool digits = true, letters = true;
		for (; i < t.n && is_label(t.p[i]); i++) {
			digits &= ascii_is_digit(t.p[i]);
			letters &= !ascii_is_digit(t.p[i]) && t.p[i] != '-';
		}
		if (i == from || t.p[from] == '-')
			return end;
		numbers += digits && labels == numbers;
		labels++;
		/* the version of a package is no domain: name@4.17.21.tgz */
		if (labels >= 2 && numbers < 2 &&
		    ((letters && i - from >= 2) ||
			(i - from > 4 && memcmp(t.p + from, "xn--", 4) == 0)))
			end = i;
		if (i >= t.n || t.p[i] != '.')
			return end;
		i++;
	}
}

size_t
detect_email(struct text t, size_t i, size_t *start)
{
	enum { LOCAL_MOST = 64 };
	size_t from = i;
	while (from > *start && i - from < LOCAL_MOST && is_local(t.p[from - 1]))
		from--;
	while (
	    from < i && !is_word(t.p[from]) && (unsigned char)t.p[from] < 0x80 && t.p[from] != '_')
		from++;
	if (from == i)
		return 0;
	*start = from;
	/* what is not separated from an address is part of it, so that nothing of it is left */
	size_t end = domain_end(t, i + 1);
	for (size_t next = end; next > 0 && next < t.n && t.p[next] == '@'; end = next)
		if ((next = domain_end(t, next + 1)) == 0)
			break;
	return end;
}

/* ---- addresses ------------------------------------------------------------------------------ */

/* Does the word before i say that a version follows? */
static bool
follows_version(struct text t, size_t i)
{
	static const struct text words[] = { TEXT("version"), TEXT("ver"), TEXT("release"),
		TEXT("build"), TEXT("rev"), TEXT("v") };
	size_t end = i, blanks = 0;
	while (end > 0 && blanks < 4 && strchr(" =:\"'(", t.p[end - 1]) && t.p[end - 1]) {
		end--;
		blanks++;
	}
	size_t start = end;
	while (start > 0 && end - start < 12 && ascii_is_letter(t.p[start - 1]))
		start--;
	const struct text word = { t.p + start, end - start };
	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (word.n > 0 && text_eq_nocase(word, words[k]))
			return true;
	return false;
}

size_t
detect_ipv4(struct text t, size_t i)
{
	const size_t from = i;
	bool zeros = true;
	if (i > 1 && t.p[i - 1] == '.' && is_word(t.p[i - 2]))
		return 0;
	for (unsigned part = 0; part < 4; part++) {
		unsigned value = 0;
		size_t n = 0;
		for (; n < 4 && is_digit_at(t, i + n); n++)
			value = value * 10 + (unsigned)(t.p[i + n] - '0');
		if (n == 0 || n > 3 || value > 255 || (n == 2 && t.p[i] == '0'))
			return 0;
		zeros &= part == 0 || value == 0;
		i += n;
		if (part < 3 && (i >= t.n || t.p[i++] != '.'))
			return 0;
	}
	if (is_word_at(t, i) || (i < t.n && t.p[i] == '.' && is_digit_at(t, i + 1)) ||
	    (i + 1 < t.n && t.p[i] == '-' && ascii_is_letter(t.p[i + 1])))
		return 0;
	/* the version of a browser that tells no more of it: Chrome/120.0.0.0 */
	if (zeros && from > 1 && t.p[from - 1] == '/' && ascii_is_letter(t.p[from - 2]))
		return 0;
	return follows_version(t, from) ? 0 : i;
}

/*
 * Is an IPv6 address, as written, one that somebody has?  In programs, `a[1::2]` and `add::be` are
 * others.  So it has eight groups or a digit, and three groups or a first one of three digits; or
 * it ends in IPv4.  Eight groups of two digits are a fingerprint.
 */
static bool
is_plausible(struct text t, size_t colons)
{
	size_t first = 0, digits = 0, groups = 0;
	while (first < t.n && t.p[first] != ':')
		first++;
	for (size_t i = 0; i < t.n; i++) {
		digits += ascii_is_digit(t.p[i]);
		groups += t.p[i] != ':' && (i == 0 || t.p[i - 1] == ':');
	}
	if (groups == 8)
		return t.n != 23 || first != 2;
	return memchr(t.p, '.', t.n) || text_eq(t, TEXT("::1")) ||
	       (digits > 0 && colons > 1 && (first >= 3 || groups >= 3));
}

/* May an address begin at i?  Behind a colon only if that does not belong to it: ip:fe80::1. */
static bool
may_begin_ipv6(struct text t, size_t i)
{
	size_t n = 0;
	if (i == 0 || (t.p[i - 1] != ':' && t.p[i - 1] != '.' && !is_word(t.p[i - 1])))
		return true;
	if (t.p[i - 1] != ':' || t.p[i] == ':')
		return false;
	for (i--; i > 0 && is_word(t.p[i - 1]); i--, n++)
		if (ascii_hex(t.p[i - 1]) < 0)
			return true;
	return n > 4;
}

size_t
detect_ipv6(struct text t, size_t i)
{
	enum { MOST = 45 };
	size_t n = 0, colons = 0, twice = 0;
	while (n < 5 && i + n < t.n && ascii_hex(t.p[i + n]) >= 0)
		n++;
	if (n > 4 || i + n + 1 >= t.n || t.p[i + n] != ':' || !may_begin_ipv6(t, i))
		return 0;
	for (n = 0; n <= MOST && i + n < t.n &&
		    (t.p[i + n] == ':' || t.p[i + n] == '.' || ascii_hex(t.p[i + n]) >= 0);
	     n++) {
		colons += t.p[i + n] == ':';
		twice += n > 0 && t.p[i + n] == ':' && t.p[i + n - 1] == ':';
	}
	if (n > MOST || is_word_at(t, i + n) || colons < 2)
		return 0;
	while (n > 0 && (t.p[i + n - 1] == '.' ||
			    (n > 1 && t.p[i + n - 1] == ':' && t.p[i + n - 2] != ':'))) {
		colons -= t.p[i + n - 1] == ':';
		n--;
	}
	const struct text address = { t.p + i, n };
	struct ip ip;
	if (twice > 1 || ip_parse(address, &ip) < 0 || ip.v4_text || !is_plausible(address, colons))
		return 0;
	return i + n;
}
