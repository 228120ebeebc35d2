/* SPDX-License-Identifier: MIT */
#include "replay/early.h"

#include <string.h>

/* Was it decided before the replay was stopped?  Where all of them have come, and they are not
 * those that were, one of them has come late. */
static bool
is_passed(struct replay *r, const struct history_key *key)
{
	const struct replay_resume *resume = &r->options.resume;
	if (!resume->on)
		return false;
	if (!history_is_behind(key, &resume->after)) {
		r->passed++;
		return true;
	}
	if (r->passed != resume->decided)
		early_forget(r);
	return false;
}

void
early_decide(struct replay *r, const struct history_part *part, uint64_t lines_before)
{
	struct err e;
	if (r->compare && r->compare->split > 0) /* its halves come at other times */
		early_forget(r);
	for (size_t i = 0; i < part->n && r->early; i++) {
		struct history_key key = history_entry_key(&part->entry[i]);
		key.line += lines_before;
		if (i == 0 && r->begun && !history_is_behind(&key, &r->newest)) {
			early_forget(r);
			return;
		}
		r->begun = true;
		r->newest = key;
		if (!is_passed(r, &key) && r->early)
			replay_decide(r, &key, history_part_record(part, i), NULL, NULL, &e);
	}
}

void
early_forget(struct replay *r)
{
	struct replay_counts *counts = &r->counts;
	if (!r->early)
		return;
	r->early = false;
	if (r->compare)
		compare_restart(r->compare, r->key);
	decider_free(r->decider);
	r->decider = compare_decider(r->rules, r->options.asked, r->key);
	counts->skipped -= r->tally.n.warmup;
	counts->processed = counts->duplicate = 0;
	r->decided = 0;
	memset(counts->decisions, 0, sizeof(counts->decisions));
	const size_t rules = r->tally.rules;
	tally_end(&r->tally);
	tally_new(&r->tally, rules);
}
