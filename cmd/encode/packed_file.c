/* SPDX-License-Identifier: MIT */
#include "cmd/encode/packed_file.h"

#include <string.h>

static void
begin_frame(struct packed_file *f)
{
	f->text.n = 0;
	f->facts = (struct index_frame){ .first_ns = INT64_MAX, .last_ns = INT64_MIN };
}

void
packed_file_init(struct packed_file *f, size_t enough, const unsigned char rules[TIME_RULES])
{
	*f = (struct packed_file){ .enough = enough };
	memcpy(f->index.rules, rules, TIME_RULES);
	begin_frame(f);
}

void
packed_file_free(struct packed_file *f)
{
	buf_free(&f->text);
	time_index_free(&f->index);
}

bool
packed_file_add(struct packed_file *f, struct text line, const struct judged_line *judged)
{
	struct index_frame *facts = &f->facts;
	const size_t n = line.n - (line.p[line.n - 1] == '\n');
	buf_text(&f->text, line);
	facts->lines++;
	facts->records += judged->records;
	facts->unknown += judged->unknown;
	if (n > facts->longest)
		facts->longest = n;
	if (judged->first_ns < facts->first_ns)
		facts->first_ns = judged->first_ns;
	if (judged->last_ns > facts->last_ns)
		facts->last_ns = judged->last_ns;
	/* a line without a newline may get one when another input follows */
	return f->text.n >= f->enough && n < line.n;
}

void
packed_file_put(struct packed_file *f, struct frame_writer *w, bool again)
{
	struct new_frame *frame = frame_writer_new_frame(w);
	struct buf text = frame->text;
	if (!again)
		buf_free(&text);
	frame->text = f->text;
	frame->facts = f->facts;
	frame->owner = f;
	f->text = text;
	begin_frame(f);
	frame_writer_put(w, frame);
}
