/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_PARSE_H
#define ENCODE_PARSE_H

#include "base/arena.h"
#include "base/buf.h"
#include "event/value.h"
#include "json/index.h"
#include "json/paths.h"
#include "json/walk.h"
#include "time/stamp.h"

/* The memory of the Json parser.  Each encoder has its own, made by json_text_init. */
struct json_text {
	struct json_paths *paths; /* empty: only the grammar is checked */
	struct json_walker *walker;
	struct json_index index;
	struct buf compact;
};

void json_text_init(struct json_text *j);
void json_text_free(struct json_text *j);

/*
 * The same as encode_parse, but with the Json parser's memory supplied by the caller, and with the
 * plan's settings for times; j may be NULL for other parsers.  *out may point into *in and scratch.
 * Returns 0, or -1 if the parser does not accept the text.
 */
int parse_value(enum type parser, const struct value *in, struct json_text *j,
    const struct stamp_reader *times, struct arena *scratch, struct value *out);

/* Returns lead and then t in quotes, for messages.  t is escaped as in JSON; if it is longer than
 * 64 bytes, it is cut there and ends in an ellipsis. */
struct text parse_quoted(struct text lead, struct text t, struct arena *scratch);

#endif
