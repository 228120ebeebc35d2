/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_PACK_H
#define ENCODE_PACK_H

#include <stdbool.h>

#include "cmd/cli/settings.h"
#include "cmd/encode/partition.h"
#include "plan/plan.h"

/* What --pack is asked for. */
struct pack_options {
	enum partition_by by; /* not PARTITION_NONE: --output is a folder */
	enum partition_there there;
	size_t frame;            /* bytes of text; 0: PACKED_FRAME */
	const struct plan *plan; /* NULL: the lines are encoded events */
};

/*
 * Copies the lines of the inputs, unchanged, into a packed file with a time index
 * (io/time_index.h), or into one for each hour or day.  Returns the exit status.
 */
int pack_run(const struct settings *s, const struct pack_options *o);

#endif
