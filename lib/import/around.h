/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_AROUND_H
#define IMPORT_AROUND_H

#include "import/part.h"

/*
 * What is around records tells more of them: their trace, their service, attributes.  It may be
 * complete only after them, so the records of a document wait for the end of their outermost
 * envelope (json/cut.h).  Private to the layer.
 */
struct import_around;
struct import_around *import_around_new(struct trace_model *m);
void import_around_free(struct import_around *a);

/* Takes in the envelopes of a part.  Returns whether an outermost one has ended. */
bool import_around_take(struct import_around *a, const struct import_part *p);

/* The record of the part, which has an envelope, was added to the model as this call, or as its
 * latest event. */
void import_around_tell(struct import_around *a, const struct import_part *p,
    const struct import_item *item, uint32_t call);

/* Tells those that wait, up to the first whose surroundings go on; all: that the input has ended.
 * An event waits again if it is not known what is around its call. */
void import_around_settle(struct import_around *a, bool all);

/* Tells these events and their calls, when all of the input was read. */
void import_around_late(struct import_around *a);

#endif
