/* SPDX-License-Identifier: MIT */
#include "cmd/trace/export.h"

#include <inttypes.h>

/* Stacks as deep as this make lines that are much longer than what they say. */
enum { DEEP = 1000 };

/* What the output does not show as it was recorded. */
static void
say_told(struct command *c, const struct export_told *told)
{
	static const char drawn[] = "they are drawn where their callers start, or step by step in "
				    "a trace without times";
	static const char *const without[EXPORT_FORMATS] = {
		[EXPORT_CHROME] = drawn,
		[EXPORT_SPEEDSCOPE] = drawn,
		[EXPORT_OTLP] = "other programs see them where their callers start, or in 1970",
	};
	struct buf *b = &c->run.last_words;
	if (told->without_start > 0 && without[c->format])
		buf_printf(b, "calls without a recorded start: %" PRIu64 "; %s\n",
		    told->without_start, without[c->format]);
	if (c->format != EXPORT_FOLDED)
		return;
	if (told->folded == 0 && c->model->listed > 0)
		buf_printf(b, "no call has a duration, so there are no folded stacks\n");
	if (told->deepest > DEEP)
		buf_printf(b,
		    "a stack is up to %zu names deep, and each line repeats all of them; --export "
		    "speedscope is smaller\n",
		    told->deepest);
}

static int
put(void *context, struct text part)
{
	struct command *c = context;
	return run_put(&c->run, part);
}

int
export_print(struct command *c)
{
	const struct export_to to = { put, c };
	struct export_told told;
	if (export_traces(c->model, c->format, &to, &told) < 0)
		return -1;
	say_told(c, &told);
	return 0;
}

int
export_print_sides(struct command *c, const struct trace_side *a, const struct trace_side *b)
{
	const struct export_to to = { put, c };
	struct export_told told;
	if (export_sides(a, b, &to, &told) < 0)
		return -1;
	say_told(c, &told);
	return 0;
}
