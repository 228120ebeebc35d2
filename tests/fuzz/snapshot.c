/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "json/tree.h"
#include "state/dump.h"
#include "state/image.h"
#include "tests/fuzz/fuzz.h"

/*
 * What is inside a snapshot, with a checksum made for it: every fact that is accepted is dumped as
 * a JSON object, and all of them are a snapshot again.
 */
static void
load(struct undump *u, const struct buf *line, uint64_t number)
{
	struct arena a = { 0 };
	struct err e;
	const struct json_node *root = json_tree(&a, buf_as_text(line), &e);
	MUST(root != NULL && root->kind == JSON_OBJECT);
	MUST(undump_line(u, (struct text){ line->p, line->n - 1 }, number, &e) == 0);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct siphash_key key = { 1, 2 };
	struct undump *u = undump_new();
	struct buf image = { 0 }, line = { 0 }, again = { 0 };
	struct image_writer w;
	struct snapshot_reader r;
	struct fact fact;
	struct err e;
	uint64_t number = 0;
	image_begin(&w, &image);
	buf_put(&w.raw, (const char *)data, n);
	MUST(image_end(&w, &e) == 0);
	int more = snapshot_open(&r, buf_as_text(&image), &e);
	if (more == 0)
		more = snapshot_next(&r, &fact, &e);
	while (more > 0) {
		line.n = 0;
		dump_put(&line, &fact);
		load(u, &line, ++number);
		more = snapshot_next(&r, &fact, &e);
	}
	snapshot_close(&r);
	MUST(undump_end(u, key, NULL, &again, &number, &e) == 0);
	undump_free(u);
	buf_free(&image);
	buf_free(&line);
	buf_free(&again);
	return 0;
}
