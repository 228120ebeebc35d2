/* SPDX-License-Identifier: MIT */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What went wrong, for people.  Functions of the library that can fail return 0 or -1 (or a pointer
 * or NULL) and fill the caller's struct err; they never print.  `text` is one line without a final
 * stop or newline, never prefixed by a file name: the command adds program, file and line.
 */
struct err {
	char text[512]; /* NUL terminated UTF-8, cut to fit */
	size_t offset; /* byte offset in the input that is to blame; ERR_NOWHERE if there is none */
};

#define ERR_NOWHERE ((size_t)-1)

/* Fills *e (which may be NULL) by a printf(3) format; offset becomes ERR_NOWHERE.  Always returns
 * -1. */
int err_set(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same, blaming the byte at `offset`. */
int err_at(struct err *e, size_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Everything that is wrong with one document: how many errors it has, and the first ERRS_MAX of
 * them, in the order of their offsets.  All zero is valid and has none.
 */
enum { ERRS_MAX = 10 };
struct errs {
	struct err err[ERRS_MAX];
	size_t n; /* of all errors, also of those that are not in err[] */
};

/* Adds an error.  Always returns -1. */
int errs_add(struct errs *all, const struct err *e);

/* The first error into *e (which may be NULL).  There must be one.  Always returns -1. */
int errs_first(const struct errs *all, struct err *e);

/* Does an error at `offset` come behind ERRS_MAX others, so that its text is not needed? */
bool errs_is_beyond(const struct errs *all, size_t offset);

#endif
