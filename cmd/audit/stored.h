/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_STORED_H
#define AUDIT_STORED_H

#include <stdbool.h>

#include "audit/chain.h"
#include "audit/summary.h"
#include "base/arena.h"
#include "cmd/cli/settings.h"

/* What esper-audit asks of a store beside its history: the settings name a tenant of one. */

/* --verify: compares every version's file with the history, names those that differ, and fills in
 * the chain's verdict on documents.  0, or -1: it could not be told, and why has been said. */
int stored_documents(const struct settings *s, struct chain *c, struct arena *a);

/* --summary: a job whose last entry says Running and whose process is gone counts as Failed.  What
 * cannot be told stays. */
void stored_jobs(const struct settings *s, struct summary *summary);

#endif
