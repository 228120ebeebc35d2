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

/* What the Json parser needs beside its text; one for each encoder.  Made by json_text_init. */
struct json_text {
	struct json_paths *paths; /* none: only the grammar is of interest */
	struct json_walker *walker;
	struct json_index index;
	struct buf compact;
};

void json_text_init(struct json_text *j);
void json_text_free(struct json_text *j);

/*
 * encode_parse with the Json parser's memory at hand (NULL will do for the others), and with what a
 * plan says about times.  What is in `out` lives in `in` or in scratch.  Returns 0, or -1 if the
 * parser does not accept the text.
 */
int parse_value(enum type parser, const struct value *in, struct json_text *j,
    const struct stamp_reader *times, struct arena *scratch, struct value *out);

/* `"text"` as JSON, cut to 64 bytes with an ellipsis, behind `lead`: what messages quote. */
struct text parse_quoted(struct text lead, struct text t, struct arena *scratch);

#endif
