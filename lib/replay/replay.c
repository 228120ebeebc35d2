/* SPDX-License-Identifier: MIT */
#include "replay/replay.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "replay/early.h"
#include "replay/held.h"
#include "replay/replay_private.h"
#include "replay/judge.h"
#include "replay/pack.h"
#include "time/stamp.h"

struct top *
replay_top(const struct replay *r)
{
	const struct compare *c = r->compare;
	struct top *t = top_new(r->rules, c ? c->judge[CANDIDATE][CANDIDATE].field : NULL, r->key);
	if (r->options.slice)
		top_keep_full(t);
	return t;
}

struct replay *
replay_new(const struct plan *plan, const struct rules *rules, const struct replay_options *o,
    struct siphash_key key)
{
	struct replay *r = mem_zalloc(1, sizeof(*r));
	r->plan = plan;
	r->rules = rules;
	r->options = *o;
	const bool all = o->warmup_ns == INT64_MAX || o->from_ns == INT64_MIN;
	r->window = (struct encode_options){ .tenant = o->tenant,
		.from_ns = all ? INT64_MIN : stamp_sub(o->from_ns, o->warmup_ns),
		.to_ns = o->to_ns };
	history_init(&r->history,
	    &(struct history_options){ .budget = o->buffer_bytes ? o->buffer_bytes : SIZE_MAX,
		.folder = o->folder,
		.resumed = o->resume.on && !o->resume.early,
		.after = o->resume.after });
	r->decider = compare_decider(rules, compare_keep(o), key);
	r->key = key;
	contents_init(&r->contents, key);
	r->contents.quick = !compare_keep(o).snapshots;
	r->early = early_may_be(o);
	r->ready.most = r->history.options.budget / 8;
	r->ahead = mem_zalloc(DECIDE_AHEAD * (rules->fields.n + 1), sizeof(*r->ahead));
	if (o->resume.on) {
		r->decided = o->resume.decided;
		r->past = o->resume.after;
	}
	r->records_per_line = plan->arrays ? REPLAY_PER_LINE : 1;
	r->plan_field = mem_zalloc(rules->fields.n + 1, sizeof(*r->plan_field));
	for (size_t i = 0; i < rules->fields.n; i++)
		r->plan_field[i] = fields_find(&plan->fields, rules->fields.name[i]);
	r->value = mem_zalloc(rules->fields.n + 1, sizeof(*r->value));
	presence_init(&r->presence, plan->count);
	r->match = mem_zalloc(rules->count + 1, sizeof(*r->match));
	if (o->grid)
		r->compare = compare_new(o, key, &r->history.options);
	tally_new(&r->tally, r->compare ? r->compare->rules : rules->count);
	r->top = replay_top(r);
	return r;
}

void
replay_free(struct replay *r)
{
	if (!r)
		return;
	decider_free(r->decider);
	history_free(&r->history);
	survey_free(&r->survey);
	buf_free(&r->line);
	free(r->plan_field);
	free(r->value);
	presence_free(&r->presence);
	free(r->match);
	tally_end(&r->tally);
	top_free(r->top);
	compare_free(r->compare);
	early_free(r);
	free(r);
}

void
replay_put_early(struct replay *r, int (*put)(void *context, struct text lines),
    void (*take_back)(void *context), void *context)
{
	r->ready.early = (struct ready_early){ put, take_back, context };
}

void
replay_forget(struct replay *r)
{
	early_forget(r);
}

struct state *
replay_state(struct replay *r, size_t i)
{
	if (!r->compare)
		return i == 0 ? decider_state(r->decider) : NULL;
	return compare_state(r->compare, i);
}

void
replay_fill_job(const struct replay *r, struct job *job)
{
	job->tenant_id = r->options.tenant;
	job->type = r->options.type;
	job->encoding_version = r->plan->document.version;
	job->rule_version = r->rules->document.version;
	job->from_ns = r->options.from_ns;
	job->to_ns = r->options.to_ns;
	job->processed = r->counts.processed;
	job->failed = r->counts.failed;
	job->skipped = r->counts.skipped;
	job->duplicate = r->counts.duplicate;
}

/* Decides the records held that are before that time. */
static int
decide_until(struct replay *r, int64_t until_ns, int (*put)(void *context, struct text line),
    void *context, struct err *e)
{
	struct history_key key;
	struct text record;
	int more;
	while ((more = history_next(&r->history, until_ns, &key, &record, e)) > 0)
		if (held_decide(r, &key, record, put, context, e) < 0)
			return -1;
	return more;
}

int
replay_run_until(struct replay *r, int64_t until_ns, int (*put)(void *context, struct text line),
    void *context, struct err *e)
{
	*e = (struct err){ 0 };
	if (until_ns > INT64_MIN && decide_until(r, until_ns, put, context, e) < 0)
		return -1;
	return history_is_full(&r->history, 1) ? history_spill(&r->history, e) : 0;
}

int
replay_run(
    struct replay *r, int (*put)(void *context, struct text line), void *context, struct err *e)
{
	*e = (struct err){ 0 };
	if (r->early)
		early_decide(r);
	if (r->early)
		return ready_put(&r->ready, put, context);
	if (r->surveying && r->records_again != r->survey.records)
		return err_set(e,
		    "an input changed after it was first read; run again when nothing writes to it any more");
	if (decide_until(r, INT64_MAX, put, context, e) < 0)
		return -1;
	return r->compare ? judge_halves(r, e) : 0;
}

void
replay_on_change(struct replay *r, int (*put)(void *context, struct text part), void *context)
{
	early_forget(r);
	r->compare->put = put;
	r->compare->context = context;
}

void
replay_put_tally(struct buf *b, const struct replay *r)
{
	pack_number(b, r->counts.processed);
	pack_number(b, r->counts.duplicate);
	pack_number(b, r->counts.id_conflict);
	for (size_t i = 0; i < OUTCOMES; i++)
		pack_number(b, r->counts.decisions[i]);
	tally_put(b, &r->tally);
	top_put(b, r->top);
}

int
replay_get_tally(struct text *from, struct replay *r)
{
	if (unpack_checked(from, &r->counts.processed) < 0 ||
	    unpack_checked(from, &r->counts.duplicate) < 0 ||
	    unpack_checked(from, &r->counts.id_conflict) < 0)
		return -1;
	for (size_t i = 0; i < OUTCOMES; i++)
		if (unpack_checked(from, &r->counts.decisions[i]) < 0)
			return -1;
	if (tally_get(from, &r->tally) < 0 || top_get(from, r->top) < 0)
		return -1;
	r->counts.skipped += r->tally.n.warmup;
	return 0;
}

uint64_t
replay_changed(const struct replay *r)
{
	return tally_changed(&r->tally);
}

const struct lateness *
replay_lateness(const struct replay *r)
{
	return &r->tally.n.lateness;
}

const struct replay_counts *
replay_counts(const struct replay *r)
{
	return &r->counts;
}
