/* SPDX-License-Identifier: MIT */
#include "io/destination.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

#define LINKS_MAX 40 /* the same limit as in the kernel */
#define NAMES_MAX 10000

static int
fail(struct err *e)
{
	return err_set(e, "%s", strerror(errno));
}

/* Returns the folder of a path, as a path. */
static char *
folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return mem_dup(".", 1);
	return mem_dup(path, slash == path ? 1 : (size_t)(slash - path));
}

static char *
join(const char *dir, const char *name)
{
	struct buf b = { 0 };
	buf_printf(&b, "%s/%s", dir, name);
	buf_char(&b, 0);
	return b.p;
}

/* Returns what the symbolic link `path` points to, as a path from here, or NULL if it is not a
 * link. */
static char *
follow(const char *path)
{
	char target[PATH_MAX];
	ssize_t n = readlink(path, target, sizeof(target) - 1);
	if (n <= 0 || (size_t)n >= sizeof(target) - 1)
		return NULL;
	target[n] = 0;
	if (target[0] == '/')
		return mem_dup(target, (size_t)n);
	char *dir = folder(path);
	char *to = join(dir, target);
	free(dir);
	return to;
}

int
destination_find(struct destination *d, const char *path, struct err *e)
{
	struct stat st;
	char *next;
	memset(d, 0, sizeof(*d));
	if (stat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return err_set(e, "%s", strerror(EISDIR));
		if (!S_ISREG(st.st_mode))
			return 0;
		/* replacing a file needs no write permission, but its owner may have removed it on
		 * purpose */
		if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) < 0)
			return fail(e);
	} else if (errno != ENOENT) {
		return fail(e);
	}
	char *at = mem_dup(path, strlen(path));
	for (int links = 0; (next = follow(at)) != NULL; links++) {
		free(at);
		at = next;
		if (links == LINKS_MAX) {
			free(at);
			return err_set(e, "%s", strerror(ELOOP));
		}
	}
	d->path = at;
	d->dir = folder(at);
	return 1;
}

/* Calls make() with names in the folder until one is free.  make() must return -1 with errno EEXIST
 * if the name is taken.  Stores the name in d->temp. */
static int
make_named(struct destination *d, int (*make)(const char *name, int fd), int fd)
{
	for (unsigned i = 0; i < NAMES_MAX; i++) {
		char name[64];
		int made;
		snprintf(name, sizeof(name), ".esper-%ld-%u", (long)getpid(), i);
		d->temp = join(d->dir, name);
		made = make(d->temp, fd);
		if (made >= 0)
			return made;
		free(d->temp);
		d->temp = NULL;
		if (errno != EEXIST)
			return -1;
	}
	return -1;
}

static int
create(const char *name, int fd)
{
	(void)fd;
	return open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

static int
link_unnamed(const char *name, int fd)
{
	char self[64];
	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	return linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

/* Copies the permission bits of the file that is replaced, and its owner if that is permitted. */
static void
keep_mode(const struct destination *d, int fd)
{
	struct stat st, now;
	if (stat(d->path, &st) < 0 || fstat(fd, &now) < 0)
		return;
	if (st.st_uid != now.st_uid || st.st_gid != now.st_gid) {
		if (fchown(fd, st.st_uid, st.st_gid) < 0 && fchown(fd, (uid_t)-1, st.st_gid) < 0)
			st.st_mode &= 0707; /* these bits were meant for another group */
	}
	fchmod(fd, st.st_mode & 0777);
}

int
destination_make(struct destination *d, struct err *e)
{
	int fd = -1;
	/* destination_take names the file through /proc */
	if (access("/proc/self/fd", X_OK) == 0)
		fd = open(d->dir, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
	if (fd < 0)
		fd = make_named(d, create, -1);
	if (fd < 0)
		return fail(e);
	keep_mode(d, fd);
	return fd;
}

static void
sync_folder(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) /* a folder may be writable but not readable */
		return;
	fsync(fd); /* some file systems cannot do this; the file itself is already safe */
	close(fd);
}

int
destination_take(struct destination *d, int fd, struct err *e)
{
	if (fsync(fd) < 0)
		return fail(e);
	if (!d->temp && make_named(d, link_unnamed, fd) < 0)
		return fail(e);
	if (rename(d->temp, d->path) < 0)
		return fail(e);
	free(d->temp);
	d->temp = NULL;
	sync_folder(d->dir);
	return 0;
}

void
destination_free(struct destination *d)
{
	if (d->temp)
		unlink(d->temp);
	free(d->temp);
	free(d->path);
	free(d->dir);
	memset(d, 0, sizeof(*d));
}
