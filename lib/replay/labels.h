/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_LABELS_H
#define REPLAY_LABELS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/siphash.h"
#include "base/text.h"
#include "json/index.h"

/*
 * What people know of events: JSON lines {"event_id":..,"label":"good"|"bad"}, in any order, with
 * any other members.  An event_id that is no string is its JSON text, as events have it.  The same
 * event may be named again, but not otherwise.  A table of them is filled by one thread and then
 * read by any.
 */
enum label { LABEL_GOOD, LABEL_BAD, LABEL_NONE, LABELS };
extern const struct text label_names[LABEL_NONE];

struct labels;
struct labels *labels_new(struct siphash_key key);
void labels_free(struct labels *l);

/* Takes the lines of an indexed block.  0, or -1 with *e filled: what is wrong with the line whose
 * number in the block, from 1, is in *line, and where in the line, if that is known, in e->offset;
 * at its end *line is how many lines there were. */
int labels_add(struct labels *l, const char *text, size_t n, const struct json_index *ix,
    uint64_t *line, struct err *e);

enum label labels_find(const struct labels *l, struct text event_id);

#endif
