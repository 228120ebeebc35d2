/* SPDX-License-Identifier: MIT */
#include "replay/judge.h"

#include <assert.h>

#include "replay/change.h"
#include "replay/pack.h"
#include "replay/settle.h"

/* A record of the second history is either a change, ready to be written, or a half. */
enum { KEPT_CHANGE, KEPT_HALF };

#define WAITING_MOST ((size_t)256 << 10) /* bytes */

static const struct rules *
rules_of(const struct compare *c, enum side side)
{
	return c->grid.rules[side][side];
}

/* Counts each rule with a different result.  Returns the first of them, from 1, or 0. */
static size_t
tally_rules(struct compare *c, struct tally *t, const struct change *what)
{
	size_t first = 0;
	for (unsigned side = 0; side < SIDES; side++)
		for (size_t i = 0; i < what->side[side].matches; i++)
			c->mark[what->side[side].match[i]] |= (uint8_t)(1u << side);
	for (unsigned side = 0; side < SIDES; side++)
		for (size_t i = 0; i < what->side[side].matches; i++) {
			const size_t rule = what->side[side].match[i];
			const bool alone = c->mark[rule] == 1u << side;
			if (side == BASELINE)
				t->rule[rule].matched[BASELINE]++;
			if (alone && side == BASELINE)
				t->rule[rule].lost++;
			else if (alone)
				t->rule[rule].gained++;
			if ((alone || c->rule[rule].altered) && (!first || rule < first - 1))
				first = rule + 1;
		}
	for (unsigned side = 0; side < SIDES; side++)
		for (size_t i = 0; i < what->side[side].matches; i++)
			c->mark[what->side[side].match[i]] = 0;
	return first;
}

/* Writes a change whose turn it is. */
static int
emit(struct compare *c, struct tally *t, struct text json)
{
	if (t->examples < TALLY_EXAMPLES) {
		if (t->examples++ > 0)
			buf_char(&t->example, ',');
		buf_text(&t->example, json);
	}
	if (!c->put)
		return 0;
	if (c->put(c->context, json) < 0)
		return -1;
	return c->put(c->context, TEXT("\n"));
}

/* Moves the waiting records to the second history. */
static int
hand_over(struct compare *c, struct err *e)
{
	history_part_sort(&c->waiting);
	const int joined = history_join(&c->halves, &c->waiting, 0);
	assert(joined == 0); /* it cannot fail before anything was taken out */
	(void)joined;
	return history_is_full(&c->halves, 1) ? history_spill(&c->halves, e) : 0;
}

/* Keeps the record that was opened.  No two keys are the same, because the side is part of the
 * key. */
static int
keep(struct compare *c, const struct history_key *key, enum side side, struct err *e)
{
	struct history_key own = *key;
	own.line = key->line * 2 + side;
	history_close(&c->waiting, &own);
	return c->waiting.records.n < WAITING_MOST ? 0 : hand_over(c, e);
}

static int
keep_change(struct compare *c, const struct change *what, struct text json, struct err *e)
{
	struct buf *b = history_open(&c->waiting);
	buf_char(b, KEPT_CHANGE);
	buf_text(b, json);
	return keep(c, &(struct history_key){ what->at_ns, what->line, what->input }, CANDIDATE, e);
}

/* Call when both answers are known. */
static int
meet(struct replay *r, struct change *what, struct err *e)
{
	struct compare *c = r->compare;
	struct tally *t = &r->tally;
	const enum answer from = what->side[BASELINE].answer, to = what->side[CANDIDATE].answer;
	if (from >= (enum answer)OUTCOMES && to >= (enum answer)OUTCOMES)
		return 0; /* both in the warm-up */
	t->n.changes[from][to]++;
	what->rule = tally_rules(c, t, what);
	tally_hour(t, what->at_ns, from != to);
	if (from == to)
		return 0;
	const enum cause cause = change_cause(c, what);
	t->n.causes[cause]++;
	if (!c->put && t->examples == TALLY_EXAMPLES)
		return 0;
	const struct history_key key = { what->at_ns, what->line, what->input };
	struct change told = *what;
	told.line = replay_place_of(r, &key).line;
	c->line.n = 0;
	change_put(&c->line, c, r->options.inputs, &told, cause);
	if (c->split == 0)
		return emit(c, t, buf_as_text(&c->line));
	return keep_change(c, what, buf_as_text(&c->line), e);
}

/* Decides the event for a judge, with the fields numbered as in its rules. */
static void
judge_event(struct compare *c, struct judge *j, const struct event *ev, struct decision *d)
{
	struct event view = *ev;
	for (size_t i = 0; i < j->rules->fields.n; i++)
		j->value[i] = j->field[i] == FIELD_UNKNOWN ? VALUE_NONE : ev->field[j->field[i]];
	view.field = j->value;
	decide_event(j->decider, &view, d);
	if (decider_view(j->decider)->too_late)
		c->late = decider_view(j->decider);
}

static void
note_labels(struct replay *r, const struct answered *side)
{
	if (r->options.labels)
		tally_label(&r->tally, BASELINE,
		    labels_find(r->options.labels, side->event->event_id.text),
		    (enum outcome)side->answer, side->match, side->matches);
}

/* Gets the answers of the side's judges to its event. */
static void
answer(struct replay *r, enum side side, const struct event *ev, struct decision *d,
    struct answered *out)
{
	struct compare *c = r->compare;
	struct decision other;
	judge_event(c, &c->judge[side][side], ev, d);
	if (c->judge[side][!side].decider) {
		judge_event(c, &c->judge[side][!side], ev, &other);
		out->crossed = other.verdict->outcome;
	}
	if (replay_is_warmup(r, ev->observed_at_ns))
		return;
	out->answer = (enum answer)d->verdict->outcome;
	out->decided_by = d->verdict->decided_by;
	out->evidence = d->evidence;
	out->match = c->match[side];
	out->matches = settle_matches(rules_of(c, side), d->verdict, c->match[side]);
	for (size_t i = 0; i < out->matches; i++)
		c->match[side][i] = c->rule_of[side][c->match[side][i]];
	if (side == BASELINE)
		note_labels(r, out);
}

/* Returns when an event with two times counts: at the candidate's time, if that is in the range. */
static int64_t
meeting_ns(const struct replay *r, enum side side, int64_t own_ns, int64_t other_ns)
{
	const int64_t now_ns = side == CANDIDATE ? own_ns : other_ns;
	const int64_t before_ns = side == CANDIDATE ? other_ns : own_ns;
	return replay_is_warmup(r, now_ns) ? before_ns : now_ns;
}

/* Packs a text, which may be absent. */
static void
put_text(struct buf *b, struct text t)
{
	pack_number(b, t.p ? t.n + 1 : 0);
	if (t.p)
		buf_text(b, t);
}

static struct text
take_text(const char **at)
{
	const size_t n = (size_t)unpack_number(at);
	if (n == 0)
		return TEXT_ABSENT;
	const struct text t = { *at, n - 1 };
	*at += t.n;
	return t;
}

/* Keeps an answer, with its event, until the other half comes at another time. */
static int
keep_half(struct replay *r, const struct history_key *key, struct text record, enum side side,
    const struct answered *a, struct err *e)
{
	struct compare *c = r->compare;
	struct buf *b = history_open(&c->waiting);
	buf_char(b, KEPT_HALF);
	pack_number(b, a->answer);
	pack_number(b, a->crossed);
	put_text(b, a->decided_by);
	put_text(b, a->evidence);
	pack_number(b, a->matches);
	for (size_t i = 0; i < a->matches; i++)
		pack_number(b, a->match[i]);
	buf_text(b, record);
	struct history_key at = *key;
	at.at_ns = meeting_ns(r, side, key->at_ns, c->pair[0].other_ns);
	return keep(c, &at, side, e);
}

int
judge_record(struct replay *r, const struct history_key *key, struct text record,
    int (*put)(void *context, struct text line), void *context, struct err *e)
{
	struct compare *c = r->compare;
	struct pair *p = &c->pair[0];
	struct change what = {
		.pair = p, .at_ns = key->at_ns, .line = key->line, .input = key->input
	};
	pair_get(record, p, c->wanted);
	c->late = NULL;
	for (unsigned side = 0; side < SIDES; side++) {
		struct answered *a = &what.side[side];
		struct decision d;
		a->answer = p->standing[side] == STANDING_FAILED ? ANSWER_FAILED : ANSWER_SKIPPED;
		if (p->standing[side] != STANDING_EVENT)
			continue;
		p->event[side].observed_at_ns = key->at_ns;
		a->event = &p->event[side];
		answer(r, (enum side)side, a->event, &d, a);
		if (side == CANDIDATE && settle_decision(r, a->event, &d, put, context) < 0)
			return -1;
	}
	const struct history_key place = replay_place_of(r, key);
	if (c->late)
		lateness_note(&r->tally.n.lateness, &place, c->late);
	for (unsigned side = 0; side < SIDES; side++)
		if (p->standing[side] == STANDING_ELSEWHERE)
			return keep_half(r, key, record, (enum side) !side, &what.side[!side], e);
	return meet(r, &what, e);
}

/* Unpacks a half that was kept; its event goes into the comparison's pair of that side. */
static void
take_half(struct compare *c, const struct history_key *key, struct text kept, struct answered *out)
{
	const char *at = kept.p + 1;
	const enum side side = (enum side)(key->line % 2);
	struct pair *p = &c->pair[side];
	*out =
	    (struct answered){ .answer = (enum answer)unpack_number(&at), .match = c->match[side] };
	out->crossed = (enum outcome)unpack_number(&at);
	out->decided_by = take_text(&at);
	out->evidence = take_text(&at);
	out->matches = (size_t)unpack_number(&at);
	for (size_t i = 0; i < out->matches; i++)
		c->match[side][i] = (size_t)unpack_number(&at);
	pair_get((struct text){ at, kept.n - (size_t)(at - kept.p) }, p, c->wanted);
	p->event[side].observed_at_ns = key->at_ns;
	out->event = &p->event[side];
}

/* Takes a half and the record after it, which is the other half, because both have the same
 * place. */
static int
meet_halves(struct replay *r, struct history_key *key, struct text kept, struct err *e)
{
	struct compare *c = r->compare;
	struct change what = { .pair = &c->pair[CANDIDATE],
		.at_ns = key->at_ns,
		.line = key->line / 2,
		.input = key->input };
	c->half.n = 0;
	buf_text(&c->half, kept);
	const enum side side = (enum side)(key->line % 2);
	take_half(c, key, buf_as_text(&c->half), &what.side[side]);
	const int more = history_next(&c->halves, INT64_MAX, key, &kept, e);
	if (more < 0)
		return -1;
	assert(more > 0 && kept.p[0] == KEPT_HALF && key->line % 2 == !side);
	take_half(c, key, kept, &what.side[!side]);
	return meet(r, &what, e);
}

int
judge_halves(struct replay *r, struct err *e)
{
	struct compare *c = r->compare;
	struct history_key key;
	struct text kept;
	int more, result = 0;
	if (c->split == 0)
		return 0;
	if (hand_over(c, e) < 0)
		return -1;
	c->split = 0; /* from now on changes are written at once */
	while (result == 0 && (more = history_next(&c->halves, INT64_MAX, &key, &kept, e)) != 0) {
		if (more < 0)
			return -1;
		if (*kept.p == KEPT_CHANGE)
			result = emit(c, &r->tally, (struct text){ kept.p + 1, kept.n - 1 });
		else
			result = meet_halves(r, &key, kept, e);
	}
	return result;
}
