/* SPDX-License-Identifier: MIT */
#ifndef RERUN_MOCKS_H
#define RERUN_MOCKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "json/tree.h"
#include "rerun/outcome.h"
#include "rerun/scope.h"

/*
 * Answers that are given in place of calls.  A file has one of two forms:
 *
 *	{"name":"search","input":{"q":"tax"},"output":["x"]}	JSON lines, or an array of such
 *	{"kind":"database","error":{"type":"Down"}}		objects
 *
 *	{"search":{"results":[]},"rate limits":[…]}		one object, by the name of the call
 *								or the query of the retrieval
 *
 * In the first form, name is a glob; kind alone means all calls of that kind; input is what the
 * input must have, an object with further members included; trace_id limits it to one trace; times
 * is how often a trace may have the answer.  The first mock that fits answers.
 */
struct rerun_mock {
	struct rerun_scope scope; /* by name; its glob has no pattern if there is no name */
	bool any_kind, any_name;
	enum trace_kind kind;
	bool by_query; /* of the second form: the name may also be the query of a retrieval */
	const struct json_node *input; /* NULL: any */
	struct text trace_id;          /* absent: any */
	uint64_t times;                /* per trace; UINT64_MAX: any number */
	struct rerun_outcome outcome;
	const char *file;
	size_t line;   /* from 1; in the second form, of the member */
	uint64_t used; /* over all traces; changed atomically */
};

struct rerun_mocks;

struct rerun_mocks *rerun_mocks_new(struct siphash_key key);
void rerun_mocks_free(struct rerun_mocks *m);

/* Adds the mocks of a file.  file and text are borrowed.  Returns 0, or -1 and fills *e, whose
 * offset is in the text. */
int rerun_mocks_add(struct rerun_mocks *m, const char *file, struct text text, struct err *e);

size_t rerun_mocks_count(const struct rerun_mocks *m);
const struct rerun_mock *rerun_mock_at(const struct rerun_mocks *m, size_t i);

/* What one trace has used of mocks that have a limit.  All zeros: nothing is limited.  Call begin
 * at the beginning of each trace. */
struct rerun_mock_use {
	uint64_t *used;          /* by mock */
	size_t *touched, n, cap; /* the mocks that were used */
};
void rerun_mock_use_begin(struct rerun_mock_use *use, const struct rerun_mocks *m);
void rerun_mock_use_free(struct rerun_mock_use *use);

/* Returns the first mock that fits, counted as used, or NULL. */
const struct rerun_mock *rerun_mock_find(
    struct rerun_mocks *m, const struct rerun_subject *s, struct rerun_mock_use *use);

/* Does any mock have a limit? */
bool rerun_mocks_limited(const struct rerun_mocks *m);

#endif
