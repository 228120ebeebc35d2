/* SPDX-License-Identifier: MIT */
#include "cmd/trace/signals.h"

#include <time.h>

static sigset_t
held(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	return set;
}

void
signals_hold(sigset_t *before)
{
	const sigset_t set = held();
	pthread_sigmask(SIG_BLOCK, &set, before);
}

bool
signals_wait(void)
{
	sigset_t waiting;
	sigpending(&waiting);
	return sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGTERM) == 1;
}

int
signals_release(const sigset_t *before)
{
	const sigset_t set = held();
	const struct timespec at_once = { 0, 0 };
	const int number = sigtimedwait(&set, NULL, &at_once);
	pthread_sigmask(SIG_SETMASK, before, NULL);
	return number > 0 ? number : 0;
}
