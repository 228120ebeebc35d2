/* SPDX-License-Identifier: MIT */
#include "store/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/whole.h"

static bool
is_link(const struct folder *f, const char *name)
{
	struct stat st;
	return fstatat(f->fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode);
}

int
file_fail(const struct folder *f, const char *name, struct err *e)
{
	int error = errno;
	if ((error == ELOOP || error == ENOTDIR) && is_link(f, name))
		return err_set(e, "%s/%s: a symbolic link; links inside a store are not followed",
		    f->path, name);
	return err_set(e, "%s/%s: %s", f->path, name, strerror(error));
}

static char *
join(const char *folder, const char *name)
{
	struct buf b = { 0 };
	buf_printf(&b, "%s/%s", folder, name);
	buf_char(&b, 0);
	return b.p;
}

/* Syncs the parent of a path, which must not end in `/`. */
static int
sync_parent(const struct folder *in, const char *name, struct err *e)
{
	struct folder f = { .fd = -1 };
	const char *slash = strrchr(name, '/');
	int ret;
	if (in)
		return folder_sync(in, e);
	f.path =
	    !slash ? mem_dup(".", 1) : mem_dup(name, slash == name ? 1 : (size_t)(slash - name));
	f.fd = open(f.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (f.fd < 0 && errno == EACCES) {
		ret = 0; /* a folder may be writable but not readable */
	} else {
		ret = f.fd < 0 ? err_set(e, "%s: %s", f.path, strerror(errno)) : folder_sync(&f, e);
	}
	folder_close(&f);
	return ret;
}

static int
fail_open(const struct folder *f, const struct folder *in, const char *name, struct err *e)
{
	if (in)
		return file_fail(in, name, e);
	return err_set(e, "%s: %s", f->path, strerror(errno));
}

int
folder_open(struct folder *f, const struct folder *in, const char *name, bool make, struct err *e)
{
	int at = in ? in->fd : AT_FDCWD;
	int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (in ? O_NOFOLLOW : 0);
	f->path = in ? join(in->path, name) : mem_dup(name, strlen(name));
	f->fd = -1;
	for (size_t n = strlen(f->path); n > 1 && f->path[n - 1] == '/'; n--)
		f->path[n - 1] = 0;
	if (in && in->fd < 0)
		return 0;
	f->fd = openat(at, in ? name : f->path, flags);
	if (f->fd >= 0)
		return 1;
	if (errno != ENOENT)
		return fail_open(f, in, name, e);
	if (!make)
		return 0;
	if (mkdirat(at, in ? name : f->path, 0750) < 0 && errno != EEXIST)
		return fail_open(f, in, name, e);
	f->fd = openat(at, in ? name : f->path, flags);
	if (f->fd < 0)
		return fail_open(f, in, name, e);
	return sync_parent(in, f->path, e) < 0 ? -1 : 1;
}

void
folder_close(struct folder *f)
{
	if (f->fd >= 0)
		close(f->fd);
	free(f->path);
	*f = (struct folder){ .fd = -1 };
}

/* Not all file systems can sync a folder; those that cannot return EINVAL. */
int
folder_sync(const struct folder *f, struct err *e)
{
	if (fsync(f->fd) == 0 || errno == EINVAL || errno == EROFS)
		return 0;
	return err_set(e, "%s: %s", f->path, strerror(errno));
}

bool
folder_has(const struct folder *f, const char *name)
{
	struct stat st;
	return f->fd >= 0 && fstatat(f->fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static int
read_all(const struct folder *f, const char *name, int fd, struct buf *out, struct err *e)
{
	if (whole_read_fd(fd, FILE_MAX, out) == 0)
		return 1;
	if (errno == EFBIG)
		return err_set(e, "%s/%s: more than %zu MiB", f->path, name, FILE_MAX >> 20);
	return file_fail(f, name, e);
}

/* O_NONBLOCK: a named pipe is refused, instead of waited for. */
int
file_read(const struct folder *f, const char *name, struct buf *out, struct err *e)
{
	struct stat st;
	int fd =
	    f->fd < 0 ? -1 : openat(f->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int ret;
	if (f->fd < 0 || (fd < 0 && errno == ENOENT))
		return 0;
	if (fd < 0)
		return file_fail(f, name, e);
	if (fstat(fd, &st) < 0)
		ret = file_fail(f, name, e);
	else if (!S_ISREG(st.st_mode))
		ret = err_set(e, "%s/%s: not a regular file", f->path, name);
	else
		ret = read_all(f, name, fd, out, e);
	close(fd);
	return ret;
}

int
file_make(const struct folder *f, const char *name, struct text content, struct err *e)
{
	int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, fd, failed;
	if (file_remove(f, name, e) < 0)
		return -1;
	fd = openat(f->fd, name, flags, 0640);
	if (fd < 0)
		return file_fail(f, name, e);
	failed = whole_write_fd(fd, content) < 0 || fsync(fd) < 0 ? -1 : 0;
	if (failed < 0)
		file_fail(f, name, e);
	if (close(fd) < 0 && failed == 0)
		failed = file_fail(f, name, e);
	if (failed < 0)
		unlinkat(f->fd, name, 0);
	return failed;
}

int
file_rename(const struct folder *f, const char *from, const char *to, struct err *e)
{
	if (renameat(f->fd, from, f->fd, to) == 0)
		return 1;
	return errno == ENOENT ? 0 : file_fail(f, from, e);
}

int
file_remove(const struct folder *f, const char *name, struct err *e)
{
	if (f->fd < 0 || unlinkat(f->fd, name, 0) == 0 || errno == ENOENT)
		return 0;
	return file_fail(f, name, e);
}
