/* SPDX-License-Identifier: MIT */
#include "replay/early.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "replay/held.h"
#include "replay/packed.h"
#include "replay/settle.h"

bool
early_may_be(const struct replay_options *o)
{
	if (o->begun || o->slice || (o->resume.on && !o->resume.early))
		return false;
	return o->type != JOB_DECISION_ONLY ||
	       (!o->resume.on && !o->grid && o->pause_every == 0 && !o->stops_late);
}

/*
 * If the inputs can be read again, the other half of the budget is for the second reading.  A
 * single input that has been in order for long usually stays so.
 */
bool
early_is_full(const struct replay *r)
{
	enum { LONG = 4 << 20 };
	const bool alone = r->options.twice && r->options.alone;
	if (alone && r->history.held > LONG)
		return true;
	return history_is_full(&r->history, r->options.twice ? 2 : 1);
}

bool
early_holds_too_much(const struct replay *r)
{
	const size_t budget = r->history.options.budget, ready = r->ready.bytes;
	if (r->ready.early.put) /* they do not wait */
		return false;
	return ready > 0 && (ready > budget || r->history.held > budget - ready);
}

/* Returns whether the event was decided before the replay was stopped.  If a different number of
 * events comes before that point now, an event has come late. */
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
early_check_order(struct replay *r, const struct history_part *part, uint64_t before)
{
	struct history_key first = history_entry_key(&part->entry[0]);
	first.line += before;
	const bool halves =
	    r->compare && r->compare->split > 0; /* halves come at other times than their lines */
	if (halves || (r->begun && !history_is_behind(&first, &r->newest))) {
		early_forget(r);
		return;
	}
	r->newest = history_entry_key(&part->entry[part->n - 1]);
	r->newest.line += before;
	r->begun = true;
}

/* Records are decided in batches, so that what one record brings into the processor's caches serves
 * the next.  With a small budget, the decisions of a batch must not exceed it. */
static size_t
batch(const struct replay *r)
{
	enum { MOST = 1024, BYTES = 4096 };
	const size_t n = r->history.options.budget / BYTES;
	return n < MOST ? n : MOST;
}

void
early_defer(struct replay *r, size_t n)
{
	const struct history_part *part = &r->history.last->part;
	r->stretch = mem_grow(r->stretch, &r->stretch_cap, r->stretches + 1, sizeof(*r->stretch));
	r->stretch[r->stretches++] = (struct replay_stretch){ part, part->n - n, part->n };
	r->deferred += n;
	if (r->deferred >= batch(r))
		early_decide(r);
}

static struct history_key
key_of(const struct replay_stretch *s, size_t i)
{
	return history_entry_key(&s->part->entry[i]);
}

/* Decides several records together, so that their waits for memory overlap. */
static void
decide_some(struct replay *r, const struct replay_stretch *s, size_t from, size_t n)
{
	struct event ev[DECIDE_AHEAD];
	const size_t fields = r->rules->fields.n;
	for (size_t i = 0; i < n; i++) {
		struct text record = history_part_record(s->part, from + i);
		packed_get(&record, &ev[i], r->ahead + i * fields, fields);
		ev[i].observed_at_ns = s->part->entry[from + i].at_ns;
	}
	decide_expect(r->decider, ev, n);
	for (size_t i = 0; i < n; i++) {
		const struct history_key key = key_of(s, from + i);
		struct decision d;
		decide_event(r->decider, &ev[i], &d);
		const struct history_key place = replay_place_of(r, &key);
		lateness_note(&r->tally.n.lateness, &place, decider_view(r->decider));
		settle_decision(r, &ev[i], &d, NULL, NULL);
		held_decided(r, &key);
	}
}

static void
decide_stretch(struct replay *r, const struct replay_stretch *s)
{
	struct err e;
	size_t i = s->from, n;
	for (; i < s->to; i++) {
		const struct history_key key = key_of(s, i);
		if (!is_passed(r, &key))
			break;
	}
	for (; r->early && i < s->to; i += n) {
		const struct history_key key = key_of(s, i);
		n = r->compare ? 1 : s->to - i < DECIDE_AHEAD ? s->to - i : DECIDE_AHEAD;
		if (r->compare)
			held_decide(r, &key, history_part_record(s->part, i), NULL, NULL, &e);
		else
			decide_some(r, s, i, n);
	}
}

void
early_decide(struct replay *r)
{
	for (size_t i = 0; r->early && i < r->stretches; i++)
		decide_stretch(r, &r->stretch[i]);
	r->stretches = r->deferred = 0;
	if (r->early && r->surveying)
		history_clear(&r->history);
}

void
early_free(struct replay *r)
{
	free(r->stretch);
	free(r->ahead);
	ready_free(&r->ready);
}

void
early_forget(struct replay *r)
{
	struct replay_counts *counts = &r->counts;
	if (!r->early)
		return;
	r->early = false;
	ready_forget(&r->ready);
	if (r->compare)
		compare_restart(r->compare, r->key);
	decider_free(r->decider);
	r->decider = compare_decider(r->rules, compare_keep(&r->options), r->key);
	r->stretches = r->deferred = 0;
	if (r->surveying)
		history_drop(&r->history);
	counts->skipped -= r->tally.n.warmup;
	counts->processed = counts->duplicate = counts->id_conflict = 0;
	r->decided = 0;
	memset(counts->decisions, 0, sizeof(counts->decisions));
	const size_t rules = r->tally.rules;
	tally_end(&r->tally);
	tally_new(&r->tally, rules);
	top_free(r->top);
	r->top = replay_top(r);
}
