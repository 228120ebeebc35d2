/* SPDX-License-Identifier: MIT */
#include "cmd/replay/parts_cut.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/source.h"
#include "cmd/cli/status.h"
#include "cmd/replay/parts_cut_private.h"
#include "cmd/replay/parts_read.h"
#include "cmd/replay/replay_options.h"
#include "cmd/replay/state_file.h"
#include "encode/encode.h"
#include "io/time_index.h"
#include "state/fold.h"
#include "time/stamp.h"

/*
 * One pass over all inputs reads the time of each record and nothing else.  It finds stretches of
 * each input with the earliest and the latest time in them, and a sample of all times, at whose
 * quantiles the slices are cut.  Memory is bounded: beyond PARTS_SAMPLE times, every second one is
 * dropped, and stretches are longer for longer inputs.
 */
#define STRETCH_MIN ((uint64_t)4 << 10) /* bytes */
#define STRETCH_MAX ((uint64_t)4 << 20)
#define STRETCHES_MOST 16384
#define STRETCHES_PER_SLICE 64

/* ---- a block -------------------------------------------------------------------------------- */

struct cut_worker {
	struct cut *cut;
	struct encoder *encoder[SIDES]; /* the baseline's may be NULL */
};

/* What is found in a block. */
struct cut_part {
	struct parts_stretch *piece;
	size_t pieces, cap;
	int64_t *time;
	size_t times, time_cap;
	uint64_t split; /* the line with two times, from 1; 0: none */
};

static void *
worker_new(void *program)
{
	struct cut *cut = program;
	struct cut_worker *w = mem_zalloc(1, sizeof(*w));
	w->cut = cut;
	w->encoder[CANDIDATE] = encoder_new(&cut->times[CANDIDATE], &cut->window);
	if (cut->attempt->documents.own.plan)
		w->encoder[BASELINE] = encoder_new(&cut->times[BASELINE], &cut->window);
	return w;
}

static void
worker_free(void *worker)
{
	struct cut_worker *w = worker;
	encoder_free(w->encoder[CANDIDATE]);
	encoder_free(w->encoder[BASELINE]);
	free(w);
}

static void *
part_new(void *program)
{
	(void)program;
	return mem_zalloc(1, sizeof(struct cut_part));
}

static void
part_free(void *part)
{
	struct cut_part *p = part;
	if (!p)
		return;
	free(p->piece);
	free(p->time);
	free(p);
}

static void
begin_piece(struct cut_part *p, unsigned input, uint64_t offset, uint64_t lines)
{
	p->piece = mem_grow(p->piece, &p->cap, p->pieces + 1, sizeof(*p->piece));
	p->piece[p->pieces++] = (struct parts_stretch){ .input = input,
		.offset = offset,
		.lines = lines,
		.earliest = INT64_MAX,
		.latest = INT64_MIN };
}

static void
note_time(const struct cut *cut, struct cut_part *p, const struct encoded *e)
{
	struct parts_stretch *s = &p->piece[p->pieces - 1];
	if (!e->timed || e->at_ns < cut->from_ns ||
	    (e->at_ns >= cut->to_ns && cut->to_ns != INT64_MAX))
		return;
	if (s->earliest > e->at_ns)
		s->earliest = e->at_ns;
	if (s->latest < e->at_ns)
		s->latest = e->at_ns;
	p->time = mem_grow(p->time, &p->time_cap, p->times + 1, sizeof(*p->time));
	p->time[p->times++] = e->at_ns;
}

/* Does the record begin a line at which a new piece may begin? */
static bool
begins_piece(
    const struct cut *cut, const struct block *b, const struct cut_part *p, const struct encoded *e)
{
	const char *line = e->line.p;
	const bool document = b->index && b->index->cut;
	if (document || e->same_line || e->apart || !line || line <= b->p || line >= b->p + b->n ||
	    line[-1] != '\n')
		return false;
	return b->offset + (uint64_t)(line - b->p) - p->piece[p->pieces - 1].offset >= cut->length;
}

static void
work(void *worker, const struct block *b, struct batch *out)
{
	struct cut_worker *w = worker;
	struct cut_part *p = out->part;
	struct json_pos pos = { 0 }, before = { 0 };
	struct encoded e, was;
	const bool document = b->index && b->index->cut;
	begin_piece(p, b->input, b->offset, 0);
	for (;;) {
		const enum encode_result what =
		    encode_next(w->encoder[CANDIDATE], b->p, b->n, b->index, &pos, &e);
		if (w->encoder[BASELINE])
			encode_next(w->encoder[BASELINE], b->p, b->n, b->index, &before, &was);
		if (what == ENCODE_END)
			return;
		if (begins_piece(w->cut, b, p, &e))
			begin_piece(
			    p, b->input, b->offset + (uint64_t)(e.line.p - b->p), out->lines);
		out->lines += !e.same_line;
		if (what == ENCODE_BLANK)
			continue;
		note_time(w->cut, p, &e);
		if (w->encoder[BASELINE] && what != ENCODE_BLANK) {
			note_time(w->cut, p, &was);
			if (e.timed && was.timed && e.at_ns != was.at_ns && p->split == 0)
				p->split = out->lines;
		}
		if (what == ENCODE_REJECTED && document)
			batch_reject(out, out->lines, &e.why, (struct text){ e.line.p, e.line.n });
	}
}

/* ---- all blocks ----------------------------------------------------------------------------- */

static void
ignore_reject(
    void *program, const struct source_item *item, uint64_t line, const struct batch_reject *reject)
{
	(void)program, (void)item, (void)line, (void)reject;
}

/* Adds a piece to the stretch before it, or makes it a new one. */
static void
add_piece(struct cut *cut, const struct parts_stretch *piece, bool join)
{
	struct parts_plan *p = cut->plan;
	struct parts_stretch *last = p->stretches > 0 ? &p->stretch[p->stretches - 1] : NULL;
	if (last && last->input == piece->input &&
	    (join || piece->offset - last->offset < cut->length)) {
		if (last->earliest > piece->earliest)
			last->earliest = piece->earliest;
		if (last->latest < piece->latest)
			last->latest = piece->latest;
		return;
	}
	const bool begins = !last || last->input != piece->input;
	p->stretch = mem_grow(p->stretch, &cut->cap, p->stretches + 1, sizeof(*p->stretch));
	p->stretch[p->stretches] = *piece;
	if (begins)
		p->stretch[p->stretches].offset = p->stretch[p->stretches].lines = 0;
	p->stretches++;
}

static int
join(void *program, void *part, const struct run_turn *turn)
{
	struct cut *cut = program;
	struct cut_part *p = part;
	const unsigned input = cut->number[turn->item->input];
	const struct parts_stretch none = { .input = input,
		.offset = cut->decoded[input],
		.lines = turn->lines,
		.earliest = INT64_MAX,
		.latest = INT64_MIN };
	bool *is_lines = &cut->plan->input[input].is_lines;
	if (turn->item->block.p || turn->item->block.too_long)
		*is_lines = turn->item->block.framing == FRAMING_LINES;
	for (size_t i = 0; i < p->pieces; i++) {
		p->piece[i].lines += turn->lines;
		p->piece[i].input = input;
		add_piece(cut, &p->piece[i], !*is_lines);
	}
	if (p->pieces == 0)
		add_piece(cut, &none, true);
	for (size_t i = 0; i < p->times; i++)
		parts_sample(cut, p->time[i]);
	if (p->split > 0 && !cut->split) {
		cut->split = true;
		cut->split_input = input;
		cut->split_line = turn->lines + p->split;
	}
	cut->decoded[input] = turn->item->end;
	p->pieces = p->times = 0;
	p->split = 0;
	return 0;
}

/* The stretches of packed and of other inputs were found apart. */
static int
cmp_stretch(const void *a, const void *b)
{
	const struct parts_stretch *x = a, *y = b;
	if (x->input != y->input)
		return x->input < y->input ? -1 : 1;
	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* ---- the slices ----------------------------------------------------------------------------- */

static int
cmp_time(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

/* after_ns: with --state, the first slice must have all events that are not later than it. */
static void
choose_cuts(struct cut *cut, int64_t after_ns)
{
	struct parts_plan *p = cut->plan;
	const size_t n = cut->samples;
	p->cut = arena_zalloc(&cut->attempt->command->arena, p->slices, sizeof(*p->cut));
	if (n > 0)
		qsort(cut->sample, n, sizeof(*cut->sample), cmp_time);
	for (uint64_t i = 0; i + 1 < p->slices; i++) {
		int64_t at_ns =
		    n > 0 ? cut->sample[(size_t)((unsigned __int128)n * (i + 1) / p->slices)] : 0;
		if (after_ns > INT64_MIN && stamp_sub(at_ns, p->ttl_ns) <= after_ns)
			at_ns = stamp_add(stamp_add(after_ns, 1), p->ttl_ns);
		p->cut[i] = at_ns < INT64_MAX ? at_ns : INT64_MAX - 1;
	}
}

/* Returns the slice that a time is in. */
static uint64_t
slice_at(const struct parts_plan *p, int64_t at_ns)
{
	uint64_t low = 0, high = p->slices - 1;
	while (low < high) {
		const uint64_t middle = (low + high) / 2;
		if (p->cut[middle] <= at_ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Gives each stretch to a slice that needs it anyway. */
static void
share_out(struct parts_plan *p)
{
	for (size_t i = 0; i < p->stretches; i++) {
		struct parts_stretch *s = &p->stretch[i];
		const bool follows = i > 0 && p->stretch[i - 1].input == s->input;
		if (follows)
			p->stretch[i - 1].end = s->offset;
		s->end = UINT64_MAX;
		s->slice = follows ? p->stretch[i - 1].slice : 0;
		if (s->earliest > s->latest)
			continue;
		const uint64_t first = slice_at(p, s->earliest), last = slice_at(p, s->latest);
		s->slice = first + i % (last - first + 1);
	}
}

/* An input that is compressed is read from its beginning for every stretch.  If that would be too
 * often, all of it becomes one stretch. */
static void
limit_stretches(struct cut *cut)
{
	struct parts_plan *p = cut->plan;
	size_t kept = 0;
	for (size_t i = 0, end; i < p->stretches; i = end) {
		const unsigned input = p->stretch[i].input;
		size_t changes = 0;
		for (end = i + 1; end < p->stretches && p->stretch[end].input == input; end++)
			changes += p->stretch[end].slice != p->stretch[end - 1].slice;
		const bool whole = !cut->packed[input] &&
				   cut->decoded[input] != p->input[input].bytes &&
				   changes > 2 * p->slices;
		for (size_t k = i; k < end; k++) {
			struct parts_stretch *to =
			    &p->stretch[k == i || !whole ? kept++ : kept - 1];
			const struct parts_stretch s = p->stretch[k];
			if (k == i || !whole) {
				*to = s;
				continue;
			}
			to->end = s.end;
			to->earliest = to->earliest < s.earliest ? to->earliest : s.earliest;
			to->latest = to->latest > s.latest ? to->latest : s.latest;
		}
	}
	p->stretches = kept;
}

/* Finds the latest time of --state. */
static int
look_at_state(struct attempt *a, int64_t *latest_ns)
{
	struct buf image = { 0 };
	struct err e;
	*latest_ns = INT64_MIN;
	if (!a->request->state_path)
		return 0;
	int result = state_file_read(a->request->state_path, &image, &e);
	if (result == 0)
		result = fold_latest(buf_as_text(&image), latest_ns, &e);
	buf_free(&image);
	if (result < 0)
		command_fail(a->command, "%s: %s", a->request->state_path, e.text);
	return result < 0 ? -1 : 0;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static void
begin_cut(struct cut *cut, struct attempt *a, struct parts_plan *p)
{
	const struct documents *d = &a->documents;
	const struct replay_options o = replay_options_of(a);
	uint64_t total = 0;
	*cut = (struct cut){ .attempt = a, .plan = p, .stride = 1 };
	/* no time is in this window, so events are read no further than to their times */
	cut->window =
	    (struct encode_options){ .tenant = o.tenant, .from_ns = INT64_MAX, .to_ns = INT64_MIN };
	cut->times[CANDIDATE] = *d->plan;
	cut->times[BASELINE] = d->own.plan ? *d->own.plan : *d->plan;
	for (unsigned side = 0; side < SIDES; side++)
		cut->times[side].count = cut->times[side].runtime.identities = 0;
	cut->from_ns = o.warmup_ns == INT64_MAX || o.from_ns == INT64_MIN
			   ? INT64_MIN
			   : stamp_sub(o.from_ns, o.warmup_ns);
	cut->to_ns = o.to_ns;
	cut->sample = mem_zalloc(PARTS_SAMPLE, sizeof(*cut->sample));
	cut->decoded = mem_zalloc(p->inputs + 1, sizeof(*cut->decoded));
	cut->packed = mem_zalloc(p->inputs + 1, sizeof(*cut->packed));
	cut->number = mem_zalloc(p->inputs + 1, sizeof(*cut->number));
	for (size_t i = 0; i < p->inputs; i++)
		total += p->input[i].bytes;
	cut->length = total / (STRETCHES_PER_SLICE * p->slices);
	cut->length = cut->length < STRETCH_MIN   ? STRETCH_MIN
		      : cut->length > STRETCH_MAX ? STRETCH_MAX
						  : cut->length;
	if (cut->length < total / STRETCHES_MOST)
		cut->length = total / STRETCHES_MOST;
}

/* Sets the operands to those inputs that must be read. */
static void
choose_inputs(struct cut *cut, struct settings *plain)
{
	struct attempt *a = cut->attempt;
	const bool index = !plain->no_index;
	parts_time_rules(a);
	plain->operand =
	    arena_zalloc(&a->command->arena, plain->operands + 1, sizeof(*plain->operand));
	plain->operands = 0;
	for (size_t i = 0; i < cut->plan->inputs; i++) {
		cut->packed[i] = index && parts_take_index(cut, (unsigned)i);
		if (cut->packed[i])
			continue;
		cut->number[plain->operands] = (unsigned)i;
		plain->operand[plain->operands++] = a->settings->operand[i];
	}
}

static int
read_times(struct cut *cut)
{
	struct attempt *a = cut->attempt;
	const bool log_lines = a->documents.plan->runtime.layout.lines > 0;
	/* a range could use an index; why it does not is said */
	cut->frames = (struct source_frames){ a->rules, INT64_MIN, INT64_MAX, NULL, NULL };
	const struct run_stage stage = { .program = cut,
		.frames = settings_has_range(a->settings) ? &cut->frames : NULL,
		.worker_new = worker_new,
		.worker_free = worker_free,
		.part_new = part_new,
		.part_free = part_free,
		.settle = join,
		.work = work,
		.rejected = ignore_reject,
		.arrays = a->documents.plan->arrays,
		.unindexed = true,
		.documents = !log_lines };
	struct settings plain = *a->settings;
	choose_inputs(cut, &plain);
	if (plain.operands == 0)
		return 0;
	plain.output = plain.rejects = NULL;
	plain.zstd_level = OUT_PLAIN;
	plain.stats = plain.fail_fast = false;
	if (run_begin(&a->run, &plain) < 0)
		return -1;
	run_inputs(&a->run, &stage);
	cut->plan->bytes_in += a->run.bytes_in;
	a->run.books = (struct books){ 0 };
	return run_end(&a->run, NULL, NULL) == EXIT_WORKED ? 0 : -1;
}

int
parts_cut(struct attempt *a, struct parts_plan *p)
{
	struct cut cut;
	int64_t after_ns;
	begin_cut(&cut, a, p);
	int result = look_at_state(a, &after_ns);
	if (result == 0)
		result = read_times(&cut);
	if (result == 0 && cut.split) {
		command_fail(a->command,
		    "%s:%" PRIu64
		    ": the two plans read different times in this line; such a comparison cannot "
		    "be cut into slices; run it without --slices",
		    p->input[cut.split_input].name.p, cut.split_line);
		result = -1;
	}
	if (result == 0) {
		if (p->stretches > 1)
			qsort(p->stretch, p->stretches, sizeof(*p->stretch), cmp_stretch);
		choose_cuts(&cut, after_ns);
		share_out(p);
		limit_stretches(&cut);
	}
	free(cut.sample);
	free(cut.decoded);
	free(cut.packed);
	free(cut.number);
	return result;
}
