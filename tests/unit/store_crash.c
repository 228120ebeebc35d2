/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/sha256.h"
#include "store/transaction.h"
#include "store/job.h"
#include "store/version.h"
#include "tests/unit/unit.h"

/*
 * The store's calls of the system come here before libc's.  One process makes a series of changes,
 * and at its call number `at` it is killed (a write is half done then), or that call fails.  For
 * every such number: another process opens the store, and history and files must tell the same.
 */
enum end { END_KILLED, END_FAILED };

static struct {
	bool armed;
	enum end end;
	unsigned at, calls;
} trap;

/* Is this the call?  Does not return where it is and the process ends there. */
static bool
hit(int fd, const void *half, size_t n)
{
	if (!trap.armed || ++trap.calls != trap.at)
		return false;
	if (trap.end == END_KILLED) {
		if (half)
			syscall(SYS_write, fd, half, n / 2);
		raise(SIGKILL);
	}
	errno = ENOSPC;
	return true;
}

ssize_t
write(int fd, const void *p, size_t n)
{
	return hit(fd, p, n) ? -1 : syscall(SYS_write, fd, p, n);
}

int
fsync(int fd)
{
	return hit(fd, NULL, 0) ? -1 : 0; /* nobody pulls the plug here */
}

int
openat(int dir, const char *path, int flags, ...)
{
	va_list args;
	va_start(args, flags);
	mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
	va_end(args);
	if (flags & O_CREAT && hit(dir, NULL, 0))
		return -1;
	return (int)syscall(SYS_openat, dir, path, flags, mode);
}

int
mkdirat(int dir, const char *path, mode_t mode)
{
	return hit(dir, NULL, 0) ? -1 : (int)syscall(SYS_mkdirat, dir, path, mode);
}

int
renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	return hit(to_dir, NULL, 0) ? -1
				    : (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, 0);
}

int
rename(const char *from, const char *to)
{
	return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int
unlinkat(int dir, const char *path, int flags)
{
	return hit(dir, NULL, 0) ? -1 : (int)syscall(SYS_unlinkat, dir, path, flags);
}

int
unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

int
ftruncate(int fd, off_t size)
{
	return hit(fd, NULL, 0) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

int
linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
	return hit(to_dir, NULL, 0) ? -1
				    : (int)syscall(SYS_linkat, from_dir, from, to_dir, to, flags);
}

/* ---- the changes ---------------------------------------------------------------------------- */

enum verb { CREATE, UPDATE, DELETE, ACTIVATE, RETIRE, SUBMIT, RUN, START, FAIL, REBUILD };
static const struct {
	enum verb verb;
	enum store_kind kind;
	uint64_t number;
} series[] = {
	{ CREATE, STORE_ENCODING, 1 },
	{ ACTIVATE, STORE_ENCODING, 1 },
	{ CREATE, STORE_ENCODING, 2 },
	{ UPDATE, STORE_ENCODING, 2 },
	{ ACTIVATE, STORE_ENCODING, 2 },
	{ ACTIVATE, STORE_ENCODING, 1 },
	{ ACTIVATE, STORE_ENCODING, 2 },
	{ CREATE, STORE_RULES, 1 },
	{ DELETE, STORE_RULES, 1 },
	{ CREATE, STORE_RULES, 2 },
	{ RETIRE, STORE_ENCODING, 2 },
	{ SUBMIT, STORE_JOBS, 1 },
	{ START, STORE_JOBS, 1 },
	{ FAIL, STORE_JOBS, 1 },
	{ SUBMIT, STORE_JOBS, 2 },
	{ START, STORE_JOBS, 1 }, /* again */
	{ REBUILD, STORE_JOBS, 1 },
	{ START, STORE_JOBS, 2 },
	{ REBUILD, STORE_JOBS, 2 },
	{ RUN, STORE_JOBS, 3 }, /* two entries */
	{ REBUILD, STORE_JOBS, 3 },
};
#define CHANGES (sizeof(series) / sizeof(*series))

/* A step of a job.  What the store says it is now is where it begins. */
static int
make_step(
    struct store *s, enum verb verb, uint64_t *n, const struct store_author *by, struct err *e)
{
	struct job j = { .type = JOB_STATE_REBUILD, .from_ns = INT64_MIN, .to_ns = INT64_MAX };
	struct job_end end = { .completed_ns = by->now_ns };
	struct claim claim;
	int ret;
	if (verb == SUBMIT || verb == RUN) {
		ret = verb == RUN ? job_run(s, &j, &claim, by, e) : job_submit(s, &j, by, e);
		*n = j.number;
		if (verb == RUN)
			claim_drop(&claim);
		return ret;
	}
	if (job_read(s, *n, &s->arena, &j, e) <= 0)
		return -1;
	if (verb == START) {
		ret = job_start(s, &j, &claim, by, e);
		claim_drop(&claim);
		return ret;
	}
	if (verb == FAIL)
		end.error = TEXT("a \"reason\"");
	else
		end.snapshot = *n == 1 ? TEXT("snapshot 1") : TEXT("snapshot 2");
	if (verb == REBUILD && job_prepare(s, &j, end.snapshot, e) < 0)
		return -1;
	return job_finish(s, &j, &end, by, e);
}

static int
make_change(const char *path, size_t i, struct err *e)
{
	const struct store_author by = { TEXT("a \"b\""), 1700000000000000000 + (int64_t)i };
	const bool create = series[i].verb == CREATE;
	const uint64_t n = series[i].number;
	const enum store_kind kind = series[i].kind;
	const struct text config = TEXT("{\"summary\":\"s\",\"fields\":[]}");
	struct store s;
	uint64_t number = n;
	int ret = store_open(&s, path, TEXT("acme"), create ? STORE_MAKE : STORE_CHANGE, e);
	if (ret == 0)
		switch (series[i].verb) {
		case CREATE: ret = version_create(&s, kind, config, &by, &number, e); break;
		case UPDATE:
			ret = version_update(&s, kind, n, TEXT("{\"fields\":[]}"), &by, e);
			break;
		case DELETE: ret = version_delete(&s, kind, n, &by, e); break;
		case ACTIVATE: ret = version_activate(&s, kind, n, &by, e); break;
		case RETIRE: ret = version_retire(&s, kind, n, &by, e); break;
		case SUBMIT:
		case RUN:
		case START:
		case FAIL:
		case REBUILD: ret = make_step(&s, series[i].verb, &number, &by, e); break;
		}
	store_close(&s);
	return ret < 0 ? -1 : number == n ? 0 : 1;
}

/* ---- what must hold ------------------------------------------------------------------------- */

/* The store as its history tells it. */
struct told {
	char status[STORE_KINDS][8]; /* 0: never there; 'x': deleted; D, A, R */
	char hash[STORE_KINDS][8][64];
	char job[8]; /* 0: never there; P, R, C, F */
	char snapshot[64];
	bool rebuilt; /* by the entry before */
	size_t changes, entries;
	char last[64];
};

static void
follow_versions(struct told *t, size_t kind, const struct json_node *detail, struct text action)
{
	const struct json_node *number = json_get(detail, "version"),
			       *former = json_get(detail, "retired_version");
	uint64_t n = 0, f = 0;
	CHECK(number && number_u64(number->text, &n) == 0 && n > 0 && n < 8);
	memcpy(t->hash[kind][n], json_get(detail, "sha256")->text.p, 64);
	if (text_contains(action, TEXT("create"))) {
		CHECK(t->status[kind][n] == 0);
		t->status[kind][n] = 'D';
	} else if (text_contains(action, TEXT("delete"))) {
		t->status[kind][n] = 'x';
	} else if (text_contains(action, TEXT("retire"))) {
		t->status[kind][n] = 'R';
	} else if (text_contains(action, TEXT("activate"))) {
		t->status[kind][n] = 'A';
		if (former && number_u64(former->text, &f) == 0 && f < 8) {
			t->status[kind][f] = 'R';
			memcpy(t->hash[kind][f], json_get(detail, "retired_sha256")->text.p, 64);
		}
	}
}

/* Each state.rebuild comes right behind the replay.complete that it belongs to. */
static void
follow_jobs(struct told *t, const struct json_node *root, struct text action)
{
	static const struct {
		struct text action;
		char status;
	} steps[] = { { TEXT("replay.submit"), 'P' }, { TEXT("replay.run"), 'R' },
		{ TEXT("replay.complete"), 'C' }, { TEXT("replay.fail"), 'F' } };
	const struct text target = json_get(root, "target")->text;
	const uint64_t n =
	    target.n > 4 ? job_number((struct text){ target.p + 4, target.n - 4 }) : 0;

	if (text_eq(action, TEXT("state.rebuild"))) {
		CHECK(t->rebuilt);
		memcpy(t->snapshot, json_get(json_get(root, "detail"), "sha256")->text.p, 64);
		t->rebuilt = false;
		return;
	}
	CHECK(!t->rebuilt && n > 0 && n < 8);
	t->changes++;
	t->rebuilt = text_eq(action, TEXT("replay.complete"));
	for (size_t i = 0; i < 4; i++)
		if (n < 8 && text_eq(action, steps[i].action))
			t->job[n] = steps[i].status;
}

static void
follow_line(struct told *t, struct arena *a, struct text line)
{
	static const char end[] = ",\"entry_hash\"";
	const struct json_node *root = json_tree(a, line, NULL);
	const char *hashed = memmem(line.p, line.n, end, sizeof(end) - 1);
	unsigned char digest[32];
	char hex[64];
	struct text action;
	CHECK(root && hashed);
	if (!root || !hashed)
		return;
	sha256(line.p, (size_t)(hashed - line.p), digest);
	sha256_hex(digest, sizeof(digest), hex);
	CHECK(memcmp(json_get(root, "prev_hash")->text.p, t->last, 64) == 0);
	CHECK(memcmp(json_get(root, "entry_hash")->text.p, hex, 64) == 0);
	memcpy(t->last, hex, 64);
	t->entries++;
	action = json_get(root, "action")->text;
	if (action.p[0] == 's' || text_contains(action, TEXT("replay."))) {
		follow_jobs(t, root, action);
	} else if (!text_eq(action, TEXT("audit.repair"))) {
		CHECK(!t->rebuilt);
		t->changes++;
		follow_versions(t, action.p[0] == 'e' ? STORE_ENCODING : STORE_RULES,
		    json_get(root, "detail"), action);
	}
}

static void
follow_history(struct told *t, struct store *s, struct arena *a, bool torn_ok)
{
	struct buf b = { 0 };
	size_t at = 0;
	memset(t, 0, sizeof(*t));
	memset(t->last, '0', sizeof(t->last));
	file_read(&s->folder, "audit.jsonl", &b, NULL);
	while (at < b.n) {
		const char *newline = memchr(b.p + at, '\n', b.n - at);
		if (!newline) {
			CHECK(torn_ok);
			break;
		}
		follow_line(t, a, (struct text){ b.p + at, (size_t)(newline - b.p) - at });
		at = (size_t)(newline - b.p) + 1;
	}
	buf_free(&b);
}

/* Running is seen as Failed: whoever ran it is gone. */
static void
check_jobs(const struct told *t, struct store *s, struct arena *a, struct err *e)
{
	struct buf b = { 0 };
	unsigned char digest[32];
	char hex[64];
	uint64_t *number;
	const ssize_t n = job_numbers(s, a, &number, e);
	struct job j;
	CHECK(n >= 0 && n < 8 && (n == 7 || t->job[n + 1] == 0));
	for (ssize_t i = 0; i < n; i++) {
		CHECK(number[i] == (uint64_t)i + 1 && job_read(s, number[i], a, &j, e) == 1);
		CHECK((j.orphaned ? 'R' : job_status_names[j.status].p[0]) == t->job[number[i]]);
		CHECK((j.status == JOB_FAILED) == (j.error.p != NULL));
		CHECK(number[i] < 3 || j.status != JOB_PENDING); /* it was to be run at once */
	}
	if (file_read(&s->kind[STORE_STATE], STATE_CURRENT, &b, e) > 0) {
		sha256(b.p, b.n, digest);
		sha256_hex(digest, sizeof(digest), hex);
		CHECK(memcmp(hex, t->snapshot, 64) == 0);
	} else {
		CHECK(t->snapshot[0] == 0);
	}
	buf_free(&b);
}

/* Files and history tell the same, and nothing is left over. */
static void
check_store(struct told *t, const char *path, bool torn_ok)
{
	struct store s;
	struct arena a = { 0 };
	struct version v;
	struct err e = { "", 0 };
	uint64_t *number;
	size_t seen = 0, want = 0;
	CHECK(store_open(&s, path, TEXT("acme"), STORE_READ, &e) == 0);
	follow_history(t, &s, &a, torn_ok);
	CHECK(!folder_has(&s.folder, "change.json"));
	for (size_t k = 0; k < STORE_KINDS; k++) {
		const ssize_t n = version_numbers(&s, (enum store_kind)k, &a, &number, &e);
		CHECK(n >= 0);
		for (ssize_t i = 0; i < n; i++, seen++) {
			unsigned char digest[32];
			char hex[64];
			CHECK(version_read(&s, (enum store_kind)k, number[i], &a, &v, &e) == 0);
			CHECK(status_names[v.status].p[0] == t->status[k][number[i]]);
			sha256(v.text.p, v.text.n, digest);
			sha256_hex(digest, sizeof(digest), hex);
			CHECK(memcmp(hex, t->hash[k][number[i]], 64) == 0);
		}
		for (size_t i = 0; i < 8; i++)
			want += t->status[k][i] != 0 && t->status[k][i] != 'x';
	}
	CHECK(seen == want && !t->rebuilt);
	check_jobs(t, &s, &a, &e);
	if (e.text[0])
		printf("%s\n", e.text);
	store_close(&s);
	arena_free(&a);
}

/* What was never announced goes with the next change. */
static void
check_leftovers(const char *path)
{
	static const char *const names[] = { "1.json.new", "2.json.new", "3.json.new",
		"deleted.new", "job-1.json.new", "job-2.json.new", "job-3.json.new",
		"current.zst.new", "job-1.zst", "job-2.zst", "job-3.zst" };
	struct store s;
	CHECK(store_open(&s, path, TEXT("acme"), STORE_MAKE, NULL) == 0);
	for (size_t k = 0; k < STORE_FOLDERS; k++)
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			CHECK(!folder_has(&s.kind[k], names[i]));
	CHECK(!folder_has(&s.folder, "change.json.new"));
	store_close(&s);
}

/* What the process that makes the changes tells the one that looks. */
struct report {
	size_t worked;  /* entries of changes that returned success */
	size_t unsure;  /* that said they were recorded, but not finished */
	bool over;      /* it came to its end */
	unsigned calls; /* of the system, in all */
};

static void
make_changes(const char *path, enum end end, unsigned at, struct report *r)
{
	struct err e;
	trap.armed = true;
	trap.end = end;
	trap.at = at;
	for (size_t i = 0; i < CHANGES; i++) {
		e.text[0] = 0;
		if (make_change(path, i, &e) >= 0)
			r->worked += series[i].verb == RUN ? 2 : 1;
		else if (strstr(e.text, "is recorded"))
			r->unsure++;
	}
	r->over = true;
	r->calls = trap.calls;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

static void
remove_store(const char *path)
{
	CHECK(nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0);
}

/* One interruption.  false: the changes were over before it. */
static bool
interrupt(const char *path, enum end end, unsigned at, struct report *r)
{
	struct told before, after;
	struct err e;
	char row[64];
	int status = 0;
	snprintf(row, sizeof(row), "%s at call %u", end == END_KILLED ? "killed" : "failed", at);
	unit_row(row);
	memset(r, 0, sizeof(*r));
	pid_t child = fork();
	if (child == 0) {
		make_changes(path, end, at, r);
		_exit(0);
	}
	CHECK(child > 0 && waitpid(child, &status, 0) == child);
	CHECK(r->over ? WIFEXITED(status) : WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	if (access(path, F_OK) == 0) {
		check_store(&before, path, true);
		CHECK(before.changes >= r->worked);
		CHECK(before.changes <= r->worked + 2 * r->unsure + (r->over ? 0 : 2));
	}
	CHECK(make_change(path, 0, &e) >= 0); /* a new version can still be made */
	check_store(&after, path, false);
	check_leftovers(path);
	remove_store(path);
	return at <= r->calls || !r->over;
}

int
main(void)
{
	/* in memory where that can be: renaming on a disk takes its time */
	char memory[] = "/dev/shm/esper-crash.XXXXXX", disk[] = "/tmp/esper-crash.XXXXXX";
	char *folder = mkdtemp(memory), path[64];
	struct report *r =
	    mmap(NULL, sizeof(*r), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (!folder)
		folder = mkdtemp(disk);
	CHECK(r != MAP_FAILED && folder != NULL);
	snprintf(path, sizeof(path), "%s/store", folder);
	for (enum end end = END_KILLED; end <= END_FAILED; end++) {
		unsigned at = 1;
		while (interrupt(path, end, at, r))
			at++;
		CHECK(at > 200 && r->worked == CHANGES + 1);
	}
	CHECK(rmdir(folder) == 0);
	munmap(r, sizeof(*r));
	return unit_end();
}
