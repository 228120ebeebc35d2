/* SPDX-License-Identifier: MIT */
#ifndef BASE_IP_CIDR_H
#define BASE_IP_CIDR_H

#include "base/ip.h"
#include "base/text.h"

/* Sets *out to the first and last address of ADDRESS/PREFIX, or of an address alone.  Returns -1 if
 * `cidr` is neither.  Private to ip.c and ip_set.c. */
int ip_parse_cidr(struct text cidr, struct ip_range *out);

#endif
