/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_SUGGEST_H
#define ENCODE_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Makes an encoding plan from a sample of a log.  The plan has the layout of the log (line, each,
 * json_strings) and the places of the time and the id of an event.  It has a field for each value
 * that varies and is present in more than 5 % of the events.  It is meant as a beginning: a person
 * should read it, and drop what is not needed.
 *
 *	s = suggest_new(patterns, n);
 *	while (more && suggest_wants_more(s))
 *		suggest_add(s, record);
 *	suggest_put(s, &b, &e);
 *	suggest_free(s);
 */
enum { SUGGEST_RECORDS = 10000 }; /* as many records of a log are looked at */

struct suggest;

/* `pattern`: dissect patterns of well-known text logs, the best ones first.  They must outlive it.
 */
struct suggest *suggest_new(const struct text *pattern, size_t patterns);
void suggest_free(struct suggest *s);

bool suggest_wants_more(const struct suggest *s);

/* Adds a record: a line without its newline, or an element of a JSON document.  It is copied.
 * `number`: of the line in which it begins, for messages. */
void suggest_add(struct suggest *s, struct text record, uint64_t number);

/*
 * Appends the plan, as JSON for people.  Returns 0, or -1 with *e filled if the sample is empty, is
 * in a layout that is not known, or has nothing that looks like a time.
 */
int suggest_put(struct suggest *s, struct buf *b, struct err *e);

#endif
