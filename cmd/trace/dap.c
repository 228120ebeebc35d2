/* SPDX-License-Identifier: MIT */
#include "cmd/trace/dap.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/status.h"
#include "cmd/trace/load.h"
#include "cmd/trace/redact.h"
#include "cmd/trace/run_again.h"
#include "cmd/trace/services.h"
#include "cmd/trace/source.h"
#include "io/whole.h"
#include "step/dap.h"
#include "step/dap_frame.h"

enum {
	READ_SIZE = 65536,
	SAID_MOST = 1 << 20, /* bytes that a launch may say */
	PATIENCE_S = 2       /* a search goes on for so long although the client wants to end */
};

struct server {
	const struct dap_line *line;
	int in, out;
	struct dap *session;
	struct dap_frame frame;
	struct message {
		struct message *next;
		struct buf text;
		bool fault; /* the text says what is wrong */
	} * first, **last;  /* messages that wait */
	bool ended;         /* there is no more input */
	bool failed;
	time_t since; /* when the search began; 0: there is none */
	struct command *traces;
	struct run_again again; /* if there are traces */
	struct arena launches;  /* their command lines */
};

static void
complain(const char *what)
{
	const struct voice voice = { .name = PROGRAM };
	diag(&voice, "--dap: %s", what);
}

/* ---- input and output ----------------------------------------------------------------------- */

static void
send_message(void *context, struct text message)
{
	struct server *s = context;
	struct buf b = { 0 };
	dap_frame_put(&b, message);
	if (!s->failed && whole_write_fd(s->out, buf_as_text(&b)) < 0) {
		s->failed = true;
		complain(strerror(errno));
	}
	buf_free(&b);
}

static void
queue(struct server *s, struct text text, bool fault)
{
	struct message *m = mem_zalloc(1, sizeof(*m));
	buf_text(&m->text, text);
	m->fault = fault;
	*s->last = m;
	s->last = &m->next;
}

/* Reads what is there, or waits for it, and puts whole messages into the queue. */
static void
receive(struct server *s)
{
	char *p = mem_alloc(READ_SIZE);
	ssize_t n;
	do
		n = read(s->in, p, READ_SIZE);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		complain(strerror(errno));
	s->failed |= n < 0;
	s->ended = n <= 0;
	if (n > 0)
		dap_frame_add(&s->frame, p, (size_t)n);
	free(p);
	struct text message = TEXT_ABSENT;
	struct err e;
	for (;;)
		switch (dap_frame_next(&s->frame, &message, &e)) {
		case DAP_FRAME_MESSAGE: queue(s, message, false); break;
		case DAP_FRAME_FAULT: queue(s, text_of(e.text), true); break;
		case DAP_FRAME_MORE: return;
		}
}

static void
take(struct server *s)
{
	struct message *m = s->first;
	s->first = m->next;
	if (!s->first)
		s->last = &s->first;
	s->since = 0;
	if (m->fault)
		dap_complain(s->session, buf_as_text(&m->text));
	else
		dap_take(s->session, buf_as_text(&m->text));
	buf_free(&m->text);
	free(m);
}

static time_t
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* Has the client gone, so that nobody reads what is sent? */
static bool
is_gone(const struct server *s)
{
	struct pollfd p = { .fd = s->out };
	return poll(&p, 1, 0) > 0 && (p.revents & POLLERR);
}

static bool
interrupted(void *context)
{
	struct server *s = context;
	struct pollfd p = { .fd = s->in, .events = POLLIN };
	if (s->since == 0)
		s->since = now();
	if (!s->ended && poll(&p, 1, 0) > 0)
		receive(s);
	const bool patient = now() - s->since < PATIENCE_S;
	for (const struct message *m = s->first; m; m = m->next)
		if (!m->fault && dap_is_urgent(s->session, buf_as_text(&m->text), patient))
			return true;
	return s->failed || is_gone(s);
}

/* ---- launching ------------------------------------------------------------------------------ */

/* What a launch says goes to the client: both outputs lead to a file meanwhile. */
struct capture {
	int file, out, err;
};

static int
capture_begin(struct capture *c)
{
	c->file = memfd_create("said", MFD_CLOEXEC);
	c->out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	c->err = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (c->file < 0 || c->out < 0 || c->err < 0)
		return -1;
	dup2(c->file, STDOUT_FILENO);
	dup2(c->file, STDERR_FILENO);
	return 0;
}

static void
capture_end(struct capture *c, struct buf *said)
{
	struct buf b = { 0 };
	if (c->out >= 0 && c->err >= 0 && c->file >= 0) {
		dup2(c->out, STDOUT_FILENO);
		dup2(c->err, STDERR_FILENO);
		if (lseek(c->file, 0, SEEK_SET) == 0)
			whole_read_fd(c->file, SAID_MOST, &b);
	}
	for (size_t i = 0, n; i < b.n; i += n + 1) { /* line by line, without what controls them */
		const char *end = memchr(b.p + i, '\n', b.n - i);
		n = end ? (size_t)(end - b.p) - i : b.n - i;
		buf_visible(said, (struct text){ b.p + i, n });
		buf_char(said, '\n');
	}
	buf_free(&b);
	close(c->file);
	close(c->out);
	close(c->err);
}

/* The command line of a launch: that of the adapter, and then the arguments. */
static char **
make_line(struct server *s, const struct text *argument, size_t n, int *argc)
{
	const size_t own = (size_t)s->line->argc;
	char **argv = arena_zalloc(&s->launches, own + n + 2, sizeof(*argv));
	size_t at = 0;
	for (size_t i = 0; i < own; i++)
		argv[at++] = s->line->argv[i];
	for (size_t i = 0; i < n; i++) {
		if (i + 1 == n)
			argv[at++] = (char *)arena_text(&s->launches, TEXT("--")).p;
		argv[at++] = (char *)arena_text(&s->launches, argument[i]).p;
	}
	*argc = (int)at;
	return argv;
}

/* The books of the run: what is out is the selection. */
static void
count_selected(struct command *c)
{
	struct books *b = &c->run.books;
	const uint64_t most = b->in - b->rejected, records = c->model->records;
	if (selecting_all(&c->selecting))
		return;
	b->out = records < most ? records : most;
	b->skipped = most - b->out;
}

/* Loads the traces of a command line.  Returns -1 if that failed, which has been said. */
static int
load(struct command *c)
{
	int result = -1;
	if (run_begin(&c->run, &c->settings) < 0)
		return -1;
	if (redact_begin(c) == 0 && load_traces(c) == 0 && redact_selection(c) == 0) {
		services_adjust(c);
		redact_say(c);
		load_say_odd(c);
		count_selected(c);
		result = 0;
	}
	const int status = run_end(&c->run, NULL, NULL);
	if (status != EXIT_BROKEN && result == 0 && c->model->traces == 0)
		complain(selecting_all(&c->selecting) ? "the input has no trace"
						      : "no trace matches the selection");
	return c->model->traces > 0 ? result : -1;
}

static void
drop(struct server *s)
{
	if (!s->traces)
		return;
	run_again_free(&s->again);
	s->line->close(s->traces);
	free(s->traces);
	s->traces = NULL;
	s->again = (struct run_again){ 0 };
}

static const struct trace_model *
launch(void *context, const struct text *argument, size_t n, struct buf *said)
{
	struct server *s = context;
	struct capture capture;
	int argc;
	drop(s);
	s->traces = mem_zalloc(1, sizeof(*s->traces));
	char **argv = make_line(s, argument, n, &argc);
	const struct trace_model *model = NULL;
	if (capture_begin(&capture) < 0)
		complain(strerror(errno));
	else if (s->line->open(s->traces, argc, argv) < 0 && load(s->traces) == 0) {
		run_again_init(&s->again, s->traces, (struct step_interrupt){ interrupted, s });
		model = s->traces->model;
	}
	capture_end(&capture, said);
	return model;
}

static bool
find_file(void *context, struct text recorded, bool anywhere, struct buf *path)
{
	struct server *s = context;
	const char *folder = s->traces->showing.source;
	if (!anywhere)
		return folder && source_find(folder, recorded, path);
	return recorded.n > 0 && recorded.p[0] == '/' && source_find("", recorded, path);
}

static bool
redact(void *context, struct text value, struct buf *b)
{
	const struct server *s = context;
	return redacting_value(&s->traces->redacting, value, b);
}

static void
prepare(void *context, struct step_debugger_setup *setup)
{
	struct server *s = context;
	setup->redact = redact;
	setup->redact_context = s;
	setup->now_ns = s->traces->settings.options.clock.now_ns;
	setup->run = run_again_can(s->traces) ? run_again : NULL;
	setup->run_context = &s->again;
}

/* ---- the session ---------------------------------------------------------------------------- */

/* Takes standard input and output away from everything else. */
static int
open_streams(struct server *s)
{
	const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	s->in = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	s->out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (null < 0 || s->in < 0 || s->out < 0)
		return -1;
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	close(null);
	return 0;
}

static int
serve(struct server *s)
{
	while (!dap_is_over(s->session) && !s->failed) {
		if (s->first)
			take(s);
		else if (s->ended)
			break;
		else
			receive(s);
	}
	if (!dap_is_over(s->session) && dap_frame_is_torn(&s->frame)) {
		complain("the input ends within a message; the session is over");
		return EXIT_BROKEN;
	}
	return s->failed ? EXIT_BROKEN : EXIT_WORKED;
}

int
dap_serve(const struct command *c, const struct dap_line *line)
{
	struct server s = { .line = line };
	const struct dap_host host = {
		.context = &s,
		.send = send_message,
		.launch = launch,
		.find_file = find_file,
		.interrupted = interrupted,
		.prepare = prepare,
	};
	s.last = &s.first;
	if (c->settings.operands > 0)
		return options_usage(&command_program,
		    "--dap: the client names the file, as \"program\" of its launch");
	if (open_streams(&s) < 0) {
		complain(strerror(errno));
		return EXIT_BROKEN;
	}
	s.session = dap_new(&host);
	const int status = serve(&s);
	dap_free(s.session);
	for (struct message *m = s.first, *next; m; m = next) {
		next = m->next;
		buf_free(&m->text);
		free(m);
	}
	dap_frame_free(&s.frame);
	drop(&s);
	arena_free(&s.launches);
	close(s.in);
	close(s.out);
	return status;
}
