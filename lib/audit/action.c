/* SPDX-License-Identifier: MIT */
#include "audit/action.h"

#include <string.h>

const struct text job_status_names[JOB_STATUSES] = { [JOB_PENDING] = TEXT("Pending"),
	[JOB_RUNNING] = TEXT("Running"),
	[JOB_COMPLETE] = TEXT("Complete"),
	[JOB_FAILED] = TEXT("Failed") };

const struct text job_status_actions[JOB_STATUSES] = { [JOB_PENDING] = TEXT("replay.submit"),
	[JOB_RUNNING] = TEXT("replay.run"),
	[JOB_COMPLETE] = TEXT("replay.complete"),
	[JOB_FAILED] = TEXT("replay.fail") };

const enum color job_status_colors[] = { [JOB_PENDING] = COLOR_OPEN,
	[JOB_RUNNING] = COLOR_OPEN,
	[JOB_COMPLETE] = COLOR_GOOD,
	[JOB_FAILED] = COLOR_BAD };

struct text
action_of(struct text action, struct text kind, char dot)
{
	if (action.n <= kind.n + 1 || memcmp(action.p, kind.p, kind.n) != 0 ||
	    action.p[kind.n] != dot)
		return TEXT_ABSENT;
	return (struct text){ action.p + kind.n + 1, action.n - kind.n - 1 };
}
