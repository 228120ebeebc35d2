/* SPDX-License-Identifier: MIT */
#include "cmd/replay/checkpoints.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/sha256.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/options.h"
#include "cmd/cli/progress.h"
#include "expr/lists.h"
#include "time/stamp.h"

#define DEFAULT_EVERY (INT64_C(30) * STAMP_SECOND)
#define LOOK_EVERY 1024 /* events between two looks at the clock */

/* Was --checkpoint given? */
static bool
checkpoints_given(const struct attempt *a)
{
	return a->request->checkpoint.events > 0 || a->request->checkpoint.ns > 0;
}

bool
checkpoints_output(const struct attempt *a)
{
	return checkpoints_given(a) && a->request->type == JOB_DECISION_ONLY;
}

bool
checkpoints_changes(const struct attempt *a)
{
	return checkpoints_given(a) && a->request->changes_path;
}

/* ---- what a checkpoint is of ---------------------------------------------------------------- */

/* Adds the length, too, so that no two lists of texts hash alike. */
static void
add_text(struct sha256 *s, struct text t)
{
	sha256_add(s, &t.n, sizeof(t.n));
	sha256_add(s, t.p, t.n);
}

static void
add_number(struct sha256 *s, int64_t n)
{
	sha256_add(s, &n, sizeof(n));
}

static void
add_lists(struct sha256 *s, const struct lists *lists)
{
	for (size_t i = 0; i < lists_count(lists); i++) {
		const struct list *list = lists_find(lists, lists_name(lists, i));
		add_number(s, (int64_t)list_size(list));
		for (size_t k = 0; k < list_size(list); k++)
			add_text(s, list_value(list, k));
	}
}

static void
add_documents(struct sha256 *s, const struct plan *plan, const struct rules *rules)
{
	add_text(s, plan->text);
	add_lists(s, plan->lists);
	add_text(s, rules->text);
	add_lists(s, rules->lists);
}

static void
add_file(struct sha256 *s, const struct stat *st)
{
	add_number(s, st->st_size);
	add_number(s, st->st_mtim.tv_sec);
	add_number(s, st->st_mtim.tv_nsec);
}

static void
identify(struct attempt *a, const struct replay_options *o)
{
	const struct settings *set = a->settings;
	struct sha256 s;
	struct stat labels = { 0 };
	unsigned char digest[32];
	sha256_init(&s);
	add_text(&s, TEXT(ESPER_VERSION));
	add_documents(&s, a->documents.plan, a->documents.rules);
	if (o->grid)
		add_documents(&s, o->grid->plan[BASELINE], o->grid->rules[BASELINE][BASELINE]);
	add_text(&s, o->tenant);
	add_number(&s, o->type);
	add_number(&s, o->from_ns);
	add_number(&s, o->to_ns);
	add_number(&s, o->warmup_ns);
	add_number(&s, (int64_t)set->max_line);
	add_number(&s, a->request->state_path != NULL);
	add_number(&s, a->request->explain);
	if (a->request->labels_path && stat(a->request->labels_path, &labels) == 0)
		add_file(&s, &labels);
	for (size_t i = 0; i < set->operands; i++) {
		add_text(&s, a->job.inputs[i]);
		add_file(&s, &a->identity[i]);
	}
	sha256_end(&s, digest);
	sha256_hex(digest, sizeof(digest), a->checkpoints.identity);
}

/* ---- files ---------------------------------------------------------------------------------- */

#define NAME_MAX_BYTES 48

/* The temporary file is not NAME.new, because such files belong to the holder of the tenant's
 * lock. */
static void
file_name(const struct attempt *a, const char *end, char out[NAME_MAX_BYTES])
{
	snprintf(out, NAME_MAX_BYTES, "job-%" PRIu64 ".checkpoint%s", a->job.number, end);
}

void
checkpoints_drop(struct attempt *a)
{
	char name[NAME_MAX_BYTES];
	struct err e;
	if (a->claim.fd < 0)
		return;
	file_name(a, "", name);
	file_remove(&a->claim.folder, name, &e);
	file_name(a, "~", name);
	file_remove(&a->claim.folder, name, &e);
}

static int
write_file(struct attempt *a, struct text image, struct err *e)
{
	char name[NAME_MAX_BYTES], next[NAME_MAX_BYTES];
	file_name(a, "", name);
	file_name(a, "~", next);
	if (file_make(&a->claim.folder, next, image, e) < 0)
		return -1;
	return file_rename(&a->claim.folder, next, name, e) > 0 ? 0 : -1;
}

/* Reads the checkpoint for --resume.  Returns 1, 0 if there is none, or -1 and fills *e. */
static int
read_file(struct attempt *a, struct err *e)
{
	struct checkpoints *k = &a->checkpoints;
	char name[NAME_MAX_BYTES];
	file_name(a, "", name);
	const int found = file_read(&a->claim.folder, name, &k->image, e);
	if (found <= 0)
		return found;
	if (checkpoint_read(buf_as_text(&k->image), &k->at, e) < 0)
		return -1;
	if (!text_eq(k->at.identity, (struct text){ k->identity, sizeof(k->identity) }))
		return err_set(e, "was made with other inputs, plans, rules or options");
	return 1;
}

/* ---- a run ---------------------------------------------------------------------------------- */

static int
save(struct attempt *a, struct err *e)
{
	struct checkpoints *k = &a->checkpoints;
	struct checkpoint at = { .identity = { k->identity, sizeof(k->identity) } };
	struct buf b = { 0 };
	struct out_end rejects;
	if (checkpoints_output(a) && run_mark(&a->run, &at.output, &rejects) < 0)
		return 0; /* the run is stopped, and the error was printed */
	if (checkpoints_changes(a) && out_mark(a->changes, &at.changes, e) < 0) {
		run_stop(&a->run, "%s: %s", a->request->changes_path, e->text);
		return 0;
	}
	int saved = checkpoint_put(&b, &at, a->replay, e);
	if (saved == 0)
		saved = write_file(a, buf_as_text(&b), e);
	buf_free(&b);
	return saved;
}

/* Saves a checkpoint if one is due.  If that fails, the job continues without checkpoints. */
static void
pause_here(void *context)
{
	struct attempt *a = context;
	struct checkpoints *k = &a->checkpoints;
	struct err e;
	attempt_tell(a);
	if (!k->on ||
	    (a->request->checkpoint.events == 0 &&
		progress_clock_ns() - k->saved_ns < k->every_ns) ||
	    !checkpoint_fits(a->replay))
		return;
	if (save(a, &e) < 0) {
		progress_clear(&a->run.progress);
		diag(&a->settings->voice, "%s; the job continues without checkpoints", e.text);
		k->on = false;
	}
	k->saved_ns = progress_clock_ns();
}

/* Can the output be cut back to a checkpoint?  A pipe cannot. */
static bool
is_cut_back(const char *path)
{
	struct stat st;
	return !path || stat(path, &st) < 0 || S_ISREG(st.st_mode);
}

void
checkpoints_open(struct attempt *a, struct replay_options *o)
{
	struct checkpoints *k = &a->checkpoints;
	struct err e;
	if (a->claim.fd < 0) /* no job of a store */
		return;
	const bool given = checkpoints_given(a);
	k->every_ns = given ? a->request->checkpoint.ns : DEFAULT_EVERY;
	k->on = o->twice &&
		(given || (a->request->type != JOB_DECISION_ONLY && !a->request->changes_path));
	if ((checkpoints_output(a) && !is_cut_back(a->settings->output)) ||
	    (checkpoints_changes(a) && !is_cut_back(a->request->changes_path)))
		k->on = false;
	k->saved_ns = progress_clock_ns();
	o->pause = pause_here;
	o->pause_context = a;
	o->pause_every =
	    a->request->checkpoint.events > 0 ? a->request->checkpoint.events : LOOK_EVERY;
	if (k->on)
		identify(a, o);
	const int found = k->on && a->request->action == ACTION_RESUME ? read_file(a, &e) : 0;
	if (found > 0) {
		o->resume = k->at.resume;
		return;
	}
	buf_free(&k->image);
	k->at = (struct checkpoint){ 0 };
	checkpoints_drop(a);
	if (found < 0)
		diag(&a->settings->voice, "job-%" PRIu64 ".checkpoint: %s", a->job.number, e.text);
	if (a->request->action == ACTION_RESUME && !a->settings->quiet)
		diag(&a->settings->voice,
		    "job-%" PRIu64 ": there is no checkpoint to resume from; starting again from "
		    "the beginning",
		    a->job.number);
}

static void
say_place(const struct attempt *a)
{
	const struct replay_resume *resume = &a->checkpoints.at.resume;
	char at[STAMP_MAX];
	const size_t n = stamp_put(resume->after.at_ns, at);
	diag(&a->settings->voice, "job-%" PRIu64 ": resuming after %" PRIu64 " events, at %.*s",
	    a->job.number, resume->decided, (int)n, at);
}

/* For outputs that cannot be cut back to the checkpoint. */
static int
say_retry(const struct attempt *a)
{
	if (a->checkpoints.at.resume.on)
		diag(&a->settings->voice,
		    "job-%" PRIu64 " cannot be resumed; --retry runs it from the start",
		    a->job.number);
	return -1;
}

int
checkpoints_begin(struct attempt *a)
{
	struct checkpoints *k = &a->checkpoints;
	const struct out_end nothing = { 0 };
	struct err e;
	if (checkpoints_output(a) && run_cut(&a->run, &k->at.output, &nothing) < 0)
		return say_retry(a);
	if (checkpoints_changes(a) && out_cut(a->changes, &k->at.changes, &e) < 0) {
		run_stop(&a->run, "%s: %s", a->request->changes_path, e.text);
		return say_retry(a);
	}
	if (!k->at.resume.on)
		return 0;
	if (checkpoint_restore(buf_as_text(&k->image), a->replay, &a->command->arena, &e) < 0)
		return run_stop(&a->run,
		    "job-%" PRIu64 ".checkpoint: %s; --retry runs the job from the start",
		    a->job.number, e.text);
	if (!a->settings->quiet)
		say_place(a);
	buf_free(&k->image);
	return 0;
}
