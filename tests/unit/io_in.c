/* SPDX-License-Identifier: MIT */
#include "io/in.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "base/buf.h"
#include "base/text.h"
#include "tests/unit/unit.h"

enum { FIRST_MESSAGE = 8 }; /* messages are recognised by that many bytes */

static char path[] = "/tmp/io_in_XXXXXX";

static void
store(const void *p, size_t n)
{
	FILE *f = fopen(path, "w");
	CHECK(fwrite(p, 1, n, f) == n);
	CHECK(fclose(f) == 0);
}

/* Reads the whole file in pieces of `step`.  What the last call returned. */
static ssize_t
slurp(struct buf *got, size_t step, struct err *e)
{
	struct in *in = in_open(path, e);
	ssize_t n;
	do {
		buf_room(got, step);
		n = in_read(in, got->p + got->n, step, e);
		got->n += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	CHECK(in_read(in, got->p, 1, e) == n); /* the end and errors stay */
	in_close(in);
	return n;
}

static void
put_frame(struct buf *b, struct text t, int level)
{
	size_t bound = ZSTD_compressBound(t.n), n;
	buf_room(b, bound);
	n = ZSTD_compress(b->p + b->n, bound, t.p, t.n, level);
	CHECK(!ZSTD_isError(n));
	b->n += n;
}

static void
put_skippable(struct buf *b, unsigned magic, unsigned char n)
{
	const unsigned char head[8] = { (unsigned char)(0x50 + magic), 0x2a, 0x4d, 0x18, n, 0, 0,
		0 };
	buf_put(b, head, 8);
	for (unsigned char i = 0; i < n; i++)
		buf_char(b, (char)i);
}

static struct text
long_text(void)
{
	static struct buf b;
	for (int i = 0; b.n < 700000; i++)
		buf_printf(&b, "{\"n\":%d,\"x\":\"%x\"}\n", i, (unsigned)i * 2654435761u);
	return buf_as_text(&b);
}

/* `S` a skippable frame, `E` an empty one, `T` a short text, `L` a long one. */
static void
check_frames(const char *recipe)
{
	static const size_t steps[] = { 1, 100, 65536, 1 << 20 };
	struct buf stored = { 0 }, want = { 0 };
	struct err e;
	unit_row(recipe);
	for (const char *r = recipe; *r; r++) {
		struct text t = *r == 'T' ? TEXT("{\"a\":1}\n") : TEXT("");
		if (*r == 'L')
			t = long_text();
		if (*r == 'S')
			put_skippable(
			    &stored, (unsigned)(r - recipe) % 16, (unsigned char)(r - recipe) * 40);
		else
			put_frame(&stored, t, 3);
		buf_text(&want, t);
	}
	store(stored.p, stored.n);
	for (size_t i = strchr(recipe, 'L') ? 1 : 0; i < 4; i++) {
		struct buf got = { 0 };
		CHECK(slurp(&got, steps[i], &e) == 0);
		CHECK(text_eq(buf_as_text(&got), buf_as_text(&want)));
		buf_free(&got);
	}
	buf_free(&stored);
	buf_free(&want);
}

#define PARTS 5
/* A frame whose content is flushed in parts: where each part ends in it and in the content. */
struct parts {
	struct buf stored, content;
	size_t stored_end[PARTS], content_end[PARTS];
};

static void
make_parts(struct parts *p, bool checksum)
{
	ZSTD_CCtx *c = ZSTD_createCCtx();
	memset(p, 0, sizeof(*p));
	ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, checksum);
	for (int i = 0; i < PARTS; i++) {
		char part[200];
		int n = snprintf(part, sizeof(part), "{\"part\":%d,\"x\":\"%.*s\"}\n", i, 10 * i,
		    "abababababababababababababababababababababababab");
		ZSTD_inBuffer in = { part, (size_t)n, 0 };
		ZSTD_outBuffer out;
		buf_room(&p->stored, 1000);
		out = (ZSTD_outBuffer){ p->stored.p + p->stored.n, 1000, 0 };
		CHECK(ZSTD_compressStream2(
			  c, &out, &in, i + 1 < PARTS ? ZSTD_e_flush : ZSTD_e_end) == 0);
		p->stored.n += out.pos;
		buf_put(&p->content, part, (size_t)n);
		p->stored_end[i] = p->stored.n;
		p->content_end[i] = p->content.n;
	}
	ZSTD_freeCCtx(c);
}

static void
free_parts(struct parts *p)
{
	buf_free(&p->stored);
	buf_free(&p->content);
}

/* How much content has come before `at` in the frame. */
static size_t
content_before(const struct parts *p, size_t at)
{
	size_t n = 0;
	for (int i = 0; i < PARTS && p->stored_end[i] <= at; i++)
		n = p->content_end[i];
	return n;
}

static bool
is_prefix(const struct buf *got, const struct buf *of)
{
	return got->n <= of->n && memcmp(got->p, of->p, got->n) == 0;
}

static void
check_cuts(bool checksum)
{
	struct parts p;
	unit_row("cut");
	make_parts(&p, checksum);
	for (size_t cut = 2; cut < p.stored.n; cut++) {
		for (size_t step = 1; step < 2000; step += 333) {
			struct buf got = { 0 };
			struct err e;
			store(p.stored.p, cut);
			CHECK(slurp(&got, step, &e) == -1);
			CHECK(strcmp(e.text, "zstd data ends in the middle of a frame") == 0);
			CHECK(is_prefix(&got, &p.content));
			CHECK(got.n >= content_before(&p, cut));
			buf_free(&got);
		}
	}
	free_parts(&p);
}

/* Any byte behind the magic number set to anything: what came before it is read, what is read is
 * right where there is a checksum to tell. */
static void
check_damage(void)
{
	struct parts p;
	size_t told = 0, tried = 0;
	unit_row("damage");
	make_parts(&p, true);
	for (size_t at = 4; at < p.stored.n; at++) {
		char right = p.stored.p[at];
		for (int bit = 0; bit < 8; bit++) {
			struct buf got = { 0 };
			struct err e;
			ssize_t n;
			p.stored.p[at] = (char)(right ^ (1 << bit));
			store(p.stored.p, p.stored.n);
			n = slurp(&got, 4096, &e);
			tried++;
			told += n == -1 && strstr(e.text, "zstd data ") == e.text;
			CHECK(n == -1 || is_prefix(&got, &p.content));
			/* the frame's header may have come to mean another content */
			CHECK(at < 6 || got.n >= content_before(&p, at));
			buf_free(&got);
		}
		p.stored.p[at] = right;
	}
	CHECK(told > tried * 9 / 10);
	free_parts(&p);
}

static void
check_garbage(void)
{
	struct buf stored = { 0 }, got = { 0 };
	char want[200];
	struct err e;
	unit_row("garbage behind a frame");
	put_frame(&stored, TEXT("{}\n"), 3);
	snprintf(want, sizeof(want), "zstd data is damaged at byte %zu of the file: ", stored.n);
	buf_put(&stored, "{\"a\":1}\n", 8);
	store(stored.p, stored.n);
	CHECK(slurp(&got, 100, &e) == -1);
	CHECK(text_eq(buf_as_text(&got), TEXT("{}\n")));
	CHECK(strncmp(e.text, want, strlen(want) - 3) == 0);
	buf_free(&stored);
	buf_free(&got);
}

/*
 * zstd --long=28, as a frame made by hand: a window of 256 MiB, a raw block.  It is refused before
 * anything of it is decoded, unless so much is allowed.
 */
static void
check_window(void)
{
	static const unsigned char frame[] = { 0x28, 0xb5, 0x2f, 0xfd, 0, 18 << 3, 0x19, 0, 0, '{',
		'}', '\n' };
	struct buf got = { 0 };
	struct err e;
	unit_row("a large window");
	store(frame, sizeof(frame));
	CHECK(slurp(&got, 100, &e) == -1 && got.n == 0);
	CHECK(strstr(e.text, "needs a window of 256 MiB, more than 128 MiB") != NULL);
	for (int allowed = 0; allowed < 2; allowed++) {
		struct in *in = in_open(path, &e);
		char p[16];
		ssize_t n;
		in_allow_window(in, ((uint64_t)256 << 20) - !allowed);
		n = in_read(in, p, sizeof(p), &e);
		CHECK(n == (allowed ? 3 : -1));
		in_close(in);
	}
	buf_free(&got);
}

/* Through a pipe: each flushed part is there as soon as its last byte is, and never waited for. */
static void
check_drip(void)
{
	struct parts p;
	struct buf got = { 0 };
	int fd[2];
	char name[64], piece[64];
	ssize_t n;
	unit_row("drip");
	make_parts(&p, true);
	CHECK(pipe(fd) == 0);
	snprintf(name, sizeof(name), "/dev/fd/%d", fd[0]);
	struct in *in = in_open(name, NULL);
	close(fd[0]);
	CHECK(in_try(in, piece, sizeof(piece), NULL) == IN_WAIT);
	for (size_t i = 0; i < p.stored.n; i++) {
		CHECK(write(fd[1], p.stored.p + i, 1) == 1);
		while ((n = in_try(in, piece, sizeof(piece), NULL)) > 0)
			buf_put(&got, piece, (size_t)n);
		CHECK(n == IN_WAIT);
		CHECK(got.n >= content_before(&p, i + 1));
	}
	close(fd[1]);
	CHECK(in_try(in, piece, sizeof(piece), NULL) == 0);
	CHECK(in_is_zstd(in));
	CHECK(text_eq(buf_as_text(&got), buf_as_text(&p.content)));
	in_close(in);
	buf_free(&got);
	free_parts(&p);
}

#define PROTOBUF                                                                                   \
	"OTLP messages in protobuf; let the Collector write them with `format: json`, with or "    \
	"without compression"
#define PROFILE                                                                                    \
	"protobuf data: `traceconv json FILE` converts a trace of Perfetto, and speedscope opens " \
	"a profile of pprof and exports it as JSON"

static const struct {
	struct text bytes;
	const char *error; /* NULL: plain */
	const char *tool;  /* in_unpacker; NULL: it was not */
} starts[] = {
	{ TEXT(""), NULL, NULL },
	{ TEXT("("), NULL, NULL },
	{ TEXT("P"), NULL, NULL },
	{ TEXT("P*M"), NULL, NULL },
	{ TEXT("BZ"), NULL, NULL },
	{ TEXT("{}\n"), NULL, NULL },
	{ TEXT("\x28\xb5"), "zstd data ends in the middle of a frame", NULL },
	{ TEXT("\x28\xb5\x2f"), "zstd data ends in the middle of a frame", NULL },
	{ TEXT("\x1f\x8b\x08\0"), "gzip data", "zcat" },
	{ TEXT("\x1f\x8b"), "gzip data", "zcat" },
	{ TEXT("\x1f\x9d\x90"), "compress data", "zcat" },
	{ TEXT("BZh91AY"), "bzip2 data", "bzcat" },
	{ TEXT("\xfd"
	       "7zXZ\0\0"),
	    "xz data", "xzcat" },
	{ TEXT("\x5d\0\0\x80"), "lzma data", "xzcat" },
	{ TEXT("\x04\x22\x4d\x18"), "lz4 data", "lz4cat" },
	{ TEXT("LZIP\x01"), "lzip data", "lzip -dc" },
	{ TEXT("PK\3\4"), "zip data", "unzip -p" },
	{ TEXT("PAR1\x15\x04\x15"), "Parquet data",
	    "duckdb -jsonlines -c \"FROM read_parquet('FILE')\"" },
	{ TEXT("PAR1 is a text"), NULL, NULL },
	{ TEXT("SQLite format 3\0\x10"), "SQLite data", "sqlite3 -json FILE 'SELECT * FROM ...'" },
	{ TEXT("SQLite format 3"), NULL, NULL },
	{ TEXT("FLR\0\0\2"), "Java flight recorder data", "jfr print --json" },
	{ TEXT("PERFILE2\x68"),
	    "a recording of perf; let `perf script` write it as text, which speedscope opens and "
	    "exports as JSON",
	    NULL },
	{ TEXT("\x0a\x04\x08\x01\x10\x02"), PROFILE, NULL },
	{ TEXT("\x0a\x9b\x01\x32\x40"), PROFILE, NULL },
	{ TEXT("\x0a{}\n"), NULL, NULL },
	{ TEXT("\x0a\r\n{}\n"), NULL, NULL },
	{ TEXT("\x0a\xe6\x97\xa5\n"), NULL, NULL },
	{ TEXT("\x0a"), NULL, NULL },
	{ TEXT("\0\0\0"), NULL, NULL },
	{ TEXT("\0\0\0\x0c\x0a\x0a"
	       "0123456789"),
	    PROTOBUF, NULL },
	{ TEXT("\0\0\0\x09{\"a\":12}"), "the input ends in the middle of a message", NULL },
	{ TEXT("\0\0\0{\0\0\0\"\0\0\0}"), "UTF-32 data", "iconv -f UTF-32BE -t UTF-8" },
	{ TEXT("\0{\0\"\x0a\x05\0\""), "UTF-16 data", "iconv -f UTF-16BE -t UTF-8" },
};

static void
check_unpacker(const char *tool)
{
	struct in *in = in_open(path, NULL);
	char c;
	in_read(in, &c, 1, NULL);
	CHECK((in_unpacker(in) != NULL) == (tool != NULL));
	CHECK(!tool || strcmp(in_unpacker(in), tool) == 0);
	in_close(in);
}

static void
check_starts(void)
{
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		struct buf got = { 0 };
		struct err e = { 0 };
		ssize_t n;
		unit_row(starts[i].error ? starts[i].error : "plain");
		store(starts[i].bytes.p, starts[i].bytes.n);
		n = slurp(&got, 100, &e);
		CHECK(n == (starts[i].error ? -1 : 0));
		CHECK(starts[i].error || text_eq(buf_as_text(&got), starts[i].bytes));
		CHECK(!starts[i].error || strcmp(starts[i].error, e.text) == 0);
		check_unpacker(starts[i].tool);
		buf_free(&got);
	}
}

/* ---- messages, each behind its length ------------------------------------------------------- */

static void
put_message(struct buf *b, const struct buf *m)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_char(b, (char)(m->n >> shift & 0xff));
	buf_text(b, buf_as_text(m));
}

/* Puts `count` messages into *stored, what they decode to into *content, and where each ends into
 * end[]. */
static void
make_messages(struct buf *stored, struct buf *content, size_t *end, size_t count, bool zstd)
{
	for (size_t i = 0; i < count; i++) {
		struct buf m = { 0 }, json = { 0 };
		buf_printf(&json, "{\"n\":%zu,\"text\":\"%0*d\"}", i, (int)(i * 7000), 0);
		if (zstd)
			put_frame(&m, buf_as_text(&json), 1);
		else
			buf_text(&m, buf_as_text(&json));
		put_message(stored, &m);
		buf_text(content, buf_as_text(&json));
		buf_char(content, '\n');
		end[i] = stored->n;
		buf_free(&m);
		buf_free(&json);
	}
}

/* All of them, however they are read; cut anywhere, those before the cut and an error. */
static void
check_messages(bool zstd)
{
	enum { COUNT = 6 };
	struct buf stored = { 0 }, content = { 0 };
	size_t end[COUNT];
	struct err e;
	make_messages(&stored, &content, end, COUNT, zstd);
	for (size_t step = 1; step < 100000; step *= 30) {
		struct buf got = { 0 };
		unit_row("messages");
		store(stored.p, stored.n);
		CHECK(slurp(&got, step, &e) == 0);
		CHECK(text_eq(buf_as_text(&got), buf_as_text(&content)));
		buf_free(&got);
	}
	for (size_t cut = FIRST_MESSAGE; cut < stored.n; cut += cut < 200 ? 1 : 997) {
		struct buf got = { 0 };
		bool whole = false;
		for (size_t i = 0; i < COUNT; i++)
			whole |= cut == end[i];
		unit_row("cut messages");
		store(stored.p, cut);
		CHECK(slurp(&got, 1000, &e) == (whole ? 0 : -1));
		CHECK(got.n <= content.n && memcmp(got.p ? got.p : "", content.p, got.n) == 0);
		CHECK(whole || strcmp(e.text, "the input ends in the middle of a message") == 0);
		buf_free(&got);
	}
	buf_free(&stored);
	buf_free(&content);
}

/* A message that ends before its frame does is damage, and so is a file read from elsewhere. */
static void
check_short_message(void)
{
	struct buf stored = { 0 }, frame = { 0 }, got = { 0 };
	struct text shown;
	struct err e;
	char some[16];
	unit_row("short message");
	put_frame(&frame, TEXT("{\"a\":1}"), 1);
	put_message(&stored, &frame);
	put_message(&stored, &frame);
	store(stored.p, stored.n);
	struct in *in = in_open(path, &e);
	CHECK(in_peek(in, 100, &shown, &e) == 0 && in_is_zstd(in));
	CHECK(text_eq(shown, TEXT("{\"a\":1}\n{\"a\":1}\n")));
	CHECK(in_rewind(in, &e) == 0 && in_skip(in, 8, &e) == 0);
	CHECK(in_read(in, some, sizeof(some), &e) > 0 && some[0] == '{');
	in_close(in);
	stored.p[3]--;
	store(stored.p, stored.n);
	CHECK(slurp(&got, 100, &e) == -1);
	CHECK(strstr(e.text, "ends in the middle of a zstd frame") != NULL);
	buf_free(&stored);
	buf_free(&frame);
	buf_free(&got);
}

static void
check_names(void)
{
	struct err e;
	unit_row("names");
	CHECK(!in_open("/none/none", &e) && strcmp(e.text, "No such file or directory") == 0);
	CHECK(!in_open("/tmp", &e) && strcmp(e.text, "Is a directory") == 0);
}

static void
check_standard_input(void)
{
	struct err e;
	char c;
	unit_row("standard input");
	store("\x1f\x8b\x08", 3);
	CHECK(freopen(path, "r", stdin) != NULL);
	struct in *in = in_open("-", &e);
	CHECK(in_fd(in) == 0);
	CHECK(in_read(in, &c, 1, &e) == -1);
	CHECK(strcmp(e.text, "gzip data") == 0);
	in_close(in);
	CHECK(lseek(0, 0, SEEK_CUR) == 3); /* still open */
}

/* What was looked at is still given out, and a file is read again from its start. */
static void
check_peek(bool zstd)
{
	const struct text t = long_text();
	struct buf stored = { 0 }, got = { 0 };
	struct text shown;
	struct err e;
	char some[1000];
	unit_row("peek");
	if (zstd)
		put_frame(&stored, t, 1);
	else
		buf_text(&stored, t);
	store(stored.p, stored.n);
	struct in *in = in_open(path, &e);
	for (size_t n = 1; n < 20000; n *= 3)
		CHECK(in_peek(in, n, &shown, &e) == 0 && shown.n >= n &&
		      memcmp(shown.p, t.p, shown.n) == 0);
	for (ssize_t n = 1; n > 0 && got.n < 30000;) {
		n = in_read(in, some, sizeof(some), &e);
		buf_put(&got, some, n > 0 ? (size_t)n : 0);
	}
	CHECK(in_peek(in, 10, &shown, &e) == 0 && memcmp(shown.p, t.p + got.n, 10) == 0);
	CHECK(memcmp(got.p, t.p, got.n) == 0);
	CHECK(in_peek(in, 1 << 20, &shown, &e) == 0 && shown.n == t.n - got.n);
	CHECK(in_rewind(in, &e) == 0 && in_skip(in, 777, &e) == 0);
	CHECK(in_peek(in, 9, &shown, &e) == 0 && memcmp(shown.p, t.p + 777, 9) == 0);
	CHECK(in_read(in, some, 10, &e) == 10 && memcmp(some, t.p + 777, 10) == 0);
	in_close(in);
	store(stored.p, zstd ? stored.n - 3 : 0);
	in = in_open(path, &e);
	CHECK(in_peek(in, 1 << 20, &shown, &e) == (zstd ? -1 : 0));
	CHECK(memcmp(shown.p, t.p, shown.n) == 0 && !zstd == !shown.n);
	in_close(in);
	buf_free(&stored);
	buf_free(&got);
}

int
main(void)
{
	static const char *const recipes[] = { "T", "TT", "E", "EEE", "ST", "TS", "S", "SS", "TST",
		"ETE", "SETSEST", "L", "LTL", "SLEL" };
	close(mkstemp(path));
	for (size_t i = 0; i < sizeof(recipes) / sizeof(recipes[0]); i++)
		check_frames(recipes[i]);
	check_cuts(true);
	check_cuts(false);
	check_damage();
	check_garbage();
	check_window();
	check_drip();
	check_starts();
	check_messages(true);
	check_messages(false);
	check_short_message();
	check_names();
	check_peek(false);
	check_peek(true);
	check_standard_input();
	unlink(path);
	return unit_end();
}
