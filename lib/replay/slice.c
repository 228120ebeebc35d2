/* SPDX-License-Identifier: MIT */
#include "replay/slice.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "replay/held.h"
#include "replay/packed.h"
#include "replay/replay_private.h"
#include "replay/slice_unsure.h"
#include "state/fold.h"
#include "state/save.h"

int64_t
slice_ttl_ns(const struct replay *r)
{
	int64_t ttl_s = r->plan->runtime.dedup_ttl_s;
	if (r->compare && r->compare->grid.plan[BASELINE]->runtime.dedup_ttl_s > ttl_s)
		ttl_s = r->compare->grid.plan[BASELINE]->runtime.dedup_ttl_s;
	return ttl_s * STAMP_SECOND;
}

const struct rules *
slice_rules(const struct replay *r, size_t i)
{
	for (unsigned side = 0; r->compare && side < SIDES; side++)
		for (unsigned set = 0; set < SIDES; set++)
			if (r->compare->judge[side][set].decider && i-- == 0)
				return r->compare->judge[side][set].rules;
	return r->rules;
}

/* ---- how far back rules look ---------------------------------------------------------------- */

struct lead {
	int64_t events_ns, sessions_ns;
	bool decisions, unbounded;
};

static void
look_back(int64_t *span_ns, int64_t ns)
{
	if (*span_ns < ns)
		*span_ns = ns;
}

static void
add_leaf(struct lead *l, const struct runtime *runtime, const struct leaf *leaf)
{
	if (leaf->kind == LEAF_WINDOW)
		look_back(&l->events_ns, leaf->seconds * STAMP_SECOND);
	if (leaf->kind != LEAF_STATE)
		return;
	if (leaf->scope == SCOPE_SESSION) {
		/* a session begins no earlier than its bucket */
		look_back(&l->sessions_ns, runtime->session_bucket_min * 60 * STAMP_SECOND);
		l->decisions |= leaf->attribute == ATTRIBUTE_DECISION_COUNT;
	} else if (leaf->attribute == ATTRIBUTE_IDLE_SECONDS) {
		look_back(&l->events_ns, runtime->entity_state_ttl_s * STAMP_SECOND);
	} else {
		l->unbounded = true;
	}
}

int64_t
slice_lead_ns(const struct replay *r)
{
	struct lead l = { 0, 0, false, false };
	if (r->options.type == JOB_STATE_REBUILD || r->options.begun)
		return -1;
	size_t states = r->compare ? 0 : 1;
	while (r->compare && compare_state(r->compare, states))
		states++;
	for (size_t i = 0; i < states; i++) {
		const struct rules *rules = slice_rules(r, i);
		for (size_t k = 0; k < rules->leaves; k++)
			add_leaf(&l, &rules->runtime, &rules->leaf[k]);
	}
	if (l.unbounded)
		return -1;
	const int64_t longest_ns = l.events_ns > l.sessions_ns ? l.events_ns : l.sessions_ns;
	/* decisions of a session count, so they must be right from its beginning on */
	return l.decisions ? stamp_add(longest_ns, l.sessions_ns) : longest_ns;
}

/* ---- a job ---------------------------------------------------------------------------------- */

enum { STATES_MAX = SIDES * SIDES, STEPS_MAX = 2 };

/* What is done between two events: when all those before that time have been taken. */
struct step {
	int64_t at_ns;
	int (*act)(struct slice_job *j, struct err *e);
};

struct slice_job {
	struct replay *replay;
	struct slice_times times;
	struct slice_sink sink;
	const struct slice_feed *feed;
	/* Takes a record.  Returns 0; 1 if earlier events must be read; or -1. */
	int (*take)(
	    struct slice_job *j, const struct history_key *key, struct text record, struct err *e);
	struct step step[STEPS_MAX];
	size_t steps, done;
	struct unsure unsure[STATES_MAX]; /* by state; for deciding, by side */
	bool begun; /* summarising: the events are those of the summary; deciding: of the slice */
	bool over;  /* summarising: the states take no more events */
};

static struct slice_job *
job_new(struct replay *r, const struct slice_times *t, const struct slice_sink *sink)
{
	struct slice_job *j = mem_zalloc(1, sizeof(*j));
	j->replay = r;
	j->times = *t;
	j->sink = *sink;
	return j;
}

static void
add_step(struct slice_job *j, int64_t at_ns, int (*act)(struct slice_job *j, struct err *e))
{
	j->step[j->steps++] = (struct step){ at_ns, act };
}

void
slice_job_free(struct slice_job *j)
{
	if (!j)
		return;
	for (size_t i = 0; i < STATES_MAX; i++)
		unsure_free(&j->unsure[i]);
	free(j);
}

/* Takes the records before that time. */
static int
take_until(struct slice_job *j, int64_t until_ns, struct err *e)
{
	const struct slice_feed *feed = j->feed;
	struct history_key key;
	struct text record;
	int result = 0;
	while (result == 0) {
		const int more =
		    feed ? feed->next(feed->context, until_ns, &key, &record, e)
			 : history_next(&j->replay->history, until_ns, &key, &record, e);
		if (more <= 0)
			return more;
		*e = (struct err){ 0 };
		result = j->take(j, &key, record, e);
	}
	return result;
}

int
slice_advance(struct slice_job *j, int64_t until_ns, struct err *e)
{
	int result = 0;
	*e = (struct err){ 0 };
	while (result == 0 && j->done < j->steps && j->step[j->done].at_ns <= until_ns) {
		const struct step *step = &j->step[j->done++];
		result = take_until(j, step->at_ns, e);
		if (result == 0)
			result = step->act(j, e);
	}
	return result == 0 ? take_until(j, until_ns, e) : result;
}

static int
put_states(struct slice_job *j, struct err *e)
{
	const struct position nowhere = { 0 };
	struct state *state;
	int result = 0;
	j->over = true;
	for (size_t i = 0; result == 0 && (state = replay_state(j->replay, i)) != NULL; i++) {
		struct buf image = { 0 };
		result = state_save(state, &nowhere, &image, e);
		if (result == 0) {
			*e = (struct err){ 0 };
			result = j->sink.state(j->sink.context, buf_as_text(&image));
		}
		buf_free(&image);
	}
	return result;
}

/* ---- summarising ---------------------------------------------------------------------------- */

/* Takes an event into a state, without rules.  Returns whether it is not known if it is a
 * duplicate. */
static bool
arrive(struct slice_job *j, size_t i, const struct rules *rules, const struct event *ev)
{
	static const struct verdict nothing = { .outcome = OUTCOME_ALLOW };
	struct state *state = replay_state(j->replay, i);
	struct state_view view;
	if (!j->times.all && state_dedups(&rules->runtime, ev->event_id.text) &&
	    unsure_note(&j->unsure[i], ev, j->begun))
		return true;
	state_arrive(state, ev, &view);
	state_settle(state, &view, &nothing);
	return false;
}

/* The same for a judge of a comparison, with the fields numbered as in its rules. */
static bool
arrive_judge(
    struct slice_job *job, size_t i, struct judge *j, const struct event *ev, int64_t at_ns)
{
	struct event view = *ev;
	view.observed_at_ns = at_ns;
	for (size_t k = 0; k < j->rules->fields.n; k++)
		j->value[k] = j->field[k] == FIELD_UNKNOWN ? VALUE_NONE : ev->field[j->field[k]];
	view.field = j->value;
	return arrive(job, i, j->rules, &view);
}

static bool
arrive_pair(struct slice_job *job, const struct history_key *key, struct text record)
{
	struct compare *c = job->replay->compare;
	struct pair *p = &c->pair[0];
	bool unknown = false;
	size_t i = 0;
	pair_get(record, p, c->wanted);
	for (unsigned side = 0; side < SIDES; side++)
		for (unsigned set = 0; set < SIDES; set++) {
			struct judge *j = &c->judge[side][set];
			if (!j->decider)
				continue;
			if (p->standing[side] == STANDING_EVENT)
				unknown |= arrive_judge(job, i, j, &p->event[side], key->at_ns);
			i++;
		}
	return unknown;
}

static bool
arrive_one(struct slice_job *j, const struct history_key *key, struct text record)
{
	struct replay *r = j->replay;
	struct event ev;
	packed_get(&record, &ev, r->value, r->rules->fields.n);
	ev.observed_at_ns = key->at_ns;
	return arrive(j, 0, r->rules, &ev);
}

static int
summarise_record(
    struct slice_job *j, const struct history_key *key, struct text record, struct err *e)
{
	(void)e;
	if (!j->over &&
	    (j->replay->compare ? arrive_pair(j, key, record) : arrive_one(j, key, record)))
		return 1;
	if (!j->begun || !j->sink.record)
		return 0;
	return j->sink.record(j->sink.context, key, record);
}

/* Events before the stretch count in no window of its summary; of its own events only those do
 * that a window of a later slice can reach, unless the state itself is wanted. */
static void
leave_windows_out(struct slice_job *j)
{
	struct replay *r = j->replay;
	struct state *state;
	for (size_t i = 0; (state = replay_state(r, i)) != NULL; i++) {
		const int64_t reach_ns = fold_asked(slice_rules(r, i)).windows_ns;
		if (!j->begun)
			state_windows_from(state, INT64_MAX);
		else if (r->options.type != JOB_STATE_REBUILD)
			state_windows_from(state, stamp_sub(j->times.next_ns, reach_ns));
	}
}

/* Begins the stretch: of what was read before it, only the first events of ids are kept. */
static int
begin_stretch(struct slice_job *j, struct err *e)
{
	struct replay *r = j->replay;
	const struct position nowhere = { 0 };
	struct buf image[STATES_MAX] = { { 0 } };
	struct state *state;
	int result = 0;
	size_t n = 0;
	j->begun = true;
	j->over = !j->sink.state;
	for (; result == 0 && (state = replay_state(r, n)) != NULL; n++)
		result = state_save(state, &nowhere, &image[n], e);
	if (r->compare)
		compare_restart(r->compare, r->key);
	decider_free(r->decider);
	r->decider = compare_decider(r->rules, compare_keep(&r->options), r->key);
	leave_windows_out(j);
	for (size_t i = 0; result == 0 && i < n; i++)
		result = state_restore_firsts(replay_state(r, i), buf_as_text(&image[i]), e);
	for (size_t i = 0; i < n; i++)
		buf_free(&image[i]);
	return result;
}

struct slice_job *
slice_summarise(struct replay *r, const struct slice_times *t, const struct slice_sink *sink)
{
	struct slice_job *j = job_new(r, t, sink);
	for (size_t i = 0; i < STATES_MAX; i++)
		unsure_init(&j->unsure[i], t->from_ns,
		    slice_rules(r, i)->runtime.dedup_ttl_s * STAMP_SECOND, r->key);
	j->take = summarise_record;
	if (t->start_ns > INT64_MIN) {
		add_step(j, t->start_ns, begin_stretch);
	} else {
		j->begun = true;
		j->over = !sink->state;
	}
	if (sink->state)
		add_step(j, t->next_ns, put_states);
	leave_windows_out(j);
	return j;
}

/* ---- deciding ------------------------------------------------------------------------------- */

static int
drop_text(void *context, struct text t)
{
	(void)context, (void)t;
	return 0;
}

/* Returns whether it is not known if an event of the record is a duplicate. */
static bool
is_unknown(struct slice_job *j, const struct history_key *key, struct text record)
{
	struct replay *r = j->replay;
	struct compare *c = r->compare;
	const bool asked = key->at_ns >= j->times.sure_ns;
	bool unknown = false;
	if (!c) {
		struct event ev;
		packed_get(&record, &ev, r->value, r->rules->fields.n);
		ev.observed_at_ns = key->at_ns;
		return state_dedups(&r->rules->runtime, ev.event_id.text) &&
		       unsure_note(&j->unsure[CANDIDATE], &ev, asked);
	}
	pair_get(record, &c->pair[0], c->wanted);
	/* the crossings have the plans of the sides, so the same ids are unsure there */
	for (unsigned side = 0; side < SIDES; side++) {
		struct event ev = c->pair[0].event[side];
		ev.observed_at_ns = key->at_ns;
		if (c->pair[0].standing[side] == STANDING_EVENT &&
		    state_dedups(&c->judge[side][side].rules->runtime, ev.event_id.text))
			unknown |= unsure_note(&j->unsure[side], &ev, asked);
	}
	return unknown;
}

static int
decide_record(struct slice_job *j, const struct history_key *key, struct text record, struct err *e)
{
	const bool early = key->at_ns <= j->unsure[BASELINE].until_ns ||
			   key->at_ns <= j->unsure[CANDIDATE].until_ns;
	if (!j->times.all && early && is_unknown(j, key, record))
		return 1;
	return held_decide(
	    j->replay, key, record, j->begun ? j->sink.decision : drop_text, j->sink.context, e);
}

/* Forgets what was counted before the slice. */
static int
begin_slice(struct slice_job *j, struct err *e)
{
	struct replay *r = j->replay;
	struct replay_counts *counts = &r->counts;
	const size_t rules = r->tally.rules;
	(void)e;
	j->begun = true;
	if (r->compare)
		r->compare->put = j->sink.change;
	counts->processed = counts->duplicate = counts->id_conflict = counts->skipped = 0;
	memset(counts->decisions, 0, sizeof(counts->decisions));
	tally_end(&r->tally);
	tally_new(&r->tally, rules);
	top_free(r->top);
	r->top = replay_top(r);
	return 0;
}

/* Returns the rules of a side. */
static const struct rules *
side_rules(const struct replay *r, unsigned side)
{
	return r->compare ? r->compare->judge[side][side].rules : r->rules;
}

struct slice_job *
slice_decide(struct replay *r, const struct slice_times *t, const struct slice_feed *feed,
    const struct slice_sink *sink)
{
	struct slice_job *j = job_new(r, t, sink);
	const bool leaves_first = sink->state && t->next_ns < t->begin_ns;
	j->take = decide_record;
	j->feed = feed;
	for (unsigned side = 0; side < SIDES; side++)
		unsure_init(&j->unsure[side], t->from_ns,
		    side_rules(r, side)->runtime.dedup_ttl_s * STAMP_SECOND, r->key);
	if (r->compare) {
		r->compare->put = sink->change ? drop_text : NULL;
		r->compare->context = sink->context;
	}
	if (leaves_first)
		add_step(j, t->next_ns, put_states);
	add_step(j, t->begin_ns, begin_slice);
	if (sink->state && !leaves_first)
		add_step(j, t->next_ns, put_states);
	return j;
}
