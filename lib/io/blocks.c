/* SPDX-License-Identifier: MIT */
#include "io/blocks.h"

#include <string.h>

#include "base/ascii.h"
#include "json/walk.h"

void
blocks_init(struct blocks *b, struct in *in, const struct blocks_options *o)
{
	memset(b, 0, sizeof(*b));
	b->options = *o;
	b->kind = o->expect == BLOCKS_EXPECT_LINES ? BLOCKS_LINES : BLOCKS_UNTOLD;
	lines_init(&b->lines, in, o->block, o->max_record);
}

void
blocks_free(struct blocks *b)
{
	lines_free(&b->lines);
	elements_free(&b->elements);
}

void
blocks_begin_at(struct blocks *b, uint64_t offset)
{
	if (offset > 0)
		b->kind = BLOCKS_LINES;
	lines_begin_at(&b->lines, offset);
}

void
blocks_are_lines(struct blocks *b)
{
	b->kind = BLOCKS_LINES;
}

uint64_t
blocks_offset(const struct blocks *b)
{
	return b->kind == BLOCKS_DOCUMENT ? elements_offset(&b->elements) : lines_offset(&b->lines);
}

/* ---- lines or a JSON document --------------------------------------------------------------- */

static void
tell(struct blocks *b, bool document)
{
	b->kind = document ? BLOCKS_DOCUMENT : BLOCKS_LINES;
	if (document)
		in_close_gaps(b->lines.in);
	if (document)
		elements_begin(&b->elements, &b->lines, b->options.arrays, b->options.open_end);
}

/* Is the first object a JSON document of its own? */
static bool
is_object(const struct blocks *b)
{
	const char *p = b->lines.p + b->lines.start + b->object;
	const size_t n = b->object_end - b->object;
	struct json_paths *paths = json_paths_new(false, false);
	struct json_walker *walker = json_walker_new(paths);
	struct json_cut cut = { .max = SIZE_MAX };
	struct json_index index = { 0 };
	struct json_pos pos = { 0 };
	struct json_line line;
	json_index_build(&index, p, n, JSON_ELEMENTS);
	json_cut(&cut, &index, p, n, true);
	const bool good =
	    json_walk(walker, p, n, &index, &pos, &line) && !json_fault_is_syntax(line.fault.code);
	json_cut_free(&cut);
	json_index_free(&index);
	json_walker_free(walker);
	json_paths_free(paths);
	return good;
}

/* Do the first n bytes of the first object have an array of records? */
static bool
has_array(const struct blocks *b, size_t n)
{
	const char *p = b->lines.p + b->lines.start + b->object;
	struct json_cut cut = { .arrays = b->options.arrays, .max = SIZE_MAX };
	struct json_index index = { 0 };
	if (!json_arrays_is_whole(cut.arrays))
		return false;
	json_index_build(&index, p, n, JSON_ELEMENTS);
	json_cut(&cut, &index, p, n, false);
	const bool has =
	    json_cut_is_open(&cut) || (index.elements > 0 && index.element[0].envelope > 0);
	json_cut_free(&cut);
	json_index_free(&index);
	return has;
}

/* Follows the first object, as far as it was read and within the limit. */
static void
look_for_end(struct blocks *b, const char *p, size_t n)
{
	const size_t left = b->lines.max_line - (b->looked - b->object);
	const bool over = n - b->looked > left;
	size_t used;
	n = over ? b->looked + left : n;
	switch (json_outline_follow(&b->outline, p + b->looked, n - b->looked, &used)) {
	case OUTLINE_FAULT: tell(b, false); return;
	case OUTLINE_END:
		b->looked += used;
		b->object_end = b->looked;
		b->look = LOOK_BEHIND_OBJECT;
		if (b->outline.newlines)
			tell(b, is_object(b));
		return;
	case OUTLINE_MORE: b->looked = n;
	}
	if (over)
		tell(b, b->outline.newlines || has_array(b, n - b->object));
}

/* Does the line that ends in this newline end in a comma?  It is not the first line. */
static bool
ends_in_comma(const char *newline)
{
	const char *p = newline - 1;
	while (*p != '\n' && ascii_is_blank(*p))
		p--;
	return *p == ',';
}

/*
 * The same if records are in arrays of the object: only up to the next line, or to the byte at the
 * start of a line that decides.
 */
static void
look_for_line(struct blocks *b, const char *p, size_t n)
{
	const char c = p[b->looked];
	const char *newline = memchr(p + b->looked, '\n', n - b->looked);
	bool tells = b->at_start && (c == '"' || c == '}' || c == ']');
	if (b->at_start && (tells || ascii_is_blank(c))) {
		n = b->looked + 1;
	} else if (newline) {
		n = (size_t)(newline - p) + 1;
		b->commas = b->outline.newlines && ends_in_comma(newline) ? b->commas + 1 : 0;
		tells = b->commas == 2;
	}
	b->at_start = newline == p + n - 1 || (b->at_start && ascii_is_blank(c));
	look_for_end(b, p, n);
	if (tells && b->kind == BLOCKS_UNTOLD && b->look == LOOK_FOR_END)
		tell(b, true);
}

/* Follows the first bytes of the input, p[0..n), byte by byte. */
static void
look(struct blocks *b, const char *p, size_t n)
{
	while (b->kind == BLOCKS_UNTOLD && b->looked < n) {
		const char c = p[b->looked];
		if (b->look == LOOK_FOR_END && b->options.arrays) {
			look_for_line(b, p, n);
		} else if (b->look == LOOK_FOR_END) {
			look_for_end(b, p, n);
		} else if (b->looked > b->lines.max_line) {
			tell(b, false);
		} else if (b->look == LOOK_BEHIND_OBJECT && c == '\n') {
			tell(b, false);
		} else if (ascii_is_blank(c)) {
			b->looked++;
		} else if (b->look == LOOK_BEHIND_OBJECT) {
			tell(b, (c == '{' || c == '[') && is_object(b));
		} else if (b->look == LOOK_BEHIND_BRACKET) {
			tell(b, c == '{' || c == ']' || (c == '[' && b->options.nested));
		} else if (c == '{') {
			b->look = LOOK_FOR_END;
			b->object = b->looked;
			json_outline_begin(&b->outline);
		} else if (c == '[') {
			b->look = LOOK_BEHIND_BRACKET;
			b->looked++;
		} else {
			tell(b, false);
		}
	}
}

/* Reads until the kind of input is known.  Returns false if it would have to wait, or was woken
 * up. */
static bool
find_out(struct blocks *b, bool wait)
{
	struct lines *l = &b->lines;
	while (b->kind == BLOCKS_UNTOLD) {
		if (l->begun && b->options.expect == BLOCKS_EXPECT_DOCUMENT)
			tell(b, true);
		else if (l->begun)
			look(b, l->p + l->start, l->end - l->start);
		if (b->kind != BLOCKS_UNTOLD)
			break;
		if (l->eof)
			tell(b, false);
		else if (!lines_more(l, wait))
			return false;
	}
	return true;
}

/* ---- blocks --------------------------------------------------------------------------------- */

bool
blocks_ready(struct blocks *b)
{
	if (!find_out(b, false))
		return false;
	return b->kind == BLOCKS_DOCUMENT ? elements_ready(&b->elements) : lines_ready(&b->lines);
}

int
blocks_next(struct blocks *b, struct input_block *block, struct err *e)
{
	memset(block, 0, sizeof(*block));
	if (!find_out(b, true))
		return 0;
	return b->kind == BLOCKS_DOCUMENT ? elements_next(&b->elements, block, e)
					  : lines_next(&b->lines, block, e);
}

int
blocks_take(struct blocks *b, struct block_memory *own, struct input_block *block, struct err *e)
{
	memset(block, 0, sizeof(*block));
	if (!find_out(b, true))
		return 0;
	return b->kind == BLOCKS_DOCUMENT ? elements_take(&b->elements, own, block, e)
					  : lines_take(&b->lines, own, block, e);
}
