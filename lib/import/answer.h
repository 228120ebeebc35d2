/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_ANSWER_H
#define IMPORT_ANSWER_H

#include "base/buf.h"
#include "base/text.h"

/*
 * What a model answered, from the recorded messages: JSON without white space between tokens, as an
 * array of messages or as one message.  A message is {role, parts}, {role, content}, or
 * {role, content, tool_calls}, or one of these in {message}.
 *
 * Appends the text of the first message that has one, as a JSON string, else the array of its tool
 * calls as recorded.  Returns false, and appends nothing, if there is neither.  *calls says which.
 */
bool import_answer(struct buf *b, struct text messages, bool *calls);

#endif
