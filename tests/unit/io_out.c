/* SPDX-License-Identifier: MIT */
#include "io/out.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "io/in.h"
#include "tests/unit/unit.h"

/* No /proc to name an unnamed file by: the library's own call comes here, before libc's. */
static bool no_proc;

int
access(const char *path, int mode)
{
	if (no_proc && strcmp(path, "/proc/self/fd") == 0) {
		errno = ENOENT;
		return -1;
	}
	return faccessat(AT_FDCWD, path, mode, 0);
}

static void
store(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

/* Is `want` what the file holds, decompressed? */
static bool
holds(const char *path, const char *want, bool zstd)
{
	char got[1000];
	struct in *in = in_open(path, NULL);
	size_t n = 0;
	ssize_t k;
	if (!in)
		return false;
	while ((k = in_read(in, got + n, sizeof(got) - n, NULL)) > 0)
		n += (size_t)k;
	bool same =
	    k == 0 && n == strlen(want) && memcmp(got, want, n) == 0 && in_is_zstd(in) == zstd;
	in_close(in);
	return same;
}

static mode_t
mode_of(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0 ? st.st_mode : 0;
}

static int
files_here(void)
{
	DIR *d = opendir(".");
	int n = -2; /* . and .. */

	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static int
write_file(const char *path, int level, const char *text)
{
	struct out *o = out_open(path, level, NULL);
	return o && out_put(o, text, strlen(text), NULL) == 0 ? out_commit(o, NULL) : -1;
}

static void
check_replace(void)
{
	CHECK(write_file("new", OUT_PLAIN, "one\n") == 0);
	CHECK(holds("new", "one\n", false));
	CHECK(mode_of("new") == (S_IFREG | 0644));

	store("old", "before\n");
	CHECK(chmod("old", 0750) == 0);
	struct out *o = out_open("old", OUT_PLAIN, NULL);
	CHECK(out_put(o, "after\n", 6, NULL) == 0 && out_flush(o, NULL) == 0);
	CHECK(out_bytes(o) == 6);
	CHECK(holds("old", "before\n", false));
	CHECK(!no_proc || files_here() == 3); /* with .esper-PID-0 */
	CHECK(out_commit(o, NULL) == 0);
	CHECK(holds("old", "after\n", false));
	CHECK(mode_of("old") == (S_IFREG | 0750));

	o = out_open("old", OUT_PLAIN, NULL);
	CHECK(out_put(o, "gone\n", 5, NULL) == 0 && out_flush(o, NULL) == 0);
	out_abort(o);
	CHECK(holds("old", "after\n", false));
	CHECK(files_here() == 2);

	CHECK(mkdir("sub", 0755) == 0 && symlink("sub/target", "link") == 0);
	CHECK(symlink("link", "twice") == 0);
	CHECK(write_file("twice", OUT_PLAIN, "made\n") == 0);
	CHECK(holds("sub/target", "made\n", false));
	CHECK(write_file("link", OUT_PLAIN, "made again\n") == 0);
	CHECK(holds("sub/target", "made again\n", false));
	CHECK(S_ISLNK(mode_of("link")) && S_ISLNK(mode_of("twice")));
	CHECK(unlink("link") == 0 && unlink("twice") == 0 && unlink("new") == 0 &&
	      unlink("old") == 0);
	CHECK(unlink("sub/target") == 0 && rmdir("sub") == 0 && files_here() == 0);
}

static void
check_failures(void)
{
	struct err e;
	char big[300000] = "";
	CHECK(!out_open("none/file", OUT_PLAIN, &e) &&
	      strcmp(e.text, "No such file or directory") == 0);
	CHECK(!out_open(".", OUT_PLAIN, &e) && strcmp(e.text, "Is a directory") == 0);
	CHECK(symlink("loop", "loop") == 0);
	CHECK(!out_open("loop", OUT_PLAIN, &e) &&
	      strcmp(e.text, "Too many levels of symbolic links") == 0);
	CHECK(unlink("loop") == 0);

	struct out *o = out_open("/dev/full", OUT_PLAIN, &e);
	CHECK(out_put(o, "x\n", 2, &e) == 0);
	CHECK(out_flush(o, &e) == -1 && strcmp(e.text, "No space left on device") == 0);
	CHECK(out_put(o, "x\n", 2, &e) == -1 && strcmp(e.text, "No space left on device") == 0);
	CHECK(out_commit(o, &e) == -1 && strcmp(e.text, "No space left on device") == 0);
	o = out_open("/dev/full", OUT_PLAIN, &e);
	CHECK(out_put(o, big, sizeof(big), &e) == -1);
	out_abort(o);
	CHECK(write_file("/dev/full", OUT_PLAIN, "x") == -1);
	CHECK(write_file("/dev/full", 3, "") == -1); /* an empty frame has bytes, too */
	CHECK(write_file("/dev/full", OUT_PLAIN, "") == 0);
	out_abort(NULL);
}

static void
check_direct(void)
{
	store("rejects", "old old old\n");
	struct out *o = out_open_direct("rejects", OUT_PLAIN, NULL);
	CHECK(holds("rejects", "", false));
	CHECK(out_put(o, "new\n", 4, NULL) == 0 && out_flush(o, NULL) == 0);
	CHECK(holds("rejects", "new\n", false));
	int fd = open("rejects", O_RDONLY);
	CHECK(out_is_file(o, fd));
	close(fd);
	fd = open("/dev/null", O_RDONLY);
	CHECK(!out_is_file(o, fd));
	close(fd);
	CHECK(out_commit(o, NULL) == 0 && unlink("rejects") == 0);
}

static void
check_zstd(void)
{
	struct stat before, after;
	char got[100];
	CHECK(write_file("a.zst", OUT_PLAIN, "{}\n{}\n") == 0 && holds("a.zst", "{}\n{}\n", true));
	CHECK(write_file("a.zst", OUT_PLAIN, "") == 0 && holds("a.zst", "", true));
	CHECK(write_file("b", 19, "{}\n") == 0 && holds("b", "{}\n", true));

	/* what was flushed can be read; flushing without news writes nothing */
	struct out *o = out_open_direct("c.zst", OUT_PLAIN, NULL);
	CHECK(out_put(o, "first\n", 6, NULL) == 0 && out_flush(o, NULL) == 0);
	struct in *in = in_open("c.zst", NULL);
	CHECK(in_read(in, got, sizeof(got), NULL) == 6 && memcmp(got, "first\n", 6) == 0);
	in_close(in);
	CHECK(stat("c.zst", &before) == 0 && out_flush(o, NULL) == 0 && stat("c.zst", &after) == 0);
	CHECK(before.st_size == after.st_size);
	CHECK(out_put(o, "second\n", 7, NULL) == 0 && out_commit(o, NULL) == 0);
	CHECK(holds("c.zst", "first\nsecond\n", true));
	CHECK(unlink("a.zst") == 0 && unlink("b") == 0 && unlink("c.zst") == 0);
}

/* Pieces of all sizes around the block's, against what was put. */
static void
check_sizes(void)
{
	static char text[1 << 20], got[1 << 20];
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 2654435761u >> 13);
	for (int level = OUT_PLAIN; level <= 1; level += 1 - OUT_PLAIN) {
		for (size_t step = 1000; step < 400000; step = step * 3 / 2 + 77) {
			struct out *o = out_open("sizes", level, NULL);
			struct in *in;
			size_t n = 0;
			ssize_t k;
			for (size_t at = 0; at < sizeof(text); at += step) {
				size_t piece = sizeof(text) - at < step ? sizeof(text) - at : step;
				CHECK(out_put(o, text + at, piece, NULL) == 0);
			}
			CHECK(out_commit(o, NULL) == 0);
			in = in_open("sizes", NULL);
			while (n < sizeof(got) &&
			       (k = in_read(in, got + n, sizeof(got) - n, NULL)) > 0)
				n += (size_t)k;
			CHECK(n == sizeof(text) && memcmp(got, text, n) == 0);
			in_close(in);
		}
	}
	CHECK(unlink("sizes") == 0);
}

/* Standard output stays open behind out_commit. */
static void
check_standard_output(void)
{
	int saved = dup(STDOUT_FILENO), fd = open("stdout", O_WRONLY | O_CREAT, 0666);
	fflush(stdout);
	dup2(fd, STDOUT_FILENO);
	close(fd);
	write_file("-", OUT_PLAIN, "one\n");
	write_file(NULL, OUT_PLAIN, "two\n");
	dup2(saved, STDOUT_FILENO);
	close(saved);
	CHECK(holds("stdout", "one\ntwo\n", false));
	CHECK(unlink("stdout") == 0);
}

/* An output is known again by its length and what came last, and is gone on with. */
static void
check_end(size_t n)
{
	struct out_end end, now;
	struct buf text = { 0 };
	struct err e;
	for (size_t i = 0; i < n; i++)
		buf_char(&text, (char)('a' + i % 23));
	struct out *o = out_open_again("again", OUT_PLAIN, &e);
	const struct out_end nothing = { 0 };
	CHECK(out_cut(o, &nothing, &e) == 0);
	for (size_t i = 0; i < n; i += 1000)
		CHECK(out_put(o, text.p + i, n - i < 1000 ? n - i : 1000, &e) == 0);
	CHECK(out_mark(o, &end, &e) == 0 && end.n == n);
	CHECK(out_put(o, "more", 4, &e) == 0 && out_commit(o, &e) == 0);
	CHECK(out_end_check("again", &end, &e) == 0);
	CHECK(out_end_of("again", &now, &e) == 1 && now.n == n + 4);
	CHECK(memcmp(now.tail, end.tail, sizeof(now.tail)) != 0);
	o = out_open_again("again", OUT_PLAIN, &e);
	CHECK(out_cut(o, &end, &e) == 0);
	CHECK(out_put(o, "more", 4, &e) == 0 && out_mark(o, &end, &e) == 0);
	CHECK(memcmp(&now, &end, sizeof(now)) == 0);
	out_abort(o);
	/* another one, as long */
	FILE *f = fopen("again", "r+");
	CHECK(fseek(f, -3, SEEK_END) == 0 && fputc('X', f) == 'X' && fclose(f) == 0);
	CHECK(out_end_check("again", &end, &e) == -1);
	o = out_open_again("again", OUT_PLAIN, &e);
	CHECK(out_cut(o, &end, &e) == -1);
	out_abort(o);
	CHECK(out_end_of("again", &now, &e) == 1 && now.n == n + 4); /* it is left alone */
	CHECK(truncate("again", (off_t)n) == 0 && out_end_check("again", &end, &e) == -1);
	CHECK(unlink("again") == 0 && out_end_check("again", &end, &e) == -1);
	CHECK(out_end_of("again", &now, &e) == 0);
	buf_free(&text);
}

int
main(void)
{
	char dir[] = "/tmp/io_out_XXXXXX";
	CHECK(mkdtemp(dir) && chdir(dir) == 0);
	umask(022);
	unit_row("replace");
	check_replace();
	unit_row("replace, named");
	no_proc = true;
	check_replace();
	no_proc = false;
	unit_row("failures");
	check_failures();
	unit_row("direct");
	check_direct();
	unit_row("zstd");
	check_zstd();
	unit_row("sizes");
	check_sizes();
	unit_row("ends");
	check_end(0);
	check_end(10);
	check_end(4090);
	check_end(4096);
	check_end(300000);
	unit_row("standard output");
	check_standard_output();
	CHECK(files_here() == 0);
	CHECK(chdir("/") == 0 && rmdir(dir) == 0);
	return unit_end();
}
