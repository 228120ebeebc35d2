/* SPDX-License-Identifier: MIT */
#include "cmd/trace/timeline.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "cmd/trace/parts.h"
#include "cmd/trace/source.h"
#include "time/stamp.h"
#include "view/timeline.h"

static int64_t
clock_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * STAMP_SECOND + t.tv_nsec;
}

static void
wait_for(int64_t ns)
{
	struct timespec t = { ns / STAMP_SECOND, ns % STAMP_SECOND };
	while (nanosleep(&t, &t) < 0 && errno == EINTR)
		;
}

/* Shows what is there so far, and waits until the next piece is due. */
static int
keep_pace(struct command *c, struct buf *shown, const struct timeline_at *next)
{
	struct play *p = &c->showing.play;
	if (play_wait_ns(p, next->at_ns, next->error, clock_ns()) <= 0)
		return 0;
	if (run_put(&c->run, buf_as_text(shown)) < 0 || run_flush(&c->run) < 0)
		return -1;
	shown->n = 0;
	const int64_t ns = stamp_sub(p->due_ns, clock_ns());
	if (ns > 0)
		wait_for(ns);
	return 0;
}

/* Prints it as it happened. */
static int
play(struct command *c, const struct timeline_options *o)
{
	struct buf shown = { 0 }, next = { 0 };
	struct timeline_at at;
	struct timeline *t = timeline_new(c->model, o, NULL);
	int result = 0;
	while (result == 0 && timeline_next(t, &next, &at)) {
		result = keep_pace(c, &shown, &at);
		buf_text(&shown, buf_as_text(&next));
		next.n = 0;
	}
	if (result == 0)
		result = run_put(&c->run, buf_as_text(&shown));
	timeline_free(t);
	buf_free(&shown);
	buf_free(&next);
	return result;
}

static int
put(void *context, const struct buf *piece)
{
	struct command *c = context;
	return run_put(&c->run, buf_as_text(piece));
}

int
timeline_check(struct command *c)
{
	const char *source = c->showing.source;
	if (!source || source_folder_check(source) == 0)
		return 0;
	return run_stop(&c->run, "--source: %s: %s", source, strerror(errno));
}

int
timeline_print(struct command *c)
{
	const struct showing *r = &c->showing;
	struct source_folder folder = { .path = r->source };
	const struct timeline_options options = {
		.style = showing_style(&c->showing, &c->settings),
		.times = r->times,
		.numbers = r->numbers,
		.by_time = r->order == SHOWING_TIME || (r->order == SHOWING_UNSET && r->play.on),
		.jsonl = !c->text,
		.depth = r->depth,
		.source = r->source ? source_folder_line : NULL,
		.context = &folder,
	};
	/* source_folder_line is for one thread */
	const unsigned threads = r->source ? 1 : settings_threads(&c->settings);
	const int result = r->play.on && !r->play.max
			       ? play(c, &options)
			       : parts_put(c->model, &options, threads, put, c);
	source_folder_say_missing(&folder, "an error", &c->run.last_words);
	source_folder_free(&folder);
	return result;
}
