/* SPDX-License-Identifier: MIT */
#ifndef PLAN_SHIPPED_H
#define PLAN_SHIPPED_H

#include <stddef.h>

#include "base/text.h"

/*
 * The plans for well-known logs that come with Esper.  The build makes them a part of the program,
 * from share/esper/plans, so that no file has to be found at run time.  Nothing here fails, and
 * all texts are constant.
 */
struct shipped_plan {
	struct text name; /* "nginx-json": letters in lower case, digits, `-` */
	struct text text; /* the plan, as JSON for people (with newlines) */
};

/* All of them, sorted by name; *n is how many. */
const struct shipped_plan *shipped_plans(size_t *n);

/* The text of the plan of that name; absent: there is none. */
struct text shipped_text(struct text name);

#endif
