/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/in_private.h"
#include "io/little_endian.h"

/*
 * Frames of a regular file that are decoded as a whole, or not read at all.
 *
 * At the boundary of two frames, the next one is passed over, or is given to the pool with those
 * that follow it, or is decoded as a stream like everything else: if it is small, or its size is
 * not known, or if the pool found it damaged.  The stream says what is wrong, and gives out what
 * comes before the damage; so both ways give the same bytes and the same message.
 */
/* How much of a frame is read at a time, if its length is not known; how much text is loaded ahead,
 * about. */
#define STEP ((size_t)512 << 10)
#define AHEAD_MAX ((uint64_t)64 << 20)

static uint64_t
position(const struct in *in)
{
	return in->raw_bytes - (in->end - in->start);
}

/* Goes on at a boundary of frames. */
static void
move(struct in *in, uint64_t at)
{
	in->start = in->end = in->hint = 0;
	in->raw_bytes = at;
	in->moved = true;
	in->eof = false;
	ZSTD_DCtx_reset(in->zstd, ZSTD_reset_session_only);
}

static void
leave_current(struct in *in)
{
	struct in_frames *f = &in->frames;
	if (f->current)
		frame_pool_release(f->pool, f->current);
	f->current = NULL;
	f->used = 0;
}

/* ---- passing over frames -------------------------------------------------------------------- */

/* Notes that the index is wrong, so that no other frame is passed over. */
static void
distrust(struct in *in, const char *what)
{
	struct in_frames *f = &in->frames;
	if (!f->wrong[0])
		snprintf(f->wrong, sizeof(f->wrong), "the time index is wrong: %s", what);
	f->index = NULL;
}

/* The number of the frame that begins there; the number of frames if none does. */
static size_t
frame_at(const struct in_frames *f, uint64_t at)
{
	const struct time_index *ix = f->index;
	size_t from = 0, to = ix->frames;
	while (from < to) {
		const size_t middle = from + (to - from) / 2;
		if (ix->frame[middle].at == at)
			return middle;
		if (ix->frame[middle].at < at)
			from = middle + 1;
		else
			to = middle;
	}
	return ix->frames;
}

static bool
is_gap(const struct in *in, uint64_t at)
{
	const struct in_frames *f = &in->frames;
	if (!f->index)
		return false;
	const size_t number = frame_at(f, at);
	return number < f->index->frames && f->pass[number];
}

bool
in_pass_gap(struct in *in, struct in_gap *gap)
{
	struct in_frames *f = &in->frames;
	const struct time_index *ix = f->index;
	uint64_t at = position(in);
	*gap = (struct in_gap){ 0 };
	for (size_t i = frame_at(f, at); i < ix->frames && f->pass[i]; i++) {
		const struct index_frame *frame = &ix->frame[i];
		if (!index_frame_is_there(frame, in->fd, in->max_window)) {
			f->pass[i] = false;
			break;
		}
		if (gap->frames++ == 0)
			gap->lines_before = frame->lines_before;
		gap->bytes += frame->bytes;
		gap->lines += frame->lines;
		gap->records += frame->records;
		at = frame->at + frame->stored;
	}
	if (gap->frames == 0)
		return false;
	leave_current(in);
	move(in, at);
	return true;
}

void
in_close_gap(struct in *in)
{
	struct in_frames *f = &in->frames;
	const size_t number = frame_at(f, position(in));
	if (number < f->index->frames)
		f->pass[number] = false;
}

void
in_close_gaps(struct in *in)
{
	in->frames.index = NULL;
}

void
in_set_index(struct in *in, const struct time_index *ix, bool *pass)
{
	in->frames.index = in->path && !in->waits ? ix : NULL;
	in->frames.pass = pass;
}

void
in_look_for_index(struct in *in)
{
	in->frames.looks = in->path && !in->waits;
}

bool
in_has_stray_index(const struct in *in)
{
	return in->frames.stray;
}

const char *
in_index_fault(const struct in *in)
{
	return in->frames.wrong[0] ? in->frames.wrong : NULL;
}

/* ---- loading frames ------------------------------------------------------------------------- */

/* Reads on, up to n bytes of the frame in all.  Returns false at the end of the file. */
static bool
read_frame(const struct in *in, struct frame_job *job, size_t n)
{
	job->raw = mem_grow(job->raw, &job->raw_cap, n, 1);
	while (job->raw_n < n) {
		const ssize_t got = pread(
		    in->fd, job->raw + job->raw_n, n - job->raw_n, (off_t)(job->at + job->raw_n));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		job->raw_n += (size_t)got;
	}
	return true;
}

/* Is the frame, whose head was read, one for the pool? */
static bool
is_for_pool(const struct in *in, struct frame_job *job)
{
	uint64_t window;
	if (!zstd_head_window(job->raw, job->raw_n, &window) || window > in->max_window)
		return false;
	const unsigned long long bytes = ZSTD_getFrameContentSize(job->raw, job->raw_n);
	job->bytes = (size_t)bytes;
	return bytes >= FRAME_TEXT_MIN && bytes <= FRAME_TEXT_MAX;
}

/* Reads the frame to its end.  Returns false if it cannot be found. */
static bool
read_whole(struct in *in, struct frame_job *job)
{
	struct in_frames *f = &in->frames;
	const size_t most = ZSTD_compressBound(job->bytes);
	const size_t number = f->index ? frame_at(f, job->at) : 0;
	size_t want = STEP;
	if (f->index && number < f->index->frames)
		want = (size_t)f->index->frame[number].stored;
	for (bool more = true;; want = job->raw_n + STEP) {
		if (want > job->raw_n)
			more = read_frame(in, job, want < most ? want : most);
		const size_t stored = ZSTD_findFrameCompressedSize(job->raw, job->raw_n);
		if (!ZSTD_isError(stored)) {
			job->stored = stored;
			return true;
		}
		if (!more || job->raw_n >= most)
			return false;
	}
}

/* Loads the frame that begins at `at`, of which `before` (or NULL) may have read a part. */
static struct frame_job *
load(struct in *in, uint64_t at, const struct frame_job *before)
{
	struct in_frames *f = &in->frames;
	struct frame_job *job = frame_pool_job(f->pool);
	job->at = at;
	if (before && before->raw_n > before->stored) {
		job->raw_n = before->raw_n - before->stored;
		job->raw = mem_grow(job->raw, &job->raw_cap, job->raw_n, 1);
		memcpy(job->raw, before->raw + before->stored, job->raw_n);
	}
	if ((job->raw_n >= ZSTD_HEAD_MAX || read_frame(in, job, ZSTD_HEAD_MAX)) &&
	    is_for_pool(in, job) && read_whole(in, job))
		return job;
	frame_pool_release(f->pool, job);
	return NULL;
}

static const char another[] = "a frame is not the one that it describes";

/* Checks a frame that the stream is going to decode against the index. */
static void
compare_stored(struct in *in, uint64_t at)
{
	const struct in_frames *f = &in->frames;
	const size_t number = f->index ? frame_at(f, at) : 0;
	if (f->index && number < f->index->frames &&
	    !index_frame_is_there(&f->index->frame[number], in->fd, UINT64_MAX))
		distrust(in, another);
}

/* The same for a frame that was read. */
static void
compare(struct in *in, const struct frame_job *job)
{
	struct in_frames *f = &in->frames;
	if (!f->index)
		return;
	const size_t number = frame_at(f, job->at);
	if (number == f->index->frames)
		return;
	const struct index_frame *frame = &f->index->frame[number];
	if (frame->bytes != job->bytes || frame->stored != job->stored ||
	    little_endian_get(job->raw + job->stored - 4, 4) != frame->checksum)
		distrust(in, another);
}

static uint64_t
queued_bytes(const struct in_frames *f)
{
	uint64_t bytes = 0;
	for (unsigned i = 0; i < f->queued; i++)
		bytes += f->queue[(f->head + i) % IN_FRAMES]->bytes;
	return bytes;
}

/* Loads as many frames as others can decode meanwhile. */
static void
top_up(struct in *in)
{
	struct in_frames *f = &in->frames;
	while (f->queued == 0 || (f->queued < f->depth && queued_bytes(f) < AHEAD_MAX)) {
		const struct frame_job *last =
		    f->queued > 0 ? f->queue[(f->head + f->queued - 1) % IN_FRAMES] : f->current;
		const uint64_t at = last ? last->at + last->stored : position(in);
		if (at == f->avoid || is_gap(in, at))
			return;
		struct frame_job *job = load(in, at, last);
		if (!job) {
			f->avoid = at;
			return;
		}
		f->queue[(f->head + f->queued++) % IN_FRAMES] = job;
		frame_pool_put(f->pool, job);
	}
}

void
in_drop_frames(struct in *in)
{
	struct in_frames *f = &in->frames;
	leave_current(in);
	for (; f->queued > 0; f->queued--, f->head = (f->head + 1) % IN_FRAMES)
		frame_pool_release(f->pool, f->queue[f->head]);
	f->avoid = UINT64_MAX;
}

/* Makes the next frame the current one.  Returns false if the stream has to decode it. */
static bool
enter_next(struct in *in)
{
	struct in_frames *f = &in->frames;
	struct frame_job *job = f->queue[f->head];
	if (frame_pool_finish(f->pool, job) < 0) {
		const uint64_t at = job->at;
		in_drop_frames(in);
		f->avoid = at;
		return false;
	}
	compare(in, job);
	f->head = (f->head + 1) % IN_FRAMES;
	f->queued--;
	f->current = job;
	move(in, job->at + job->stored);
	top_up(in);
	return true;
}

int
in_next_frame(struct in *in)
{
	struct in_frames *f = &in->frames;
	if (f->current && f->used < f->current->bytes)
		return 1;
	if (in->inside || in->undrained)
		return 0;
	if (f->queued == 0 && is_gap(in, position(in)))
		return (int)IN_GAP;
	if (f->pool && f->queued == 0)
		top_up(in);
	leave_current(in);
	if (f->queued > 0 && enter_next(in))
		return 1;
	compare_stored(in, position(in));
	f->stray |= f->looks && time_index_begins(in->fd, position(in));
	return 0;
}

static struct text
rest_of(const struct in *in)
{
	const struct in_frames *f = &in->frames;
	return (struct text){ f->current->text->p + f->used, f->current->bytes - f->used };
}

void
in_take_lent(struct in *in, size_t n)
{
	in->frames.used += n;
}

ssize_t
in_take_frame(struct in *in, char *p, size_t cap)
{
	const struct text rest = rest_of(in);
	const size_t n = rest.n < cap ? rest.n : cap;
	memcpy(p, rest.p, n);
	in_take_lent(in, n);
	return (ssize_t)n;
}

int
in_lend(struct in *in, struct text *t)
{
	if (in->failed || in->peeked.n > 0 || in->format != FORMAT_ZSTD || in->looking ||
	    in->framed)
		return 0;
	const int next = in_next_frame(in);
	if (next == 1)
		*t = rest_of(in);
	return next;
}

struct frame_text *
in_lent_memory(const struct in *in)
{
	return in->frames.current->text;
}

void
in_set_pool(struct in *in, struct frame_pool *pool, unsigned ahead)
{
	in->frames.pool = in->path && !in->waits && in->size > 0 ? pool : NULL;
	in->frames.depth = ahead < IN_FRAMES ? ahead : IN_FRAMES;
}

bool
in_has_frames(const struct in *in)
{
	return in->frames.current != NULL;
}
