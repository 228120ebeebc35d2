/* SPDX-License-Identifier: MIT */
#include "cmd/replay/jobs.h"

static void *
intake_new(void *context)
{
	return replay_intake_new(((struct command *)context)->replay);
}

static void
intake_free(void *worker)
{
	replay_intake_free(worker);
}

static void *
part_new(void *context)
{
	return replay_part_new(((struct command *)context)->replay);
}

static void
part_free(void *part)
{
	replay_part_free(part);
}

static void
join(void *context, void *part, uint64_t lines)
{
	struct command *c = context;
	replay_join(c->replay, part, lines);
	jobs_tell(c);
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
	out->lines =
	    replay_add(worker, out->part, b->input, b->p, b->n, b->index, note_reject, out);
	out->books.in = replay_part_in(out->part);
}

static void
too_long(void *worker, struct batch *out)
{
	(void)worker;
	replay_add_too_long(out->part);
}

int
take_in(struct command *c)
{
	const struct run_stage stage = { .program = c,
		.worker_new = intake_new,
		.worker_free = intake_free,
		.part_new = part_new,
		.part_free = part_free,
		.settle = join,
		.work = work,
		.too_long = too_long };
	jobs_tell(c);
	return run_inputs(&c->run, &stage);
}
