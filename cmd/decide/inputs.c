/* SPDX-License-Identifier: MIT */
#include "cmd/decide/inputs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/stream.h"
#include "cmd/decide/lost.h"
#include "cmd/decide/twice.h"

/* What the survey found about an operand. */
struct inputs_operand {
	size_t
	    goes_on; /* the entry that it, and no earlier operand, continues; or INPUTS_NOWHERE */
};

static int enter(void *context, size_t operand, struct in *in, struct source_place *from,
    struct fingerprint *fingerprint, struct err *e);

void
inputs_load(struct inputs *in, const struct position *p)
{
	in->at = INPUTS_NOWHERE;
	in->fingerprint = mem_alloc(sizeof(*in->fingerprint));
	in->gate = (struct source_gate){ .context = in, .enter = enter };
	in->operand = mem_zalloc(in->settings->operands + 1, sizeof(*in->operand));
	for (size_t i = 0; i < in->settings->operands; i++)
		in->operand[i].goes_on = INPUTS_NOWHERE;
	counted_load(&in->list, p);
	if (in->how == INPUTS_RESUME)
		return;
	for (size_t i = 0; i < in->list.n; i++)
		in->list.entry[i].unfinished = false;
}

void
inputs_free(struct inputs *in)
{
	in_close(in->gate.standard);
	counted_free(&in->list);
	free(in->operand);
	free(in->fingerprint);
	free(in->counted);
}

/* ---- the survey ----------------------------------------------------------------------------- */

static int
refuse(const struct inputs *in, const char *file)
{
	diag(&in->settings->voice, "%s: its events are already in %s; %s--again counts them twice",
	    file, in->state, stream_is_standard(file) ? "" : "--resume skips what was read, ");
	return -1;
}

static int
complain_of_cut(const struct inputs *in, const char *file)
{
	diag(&in->settings->voice,
	    "%s: was shortened: it begins like an input that %s has counted, but ends before the "
	    "counted part does; nothing was done.  Restore the whole file, or leave it out",
	    file, in->state);
	return -1;
}

static int
complain_of_damage(const struct inputs *in, const char *file, const struct err *e)
{
	diag(&in->settings->voice,
	    "%s: begins like an input that %s has counted, but cannot be read to the end of the "
	    "counted part: %s; nothing was done.  Repair the file, or leave it out",
	    file, in->state, e->text);
	return -1;
}

static void
say_alike(const struct inputs *in, const char *file)
{
	if (!in->settings->quiet)
		diag(&in->settings->voice,
		    "%s: begins like an input that %s has counted, but differs further on; it is "
		    "read from its beginning",
		    file, in->state);
}

/* Notes how much of the input will not be read. */
static void
note_known(struct inputs *in, size_t number, const struct in *input, enum counted_answer answer)
{
	in->known++;
	if (answer == COUNTED_WHOLE)
		in->passed += in_size(input);
	else if (!in_is_zstd(input))
		in->passed += in->list.entry[number].is.bytes;
}

static int
judge(struct inputs *in, size_t operand, struct in *input)
{
	const char *file = in->settings->operand[operand];
	size_t number;
	struct err e;
	const enum counted_answer answer =
	    counted_find(&in->list, input, in->fingerprint, &number, &e);
	switch (answer) {
	case COUNTED_NONE:
	case COUNTED_EMPTY: return 0;
	case COUNTED_ALIKE: say_alike(in, file); return 0;
	case COUNTED_CUT:
		return in->how == INPUTS_REFUSE ? refuse(in, file) : complain_of_cut(in, file);
	case COUNTED_BROKEN: return complain_of_damage(in, file, &e);
	case COUNTED_WHOLE:
	case COUNTED_MORE: break;
	}
	if (in->how == INPUTS_REFUSE)
		return refuse(in, file);
	note_known(in, number, input, answer);
	in->list.entry[number].whole |= answer == COUNTED_WHOLE;
	if (in->list.entry[number].operands++ == 0)
		in->operand[operand].goes_on = number;
	return 0;
}

/* Skips inputs that cannot be opened, which the run reports, and pipes, which are checked when
 * their turn comes. */
static int
survey_operand(struct inputs *in, size_t operand)
{
	const struct settings *s = in->settings;
	struct in *input = counted_open(s->operand[operand], s->max_window);
	const int result = input ? judge(in, operand, input) : 0;
	in_close(input);
	return result;
}

static bool
reads_standard(const struct settings *s)
{
	for (size_t i = 0; i < s->operands; i++)
		if (stream_is_standard(s->operand[i]))
			return true;
	return s->operands == 0;
}

/* Checks standard input before anything is written, but only if the state has counted inputs. */
static int
survey_standard(struct inputs *in)
{
	struct err e;
	if (in->list.n == 0 || !reads_standard(in->settings))
		return 0;
	in->gate.standard = in_open(NULL, &e);
	if (in->gate.standard)
		in_allow_window(in->gate.standard, in->settings->max_window);
	if (in->gate.standard && counted_begins(&in->list, in->gate.standard))
		return refuse(in, "-");
	return 0;
}

/*
 * A log rotated by copytruncate is copied and then emptied.  If the log was read after it was
 * copied, the entry of the log is gone, but the copy is a shorter entry.  Nothing is missing: all
 * that was read of the log was counted.
 */
static bool
has_copy(const struct inputs *in, size_t number)
{
	if (in->list.entry[number].is.due != DUE_LAST)
		return false;
	for (size_t i = 0; i < in->list.n; i++)
		if (in->list.entry[i].whole && counted_is_part(&in->list, i, number))
			return true;
	return false;
}

/* Checks that for each unfinished entry an operand continues it. */
static int
survey_due(struct inputs *in)
{
	int result = 0;
	for (size_t i = 0; i < in->list.n; i++) {
		struct counted_entry *e = &in->list.entry[i];
		if (!e->unfinished || e->operands > 0)
			continue;
		if (has_copy(in, i)) {
			e->unfinished = false;
			continue;
		}
		lost_complain(&in->list, i, in->settings, in->state);
		result = -1;
	}
	return result;
}

int
inputs_survey(struct inputs *in)
{
	const struct settings *s = in->settings;
	if (in->how == INPUTS_AGAIN)
		return 0;
	for (size_t i = 0; in->list.n > 0 && i < s->operands; i++)
		if (survey_operand(in, i) < 0)
			return -1;
	if (in->how == INPUTS_RESUME)
		return survey_due(in);
	return twice_check(s) < 0 ? -1 : survey_standard(in);
}

/* ---- the run -------------------------------------------------------------------------------- */

static struct text
name_of(const struct inputs *in, size_t operand)
{
	const char *name = in->settings->operands > 0 ? in->settings->operand[operand] : NULL;
	return stream_is_standard(name) ? TEXT_ABSENT : text_of(name);
}

static void
note_place(struct inputs *in)
{
	if (!in->reading || in->fingerprint->n == 0)
		return;
	counted_note(&in->list, in->at, in->fingerprint, in->lines);
	if (!in->list.entry[in->at].unfinished)
		counted_finish(&in->list, in->at);
}

/* Makes an input the current one.  The one before it must have been noted. */
static void
turn_to(struct inputs *in, size_t number, bool reading, const struct fingerprint *fingerprint,
    uint64_t lines)
{
	in->at = number;
	in->reading = reading;
	in->lines = lines;
	*in->fingerprint = *fingerprint;
}

static int
begin_new(
    struct inputs *in, size_t operand, const struct in *input, struct fingerprint *fingerprint)
{
	const size_t number = counted_add(&in->list, name_of(in, operand));
	in->list.entry[number].pipe = !name_of(in, operand).p || !in_is_regular(input);
	fingerprint_init(fingerprint);
	turn_to(in, number, true, fingerprint, 0);
	return 1;
}

/* Continues an entry.  If other operands may also begin with it, it is kept as it is and a new
 * entry is added. */
static int
go_on(struct inputs *in, size_t operand, size_t number, const struct fingerprint *fingerprint,
    struct source_place *from)
{
	const struct counted_entry *old = &in->list.entry[number];
	const bool shared = old->operands > 1 || old->touched || old->is.gone_on;
	*from = (struct source_place){ old->is.bytes, old->is.lines };
	counted_see(&in->list, number);
	if (shared) {
		in->list.entry[number].unfinished = false;
		in->list.entry[number].is.gone_on = true;
		number = counted_add(&in->list, name_of(in, operand));
		counted_note(&in->list, number, fingerprint, from->lines);
	}
	in->list.entry[number].unfinished = true;
	in->list.entry[number].is.name = name_of(in, operand);
	turn_to(in, number, true, fingerprint, from->lines);
	return 1;
}

static int
pass(struct inputs *in, size_t operand, size_t number, const struct fingerprint *fingerprint)
{
	counted_see(&in->list, number);
	in->list.entry[number].unfinished = false;
	in->list.entry[number].is.name = name_of(in, operand);
	turn_to(in, number, false, fingerprint, in->list.entry[number].is.lines);
	return 0;
}

/* Was the file replaced, for example rotated, since the survey? */
static bool
has_changed(const struct inputs *in, size_t operand)
{
	const size_t number = in->operand[operand].goes_on;
	return number != INPUTS_NOWHERE && !in->list.entry[number].touched;
}

static int
enter_known(struct inputs *in, size_t operand, struct in *input, struct source_place *from,
    struct fingerprint *fingerprint, struct err *e)
{
	struct err why;
	size_t number = INPUTS_NOWHERE;
	const enum counted_answer answer =
	    counted_find(&in->list, input, fingerprint, &number, &why);
	if (number != in->operand[operand].goes_on && has_changed(in, operand))
		return err_set(e, "was replaced during the run; run the command again");
	switch (answer) {
	case COUNTED_EMPTY: return 0;
	case COUNTED_NONE:
	case COUNTED_ALIKE: return begin_new(in, operand, input, fingerprint);
	case COUNTED_WHOLE: return pass(in, operand, number, fingerprint);
	case COUNTED_MORE: return go_on(in, operand, number, fingerprint, from);
	case COUNTED_CUT:
		return err_set(e,
		    "was shortened: it begins like an input that %s has counted, but ends before "
		    "the counted part does",
		    in->state);
	case COUNTED_BROKEN: break;
	}
	return err_set(e,
	    "begins like an input that %s has counted, but cannot be read to the end of the "
	    "counted part: %s",
	    in->state, why.text);
}

static int
enter(void *context, size_t operand, struct in *input, struct source_place *from,
    struct fingerprint *fingerprint, struct err *e)
{
	struct inputs *in = context;
	struct text head;
	note_place(in);
	if (in->how == INPUTS_RESUME)
		return enter_known(in, operand, input, from, fingerprint, e);
	if (in_is_regular(input) && in_peek(input, 1, &head, NULL) == 0 && head.n == 0)
		return 0;
	if (in->how == INPUTS_REFUSE && !in_is_regular(input) && name_of(in, operand).p &&
	    counted_begins(&in->list, input))
		return err_set(
		    e, "its events are already in %s; --again counts them twice", in->state);
	return begin_new(in, operand, input, fingerprint);
}

void
inputs_settle(struct inputs *in, const struct run_turn *turn)
{
	static const char bom[] = { '\xef', '\xbb', '\xbf' };
	const struct source_item *item = turn->item;
	if (item->broken || !in->reading)
		return;
	if (item->bom && in->fingerprint->n == 0)
		fingerprint_add(in->fingerprint, bom, sizeof(bom));
	if (item->block.fingerprint)
		*in->fingerprint = *item->block.fingerprint;
	else if (item->block.p)
		fingerprint_add(in->fingerprint, item->block.p, item->block.n);
	if (item->ends)
		in->list.entry[in->at].unfinished = false;
}

void
inputs_lines(struct inputs *in, uint64_t lines)
{
	in->lines = lines;
}

void
inputs_note(struct inputs *in, bool woken, struct position *p)
{
	note_place(in);
	if (in->reading && in->list.entry[in->at].pipe && woken)
		in->list.entry[in->at].unfinished = true;
	free(in->counted);
	in->counted = counted_save(&in->list, &p->ncounted, &in->forgotten);
	p->counted = in->counted;
}
