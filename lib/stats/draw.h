/* SPDX-License-Identifier: MIT */
#ifndef STATS_DRAW_H
#define STATS_DRAW_H

#include <stddef.h>
#include <stdint.h>

/*
 * Pseudo-random numbers that are the same in every run and on every machine: SplitMix64 (Steele,
 * Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014) from a fixed seed.  They are
 * for statistics, and can be guessed.
 */
struct draw {
	uint64_t state;
};

static inline struct draw
draw_begin(void)
{
	return (struct draw){ UINT64_C(0x6573706572) };
}

static inline uint64_t
draw_next(struct draw *d)
{
	uint64_t z = d->state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* A number below n > 0.  All are equally likely, up to n in 2^64. */
static inline size_t
draw_below(struct draw *d, size_t n)
{
	__extension__ typedef unsigned __int128 wide;
	return (size_t)((wide)draw_next(d) * n >> 64);
}

#endif
