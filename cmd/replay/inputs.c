/* SPDX-License-Identifier: MIT */
#include "cmd/replay/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/tenants.h"
#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/stream.h"

#define ARCHIVE "events"

const char *
inputs_absolute(struct command *c, const char *path)
{
	struct buf b = { 0 };
	char *folder = path[0] == '/' ? NULL : getcwd(NULL, 0);
	if (folder) {
		while (strncmp(path, "./", 2) == 0)
			path += 2;
		buf_printf(&b, "%s/", strcmp(folder, "/") == 0 ? "" : folder);
	}
	buf_text(&b, text_of(path));
	const struct text kept = arena_text(&c->arena, buf_as_text(&b));
	buf_free(&b);
	free(folder);
	return kept.p;
}

/* ---- the archive ---------------------------------------------------------------------------- */

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

/* Is it a file of events?  Returns 1 or 0, or -1 for a symbolic link, which a store must not
 * have. */
static int
is_archived(struct command *c, int folder, const char *path, const char *name)
{
	struct stat st;
	const struct text t = text_of(name);
	if (name[0] == '.' || (!ends_in(t, TEXT(".jsonl")) && !ends_in(t, TEXT(".jsonl.zst"))))
		return 0;
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	if (S_ISLNK(st.st_mode)) {
		command_fail(c, "%s/%s: is a symbolic link; links inside a store are not followed",
		    path, name);
		return -1;
	}
	return S_ISREG(st.st_mode);
}

static int
read_archive(struct command *c, DIR *dir, const char *path)
{
	struct settings *s = &c->settings;
	char **found = NULL;
	size_t n = 0, cap = 0;
	const struct dirent *entry;
	int is = 0;
	while (is >= 0 && (entry = readdir(dir)) != NULL) {
		struct buf b = { 0 };
		if ((is = is_archived(c, dirfd(dir), path, entry->d_name)) <= 0)
			continue;
		buf_printf(&b, "%s/%s", path, entry->d_name);
		found = mem_grow(found, &cap, n + 1, sizeof(*found));
		found[n++] = (char *)(uintptr_t)arena_text(&c->arena, buf_as_text(&b)).p;
		buf_free(&b);
	}
	if (n > 0) {
		qsort(found, n, sizeof(*found), by_name);
		s->operand = arena_alloc(&c->arena, n * sizeof(*found));
		memcpy(s->operand, found, n * sizeof(*found));
		s->operands = n;
	}
	free(found);
	if (is >= 0 && n == 0)
		command_fail(c,
		    "%s: has no event files (*.jsonl, *.jsonl.zst); name the files to replay",
		    path);
	return is >= 0 && n > 0 ? 0 : -1;
}

/* Reports a missing store rather than a missing folder in it, so that nobody creates that folder by
 * hand. */
static void
complain_of_archive(struct command *c, const char *path)
{
	const int why = errno;
	if (why == ENOENT && access(c->settings.store, F_OK) < 0)
		command_fail(c, "%s: there is no such store" TENANTS_NO_STORE, c->settings.store);
	else
		command_fail(
		    c, "%s: %s; name the files to replay, or put them there", path, strerror(why));
}

static int
find_archive(struct command *c)
{
	const struct settings *s = &c->settings;
	struct buf path = { 0 };
	buf_printf(&path, "%s/%.*s/" ARCHIVE, s->store, (int)s->tenant.n, s->tenant.p);
	buf_char(&path, 0);
	const int fd = open(path.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	int result = -1;
	if (dir)
		result = read_archive(c, dir, path.p);
	else
		complain_of_archive(c, path.p);
	if (dir)
		closedir(dir);
	buf_free(&path);
	return result;
}

/* ---- inputs --------------------------------------------------------------------------------- */

int
inputs_find(struct command *c, struct job *j)
{
	const struct settings *s = &c->settings;
	const bool recorded = versions_in_store(s);
	if (recorded && s->operands == 0 && find_archive(c) < 0)
		return -1;
	struct text *input = arena_zalloc(&c->arena, s->operands + 1, sizeof(*input));
	for (size_t i = 0; i < s->operands; i++) {
		const bool file = recorded && !stream_is_standard(s->operand[i]);
		input[i] = text_of(file ? inputs_absolute(c, s->operand[i]) : s->operand[i]);
	}
	if (s->operands == 0)
		input[0] = TEXT("-");
	j->inputs = input;
	j->ninputs = s->operands > 0 ? s->operands : 1;
	return 0;
}

int
inputs_check(struct command *c)
{
	const struct settings *s = &c->settings;
	for (size_t i = 0; i < s->operands; i++) {
		if (stream_is_standard(s->operand[i])) {
			command_fail(
			    c, "-: a job that runs later cannot read standard input; name files");
			return -1;
		}
		if (access(s->operand[i], R_OK) < 0) {
			command_fail(c, "%s: %s", s->operand[i], strerror(errno));
			return -1;
		}
	}
	return 0;
}

bool
inputs_identify(struct command *c, struct stat **identity)
{
	const struct settings *s = &c->settings;
	*identity = arena_zalloc(&c->arena, s->operands, sizeof(**identity));
	for (size_t i = 0; i < s->operands; i++) {
		struct stat *st = &(*identity)[i];
		if (stream_is_standard(s->operand[i]))
			return false;
		if (stat(s->operand[i], st) == 0 && !S_ISREG(st->st_mode))
			return false;
	}
	return s->operands > 0;
}
