/* SPDX-License-Identifier: MIT */
/*
 * --step at a terminal: keys, history, completion, a resized window, and that the terminal is as
 * before however the session ends.  Each key is sent when the answer to the one before is there, so
 * nothing depends on time.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "tests/unit/unit.h"

enum { WAIT_MS = 20000 };

struct session {
	int fd;    /* our side of the terminal */
	int other; /* its side, so that the modes can be read after it has ended */
	pid_t pid;
	struct termios before;
	struct buf seen; /* since the last key */
};

static const char *
folder(const char *variable, const char *otherwise)
{
	const char *value = getenv(variable);
	return value ? value : otherwise;
}

/* command: for x; %d in it is the process. */
static void
run(const char *name, const char *command, bool piped)
{
	struct buf program = { 0 }, log = { 0 }, exec = { 0 };
	const struct text format = text_of(command ? command : "true");
	buf_text(&exec, TEXT("--exec=*="));
	for (size_t i = 0; i < format.n; i++)
		if (format.p[i] == '%' && ++i < format.n)
			buf_printf(&exec, "%d", (int)getpid());
		else
			buf_char(&exec, format.p[i]);
	buf_char(&exec, '\0');
	buf_printf(&program, "%s/esper-trace-replay%c", folder("BUILD", "build"), 0);
	buf_printf(&log, "%s/examples/incident.jsonl%c", folder("TESTDATA", "testdata"), 0);
	setsid();
	const int fd = open(name, O_RDWR);
	ioctl(fd, TIOCSCTTY, 0);
	const int in = piped ? open(log.p, O_RDONLY) : fd;
	dup2(in, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	setenv("LC_ALL", "C.UTF-8", 1);
	signal(SIGINT, SIG_DFL);
	execl(program.p, program.p, "--step", "--color=never", "--timeout=0", exec.p,
	    piped ? "-" : log.p, (char *)NULL);
	_exit(127);
}

static bool
begin(struct session *s, const char *command, bool piped)
{
	const struct winsize size = { .ws_row = 24, .ws_col = 80 };
	*s = (struct session){ .fd = posix_openpt(O_RDWR | O_NOCTTY) };
	if (s->fd < 0 || grantpt(s->fd) < 0 || unlockpt(s->fd) < 0)
		return false;
	ioctl(s->fd, TIOCSWINSZ, &size);
	s->other = open(ptsname(s->fd), O_RDWR | O_NOCTTY);
	tcgetattr(s->other, &s->before);
	s->pid = fork();
	if (s->pid == 0)
		run(ptsname(s->fd), command, piped);
	return s->other >= 0 && s->pid > 0;
}

/* Reads until the text is there. */
static bool
expect(struct session *s, const char *text)
{
	while (!text_contains(buf_as_text(&s->seen), text_of(text))) {
		struct pollfd p = { .fd = s->fd, .events = POLLIN };
		if (poll(&p, 1, WAIT_MS) <= 0)
			return false;
		buf_room(&s->seen, 4096);
		const ssize_t n = read(s->fd, s->seen.p + s->seen.n, 4096);
		if (n <= 0)
			return false;
		s->seen.n += (size_t)n;
	}
	return true;
}

static void
say_seen(const struct session *s)
{
	struct buf b = { 0 };
	buf_visible(&b, buf_as_text(&s->seen));
	printf("seen: %.*s\n", (int)b.n, b.p);
	buf_free(&b);
}

static void
send_keys(struct session *s, const char *keys)
{
	const size_t n = strlen(keys);
	s->seen.n = 0;
	CHECK(write(s->fd, keys, n) == (ssize_t)n);
}

/* The modes of the terminal are those of the beginning. */
static bool
is_restored(const struct session *s)
{
	struct termios now;
	return tcgetattr(s->other, &now) == 0 && now.c_lflag == s->before.c_lflag &&
	       now.c_iflag == s->before.c_iflag && now.c_oflag == s->before.c_oflag;
}

/* Reads what is left, so that the program can end; then, how it has ended. */
static int
finish(struct session *s)
{
	int status = -1;
	close(s->other);
	while (expect(s, "\x01 never"))
		;
	waitpid(s->pid, &status, 0);
	close(s->fd);
	buf_free(&s->seen);
	return status;
}

/* After each key or keys, what the terminal then shows. */
static const struct {
	const char *keys, *shows;
} rows[] = {
	{ "n\r", "#2 SET tax_rate = 0.08\r\n" },
	{ "\r", "#3 calculate_tax> \x1b[K" },  /* the last command again */
	{ "\x1b[A", "3 calculate_tax> n" },    /* up */
	{ "\x0b", "3 calculate_tax> n" },      /* ^K at the end erases nothing */
	{ "\x15", "3 calculate_tax> \x1b[K" }, /* ^U */
	{ "vas", "vas" },
	{ "\x1b[D", "\x1b[20C" },     /* left */
	{ "r\x05\r", "is set here" }, /* vars: inserted, and ^E */
	{ "argz", "argz" },
	{ "\x7f", "arg\x1b[K" },   /* backspace */
	{ "s\x01", "\x1b[18C" },   /* ^A */
	{ "x\x04", "xrgs" },       /* ^D erases */
	{ "\x03", "^C\r\n" },      /* ^C drops the line */
	{ "p am\t", "p amount " }, /* completion */
	{ "\r", "amount = 100.0" },
	{ "x \xc3\xa4\xe6\x97\xa5\x1b[D", "\x1b[20C" }, /* wide characters are one key each */
	{ "\x7f", "x \xe6\x97\xa5" },
	{ "\x03", "^C\r\n" },
	{ "\x12vs", "search: v" }, /* ^R; nothing has vs */
	{ "\x7f", "search: v: vars" },
	{ "\r", "is set here" },
	{ "wh\x12va", "search: va: vars" },
	{ "\x07", "> wh\x1b[K" }, /* ^G: as before the search */
	{ "\x03", "^C\r\n" },
	{ "\x10\x10\x10", "> vars" }, /* ^P, as often as there are lines, and more */
	{ "\x03", "^C\r\n" },
	{ "b\rb\r", "#1 ENTER process_order(order_id=12345, user_id=67890)\r\n" }, /* pasted */
	{ "\x1b[99~\x1bOP\x1b", "> " }, /* keys without a meaning */
	{ "\x03", "^C\r\n" },
	{ "\x0c", "\x1b[H\x1b[2J" }, /* ^L */
	{ "0123456789012345678901234567890123456789012345678901234567890123456789end",
	    "9end\x1b[K" },
};

static void
check_keys(void)
{
	struct session s;
	if (!begin(&s, NULL, false)) {
		CHECK(!"no terminal");
		return;
	}
	CHECK(expect(&s, "process_order> "));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unit_row(rows[i].shows);
		send_keys(&s, rows[i].keys);
		const bool is = expect(&s, rows[i].shows);
		CHECK(is);
		if (!is)
			say_seen(&s);
		/* the prompt that follows an answer */
		if (is && strchr("\r\x03", rows[i].keys[strlen(rows[i].keys) - 1]))
			CHECK(expect(&s, "> \x1b[K"));
	}
	unit_row("");
	const struct winsize size = { .ws_row = 24, .ws_col = 40 };
	s.seen.n = 0;
	ioctl(s.fd, TIOCSWINSZ, &size);
	CHECK(expect(&s, "> 34567890123456789end"));
	const struct winsize narrow = { .ws_row = 24, .ws_col = 20 };
	ioctl(s.fd, TIOCSWINSZ, &narrow);
	CHECK(expect(&s, "\r> 7890123456789end")); /* no prompt that would wrap */
	send_keys(&s, "\x15");
	CHECK(expect(&s, "> \x1b[K"));
	send_keys(&s, "\x04");
	CHECK(expect(&s, "1 call has no recorded end"));
	CHECK(is_restored(&s));
	const int status = finish(&s);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void
check_signal(int number)
{
	struct session s;
	if (!begin(&s, NULL, false)) {
		CHECK(!"no terminal");
		return;
	}
	CHECK(expect(&s, "process_order> \x1b[K"));
	CHECK(!is_restored(&s)); /* or the next check would say nothing */
	kill(s.pid, number);
	int status = 0;
	waitpid(s.pid, &status, 0);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == number);
	CHECK(is_restored(&s));
	close(s.fd);
	close(s.other);
	buf_free(&s.seen);
}

/* A signal comes while a call is run again, by a command that never answers. */
static void
check_signal_in_run(void)
{
	struct session s;
	int status = 0;
	if (!begin(&s, "kill -INT %d; sleep 1000", false)) {
		CHECK(!"no terminal");
		return;
	}
	CHECK(expect(&s, "process_order> \x1b[K"));
	send_keys(&s, "x\r");
	CHECK(expect(&s, "not run again: interrupted\r\n"));
	CHECK(expect(&s, "process_order> \x1b[K"));
	send_keys(&s, "q\r");
	status = finish(&s);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	if (!begin(&s, "kill -TERM %d; sleep 1000", false)) {
		CHECK(!"no terminal");
		return;
	}
	CHECK(expect(&s, "process_order> \x1b[K"));
	send_keys(&s, "x\r");
	waitpid(s.pid, &status, 0);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	CHECK(is_restored(&s));
	close(s.fd);
	close(s.other);
	buf_free(&s.seen);
}

/* The traces come from standard input, and the commands from the terminal. */
static void
check_piped(void)
{
	struct session s;
	if (!begin(&s, NULL, true)) {
		CHECK(!"no terminal");
		return;
	}
	CHECK(expect(&s, "process_order> "));
	send_keys(&s, "c\r");
	CHECK(expect(&s, "#4 ERROR ZeroDivisionError: division by zero\r\n"));
	send_keys(&s, "q\r");
	const int status = finish(&s);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* A terminal that lines cannot be edited at. */
static void
check_dumb(void)
{
	struct session s;
	setenv("TERM", "dumb", 1);
	const bool is = begin(&s, NULL, false);
	setenv("TERM", "xterm", 1);
	if (!is) {
		CHECK(!"no terminal");
		return;
	}
	CHECK(expect(&s, "user_id=67890)\r\n  type h for help, q to quit\r\n#1 process_order> "));
	send_keys(&s, "c\r");
	CHECK(expect(&s, "#4 calculate_tax> "));
	send_keys(&s, "\x04");
	CHECK(expect(&s, "\nesper-trace-replay: 1 call has no recorded end"));
	const int status = finish(&s);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int
main(void)
{
	setenv("TERM", "xterm", 1);
	check_keys();
	check_signal(SIGTERM);
	check_signal(SIGHUP);
	check_signal(SIGUSR1);
	check_signal(SIGALRM);
	check_signal_in_run();
	check_piped();
	check_dumb();
	return unit_end();
}
