/* SPDX-License-Identifier: MIT */
#include "rerun/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "rerun/guard.h"

enum { SECOND_NS = 1000000000, READ_AT_ONCE = 1 << 16, COMPLAINT_MAX = 1 << 12 };

struct rerun_child {
	struct rerun_watch watch;
	struct rerun_guard guard;
	struct buf out; /* for its input: what is not yet written is from `written` on */
	size_t written, last_sent;
	struct buf in; /* of its output: lines from `taken` on; `searched`: no newline before */
	size_t taken, searched;
	struct buf heard; /* of its standard error */
	bool in_closed;   /* its output has ended */
	bool out_closed;  /* it reads no more */
};

struct rerun_child *
rerun_child_start(const char *command, const struct rerun_watch *watch, struct err *e)
{
	struct rerun_child *c = mem_zalloc(1, sizeof(*c));
	c->watch = *watch;
	if (rerun_guard_start(&c->guard, command) == 0)
		return c;
	err_set(e, "cannot start a command: %s", strerror(errno));
	free(c);
	return NULL;
}

void
rerun_child_send(struct rerun_child *c, struct text t)
{
	if (c->written == c->out.n)
		c->written = c->out.n = 0;
	buf_text(&c->out, t);
	c->last_sent = t.n;
}

/* Takes the first n bytes away. */
static void
drop(struct buf *b, size_t n)
{
	if (n == 0)
		return;
	memmove(b->p, b->p + n, b->n - n);
	b->n -= n;
}

/* ---- standard error ------------------------------------------------------------------------- */

/* Passes complete lines on; without `all` the last one may still grow. */
static void
pass_on(struct rerun_child *c, bool all)
{
	size_t at = 0;
	while (at < c->heard.n) {
		const char *start = c->heard.p + at;
		const char *newline = memchr(start, '\n', c->heard.n - at);
		const size_t n = newline ? (size_t)(newline - start) : c->heard.n - at;
		if (!newline && !all && n < COMPLAINT_MAX)
			break;
		c->watch.heard(c->watch.context, (struct text){ start, n });
		at += n + (newline != NULL);
	}
	drop(&c->heard, at);
}

/* Reads what there is.  Returns the number of bytes, 0 at the end, or -1 if there is none now. */
static ssize_t
read_some(int fd, struct buf *b)
{
	ssize_t n;
	buf_room(b, READ_AT_ONCE);
	do
		n = read(fd, b->p + b->n, READ_AT_ONCE);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		b->n += (size_t)n;
	return n < 0 && errno != EAGAIN ? 0 : n;
}

static void
listen_to_complaints(struct rerun_child *c)
{
	const ssize_t n = c->guard.err < 0 ? -1 : read_some(c->guard.err, &c->heard);
	if (n == 0) {
		close(c->guard.err);
		c->guard.err = -1;
	}
	if (c->heard.n > 0)
		pass_on(c, n == 0);
}

/* ---- pipes ---------------------------------------------------------------------------------- */

/* Writes without SIGPIPE, which would end the whole program. */
static ssize_t
write_quietly(int fd, const char *p, size_t n)
{
	const struct timespec none = { 0, 0 };
	sigset_t pipe_only, before, pending;
	sigemptyset(&pipe_only);
	sigaddset(&pipe_only, SIGPIPE);
	sigpending(&pending);
	const bool was_pending = sigismember(&pending, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
	const ssize_t written = write(fd, p, n);
	const int error = errno;
	if (written < 0 && error == EPIPE && !was_pending)
		while (sigtimedwait(&pipe_only, NULL, &none) < 0 && errno == EINTR)
			;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return written;
}

static void
write_some(struct rerun_child *c)
{
	const ssize_t n = write_quietly(c->guard.in, c->out.p + c->written, c->out.n - c->written);
	if (n > 0)
		c->written += (size_t)n;
	else if (n < 0 && errno != EAGAIN && errno != EINTR)
		c->out_closed = true;
}

/* Waits until something can be done, and does it.  Returns false once the deadline has passed. */
static bool
turn(struct rerun_child *c, int64_t deadline_ns)
{
	struct pollfd p[3] = { { c->in_closed ? -1 : c->guard.out, POLLIN, 0 },
		{ c->guard.err, POLLIN, 0 },
		{ c->written < c->out.n && !c->out_closed ? c->guard.in : -1, POLLOUT, 0 } };
	enum { TURN_MS = 100 };
	int wait_ms = -1;
	if (deadline_ns != INT64_MAX) {
		const int64_t left = deadline_ns - c->watch.now_ns();
		if (left <= 0)
			return false;
		wait_ms =
		    left > INT64_C(1000000000000) ? 1000000 : (int)((left + 999999) / 1000000);
	}
	if (c->watch.interrupted && (wait_ms < 0 || wait_ms > TURN_MS))
		wait_ms = TURN_MS;
	if (poll(p, 3, wait_ms) <= 0)
		return true;
	if (p[1].revents)
		listen_to_complaints(c);
	if (p[2].revents)
		write_some(c);
	if (p[0].revents && read_some(c->guard.out, &c->in) == 0)
		c->in_closed = true;
	return true;
}

static bool
take_line(struct rerun_child *c, struct text *line)
{
	const char *newline = NULL;
	if (c->in.n == c->taken)
		return false;
	const char *start = c->in.p + c->taken;
	if (c->in.n > c->searched)
		newline = memchr(c->in.p + c->searched, '\n', c->in.n - c->searched);
	c->searched = c->in.n;
	if (!newline && !c->in_closed)
		return false;
	const size_t n = newline ? (size_t)(newline - start) : c->in.n - c->taken;
	*line = (struct text){ start, n };
	c->taken += n + (newline != NULL);
	c->searched = c->taken;
	return true;
}

enum rerun_heard
rerun_child_line(struct rerun_child *c, int64_t deadline_ns, struct text *line)
{
	drop(&c->in, c->taken);
	c->searched -= c->taken;
	c->taken = 0;
	for (;;) {
		if (take_line(c, line))
			return line->n > RERUN_LINE_MAX ? RERUN_TOO_LONG : RERUN_LINE;
		if (c->in_closed)
			return RERUN_CLOSED;
		if (c->in.n > RERUN_LINE_MAX)
			return RERUN_TOO_LONG;
		if (c->watch.interrupted && c->watch.interrupted(c->watch.interrupt))
			return RERUN_INTERRUPTED;
		if (!turn(c, deadline_ns))
			return RERUN_LATE;
	}
}

bool
rerun_child_is_closed(struct rerun_child *c)
{
	struct pollfd p = { c->guard.out, POLLIN, 0 };
	if (!c->in_closed && poll(&p, 1, 0) > 0 && read_some(c->guard.out, &c->in) == 0)
		c->in_closed = true;
	return c->in_closed && c->in.n == c->taken;
}

bool
rerun_child_has_ignored(const struct rerun_child *c)
{
	int unread = 0;
	if (ioctl(c->guard.in, FIONREAD, &unread) < 0)
		return false;
	return (size_t)unread + (c->out.n - c->written) >= c->last_sent;
}

/* ---- the end -------------------------------------------------------------------------------- */

/* Reads what there is of its output, and forgets it.  Returns the number of lines. */
static size_t
pass_over(struct rerun_child *c)
{
	size_t lines = 0;
	ssize_t n = 1;
	while (n > 0) {
		for (size_t i = c->taken; i < c->in.n; i++)
			lines += c->in.p[i] == '\n';
		c->in.n = c->taken = c->searched = 0;
		n = c->in_closed ? 0 : read_some(c->guard.out, &c->in);
		c->in_closed |= n == 0;
	}
	return lines;
}

/* Waits for the end, at most so long.  What the command still writes is read. */
static bool
wait_for_end(struct rerun_child *c, int64_t ns, int *status, size_t *unread)
{
	const int64_t until = c->watch.now_ns() + ns;
	for (;;) {
		const int64_t left = until - c->watch.now_ns();
		struct pollfd p[3] = { { c->in_closed ? -1 : c->guard.out, POLLIN, 0 },
			{ c->guard.err, POLLIN, 0 }, { c->guard.status, POLLIN, 0 } };
		if (left <= 0)
			return false;
		poll(p, 3, (int)((left + 999999) / 1000000));
		if (p[1].revents)
			listen_to_complaints(c);
		if (p[0].revents)
			*unread += pass_over(c);
		if (p[2].revents) {
			*unread += pass_over(c);
			if (read(c->guard.status, status, sizeof(*status)) != sizeof(*status))
				*status = -1;
			return true;
		}
	}
}

/* Has the guard kill all that is left, and kills the guard if that takes a second. */
static void
kill_all(struct rerun_child *c)
{
	const int64_t until = c->watch.now_ns() + SECOND_NS;
	struct pollfd ended = { c->guard.status, POLLIN, 0 };
	kill(-c->guard.pid, SIGCONT);
	close(c->guard.life);
	c->guard.life = -1;
	for (;;) {
		const int64_t left = until - c->watch.now_ns();
		int status;
		if (left <= 0 || (poll(&ended, 1, (int)((left + 999999) / 1000000)) > 0 &&
				     read(c->guard.status, &status, sizeof(status)) <= 0))
			break;
	}
	kill(-c->guard.pid, SIGKILL);
	while (waitpid(c->guard.pid, NULL, 0) < 0 && errno == EINTR)
		;
}

size_t
rerun_child_stop(struct rerun_child *c, bool at_once, int *status)
{
	size_t unread = 0;
	*status = -1;
	if (!c)
		return 0;
	close(c->guard.in);
	if (!at_once && !wait_for_end(c, SECOND_NS, status, &unread)) {
		kill(-c->guard.pid, SIGTERM);
		wait_for_end(c, SECOND_NS, status, &unread);
		*status = -1;
	}
	kill_all(c);
	listen_to_complaints(c);
	pass_on(c, true);
	rerun_guard_close(&c->guard);
	buf_free(&c->out);
	buf_free(&c->in);
	buf_free(&c->heard);
	free(c);
	return unread;
}
