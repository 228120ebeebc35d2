/* SPDX-License-Identifier: MIT */
#include "cmd/decide/dump.h"

#include <inttypes.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/shell.h"
#include "cmd/cli/spare.h"
#include "cmd/cli/status.h"
#include "cmd/cli/whole_file.h"
#include "cmd/decide/lock.h"
#include "io/lines.h"
#include "io/out.h"
#include "json/tree.h"
#include "state/dump.h"

/* ---- --dump-state --------------------------------------------------------------------------- */

/* Returns 0, or -1 and fills *e; *blame, which comes in as the output, is then the output or, for
 * the snapshot, NULL. */
static int
put_facts(struct text image, struct out *out, const char **blame, struct err *e)
{
	const char *output = *blame;
	struct snapshot_reader r;
	struct fact fact;
	struct buf line = { 0 };
	int more = snapshot_open(&r, image, e);
	*blame = NULL;
	if (more == 0)
		more = snapshot_next(&r, &fact, e);
	while (more > 0) {
		line.n = 0;
		dump_put(&line, &fact);
		more = out_put(out, line.p, line.n, e);
		if (more < 0)
			*blame = output;
		else
			more = snapshot_next(&r, &fact, e);
	}
	snapshot_close(&r);
	buf_free(&line);
	return more;
}

int
dump_state(const struct settings *s, const char *file)
{
	const char *blame = file, *output = s->output ? s->output : "standard output";
	struct buf image = { 0 };
	struct err e;
	struct out *out = NULL;
	if (spare_outputs(s) < 0)
		return EXIT_BROKEN;
	int result = whole_file_read(file, &image, &e);

	if (result == 0)
		result = err_set(&e, "no such file");
	if (result > 0) {
		out = out_open(s->output, s->zstd_level, &e);
		blame = output;
		result = out ? put_facts(buf_as_text(&image), out, &blame, &e) : -1;
	}
	if (out && result < 0)
		out_abort(out);
	else if (out && (result = out_commit(out, &e)) < 0)
		blame = output;
	buf_free(&image);
	if (result < 0)
		diag(&s->voice, "%s: %s", blame ? blame : file, e.text);
	return result < 0 ? EXIT_BROKEN : EXIT_WORKED;
}

/* ---- --load-state --------------------------------------------------------------------------- */

/* Prints what is wrong with a line.  The column comes from the error's offset in `line`, if both
 * are known. */
static int
complain(const struct settings *s, const char *path, uint64_t number, struct text line,
    const struct err *e)
{
	size_t row = 0, column = 0;
	if (line.p && e->offset != ERR_NOWHERE)
		json_line_column(line, e->offset, &row, &column);
	diag_at(&s->voice, path, number, column, text_of(e->text));
	return -1;
}

static int
load_block(struct undump *u, const struct settings *s, const char *path, struct text block,
    uint64_t *number)
{
	struct err e;
	while (block.n > 0) {
		const char *newline = memchr(block.p, '\n', block.n);
		size_t n = newline ? (size_t)(newline - block.p) : block.n;
		struct text line = { block.p, n };
		++*number;
		if (undump_line(u, line, *number, &e) < 0)
			return complain(s, path, *number, line, &e);
		n += newline != NULL;
		block = (struct text){ block.p + n, block.n - n };
	}
	return 0;
}

static int
load_lines(struct undump *u, const struct settings *s, const char *path)
{
	struct err e;
	struct in *in = in_open(path, &e);
	struct lines l;
	struct input_block b;
	uint64_t number = 0;
	int more;
	if (!in)
		return complain(s, path, 0, TEXT_ABSENT, &e);
	in_allow_window(in, s->max_window);
	lines_init(&l, in, 0, s->max_line);
	while ((more = lines_next(&l, &b, &e)) > 0) {
		if (b.too_long)
			more = err_set(&e, "line %" PRIu64 " is too long", number + 1);
		else if (load_block(u, s, path, (struct text){ b.p, b.n }, &number) < 0)
			break;
		if (more < 0)
			break;
	}
	if (more < 0)
		shell_add_unpacking(&e, in, path, s->voice.name);
	lines_free(&l);
	in_close(in);
	if (more < 0)
		complain(s, path, 0, TEXT_ABSENT, &e);
	return more == 0 ? 0 : -1;
}

static int
make_snapshot(const struct settings *s, const char *file, struct siphash_key key)
{
	const char *path = s->operands > 0 ? s->operand[0] : NULL;
	struct undump *u = undump_new();
	struct buf image = { 0 }, old = { 0 };
	struct snapshot_reader was = { 0 };
	uint64_t number;
	struct err e;
	int result = load_lines(u, s, path);
	if (result == 0) {
		/* the inputs that the old file has counted are not in the dump, and are kept */
		const bool known = whole_file_read(file, &old, &e) > 0 &&
				   snapshot_open(&was, buf_as_text(&old), &e) == 0;
		result = undump_end(u, key, known ? &was.position : NULL, &image, &number, &e);
		snapshot_close(&was);
		if (result < 0)
			complain(s, path, number, TEXT_ABSENT, &e);
	}
	if (result == 0) {
		result = whole_file_replace(file, buf_as_text(&image), &e);
		if (result < 0)
			diag(&s->voice, "%s: %s", file, e.text);
	}
	undump_free(u);
	buf_free(&image);
	buf_free(&old);
	return result < 0 ? EXIT_BROKEN : EXIT_WORKED;
}

int
load_state(const struct settings *s, const char *file, struct siphash_key key)
{
	struct lock lock;
	struct err e;
	if (lock_take(&lock, file, &e) < 0) {
		diag(&s->voice, "%s: %s", file, e.text);
		return EXIT_BROKEN;
	}
	int status = make_snapshot(s, file, key);
	lock_drop(&lock);
	return status;
}
