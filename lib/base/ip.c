/* SPDX-License-Identifier: MIT */
#include "base/ip.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/ascii.h"
#include "base/ip_cidr.h"

enum { V6_TEXT_MAX = INET6_ADDRSTRLEN - 1, PORT_DIGITS = 5, PORT_MAX = 65535 };

static const unsigned char v4_prefix[12] = { [10] = 0xFF, [11] = 0xFF };

static bool
is_v4(const struct ip *ip)
{
	return memcmp(ip->byte, v4_prefix, sizeof v4_prefix) == 0;
}

/* Reads one decimal part at t.p[*at] and moves *at past it.  Returns -1 if there is none. */
static int
parse_part(struct text t, size_t *at)
{
	size_t start = *at;
	int value = 0;
	while (*at < t.n && *at - start < 4 && ascii_is_digit(t.p[*at]))
		value = value * 10 + (t.p[(*at)++] - '0');
	if (*at == start || value > 255 || (*at - start > 1 && t.p[start] == '0'))
		return -1;
	return value;
}

/* Reads the IPv4 address at the start of t.  Returns its length, or 0 if there is none. */
static size_t
parse_v4(struct text t, struct ip *out)
{
	size_t at = 0;
	memcpy(out->byte, v4_prefix, sizeof v4_prefix);
	for (int i = 0; i < 4; i++) {
		int part;
		if (i > 0 && (at == t.n || t.p[at++] != '.'))
			return 0;
		part = parse_part(t, &at);
		if (part < 0)
			return 0;
		out->byte[12 + i] = (unsigned char)part;
	}
	out->v4_text = true;
	return at;
}

/* inet_pton(3) accepts exactly IPv6 without a zone, but needs a C string. */
static int
parse_v6(struct text t, struct ip *out)
{
	char string[V6_TEXT_MAX + 1];
	if (t.n > V6_TEXT_MAX || t.n < 2 || memchr(t.p, '\0', t.n))
		return -1;
	memcpy(string, t.p, t.n);
	string[t.n] = '\0';
	out->v4_text = false;
	return inet_pton(AF_INET6, string, out->byte) == 1 ? 0 : -1;
}

/* Parses an address without brackets or a port. */
static int
parse_bare(struct text t, struct ip *out)
{
	size_t len = parse_v4(t, out);
	if (len > 0 && len == t.n)
		return 0;
	return parse_v6(t, out);
}

/* Is t empty, or `:` and a port? */
static bool
is_port(struct text t)
{
	unsigned port = 0;
	if (t.n == 0)
		return true;
	if (t.p[0] != ':' || t.n < 2 || t.n > 1 + PORT_DIGITS)
		return false;
	for (size_t i = 1; i < t.n; i++) {
		if (!ascii_is_digit(t.p[i]))
			return false;
		port = port * 10 + (unsigned)(t.p[i] - '0');
	}
	return port <= PORT_MAX;
}

int
ip_parse(struct text t, struct ip *out)
{
	const char *close;
	size_t len;
	if (t.n > 0 && t.p[0] == '[') {
		close = memchr(t.p, ']', t.n);
		if (!close)
			return -1;
		len = (size_t)(close - t.p);
		if (!is_port((struct text){ close + 1, t.n - len - 1 }))
			return -1;
		return parse_bare((struct text){ t.p + 1, len - 1 }, out);
	}
	len = parse_v4(t, out);
	if (len > 0)
		return is_port((struct text){ t.p + len, t.n - len }) ? 0 : -1;
	return parse_v6(t, out);
}

static size_t
put_part(unsigned part, char *out)
{
	size_t n = 0;
	if (part >= 100)
		out[n++] = (char)('0' + part / 100);
	if (part >= 10)
		out[n++] = (char)('0' + part / 10 % 10);
	out[n++] = (char)('0' + part % 10);
	return n;
}

static unsigned
group(const struct ip *ip, int i)
{
	return (unsigned)ip->byte[2 * i] << 8 | ip->byte[2 * i + 1];
}

/* Returns the start of the longest run of two or more zero groups (the first, if several are
 * equally long) and sets *n to its length. */
static int
longest_zeros(const struct ip *ip, int *n)
{
	int start = 0;
	*n = 1; /* a single zero group is written as 0 */
	for (int i = 0, run = 0; i < 8; i++) {
		run = group(ip, i) == 0 ? run + 1 : 0;
		if (run > *n) {
			*n = run;
			start = i + 1 - run;
		}
	}
	if (*n == 1)
		*n = 0;
	return start;
}

static size_t
put_group(unsigned value, char *out)
{
	static const char digits[] = "0123456789abcdef";
	size_t n = 0;
	for (int shift = 12; shift >= 0; shift -= 4)
		if (n > 0 || shift == 0 || value >> shift > 0)
			out[n++] = digits[value >> shift & 15];
	return n;
}

/* RFC 5952, section 4.  inet_ntop(3) does not do: it writes ::1:2 as ::0.1.0.2. */
static size_t
put_groups(const struct ip *ip, char *out)
{
	int zeros, start = longest_zeros(ip, &zeros);
	size_t n = 0;
	for (int i = 0; i < 8; i++) {
		if (zeros > 0 && i == start) {
			out[n++] = ':';
			out[n++] = ':';
			i += zeros - 1;
			continue;
		}
		if (i > 0 && out[n - 1] != ':')
			out[n++] = ':';
		n += put_group(group(ip, i), out + n);
	}
	return n;
}

size_t
ip_put(const struct ip *ip, char out[IP_TEXT_MAX])
{
	size_t n = 0;
	if (!ip->v4_text && !is_v4(ip))
		return put_groups(ip, out);
	if (!ip->v4_text) {
		memcpy(out, "::ffff:", 7);
		n = 7;
	}
	for (int i = 0; i < 4; i++) {
		if (i > 0)
			out[n++] = '.';
		n += put_part(ip->byte[12 + i], out + n);
	}
	return n;
}

int
ip_cmp(const struct ip *a, const struct ip *b)
{
	bool a_v4 = is_v4(a), b_v4 = is_v4(b);
	if (a_v4 != b_v4)
		return a_v4 ? -1 : 1;
	return memcmp(a->byte, b->byte, sizeof a->byte);
}

/* Parses digits without leading zeros, up to `max`.  Returns -1 for anything else. */
static int
parse_prefix(struct text t, int max)
{
	int bits = 0;
	if (t.n == 0 || t.n > 3 || (t.n > 1 && t.p[0] == '0'))
		return -1;
	for (size_t i = 0; i < t.n; i++) {
		if (!ascii_is_digit(t.p[i]))
			return -1;
		bits = bits * 10 + (t.p[i] - '0');
	}
	return bits <= max ? bits : -1;
}

int
ip_parse_cidr(struct text cidr, struct ip_range *out)
{
	const char *slash = cidr.n > 0 ? memchr(cidr.p, '/', cidr.n) : NULL;
	size_t len = slash ? (size_t)(slash - cidr.p) : cidr.n;
	struct ip ip;
	int bits = 128;
	if (len == 0 || parse_bare((struct text){ cidr.p, len }, &ip))
		return -1;
	if (slash) {
		int offset = ip.v4_text ? 96 : 0;
		bits = parse_prefix((struct text){ slash + 1, cidr.n - len - 1 }, 128 - offset);
		if (bits < 0)
			return -1;
		bits += offset;
	}
	for (int i = 0; i < 16; i++) {
		int kept = bits - 8 * i;
		unsigned char host = kept >= 8   ? 0
				     : kept <= 0 ? 0xFF
						 : (unsigned char)(0xFF >> kept);
		out->first[i] = (unsigned char)(ip.byte[i] & ~host);
		out->last[i] = ip.byte[i] | host;
	}
	return 0;
}
