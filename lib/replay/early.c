/* SPDX-License-Identifier: MIT */
#include "replay/early.h"

#include <string.h>

void
early_decide(struct replay *r, const struct history_part *part, uint64_t lines_before)
{
	struct err e;
	if (r->compare && r->compare->split > 0) { /* its halves come at other times */
		early_forget(r);
		return;
	}
	for (size_t i = 0; i < part->n; i++) {
		struct history_key key = history_entry_key(&part->entry[i]);
		key.line += lines_before;
		if (i == 0 && r->begun && !history_is_behind(&key, &r->past)) {
			early_forget(r);
			return;
		}
		replay_decide(r, &key, history_part_record(part, i), NULL, NULL, &e);
		r->begun = true;
		r->past = key;
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
	r->decider = decider_new(r->rules, r->key);
	counts->skipped -= r->tally.n.warmup;
	counts->processed = counts->duplicate = 0;
	memset(counts->decisions, 0, sizeof(counts->decisions));
	const size_t rules = r->tally.rules;
	tally_end(&r->tally);
	tally_new(&r->tally, rules);
}
