/* SPDX-License-Identifier: MIT */
#include "cmd/cli/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/cli/shell.h"
#include "cmd/cli/stream.h"
#include "io/frame_pool.h"

/* Returns the bytes of all inputs, or 0 if one is not a regular file. */
static uint64_t
total_size(const struct settings *s)
{
	uint64_t total = 0;
	for (size_t i = 0; i < s->operands || i == 0; i++) {
		const char *name = i < s->operands ? s->operand[i] : NULL;
		bool standard = stream_is_standard(name);
		off_t at = standard ? lseek(STDIN_FILENO, 0, SEEK_CUR) : 0;
		struct stat st;
		if ((standard ? fstat(STDIN_FILENO, &st) : stat(name, &st)) < 0)
			continue;
		if (!S_ISREG(st.st_mode) || at < 0)
			return 0;
		total += st.st_size > at ? (uint64_t)(st.st_size - at) : 0;
	}
	return total;
}

void
source_init(struct source *s, const struct settings *settings, const struct out *out,
    const struct out *rejects, struct source_gate *gate, int wake)
{
	*s = (struct source){ .settings = settings,
		.out = out,
		.rejects = rejects,
		.gate = gate,
		.fingerprint = gate ? mem_alloc(sizeof(*s->fingerprint)) : NULL,
		.wake = wake,
		.pool = frame_pool_new(),
		.total = total_size(settings) };
	s->at = &s->only;
}

void
source_init_ordered(struct source *s, const struct settings *settings, const struct out *out,
    const struct out *rejects, const struct source_order *order)
{
	source_init(s, settings, out, rejects, NULL, -1);
	s->order = order;
	s->each = mem_zalloc(settings->operands, sizeof(*s->each));
}

static void
close_input(struct source_input *at)
{
	if (!at->in)
		return;
	blocks_free(&at->blocks);
	in_close(at->in);
	at->in = NULL;
	if (at->pass)
		time_index_free(&at->index);
	free(at->pass);
	at->pass = NULL;
	at->fault = NULL;
}

void
source_free(struct source *s)
{
	close_input(&s->only);
	for (size_t i = 0; s->each && i < s->settings->operands; i++)
		close_input(&s->each[i]);
	free(s->each);
	free(s->fingerprint);
	frame_pool_free(s->pool);
}

int
source_fd(const struct source *s)
{
	return in_fd(s->at->in);
}

bool
source_is_zstd(const struct source *s)
{
	return s->at->in && in_is_zstd(s->at->in) && !in_has_frames(s->at->in);
}

bool
source_can_decode(const struct source *s)
{
	return frame_pool_waits(s->pool);
}

void
source_tell_frames(struct source *s, void (*news)(void *context), void *context)
{
	frame_pool_tell(s->pool, news, context);
}

void
source_decode(struct source *s)
{
	frame_pool_work(s->pool);
}

/* Opening a pipe waits for its writer. */
static bool
opening_waits(const char *path)
{
	struct stat st;
	return !stream_is_standard(path) && stat(path, &st) == 0 && S_ISFIFO(st.st_mode);
}

static bool
is_output(const struct source *s)
{
	int fd = in_fd(s->at->in);
	return out_is_file(s->out, fd) || (s->rejects && out_is_file(s->rejects, fd));
}

/* Reading the output while it is being written would never end; cat(1) also refuses it. */
static bool
feeds_itself(const struct source *s)
{
	int fd = in_fd(s->at->in);
	struct stat st;
	return fstat(fd, &st) == 0 && lseek(fd, 0, SEEK_CUR) < st.st_size;
}

/* Fills in what the time index says of the frames that a block is from. */
static void
tell_bounds(const struct source_input *at, struct source_item *item)
{
	const struct input_block *b = &item->block;
	size_t from = 0, to = at->pass ? at->index.frames : 0;
	item->bounds = (struct source_bounds){ .first_ns = INT64_MAX, .last_ns = INT64_MIN };
	if (!at->pass || !b->p)
		return;
	while (from < to) {
		const size_t middle = from + (to - from) / 2;
		const struct index_frame *f = &at->index.frame[middle];
		if (f->offset + f->bytes <= b->offset)
			from = middle + 1;
		else
			to = middle;
	}
	item->bounds.known = true;
	for (; from < at->index.frames && at->index.frame[from].offset < b->offset + b->n; from++) {
		const struct index_frame *f = &at->index.frame[from];
		item->bounds.unknown |= f->unknown > 0;
		if (f->first_ns < item->bounds.first_ns)
			item->bounds.first_ns = f->first_ns;
		if (f->last_ns > item->bounds.last_ns)
			item->bounds.last_ns = f->last_ns;
	}
}

/* Takes over a message about the input. */
static void
tell_notice(struct source_input *at, struct source_item *item)
{
	const char *fault = at->in ? in_index_fault(at->in) : NULL;
	item->notice = at->notice;
	at->notice.text[0] = 0;
	item->misled = fault && fault != at->fault;
	if (item->misled)
		err_set(&item->notice, "%s", fault);
	else if (!at->stray && at->in && in_has_stray_index(at->in))
		err_set(&item->notice,
		    "the time index is not at the end of the file, because something was added, or "
		    "the end is damaged; it is not used, and everything is read");
	at->stray |= at->in && in_has_stray_index(at->in);
	at->fault = fault;
}

/* Fills in the item from the current input. */
static void
tell(struct source *s, struct source_item *item)
{
	uint64_t raw = s->at->in ? in_raw_bytes(s->at->in) : 0;
	item->file = s->at->file;
	item->input = s->at->number;
	item->begins = s->at->begins;
	item->passed = s->at->from.lines;
	item->end = s->at->in ? blocks_offset(&s->at->blocks) : s->at->from.offset;
	if (item->end > s->at->until)
		item->end = s->at->until;
	item->bom = s->at->in && s->at->blocks.lines.bom;
	item->raw_bytes = raw - s->at->told;
	tell_bounds(s->at, item);
	tell_notice(s->at, item);
	s->at->told = raw;
	s->at->begins = false;
}

/* Gives up the current input, which could not be opened or read, with an item that has the error.
 */
static enum source_answer
refuse(struct source *s, struct source_item *item)
{
	tell(s, item);
	item->broken = true;
	close_input(s->at);
	return SOURCE_ITEM;
}

/* Standard input may be open already. */
static struct in *
open_in(struct source *s, const char *path, struct err *e)
{
	struct in *in = s->gate && stream_is_standard(path) ? s->gate->standard : NULL;
	if (!in)
		return in_open_waking(path, s->wake, e);
	s->gate->standard = NULL;
	in_set_wake(in, s->wake);
	return in;
}

/* Goes to the beginning of the range that is to be read of an input. */
static int
enter_range(struct source_input *at, const struct settings_range *range, struct err *e)
{
	at->until = range->end;
	if (at->pass) /* the frames outside are passed over */
		return 0;
	if (range->offset > 0 && in_skip(at->in, range->offset, e) < 0)
		return -1;
	at->from = (struct source_place){ range->offset, range->lines };
	blocks_begin_at(&at->blocks, range->offset);
	if (range->is_lines)
		at->blocks.kind = BLOCKS_LINES;
	return 0;
}

/* Cuts a block at the end of the range.  Returns whether the range goes on behind it. */
static bool
cut_range(const struct source_input *at, struct input_block *block)
{
	if (block->offset >= at->until) {
		*block = (struct input_block){ 0 };
		return false;
	}
	if (block->p && block->n > at->until - block->offset)
		block->n = (size_t)(at->until - block->offset);
	return true;
}

/* Chooses the frames that need not be read. */
static void
choose_frames(const struct source *s, struct source_input *at)
{
	const struct source_frames *f = s->frames;
	const struct settings *set = s->settings;
	const struct settings_range *range = set->range ? &set->range[at->number] : NULL;
	if (range) {
		for (size_t i = 0; i < at->index.frames; i++) {
			const struct index_frame *frame = &at->index.frame[i];
			at->pass[i] = frame->offset + frame->bytes <= range->offset ||
				      frame->offset >= range->end;
		}
		return;
	}
	if (f->choose) {
		f->choose(f->context, at->number, &at->index, at->pass);
		return;
	}
	for (size_t i = 0; i < at->index.frames; i++) {
		const struct index_frame *frame = &at->index.frame[i];
		at->pass[i] = !index_frame_may_have(frame, f->from_ns, f->to_ns) &&
			      frame->longest <= set->max_line && frame->bytes <= set->max_window;
	}
}

int
source_read_index(struct time_index *ix, int fd, const unsigned char *rules, struct err *e)
{
	const int found = time_index_read(ix, fd, e);
	if (found < 0) {
		char what[sizeof(e->text)];
		snprintf(what, sizeof(what), "%s", e->text);
		return err_set(e, "%.400s; it is not used, and everything is read", what);
	}
	if (found == 0 || memcmp(ix->rules, rules, TIME_RULES) == 0)
		return found;
	time_index_free(ix);
	return err_set(e,
	    "the time index was made with other settings for times than this run has; it is not "
	    "used, and everything is read");
}

/* Looks for a time index of the input. */
static void
find_index(const struct source *s, struct source_input *at)
{
	at->notice.text[0] = 0;
	at->stray = false;
	if (!s->frames || s->gate || !at->file || !in_is_regular(at->in) || s->settings->no_index)
		return;
	const int found =
	    source_read_index(&at->index, in_fd(at->in), s->frames->rules, &at->notice);
	if (found == 0)
		in_look_for_index(at->in);
	if (found <= 0)
		return;
	at->pass = mem_zalloc(at->index.frames + 1, sizeof(*at->pass));
	choose_frames(s, at);
	in_set_index(at->in, &at->index, at->pass);
	blocks_are_lines(&at->blocks);
}

static int
open_operand(struct source *s, size_t number, const char *path, struct err *e)
{
	s->at->from = (struct source_place){ 0 };
	s->at->until = UINT64_MAX;
	s->at->file = stream_is_standard(path) ? NULL : path;
	s->at->number = (unsigned)number;
	s->at->begins = true;
	s->at->told = 0;
	const char *instead = s->settings->opened ? s->settings->opened[number] : NULL;
	s->at->in = open_in(s, instead ? instead : path, e);
	if (!s->at->in)
		return -1;
	s->at->checked = false;
	in_allow_window(s->at->in, s->settings->max_window);
	blocks_init(&s->at->blocks, s->at->in,
	    &(struct blocks_options){ .max_record = s->settings->max_line,
		.arrays = s->arrays,
		.open_end = s->open_end,
		.nested = s->nested,
		.expect = s->documents ? BLOCKS_EXPECT_EITHER : BLOCKS_EXPECT_LINES });
	in_set_pool(s->at->in, s->pool, settings_threads(s->settings) + 1);
	find_index(s, s->at);
	return s->settings->range ? enter_range(s->at, &s->settings->range[number], e) : 0;
}

/* Opens the input whose turn it is in the order.  Returns 0, SOURCE_END after the last one, or an
 * item with the error that ends the run, because an input cannot be read as before. */
static int
find_ordered(struct source *s, struct source_item *item)
{
	const struct source_order *o = s->order;
	const int number = o->pick(o->context);
	if (s->at->over)
		close_input(s->at);
	if (number < 0)
		return SOURCE_END;
	s->at = &s->each[number];
	if (s->at->in)
		return 0;
	const char *path = s->settings->operand[number];
	item->fatal = open_operand(s, (size_t)number, path, &item->err) < 0 ||
		      o->opened(o->context, s->at->number, in_fd(s->at->in), &item->err) < 0;
	return item->fatal ? (int)refuse(s, item) : 0;
}

/* Reports to the order that an item was read, and notes whether more of the input is needed. */
static void
note_order(struct source *s, int more, struct source_item *item)
{
	const struct source_order *o = s->order;
	const bool wanted = o->took(o->context, s->at->number, item->end, &item->until);
	item->broken = item->fatal = wanted && more <= 0;
	if (item->fatal && more == 0)
		err_set(&item->err, "is shorter than when it was first read");
	s->at->over = !wanted || more <= 0; /* closed later: the last block may be in its memory */
}

/* Asks the gate, if there is one, about the current input.  Returns its answer. */
static int
enter(struct source *s, struct err *e)
{
	const struct source_gate *g = s->gate;
	if (!g)
		return 1;
	int entered =
	    g->enter(g->context, s->at->number, s->at->in, &s->at->from, s->fingerprint, e);
	if (entered > 0) {
		blocks_begin_at(&s->at->blocks, s->at->from.offset);
		lines_set_fingerprint(&s->at->blocks.lines, s->fingerprint);
	}
	return entered;
}

/* Opens the next input if none is open, and checks that it may be read.  Returns 0, -1 if the input
 * was skipped, or another answer for the caller of source_next. */
static int
find_input(struct source *s, bool settled, struct source_item *item)
{
	const struct settings *set = s->settings;
	if (s->at->in && __atomic_load_n(&s->left, __ATOMIC_ACQUIRE) == s->at->number + UINT64_C(1))
		close_input(s->at);
	if (!s->at->in) {
		size_t operands = set->operands > 0 ? set->operands : 1;
		const char *path = set->operands > 0 ? set->operand[s->next] : NULL;
		if (s->next == operands)
			return SOURCE_END;
		if (!settled && opening_waits(path))
			return SOURCE_HOLD;
		if (open_operand(s, s->next++, path, &item->err) < 0)
			return refuse(s, item);
	}
	if (!s->at->checked && is_output(s)) {
		if (!settled)
			return SOURCE_HOLD;
		if (feeds_itself(s)) {
			err_set(&item->err, "is also the output");
			return refuse(s, item);
		}
	}
	if (s->at->checked)
		return 0;
	if (s->gate && !settled)
		return SOURCE_HOLD;
	int entered = enter(s, &item->err);
	if (entered < 0) {
		item->fatal = true;
		return refuse(s, item);
	}
	s->at->checked = true;
	if (entered > 0)
		return 0;
	close_input(s->at);
	return -1;
}

void
source_leave(struct source *s, uint64_t left)
{
	__atomic_store_n(&s->left, left, __ATOMIC_RELEASE);
}

enum source_answer
source_next(struct source *s, bool settled, struct block_memory *own, struct source_item *item)
{
	int answer;
	memset(&item->block, 0, sizeof(item->block));
	item->memory = own;
	item->broken = item->fatal = item->ends = false;
	item->until = INT64_MIN;
	do
		answer = s->order ? find_ordered(s, item) : find_input(s, settled, item);
	while (answer < 0);
	if (answer != 0)
		return answer;
	if (!settled && !blocks_ready(&s->at->blocks))
		return SOURCE_WAIT;
	int more = own ? blocks_take(&s->at->blocks, own, &item->block, &item->err)
		       : blocks_next(&s->at->blocks, &item->block, &item->err);
	if (more < 0)
		shell_add_unpacking(&item->err, s->at->in, s->at->file, s->settings->voice.name);
	if (more > 0 && s->at->until != UINT64_MAX)
		more = cut_range(s->at, &item->block);
	tell(s, item);
	item->block.torn =
	    item->block.torn && s->gate &&
	    ((s->at->file && in_is_regular(s->at->in)) || s->at->blocks.lines.failed);
	item->ends = more == 0;
	if (s->order) {
		note_order(s, more, item);
	} else if (more <= 0) {
		item->broken = more < 0;
		close_input(s->at);
	}
	return SOURCE_ITEM;
}
