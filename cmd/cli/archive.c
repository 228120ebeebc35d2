/* SPDX-License-Identifier: MIT */
#include "cmd/cli/archive.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/tenants.h"
#include "base/mem.h"

struct reading {
	const struct archive *archive;
	struct settings *settings;
	struct arena *arena;
	struct buf *why;
};

static bool
ends_in(struct text name, struct text end)
{
	return name.n > end.n && memcmp(name.p + name.n - end.n, end.p, end.n) == 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Is it a file of the archive?  Returns 1 or 0, or -1 for a symbolic link, which a store must not
 * have. */
static int
is_archived(int folder, const char *path, const char *name, struct buf *why)
{
	struct stat st;
	const struct text t = text_of(name);
	if (name[0] == '.' || (!ends_in(t, TEXT(".jsonl")) && !ends_in(t, TEXT(".jsonl.zst"))))
		return 0;
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	if (S_ISLNK(st.st_mode)) {
		buf_printf(why, "%s/%s: is a symbolic link; links inside a store are not followed",
		    path, name);
		return -1;
	}
	return S_ISREG(st.st_mode);
}

static int
read_archive(struct reading *r, DIR *dir, const char *path)
{
	struct settings *s = r->settings;
	char **found = NULL;
	size_t n = 0, cap = 0;
	const struct dirent *entry;
	int is = 0;
	while (is >= 0 && (entry = readdir(dir)) != NULL) {
		struct buf b = { 0 };
		if ((is = is_archived(dirfd(dir), path, entry->d_name, r->why)) <= 0)
			continue;
		buf_printf(&b, "%s/%s", path, entry->d_name);
		found = mem_grow(found, &cap, n + 1, sizeof(*found));
		found[n++] = (char *)(uintptr_t)arena_text(r->arena, buf_as_text(&b)).p;
		buf_free(&b);
	}
	if (n > 0) {
		qsort(found, n, sizeof(*found), by_name);
		s->operand = arena_alloc(r->arena, n * sizeof(*found));
		memcpy(s->operand, found, n * sizeof(*found));
		s->operands = n;
	}
	free(found);
	if (is >= 0 && n == 0)
		buf_printf(r->why,
		    "%s: has no %s files (*.jsonl, *.jsonl.zst); name the files to %s", path,
		    r->archive->holds, r->archive->does);
	return is >= 0 && n > 0 ? 0 : -1;
}

/* Reports a missing store rather than a missing folder in it, so that nobody creates that folder by
 * hand. */
static void
complain(const struct reading *r, const char *path)
{
	const int why = errno;
	const char *store = r->settings->store;
	if (why == ENOENT && access(store, F_OK) < 0)
		buf_printf(r->why, "%s: there is no such store" TENANTS_NO_STORE, store);
	else
		buf_printf(r->why, "%s: %s; name the files to %s, or put them there", path,
		    strerror(why), r->archive->does);
}

int
archive_find(const struct archive *archive, struct settings *s, struct arena *a, struct buf *why)
{
	struct reading r = { archive, s, a, why };
	struct buf path = { 0 };
	buf_printf(&path, "%s/%.*s/%s", s->store, (int)s->tenant.n, s->tenant.p, archive->folder);
	buf_char(&path, 0);
	const int fd = open(path.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	int result = -1;
	if (dir)
		result = read_archive(&r, dir, path.p);
	else
		complain(&r, path.p);
	if (dir)
		closedir(dir);
	buf_free(&path);
	return result;
}
