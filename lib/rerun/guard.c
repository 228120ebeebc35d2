/* SPDX-License-Identifier: MIT */
#include "rerun/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * This program may have several threads, so the guard only calls functions that are safe after
 * fork(2) in such a program.
 */

/* Descriptors of the guard: those of the command are 0 to 2. */
enum { LIFE = 3, STATUS = 4, DESCRIPTORS = 5 };

static void
close_from(unsigned first)
{
#ifdef SYS_close_range
	if (syscall(SYS_close_range, first, ~0U, 0) == 0)
		return;
#endif
	const long most = sysconf(_SC_OPEN_MAX);
	for (long fd = first; fd < (most > 0 ? most : 1024); fd++)
		close((int)fd);
}

/* Makes fd[i] descriptor i, and closes all others. */
static void
arrange(int *fd)
{
	for (int i = 0; i < DESCRIPTORS; i++)
		fd[i] = fcntl(fd[i], F_DUPFD, DESCRIPTORS);
	for (int i = 0; i < DESCRIPTORS; i++)
		if (dup2(fd[i], i) < 0)
			_exit(127);
	close_from(DESCRIPTORS);
}

static void
note_child(int signal_number)
{
	(void)signal_number;
}

static _Noreturn void
run_shell(const char *command)
{
	sigset_t none;
	sigemptyset(&none);
	close(LIFE);
	close(STATUS);
	signal(SIGCHLD, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/* Kills the children of the guard.  Returns how many there were. */
static size_t
kill_children(void)
{
	char list[4096];
	size_t killed = 0;
	pid_t pid = 0;
	const int fd = open("/proc/thread-self/children", O_RDONLY);
	const ssize_t n = fd < 0 ? -1 : read(fd, list, sizeof(list));
	if (fd >= 0)
		close(fd);
	for (ssize_t i = 0; i < n; i++) {
		if (list[i] != ' ') {
			pid = pid * 10 + (list[i] - '0');
			continue;
		}
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		pid = 0;
		killed++;
	}
	return killed;
}

/* Kills all that the command has started, also what left the group: once its parent has ended, a
 * process is a child of the guard. */
static void
kill_descendants(void)
{
	while (kill_children() > 0)
		;
}

/* Waits until the shell ends, or this program does.  All that was started ends, too. */
static void
wait_for_either(pid_t shell)
{
	struct pollfd life = { LIFE, POLLIN, 0 };
	sigset_t none;
	sigemptyset(&none);
	for (;;) {
		int status;
		pid_t ended;
		do
			ended = waitpid(-1, &status, WNOHANG);
		while (ended > 0 && ended != shell);
		if (ended == shell) {
			kill_descendants();
			if (write(STATUS, &status, sizeof(status)) < 0)
				return;
			return;
		}
		if (ppoll(&life, 1, NULL, &none) > 0) {
			kill_descendants();
			return;
		}
	}
}

static _Noreturn void
guard(int *fd, const char *command)
{
	static const int reset[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE, SIGUSR1, SIGUSR2,
		SIGALRM };
	struct sigaction noted = { .sa_handler = note_child };
	sigset_t all;
	setpgid(0, 0);
	for (size_t i = 0; i < sizeof(reset) / sizeof(*reset); i++)
		signal(reset[i], SIG_DFL);
	sigemptyset(&all);
	sigaddset(&all, SIGCHLD);
	sigprocmask(SIG_SETMASK, &all, NULL);
	sigaction(SIGCHLD, &noted, NULL);
	arrange(fd);
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	const pid_t shell = fork();
	if (shell == 0)
		run_shell(command);
	/* only the rest of the group is asked to end */
	signal(SIGTERM, SIG_IGN);
	for (int i = 0; i < LIFE; i++)
		close(i);
	if (shell > 0)
		wait_for_either(shell);
	kill(0, SIGKILL);
	_exit(127);
}

/* ---- this program's side -------------------------------------------------------------------- */

static void
close_all(int pipes[DESCRIPTORS][2])
{
	for (int i = 0; i < DESCRIPTORS; i++)
		for (int end = 0; end < 2; end++)
			if (pipes[i][end] >= 0)
				close(pipes[i][end]);
}

/* The guard's end of each pipe: it reads 0 and LIFE, and writes the others. */
static int
guard_end(int i)
{
	return i == 0 || i == LIFE ? 0 : 1;
}

static void
take(int pipes[DESCRIPTORS][2], int i, int *fd)
{
	int *end = &pipes[i][1 - guard_end(i)];
	*fd = *end;
	*end = -1;
	if (i < LIFE)
		fcntl(*fd, F_SETFL, fcntl(*fd, F_GETFL) | O_NONBLOCK);
}

int
rerun_guard_start(struct rerun_guard *g, const char *command)
{
	int pipes[DESCRIPTORS][2], theirs[DESCRIPTORS];
	for (int i = 0; i < DESCRIPTORS; i++)
		pipes[i][0] = pipes[i][1] = -1;
	for (int i = 0; i < DESCRIPTORS; i++) {
		if (pipe2(pipes[i], O_CLOEXEC) < 0) {
			const int error = errno;
			close_all(pipes);
			errno = error;
			return -1;
		}
		theirs[i] = pipes[i][guard_end(i)];
	}
	g->pid = fork();
	if (g->pid == 0)
		guard(theirs, command);
	if (g->pid < 0) {
		const int error = errno;
		close_all(pipes);
		errno = error;
		return -1;
	}
	setpgid(g->pid, g->pid);
	take(pipes, 0, &g->in);
	take(pipes, 1, &g->out);
	take(pipes, 2, &g->err);
	take(pipes, LIFE, &g->life);
	take(pipes, STATUS, &g->status);
	close_all(pipes);
	return 0;
}

void
rerun_guard_close(struct rerun_guard *g)
{
	if (g->err >= 0)
		close(g->err);
	close(g->out);
	if (g->life >= 0)
		close(g->life);
	close(g->status);
}
