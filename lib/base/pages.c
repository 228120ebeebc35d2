/* SPDX-License-Identifier: MIT */
#include "base/pages.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/mem.h"

enum {
	UNITS = 256,
	STRETCH = UNITS * PAGES_UNIT, /* as large as a huge page, and aligned like one */
	LEAST = 2 * PAGES_UNIT,       /* a piece that is not larger comes from malloc */
	TRIES = 64 /* how many stretches are tried; older ones are full, or will be freed */
};

/* Lies in the first unit of the stretch. */
struct pages_stretch {
	struct pages_stretch *older, *newer;
	unsigned pieces;
	bool used[UNITS];
};

_Static_assert(sizeof(struct pages_stretch) <= PAGES_UNIT, "it has room in one unit");

static bool
is_ours(const struct pages *pages, size_t n)
{
	return pages && n > LEAST && n <= PAGES_MOST;
}

static unsigned
units(size_t n)
{
	return (unsigned)((n + PAGES_UNIT - 1) / PAGES_UNIT);
}

/* Returns the first of so many units in a row that are free; 0: there are none. */
static unsigned
find_place(const struct pages_stretch *s, unsigned count)
{
	unsigned free = 0;
	for (unsigned i = 1; i < UNITS; i++) {
		free = s->used[i] ? 0 : free + 1;
		if (free == count)
			return i + 1 - count;
	}
	return 0;
}

static struct pages_stretch *
add_stretch(struct pages *pages)
{
	struct pages_stretch *s = mem_alloc_aligned(STRETCH, STRETCH);
#ifdef MADV_HUGEPAGE
	/* The first one is not advised: a huge page would have to be filled with zeros, and a run
	 * with little state does not need that. */
	if (pages->newest)
		madvise(s, STRETCH, MADV_HUGEPAGE);
#endif
	*s = (struct pages_stretch){ .older = pages->newest };
	if (s->older)
		s->older->newer = s;
	return pages->newest = s;
}

void *
pages_take(struct pages *pages, size_t n)
{
	if (!is_ours(pages, n))
		return mem_alloc(n);
	struct pages_stretch *s = pages->newest;
	unsigned place = 0;
	for (unsigned tries = 0; s && tries < TRIES; s = s->older, tries++)
		if ((place = find_place(s, units(n))) > 0)
			break;
	if (place == 0) {
		s = add_stretch(pages);
		place = 1;
	}
	memset(s->used + place, true, units(n));
	s->pieces++;
	return (char *)s + place * PAGES_UNIT;
}

void
pages_give(struct pages *pages, void *p, size_t n)
{
	if (!p || !is_ours(pages, n)) {
		free(p);
		return;
	}
	const uintptr_t at = (uintptr_t)p % STRETCH;
	struct pages_stretch *s = (struct pages_stretch *)(void *)((char *)p - at);
	memset(s->used + at / PAGES_UNIT, false, units(n));
	if (--s->pieces > 0)
		return;
	if (s->newer)
		s->newer->older = s->older;
	else
		pages->newest = s->older;
	if (s->older)
		s->older->newer = s->newer;
	free(s);
}

size_t
pages_cost(const struct pages *pages, size_t n)
{
	return is_ours(pages, n) ? units(n) * PAGES_UNIT : mem_cost(n);
}
