/* SPDX-License-Identifier: MIT */
#ifndef JSON_READER_H
#define JSON_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "json/walk.h"

/*
 * Reads blocks of JSON lines, each line in the fastest way that gives the answer of json_walk.
 *
 * Most lines of a log have the structure of a line before.  An automaton that is learned from the
 * lines reads them in one pass, without an index (json/automaton.h).  The others are indexed and
 * walked, one line or many at a time, depending on how many lines the automaton has read lately.
 * So a log whose lines all differ costs about as much as a walk alone, whatever it does.  What a
 * line gives never depends on the lines before.
 *
 * A reader has a walker of its own and belongs to one thread.
 */
struct json_reader;

/* How many readable bytes a block of lines must have behind its last newline (with any content). */
#define JSON_READER_SLACK 64

struct json_reader *json_reader_new(const struct json_paths *p); /* p must outlive it */
void json_reader_free(struct json_reader *r);

/* The walker, for other texts; its slots are those of the line. */
struct json_walker *json_reader_walker(struct json_reader *r);

/*
 * Like json_walk.  `ix` is the index of a block of a JSON document.  It is NULL for a block of
 * lines: then text[n - 1] is a newline, or text[n] is one, JSON_READER_SLACK bytes can be read from
 * text + n on, and a walk of the block begins with a pos of all zeros.
 */
bool json_reader_next(struct json_reader *r, const char *text, size_t n,
    const struct json_index *ix, struct json_pos *pos, struct json_line *line);

/*
 * Makes the index of the last line, if json_reader_next has set its index to NULL; line->text is
 * what it indexes.  It is valid until the next call of json_reader_next.  The values of such a line
 * have the entry 0; json_members_of finds the right one.
 */
const struct json_index *json_reader_index(struct json_reader *r);

/* json_members for a container whose entry may be 0. */
void json_members_of(struct json_members *it, const char *text, const struct json_index *ix,
    const struct json_value *container);

#endif
