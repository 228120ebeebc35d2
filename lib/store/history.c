/* SPDX-License-Identifier: MIT */
#include "store/history.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/buf.h"

#define PIECE ((size_t)1 << 20) /* that is read at one go */
#define STEP ((size_t)4 << 10)  /* the same, backwards */

/* 1 with the descriptor and size; 0 where there is none; -1 with *e filled. */
static int
open_history(const struct folder *f, int *fd, uint64_t *size, struct err *e)
{
	struct stat st;

	*fd = openat(f->fd, HISTORY, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (*fd < 0)
		return errno == ENOENT ? 0 : file_fail(f, HISTORY, e);
	if (fstat(*fd, &st) == 0 && S_ISREG(st.st_mode)) {
		*size = (uint64_t)st.st_size;
		return 1;
	}
	close(*fd);
	return err_set(e, "%s/%s: not a regular file", f->path, HISTORY);
}

/* Up to n bytes from `at`; -1 with errno. */
static ssize_t
read_at(int fd, char *p, size_t n, uint64_t at)
{
	ssize_t got;

	do
		got = pread(fd, p, n, (off_t)at);
	while (got < 0 && errno == EINTR);
	return got;
}

int
history_end(const struct folder *f, uint64_t *end, struct err *e)
{
	char step[STEP];
	const char *newline = NULL;
	int fd, found = open_history(f, &fd, end, e);

	if (found <= 0) {
		*end = 0;
		return found;
	}
	while (*end > 0 && !newline) {
		size_t n = *end < STEP ? (size_t)*end : STEP;

		if (read_at(fd, step, n, *end - n) != (ssize_t)n) {
			found = file_fail(f, HISTORY, e);
			break;
		}
		newline = memrchr(step, '\n', n);
		*end -= newline ? n - (size_t)(newline + 1 - step) : n;
	}
	close(fd);
	return found < 0 ? -1 : 0;
}

/* Takes the whole lines from the front of the buffer; do they have the part? */
static bool
take_lines(struct buf *b, struct text part)
{
	const char *newline = b->n > 0 ? memrchr(b->p, '\n', b->n) : NULL;
	size_t whole = newline ? (size_t)(newline - b->p) + 1 : 0;
	bool found = whole > 0 && memmem(b->p, whole, part.p, part.n) != NULL;

	if (whole > 0)
		memmove(b->p, b->p + whole, b->n - whole);
	b->n -= whole;
	return found;
}

/* Does it end as an entry does? */
static bool
is_whole_entry(struct text t)
{
	static const char before[] = ",\"entry_hash\":\"", behind[] = "\"}";
	const size_t hash = AUDIT_HASH, head = sizeof(before) - 1, tail = sizeof(behind) - 1;

	return t.n > head + hash + tail && memcmp(t.p + t.n - tail, behind, tail) == 0 &&
	       memcmp(t.p + t.n - tail - hash - head, before, head) == 0;
}

/* -1: errno says why. */
static int
search(int fd, uint64_t at, struct text part)
{
	struct buf b = { 0 };
	bool found = false;
	ssize_t n;

	do {
		buf_room(&b, PIECE);
		n = read_at(fd, b.p + b.n, PIECE, at);
		b.n += n > 0 ? (size_t)n : 0;
		at += n > 0 ? (uint64_t)n : 0;
		found = take_lines(&b, part);
	} while (n > 0 && !found);
	if (n == 0 && !found && b.n > 0)
		found = memmem(b.p, b.n, part.p, part.n) != NULL && is_whole_entry(buf_as_text(&b));
	buf_free(&b);
	return n < 0 ? -1 : found;
}

int
history_has(const struct folder *f, uint64_t after, struct text part, struct err *e)
{
	uint64_t size;
	int fd, found = open_history(f, &fd, &size, e);

	if (found <= 0)
		return found;
	found = search(fd, after <= size ? after : 0, part);
	if (found < 0 || (found && fsync(fd) < 0))
		found = file_fail(f, HISTORY, e);
	close(fd);
	return found;
}
