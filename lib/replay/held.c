/* SPDX-License-Identifier: MIT */
#include "replay/held.h"

#include "replay/judge.h"
#include "replay/packed.h"
#include "replay/settle.h"

static int
decide_record(struct replay *r, const struct history_key *key, struct text record,
    int (*put)(void *context, struct text line), void *context)
{
	struct event ev;
	struct decision d;
	packed_get(&record, &ev, r->value, r->rules->fields.n);
	ev.observed_at_ns = key->at_ns;
	decide_event(r->decider, &ev, &d);
	const struct history_key place = replay_place_of(r, key);
	lateness_note(&r->tally.n.lateness, &place, decider_view(r->decider));
	return settle_decision(r, &ev, &d, put, context);
}

void
held_decided(struct replay *r, const struct history_key *key)
{
	r->decided++;
	r->past = *key;
	if (r->options.pause_every > 0 && r->decided % r->options.pause_every == 0)
		r->options.pause(r->options.pause_context);
}

int
held_decide(struct replay *r, const struct history_key *key, struct text record,
    int (*put)(void *context, struct text line), void *context, struct err *e)
{
	const int result = r->compare ? judge_record(r, key, record, put, context, e)
				      : decide_record(r, key, record, put, context);
	if (result == 0)
		held_decided(r, key);
	return r->options.stops_late && r->tally.n.lateness.too_late > 0 ? -1 : result;
}
