/* SPDX-License-Identifier: MIT */
#include "io/time_index.h"

#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/sha256.h"
#include "io/frame_pool.h"
#include "io/frame_writer.h"
#include "io/in.h"
#include "io/lines.h"
#include "io/little_endian.h"
#include "tests/fuzz/fuzz.h"

/*
 * A packed file whose end was changed, by an accident or by somebody who makes its digest again.
 * The first byte says whether that is done, and the second one which frames to pass over; then come
 * changes: two bytes say where, from the end of the file, and the third is what is there.  If the
 * fourth bit of the first byte is set, the rest is the whole file instead.
 *
 * Whatever the index says, everything that is read was in the file, in order; and if nothing is
 * passed over, it is all of it.
 */
enum { FRAMES = 4, LINES = 30, SIGN = 1, POOL = 2, WHOLE = 4 };

static void
make_file(struct buf *file, struct buf *text)
{
	struct frame_writer *w = frame_writer_new(1, 1);
	struct time_index ix = { 0 };
	struct new_frame *f;
	for (int i = 0; i < FRAMES; i++) {
		f = frame_writer_new_frame(w);
		for (int k = 0; k < LINES; k++)
			buf_printf(&f->text, "{\"n\":%d}\n", i * LINES + k);
		f->facts = (struct index_frame){ .lines = LINES,
			.records = LINES,
			.longest = 9,
			.first_ns = i,
			.last_ns = i + 1 };
		buf_text(text, buf_as_text(&f->text));
		frame_writer_put(w, f);
		f = frame_writer_next(w, true);
		buf_put(file, f->p, (size_t)f->facts.stored);
		time_index_add(&ix, &f->facts);
		frame_writer_release(w, f);
	}
	time_index_put(file, &ix);
	time_index_free(&ix);
	frame_writer_free(w);
}

static void
change(struct buf *file, const uint8_t *data, size_t n, bool sign)
{
	/* only the frames at the end: damaged lines may come out before their checksum is met */
	const size_t tail = 8 + 80 + 60 * FRAMES + 32 + 8 + 12 * (FRAMES + 1) + 9;
	const size_t index = file->n - tail + 8;
	unsigned char *p = (unsigned char *)file->p + index;
	for (; n >= 3; data += 3, n -= 3) {
		const size_t back = (size_t)little_endian_get(data, 2);
		if (back < tail)
			file->p[file->n - 1 - back] = (char)data[2];
	}
	if (sign)
		sha256(p, 80 + 60 * FRAMES, p + 80 + 60 * FRAMES);
}

/* Finds t in the text from *at on, and moves *at behind it. */
static bool
follows(struct text t, const struct buf *text, size_t *at)
{
	const char *p = memmem(text->p + *at, text->n - *at, t.p, t.n);
	if (p)
		*at = (size_t)(p - text->p) + t.n;
	return p != NULL;
}

static void
read_file(const char *path, const struct time_index *ix, uint8_t mask, bool pooled,
    const struct buf *text)
{
	struct frame_pool *pool = frame_pool_new();
	struct block_memory own = { 0 };
	struct in *in = in_open(path, NULL);
	bool *pass = malloc(ix->frames + 1), passed = false;
	struct input_block b;
	struct lines l;
	size_t at = 0;
	int more;
	for (size_t i = 0; i < ix->frames; i++)
		pass[i] = mask >> (i & 7) & 1;
	if (pooled)
		in_set_pool(in, pool, 2);
	in_set_index(in, ix, pass);
	lines_init(&l, in, 64, 0);
	while ((more = lines_take(&l, &own, &b, NULL)) > 0) {
		passed |= b.passed_lines > 0;
		if (b.p && text)
			MUST(follows((struct text){ b.p, b.n }, text, &at));
	}
	if (text && !passed && more == 0)
		MUST(at == text->n);
	lines_free(&l);
	block_memory_free(&own);
	in_close(in);
	frame_pool_free(pool);
	free(pass);
}

static void
judge(const struct buf *file, uint8_t mask, bool pooled, const struct buf *text)
{
	const int fd = memfd_create("packed", MFD_CLOEXEC);
	struct time_index ix;
	struct err e = { .text = "" };
	char path[64];
	MUST(fd >= 0 && write(fd, file->p, file->n) == (ssize_t)file->n);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	const int found = time_index_read(&ix, fd, &e);
	MUST(found >= 0 || e.text[0]);
	if (found > 0) {
		read_file(path, &ix, mask, pooled, text);
		time_index_free(&ix);
	}
	close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf file = { 0 }, text = { 0 };
	if (n < 2)
		return 0;
	if (data[0] & WHOLE) {
		buf_put(&file, data + 2, n - 2);
		judge(&file, data[1], data[0] & POOL, NULL);
	} else {
		make_file(&file, &text);
		change(&file, data + 2, n - 2, data[0] & SIGN);
		judge(&file, data[1], data[0] & POOL, &text);
	}
	buf_free(&file);
	buf_free(&text);
	return 0;
}
