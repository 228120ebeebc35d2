/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_MAP_REQUEST_H
#define IMPORT_MAP_REQUEST_H

#include "import/reader.h"

/*
 * Input and output of a call of a model, as the model has them, from what a map has found.  All
 * texts are JSON without white space between tokens.
 */

/* A request {model, messages, …} of messages, or of a request that does not name its model, and of
 * the object `parameters`, which may be absent.  *used says whether the parameters are in it.  What
 * is neither is returned as it is. */
struct text map_request(
    struct import_in *in, struct text input, struct text model, struct text parameters, bool *used);

/* The text of the answer in a message, a list of messages, or an object with `choices`; else its
 * tool calls.  Absent if there is none.  *whole says whether that is all that `output` has. */
struct text map_answer(struct import_in *in, struct text output, bool *whole);

#endif
