/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "json/tree.h"
#include "rerun/command.h"
#include "rerun/mocks.h"
#include "rerun/verdict.h"
#include "tests/fuzz/fuzz.h"

/*
 * What people write for a replay: the lines of a command, a file of mocks, and outputs to compare.
 * The first byte says which: `a`, `m`, or anything else.
 */
static bool
is_json(struct text t)
{
	struct arena a = { 0 };
	const bool valid = json_tree(&a, t, NULL) != NULL;
	arena_free(&a);
	return valid;
}

static void
read_answer(struct text line)
{
	struct arena a = { 0 };
	struct rerun_answer answer;
	struct err e = { 0 };
	switch (rerun_read_answer(&a, line, &answer, &e)) {
	case RERUN_ANSWER:
		MUST(answer.outcome.failed || is_json(answer.outcome.output));
		MUST(!answer.outcome.tool_calls.p || is_json(answer.outcome.tool_calls));
		break;
	case RERUN_CHUNK: MUST(answer.chunk.p); break;
	case RERUN_QUESTION:
		MUST(answer.question.name.p);
		MUST(!answer.question.input.p || is_json(answer.question.input));
		break;
	case RERUN_NO_ANSWER: MUST(e.text[0]); break;
	}
	arena_free(&a);
}

/* A mock answers the call that it is about. */
static void
read_mocks(struct text file)
{
	const struct siphash_key key = { 1, 2 };
	struct rerun_mocks *m = rerun_mocks_new(key);
	struct rerun_mock_use use = { 0 };
	struct err e = { 0 };
	if (rerun_mocks_add(m, "file", file, &e) < 0)
		MUST(e.text[0]);
	for (size_t i = 0; i < rerun_mocks_count(m); i++) {
		const struct rerun_mock *mock = rerun_mock_at(m, i);
		const struct rerun_subject s = { .name = mock->scope.text,
			.kind = mock->kind,
			.any_kind = mock->any_kind,
			.trace_id = mock->trace_id,
			.input = mock->input ? mock->input->text : TEXT_ABSENT };
		MUST(mock->outcome.failed || is_json(mock->outcome.output));
		if (!mock->input || mock->input->kind != JSON_STRING)
			MUST(rerun_mock_find(m, &s, &use) != NULL);
	}
	rerun_mocks_free(m);
}

/* An output is the same as itself, and another one differs in both directions. */
static void
compare(struct text t)
{
	struct arena a = { 0 };
	const char *half = t.n > 0 ? memchr(t.p, '\n', t.n) : NULL;
	const size_t n = half ? (size_t)(half - t.p) : t.n;
	const struct json_node *x = json_tree(&a, (struct text){ t.p, n }, NULL),
			       *y = half ? json_tree(&a, (struct text){ half, t.n - n }, NULL) : x;
	const struct rerun_rules rules = { NULL, 0 };
	struct rerun_difference d = { 0 };
	struct rerun_outcome then = RERUN_OUTCOME_NONE, now = RERUN_OUTCOME_NONE;
	if (x && y && x->kind != JSON_STRING && y->kind != JSON_STRING) {
		then.output = x->text;
		now.output = y->text;
		MUST(rerun_judge(&rules, &then, &then, NULL, &d) == RERUN_SAME);
		MUST(rerun_judge(&rules, &then, &now, &now, &d) ==
		     rerun_judge(&rules, &then, &now, NULL, &d));
	}
	buf_free(&d.path);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n == 0)
		return 0;
	const struct text t = { (const char *)data + 1, n - 1 };
	if (data[0] == 'a')
		read_answer(t);
	else if (data[0] == 'm')
		read_mocks(t);
	else
		compare(t);
	return 0;
}
