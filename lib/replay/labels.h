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
 * Labels of events, given by people: JSON lines {"event_id":..,"label":"good"|"bad"}, in any order
 * and with any other members.  An event_id that is not a string stands for its JSON text, as in
 * events.  An event may be named again, but only with the same label.  One thread fills the table,
 * and then any thread may read it.
 */
enum label { LABEL_GOOD, LABEL_BAD, LABEL_NONE, LABELS };
extern const struct text label_names[LABEL_NONE];

struct labels;
struct labels *labels_new(struct siphash_key key);
void labels_free(struct labels *l);

/* Adds the lines of an indexed block.  Returns 0 and sets *line to the number of lines.  Returns -1
 * and fills *e if a line is wrong: *line is its number in the block, from 1, and e->offset the
 * place in the line, if known. */
int labels_add(struct labels *l, const char *text, size_t n, const struct json_index *ix,
    uint64_t *line, struct err *e);

enum label labels_find(const struct labels *l, struct text event_id);

#endif
