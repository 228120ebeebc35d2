/* SPDX-License-Identifier: MIT */
#ifndef PLAN_TIME_RULES_H
#define PLAN_TIME_RULES_H

#include "plan/plan.h"

/*
 * A digest of everything in a plan that decides where the records of a log are and how their times
 * are read, for the time index of packed files (io/time_index.h).  Plans with equal digests find
 * the same records with the same times in every log.  The digest has TIME_RULES bytes;
 * esper-store(5) says how it is made.
 */
void plan_time_rules(const struct plan *plan, unsigned char *digest);

/* The same for encoded events, which need no plan. */
void encoded_time_rules(unsigned char *digest);

#endif
