/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_CLUE_H
#define ENCODE_CLUE_H

#include "base/buf.h"
#include "encode/named.h"

/*
 * Helps an operator whose log has its time in another member.  Searches a line down to three levels
 * for a member that looks like a time, and adds `; "eventTime" looks like a time: …` to a message.
 * It prefers a member whose name and value both look like a time, then one whose value does, then
 * one whose name does; of equals, the first.  If there is none, the message says so.  line is a
 * value of the text that `named` looks into.
 */
void clue_put_time(struct buf *b, struct named *named, const struct json_value *line);

#endif
