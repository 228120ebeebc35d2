/* SPDX-License-Identifier: MIT */
#include "replay/compare.h"

#include <stdlib.h>

#include "base/lookup.h"
#include "base/mem.h"

#define HALVES_SHARE 4 /* waiting halves may take 1/HALVES_SHARE of the memory */

/* Returns whether a rule of either side looks at the field. */
static bool
is_wanted(const struct replay_grid *g, struct text name)
{
	return fields_find(&g->rules[CANDIDATE][CANDIDATE]->fields, name) != FIELD_UNKNOWN ||
	       fields_find(&g->rules[CANDIDATE][BASELINE]->fields, name) != FIELD_UNKNOWN;
}

/* Adds the fields of a plan that rules look at, or those that they do not look at. */
static void
add_fields(struct compare *c, enum side side, bool wanted)
{
	const struct plan *other = c->grid.plan[!side];
	const struct fields *fields = &c->grid.plan[side]->fields;
	for (size_t i = 0; i < fields->n; i++) {
		const size_t there = fields_find(&other->fields, fields->name[i]);
		if (is_wanted(&c->grid, fields->name[i]) != wanted)
			continue;
		if (side == BASELINE && there != FIELD_UNKNOWN)
			continue;
		struct name_pair *p = &c->field[c->fields++];
		p->name = fields->name[i];
		p->number[side] = i;
		p->number[!side] = there;
	}
}

static void
pair_fields(struct compare *c)
{
	const struct replay_grid *g = &c->grid;
	c->field =
	    mem_zalloc(g->plan[BASELINE]->count + g->plan[CANDIDATE]->count + 1, sizeof(*c->field));
	add_fields(c, CANDIDATE, true);
	add_fields(c, BASELINE, true);
	c->wanted = c->fields;
	add_fields(c, CANDIDATE, false);
	add_fields(c, BASELINE, false);
}

static struct lookup
rules_by_id(const struct rules *r)
{
	struct lookup l = { 0 };
	for (size_t i = 0; i < r->count; i++)
		lookup_put(&l, r->rule[i].rule_id, i);
	return l;
}

static void
pair_rules(struct compare *c)
{
	const struct rules *before = c->grid.rules[BASELINE][BASELINE];
	const struct rules *after = c->grid.rules[CANDIDATE][CANDIDATE];
	struct lookup baseline = rules_by_id(before), candidate = rules_by_id(after);
	c->rule = mem_zalloc(before->count + after->count + 1, sizeof(*c->rule));
	c->rule_of[BASELINE] = mem_zalloc(before->count + 1, sizeof(size_t));
	c->rule_of[CANDIDATE] = mem_zalloc(after->count + 1, sizeof(size_t));
	for (size_t i = 0; i < after->count; i++) {
		const struct rule *now = &after->rule[i];
		const size_t there = lookup_find(&baseline, now->rule_id);
		const struct rule *was = there == FIELD_UNKNOWN ? NULL : &before->rule[there];
		c->rule_of[CANDIDATE][i] = c->rules;
		if (was)
			c->rule_of[BASELINE][there] = c->rules;
		c->rule[c->rules++] = (struct rule_pair){ { now->rule_id, { there, i } },
			was && (was->outcome != now->outcome || was->shadow != now->shadow ||
				   was->final != now->final) };
	}
	for (size_t i = 0; i < before->count; i++) {
		if (lookup_find(&candidate, before->rule[i].rule_id) != LOOKUP_NONE)
			continue;
		c->rule_of[BASELINE][i] = c->rules;
		c->rule[c->rules++] =
		    (struct rule_pair){ { before->rule[i].rule_id, { i, FIELD_UNKNOWN } }, false };
	}
	lookup_free(&baseline);
	lookup_free(&candidate);
	c->mark = mem_zalloc(c->rules + 1, sizeof(*c->mark));
	for (unsigned side = 0; side < SIDES; side++)
		c->match[side] = mem_zalloc(c->rules + 1, sizeof(size_t));
}

struct compare_keep
compare_keep(const struct replay_options *o)
{
	const bool snapshots =
	    !o->asked || o->begun || o->resume.on || o->pause_every > 0 || o->slice;
	return (struct compare_keep){ o->asked, snapshots, o->explain };
}

struct decider *
compare_decider(const struct rules *rules, struct compare_keep keep, struct siphash_key key)
{
	struct decider *d = decider_new(rules, key);
	if (keep.asked) {
		state_keep_asked(decider_state(d));
		state_in_order(decider_state(d));
	}
	if (!keep.snapshots)
		state_never_saved(decider_state(d));
	if (keep.explain)
		decider_explain(d, EXPLAIN_JSON);
	return d;
}

/* The decider of a judge.  The crossings' evidence is never shown. */
static struct decider *
judge_decider(const struct compare *c, enum side encoding, enum side set, struct siphash_key key)
{
	struct compare_keep keep = c->keep;
	keep.explain &= encoding == set;
	return compare_decider(c->judge[encoding][set].rules, keep, key);
}

static void
judge_new(struct compare *c, enum side encoding, enum side set, struct siphash_key key)
{
	struct judge *j = &c->judge[encoding][set];
	if (encoding != set && !(c->plans_differ && c->rules_differ))
		return;
	j->rules = c->grid.rules[encoding][set];
	j->decider = judge_decider(c, encoding, set, key);
	j->field = mem_zalloc(j->rules->fields.n + 1, sizeof(*j->field));
	j->value = mem_zalloc(j->rules->fields.n + 1, sizeof(*j->value));
	struct lookup wanted = { 0 };
	for (size_t k = 0; k < c->wanted; k++)
		lookup_put(&wanted, c->field[k].name, k);
	for (size_t i = 0; i < j->rules->fields.n; i++)
		j->field[i] = lookup_find(&wanted, j->rules->fields.name[i]);
	lookup_free(&wanted);
}

struct compare *
compare_new(
    const struct replay_options *o, struct siphash_key key, const struct history_options *held)
{
	const struct replay_grid *grid = o->grid;
	struct compare *c = mem_zalloc(1, sizeof(*c));
	c->grid = *grid;
	c->keep = compare_keep(o);
	c->plans_differ = grid->plan[BASELINE] != grid->plan[CANDIDATE];
	c->rules_differ = grid->rules[CANDIDATE][BASELINE] != grid->rules[CANDIDATE][CANDIDATE];
	pair_fields(c);
	pair_rules(c);
	for (unsigned encoding = 0; encoding < SIDES; encoding++)
		for (unsigned set = 0; set < SIDES; set++)
			judge_new(c, (enum side)encoding, (enum side)set, key);
	c->warnings = mem_zalloc(grid->plan[BASELINE]->count + 1, sizeof(*c->warnings));
	field_tally_new(&c->tally, c->fields);
	history_init(&c->halves, &(struct history_options){ .budget = held->budget / HALVES_SHARE,
				     .folder = held->folder });
	for (unsigned half = 0; half < 2; half++)
		pair_new(&c->pair[half], c->wanted);
	return c;
}

void
compare_restart(struct compare *c, struct siphash_key key)
{
	for (unsigned encoding = 0; encoding < SIDES; encoding++)
		for (unsigned set = 0; set < SIDES; set++) {
			struct judge *j = &c->judge[encoding][set];
			if (!j->decider)
				continue;
			decider_free(j->decider);
			j->decider = judge_decider(c, (enum side)encoding, (enum side)set, key);
		}
}

struct state *
compare_state(struct compare *c, size_t i)
{
	for (unsigned encoding = 0; encoding < SIDES; encoding++)
		for (unsigned set = 0; set < SIDES; set++)
			if (c->judge[encoding][set].decider && i-- == 0)
				return decider_state(c->judge[encoding][set].decider);
	return NULL;
}

static void
judge_end(struct judge *j)
{
	decider_free(j->decider);
	free(j->field);
	free(j->value);
}

void
compare_free(struct compare *c)
{
	if (!c)
		return;
	for (unsigned side = 0; side < SIDES; side++) {
		judge_end(&c->judge[side][BASELINE]);
		judge_end(&c->judge[side][CANDIDATE]);
		pair_end(&c->pair[side]);
		free(c->rule_of[side]);
		free(c->match[side]);
	}
	field_tally_end(&c->tally);
	history_free(&c->halves);
	history_part_free(&c->waiting);
	buf_free(&c->line);
	buf_free(&c->half);
	free(c->field);
	free(c->rule);
	free(c->warnings);
	free(c->mark);
	free(c);
}
