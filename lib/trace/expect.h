/* SPDX-License-Identifier: MIT */
#ifndef TRACE_EXPECT_H
#define TRACE_EXPECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "json/tree.h"
#include "trace/cost.h"
#include "trace/model.h"
#include "trace/totals.h"

/*
 * Statements about traces, as tests (--expect FILE):
 *
 *	{"expect":[{"called":"GLOB","min":1,"max":3,"input":{…},"output":…,"status":"ok"},
 *		{"never":"GLOB"},{"order":["a","b"]},{"duration_max":"5s"},{"cost_max":0.1},
 *		{"tokens_max":4000},{"no_errors":true}]}
 *
 * Any statement may have a `name` for messages.  `never` may have input, output and status, too: no
 * call is like that.  Of an object in input or output, a call may have more members than are named.
 */
enum expect_kind {
	EXPECT_CALLED,
	EXPECT_NEVER,
	EXPECT_ORDER,
	EXPECT_DURATION_MAX,
	EXPECT_COST_MAX,
	EXPECT_TOKENS_MAX,
	EXPECT_NO_ERRORS
};
#define EXPECT_KINDS (EXPECT_NO_ERRORS + 1)
extern const struct text expect_kind_names[EXPECT_KINDS]; /* "called", "never", … */

struct expect_statement {
	enum expect_kind kind;
	struct text name; /* absent: none */
	struct text json; /* the statement without white space */
	struct text *glob;
	size_t globs; /* 1, or more for `order` */
	int64_t min, max;
	const struct json_node *input, *output; /* NULL: any */
	int status;                             /* enum trace_status; -1: any */
	int64_t most;                           /* ns, or tokens */
	struct trace_cost cost;
};

struct expect {
	struct expect_statement *statement;
	size_t n;
};

/* Loads statements into the arena.  The text must live as long.  Returns NULL and fills *all with
 * what is wrong: each text begins with the JSON path and suggests the nearest name. */
const struct expect *expect_load(struct arena *a, struct text text, struct errs *all);

/* What takes the place of a value in what is said of it.  path: `.a[2].b`, in the input or output.
 * Appends it and returns true, or appends nothing. */
struct expect_hiding {
	bool (*hide)(void *context, struct text path, struct text json, struct buf *out);
	void *context;
};

/* What a statement found in a trace. */
struct expect_result {
	const struct expect_hiding *hiding; /* NULL: values are shown as they are */
	bool holds;
	uint32_t call;  /* where it broke, or what was nearest; TRACE_NONE: nowhere */
	bool at_exit;   /* at that call's end */
	struct buf why; /* a sentence without a full stop, if it is broken */
};

/* Judges a trace, whose totals are *sum.  The caller frees r->why; it is emptied first. */
void expect_judge(const struct expect_statement *s, const struct trace_model *m, size_t trace,
    const struct trace_totals *sum, struct expect_result *r);

/* Appends a statement for people: its name, else `called "pay"`. */
void expect_put_statement(struct buf *b, const struct expect_statement *s);

/*
 * Does a value have all that is expected?  An object may have more members.  Returns false and sets
 * *place, whose path is appended (`.a`, `[2]`), and the value there; absent: there is none.
 */
bool expect_value_holds(const struct json_node *expected, struct text value, struct buf *path,
    const struct json_node **place, struct text *found);

#endif
