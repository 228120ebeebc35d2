/* SPDX-License-Identifier: MIT */
#include "cmd/trace/step.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/cli/stream.h"
#include "cmd/cli/terminal.h"
#include "cmd/trace/editor.h"
#include "cmd/trace/run_again.h"
#include "cmd/trace/source.h"
#include "json/write.h"
#include "step/debugger.h"
#include "view/step_json.h"

/* ---- where commands come from --------------------------------------------------------------- */

/* Is standard input read for something else? */
static bool
is_stdin_taken(const struct command *c)
{
	const struct settings *s = &c->settings;
	if (s->operands == 0)
		return true;
	for (size_t i = 0; i < s->operands; i++)
		if (stream_is_standard(s->operand[i]))
			return true;
	for (size_t i = 0; i < s->options.n; i++) {
		const struct option_given *o = &s->options.list[i];
		if (o->given && o->spec->takes.type == OPTION_READ && o->argument &&
		    stream_is_standard(o->argument))
			return true;
	}
	return false;
}

static int
open_terminal(void)
{
	return open("/dev/tty", O_RDWR | O_CLOEXEC);
}

int
step_check(const struct command *c)
{
	if (c->settings.options.action != ACTION_STEP || !is_stdin_taken(c))
		return -1;
	const int fd = c->settings.operands == 0 && isatty(STDIN_FILENO) ? -1 : open_terminal();
	if (fd < 0)
		return options_usage(&command_program,
		    "--step reads commands from standard input, so name the traces as files");
	close(fd);
	return -1;
}

/* ---- answers -------------------------------------------------------------------------------- */

struct stepping {
	struct command *command;
	struct step_debugger *debugger;
	struct buf answer;
	struct console console; /* if there is a terminal */
	bool terminal;          /* it has the editor */
	bool prompts;           /* it has not, but a person types */
};

static int
put_part(void *context, struct buf *part)
{
	struct stepping *s = context;
	return run_put_some(&s->command->run, part, 0);
}

static bool
asked(void *context)
{
	struct stepping *s = context;
	return s->terminal && console_interrupted(&s->console);
}

static bool
redact(void *context, struct text value, struct buf *b)
{
	const struct command *c = context;
	return redacting_value(&c->redacting, value, b);
}

/* The answer as a line of JSON: what happened at the position, and the lines behind it. */
static void
put_json(struct stepping *s, struct buf *b)
{
	const struct trace_model *m = s->command->model;
	struct step_session *session = step_debugger_session(s->debugger);
	const struct trace_step step = step_at(step_session_index(session), step_position(session));
	struct text rest = buf_as_text(&s->answer);
	const char *end = memchr(rest.p, '\n', rest.n);
	step_put_json(b, m, &step, step_time(m, &step));
	b->n -= 2; /* `}` and a newline */
	json_member_begin(b, "answer", '[');
	while (end) {
		rest.n -= (size_t)(end + 1 - rest.p);
		rest.p = end + 1;
		end = memchr(rest.p, '\n', rest.n);
		if (end)
			json_add_string(
			    b, text_trim((struct text){ rest.p, (size_t)(end - rest.p) }));
	}
	json_end(b, ']');
	json_end(b, '}');
	buf_char(b, '\n');
}

/* Writes the answer.  Returns 0, or -1. */
static int
put_answer(struct stepping *s)
{
	struct buf json = { 0 };
	if (!s->command->text && s->answer.n > 0) {
		put_json(s, &json);
		s->answer.n = 0;
	}
	buf_text(&s->answer, buf_as_text(&json));
	buf_free(&json);
	return run_put_some(&s->command->run, &s->answer, 0);
}

/* Carries out a command and writes the answer.  Returns 1 to go on, 0 to quit, or -1. */
static int
carry_out(struct stepping *s, struct text line)
{
	const bool goes_on = step_debugger_do(s->debugger, line, &s->answer);
	return put_answer(s) < 0 ? -1 : goes_on;
}

/* ---- a pipe --------------------------------------------------------------------------------- */

enum { LINE_MOST = 1 << 20, PIECE = 1 << 16 };

/* What was read of the commands, and not carried out yet. */
struct commands {
	struct buf b;
	size_t from;
	bool over;  /* there is no more to read */
	bool drops; /* the line that is read is too long */
};

/* Takes the next line; the last one need not have an end. */
static bool
take_line(struct commands *r, struct text *line)
{
	const size_t n = r->b.n - r->from;
	const char *p = buf_as_text(&r->b).p + r->from;
	const char *end = n > 0 ? memchr(p, '\n', n) : NULL;
	if (!end && (n == 0 || (!r->over && n < LINE_MOST)))
		return false;
	*line = (struct text){ p, end ? (size_t)(end - p) : n };
	r->from += line->n + (end != NULL);
	return true;
}

/* Refuses a line that is too long, once: it may come in several parts. */
static int
refuse(struct stepping *s, struct commands *r)
{
	const bool first = !r->drops;
	r->drops = !r->over && r->b.p[r->from - 1] != '\n';
	if (!first)
		return 0;
	step_debugger_put_where(s->debugger, &s->answer);
	buf_text(&s->answer, TEXT("  a command has less than 1 MiB; this one is ignored\n"));
	return put_answer(s);
}

static int
put_prompt(struct stepping *s)
{
	struct buf b = { 0 };
	step_debugger_put_prompt(s->debugger, &b);
	buf_text(&b, TEXT("> "));
	const int result = run_put(&s->command->run, buf_as_text(&b));
	buf_free(&b);
	return result;
}

/* Reads more of the commands.  What was answered so far is passed on first. */
static int
read_more(struct stepping *s, int fd, struct commands *r)
{
	struct buf *b = &r->b;
	ssize_t n;
	if (s->prompts && put_prompt(s) < 0)
		return -1;
	if (run_flush(&s->command->run) < 0)
		return -1;
	if (r->from > 0)
		memmove(b->p, b->p + r->from, b->n - r->from);
	b->n -= r->from;
	r->from = 0;
	buf_room(b, PIECE);
	while ((n = read(fd, b->p + b->n, PIECE)) < 0 && errno == EINTR)
		;
	if (n < 0)
		return run_stop(&s->command->run, "standard input: %s", strerror(errno));
	r->over = n == 0;
	b->n += (size_t)n;
	return 0;
}

/* Shows a person where the session begins.  Returns 1, or -1. */
static int
greet(struct stepping *s)
{
	step_debugger_put_where(s->debugger, &s->answer);
	buf_text(&s->answer, TEXT("  type h for help, q to quit\n"));
	return run_put_some(&s->command->run, &s->answer, 0) < 0 || run_flush(&s->command->run) < 0
		   ? -1
		   : 1;
}

static int
follow_pipe(struct stepping *s, int fd)
{
	struct commands r = { 0 };
	struct text line;
	int result = s->prompts ? greet(s) : 1;
	while (result > 0) {
		if (!take_line(&r, &line)) {
			if (r.over)
				result = s->prompts ? run_put(&s->command->run, TEXT("\n")) : 0;
			else if (read_more(s, fd, &r) < 0)
				result = -1;
		} else if (r.drops || line.n >= LINE_MOST) {
			result = refuse(s, &r) < 0 ? -1 : 1;
		} else {
			result = carry_out(s, line);
		}
	}
	buf_free(&r.b);
	return result;
}

/* ---- a terminal ----------------------------------------------------------------------------- */

static void
complete(void *context, struct text begun, struct buf *words)
{
	struct stepping *s = context;
	step_debugger_complete(s->debugger, begun, words);
}

/* Shows where one is, and reads a command.  Returns what carry_out does. */
static int
prompt(struct stepping *s, struct editor *e)
{
	struct buf b = { 0 };
	struct text line;
	size_t columns = step_debugger_put_prompt(s->debugger, &b);
	int result = 0;
	buf_text(&b, TEXT("> "));
	columns += 2;
	step_debugger_set_width(s->debugger, terminal_width());
	if (editor_read(e, buf_as_text(&b), columns, &line))
		result = carry_out(s, line);
	buf_free(&b);
	return result < 0 || run_flush(&s->command->run) < 0 ? -1 : result;
}

static int
follow_terminal(struct stepping *s)
{
	struct editor *e = editor_new(&s->console, terminal_utf8());
	int result = greet(s);
	editor_set_complete(e, complete, s);
	while (result > 0)
		result = prompt(s, e);
	editor_free(e);
	return result;
}

/* ---- both ----------------------------------------------------------------------------------- */

static int
follow(struct stepping *s, int fd)
{
	const struct settings *set = &s->command->settings;
	const char *term = getenv("TERM");
	const bool person = s->command->text && stream_is_standard(set->output) &&
			    set->zstd_level == OUT_PLAIN && isatty(STDOUT_FILENO) && isatty(fd);
	const bool edits = term && *term && strcmp(term, "dumb") != 0;
	s->terminal = person && edits && console_begin(&s->console, fd, STDOUT_FILENO) == 0;
	s->prompts = person && !s->terminal;
	if (!s->terminal)
		return follow_pipe(s, fd);
	const int result = follow_terminal(s);
	console_end(&s->console);
	return result;
}

int
step_print(struct command *c)
{
	struct stepping s = { .command = c };
	struct run_again again;
	struct source_folder folder = { .path = c->showing.source };
	run_again_init(&again, c, (struct step_interrupt){ asked, &s });
	const struct step_debugger_setup setup = { .style =
						       showing_style(&c->showing, &c->settings),
		.interrupt = { asked, &s },
		.run = run_again_can(c) ? run_again : NULL,
		.run_context = &again,
		.put = c->text ? put_part : NULL,
		.put_context = &s,
		.redact = redact,
		.redact_context = c,
		.source = c->showing.source ? source_folder_line : NULL,
		.source_context = &folder,
		.now_ns = c->settings.options.clock.now_ns };
	const int fd = is_stdin_taken(c) ? open_terminal() : STDIN_FILENO;
	if (fd < 0)
		return run_stop(&c->run, "/dev/tty: %s", strerror(errno));
	struct step_index *x = step_index_new(c->model);
	s.debugger = step_debugger_new(x, &setup);
	const int result = step_positions(x) > 0 ? follow(&s, fd) : 0;
	step_debugger_free(s.debugger);
	step_index_free(x);
	run_again_free(&again);
	source_folder_say_missing(&folder, "a call or an error", &c->run.last_words);
	source_folder_free(&folder);
	buf_free(&s.answer);
	if (fd != STDIN_FILENO)
		close(fd);
	return result < 0 ? -1 : 0;
}
