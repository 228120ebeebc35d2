/* SPDX-License-Identifier: MIT */
#include "io/records.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
records_init(struct records *r, struct in *in, const struct blocks_options *o,
    const struct json_paths *paths)
{
	memset(r, 0, sizeof(*r));
	blocks_init(&r->blocks, in, o);
	r->walker = json_walker_new(paths);
}

void
records_free(struct records *r)
{
	blocks_free(&r->blocks);
	json_walker_free(r->walker);
	json_index_free(&r->index);
	free(r->ended);
}

/* Lists the envelopes of the block that have ended, in the order in which they ended. */
static void
list_ended(struct records *r)
{
	const struct input_block *b = &r->block;
	r->nended = r->next_ended = 0;
	r->ended = mem_grow(r->ended, &r->ended_cap, b->envelopes, sizeof(*r->ended));
	for (size_t i = 0; i < b->envelopes; i++) {
		if (b->envelope[i].ended == 0)
			continue;
		r->ended[b->envelope[i].ended - 1] = &b->envelope[i];
		r->nended++;
	}
}

/* Gets the next block, like blocks_next. */
static int
next_block(struct records *r, struct err *e)
{
	const int more = r->over ? 0 : blocks_next(&r->blocks, &r->block, e);
	r->pos = (struct json_pos){ 0 };
	if (more <= 0)
		r->block = (struct input_block){ 0 };
	list_ended(r);
	if (more <= 0 || r->block.framing == FRAMING_DOCUMENT || !r->block.p)
		return more;
	json_index_build(&r->index, r->block.p, r->block.n, JSON_LINES);
	r->block.index = &r->index;
	return more;
}

static void
take_too_long(struct records *r, struct input_record *out)
{
	out->kind = INPUT_TOO_LONG;
	out->bytes = r->block.too_long;
	out->offset = r->block.offset;
	out->number = r->block.framing == FRAMING_LINES ? ++r->lines : r->block.lines + 1;
	r->block.too_long = 0;
}

/* Gets the next record of the block; false if there are no more. */
static bool
take_record(struct records *r, struct input_record *out)
{
	const struct input_block *b = &r->block;
	struct json_line *line = &out->line;
	do {
		if (!b->p || !json_walk(r->walker, b->p, b->n, b->index, &r->pos, line))
			return false;
		r->lines += b->framing == FRAMING_LINES;
	} while (line->kind == JSON_NONE && line->fault.code == JSON_OK);
	out->offset = b->offset + (uint64_t)(line->p - b->p);
	out->bytes = line->n;
	out->number = r->lines;
	out->text = b->p;
	out->index = b->index;
	if (b->framing == FRAMING_LINES)
		return true;
	const struct json_element *e = json_walk_element(b->index, &r->pos);
	out->number = b->lines + e->line;
	if (e->envelope > 0 && b->envelopes > 0)
		out->envelope = &b->envelope[e->envelope - 1];
	if (e->fault == JSON_TOO_LONG)
		out->kind = INPUT_TOO_LONG;
	r->over = json_fault_is_syntax((enum json_code)line->fault.code);
	return true;
}

/* Gets the next envelope, if it ended before the next record. */
static bool
take_envelope(struct records *r, struct input_record *out)
{
	if (r->over || r->next_ended == r->nended)
		return false;
	const struct json_envelope *e = r->ended[r->next_ended];
	if (e->elements > r->pos.element)
		return false;
	r->next_ended++;
	out->kind = INPUT_ENVELOPE;
	out->envelope = e;
	out->number = e->line;
	out->bytes = e->text.n;
	return true;
}

int
records_next(struct records *r, struct input_record *out, struct err *e)
{
	for (;;) {
		*out = (struct input_record){ .kind = INPUT_RECORD, .framing = r->block.framing };
		if (r->block.too_long) {
			take_too_long(r, out);
			return 1;
		}
		if (take_envelope(r, out) || take_record(r, out))
			return 1;
		const int more = next_block(r, e);
		if (more <= 0)
			return more;
	}
}
