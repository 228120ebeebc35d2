/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_NORMALIZE_H
#define ENCODE_NORMALIZE_H

#include "base/arena.h"
#include "event/value.h"
#include "plan/plan.h"

/*
 * Normalizers (section 4 of the contract), on a value's text, which is what is left of it: a
 * VALUE_STRING.  One that changes nothing copies nothing.  Split makes the value absent where it
 * has no such part; the others leave an absent one alone.  Text that is changed goes to scratch.
 */
void normalize(const struct normalizer *n, struct value *v, struct arena *scratch);

#endif
