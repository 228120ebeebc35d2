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
	SUGGEST_FORMATS = 12,    /* forms of times that are tried */
	SUGGEST_EXAMPLES = 3,    /* values that a description shows */
	SUGGEST_LEVELS = 8,      /* of nested objects that are looked into */
	SUGGEST_PATHS = 4096,    /* that are counted at a time */
	SUGGEST_PATH_MAX = 1024, /* bytes; longer paths are ignored */
	SUGGEST_IDS = 32,        /* paths that may be the id of events */
	SUGGEST_PATTERNS = 8,    /* dissect patterns of one log */
	SUGGEST_TIMES = 4        /* places of the time */
};

/* A record of the sample, and the number of the line in which it begins. */
struct suggest_record {
	struct text text;
	uint64_t number;
};

/* How the records of the sample lie in it. */
struct suggest_layout {
	struct dissect line[SUGGEST_PATTERNS];
	size_t lines;
	struct text each; /* a path; absent: the records are the events */
	const struct text *json_string;
	size_t json_strings;
};

/*
 * Where a value is.  `path` is as a plan has it, with indexes and [KEY=VALUE].  `name` has the
 * keys that name a field of it, joined by dots; the last one is `key`.  `pair` is there for a value
 * that stands as KEY=VALUE in the text at the path.
 */
struct suggest_place {
	struct text path, name, key, pair;
	size_t level;
	bool indexed; /* in an array, by index */
};

/* What was seen at a place.  An empty string and "-" are blanks, and are counted only as such. */
struct suggest_path {
	struct suggest_place at;
	struct text own; /* the memory of `at` */
	size_t events;   /* that have a value here */
	size_t last;     /* the latest such event, from 1 */
	size_t values;   /* more than events if an event has the place twice */
	size_t blanks, strings, numbers, bools, arrays;
	size_t singles;                    /* arrays of one string */
	size_t quoted;                     /* values of pairs in quotes */
	size_t request_lines;              /* texts such as GET / HTTP/1.1 */
	size_t accepted[TYPE_COUNT];       /* by the parsers */
	size_t times[SUGGEST_FORMATS + 2]; /* as stamp_parse reads it, with a zone, by format */
	uint8_t *present;                  /* a bit for each event: it has a value here */
	uint8_t *timed;                    /* a time; NULL: none has */
	bool merged;                       /* it is counted with the first spelling of its key */
	bool padded;                       /* a number in a string has leading zeros */
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
	struct suggest_record *record;
	size_t records, cap, bytes, huge;
	struct suggest_layout layout;
	struct stamp_format format[SUGGEST_FORMATS];
	struct lookup number; /* of a path */
	struct suggest_path *path;
	size_t paths, ids;
	bool exact;    /* keys that differ only in their spelling stand in one event */
	size_t purged; /* the event at which paths were last dropped */
	size_t events;
};

extern const char *const suggest_formats[SUGGEST_FORMATS];

/* Is the text a time in a form that a plan can describe?  Returns the index into times[], or -1. */
int suggest_time(const struct suggest *s, struct text t);

/* The same for the value of a member.  A number is a time only if the member is named so. */
int suggest_member_time(const struct suggest *s, struct text key, const struct json_node *value);

/* May a member of that name be a time? */
bool suggest_is_named_time(struct text key);

/* The key as json_normalize writes it, without `_` at its ends.  room: SUGGEST_PATH_MAX * 2. */
struct text suggest_normal(struct text key, char *room);

/* The part of a key or path that begins at `at`, up to the next dot. */
struct text suggest_part(struct text key, size_t at);

/* Can a path have the key in it? */
bool suggest_is_plain_key(struct text key);

enum { SUGGEST_BITS = SUGGEST_RECORDS / 8 + 1 }; /* bytes for a bit an event */

/* The object in a text, or NULL. */
const struct json_node *suggest_object(struct text t, struct arena *scratch);

/* ---- suggest_lines.c, suggest_layout.c ------------------------------------------------------ */

/* Finds the layout of the sample.  Returns 0, or -1 with *e filled. */
int suggest_find_layout(struct suggest *s, struct err *e);

/* Finds the dissect patterns of lines that are not JSON; `objects` of the records are JSON objects.
 * Returns the same. */
int suggest_find_patterns(struct suggest *s, size_t objects, struct err *e);

/* An object of what a pattern takes from a line, or NULL. */
const struct json_node *suggest_dissected(
    const struct suggest_layout *l, struct text line, struct arena *scratch);

bool suggest_has_time(const struct suggest *s, const struct json_node *object, size_t level);

/* Calls back with each event of a record, as the layout says; a bad record has none. */
void suggest_events(struct suggest *s, struct text record, struct arena *scratch,
    void (*take)(struct suggest *s, const struct json_node *event, struct arena *scratch));

/* ---- suggest_paths.c ------------------------------------------------------------------------ */

/*
 * Returns what is counted at a place; it is valid until the next call.  If too many places are
 * counted already, those that too few events have are dropped.  Returns NULL if that is not enough,
 * or if the path is too long.
 */
struct suggest_path *suggest_path(struct suggest *s, const struct suggest_place *at);
const struct suggest_path *suggest_find_path(
    const struct suggest *s, struct text path); /* NULL: not counted */
void suggest_paths_free(struct suggest *s);

/* ---- suggest_count.c, suggest_pairs.c ------------------------------------------------------- */

/* Counts what an event has. */
void suggest_count(struct suggest *s, const struct json_node *event, struct arena *scratch);

/* Counts a value at a place.  `quoted`: it is of a pair, and in quotes. */
void suggest_count_value(struct suggest *s, const struct suggest_place *at,
    const struct json_node *value, bool quoted, struct arena *scratch);

/* Counts the KEY=VALUE pairs in the text at a place, if it has two or more, and the first address
 * among its words, as a pair with an empty key. */
void suggest_count_pairs(
    struct suggest *s, const struct suggest_place *at, struct text t, struct arena *scratch);

/* Appends the pattern by which a plan extracts a pair's value: it is the second group. */
void suggest_put_pair(struct buf *b, struct text key);

/* ---- suggest_choose.c ----------------------------------------------------------------------- */

const struct suggest_path *suggest_choose_id(const struct suggest *s); /* NULL: none */

/* The path of texts such as GET / HTTP/1.1, unless the method has a path of its own; or NULL. */
const struct suggest_path *suggest_choose_request_line(const struct suggest *s);

/* Has the path a field in the plan, and by which parser? */
bool suggest_is_field(const struct suggest *s, const struct suggest_path *p);
enum type suggest_parser(const struct suggest_path *p);

/* The places of the time: the best one, then those that events without it have.  Returns how many.
 */
size_t suggest_choose_times(const struct suggest *s, const struct suggest_path *out[SUGGEST_TIMES]);

/* Is it a field that a person looks for first: an address, or a user? */
bool suggest_is_wanted(const struct suggest_path *p);

/* ---- suggest_spellings.c -------------------------------------------------------------------- */

/*
 * Keys such as userId and user_id are one name once they are normalised.  If two stand in one
 * event, the plan must compare them exactly, and s->exact is set.  Otherwise they are spellings of
 * one field, and are counted together.
 */
void suggest_merge_spellings(struct suggest *s);

#endif
