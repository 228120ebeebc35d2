/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "step/dap_private.h"

/*
 * The places of a breakpoint: positions, in order.  The engine finds those of a name, a line or a
 * variable; conditions that it does not know and counts of hits take some of them away.  As a
 * recording does not change, all of this is done once, and a hit has the same number in both
 * directions.
 */

/* Says why a breakpoint is not verified. */
static void
refuse(struct dap_break *b, const char *why)
{
	b->verified = false;
	b->why = arena_text(&b->arena, text_of(why));
}

static void
add(struct dap_break *b, uint64_t position)
{
	b->position = mem_grow(b->position, &b->cap, b->positions + 1, sizeof(*b->position));
	b->position[b->positions++] = position;
}

static int
by_position(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* Adds the places that the engine finds.  Returns 0, or -1 if it refuses. */
static int
find(struct dap *d, struct dap_break *b, const struct step_break *spec)
{
	struct err e;
	const struct step_break *found = step_break_add(d->session, spec, &e);
	if (!found) {
		refuse(b, e.text);
		return -1;
	}
	for (size_t i = 0; i < found->places; i++)
		add(b, found->position[i]);
	step_break_delete(d->session, found->number);
	return 0;
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* The recorded line of a file that a line stands for: itself, else the last one before it, which
 * begins the function that it is in; else the first.  0: none. */
static uint32_t
nearest_line(const struct dap *d, uint32_t file, uint64_t line)
{
	uint32_t before = 0, after = 0;
	for (size_t i = 0; i < d->lines; i++) {
		if (d->line[i].file != file)
			continue;
		if (d->line[i].line <= line)
			before = d->line[i].line;
		else if (after == 0)
			after = d->line[i].line;
	}
	return before > 0 ? before : after;
}

static int
find_line(struct dap *d, struct dap_break *b)
{
	size_t most = 0;
	for (size_t i = 0; i < d->files; i++) {
		const size_t like = dap_file_likeness(d, i, b->source);
		most = like > most ? like : most;
	}
	for (uint32_t i = 0; i < d->files && most > 0; i++) {
		if (dap_file_likeness(d, i, b->source) != most)
			continue;
		const uint32_t line = nearest_line(d, i, b->line);
		const struct step_break spec = {
			.kind = STEP_BREAK_LINE, .name = d->file[i].recorded, .line = line
		};
		if (line == 0 || (b->moved_to != 0 && b->moved_to != line))
			continue;
		b->moved_to = line;
		if (find(d, b, &spec) < 0)
			return -1;
	}
	if (most == 0)
		refuse(b, "no call and no error of the traces is in this file");
	else if (b->positions == 0)
		refuse(b, "no line of this file is in the traces");
	if (b->moved_to != b->line && b->positions > 0)
		b->why =
		    TEXT("the traces only have the lines where functions begin and errors are");
	return b->positions > 0 ? 0 : -1;
}

/* A line of the text of a trace is a position. */
static int
find_row(struct dap *d, struct dap_break *b)
{
	const uint64_t first = step_trace_first(d->index, b->trace),
		       last = step_trace_last(d->index, b->trace);
	if (b->line < 1 || b->line > last - first + 1) {
		refuse(b, "the trace has no such line");
		return -1;
	}
	b->moved_to = b->line;
	add(b, first + b->line - 1);
	return 0;
}

/* ---- fewer ---------------------------------------------------------------------------------- */

/* Leaves the places where the condition holds. */
static int
keep_holding(struct dap *d, struct dap_break *b)
{
	struct err e;
	size_t n = 0;
	const struct step_condition *c = step_condition_read(b->condition, &b->arena, &e);
	if (!c) {
		refuse(b, e.text);
		return -1;
	}
	for (size_t i = 0; i < b->positions; i++) {
		const struct step_frame f = step_frame_at(d->index, b->position[i]);
		if (step_condition_holds(c, d->index, &f))
			b->position[n++] = b->position[i];
	}
	b->positions = n;
	return 0;
}

enum hits { HITS_EQ, HITS_GE, HITS_GT, HITS_LE, HITS_LT, HITS_EVERY };

/* Reads `5`, `== 5`, `>= 5`, `% 5`, …  Returns 0, or -1. */
static int
read_hits(struct text t, enum hits *how, uint64_t *number)
{
	static const struct {
		const char *sign;
		enum hits how;
	} signs[] = { { "==", HITS_EQ }, { ">=", HITS_GE }, { "<=", HITS_LE }, { "=", HITS_EQ },
		{ ">", HITS_GT }, { "<", HITS_LT }, { "%", HITS_EVERY }, { "", HITS_EQ } };
	t = text_trim(t);
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		const size_t n = strlen(signs[i].sign);
		if (t.n < n || memcmp(t.p, signs[i].sign, n) != 0)
			continue;
		*how = signs[i].how;
		t = text_trim((struct text){ t.p + n, t.n - n });
		break;
	}
	if (number_u64(t, number) < 0 || (*how == HITS_EVERY && *number == 0))
		return -1;
	return 0;
}

static bool
counts(enum hits how, uint64_t hit, uint64_t number)
{
	switch (how) {
	case HITS_EQ: return hit == number;
	case HITS_GE: return hit >= number;
	case HITS_GT: return hit > number;
	case HITS_LE: return hit <= number;
	case HITS_LT: return hit < number;
	case HITS_EVERY: return hit % number == 0;
	}
	return false;
}

static int
keep_hits(struct dap_break *b)
{
	enum hits how = HITS_EQ;
	uint64_t number;
	size_t n = 0;
	if (read_hits(b->hits, &how, &number) < 0) {
		refuse(
		    b, "the hit condition must be a number, or ==, >=, >, <=, < or % and a number");
		return -1;
	}
	for (size_t i = 0; i < b->positions; i++)
		if (counts(how, i + 1, number))
			b->position[n++] = b->position[i];
	b->positions = n;
	return 0;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int
find_places(struct dap *d, struct dap_break *b)
{
	struct step_break spec = { .name = b->name };
	switch (b->kind) {
	case DAP_AT_LINE: return b->source.p ? find_line(d, b) : find_row(d, b);
	case DAP_AT_FUNCTION:
		spec.kind = STEP_BREAK_NAME;
		spec.condition = b->condition;
		break;
	case DAP_AT_DATA: spec.kind = STEP_WATCH; break;
	case DAP_AT_ERROR: spec.kind = STEP_BREAK_ERROR; break;
	case DAP_BREAK_KINDS: return -1;
	}
	return find(d, b, &spec);
}

static const char *
why_nowhere(enum dap_break_kind kind)
{
	switch (kind) {
	case DAP_AT_FUNCTION: return "no call of the traces has this name";
	case DAP_AT_DATA: return "no variable or argument of the traces has this name";
	case DAP_AT_ERROR: return "no error of the traces has this type";
	case DAP_AT_LINE:
	case DAP_BREAK_KINDS: break;
	}
	return "the traces do not come here";
}

void
dap_resolve(struct dap *d, struct dap_break *b)
{
	const bool engine_knows = b->kind == DAP_AT_FUNCTION;
	b->positions = 0;
	b->moved_to = 0;
	b->verified = true;
	b->why = TEXT_ABSENT;
	if (find_places(d, b) < 0) {
		b->positions = 0;
		return;
	}
	if (b->positions > 1)
		qsort(b->position, b->positions, sizeof(*b->position), by_position);
	if (b->positions == 0 && !b->condition.p)
		refuse(b, why_nowhere(b->kind));
	if ((b->condition.p && !engine_knows && keep_holding(d, b) < 0) ||
	    (b->hits.p && keep_hits(b) < 0)) {
		b->positions = 0;
		return;
	}
	if (b->positions == 0 && b->verified)
		refuse(b, "the condition never holds there");
}
