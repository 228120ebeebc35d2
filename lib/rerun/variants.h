/* SPDX-License-Identifier: MIT */
#ifndef RERUN_VARIANTS_H
#define RERUN_VARIANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/siphash.h"
#include "base/text.h"

/*
 * Changed inputs of a call, to find out what code does with them.
 *
 * Each input is made of a recorded one.  First come those with one change, the smallest first: a
 * value at a boundary of its type, an empty one, null, one of another type, the value that another
 * recorded input has at that place, or none.  Then inputs with several changes are drawn, also of
 * inputs that were kept because something new happened.  No input is given twice, and none is a
 * recorded one.  The seed decides the draws: the same recorded inputs in the same order give the
 * same changed inputs.
 */
struct rerun_variants;

/* The key is for tables, and decides nothing. */
struct rerun_variants *rerun_variants_new(struct siphash_key key, uint64_t seed);
void rerun_variants_free(struct rerun_variants *v);

/* Adds a recorded input, before the first rerun_variants_next.  The JSON is copied.  Returns false
 * if it is there. */
bool rerun_variants_add(struct rerun_variants *v, struct text input);
size_t rerun_variants_count(const struct rerun_variants *v); /* how many were added */

/* An input, valid until the next call. */
struct rerun_variant {
	struct text input;
	size_t of; /* the number of the recorded input that it was made of, from 0 */
};

/* Returns false if there are no more that could be found. */
bool rerun_variants_next(struct rerun_variants *v, struct rerun_variant *variant);

/* Notes an input of the caller's, which is not given any more.  Returns false if it was given or
 * noted before. */
bool rerun_variants_note(struct rerun_variants *v, struct text input);

/* The last input gave something new: later ones are made of it, too. */
void rerun_variants_keep(struct rerun_variants *v);

/*
 * Makes simpler inputs of one.  Number i, from 0, of them is appended to *b; returns false if there
 * are not so many.  Each is shorter than the input.
 */
struct buf;
bool rerun_simpler(struct text input, size_t i, struct buf *b);

#endif
