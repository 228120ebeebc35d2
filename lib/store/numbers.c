/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/file.h"

static int
by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;
	return *x < *y ? -1 : *x > *y;
}

ssize_t
folder_numbers(const struct folder *f, uint64_t (*number_of)(const char *name), struct arena *a,
    uint64_t **number, struct err *e)
{
	const struct dirent *entry;
	uint64_t *found = NULL;
	size_t n = 0, cap = 0;
	int fd = f->fd >= 0 ? openat(f->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	*number = NULL;
	if (f->fd < 0)
		return 0;
	if (!dir)
		return err_set(e, "%s: %s", f->path, strerror(errno));
	while ((entry = readdir(dir)) != NULL) {
		uint64_t is = number_of(entry->d_name);
		if (is == 0)
			continue;
		found = mem_grow(found, &cap, n + 1, sizeof(*found));
		found[n++] = is;
	}
	closedir(dir);
	if (n > 0) {
		qsort(found, n, sizeof(*found), by_number);
		*number = arena_alloc(a, n * sizeof(*found));
		memcpy(*number, found, n * sizeof(*found));
	}
	free(found);
	return (ssize_t)n;
}
