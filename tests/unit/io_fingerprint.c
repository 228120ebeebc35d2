/* SPDX-License-Identifier: MIT */
/* The fingerprint of a stream depends on its bytes alone, and sees what is changed in them. */
#include "io/fingerprint.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/lines.h"
#include "tests/unit/unit.h"

enum { MOST = 5000000 };

static char path[] = "/tmp/io_fingerprint_XXXXXX";
static char text[MOST];
static uint64_t seed = 7;

static unsigned
draw(void)
{
	seed = seed * 6364136223846793005 + 1442695040888963407;
	return (unsigned)(seed >> 33);
}

static void
digest_of(const char *p, size_t n, size_t step, unsigned char digest[FINGERPRINT_DIGEST])
{
	struct fingerprint f;
	fingerprint_init(&f);
	for (size_t at = 0; at < n;) {
		size_t part = step ? step : draw() % 9000;
		part = part < n - at ? part : n - at;
		fingerprint_add(&f, p + at, part);
		at += part;
	}
	CHECK(f.n == n && fingerprint_head(&f) == (n < 4096 ? n : 4096));
	fingerprint_digest(&f, digest);
}

/* Is the digest of the first n bytes the same, however they come? */
static void
check_length(size_t n, int fd)
{
	unsigned char want[FINGERPRINT_DIGEST], got[FINGERPRINT_DIGEST];
	struct fingerprint f;
	struct err e;
	digest_of(text, n, n + 1, want);
	for (size_t step = n > 100000 ? 1000 : 1; step <= 300; step = step * 3 + 1) {
		digest_of(text, n, step, got);
		CHECK(memcmp(want, got, sizeof(want)) == 0);
	}
	digest_of(text, n, 0, got);
	CHECK(memcmp(want, got, sizeof(want)) == 0);
	CHECK(fingerprint_file(&f, fd, n, &e) == 0);
	fingerprint_digest(&f, got);
	CHECK(memcmp(want, got, sizeof(want)) == 0);
	/* and going on from there */
	const size_t more = n + 70000 < MOST ? n + 70000 : MOST;
	fingerprint_add(&f, text + n, more - n);
	fingerprint_digest(&f, got);
	digest_of(text, more, more + 1, want);
	CHECK(memcmp(want, got, sizeof(want)) == 0);
}

static bool
sees(size_t n, size_t from, size_t to)
{
	unsigned char want[FINGERPRINT_DIGEST], got[FINGERPRINT_DIGEST];
	digest_of(text, n, n + 1, want);
	for (size_t i = from; i < to; i++)
		text[i] ^= 1;
	digest_of(text, n, n + 1, got);
	for (size_t i = from; i < to; i++)
		text[i] ^= 1;
	return memcmp(want, got, sizeof(want)) != 0;
}

static void
check_changes(void)
{
	for (size_t i = 0; i < 12288; i += 37)
		CHECK(sees(12288, i, i + 1));
	for (size_t n = 12289; n < MOST; n = n * 3 + 1) {
		for (size_t i = 0; i < 4096; i += 511)
			CHECK(sees(n, i, i + 1) && sees(n, n - 1 - i, n - i));
		for (size_t i = 0; i + n / 8 < n; i += n / 20)
			CHECK(sees(n, i, i + n / 8));
	}
}

/* What a reader of lines has of the input is what the input is, also of lines over the limit. */
static void
check_lines(const char *input, size_t n, size_t block, size_t max_line)
{
	struct fingerprint *of = calloc(2, sizeof(*of)), *mine = of + 1;
	unsigned char want[FINGERPRINT_DIGEST], got[FINGERPRINT_DIGEST];
	struct input_block b = { 0 };
	struct lines l;
	FILE *f = fopen(path, "w");
	CHECK(fwrite(input, 1, n, f) == n && fclose(f) == 0);
	struct in *in = in_open(path, NULL);
	fingerprint_init(of);
	fingerprint_init(mine);
	lines_init(&l, in, block, max_line);
	lines_set_fingerprint(&l, of);
	bool same = true, torn = false;
	while (lines_next(&l, &b, NULL) > 0) {
		CHECK(!torn);
		torn = b.torn;
		if (l.bom && mine->n == 0)
			fingerprint_add(mine, "\xef\xbb\xbf", 3);
		if (b.too_long)
			*mine = *b.fingerprint;
		else
			fingerprint_add(mine, b.p, b.n);
		fingerprint_digest(mine, got);
		digest_of(input, lines_offset(&l), n + 1, want);
		same = same && mine->n == lines_offset(&l) && memcmp(want, got, sizeof(want)) == 0;
	}
	CHECK(same);
	CHECK(lines_offset(&l) == n && torn == (n > 0 && input[n - 1] != '\n' && mine->n > 3));
	lines_free(&l);
	in_close(in);
	free(of);
}

static void
check_all_lines(void)
{
	static const size_t blocks[] = { 1, 100, 5000, 1 << 20 };
	struct buf b = { 0 };
	BUF_LIT(&b, "\xef\xbb\xbf");
	for (int i = 0; i < 300; i++) {
		const unsigned n = draw() % 100 == 0 ? 30000 : draw() % 400;
		for (unsigned k = 0; k < n; k++)
			buf_char(&b, (char)('a' + draw() % 20));
		buf_char(&b, '\n');
	}
	for (size_t i = 0; i < 4; i++) {
		check_lines(b.p, b.n, blocks[i], 200);
		check_lines(b.p, b.n, blocks[i], 100000);
		check_lines(b.p + 3, b.n - 3, blocks[i], 300);
		check_lines(b.p, b.n - 1, blocks[i], 1);
		check_lines(b.p, b.n - 1, blocks[i], 100000);
		check_lines(b.p, 3, blocks[i], 1);
		check_lines(b.p, 0, blocks[i], 1);
	}
	buf_free(&b);
}

int
main(void)
{
	static const size_t lengths[] = { 0, 1, 255, 256, 4095, 4096, 4097, 8191, 8192, 8193, 12287,
		12288, 12289, 32767, 32768, 32769, 65536, 65537, 131072, 1000000, 4999999, MOST };
	struct fingerprint f;
	struct err e;
	for (size_t i = 0; i < MOST; i++)
		text[i] = (char)draw();
	const int fd = mkstemp(path);
	CHECK(write(fd, text, MOST) == MOST);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++)
		check_length(lengths[i], fd);
	CHECK(fingerprint_file(&f, fd, MOST + 1, &e) == -1);
	close(fd);
	check_changes();
	check_all_lines();
	unlink(path);
	return unit_end();
}
