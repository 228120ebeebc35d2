/* SPDX-License-Identifier: MIT */
#include "audit/tail.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/lines.h"

#define WINDOW ((uint64_t)16 << 10)
#define WINDOW_MAX ((uint64_t)4 * LINES_MAX_LINE)

/* Reads the last n bytes of the file. */
static int
read_end(struct tail *t, int fd, uint64_t n, struct err *e)
{
	t->bytes.n = 0;
	buf_room(&t->bytes, n);
	while (t->bytes.n < n) {
		const uint64_t at = t->size - n + t->bytes.n;
		const ssize_t got = pread(fd, t->bytes.p + t->bytes.n, n - t->bytes.n, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return err_set(e, "%s",
			    got < 0 ? strerror(errno) : "the file got shorter while it was read");
		t->bytes.n += (size_t)got;
	}
	return 0;
}

/* Finds line and torn in the bytes, which are the whole file or its end.  Returns false if more
 * bytes are needed. */
static bool
find(struct tail *t, bool all)
{
	const char *p = t->bytes.p, *newline = memrchr(p, '\n', t->bytes.n), *before;
	t->line = TEXT_ABSENT;
	t->torn = buf_as_text(&t->bytes);
	if (!newline)
		return all;
	t->torn = (struct text){ newline + 1, (size_t)(p + t->bytes.n - newline) - 1 };
	before = memrchr(p, '\n', (size_t)(newline - p));
	if (!before && !all)
		return false;
	before = before ? before + 1 : p;
	t->line = (struct text){ before, (size_t)(newline - before) };
	return true;
}

int
tail_read(struct tail *t, int fd, struct err *e)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return err_set(e, "%s", strerror(errno));
	t->size = (uint64_t)st.st_size;
	t->line = TEXT_ABSENT;
	t->torn = (struct text){ "", 0 };
	for (uint64_t n = WINDOW; t->size > 0; n *= 8) {
		const bool all = n >= t->size;
		if (read_end(t, fd, all ? t->size : n, e) < 0)
			return -1;
		if (find(t, all))
			return 0;
		if (n > WINDOW_MAX)
			return err_set(e, "the last line is too long to be an entry");
	}
	return 0;
}

void
tail_free(struct tail *t)
{
	buf_free(&t->bytes);
}
