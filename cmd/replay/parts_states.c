/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "base/sha256.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/status.h"
#include "cmd/replay/parts_phase.h"
#include "cmd/replay/replay_options.h"
#include "cmd/replay/state_file.h"
#include "state/fold.h"
#include "state/save.h"

static const struct slice_window no_window = { INT64_MIN, INT64_MAX };

/* Says what to do if a file is not there, or is of no use. */
static int
fail(struct attempt *a, const struct parts_plan *p, const char *kind, uint64_t slice,
    const struct err *e)
{
	const char *path = parts_path(a->command, kind, slice);
	const bool summary = strcmp(kind, "summary") == 0 && p->lead_ns < 0;
	if (strcmp(kind, "start") == 0)
		command_fail(a->command, "%s: %s; run --fold", path, e->text);
	else
		command_fail(a->command, "%s: %s; run --%s %" PRIu64, path, e->text,
		    summary ? "summarise" : "decide", slice);
	return -1;
}

int
parts_states_read(struct attempt *a, const struct parts_plan *p, const char *kind, uint64_t slice,
    struct parts_states *s)
{
	const struct slice_mark mark = parts_mark(p, kind, slice);
	struct slice_reader r;
	struct err e;
	char letter;
	struct text piece;
	*s = (struct parts_states){ .n = 0 };
	int more = slice_open(&r, parts_path(a->command, kind, slice), &mark, &e);
	if (more == 0)
		more = 1;
	while (more > 0 && (more = slice_next(&r, &letter, &piece, &e)) > 0)
		if (letter == PIECE_STATE && s->n < PARTS_STATES)
			buf_text(&s->image[s->n++], piece);
	slice_close(&r);
	if (more == 0)
		return 0;
	parts_states_free(s);
	return fail(a, p, kind, slice, &e);
}

void
parts_states_free(struct parts_states *s)
{
	for (size_t i = 0; i < PARTS_STATES; i++)
		buf_free(&s->image[i]);
	s->n = 0;
}

int
parts_start_write(
    struct attempt *a, const struct parts_plan *p, uint64_t slice, const struct parts_states *s)
{
	const char *path = parts_path(a->command, "start", slice);
	const struct slice_mark mark = parts_mark(p, "start", slice);
	struct slice_writer w;
	struct err e;
	int result = slice_create(&w, path, &mark, &e);
	if (result == 0) {
		for (size_t i = 0; result == 0 && i < s->n; i++)
			result = slice_put(&w, PIECE_STATE, buf_as_text(&s->image[i]), &e);
		if (result == 0)
			result = slice_commit(&w, &e);
		else
			slice_abort(&w);
	}
	if (result < 0)
		command_fail(a->command, "%s: %s", path, e.text);
	return result;
}

int
parts_states_digest(
    struct attempt *a, const struct parts_states *s, int64_t at_ns, struct buf *digests)
{
	struct replay_options o = replay_options_of(a);
	struct err e;
	o.slice = &no_window;
	if (o.type == JOB_STATE_REBUILD)
		at_ns = INT64_MIN; /* the state is wanted as it is */
	struct replay *r = replay_new(a->documents.plan, a->documents.rules, &o, random_key());
	int result = 0;
	for (size_t i = 0; result == 0 && i < s->n; i++) {
		unsigned char digest[32];
		result = fold_digest(
		    buf_as_text(&s->image[i]), fold_asked(slice_rules(r, i)), at_ns, digest, &e);
		buf_put(digests, digest, sizeof(digest));
	}
	replay_free(r);
	if (result < 0)
		command_fail(a->command, "%s", e.text);
	return result;
}

int64_t
parts_lead_ns(struct attempt *a)
{
	struct replay_options o = replay_options_of(a);
	o.slice = &no_window;
	struct replay *r = replay_new(a->documents.plan, a->documents.rules, &o, random_key());
	const int64_t lead_ns = slice_lead_ns(r);
	replay_free(r);
	return lead_ns;
}

void
parts_states_sha256(const struct parts_states *s, struct buf *digest)
{
	unsigned char sum[32];
	struct sha256 h;
	sha256_init(&h);
	for (size_t i = 0; i < s->n; i++) {
		sha256_add(&h, &s->image[i].n, sizeof(s->image[i].n));
		sha256_add(&h, s->image[i].p, s->image[i].n);
	}
	sha256_end(&h, sum);
	buf_put(digest, sum, sizeof(sum));
}

/* ---- folding -------------------------------------------------------------------------------- */

static int
save_states(struct replay *r, struct parts_states *to, struct err *e)
{
	const struct position nowhere = { 0 };
	struct state *state;
	*to = (struct parts_states){ .n = 0 };
	for (; (state = replay_state(r, to->n)) != NULL; to->n++)
		if (state_save(state, &nowhere, &to->image[to->n], e) < 0)
			return -1;
	return 0;
}

static int
restore_states(struct replay *r, const struct parts_states *from, struct err *e)
{
	struct arena a = { 0 };
	struct position position;
	struct state *state;
	int result = 0;
	for (size_t i = 0; result == 0 && (state = replay_state(r, i)) != NULL && i < from->n; i++)
		result = state_restore(state, buf_as_text(&from->image[i]), &position, &a, e);
	arena_free(&a);
	return result;
}

/* Makes the state of the first slice: empty, or --state. */
static int
begin(struct attempt *a, struct replay *r, struct parts_states *start, struct err *e)
{
	struct parts_states given = { .n = 0 };
	int result = 0;
	if (a->request->state_path) {
		result = state_file_read(a->request->state_path, &given.image[0], e);
		for (given.n = 1; given.n < PARTS_STATES; given.n++)
			buf_text(&given.image[given.n], buf_as_text(&given.image[0]));
		if (result == 0)
			result = restore_states(r, &given, e);
	}
	parts_states_free(&given);
	return result < 0 ? -1 : save_states(r, start, e);
}

/* Adds the summary of a slice to the state that it begins with. */
static int
add_summary(struct replay *r, const struct parts_states *start, const struct parts_states *summary,
    const struct slice_times *t, struct err *e)
{
	struct state *state;
	int result = start ? restore_states(r, start, e) : 0;
	for (size_t i = 0; result == 0 && (state = replay_state(r, i)) != NULL && i < summary->n;
	     i++)
		result = state_fold(state, buf_as_text(&summary->image[i]), t->start_ns, e);
	return result;
}

/* Makes the start of the next slice in *start.  slice 0: *start is not looked at, because the
 * summary began with it. */
static int
fold_one(struct attempt *a, const struct parts_plan *p, const struct replay_options *o,
    uint64_t slice, struct parts_states *start)
{
	const struct slice_times t = parts_times(p, slice);
	struct parts_states summary, next;
	struct err e;
	if (parts_states_read(a, p, "summary", slice, &summary) < 0)
		return -1;
	struct replay *r = replay_new(a->documents.plan, a->documents.rules, o, random_key());
	int result = add_summary(r, slice > 0 ? start : NULL, &summary, &t, &e);
	if (result == 0)
		result = save_states(r, &next, &e);
	replay_free(r);
	parts_states_free(&summary);
	if (result < 0) {
		command_fail(
		    a->command, "%s: %s", parts_path(a->command, "summary", slice), e.text);
		return -1;
	}
	parts_states_free(start);
	*start = next;
	return 0;
}

int
parts_fold(struct attempt *a, const struct parts_plan *p)
{
	struct replay_options o = replay_options_of(a);
	struct parts_states start = { .n = 0 };
	struct err e;
	o.slice = &no_window;
	struct replay *r = replay_new(a->documents.plan, a->documents.rules, &o, random_key());
	int result = begin(a, r, &start, &e);
	replay_free(r);
	if (result < 0)
		command_fail(a->command, "%s: %s",
		    a->request->state_path ? a->request->state_path : "the empty state", e.text);
	for (uint64_t k = 0; result == 0 && k < p->slices; k++) {
		if (k > 0)
			result = fold_one(a, p, &o, k - 1, &start);
		if (result == 0)
			result = parts_start_write(a, p, k, &start);
	}
	parts_states_free(&start);
	return result < 0 ? EXIT_BROKEN : EXIT_WORKED;
}
