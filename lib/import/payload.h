/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_PAYLOAD_H
#define IMPORT_PAYLOAD_H

#include "base/buf.h"
#include "import/reader.h"

/*
 * Payloads of Temporal: {"metadata":{"encoding":BASE64},"data":BASE64}, alone or as
 * {"payloads":[…]}.  Those that are JSON, or null, become the value; others stay as they are.  JSON
 * is without white space between tokens.  Private to the layer.
 */

/* Appends a value, with all payloads in it decoded. */
void payload_put(struct import_in *in, struct buf *b, struct text json);

/* The arguments or the result of a call: a list stays one, else its only element is the value. */
struct text payload_decode(struct import_in *in, struct text json, bool list);

#endif
