/* SPDX-License-Identifier: MIT */
#include "encode/log_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "json/write.h"

/* How much JSON a portion has at least, unless the block ends: it stays in the processor's caches.
 */
#define PORTION ((size_t)64 << 10)

/* What stands for a line that is no object: no JSON begins so. */
enum { MARK_UTF8 = 'u', MARK_NO_MATCH = 'm' };

void
log_lines_init(struct log_lines *l, const struct layout *layout)
{
	size_t keys = 0;
	*l = (struct log_lines){ .pattern = layout->line, .patterns = layout->lines };
	for (size_t i = 0; i < l->patterns; i++)
		keys = l->pattern[i].keys > keys ? l->pattern[i].keys : keys;
	l->value = mem_zalloc(keys + 1, sizeof(*l->value));
}

void
log_lines_free(struct log_lines *l)
{
	free(l->value);
	buf_free(&l->json);
	json_index_free(&l->index);
}

/* ---- a line as JSON ------------------------------------------------------------------------- */

static bool
is_blank(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (!ascii_is_blank(t.p[i]))
			return false;
	return true;
}

/* The members of an object that was taken whole, which may be no JSON: then its last byte need not
 * be a brace. */
static struct text
inside(struct text object)
{
	const bool closed = object.p[object.n - 1] == '}';
	return (struct text){ object.p + 1, object.n - 1 - closed };
}

/* Copies a text that needs no escape, eight bytes together.  Returns false if it may need one. */
static bool
copy_plain(char *out, struct text t)
{
	uint64_t word;
	if (t.n < sizeof(word)) {
		for (size_t i = 0; i < t.n; i++)
			out[i] = t.p[i];
		return json_is_plain(t);
	}
	for (size_t i = 0; i + sizeof(word) < t.n; i += sizeof(word)) {
		memcpy(&word, t.p + i, sizeof(word));
		memcpy(out + i, &word, sizeof(word));
		if (!json_word_is_plain(word))
			return false;
	}
	memcpy(&word, t.p + t.n - sizeof(word), sizeof(word));
	memcpy(out + t.n - sizeof(word), &word, sizeof(word));
	return json_word_is_plain(word);
}

/* Like json_put_string, but faster for most texts. */
static void
put_string(struct buf *b, struct text t)
{
	buf_room(b, t.n + 2);
	char *const out = b->p + b->n;
	if (!copy_plain(out + 1, t)) {
		json_put_string(b, t);
		return;
	}
	out[0] = out[t.n + 1] = '"';
	b->n += t.n + 2;
}

static void
put_comma(struct buf *b)
{
	if (b->p[b->n - 1] != '{')
		buf_char(b, ',');
}

/* The object ends the line, and keeps its brackets: what is wrong behind them stays wrong. */
static void
put_rest(struct buf *b, struct text object)
{
	const struct text rest = { object.p + 1, object.n - 1 };
	size_t i = 0;
	while (i < rest.n && ascii_is_blank(rest.p[i]))
		i++;
	if (i == rest.n || rest.p[i] != '}')
		put_comma(b);
	buf_text(b, rest);
	buf_char(b, '\n');
}

static void
put_members(struct buf *b, struct text object)
{
	const struct text members = inside(object);
	if (is_blank(members))
		return;
	put_comma(b);
	buf_text(b, members);
}

/* Writes the object of a line that fits.  Of the keys only those up to `last` have a value. */
static void
put_object(struct buf *b, const struct dissect *d, const struct text *value, size_t last)
{
	buf_char(b, '{');
	for (size_t i = 0; i <= last; i++) {
		const struct dissect_key *key = &d->key[i];
		if (key->json && i == last) {
			put_rest(b, value[i]);
			return;
		}
		if (key->json) {
			put_members(b, value[i]);
		} else if (key->name.n > 0) {
			put_comma(b);
			buf_text(b, key->head);
			put_string(b, value[i]);
		}
	}
	BUF_LIT(b, "}\n");
}

/* The pattern that a line fits, or NULL.  *last is the last key that has a value. */
static const struct dissect *
find_pattern(const struct log_lines *l, struct text line, size_t *last)
{
	for (size_t i = 0; i < l->patterns; i++) {
		const struct dissect *d = &l->pattern[i];
		*last = d->keys - 1;
		if (dissect_match(d, line, l->value, last) != DISSECT_NO_FIT)
			return d;
	}
	return NULL;
}

static void
put_line(struct log_lines *l, struct text line)
{
	size_t last;
	if (is_blank(line)) {
		buf_char(&l->json, '\n');
		return;
	}
	const bool valid = l->valid || utf8_valid(line.p, line.n) == line.n;
	const struct dissect *d = valid ? find_pattern(l, line, &last) : NULL;
	if (d) {
		put_object(&l->json, d, l->value, last);
		return;
	}
	buf_char(&l->json, valid ? MARK_NO_MATCH : MARK_UTF8);
	buf_char(&l->json, '\n');
}

/* ---- portions ------------------------------------------------------------------------------- */

/* The line of the block that begins at `at`, without its newline. */
static struct text
line_at(const char *text, size_t n, size_t at)
{
	const char *newline = memchr(text + at, '\n', n - at);
	return (struct text){ text + at, newline ? (size_t)(newline - text) - at : n - at };
}

static struct text
without_cr(struct text line)
{
	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static void
make_portion(struct log_lines *l, const char *text, size_t n)
{
	l->json.n = 0;
	l->pos = (struct json_pos){ 0 };
	while (l->next < n && l->json.n < PORTION) {
		const struct text line = line_at(text, n, l->next);
		put_line(l, without_cr(line));
		l->next += line.n + 1;
	}
	json_index_build(&l->index, l->json.p, l->json.n, JSON_LINES);
}

/* ---- lines that are rejected ---------------------------------------------------------------- */

/* What is wrong with the %{json} of a line that fits a pattern. */
static void
blame_json(struct log_lines *l, struct json_walker *w, struct text line, struct reject *why)
{
	struct json_index index = { 0 };
	struct json_pos pos = { 0 };
	struct json_line walked = { 0 };
	size_t last;
	const struct dissect *d = find_pattern(l, line, &last);
	for (size_t i = 0; d && i <= last; i++) {
		const struct text value = l->value[i];
		if (!d->key[i].json)
			continue;
		pos = (struct json_pos){ 0 };
		json_index_build(&index, value.p, value.n, JSON_LINES);
		json_walk(w, value.p, value.n, &index, &pos, &walked);
		if (walked.fault.code == JSON_OK)
			continue;
		reject_of_line(NULL, &walked, why);
		why->column += (size_t)(value.p - line.p);
		break;
	}
	json_index_free(&index);
}

static void
blame_line(struct text line, char mark, struct reject *why)
{
	*why = (struct reject){ .code = REJECT_NO_MATCH,
		.error = TEXT("the line fits no pattern of the plan") };
	if (mark == MARK_UTF8)
		*why = (struct reject){ REJECT_INVALID_UTF8, TEXT_ABSENT,
			text_of(json_fault_text(JSON_BAD_UTF8)), utf8_valid(line.p, line.n) + 1 };
}

bool
log_lines_next(struct log_lines *l, struct json_walker *w, const char *text, size_t n,
    struct json_pos *pos, struct json_line *line, struct text *raw, struct reject *why)
{
	why->error = TEXT_ABSENT;
	if (pos->start >= n)
		return false;
	if (pos->start == 0) {
		l->valid = utf8_valid(text, n) == n;
		l->next = 0;
	}
	if (pos->start == l->next)
		make_portion(l, text, n);
	json_walk(w, l->json.p, l->json.n, &l->index, &l->pos, line);
	*raw = line_at(text, n, pos->start);
	pos->start += raw->n + 1;
	if (line->fault.code != JSON_OK && *line->p == '{')
		blame_json(l, w, without_cr(*raw), why);
	else if (line->fault.code != JSON_OK)
		blame_line(*raw, *line->p, why);
	return true;
}
