/* SPDX-License-Identifier: MIT */
#include "cmd/cli/spare.h"

#include <sys/stat.h>
#include <unistd.h>

#include "cmd/cli/stream.h"

/* Only what is a regular file can be lost. */
static bool
look(const char *path, struct stat *file)
{
	return !stream_is_standard(path) && stat(path, file) == 0 && S_ISREG(file->st_mode);
}

/* Is it the file of this name? */
static bool
is_file(const struct stat *file, const char *name)
{
	struct stat other;

	return (stream_is_standard(name) ? fstat(STDIN_FILENO, &other) : stat(name, &other)) == 0 &&
	       other.st_dev == file->st_dev && other.st_ino == file->st_ino;
}

bool
spare_is_input(const struct settings *s, const char *path)
{
	struct stat file;

	if (!look(path, &file))
		return false;
	for (size_t i = 0; i < s->operands || i == 0; i++)
		if (is_file(&file, i < s->operands ? s->operand[i] : NULL))
			return true;
	return false;
}

static bool
is_document(const struct settings *s, const char *path)
{
	struct stat file;

	if (!look(path, &file))
		return false;
	for (size_t i = 0; i < s->documents; i++)
		if (is_file(&file, s->document[i]))
			return true;
	return false;
}

int
spare_check(const struct settings *s, const char **path, const char **what)
{
	const struct {
		const char *path, *what;
		bool beside; /* it is there at once, before all is read */
	} out[] = { { s->rejects, "rejects", true }, { s->stats_file, "--stats", true },
		{ s->report, "the report", true }, { s->changes, "the list of changes", true },
		{ s->output, "the output", false } };

	for (size_t i = 0; i < sizeof(out) / sizeof(*out); i++)
		if ((out[i].beside && spare_is_input(s, out[i].path)) ||
		    is_document(s, out[i].path)) {
			*path = out[i].path;
			*what = out[i].what;
			return -1;
		}
	return 0;
}
