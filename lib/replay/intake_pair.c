/* SPDX-License-Identifier: MIT */
#include "replay/intake_pair.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
pair_part_new(struct pair_part *p, const struct compare *c)
{
	p->warnings = mem_zalloc(c->grid.plan[BASELINE]->count + 1, sizeof(*p->warnings));
	field_tally_new(&p->tally, c->fields);
}

void
pair_part_end(struct pair_part *p)
{
	free(p->warnings);
	field_tally_end(&p->tally);
}

void
pair_part_join(struct compare *c, const struct pair_part *from)
{
	for (size_t i = 0; i < REJECT_CODES; i++)
		c->failures[i] += from->failures[i];
	for (size_t i = 0; i < c->grid.plan[BASELINE]->count; i++)
		c->warnings[i] += from->warnings[i];
	c->split += from->split;
	field_tally_join(&c->tally, &from->tally);
}

void
pair_part_clear(struct pair_part *p, const struct compare *c)
{
	memset(p->failures, 0, sizeof(p->failures));
	memset(p->warnings, 0, c->grid.plan[BASELINE]->count * sizeof(*p->warnings));
	p->split = 0;
	field_tally_clear(&p->tally);
}

void
pair_intake_new(struct pair_intake *in, const struct replay *r, const struct encode_options *window)
{
	if (!r->compare)
		return;
	if (r->compare->plans_differ)
		in->encoder = encoder_new(r->compare->grid.plan[BASELINE], window);
	pair_new(&in->pair, r->compare->wanted);
}

void
pair_intake_end(struct pair_intake *in)
{
	encoder_free(in->encoder);
	pair_end(&in->pair);
}

void
pair_intake_begin(struct pair_intake *in)
{
	in->pos = (struct json_pos){ 0 };
}

static enum standing
standing_of(const struct replay *r, enum encode_result result, const struct encoded *e)
{
	if (result == ENCODE_EVENT)
		return STANDING_EVENT;
	if (result == ENCODE_SKIPPED || (e->timed && replay_is_warmup(r, e->at_ns)))
		return STANDING_SKIPPED;
	return STANDING_FAILED;
}

/* Returns a field's value from the event of a side's plan. */
static struct value
value_of(const struct name_pair *name, enum side side, const struct encoded *e)
{
	return name->number[side] == FIELD_UNKNOWN ? VALUE_NONE
						   : e->event.field[name->number[side]];
}

static bool
same_value(const struct value *a, const struct value *b)
{
	return a->kind == b->kind && text_eq(a->text, b->text);
}

/* Compares the fields [from..to) and notes what differs.  Returns the first one that does, from 1,
 * or 0. */
static size_t
compare_fields(const struct compare *c, const struct encoded *const e[SIDES],
    struct field_tally *tally, size_t from, size_t to)
{
	size_t first = 0;
	for (size_t i = from; i < to; i++) {
		const struct value was = value_of(&c->field[i], BASELINE, e[BASELINE]);
		const struct value is = value_of(&c->field[i], CANDIDATE, e[CANDIDATE]);
		if (same_value(&was, &is))
			continue;
		if (!first)
			first = i + 1;
		if (tally)
			field_tally_note(tally, i, e[CANDIDATE]->event.event_id.text, &was, &is);
	}
	return first;
}

/* Returns the first other member that differs, from 1, or 0. */
static size_t
compare_members(const struct encoded *const e[SIDES])
{
	const struct event *was = &e[BASELINE]->event, *is = &e[CANDIDATE]->event;
	if (!same_value(&was->entity_id, &is->entity_id))
		return 1 + PAIR_ENTITY_ID;
	if (!same_value(&was->session_id, &is->session_id))
		return 1 + PAIR_SESSION_ID;
	if (!same_value(&was->event_id, &is->event_id))
		return 1 + PAIR_EVENT_ID;
	if (!same_value(&was->tenant_id, &is->tenant_id))
		return 1 + PAIR_TENANT_ID;
	return was->observed_at_ns != is->observed_at_ns ? 1 + PAIR_OBSERVED_AT : 0;
}

/* Finds how the two events of a line differ.  tally may be NULL. */
static void
compare_events(const struct compare *c, const struct encoded *const e[SIDES],
    struct field_tally *tally, struct pair *p)
{
	const size_t wanted = compare_fields(c, e, tally, 0, c->wanted);
	const size_t member = compare_members(e);
	const size_t other = compare_fields(c, e, tally, c->wanted, c->fields);
	p->one = !wanted && !member;
	p->differs = wanted ? wanted : member ? c->fields + member : other;
}

static void
count_baseline(
    const struct replay *r, struct pair_part *part, enum standing standing, const struct encoded *e)
{
	if (standing == STANDING_FAILED)
		part->failures[e->why.code]++;
	if (standing == STANDING_EVENT && !replay_is_warmup(r, e->event.observed_at_ns))
		encode_count_warnings(r->compare->grid.plan[BASELINE], &e->event, part->warnings);
}

/* Notes why one side has no event although the other has. */
static void
note_absence(const struct compare *c, struct pair *p, const struct encoded *const e[SIDES])
{
	for (unsigned side = 0; side < SIDES; side++) {
		if (p->standing[side] == STANDING_SKIPPED)
			p->differs =
			    c->fields + 1 + (e[side]->timed ? PAIR_OBSERVED_AT : PAIR_TENANT_ID);
		if (p->standing[side] != STANDING_FAILED)
			continue;
		p->code = e[side]->why.code;
		for (size_t i = 0; i < c->fields && e[side]->why.field.p; i++)
			if (text_eq(c->field[i].name, e[side]->why.field))
				p->blamed = i + 1;
	}
}

static void
put_record(const struct replay *r, struct replay_part *part, const struct pair_line *line,
    const struct pair *p, int64_t at_ns)
{
	if (replay_is_past(r, at_ns))
		return;
	pair_put(history_open(&part->history), p, r->compare->wanted);
	history_close(&part->history,
	    &(struct history_key){ .at_ns = at_ns, .line = line->number, .input = line->input });
}

/* Keeps the two events of a line that have different times. */
static void
put_halves(const struct replay *r, struct replay_part *part, const struct pair_line *line,
    struct pair *p, const struct encoded *const e[SIDES])
{
	part->pair.split++;
	for (unsigned side = 0; side < SIDES; side++) {
		p->standing[side] = STANDING_EVENT;
		p->standing[!side] = STANDING_ELSEWHERE;
		p->other_ns = e[!side]->event.observed_at_ns;
		put_record(r, part, line, p, e[side]->event.observed_at_ns);
	}
}

static void
fill_event(const struct compare *c, struct pair *p, enum side side, const struct encoded *e)
{
	p->event[side] = e->event;
	for (size_t i = 0; i < c->wanted; i++)
		p->value[side][i] = value_of(&c->field[i], side, e);
	p->event[side].field = p->value[side];
	p->event[side].fields_json = TEXT_ABSENT;
}

/* Computes the contents that distinguish events with the same id, for each plan. */
static void
fill_contents(struct replay_intake *in, struct pair *p, const struct pair_line *line,
    const struct encoded *const e[SIDES])
{
	const struct compare *c = in->replay->compare;
	for (unsigned side = 0; side < SIDES; side++) {
		if (p->standing[side] != STANDING_EVENT)
			continue;
		struct event ev = e[side]->event;
		ev.fields_json = side == CANDIDATE ? line->fields_json : TEXT_ABSENT;
		p->event[side].content =
		    side == CANDIDATE && e[BASELINE] == e[CANDIDATE]
			? p->event[BASELINE].content
			: replay_content(in, (enum side)side, c->grid.plan[side], ev);
	}
}

/* Keeps a line of which at least one side has an event, as one record or two. */
static void
keep(struct replay_intake *in, struct replay_part *part, const struct pair_line *line,
    const struct encoded *const e[SIDES])
{
	const struct compare *c = in->replay->compare;
	struct pair *p = &in->pair.pair;
	for (unsigned side = 0; side < SIDES; side++)
		if (p->standing[side] == STANDING_EVENT)
			fill_event(c, p, (enum side)side, e[side]);
	if (p->standing[CANDIDATE] == STANDING_EVENT)
		p->event[CANDIDATE].fields_json = line->fields_json;
	fill_contents(in, p, line, e);
	if (p->standing[BASELINE] == STANDING_EVENT && p->standing[CANDIDATE] == STANDING_EVENT &&
	    e[BASELINE]->event.observed_at_ns != e[CANDIDATE]->event.observed_at_ns) {
		put_halves(in->replay, part, line, p, e);
		return;
	}
	const enum side there = p->standing[CANDIDATE] == STANDING_EVENT ? CANDIDATE : BASELINE;
	put_record(in->replay, part, line, p, e[there]->event.observed_at_ns);
}

void
pair_intake_line(struct replay_intake *in, struct replay_part *part, const struct pair_line *line)
{
	const struct replay *r = in->replay;
	struct encoded before;
	const struct encoded *e[SIDES] = { line->now, line->now };
	enum encode_result result[SIDES] = { line->result, line->result };
	struct pair *p = &in->pair.pair;
	if (in->pair.encoder) {
		e[BASELINE] = &before;
		result[BASELINE] = encode_next(
		    in->pair.encoder, line->text, line->n, line->ix, &in->pair.pos, &before);
	}
	if (line->result == ENCODE_BLANK)
		return;
	for (unsigned side = 0; side < SIDES; side++)
		p->standing[side] = standing_of(r, result[side], e[side]);
	count_baseline(r, &part->pair, p->standing[BASELINE], e[BASELINE]);
	p->one = !in->pair.encoder;
	p->differs = p->blamed = 0;
	p->line = line->element;
	const bool has[SIDES] = { p->standing[BASELINE] == STANDING_EVENT,
		p->standing[CANDIDATE] == STANDING_EVENT };
	if (!has[BASELINE] && !has[CANDIDATE])
		return;
	if (!has[BASELINE] || !has[CANDIDATE]) {
		p->one = false;
		note_absence(r->compare, p, e);
	} else if (in->pair.encoder) {
		const bool counts = !replay_is_warmup(r, before.event.observed_at_ns) &&
				    !replay_is_warmup(r, line->now->event.observed_at_ns);
		compare_events(r->compare, e, counts ? &part->pair.tally : NULL, p);
	}
	keep(in, part, line, e);
}
