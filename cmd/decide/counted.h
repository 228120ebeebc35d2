/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_COUNTED_H
#define DECIDE_COUNTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/in.h"
#include "io/fingerprint.h"
#include "state/snapshot.h"

/* The inputs that a state has counted, of which the last COUNTED_MAX go into a snapshot. */
struct counted_entry {
	struct counted is; /* bytes 0: it is not remembered */
	char *head;        /* the entry's own memory for is.head, or NULL */
	uint64_t turn;     /* the higher, the later it was seen */
	size_t operands;   /* of this run, that begin with it, */
	bool whole;        /* and one of them has nothing more */
	bool touched;      /* this run has come to it */
	bool unfinished;   /* it was not read to its end */
	bool pipe;         /* it cannot be read again */
};

struct counted_list {
	struct counted_entry *entry;
	size_t n, cap;
	uint64_t turns;
};

/* Fills the empty list; texts stay the position's.  What is due is unfinished until it is seen. */
void counted_load(struct counted_list *l, const struct position *p);
void counted_free(struct counted_list *l);

/* A new entry, of nothing yet and unfinished; its number, which stays its own. */
size_t counted_add(struct counted_list *l, struct text name);

/* Is the entry the beginning of the other, as far as can be told? */
bool counted_is_part(const struct counted_list *l, size_t number, size_t other);

/* It was seen now. */
void counted_see(struct counted_list *l, size_t number);

/* It was read as far as the fingerprint goes. */
void counted_note(
    struct counted_list *l, size_t number, const struct fingerprint *s, uint64_t lines);

/* It was read to its end.  An older entry of the same content is forgotten. */
void counted_finish(struct counted_list *l, size_t number);

/* Those that are to be remembered, the oldest first; *forgotten: how many of this run are not among
 * them.  Due are those that are unfinished and, if it is a file, the last that this run came to.
 * For free(3); the texts are the list's. */
struct counted *counted_save(const struct counted_list *l, size_t *n, size_t *forgotten);

/* How an input begins. */
enum counted_answer {
	COUNTED_NONE,  /* like none that was counted */
	COUNTED_EMPTY, /* it has nothing */
	COUNTED_ALIKE, /* like one, but further on there it is another one */
	COUNTED_WHOLE, /* it is one, and has nothing more */
	COUNTED_MORE,  /* it is one, and has more: it is passed over to there */
	COUNTED_CUT,   /* like one, inside of which it ends */
	COUNTED_BROKEN /* like one, and up to the end of that it cannot be read: *e says why */
};

/*
 * Asks so of an input of which nothing was read; *number is of which, the longest that fits.  Where
 * it is passed over, *s is of what comes before; else it is at its beginning.
 */
enum counted_answer counted_find(const struct counted_list *l, struct in *in, struct fingerprint *s,
    size_t *number, struct err *e);

/* The same for an input that cannot be read twice, of which the first 4 KiB decide: waits for as
 * many of them as it takes to tell. */
bool counted_begins(const struct counted_list *l, struct in *in);

/* Opens a regular file, to look at how it begins.  NULL: it is none, or cannot be opened. */
struct in *counted_open(const char *path, uint64_t max_window);

#endif
