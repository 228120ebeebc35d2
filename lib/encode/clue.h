/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_CLUE_H
#define ENCODE_CLUE_H

#include "base/buf.h"
#include "json/walk.h"

/*
 * For the operator whose log has its time elsewhere: adds `; "eventTime" looks like a time: …` to a
 * message, where a member of the line, at most three levels deep, does.  Of several the one counts
 * whose name says so, then the one that stands first.  line is a value of the block that the index
 * is of.
 */
void clue_put_time(
    struct buf *b, const char *text, const struct json_index *ix, const struct json_value *line);

#endif
