/* SPDX-License-Identifier: MIT */
#ifndef CLI_SOURCE_PLACE_H
#define CLI_SOURCE_PLACE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

/* How far somebody is: so many lines, in so many bytes (as decoded), of that input; and which these
 * are, by the last of them, so that another file of the same name can be told. */
struct source_place {
	size_t input;
	uint64_t offset, lines;
	uint64_t tail_n, tail; /* so many bytes have this hash; 0: which they are is not known */
};

/* The place is `offset` now; `last` is what came right before it, as far as it is at hand: if it
 * is absent, that is not known. */
void source_place_move(struct source_place *p, uint64_t offset, struct text last);

/*
 * Are these bytes in the file of that name still?  0, also where it cannot be opened; or -1 with *e
 * filled: "has only 12 bytes", "is another file than before".
 */
int source_place_check(const struct source_place *p, const char *path, struct err *e);

#endif
