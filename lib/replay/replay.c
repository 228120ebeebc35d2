/* SPDX-License-Identifier: MIT */
#include "replay/replay.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "event/decision.h"
#include "replay/job.h"
#include "replay/record.h"
#include "time/stamp.h"

const struct text job_type_names[JOB_TYPES] = {
	[JOB_DRY_RUN] = { "DryRun", 6 },
	[JOB_DECISION_ONLY] = { "DecisionOnly", 12 },
	[JOB_STATE_REBUILD] = { "StateRebuild", 12 },
};

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
		.resumed = o->resumed,
		.after = o->after });
	r->decider = decider_new(rules, key);
	r->key = key;
	r->early = o->type == JOB_DRY_RUN && !o->resumed;
	r->plan_field = mem_zalloc(rules->fields.n + 1, sizeof(*r->plan_field));
	for (size_t i = 0; i < rules->fields.n; i++)
		r->plan_field[i] = fields_find(&plan->fields, rules->fields.name[i]);
	r->value = mem_zalloc(rules->fields.n + 1, sizeof(*r->value));
	r->rule = mem_zalloc(rules->count + 1, sizeof(*r->rule));
	r->warnings = mem_zalloc(plan->count + 1, sizeof(*r->warnings));
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
	free(r->rule);
	free(r->warnings);
	free(r->stretch);
	free(r);
}

/* Notes the rules that matched: ids of one kind (Enforce, Shadow) in order of evaluation. */
static void
tally_matches(struct replay *r, const struct text *id, size_t count, bool shadow)
{
	size_t i = 0;
	for (size_t k = 0; k < count; k++, i++) {
		while (i < r->rules->count && (r->rules->rule[i].shadow != shadow ||
						  !text_eq(r->rules->rule[i].rule_id, id[k])))
			i++;
		assert(i < r->rules->count);
		r->rule[i].matched++;
	}
}

static void
tally_decided(struct replay *r, struct text decided_by)
{
	for (size_t i = 0; i < r->rules->count; i++)
		if (!r->rules->rule[i].shadow && text_eq(r->rules->rule[i].rule_id, decided_by)) {
			r->rule[i].decided++;
			return;
		}
	assert(!"a rule that is not of this rule set");
}

static void
tally(struct replay *r, const struct decision *d)
{
	const struct verdict *v = d->verdict;
	r->counts.processed++;
	r->counts.duplicate += d->duplicate;
	r->counts.decisions[v->outcome]++;
	tally_matches(r, v->matched, v->nmatched, false);
	tally_matches(r, v->shadow, v->nshadow, true);
	if (v->decided_by.p)
		tally_decided(r, v->decided_by);
}

static int
decide_record(struct replay *r, const struct history_key *key, struct text record,
    int (*put)(void *context, struct text line), void *context)
{
	struct event ev;
	struct decision d;
	record_get(&record, &ev, r->value, r->rules->fields.n);
	ev.observed_at_ns = key->at_ns;
	decide_event(r->decider, &ev, &d);
	if (replay_is_warmup(r, ev.observed_at_ns)) {
		r->counts.skipped++;
		r->warmed_up++;
		return 0;
	}
	tally(r, &d);
	if (r->options.type != JOB_DECISION_ONLY)
		return 0;
	r->line.n = 0;
	event_put_decision(&r->line, &ev, &r->plan->schema, r->rules->document.version, &d);
	return put(context, buf_as_text(&r->line));
}

void
replay_check_order(struct replay *r, const struct history_part *part, uint64_t lines_before)
{
	struct history_key first = history_entry_key(&part->entry[0]);
	first.line += lines_before;
	if (r->begun && !history_is_behind(&first, &r->past)) {
		replay_forget(r);
		return;
	}
	r->past = history_entry_key(&part->entry[part->n - 1]);
	r->past.line += lines_before;
	r->begun = true;
}

/* So many records at a time: one batch finds in the processor's caches what the one before left. */
enum { EARLY_BATCH = 4096 };

void
replay_defer(struct replay *r, size_t n)
{
	const struct history_part *part = &r->history.last->part;
	r->stretch = mem_grow(r->stretch, &r->stretch_cap, r->stretches + 1, sizeof(*r->stretch));
	r->stretch[r->stretches++] = (struct replay_stretch){ part, part->n - n, part->n };
	r->deferred += n;
	if (r->deferred >= EARLY_BATCH)
		replay_decide_early(r);
}

void
replay_decide_early(struct replay *r)
{
	for (size_t i = 0; i < r->stretches; i++) {
		const struct replay_stretch *s = &r->stretch[i];
		for (size_t k = s->from; k < s->to; k++) {
			const struct history_key key = history_entry_key(&s->part->entry[k]);
			decide_record(r, &key, history_part_record(s->part, k), NULL, NULL);
		}
	}
	r->stretches = r->deferred = 0;
	if (r->surveying)
		history_clear(&r->history);
}

void
replay_forget(struct replay *r)
{
	if (!r->early)
		return;
	decider_free(r->decider);
	r->decider = decider_new(r->rules, r->key);
	r->early = false;
	r->stretches = r->deferred = 0;
	if (r->surveying)
		history_drop(&r->history);
	r->counts.skipped -= r->warmed_up;
	r->counts.processed = r->counts.duplicate = r->warmed_up = 0;
	memset(r->counts.decisions, 0, sizeof(r->counts.decisions));
	memset(r->rule, 0, r->rules->count * sizeof(*r->rule));
}

/* Decides what is held and is before that time. */
static int
decide_until(struct replay *r, int64_t until_ns, int (*put)(void *context, struct text line),
    void *context, struct err *e)
{
	struct history_key key;
	struct text record;
	int more;
	while ((more = history_next(&r->history, until_ns, &key, &record, e)) > 0)
		if (decide_record(r, &key, record, put, context) < 0)
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
	if (r->early) {
		replay_decide_early(r);
		return 0;
	}
	if (r->surveying && r->records_again != r->survey.records)
		return err_set(e, "an input has changed since it was read first");
	return decide_until(r, INT64_MAX, put, context, e);
}

const struct replay_counts *
replay_counts(const struct replay *r)
{
	return &r->counts;
}
