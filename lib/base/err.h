/* SPDX-License-Identifier: MIT */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

/*
 * An error, for people.  Library functions that can fail return 0 or -1 (or a pointer or NULL) and
 * fill the caller's struct err; they never print.  `text` is one line without a final full stop or
 * newline, and without a file name: the command adds program, file and line.
 */
struct err {
	char text[512]; /* UTF-8, ends in NUL, cut to fit */
	size_t offset;  /* where in the input the error is, in bytes, or ERR_NOWHERE */
};

#define ERR_NOWHERE ((size_t)-1)

/* Fills *e from a printf(3) format; e may be NULL.  Sets the offset to ERR_NOWHERE.  Always returns
 * -1. */
int err_set(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As err_set, but sets the offset. */
int err_at(struct err *e, size_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * All errors of one JSON text: how many there are, and the first ERRS_MAX of them, in the order of
 * their offsets.  All zeros is valid and has no errors.
 */
enum { ERRS_MAX = 10 };
struct errs {
	struct err err[ERRS_MAX];
	size_t n; /* all errors, including those that are not in err[] */
};

/* Adds an error.  Always returns -1. */
int errs_add(struct errs *all, const struct err *e);

/* Copies the first error to *e, which may be NULL.  There must be one.  Always returns -1. */
int errs_first(const struct errs *all, struct err *e);

/* Would an error at `offset` come after ERRS_MAX others?  If so, its text is not needed. */
bool errs_is_beyond(const struct errs *all, size_t offset);

#endif
