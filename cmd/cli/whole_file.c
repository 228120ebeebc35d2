/* SPDX-License-Identifier: MIT */
#include "cmd/cli/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/destination.h"
#include "io/whole.h"

static int
read_all(int fd, struct buf *image, struct err *e)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return err_set(e, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(e, "is not a regular file");
	buf_room(image, (size_t)st.st_size + 1);
	return whole_read_fd(fd, SIZE_MAX, image) < 0 ? err_set(e, "%s", strerror(errno)) : 1;
}

int
whole_file_read(const char *file, struct buf *image, struct err *e)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), result;
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0)
		return err_set(e, "%s", strerror(errno));
	result = read_all(fd, image, e);
	close(fd);
	return result;
}

int
whole_file_replace(const char *file, struct text image, struct err *e)
{
	struct destination to = { 0 };
	int fd = -1, result = -1, kind = destination_find(&to, file, e);
	if (kind == 0)
		err_set(e, "is not a regular file");
	if (kind == 1)
		fd = destination_make(&to, e);
	if (fd >= 0)
		result = whole_write_fd(fd, image) < 0 ? err_set(e, "%s", strerror(errno))
						       : destination_take(&to, fd, e);
	if (fd >= 0 && close(fd) < 0 && result == 0)
		result = err_set(e, "%s", strerror(errno));
	destination_free(&to);
	return result;
}
