/* SPDX-License-Identifier: MIT */
#include "encode/log_lines.h"

#include <assert.h>
#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "base/utf8.h"
#include "json/write.h"

/* How much JSON a portion has at least, unless the block ends: it stays in the processor's caches.
 */
#define PORTION ((size_t)64 << 10)

/* What a line is.  The marks of lines that are no records stand for them in a portion: no JSON
 * begins so. */
enum { MARK_RECORD = '{', MARK_BLANK = '\n', MARK_UTF8 = 'u', MARK_NO_MATCH = 'm' };

void
log_lines_free(struct log_lines *l)
{
	arena_free(&l->arena);
	buf_free(&l->json);
	json_index_free(&l->index);
}

/* ---- a line --------------------------------------------------------------------------------- */

static bool
is_blank(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (!ascii_is_blank(t.p[i]))
			return false;
	return true;
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

/* Returns the mark of a line.  For a record, sets *d and *last as find_pattern does. */
static char
mark_of(const struct log_lines *l, struct text line, const struct dissect **d, size_t *last)
{
	if (is_blank(line))
		return MARK_BLANK;
	if (!l->valid && utf8_valid(line.p, line.n) < line.n)
		return MARK_UTF8;
	*d = find_pattern(l, line, last);
	return *d ? MARK_RECORD : MARK_NO_MATCH;
}

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

/* ---- a line as JSON ------------------------------------------------------------------------- */

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

static void
put_line(struct log_lines *l, struct text line)
{
	const struct dissect *d;
	size_t last;
	const char mark = mark_of(l, line, &d, &last);
	if (mark == MARK_RECORD) {
		put_object(&l->json, d, l->value, last);
		return;
	}
	if (mark != MARK_BLANK)
		buf_char(&l->json, mark);
	buf_char(&l->json, '\n');
}

/* ---- portions ------------------------------------------------------------------------------- */

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

/* ---- straight ------------------------------------------------------------------------------- */

/* An object that has the keys of a pattern, each with its own number. */
static void
put_keys(struct buf *b, const struct dissect *d)
{
	buf_char(b, '{');
	for (size_t i = 0; i < d->keys; i++) {
		if (d->key[i].name.n == 0)
			continue;
		put_comma(b);
		buf_text(b, d->key[i].head);
		buf_u64(b, i);
	}
	buf_char(b, '}');
}

static void
add_fills(struct log_shape *shape, struct log_fill *fill, const struct json_value *slot,
    size_t slots, size_t key)
{
	uint64_t number;
	for (size_t i = 0; i < slots; i++) {
		if (slot[i].kind == JSON_NONE ||
		    number_u64((struct text){ slot[i].p, slot[i].n }, &number) < 0 || number != key)
			continue;
		fill[shape->fills++] = (struct log_fill){ key, (unsigned)i };
		shape->slot[i] = (struct json_value){ .kind = JSON_STRING, .hits = 1 };
	}
}

/* Walks an object that has the keys of a pattern, and sees which slots they fill. */
static void
make_shape(struct log_lines *l, struct log_shape *shape, const struct dissect *d, size_t slots,
    struct json_walker *w)
{
	struct json_pos pos = { 0 };
	struct json_line line;
	struct log_fill *fill = arena_zalloc(&l->arena, slots, sizeof(*fill));
	shape->fill = fill;
	shape->slot = arena_zalloc(&l->arena, slots, sizeof(*shape->slot));
	l->json.n = 0;
	put_keys(&l->json, d);
	json_index_build(&l->index, l->json.p, l->json.n, JSON_LINES);
	json_walk(w, l->json.p, l->json.n, &l->index, &pos, &line);
	assert(line.kind == JSON_OBJECT);
	for (size_t key = 0; key < d->keys; key++)
		add_fills(shape, fill, line.slot, slots, key);
}

static bool
fills_any(const struct log_shape *shape, const unsigned *slot, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slot[i] != NO_SLOT && shape->slot[slot[i]].kind != JSON_NONE)
			return true;
	return false;
}

/* Is nothing ever read of a record but its slots?  A string that may hold JSON is read, and so is
 * a record that lacks the time: its message names a member that may be meant. */
static bool
can_be_straight(const struct plan *plan, const struct slots *s, const struct log_shape *shape,
    const struct dissect *d)
{
	const struct layout *layout = &plan->runtime.layout;
	for (size_t i = 0; i < d->keys; i++)
		if (d->key[i].json)
			return false;
	if (fills_any(shape, s->json_string, layout->json_strings) ||
	    fills_any(shape, s->each, layout->eaches))
		return false;
	return plan->runtime.envelope[ENVELOPE_OBSERVED_AT].n > 0 ||
	       fills_any(shape, &s->member[ENVELOPE_OBSERVED_AT], 1);
}

void
log_lines_init(
    struct log_lines *l, const struct plan *plan, const struct slots *slots, struct json_walker *w)
{
	const struct layout *layout = &plan->runtime.layout;
	size_t keys = 0;
	*l = (struct log_lines){
		.pattern = layout->line, .patterns = layout->lines, .straight = true
	};
	l->shape = arena_zalloc(&l->arena, l->patterns, sizeof(*l->shape));
	for (size_t i = 0; i < l->patterns; i++) {
		const struct dissect *d = &l->pattern[i];
		keys = d->keys > keys ? d->keys : keys;
		make_shape(l, &l->shape[i], d, json_paths_slots(slots->paths), w);
		l->straight = l->straight && can_be_straight(plan, slots, &l->shape[i], d);
	}
	l->value = arena_zalloc(&l->arena, keys, sizeof(*l->value));
}

/* Sets *v to a text as the inside of a JSON string.  A line has at most `most` bytes of those that
 * need escapes, so that they do not move while it is at hand. */
static void
set_string(struct json_value *v, struct buf *escaped, struct text t, size_t most)
{
	v->escaped = false;
	if (!json_is_plain(t)) {
		buf_room(escaped, most - escaped->n);
		const size_t at = escaped->n + 1;
		json_put_string(escaped, t);
		t = (struct text){ escaped->p + at, escaped->n - at - 1 };
		v->escaped = true;
	}
	v->p = t.p;
	v->n = t.n;
}

static void
fill_slots(struct log_lines *l, const struct dissect *d, size_t line_n)
{
	enum { ESCAPE = 6, QUOTES = 2 };
	const struct log_shape *shape = &l->shape[d - l->pattern];
	const size_t most = ESCAPE * line_n + QUOTES * d->keys;
	l->json.n = 0;
	for (size_t i = 0; i < shape->fills; i++) {
		const struct log_fill *f = &shape->fill[i];
		struct json_value *v = &shape->slot[f->slot];
		if (i > 0 && f[-1].key == f->key)
			*v = shape->slot[f[-1].slot];
		else
			set_string(v, &l->json, l->value[f->key], most);
	}
}

static void
take_line(struct log_lines *l, struct text raw, struct json_line *line, struct reject *why)
{
	const struct text text = without_cr(raw);
	const struct dissect *d;
	size_t last;
	const char mark = mark_of(l, text, &d, &last);
	*line = (struct json_line){ .p = raw.p, .n = raw.n, .kind = JSON_NONE };
	if (mark == MARK_RECORD) {
		fill_slots(l, d, text.n);
		line->kind = JSON_OBJECT;
		line->slot = l->shape[d - l->pattern].slot;
	} else if (mark != MARK_BLANK) {
		blame_line(raw, mark, why);
	}
}

/* ---- both ----------------------------------------------------------------------------------- */

static void
walk_line(struct log_lines *l, struct json_walker *w, struct text raw, struct json_line *line,
    struct reject *why)
{
	json_walk(w, l->json.p, l->json.n, &l->index, &l->pos, line);
	if (line->fault.code != JSON_OK && *line->p == '{')
		blame_json(l, w, without_cr(raw), why);
	else if (line->fault.code != JSON_OK)
		blame_line(raw, *line->p, why);
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
	if (!l->straight && pos->start == l->next)
		make_portion(l, text, n);
	*raw = line_at(text, n, pos->start);
	pos->start += raw->n + 1;
	if (l->straight)
		take_line(l, *raw, line, why);
	else
		walk_line(l, w, *raw, line, why);
	return true;
}
