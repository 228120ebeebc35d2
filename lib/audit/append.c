/* SPDX-License-Identifier: MIT */
#include "audit/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/entry.h"
#include "audit/tail.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "io/whole.h"
#include "json/tree.h"
#include "json/write.h"

#define COPY ((size_t)128 << 10)
#define NEW_NAME ".audit.new" /* made only by the holder of the lock */

/* One append. */
struct append {
	const char *path;
	struct audit_entry entry; /* with the detail as written, which is in `detail` */
	struct buf detail, repair;
	int folder, fd;
	bool new; /* the file is new */
	struct tail tail;
	struct audit_reader *reader;
	uint64_t seq; /* of the last entry there is; 0: none */
	char hash[AUDIT_HASH];
	struct buf out; /* the bytes to write */
};

static int
fail(const struct append *a, struct err *e)
{
	return err_set(e, "%s: %s", a->path, strerror(errno));
}

/* Puts the path before the text in *e. */
static int
fail_as(const struct append *a, struct err *e)
{
	struct err why = *e;
	return err_set(e, "%s: %s", a->path, why.text);
}

static const char *
file_name(const struct append *a)
{
	const char *slash = strrchr(a->path, '/');
	return slash ? slash + 1 : a->path;
}

/* Opens the folder and the file without following symbolic links. */
static int
open_file(struct append *a, struct err *e)
{
	const int flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
	const char *slash = strrchr(a->path, '/'), *name = file_name(a);
	char *folder = slash ? mem_dup(a->path, (size_t)(slash - a->path) + (slash == a->path))
			     : mem_dup(".", 1);
	struct stat st;
	a->folder = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	free(folder);
	if (a->folder < 0)
		return fail(a, e);
	unlinkat(a->folder, NEW_NAME, 0); /* left by a process that was killed */
	a->fd = openat(a->folder, name, flags);
	if (a->fd < 0 && errno == ENOENT) {
		a->new = true;
		a->fd = openat(a->folder, name, flags | O_CREAT | O_EXCL, 0640);
	}
	if (a->fd < 0 && errno == ELOOP)
		return err_set(e, "%s: a symbolic link, which is not followed", a->path);
	if (a->fd < 0 || fstat(a->fd, &st) < 0)
		return fail(a, e);
	if (!S_ISREG(st.st_mode))
		return err_set(e, "%s: not a regular file", a->path);
	return 0;
}

/* ---- where the chain ends ------------------------------------------------------------------- */

/* Returns whether the line is an entry with the right hash. */
static bool
is_entry(struct append *a, struct text line, struct audit_line *entry)
{
	char hash[AUDIT_HASH];
	if (audit_read_line(a->reader, line, entry) != EVENT_OK || !entry->exact)
		return false;
	audit_hash(entry, hash);
	return memcmp(hash, entry->entry_hash.p, AUDIT_HASH) == 0;
}

static void
follow(struct append *a, const struct audit_line *last)
{
	const int64_t early = last->recorded_at_ns - a->entry.recorded_at_ns;
	a->seq = last->seq;
	memcpy(a->hash, last->entry_hash.p, AUDIT_HASH);
	if (last->recorded_at_ns > a->entry.recorded_at_ns && early <= AUDIT_WAIT_NS)
		a->entry.recorded_at_ns = last->recorded_at_ns;
}

/* Finds the entry that the new one follows. */
static int
find_end(struct append *a, struct err *e)
{
	struct audit_line last;
	if (tail_read(&a->tail, a->fd, e) < 0)
		return fail_as(a, e);
	memcpy(a->hash, audit_zeros, AUDIT_HASH);
	if (!a->tail.line.p)
		return 0;
	if (!is_entry(a, a->tail.line, &last))
		return err_set(e,
		    "%s: the last line is not a valid entry; nothing was appended. Run esper-audit "
		    "--verify",
		    a->path);
	if (!text_eq(last.tenant_id, a->entry.tenant_id))
		return err_set(e, "%s: the last entry is of tenant '%.*s'", a->path,
		    (int)last.tenant_id.n, last.tenant_id.p);
	follow(a, &last);
	return 0;
}

static void
put_entry(struct append *a, const struct audit_entry *entry)
{
	audit_put_entry(&a->out, entry, ++a->seq, a->hash, a->hash);
}

/* ---- a torn last line ----------------------------------------------------------------------- */

/* Returns the longest prefix that is valid text. */
static bool
is_text(struct text t)
{
	for (size_t i = 0; i < t.n; i++) {
		if ((unsigned char)t.p[i] < 0x20)
			return false;
	}
	return utf8_valid(t.p, t.n) == t.n;
}

static void
put_repair(struct append *a, const char *reason, struct text aside)
{
	struct audit_entry repair = a->entry;
	unsigned char digest[32];
	char hash[AUDIT_HASH];
	json_begin(&a->repair, '{');
	json_member_string(&a->repair, "reason", text_of(reason));
	json_member_u64(&a->repair, "bytes", aside.n);
	if (aside.n > 0) {
		sha256(aside.p, aside.n, digest);
		sha256_hex(digest, sizeof(digest), hash);
		json_member_string(&a->repair, "sha256", (struct text){ hash, AUDIT_HASH });
		if (is_text(aside)) {
			json_member_string(&a->repair, "text", aside);
		} else {
			json_name(&a->repair, "base64");
			buf_char(&a->repair, '"');
			json_put_base64(&a->repair, aside.p, aside.n);
			buf_char(&a->repair, '"');
		}
	}
	json_end(&a->repair, '}');
	repair.action = TEXT("audit.repair");
	repair.target = TEXT("audit.jsonl");
	repair.detail = buf_as_text(&a->repair);
	put_entry(a, &repair);
}

/* Returns whether only the newline is missing, and the rest is the next entry of the chain. */
static bool
is_all_but_newline(struct append *a)
{
	struct audit_line torn;
	if (!is_entry(a, a->tail.torn, &torn) || torn.seq != a->seq + 1 ||
	    !text_eq(torn.tenant_id, a->entry.tenant_id) ||
	    memcmp(torn.prev_hash.p, a->hash, AUDIT_HASH) != 0)
		return false;
	follow(a, &torn);
	return true;
}

/* ---- writing -------------------------------------------------------------------------------- */

/*
 * Writes all bytes with one write(2).  A partial write is undone.  There is no second try for the
 * rest: beyond RLIMIT_FSIZE, it would kill a process that does not expect the signal.
 */
static int
append(struct append *a, struct err *e)
{
	ssize_t n;
	do
		n = write(a->fd, a->out.p, a->out.n);
	while (n < 0 && errno == EINTR);
	if (n == (ssize_t)a->out.n && fsync(a->fd) == 0 &&
	    (a->tail.size > 0 || fsync(a->folder) == 0))
		return 0;
	if (n >= 0 && n < (ssize_t)a->out.n)
		err_set(e,
		    "%s: only %zd of %zu bytes could be written: the disk is full, or the file has "
		    "reached its size limit",
		    a->path, n, a->out.n);
	else
		fail(a, e);
	if (n > 0 && ftruncate(a->fd, (off_t)a->tail.size) < 0)
		return -1; /* the next append will find a torn line */
	return -1;
}

static int
copy_start(const struct append *a, int to, uint64_t n)
{
	char *block = mem_alloc(COPY);
	uint64_t at = 0;
	while (at < n) {
		const size_t want = n - at < COPY ? (size_t)(n - at) : COPY;
		const ssize_t got = pread(a->fd, block, want, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || whole_write_fd(to, (struct text){ block, (size_t)got }) < 0)
			break;
		at += (uint64_t)got;
	}
	free(block);
	return at == n ? 0 : -1;
}

/* Makes a file with the old entries and the new ones, and with the owner and permissions of the old
 * file. */
static int
make_new(struct append *a, const char *name)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	const int fd = openat(a->folder, name, flags, 0640);
	struct stat st;
	if (fd < 0)
		return -1;
	errno = EIO;
	if (fstat(a->fd, &st) < 0 || copy_start(a, fd, a->tail.size - a->tail.torn.n) < 0 ||
	    whole_write_fd(fd, buf_as_text(&a->out)) < 0) {
		close(fd);
		return -1;
	}
	/* if the owner cannot be set, the group's permissions would apply to another group */
	if (fchown(fd, st.st_uid, st.st_gid) < 0 && fchown(fd, (uid_t)-1, st.st_gid) < 0)
		st.st_mode &= 0707;
	if (fchmod(fd, st.st_mode & 0777) < 0 || fsync(fd) < 0) {
		close(fd);
		return -1;
	}
	return close(fd);
}

/*
 * The new file replaces the old one in a single step.  Until then the torn bytes stay in place, so
 * that no crash can lose them.
 */
static int
replace(struct append *a, struct err *e)
{
	const char *name = file_name(a);
	if (make_new(a, NEW_NAME) < 0 || renameat(a->folder, NEW_NAME, a->folder, name) < 0) {
		fail(a, e);
		unlinkat(a->folder, NEW_NAME, 0);
		return -1;
	}
	return fsync(a->folder) < 0 ? fail(a, e) : 0;
}

static int
repair(struct append *a, struct err *e)
{
	if (a->tail.torn.n > AUDIT_TORN_MAX)
		return err_set(e, "%s: the torn last line has %zu bytes, too many to set aside",
		    a->path, a->tail.torn.n);
	if (is_all_but_newline(a)) {
		buf_char(&a->out, '\n');
		put_repair(a, "the newline of the last entry was missing", TEXT(""));
		put_entry(a, &a->entry);
		return append(a, e);
	}
	put_repair(a, "torn last line", a->tail.torn);
	put_entry(a, &a->entry);
	return replace(a, e);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int
run(struct append *a, struct audit_written *w, struct err *e)
{
	if (open_file(a, e) < 0 || find_end(a, e) < 0)
		return -1;
	w->repaired = a->tail.torn.n > 0;
	if (w->repaired) {
		if (repair(a, e) < 0)
			return -1;
	} else {
		put_entry(a, &a->entry);
		if (append(a, e) < 0)
			return -1;
	}
	size_t start = a->out.n - 1;
	while (start > 0 && a->out.p[start - 1] != '\n')
		start--;
	buf_put(&w->line, a->out.p + start, a->out.n - start);
	return 0;
}

/* Explains why a detail is refused, and where in it. */
static int
refuse_detail(struct text detail, const struct err *why, struct err *e)
{
	size_t line, column;
	if (why->offset == ERR_NOWHERE)
		return err_set(e, "detail: %s", why->text);
	json_line_column(detail, why->offset, &line, &column);
	return err_set(e, "detail:%zu:%zu: %s", line, column, why->text);
}

static int
check(struct append *a, struct err *e)
{
	struct audit_entry *entry = &a->entry;
	struct err why;
	if (audit_entry_check(entry, e) < 0)
		return -1;
	if (audit_detail(entry->detail.p ? entry->detail : TEXT("{}"), &a->detail, &why) < 0)
		return refuse_detail(entry->detail, &why, e);
	entry->detail = buf_as_text(&a->detail);
	/* escaping can make a text six times as long */
	if (entry->detail.n + 6 * (entry->actor.n + entry->action.n + entry->target.n) >
	    AUDIT_ENTRY_MAX)
		return err_set(e, "the entry would have more than %zu bytes", AUDIT_ENTRY_MAX);
	return 0;
}

int
audit_write(
    const char *path, const struct audit_entry *entry, struct audit_written *w, struct err *e)
{
	struct append a = { .path = path, .entry = *entry, .folder = -1, .fd = -1 };
	int result = -1;
	*w = (struct audit_written){ 0 };
	a.reader = audit_reader_new();
	if (check(&a, e) == 0)
		result = run(&a, w, e);
	if (result < 0 && a.new &&a.fd >= 0)
		unlink(path); /* it is empty */
	if (a.fd >= 0)
		close(a.fd);
	if (a.folder >= 0)
		close(a.folder);
	audit_reader_free(a.reader);
	tail_free(&a.tail);
	buf_free(&a.detail);
	buf_free(&a.repair);
	buf_free(&a.out);
	return result;
}

int
audit_append(const char *path, const struct audit_entry *entry, struct err *e)
{
	struct audit_written w;
	const int result = audit_write(path, entry, &w, e);
	buf_free(&w.line);
	return result;
}
