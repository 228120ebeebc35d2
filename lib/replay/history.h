/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_HISTORY_H
#define REPLAY_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"
#include "event/event.h"

/*
 * Events that were taken in and wait to be decided in order of time: packed one behind another into
 * one buffer, with what a decision needs and no more (ids, the fields that rules look at, the
 * fields as JSON text).  All zero is a valid empty history.
 */
struct history_entry {
	int64_t at_ns;
	uint64_t line;
	size_t offset; /* of the packed event */
	unsigned input;
};

struct history {
	struct buf packed;
	struct history_entry *entry;
	size_t n, cap;
	bool unsorted; /* some entry belongs before the one before it */
};

/* Packs an event.  ev->field[0..nfields) and ev->fields_json are kept, the warnings are not. */
void history_add(
    struct history *h, unsigned input, uint64_t line, const struct event *ev, size_t nfields);

/* Moves all entries of `from`, which is empty then, behind those of h; their line numbers go up by
 * `lines_before`. */
void history_join(struct history *h, struct history *from, uint64_t lines_before);

/* Puts the entries into the order of (time, input, line); an input that is in order costs nothing.
 */
void history_sort(struct history *h);

/* Event number i: fills *ev and field[0..nfields) (which ev->field points to).  The text in it
 * lives until the next history_add. */
void history_get(
    const struct history *h, size_t i, struct event *ev, struct value *field, size_t nfields);

void history_free(struct history *h);

#endif
