/* SPDX-License-Identifier: MIT */
#include "io/lines.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "tests/unit/unit.h"

/*
 * What comes out is written down as `text|` for a line and `#bytes|` for one over the limit, and
 * compared with what a plain loop over the whole text says.
 */
static void
put_line(struct buf *b, const char *p, size_t n, size_t max_line)
{
	if (n > max_line)
		buf_printf(b, "#%zu", n);
	else
		buf_put(b, p, n);
	buf_char(b, '|');
}

static void
expected(struct buf *b, struct text t, size_t max_line)
{
	const char *p = t.p, *end = t.p + t.n;
	if (t.n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	while (p < end) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const char *stop = newline ? newline : end;
		put_line(b, p, (size_t)(stop - p), max_line);
		p = stop + 1;
	}
}

/* Writes one block down; false at the end. */
static bool
note(int more, struct input_block b, struct buf *got)
{
	const char *p = b.p;
	if (more <= 0)
		return false;
	if (b.too_long) {
		CHECK(!b.p);
		buf_printf(got, "#%zu|", (size_t)b.too_long);
		return true;
	}
	CHECK(b.n > 0 && (b.p[b.n - 1] == '\n' || b.p[b.n] == '\n'));
	while (p < b.p + b.n) {
		const char *newline = memchr(p, '\n', (size_t)(b.p + b.n - p) + 1);
		put_line(got, p, (size_t)(newline - p), SIZE_MAX);
		p = newline + 1;
	}
	return true;
}

/* Takes one block; false at the end. */
static bool
take(struct lines *l, struct buf *got)
{
	struct input_block b;
	int more = lines_next(l, &b, NULL);
	return note(more, b, got);
}

static struct in *
open_pipe(int fd[2])
{
	char path[64];
	CHECK(pipe(fd) == 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", fd[0]);
	struct in *in = in_open(path, NULL);
	CHECK(in != NULL);
	close(fd[0]);
	return in;
}

static void
feed(int fd, const char *p, size_t n)
{
	CHECK(write(fd, p, n) == (ssize_t)n);
}

/* The text through a pipe, in two parts: whole lines come out before the second part is there. */
static void
check_split(struct text t, size_t split, size_t block, size_t max_line)
{
	struct buf want = { 0 }, early = { 0 }, got = { 0 };
	struct lines l;
	int fd[2];
	struct in *in = open_pipe(fd);
	const char *last = memrchr(t.p, '\n', split);
	size_t whole = last ? (size_t)(last - t.p) + 1 : 0;
	expected(&want, t, max_line);
	expected(&early, (struct text){ t.p, whole }, max_line);
	lines_init(&l, in, block, max_line);
	feed(fd[1], t.p, split);
	while (lines_ready(&l))
		CHECK(take(&l, &got));
	CHECK(text_eq(buf_as_text(&got), buf_as_text(&early)));
	feed(fd[1], t.p + split, t.n - split);
	close(fd[1]);
	while (take(&l, &got))
		;
	CHECK(text_eq(buf_as_text(&got), buf_as_text(&want)));
	CHECK(!take(&l, &got));
	lines_free(&l);
	in_close(in);
	buf_free(&want);
	buf_free(&early);
	buf_free(&got);
}

static const struct {
	const char *name;
	struct text text;
} texts[] = {
	{ "empty", TEXT("") },
	{ "one newline", TEXT("\n") },
	{ "only newlines", TEXT("\n\n\n") },
	{ "one line", TEXT("{\"a\":1}\n") },
	{ "no final newline", TEXT("{}\n{\"a\":1}") },
	{ "lines of all lengths", TEXT("\na\nbb\nccc\ndddd\neeeee\nffffff\n") },
	{ "CRLF", TEXT("a\r\n\r\nbb\r\n") },
	{ "BOM", TEXT("\xef\xbb\xbf{}\n\xef\xbb\xbf\n") },
	{ "only a BOM", TEXT("\xef\xbb\xbf") },
	{ "half a BOM", TEXT("\xef\xbb") },
	{ "nearly a BOM", TEXT("\xef\xbbx\ny") },
	{ "BOM and newline", TEXT("\xef\xbb\xbf\n") },
	{ "NUL", TEXT("a\0b\n\0\nc") },
	{ "long, then short", TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nb\ncc\n") },
	{ "several long", TEXT("aaaaaaaa\nbbbbbbbbb\ncccccccccc\nd\n") },
	{ "long at the end", TEXT("a\nbbbbbbbbbbbbbbb") },
	{ "long at the end, ended", TEXT("a\nbbbbbbbbbbbbbbb\n") },
	{ "long after a BOM", TEXT("\xef\xbb\xbf"
				   "aaaaaaaaaaaa\nb\n") },
};

static void
check_text(struct text t)
{
	static const size_t limits[] = { 1, 2, 3, 5, 8, 15, 1000 };
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		for (size_t block = 1; block <= t.n + 2; block++) {
			for (size_t split = 0; split <= t.n; split++)
				check_split(t, split, block, limits[i]);
		}
	}
}

/* Blocks that are kept, up to three of them, while others are read: the same lines. */
static void
check_kept(const char *path, size_t block, size_t max_line, struct text want)
{
	struct in *in = in_open(path, NULL);
	struct block_memory memory[3] = { 0 };
	struct input_block b[3];
	struct buf got = { 0 };
	struct lines l;
	int more = 1;
	lines_init(&l, in, block, max_line);
	while (more > 0) {
		int n = 0;
		while (n < 3 && (more = lines_take(&l, &memory[n], &b[n], NULL)) > 0) {
			CHECK(!b[n].p ||
			      (b[n].p >= memory[n].p &&
				  b[n].p + b[n].n + BLOCK_BEHIND <= memory[n].p + memory[n].cap));
			n++;
		}
		for (int i = 0; i < n; i++)
			note(1, b[i], &got);
	}
	CHECK(text_eq(buf_as_text(&got), want));
	for (int i = 0; i < 3; i++)
		free(memory[i].p);
	lines_free(&l);
	in_close(in);
	buf_free(&got);
}

/* Many lines of changing length in a regular file, by blocks of all kinds of sizes. */
static void
check_file(void)
{
	static const size_t blocks[] = { 1, 7, 64, 1000, 4096, 65536, LINES_BLOCK, 1 << 20 };
	char path[] = "/tmp/io_lines_XXXXXX";
	int fd = mkstemp(path);
	struct buf text = { 0 }, want = { 0 };
	unit_row("file");
	for (int i = 0; i < 5000; i++) {
		for (int k = 0; k < i * 7919 % 300; k++)
			buf_char(&text, (char)('a' + k % 26));
		buf_char(&text, '\n');
	}
	CHECK(write(fd, text.p, text.n) == (ssize_t)text.n);
	close(fd);
	expected(&want, buf_as_text(&text), 250);
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		struct in *in = in_open(path, NULL);
		struct buf got = { 0 };
		struct lines l;
		lines_init(&l, in, blocks[i], 250);
		do
			CHECK(lines_ready(&l)); /* a file is never waited for */
		while (take(&l, &got));
		CHECK(text_eq(buf_as_text(&got), buf_as_text(&want)));
		CHECK(l.cap <= 2 * (blocks[i] + 300 + BLOCK_BEHIND));
		CHECK(in_raw_bytes(in) == text.n && in_size(in) == text.n);
		lines_free(&l);
		in_close(in);
		buf_free(&got);
		check_kept(path, blocks[i], 250, buf_as_text(&want));
	}
	unlink(path);
	buf_free(&text);
	buf_free(&want);
}

/* A line far over the limit is let go while it comes, and memory stays small. */
static void
check_huge(void)
{
	char path[] = "/tmp/io_lines_XXXXXX";
	int fd = mkstemp(path);
	struct buf got = { 0 };
	struct lines l;
	unit_row("huge line");
	CHECK(ftruncate(fd, 32 << 20) == 0); /* 32 MiB of NUL */
	CHECK(lseek(fd, 0, SEEK_END) > 0);
	CHECK(write(fd, "\n{}\n", 4) == 4);
	close(fd);
	struct in *in = in_open(path, NULL);
	lines_init(&l, in, 0, 1 << 20);
	while (take(&l, &got))
		;
	CHECK(text_eq(buf_as_text(&got), TEXT("#33554432|{}|")));
	CHECK(l.cap < (4 << 20));
	lines_free(&l);
	in_close(in);
	unlink(path);
	buf_free(&got);
}

/* A writer that sends a line in two parts, and the next one when it hears that the line has come
 * out.
 */
static void
send_lines(int to, int heard, int lines)
{
	char c;
	for (int i = 0; i < lines; i++) {
		if (write(to, "{\"a\"", 4) != 4 || write(to, ":1}\n", 4) != 4 ||
		    read(heard, &c, 1) != 1)
			_exit(1);
	}
	_exit(0);
}

/* lines_next waits when it has to, and only then. */
static void
check_waiting(void)
{
	enum { LINES = 200 };
	struct lines l;
	int fd[2], back[2], status;
	struct in *in = open_pipe(fd);
	pid_t child;

	unit_row("waiting");
	alarm(60); /* rather than wait for ever */
	CHECK(pipe(back) == 0);
	child = fork();
	if (child == 0) {
		close(back[1]); /* so that it ends when we do */
		send_lines(fd[1], back[0], LINES);
	}
	close(fd[1]);
	lines_init(&l, in, 0, 0);
	for (int i = 0; i < LINES; i++) {
		struct buf got = { 0 };
		CHECK(take(&l, &got));
		CHECK(text_eq(buf_as_text(&got), TEXT("{\"a\":1}|")));
		buf_free(&got);
		CHECK(write(back[1], "", 1) == 1);
	}
	CHECK(!take(&l, &(struct buf){ 0 }));
	CHECK(waitpid(child, &status, 0) == child && status == 0);
	alarm(0);
	lines_free(&l);
	in_close(in);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		unit_row(texts[i].name);
		check_text(texts[i].text);
	}
	check_file();
	check_huge();
	check_waiting();
	unit_row("count");
	CHECK(lines_count("", 0) == 0);
	CHECK(lines_count("a", 1) == 1);
	CHECK(lines_count("a\n\nb\n", 5) == 3);
	CHECK(lines_count("a\n\nb", 4) == 3);
	return unit_end();
}
