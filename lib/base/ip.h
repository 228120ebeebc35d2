/* SPDX-License-Identifier: MIT */
#ifndef BASE_IP_H
#define BASE_IP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/*
 * IP addresses as text.  Accepted: IPv4 as four decimal parts without leading zeros, and IPv6 (RFC
 * 4291) without a zone.  Either may be in brackets and may be followed by a port; IPv6 with a port
 * needs the brackets: 1.2.3.4, 1.2.3.4:80, ::1, [::1], [::1]:80, [1.2.3.4]:80.  A port has 1 to 5
 * digits, is at most 65535, and is dropped.  Written: the form of RFC 5952, with mapped addresses
 * as ::ffff:1.2.3.4 and all others in hexadecimal.
 */
struct ip {
	unsigned char byte[16]; /* IPv6, or an IPv4 address as ::ffff:a.b.c.d */
	bool v4_text;           /* it was written as IPv4 */
};

#define IP_TEXT_MAX 46

int ip_parse(struct text t, struct ip *out); /* 0, or -1 if t is not an address */
size_t ip_put(
    const struct ip *ip, char out[IP_TEXT_MAX]); /* returns its length; mapped IPv6 stays IPv6 */

/* Orders addresses: IPv4 (including mapped ones) before IPv6, then by value.  Returns <0, 0 or
 * >0. */
int ip_cmp(const struct ip *a, const struct ip *b);

/* A set of networks.  Add the networks, then seal the set once.  A sealed set is immutable and can
 * be shared between threads. */
struct ip_range {
	unsigned char first[16], last[16];
};
struct ip_node;
struct ip_set {
	struct ip_range *range; /* once sealed: sorted, without overlaps */
	size_t n, cap;
	struct ip_node *node; /* the trie; the root is first */
	size_t nodes, node_cap;
	uint32_t v4; /* the number of the node above all IPv4 addresses */
};

/* Adds a network: ADDRESS/PREFIX, or an address alone.  Bits after the prefix are ignored.
 * Returns -1 if `cidr` is neither.  An IPv4-mapped network of /96 or longer is the IPv4 network. */
int ip_set_add(struct ip_set *s, struct text cidr);
void ip_set_seal(struct ip_set *s); /* after it, lookups take constant time */
bool ip_set_has(const struct ip_set *s,
    const struct ip *ip); /* an IPv4 network also contains the mapped addresses */
void ip_set_free(struct ip_set *s);

#endif
