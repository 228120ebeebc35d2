/* SPDX-License-Identifier: MIT */
#include "io/nameless.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"

static int
open_named(const char *folder)
{
	struct buf path = { 0 };
	buf_printf(&path, "%s/esper-XXXXXX", folder);
	buf_char(&path, '\0');
	const int fd = mkostemp(path.p, O_CLOEXEC);
	if (fd >= 0)
		unlink(path.p);
	const int error = errno;
	buf_free(&path);
	errno = error;
	return fd;
}

int
nameless_open(const char *folder)
{
	int fd;
	do
		fd = open(folder, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	while (fd < 0 && errno == EINTR);
	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
		fd = open_named(folder);
	return fd;
}
