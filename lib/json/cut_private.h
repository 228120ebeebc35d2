/* SPDX-License-Identifier: MIT */
#ifndef JSON_CUT_PRIVATE_H
#define JSON_CUT_PRIVATE_H

#include "json/cut.h"

/* What the files of the cut share (private to the layer). */

/*
 * An object that keys lead into from an array or from the top is an envelope; an object that a key
 * of an envelope leads to is part of its text.  Text is copied when the cut goes into an array,
 * when the envelope ends and when the block does.
 */
struct cut_level {
	bool object;
	bool envelope;
	unsigned place;
	uint64_t line; /* of the document */
	/* of an envelope */
	uint64_t id;
	size_t number; /* in the block, from 1 */
	size_t arrays;
	size_t from; /* where in the block the text that is not copied yet begins */
	struct buf text;
};

/* One block being cut.  As in a walk, `from` is where the last token ended, and i the next entry.
 */
struct cutting {
	struct json_cut *c;
	struct json_index *ix;
	const char *text;
	size_t n, i, from;
	size_t end;     /* the index entry that is the end of the text */
	size_t mark;    /* the entry at which the last element still has to end; 0: none has */
	size_t counted; /* newlines are counted up to here: */
	uint64_t lines;
	size_t faults; /* of the index, before the cut */
	bool all;
};

static inline struct cut_level *
cut_innermost(const struct json_cut *c)
{
	return c->levels > 0 ? &c->level[c->levels - 1] : NULL;
}

/* The innermost envelope; NULL: there is none. */
static inline struct cut_level *
cut_envelope_of(const struct json_cut *c)
{
	for (size_t i = c->levels; i > 0; i--)
		if (c->level[i - 1].envelope)
			return &c->level[i - 1];
	return NULL;
}

/* cut_element.c */

/* The newlines before offset `at`, which does not go back. */
uint64_t cut_lines_before(struct cutting *k, size_t at);

/*
 * The last element ends at entry k->mark: at a comma or bracket behind it, which nobody needs any
 * more (`over`); or, where another value follows at once, at an entry that is to be inserted there.
 */
void cut_end_element(struct cutting *k, bool over);
struct json_element *cut_add_element(
    struct cutting *k, size_t start, size_t end, enum json_code fault);

/* The block is cut: inserts these entries, and puts the index's faults in order. */
void cut_insert_entries(struct json_cut *c, struct json_index *ix);
void cut_sort_faults(struct cutting *k);

/* cut_envelope.c */

void cut_list_envelopes(struct json_cut *c); /* at the start of a block: those that go on */

/* A level that has begun gets its number in the block; `outer`: that of the one around it, or 0. */
void cut_list_envelope(struct json_cut *c, struct cut_level *l, size_t outer);
void cut_copy_text(struct cutting *k, struct cut_level *envelope, size_t to);
void cut_end_envelope(struct cutting *k, struct cut_level *l, size_t to);
void cut_show_envelopes(struct cutting *k); /* at the end of a block: what there is of them */

#endif
