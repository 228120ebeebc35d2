/* SPDX-License-Identifier: MIT */
#include "cmd/trace/source.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/whole.h"

enum {
	PATH_MOST = 4096,
	FILES_MOST = 256,     /* that are kept; a trace with more errors than that reads no more */
	FILE_MOST = 16 << 20, /* bytes of a file */
	LINE_MOST = 4096      /* bytes of a line that are shown */
};

int
source_folder_check(const char *path)
{
	const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -1 : close(fd);
}

/* Is one of the parts of the path `..`? */
static bool
leads_up(const char *path)
{
	for (const char *p = path; (p = strstr(p, "..")); p += 2) {
		const bool begins = p == path || p[-1] == '/';
		if (begins && (p[2] == '\0' || p[2] == '/'))
			return true;
	}
	return false;
}

/* Reads a regular file.  Returns 0, or -1 if there is none. */
static int
read_file(const char *folder, const char *path, struct buf *b)
{
	char name[2 * PATH_MOST];
	struct stat st;
	const int n = snprintf(name, sizeof(name), "%s/%s", folder, path);
	if (n < 0 || (size_t)n >= sizeof(name))
		return -1;
	const int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return -1;
	int result = -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		result = whole_read_fd(fd, FILE_MOST, b);
	close(fd);
	return result;
}

static bool
is_file(const char *folder, const char *path, struct buf *absolute)
{
	char name[2 * PATH_MOST];
	struct stat st;
	const int n = snprintf(name, sizeof(name), "%s/%s", folder, path);
	if (n < 0 || (size_t)n >= sizeof(name) || stat(name, &st) < 0 || !S_ISREG(st.st_mode))
		return false;
	char *real = realpath(name, NULL);
	if (real)
		buf_text(absolute, text_of(real));
	free(real);
	return real != NULL;
}

bool
source_find(const char *folder, struct text file, struct buf *path)
{
	if (file.n == 0 || file.n >= PATH_MOST || memchr(file.p, '\0', file.n))
		return false;
	char *recorded = mem_dup(file.p, file.n);
	bool found = false;
	for (const char *p = leads_up(recorded) ? NULL : recorded; p && *p && !found;) {
		while (*p == '/')
			p++;
		found = *p && is_file(folder, p, path);
		p = folder[0] ? strchr(p, '/') : NULL;
	}
	free(recorded);
	return found;
}

/* Reads the file that a trace calls `path`; if there is none, the text is empty. */
static void
find_file(const char *folder, const char *path, struct buf *b)
{
	if (leads_up(path))
		return;
	for (const char *p = path; p && *p;) {
		while (*p == '/')
			p++;
		if (*p && read_file(folder, p, b) == 0)
			return;
		b->n = 0;
		p = strchr(p, '/');
	}
}

static const struct source_file *
file_of(struct source_folder *f, struct text path)
{
	for (size_t i = 0; i < f->files; i++)
		if (text_eq(text_of(f->file[i].path), path))
			return &f->file[i];
	if (f->files == FILES_MOST || path.n == 0 || path.n >= PATH_MOST ||
	    memchr(path.p, '\0', path.n))
		return NULL;
	f->file = mem_grow(f->file, &f->cap, f->files + 1, sizeof(*f->file));
	struct source_file *file = &f->file[f->files++];
	*file = (struct source_file){ .path = mem_dup(path.p, path.n) };
	find_file(f->path, file->path, &file->text);
	return file;
}

struct text
source_folder_line(void *folder, struct text file, uint32_t line)
{
	struct source_folder *f = folder;
	const struct source_file *found = file_of(f, file);
	if (!found || found->text.n == 0)
		return TEXT_ABSENT;
	const char *p = found->text.p, *end = p + found->text.n;
	for (uint32_t i = 1; i < line && p; i++) {
		p = memchr(p, '\n', (size_t)(end - p));
		p = p ? p + 1 : NULL;
	}
	if (!p || p == end || line == 0)
		return TEXT_ABSENT;
	const char *stop = memchr(p, '\n', (size_t)(end - p));
	size_t n = (size_t)((stop ? stop : end) - p);
	while (n > 0 && (p[0] == ' ' || p[0] == '\t')) {
		p++;
		n--;
	}
	n -= n > 0 && p[n - 1] == '\r';
	f->found = true;
	return (struct text){ p, n < LINE_MOST ? n : LINE_MOST };
}

void
source_folder_say_missing(const struct source_folder *f, const char *what, struct buf *b)
{
	if (f->found || f->files == 0)
		return;
	buf_printf(b, "--source: %s: found no line of %s; looked for ", f->path, what);
	if (f->files > 1)
		buf_printf(b, "%zu files, such as ", f->files);
	buf_char(b, '\'');
	buf_visible(b, text_of(f->file[0].path));
	buf_put(b, "'\n", 2);
}

void
source_folder_free(struct source_folder *f)
{
	for (size_t i = 0; i < f->files; i++) {
		free(f->file[i].path);
		buf_free(&f->file[i].text);
	}
	free(f->file);
	*f = (struct source_folder){ 0 };
}
