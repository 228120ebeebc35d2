/* SPDX-License-Identifier: MIT */
#include "cmd/trace/load.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/cli/random.h"
#include "cmd/trace/spool.h"
#include "cmd/trace/traces_of.h"
#include "cmd/trace/which.h"

struct load {
	struct command *command;
	struct json_arrays *arrays;
	struct import_options options;
	struct trace_sieve *sieve, *other_sieve; /* other_: of the second input of --compare */
	uint64_t *end,
	    *at; /* by input: where it ended in the first pass, and where the second one is */
};

/* Is it the second of two inputs that are compared? */
static bool
is_other(const struct load *l, unsigned input)
{
	return l->command->other.import && input == 1;
}

static struct import *
import_of(const struct load *l, unsigned input)
{
	return is_other(l, input) ? l->command->other.import : l->command->import;
}

static struct trace_sieve *
sieve_of(const struct load *l, unsigned input)
{
	return is_other(l, input) ? l->other_sieve : l->sieve;
}

/* A thread's scratch memory. */
struct reader {
	struct load *load;
	struct import_reading *reading;
	struct json_index index;
};

static void *
reader_new(void *context)
{
	struct load *l = context;
	struct reader *r = mem_zalloc(1, sizeof(*r));
	r->load = l;
	r->reading = import_reading_new(&l->options);
	return r;
}

static void
reader_free(void *worker)
{
	struct reader *r = worker;
	import_reading_free(r->reading);
	json_index_free(&r->index);
	free(r);
}

static void *
part_new(void *context)
{
	const struct load *l = context;
	return import_part_new(l->options.maps);
}

static void
part_free(void *part)
{
	import_part_free(part);
}

static void
note_reject(void *context, uint64_t line, const struct reject *why, struct text raw)
{
	struct batch *b = context;
	b->books.in = import_part_counts(b->part)->in;
	batch_reject(b, line, why, raw);
}

static void
work(void *worker, const struct block *b, struct batch *out)
{
	struct reader *r = worker;
	const struct import_block block = { b->p, b->n, b->index, b->envelope, b->envelopes };
	const struct import_counts *counts = import_part_counts(out->part);
	import_block(r->reading, out->part, &block, note_reject, out);
	out->lines = counts->lines;
	out->books.in = counts->in;
	out->books.out = counts->known;
	out->books.skipped = counts->unknown;
}

static void
count(struct command *c, const struct import_counts *counts, unsigned input)
{
	struct reading_of *r = &c->reading[input];
	c->known += counts->known;
	c->unknown += counts->unknown;
	r->any |= counts->known + counts->unknown > 0;
	if (!r->foreign)
		r->foreign = counts->foreign;
}

/* The lines of the input before the block. */
static uint64_t
lines_before(const struct run_turn *turn)
{
	const struct input_block *b = &turn->item->block;
	return b->framing == FRAMING_DOCUMENT ? b->lines : turn->lines;
}

static int
join(void *context, void *part, const struct run_turn *turn)
{
	struct load *l = context;
	count(l->command, import_part_counts(part), turn->item->input);
	which_count(l->command, turn, import_part_counts(part)->unknown);
	if (l->command->document && turn->item->block.framing == FRAMING_DOCUMENT)
		l->command->document[turn->item->input] = true;
	import_join(import_of(l, turn->item->input), part, turn->item->input, lines_before(turn));
	return 0;
}

static struct run_stage
stage_of(struct load *l)
{
	return (struct run_stage){ .program = l,
		.worker_new = reader_new,
		.worker_free = reader_free,
		.part_new = part_new,
		.part_free = part_free,
		.settle = join,
		.work = work,
		.arrays = l->arrays,
		.open_end = true,
		.nested = true,
		.documents = true };
}

/* ---- a selection: two passes ---------------------------------------------------------------- */

/* The first pass also finds what is of no known format. */
static int
sieve(void *context, void *part, const struct run_turn *turn)
{
	struct load *l = context;
	const unsigned input = turn->item->input;
	count(l->command, import_part_counts(part), input);
	l->end[input] = turn->item->end;
	import_join_unknown(import_of(l, input), part, input, lines_before(turn));
	const bool whole =
	    import_part_counts(part)->unseen || turn->item->block.framing == FRAMING_DOCUMENT;
	import_part_sieve(part, sieve_of(l, input));
	trace_sieve_end_block(sieve_of(l, input), input, turn->item->end, whole);
	return 0;
}

/* The second pass leaves out blocks of lines without a record that is wanted. */
static void
work_again(void *worker, const struct block *b, struct batch *out)
{
	struct reader *r = worker;
	struct block indexed = *b;
	if (!indexed.index) {
		if (!trace_sieve_wants_block(
			sieve_of(r->load, b->input), b->input, b->offset, b->offset + b->n))
			return;
		json_index_build(&r->index, b->p, b->n, JSON_LINES);
		indexed.index = &r->index;
	}
	work(worker, &indexed, out);
}

static int
join_again(void *context, void *part, const struct run_turn *turn)
{
	struct load *l = context;
	import_part_drop_unknown(part);
	import_join(import_of(l, turn->item->input), part, turn->item->input, lines_before(turn));
	return 0;
}

/* One input after the other. */
static int
next_input(void *context)
{
	const struct load *l = context;
	for (size_t i = 0; i < l->command->settings.operands; i++)
		if (l->at[i] < l->end[i])
			return (int)i;
	return -1;
}

static int
has_opened(void *context, unsigned input, int fd, struct err *e)
{
	(void)context;
	(void)input;
	(void)fd;
	(void)e;
	return 0;
}

static bool
has_read(void *context, unsigned input, uint64_t end, int64_t *until)
{
	struct load *l = context;
	(void)until;
	l->at[input] = end;
	return end < l->end[input];
}

static int
load_selected(struct load *l)
{
	struct command *c = l->command;
	struct run_stage stage = stage_of(l);
	const struct source_order order = {
		.context = l, .pick = next_input, .opened = has_opened, .took = has_read
	};
	l->end = mem_zalloc(c->settings.operands, sizeof(*l->end));
	l->at = mem_zalloc(c->settings.operands, sizeof(*l->at));
	l->options.sieve = l->sieve;
	stage.settle = sieve;
	if (run_inputs(&c->run, &stage) < 0)
		return -1;
	trace_sieve_decide(l->sieve);
	if (l->other_sieve)
		trace_sieve_decide(l->other_sieve);
	for (size_t i = 0; i < c->settings.operands; i++)
		l->end[i] = trace_sieve_end_of(sieve_of(l, (unsigned)i), (unsigned)i, l->end[i]);
	import_set_sieve(c->import, l->sieve);
	if (l->other_sieve)
		import_set_sieve(c->other.import, l->other_sieve);
	import_set_hold(c->import, c->hold);
	l->options.hold = c->hold != NULL;
	l->options.sieve = NULL;
	stage.settle = join_again;
	stage.work = work_again;
	stage.unindexed = true;
	return run_inputs_again(&c->run, &stage, &order);
}

/* Reduces a model to the selection. */
static int
select_traces(struct command *c, struct trace_model *m)
{
	struct buf why = { 0 }, shown = { 0 };
	if (selecting_all(&c->selecting) && c->selecting.selection.code_versions.n == 0)
		return 0;
	const int result = trace_select(m, &c->selecting.selection, &why);
	if (result < 0) {
		redacting_put_visible(&c->redacting, &shown, buf_as_text(&why));
		run_stop(&c->run, "%.*s", (int)shown.n, shown.p);
	}
	buf_free(&why);
	buf_free(&shown);
	return result;
}

int
load_traces(struct command *c)
{
	const struct siphash_key key = random_key();
	struct load l = { .command = c,
		.arrays = import_arrays(c->maps),
		.options = { .key = &key, .marks = &c->selecting.marks, .maps = c->maps } };
	struct run_stage stage = stage_of(&l);
	struct spool spool = { 0 };
	int result;
	const size_t inputs = c->settings.operands > 0 ? c->settings.operands : 1;
	c->reading = mem_zalloc(inputs, sizeof(*c->reading));
	c->model = trace_model_new(key);
	c->import = import_new(c->model, c->maps);
	if (c->settings.options.action == ACTION_EXTRACT && !selecting_all(&c->selecting))
		c->hold = import_hold_new(c->model);
	l.sieve = trace_sieve_new(&c->selecting.selection, key);
	if (command_compares_inputs(c)) {
		c->other.model = trace_model_new(key);
		c->other.import = import_new(c->other.model, c->maps);
		l.other_sieve = trace_sieve_new(&c->selecting.selection, key);
	}
	if (selecting_all(&c->selecting))
		result = run_inputs(&c->run, &stage);
	else if ((result = traces_of_read(c)) == 0 && (result = spool_inputs(&spool, c)) == 0)
		result = load_selected(&l);
	c->without = import_end(c->import);
	trace_build(c->model);
	if (c->other.import) {
		c->without += import_end(c->other.import);
		trace_build(c->other.model);
	}
	if (result == 0)
		result = select_traces(c, c->model);
	if (result == 0 && c->other.model)
		result = select_traces(c, c->other.model);
	free(l.end);
	free(l.at);
	spool_free(&spool, c);
	trace_sieve_free(l.sieve);
	if (l.other_sieve)
		trace_sieve_free(l.other_sieve);
	json_arrays_free(l.arrays);
	return result;
}

/* ---- what was odd --------------------------------------------------------------------------- */

static void
say(struct command *c, uint64_t n, const char *one, const char *several)
{
	if (n > 0)
		buf_printf(&c->run.last_words, "%" PRIu64 " %s\n", n, n == 1 ? one : several);
}

static void
say_unknown(struct command *c, const struct import *im)
{
	size_t n;
	const struct import_shape *shape = import_shapes(im, &n);
	for (size_t i = 0; i < n; i++) {
		struct buf *b = &c->run.last_words;
		const char *file =
		    c->settings.operands > 0 ? c->settings.operand[shape[i].input] : "-";
		buf_printf(b, "%s:%" PRIu64 ": ", file, shape[i].line);
		if (shape[i].keys.p)
			redacting_put_visible(&c->redacting, b, shape[i].keys);
		else
			buf_text(b, TEXT("other shapes"));
		buf_printf(b, ": no known trace format: %" PRIu64 " record%s\n", shape[i].records,
		    shape[i].records == 1 ? "" : "s");
	}
}

/* What inputs look like from which nothing but rejects came. */
static void
say_foreign(struct command *c)
{
	for (size_t i = 0; i < c->settings.operands || i == 0; i++) {
		const struct reading_of *r = &c->reading[i];
		const char *file = c->settings.operands > 0 ? c->settings.operand[i] : "-";
		if (r->foreign && !r->any)
			buf_printf(
			    &c->run.last_words, "%s: this looks like %s\n", file, r->foreign);
	}
}

void
load_say_odd(struct command *c)
{
	static const char *const notes[TRACE_NOTES][2] = {
		{ "call has no recorded end", "calls have no recorded end" },
		{ "call has no recorded beginning", "calls have no recorded beginning" },
		{ "call names a parent that is not in the input",
		    "calls name parents that are not in the input" },
		{ "call has the id of an earlier call and is written ID~2",
		    "calls have the ids of earlier calls and are written ID~2, ID~3, …" },
		{ "circle of parents was opened at its earliest call",
		    "circles of parents were opened at their earliest calls" },
		{ "call ends before it begins", "calls end before they begin" },
	};
	const struct trace_model *other = c->other.model;
	for (size_t i = 0; i < TRACE_NOTES; i++)
		say(c, c->model->noted[i] + (other ? other->noted[i] : 0), notes[i][0],
		    notes[i][1]);
	say(c, c->model->apart + (other ? other->apart : 0),
	    "call without a trace id names a call that several traces have, and belongs to none",
	    "calls without a trace id name calls that several traces have, and belong to none");
	say(c, c->model->repeated + (other ? other->repeated : 0),
	    "record is the copy of another one, and was left out",
	    "records are copies of others, and were left out");
	say(c, c->model->elsewhere,
	    "answer of a model is in an earlier session, too, and its tokens are counted only there",
	    "answers of models are in earlier sessions, too, and their tokens are counted only there");
	say(c, c->without, "record describes a process, thread or document that has no calls",
	    "records describe processes, threads or documents that have no calls");
	say_unknown(c, c->import);
	if (c->other.import)
		say_unknown(c, c->other.import);
	say_foreign(c);
}
