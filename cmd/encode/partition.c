/* SPDX-License-Identifier: MIT */
#include "cmd/encode/partition.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/nameless.h"
#include "io/out.h"
#include "io/whole.h"
#include "time/stamp.h"

#define NO_TIME INT64_MIN /* the number of the partition for lines without a time */
#define COPY ((size_t)1 << 20)
enum { COPIES_MAX = 10000 };

struct partition {
	struct packed_file file; /* first: frames have it as their owner */
	int64_t number;          /* of the hour or day, since 1970 */
	uint64_t *place;         /* by frame: where it is in the temporary file */
	size_t cap;
};

struct partitions {
	const struct partitions_options *options;
	struct frame_writer *writer;
	struct partition **partition; /* in order of their numbers */
	size_t n, cap;
	struct partition *last; /* the one that the last line went to */
	size_t waiting;         /* bytes of text that no frame has yet */
	int fd;                 /* the temporary file: */
	uint64_t bytes;
	uint64_t frames;
};

struct partitions *
partitions_new(const struct partitions_options *o, struct frame_writer *w, struct err *e)
{
	int fd = -1;
	if (mkdir(o->folder, 0777) == 0 || errno == EEXIST)
		fd = nameless_open(o->folder);
	if (fd < 0) {
		err_set(e, "%s", strerror(errno));
		return NULL;
	}
	struct partitions *p = mem_zalloc(1, sizeof(*p));
	p->options = o;
	p->writer = w;
	p->fd = fd;
	return p;
}

void
partitions_free(struct partitions *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->n; i++) {
		packed_file_free(&p->partition[i]->file);
		free(p->partition[i]->place);
		free(p->partition[i]);
	}
	close(p->fd);
	free(p->partition);
	free(p);
}

uint64_t
partitions_bytes(const struct partitions *p)
{
	return p->bytes;
}

uint64_t
partitions_frames(const struct partitions *p)
{
	return p->frames;
}

/* ---- which partition ------------------------------------------------------------------------ */

static int64_t
number_of(const struct partitions *p, const struct judged_line *judged)
{
	const int64_t unit_ns = (p->options->by == PARTITION_DAY ? 86400 : 3600) * STAMP_SECOND;
	const int64_t at = judged->first_ns;
	if (judged->first_ns > judged->last_ns)
		return NO_TIME;
	return at / unit_ns - (at % unit_ns < 0);
}

/* Writes the path of a partition's file, or of its copy (from 2; 0: none). */
static void
put_path(const struct partitions *p, int64_t number, unsigned copy, struct buf *b)
{
	char text[STAMP_MAX];
	const int64_t minutes = p->options->by == PARTITION_DAY ? 1440 : 60;
	b->n = 0;
	buf_printf(b, "%s/", p->options->folder);
	if (number == NO_TIME) {
		BUF_LIT(b, "no-time");
	} else {
		/* any time within the unit will do, and its beginning may not fit into int64 */
		int64_t at_ns;
		if (__builtin_mul_overflow(number, minutes * 60 * STAMP_SECOND, &at_ns))
			at_ns = INT64_MIN;
		stamp_put_bucket(at_ns, minutes, text);
		buf_put(b, text, p->options->by == PARTITION_DAY ? 10 : 13);
	}
	if (copy > 0) /* sorts behind the first one, and in the order of the numbers */
		buf_printf(b, "x%04u", copy);
	BUF_LIT(b, ".jsonl.zst");
	buf_char(b, 0);
}

/* Finds a path that no file has.  Returns 0, or -1 with *e filled. */
static int
find_path(const struct partitions *p, int64_t number, struct buf *path, struct err *e)
{
	struct stat st;
	put_path(p, number, 0, path);
	if (lstat(path->p, &st) < 0)
		return 0;
	if (p->options->there == PARTITION_REFUSE)
		return err_set(e,
		    "%s is there already; use another folder, or --append to write another file "
		    "beside it; what a run left that was ended while it wrote, remove first",
		    strrchr(path->p, '/') + 1);
	for (unsigned copy = 2; copy < COPIES_MAX; copy++) {
		put_path(p, number, copy, path);
		if (lstat(path->p, &st) < 0)
			return 0;
	}
	return err_set(e, "%d files have the name %s already", COPIES_MAX, path->p);
}

/* The same before anything is written, so that nothing is. */
static int
check_path(const struct partitions *p, int64_t number, struct err *e)
{
	struct buf path = { 0 };
	const int result = find_path(p, number, &path, e);
	buf_free(&path);
	return result;
}

static struct partition *
add_partition(struct partitions *p, size_t at, int64_t number, struct err *e)
{
	if (p->n == PARTITIONS_MAX) {
		err_set(e, "more than %d %s; partition by day, or a part of the input at a time",
		    PARTITIONS_MAX, p->options->by == PARTITION_DAY ? "days" : "hours");
		return NULL;
	}
	if (check_path(p, number, e) < 0)
		return NULL;
	struct partition *one = mem_zalloc(1, sizeof(*one));
	packed_file_init(&one->file, p->options->frame, p->options->rules);
	one->number = number;
	p->partition = mem_grow(p->partition, &p->cap, p->n + 1, sizeof(*p->partition));
	memmove(&p->partition[at + 1], &p->partition[at], (p->n - at) * sizeof(*p->partition));
	p->partition[at] = one;
	p->n++;
	return one;
}

static struct partition *
find(struct partitions *p, int64_t number, struct err *e)
{
	size_t from = 0, to = p->n;
	if (p->last && p->last->number == number)
		return p->last;
	while (from < to) {
		const size_t middle = from + (to - from) / 2;
		if (p->partition[middle]->number < number)
			from = middle + 1;
		else
			to = middle;
	}
	const bool there = from < p->n && p->partition[from]->number == number;
	p->last = there ? p->partition[from] : add_partition(p, from, number, e);
	return p->last;
}

/* ---- frames --------------------------------------------------------------------------------- */

/* Puts a frame into the temporary file. */
static int
keep_frame(struct partitions *p, const struct new_frame *frame, struct err *e)
{
	struct partition *one = frame->owner;
	const size_t number = one->file.index.frames;
	if (frame->failed)
		return err_set(e, "%s", strerror(ENOMEM));
	if (whole_write_fd(p->fd, (struct text){ frame->p, (size_t)frame->facts.stored }) < 0)
		return err_set(e, "%s", strerror(errno));
	one->place = mem_grow(one->place, &one->cap, number + 1, sizeof(*one->place));
	one->place[number] = p->bytes;
	p->bytes += frame->facts.stored;
	p->frames++;
	time_index_add(&one->file.index, &frame->facts);
	return 0;
}

static int
keep_frames(struct partitions *p, bool all, struct err *e)
{
	struct new_frame *frame;
	while ((frame = frame_writer_next(p->writer, all || frame_writer_is_full(p->writer)))) {
		const int result = keep_frame(p, frame, e);
		frame_writer_release(p->writer, frame);
		if (result < 0)
			return -1;
	}
	return 0;
}

static int
put_frame(struct partitions *p, struct partition *one, struct err *e)
{
	p->waiting -= one->file.text.n;
	packed_file_put(&one->file, p->writer, false);
	return keep_frames(p, false, e);
}

static struct partition *
largest(const struct partitions *p)
{
	struct partition *most = p->partition[0];
	for (size_t i = 1; i < p->n; i++)
		if (p->partition[i]->file.text.n > most->file.text.n)
			most = p->partition[i];
	return most;
}

int
partitions_add(
    struct partitions *p, struct text line, const struct judged_line *judged, struct err *e)
{
	struct partition *one = find(p, number_of(p, judged), e);
	if (!one)
		return -1;
	p->waiting += line.n;
	if (packed_file_add(&one->file, line, judged))
		return put_frame(p, one, e);
	return p->waiting > PARTITIONS_BYTES ? put_frame(p, largest(p), e) : 0;
}

/* ---- files ---------------------------------------------------------------------------------- */

/* Copies a frame from the temporary file. */
static int
copy_frame(struct partitions *p, struct out *out, uint64_t at, uint64_t n, struct err *e)
{
	char *block = mem_alloc(COPY);
	int result = 0;
	while (n > 0 && result == 0) {
		const ssize_t got = pread(p->fd, block, n < COPY ? (size_t)n : COPY, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			result = err_set(e, "%s", got < 0 ? strerror(errno) : strerror(EIO));
			break;
		}
		result = out_put(out, block, (size_t)got, e);
		at += (uint64_t)got;
		n -= (uint64_t)got;
	}
	free(block);
	return result;
}

static int
write_all(struct partitions *p, struct partition *one, struct out *out, struct err *e)
{
	struct time_index *ix = &one->file.index;
	struct buf end = { 0 };
	for (size_t i = 0; i < ix->frames; i++)
		if (copy_frame(p, out, one->place[i], ix->frame[i].stored, e) < 0)
			return -1;
	time_index_put(&end, ix);
	const int result = out_put(out, end.p, end.n, e);
	buf_free(&end);
	return result;
}

/* Returns 0, or -1 with *e filled.  *made is the path, for free(3), or NULL. */
static int
write_file(struct partitions *p, struct partition *one, char **made, struct err *e)
{
	struct buf path = { 0 };
	int result = -1;
	struct out *out = NULL;
	if (find_path(p, one->number, &path, e) == 0)
		out = out_open(path.p, OUT_AS_IS, e);
	if (out && write_all(p, one, out, e) < 0)
		out_abort(out);
	else if (out)
		result = out_commit(out, e);
	*made = result == 0 ? path.p : NULL;
	if (result < 0)
		buf_free(&path);
	return result;
}

/* Writes the files.  If one cannot be written, those before it are removed, because nobody would
 * know how to go on. */
static int
write_files(struct partitions *p, struct err *e)
{
	char **made = mem_zalloc(p->n + 1, sizeof(*made));
	int result = 0;
	for (size_t i = 0; i < p->n && result == 0; i++)
		result = write_file(p, p->partition[i], &made[i], e);
	for (size_t i = 0; i < p->n && made[i]; i++) {
		if (result < 0)
			unlink(made[i]);
		free(made[i]);
	}
	free(made);
	return result;
}

int
partitions_end(struct partitions *p, struct err *e)
{
	int result = 0;
	for (size_t i = 0; i < p->n; i++)
		if (p->partition[i]->file.text.n > 0 && put_frame(p, p->partition[i], e) < 0)
			return -1;
	if (keep_frames(p, true, e) < 0)
		return -1;
	/* two processes must not choose the same name */
	const int lock = open(p->options->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock < 0 || flock(lock, LOCK_EX) < 0)
		result = err_set(e, "%s", strerror(errno));
	if (result == 0)
		result = write_files(p, e);
	if (lock >= 0)
		close(lock);
	return result;
}
