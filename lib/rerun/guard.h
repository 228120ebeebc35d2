/* SPDX-License-Identifier: MIT */
#ifndef RERUN_GUARD_H
#define RERUN_GUARD_H

#include <sys/types.h>

/* The processes of a command, and this program's ends of the pipes to them.  Private to
 * rerun/child.h. */
struct rerun_guard {
	pid_t pid;    /* of the guard, and of the process group */
	int in;       /* to the standard input of the command; non-blocking, as are out and err */
	int out, err; /* from its standard output and error */
	int life;     /* the guard kills the group once nobody holds this one any more */
	int status;   /* gives the exit status, an int of waitpid(2), once the shell has ended */
};

/* Returns 0, or -1 and sets errno. */
int rerun_guard_start(struct rerun_guard *g, const char *command);

/* Closes out, err, life and status.  The guard must have been waited for. */
void rerun_guard_close(struct rerun_guard *g);

#endif
