/* SPDX-License-Identifier: MIT */
#include "cmd/trace/extract.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/trace/load.h"
#include "cmd/trace/redact.h"
#include "cmd/trace/spool.h"
#include "io/in.h"
#include "io/nameless.h"
#include "io/whole.h"
#include "redact/model.h"

static int
put(void *context, struct text t)
{
	return run_put(context, t);
}

int
extract_print(struct command *c)
{
	return c->hold ? import_hold_put(c->hold, put, &c->run) : 0;
}

/* What is put out, input by input.  An input whose last line does not end is followed by a newline
 * if another one follows: its last line would run into the first line of that. */
struct joining {
	int (*put)(void *context, struct text t);
	void *context;
	bool begins; /* nothing of the input has been put out yet */
	bool open;   /* what has been put out does not end in a newline */
};

static int
put_joined(void *context, struct text t)
{
	struct joining *j = context;
	if (t.n == 0)
		return 0;
	const bool apart = j->begins && j->open;
	j->begins = false;
	j->open = t.p[t.n - 1] != '\n';
	if (apart && j->put(j->context, TEXT("\n")) != 0)
		return -1;
	return j->put(j->context, t);
}

/* Copies an input that was read before.  What was wrong with it has been said then. */
static int
copy_input(struct command *c, const char *path, struct joining *j)
{
	enum { PIECE = 1 << 18 };
	struct err e;
	struct in *in = in_open(path, &e);
	if (!in)
		return 0;
	char *p = mem_alloc(PIECE);
	ssize_t n;
	int result = 0;
	in_allow_window(in, c->settings.max_window);
	while (result == 0 && (n = in_read(in, p, PIECE, &e)) > 0)
		result = put_joined(j, (struct text){ p, (size_t)n });
	free(p);
	in_close(in);
	return result;
}

static int
skip(void *context, struct text t)
{
	(void)context;
	(void)t;
	return 0;
}

static int
put_fd(void *context, struct text t)
{
	return whole_write_fd(*(int *)context, t);
}

/* Redacts all inputs.  The redactor may learn from them only. */
static int
redact_inputs(struct command *c, const struct spool *spool,
    int (*put_text)(void *context, struct text t), void *context)
{
	struct joining j = { put_text, context, .begins = true };
	int result = 0;
	for (size_t i = 0; i < spool->n && result == 0; i++) {
		j.begins = true;
		result = redact_input(c, spool->opened[i] ? spool->opened[i] : spool->operand[i],
		    c->document[i], put_joined, &j);
	}
	return result;
}

/* --check: redacts the inputs into a file. */
static int
check_inputs(struct command *c, const struct spool *spool)
{
	const char *dir = getenv("TMPDIR");
	int fd = nameless_open(dir && *dir ? dir : "/tmp");
	struct redactor *r = c->redacting.redactor;
	const struct redact_counts before = redactor_counts(r);
	int result;
	if (fd < 0 || redact_inputs(c, spool, put_fd, &fd) != 0)
		result = run_stop(&c->run, "--check: a temporary file: %s", strerror(errno));
	else
		result = redact_check(c, c->model, fd);
	redactor_set_counts(r, &before);
	if (fd >= 0)
		close(fd);
	return result;
}

static int
print_redacted(struct command *c, const struct spool *spool)
{
	struct redactor *r = c->redacting.redactor;
	redactor_learn(r, true);
	redact_inputs(c, spool, skip, NULL);
	redactor_learn(r, false);
	c->redacting.ids = redact_count_ids(r, c->model);
	const int result = c->redacting.check ? check_inputs(c, spool) : 0;
	return result != 0 ? result : redact_inputs(c, spool, put, &c->run);
}

int
extract_whole(struct command *c)
{
	struct spool spool = { 0 };
	int result = spool_inputs(&spool, c);
	if (result == 0 && c->redacting.on)
		c->document = mem_zalloc(spool.n, sizeof(*c->document));
	if (result == 0)
		result = load_traces(c);
	if (result == 0 && c->redacting.on)
		result = print_redacted(c, &spool);
	struct joining j = { put, &c->run, .begins = true };
	for (size_t i = 0; i < spool.n && result == 0 && !c->redacting.on; i++) {
		j.begins = true;
		result = copy_input(c, spool.opened[i] ? spool.opened[i] : spool.operand[i], &j);
	}
	spool_free(&spool, c);
	return result;
}
