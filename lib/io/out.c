/* SPDX-License-Identifier: MIT */
#include "io/out.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/mem.h"
#include "io/formats.h"
#include "io/destination.h"
#include "io/recent.h"

#define OUT_BLOCK ((size_t)128 << 10)
#define OUT_LARGE ((size_t)32 << 10) /* this much is not copied first */

struct out {
	int fd;
	bool placed; /* a new file, to be put at its destination */
	struct destination destination;
	char *p; /* not written yet: p[0..n) of OUT_BLOCK */
	size_t n;
	ZSTD_CCtx *zstd;
	bool dirty;         /* something was put since the last flush */
	bool framed;        /* zstd: the output ends with a whole frame */
	bool again;         /* continues an existing regular file, */
	char *path;         /* which has this name */
	struct recent tail; /* of it */
	bool failed;
	uint64_t bytes;
	struct err err;
};

static int
fail(struct out *o, const char *what)
{
	o->failed = true;
	return err_set(&o->err, "%s", what);
}

static bool
is_standard(const char *path)
{
	return !path || strcmp(path, "-") == 0;
}

/* A name that ends in .zst turns compression on. */
static int
choose_level(const char *path, int level)
{
	size_t n = is_standard(path) ? 0 : strlen(path);
	if (level == OUT_PLAIN && n > 4 && strcmp(path + n - 4, ".zst") == 0)
		return OUT_LEVEL;
	return level;
}

static struct out *
new_out(int fd, int level)
{
	struct out *o = mem_zalloc(1, sizeof(*o));
	o->fd = fd;
	o->p = mem_alloc(OUT_BLOCK);
	if (level == OUT_PLAIN || level == OUT_AS_IS)
		return o;
	o->zstd = ZSTD_createCCtx();
	if (!o->zstd) {
		fail(o, strerror(ENOMEM));
		return o;
	}
	ZSTD_CCtx_setParameter(o->zstd, ZSTD_c_compressionLevel, level);
	ZSTD_CCtx_setParameter(o->zstd, ZSTD_c_checksumFlag, 1);
	return o;
}

static int
open_in_place(const char *path, int flags)
{
	int fd;
	do
		fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | flags, 0666);
	while (fd < 0 && errno == EINTR);
	return fd;
}

struct out *
out_open(const char *path, int zstd_level, struct err *e)
{
	int level = choose_level(path, zstd_level), kind = 0, fd;
	struct destination to = { 0 };
	if (is_standard(path))
		return new_out(STDOUT_FILENO, level);
	kind = destination_find(&to, path, e);
	if (kind < 0)
		return NULL;
	if (kind == 1) {
		fd = destination_make(&to, e);
	} else {
		fd = open_in_place(path, 0);
		if (fd < 0)
			err_set(e, "%s", strerror(errno));
	}
	if (fd < 0) {
		destination_free(&to);
		return NULL;
	}
	struct out *o = new_out(fd, level);
	o->placed = kind == 1;
	o->destination = to;
	return o;
}

struct out *
out_open_direct(const char *path, int zstd_level, struct err *e)
{
	int level = choose_level(path, zstd_level), fd;
	if (is_standard(path))
		return new_out(STDOUT_FILENO, level);
	fd = open_in_place(path, O_CREAT | O_TRUNC);
	if (fd < 0) {
		err_set(e, "%s", strerror(errno));
		return NULL;
	}
	return new_out(fd, level);
}

struct out *
out_open_again(const char *path, int zstd_level, struct err *e)
{
	int level = choose_level(path, zstd_level), fd;
	struct stat st;
	if (is_standard(path))
		return new_out(STDOUT_FILENO, level);
	fd = open_in_place(path, O_CREAT);
	if (fd < 0 || fstat(fd, &st) < 0) {
		err_set(e, "%s", strerror(errno));
		return NULL;
	}
	struct out *o = new_out(fd, level);
	o->again = S_ISREG(st.st_mode);
	o->path = o->again ? mem_dup(path, strlen(path)) : NULL;
	return o;
}

static int
write_on(struct out *o, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t k = write(o->fd, p, n);
		if (k >= 0) {
			p += k;
			n -= (size_t)k;
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			struct pollfd wait = { .fd = o->fd, .events = POLLOUT };
			poll(&wait, 1, -1);
		} else if (errno != EINTR) {
			return fail(o, strerror(errno));
		}
	}
	return 0;
}

/* Writes all of it, or fails.  A thread that ends the process cannot interrupt it. */
static int
write_all(struct out *o, const char *p, size_t n)
{
	if (o->again)
		recent_add(&o->tail, p, n);
	mem_hold();
	int result = write_on(o, p, n);
	mem_release();
	return result;
}

static int
write_block(struct out *o)
{
	size_t n = o->n;
	o->n = 0;
	return write_all(o, o->p, n);
}

static int
put_plain(struct out *o, const char *p, size_t n)
{
	bool large = n >= OUT_LARGE;
	if ((large || n > OUT_BLOCK - o->n) && o->n > 0 && write_block(o) < 0)
		return -1;
	if (large)
		return write_all(o, p, n);
	memcpy(o->p + o->n, p, n);
	o->n += n;
	return 0;
}

static int
put_zstd(struct out *o, const char *p, size_t n, ZSTD_EndDirective how)
{
	ZSTD_inBuffer in = { p, n, 0 };
	size_t rest;
	do {
		ZSTD_outBuffer out = { o->p, OUT_BLOCK, o->n };
		rest = ZSTD_compressStream2(o->zstd, &out, &in, how);
		if (ZSTD_getErrorCode(rest) == ZSTD_error_memory_allocation)
			return fail(o, strerror(ENOMEM));
		if (ZSTD_isError(rest))
			return fail(o, ZSTD_getErrorName(rest));
		o->n = out.pos;
		if (o->n == OUT_BLOCK && write_block(o) < 0)
			return -1;
	} while (how == ZSTD_e_continue ? in.pos < in.size : rest > 0);
	return 0;
}

static int
told(const struct out *o, struct err *e)
{
	if (o->failed && e)
		*e = o->err;
	return o->failed ? -1 : 0;
}

int
out_put(struct out *o, const void *p, size_t n, struct err *e)
{
	if (n > 0 && !o->failed) {
		o->dirty = true;
		o->framed = false;
		o->bytes += n;
		if (o->zstd)
			put_zstd(o, p, n, ZSTD_e_continue);
		else
			put_plain(o, p, n);
	}
	return told(o, e);
}

int
out_flush(struct out *o, struct err *e)
{
	if (o->dirty && !o->failed && !o->placed) {
		if (!o->zstd || put_zstd(o, NULL, 0, ZSTD_e_flush) == 0)
			write_block(o);
		o->dirty = false;
	}
	return told(o, e);
}

static int
read_back(int fd, char *p, size_t n, uint64_t at, struct err *e)
{
	while (n > 0) {
		ssize_t got = pread(fd, p, n, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return err_set(e, "%s", got < 0 ? strerror(errno) : "became shorter");
		p += got;
		n -= (size_t)got;
		at += (uint64_t)got;
	}
	return 0;
}

/* Reads the tail of the first n bytes of a file, or of all if n is UINT64_MAX.  Returns 1, 0 if it
 * is not a regular file or does not exist, or -1 with *e filled. */
static int
read_tail(const char *path, uint64_t n, struct recent *tail, struct err *e)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	char last[RECENT_MAX];
	int result = -1;
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0)
		return err_set(e, "%s", strerror(errno));
	if (fstat(fd, &st) < 0) {
		err_set(e, "%s", strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		result = 0;
	} else if (n != UINT64_MAX && (uint64_t)st.st_size < n) {
		err_set(e, "has only %lld of the %llu bytes that were written to it",
		    (long long)st.st_size, (unsigned long long)n);
	} else {
		n = n == UINT64_MAX ? (uint64_t)st.st_size : n;
		const size_t kept = n < RECENT_MAX ? (size_t)n : RECENT_MAX;
		result = read_back(fd, last, kept, n - kept, e) < 0 ? -1 : 1;
		tail->n = n - kept;
		if (result > 0)
			recent_add(tail, last, kept);
	}
	close(fd);
	return result;
}

static void
end_at(struct out_end *end, const struct recent *tail)
{
	struct sha256 s;
	end->n = tail->n;
	sha256_init(&s);
	recent_hash(tail, &s);
	sha256_end(&s, end->tail);
}

int
out_end_of(const char *path, struct out_end *end, struct err *e)
{
	struct recent tail;
	const int found = read_tail(path, UINT64_MAX, &tail, e);
	if (found > 0)
		end_at(end, &tail);
	return found;
}

static int
find_end(const char *path, const struct out_end *end, struct recent *tail, struct err *e)
{
	struct out_end now;
	const int found = read_tail(path, end->n, tail, e);
	if (found < 0)
		return -1;
	if (found == 0)
		return err_set(e, "is not there");
	end_at(&now, tail);
	if (end->n > 0 && memcmp(now.tail, end->tail, sizeof(now.tail)) != 0)
		return err_set(e, "differs from the file that was written");
	return 0;
}

int
out_end_check(const char *path, const struct out_end *end, struct err *e)
{
	struct recent tail;
	return find_end(path, end, &tail, e);
}

/* Plain text behind zstd data, or the reverse, would be a file that nothing can read. */
static int
check_kind(const struct out *o, struct err *e)
{
	const struct format *which = NULL;
	unsigned char head[8];
	const int fd = open(o->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	const ssize_t n = fd < 0 ? -1 : pread(fd, head, sizeof(head), 0);
	if (n < 0)
		err_set(e, "%s", strerror(errno));
	if (fd >= 0)
		close(fd);
	if (n < 0)
		return -1;
	const bool compressed = format_tell(head, (size_t)n, true, &which) == FORMAT_ZSTD;
	if (compressed == (o->zstd != NULL))
		return 0;
	return err_set(e, compressed ? "is compressed, but this run would append plain text; "
				       "compress as the last run did"
				     : "is plain text, but this run would append compressed data; "
				       "leave out --zstd");
}

int
out_cut(struct out *o, const struct out_end *end, struct err *e)
{
	if (!o->again)
		return 0;
	if (end->n > 0 && (check_kind(o, e) < 0 || find_end(o->path, end, &o->tail, e) < 0))
		return -1;
	if (ftruncate(o->fd, (off_t)end->n) < 0 || lseek(o->fd, (off_t)end->n, SEEK_SET) < 0)
		return err_set(e, "%s", strerror(errno));
	o->framed = end->n > 0;
	return 0;
}

/* Ends the frame, unless the output already ends with a whole frame. */
static void
end_frame(struct out *o)
{
	if (o->zstd && !o->failed && !o->framed)
		put_zstd(o, NULL, 0, ZSTD_e_end);
	o->framed = true;
}

int
out_mark(struct out *o, struct out_end *end, struct err *e)
{
	*end = (struct out_end){ 0 };
	if (o->bytes > 0)
		end_frame(o);
	if (!o->failed)
		write_block(o);
	o->dirty = false;
	if (o->again && !o->failed) {
		if (fsync(o->fd) < 0)
			fail(o, strerror(errno));
		else
			end_at(end, &o->tail);
	}
	return told(o, e);
}

static void
free_out(struct out *o)
{
	destination_free(&o->destination);
	free(o->path);
	ZSTD_freeCCtx(o->zstd);
	free(o->p);
	free(o);
}

/*
 * Some file systems (NFS, quotas) report a failed write only at close(2).  Standard output stays
 * open, so that no other file gets its number; closing a duplicate reports failures, too.  A file
 * that was synced has reported them already and has its name, so a failure is ignored.
 */
static void
close_out(struct out *o, bool synced)
{
	int fd = o->fd == STDOUT_FILENO ? dup(o->fd) : o->fd;
	if ((fd < 0 || close(fd) < 0) && errno != EINTR && !synced && !o->failed)
		fail(o, strerror(errno));
}

int
out_ready(struct out *o, struct err *e)
{
	end_frame(o);
	if (!o->failed)
		write_block(o);
	o->dirty = false;
	if (!o->failed && o->placed && fsync(o->fd) < 0)
		fail(o, strerror(errno));
	return told(o, e);
}

int
out_commit(struct out *o, struct err *e)
{
	end_frame(o);
	if (!o->failed)
		write_block(o);
	if (!o->failed && o->placed && destination_take(&o->destination, o->fd, &o->err) < 0)
		o->failed = true;
	close_out(o, o->placed && !o->failed);
	int result = told(o, e);
	free_out(o);
	return result;
}

void
out_abort(struct out *o)
{
	if (!o)
		return;
	close_out(o, false);
	free_out(o);
}

bool
out_is_unread(const struct out *o)
{
	struct stat st, null;
	return o->placed ||
	       (fstat(o->fd, &st) == 0 && S_ISCHR(st.st_mode) && stat("/dev/null", &null) == 0 &&
		   S_ISCHR(null.st_mode) && st.st_rdev == null.st_rdev);
}

void
out_take_back(struct out *o)
{
	o->n = 0;
	o->bytes = 0;
	o->dirty = o->framed = false;
	if (o->zstd)
		ZSTD_CCtx_reset(o->zstd, ZSTD_reset_session_only);
	if (o->placed && !o->failed && (ftruncate(o->fd, 0) < 0 || lseek(o->fd, 0, SEEK_SET) < 0))
		fail(o, strerror(errno));
}

uint64_t
out_bytes(const struct out *o)
{
	return o->bytes;
}

bool
out_is_file(const struct out *o, int fd)
{
	struct stat ours, theirs;
	return !o->placed && fstat(o->fd, &ours) == 0 && fstat(fd, &theirs) == 0 &&
	       S_ISREG(ours.st_mode) && ours.st_dev == theirs.st_dev &&
	       ours.st_ino == theirs.st_ino;
}
