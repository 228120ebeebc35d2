/* SPDX-License-Identifier: MIT */
#include "cmd/encode/pack.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/run.h"
#include "cmd/cli/status.h"
#include "json/write.h"
#include "plan/time_rules.h"

struct pack {
	const struct pack_options *options;
	struct settings settings; /* the run's: its output is not compressed once more */
	const char *output;
	struct run run;
	unsigned char rules[TIME_RULES];
	struct frame_writer *writer;
	struct packed_file file; /* the one that is made, or */
	struct partitions_options in_parts;
	struct partitions *parts; /* those; NULL: one file */
	bool torn;                /* the last line so far has no newline */
	uint64_t at;              /* decoded bytes of the current input that were settled */
	uint64_t lines, unknown, frames, bytes_out;
};

/* ---- the stage ------------------------------------------------------------------------------ */

static void *
worker_new(void *context)
{
	return judge_new(((struct pack *)context)->options->plan);
}

static void
worker_free(void *worker)
{
	judge_free(worker);
}

static void *
part_new(void *context)
{
	(void)context;
	return mem_zalloc(1, sizeof(struct judged));
}

static void
part_free(void *part)
{
	free(((struct judged *)part)->line);
	free(part);
}

static void
work(void *worker, const struct block *b, struct batch *out)
{
	judge_block(worker, b, out->part, out);
}

static int
stop_at_output(struct pack *p, const struct err *e)
{
	return run_stop_at(&p->run, p->output, e);
}

/* Writes the frames that are done; all of them if `all`. */
static int
write_frames(struct pack *p, bool all)
{
	struct new_frame *f;
	while ((f = frame_writer_next(p->writer, all || frame_writer_is_full(p->writer))) != NULL) {
		const struct text stored = { f->p, (size_t)f->facts.stored };
		int result = -1;
		if (f->failed)
			run_stop(&p->run, "%s", strerror(ENOMEM));
		else
			result = run_put(&p->run, stored);
		time_index_add(&p->file.index, &f->facts);
		frame_writer_release(p->writer, f);
		if (result < 0)
			return -1;
	}
	return 0;
}

static int
put_frame(struct pack *p)
{
	packed_file_put(&p->file, p->writer, true);
	return write_frames(p, false);
}

static int
put_line(struct pack *p, struct text line, const struct judged_line *judged)
{
	struct err e;
	p->lines++;
	p->unknown += judged->unknown;
	if (p->parts)
		return partitions_add(p->parts, line, judged, &e) < 0 ? stop_at_output(p, &e) : 0;
	return packed_file_add(&p->file, line, judged) ? put_frame(p) : 0;
}

/* In a partition lines of other inputs may follow, so each has a newline there. */
static int
put_torn_line(struct pack *p, struct text line, const struct judged_line *judged)
{
	struct buf b = { 0 };
	buf_text(&b, line);
	buf_char(&b, '\n');
	const int result = put_line(p, buf_as_text(&b), judged);
	buf_free(&b);
	return result;
}

static int
put_lines(struct pack *p, const struct input_block *b, const struct judged *judged)
{
	const char *at = b->p, *end = b->p + b->n;
	for (size_t i = 0; i < judged->n && at < end; i++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const struct text line = { at, (size_t)((newline ? newline + 1 : end) - at) };
		p->torn = newline == NULL;
		if ((p->torn && p->parts ? put_torn_line : put_line)(p, line, &judged->line[i]) < 0)
			return -1;
		at += line.n;
	}
	return 0;
}

/* Before the first line of an input: ends the last line of the one before, and keeps a byte order
 * mark at the very start. */
static void
begin_input(struct pack *p, const struct source_item *item)
{
	if (p->torn && !p->parts) {
		if (p->file.text.n > 0)
			buf_char(&p->file.text, '\n');
		p->torn = false;
	}
	if (item->bom && p->lines == 0 && !p->parts)
		BUF_LIT(&p->file.text, "\xef\xbb\xbf");
}

static int
refuse_document(struct pack *p, const char *file)
{
	return run_stop(&p->run,
	    "%s: is a JSON document, and --pack is for lines; make lines of it first: with jq -c "
	    "'.[]' if it is an array of records, otherwise with jq -c .",
	    file ? file : "-");
}

static int
settle(void *context, void *part, const struct run_turn *turn)
{
	struct pack *p = context;
	const struct source_item *item = turn->item;
	const struct input_block *b = &item->block;
	if (item->begins)
		p->at = 0;
	/* a document without elements has no block */
	if (b->framing == FRAMING_DOCUMENT ||
	    (item->ends && !b->p && item->end > p->at && !item->bom))
		return refuse_document(p, item->file);
	if (b->too_long)
		return run_stop(&p->run,
		    "%s:%" PRIu64 ": the line has %" PRIu64
		    " bytes, more than --max-line allows; nothing was packed",
		    item->file ? item->file : "-", turn->lines + 1, b->too_long);
	if (!b->p)
		return 0;
	if (p->at == 0)
		begin_input(p, item);
	p->at = item->end;
	return put_lines(p, b, part);
}

/* ---- the end -------------------------------------------------------------------------------- */

static int
end_partitions(struct pack *p)
{
	struct err e;
	return partitions_end(p->parts, &e) < 0 ? stop_at_output(p, &e) : 0;
}

static void
end_file(struct pack *p)
{
	struct buf b = { 0 };
	if (p->file.text.n > 0 && put_frame(p) < 0)
		return;
	if (write_frames(p, true) < 0)
		return;
	time_index_put(&b, &p->file.index);
	p->bytes_out = p->file.index.file;
	run_put(&p->run, buf_as_text(&b));
	buf_free(&b);
}

static void
end(struct pack *p)
{
	struct run *r = &p->run;
	if (r->stopped)
		return;
	/* without any input, a run leaves -o FILE as it was */
	if (r->status == EXIT_BROKEN && r->bytes_in == 0)
		return;
	/* nobody could add the rest to the files of some hours, or knows which these are */
	if (r->status == EXIT_BROKEN && p->parts) {
		run_stop(r,
		    "%s: nothing was written, because an input could not be read to its end; mend "
		    "it or leave it out, and run again",
		    p->output);
		return;
	}
	if (p->parts)
		end_partitions(p);
	else
		end_file(p);
	p->frames = p->parts ? partitions_frames(p->parts) : p->file.index.frames;
	if (p->parts)
		p->bytes_out = partitions_bytes(p->parts);
}

static void
put_stats(void *context, struct buf *json)
{
	const struct pack *p = context;
	json_member_u64(json, "lines", p->lines);
	json_member_u64(json, "events_without_time", p->unknown);
	json_member_u64(json, "frames", p->frames);
	json_member_u64(json, "bytes_out", p->bytes_out);
}

static void
note_unknown(struct pack *p)
{
	struct buf *b = &p->run.last_words;
	if (p->unknown == 0 || p->run.stopped)
		return;
	buf_printf(b, "no time can be read of %" PRIu64 " of %" PRIu64 " records; ", p->unknown,
	    p->run.books.in);
	if (p->parts)
		BUF_LIT(b, "they are in no-time.jsonl.zst\n");
	else if (p->unknown == p->run.books.in)
		buf_printf(b, "the index is of no use: %s\n",
		    p->options->plan ? "is this the plan of the log?"
				     : "are these encoded events?");
	else
		BUF_LIT(b, "the frames that they are in are always read\n");
}

static size_t
frame_of(const struct pack_options *o)
{
	return o->frame ? o->frame : PACKED_FRAME;
}

static int
open_outputs(struct pack *p)
{
	struct err e;
	if (p->options->by == PARTITION_NONE)
		return 0;
	p->in_parts = (struct partitions_options){ .folder = p->output,
		.by = p->options->by,
		.there = p->options->there,
		.frame = frame_of(p->options),
		.rules = p->rules };
	p->parts = partitions_new(&p->in_parts, p->writer, &e);
	return p->parts ? 0 : stop_at_output(p, &e);
}

static int
run_all(struct pack *p)
{
	const struct plan *plan = p->options->plan;
	const bool lines = !plan || plan->runtime.layout.lines > 0;
	const struct run_stage stage = { .program = p,
		.worker_new = worker_new,
		.worker_free = worker_free,
		.part_new = part_new,
		.part_free = part_free,
		.settle = settle,
		.work = work,
		.arrays = plan ? plan->arrays : NULL,
		.unindexed = true,
		.documents = !lines };
	if (run_begin(&p->run, &p->settings) < 0)
		return EXIT_BROKEN;
	if (open_outputs(p) == 0 && run_inputs(&p->run, &stage) == 0)
		end(p);
	note_unknown(p);
	return run_end(&p->run, put_stats, p);
}

int
pack_run(const struct settings *s, const struct pack_options *o)
{
	struct pack p = { .options = o, .settings = *s, .output = s->output };
	const int level = s->zstd_level == OUT_PLAIN ? OUT_LEVEL : s->zstd_level;
	p.settings.zstd_level = OUT_AS_IS;
	if (o->by != PARTITION_NONE)
		p.settings.output = NULL;
	if (o->plan)
		plan_time_rules(o->plan, p.rules);
	else
		encoded_time_rules(p.rules);
	p.writer = frame_writer_new(settings_threads(s), level);
	packed_file_init(&p.file, frame_of(o), p.rules);
	const int status = run_all(&p);
	partitions_free(p.parts);
	packed_file_free(&p.file);
	frame_writer_free(p.writer);
	return status;
}
