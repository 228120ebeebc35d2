/* SPDX-License-Identifier: MIT */
#include "cmd/replay/label_file.h"

#include <inttypes.h>

#include "cmd/cli/shell.h"
#include "io/in.h"
#include "io/lines.h"
#include "json/index.h"

/* Reads the file block by block.  Returns 0, or -1 and fills *e and *line, which is 0 if no line is
 * at fault. */
static int
read_lines(struct labels *labels, struct lines *lines, uint64_t *line, struct err *e)
{
	struct input_block block;
	struct json_index ix = { 0 };
	uint64_t before = 0, in_block = 0;
	int result;
	while ((result = lines_next(lines, &block, e)) > 0) {
		if (!block.p) {
			in_block = 1;
			result =
			    err_set(e, "the line is too long: %" PRIu64 " bytes", block.too_long);
			break;
		}
		json_index_build(&ix, block.p, block.n, JSON_LINES);
		result = labels_add(labels, block.p, block.n, &ix, &in_block, e);
		if (result < 0)
			break;
		before += in_block;
		in_block = 0;
	}
	*line = result < 0 && in_block > 0 ? before + in_block : 0;
	json_index_free(&ix);
	return result;
}

int
label_file_load(struct command *c, struct labels **labels)
{
	struct err e = { 0 };
	struct lines lines;
	uint64_t line = 0;
	const char *path = c->request.labels_path;
	struct in *in = in_open(path, &e);
	int result = -1;
	if (in) {
		in_allow_window(in, c->settings.max_window);
		*labels = labels_new(random_key());
		lines_init(&lines, in, 0, 0);
		result = read_lines(*labels, &lines, &line, &e);
		if (result < 0)
			shell_add_unpacking(&e, in, path, PROGRAM);
		lines_free(&lines);
		in_close(in);
	}
	if (result < 0 && line > 0 && e.offset != ERR_NOWHERE)
		command_fail(c, "%s:%" PRIu64 ":%zu: %s", path, line, e.offset + 1, e.text);
	else if (result < 0 && line > 0)
		command_fail(c, "%s:%" PRIu64 ": %s", path, line, e.text);
	else if (result < 0)
		command_fail(c, "%s: %s", path, e.text);
	return result;
}
