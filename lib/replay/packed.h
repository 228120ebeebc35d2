/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_PACKED_H
#define REPLAY_PACKED_H

#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"
#include "event/event.h"

/*
 * An encoded event in few bytes, as a history holds it.  It has only what a decision needs: ids,
 * the fields that rules look at, all fields as JSON text, and the digest of the content.  The time
 * is in the history's key instead.
 */

/* Appends ev with field[0..nfields), fields_json and content, but without its warnings. */
void packed_put(struct buf *b, const struct event *ev, size_t nfields);

/* Cuts an event off the front of *record.  Fills *ev, except its time, and field[0..nfields), to
 * which ev->field will point.  Texts point into the record. */
void packed_get(struct text *record, struct event *ev, struct value *field, size_t nfields);

/* The same for ev->content alone. */
void packed_put_content(struct buf *b, const struct event *ev);
const unsigned char *packed_get_content(const char **p);

#endif
