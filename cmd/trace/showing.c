/* SPDX-License-Identifier: MIT */
#include "cmd/trace/showing.h"

#include "cmd/cli/terminal.h"

#define MEMBER(type, member) .takes = { type, OPTION_MEMBER(struct showing, member) }
#define OTHERS "calls extract sessions by find history errors activity"
#define OTHER_THAN_STEP                                                                            \
	OTHERS " root-cause profile critical-path distributed distributed-view html compare "      \
	       "variant-key expect estimate train predict anomalies"
#define OTHER_ACTIONS .excludes = OTHER_THAN_STEP " step debug debugger step-mode"

static const struct text order_names[] = { TEXT("tree"), TEXT("time") };
static const struct text times_names[] = { TEXT("relative"), TEXT("absolute"), TEXT("both") };

static int
read_order(void *into, const char *argument, struct err *e)
{
	const int order = option_choice(argument, order_names, 2, e);
	if (order < 0)
		return -1;
	((struct showing *)into)->order = order == 0 ? SHOWING_TREE : SHOWING_TIME;
	return 0;
}

static int
read_speed(void *into, const char *argument, struct err *e)
{
	return play_read_speed(&((struct showing *)into)->play, argument, e);
}

static int
read_until(void *into, const char *argument, struct err *e)
{
	return play_read_until(&((struct showing *)into)->play, argument, e);
}

static int
read_skip(void *into, const char *argument, struct err *e)
{
	return play_read_skip(&((struct showing *)into)->play, argument, e);
}

const struct option_spec showing_options[SHOWING_OPTIONS] = {
	{ "positions", 'n', .group = "Timeline:", OTHER_ACTIONS, .help = "number the events",
	    MEMBER(OPTION_FLAG, numbers) },
	{ "order", .value = "tree|time", OTHER_ACTIONS,
	    .help = "call by call (default), or strictly by time",
	    .takes = { OPTION_OWN, .read = read_order, OPTION_NAMES(order_names) } },
	{ "time", .value = "WHAT", OTHER_ACTIONS,
	    .help = "times: relative (default), absolute or both",
	    .takes = { OPTION_CHOICE, OPTION_MEMBER(struct showing, times),
		OPTION_NAMES(times_names) } },
	{ "depth", .value = "N", OTHER_ACTIONS, .help = "show only N levels of calls",
	    .takes = { OPTION_NUMBER, OPTION_MEMBER(struct showing, depth), 1, UINT32_MAX } },
	{ "full", .excludes = OTHERS, .help = "cut no value, fold nothing, and show attributes",
	    MEMBER(OPTION_FLAG, full) },
	{ "sizes", OTHER_ACTIONS, .help = "show the size of every value",
	    MEMBER(OPTION_FLAG, sizes) },
	{ "source", .value = "DIR", .excludes = OTHER_THAN_STEP,
	    .help = "show the source line of an error, from the files in DIR",
	    MEMBER(OPTION_FOLDER, source) },
	{ "play", .value = "SPEED", OTHER_ACTIONS,
	    .help = "print it as it happened, SPEED times as fast (10x, 0.5x, max)",
	    .takes = { OPTION_OWN, .read = read_speed } },
	{ "until", .value = "error", .needs = "play",
	    .help = "go to the first error at once, and play from there",
	    .takes = { OPTION_OWN, .read = read_until } },
	{ "skip", .value = "DURATION", .needs = "play", .help = "skip waits longer than DURATION",
	    .takes = { OPTION_OWN, .read = read_skip } },
};

struct view_style
showing_style(const struct showing *r, const struct settings *s)
{
	return (struct view_style){ .width = terminal_width(),
		.utf8 = terminal_utf8(),
		.color = settings_color_output(s),
		.full = r->full,
		.sizes = r->sizes };
}
