/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/in.h"
#include "io/lines.h"
#include "tests/fuzz/fuzz.h"

/*
 * Inputs of any kind: the output does not depend on how much is read at a time, and lines give out
 * every byte of it once, except lines over the limit.
 */
#define MOST ((size_t)16 << 20) /* a small frame can hold far more */

struct decoded {
	struct buf b;
	bool failed, cut;
};

static struct decoded
decode(const char *path, size_t cap)
{
	struct decoded d = { 0 };
	struct err e;
	struct in *in = in_open(path, &e);
	ssize_t n;
	MUST(in != NULL);
	do {
		buf_room(&d.b, cap);
		n = in_read(in, d.b.p + d.b.n, cap, &e);
		MUST(n <= (ssize_t)cap);
		d.b.n += n > 0 ? (size_t)n : 0;
	} while (n > 0 && d.b.n < MOST);
	d.cut = n > 0;
	d.failed = n < 0;
	MUST(!d.failed || in_read(in, d.b.p, 1, &e) == -1);
	in_close(in);
	return d;
}

/* Blocks in order; the sum of bytes. */
static void
read_lines(const char *path, size_t block, size_t max_line, const struct decoded *d)
{
	struct err e;
	struct in *in = in_open(path, &e);
	struct lines l;
	struct input_block b;
	uint64_t bytes = d->b.n >= 3 && memcmp(d->b.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	int more;
	MUST(in != NULL);
	lines_init(&l, in, block, max_line);
	while ((more = lines_next(&l, &b, &e)) > 0) {
		MUST(b.too_long == 0 || b.too_long > max_line);
		if (b.too_long) {
			bytes += b.too_long;
			bytes += bytes < d->b.n && d->b.p[bytes] == '\n';
			continue;
		}
		MUST(b.n > 0 && bytes + b.n <= d->b.n);
		MUST(memcmp(b.p, d->b.p + bytes, b.n) == 0);
		bytes += b.n;
		MUST(b.p[b.n - 1] == '\n' || (b.p[b.n] == '\n' && bytes == d->b.n));
	}
	MUST((more < 0) == d->failed);
	MUST(bytes == d->b.n);
	lines_free(&l);
	in_close(in);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct decoded few;
	char path[64];
	if (n < 2)
		return 0;
	size_t cap = 1 + data[0];
	int fd = memfd_create("input", MFD_CLOEXEC);
	MUST(fd >= 0 && write(fd, data + 2, n - 2) == (ssize_t)(n - 2));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct decoded all = decode(path, (size_t)64 << 10);
	if (!all.cut) {
		few = decode(path, cap);
		MUST(few.failed == all.failed && few.b.n == all.b.n);
		MUST(all.b.n == 0 || memcmp(few.b.p, all.b.p, all.b.n) == 0);
		buf_free(&few.b);
		read_lines(path, 16 + cap, 1 + (size_t)data[1] * 8, &all);
		read_lines(path, 0, 0, &all);
	}
	buf_free(&all.b);
	close(fd);
	return 0;
}
