/* SPDX-License-Identifier: MIT */
#include "store/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/buf.h"
#include "base/mem.h"

#define PIECE ((size_t)1 << 20) /* bytes per read, forwards */
#define STEP ((size_t)4 << 10)  /* bytes per read, backwards */

/* Returns 1 with the descriptor and the size; 0 if there is none; -1 and fills *e. */
static int
open_history(const struct folder *f, int *fd, uint64_t *size, struct err *e)
{
	struct stat st;
	*fd = -1;
	if (f->fd < 0)
		return 0;
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

/* Reads up to n bytes from `at`; returns -1 and sets errno. */
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

/* Takes the whole lines from the front of the buffer.  Returns whether one has the part. */
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

/* Returns whether the text ends as an entry does. */
static bool
is_whole_entry(struct text t)
{
	static const char before[] = ",\"entry_hash\":\"", behind[] = "\"}";
	const size_t hash = AUDIT_HASH, head = sizeof(before) - 1, tail = sizeof(behind) - 1;
	return t.n > head + hash + tail && memcmp(t.p + t.n - tail, behind, tail) == 0 &&
	       memcmp(t.p + t.n - tail - hash - head, before, head) == 0;
}

/* On -1, errno says why. */
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

/* ---- backwards ------------------------------------------------------------------------------ */

#define BACK_PIECE ((size_t)256 << 10)
#define BACK_LINE_MAX (4 * AUDIT_TORN_MAX) /* no entry of this program is that long */

int
history_back_open(struct history_back *h, const struct folder *f, struct text part, struct err *e)
{
	*h = (struct history_back){ .part = part, .folder = *f, .fd = -1 };
	return open_history(f, &h->fd, &h->at, e) < 0 ? -1 : 0;
}

void
history_back_close(struct history_back *h)
{
	if (h->fd >= 0)
		close(h->fd);
	buf_free(&h->b);
	free(h->found);
	*h = (struct history_back){ .fd = -1 };
}

/* Puts another piece before the unfinished start of a line.  The longer that line gets, the larger
 * the pieces, so that the cost of moving it stays in proportion. */
static int
read_back(struct history_back *h, struct err *e)
{
	const size_t kept = h->whole;
	const size_t most = kept > BACK_PIECE ? kept : BACK_PIECE;
	const size_t n = h->at < most ? (size_t)h->at : most;
	if (kept > BACK_LINE_MAX)
		return err_set(e,
		    "%s/%s: a line is too long to be an entry; run esper-audit --verify",
		    h->folder.path, HISTORY);
	h->b.n = kept;
	buf_room(&h->b, n);
	memmove(h->b.p + n, h->b.p, kept);
	for (size_t done = 0; done < n;) {
		const ssize_t got = read_at(h->fd, h->b.p + done, n - done, h->at - n + done);
		if (got < 0)
			return file_fail(&h->folder, HISTORY, e);
		if (got == 0)
			return err_set(e, "%s/%s: the file got shorter while it was read",
			    h->folder.path, HISTORY);
		done += (size_t)got;
	}
	h->b.n = n + kept;
	h->at -= n;
	return 0;
}

/* Notes where the lines with the part begin, among the lines that are now whole. */
static void
find_lines(struct history_back *h)
{
	const char *p = h->b.p, *end = p + h->b.n;
	const char *newline = h->at > 0 ? memchr(p, '\n', h->b.n) : NULL;
	h->whole = h->at == 0 ? 0 : newline ? (size_t)(newline + 1 - p) : h->b.n;
	for (const char *from = p + h->whole; from < end;) {
		const char *hit = memmem(from, (size_t)(end - from), h->part.p, h->part.n);
		if (!hit)
			break;
		const char *before = memrchr(from, '\n', (size_t)(hit - from));
		h->found = mem_grow(h->found, &h->cap, h->left + 1, sizeof(*h->found));
		h->found[h->left++] = (size_t)((before ? before + 1 : from) - p);
		from = memchr(hit, '\n', (size_t)(end - hit));
		if (!from)
			break;
		from++;
	}
}

int
history_back_next(struct history_back *h, struct text *line, bool *torn, struct err *e)
{
	while (h->left == 0) {
		if (h->fd < 0 || h->at == 0)
			return 0;
		if (read_back(h, e) < 0)
			return -1;
		find_lines(h);
	}
	const char *p = h->b.p + h->found[--h->left];
	const size_t rest = (size_t)(h->b.p + h->b.n - p);
	const char *newline = memchr(p, '\n', rest);
	*torn = newline == NULL;
	*line = (struct text){ p, newline ? (size_t)(newline - p) : rest };
	return 1;
}

struct text
history_back_first(const struct history_back *h)
{
	if (h->fd < 0 || h->at > 0 || h->b.n == 0)
		return TEXT_ABSENT;
	const char *newline = memchr(h->b.p, '\n', h->b.n);
	return (struct text){ h->b.p, newline ? (size_t)(newline - h->b.p) : h->b.n };
}
