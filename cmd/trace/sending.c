/* SPDX-License-Identifier: MIT */
#include "cmd/trace/sending.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "time/duration.h"

void
sending_free(struct sending *s)
{
	free(s->allowed.text);
}

static int
add_allowed(void *into, const char *argument, struct err *e)
{
	struct sending *s = into;
	struct text t = text_of(argument);
	for (;;) {
		const char *comma = memchr(t.p, ',', t.n);
		const size_t n = comma ? (size_t)(comma - t.p) : t.n;
		if (n == 0)
			return err_set(e, "an empty name of a host in '%s'", argument);
		trace_texts_add(&s->allowed, (struct text){ t.p, n });
		if (!comma)
			return 0;
		t = (struct text){ comma + 1, t.n - n - 1 };
	}
}

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
	{ "target", .value = "URL",
	    .help = "send http calls to this server, and compare its answers",
	    .takes = { OPTION_NAME, OPTION_MEMBER(struct sending, target) } },
	{ "target-ok", .value = "HOST[,...]", .needs = "target",
	    .help = "allow a target on this host, which is not this machine",
	    .takes = { OPTION_OWN, .read = add_allowed } },
	{ "pace", .value = "SPEED", .needs = "parallel",
	    .help =
		"send traces as they were recorded (1x), faster (10x) or at once (max, the default)",
	    .takes = { OPTION_OWN, .read = read_pace, OPTION_NAMES(paces) } },
	{ "duration", .value = "DURATION", .needs = "parallel",
	    .help = "send the traces again and again, for so long",
	    .takes = { OPTION_OWN, .read = read_duration } },
};
