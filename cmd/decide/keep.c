/* SPDX-License-Identifier: MIT */
#include "cmd/decide/keep.h"

#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/status.h"
#include "cmd/cli/whole_file.h"

/* ---- options -------------------------------------------------------------------------------- */

static bool
has_checkpoints(const struct keep *k)
{
	return k->every.events > 0 || k->every.ns > 0;
}

const char *
keep_conflict(const struct keep *k, const struct settings *s)
{
	if ((has_checkpoints(k) || k->resume) && s->operands == 0)
		return "--checkpoint and --resume need files to read";
	return NULL;
}

/* ---- beginning ------------------------------------------------------------------------------ */

static int
complain(const struct keep *k, const char *file, const char *text)
{
	diag(k->settings->program, "%s: %s", file, text);
	return -1;
}

/* What was going to end the run is held back, and can be polled.  A signal that the caller ignores
 * stays ignored. */
static void
hold_signals(struct keep *k)
{
	static const int signals[] = { SIGINT, SIGTERM };

	sigemptyset(&k->signals);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		struct sigaction old;

		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaddset(&k->signals, signals[i]);
	}
	sigprocmask(SIG_BLOCK, &k->signals, NULL);
	k->signal_fd = signalfd(-1, &k->signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* A place to go on from is one in a file. */
static int
check_inputs(const struct keep *k)
{
	const struct settings *s = k->settings;
	struct stat st;

	for (size_t i = 0; i < s->operands; i++) {
		if (strcmp(s->operand[i], "-") == 0 ||
		    (stat(s->operand[i], &st) == 0 && !S_ISREG(st.st_mode)))
			return complain(k, s->operand[i],
			    "is no regular file, as --checkpoint and --resume need it");
	}
	return 0;
}

static int
load_snapshot(struct keep *k)
{
	struct buf image = { 0 };
	struct err e;
	int there = whole_file_read(k->file, &image, &e);

	if (there > 0)
		there = state_restore(k->state, buf_as_text(&image), &k->position, &k->arena, &e);
	buf_free(&image);
	return there < 0 ? complain(k, k->file, e.text) : 0;
}

static bool
names(struct text name, const char *path)
{
	return !name.p == !path && text_eq(name, text_of(path));
}

/* A new run, with nothing behind it. */
static void
start_over(struct keep *k)
{
	const struct settings *s = k->settings;

	k->position = (struct position){ .there = true,
		.name = text_of(s->operand[0]),
		.output = text_of(s->output),
		.rejects = text_of(s->rejects) };
}

static struct source_place
place_of(const struct position *p)
{
	return (struct source_place){ .input = (size_t)p->input,
		.offset = p->offset,
		.lines = p->lines,
		.tail_n = p->tail_n,
		.tail = p->tail };
}

/* Is it the same file that goes by the name? */
static int
check_place(const struct keep *k)
{
	const struct source_place place = place_of(&k->position);
	const char *path = k->settings->operand[place.input];
	struct err e;

	if (source_place_check(&place, path, &e) == 0)
		return 0;
	diag(k->settings->program,
	    "%s: is of a run that was in %s, which %s: --resume cannot go on", k->file, path,
	    e.text);
	return -1;
}

/* Where --resume goes on: k->position is what the snapshot has. */
static int
find_place(struct keep *k)
{
	const struct settings *s = k->settings;
	struct position *p = &k->position;
	bool here = p->there && p->input < s->operands && names(p->name, s->operand[p->input]);

	if (!p->there || (p->complete && !here)) {
		start_over(k);
		return 0;
	}
	if (!p->name.p)
		return complain(k, k->file,
		    "is of a run that was stopped and had no --checkpoint: where it stopped is not "
		    "known, and --resume cannot go on");
	if (!here) {
		diag(s->program,
		    "%s: is of a run that was stopped in %.*s, which is not input %llu here: "
		    "--resume cannot go on",
		    k->file, (int)p->name.n, p->name.p, (unsigned long long)p->input + 1);
		return -1;
	}
	if (!p->complete && (!names(p->output, s->output) || !names(p->rejects, s->rejects)))
		return complain(k, k->file,
		    "is of a run that was stopped and wrote to another -o or --rejects: --resume "
		    "cannot go on");
	if (!names(p->output, s->output))
		p->output_n = 0;
	if (!names(p->rejects, s->rejects))
		p->rejects_n = 0;
	p->output = text_of(s->output);
	p->rejects = text_of(s->rejects);
	return check_place(k);
}

static int
take_up(struct keep *k, struct run_mode *mode)
{
	if (load_snapshot(k) < 0)
		return -1;
	mode->again = has_checkpoints(k) || k->resume;
	if (!mode->again) {
		k->position = (struct position){ 0 };
		return 0;
	}
	if (check_inputs(k) < 0)
		return -1;
	if (!k->resume)
		start_over(k);
	else if (find_place(k) < 0)
		return -1;
	mode->from = place_of(&k->position);
	return 0;
}

int
keep_open(struct keep *k, const struct settings *s, struct state *state, struct run_mode *mode)
{
	struct err e;

	*mode = (struct run_mode){ .wake = -1 };
	if (!k->file)
		return 0;
	k->settings = s;
	k->state = state;
	if (lock_take(&k->lock, k->file, &e) < 0)
		return complain(k, k->file, e.text);
	k->open = true;
	return take_up(k, mode);
}

/* ---- saving --------------------------------------------------------------------------------- */

static int
save(struct keep *k)
{
	struct buf image = { 0 };
	struct err e;
	int result = state_save(k->state, &k->position, &image, &e);

	if (result == 0)
		result = whole_file_replace(k->file, buf_as_text(&image), &e);
	buf_free(&image);
	if (result < 0)
		run_complain(k->run, "%s: %s", k->file, e.text);
	return result;
}

/* Notes how far the run is, its outputs with it. */
static int
note_place(struct keep *k)
{
	const struct source_place *at = &k->run->place;
	struct position *p = &k->position;

	p->input = at->input;
	p->name = text_of(k->settings->operand[at->input]);
	p->offset = at->offset;
	p->lines = at->lines;
	p->tail_n = at->tail_n;
	p->tail = at->tail;
	return run_mark(k->run, &p->output_n, &p->rejects_n);
}

/* The output first: a snapshot never is ahead of it. */
static int
checkpoint(struct keep *k)
{
	k->position.complete = false;
	if (note_place(k) < 0)
		return -1;
	if (save(k) < 0) {
		k->run->stopped = true;
		return -1;
	}
	k->checked = k->run->books.in;
	k->checked_ns = progress_clock_ns();
	return 0;
}

int
keep_begin(struct keep *k, struct run *r)
{
	k->run = r;
	k->begun = true;
	hold_signals(k);
	r->mode.wake = k->signal_fd;
	k->checked_ns = progress_clock_ns();
	if (!r->mode.again)
		return 0;
	/* Before anything is lost of the output: from here on, this run is the one to go on with.
	 */
	k->position.complete = false;
	if (save(k) < 0) {
		r->stopped = true;
		return -1;
	}
	return run_cut(r, k->position.output_n, k->position.rejects_n);
}

uint64_t
keep_quota(const struct keep *k)
{
	if (k->every.events == 0)
		return UINT64_MAX;
	return k->every.events - (k->run->books.in - k->checked);
}

int
keep_pause(struct keep *k)
{
	uint64_t events = k->run->books.in - k->checked;

	if (k->every.events > 0
		? events < k->every.events
		: k->every.ns == 0 || progress_clock_ns() - k->checked_ns < k->every.ns)
		return 0;
	return checkpoint(k);
}

void
keep_mark(struct keep *k)
{
	if (k->begun && !k->run->stopped && k->run->mode.again)
		note_place(k);
}

int
keep_close(struct keep *k, int status)
{
	if (k->begun && !k->run->stopped) {
		k->position.complete = !k->run->woken;
		if (!k->run->mode.again) /* nobody knows where it was stopped: that is noted */
			k->position.there = k->run->woken;
		if (save(k) < 0)
			status = status_worse(status, EXIT_BROKEN);
	}
	if (k->open)
		lock_drop(&k->lock);
	arena_free(&k->arena);
	return status;
}

void
keep_leave(struct keep *k, int status)
{
	/* A signal that came is pending still, and ends the program now as it would have then. */
	if (k->begun && status != EXIT_BROKEN)
		sigprocmask(SIG_UNBLOCK, &k->signals, NULL);
}
