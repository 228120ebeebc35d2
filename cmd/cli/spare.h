/* SPDX-License-Identifier: MIT */
#ifndef CLI_SPARE_H
#define CLI_SPARE_H

#include <stdbool.h>

#include "cmd/cli/settings.h"

/* An output that would overwrite another file of the run. */
struct spared {
	const char *path, *option; /* the option that named it, without its dashes */
	const char *what;          /* what it would overwrite: "an input" */
};

/*
 * Checks that no output would overwrite a file that is read, or another output, by whatever name
 * and even if the file does not exist yet.  With over_input, --output may name an input, because it
 * replaces that only after everything was read.  Returns 0, or -1 and fills *spared.
 */
int spare_check(const struct settings *s, bool over_input, struct spared *spared);

/* The same with over_input, for callers without a run.  Returns 0, or prints the conflict and
 * returns -1. */
int spare_outputs(const struct settings *s);

/* Checks that no output is one of the tenant's own files in the store: audit history, versions,
 * jobs, state.  Returns 0, also if there is no store, or prints the conflict and returns -1. */
int spare_store(const struct settings *s);

#endif
