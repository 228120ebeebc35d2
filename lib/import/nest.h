/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_NEST_H
#define IMPORT_NEST_H

#include "import/attributes.h"

/*
 * Attributes that were made flat: gen_ai.prompt.0.role, gen_ai.prompt.0.content, … become
 * [{"role":..,"content":..},…].  Steps that only name what an element is (`message` in
 * llm.input_messages.0.message.role) are left out.
 */

/* Builds the value of all attributes whose names begin with `prefix`, which ends with a dot, in the
 * arena.  An absent text: there are none.  take: they are marked as taken. */
struct text import_nest(
    struct import_in *in, struct import_attributes *as, struct text prefix, bool take);

#endif
