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

static bool
is_input(const struct settings *s, const struct stat *file)
{
	for (size_t i = 0; i < s->operands || i == 0; i++)
		if (is_file(file, i < s->operands ? s->operand[i] : NULL))
			return true;
	return false;
}

static bool
is_document(const struct settings *s, const struct stat *file)
{
	for (size_t i = 0; i < s->documents; i++)
		if (is_file(file, s->document[i]))
			return true;
	return false;
}

int
spare_check(const struct settings *s, bool over_input, const char **path, const char **option)
{
	const struct {
		const char *path, *option;
	} out[] = { { s->output, "output" }, { s->rejects, "rejects" }, { s->stats_file, "stats" },
		{ s->report, "report" }, { s->changes, "changes" } };
	struct stat file;

	for (size_t i = 0; i < sizeof(out) / sizeof(*out); i++) {
		if (!look(out[i].path, &file))
			continue;
		if (is_document(s, &file) || ((i > 0 || !over_input) && is_input(s, &file))) {
			*path = out[i].path;
			*option = out[i].option;
			return -1;
		}
	}
	return 0;
}
