/* SPDX-License-Identifier: MIT */
#ifndef CLI_OPTION_VALUE_H
#define CLI_OPTION_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/* The type of an option's argument, and of the member that it is stored in. */
enum option_type {
	OPTION_NOTHING,  /* nothing is stored */
	OPTION_FLAG,     /* bool: true; takes no argument */
	OPTION_STRING,   /* const char *; may be empty */
	OPTION_NAME,     /* const char *; not empty, as in the next three */
	OPTION_READ,     /* a file that is read */
	OPTION_WRITE,    /* a file that is written */
	OPTION_FOLDER,   /* a folder */
	OPTION_ID,       /* struct text; not empty */
	OPTION_NUMBER,   /* min to max, in an integer of 4 or 8 bytes */
	OPTION_SIZE,     /* the same, in bytes: 1000, 512K, 64M */
	OPTION_CHOICE,   /* the index of the name in `choice`, in an int or enumeration */
	OPTION_FORMAT,   /* bool: true for text, false for json and jsonl, which are the same */
	OPTION_TIME,     /* int64_t: nanoseconds since the epoch */
	OPTION_INTERVAL, /* struct option_interval */
	OPTION_OWN       /* `read` stores it */
};

/* How often something happens: each N events, or each duration.  Both 0: not given. */
struct option_interval {
	uint64_t events;
	int64_t ns;
};

/* The clock that relative times count from. */
struct option_clock {
	int64_t now_ns;
};

struct option_value {
	enum option_type type;
	size_t at, size; /* offset and size of the member in the struct of the option's table */
	uint64_t min, max;
	uint64_t without; /* OPTION_NUMBER, OPTION_CHOICE: the value if no argument is given */
	const struct text *choice;
	size_t choices;
	void (*words)(
	    struct buf *b); /* adds the words that complete the argument, with spaces between */
	/* If set, reads the argument (NULL: none) into the struct of the table, whatever the type.
	 * Returns 0, or -1 and fills *e with what is wrong. */
	int (*read)(void *into, const char *argument, struct err *e);
};

#define OPTION_MEMBER(struct_, member)                                                             \
	.at = offsetof(struct_, member), .size = sizeof(((struct_ *)0)->member)
#define OPTION_NAMES(names) .choice = (names), .choices = sizeof(names) / sizeof(*(names))

/* Reads the argument (NULL: none) into the struct `into`.  Returns 0, or -1 and fills *e: `not a
 * size …: 'x'`. */
int option_store(const struct option_value *v, struct option_clock clock, void *into,
    const char *argument, struct err *e);

/* Returns the index of the name that the argument is, or -1 and fills *e: `not auto, always or
 * never: 'alwys'; did you mean 'always'?`. */
int option_choice(const char *argument, const struct text *name, size_t names, struct err *e);

/* Reads a whole number from min to max.  Returns 0, or -1 and fills *e. */
int option_number(const char *argument, uint64_t min, uint64_t max, uint64_t *out, struct err *e);

#endif
