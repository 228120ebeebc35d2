/* SPDX-License-Identifier: MIT */
#include "cmd/trace/sending.h"

#include <math.h>
#include <stdlib.h>

#include "time/duration.h"

static int
read_pace(void *into, const char *argument, struct err *e)
{
	struct sending *s = into;
	char *end;
	s->paced = true;
	if (strcmp(argument, "max") == 0)
		return 0;
	s->pace = strtod(argument, &end);
	if (end != argument && strcmp(end, "x") == 0 && isfinite(s->pace) && s->pace > 0 &&
	    argument[0] >= '0' && argument[0] <= '9')
		return 0;
	return err_set(e, "not a pace, such as 1x, 10x or max: '%s'", argument);
}

static int
read_duration(void *into, const char *argument, struct err *e)
{
	int64_t *ns = &((struct sending *)into)->duration_ns;
	if (duration_parse_seconds(text_of(argument), ns) < 0 || *ns <= 0)
		return err_set(e, "not a duration, such as 30s or 5m: '%s'", argument);
	return 0;
}

static const struct text paces[] = { TEXT("1x"), TEXT("10x"), TEXT("max") };

const struct option_spec sending_options[SENDING_OPTIONS] = {
	{ "pace", .value = "SPEED", .needs = "parallel",
	    .help =
		"send traces as they were recorded (1x), faster (10x) or at once (max, the default)",
	    .takes = { OPTION_OWN, .read = read_pace, OPTION_NAMES(paces) } },
	{ "duration", .value = "DURATION", .needs = "parallel",
	    .help = "send the traces again and again, for so long",
	    .takes = { OPTION_OWN, .read = read_duration } },
};
