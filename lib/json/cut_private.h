/* SPDX-License-Identifier: MIT */
#ifndef JSON_CUT_PRIVATE_H
#define JSON_CUT_PRIVATE_H

#include "json/cut.h"

/* Shared by the files of the cut (private to the layer). */

/*
 * An object is an envelope if keys lead into it from an array or from the top.  If a key of an
 * envelope leads to it, it is part of that envelope's text.  Text is copied when the cut enters an
 * array, when the envelope ends and when the block ends.
 */
struct cut_level {
	bool object;
	bool envelope;
	bool records; /* an array: its elements are records */
	bool ends;    /* json_arrays_new_whole: an array at the end of a path */
	bool tried;   /* json_arrays_new_whole: an object that may be a record as a whole, */
	bool found;   /* unless it has such an array; */
	size_t entry; /* until then: of its bracket, in the block */
	unsigned place;
	uint64_t line; /* of the document */
	/* of an envelope */
	uint64_t id;
	size_t number;   /* in the block, from 1 */
	size_t in_outer; /* its place in the envelope around it */
	size_t arrays;
	size_t from; /* where in the block the text begins that was not copied yet */
	struct buf text;
};

/* One block being cut.  As in a walk, `from` is where the last token ended, and i is the next
 * entry. */
struct cutting {
	struct json_cut *c;
	struct json_index *ix;
	const char *text;
	size_t n, i, from;
	size_t end;     /* the index entry at the end of the text */
	size_t mark;    /* the entry at which the last element still has to end; 0: none */
	size_t counted; /* newlines were counted up to here: */
	uint64_t lines;
	size_t faults; /* faults of the index, before the cut */
	struct {
		size_t envelopes, ended, counted;
		uint64_t ids, lines;
	} before; /* the object that is tried */
	bool all;
};

static inline struct cut_level *
cut_innermost(const struct json_cut *c)
{
	return c->levels > 0 ? &c->level[c->levels - 1] : NULL;
}

/* Returns the innermost envelope, or NULL. */
static inline struct cut_level *
cut_envelope_of(const struct json_cut *c)
{
	for (size_t i = c->levels; i > 0; i--)
		if (c->level[i - 1].envelope)
			return &c->level[i - 1];
	return NULL;
}

/* cut_element.c */

/* Returns the number of newlines before offset `at`.  Offsets must not decrease from call to
 * call. */
uint64_t cut_lines_before(struct cutting *k, size_t at);

/*
 * Ends the last element at entry k->mark.  That is a comma or bracket after it, which is not needed
 * any more (`over`), or an entry that is to be inserted because another value follows at once.
 */
void cut_end_element(struct cutting *k, bool over);
struct json_element *cut_add_element(
    struct cutting *k, size_t start, size_t end, enum json_code fault);

/* At the end of a block: inserts these entries, and sorts the faults of the index. */
void cut_insert_entries(struct json_cut *c, struct json_index *ix);
void cut_sort_faults(struct cutting *k);

/* cut_whole.c */

/* The object at the top that is only tried; NULL: there is none. */
struct cut_level *cut_trial(const struct json_cut *c);

/* The array that begins at offset `at` has records.  If an object is tried, it is one no more.
 * Returns false if the text of that object before the array is no JSON. */
bool cut_find_array(struct cutting *k, size_t at);

/* Is it one value?  Returns the fault, whose code is JSON_OK if there is none. */
struct json_fault cut_check_text(struct json_cut *c, struct text t);
void cut_check_free(struct cut_check *check); /* NULL is valid */

/* cut_envelope.c */

void cut_list_envelopes(struct json_cut *c); /* at the start of a block: those that continue */

/* Gives a new level its number in the block; `outer` is the number of the surrounding one, or 0. */
void cut_list_envelope(struct json_cut *c, struct cut_level *l, size_t outer);
void cut_begin_trial(struct cutting *k);
void cut_give_up_trial(struct cutting *k, struct cut_level *trial); /* forgets its levels */
void cut_copy_text(struct cutting *k, struct cut_level *envelope, size_t to);
void cut_end_envelope(struct cutting *k, struct cut_level *l, size_t to);
void cut_show_envelopes(struct cutting *k); /* at the end of a block: publishes them */

#endif
