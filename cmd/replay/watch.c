/* SPDX-License-Identifier: MIT */
#include "cmd/replay/watch.h"

#include <errno.h>
#include <unistd.h>

static void *
wait_for_end(void *context)
{
	struct watch *w = context;
	int signal_number;
	if (sigwait(&w->signals, &signal_number) != 0)
		return NULL;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
	for (size_t i = 0; i < sizeof(w->claim) / sizeof(*w->claim); i++)
		if (w->claim[i])
			claim_unlink(w->claim[i]);
	while (write(STDERR_FILENO, w->words.p, w->words.n) < 0 && errno == EINTR)
		;
	signal(signal_number, SIG_DFL);
	pthread_sigmask(SIG_UNBLOCK, &w->signals, NULL);
	raise(signal_number);
	return NULL;
}

/* A signal that the caller ignores stays ignored. */
static void
take_signals(sigset_t *set)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	sigemptyset(set);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		struct sigaction old;
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaddset(set, signals[i]);
	}
}

void
watch_hold(void)
{
	sigset_t set;
	take_signals(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void
watch_release(void)
{
	sigset_t set;
	take_signals(&set);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void
watch_begin(struct watch *w)
{
	take_signals(&w->signals);
	pthread_sigmask(SIG_BLOCK, &w->signals, NULL);
	w->on = pthread_create(&w->thread, NULL, wait_for_end, w) == 0;
	if (!w->on) /* without the thread, a signal ends the process as usual */
		pthread_sigmask(SIG_UNBLOCK, &w->signals, NULL);
}

void
watch_end(struct watch *w)
{
	if (!w->on || w->ended)
		return;
	pthread_cancel(w->thread);
	pthread_join(w->thread, NULL);
	w->ended = true;
}

void
watch_leave(struct watch *w)
{
	if (w->on)
		pthread_sigmask(SIG_UNBLOCK, &w->signals, NULL);
	buf_free(&w->words);
}
