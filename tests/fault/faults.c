/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/in.h"
#include "tests/unit/unit.h"

/*
 * Runs programs with one call failing, for every call that they make (shim.c).
 *
 *	faults SHIM [all]	in a folder with plan.json, rules.json and inputs
 *
 * cases/cli/faults.sh makes that folder.  There are thousands of calls.  Without `all`, each of the
 * first 8 of a command fails (of allocations: 4), and then ever fewer of the later ones, which are
 * mostly alike.
 *
 * Whatever fails: the program works as if nothing had, or says in a line or two what is wrong and
 * exits with 2.  What it wrote are whole lines, and the first of those that it would have written;
 * a file that it was to replace is as it was, unless it was an input that failed; it leaves no file
 * behind.
 */
#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct command {
	const char *name;
	const char *args[16];
};

static const struct command commands[] = {
	{ "encode to standard output",
	    { "esper-encode", "-j2", "-p", "plan.json", "--rejects", "rejects", "day" } },
	{ "encode to a file",
	    { "esper-encode", "-j2", "-p", "plan.json", "-o", "out", "--stats=stats", "day" } },
	{ "encode, zstd",
	    { "esper-encode", "-j2", "-p", "plan.json", "-z", "-o", "out", "day.zst" } },
	{ "pack", { "esper-encode", "-j2", "--pack", "--frame-size", "4K", "-p", "plan.json", "-o",
		      "out", "day" } },
	{ "a range of a packed file", { "esper-encode", "-j2", "-p", "plan.json", "--from",
					  "2026-11-20T00:01:00Z", "-o", "out", "packed.zst" } },
	{ "decide to standard output, zstd",
	    { "esper-decide", "-p", "plan.json", "-r", "rules.json", "-z", "encoded.zst" } },
	{ "decide to a file",
	    { "esper-decide", "-p", "plan.json", "-r", "rules.json", "-o", "out", "encoded" } },
	{ "replay to standard output",
	    { "esper-replay", "-j2", "--type", "DecisionOnly", "-p", "plan.json", "-r",
		"rules.json", "--report", "report", "day" } },
	{ "replay, zstd", { "esper-replay", "-j2", "--type", "DecisionOnly", "-p", "plan.json",
			      "-r", "rules.json", "-z", "-o", "out", "day.zst" } },
	{ "replay with little memory, a temporary file",
	    { "esper-replay", "-j2", "--type", "DecisionOnly", "-p", "plan.json", "-r",
		"rules.json", "--buffer-size", "64K", "-o", "out", "/dev/null", "many" } },
	{ "replay with little memory, read twice",
	    { "esper-replay", "-j2", "--type", "DecisionOnly", "-p", "plan.json", "-r",
		"rules.json", "--buffer-size", "512K", "-o", "out", "many.zst" } },
	{ "much", { "esper-encode", "-j2", "-p", "plan.json", "many" } },
	{ "much, zstd",
	    { "esper-encode", "-j4", "-p", "plan.json", "-z", "-o", "out", "many.zst" } },
};

/* What can fail, and how; harmless: the program has to go on as if nothing had been. */
static const struct fault {
	const char *call;
	int error;
	bool harmless, input;
} faults[] = {
	{ "read", EIO, false, true },
	{ "read", EINTR, true, true },
	{ "read", 0, true, true },
	{ "write", ENOSPC, false, false },
	{ "write", EINTR, true, false },
	{ "write", EAGAIN, true, false },
	{ "write", 0, true, false },
	{ "open", EMFILE, false, true },
	{ "open", EINTR, true, true },
	{ "close", EIO, false, false },
	{ "close", EINTR, true, false },
	{ "fsync", EIO, false, false },
	{ "rename", EACCES, false, false },
	{ "linkat", EIO, false, false },
	{ "pthread_create", EAGAIN, false, false },
	{ "memory", ENOMEM, false, true },
};

/* What a run leaves: status, what it said, and its outputs as text. */
static const char *const output[] = { "stdout", "out", "rejects", "stats", "report" };
enum { OUT_FILE = 1, STATS = 3, REPORT = 4, OUTPUTS = COUNT(output) };

struct result {
	int status;
	long calls;
	size_t files;
	struct buf said, text[OUTPUTS];
	bool cut[OUTPUTS]; /* compressed data that ends too early */
};

static void
free_result(struct result *r)
{
	buf_free(&r->said);
	for (size_t i = 0; i < OUTPUTS; i++)
		buf_free(&r->text[i]);
}

/* The content, decompressed; whether all of it could be read. */
static bool
read_all(const char *path, struct buf *b)
{
	struct err e;
	struct in *in = in_open(path, &e);
	ssize_t n;
	b->n = 0;
	if (!in)
		return true;
	do {
		buf_room(b, 65536);
		n = in_read(in, b->p + b->n, 65536, &e);
		b->n += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	in_close(in);
	return n == 0;
}

static void
put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

static size_t
count_files(void)
{
	DIR *d = opendir(".");
	size_t n = 0;
	while (d && readdir(d) != NULL)
		n++;
	if (d)
		closedir(d);
	return n;
}

static _Noreturn void
become(const char *shim, const struct command *c, const struct fault *f, long at)
{
	char n[32], error[32];
	int out = open("stdout", O_WRONLY | O_CREAT | O_TRUNC, 0666);
	int err = open("stderr", O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (out < 0 || err < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
		_exit(98);
	close(out);
	close(err);
	snprintf(n, sizeof(n), "%ld", at);
	snprintf(error, sizeof(error), "%d", f->error);
	setenv("FAULT_CALL", f->call, 1);
	setenv("FAULT_AT", n, 1);
	setenv("FAULT_ERROR", error, 1);
	if (at == 0)
		setenv("FAULT_LOG", "calls", 1);
	setenv("LD_PRELOAD", shim, 1);
	alarm(20);
	execvp(c->args[0], (char *const *)c->args);
	_exit(97);
}

/* Once, with call number `at` failing; 0: none, but they are counted. */
static void
run(const char *shim, const struct command *c, const struct fault *f, long at, struct result *r)
{
	struct buf calls = { 0 };
	int status = 0;
	for (size_t i = 0; i < OUTPUTS; i++)
		unlink(output[i]);
	put_file("out", "old\n");
	put_file("stderr", "");
	put_file("stdout", "");
	pid_t pid = fork();
	if (pid == 0)
		become(shim, c, f, at);
	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
	r->status = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
	read_all("stderr", &r->said);
	for (size_t i = 0; i < OUTPUTS; i++)
		r->cut[i] = !read_all(output[i], &r->text[i]);
	if (at == 0) {
		read_all("calls", &calls);
		buf_char(&calls, 0);
		r->calls = strtol(calls.p, NULL, 10);
		buf_free(&calls);
		unlink("calls");
	}
	r->files = count_files();
}

/* Each line begins with the program's name, and one at least is not of the run without faults. */
static bool
tells(const struct command *c, const struct result *r, const struct result *want)
{
	size_t k = strlen(c->args[0]);
	bool news = false;
	char *end, line[8192];
	for (char *p = r->said.p; p < r->said.p + r->said.n; p = end + 1) {
		end = memchr(p, '\n', (size_t)(r->said.p + r->said.n - p));
		if (!end || (size_t)(end - p) < k + 3 || memcmp(p, c->args[0], k) != 0 ||
		    p[k] != ':' || p[k + 1] != ' ')
			return false;
		snprintf(line, sizeof(line), "%.*s\n", (int)(end - p), p);
		news |= memmem(want->said.p, want->said.n, line, strlen(line)) == NULL;
	}
	return news;
}

static bool
is_start(const struct buf *b, const struct buf *all)
{
	return b->n <= all->n && (b->n == 0 || memcmp(b->p, all->p, b->n) == 0) &&
	       (b->n == 0 || b->p[b->n - 1] == '\n');
}

static bool
is_same(const struct result *r, const struct result *want)
{
	bool same =
	    r->status == want->status && text_eq(buf_as_text(&r->said), buf_as_text(&want->said));
	for (size_t i = 0; i < OUTPUTS; i++) /* stats and report tell the time */
		same &= i >= STATS ? (r->text[i].n > 0) == (want->text[i].n > 0)
				   : text_eq(buf_as_text(&r->text[i]), buf_as_text(&want->text[i]));
	return same;
}

static void
judge(const struct command *c, const struct fault *f, const struct result *r,
    const struct result *want)
{
	const struct buf *out = &r->text[OUT_FILE];
	bool old = text_eq(buf_as_text(out), TEXT("old\n"));
	CHECK(r->files <= want->files);
	if (is_same(r, want))
		return;
	CHECK(!f->harmless);
	CHECK(r->status == 2);
	CHECK(tells(c, r, want));
	if (f->error == ENOMEM)
		CHECK(memmem(r->said.p, r->said.n, "memory\n", 7) != NULL &&
		      memmem(r->said.p, r->said.n, "damaged", 7) == NULL);
	CHECK(r->cut[0] || is_start(&r->text[0], &want->text[0]));
	CHECK(is_start(&r->text[2], &want->text[2]));
	CHECK(old || (!r->cut[OUT_FILE] && is_start(out, &want->text[OUT_FILE])));
	if (!f->input && r->text[STATS].n == 0 && want->text[STATS].n == 0)
		CHECK(old);
	for (size_t i = STATS; i <= REPORT; i++)
		CHECK(r->text[i].n == 0 || r->text[i].p[r->text[i].n - 1] == '\n');
}

static long
try_fault(const char *shim, const struct command *c, const struct fault *f, bool all)
{
	struct result want = { 0 }, r = { 0 };
	char name[256];
	int failed = unit_failed;
	snprintf(name, sizeof(name), "%s: no fault", c->name);
	unit_row(name);
	run(shim, c, f, 0, &want);
	CHECK(want.status == 0 || want.status == 3);
	const long first = f->error == ENOMEM ? 4 : 8;
	for (long at = 1; at <= want.calls && unit_failed < failed + 10;
	     at += all ? 1 : 1 + at / first) {
		snprintf(name, sizeof(name), "%s: %s %ld of %ld: %s", c->name, f->call, at,
		    want.calls, f->error ? strerror(f->error) : "in part");
		run(shim, c, f, at, &r);
		int before = unit_failed;
		judge(c, f, &r, &want);
		if (unit_failed > before)
			printf("status %d: %.*s\n", r.status, (int)r.said.n, r.said.p);
	}
	long calls = want.calls;
	free_result(&want);
	free_result(&r);
	return calls;
}

int
main(int argc, char **argv)
{
	long calls[COUNT(faults)] = { 0 };
	const bool all = argc == 3 && strcmp(argv[2], "all") == 0;
	if (argc != 2 && !all) {
		fprintf(stderr, "usage: faults SHIM [all]\n");
		return 2;
	}
	for (size_t i = 0; i < COUNT(commands); i++)
		for (size_t k = 0; k < COUNT(faults); k++)
			calls[k] += try_fault(argv[1], &commands[i], &faults[k], all);
	for (size_t k = 0; k < COUNT(faults); k++) {
		printf("%s: %ld\n", faults[k].call, calls[k]);
		/* a program without threads is all right */
		CHECK(calls[k] > 0 || strcmp(faults[k].call, "pthread_create") == 0);
	}
	return unit_end();
}
