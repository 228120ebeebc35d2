/* SPDX-License-Identifier: MIT */
#include "cmd/encode/judge.h"

#include <stdlib.h>

#include "base/mem.h"
#include "encode/encode.h"
#include "json/walk.h"

struct judge {
	struct encoder *encoder; /* NULL: encoded events */
	struct event_reader *reader;
};

/* No time is in this range, so the encoder leaves a record as soon as it knows its time. */
static const struct encode_options no_time = { { NULL, 0 }, INT64_MAX, INT64_MAX };

struct judge *
judge_new(const struct plan *plan)
{
	struct judge *j = mem_zalloc(1, sizeof(*j));
	if (plan)
		j->encoder = encoder_new(plan, &no_time);
	else
		j->reader = event_reader_new(NULL, 0);
	return j;
}

void
judge_free(struct judge *j)
{
	if (!j)
		return;
	encoder_free(j->encoder);
	event_reader_free(j->reader);
	free(j);
}

static void
add_line(struct judged *out)
{
	out->line = mem_grow(out->line, &out->cap, out->n + 1, sizeof(*out->line));
	out->line[out->n++] = (struct judged_line){ .first_ns = INT64_MAX, .last_ns = INT64_MIN };
}

/* Adds a record to the last line; at_ns NULL: it has no time. */
static void
add_record(struct judged *out, const int64_t *at_ns)
{
	struct judged_line *line = &out->line[out->n - 1];
	line->records++;
	line->unknown += at_ns == NULL;
	if (at_ns && *at_ns < line->first_ns)
		line->first_ns = *at_ns;
	if (at_ns && *at_ns > line->last_ns)
		line->last_ns = *at_ns;
}

static void
judge_raw(struct judge *j, const struct block *b, struct judged *out)
{
	struct json_pos pos = { 0 };
	struct encoded e;
	for (;;) {
		const enum encode_result r =
		    encode_next(j->encoder, b->p, b->n, b->index, &pos, &e);
		if (r == ENCODE_END)
			return;
		if (!e.same_line)
			add_line(out);
		if (r != ENCODE_BLANK)
			add_record(out, e.timed ? &e.at_ns : NULL);
	}
}

static void
judge_encoded(struct judge *j, const struct block *b, struct judged *out)
{
	struct json_pos pos = { 0 };
	struct json_line line;
	struct reject why;
	struct event ev;
	for (;;) {
		const enum event_result r =
		    event_read(j->reader, b->p, b->n, b->index, &pos, &ev, &line, &why);
		if (r == EVENT_END)
			return;
		add_line(out);
		if (r != EVENT_BLANK)
			add_record(out, r == EVENT_OK ? &ev.observed_at_ns : NULL);
	}
}

void
judge_block(struct judge *j, const struct block *block, struct judged *out, struct batch *b)
{
	out->n = 0;
	if (j->encoder)
		judge_raw(j, block, out);
	else
		judge_encoded(j, block, out);
	b->lines = out->n;
	for (size_t i = 0; i < out->n; i++)
		b->books.in += out->line[i].records;
	b->books.out = b->books.in;
}
