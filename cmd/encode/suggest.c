/* SPDX-License-Identifier: MIT */
#include "cmd/encode/suggest.h"

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/print.h"
#include "cmd/cli/status.h"
#include "cmd/cli/stream.h"
#include "encode/suggest.h"
#include "io/in.h"
#include "io/records.h"
#include "json/paths.h"
#include "json/tree.h"
#include "plan/shipped.h"

enum { PATTERNS_MAX = 64 };

/* The patterns of the plans that come with Esper, in the arena. */
static struct text *
shipped_patterns(struct arena *a, size_t *n)
{
	size_t plans;
	const struct shipped_plan *plan = shipped_plans(&plans);
	struct text *pattern = arena_zalloc(a, PATTERNS_MAX, sizeof(*pattern));
	*n = 0;
	for (size_t i = 0; i < plans; i++) {
		struct err e;
		const struct json_node *root = json_tree(a, plan[i].text, &e);
		const struct json_node *line = json_get(json_get(root, "runtime"), "line");
		if (line && line->kind == JSON_STRING && *n < PATTERNS_MAX)
			pattern[(*n)++] = line->text;
		for (const struct json_node *c = line ? line->child : NULL; c; c = c->next)
			if (*n < PATTERNS_MAX)
				pattern[(*n)++] = c->text;
	}
	return pattern;
}

/* Adds the records of an input.  Returns 0, or -1 with *e filled. */
static int
take_sample(struct suggest *sample, struct in *in, size_t max_line, struct err *e)
{
	const struct blocks_options options = { .max_record = max_line,
		.expect = BLOCKS_EXPECT_EITHER };
	struct json_paths *paths = json_paths_new(false, false);
	struct records r;
	struct input_record record;
	int more = 1;
	records_init(&r, in, &options, paths);
	while (suggest_wants_more(sample) && (more = records_next(&r, &record, e)) > 0)
		if (record.kind == INPUT_RECORD)
			suggest_add(
			    sample, (struct text){ record.line.p, record.line.n }, record.number);
	records_free(&r);
	json_paths_free(paths);
	return more < 0 ? -1 : 0;
}

static int
put_plan(const struct settings *s, const char *name, struct suggest *sample)
{
	struct buf b = { 0 };
	struct err e;
	int status = EXIT_BROKEN;
	if (suggest_put(sample, &b, &e) < 0)
		diag(&s->voice, "%s: %s", name, e.text);
	else
		status = print_all(s, buf_as_text(&b));
	buf_free(&b);
	return status;
}

int
suggest_run(const struct settings *s)
{
	const char *path = s->operands > 0 ? s->operand[0] : NULL;
	const char *name = stream_is_standard(path) ? "standard input" : path;
	struct err e;
	struct in *in = in_open(path, &e);
	if (!in) {
		diag(&s->voice, "%s: %s", name, e.text);
		return EXIT_BROKEN;
	}
	struct arena arena = { 0 };
	size_t n;
	const struct text *pattern = shipped_patterns(&arena, &n);
	struct suggest *sample = suggest_new(pattern, n);
	int status = EXIT_BROKEN;
	if (take_sample(sample, in, s->max_line, &e) < 0)
		diag(&s->voice, "%s: %s", name, e.text);
	else
		status = put_plan(s, name, sample);
	suggest_free(sample);
	arena_free(&arena);
	in_close(in);
	return status;
}
