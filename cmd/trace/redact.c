/* SPDX-License-Identifier: MIT */
#include "cmd/trace/redact.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/cli/random.h"
#include "cmd/cli/shell.h"
#include "cmd/cli/stream.h"
#include "cmd/trace/reread.h"
#include "import/hold.h"
#include "io/in.h"
#include "io/nameless.h"
#include "io/whole.h"
#include "redact/model.h"
#include "trace/expect.h"
#include "trace/put.h"

/* ---- the key -------------------------------------------------------------------------------- */

/* Says what is wrong with a key that works all the same. */
static void
warn_of_key(struct command *c, const struct stat *file, size_t length)
{
	enum { SHORT = 16 };
	const char *path = c->redacting.key;
	struct buf *b = &c->run.last_words, word = { 0 };
	shell_put_word(&word, path);
	if (length < SHORT)
		buf_printf(b,
		    "--redact-key: %s: so short a key can be guessed: it has %zu byte%s; make one by: "
		    "head -c 32 /dev/urandom >%.*s\n",
		    path, length, length == 1 ? "" : "s", (int)word.n, word.p);
	if (S_ISREG(file->st_mode) && file->st_mode & S_IROTH)
		buf_printf(b,
		    "--redact-key: %s: all users of this machine can read it; use: chmod 600 %.*s\n",
		    path, (int)word.n, word.p);
	buf_free(&word);
}

static int
read_key(struct command *c, struct buf *key)
{
	enum { MOST = 1 << 16 };
	const char *path = c->redacting.key;
	const bool standard = stream_is_standard(path);
	const int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct stat file;
	const int result = fd < 0 || fstat(fd, &file) < 0 ? -1 : whole_read_fd(fd, MOST, key);
	const int why = errno;
	if (fd >= 0 && !standard)
		close(fd);
	if (result < 0)
		return run_stop(&c->run, "--redact-key: %s: %s", path, strerror(why));
	/* an editor ends a file with a newline */
	key->n -= key->n > 0 && key->p[key->n - 1] == '\n';
	key->n -= key->n > 0 && key->p[key->n - 1] == '\r';
	if (key->n == 0)
		return run_stop(&c->run, "--redact-key: %s: it is empty", path);
	warn_of_key(c, &file, key->n);
	return 0;
}

int
redact_begin(struct command *c)
{
	struct redacting *r = &c->redacting;
	const struct siphash_key random[2] = { random_key(), random_key() };
	struct buf key = { 0 };
	if (!r->on)
		return 0;
	if (!r->key) {
		buf_put(&key, random, sizeof(random));
	} else if (read_key(c, &key) < 0) {
		buf_free(&key);
		return -1;
	}
	r->redactor = redactor_new(buf_as_text(&key), random_key());
	for (size_t i = 0; i < r->fields.n; i++)
		redactor_add_field(r->redactor, r->fields.text[i]);
	for (size_t i = 0; i < r->keeps.n; i++)
		redactor_keep_field(r->redactor, r->keeps.text[i]);
	buf_free(&key);
	return 0;
}

/* ---- inputs --------------------------------------------------------------------------------- */

/* The text of an input that is not redacted yet. */
struct input {
	struct redactor *redactor;
	struct buf text, redacted;
	int (*put)(void *context, struct text t);
	void *context;
};

static int
put_redacted(struct input *i, struct text t)
{
	i->redacted.n = 0;
	const bool changed = redact_json(i->redactor, t, TEXT_ABSENT, &i->redacted);
	return i->put(i->context, changed ? buf_as_text(&i->redacted) : t);
}

/* Puts the lines that are complete, or all, and keeps the rest. */
static int
put_lines(struct input *i, bool all)
{
	const struct text t = buf_as_text(&i->text);
	size_t done = 0;
	int result = 0;
	while (result == 0 && done < t.n) {
		const char *newline = memchr(t.p + done, '\n', t.n - done);
		if (!newline && !all)
			break;
		const size_t end = newline ? (size_t)(newline - t.p) + 1 : t.n;
		result = put_redacted(i, (struct text){ t.p + done, end - done });
		done = end;
	}
	memmove(i->text.p, i->text.p + done, t.n - done);
	i->text.n -= done;
	return result;
}

int
redact_input(struct command *c, const char *path, bool document,
    int (*put)(void *context, struct text t), void *context)
{
	enum { PIECE = 1 << 18 };
	struct input i = { .redactor = c->redacting.redactor, .put = put, .context = context };
	struct err e;
	struct in *in = in_open(path, &e);
	ssize_t n;
	int result = 0;
	/* what is wrong with an input was said when it was read before */
	if (!in)
		return 0;
	in_allow_window(in, c->settings.max_window);
	for (;;) {
		buf_room(&i.text, PIECE);
		if ((n = in_read(in, i.text.p + i.text.n, PIECE, &e)) <= 0)
			break;
		const char *fresh = i.text.p + i.text.n;
		i.text.n += (size_t)n;
		if (!document && memchr(fresh, '\n', (size_t)n) &&
		    (result = put_lines(&i, false)) != 0)
			break;
	}
	if (result == 0)
		result = document ? put_redacted(&i, buf_as_text(&i.text)) : put_lines(&i, true);
	in_close(in);
	buf_free(&i.text);
	buf_free(&i.redacted);
	return result;
}

/* ---- the selection -------------------------------------------------------------------------- */

static bool
change(void *context, struct text text, struct buf *to)
{
	return redact_json(context, text, TEXT_ABSENT, to);
}

static int
write_fd(void *context, struct text t)
{
	return whole_write_fd(*(int *)context, t);
}

/* Writes what is checked.  Returns the file, or -1 if the run is stopped. */
static int
write_result(struct command *c)
{
	enum { ENOUGH = 1 << 18 };
	const char *dir = getenv("TMPDIR");
	int fd = nameless_open(dir && *dir ? dir : "/tmp"), result = fd < 0 ? -1 : 0;
	struct buf b = { 0 };
	if (result == 0 && c->hold)
		result = import_hold_put(c->hold, write_fd, &fd);
	for (uint32_t i = 0; i < c->model->listed && result == 0 && !c->hold; i++) {
		trace_put_call(&b, c->model, c->model->depth_first[i]);
		if (b.n < ENOUGH && i + 1 < c->model->listed)
			continue;
		result = whole_write_fd(fd, buf_as_text(&b));
		b.n = 0;
	}
	buf_free(&b);
	if (result == 0)
		return fd;
	run_stop(&c->run, "--check: a temporary file: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static void
redact_models(struct command *c)
{
	redact_model(c->redacting.redactor, c->model);
	if (c->other.model)
		redact_model(c->redacting.redactor, c->other.model);
}

/* What breaks a statement is said with its values, which are not those of the input. */
static void
learn_statements(struct command *c)
{
	struct buf none = { 0 };
	for (size_t i = 0; c->expect && i < c->expect->n; i++)
		redact_json(
		    c->redacting.redactor, c->expect->statement[i].json, TEXT_ABSENT, &none);
	buf_free(&none);
}

void
redact_learn(struct command *c)
{
	struct redactor *r = c->redacting.redactor;
	if (!r)
		return;
	redactor_learn(r, true);
	learn_statements(c);
	if (c->hold)
		import_hold_change(c->hold, change, r);
	else
		redact_models(c);
	redactor_learn(r, false);
}

static void
redact_all(struct command *c)
{
	struct redactor *r = c->redacting.redactor;
	c->redacting.ids = redact_count_ids(r, c->model);
	if (c->other.model)
		c->redacting.ids += redact_count_ids(r, c->other.model);
	if (c->hold)
		import_hold_change(c->hold, change, r);
	else
		redact_models(c);
}

/* The records of --extract may have other calls, too, so they are compared with themselves. */
static int
check_selection(struct command *c, const struct trace_model *of)
{
	const int fd = write_result(c);
	if (fd < 0)
		return -1;
	const int result = redact_check(c, of, fd);
	close(fd);
	return result;
}

static struct trace_model *
reread_records(struct command *c)
{
	const int fd = write_result(c);
	struct trace_model *m = fd < 0 ? NULL : reread_traces(c, fd);
	if (fd >= 0)
		close(fd);
	return m;
}

int
redact_selection(struct command *c)
{
	struct trace_model *records = NULL;
	int result = 0;
	if (!c->redacting.on)
		return 0;
	if (c->redacting.check && c->hold && !(records = reread_records(c)))
		return -1;
	redact_all(c);
	if (c->redacting.check)
		result = check_selection(c, c->hold ? records : c->model);
	trace_model_free(records);
	return result;
}

/* ---- the check ------------------------------------------------------------------------------ */

/* Goes through the bytes of a file.  A value may lie across two pieces. */
static int
find_in_bytes(const struct redactor *r, int fd, bool *found)
{
	enum { PIECE = 1 << 20, OVERLAP = 256 };
	struct buf b = { 0 };
	ssize_t n = 1;
	off_t at = 0;
	*found = false;
	while (!*found && n > 0) {
		buf_room(&b, PIECE);
		n = pread(fd, b.p + b.n, PIECE, at);
		if (n <= 0)
			break;
		at += n;
		b.n += (size_t)n;
		*found = redact_finds_known(r, buf_as_text(&b));
		const size_t keep = b.n < OVERLAP ? b.n : OVERLAP;
		memmove(b.p, b.p + b.n - keep, keep);
		b.n = keep;
	}
	buf_free(&b);
	return n < 0 ? -1 : 0;
}

/* Redacts what was redacted: nothing may be left to replace.  Otherwise says of what kind it is,
 * and in which call. */
static bool
find_left(struct command *c, struct trace_model *m, struct buf *why)
{
	struct redactor *r = c->redacting.redactor;
	const struct redact_counts before = redactor_counts(r);
	const struct trace_call *call = redact_model_first(r, m);
	const struct redact_counts after = redactor_counts(r);
	size_t kind = 0;
	redactor_set_counts(r, &before);
	if (!call)
		return false;
	while (kind + 1 < REDACT_KINDS && after.of[kind] == before.of[kind])
		kind++;
	buf_printf(why, "a value that should have been replaced (%s, in the call ",
	    redact_kind_names[kind].p);
	redacting_put_visible(&c->redacting, why, trace_text_of(call->id));
	buf_text(why, TEXT("); replace the whole field with --redact-field NAME"));
	buf_char(why, 0);
	return true;
}

static int
fail(struct command *c, const char *why)
{
	buf_printf(
	    &c->run.last_words, "--check: failed: the result has %s; nothing was printed\n", why);
	c->run.stopped = true; /* so that -o FILE stays as it was */
	return 1;
}

int
redact_check(struct command *c, const struct trace_model *of, int fd)
{
	struct redactor *r = c->redacting.redactor;
	struct trace_model *m = reread_traces(c, fd);
	const char *why = NULL;
	struct buf left = { 0 };
	bool found = false;
	if (!m)
		return -1;
	int result = find_in_bytes(r, fd, &found);
	if (result < 0)
		run_stop(&c->run, "--check: a temporary file: %s", strerror(errno));
	else if (!reread_is_same(of, m, &why))
		result = fail(c, why);
	else if (found)
		result = fail(c, "a value that was replaced elsewhere in it");
	else if (find_left(c, m, &left))
		result = fail(c, left.p);
	else
		buf_printf(&c->run.last_words,
		    "--check: the same calls, trees and root causes; no value of 8 characters or more "
		    "that was replaced is left\n");
	buf_free(&left);
	trace_model_free(m);
	return result;
}

/* ---- what was done -------------------------------------------------------------------------- */

void
redact_say(struct command *c)
{
	struct buf *b = &c->run.last_words;
	if (!c->redacting.redactor)
		return;
	const struct redact_counts counts = redactor_counts(c->redacting.redactor);
	const uint64_t total = redact_total(&counts);
	buf_printf(b, "redacted %" PRIu64 " value%s", total, total == 1 ? "" : "s");
	bool any = false;
	for (size_t i = 0; i < REDACT_KINDS; i++) {
		if (counts.of[i] == 0)
			continue;
		buf_printf(
		    b, "%s %" PRIu64 " %s", any ? "," : ":", counts.of[i], redact_kind_names[i].p);
		any = true;
	}
	buf_char(b, '\n');
	if (!c->redacting.key && total > 0)
		buf_text(b,
		    TEXT(
			"the key of this run is random: other runs give other pseudonyms, unless all "
			"have --redact-key\n"));
	if (c->redacting.ids > 0)
		buf_printf(b, "%" PRIu64 " id%s replaced everywhere alike\n", c->redacting.ids,
		    c->redacting.ids == 1 ? " is such a value: it is"
					  : "s are such values: they are");
}
