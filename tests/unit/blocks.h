/* SPDX-License-Identifier: MIT */
#ifndef BLOCKS_H
#define BLOCKS_H

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "io/blocks.h"
#include "io/records.h"
#include "tests/unit/unit.h"

/*
 * What comes out is written down: `L` or `D` for the framing, then a line for each record, which is
 * the number of the line in which it begins, what it is, and its text as spelled.  What is said at
 * the end of the input is the last line.
 */
static const char *const kinds[] = { "blank", "null", "false", "true", "number", "string", "array",
	"object" };

static void
put_record(struct buf *b, const struct input_record *r)
{
	const enum json_code code = (enum json_code)r->line.fault.code;
	buf_printf(b, "%d ", (int)r->number);
	if (r->kind == INPUT_ENVELOPE) {
		buf_printf(b, "around %d: %.*s\n", (int)r->envelope->id, (int)r->envelope->text.n,
		    r->envelope->text.p);
		return;
	}
	if (r->kind == INPUT_TOO_LONG) {
		buf_printf(b, "too long: %d\n", (int)r->bytes);
		return;
	}
	CHECK(r->bytes == r->line.n);
	if (r->envelope)
		buf_printf(b, "in %d ", (int)r->envelope->id);
	if (code == JSON_OK)
		buf_printf(b, "%s", kinds[r->line.kind]);
	else
		buf_printf(b, "%s at %d", json_fault_text(code), (int)r->line.fault.at + 1);
	buf_printf(b, ": %.*s\n", (int)r->line.n, r->line.p);
}

static struct json_paths *paths;

static bool
take(struct records *r, struct buf *b)
{
	struct input_record record;
	struct err e = { "", 0 };
	const int more = records_next(r, &record, &e);
	if (more > 0)
		put_record(b, &record);
	if (more < 0)
		buf_printf(b, "! %s\n", e.text);
	return more > 0;
}

/* The framing goes before what was written down. */
static void
put_framing(struct buf *b, const struct blocks *blocks)
{
	struct buf all = { 0 };
	buf_printf(&all, "%s\n%.*s", blocks->kind == BLOCKS_DOCUMENT ? "D" : "L", (int)b->n,
	    b->p ? b->p : "");
	buf_free(b);
	*b = all;
}

static void
check_same(struct text want, const struct buf *got)
{
	const bool same = text_eq(want, buf_as_text(got));
	CHECK(same);
	if (!same)
		printf(
		    "--- expected\n%.*s--- found\n%.*s", (int)want.n, want.p, (int)got->n, got->p);
}

static struct in *
open_text(struct text t)
{
	const int fd = memfd_create("text", 0);
	char path[64];
	CHECK(write(fd, t.p, t.n) == (ssize_t)t.n);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct in *in = in_open(path, NULL);
	close(fd);
	return in;
}

/* Reads this many bytes at a time. */
static void
check_block(struct text t, const struct blocks_options *options, size_t block, struct text want)
{
	struct blocks_options o = *options;
	struct in *in = open_text(t);
	struct buf got = { 0 };
	struct records r;
	o.block = block;
	records_init(&r, in, &o, paths);
	while (take(&r, &got))
		;
	put_framing(&got, &r.blocks);
	check_same(want, &got);
	records_free(&r);
	in_close(in);
	buf_free(&got);
}

struct drip {
	struct blocks blocks;
	struct json_walker *walker;
	struct json_index lines;
	uint64_t number; /* of lines */
	bool over;
	struct buf got;
};

/* All of a block, in the same way. */
static void
put_block(struct drip *d, const struct input_block *b)
{
	const bool lines = b->framing == FRAMING_LINES;
	struct input_record r = { .kind = INPUT_TOO_LONG, .bytes = b->too_long };
	const struct json_index *index = lines ? &d->lines : b->index;
	struct json_pos pos = { 0 };
	r.number = lines ? d->number + 1 : b->lines + 1;
	if (b->too_long) {
		d->number += lines;
		put_record(&d->got, &r);
		return;
	}
	if (lines)
		json_index_build(&d->lines, b->p, b->n, JSON_LINES);
	while (!d->over && json_walk(d->walker, b->p, b->n, index, &pos, &r.line)) {
		d->number++;
		r.bytes = r.line.n;
		r.number = lines ? d->number : b->lines + json_walk_element(index, &pos)->line;
		r.kind = r.line.fault.code == JSON_TOO_LONG ? INPUT_TOO_LONG : INPUT_RECORD;
		d->over = !lines && json_fault_is_syntax((enum json_code)r.line.fault.code);
		if (r.line.kind != JSON_NONE || r.line.fault.code != JSON_OK)
			put_record(&d->got, &r);
	}
}

/* Through a pipe, a byte at a time: what is there without waiting is taken after each. */
static void
check_drip(struct text t, const struct blocks_options *options, struct text want)
{
	struct drip d = { .walker = json_walker_new(paths) };
	struct input_block b;
	struct err e = { "", 0 };
	char path[64];
	int fd[2], more;
	CHECK(pipe(fd) == 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", fd[0]);
	struct in *in = in_open(path, NULL);
	close(fd[0]);
	blocks_init(&d.blocks, in, options);
	for (size_t i = 0; i < t.n; i++) {
		CHECK(write(fd[1], t.p + i, 1) == 1);
		while (blocks_ready(&d.blocks) && blocks_next(&d.blocks, &b, &e) > 0)
			put_block(&d, &b);
	}
	close(fd[1]);
	while (!d.over && (more = blocks_next(&d.blocks, &b, &e)) != 0) {
		if (more > 0)
			put_block(&d, &b);
		else
			buf_printf(&d.got, "! %s\n", e.text);
		if (more < 0)
			break;
	}
	put_framing(&d.got, &d.blocks);
	check_same(want, &d.got);
	blocks_free(&d.blocks);
	json_walker_free(d.walker);
	json_index_free(&d.lines);
	in_close(in);
	buf_free(&d.got);
}

#endif
