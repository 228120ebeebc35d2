/* SPDX-License-Identifier: MIT */
#include "io/time_index.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#include "base/sha256.h"
#include "io/frame_pool.h"
#include "io/frame_writer.h"
#include "io/in.h"
#include "io/little_endian.h"
#include "io/lines.h"
#include "tests/unit/unit.h"

enum { FRAMES = 6, SMALL = 40, LARGE = 4000, TAIL = 1024 };

/* A packed file, and what is in it. */
struct packed {
	struct buf file, text;
	struct time_index index;
};

static int64_t
at_of(size_t frame, size_t line)
{
	return (int64_t)(frame * 1000000 + line);
}

/* Packs FRAMES frames of so many lines each, in so many threads.  Frame 2 has records without a
 * time, frame 3 no times at all. */
static struct packed
pack(size_t lines, unsigned threads)
{
	struct packed p = { 0 };
	struct frame_writer *w = frame_writer_new(threads, 3);
	struct new_frame *f;
	for (unsigned char i = 0; i < TIME_RULES; i++)
		p.index.rules[i] = i;
	for (size_t i = 0; i < FRAMES; i++) {
		f = frame_writer_new_frame(w);
		for (size_t k = 0; k < lines; k++)
			buf_printf(&f->text, "{\"frame\":%zu,\"line\":%zu,\"filling\":\"%0*zu\"}\n",
			    i, k, 80, k);
		f->facts = (struct index_frame){ .lines = lines,
			.records = lines,
			.unknown = i == 2   ? 1
				   : i == 3 ? lines
					    : 0,
			.longest = 150,
			.first_ns = i == 3 ? INT64_MAX : at_of(i, 0),
			.last_ns = i == 3 ? INT64_MIN : at_of(i, lines - 1) };
		buf_text(&p.text, buf_as_text(&f->text));
		frame_writer_put(w, f);
	}
	while ((f = frame_writer_next(w, true)) != NULL) {
		CHECK(!f->failed);
		buf_put(&p.file, f->p, (size_t)f->facts.stored);
		time_index_add(&p.index, &f->facts);
		frame_writer_release(w, f);
	}
	time_index_put(&p.file, &p.index);
	frame_writer_free(w);
	return p;
}

static void
packed_free(struct packed *p)
{
	buf_free(&p->file);
	buf_free(&p->text);
	time_index_free(&p->index);
}

/* Writes a file, whose path is then in *path. */
static int
write_file(struct text t, char path[32])
{
	strcpy(path, "/tmp/io_time_index_XXXXXX");
	const int fd = mkstemp(path);
	CHECK(fd >= 0 && write(fd, t.p, t.n) == (ssize_t)t.n);
	return fd;
}

/* What time_index_read says of a text. */
static int
judge(struct text t, struct time_index *ix, struct err *e)
{
	char path[32];
	const int fd = write_file(t, path);
	const int found = time_index_read(ix, fd, e);
	close(fd);
	unlink(path);
	return found;
}

static int
verdict(struct text t)
{
	struct time_index ix;
	struct err e = { .text = "" };
	const int found = judge(t, &ix, &e);
	if (found > 0)
		time_index_free(&ix);
	CHECK(found >= 0 || e.text[0]);
	return found;
}

static bool
same_frame(const struct index_frame *a, const struct index_frame *b)
{
	return a->at == b->at && a->stored == b->stored && a->offset == b->offset &&
	       a->bytes == b->bytes && a->lines_before == b->lines_before && a->lines == b->lines &&
	       a->records == b->records && a->unknown == b->unknown && a->longest == b->longest &&
	       a->first_ns == b->first_ns && a->last_ns == b->last_ns && a->checksum == b->checksum;
}

static void
check_read(void)
{
	struct packed p = pack(SMALL, 1);
	struct time_index ix;
	struct err e;
	unit_row("read");
	CHECK(judge(buf_as_text(&p.file), &ix, &e) == 1);
	CHECK(ix.frames == FRAMES && ix.file == p.file.n && ix.bytes == p.text.n);
	CHECK(ix.lines == FRAMES * SMALL && ix.records == ix.lines);
	CHECK(memcmp(ix.rules, p.index.rules, TIME_RULES) == 0);
	for (size_t i = 0; i < FRAMES; i++)
		CHECK(same_frame(&ix.frame[i], &p.index.frame[i]));
	time_index_free(&ix);
	packed_free(&p);
}

static void
check_may_have(void)
{
	const struct index_frame f = { .first_ns = 10, .last_ns = 20, .records = 2 };
	struct index_frame unknown = f, none = { .first_ns = INT64_MAX, .last_ns = INT64_MIN };
	const struct index_frame last = { .first_ns = INT64_MAX, .last_ns = INT64_MAX };
	unit_row("may have");
	unknown.unknown = 1;
	CHECK(index_frame_may_have(&f, 10, 11) && index_frame_may_have(&f, 20, 21));
	CHECK(index_frame_may_have(&f, 15, 16) && index_frame_may_have(&f, INT64_MIN, INT64_MAX));
	CHECK(!index_frame_may_have(&f, 21, 30) && !index_frame_may_have(&f, 5, 10));
	CHECK(index_frame_may_have(&unknown, 21, 30));
	CHECK(!index_frame_may_have(&none, INT64_MIN, INT64_MAX));
	CHECK(index_frame_may_have(&last, 0, INT64_MAX)); /* no end */
	CHECK(!index_frame_may_have(&last, 0, INT64_MAX - 1));
}

/* ---- the seekable format -------------------------------------------------------------------- */

/* The checksum that a frame of this text ends in. */
static uint64_t
checksum_of(struct text t)
{
	char *stored = malloc(ZSTD_compressBound(t.n));
	ZSTD_CCtx *zstd = ZSTD_createCCtx();
	ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 1);
	const size_t n = ZSTD_compress2(zstd, stored, ZSTD_compressBound(t.n), t.p, t.n);
	const uint64_t sum = little_endian_get((unsigned char *)stored + n - 4, 4);
	ZSTD_freeCCtx(zstd);
	free(stored);
	return sum;
}

/*
 * Reads a file as its format says, version 0.1.0: the number of frames is 9 bytes before the end,
 * the entries are before it.  Each frame must decompress to its entry's size and checksum, from its
 * place alone.
 */
static void
check_seekable(size_t lines)
{
	struct packed p = pack(lines, 3);
	const unsigned char *file = (const unsigned char *)p.file.p, *footer = file + p.file.n - 9;
	const uint64_t frames = little_endian_get(footer, 4);
	const unsigned char *entry = footer - 12 * frames;
	char *text = malloc(p.text.n + 1);
	uint64_t at = 0, offset = 0;
	unit_row("seekable");
	CHECK(little_endian_get(footer + 5, 4) == 0x8F92EAB1);
	CHECK(footer[4] == 0x80 && frames == FRAMES + 1);
	CHECK(little_endian_get(entry - 8, 4) == 0x184D2A5E);
	CHECK(little_endian_get(entry - 4, 4) == 12 * frames + 9);
	for (uint64_t i = 0; i < frames; i++, entry += 12) {
		const uint64_t stored = little_endian_get(entry, 4);
		const uint64_t bytes = little_endian_get(entry + 4, 4);
		const struct text part = { text, (size_t)bytes };
		CHECK(ZSTD_findFrameCompressedSize(file + at, stored) == stored);
		if (bytes > 0)
			CHECK(ZSTD_decompress(text, p.text.n, file + at, stored) == bytes);
		CHECK(memcmp(text, p.text.p + offset, (size_t)bytes) == 0);
		CHECK(checksum_of(part) == little_endian_get(entry + 8, 4));
		at += stored;
		offset += bytes;
	}
	CHECK(at == (uint64_t)(footer - 12 * frames - 8 - file) && offset == p.text.n);
	free(text);
	packed_free(&p);
}

/* ---- damaged and forged --------------------------------------------------------------------- */

/* Each byte of the two frames at the end, changed in turn. */
static void
check_flips(void)
{
	struct packed p = pack(SMALL, 1);
	const struct index_frame *last = &p.index.frame[FRAMES - 1];
	unit_row("flipped");
	for (size_t i = (size_t)(last->at + last->stored); i < p.file.n; i++) {
		const char was = p.file.p[i];
		if (i == p.file.n - 5) /* the descriptor has two bits that mean nothing */
			continue;
		p.file.p[i] ^= 0x10;
		CHECK(verdict(buf_as_text(&p.file)) <= 0);
		p.file.p[i] = was;
	}
	CHECK(verdict(buf_as_text(&p.file)) == 1);
	packed_free(&p);
}

static void
check_lengths(void)
{
	struct packed p = pack(SMALL, 1);
	struct buf two = { 0 };
	unit_row("lengths");
	for (size_t n = p.file.n - TAIL; n < p.file.n; n++)
		CHECK(verdict((struct text){ p.file.p, n }) == 0);
	for (size_t n = 1; n < TAIL; n++)
		CHECK(verdict((struct text){ p.file.p + n, p.file.n - n }) == -1);
	buf_text(&two, buf_as_text(&p.file));
	buf_text(&two, buf_as_text(&p.file));
	CHECK(verdict(buf_as_text(&two)) == -1);
	buf_char(&two, 0);
	CHECK(verdict(buf_as_text(&two)) == 0);
	CHECK(verdict(TEXT("")) == 0 && verdict(TEXT("{}\n")) == 0);
	buf_free(&two);
	packed_free(&p);
}

/* A number of the index that is changed; the digest is made again, so that it is valid. */
static const struct {
	const char *name;
	int row; /* -1: in the head */
	size_t at, n;
	uint64_t value;
	int found;
} forgeries[] = {
	{ "another version", -1, 8, 4, 2, -1 },
	{ "too many frames", -1, 12, 4, 7, -1 },
	{ "no frames", -1, 12, 4, 0, -1 },
	{ "another file length", -1, 16, 8, 1, -1 },
	{ "other bytes", -1, 24, 8, 1, -1 },
	{ "other lines", -1, 32, 8, 1, -1 },
	{ "other records", -1, 40, 8, 1, -1 },
	{ "stored", 1, 0, 4, 100, -1 },
	{ "stored: nothing", 1, 0, 4, 0, -1 },
	{ "bytes", 1, 4, 4, 100, -1 },
	{ "checksum", 1, 8, 4, 100, -1 },
	{ "no lines", 1, 12, 4, 0, -1 },
	{ "too many lines", 1, 12, 4, 0xffffffff, -1 },
	{ "unknown: all, but with times", 1, 20, 4, SMALL, -1 },
	{ "unknown: more than all", 1, 20, 4, SMALL + 1, -1 },
	{ "longer than the frame", 1, 24, 4, 0xffffffff, -1 },
	{ "lines before", 1, 28, 8, 0, -1 },
	{ "first after last", 1, 36, 8, INT64_MAX, -1 },
	{ "last before first", 1, 44, 8, 0, -1 },
	{ "offset", 1, 52, 8, 0, -1 },
	{ "a lie that is possible", 1, 44, 8, 5000000, 1 },
	{ "a lie about unknown", 1, 20, 4, 1, 1 },
};

static void
check_forged(void)
{
	struct packed p = pack(SMALL, 1);
	const struct index_frame *last = &p.index.frame[FRAMES - 1];
	unsigned char *index = (unsigned char *)p.file.p + last->at + last->stored + 8;
	unsigned char was[8];
	const size_t n = 80 + 60 * FRAMES;
	for (size_t i = 0; i < sizeof(forgeries) / sizeof(*forgeries); i++) {
		const int row = forgeries[i].row;
		unsigned char *at = index + (row < 0 ? 0 : 80 + 60 * row) + forgeries[i].at;
		unit_row(forgeries[i].name);
		memcpy(was, at, forgeries[i].n);
		little_endian_put(at, forgeries[i].n, forgeries[i].value);
		sha256(index, n, index + n);
		CHECK(verdict(buf_as_text(&p.file)) == forgeries[i].found);
		memcpy(at, was, forgeries[i].n);
	}
	sha256(index, n, index + n);
	unit_row("as it was");
	CHECK(verdict(buf_as_text(&p.file)) == 1);
	packed_free(&p);
}

/* ---- passing over frames -------------------------------------------------------------------- */

/* Reads the file without the frames of a mask, and checks the lines and their places. */
static void
check_pass(const struct packed *p, const char *path, unsigned mask, bool pooled)
{
	struct in *in = in_open(path, NULL);
	struct frame_pool *pool = pooled ? frame_pool_new() : NULL;
	struct block_memory own = { 0 };
	struct input_block b;
	struct lines l;
	struct buf want = { 0 }, got = { 0 };
	uint64_t lines = 0, passed = 0;
	bool pass[FRAMES];
	for (size_t i = 0; i < FRAMES; i++) {
		const struct index_frame *f = &p->index.frame[i];
		pass[i] = mask >> i & 1;
		if (!pass[i])
			buf_put(&want, p->text.p + f->offset, (size_t)f->bytes);
		passed += pass[i] ? f->lines : 0;
	}
	if (pooled)
		in_set_pool(in, pool, 3);
	in_set_index(in, &p->index, pass);
	lines_init(&l, in, 0, 0);
	while (lines_take(&l, &own, &b, NULL) > 0) {
		if (b.passed_lines) {
			CHECK(
			    !b.p && b.lines_before == lines && b.passed_records == b.passed_lines);
			passed -= b.passed_lines;
			lines += b.passed_lines;
			continue;
		}
		CHECK(memcmp(b.p, p->text.p + b.offset, b.n) == 0);
		buf_put(&got, b.p, b.n);
		lines += lines_count(b.p, b.n);
		if (pooled)
			frame_pool_work(pool); /* another thread may do that at any time */
	}
	CHECK(text_eq(buf_as_text(&got), buf_as_text(&want)));
	CHECK(passed == 0 && lines == p->index.lines && !in_index_fault(in));
	CHECK(in_raw_bytes(in) == p->file.n && lines_offset(&l) == p->text.n);
	lines_free(&l);
	block_memory_free(&own);
	in_close(in);
	frame_pool_free(pool);
	buf_free(&want);
	buf_free(&got);
}

static void
check_passes(size_t lines, unsigned step)
{
	struct packed p = pack(lines, 2);
	char path[32];
	close(write_file(buf_as_text(&p.file), path));
	unit_row("passed over");
	for (unsigned mask = 0; mask < 1U << FRAMES; mask += step) {
		check_pass(&p, path, mask, false);
		check_pass(&p, path, mask, true);
	}
	unlink(path);
	packed_free(&p);
}

int
main(void)
{
	check_read();
	check_may_have();
	check_seekable(SMALL);
	check_seekable(LARGE);
	check_flips();
	check_lengths();
	check_forged();
	check_passes(SMALL, 1);
	check_passes(LARGE, 5);
	return unit_end();
}
