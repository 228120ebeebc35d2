/* SPDX-License-Identifier: MIT */
#include "cmd/trace/mutating.h"

#include "cmd/trace/command.h"

const struct option_spec mutating_options[MUTATING_OPTIONS] = {
	{ "mutate", .value = "N", .action = ACTION_MUTATE, .needs = "exec",
	    .excludes = "check html expect redact",
	    .help = "execute calls with N changed inputs, and print what goes wrong in a new way",
	    .takes = { OPTION_NUMBER, OPTION_MEMBER(struct mutating, runs), .min = 1,
		.max = 1000000000 } },
	{ "seed", .value = "S", .needs = "mutate", .help = "draw other inputs (default: 0)",
	    .takes = { OPTION_NUMBER, OPTION_MEMBER(struct mutating, seed), .max = UINT64_MAX } },
};
