/* SPDX-License-Identifier: MIT */
#include "cmd/trace/traces_of.h"

#include <inttypes.h>

#include "cmd/cli/random.h"
#include "cmd/cli/stream.h"
#include "io/blocks.h"

/* What is no record of a trace cannot say which one is asked for. */
static void
note_reject(void *context, uint64_t line, const struct reject *why, struct text raw)
{
	(void)context;
	(void)line;
	(void)why;
	(void)raw;
}

static int
read_blocks(struct blocks *blocks, struct import_reading *reading, const struct import_maps *maps,
    struct import_counts *sum, struct err *e)
{
	struct import_part *part = import_part_new(maps);
	struct json_index index = { 0 };
	struct input_block b;
	int more;
	while ((more = blocks_next(blocks, &b, e)) > 0) {
		if (!b.p) {
			sum->rejected++;
			continue;
		}
		if (!b.index)
			json_index_build(&index, b.p, b.n, JSON_LINES);
		const struct import_block block = { b.p, b.n, b.index ? b.index : &index,
			b.envelope, b.envelopes };
		import_block(reading, part, &block, note_reject, NULL);
		sum->known += import_part_counts(part)->known;
		sum->unknown += import_part_counts(part)->unknown;
		sum->rejected += import_part_counts(part)->rejected;
		import_part_sieve(part, NULL);
	}
	json_index_free(&index);
	import_part_free(part);
	return more;
}

static int
read_file(struct command *c, const char *path)
{
	const struct import_options options = { .note = &c->selecting.marks, .maps = c->maps };
	struct json_arrays *arrays = import_arrays(c->maps);
	struct import_reading *reading = import_reading_new(&options);
	struct import_counts sum = { 0 };
	struct blocks blocks;
	struct err e;
	struct in *in = in_open(path, &e);
	int result = -1;
	if (in) {
		in_allow_window(in, c->settings.max_window);
		blocks_init(&blocks, in,
		    &(struct blocks_options){ .max_record = c->settings.max_line,
			.arrays = arrays,
			.open_end = true,
			.nested = true,
			.expect = BLOCKS_EXPECT_EITHER });
		result = read_blocks(&blocks, reading, c->maps, &sum, &e);
		blocks_free(&blocks);
		in_close(in);
	}
	import_reading_free(reading);
	json_arrays_free(arrays);
	const char *name = stream_is_standard(path) ? "standard input" : path;
	if (result < 0)
		return run_stop(&c->run, "--traces-of: %s: %s", name, e.text);
	const uint64_t strange = sum.unknown + sum.rejected;
	if (strange > 0)
		run_complain(&c->run,
		    "--traces-of: %s: %" PRIu64 " of its records %s to no known trace format", name,
		    strange, strange == 1 ? "belongs" : "belong");
	if (sum.known + strange == 0)
		run_complain(&c->run, "--traces-of: %s: no records, so it selects nothing", name);
	return 0;
}

int
traces_of_read(struct command *c)
{
	c->selecting.marks.key = random_key();
	for (size_t i = 0; i < c->selecting.files; i++)
		if (read_file(c, c->selecting.traces_of[i]) < 0)
			return -1;
	return 0;
}
