/* SPDX-License-Identifier: MIT */
#include "cmd/cli/spare.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/stream.h"
#include "io/destination.h"

/* A regular file; or, if it does not exist yet, the folder and the name that it will have there. */
struct file {
	dev_t dev;
	ino_t ino;
	char name[NAME_MAX + 1]; /* empty: the file exists */
};

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static void
find_future(const char *path, struct file *file)
{
	struct destination to = { 0 };
	struct stat folder;
	if (destination_find(&to, path, NULL) == 1 && stat(to.dir, &folder) == 0) {
		file->dev = folder.st_dev;
		file->ino = folder.st_ino;
		snprintf(file->name, sizeof(file->name), "%s", base_name(to.path));
	}
	destination_free(&to);
}

/* Returns false if it is neither, so that overwriting it loses nothing. */
static bool
find(const char *path, struct file *file)
{
	struct stat st;
	*file = (struct file){ 0 };
	if ((stream_is_standard(path) ? fstat(STDIN_FILENO, &st) : stat(path, &st)) == 0) {
		file->dev = st.st_dev;
		file->ino = st.st_ino;
		return S_ISREG(st.st_mode);
	}
	if (errno == ENOENT)
		find_future(path, file);
	return file->name[0];
}

static bool
is_file(const struct file *file, const char *name)
{
	struct file other;
	return find(name, &other) && other.dev == file->dev && other.ino == file->ino &&
	       strcmp(other.name, file->name) == 0;
}

static bool
is_input(const struct settings *s, const struct file *file)
{
	for (size_t i = 0; i < s->operands || i == 0; i++)
		if (is_file(file, i < s->operands ? s->operand[i] : NULL))
			return true;
	return false;
}

static bool
is_earlier(const struct option_given *option, const struct file *file)
{
	for (size_t i = 0; i < option->nearlier; i++)
		if (is_file(file, option->earlier[i]))
			return true;
	return false;
}

/* Is it read, other than as an input? */
static bool
is_read(const struct settings *s, const struct file *file)
{
	const struct options *o = &s->options;
	for (size_t i = 0; i < o->n; i++) {
		const char *path = option_file(&o->list[i]);
		if (o->list[i].spec->takes.type == OPTION_READ && path && is_file(file, path))
			return true;
		if (is_earlier(&o->list[i], file))
			return true;
	}
	for (size_t i = 0; i < s->nreads; i++)
		if (is_file(file, s->reads[i]))
			return true;
	return false;
}

/* Returns the name of the file that the option writes, or NULL. */
static const char *
written(const struct option_given *option)
{
	const char *path = option_file(option);
	return option->spec->takes.type == OPTION_WRITE && !stream_is_standard(path) ? path : NULL;
}

/* Does one of the first `before` options write it? */
static bool
is_written(const struct settings *s, size_t before, const struct file *file)
{
	for (size_t i = 0; i < before; i++) {
		const char *path = written(&s->options.list[i]);
		if (path && is_file(file, path))
			return true;
	}
	return false;
}

int
spare_check(const struct settings *s, bool over_input, struct spared *spared)
{
	const struct options *o = &s->options;
	struct file file;
	for (size_t i = 0; i < o->n; i++) {
		const char *path = written(&o->list[i]), *name = o->list[i].spec->name;
		const bool replaces = over_input && strcmp(name, "output") == 0;
		if (!path || !find(path, &file))
			continue;
		*spared = (struct spared){ path, name, "an input" };
		if (is_read(s, &file) || (!replaces && is_input(s, &file)))
			return -1;
		spared->what = "another output";
		if (is_written(s, i, &file))
			return -1;
	}
	return 0;
}

int
spare_outputs(const struct settings *s)
{
	struct spared it;
	if (spare_check(s, true, &it) == 0)
		return 0;
	diag(&s->voice, "%s: is also %s; --%s would overwrite it", it.path, it.what, it.option);
	return -1;
}

/* ---- a store -------------------------------------------------------------------------------- */

/* Files below the tenant's folder.  A name that ends in a slash is a folder with all its files. */
static const char *const own[] = { ".lock", "audit.jsonl", "change.json", "change.json.new",
	"encoding/", "jobs/", "rules/", "state/" };

static bool
is_own(const char *name)
{
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		const size_t n = strlen(own[i]);
		if (own[i][n - 1] == '/' ? strncmp(name, own[i], n) == 0
					 : strcmp(name, own[i]) == 0)
			return true;
	}
	return false;
}

/* `tenant` is the folder as an absolute path without symbolic links. */
static bool
is_in_store(const char *tenant, const char *path)
{
	const size_t n = strlen(tenant);
	struct destination to = { 0 };
	char *dir = destination_find(&to, path, NULL) == 1 ? realpath(to.dir, NULL) : NULL;
	struct buf b = { 0 };
	bool is = false;
	if (dir) {
		buf_printf(&b, "%s/%s", dir, base_name(to.path));
		buf_char(&b, '\0');
		is = strncmp(b.p, tenant, n) == 0 && b.p[n] == '/' && is_own(b.p + n + 1);
	}
	buf_free(&b);
	free(dir);
	destination_free(&to);
	return is;
}

int
spare_store(const struct settings *s)
{
	const struct options *o = &s->options;
	struct buf b = { 0 };
	int result = 0;
	if (!s->store || !s->tenant.p)
		return 0;
	buf_printf(&b, "%s/%.*s", s->store, (int)s->tenant.n, s->tenant.p);
	buf_char(&b, '\0');
	char *tenant = realpath(b.p, NULL);
	for (size_t i = 0; tenant && result == 0 && i < o->n; i++) {
		const char *path = written(&o->list[i]);
		if (path && is_in_store(tenant, path)) {
			diag(&s->voice, "%s: belongs to the store; --%s would overwrite it", path,
			    o->list[i].spec->name);
			result = -1;
		}
	}
	free(tenant);
	buf_free(&b);
	return result;
}
