/* SPDX-License-Identifier: MIT */
#include "json/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "json/automaton.h"

/*
 * `score` is how often the automaton could read a line lately, of 256.  Below SCORE_LOW it costs
 * more to try than to walk, so `pause` lines are walked before it is tried again; the longer this
 * goes on, the longer the pause.
 *
 * Learning a line takes about as long as walking it twice.  `credit` bounds it: there is one for
 * each LINES_PER_CREDIT lines, and some at the start.
 */
enum {
	SCORE_START = 160,
	SCORE_LOW = 100,
	PAUSE_MIN = 64,
	PAUSE_MAX = 8192,
	CREDIT_MAX = 256,
	LINES_PER_CREDIT = 32,
	LEARN_MAX = 1 << 16, /* bytes of a line */
	PART = 1 << 18       /* bytes that are indexed at once, and the rest of the last line */
};

struct json_reader {
	struct json_walker *walker;
	struct automaton automaton;
	automaton_read *read;
	unsigned score, pause, next_pause, credit, lines;
	/* an index of text[start..start + n) of the block, if n > 0 */
	struct json_index index;
	struct json_pos pos; /* in that */
	size_t start, n;
	struct text line; /* what the automaton has read and is not indexed; or absent */
};

static automaton_read *
fastest(void)
{
#if defined(__x86_64__)
	if (json_builder_chosen() != JSON_BUILDER_PORTABLE && json_builder_here(JSON_BUILDER_AVX2))
		return automaton_read_avx2;
#endif
	return automaton_read_portable;
}

struct json_reader *
json_reader_new(const struct json_paths *p)
{
	struct json_reader *r = mem_zalloc(1, sizeof(*r));
	r->walker = json_walker_new(p);
	automaton_init(&r->automaton, r->walker);
	r->read = fastest();
	r->score = SCORE_START;
	r->next_pause = PAUSE_MIN;
	r->credit = CREDIT_MAX;
	return r;
}

void
json_reader_free(struct json_reader *r)
{
	if (!r)
		return;
	automaton_free(&r->automaton);
	json_walker_free(r->walker);
	json_index_free(&r->index);
	free(r);
}

struct json_walker *
json_reader_walker(struct json_reader *r)
{
	return r->walker;
}

/* Lets the automaton read the line at pos->start. */
static bool
by_automaton(
    struct json_reader *r, const char *text, size_t n, struct json_pos *pos, struct json_line *line)
{
	const char *p = text + pos->start, *next;
	bool compact;
	next = r->read(&r->automaton, p, &compact);
	if (!next || next > text + n + 1)
		return false;
	line->p = p;
	line->n = (size_t)(next - 1 - p);
	line->kind = JSON_OBJECT;
	line->fault = (struct json_fault){ 0, JSON_OK };
	line->slot = r->walker->slot;
	line->text = p;
	line->index = NULL;
	r->line = (struct text){ p, line->n };
	const char *end = next - 1;
	while (ascii_is_blank(*p))
		p++;
	while (end[-1] != '}')
		end--;
	line->value = (struct json_value){
		.p = p, .n = (size_t)(end - p), .kind = JSON_OBJECT, .compact = compact
	};
	pos->start = (size_t)(next - text);
	return true;
}

/* Walks the next line of the part that is indexed. */
static bool
by_walk(struct json_reader *r, const char *text, struct json_pos *pos, struct json_line *line)
{
	if (!json_walk(r->walker, text + r->start, r->n, &r->index, &r->pos, line))
		return false;
	pos->start = r->start + r->pos.start;
	line->text = text + r->start;
	line->index = &r->index;
	if (r->pos.start >= r->n)
		r->n = 0;
	return true;
}

static void
index_part(struct json_reader *r, const char *text, size_t start, size_t end)
{
	r->start = start;
	r->n = end - start;
	r->pos = (struct json_pos){ 0 };
	json_index_build(&r->index, text + start, r->n, JSON_LINES);
}

static void
learn(struct json_reader *r, const struct json_line *line)
{
	if (r->credit == 0 || line->kind != JSON_OBJECT || line->n > LEARN_MAX)
		return;
	r->credit--;
	if (automaton_is_full(&r->automaton))
		return;
	automaton_learn(&r->automaton, line->p, line->n);
}

static void
count_line(struct json_reader *r)
{
	if (++r->lines % LINES_PER_CREDIT == 0 && r->credit < CREDIT_MAX)
		r->credit++;
}

static void
count_hit(struct json_reader *r)
{
	r->score += (256 - r->score) >> 4;
	r->next_pause = PAUSE_MIN;
}

/* Returns true if the automaton is not to be tried for some time. */
static bool
count_miss(struct json_reader *r)
{
	r->score -= r->score >> 4;
	if (r->score >= SCORE_LOW)
		return false;
	r->score = SCORE_START;
	r->pause = r->next_pause;
	if (r->next_pause < PAUSE_MAX)
		r->next_pause *= 2;
	if (automaton_is_full(&r->automaton))
		automaton_reset(&r->automaton);
	return true;
}

static size_t
line_end(const char *text, size_t n, size_t start)
{
	const char *newline = memchr(text + start, '\n', n - start);
	return newline ? (size_t)(newline + 1 - text) : n;
}

/* The end of a part of many lines. */
static size_t
part_end(const char *text, size_t n, size_t start)
{
	return n - start <= PART ? n : line_end(text, n, start + PART);
}

static bool
read_line(
    struct json_reader *r, const char *text, size_t n, struct json_pos *pos, struct json_line *line)
{
	if (r->pause == 0) {
		if (by_automaton(r, text, n, pos, line)) {
			count_hit(r);
			return true;
		}
		const bool rest = count_miss(r);
		index_part(r, text, pos->start,
		    rest ? part_end(text, n, pos->start) : line_end(text, n, pos->start));
		by_walk(r, text, pos, line);
		learn(r, line);
		return true;
	}
	index_part(r, text, pos->start, part_end(text, n, pos->start));
	return by_walk(r, text, pos, line);
}

bool
json_reader_next(struct json_reader *r, const char *text, size_t n, const struct json_index *ix,
    struct json_pos *pos, struct json_line *line)
{
	if (ix) {
		line->text = text;
		line->index = ix;
		return json_walk(r->walker, text, n, ix, pos, line);
	}
	if (pos->start == 0)
		r->n = 0;
	if (pos->start >= n)
		return false;
	count_line(r);
	if (r->n == 0)
		return read_line(r, text, n, pos, line);
	if (r->pause > 0)
		r->pause--;
	return by_walk(r, text, pos, line);
}

const struct json_index *
json_reader_index(struct json_reader *r)
{
	if (r->line.p) {
		json_index_build(&r->index, r->line.p, r->line.n, JSON_LINES);
		r->line = TEXT_ABSENT;
	}
	return &r->index;
}

void
json_members_of(struct json_members *it, const char *text, const struct json_index *ix,
    const struct json_value *container)
{
	struct json_value v = *container;
	size_t first = 1, last = ix->n;
	while (v.entry == 0 && first < last) {
		const size_t middle = first + (last - first) / 2, at = ix->at[middle];
		if (text + at < v.p)
			first = middle + 1;
		else if (text + at == v.p)
			v.entry = (uint32_t)middle;
		else
			last = middle;
	}
	json_members(it, text, ix, &v);
}
