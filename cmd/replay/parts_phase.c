/* SPDX-License-Identifier: MIT */
#include "cmd/replay/parts_phase.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/status.h"
#include "cmd/replay/parts_read.h"
#include "cmd/replay/replay_options.h"
#include "cmd/replay/state_file.h"
#include "replay/slice_pack.h"
#include "state/fold.h"
#include "state/save.h"

enum { PIECE_BYTES = 256 << 10 };

/* A phase of one slice, and the files that it writes. */
struct phase {
	struct attempt *attempt;
	const struct parts_plan *plan;
	uint64_t slice;
	struct slice_times times;
	struct slice_window window;
	struct slice_writer out, spool;
	struct slice_writer counts; /* the summary, which has the counts of lines */
	struct slice_job *job;
	const char *kind; /* of the file that is made */
	struct buf decisions, changes, records;
	const struct parts_states *start; /* NULL: a part begins empty */
	struct parts_states left;
};

static int
fail(struct phase *f, const char *kind, const struct err *e)
{
	if (e->text[0])
		command_fail(f->attempt->command, "%s: %s",
		    parts_path(f->attempt->command, kind, f->slice), e->text);
	return -1;
}

static int
create(struct phase *f, const char *kind, struct slice_writer *w)
{
	const struct slice_mark mark = parts_mark(f->plan, kind, f->slice);
	struct err e;
	return slice_create(w, parts_path(f->attempt->command, kind, f->slice), &mark, &e) < 0
		   ? fail(f, kind, &e)
		   : 0;
}

static void
new_replay(struct phase *f)
{
	struct attempt *a = f->attempt;
	struct replay_options o = replay_options_of(a);
	o.slice = &f->window;
	o.twice = false;
	replay_free(a->replay);
	a->replay = replay_new(a->documents.plan, a->documents.rules, &o, random_key());
}

/* Takes what was read into the job.  Returns 0; 1 if earlier events must be read; or -1. */
static int
advance(void *context, int64_t until_ns)
{
	struct phase *f = context;
	struct err e;
	const int result = slice_advance(f->job, until_ns, &e);
	return result < 0 ? fail(f, f->kind, &e) : result;
}

/* Reads what the phase needs, and counts its lines.  Returns as advance. */
static int
read_inputs(struct phase *f)
{
	const struct parts_reading reading = { .attempt = f->attempt,
		.plan = f->plan,
		.replay = f->attempt->replay,
		.window = f->window,
		.slice = f->slice,
		.writer = f->counts.out ? &f->counts : NULL,
		.ready = advance,
		.context = f };
	return parts_read(&reading);
}

static int
commit(struct phase *f, const char *kind, struct slice_writer *w)
{
	struct err e;
	return w->out && slice_commit(w, &e) < 0 ? fail(f, kind, &e) : 0;
}

/* ---- records -------------------------------------------------------------------------------- */

static int
put_records(struct phase *f, size_t enough)
{
	struct err e;
	struct buf *b = &f->records;
	if (b->n < enough || b->n == 0)
		return 0;
	const int result = slice_put(&f->spool, PIECE_RECORDS, buf_as_text(b), &e);
	b->n = 0;
	return result < 0 ? fail(f, "spool", &e) : 0;
}

static int
take_record(void *context, const struct history_key *key, struct text record)
{
	struct phase *f = context;
	buf_put(&f->records, &key->at_ns, sizeof(key->at_ns));
	pack_number(&f->records, key->line);
	pack_number(&f->records, key->input);
	pack_text(&f->records, record);
	return put_records(f, PIECE_BYTES);
}

/* The records of a spool, as they are needed. */
struct records {
	struct slice_reader reader;
	struct text rest; /* of the piece that was read last */
	bool ahead;       /* the next record is here already: */
	struct history_key key;
	struct text record;
	bool failed; /* it cannot be read: see err */
	struct err err;
};

/* Gets the next piece.  Returns 1, 0 at the end, or -1. */
static int
next_piece(struct records *s, struct err *e)
{
	struct text piece;
	char letter;
	const int more = slice_next(&s->reader, &letter, &piece, e);
	if (more <= 0)
		return more;
	if (letter != PIECE_RECORDS)
		return err_set(e, "is damaged");
	s->rest = piece;
	return 1;
}

/* Makes the next record ready.  Returns 1, 0 at the end, or -1. */
static int
get_record(struct records *s, struct err *e)
{
	uint64_t input;
	while (!s->ahead && s->rest.n == 0) {
		const int more = next_piece(s, e);
		if (more <= 0)
			return more;
	}
	if (s->ahead)
		return 1;
	if (s->rest.n < sizeof(s->key.at_ns))
		return err_set(e, "is damaged");
	memcpy(&s->key.at_ns, s->rest.p, sizeof(s->key.at_ns));
	s->rest.p += sizeof(s->key.at_ns);
	s->rest.n -= sizeof(s->key.at_ns);
	if (unpack_checked(&s->rest, &s->key.line) < 0 || unpack_checked(&s->rest, &input) < 0 ||
	    unpack_text(&s->rest, &s->record) < 0)
		return err_set(e, "is damaged");
	s->key.input = (unsigned)input;
	s->ahead = true;
	return 1;
}

static int
next_record(
    void *context, int64_t until_ns, struct history_key *key, struct text *record, struct err *e)
{
	struct records *s = context;
	const int more = get_record(s, &s->err);
	if (more <= 0) {
		s->failed = more < 0;
		*e = s->err;
		return more;
	}
	if (until_ns != INT64_MAX && s->key.at_ns >= until_ns)
		return 0;
	s->ahead = false;
	*key = s->key;
	*record = s->record;
	return 1;
}

/* ---- summarising ---------------------------------------------------------------------------- */

static int
put_state(void *context, struct text image)
{
	struct phase *f = context;
	struct err e;
	return slice_put(&f->counts, PIECE_STATE, image, &e) < 0 ? fail(f, "summary", &e) : 0;
}

/* Loads --state into the states of the replay, for the first slice. */
static int
load_state(struct phase *f, struct err *e)
{
	struct attempt *a = f->attempt;
	struct buf image = { 0 };
	struct position position;
	struct state *state;
	if (!a->request->state_path || f->slice > 0)
		return 0;
	int result = state_file_read(a->request->state_path, &image, e);
	for (size_t i = 0; result == 0 && (state = replay_state(a->replay, i)) != NULL; i++)
		if (state_restore(state, buf_as_text(&image), &position, &a->command->arena, e) < 0)
			result = -1;
	buf_free(&image);
	return result;
}

/* Reads and summarises.  Returns 0, 1 if earlier events must be read, or -1. */
static int
try_summary(struct phase *f)
{
	const bool last = f->slice + 1 == f->plan->slices;
	const struct slice_sink sink = { .state = last ? NULL : put_state,
		.record = f->plan->spool ? take_record : NULL,
		.context = f };
	struct err e;
	new_replay(f);
	if (load_state(f, &e) < 0)
		return fail(f, "summary", &e);
	f->job = slice_summarise(f->attempt->replay, &f->times, &sink);
	int result = read_inputs(f);
	if (result == 0)
		result = advance(f, INT64_MAX);
	slice_job_free(f->job);
	return result;
}

static int
write_summary(struct phase *f)
{
	f->kind = "summary";
	f->records.n = 0;
	if (create(f, "summary", &f->counts) < 0)
		return -1;
	int result = f->plan->spool ? create(f, "spool", &f->spool) : 0;
	if (result == 0)
		result = try_summary(f);
	if (result == 0 && f->plan->spool)
		result = put_records(f, 0);
	if (result == 0)
		result = commit(f, "spool", &f->spool);
	if (result == 0)
		result = commit(f, "summary", &f->counts);
	slice_abort(&f->spool);
	slice_abort(&f->counts);
	return result;
}

/* How far a part or a summary reads back at first, and how much further each time, in times of the
 * TTL. */
enum { BACK_FIRST = 4, BACK_MORE = 16 };

static int64_t
earliest_ns(const struct parts_plan *p)
{
	int64_t earliest = INT64_MAX;
	for (size_t i = 0; i < p->stretches; i++)
		if (p->stretch[i].earliest < earliest)
			earliest = p->stretch[i].earliest;
	return earliest;
}

/* Sets where reading begins: so long before sure_ns. */
static void
read_back(struct phase *f, int64_t back_ns)
{
	f->window.from_ns = f->times.from_ns = stamp_sub(f->times.sure_ns, back_ns);
	f->times.all = f->times.from_ns <= earliest_ns(f->plan);
}

/* Reads back further and further, until `write` knows enough. */
static int
write_enough(struct phase *f, int (*write)(struct phase *f))
{
	int64_t back_ns = f->plan->ttl_ns * BACK_FIRST;
	int result = 1;
	while (result > 0) {
		if (!f->times.all)
			read_back(f, back_ns);
		result = write(f);
		back_ns = back_ns > INT64_MAX / BACK_MORE ? INT64_MAX : back_ns * BACK_MORE;
	}
	return result;
}

/* The summary of the last slice is needed by no other; only what reading counts, and its spool. */
static void
set_summary_window(struct phase *f)
{
	const struct parts_plan *p = f->plan;
	const bool last = f->slice + 1 == p->slices;
	f->times = parts_times(p, f->slice);
	f->window = (struct slice_window){ f->times.start_ns,
		p->spool ? f->times.end_ns : f->times.next_ns };
	f->times.all |= last;
	if (last && !p->spool)
		f->window.from_ns = INT64_MAX;
}

int
parts_summarise(struct attempt *a, const struct parts_plan *p, uint64_t slice)
{
	struct phase f = { .attempt = a, .plan = p, .slice = slice };
	set_summary_window(&f);
	const int result = write_enough(&f, write_summary);
	buf_free(&f.records);
	return result < 0 ? EXIT_BROKEN : EXIT_WORKED;
}

/* ---- deciding ------------------------------------------------------------------------------- */

static int
put_texts(struct phase *f, struct buf *b, char letter, struct text t, size_t enough)
{
	struct err e;
	buf_text(b, t);
	if (b->n < enough || b->n == 0)
		return 0;
	const int result = slice_put(&f->out, letter, buf_as_text(b), &e);
	b->n = 0;
	return result < 0 ? fail(f, "part", &e) : 0;
}

static int
put_decision(void *context, struct text line)
{
	struct phase *f = context;
	return put_texts(f, &f->decisions, PIECE_DECISIONS, line, PIECE_BYTES);
}

static int
put_change(void *context, struct text part)
{
	struct phase *f = context;
	return put_texts(f, &f->changes, PIECE_CHANGES, part, PIECE_BYTES);
}

static int
keep_state(void *context, struct text image)
{
	struct phase *f = context;
	buf_text(&f->left.image[f->left.n++], image);
	return 0;
}

static int
put_left(struct phase *f, struct err *e)
{
	struct buf digests = { 0 };
	int result = 0;
	for (size_t i = 0; result == 0 && i < f->left.n; i++)
		result = slice_put(&f->out, PIECE_STATE, buf_as_text(&f->left.image[i]), e);
	if (result == 0 &&
	    (result = parts_states_digest(f->attempt, &f->left, f->times.next_ns, &digests)) < 0)
		e->text[0] = 0;
	if (result == 0)
		result = slice_put(&f->out, PIECE_LEFT, buf_as_text(&digests), e);
	buf_free(&digests);
	return result;
}

static int
put_began(struct phase *f, struct err *e)
{
	struct buf began = { 0 }, exactly = { 0 };
	int result = parts_states_digest(f->attempt, f->start, f->times.start_ns, &began);
	if (result < 0)
		e->text[0] = 0;
	parts_states_sha256(f->start, &exactly);
	if (result == 0)
		result = slice_put(&f->out, PIECE_BEGAN, buf_as_text(&began), e);
	if (result == 0)
		result = slice_put(&f->out, PIECE_BEGAN_EXACTLY, buf_as_text(&exactly), e);
	buf_free(&began);
	buf_free(&exactly);
	return result;
}

static int
put_tally(struct phase *f, struct err *e)
{
	struct buf tally = { 0 };
	replay_put_tally(&tally, f->attempt->replay);
	const int result = slice_put(&f->out, PIECE_TALLY, buf_as_text(&tally), e);
	buf_free(&tally);
	return result;
}

static int
restore(struct phase *f, struct err *e)
{
	const struct parts_states *start = f->start;
	struct position position;
	struct state *state;
	for (size_t i = 0; (state = replay_state(f->attempt->replay, i)) != NULL && i < start->n;
	     i++)
		if (state_restore(state, buf_as_text(&start->image[i]), &position,
			&f->attempt->command->arena, e) < 0)
			return -1;
	return 0;
}

/* Decides the records of the spool. */
static int
decide_spool(struct phase *f, const struct slice_sink *sink)
{
	const char *path = parts_path(f->attempt->command, "spool", f->slice);
	const struct slice_mark mark = parts_mark(f->plan, "spool", f->slice);
	struct records spool = { .ahead = false };
	const struct slice_feed feed = { next_record, &spool };
	struct err e = { 0 };
	mem_expect_much();
	f->job = slice_decide(f->attempt->replay, &f->times, &feed, sink);
	int result = slice_open(&spool.reader, path, &mark, &spool.err);
	spool.failed = result < 0;
	if (result == 0)
		result = slice_advance(f->job, INT64_MAX, &e);
	if (spool.failed)
		command_fail(f->attempt->command, "%s: %s; run --summarise %" PRIu64, path,
		    spool.err.text, f->slice);
	else if (result < 0)
		fail(f, "part", &e);
	slice_close(&spool.reader);
	return result;
}

/* Decides the events of the inputs, or of the spool. */
static int
decide_slice(struct phase *f)
{
	struct attempt *a = f->attempt;
	const bool wanted =
	    f->start && (f->slice + 1 < f->plan->slices || a->request->type == JOB_STATE_REBUILD);
	const struct slice_sink sink = { .state = wanted ? keep_state : NULL,
		.decision = put_decision,
		.change = a->request->changes_path ? put_change : NULL,
		.context = f };
	if (f->plan->spool)
		return decide_spool(f, &sink);
	f->job = slice_decide(a->replay, &f->times, NULL, &sink);
	const int result = read_inputs(f);
	return result == 0 ? advance(f, INT64_MAX) : result;
}

static int
put_rest(struct phase *f)
{
	const struct text nothing = TEXT("");
	struct err e = { 0 };
	if (put_texts(f, &f->decisions, PIECE_DECISIONS, nothing, 0) < 0 ||
	    put_texts(f, &f->changes, PIECE_CHANGES, nothing, 0) < 0)
		return -1;
	if ((f->start && put_left(f, &e) < 0) || put_tally(f, &e) < 0)
		return fail(f, "part", &e);
	return 0;
}

/* Returns 0, 1 if earlier events must be read, or -1. */
static int
try_part(struct phase *f)
{
	struct err e = { 0 };
	if (f->start && (restore(f, &e) < 0 || put_began(f, &e) < 0))
		return fail(f, "part", &e);
	const int result = decide_slice(f);
	slice_job_free(f->job);
	return result == 0 ? put_rest(f) : result;
}

/* Without summaries, a part also counts the lines. */
static int
write_part(struct phase *f)
{
	f->kind = "part";
	f->decisions.n = f->changes.n = 0;
	if (create(f, "part", &f->out) < 0)
		return -1;
	new_replay(f);
	int result = f->start ? 0 : create(f, "summary", &f->counts);
	if (result == 0)
		result = try_part(f);
	if (result == 0)
		result = commit(f, "summary", &f->counts);
	if (result == 0)
		result = commit(f, "part", &f->out);
	slice_abort(&f->counts);
	slice_abort(&f->out);
	return result;
}

int
parts_decide(struct attempt *a, const struct parts_plan *p, uint64_t slice)
{
	struct phase f = { .attempt = a, .plan = p, .slice = slice };
	struct parts_states start = { .n = 0 };
	f.times = parts_times(p, slice);
	f.window = (struct slice_window){ f.times.start_ns, f.times.end_ns };
	if (p->lead_ns < 0) {
		f.times.all = true;
		f.start = &start;
		if (parts_states_read(a, p, "start", slice, &start) < 0)
			return EXIT_BROKEN;
	} else {
		f.times.sure_ns = stamp_sub(f.times.start_ns, p->lead_ns);
	}
	const int result = write_enough(&f, write_part);
	parts_states_free(&start);
	parts_states_free(&f.left);
	buf_free(&f.decisions);
	buf_free(&f.changes);
	return result < 0 ? EXIT_BROKEN : EXIT_WORKED;
}
