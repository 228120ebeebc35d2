/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_PACKED_H
#define REPLAY_PACKED_H

#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"
#include "event/event.h"

/*
 * An encoded event in few bytes, as a history holds it: what a decision needs and no more (ids, the
 * fields that rules look at, the fields as JSON text, the digest of its content).  Its time is not
 * in it: that is the key's.
 */

/* ev->field[0..nfields), ev->fields_json and ev->content are kept, the warnings are not. */
void packed_put(struct buf *b, const struct event *ev, size_t nfields);

/* And back: fills *ev (but for its time) and field[0..nfields), which ev->field points to, and cuts
 * the event off the front of *record, which the text of it points into. */
void packed_get(struct text *record, struct event *ev, struct value *field, size_t nfields);

/* ev->content alone, and back. */
void packed_put_content(struct buf *b, const struct event *ev);
const unsigned char *packed_get_content(const char **p);

#endif
