/* SPDX-License-Identifier: MIT */
#include "cmd/replay/parts_merge.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/run_settle.h"
#include "cmd/replay/outputs.h"
#include "cmd/replay/parts_phase.h"
#include "cmd/replay/parts_read.h"
#include "replay/slice.h"
#include "state/fold.h"
#include "state/save.h"

/* ---- accepting ------------------------------------------------------------------------------ */

/* What a part says of its states. */
struct verdict_of {
	struct buf began, exactly, left;
};

static void
verdict_free(struct verdict_of *v)
{
	buf_free(&v->began);
	buf_free(&v->exactly);
	buf_free(&v->left);
}

/* Reads all of a part, so that it is known to be whole. */
static int
look_at(struct attempt *a, const struct parts_plan *p, uint64_t slice, struct verdict_of *v)
{
	const char *path = parts_path(a->command, "part", slice);
	const struct slice_mark mark = parts_mark(p, "part", slice);
	struct slice_reader r;
	struct text piece;
	struct err e;
	char letter;
	*v = (struct verdict_of){ .began = { 0 } };
	int more = slice_open(&r, path, &mark, &e);
	if (more == 0)
		more = 1;
	while (more > 0 && (more = slice_next(&r, &letter, &piece, &e)) > 0) {
		if (letter == PIECE_BEGAN)
			buf_text(&v->began, piece);
		else if (letter == PIECE_BEGAN_EXACTLY)
			buf_text(&v->exactly, piece);
		else if (letter == PIECE_LEFT)
			buf_text(&v->left, piece);
	}
	slice_close(&r);
	if (more < 0)
		command_fail(a->command, "%s: %s; run --decide %" PRIu64, path, e.text, slice);
	return more;
}

/* Reads all of a summary, so that it is known to be whole. */
static int
check_summary(struct attempt *a, const struct parts_plan *p, uint64_t slice)
{
	struct parts_states states;
	const int result = parts_states_read(a, p, "summary", slice, &states);
	parts_states_free(&states);
	return result;
}

/* Has the part to be decided from what the one before left? */
static int
decide_again(struct attempt *a, const struct parts_plan *p, uint64_t slice, struct buf *again)
{
	struct parts_states left;
	if (parts_states_read(a, p, "part", slice - 1, &left) < 0)
		return -1;
	const int result = parts_start_write(a, p, slice, &left);
	parts_states_free(&left);
	buf_printf(again, "%" PRIu64 "\n", slice);
	return result;
}

/* The start of an accepted part must be the one that it was decided from, because a StateRebuild is
 * corrected with it. */
static int
check_start(
    struct attempt *a, const struct parts_plan *p, uint64_t slice, const struct verdict_of *part)
{
	struct parts_states start;
	struct buf exactly = { 0 };
	if (a->request->type != JOB_STATE_REBUILD)
		return 0;
	if (parts_states_read(a, p, "start", slice, &start) < 0)
		return -1;
	parts_states_sha256(&start, &exactly);
	const bool same = text_eq(buf_as_text(&exactly), buf_as_text(&part->exactly));
	parts_states_free(&start);
	buf_free(&exactly);
	if (!same)
		command_fail(a->command,
		    "%s: was not decided from %s, which has changed since; run --decide %" PRIu64,
		    parts_path(a->command, "part", slice), parts_path(a->command, "start", slice),
		    slice);
	return same ? 0 : -1;
}

int
parts_accept(struct attempt *a, const struct parts_plan *p, struct buf *again)
{
	mem_expect_much();
	struct verdict_of before = { .began = { 0 } }, part;
	int result = 0;
	for (uint64_t k = 0; result == 0 && k < p->slices; k++) {
		result = look_at(a, p, k, &part);
		if (result == 0)
			result = check_summary(a, p, k);
		if (result < 0 || p->lead_ns >= 0)
			; /* without summaries, it began empty and early enough */
		else if (k > 0 && !text_eq(buf_as_text(&before.left), buf_as_text(&part.began)))
			result = decide_again(a, p, k, again);
		else
			result = check_start(a, p, k, &part);
		verdict_free(&before);
		before = part;
	}
	verdict_free(&before);
	return result < 0 ? -1 : again->n > 0;
}

/* ---- what reading counted ------------------------------------------------------------------- */

/* A summary, with the piece that is next. */
struct summary {
	struct slice_reader reader;
	bool open;
	int more; /* as of slice_next */
	char letter;
	uint64_t stretch;
	struct text piece;
};

static int
stop(struct attempt *a, const char *kind, uint64_t slice, const struct err *e)
{
	return run_stop(&a->run, "%s: %s", parts_path(a->command, kind, slice), e->text);
}

/* Goes to the next account or reject. */
static int
advance(struct summary *s, struct err *e)
{
	do
		s->more = slice_next(&s->reader, &s->letter, &s->piece, e);
	while (s->more > 0 && s->letter != PIECE_ACCOUNT && s->letter != PIECE_REJECT);
	if (s->more == 0)
		slice_close(&s->reader);
	if (s->more > 0 && parts_get_stretch(&s->piece, &s->stretch) < 0)
		return err_set(e, "is damaged");
	return s->more < 0 ? -1 : 0;
}

static int
open_summary(struct attempt *a, uint64_t slice, struct summary *s, struct err *e)
{
	const struct slice_mark mark = parts_mark(a->merged, "summary", slice);
	s->open = true;
	if (slice_open(&s->reader, parts_path(a->command, "summary", slice), &mark, e) < 0)
		return -1;
	return advance(s, e);
}

/* Names, keeps and counts a reject, as a run does that reads the input. */
static int
settle_reject(struct attempt *a, unsigned input, struct text piece, struct err *e)
{
	const struct run_stage stage = { .program = a };
	const char *name = a->settings->operand[input];
	const struct source_item item = {
		.file = name, .input = input, .block = { .framing = FRAMING_DOCUMENT }
	};
	struct parts_reject it;
	if (parts_get_reject(&piece, &it) < 0)
		return err_set(e, "is damaged");
	struct batch_reject reject = { .note = BATCH_REJECTED,
		.why = it.why,
		.raw = it.raw,
		.line = it.line,
		.too_long = it.too_long,
		.books = { .in = 1, .rejected = 1 } };
	struct batch batch = { .books = reject.books, .reject = &reject, .rejects = 1 };
	e->text[0] = 0;
	return run_settle(&a->run, &stage, &item, &batch);
}

/* Takes what the summary has of a stretch. */
static int
take_stretch(struct attempt *a, struct summary *s, uint64_t stretch, struct err *e)
{
	const unsigned input = a->merged->stretch[stretch].input;
	while (s->more > 0 && s->stretch == stretch) {
		if (s->letter == PIECE_REJECT) {
			if (settle_reject(a, input, s->piece, e) < 0)
				return -1;
		} else if (slice_account_join(&s->piece, a->replay) < 0 || s->piece.n > 0) {
			return err_set(e, "is damaged");
		}
		if (advance(s, e) < 0)
			return -1;
	}
	return 0;
}

int
parts_take_in(struct attempt *a)
{
	const struct parts_plan *p = a->merged;
	struct summary *s = mem_zalloc(p->slices, sizeof(*s));
	struct err e = { 0 };
	int result = 0;
	for (uint64_t i = 0; result == 0 && i < p->stretches; i++) {
		const uint64_t slice = p->stretch[i].slice;
		if (p->stretch[i].passed) {
			slice_pass(a->replay, p->stretch[i].records);
			continue;
		}
		if (!s[slice].open)
			result = open_summary(a, slice, &s[slice], &e);
		if (result == 0)
			result = take_stretch(a, &s[slice], i, &e);
		if (result < 0 && e.text[0])
			stop(a, "summary", slice, &e);
	}
	for (uint64_t k = 0; k < p->slices; k++)
		if (s[k].open)
			slice_close(&s[k].reader);
	free(s);
	a->run.books.in = replay_counts(a->replay)->in;
	a->run.bytes_in = p->bytes_in;
	return result;
}

/* ---- what was decided ----------------------------------------------------------------------- */

static int
take_piece(struct attempt *a, char letter, struct text piece, struct err *e)
{
	e->text[0] = 0;
	if (letter == PIECE_DECISIONS)
		return run_put(&a->run, piece);
	if (letter == PIECE_CHANGES && a->changes)
		return outputs_put_change(a, piece);
	if (letter == PIECE_TALLY && (slice_tally_join(&piece, a->replay) < 0 || piece.n > 0))
		return err_set(e, "is damaged");
	return 0;
}

static int
put_part(struct attempt *a, uint64_t slice)
{
	const struct slice_mark mark = parts_mark(a->merged, "part", slice);
	struct slice_reader r;
	struct text piece;
	struct err e;
	char letter;
	int more = slice_open(&r, parts_path(a->command, "part", slice), &mark, &e);
	if (more == 0)
		more = 1;
	while (more > 0 && (more = slice_next(&r, &letter, &piece, &e)) > 0)
		if (take_piece(a, letter, piece, &e) < 0)
			more = -1;
	slice_close(&r);
	return more < 0 && e.text[0] ? stop(a, "part", slice, &e) : more;
}

/* Makes the state that a StateRebuild leaves: each part's, corrected by what the one before it
 * left. */
static int
correct_states(struct attempt *a, struct buf *right, struct err *e)
{
	const struct parts_plan *p = a->merged;
	for (uint64_t k = 0; k < p->slices; k++) {
		struct parts_states left, start;
		struct buf corrected = { 0 };
		int result = parts_states_read(a, p, "part", k, &left);
		if (result < 0)
			return -1;
		if (k == 0) {
			buf_text(right, buf_as_text(&left.image[0]));
			parts_states_free(&left);
			continue;
		}
		result = parts_states_read(a, p, "start", k, &start);
		if (result == 0) {
			const struct fold_stretch stretch = { .left = buf_as_text(&left.image[0]),
				.assumed = buf_as_text(&start.image[0]),
				.right = buf_as_text(right),
				.from_ns = parts_times(p, k).start_ns };
			result = fold_correct(&stretch, random_key(), &corrected, e);
		}
		parts_states_free(&left);
		parts_states_free(&start);
		buf_free(right);
		*right = corrected;
		if (result < 0)
			return -1;
	}
	return 0;
}

static int
rebuild(struct attempt *a)
{
	struct buf right = { 0 };
	struct position position;
	struct err e = { 0 };
	int result = correct_states(a, &right, &e);
	if (result == 0)
		result = state_restore(replay_state(a->replay, 0), buf_as_text(&right), &position,
		    &a->command->arena, &e);
	buf_free(&right);
	return result < 0 ? run_stop(&a->run, "%s: %s", a->request->parts,
				e.text[0] ? e.text : "the states cannot be put together")
			  : 0;
}

int
parts_put(struct attempt *a)
{
	for (uint64_t k = 0; k < a->merged->slices; k++)
		if (put_part(a, k) < 0)
			return -1;
	return a->request->type == JOB_STATE_REBUILD ? rebuild(a) : 0;
}
