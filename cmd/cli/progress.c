/* SPDX-License-Identifier: MIT */
#include "cmd/cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/stream.h"

#define SECOND INT64_C(1000000000)
#define REDRAWN (SECOND / 5)

int64_t
progress_clock_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * SECOND + now.tv_nsec;
}

void
progress_begin(struct progress *p, const struct settings *s)
{
	bool terminal = isatty(STDERR_FILENO);
	*p = (struct progress){
		.voice = &s->voice,
		.on = !s->quiet &&
		      (s->progress == WHEN_ALWAYS || (s->progress == WHEN_AUTO && terminal)),
		.terminal = terminal,
		.shares = stream_is_standard(s->output) && isatty(STDOUT_FILENO),
		.begun_ns = progress_clock_ns(),
	};
	p->since_ns = p->begun_ns;
	p->next_ns = p->begun_ns + (terminal && s->progress == WHEN_ALWAYS ? 0 : SECOND);
}

void
progress_phase(struct progress *p, const char *name)
{
	p->phase = name;
	p->since_ns = progress_clock_ns();
}

bool
progress_due(const struct progress *p)
{
	return p->on && progress_clock_ns() >= p->next_ns;
}

/* Appends millions as `86.4`, with three digits or more. */
static void
put_mega(struct buf *b, double bytes)
{
	double mega = bytes / 1e6;
	buf_printf(b, "%.*f", mega < 9.995 ? 2 : mega < 99.95 ? 1 : 0, mega);
}

static void
put_left(struct buf *b, double seconds)
{
	uint64_t s = (uint64_t)(seconds + 0.5);
	if (s >= 3600)
		buf_printf(b, "%" PRIu64 "h", s / 3600);
	if (s >= 60)
		buf_printf(b, "%" PRIu64 "m", s / 60 % 60);
	buf_printf(b, "%" PRIu64 "s left, ", s % 60);
}

/* Appends a number as `415k`, with three digits or more. */
static void
put_many(struct buf *b, double n)
{
	if (n < 9999.5)
		buf_printf(b, "%.0f", n);
	else if (n < 999500)
		buf_printf(b, "%.0fk", n / 1e3);
	else
		buf_printf(b, "%.*fM", n < 9.995e6 ? 2 : 1, n / 1e6);
}

static uint64_t
events_of(const struct books *books)
{
	return books->in - books->skipped - books->rejected;
}

/* Begins with what must not be cut off on a narrow terminal.  `seconds` is the time of this phase,
 * `all` of the whole run. */
static void
put_line(struct buf *b, const struct books *books, uint64_t bytes, uint64_t total, double seconds,
    double all)
{
	const bool known = total > 0 && total >= bytes;
	double speed = seconds > 0 ? (double)bytes / seconds : 0;
	if (known) {
		buf_printf(b, "%.0f%%, ", 100.0 * (double)bytes / (double)total);
		if (speed > 0)
			put_left(b, (double)(total - bytes) / speed);
	}
	buf_printf(b, "%" PRIu64 " events, ", events_of(books));
	put_many(b, all > 0 ? (double)events_of(books) / all : 0);
	buf_printf(b, "/s, %" PRIu64 " failed, ", books->rejected);
	put_mega(b, (double)bytes);
	if (known) {
		BUF_LIT(b, " of ");
		put_mega(b, (double)total);
	}
	BUF_LIT(b, " MB, ");
	put_mega(b, speed);
	BUF_LIT(b, " MB/s");
}

static void
write_out(const struct buf *b)
{
	if (write(STDERR_FILENO, b->p, b->n) < 0)
		return; /* a failure cannot be reported anywhere */
}

void
progress_clear(struct progress *p)
{
	struct buf b = { 0 };
	if (p->drawn == 0)
		return;
	buf_printf(&b, "\r%*s\r", (int)p->drawn, "");
	write_out(&b);
	p->drawn = 0;
	buf_free(&b);
}

/* Replaces the terminal's line.  The line must not wrap, because \r could not return to its
 * beginning. */
static void
draw(struct progress *p, const struct buf *text)
{
	struct winsize size = { 0 };
	struct buf b = { 0 };
	size_t n;
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col < 2)
		size.ws_col = 80;
	buf_printf(&b, "\r%s: ", p->voice->name);
	buf_text(&b, buf_as_text(text));
	n = b.n - 1;
	size_t columns = (size_t)size.ws_col - 1;
	if (n > columns) {
		b.n -= n - columns;
		n = columns;
	}
	if (p->drawn > n)
		buf_printf(&b, "%*s", (int)(p->drawn - n), "");
	write_out(&b);
	p->drawn = n;
	buf_free(&b);
}

void
progress_show(struct progress *p, const struct books *books, uint64_t bytes, uint64_t total)
{
	struct buf b = { 0 };
	int64_t now = progress_clock_ns();
	if (p->phase)
		buf_printf(&b, "%s: ", p->phase);
	put_line(&b, books, bytes, total, (double)(now - p->since_ns) / SECOND,
	    (double)(now - p->begun_ns) / SECOND);
	if (p->terminal)
		draw(p, &b);
	else
		diag(p->voice, "%.*s", (int)b.n, b.p);
	p->next_ns = now + (p->terminal ? REDRAWN : SECOND);
	buf_free(&b);
}

void
progress_end(struct progress *p, const struct books *books, uint64_t bytes)
{
	struct buf b = { 0 };
	double seconds = (double)(progress_clock_ns() - p->begun_ns) / SECOND;
	progress_clear(p);
	if (!p->on || p->terminal)
		return;
	put_mega(&b, (double)bytes);
	buf_printf(&b, " MB in %.1fs, ", seconds);
	put_mega(&b, seconds > 0 ? (double)bytes / seconds : 0);
	buf_printf(
	    &b, " MB/s, %" PRIu64 " events, %" PRIu64 " failed", events_of(books), books->rejected);
	diag(p->voice, "%.*s", (int)b.n, b.p);
	buf_free(&b);
}
