/* SPDX-License-Identifier: MIT */
#include "cmd/replay/take_in.h"

#include "cmd/replay/jobs.h"

static void *
intake_new(void *context)
{
	return replay_intake_new(((struct job_run *)context)->replay);
}

static void
intake_free(void *worker)
{
	replay_intake_free(worker);
}

static void *
part_new(void *context)
{
	return replay_part_new(((struct job_run *)context)->replay);
}

static void
part_free(void *part)
{
	replay_part_free(part);
}

static int
join(void *context, void *part, const struct run_turn *turn)
{
	struct job_run *j = context;
	struct err e;
	const struct replay_place at = { turn->item->input, turn->lines, turn->item->end };
	if (replay_join(j->replay, part, &at, &e) < 0)
		return run_stop(&j->run, "%s", e.text);
	jobs_tell(j);
	return 0;
}

static void
note_reject(void *context, uint64_t line, const struct replay_reject *why)
{
	struct batch *b = context;
	b->books.in = replay_part_in(b->part);
	batch_reject(b, line, &why->why, (struct text){ why->line.p, why->line.n });
}

static void
work(void *worker, const struct block *b, struct batch *out)
{
	out->lines = replay_add(
	    worker, out->part, b->input, b->first_line, b->p, b->n, b->index, note_reject, out);
	out->books.in = replay_part_in(out->part);
}

static void
too_long(void *worker, struct batch *out)
{
	(void)worker;
	replay_add_too_long(out->part);
}

static struct run_stage
stage_of(struct job_run *j)
{
	return (struct run_stage){ .program = j,
		.worker_new = intake_new,
		.worker_free = intake_free,
		.part_new = part_new,
		.part_free = part_free,
		.settle = join,
		.work = work,
		.too_long = too_long,
		.documents = true };
}

int
take_in(struct job_run *j)
{
	const struct run_stage stage = stage_of(j);
	jobs_tell(j);
	if (run_inputs(&j->run, &stage) == 0)
		return 0;
	replay_forget(j->replay);
	return -1;
}

/* An input that is opened again must be what it was. */
static int
check_input(void *context, unsigned input, int fd, struct err *e)
{
	const struct stat *was = &((struct job_run *)context)->identity[input];
	struct stat now;
	if (fstat(fd, &now) == 0 && now.st_dev == was->st_dev && now.st_ino == was->st_ino &&
	    now.st_size == was->st_size && now.st_mtim.tv_sec == was->st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == was->st_mtim.tv_nsec)
		return 0;
	return err_set(e, "has changed while it was read, and has to be read twice; "
			  "a larger --buffer-size, or reading it from a pipe, avoids that");
}

static int
next_input(void *context)
{
	return replay_next_input(((struct job_run *)context)->replay);
}

static bool
has_read(void *context, unsigned input, uint64_t end, int64_t *until)
{
	return replay_has_read(((struct job_run *)context)->replay, input, end, until);
}

static int
put_decision(void *context, struct text line)
{
	return run_put(context, line);
}

/* Decides on the way what can be. */
static int
join_again(void *context, void *part, const struct run_turn *turn)
{
	struct job_run *j = context;
	struct err e;
	const struct replay_place at = { turn->item->input, turn->lines, turn->item->end };
	if (replay_join_again(j->replay, part, &at, &e) < 0)
		return run_stop(&j->run, "%s: %s", turn->item->file, e.text);
	if (replay_run_until(j->replay, turn->item->until, put_decision, &j->run, &e) == 0)
		return 0;
	return e.text[0] ? run_stop(&j->run, "%s", e.text) : -1;
}

int
decide(struct job_run *j)
{
	struct err e;
	struct run_stage stage = stage_of(j);
	const struct source_order order = {
		.context = j, .pick = next_input, .opened = check_input, .took = has_read
	};
	stage.settle = join_again;
	if (replay_reads_again(j->replay) && run_inputs_again(&j->run, &stage, &order) < 0)
		return -1;
	if (j->run.woken) /* what was not read is not decided */
		return 0;
	if (replay_run(j->replay, put_decision, &j->run, &e) == 0)
		return 0;
	return e.text[0] ? run_stop(&j->run, "%s", e.text) : -1;
}
