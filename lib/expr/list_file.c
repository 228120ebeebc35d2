/* SPDX-License-Identifier: MIT */
#include "expr/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "expr/load.h"
#include "io/in.h"
#include "io/whole.h"
#include "json/write.h"

static int
read_all(const char *path, struct buf *b, struct err *e)
{
	struct in *in = in_open(path, e);
	if (in == NULL)
		return -1;
	const int ret = whole_read(in, SIZE_MAX, b, e);
	in_close(in);
	return ret;
}

/* A line without its comment and the white space around it. */
static struct text
trim(struct text t)
{
	for (size_t i = 0; i < t.n; i++) {
		if (t.p[i] == '#' && (i == 0 || ascii_is_space(t.p[i - 1])))
			t.n = i;
	}
	return text_trim(t);
}

/* Takes a line and its newline off *rest.  Returns it without the newline. */
static struct text
next_line(struct text *rest)
{
	const char *newline = memchr(rest->p, '\n', rest->n);
	struct text line = { rest->p, newline != NULL ? (size_t)(newline - rest->p) : rest->n };
	size_t step = line.n + (newline != NULL);
	rest->p += step;
	rest->n -= step;
	return line;
}

static int
read_lines(struct expr_loader *loader, struct list *l, struct text rest)
{
	size_t most = text_count(rest, '\n') + 1, number = 0;
	int bad = 0;
	struct value *value = arena_zalloc(loader->arena, most, sizeof(*value));
	size_t *line = arena_zalloc(loader->arena, most, sizeof(*line));
	l->value = value;
	l->line = line;
	if (rest.n >= 3 && memcmp(rest.p, "\xef\xbb\xbf", 3) == 0)
		rest = (struct text){ rest.p + 3, rest.n - 3 };
	while (rest.n > 0) {
		struct text t = trim(next_line(&rest));
		number++;
		if (utf8_valid(t.p, t.n) < t.n) {
			bad =
			    load_error(loader, l->node, "%s:%zu: invalid UTF-8", l->file.p, number);
			continue;
		}
		if (t.n == 0)
			continue;
		value[l->n] =
		    (struct value){ arena_text(loader->arena, t), VALUE_STRING, json_is_plain(t) };
		line[l->n++] = number;
	}
	return bad;
}

int
list_read_file(struct expr_loader *loader, struct list *l, const char *dir)
{
	struct text name = l->node->text;
	struct buf path = { 0 }, content = { 0 };
	struct err why;
	int ret = -1;
	if (l->node->kind != JSON_STRING || name.n == 0 || memchr(name.p, '\0', name.n) != NULL)
		return load_error(loader, l->node, "must be the name of a file");
	l->file = arena_text(loader->arena, name);
	if (name.p[0] == '/')
		buf_printf(&path, "%s", l->file.p);
	else
		buf_printf(&path, "%s/%s", dir, l->file.p);
	buf_char(&path, '\0');
	l->path = arena_text(loader->arena, buf_as_text(&path)).p;
	if (read_all(path.p, &content, &why) < 0)
		load_error(loader, l->node, "%s: %s", l->file.p, why.text);
	else
		ret = read_lines(loader, l, buf_as_text(&content));
	buf_free(&path);
	buf_free(&content);
	return ret;
}
