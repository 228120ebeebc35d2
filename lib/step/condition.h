/* SPDX-License-Identifier: MIT */
#ifndef STEP_CONDITION_H
#define STEP_CONDITION_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "step/index.h"

/*
 * What a person asks about a frame: EXPR.
 *
 *	amount > 50 and not (rate == 0.08 or user.name ~ "ann*")
 *
 *	EXPR   = AND { "or" AND }	AND = NOT { "and" NOT }		NOT = "not" NOT | TERM
 *	TERM   = "(" EXPR ")" | NAME | NAME OP VALUE
 *	OP     = "==" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "in"
 *
 * NAME is a variable or an argument, dotted to go into objects and arrays; in quotes, if it has
 * blanks or is a word of the language.  VALUE is JSON, or a bare word up to a blank or a bracket,
 * which is a string.
 *
 * Numbers compare by value, strings byte by byte, and everything else only for equality.  If only
 * one side is a string, it is compared with the other's text, so that "5" is 5.  ~ is FieldLike:
 * * and ? and a backslash before them, with case.  `in` asks if an element of an array is equal, or
 * if a string occurs in a string.  A NAME alone holds unless its value is null, false, 0 or empty.
 *
 * A name without a value satisfies nothing, not even !=; so `not x` holds where x is not known.
 */
struct step_condition;

/* Reads one; it lives in the arena.  Returns NULL with *e filled: what is wrong, and where. */
const struct step_condition *step_condition_read(struct text t, struct arena *a, struct err *e);

/* Is it only a NAME?  If so, *name is set. */
bool step_condition_is_name(const struct step_condition *c, struct text *name);

/* Does it hold in a frame?  Names are looked up by step_lookup. */
bool step_condition_holds(
    const struct step_condition *c, const struct step_index *x, const struct step_frame *f);

/* Does a variable of that name take part in it? */
bool step_condition_names(const struct step_condition *c, struct text variable);

/* Does every name in it have a value in the frame? */
bool step_condition_known(
    const struct step_condition *c, const struct step_index *x, const struct step_frame *f);

/* VALUE: JSON as it is, without white space, or a bare word as a string of JSON, in the arena. */
struct text step_value_read(struct text t, struct arena *a);

/* Is the value equal to a VALUE, as == compares them? */
bool step_value_is(struct text json, struct text value);

#endif
