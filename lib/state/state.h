/* SPDX-License-Identifier: MIT */
#ifndef STATE_STATE_H
#define STATE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/siphash.h"
#include "base/text.h"
#include "event/decision.h"
#include "rules/rules.h"
#include "state/wide.h"

/*
 * What esper-decide remembers, apart for each tenant and by event time alone: section 8 of the
 * contract.  Duplicates, entities, sessions, series of events for windows, the watermark.  Memory
 * is given back as the watermark moves, which never changes an answer.
 */
struct state;

struct state_ledger {
	uint64_t late, too_late; /* those too late are late, too */
	uint64_t max_lateness_ns;
	uint64_t id_conflicts; /* events of an id that a first event of other content has, too */
};

/* rules and its runtime must outlive the state.  key: for its hash tables. */
struct state *state_new(const struct rules *rules, struct siphash_key key);
void state_free(struct state *s);

/*
 * Before the first event, for one who wants decisions alone: counts of entities and sessions are
 * kept only where a rule asks about them.  Decisions are the same; state_size counts none of the
 * others, and a snapshot would not have them.
 */
void state_keep_asked(struct state *s);

/*
 * Before the first event, for one whose events come in order of time (each tenant's): none is late,
 * so what lies behind is given back at once and waits for no lateness.  Decisions are the same.
 */
void state_in_order(struct state *s);

/* Before the first event, for a state that will neither be saved nor restored: contents of events
 * are told apart in a quicker way.  Decisions are the same. */
void state_never_saved(struct state *s);

/* Can an event of that id be a duplicate? */
bool state_dedups(const struct runtime *runtime, struct text event_id);

/* The attributes of an entity or session. */
struct state_scope {
	bool present;         /* the event has that id */
	uint64_t event_count; /* the event at hand included */
	uint64_t decision_count;
	uint64_t age_ns, idle_ns;
};

/* What the state knows of one event before it is decided.  Filled by state_arrive, finished by
 * state_settle; the state holds on to the one event between the two. */
struct state_view {
	const struct event *event;
	bool too_late; /* decided as if it were the first event ever; changes nothing */
	bool jumped;   /* it moves the watermark by more than lateness_seconds, if that is not 0 */
	int64_t watermark_ns, next_watermark_ns; /* before it and after it, where it does either */
	const struct verdict *duplicate; /* not NULL: of this first event, whose verdict stands */
	bool id_conflict; /* a first event of the same id and other content is within the TTL */
	struct state_scope scope[2]; /* by SCOPE_ENTITY and SCOPE_SESSION */
};

/*
 * The next n calls of state_arrive will be with these, in this order; none of what they have
 * changes until then.  Answers are the same without it: it is about what is looked up being in the
 * cache by then.
 */
#define STATE_AHEAD 16 /* n is at most this */
void state_expect(struct state *s, const struct event *ev, size_t n);

/*
 * Takes the event in: moves the watermark, finds a duplicate, counts it in its entity, session and
 * series (unless it is a duplicate or too late).  field values are by the rules' numbers.
 */
void state_arrive(struct state *s, const struct event *ev, struct state_view *v);

/*
 * A window's aggregate over (t - seconds, t] for the event of the view, itself included.  false:
 * the event has not the key (or, for Max, nothing is there): the comparison is false.  Sum and Max
 * are of the numbers that are whole and fit int64 or uint64; what else is there is not counted.
 */
bool state_window(struct state *s, const struct state_view *v, size_t series, int64_t seconds,
    number_wide *value);

/* Notes the verdict (copied, shared between equal ones): for duplicates to come and decision
 * counts.  Not for duplicates and events too late. */
void state_settle(struct state *s, struct state_view *v, const struct verdict *verdict);

struct state_ledger state_ledger(const struct state *s);

/* A span of the ledger or of a view as the number of its seconds, exactly: 5400, 0.25.  Returns the
 * length. */
#define STATE_SECONDS_MAX 40
size_t state_put_seconds(uint64_t ns, char out[STATE_SECONDS_MAX]);

/* What is live and the bytes held, for --stats and tests of memory. */
struct state_size {
	uint64_t entities, sessions, dedups, window_events, tenants;
	uint64_t bytes; /* of it all */
	uint64_t
	    entity_bytes; /* of entities, beside their strings and what windows count of them */
};
struct state_size state_size(const struct state *s);

#endif
