/* SPDX-License-Identifier: MIT */
#include "cmd/trace/reread.h"

#include <stdio.h>
#include <unistd.h>

#include "cmd/cli/random.h"
#include "io/blocks.h"
#include "trace/root_cause.h"

static void
ignore(void *context, uint64_t line, const struct reject *why, struct text raw)
{
	(void)context;
	(void)line;
	(void)why;
	(void)raw;
}

static int
read_blocks(struct blocks *blocks, const struct import_maps *maps, struct import_reading *reading,
    struct import *im, struct err *e)
{
	struct import_part *part = import_part_new(maps);
	struct json_index index = { 0 };
	struct input_block b;
	uint64_t lines = 0;
	int more;
	while ((more = blocks_next(blocks, &b, e)) > 0) {
		if (!b.p)
			continue;
		if (!b.index)
			json_index_build(&index, b.p, b.n, JSON_LINES);
		const struct import_block block = { b.p, b.n, b.index ? b.index : &index,
			b.envelope, b.envelopes };
		import_block(reading, part, &block, ignore, NULL);
		const uint64_t in_part = import_part_counts(part)->lines;
		import_join(im, part, 0, lines);
		lines += in_part;
	}
	json_index_free(&index);
	import_part_free(part);
	return more;
}

struct trace_model *
reread_traces(struct command *c, int fd)
{
	const struct siphash_key key = random_key();
	const struct import_options options = { .key = &key, .maps = c->maps };
	struct json_arrays *arrays = import_arrays(c->maps);
	struct trace_model *model = trace_model_new(key);
	struct import *im = import_new(model, c->maps);
	struct import_reading *reading = import_reading_new(&options);
	struct blocks blocks;
	struct err e;
	char path[40];
	int result = -1;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct in *in = in_open(path, &e);
	if (in) {
		blocks_init(&blocks, in,
		    &(struct blocks_options){ .max_record = c->settings.max_line,
			.arrays = arrays,
			.open_end = true,
			.nested = true,
			.expect = BLOCKS_EXPECT_EITHER });
		result = read_blocks(&blocks, c->maps, reading, im, &e);
		blocks_free(&blocks);
		in_close(in);
	}
	import_end(im);
	trace_build(model);
	import_reading_free(reading);
	import_free(im);
	json_arrays_free(arrays);
	if (result < 0) {
		run_stop(&c->run, "the result, read again: %s", e.text);
		trace_model_free(model);
		return NULL;
	}
	return model;
}

/* ---- comparison ----------------------------------------------------------------------------- */

static uint32_t
parent_at(const struct trace_model *m, const struct trace_call *c)
{
	return c->parent == TRACE_NONE ? TRACE_NONE : m->call[c->parent].at;
}

static const char *
difference(const struct trace_model *a, const struct trace_model *b, uint32_t at)
{
	const struct trace_call *x = trace_call_at(a, at), *y = trace_call_at(b, at);
	if (x->trace != y->trace || parent_at(a, x) != parent_at(b, y))
		return "another tree";
	if (x->kind != y->kind || x->status != y->status || x->events != y->events ||
	    x->start_ns != y->start_ns || x->duration_ns != y->duration_ns)
		return "other calls";
	return NULL;
}

static bool
has_same_cause(const struct trace_model *a, const struct trace_model *b, size_t trace)
{
	struct root_cause x, y;
	const bool failed = trace_root_cause(a, trace, &x);
	if (failed != trace_root_cause(b, trace, &y))
		return false;
	return !failed || (a->call[x.call].at == b->call[y.call].at && x.at_ns == y.at_ns &&
			      x.handled == y.handled && (x.type != NULL) == (y.type != NULL) &&
			      (x.message != NULL) == (y.message != NULL));
}

bool
reread_is_same(const struct trace_model *a, const struct trace_model *b, const char **why)
{
	*why = NULL;
	if (a->traces != b->traces)
		*why = "another number of traces";
	else if (a->listed != b->listed)
		*why = "another number of calls";
	for (uint32_t i = 0; i < a->listed && !*why; i++)
		*why = difference(a, b, i);
	for (size_t i = 0; i < a->traces && !*why; i++)
		*why = has_same_cause(a, b, i) ? NULL : "another root cause";
	return !*why;
}
