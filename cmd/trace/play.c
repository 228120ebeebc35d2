/* SPDX-License-Identifier: MIT */
#include "cmd/trace/play.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "time/duration.h"
#include "time/stamp.h"
#include "trace/record.h"

int
play_read_speed(void *play, const char *argument, struct err *e)
{
	struct play *p = play;
	struct text t = text_of(argument);
	p->on = true;
	p->max = text_eq(t, TEXT("max"));
	if (p->max)
		return 0;
	if (t.n > 0 && t.p[t.n - 1] == 'x')
		t.n--;
	if (number_f64(t, &p->speed) == 0 && p->speed > 0)
		return 0;
	return err_set(e, "not a speed: '%s' (1x, 10x, 0.5x, max)", argument);
}

int
play_read_until(void *play, const char *argument, struct err *e)
{
	struct play *p = play;
	if (strcmp(argument, "error") != 0)
		return err_set(e, "not error: '%s'", argument);
	p->until_error = true;
	return 0;
}

int
play_read_skip(void *play, const char *argument, struct err *e)
{
	struct play *p = play;
	if (duration_parse(text_of(argument), &p->skip_ns) == 0 && p->skip_ns > 0)
		return 0;
	return err_set(e, "not a duration above 0: '%s' (500ms, 5s, 1m)", argument);
}

/* The time between two steps, at the speed. */
static int64_t
scaled(const struct play *p, int64_t ns)
{
	const double scaled_ns = (double)ns / p->speed;
	return scaled_ns < 9e18 ? (int64_t)scaled_ns : INT64_MAX;
}

int64_t
play_wait_ns(struct play *p, int64_t recorded_ns, bool error, int64_t now_ns)
{
	if (!p->on || p->max || recorded_ns == TRACE_NO_TIME)
		return 0;
	const bool at_once = !p->begun || p->until_error;
	const int64_t apart_ns = stamp_sub(recorded_ns, p->recorded_ns);
	if (error)
		p->until_error = false;
	if (at_once) {
		p->begun = true;
		p->recorded_ns = recorded_ns;
		p->due_ns = now_ns;
		return 0;
	}
	if (apart_ns <= 0)
		return 0;
	const int64_t wait_ns = scaled(p, apart_ns);
	p->recorded_ns = recorded_ns;
	p->due_ns = p->skip_ns > 0 && wait_ns > p->skip_ns ? now_ns : stamp_add(p->due_ns, wait_ns);
	return stamp_sub(p->due_ns, now_ns);
}
