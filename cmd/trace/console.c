/* SPDX-License-Identifier: MIT */
#include "cmd/trace/console.h"

#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* Those that mean something, and all others that would end the process, except its own faults. */
static sigset_t
signals(void)
{
	static const int all[] = { SIGINT, SIGTSTP, SIGWINCH, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1,
		SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGIO, SIGPWR, SIGSTKFLT };
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		sigaddset(&set, all[i]);
	return set;
}

int
console_begin(struct console *c, int in, int out)
{
	const sigset_t set = signals();
	*c = (struct console){ .in = in, .out = out, .signal_fd = -1 };
	if (tcgetattr(in, &c->cooked) < 0)
		return -1;
	pthread_sigmask(SIG_BLOCK, &set, &c->before);
	c->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (c->signal_fd < 0) /* signals are as usual */
		pthread_sigmask(SIG_SETMASK, &c->before, NULL);
	return 0;
}

void
console_raw(struct console *c, bool on)
{
	struct termios t = c->cooked;
	if (c->raw == on)
		return;
	if (on) {
		t.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON);
		t.c_lflag &= ~(tcflag_t)(ECHO | ICANON | IEXTEN | ISIG);
		t.c_cc[VMIN] = 1;
		t.c_cc[VTIME] = 0;
	}
	while (tcsetattr(c->in, TCSADRAIN, &t) < 0 && errno == EINTR)
		;
	c->raw = on;
}

void
console_end(struct console *c)
{
	console_raw(c, false);
	if (c->signal_fd < 0)
		return;
	close(c->signal_fd);
	c->signal_fd = -1;
	pthread_sigmask(SIG_SETMASK, &c->before, NULL);
	if (c->ending != 0)
		raise(c->ending);
}

/* Stops the process as Ctrl-Z does elsewhere, and goes on when it is continued. */
static void
stop(struct console *c)
{
	const bool raw = c->raw;
	console_raw(c, false);
	raise(SIGSTOP);
	console_raw(c, raw);
}

/* Reads a signal that has come.  Returns 0 if there is none. */
static int
take_signal(struct console *c)
{
	struct signalfd_siginfo s;
	if (c->signal_fd < 0 || read(c->signal_fd, &s, sizeof(s)) != (ssize_t)sizeof(s))
		return 0;
	const int number = (int)s.ssi_signo;
	if (number == SIGTSTP)
		stop(c);
	else if (number != SIGINT && number != SIGWINCH)
		c->ending = number;
	return number;
}

bool
console_interrupted(struct console *c)
{
	bool is = false;
	int number;
	while ((number = take_signal(c)) != 0)
		is |= number == SIGINT;
	return is || c->ending != 0;
}

/* Waits for keys.  Returns 0 once there are some. */
static int
fill(struct console *c, int wait_ms)
{
	while (c->ending == 0) { /* a command may have taken the signal that ends it */
		struct pollfd p[2] = { { .fd = c->in, .events = POLLIN },
			{ .fd = c->signal_fd, .events = POLLIN } };
		const int n = poll(p, 2, wait_ms);
		if (n == 0)
			return CONSOLE_TIMEOUT;
		if (n < 0 && errno != EINTR)
			return CONSOLE_END;
		if (p[1].revents != 0) {
			const int number = take_signal(c);
			if (c->ending != 0)
				break;
			if (number == SIGINT) /* from outside: as its key */
				return 3;
			if (number != 0)
				return CONSOLE_RESIZED;
		}
		if (p[0].revents == 0)
			continue;
		const ssize_t got = read(c->in, c->key, sizeof(c->key));
		if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
			return CONSOLE_END;
		c->from = 0;
		c->to = got > 0 ? (size_t)got : 0;
		if (got > 0)
			return 0;
	}
	return CONSOLE_END;
}

int
console_key(struct console *c, int wait_ms)
{
	if (c->from == c->to) {
		const int result = fill(c, wait_ms);
		if (result != 0)
			return result;
	}
	return (unsigned char)c->key[c->from++];
}

void
console_put(struct console *c, const char *p, size_t n)
{
	while (n > 0) {
		const ssize_t put = write(c->out, p, n);
		if (put < 0 && errno != EINTR)
			return;
		p += put > 0 ? put : 0;
		n -= put > 0 ? (size_t)put : 0;
	}
}

size_t
console_width(const struct console *c)
{
	struct winsize size;
	if (ioctl(c->out, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}
