/* SPDX-License-Identifier: MIT */
#include "cmd/trace/waiting.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/cli/diagnostics.h"

struct waiting {
	const struct settings *settings;
	int pending; /* readable while a signal waits; it is never read */
	int over;    /* readable once the run has ended */
	pthread_t thread;
};

static void
signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
}

void
waiting_block(void)
{
	sigset_t set;
	signals(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void
waiting_unblock(void)
{
	sigset_t set;
	signals(&set);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

bool
waiting_is_interrupted(void)
{
	sigset_t set;
	sigpending(&set);
	return sigismember(&set, SIGINT) == 1 || sigismember(&set, SIGTERM) == 1;
}

void
waiting_pause(int64_t ns)
{
	const int64_t slice = 50000000;
	for (; ns > 0 && !waiting_is_interrupted(); ns -= slice) {
		const struct timespec t = { 0, ns < slice ? ns : slice };
		nanosleep(&t, NULL);
	}
}

/* Most answers come soon.  Only after this time the user is told. */
enum { PATIENCE_MS = 2000 };

static void *
watch(void *context)
{
	struct waiting *w = context;
	struct pollfd both[2] = { { .fd = w->over, .events = POLLIN },
		{ .fd = w->pending, .events = POLLIN } };
	while (poll(both, 2, -1) < 0)
		continue;
	if (both[0].revents == 0 && poll(both, 1, PATIENCE_MS) == 0)
		diag(&w->settings->voice,
		    "interrupted: waiting for the answers to requests that were sent; SIGQUIT "
		    "(Ctrl-\\) does not wait for them");
	return NULL;
}

static void
close_both(struct waiting *w)
{
	if (w->pending >= 0)
		close(w->pending);
	if (w->over >= 0)
		close(w->over);
	free(w);
}

struct waiting *
waiting_begin(const struct settings *s)
{
	struct waiting *w = mem_zalloc(1, sizeof(*w));
	sigset_t set;
	signals(&set);
	w->settings = s;
	w->pending = signalfd(-1, &set, SFD_CLOEXEC);
	w->over = eventfd(0, EFD_CLOEXEC);
	if (w->pending >= 0 && w->over >= 0 && pthread_create(&w->thread, NULL, watch, w) == 0)
		return w;
	close_both(w);
	return NULL;
}

void
waiting_end(struct waiting *w)
{
	if (!w)
		return;
	eventfd_write(w->over, 1);
	pthread_join(w->thread, NULL);
	close_both(w);
}
