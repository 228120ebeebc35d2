/* SPDX-License-Identifier: MIT */
#ifndef CLI_STATUS_H
#define CLI_STATUS_H

/* What every program exits with. */
enum exit_status {
	EXIT_WORKED = 0,  /* all of it worked */
	EXIT_NO = 1,      /* the answer is no: they differ, a gate or an inline test failed */
	EXIT_BROKEN = 2,  /* it could not run to the end: usage, plan, damaged input, I/O */
	EXIT_REJECTED = 3 /* it ran to the end, but some records were rejected */
};

/* The one that wins: 2 over 1, 1 over 3, 3 over 0. */
static inline int
status_worse(int a, int b)
{
	static const int weight[] = { 0, 2, 3, 1 };
	return weight[a] >= weight[b] ? a : b;
}

#endif
