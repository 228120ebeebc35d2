/* SPDX-License-Identifier: MIT */
#ifndef CLI_STATUS_H
#define CLI_STATUS_H

/* The exit statuses of every program. */
enum exit_status {
	EXIT_WORKED = 0,  /* success */
	EXIT_NO = 1,      /* the answer is no: there are differences, a gate or a test failed */
	EXIT_BROKEN = 2,  /* the run failed: usage, plan, damaged input, I/O */
	EXIT_REJECTED = 3 /* the run came to its end, but some records were rejected */
};

/* Returns the status that takes precedence: 2 over 1, 1 over 3, 3 over 0. */
static inline int
status_worse(int a, int b)
{
	static const int weight[] = { 0, 2, 3, 1 };
	return weight[a] >= weight[b] ? a : b;
}

#endif
