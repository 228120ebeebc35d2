/* SPDX-License-Identifier: MIT */
#include "cmd/cli/run.h"

#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/status.h"
#include "io/in.h"
#include "io/lines.h"
#include "json/index.h"
#include "time/duration.h"

#define NAMED_MAX 10 /* so many rejected records are named on standard error */

static int64_t
monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static bool
is_standard(const char *path)
{
	return !path || strcmp(path, "-") == 0;
}

static const char *
output_name(const char *path)
{
	return is_standard(path) ? "standard output" : path;
}

void
run_complain(struct run *r, const char *format, ...)
{
	char text[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	diag(r->settings->program, "%s", text);
	r->status = EXIT_BROKEN;
}

/* An output has failed: there is no point in going on. */
static int
stop(struct run *r, const char *path, const struct err *e)
{
	run_complain(r, "%s: %s", output_name(path), e->text);
	r->stopped = true;
	return -1;
}

/* Is `path` (of an output that would be emptied by opening it) an input of this run? */
static bool
is_input(const struct settings *s, const char *path)
{
	struct stat out, in;

	if (is_standard(path) || stat(path, &out) < 0 || !S_ISREG(out.st_mode))
		return false;
	for (size_t i = 0; i < s->operands || i == 0; i++) {
		const char *name = i < s->operands ? s->operand[i] : NULL;

		if ((is_standard(name) ? fstat(STDIN_FILENO, &in) : stat(name, &in)) == 0 &&
		    in.st_dev == out.st_dev && in.st_ino == out.st_ino)
			return true;
	}
	return false;
}

static int
open_rejects(struct run *r)
{
	const struct settings *s = r->settings;
	struct err e;

	if (!s->rejects)
		return 0;
	if (is_input(s, s->rejects)) {
		run_complain(r, "%s: is an input, too; rejects would overwrite it", s->rejects);
		return -1;
	}
	r->rejects = (r->mode.again ? out_open_again : out_open_direct)(s->rejects, OUT_PLAIN, &e);
	if (r->rejects)
		return 0;
	run_complain(r, "%s: %s", s->rejects, e.text);
	return -1;
}

static int
open_output(struct run *r)
{
	const struct settings *s = r->settings;
	struct err e = { 0 };

	if (r->mode.again && s->output && is_input(s, s->output)) {
		run_complain(r, "%s: is an input, too", s->output);
		return -1;
	}
	r->out = (r->mode.again ? out_open_again : out_open)(s->output, s->zstd_level, &e);
	if (r->out)
		return 0;
	run_complain(r, "%s: %s", output_name(s->output), e.text);
	return -1;
}

int
run_begin_as(struct run *r, const struct settings *s, struct run_mode mode)
{
	*r = (struct run){
		.settings = s, .mode = mode, .place = mode.from, .begun_ns = monotonic_ns()
	};
	if (open_output(r) < 0)
		return -1;
	if (open_rejects(r) == 0)
		return 0;
	out_abort(r->out);
	return -1;
}

int
run_begin(struct run *r, const struct settings *s)
{
	return run_begin_as(r, s, (struct run_mode){ .wake = -1 });
}

int
run_cut(struct run *r, uint64_t output_n, uint64_t rejects_n)
{
	struct err e;

	if (out_cut(r->out, output_n, &e) < 0)
		return stop(r, r->settings->output, &e);
	if (r->rejects && out_cut(r->rejects, rejects_n, &e) < 0)
		return stop(r, r->settings->rejects, &e);
	return 0;
}

int
run_mark(struct run *r, uint64_t *output_n, uint64_t *rejects_n)
{
	struct err e;

	*output_n = *rejects_n = 0;
	if (r->stopped)
		return -1;
	if (out_mark(r->out, output_n, &e) < 0)
		return stop(r, r->settings->output, &e);
	if (r->rejects && out_mark(r->rejects, rejects_n, &e) < 0)
		return stop(r, r->settings->rejects, &e);
	return 0;
}

/* The reader of either output sees now all there is. */
static int
flush(struct run *r)
{
	struct err e;

	if (out_flush(r->out, &e) < 0)
		return stop(r, r->settings->output, &e);
	if (r->rejects && out_flush(r->rejects, &e) < 0)
		return stop(r, r->settings->rejects, &e);
	return 0;
}

int
run_put(struct run *r, struct text t)
{
	struct err e;

	if (r->stopped)
		return -1;
	return out_put(r->out, t.p, t.n, &e) < 0 ? stop(r, r->settings->output, &e) : 0;
}

/* Names a rejected record on standard error: FILE:LINE:COLUMN: FIELD: ERROR. */
static void
name_reject(struct run *r, const char *file, uint64_t line, const struct reject *why)
{
	r->line.n = 0;
	if (why->field.p) {
		buf_text(&r->line, why->field);
		BUF_LIT(&r->line, ": ");
	}
	buf_text(&r->line, why->error);
	diag_at(r->settings->program, file, line, why->column, buf_as_text(&r->line));
	r->named++;
}

static int
keep_reject(struct run *r, const char *file, uint64_t line, const struct batch_reject *reject)
{
	struct err e;

	r->line.n = 0;
	event_put_reject(
	    &r->line, text_of(file), line, &reject->why, reject->raw, reject->too_long);
	if (out_put(r->rejects, r->line.p, r->line.n, &e) < 0)
		return stop(r, r->settings->rejects, &e);
	return 0;
}

/* What happens to batches in order.  `base`: how many lines of the input came before this one. */
static int
settle(struct run *r, const char *file, uint64_t base, const struct batch *b)
{
	const struct settings *s = r->settings;
	bool last = s->fail_fast && b->rejects > 0;
	size_t rejects = last ? 1 : b->rejects;

	books_add(&r->books, last ? &b->reject[0].books : &b->books);
	if (run_put(r, (struct text){ b->out.p, last ? b->reject[0].out_n : b->out.n }) < 0)
		return -1;
	for (size_t i = 0; i < rejects; i++) {
		const struct batch_reject *reject = &b->reject[i];

		if (last || (!s->quiet && r->named < NAMED_MAX))
			name_reject(r, file, base + reject->line, &reject->why);
		if (r->rejects && keep_reject(r, file, base + reject->line, reject) < 0)
			return -1;
	}
	if (!last)
		return 0;
	r->status = EXIT_BROKEN;
	r->stopped = true;
	return -1;
}

/* One thread's part: a block in, a batch out. */
struct worker {
	const struct run_stage *stage;
	void *own; /* the program's */
	struct json_index index;
	struct batch batch;
};

static void
worker_begin(struct worker *w, const struct run_stage *stage)
{
	*w = (struct worker){ .stage = stage,
		.own = stage->worker_new ? stage->worker_new(stage->program) : stage->program };
}

static void
worker_end(struct worker *w)
{
	if (w->stage->worker_free)
		w->stage->worker_free(w->own);
	json_index_free(&w->index);
	batch_free(&w->batch);
}

static void
work(struct worker *w, struct block *b, const struct lines_block *from, size_t max_line)
{
	batch_reset(&w->batch);
	if (from->too_long) {
		batch_too_long(&w->batch, from->too_long, max_line);
		if (w->stage->too_long)
			w->stage->too_long(w->own);
		return;
	}
	json_index_build(&w->index, from->p, from->n, JSON_LINES);
	b->p = from->p;
	b->n = from->n;
	b->index = &w->index;
	w->stage->work(w->own, b, &w->batch);
}

/* Shall the run end? */
static bool
is_woken(struct run *r)
{
	struct pollfd p = { .fd = r->mode.wake, .events = POLLIN };

	if (r->mode.wake >= 0 && poll(&p, 1, 0) > 0)
		r->woken = true;
	return r->woken;
}

/* How many bytes the first so many lines of a block have. */
static size_t
first_lines(const struct lines_block *b, uint64_t count)
{
	const char *p = b->p, *end = b->p + b->n;

	for (; count > 0 && p < end; count--) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));

		p = newline ? newline + 1 : end;
	}
	return (size_t)(p - b->p);
}

/* One block, which ends at `end` of the input: in parts, where the stage wants that. */
static int
run_block(struct run *r, struct worker *w, struct lines_block whole, struct block *b, uint64_t end)
{
	const struct run_stage *stage = w->stage;

	do {
		struct lines_block part = whole;

		if (stage->quota && !whole.too_long)
			part.n = first_lines(&whole, stage->quota(stage->program));
		b->first_line = stage->serial ? r->place.lines + 1 : 0;
		work(w, b, &part, r->settings->max_line);
		if (settle(r, b->file, r->place.lines, &w->batch) < 0)
			return -1;
		whole.p += part.n;
		whole.n -= part.n;
		r->place.lines += w->batch.lines;
		r->place.offset = end - whole.n;
		if (stage->settled && stage->settled(stage->program) < 0)
			return -1;
	} while (whole.n > 0 && !is_woken(r));
	return 0;
}

/* All blocks of an open input.  0, or -1 where the run was stopped. */
static int
run_lines(struct run *r, struct worker *w, struct lines *l, struct block *b)
{
	struct lines_block block;
	struct err e;
	int more = 0;

	while (!is_woken(r)) {
		if (!lines_ready(l) && flush(r) < 0)
			return -1;
		more = lines_next(l, &block, &e);
		if (more <= 0)
			break;
		if (run_block(r, w, block, b, lines_offset(l)) < 0)
			return -1;
	}
	if (more < 0)
		run_complain(r, "%s: %s", b->file ? b->file : "-", e.text);
	return 0;
}

/* Reading what is being written would never end (cat(1) refuses it, too). */
static bool
feeds_itself(const struct run *r, struct in *in)
{
	int fd = in_fd(in);
	struct stat st;

	if (!out_is_file(r->out, fd) && !(r->rejects && out_is_file(r->rejects, fd)))
		return false;
	return fstat(fd, &st) == 0 && lseek(fd, 0, SEEK_CUR) < st.st_size;
}

/* Opening a pipe waits for its writer. */
static bool
opening_waits(const char *path)
{
	struct stat st;

	return !is_standard(path) && stat(path, &st) == 0 && S_ISFIFO(st.st_mode);
}

static int
run_input(struct run *r, struct worker *w, const char *path, unsigned number)
{
	struct block b = { .file = is_standard(path) ? NULL : path, .input = number };
	const char *name = b.file ? b.file : "-";
	struct lines l;
	struct err e;
	struct in *in;
	int result = 0;

	if (opening_waits(path) && flush(r) < 0)
		return -1;
	in = in_open_waking(path, r->mode.wake, &e);
	if (!in) {
		run_complain(r, "%s: %s", name, e.text);
		return 0;
	}
	in_set_program(in, r->settings->program);
	if (feeds_itself(r, in)) {
		run_complain(r, "%s: is the output, too", name);
	} else if (r->place.offset > 0 && in_skip(in, r->place.offset, &e) < 0) {
		run_complain(r, "%s: cannot go on with it: %s", name, e.text);
		r->stopped = true;
		result = -1;
	} else {
		lines_init(&l, in, 0, r->settings->max_line);
		lines_begin_at(&l, r->place.offset);
		result = run_lines(r, w, &l, &b);
		lines_free(&l);
	}
	r->bytes_in += in_raw_bytes(in);
	in_close(in);
	return result;
}

int
run_inputs(struct run *r, const struct run_stage *stage)
{
	const struct settings *s = r->settings;
	struct worker w;
	int result = 0;

	if (r->stopped)
		return -1;
	worker_begin(&w, stage);
	for (size_t i = r->mode.from.input; result == 0 && !is_woken(r); i++) {
		if (i >= s->operands && i > 0)
			break;
		if (i != r->mode.from.input)
			r->place = (struct run_place){ .input = i };
		result = run_input(r, &w, s->operands > 0 ? s->operand[i] : NULL, (unsigned)i);
	}
	worker_end(&w);
	return result;
}

/*
 * The output is completed, or left as it was.  After --fail-fast, standard output still gets what
 * came before; -o FILE is all or nothing.
 */
static void
close_outputs(struct run *r)
{
	const struct settings *s = r->settings;
	struct err e;

	if (r->stopped && s->output)
		out_abort(r->out);
	else if (out_commit(r->out, &e) < 0 && !r->stopped)
		stop(r, s->output, &e);
	if (r->rejects && out_commit(r->rejects, &e) < 0 && !r->stopped)
		stop(r, s->rejects, &e);
}

static void
check_books(struct run *r)
{
	const struct books *b = &r->books;

	if (r->stopped || b->in == b->out + b->skipped + b->rejected)
		return;
	run_complain(r,
	    "the books do not balance, which is a bug: %" PRIu64 " in, %" PRIu64 " out, %" PRIu64
	    " skipped, %" PRIu64 " rejected",
	    b->in, b->out, b->skipped, b->rejected);
}

static void
put_stats(
    struct run *r, struct buf *b, void (*more)(void *context, struct buf *json), void *context)
{
	char elapsed[DURATION_MAX];
	int64_t elapsed_us = (monotonic_ns() - r->begun_ns) / 1000;
	size_t n = duration_put_seconds(elapsed_us * 1000, elapsed);

	buf_printf(b,
	    "{\"events_in\":%" PRIu64 ",\"events_out\":%" PRIu64 ",\"events_skipped\":%" PRIu64
	    ",\"events_rejected\":%" PRIu64 ",\"bytes_in\":%" PRIu64 ",\"elapsed_seconds\":%.*s",
	    r->books.in, r->books.out, r->books.skipped, r->books.rejected, r->bytes_in, (int)n,
	    elapsed);
	if (more)
		more(context, b);
	BUF_LIT(b, "}\n");
}

static void
write_stats(struct run *r, struct text json)
{
	const char *file = r->settings->stats_file;
	struct out *o;
	struct err e;

	if (!file) {
		fwrite(json.p, 1, json.n, stderr);
		return;
	}
	o = out_open(file, OUT_PLAIN, &e);
	if (o) {
		out_put(o, json.p, json.n, &e);
		if (out_commit(o, &e) == 0)
			return;
	}
	run_complain(r, "%s: %s", output_name(file), e.text);
}

/* The last line on standard error. */
static void
tell_books(const struct run *r)
{
	const struct books *b = &r->books;

	if (b->rejected > 0 && !r->settings->quiet)
		diag(r->settings->program,
		    "%" PRIu64 " in = %" PRIu64 " out + %" PRIu64 " skipped + %" PRIu64 " rejected",
		    b->in, b->out, b->skipped, b->rejected);
}

int
run_end(struct run *r, void (*more)(void *context, struct buf *json), void *context)
{
	struct buf json = { 0 };

	close_outputs(r);
	check_books(r);
	if (r->settings->stats) {
		put_stats(r, &json, more, context);
		write_stats(r, buf_as_text(&json));
	}
	tell_books(r);
	if (!settings_tolerate(r->settings, r->books.rejected, r->books.in))
		r->status = status_worse(r->status, EXIT_REJECTED);
	buf_free(&json);
	buf_free(&r->line);
	return r->status;
}
