/* SPDX-License-Identifier: MIT */
#ifndef CLI_OPTION_VALUE_H
#define CLI_OPTION_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/* What an option's argument is, and how it is read. */
enum option_type {
	OPTION_NOTHING,  /* nothing is stored */
	OPTION_FLAG,     /* bool: true; takes no argument */
	OPTION_STRING,   /* const char *; may be empty */
	OPTION_NAME,     /* const char *; not empty; so are the next three */
	OPTION_READ,     /* a file that is read */
	OPTION_WRITE,    /* a file that is written */
	OPTION_FOLDER,   /* a folder */
	OPTION_ID,       /* struct text; not empty */
	OPTION_NUMBER,   /* min to max, into an integer of any size */
	OPTION_SIZE,     /* the same, in bytes: 1000, 512K, 64M */
	OPTION_CHOICE,   /* the number of the name among `choice`, into an int or enumeration */
	OPTION_FORMAT,   /* bool: text for people, and not JSON (json and jsonl are the same) */
	OPTION_TIME,     /* int64_t: nanoseconds since the epoch */
	OPTION_INTERVAL, /* struct option_interval */
	OPTION_OWN       /* what `read` makes of it */
};

/* How often: a number of events, or a duration.  Both 0: not given. */
struct option_interval {
	uint64_t events;
	int64_t ns;
};

/* For times that are relative to now. */
struct option_clock {
	int64_t now_ns;
};

struct option_value {
	enum option_type type;
	size_t at, size; /* the member of the struct that the option's table fills */
	uint64_t min, max;
	uint64_t without; /* OPTION_NUMBER, OPTION_CHOICE: the value where no argument is given */
	const struct text *choice;
	size_t choices;
	void (*words)(struct buf *b); /* adds what completes the argument, separated by spaces */
	/* OPTION_OWN, and where the rest does not say it all: reads the argument (NULL: none) into
	 * the struct of the table.  0, or -1 with *e filled by what is wrong with it. */
	int (*read)(void *into, const char *argument, struct err *e);
};

#define OPTION_MEMBER(struct_, member)                                                             \
	.at = offsetof(struct_, member), .size = sizeof(((struct_ *)0)->member)
#define OPTION_NAMES(names) .choice = (names), .choices = sizeof(names) / sizeof(*(names))

/* Reads the argument (NULL: none) into the struct `into`.  0, or -1 with *e filled: `not a size …:
 * 'x'`. */
int option_store(const struct option_value *v, struct option_clock clock, void *into,
    const char *argument, struct err *e);

/* The number of the name that the argument is; -1 with *e filled: `not auto, always or never:
 * 'alwys'; did you mean 'always'?`. */
int option_choice(const char *argument, const struct text *name, size_t names, struct err *e);

/* A whole number from min to max: 0, or -1 with *e filled. */
int option_number(const char *argument, uint64_t min, uint64_t max, uint64_t *out, struct err *e);

#endif
