/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "import/import.h"
#include "json/cut.h"
#include "tests/fuzz/fuzz.h"
#include "trace/put.h"

/*
 * A map, a line `--`, and records.  The map is refused with a place in it, or reads the records as
 * lines and as a document; and what --calls prints of them reads back to the same bytes.
 */
static const struct siphash_key key = { 1, 2 };

static void
pass_over(void *context, uint64_t line, const struct reject *why, struct text raw)
{
	(void)context;
	MUST(line > 0 && why->error.n > 0 && raw.p);
}

static void
read_block(struct buf *calls, const struct import_maps *maps, const struct import_block *block)
{
	const struct import_options options = { .key = &key, .maps = maps };
	struct import_reading *reading = import_reading_new(&options);
	struct import_part *part = import_part_new(maps);
	struct trace_model *m = trace_model_new(key);
	struct import *im = import_new(m, maps);
	import_block(reading, part, block, pass_over, NULL);
	import_join(im, part, 0, 0);
	import_end(im);
	trace_build(m);
	for (uint32_t i = 0; i < m->listed; i++)
		trace_put_call(calls, m, m->depth_first[i]);
	import_free(im);
	trace_model_free(m);
	import_part_free(part);
	import_reading_free(reading);
}

static void
read_lines(struct buf *calls, const struct import_maps *maps, struct text t)
{
	struct json_index ix = { 0 };
	json_index_build(&ix, t.p, t.n, JSON_LINES);
	const struct import_block block = { .p = t.p, .n = t.n, .index = &ix };
	read_block(calls, maps, &block);
	json_index_free(&ix);
}

static void
read_document(struct buf *calls, const struct import_maps *maps, struct text t)
{
	struct json_index ix = { 0 };
	struct json_arrays *arrays = import_arrays(maps);
	struct json_cut cut = { .arrays = arrays, .max = SIZE_MAX };
	json_index_build(&ix, t.p, t.n, JSON_ELEMENTS);
	json_cut(&cut, &ix, t.p, t.n, true);
	const struct import_block block = { t.p, t.n, &ix, cut.envelope, cut.envelopes };
	read_block(calls, maps, &block);
	json_cut_free(&cut);
	json_index_free(&ix);
	json_arrays_free(arrays);
}

static void
check(struct buf *calls)
{
	struct buf again = { 0 };
	read_lines(&again, NULL, buf_as_text(calls));
	MUST(text_eq(buf_as_text(&again), buf_as_text(calls)));
	buf_free(&again);
	buf_free(calls);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct text map = { (const char *)data, n };
	struct errs all = { 0 };
	struct buf lines = { 0 }, document = { 0 };
	const char *mark = n > 0 ? memmem(data, n, "\n--\n", 4) : NULL;
	if (!mark || n > 1 << 16)
		return 0;
	map.n = (size_t)(mark - map.p);
	const struct text records = { mark + 4, n - map.n - 4 };
	struct import_maps *maps = import_maps_new();
	if (import_maps_add(maps, TEXT("own"), map, "/nowhere", &all) < 0) {
		fuzz_errors(&all, map.n);
	} else {
		read_lines(&lines, maps, records);
		check(&lines);
		read_document(&document, maps, records);
		check(&document);
	}
	import_maps_free(maps);
	return 0;
}
