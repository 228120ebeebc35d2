/* SPDX-License-Identifier: MIT */
#include "cmd/trace/asking_check.h"

#include <errno.h>
#include <unistd.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/load.h"
#include "cmd/cli/random.h"
#include "cmd/cli/stream.h"
#include "cmd/trace/partial.h"
#include "cmd/trace/replay_gates.h"

/* ---- checks --------------------------------------------------------------------------------- */

static int
check_estimate(struct command *c)
{
	const struct asking *k = &c->asking;
	if (k->temperatures.n + k->max_tokens.n + k->system_prompts.n + k->queries.n > 0)
		return options_usage(&command_program,
		    "--estimate prices recorded tokens, so only --model makes a difference");
	return -1;
}

int
asking_check(struct command *c)
{
	struct options *o = &c->settings.options;
	struct asking *k = &c->asking;
	if (o->action == ACTION_ESTIMATE)
		return check_estimate(c);
	c->replaying.implied |=
	    asking_changes(k) || c->replaying.mock_apis || c->replaying.mock_database;
	if (!c->replaying.implied && !c->replaying.replay)
		return replay_gates_check(c);
	if (o->action == ACTION_COMPARE) {
		if (c->comparing.variant_key)
			return options_usage(&command_program,
			    "--variant-key compares recordings; a replay is compared with its own "
			    "by --compare");
		if (c->comparing.rates.n > 0)
			return options_usage(
			    &command_program, "--metric compares recordings, not replays");
		k->compare = true;
		o->action = ACTION_TIMELINE;
	}
	if (asking_cells(k) > 1 && (o->action != ACTION_TIMELINE || c->html.path || c->expect_file))
		return options_usage(&command_program,
		    "several values make a grid of replays, of which only the results can be "
		    "shown; give one value");
	return replay_gates_check(c);
}

/* ---- files ---------------------------------------------------------------------------------- */

/* A run that was killed leaves FILE.partial in place of the FILE that it was to write. */
static void
take_partial(struct command *c)
{
	struct asking *k = &c->asking;
	struct buf path = { 0 };
	if (stream_is_standard(k->resume) || access(k->resume, F_OK) == 0 || errno != ENOENT)
		return;
	buf_text(&path, text_of(k->resume));
	BUF_LIT(&path, PARTIAL_SUFFIX);
	buf_char(&path, '\0');
	if (access(path.p, F_OK) == 0) {
		diag(&c->settings.voice, "%s is not there; %s is read", k->resume, path.p);
		k->resume = arena_text(&k->arena, buf_as_text(&path)).p;
	}
	buf_free(&path);
}

static int
load_paid(struct command *c)
{
	struct asking *k = &c->asking;
	struct err e;
	if (!k->resume)
		return 0;
	take_partial(c);
	const struct text text = load_file(&k->arena, k->resume, PROGRAM, &e);
	k->paid = rerun_paid_new(random_key());
	if (text.p && rerun_paid_add(k->paid, text, &e) == 0)
		return 0;
	load_complain(&c->settings.voice, k->resume, text, &e);
	return -1;
}

int
asking_load(struct command *c)
{
	struct asking *k = &c->asking;
	const struct voice *voice = &c->settings.voice;
	struct errs all = { 0 };
	struct err e;
	struct text text = prices_shipped();
	if (k->prices_file)
		text = load_file(&k->arena, k->prices_file, PROGRAM, &e);
	if (!text.p) {
		load_complain(voice, k->prices_file, text, &e);
		return -1;
	}
	k->prices = prices_load(&k->arena, text, &all);
	if (k->prices)
		return load_paid(c);
	load_complain_all(voice, k->prices_file ? k->prices_file : "prices.json", text, &all);
	return -1;
}
