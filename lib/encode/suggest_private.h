/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_SUGGEST_PRIVATE_H
#define ENCODE_SUGGEST_PRIVATE_H

#include "base/arena.h"
#include "base/lookup.h"
#include "encode/suggest.h"
#include "event/value.h"
#include "json/tree.h"
#include "plan/dissect.h"
#include "time/format.h"
#include "time/stamp.h"

/* The parts of the sample's analysis, private to suggest*.c. */

enum {
	SUGGEST_FORMATS = 12, /* forms of times that are tried */
	SUGGEST_EXAMPLES = 3, /* values that a description shows */
	SUGGEST_LEVELS = 8,   /* of nested objects that are looked into */
	SUGGEST_PATHS = 4096, /* more are ignored */
	SUGGEST_PATTERNS = 8, /* dissect patterns of one log */
	SUGGEST_TIMES = 4     /* places of the time */
};

/* How the records of the sample lie in it. */
struct suggest_layout {
	struct dissect line[SUGGEST_PATTERNS];
	size_t lines;
	struct text each; /* a path; absent: the records are the events */
	const struct text *json_string;
	size_t json_strings;
};

/* What was seen at a path.  All counts are of events. */
struct suggest_path {
	struct text path, key; /* dotted; its last part */
	size_t level;
	size_t events, strings, numbers, bools, arrays;
	size_t accepted[TYPE_COUNT];       /* by the parsers */
	size_t times[SUGGEST_FORMATS + 2]; /* as stamp_parse reads it, with a zone, by format */
	uint8_t *timed; /* a bit for each event: it has a time here; NULL: none has */
	bool padded;    /* a number in a string has leading zeros */
	bool varies, repeats;
	struct text first, example[SUGGEST_EXAMPLES];
	size_t examples;
	struct lookup seen; /* the values, if the path may be the id of events */
	bool may_be_id;
};

struct suggest {
	struct arena arena;
	const struct text *pattern;
	size_t patterns;
	struct text *record;
	size_t records, cap, bytes;
	struct suggest_layout layout;
	struct stamp_format format[SUGGEST_FORMATS];
	struct lookup number; /* of a path */
	struct suggest_path *path;
	size_t paths;
	size_t events;
};

extern const char *const suggest_formats[SUGGEST_FORMATS];

/* Is the text a time in a form that a plan can describe?  Returns the index into times[], or -1. */
int suggest_time(const struct suggest *s, struct text t);

/* May a member of that name be a time, or the id of an event? */
bool suggest_is_named_time(struct text key);

/* Finds the layout of the sample.  Returns 0, or -1 with *e filled. */
int suggest_find_layout(struct suggest *s, struct err *e);

/* Calls back with each event of a record, as the layout says; a bad record has none. */
void suggest_events(struct suggest *s, struct text record, struct arena *scratch,
    void (*take)(struct suggest *s, const struct json_node *event, struct arena *scratch));

/* Counts what an event has. */
void suggest_count(struct suggest *s, const struct json_node *event, struct arena *scratch);

/* NULL: there is none. */
const struct suggest_path *suggest_choose_id(const struct suggest *s);

/* Has the path a field in the plan, and by which parser? */
bool suggest_is_field(const struct suggest *s, const struct suggest_path *p);
enum type suggest_parser(const struct suggest *s, const struct suggest_path *p);

/* The places of the time: the best one, then those that events without it have.  Returns how many.
 */
size_t suggest_choose_times(const struct suggest *s, const struct suggest_path *out[SUGGEST_TIMES]);

#endif
