/* SPDX-License-Identifier: MIT */
#ifndef BASE_PAGES_H
#define BASE_PAGES_H

#include <stddef.h>

/*
 * Memory for hash tables and pools, of which far places are used one after the other.  Their larger
 * pieces lie together in stretches of 2 MiB, on huge pages where the system gives them, so that few
 * addresses have to be translated.  Small and very large pieces come from malloc.  A stretch is
 * freed when its last piece is.  All zeros is valid and empty.
 */
#define PAGES_UNIT ((size_t)8 << 10) /* pieces in stretches take multiples of this */
#define PAGES_MOST ((size_t)1 << 20) /* a larger piece comes from malloc */

struct pages_stretch;
struct pages {
	struct pages_stretch *newest; /* it links to the others; NULL: there is none */
};

/* Returns memory of n bytes, not zeroed; never NULL.  If `pages` is NULL, it comes from malloc. */
void *pages_take(struct pages *pages, size_t n);

/* Frees what pages_take returned for these arguments; p may be NULL. */
void pages_give(struct pages *pages, void *p, size_t n);

/* How much memory such a piece takes. */
size_t pages_cost(const struct pages *pages, size_t n);

#endif
