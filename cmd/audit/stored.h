/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_STORED_H
#define AUDIT_STORED_H

#include <stdbool.h>

#include "audit/chain.h"
#include "audit/summary.h"
#include "base/arena.h"
#include "cmd/cli/settings.h"

/* What esper-audit reads from a store besides the history.  The settings must name a tenant of a
 * store. */

/* --verify: compares the file of every version with the history, prints those that differ, and
 * fills in the chain's verdict on documents.  Returns 0, or -1 after printing why it cannot tell.
 */
int stored_documents(const struct settings *s, struct chain *c, struct arena *a);

/* --summary: counts a job as Failed if its last entry says Running but its process has ended.  If
 * that cannot be told, the job stays Running. */
void stored_jobs(const struct settings *s, struct summary *summary);

#endif
