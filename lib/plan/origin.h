/* SPDX-License-Identifier: MIT */
#ifndef PLAN_ORIGIN_H
#define PLAN_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * A place in a record where a plan looks for a value: a dotted path, as esper-plan(5) describes it.
 *
 * Most paths lead from key to key, and the walk over the record finds their values on its way
 * (json/paths.h).  A path may also have a part behind which the walk cannot follow it:
 * `[KEY=VALUE]` behind the name of an array takes the first element whose member KEY is VALUE, and
 * `*` takes all elements.  Then `path` is what comes before that part, and `step` has the rest.
 */
enum origin_step_kind {
	ORIGIN_KEY,  /* a key of an object, or the number of an element */
	ORIGIN_ALL,  /* `*` */
	ORIGIN_WHERE /* `[KEY=VALUE]` */
};

struct origin_step {
	enum origin_step_kind kind;
	struct text key, value; /* as spelled; value: of ORIGIN_WHERE */
};

struct origin {
	struct text spelled; /* the whole path */
	struct text path;    /* up to the first step */
	const struct origin_step *step;
	size_t steps; /* 0: path is all */
	const struct normalizer *normalizer;
	size_t normalizers;
};

/* In order: the first that finds something that is not null counts. */
struct origins {
	const struct origin *origin;
	size_t n; /* 0: the plan names none */
};

/* Takes a path apart; its text must outlive *out.  Returns 0, or -1 and fills *e: its offset is the
 * place in the path. */
int origin_parse(struct arena *a, struct text path, struct origin *out, struct err *e);

/* Adds the paths for a message: `a, b or c`. */
void origins_put(struct buf *b, const struct origins *o);

#endif
