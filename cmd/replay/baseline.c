/* SPDX-License-Identifier: MIT */
#include "cmd/replay/baseline.h"

#include <string.h>

#include "cmd/cli/findings.h"
#include "cmd/cli/load.h"
#include "cmd/replay/document.h"

/* A document's text, where its list files are, and what it is called in messages. */
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

/* A rule set by one of two plans (plan_name NULL: there is but one), which both must know what it
 * compares. */
static struct rules *
load_rules(
    struct command *c, const struct given *rules, const struct plan *plan, const char *plan_name)
{
	struct errs all = { 0 };
	struct rules *r = rules_load_all(rules->text, plan, rules->folder, &all);
	if (r)
		return r;
	for (size_t i = 0; plan_name && i < all.n && i < ERRS_MAX; i++)
		err_at(&all.err[i], all.err[i].offset, "%s (by the plan %s)", all.err[i].text,
		    plan_name);
	document_complain_all(c, rules->name, rules->text, &all);
	return NULL;
}

static struct plan *
load_plan(struct command *c, const struct given *plan)
{
	struct errs all = { 0 };
	struct plan *p = plan_load_all(plan->text, plan->folder, &all);
	if (!p)
		document_complain_all(c, plan->name, plan->text, &all);
	return p;
}

/* Fills what the two sides do not have in common.  The candidate's own is there. */
static int
fill_grid(struct command *c, const struct given plan[SIDES], const struct given rules[SIDES])
{
	struct replay_grid *g = &c->documents.grid;
	struct comparands *own = &c->documents.own;
	if (!same(&plan[BASELINE], &plan[CANDIDATE])) {
		g->plan[BASELINE] = own->plan = load_plan(c, &plan[BASELINE]);
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
			g->rules[e][s] = own->rules[e][s] =
			    load_rules(c, &rules[s], g->plan[e], own->plan ? plan[e].name : NULL);
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

bool
baseline_is_given(const struct request *r)
{
	return r->baseline_plan || r->baseline_rules || r->baseline.use[STORE_ENCODING] > 0 ||
	       r->baseline.use[STORE_RULES] > 0;
}

/* The baseline's document, where there is one of its own. */
static int
find(struct command *c, enum store_kind kind, const char *path, struct given *out)
{
	struct text text;
	if (!path && c->request.baseline.use[kind] == 0)
		return 0;
	if (document_find(c, &c->request.baseline, kind, &path, &text) < 0)
		return -1;
	*out = give(&c->arena, path, text);
	return 0;
}

int
baseline_load(struct command *c)
{
	struct given plan[SIDES], rules[SIDES];
	plan[CANDIDATE] = give(&c->arena, c->documents.plan_from, c->documents.plan->text);
	rules[CANDIDATE] = give(&c->arena, c->documents.rules_from, c->documents.rules->text);
	plan[BASELINE] = plan[CANDIDATE];
	rules[BASELINE] = rules[CANDIDATE];
	c->documents.grid.plan[BASELINE] = c->documents.grid.plan[CANDIDATE] = c->documents.plan;
	c->documents.grid.rules[CANDIDATE][CANDIDATE] = c->documents.rules;
	if (find(c, STORE_ENCODING, c->request.baseline_plan, &plan[BASELINE]) < 0 ||
	    find(c, STORE_RULES, c->request.baseline_rules, &rules[BASELINE]) < 0)
		return -1;
	if (fill_grid(c, plan, rules) < 0)
		return -1;
	if (!c->settings.quiet &&
	    (c->documents.own.plan || !same(&rules[BASELINE], &rules[CANDIDATE])))
		findings_say_vain(&c->settings.voice, rules[BASELINE].name,
		    c->documents.grid.rules[BASELINE][BASELINE], c->documents.grid.plan[BASELINE],
		    c->documents.own.plan ? plan[BASELINE].name : NULL);
	return 0;
}
