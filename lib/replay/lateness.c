/* SPDX-License-Identifier: MIT */
#include "replay/lateness.h"

static void
add(struct lateness_place *place, uint64_t *count, const struct history_key *key,
    int64_t watermark_ns, int64_t at_ns)
{
	if (*count < LATENESS_NAMED)
		place[*count] =
		    (struct lateness_place){ key->input, key->line, watermark_ns, at_ns };
	++*count;
}

void
lateness_note(struct lateness *l, const struct history_key *key, const struct state_view *v)
{
	if (v->too_late)
		add(l->late, &l->too_late, key, v->watermark_ns, key->at_ns);
	else if (v->jumped)
		add(l->jump, &l->jumps, key, v->watermark_ns, v->next_watermark_ns);
}
