/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/siphash.h"
#include "base/table.h"
#include "step/dap_private.h"
#include "trace/members.h"

/* The files of code that traces name, with the lines that they have of them. */

enum {
	TRACES_MOST = 1000, /* whose roots may have texts of files */
	LINES_LEAST = 4096
};

struct finder {
	struct dap *d;
	struct siphash_key key;
	struct table table;
	struct text wanted;
};

static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct finder *f = context;
	return text_eq(f->d->file[ref - 1].recorded, f->wanted);
}

static uint32_t
number_of(struct finder *f, struct text recorded)
{
	struct dap *d = f->d;
	const uint32_t hash = (uint32_t)siphash(f->key, recorded.p, recorded.n);
	f->wanted = recorded;
	const uint32_t ref = table_find(&f->table, hash, is_wanted, f);
	if (ref > 0)
		return ref - 1;
	d->file = mem_grow(d->file, &d->file_cap, d->files + 1, sizeof(*d->file));
	d->file[d->files++] = (struct dap_file){ .recorded = recorded };
	table_add(&f->table, hash, (uint32_t)d->files);
	return (uint32_t)d->files - 1;
}

static int
by_line(const void *a, const void *b)
{
	const struct dap_line *x = a, *y = b;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

/* Sorts the lines, and keeps one of each. */
static void
sort_lines(struct dap *d)
{
	size_t n = 0;
	if (d->lines > 1)
		qsort(d->line, d->lines, sizeof(*d->line), by_line);
	for (size_t i = 0; i < d->lines; i++)
		if (n == 0 || by_line(&d->line[n - 1], &d->line[i]) != 0)
			d->line[n++] = d->line[i];
	d->lines = n;
}

static void
add_line(struct finder *f, struct text file, uint32_t line, size_t *enough)
{
	struct dap *d = f->d;
	const struct dap_line l = { number_of(f, file), line };
	if (d->lines > 0 && by_line(&d->line[d->lines - 1], &l) == 0)
		return;
	if (d->lines == *enough) {
		sort_lines(d);
		if (d->lines > *enough / 2)
			*enough *= 2;
	}
	d->line = mem_grow(d->line, &d->line_cap, d->lines + 1, sizeof(*d->line));
	d->line[d->lines++] = l;
}

bool
dap_split_where(const struct trace_text *where, struct text *file, uint32_t *line)
{
	const struct text t = trace_text_of(where);
	const char *colon = t.n > 0 ? memrchr(t.p, ':', t.n) : NULL;
	uint64_t n;
	if (!colon || colon == t.p)
		return false;
	*file = (struct text){ t.p, (size_t)(colon - t.p) };
	if (number_u64((struct text){ colon + 1, t.n - file->n - 1 }, &n) < 0 || n == 0 ||
	    n > UINT32_MAX)
		return false;
	*line = (uint32_t)n;
	/* FUNCTION:LINE has no file */
	return memchr(file->p, '/', file->n) || memchr(file->p, '.', file->n) ||
	       memchr(file->p, '\\', file->n);
}

const struct trace_text *
dap_where(const struct dap *d, const struct trace_step *s)
{
	const struct trace_call *c = &d->model->call[s->call];
	if (s->type == TRACE_AT_EVENT)
		return s->event->type == TRACE_ERROR_EVENT ? s->event->text[TRACE_ERROR_WHERE]
							   : NULL;
	return s->type == TRACE_EXIT && c->status == TRACE_ERROR && c->more ? c->more->where : NULL;
}

/* The texts of files that an object of attributes has: viztracer puts them there. */
static struct text
texts_in(const struct trace_text *attributes)
{
	const struct text info = trace_member_of(trace_text_of(attributes), TEXT("file_info"));
	const struct text files = trace_member_of(info, TEXT("files"));
	return files.n > 2 && files.p[0] == '{' ? files : TEXT_ABSENT;
}

static void
find_texts(struct dap *d)
{
	for (size_t i = 0; i < d->model->traces && i < TRACES_MOST; i++) {
		const struct trace_call *root = trace_call_at(d->model, d->model->trace[i].first);
		struct text files = texts_in(root->attributes);
		if (!files.p)
			files = texts_in(root->resource);
		if (!files.p)
			continue;
		d->text = mem_grow(d->text, &d->text_cap, d->texts + 1, sizeof(*d->text));
		d->text[d->texts++] = files;
	}
}

void
dap_files_find(struct dap *d)
{
	const struct trace_model *m = d->model;
	struct finder f = { .d = d, .key = trace_model_key(m) };
	size_t enough = LINES_LEAST, n;
	for (size_t i = 0; i < m->listed; i++) {
		const struct trace_call *c = trace_call_at(m, (uint32_t)i);
		if (c->line > 0 && c->more && c->more->file)
			add_line(&f, trace_text_of(c->more->file), c->line, &enough);
	}
	const uint64_t *error = step_errors(d->index, &n);
	for (size_t i = 0; i < n; i++) {
		const struct trace_step s = step_at(d->index, error[i]);
		struct text file;
		uint32_t line;
		if (dap_split_where(dap_where(d, &s), &file, &line))
			add_line(&f, file, line, &enough);
	}
	sort_lines(d);
	table_free(&f.table);
	find_texts(d);
}

void
dap_files_free(struct dap *d)
{
	free(d->file);
	free(d->line);
	free(d->text);
}

/* ---- one file ------------------------------------------------------------------------------- */

/* The text of a file in the trace, as a string of JSON. */
static struct text
text_in_trace(struct dap *d, struct text recorded)
{
	for (size_t i = 0; i < d->texts; i++) {
		struct trace_members files = trace_members(d->text[i]);
		struct text key, value, part;
		while (trace_member(&files, &key, &value)) {
			struct trace_members parts = trace_members(value);
			if (text_eq(json_unescaped(&d->request, key), recorded) &&
			    trace_member(&parts, &key, &part) && part.n >= 2 && part.p[0] == '"')
				return part;
		}
	}
	return TEXT_ABSENT;
}

const struct dap_file *
dap_file(struct dap *d, size_t number)
{
	struct dap_file *f = &d->file[number];
	struct buf path = { 0 };
	if (f->looked_for)
		return f;
	f->looked_for = true;
	if (!d->host.find_file(d->host.context, f->recorded, false, &path))
		f->json = text_in_trace(d, f->recorded);
	/* a file of that name may be another one by now */
	if (!f->json.p && path.n == 0)
		d->host.find_file(d->host.context, f->recorded, true, &path);
	if (path.n > 0)
		f->path = arena_text(&d->always, buf_as_text(&path));
	buf_free(&path);
	return f;
}

bool
dap_file_number(const struct dap *d, struct text recorded, size_t *number)
{
	for (size_t i = 0; i < d->files; i++)
		if (text_eq(d->file[i].recorded, recorded)) {
			*number = i;
			return true;
		}
	return false;
}

static bool
is_slash(char c)
{
	return c == '/' || c == '\\';
}

/* How many components two paths have in common at their ends. */
static size_t
common_end(struct text a, struct text b)
{
	size_t n = 0, parts = 0;
	for (; n < a.n && n < b.n; n++) {
		const char x = a.p[a.n - n - 1], y = b.p[b.n - n - 1];
		if (x != y && !(is_slash(x) && is_slash(y)))
			return parts;
		parts += is_slash(x) && n > 0;
	}
	/* the shorter one is a whole path */
	const struct text longer = a.n > b.n ? a : b;
	return parts + (n == longer.n || is_slash(longer.p[longer.n - n - 1]));
}

size_t
dap_file_likeness(struct dap *d, size_t number, struct text path)
{
	const size_t common = common_end(d->file[number].recorded, path);
	if (common == 0)
		return 0;
	const struct dap_file *f = dap_file(d, number);
	return text_eq(f->recorded, path) || (f->path.p && text_eq(f->path, path)) ? SIZE_MAX
										   : common;
}
