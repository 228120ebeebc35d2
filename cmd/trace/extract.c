/* SPDX-License-Identifier: MIT */
#include "cmd/trace/extract.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cmd/trace/load.h"
#include "cmd/trace/spool.h"
#include "io/in.h"

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

/* Copies an input that was read before.  What was wrong with it has been said then. */
static int
copy_input(struct command *c, const char *path)
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
		result = run_put(&c->run, (struct text){ p, (size_t)n });
	free(p);
	in_close(in);
	return result;
}

int
extract_whole(struct command *c)
{
	struct spool spool = { 0 };
	int result = spool_inputs(&spool, c);
	if (result == 0)
		result = load_traces(c);
	for (size_t i = 0; i < spool.n && result == 0; i++)
		result = copy_input(c, spool.opened[i] ? spool.opened[i] : spool.operand[i]);
	spool_free(&spool, c);
	return result;
}
