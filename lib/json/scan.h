/* SPDX-License-Identifier: MIT */
#ifndef JSON_SCAN_H
#define JSON_SCAN_H

/*
 * Shared by all builders of the index (private to the layer).  A builder turns 64 bytes at a time
 * into masks, bit i for byte i, and passes them to scan_step.  Portable C and the vector
 * instructions differ only in that, so all builders give the same index.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "json/index.h"

#define SCAN_INLINE static inline __attribute__((always_inline))

struct scan_masks {
	uint64_t quote, backslash, structural, newline;
	uint64_t control; /* bytes below 0x20 */
};

struct scan {
	struct json_index *ix;
	const char *text;
	size_t n;
	uint64_t newlines; /* all ones if a newline ends a record, else 0 */
	size_t pair;       /* where the low half of a surrogate pair is that was already checked */
};

/* State that one step passes to the next; separate from struct scan, so that it can stay in
 * registers. */
struct scan_carry {
	uint64_t in_string; /* all ones if the last byte seen was inside a string */
	uint64_t escaped;   /* 1 if the next byte is escaped */
	uint64_t adjacent;  /* 1 if the last byte is an entry */
	size_t n;           /* entries so far */
};

struct scan_escapes {
	uint64_t escaped,
	    starts;     /* masks of the escaped bytes and of the backslashes before them */
	uint64_t carry; /* 1 if the next byte is escaped */
};

SCAN_INLINE uint64_t
scan_prefix_xor(uint64_t x)
{
	x ^= x << 1;
	x ^= x << 2;
	x ^= x << 4;
	x ^= x << 8;
	x ^= x << 16;
	return x ^ x << 32;
}

void scan_fault(struct scan *s, size_t at, enum json_code code);
struct scan_escapes scan_escapes(struct scan *s, uint64_t escaped, uint64_t backslash, size_t base);
void scan_check_escapes(struct scan *s, uint64_t starts, size_t base);
/* The bytes that may follow a backslash, apart from u. */
extern const bool scan_is_escape[256];

void scan_check_controls(struct scan *s, uint64_t control, size_t base);

/*
 * Handles the masks of text[base..base + 64).  Returns the mask of index entries, which each
 * builder stores in its own way.  `string` is prefix_xor(quote), computed by the builder.
 */
SCAN_INLINE uint64_t
scan_step(struct scan *s, struct scan_carry *c, const struct scan_masks *m, size_t base,
    uint64_t (*prefix_xor)(uint64_t))
{
	uint64_t quote = m->quote, starts = 0, newline = m->newline & s->newlines, string, ends;
	if (__builtin_expect((m->backslash | c->escaped) != 0, 0)) {
		struct scan_escapes e = scan_escapes(s, c->escaped, m->backslash, base);
		quote &= ~e.escaped;
		starts = e.starts;
		c->escaped = e.carry;
	}
	string = prefix_xor(quote) ^ c->in_string;
	/* a newline inside a string ends it: what follows is outside, whatever quotes came
	 * before */
	while (__builtin_expect((ends = newline & string) != 0, 0))
		string ^= ~UINT64_C(0) << __builtin_ctzll(ends);
	if (__builtin_expect(starts != 0, 0))
		scan_check_escapes(s, starts & string, base);
	if (__builtin_expect((m->control & string & ~newline) != 0, 0))
		scan_check_controls(s, m->control & string & ~newline, base);
	c->in_string = (uint64_t)((int64_t)string >> 63);
	return quote | newline | (m->structural & ~string);
}

/* Which of these entries directly follow another entry? */
SCAN_INLINE uint64_t
scan_adjacent(struct scan_carry *c, uint64_t entries)
{
	uint64_t adjacent = entries & (entries << 1 | c->adjacent);
	c->adjacent = entries >> 63;
	return adjacent;
}

/* How many entries after the last one a builder or a walk may touch. */
enum { SCAN_SLACK = 80 };

/* Makes room for n entries in all and the slack after them.  Existing entries stay. */
void scan_more_room(struct json_index *ix, size_t n);

void scan_sort_faults(struct json_index *ix);

/*
 * The builders.  Each reserves one entry per byte (memory that is not touched costs nothing) and
 * sets ix->n.  The result is true if the UTF-8 may be wrong; index.c then checks it.  false: it is
 * valid.
 */
bool scan_portable(struct scan *s, struct scan_carry carry);
#if defined(__x86_64__)
bool scan_avx2(struct scan *s, struct scan_carry carry);
bool scan_avx512(struct scan *s, struct scan_carry carry);

/* Is p[0..n) valid UTF-8?  Reads up to 31 bytes more. */
bool scan_utf8_avx2(const char *p, size_t n);

/* Tables for the vector builders. */
extern const uint8_t scan_utf8_first_high[16], scan_utf8_first_low[16], scan_utf8_second_high[16];
extern const uint8_t scan_byte_numbers[64];
#endif

#endif
