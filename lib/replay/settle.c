/* SPDX-License-Identifier: MIT */
#include "replay/settle.h"

#include "base/mem.h"
#include "event/decision.h"

/* Finds the rules with these ids, which usually come in order of evaluation.  Unknown ids are
 * ignored, because the first event of a duplicate may have been decided by other rules. */
static size_t
find_matches(
    const struct rules *rules, const struct text *id, size_t count, size_t *match, size_t room)
{
	size_t next = 0, n = 0;
	for (size_t k = 0; k < count && n < room; k++)
		for (size_t tries = 0; tries < rules->count; tries++) {
			const size_t i = (next + tries) % rules->count;
			if (!text_eq(rules->rule[i].rule_id, id[k]))
				continue;
			match[n++] = i;
			next = i + 1;
			break;
		}
	return n;
}

size_t
settle_matches(const struct rules *rules, const struct verdict *v, size_t *match)
{
	const size_t n = find_matches(rules, v->matched, v->nmatched, match, rules->count);
	return n + find_matches(rules, v->shadow, v->nshadow, match + n, rules->count - n);
}

/* Counts that a rule decided.  It is among the matches, if the rule set has it. */
static void
tally_decided(struct replay *r, struct text decided_by, size_t matches)
{
	for (size_t i = 0; i < matches; i++)
		if (text_eq(r->rules->rule[r->match[i]].rule_id, decided_by)) {
			r->tally.rule[r->match[i]].decided++;
			return;
		}
}

static void
tally(struct replay *r, const struct event *ev, const struct decision *d)
{
	const struct verdict *v = d->verdict;
	const size_t matches = settle_matches(r->rules, v, r->match);
	r->counts.processed++;
	r->counts.duplicate += d->duplicate;
	r->counts.id_conflict += d->id_conflict;
	r->counts.decisions[v->outcome]++;
	tally_decision(&r->tally, ev->observed_at_ns, v->outcome);
	for (size_t i = 0; i < matches; i++)
		r->tally.rule[r->match[i]].matched[CANDIDATE]++;
	top_note(r->top, ev, r->match, matches);
	if (v->decided_by.p)
		tally_decided(r, v->decided_by, matches);
	if (r->options.labels)
		tally_label(&r->tally, CANDIDATE, labels_find(r->options.labels, ev->event_id.text),
		    v->outcome, r->match, matches);
}

int
settle_decision(struct replay *r, const struct event *ev, const struct decision *d,
    int (*put)(void *context, struct text line), void *context)
{
	if (replay_is_warmup(r, ev->observed_at_ns)) {
		r->counts.skipped++;
		r->tally.n.warmup++;
		return 0;
	}
	tally(r, ev, d);
	if (r->options.type != JOB_DECISION_ONLY)
		return 0;
	struct buf *b = put ? &r->line : ready_open(&r->ready);
	r->line.n = 0;
	event_put_decision(b, ev, &r->plan->schema, r->rules->document.version, d);
	return put ? put(context, buf_as_text(b)) : 0;
}
