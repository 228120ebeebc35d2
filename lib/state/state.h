/* SPDX-License-Identifier: MIT */
#ifndef STATE_STATE_H
#define STATE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fixed.h"
#include "base/siphash.h"
#include "base/text.h"
#include "event/decision.h"
#include "rules/rules.h"

/*
 * What esper-decide remembers, separately for each tenant and by event time only: first events for
 * duplicates, entities, sessions, series of events for windows, and the watermark.  Memory is freed
 * as the watermark moves, which never changes a decision.  See STATE in esper-decide(1).
 */
struct state;

struct state_ledger {
	uint64_t late, too_late; /* too_late events are also counted as late */
	uint64_t max_lateness_ns;
	uint64_t id_conflicts; /* events whose id has a first event with other content */
};

/* rules and its runtime must outlive the state.  key: seeds its hash tables. */
struct state *state_new(const struct rules *rules, struct siphash_key key);
void state_free(struct state *s);

/*
 * Keeps counts of entities and sessions only if a rule asks about them, for a caller that needs
 * only decisions.  Call before the first event.  Decisions are the same, but state_size and a
 * snapshot leave the other entities and sessions out.
 */
void state_keep_asked(struct state *s);

/*
 * Says that each tenant's events come in order of time.  No event is late then, so expired memory
 * is freed at once, without waiting for the lateness.  Call before the first event.  Decisions are
 * the same.
 */
void state_in_order(struct state *s);

/* Says that the state will neither be saved nor restored, so that contents of events are compared
 * in a faster way.  Call before the first event.  Decisions are the same. */
void state_never_saved(struct state *s);

/* Says that events before that time need not count in windows.  Call before the first event.
 * Windows that begin there or later are the same. */
void state_windows_from(struct state *s, int64_t from_ns);

/* Returns whether an event with this id can be a duplicate. */
bool state_dedups(const struct runtime *runtime, struct text event_id);

/* The attributes of an entity or session. */
struct state_scope {
	bool present;         /* the event has this id */
	uint64_t event_count; /* includes the current event */
	uint64_t decision_count;
	uint64_t age_ns, idle_ns;
};

/* What the state knows about one event before it is decided.  state_arrive fills it, state_settle
 * completes it; between the two calls the state works on this one event. */
struct state_view {
	const struct event *event;
	bool too_late; /* decided as if it were the first event ever; the state does not change */
	bool jumped;   /* it moves the watermark by more than lateness_seconds, if that is not 0 */
	int64_t watermark_ns, next_watermark_ns; /* set if too_late or jumped: the watermark before
						    the event and after it */
	const struct verdict *duplicate; /* not NULL: the event is a duplicate, and this verdict of
					    its first event stands */
	bool id_conflict; /* within the TTL there is a first event with the same id and other
			     content */
	struct state_scope scope[2]; /* indexed by SCOPE_ENTITY and SCOPE_SESSION; set if the state
					keeps its counts or a rule compares them */
};

/*
 * Announces that the next n calls of state_arrive will be for these events, in this order.  They
 * must not change until then.  This only prefetches memory; decisions are the same without it.
 */
#define STATE_AHEAD 16 /* the largest n */
void state_expect(struct state *s, const struct event *ev, size_t n);

/*
 * Takes the event in: moves the watermark, looks for a duplicate, and counts the event in its
 * entity, session and series (unless it is a duplicate or too late).  Fields are by the rules'
 * numbers.
 */
void state_arrive(struct state *s, const struct event *ev, struct state_view *v);

/*
 * Finds a window's aggregate over (t - seconds, t] for the event of the view, which is included.
 * Returns false if the event does not have the key or, for Max and Min, if there is no number; the
 * comparison is false then.  Sum, Max and Min take the numbers that fixed_read_number reads, or
 * only whole ones if the field has these by the plan, and skip other values.  *value is in units of
 * 10^-9 for these, otherwise of 1.
 */
bool state_window(struct state *s, const struct state_view *v, size_t series, int64_t seconds,
    number_wide *value);

/* Records the verdict, for later duplicates and for decision counts.  The verdict is copied, and
 * equal ones are shared.  Do not call for duplicates and events that are too late. */
void state_settle(struct state *s, struct state_view *v, const struct verdict *verdict);

struct state_ledger state_ledger(const struct state *s);

/* Writes a span of the ledger or of a view in seconds, exactly: 5400, 0.25.  Returns the length. */
#define STATE_SECONDS_MAX 40
size_t state_put_seconds(uint64_t ns, char out[STATE_SECONDS_MAX]);

/* How much is live and how many bytes it takes, for --stats and tests of memory. */
struct state_size {
	uint64_t entities, sessions, dedups, window_events, tenants;
	uint64_t bytes;        /* of everything */
	uint64_t entity_bytes; /* of entities, without their strings and window counts */
};
struct state_size state_size(const struct state *s);

#endif
