/* SPDX-License-Identifier: MIT */
#ifndef CLI_SPARE_H
#define CLI_SPARE_H

#include <stdbool.h>

#include "cmd/cli/settings.h"

/* An output that would take the place of something, and what that is: "an input". */
struct spared {
	const char *path, *option; /* which named it, without its dashes */
	const char *what;
};

/*
 * Nothing that is written takes the place of a file that is read, or of another output, whatever
 * names they go by and whether they are there yet.  over_input: but for the output, which may be
 * that of an input, since it takes its place when all has been read.  0; or -1 with *spared filled.
 */
int spare_check(const struct settings *s, bool over_input, struct spared *spared);

/* The same with over_input, for who is no run: it has been said. */
int spare_outputs(const struct settings *s);

/* Is none of the outputs one of the tenant's own files in the store: audit history, versions, jobs,
 * state?  0, also where there is no store, or -1: which one is has been said. */
int spare_store(const struct settings *s);

#endif
