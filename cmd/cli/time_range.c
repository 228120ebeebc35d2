/* SPDX-License-Identifier: MIT */
#include "cmd/cli/time_range.h"

#include <stdio.h>
#include <string.h>

#include "time/stamp.h"

/* Reads the end of a range: a time, or a time of day on the date of the range's beginning. */
static int
range_end(struct text from, struct text to, struct option_clock clock, int64_t *to_ns)
{
	char text[64];
	int n = snprintf(text, sizeof(text), "%.10s %.*s", from.p, (int)to.n, to.p);
	if (stamp_parse_option(to, clock.now_ns, to_ns) == 0)
		return 0;
	if (from.n < 10 || n >= (int)sizeof(text))
		return -1;
	return stamp_parse_option(text_of(text), clock.now_ns, to_ns);
}

int
time_range_read(const char *argument, struct option_clock clock, int64_t *from_ns, int64_t *to_ns,
    struct err *e)
{
	for (size_t at = strlen(argument); at-- > 0;) {
		const struct text from = { argument, at }, to = text_of(argument + at + 1);
		int64_t first_ns, last_ns;
		if (argument[at] != '-' || stamp_parse_option(from, clock.now_ns, &first_ns) < 0 ||
		    range_end(from, to, clock, &last_ns) < 0)
			continue;
		*from_ns = first_ns;
		*to_ns = last_ns;
		return 0;
	}
	return err_set(e,
	    "not a range of times: '%s' ('2025-10-31 02:00-03:00', 2025-10-31-2025-11-01)",
	    argument);
}
