/* SPDX-License-Identifier: MIT */
#include "cmd/replay/inputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/cli/archive.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/stream.h"

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

/* ---- inputs --------------------------------------------------------------------------------- */

static int
find_archive(struct command *c)
{
	static const struct archive archive = { "events", "event", "replay" };
	struct buf why = { 0 };
	const int result = archive_find(&archive, &c->settings, &c->arena, &why);
	buf_char(&why, 0);
	if (result < 0)
		command_fail(c, "%s", why.p);
	buf_free(&why);
	return result;
}

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
