/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_COUNTED_H
#define DECIDE_COUNTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/in.h"
#include "io/fingerprint.h"
#include "state/snapshot.h"

/* The inputs that a state has counted.  A snapshot keeps the last COUNTED_MAX of them. */
struct counted_entry {
	struct counted is; /* bytes 0: it is not remembered */
	char *head;        /* the entry's own memory for is.head, or NULL */
	uint64_t turn;     /* higher means seen later */
	size_t operands;   /* how many operands of this run begin with it */
	bool whole;        /* one of those operands has nothing more */
	bool touched;      /* this run has reached it */
	bool unfinished;   /* it was not read to its end */
	bool pipe;         /* it cannot be read again */
};

struct counted_list {
	struct counted_entry *entry;
	size_t n, cap;
	uint64_t turns;
};

/* Fills the empty list from a snapshot's position, which keeps the texts.  An entry that is due is
 * unfinished until an input is found to be it. */
void counted_load(struct counted_list *l, const struct position *p);
void counted_free(struct counted_list *l);

/* Adds an empty, unfinished entry.  Returns its number, which does not change. */
size_t counted_add(struct counted_list *l, struct text name);

/* Is the entry the beginning of the other, as far as their heads and lengths show? */
bool counted_is_part(const struct counted_list *l, size_t number, size_t other);

/* Marks the entry as seen now. */
void counted_see(struct counted_list *l, size_t number);

/* Notes that the entry was read as far as the fingerprint goes. */
void counted_note(
    struct counted_list *l, size_t number, const struct fingerprint *s, uint64_t lines);

/* Notes that the entry was read to its end.  An older entry with the same content is forgotten. */
void counted_finish(struct counted_list *l, size_t number);

/* Returns the entries to remember, oldest first.  *forgotten is how many entries of this run are
 * not among them.  Unfinished entries are due, and so is the last one that this run reached if it
 * is a file.  The caller frees the array with free(3); the texts are the list's. */
struct counted *counted_save(const struct counted_list *l, size_t *n, size_t *forgotten);

/* What an input is, compared with the entries. */
enum counted_answer {
	COUNTED_NONE,  /* it begins like no entry */
	COUNTED_EMPTY, /* it is empty */
	COUNTED_ALIKE, /* it begins like an entry, but differs further on */
	COUNTED_WHOLE, /* it is an entry, and has nothing more */
	COUNTED_MORE,  /* it is an entry, and has more; the entry's part was skipped */
	COUNTED_CUT,   /* it begins like an entry, but ends before the entry does */
	COUNTED_BROKEN /* it begins like an entry, but cannot be read to the entry's end: see *e */
};

/*
 * Looks up an input of which nothing was read.  *number is the longest entry that fits.  If the
 * entry's part of the input was skipped, *s is its fingerprint; otherwise the input is still at its
 * beginning.
 */
enum counted_answer counted_find(const struct counted_list *l, struct in *in, struct fingerprint *s,
    size_t *number, struct err *e);

/* Does an input that cannot be read twice begin like an entry?  Waits for as much of its first
 * 4 KiB as the answer needs. */
bool counted_begins(const struct counted_list *l, struct in *in);

/* Opens a regular file to look at its beginning.  Returns NULL if it is not a regular file or
 * cannot be opened. */
struct in *counted_open(const char *path, uint64_t max_window);

#endif
