/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_NORMALIZE_H
#define ENCODE_NORMALIZE_H

#include "base/arena.h"
#include "event/value.h"
#include "plan/plan.h"

/*
 * Applies one normalizer of esper-plan(5) to a value.  The value becomes a VALUE_STRING of its
 * text; an absent value stays absent.  Split, Extract and
 * Base64 make the value absent if the text has no such part or form.
 * A changed text lives in scratch; an unchanged one is not copied.
 */
void normalize(const struct normalizer *n, struct value *v, struct arena *scratch);

#endif
