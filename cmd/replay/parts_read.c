/* SPDX-License-Identifier: MIT */
#include "cmd/replay/parts_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/cli/status.h"
#include "plan/time_rules.h"
#include "replay/slice_pack.h"

/* One operand of the run: stretches that follow one another. */
struct span {
	unsigned input;
	size_t first; /* the number of the first of them */
	bool own;
};

struct reader {
	const struct parts_reading *what;
	struct encode_options others; /* the window, for stretches of other slices */
	struct settings settings;
	struct span *span;
	struct settings_range *range;
	size_t spans, cap, range_cap;
	struct replay_part *account;
	size_t at; /* the span whose account it is; `spans`: none */
	struct buf piece;
	struct source_frames frames; /* of packed files: those of the ranges are read */
	int64_t *rest;               /* by stretch: the earliest time in those needed from it on */
	size_t stretch;              /* the one that is being read */
	int64_t until_ns;            /* what `ready` was told last */
	int ready;                   /* what it returned, unless 0 */
};

/* ---- what to read --------------------------------------------------------------------------- */

static bool
is_own(const struct reader *r, const struct parts_stretch *s)
{
	return r->what->writer && s->slice == r->what->slice;
}

static bool
is_needed(const struct reader *r, const struct parts_stretch *s)
{
	const struct slice_window *w = &r->what->window;
	if (s->passed)
		return false;
	if (is_own(r, s))
		return true;
	return s->earliest <= s->latest && s->latest >= w->from_ns &&
	       (s->earliest < w->until_ns || w->until_ns == INT64_MAX) && w->from_ns < w->until_ns;
}

static void
add_stretch(struct reader *r, size_t i)
{
	const struct parts_plan *p = r->what->plan;
	const struct parts_stretch *s = &p->stretch[i];
	const bool own = is_own(r, s);
	const size_t last = r->spans - 1;
	if (r->spans > 0 && r->span[last].input == s->input && r->span[last].own == own &&
	    r->range[last].end == s->offset) {
		r->range[last].end = s->end;
		return;
	}
	r->span = mem_grow(r->span, &r->cap, r->spans + 1, sizeof(*r->span));
	r->range = mem_grow(r->range, &r->range_cap, r->spans + 1, sizeof(*r->range));
	r->span[r->spans] = (struct span){ s->input, i, own };
	r->range[r->spans++] = (struct settings_range){ .offset = s->offset,
		.lines = s->lines,
		.end = s->end,
		.is_lines = p->input[s->input].is_lines };
}

static void
plan_reading(struct reader *r)
{
	const struct parts_plan *p = r->what->plan;
	struct command *c = r->what->attempt->command;
	r->rest = mem_zalloc(p->stretches + 1, sizeof(*r->rest));
	r->rest[p->stretches] = INT64_MAX - 1;
	for (size_t i = p->stretches; i-- > 0;) {
		const struct parts_stretch *s = &p->stretch[i];
		r->rest[i] = r->rest[i + 1];
		if (is_needed(r, s) && s->earliest < r->rest[i])
			r->rest[i] = s->earliest;
	}
	for (size_t i = 0; i < p->stretches; i++)
		if (is_needed(r, &p->stretch[i]))
			add_stretch(r, i);
	r->settings = c->settings;
	r->settings.operands = r->spans;
	r->settings.operand = arena_zalloc(&c->arena, r->spans + 1, sizeof(char *));
	for (size_t i = 0; i < r->spans; i++)
		r->settings.operand[i] = c->settings.operand[r->span[i].input];
	r->settings.range = r->range;
	r->settings.output = r->settings.rejects = NULL;
	r->settings.zstd_level = OUT_PLAIN;
	r->settings.stats = r->settings.fail_fast = false;
}

bool
parts_time_rules(struct attempt *a)
{
	unsigned char other[TIME_RULES];
	plan_time_rules(a->documents.plan, a->rules);
	if (!a->documents.own.plan)
		return true;
	plan_time_rules(a->documents.own.plan, other);
	if (memcmp(other, a->rules, TIME_RULES) == 0)
		return true;
	memset(a->rules, 0, TIME_RULES); /* no index is of both */
	return false;
}

/* ---- reading -------------------------------------------------------------------------------- */

struct worker_intakes {
	struct reader *reader;
	struct replay_intake *own, *others;
};

static void *
intakes_new(void *program)
{
	struct reader *r = program;
	struct worker_intakes *w = mem_zalloc(1, sizeof(*w));
	w->reader = r;
	w->own = slice_intake_new(r->what->replay, NULL);
	w->others = slice_intake_new(r->what->replay, &r->others);
	return w;
}

static void
intakes_free(void *worker)
{
	struct worker_intakes *w = worker;
	replay_intake_free(w->own);
	replay_intake_free(w->others);
	free(w);
}

static void *
part_new(void *program)
{
	return replay_part_new(((struct reader *)program)->what->replay);
}

static void
part_free(void *part)
{
	replay_part_free(part);
}

static void
note_reject(void *context, uint64_t line, const struct replay_reject *why)
{
	struct batch *b = context;
	struct text raw = { why->line.p, why->line.n };
	if (why->apart)
		raw = arena_text(&b->arena, raw);
	batch_reject(b, line, &why->why, raw);
}

static void
drop_reject(void *context, uint64_t line, const struct replay_reject *why)
{
	(void)context, (void)line, (void)why;
}

static void
work(void *worker, const struct block *b, struct batch *out)
{
	struct worker_intakes *w = worker;
	const struct span *span = &w->reader->span[b->input];
	out->lines = replay_add(span->own ? w->own : w->others, out->part, span->input,
	    b->first_line, b->p, b->n, b->index, span->own ? note_reject : drop_reject, out);
}

static void
too_long(void *worker, struct batch *out)
{
	(void)worker;
	replay_add_too_long(out->part);
}

/* ---- counting ------------------------------------------------------------------------------- */

static void
put_piece(struct reader *r, char letter)
{
	struct run *run = &r->what->attempt->run;
	struct err e;
	if (!run->stopped && slice_put(r->what->writer, letter, buf_as_text(&r->piece), &e) < 0)
		run_stop(run, "%s: %s", r->what->attempt->request->parts, e.text);
}

/* Writes the account of the span that was read. */
static void
leave_span(struct reader *r)
{
	if (r->at == r->spans)
		return;
	r->piece.n = 0;
	pack_number(&r->piece, r->span[r->at].first);
	slice_account_put(&r->piece, r->what->replay, r->account);
	put_piece(r, PIECE_ACCOUNT);
	r->at = r->spans;
}

static void
enter_span(struct reader *r, size_t span)
{
	if (r->at == span)
		return;
	leave_span(r);
	if (r->span[span].own)
		r->at = span;
}

static void
take_reject(
    void *program, const struct source_item *item, uint64_t line, const struct batch_reject *reject)
{
	struct reader *r = program;
	struct buf *b = &r->piece;
	enter_span(r, item->input);
	if (!r->span[item->input].own)
		return;
	b->n = 0;
	pack_number(b, r->span[item->input].first);
	pack_number(b, line);
	pack_number(b, reject->too_long);
	pack_number(b, reject->why.code);
	pack_number(b, reject->why.column);
	pack_text(b, reject->why.field);
	pack_text(b, reject->why.error);
	pack_text(b, reject->raw);
	put_piece(r, PIECE_REJECT);
}

int
parts_get_stretch(struct text *piece, uint64_t *stretch)
{
	return unpack_checked(piece, stretch);
}

int
parts_get_reject(struct text *piece, struct parts_reject *out)
{
	uint64_t code, column;
	if (unpack_checked(piece, &out->line) < 0 || unpack_checked(piece, &out->too_long) < 0 ||
	    unpack_checked(piece, &code) < 0 || code >= REJECT_CODES ||
	    unpack_checked(piece, &column) < 0 || unpack_text(piece, &out->why.field) < 0 ||
	    unpack_text(piece, &out->why.error) < 0)
		return -1;
	out->why.code = (enum reject_code)code;
	out->why.column = (size_t)column;
	return unpack_text(piece, &out->raw);
}

/* Reports which events have been read. */
static int
tell_ready(struct reader *r, unsigned input, uint64_t end)
{
	const struct parts_plan *p = r->what->plan;
	while (r->stretch < p->stretches &&
	       (p->stretch[r->stretch].input < input ||
		   (p->stretch[r->stretch].input == input && p->stretch[r->stretch].end <= end)))
		r->stretch++;
	if (r->rest[r->stretch] <= r->until_ns)
		return 0;
	r->until_ns = r->rest[r->stretch];
	r->ready = r->what->ready(r->what->context, r->until_ns);
	if (r->ready == 0)
		return 0;
	r->what->attempt->run.stopped = true;
	return -1;
}

static int
join(void *program, void *part, const struct run_turn *turn)
{
	struct reader *r = program;
	struct err e;
	const struct span *span = &r->span[turn->item->input];
	const struct replay_place at = { span->input, turn->lines, turn->item->end };
	enter_span(r, turn->item->input);
	if (slice_join(r->what->replay, part, &at, span->own ? r->account : NULL, &e) < 0)
		return run_stop(&r->what->attempt->run, "%s: %s", turn->item->file, e.text);
	if (slice_split(r->account) > 0)
		return run_stop(&r->what->attempt->run, "%s: the two plans read different times",
		    turn->item->file);
	if (r->what->attempt->run.stopped)
		return -1;
	return tell_ready(r, span->input, turn->item->end);
}

static int
run(struct reader *r)
{
	struct attempt *a = r->what->attempt;
	const bool log_lines = a->documents.plan->runtime.layout.lines > 0;
	r->frames.rules = parts_time_rules(a) ? a->rules : NULL;
	const struct run_stage stage = { .program = r,
		.frames = r->frames.rules ? &r->frames : NULL,
		.worker_new = intakes_new,
		.worker_free = intakes_free,
		.part_new = part_new,
		.part_free = part_free,
		.settle = join,
		.work = work,
		.too_long = too_long,
		.rejected = take_reject,
		.arrays = a->documents.plan->arrays,
		.unindexed = true,
		.documents = !log_lines };
	if (run_begin(&a->run, &r->settings) < 0)
		return -1;
	if (r->spans > 0)
		run_inputs(&a->run, &stage);
	leave_span(r);
	a->run.books = (struct books){ 0 };
	const int status = run_end(&a->run, NULL, NULL);
	return r->ready != 0 ? r->ready : status == EXIT_WORKED ? 0 : -1;
}

int
parts_read(const struct parts_reading *what)
{
	struct reader r = { .what = what, .others = slice_options(what->replay) };
	plan_reading(&r);
	r.at = r.spans;
	r.until_ns = INT64_MIN;
	r.account = replay_part_new(what->replay);
	const int result = run(&r);
	replay_part_free(r.account);
	buf_free(&r.piece);
	free(r.span);
	free(r.range);
	free(r.rest);
	return result;
}
