/* SPDX-License-Identifier: MIT */
#ifndef BASE_IP_H
#define BASE_IP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/*
 * IP addresses as text.  Read: IPv4 as four decimal parts without leading zeros, IPv6 (RFC 4291)
 * without a zone; either may stand in brackets, and have a port behind it (IPv6 only when
 * bracketed): 1.2.3.4, 1.2.3.4:80, ::1, [::1],
 * [::1]:80, [1.2.3.4]:80.  A port is 1 to 5 digits, at most 65535, and is dropped.  Written: by
 * RFC 5952, mapped addresses as ::ffff:1.2.3.4 and all others in hexadecimal.
 */
struct ip {
	unsigned char byte[16]; /* IPv6, or an IPv4 address as ::ffff:a.b.c.d */
	bool v4_text;           /* it was written as IPv4 */
};

#define IP_TEXT_MAX 46

int ip_parse(struct text t, struct ip *out); /* 0, or -1 if it is no address */
size_t ip_put(
    const struct ip *ip, char out[IP_TEXT_MAX]); /* its length; an IPv4-mapped IPv6 stays IPv6 */

/* Order of addresses: IPv4 (mapped ones are IPv4) before IPv6, then by value.  <0, 0, >0. */
int ip_cmp(const struct ip *a, const struct ip *b);

/* A set of networks.  Built by adding, then sealed once; immutable and shareable after that. */
struct ip_range {
	unsigned char first[16], last[16];
};
struct ip_node;
struct ip_set {
	struct ip_range *range; /* once sealed: in order, and none overlap */
	size_t n, cap;
	struct ip_node *node; /* the trie, root first */
	size_t nodes, node_cap;
	uint32_t v4; /* the number of the node that all IPv4 addresses are below */
};

/* `cidr`: ADDRESS/PREFIX, or an address alone (bits behind the prefix are ignored).  -1 if it is
 * neither.  An IPv4-mapped network of at least /96 is the IPv4 network. */
int ip_set_add(struct ip_set *s, struct text cidr);
void ip_set_seal(struct ip_set *s); /* lookups take constant time from then on */
bool ip_set_has(const struct ip_set *s,
    const struct ip *ip); /* an IPv4 network holds the mapped addresses too */
void ip_set_free(struct ip_set *s);

#endif
