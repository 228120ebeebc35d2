/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_SPOOL_H
#define CMD_TRACE_SPOOL_H

#include "cmd/trace/command.h"

/*
 * Makes every input one that can be read twice: a pipe is copied, as it is, to a file without a
 * name in $TMPDIR (else /tmp), which is gone when the program ends.  Standard input becomes an
 * operand. An input that cannot be opened is left as it is.  Returns 0, or -1 after printing what
 * is wrong.
 */
struct spool {
	char **operand; /* instead of none; the command keeps it */
	const char **opened;
	int *fd;
	size_t n;
	struct arena arena;
};

int spool_inputs(struct spool *s, struct command *c);
void spool_free(struct spool *s, struct command *c);

#endif
