/* SPDX-License-Identifier: MIT */
#include "io/time_index.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "io/little_endian.h"
#include "io/zstd_head.h"

/* Both are skippable frames (RFC 8878, 3.1.2). */
#define INDEX_MAGIC UINT32_C(0x184D2A55)
#define SEEK_MAGIC UINT32_C(0x184D2A5E)
#define SEEK_TABLE_END UINT32_C(0x8F92EAB1)
#define SEEK_CHECKSUMS 0x80 /* a bit of the descriptor; the next five must be 0 */
#define SEEK_RESERVED 0x7c
#define EMPTY_XXH64 UINT32_C(0x51D8E999) /* the lower half of the XXH64 of no bytes */

#define VERSION 1
static const char signature[8] = "esperidx";

enum {
	SKIPPABLE = 8, /* bytes of the head of a skippable frame */
	SEEK_FOOTER = 9,
	SEEK_ENTRY = 12, /* with a checksum; 8 without */
	INDEX_HEAD = 80,
	INDEX_ROW = 60,
	INDEX_DIGEST = 32,
};

/* An index over this many frames could not be stored, nor be one of a real file. */
#define FRAMES_MAX ((uint64_t)(UINT32_MAX - INDEX_HEAD - INDEX_DIGEST) / INDEX_ROW)

void
time_index_free(struct time_index *ix)
{
	free(ix->frame);
	*ix = (struct time_index){ 0 };
}

bool
index_frame_may_have(const struct index_frame *f, int64_t from_ns, int64_t to_ns)
{
	if (f->unknown > 0)
		return true;
	return f->first_ns <= f->last_ns && f->last_ns >= from_ns &&
	       (f->first_ns < to_ns || to_ns == INT64_MAX);
}

/* ---- writing -------------------------------------------------------------------------------- */

/* Appends a frame and fills in what follows from the frames before it. */
static struct index_frame *
append(struct time_index *ix, const struct index_frame *f)
{
	ix->frame = mem_grow(ix->frame, &ix->cap, ix->frames + 1, sizeof(*ix->frame));
	struct index_frame *to = &ix->frame[ix->frames];
	*to = *f;
	to->at = ix->frames > 0 ? to[-1].at + to[-1].stored : 0;
	to->offset = ix->bytes;
	to->lines_before = ix->lines;
	ix->frames++;
	ix->bytes += f->bytes;
	ix->lines += f->lines;
	ix->records += f->records;
	return to;
}

void
time_index_add(struct time_index *ix, const struct index_frame *frame)
{
	append(ix, frame);
}

static void
put32(struct buf *b, uint64_t n)
{
	unsigned char p[4];
	little_endian_put(p, sizeof(p), n);
	buf_put(b, p, sizeof(p));
}

static void
put64(struct buf *b, uint64_t n)
{
	unsigned char p[8];
	little_endian_put(p, sizeof(p), n);
	buf_put(b, p, sizeof(p));
}

static void
put_row(struct buf *b, const struct index_frame *f)
{
	put32(b, f->stored);
	put32(b, f->bytes);
	put32(b, f->checksum);
	put32(b, f->lines);
	put32(b, f->records);
	put32(b, f->unknown);
	put32(b, f->longest);
	put64(b, f->lines_before);
	put64(b, (uint64_t)f->first_ns);
	put64(b, (uint64_t)f->last_ns);
	put64(b, f->offset);
}

static void
put_seek_table(struct buf *b, const struct time_index *ix, size_t index_bytes)
{
	put32(b, SEEK_MAGIC);
	put32(b, (ix->frames + 1) * SEEK_ENTRY + SEEK_FOOTER);
	for (size_t i = 0; i < ix->frames; i++) {
		put32(b, ix->frame[i].stored);
		put32(b, ix->frame[i].bytes);
		put32(b, ix->frame[i].checksum);
	}
	put32(b, index_bytes);
	put32(b, 0);
	put32(b, EMPTY_XXH64);
	put32(b, ix->frames + 1);
	buf_char(b, (char)SEEK_CHECKSUMS);
	put32(b, SEEK_TABLE_END);
}

/* Bytes of the two frames that end a file. */
static uint64_t
index_bytes(uint64_t frames)
{
	return SKIPPABLE + INDEX_HEAD + frames * INDEX_ROW + INDEX_DIGEST;
}

static uint64_t
seek_bytes(uint64_t frames)
{
	return SKIPPABLE + (frames + 1) * SEEK_ENTRY + SEEK_FOOTER;
}

void
time_index_put(struct buf *b, struct time_index *ix)
{
	const struct index_frame *last = ix->frames > 0 ? &ix->frame[ix->frames - 1] : NULL;
	const uint64_t n = index_bytes(ix->frames);
	unsigned char digest[INDEX_DIGEST];
	ix->file = (last ? last->at + last->stored : 0) + n + seek_bytes(ix->frames);
	put32(b, INDEX_MAGIC);
	put32(b, n - SKIPPABLE);
	const size_t from = b->n;
	buf_put(b, signature, sizeof(signature));
	put32(b, VERSION);
	put32(b, ix->frames);
	put64(b, ix->file);
	put64(b, ix->bytes);
	put64(b, ix->lines);
	put64(b, ix->records);
	buf_put(b, ix->rules, TIME_RULES);
	for (size_t i = 0; i < ix->frames; i++)
		put_row(b, &ix->frame[i]);
	sha256(b->p + from, b->n - from, digest);
	buf_put(b, digest, sizeof(digest));
	put_seek_table(b, ix, n);
}

/* ---- reading -------------------------------------------------------------------------------- */

static uint64_t
get32(const unsigned char *p)
{
	return little_endian_get(p, 4);
}

static uint64_t
get64(const unsigned char *p)
{
	return little_endian_get(p, 8);
}

static int
read_at(int fd, unsigned char *p, size_t n, uint64_t at, struct err *e)
{
	while (n > 0) {
		const ssize_t got = pread(fd, p, n, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return err_set(e, "the time index cannot be read: %s",
			    got < 0 ? strerror(errno) : "the file became shorter");
		p += got;
		n -= (size_t)got;
		at += (uint64_t)got;
	}
	return 0;
}

/* The two frames at the end of a file, as they were found. */
struct tail {
	int fd;
	uint64_t size;           /* of the file */
	uint64_t entries, width; /* of the seek table */
	uint64_t seek_at, index_at, index_n;
	unsigned char *seek, *index; /* the entries, and the index without its frame's head */
};

/* Finds the seek table.  Returns 1, 0 if there is none, or -1. */
static int
find_seek_table(struct tail *t, struct err *e)
{
	unsigned char footer[SEEK_FOOTER], head[SKIPPABLE];
	if (t->size < SKIPPABLE + SEEK_FOOTER)
		return 0;
	if (read_at(t->fd, footer, sizeof(footer), t->size - SEEK_FOOTER, e) < 0)
		return -1;
	if (get32(footer + 5) != SEEK_TABLE_END || footer[4] & SEEK_RESERVED)
		return 0;
	t->entries = get32(footer);
	t->width = footer[4] & SEEK_CHECKSUMS ? SEEK_ENTRY : SEEK_ENTRY - 4;
	const uint64_t n = t->entries * t->width + SEEK_FOOTER;
	if (t->entries == 0)
		return 0;
	if (t->entries > FRAMES_MAX + 1 || n + SKIPPABLE > t->size)
		return err_set(e, "the seek table is damaged");
	t->seek_at = t->size - n - SKIPPABLE;
	if (read_at(t->fd, head, sizeof(head), t->seek_at, e) < 0)
		return -1;
	if (get32(head) != SEEK_MAGIC || get32(head + 4) != n)
		return err_set(e, "the seek table is damaged");
	return 1;
}

/* Finds the index before the seek table.  Returns 1, 0 if there is none, or -1. */
static int
find_index(struct tail *t, struct err *e)
{
	unsigned char entry[SEEK_ENTRY], head[SKIPPABLE + sizeof(signature)];
	const uint64_t last = t->seek_at + SKIPPABLE + (t->entries - 1) * t->width;
	if (read_at(t->fd, entry, (size_t)t->width, last, e) < 0)
		return -1;
	const uint64_t n = get32(entry);
	if (n < sizeof(head) || n > t->seek_at)
		return 0;
	t->index_at = t->seek_at - n + SKIPPABLE;
	t->index_n = n - SKIPPABLE;
	if (read_at(t->fd, head, sizeof(head), t->seek_at - n, e) < 0)
		return -1;
	if (memcmp(head + SKIPPABLE, signature, sizeof(signature)) != 0)
		return 0;
	if (get32(head) != INDEX_MAGIC || get32(head + 4) != t->index_n)
		return err_set(e, "the time index is damaged");
	return 1;
}

/* Checks the head and the digest of the index. */
static int
check_index(const struct tail *t, struct err *e)
{
	const unsigned char *p = t->index;
	unsigned char digest[INDEX_DIGEST];
	const uint64_t version = get32(p + 8), frames = get32(p + 12);
	if (version != VERSION)
		return err_set(
		    e, "the time index has version %" PRIu64 ", which is not known here", version);
	sha256(p, (size_t)t->index_n - INDEX_DIGEST, digest);
	if (memcmp(digest, p + t->index_n - INDEX_DIGEST, INDEX_DIGEST) != 0 ||
	    index_bytes(frames) - SKIPPABLE != t->index_n)
		return err_set(e, "the time index is damaged");
	if (get64(p + 16) != t->size)
		return err_set(e,
		    "the time index is for a file of %" PRIu64 " bytes, not %" PRIu64
		    "; something was added or cut",
		    get64(p + 16), t->size);
	if (frames + 1 != t->entries || t->width != SEEK_ENTRY)
		return err_set(e, "the time index does not fit the seek table");
	return 0;
}

static struct index_frame
get_row(const unsigned char *p)
{
	return (struct index_frame){ .stored = get32(p),
		.bytes = get32(p + 4),
		.checksum = (uint32_t)get32(p + 8),
		.lines = get32(p + 12),
		.records = get32(p + 16),
		.unknown = get32(p + 20),
		.longest = get32(p + 24),
		.first_ns = (int64_t)get64(p + 36),
		.last_ns = (int64_t)get64(p + 44) };
}

/* Can a frame have these numbers? */
static bool
is_possible(const struct index_frame *f)
{
	const bool timed = f->first_ns <= f->last_ns;
	if (f->stored == 0 || f->bytes == 0 || f->lines == 0 || f->lines > f->bytes)
		return false;
	if (f->unknown > f->records || timed != (f->records > f->unknown))
		return false;
	return f->longest <= f->bytes &&
	       (timed || (f->first_ns == INT64_MAX && f->last_ns == INT64_MIN));
}

static int
take_rows(struct time_index *ix, const struct tail *t, struct err *e)
{
	const uint64_t frames = t->entries - 1;
	for (uint64_t i = 0; i < frames; i++) {
		const unsigned char *row = t->index + INDEX_HEAD + i * INDEX_ROW;
		const struct index_frame f = get_row(row), *put = append(ix, &f);
		if (!is_possible(&f) || get64(row + 28) != put->lines_before ||
		    get64(row + 52) != put->offset)
			return err_set(e, "the time index is damaged");
		if (memcmp(row, t->seek + i * SEEK_ENTRY, SEEK_ENTRY) != 0)
			return err_set(e, "the time index does not fit the seek table");
	}
	const struct index_frame *last = frames > 0 ? &ix->frame[frames - 1] : NULL;
	const unsigned char *own = t->seek + frames * SEEK_ENTRY;
	const uint64_t end = last ? last->at + last->stored : 0;
	if (get32(own + 4) != 0 || get32(own + 8) != EMPTY_XXH64)
		return err_set(e, "the seek table is damaged");
	if (end + SKIPPABLE != t->index_at || get64(t->index + 24) != ix->bytes ||
	    get64(t->index + 32) != ix->lines || get64(t->index + 40) != ix->records)
		return err_set(e, "the time index is damaged");
	return 0;
}

static int
read_tail(struct tail *t, struct err *e)
{
	if (t->index_n < INDEX_HEAD + INDEX_DIGEST)
		return err_set(e, "the time index is damaged");
	t->index = mem_alloc((size_t)t->index_n);
	if (read_at(t->fd, t->index, (size_t)t->index_n, t->index_at, e) < 0 ||
	    check_index(t, e) < 0)
		return -1;
	const size_t n = (size_t)(t->entries * t->width);
	t->seek = mem_alloc(n);
	return read_at(t->fd, t->seek, n, t->seek_at + SKIPPABLE, e);
}

int
time_index_read(struct time_index *ix, int fd, struct err *e)
{
	struct tail t = { .fd = fd };
	struct stat st;
	*ix = (struct time_index){ 0 };
	if (fstat(fd, &st) < 0)
		return err_set(e, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return 0;
	t.size = (uint64_t)st.st_size;
	int found = find_seek_table(&t, e);
	if (found > 0)
		found = find_index(&t, e);
	if (found > 0 && (read_tail(&t, e) < 0 || take_rows(ix, &t, e) < 0))
		found = -1;
	if (found > 0) {
		ix->file = t.size;
		memcpy(ix->rules, t.index + 48, TIME_RULES);
	} else {
		time_index_free(ix);
	}
	free(t.seek);
	free(t.index);
	return found;
}

/* ---- looking at a file ---------------------------------------------------------------------- */

static bool
look_at(int fd, unsigned char *p, size_t n, uint64_t at)
{
	return read_at(fd, p, n, at, &(struct err){ 0 }) == 0;
}

bool
index_frame_is_there(const struct index_frame *f, int fd, uint64_t max_window)
{
	unsigned char head[ZSTD_HEAD_MAX], sum[4];
	uint64_t window;
	if (f->stored < sizeof(head) + sizeof(sum) || !look_at(fd, head, sizeof(head), f->at) ||
	    !look_at(fd, sum, sizeof(sum), f->at + f->stored - sizeof(sum)))
		return false;
	return zstd_head_window(head, sizeof(head), &window) && window <= max_window &&
	       zstd_head_has_checksum(head) &&
	       ZSTD_getFrameContentSize(head, sizeof(head)) == f->bytes &&
	       get32(sum) == f->checksum;
}

bool
time_index_begins(int fd, uint64_t at)
{
	unsigned char head[SKIPPABLE + sizeof(signature)];
	return look_at(fd, head, sizeof(head), at) && get32(head) == INDEX_MAGIC &&
	       memcmp(head + SKIPPABLE, signature, sizeof(signature)) == 0;
}
