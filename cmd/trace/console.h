/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_CONSOLE_H
#define CMD_TRACE_CONSOLE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/*
 * A terminal that is worked at: its modes, its keys, and the signals that it sends.
 *
 * From console_begin to console_end, signals are blocked and read from a descriptor, so that
 * nothing is interrupted in the middle, and no signal leaves the terminal in a wrong mode: SIGINT
 * ends a search, SIGWINCH is noted, SIGTSTP stops the process with its terminal restored, and
 * SIGTERM and all others that would end the process end the session first.
 */
struct console {
	int in, out;   /* descriptors of the terminal */
	int signal_fd; /* -1: signals are as usual */
	sigset_t before;
	struct termios cooked; /* its modes as they were found */
	bool raw;
	int ending; /* the signal that ends the process; 0: none */
	char key[4096];
	size_t from, to; /* keys that were read: key[from..to) */
};

/* Returns 0, or -1 if `in` is no terminal. */
int console_begin(struct console *c, int in, int out);

/* Restores modes and signals.  If a signal is to end the process, it does. */
void console_end(struct console *c);

/* Keys come one by one, unechoed; or lines, as usual. */
void console_raw(struct console *c, bool on);

/* What console_key returns beside bytes. */
enum { CONSOLE_END = -1, CONSOLE_RESIZED = -2, CONSOLE_TIMEOUT = -3 };

/* The next byte of a key; CONSOLE_END at the end of the input, or if a signal ends the process;
 * CONSOLE_RESIZED after the window has changed, or after a stop.  wait_ms: -1 for ever. */
int console_key(struct console *c, int wait_ms);

/* Has SIGINT come, or a signal that ends the process, since this was asked last? */
bool console_interrupted(struct console *c);

/* Writes to the terminal.  What cannot be written is lost. */
void console_put(struct console *c, const char *p, size_t n);

/* How many columns the terminal has; 80 if it does not know. */
size_t console_width(const struct console *c);

#endif
