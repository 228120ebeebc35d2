/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_INTAKE_PAIR_H
#define REPLAY_INTAKE_PAIR_H

#include "replay/replay_private.h"

/*
 * The extra work of reading lines for a comparison: the other plan's reading of each line, and the
 * record of both.
 */

void pair_part_new(struct pair_part *p, const struct compare *c);
void pair_part_end(struct pair_part *p);
void pair_part_join(struct compare *c, const struct pair_part *from);
void pair_part_clear(struct pair_part *p, const struct compare *c);

void pair_intake_new(
    struct pair_intake *in, const struct replay *r, const struct encode_options *window);
void pair_intake_end(struct pair_intake *in);
void pair_intake_begin(struct pair_intake *in); /* call at the start of a block */

/* A line of an indexed block, and what the candidate's plan made of it.  Blank lines come too. */
struct pair_line {
	const char *text;
	size_t n;
	const struct json_index *ix;
	unsigned input;
	uint64_t number;  /* the record's in the block (replay_number) */
	uint64_t element; /* if an element of a JSON document: the line of the input where it
			     starts; otherwise 0 */
	enum encode_result result;
	const struct encoded *now;
	struct text fields_json; /* of the candidate's event; absent: not needed */
};
void pair_intake_line(
    struct replay_intake *in, struct replay_part *part, const struct pair_line *line);

#endif
