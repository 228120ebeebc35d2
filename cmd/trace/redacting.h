/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_REDACTING_H
#define CMD_TRACE_REDACTING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "cmd/cli/options.h"
#include "redact/redactor.h"
#include "trace/select.h"

/* The options of --redact. */
struct redacting {
	bool on, check;
	const char *key;                  /* a file; NULL: a random key */
	struct trace_texts fields, keeps; /* globs */
	struct redactor *redactor;        /* if it is on, once the run has begun */
	uint64_t ids;                     /* that are replaced */
};

enum { REDACTING_OPTIONS = 6 };
extern const struct option_spec redacting_options[REDACTING_OPTIONS];

/* Appends what takes the place of a value, JSON or a word, if --redact is given and replaces it.
 * Otherwise, returns false.  Counts nothing. */
bool redacting_value(const struct redacting *r, struct text value, struct buf *b);

/* The same for plain text. */
bool redacting_text(const struct redacting *r, struct text t, struct buf *b);

/* The same for a value at a path such as `.card.password[0]`: each name in it may be one of a field
 * that is always replaced. */
bool redacting_value_at(
    const struct redacting *r, struct text path, struct text value, struct buf *b);

/* Appends text of the input for people, redacted if --redact is given. */
void redacting_put_visible(const struct redacting *r, struct buf *b, struct text t);

void redacting_free(struct redacting *r);

#endif
