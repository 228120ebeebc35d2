/* SPDX-License-Identifier: MIT */
#include "cmd/decide/keep.h"

#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/status.h"
#include "cmd/cli/whole_file.h"
#include "cmd/decide/outputs.h"
#include "time/duration.h"

/* ---- options -------------------------------------------------------------------------------- */

static bool
has_checkpoints(const struct keep *k)
{
	return k->every.events > 0 || k->every.ns > 0;
}

const char *
keep_conflict(const struct keep *k, const struct settings *s)
{
	if (k->resume && k->again)
		return "--resume skips what was counted and --again counts it twice: give only one "
		       "of them";
	if ((has_checkpoints(k) || k->resume) && s->operands == 0)
		return "--checkpoint and --resume need input files";
	return NULL;
}

/* ---- beginning ------------------------------------------------------------------------------ */

static int
complain(const struct keep *k, const char *file, const char *text)
{
	diag(&k->settings->voice, "%s: %s", file, text);
	return -1;
}

/* Holds back the signals that would end the run, and makes them readable from signal_fd.  A signal
 * that the caller ignores stays ignored. */
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

/* Only a regular file can be continued at a place inside it. */
static int
check_inputs(const struct keep *k)
{
	const struct settings *s = k->settings;
	struct stat st;
	for (size_t i = 0; i < s->operands; i++) {
		if (strcmp(s->operand[i], "-") == 0 ||
		    (stat(s->operand[i], &st) == 0 && !S_ISREG(st.st_mode)))
			return complain(k, s->operand[i],
			    "is not a regular file; --checkpoint and --resume need regular files");
	}
	return 0;
}

/* Returns 1, 0 if there is no snapshot, or -1 after printing what is wrong. */
static int
load_snapshot(struct keep *k)
{
	struct buf image = { 0 };
	struct err e;
	int there = whole_file_read(k->file, &image, &e);
	if (there > 0 &&
	    state_restore(k->state, buf_as_text(&image), &k->position, &k->arena, &e) < 0)
		there = -1;
	buf_free(&image);
	return there < 0 ? complain(k, k->file, e.text) : there;
}

/* Decides what to do with a snapshot that does not say which inputs it has counted. */
static int
judge_unknown(const struct keep *k)
{
	if (k->position.by_name && k->resume)
		return complain(k, k->file,
		    "was written by an earlier version, which did not record how much of each "
		    "input it had counted: --resume cannot continue; nothing was done.  Run once "
		    "without --resume, with new inputs only and another -o, because such a run "
		    "replaces its output");
	if (!k->settings->quiet && (k->position.by_name || k->resume))
		diag(&k->settings->voice,
		    "%s: does not say which inputs it has counted; all inputs are read from their "
		    "beginning",
		    k->file);
	return 0;
}

/* Begins without --resume: the outputs are new. */
static void
start_over(struct keep *k)
{
	const struct settings *s = k->settings;
	k->position.output = text_of(s->output);
	k->position.rejects = text_of(s->rejects);
	k->position.output_end = k->position.rejects_end = (struct out_end){ 0 };
}

static int
take_up(struct keep *k, struct run_mode *mode)
{
	const int there = load_snapshot(k);
	if (there < 0 || (there > 0 && !k->position.there && judge_unknown(k) < 0))
		return -1;
	mode->again = has_checkpoints(k) || k->resume;
	if (mode->again && check_inputs(k) < 0)
		return -1;
	k->inputs.settings = k->settings;
	k->inputs.state = k->file;
	k->inputs.how = k->resume ? INPUTS_RESUME : k->again ? INPUTS_AGAIN : INPUTS_REFUSE;
	inputs_load(&k->inputs, &k->position);
	k->surveyed = true;
	if (inputs_survey(&k->inputs) < 0)
		return -1;
	if (k->resume && outputs_find(k->settings, k->file, &k->position) < 0)
		return -1;
	if (!k->resume)
		start_over(k);
	k->position.there = true;
	mode->gate = &k->inputs.gate;
	mode->passed = k->inputs.passed;
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

/* Notes how far the run and its outputs are. */
static int
note_place(struct keep *k)
{
	inputs_note(&k->inputs, k->run->woken, &k->position);
	if (!k->run->mode.again)
		return 0;
	return run_mark(k->run, &k->position.output_end, &k->position.rejects_end);
}

/* Marks the output first, so that a snapshot is never ahead of it. */
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
	/* Saved before anything of the output is cut off, so that --resume continues this run. */
	k->position.complete = false;
	inputs_note(&k->inputs, false, &k->position);
	if (save(k) < 0) {
		r->stopped = true;
		return -1;
	}
	return run_cut(r, &k->position.output_end, &k->position.rejects_end);
}

uint64_t
keep_quota(const struct keep *k)
{
	if (k->every.events == 0)
		return UINT64_MAX;
	return k->every.events - (k->run->books.in - k->checked);
}

void
keep_settle(struct keep *k, const struct run_turn *turn)
{
	if (k->file)
		inputs_settle(&k->inputs, turn);
}

int
keep_pause(struct keep *k)
{
	if (k->file)
		inputs_lines(&k->inputs, k->run->lines);
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
	if (k->begun && !k->run->stopped)
		note_place(k);
}

/* Reports what a run without other messages would leave unsaid. */
static void
say_end(const struct keep *k)
{
	const struct inputs *in = &k->inputs;
	if (k->settings->quiet)
		return;
	if (k->resume && in->known > 0 && k->run->books.in == 0 && !k->run->torn)
		diag(&k->settings->voice, "%s: the inputs have nothing new", k->file);
	if (in->forgotten > 0)
		diag(&k->settings->voice,
		    "%s: remembers the last %d inputs; %zu of this run are forgotten and would be "
		    "counted again",
		    k->file, COUNTED_MAX, in->forgotten);
}

int
keep_close(struct keep *k, int status)
{
	if (k->begun && !k->run->stopped) {
		k->position.complete = !k->run->woken;
		if (!k->run->mode.again)
			outputs_note(k->settings, &k->position);
		if (save(k) < 0)
			status = status_worse(status, EXIT_BROKEN);
		say_end(k);
	}
	if (k->open)
		lock_drop(&k->lock);
	if (k->surveyed)
		inputs_free(&k->inputs);
	arena_free(&k->arena);
	return status;
}

void
keep_leave(struct keep *k, int status)
{
	/* A signal that came is still pending, and ends the program now. */
	if (k->begun && status != EXIT_BROKEN)
		sigprocmask(SIG_UNBLOCK, &k->signals, NULL);
}
