/* SPDX-License-Identifier: MIT */
#include "cmd/decide/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/destination.h"

/* The process that held the lock before may have removed the file that we opened. */
static bool
is_there(const struct lock *l)
{
	struct stat ours, named;
	return fstat(l->fd, &ours) == 0 && stat(l->path, &named) == 0 &&
	       ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
}

static int
try(struct lock *l, struct err *e)
{
	while ((l->fd = open(
		    l->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW, 0666)) >= 0) {
		if (flock(l->fd, LOCK_EX | LOCK_NB) < 0)
			break;
		if (is_there(l))
			return 0;
		close(l->fd);
	}
	if (l->fd >= 0 && errno == EWOULDBLOCK)
		err_set(
		    e, "is in use by another process; wait until it ends, or name another --state");
	else
		err_set(e, "cannot be locked: %s: %s", l->path, strerror(errno));
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
	return -1;
}

int
lock_take(struct lock *l, const char *file, struct err *e)
{
	struct destination to = { 0 };
	struct buf path = { 0 };
	int result, kind = destination_find(&to, file, e);
	*l = (struct lock){ .fd = -1 };
	if (kind == 0)
		err_set(e, "is not a regular file");
	if (kind == 1) {
		buf_printf(&path, "%s.lock", to.path);
		buf_char(&path, 0);
		l->path = path.p;
	}
	result = kind == 1 ? try(l, e) : -1;
	if (result < 0)
		lock_drop(l);
	destination_free(&to);
	return result;
}

void
lock_drop(struct lock *l)
{
	if (l->fd >= 0) {
		unlink(l->path);
		close(l->fd);
	}
	free(l->path);
	*l = (struct lock){ .fd = -1 };
}
