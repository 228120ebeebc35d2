/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_ACTION_H
#define AUDIT_ACTION_H

#include "base/rows.h"
#include "base/text.h"
#include "report/color.h"

/*
 * The words in entries for changes of versions and jobs.  The store writes them; the summary and
 * the store's proofs read them.
 */

/* Versions: the action is KIND.VERB, the target KIND/NUMBER. */
#define ACTION_ENCODING "encoding"
#define ACTION_RULES "rules"
#define ACTION_CREATE "create"
#define ACTION_UPDATE "update"
#define ACTION_ACTIVATE "activate"
#define ACTION_RETIRE "retire"
#define ACTION_DELETE "delete"

/* Returns what follows the kind and its dot (in a target: its slash); absent if the kind is
 * another. */
struct text action_of(struct text action, struct text kind, char dot);

/* Jobs: a status, its name, the action of the entry that sets it, and its colour in text output. */
#define JOB_STATUS_ROWS(ROW)                                                                       \
	ROW(PENDING, "Pending", "replay.submit", COLOR_OPEN)                                       \
	ROW(RUNNING, "Running", "replay.run", COLOR_OPEN)                                          \
	ROW(COMPLETE, "Complete", "replay.complete", COLOR_GOOD)                                   \
	ROW(FAILED, "Failed", "replay.fail", COLOR_BAD)
#define JOB_STATUS(status, name, action, color) JOB_##status,
enum job_status { JOB_STATUS_ROWS(JOB_STATUS) };
#define JOB_STATUSES ROWS_COUNT(JOB_STATUS_ROWS)
extern const struct text job_status_names[JOB_STATUSES];
extern const struct text job_status_actions[JOB_STATUSES];
extern const enum color job_status_colors[JOB_STATUSES];

#endif
