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
 * Decisions: a pure function of (rules, state, event).  Live decisions, replays and the inline
 * tests of rule sets all come through decide_event.  Knows no I/O and no clock.
 */
struct decider;
struct decider *decider_new(
    const struct rules *rules, struct siphash_key key); /* with an empty state of its own */
void decider_free(struct decider *d);

/* Has every decision from now on say why: the evidence in struct decision, of each rule that
 * matched or came near.  The decisions are the same. */
void decider_explain(struct decider *d);

/* As state_expect: the next n calls of decide_event, at most DECIDE_AHEAD, will be with these. */
#define DECIDE_AHEAD STATE_AHEAD
void decide_expect(struct decider *d, const struct event *ev, size_t n);

/* Decides the event (its fields by the rules' numbers) and takes it into the state.  *out lives
 * until the next call. */
void decide_event(struct decider *d, const struct event *ev, struct decision *out);

/* What the state knew of the event that was decided last. */
const struct state_view *decider_view(const struct decider *d);

struct state *decider_state(struct decider *d);

#endif
