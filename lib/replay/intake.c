/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "replay/early.h"
#include "replay/intake_pair.h"
#include "replay/replay_private.h"
#include "replay/packed.h"
#include "replay/replay.h"

struct replay_intake *
replay_intake_new(const struct replay *r)
{
	return replay_intake_new_for(r, &r->window);
}

struct replay_intake *
replay_intake_new_for(const struct replay *r, const struct encode_options *window)
{
	struct replay_intake *in = mem_zalloc(1, sizeof(*in));
	in->replay = r;
	in->encoder = encoder_new(r->plan, window);
	in->value = mem_zalloc(r->rules->fields.n + 1, sizeof(*in->value));
	pair_intake_new(&in->pair, r, window);
	return in;
}

void
replay_intake_free(struct replay_intake *in)
{
	if (!in)
		return;
	encoder_free(in->encoder);
	pair_intake_end(&in->pair);
	buf_free(&in->fields);
	buf_free(&in->content_fields);
	buf_free(&in->scratch[0]);
	buf_free(&in->scratch[1]);
	free(in->value);
	free(in);
}

struct replay_part *
replay_part_new(const struct replay *r)
{
	struct replay_part *part = mem_zalloc(1, sizeof(*part));
	presence_init(&part->presence, r->plan->count);
	if (r->compare)
		pair_part_new(&part->pair, r->compare);
	return part;
}

void
replay_part_free(struct replay_part *part)
{
	if (!part)
		return;
	history_part_free(&part->history);
	pair_part_end(&part->pair);
	presence_free(&part->presence);
	free(part);
}

const unsigned char *
replay_content(struct replay_intake *in, enum side side, const struct plan *plan, struct event ev)
{
	unsigned char *content = in->content[side];
	const struct event *one = &ev;
	if (!state_dedups(&plan->runtime, ev.event_id.text))
		return NULL;
	if (!ev.fields_json.p) {
		in->content_fields.n = 0;
		event_put_fields(&in->content_fields, ev.field, &plan->schema);
		ev.fields_json = buf_as_text(&in->content_fields);
	}
	contents_digest(&in->replay->contents, &one, &content, 1, in->scratch);
	return content;
}

/* Returns the event's fields as JSON, if they will be written; otherwise absent. */
static struct text
fields_json(struct replay_intake *in, const struct event *ev)
{
	if (in->replay->options.type != JOB_DECISION_ONLY)
		return TEXT_ABSENT;
	in->fields.n = 0;
	event_put_fields(&in->fields, ev->field, &in->replay->plan->schema);
	return buf_as_text(&in->fields);
}

/* Keeps an encoded event, with the fields that the rules look at and, if it will be written, all
 * fields as JSON. */
static void
keep(struct replay_intake *in, struct replay_part *part, unsigned input, uint64_t number,
    const struct event *encoded)
{
	const struct replay *r = in->replay;
	struct event ev = *encoded;
	if (replay_is_past(r, ev.observed_at_ns))
		return;
	ev.fields_json = fields_json(in, encoded);
	ev.content = replay_content(in, CANDIDATE, r->plan, ev);
	for (size_t i = 0; i < r->rules->fields.n; i++)
		in->value[i] = r->plan_field[i] == FIELD_UNKNOWN ? VALUE_NONE
								 : encoded->field[r->plan_field[i]];
	ev.field = in->value;
	packed_put(history_open(&part->history), &ev, r->rules->fields.n);
	history_close(&part->history,
	    &(struct history_key){ .at_ns = ev.observed_at_ns, .line = number, .input = input });
}

/* The same for a comparison, where the other side may have an event even if this one has none. */
static void
keep_pair(struct replay_intake *in, struct replay_part *part, struct pair_line *line)
{
	if (line->result == ENCODE_EVENT)
		line->fields_json = fields_json(in, &line->now->event);
	pair_intake_line(in, part, line);
}

/* Returns the line where the last element read starts; 0 if the records are lines. */
static uint64_t
element_line(const struct json_index *ix, const struct json_pos *pos, uint64_t first_line)
{
	return ix && ix->cut ? first_line - 1 + json_walk_element(ix, pos)->line : 0;
}

static void
note_time(struct replay_part *part, enum encode_result what, const struct encoded *e)
{
	part->untimed |= what == ENCODE_REJECTED && !e->timed;
	if (!e->timed)
		return;
	if (!part->timed || e->at_ns < part->first_ns)
		part->first_ns = e->at_ns;
	if (!part->timed || e->at_ns > part->last_ns)
		part->last_ns = e->at_ns;
	part->timed = true;
}

uint64_t
replay_add(struct replay_intake *in, struct replay_part *part, unsigned input, uint64_t first_line,
    const char *text, size_t n, const struct json_index *ix,
    void (*rejected)(void *context, uint64_t line, const struct replay_reject *why), void *context)
{
	struct replay_counts *counts = &part->counts;
	struct json_pos pos = { 0 };
	struct encoded e;
	pair_intake_begin(&in->pair);
	uint64_t line = 0, within = 0;
	for (;;) {
		const enum encode_result what = encode_next(in->encoder, text, n, ix, &pos, &e);
		if (what == ENCODE_END) {
			history_part_sort(&part->history);
			return line;
		}
		line += !e.same_line;
		within = e.same_line ? within + 1 : 0;
		const uint64_t number = replay_number(in->replay, line, within);
		if (in->replay->compare)
			keep_pair(in, part,
			    &(struct pair_line){ text, n, ix, input, number,
				element_line(ix, &pos, first_line), what, &e, TEXT_ABSENT });
		if (what == ENCODE_BLANK)
			continue;
		counts->in++;
		note_time(part, what, &e);
		if (what == ENCODE_EVENT) {
			if (!replay_is_warmup(in->replay, e.event.observed_at_ns))
				presence_note_encoded(&part->presence, in->replay->plan, &e.event);
			if (!in->replay->compare)
				keep(in, part, input, number, &e.event);
		} else if (what == ENCODE_SKIPPED ||
			   (e.timed && replay_is_warmup(in->replay, e.at_ns))) {
			counts->skipped++;
		} else {
			counts->failed++;
			counts->failures[e.why.code]++;
			const struct replay_reject why = { e.why, e.line, e.apart };
			rejected(context, line, &why);
		}
	}
}

void
replay_add_too_long(struct replay_part *part)
{
	part->counts.in++;
	part->counts.failed++;
	part->counts.failures[REJECT_TOO_LONG]++;
	part->pair.failures[REJECT_TOO_LONG]++;
}

void
replay_add_passed(struct replay_part *part, uint64_t records)
{
	part->counts.in += records;
	part->counts.skipped += records;
}

void
replay_window(const struct replay *r, int64_t *from_ns, int64_t *to_ns)
{
	*from_ns = r->window.from_ns;
	*to_ns = r->window.to_ns;
}

bool
replay_part_times(const struct replay_part *part, int64_t *first_ns, int64_t *last_ns)
{
	*first_ns = part->timed ? part->first_ns : INT64_MAX;
	*last_ns = part->timed ? part->last_ns : INT64_MIN;
	return part->untimed;
}

uint64_t
replay_part_in(const struct replay_part *part)
{
	return part->counts.in;
}

void
replay_count(struct replay *r, struct replay_part *part)
{
	const struct replay_counts *c = &part->counts;
	if (r->compare)
		pair_part_join(r->compare, &part->pair);
	r->counts.in += c->in;
	r->counts.failed += c->failed;
	r->counts.skipped += c->skipped;
	for (size_t i = 0; i < REJECT_CODES; i++)
		r->counts.failures[i] += c->failures[i];
	presence_join(&r->presence, &part->presence);
}

static void
clear(const struct replay *r, struct replay_part *part)
{
	history_part_clear(&part->history);
	if (r->compare)
		pair_part_clear(&part->pair, r->compare);
	part->counts = (struct replay_counts){ 0 };
	part->timed = part->untimed = false;
	presence_clear(&part->presence);
}

static void
note(struct replay *r, const struct history_part *part, const struct replay_place *at)
{
	const size_t entries = part->n * sizeof(*part->entry);
	if (part->n == 0 || !r->options.twice)
		return;
	survey_note(&r->survey, at->input,
	    &(struct survey_block){ .end = at->end,
		.first = part->entry[0].at_ns,
		.last = part->entry[part->n - 1].at_ns,
		.n = part->n,
		.bytes = part->records.n + entries });
}

/* The plan leaves a quarter of the budget free, because the survey does not know how much memory
 * records need besides their bytes. */
static uint64_t
planned(const struct replay *r)
{
	return r->history.options.budget - r->history.options.budget / 4;
}

/*
 * Makes room if too much is held.  If the inputs can be read again in an order that holds little,
 * everything is forgotten now and read again later.  Otherwise the records go to a file.
 */
static int
make_room(struct replay *r, struct err *e)
{
	if (r->early && early_holds_too_much(r))
		early_forget(r);
	if (!(r->early ? early_is_full(r) : history_is_full(&r->history, 1)))
		return 0;
	if (r->early)
		early_decide(r);
	if (r->early && r->surveying)
		return 0; /* nothing is held now */
	if (!r->options.twice || r->history.filed ||
	    (!r->early && !survey_fits(&r->survey, planned(r))))
		return history_spill(&r->history, e);
	history_drop(&r->history);
	r->surveying = true;
	return 0;
}

int
replay_join(
    struct replay *r, struct replay_part *part, const struct replay_place *at, struct err *e)
{
	replay_count(r, part);
	note(r, &part->history, at);
	const size_t n = part->history.n;
	const uint64_t before = replay_number(r, at->lines_before, 0);
	if (r->early && n > 0)
		early_check_order(r, &part->history, before);
	if (r->early || !r->surveying)
		history_join(&r->history, &part->history, before);
	if (r->early && n > 0)
		early_defer(r, n);
	clear(r, part);
	return make_room(r, e);
}

bool
replay_reads_again(struct replay *r)
{
	if (r->early)
		early_decide(r);
	if (r->early || !r->surveying)
		return false;
	survey_plan(&r->survey, planned(r));
	return true;
}

int
replay_next_input(struct replay *r)
{
	return survey_pick(&r->survey);
}

bool
replay_has_read(struct replay *r, unsigned input, uint64_t end, int64_t *until_ns)
{
	return survey_took(&r->survey, input, end, until_ns);
}

int
replay_join_again(
    struct replay *r, struct replay_part *part, const struct replay_place *at, struct err *e)
{
	r->records_again += part->history.n;
	const uint64_t before = replay_number(r, at->lines_before, 0);
	const int result = history_join(&r->history, &part->history, before);
	clear(r, part);
	return result < 0
		   ? err_set(e,
			 "changed after it was first read; run again when nothing writes to it any more")
		   : 0;
}
