/* SPDX-License-Identifier: MIT */
#include "cmd/replay/documents.h"

#include <string.h>

#include "cmd/cli/load.h"
#include "cmd/cli/findings.h"
#include "cmd/replay/label_file.h"

/* ---- one document --------------------------------------------------------------------------- */

/* Fills *text from the file *path.  If that is NULL, takes the version that v names, or the active
 * one, and sets *path to its file.  Returns 0, or -1 after printing what is wrong. */
static int
find_text(struct command *c, const struct versions *v, enum store_kind kind, const char **path,
    struct text *text)
{
	const char *file = *path;
	struct err e;
	const int found = versions_load(v, &c->settings, kind, &c->arena, text, path, &e);
	if (found == 0)
		versions_say_none(&c->settings, kind);
	if (found == 0)
		command_note(c, "no version of %s is Active", store_kind_names[kind].p);
	if (found < 0 && file)
		command_note(c, "%s: %s", file, e.text);
	else if (found < 0 && e.text[0])
		command_note(c, "%s", e.text);
	else if (found < 0)
		command_note(c, "version %llu of %s cannot be read",
		    (unsigned long long)v->use[kind], store_kind_names[kind].p);
	return found > 0 ? 0 : -1;
}

static void
note_errors(struct command *c, const char *path, const struct errs *all)
{
	if (all->n == 1)
		command_note(c, "%s: %s", path, all->err[0].text);
	else
		command_note(c, "%s: %s (the first of %zu errors)", path, all->err[0].text, all->n);
}

static struct plan *
make_plan(struct command *c, const char *path, struct text text)
{
	struct errs all = { 0 };
	struct plan *p = load_as_plan(&c->settings.voice, &c->arena, path, text, &all);
	if (!p)
		note_errors(c, path, &all);
	return p;
}

/* The rules must load with each plan.  plan_name is NULL if there is only one. */
static struct rules *
make_rules(struct command *c, const char *path, struct text text, const struct plan *plan,
    const char *plan_name)
{
	struct errs all = { 0 };
	struct rules *r =
	    load_as_rules(&c->settings.voice, &c->arena, path, text, plan, plan_name, &all);
	if (!r)
		note_errors(c, path, &all);
	return r;
}

/* ---- the baseline --------------------------------------------------------------------------- */

/* The text of a plan or rule set, the folder of its list files, and its name in messages. */
struct given {
	struct text text;
	const char *folder, *name;
};

static struct given
give(struct arena *a, const char *path, struct text text)
{
	return (struct given){ text, load_folder(a, path), path };
}

static bool
same(const struct given *a, const struct given *b)
{
	return text_eq(a->text, b->text) && strcmp(a->folder, b->folder) == 0;
}

/* Loads what the baseline does not share with the candidate, which is loaded already. */
static int
fill_grid(struct documents *d, struct command *c, const struct given plan[SIDES],
    const struct given rules[SIDES])
{
	struct replay_grid *g = &d->grid;
	struct comparands *own = &d->own;
	if (!same(&plan[BASELINE], &plan[CANDIDATE])) {
		g->plan[BASELINE] = own->plan =
		    make_plan(c, plan[BASELINE].name, plan[BASELINE].text);
		if (!own->plan)
			return -1;
	}
	const bool rules_differ = !same(&rules[BASELINE], &rules[CANDIDATE]);
	for (unsigned e = 0; e < SIDES; e++)
		for (unsigned s = 0; s < SIDES; s++) {
			const bool first_plan = e == CANDIDATE || own->plan;
			const bool first_rules = s == CANDIDATE || rules_differ;
			if ((e == CANDIDATE && s == CANDIDATE) || !first_plan || !first_rules)
				continue;
			g->rules[e][s] = own->rules[e][s] = make_rules(c, rules[s].name,
			    rules[s].text, g->plan[e], own->plan ? plan[e].name : NULL);
			if (!own->rules[e][s])
				return -1;
		}
	for (unsigned e = 0; e < SIDES; e++)
		if (!rules_differ)
			g->rules[e][BASELINE] = g->rules[e][CANDIDATE];
	for (unsigned s = 0; s < SIDES; s++)
		if (!own->plan)
			g->rules[BASELINE][s] = g->rules[CANDIDATE][s];
	return 0;
}

/* Finds the baseline's plan or rule set, if one was named; otherwise leaves *out alone. */
static int
find_given(struct command *c, enum store_kind kind, const char *path, struct given *out)
{
	struct text text;
	if (!path && c->request.baseline.use[kind] == 0)
		return 0;
	if (find_text(c, &c->request.baseline, kind, &path, &text) < 0)
		return -1;
	*out = give(&c->arena, path, text);
	return 0;
}

/* Events of two plans can be compared only if both find the same records. */
static int
check_records(const struct documents *d, struct command *c, const struct given plan[SIDES])
{
	const char *setting = d->own.plan ? plan_differs_in_records(d->own.plan, d->plan) : NULL;
	if (!setting)
		return 0;
	command_fail(c,
	    "%s and %s cannot be compared: with another \"%s\" they may not find the same records "
	    "in the input; replay each of them without a baseline",
	    plan[BASELINE].name, plan[CANDIDATE].name, setting);
	return -1;
}

static int
load_baseline(struct documents *d, struct command *c)
{
	struct given plan[SIDES], rules[SIDES];
	plan[CANDIDATE] = give(&c->arena, d->plan_from, d->plan->text);
	rules[CANDIDATE] = give(&c->arena, d->rules_from, d->rules->text);
	plan[BASELINE] = plan[CANDIDATE];
	rules[BASELINE] = rules[CANDIDATE];
	d->grid.plan[BASELINE] = d->grid.plan[CANDIDATE] = d->plan;
	d->grid.rules[CANDIDATE][CANDIDATE] = d->rules;
	if (find_given(c, STORE_ENCODING, c->request.baseline_plan, &plan[BASELINE]) < 0 ||
	    find_given(c, STORE_RULES, c->request.baseline_rules, &rules[BASELINE]) < 0)
		return -1;
	if (fill_grid(d, c, plan, rules) < 0 || check_records(d, c, plan) < 0)
		return -1;
	d->own.plan_from = d->own.plan ? plan[BASELINE].name : NULL;
	if (d->own.plan || !same(&rules[BASELINE], &rules[CANDIDATE]))
		d->own.rules_from = rules[BASELINE].name;
	return 0;
}

/* ---- all of them ---------------------------------------------------------------------------- */

static int
load_candidate(struct documents *d, struct command *c)
{
	struct text text;
	d->plan_from = c->request.plan_path;
	d->rules_from = c->request.rules_path;
	if (find_text(c, &c->request.versions, STORE_ENCODING, &d->plan_from, &text) < 0)
		return -1;
	d->plan = make_plan(c, d->plan_from, text);
	if (!d->plan || find_text(c, &c->request.versions, STORE_RULES, &d->rules_from, &text) < 0)
		return -1;
	d->rules = make_rules(c, d->rules_from, text, d->plan, NULL);
	return d->rules ? 0 : -1;
}

int
documents_load(struct documents *d, struct command *c)
{
	if (d->rules)
		return 0;
	if (load_candidate(d, c) < 0)
		return -1;
	if (request_compares(&c->request) && load_baseline(d, c) < 0)
		return -1;
	if (!c->settings.quiet)
		documents_say(d, c);
	return c->request.labels_path ? label_file_load(c, &d->labels) : 0;
}

void
documents_say(const struct documents *d, struct command *c)
{
	const struct comparands *own = &d->own;
	if (own->rules_from)
		findings_say_vain(&c->settings.voice, own->rules_from,
		    d->grid.rules[BASELINE][BASELINE], d->grid.plan[BASELINE], own->plan_from);
	findings_say_vain(
	    &c->settings.voice, d->rules_from, d->rules, d->plan, own->plan ? d->plan_from : NULL);
}

void
documents_free(struct documents *d)
{
	labels_free(d->labels);
	for (unsigned e = 0; e < SIDES; e++)
		for (unsigned s = 0; s < SIDES; s++)
			rules_free(d->own.rules[e][s]);
	plan_free(d->own.plan);
	rules_free(d->rules);
	plan_free(d->plan);
}
