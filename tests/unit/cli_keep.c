/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "cmd/cli/run.h"
#include "json/walk.h"
#include "tests/unit/unit.h"

/*
 * A stage that keeps slices of its blocks: what it takes over stays as it was, until the end of the
 * run and longer, by one thread and by several, for lines and for documents.
 */
enum { RECORDS = 40000 };

struct program {
	struct json_paths *paths;
	struct block_memory *memory; /* of blocks that are settled */
	size_t n, cap;
	struct text *record; /* in there */
	size_t records, record_cap;
};

struct part {
	struct text *record;
	size_t n, cap;
};

static void *
worker_new(void *program)
{
	return json_walker_new(((struct program *)program)->paths);
}

static void
worker_free(void *worker)
{
	json_walker_free(worker);
}

static void *
part_new(void *program)
{
	(void)program;
	return mem_zalloc(1, sizeof(struct part));
}

static void
part_free(void *part)
{
	free(((struct part *)part)->record);
	free(part);
}

static void
work(void *worker, const struct block *b, struct batch *out)
{
	struct part *part = out->part;
	struct json_pos pos = { 0 };
	struct json_line line;
	while (json_walk(worker, b->p, b->n, b->index, &pos, &line)) {
		out->lines++;
		out->books.in++;
		out->books.out++;
		part->record =
		    mem_grow(part->record, &part->cap, part->n + 1, sizeof(*part->record));
		part->record[part->n++] = (struct text){ line.p, line.n };
	}
}

static int
settle(void *context, void *own, const struct run_turn *turn)
{
	struct program *p = context;
	struct part *part = own;
	if (part->n == 0)
		return 0;
	p->memory = mem_grow(p->memory, &p->cap, p->n + 1, sizeof(*p->memory));
	p->memory[p->n++] = block_memory_take(turn->item->memory);
	p->record = mem_grow(p->record, &p->record_cap, p->records + part->n, sizeof(*p->record));
	memcpy(p->record + p->records, part->record, part->n * sizeof(*part->record));
	p->records += part->n;
	part->n = 0;
	return 0;
}

static void
check(bool document, unsigned threads)
{
	struct program p = { .paths = json_paths_new(false, false) };
	const struct run_stage stage = { .program = &p,
		.worker_new = worker_new,
		.worker_free = worker_free,
		.part_new = part_new,
		.part_free = part_free,
		.settle = settle,
		.work = work,
		.documents = true,
		.keeps = true };
	const int fd = memfd_create("text", 0);
	struct buf text = { 0 };
	struct settings s;
	struct run run;
	char path[64], *operand[] = { path, NULL }; /* as argv */
	bool same = true;
	unit_row(document ? "document" : "lines");
	buf_printf(&text, document ? "[" : "");
	for (int i = 0; i < RECORDS; i++)
		buf_printf(&text, "{\"n\":%d,\"text\":\"%*d\"}%s", i, 20 + i % 50, i,
		    !document         ? "\n"
		    : i + 1 < RECORDS ? ",\n"
				      : "]\n");
	CHECK(write(fd, text.p, text.n) == (ssize_t)text.n);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	static const struct option_program program = { .name = "cli_keep" };
	settings_init(&s, &program);
	s.threads = threads;
	s.operand = operand;
	s.operands = 1;
	s.output = "/dev/null";
	CHECK(run_begin(&run, &s) == 0);
	CHECK(run_inputs(&run, &stage) == 0);
	CHECK(run_end(&run, NULL, NULL) == 0);
	CHECK(p.records == RECORDS && p.n > 4);
	for (size_t i = 0, at = document; i < p.records; i++) {
		same = same && memcmp(p.record[i].p, text.p + at, p.record[i].n) == 0;
		at += p.record[i].n + 1 + document;
	}
	CHECK(same);
	for (size_t i = 0; i < p.n; i++)
		block_memory_free(&p.memory[i]);
	free(p.memory);
	free(p.record);
	json_paths_free(p.paths);
	buf_free(&text);
	close(fd);
}

int
main(void)
{
	for (unsigned threads = 1; threads <= 4; threads += 3) {
		check(false, threads);
		check(true, threads);
	}
	return unit_end();
}
