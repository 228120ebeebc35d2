/* SPDX-License-Identifier: MIT */
#include "store/claim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* The process that had the claim before may have removed the file after it was opened here. */
static bool
is_there(const struct claim *c)
{
	struct stat ours, named;
	return fstat(c->fd, &ours) == 0 &&
	       fstatat(c->folder.fd, c->name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
	       ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
}

static int
try(struct claim *c, struct err *e)
{
	const int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	while ((c->fd = openat(c->folder.fd, c->name, flags, 0640)) >= 0) {
		if (flock(c->fd, LOCK_EX | LOCK_NB) < 0) {
			if (errno == EWOULDBLOCK)
				return 0;
			break;
		}
		if (is_there(c))
			return 1;
		close(c->fd);
	}
	return file_fail(&c->folder, c->name, e);
}

static void
close_all(struct claim *c)
{
	if (c->fd >= 0)
		close(c->fd);
	folder_close(&c->folder);
	*c = CLAIM_NONE;
}

int
claim_take(struct claim *c, const struct folder *f, const char *name, struct err *e)
{
	int taken;
	*c = CLAIM_NONE;
	c->folder.path = mem_dup(f->path, strlen(f->path));
	c->folder.fd = fcntl(f->fd, F_DUPFD_CLOEXEC, 0);
	if (c->folder.fd < 0) {
		taken = file_fail(f, name, e);
		close_all(c);
		return taken;
	}
	snprintf(c->name, sizeof(c->name), "%s", name);
	taken = try(c, e);
	if (taken <= 0)
		close_all(c);
	else
		claim_tell(c, TEXT("")); /* clears what a killed process wrote */
	return taken;
}

void
claim_unlink(const struct claim *c)
{
	if (c->fd >= 0)
		unlinkat(c->folder.fd, c->name, 0);
}

void
claim_drop(struct claim *c)
{
	claim_unlink(c);
	close_all(c);
}

/* Every line is padded to the same length, so that no reader sees parts of two. */
void
claim_tell(const struct claim *c, struct text line)
{
	char whole[CLAIM_LINE + 1];
	if (c->fd < 0 || line.n > CLAIM_LINE)
		return;
	memset(whole, ' ', CLAIM_LINE);
	memcpy(whole, line.p, line.n);
	whole[CLAIM_LINE] = '\n';
	if (pwrite(c->fd, whole, sizeof(whole), 0) < 0)
		return; /* nobody would learn of the failure */
}

bool
claim_is_held(const struct folder *f, const char *name, struct buf *told)
{
	char line[CLAIM_LINE + 1];
	int fd =
	    f->fd < 0 ? -1 : openat(f->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	ssize_t n = 0;
	if (fd < 0)
		return false;
	bool held = flock(fd, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;
	if (held && told)
		n = pread(fd, line, sizeof(line), 0);
	close(fd);
	if (n == sizeof(line))
		buf_put(told, line, sizeof(line));
	return held;
}
