/* SPDX-License-Identifier: MIT */
#include "audit/action.h"

#include <string.h>

const struct text job_status_names[JOB_STATUSES] = { JOB_STATUS_ROWS(ROWS_NAME) };

#define ACTION(status, name, action, color) TEXT(action),
const struct text job_status_actions[JOB_STATUSES] = { JOB_STATUS_ROWS(ACTION) };

#define COLOR(status, name, action, color) color,
const enum color job_status_colors[JOB_STATUSES] = { JOB_STATUS_ROWS(COLOR) };

struct text
action_of(struct text action, struct text kind, char dot)
{
	if (action.n <= kind.n + 1 || memcmp(action.p, kind.p, kind.n) != 0 ||
	    action.p[kind.n] != dot)
		return TEXT_ABSENT;
	return (struct text){ action.p + kind.n + 1, action.n - kind.n - 1 };
}
