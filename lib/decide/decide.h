/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_DECIDE_H
#define DECIDE_DECIDE_H

#include <stddef.h>
#include <stdint.h>

#include "base/siphash.h"
#include "event/decision.h"
#include "event/event.h"
#include "rules/rules.h"
#include "state/state.h"

/*
 * Decisions: a pure function of (rules, state, event), without I/O or a clock.  Live decisions,
 * replays and the inline tests of rule sets all call decide_event.
 */
struct decider;
struct decider *decider_new(
    const struct rules *rules, struct siphash_key key); /* with an empty state of its own */
void decider_free(struct decider *d);

/*
 * Has every decision from now on say why: the evidence in struct decision, of each rule that
 * matched or came near.  The decisions are the same.
 *
 * EXPLAIN_JSON	an array of event_put_evidence's
 * EXPLAIN_TEXT	a line for each rule, for people: `matched burst (too many): …`, and for a rule that
 *		did not match `near burst: …`
 */
enum explain_form { EXPLAIN_JSON, EXPLAIN_TEXT };
void decider_explain(struct decider *d, enum explain_form form);

/* Announces the next n calls of decide_event, at most DECIDE_AHEAD; see state_expect. */
#define DECIDE_AHEAD STATE_AHEAD
void decide_expect(struct decider *d, const struct event *ev, size_t n);

/* Decides the event, whose fields are by the rules' numbers, and takes it into the state.  *out is
 * valid until the next call. */
void decide_event(struct decider *d, const struct event *ev, struct decision *out);

/* Returns what the state knew about the last event decided. */
const struct state_view *decider_view(const struct decider *d);

struct state *decider_state(struct decider *d);

#endif
