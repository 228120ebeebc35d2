/* SPDX-License-Identifier: MIT */
#include "cmd/replay/take_in.h"

#include <string.h>

#include "plan/time_rules.h"

static void *
intake_new(void *context)
{
	return replay_intake_new(((struct attempt *)context)->replay);
}

static void
intake_free(void *worker)
{
	replay_intake_free(worker);
}

static void *
part_new(void *context)
{
	return replay_part_new(((struct attempt *)context)->replay);
}

static void
part_free(void *part)
{
	replay_part_free(part);
}

static int
join(void *context, void *part, const struct run_turn *turn)
{
	struct attempt *a = context;
	struct err e;
	const struct replay_place at = { turn->item->input, turn->lines, turn->item->end };
	if (replay_join(a->replay, part, &at, &e) < 0)
		return run_stop(&a->run, "%s", e.text);
	attempt_tell(a);
	return a->run.stopped ? -1 : 0; /* a decision could not be written */
}

static void
note_reject(void *context, uint64_t line, const struct replay_reject *why)
{
	struct batch *b = context;
	b->books.in = replay_part_in(b->part);
	struct text raw = { why->line.p, why->line.n };
	if (why->apart)
		raw = arena_text(&b->arena, raw);
	batch_reject(b, line, &why->why, raw);
}

static void
work(void *worker, const struct block *b, struct batch *out)
{
	struct batch_times *t = &out->times;
	out->lines = replay_add(
	    worker, out->part, b->input, b->first_line, b->p, b->n, b->index, note_reject, out);
	out->books.in = replay_part_in(out->part);
	t->untimed = replay_part_times(out->part, &t->first_ns, &t->last_ns);
	t->timed = t->first_ns <= t->last_ns;
}

static void
passed(void *worker, uint64_t records, struct batch *out)
{
	(void)worker;
	replay_add_passed(out->part, records);
	out->books.skipped = 0; /* booked at the end */
}

static void
too_long(void *worker, struct batch *out)
{
	(void)worker;
	replay_add_too_long(out->part);
}

/* Fills in which frames of packed files the replay has to see.  Returns false if that is all of
 * them. */
static bool
choose_frames(struct attempt *a)
{
	const struct replay_grid *grid = &a->documents.grid;
	unsigned char other[TIME_RULES];
	struct source_frames *f = &a->frames;
	if (!settings_has_range(a->settings))
		return false;
	*f = (struct source_frames){ .rules = a->rules };
	plan_time_rules(a->documents.plan, a->rules);
	if (request_compares(a->request)) {
		plan_time_rules(grid->plan[BASELINE], other);
		if (memcmp(other, a->rules, TIME_RULES) != 0)
			memset(a->rules, 0, TIME_RULES); /* no index is of both */
	}
	replay_window(a->replay, &f->from_ns, &f->to_ns);
	return true;
}

static int
put_decision(void *context, struct text lines)
{
	return run_put(context, lines);
}

static void
take_back(void *context)
{
	out_take_back(((struct run *)context)->out);
}

static struct run_stage
stage_of(struct attempt *a)
{
	const bool log_lines = a->documents.plan->runtime.layout.lines > 0;
	return (struct run_stage){ .program = a,
		.worker_new = intake_new,
		.worker_free = intake_free,
		.part_new = part_new,
		.part_free = part_free,
		.settle = join,
		.work = work,
		.too_long = too_long,
		.frames = choose_frames(a) ? &a->frames : NULL,
		.passed = passed,
		.arrays = a->documents.plan->arrays,
		.unindexed = true,
		.documents = !log_lines };
}

int
take_in(struct attempt *a)
{
	const struct run_stage stage = stage_of(a);
	if (out_is_unread(a->run.out))
		replay_put_early(a->replay, put_decision, take_back, &a->run);
	attempt_tell(a);
	if (run_inputs(&a->run, &stage) == 0)
		return 0;
	replay_forget(a->replay);
	return -1;
}

/* Checks that an input which is opened again has not changed. */
static int
check_input(void *context, unsigned input, int fd, struct err *e)
{
	const struct stat *was = &((struct attempt *)context)->identity[input];
	struct stat now;
	if (fstat(fd, &now) == 0 && now.st_dev == was->st_dev && now.st_ino == was->st_ino &&
	    now.st_size == was->st_size && now.st_mtim.tv_sec == was->st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == was->st_mtim.tv_nsec)
		return 0;
	return err_set(e, "changed during the run, which has to read it twice; a larger "
			  "--buffer-size, or reading it from a pipe, avoids that");
}

static int
next_input(void *context)
{
	return replay_next_input(((struct attempt *)context)->replay);
}

static bool
has_read(void *context, unsigned input, uint64_t end, int64_t *until)
{
	return replay_has_read(((struct attempt *)context)->replay, input, end, until);
}

/* Takes in a batch of the second pass, and decides the events whose turn has come. */
static int
join_again(void *context, void *part, const struct run_turn *turn)
{
	struct attempt *a = context;
	struct err e;
	const struct replay_place at = { turn->item->input, turn->lines, turn->item->end };
	if (replay_join_again(a->replay, part, &at, &e) < 0)
		return run_stop(&a->run, "%s: %s", turn->item->file, e.text);
	if (replay_run_until(a->replay, turn->item->until, put_decision, &a->run, &e) == 0)
		return 0;
	return e.text[0] ? run_stop(&a->run, "%s", e.text) : -1;
}

int
decide(struct attempt *a)
{
	struct err e;
	struct run_stage stage = stage_of(a);
	const struct source_order order = {
		.context = a, .pick = next_input, .opened = check_input, .took = has_read
	};
	stage.settle = join_again;
	if (replay_reads_again(a->replay) && run_inputs_again(&a->run, &stage, &order) < 0)
		return -1;
	if (a->run.woken) { /* the inputs were not read to their end */
		replay_forget(a->replay);
		return 0;
	}
	if (replay_run(a->replay, put_decision, &a->run, &e) == 0)
		return 0;
	return e.text[0] ? run_stop(&a->run, "%s", e.text) : -1;
}
