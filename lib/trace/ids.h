/* SPDX-License-Identifier: MIT */
#ifndef TRACE_IDS_H
#define TRACE_IDS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

/*
 * The canonical text of an id.  Hexadecimal ids of 16 or 32 digits (with 0x before them or not)
 * become lower case without 0x.  Returns an absent text for what is no id: "", and zeros alone.
 * The result is the text itself, a part of it, or a copy in the arena.
 */
struct text trace_id_of(struct arena *a, struct text id);

/* Does an id begin with a text?  An id of 16 or 32 hexadecimal digits does whatever the case of the
 * text's letters is, and with 0x before it. */
bool trace_id_begins(struct text id, struct text prefix);

bool trace_id_is_hex(struct text id, size_t digits); /* lower case, as trace_id_of returns it */

#endif
