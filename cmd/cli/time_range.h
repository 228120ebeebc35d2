/* SPDX-License-Identifier: MIT */
#ifndef CLI_TIME_RANGE_H
#define CLI_TIME_RANGE_H

#include <stdint.h>

#include "base/err.h"
#include "cmd/cli/option_value.h"

/*
 * Reads a range of times, FROM-TO: two times as on the command line, of which the second may also
 * be a time of day on the date of the first: "2025-10-31 02:00-03:00".  Returns 0, or -1 and fills
 * *e.
 */
int time_range_read(const char *argument, struct option_clock clock, int64_t *from_ns,
    int64_t *to_ns, struct err *e);

#endif
