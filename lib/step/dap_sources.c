/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/number.h"
#include "step/dap_private.h"
#include "view/step.h"

/*
 * What is shown as code: files, and the texts of traces.  References of sources are the numbers of
 * the traces from 1, and behind them those of the files.
 */

enum {
	ROWS_MOST = 100000, /* a longer trace has no text */
	ROW_WIDTH = 160,
	LISTED_MOST = 1000
};

#define LINE_MOST UINT64_C(0xffffffff)

uint64_t
dap_line_out(const struct dap *d, uint64_t line)
{
	return line - (d->lines_from_0 && line > 0);
}

uint64_t
dap_line_in(const struct dap *d, uint64_t line)
{
	return (line < LINE_MOST ? line : LINE_MOST) + d->lines_from_0;
}

static uint64_t
rows_of(const struct dap *d, size_t trace)
{
	return step_trace_last(d->index, trace) - step_trace_first(d->index, trace) + 1;
}

/* ---- what a source is called ---------------------------------------------------------------- */

static void
put_text_source(const struct dap *d, struct buf *b, size_t trace)
{
	struct buf name = { 0 };
	buf_visible(&name, trace_text_of(d->model->trace[trace].id));
	BUF_LIT(&name, ".trace");
	json_begin(b, '{');
	json_member_string(b, "name", buf_as_text(&name));
	json_member_u64(b, "sourceReference", trace + 1);
	json_member_string(b, "origin", TEXT("the events of the trace"));
	json_end(b, '}');
	buf_free(&name);
}

static struct text
base_name(struct text path)
{
	for (size_t i = path.n; i > 0; i--)
		if (path.p[i - 1] == '/' || path.p[i - 1] == '\\')
			return (struct text){ path.p + i, path.n - i };
	return path;
}

static void
put_file_source(const struct dap *d, struct buf *b, const struct dap_file *f, size_t number)
{
	json_begin(b, '{');
	dap_member_visible(b, "name", base_name(f->recorded));
	if (f->path.p)
		json_member_string(b, "path", f->path);
	else {
		dap_member_visible(b, "path", f->recorded);
		json_member_u64(b, "sourceReference", d->model->traces + number + 1);
		json_member_string(b, "origin", TEXT("recorded in the trace"));
	}
	json_end(b, '}');
}

static bool
has_code(const struct dap_file *f)
{
	return f->path.p || f->json.p;
}

/* Finds the code of a frame.  Returns false if there is none to show. */
static bool
find_code(struct dap *d, const struct dap_frame_id *f, size_t *file, uint32_t *line)
{
	const struct trace_call *c = &d->model->call[f->frame.call];
	struct text name;
	if (f->level == 0) {
		const struct trace_step s = step_at(d->index, f->position);
		if (dap_split_where(dap_where(d, &s), &name, line) &&
		    dap_file_number(d, name, file) && has_code(dap_file(d, *file)))
			return true;
	}
	*line = c->line;
	return c->line > 0 && c->more && c->more->file &&
	       dap_file_number(d, trace_text_of(c->more->file), file) &&
	       has_code(dap_file(d, *file));
}

void
dap_put_place(struct dap *d, struct buf *b, const struct dap_frame_id *f)
{
	size_t file;
	uint32_t line;
	if (find_code(d, f, &file, &line)) {
		json_name(b, "source");
		put_file_source(d, b, &d->file[file], file);
		json_member_u64(b, "line", dap_line_out(d, line));
	} else if (rows_of(d, f->trace) <= ROWS_MOST) {
		json_name(b, "source");
		put_text_source(d, b, f->trace);
		json_member_u64(b, "line",
		    dap_line_out(d, f->position - step_trace_first(d->index, f->trace) + 1));
	} else {
		json_member_u64(b, "line", 0);
		json_member_u64(b, "column", 0);
		return;
	}
	json_member_u64(b, "column", d->columns_from_0 ? 0 : 1);
}

struct source {
	struct text path;
	uint64_t reference;
};

/* nvim-dap calls what it got by a reference dap-src://SESSION/REFERENCE/PATH.  Returns the
 * reference, or 0. */
static uint64_t
reference_in(struct text path)
{
	static const char scheme[] = "dap-src://";
	const size_t n = sizeof(scheme) - 1;
	uint64_t reference;
	if (path.n <= n || memcmp(path.p, scheme, n) != 0)
		return 0;
	const char *begin = memchr(path.p + n, '/', path.n - n);
	if (!begin)
		return 0;
	begin++;
	const size_t left = (size_t)(path.p + path.n - begin);
	const char *end = left > 0 ? memchr(begin, '/', left) : NULL;
	const struct text digits = { begin, end ? (size_t)(end - begin) : left };
	return number_u64(digits, &reference) < 0 ? 0 : reference;
}

int
dap_source_of(struct dap *d, const struct json_node *source, struct dap_source *s, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_OPTIONAL(struct source, path, "path", JSON_ROW_TEXT),
		DAP_OPTIONAL(struct source, reference, "sourceReference", JSON_ROW_U64),
	};
	struct source a = { .reference = 0 };
	*s = (struct dap_source){ .text = false };
	if (dap_read_object(source, "arguments: source", rows, 2, &a, e) < 0)
		return -1;
	if (a.reference == 0)
		a.reference = reference_in(a.path);
	const size_t traces = d->launched ? d->model->traces : 0;
	if (a.reference > 0 && a.reference <= traces) {
		s->text = true;
		s->trace = (size_t)a.reference - 1;
	} else if (a.reference > 0 && a.reference - traces <= d->files)
		s->path = d->file[a.reference - traces - 1].recorded;
	else if (a.path.n > 0)
		s->path = a.path;
	else
		return err_set(e,
		    "arguments: the source has neither a \"path\" nor a \"sourceReference\" that "
		    "was told");
	return 0;
}

/* ---- the text of a trace -------------------------------------------------------------------- */

static void
put_rows(struct dap *d, struct buf *text, size_t trace)
{
	const uint64_t first = step_trace_first(d->index, trace),
		       last = step_trace_last(d->index, trace);
	for (uint64_t i = first; i <= last; i++) {
		dap_put_row(d, text, i, ROW_WIDTH);
		buf_char(text, '\n');
	}
}

struct wanted {
	const struct json_node *source;
	uint64_t reference;
};

int
dap_source(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct wanted, reference, "sourceReference", JSON_ROW_U64),
		DAP_OPTIONAL(struct wanted, source, "source", JSON_ROW_OBJECT),
	};
	struct wanted a = { 0 };
	struct buf text = { 0 };
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0)
		return -1;
	const size_t traces = d->model->traces;
	if (a.reference > 0 && a.reference <= traces) {
		if (rows_of(d, (size_t)a.reference - 1) > ROWS_MOST)
			return err_set(e, "the trace is too long to be shown as a text");
		put_rows(d, &text, (size_t)a.reference - 1);
		json_member_string(body, "content", buf_as_text(&text));
		json_member_string(body, "mimeType", TEXT("text/plain"));
		buf_free(&text);
		return 0;
	}
	const uint64_t number = a.reference - traces - 1;
	const struct dap_file *f =
	    a.reference > 0 && number < d->files ? dap_file(d, (size_t)number) : NULL;
	if (!f || !f->json.p)
		return err_set(e,
		    "arguments: \"sourceReference\" is %llu, which stands for no text of the trace",
		    (unsigned long long)a.reference);
	json_member_raw(body, "content", f->json);
	return 0;
}

int
dap_loaded_sources(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	(void)r;
	(void)e;
	json_member_begin(body, "sources", '[');
	for (size_t i = 0; i < d->files && i < LISTED_MOST; i++)
		if (has_code(dap_file(d, i)))
			put_file_source(d, body, &d->file[i], i);
	for (size_t i = 0; i < d->model->traces && i < LISTED_MOST; i++)
		if (rows_of(d, i) <= ROWS_MOST)
			put_text_source(d, body, i);
	json_end(body, ']');
	return 0;
}

/* ---- lines ---------------------------------------------------------------------------------- */

struct lines {
	const struct json_node *source;
	uint64_t line, end;
};

static const struct json_row line_rows[] = {
	DAP_REQUIRED(struct lines, source, "source", JSON_ROW_OBJECT),
	DAP_REQUIRED(struct lines, line, "line", JSON_ROW_U64),
	DAP_OPTIONAL(struct lines, end, "endLine", JSON_ROW_U64),
};

static void
put_line(struct dap *d, struct buf *body, uint64_t line)
{
	json_begin(body, '{');
	json_member_u64(body, "line", dap_line_out(d, line));
	json_end(body, '}');
}

int
dap_breakpoint_locations(
    struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	struct lines a = { .end = 0 };
	struct dap_source s;
	if (DAP_ARGUMENTS(r, line_rows, &a, e) < 0 || dap_source_of(d, a.source, &s, e) < 0)
		return -1;
	const uint64_t first = dap_line_in(d, a.line);
	const uint64_t last = a.end > a.line ? dap_line_in(d, a.end) : first;
	json_member_begin(body, "breakpoints", '[');
	if (s.text)
		for (uint64_t i = first; i <= last && i <= rows_of(d, s.trace); i++)
			put_line(d, body, i);
	for (size_t i = 0; i < d->lines && !s.text; i++)
		if (d->line[i].line >= first && d->line[i].line <= last &&
		    dap_file_likeness(d, d->line[i].file, s.path) == SIZE_MAX)
			put_line(d, body, d->line[i].line);
	json_end(body, ']');
	return 0;
}

/* A position that one can go to. */
static void
put_target(struct dap *d, struct buf *body, uint64_t position, uint64_t line)
{
	struct buf label = { 0 };
	if (position == 0 || position > INT32_MAX)
		return;
	dap_put_step(d, &label, position, ROW_WIDTH);
	json_begin(body, '{');
	json_member_u64(body, "id", position);
	json_member_string(body, "label", buf_as_text(&label));
	json_member_u64(body, "line", dap_line_out(d, line));
	json_end(body, '}');
	buf_free(&label);
}

int
dap_goto_targets(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	struct lines a = { .end = 0 };
	struct dap_source s;
	if (DAP_ARGUMENTS(r, line_rows, &a, e) < 0 || dap_source_of(d, a.source, &s, e) < 0)
		return -1;
	struct dap_break at = { .kind = DAP_AT_LINE,
		.source = s.text ? TEXT_ABSENT : s.path,
		.trace = s.trace,
		.line = dap_line_in(d, a.line) };
	dap_resolve(d, &at);
	const uint64_t here = d->position[d->trace];
	json_member_begin(body, "targets", '[');
	if (s.text && at.positions > 0)
		put_target(d, body, at.position[0], at.line);
	if (!s.text) {
		put_target(d, body, step_next_of(at.position, at.positions, here), at.moved_to);
		put_target(d, body, step_last_of(at.position, at.positions, here), at.moved_to);
	}
	json_end(body, ']');
	free(at.position);
	arena_free(&at.arena);
	return 0;
}
