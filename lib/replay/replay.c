/* SPDX-License-Identifier: MIT */
#include "replay/replay.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "event/decision.h"
#include "replay/job.h"
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
	r->encoder = encoder_new(plan, &r->window);
	r->decider = decider_new(rules, key);
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
	encoder_free(r->encoder);
	decider_free(r->decider);
	history_free(&r->history);
	buf_free(&r->fields);
	buf_free(&r->line);
	free(r->plan_field);
	free(r->value);
	free(r->rule);
	free(r->warnings);
	free(r);
}

/* Before the range; what is behind it the encoder does not let through. */
static bool
is_warmup(const struct replay *r, int64_t at_ns)
{
	return at_ns < r->options.from_ns;
}

static void
count_warnings(struct replay *r, const struct event *ev)
{
	for (size_t i = 0; i < ev->warnings; i++) {
		const size_t field = fields_find(&r->plan->fields, ev->warning[i].field);
		if (field != FIELD_UNKNOWN)
			r->warnings[field]++;
	}
}

/* Keeps an encoded event: with the fields that the rules look at, and where it will be written all
 * of them as JSON. */
static void
keep(struct replay *r, unsigned input, uint64_t line, const struct event *encoded)
{
	struct event ev = *encoded;
	if (!is_warmup(r, ev.observed_at_ns))
		count_warnings(r, &ev);
	if (r->options.type == JOB_DECISION_ONLY) {
		r->fields.n = 0;
		event_put_fields(&r->fields, ev.field, &r->plan->schema);
		ev.fields_json = buf_as_text(&r->fields);
	}
	for (size_t i = 0; i < r->rules->fields.n; i++)
		r->value[i] = r->plan_field[i] == FIELD_UNKNOWN ? VALUE_NONE
								: encoded->field[r->plan_field[i]];
	ev.field = r->value;
	history_add(&r->history, input, line, &ev, r->rules->fields.n);
}

uint64_t
replay_add(struct replay *r, unsigned input, uint64_t first_line, const char *text, size_t n,
    const struct json_index *ix,
    void (*rejected)(void *context, uint64_t line, const struct replay_reject *why), void *context)
{
	struct json_pos pos = { 0 };
	struct encoded e;
	for (uint64_t line = first_line;; line++) {
		const enum encode_result what = encode_next(r->encoder, text, n, ix, &pos, &e);
		if (what == ENCODE_END)
			return line - first_line;
		if (what == ENCODE_BLANK)
			continue;
		r->counts.in++;
		if (what == ENCODE_EVENT) {
			keep(r, input, line, &e.event);
		} else if (what == ENCODE_SKIPPED || (e.timed && is_warmup(r, e.at_ns))) {
			r->counts.skipped++;
		} else {
			r->counts.failed++;
			r->counts.failures[e.why.code]++;
			const struct replay_reject why = { e.why, e.line };
			rejected(context, line, &why);
		}
	}
}

void
replay_add_too_long(struct replay *r)
{
	r->counts.in++;
	r->counts.failed++;
	r->counts.failures[REJECT_TOO_LONG]++;
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

int
replay_run(struct replay *r, int (*put)(void *context, struct text line), void *context)
{
	history_sort(&r->history);
	for (size_t i = 0; i < r->history.n; i++) {
		struct event ev;
		struct decision d;
		history_get(&r->history, i, &ev, r->value, r->rules->fields.n);
		decide_event(r->decider, &ev, &d);
		if (is_warmup(r, ev.observed_at_ns)) {
			r->counts.skipped++;
			continue;
		}
		tally(r, &d);
		if (r->options.type != JOB_DECISION_ONLY)
			continue;
		r->line.n = 0;
		event_put_decision(&r->line, &ev, &r->plan->schema, r->rules->document.version, &d);
		if (put(context, buf_as_text(&r->line)) < 0)
			return -1;
	}
	return 0;
}

const struct replay_counts *
replay_counts(const struct replay *r)
{
	return &r->counts;
}
