/* SPDX-License-Identifier: MIT */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/pattern.h"
#include "base/text.h"
#include "event/decision.h"
#include "event/event.h"
#include "event/value.h"
#include "expr/expr.h"
#include "expr/lists.h"
#include "plan/dissect.h"
#include "plan/document.h"
#include "plan/origin.h"
#include "time/format.h"
#include "time/stamp.h"

/*
 * Encoding plans, compiled; esper-plan(5) describes them.  A plan is immutable after loading, and
 * threads can share it.  Its fields are numbered from 0: first `fields`, then `derived_fields`,
 * then `actions`.  plan->fields has the same numbers.
 */
enum selector_kind {
	SELECT_REQUEST_FIELD,
	SELECT_HEADER,
	SELECT_QUERY_PARAM,
	SELECT_COOKIE,
	SELECT_ROUTE_PARAM,
	SELECT_METHOD,
	SELECT_PATH,
	SELECT_SOURCE_ID,
	SELECT_OBSERVED_AT
};
#define SELECTORS (SELECT_OBSERVED_AT + 1)

enum normalizer_kind {
	NORMALIZE_TRIM,
	NORMALIZE_LOWERCASE,
	NORMALIZE_UPPERCASE,
	NORMALIZE_COLLAPSE_WHITESPACE,
	NORMALIZE_SPLIT,
	NORMALIZE_REPLACE,
	NORMALIZE_EXTRACT,
	NORMALIZE_BASE64
};
#define NORMALIZERS (NORMALIZE_BASE64 + 1)

extern const struct text selector_names[SELECTORS], normalizer_names[NORMALIZERS];

struct normalizer {
	enum normalizer_kind kind;
	struct text from, to;          /* Replace: both.  Split: from is the separator */
	int64_t index;                 /* Split: counted from the end if negative */
	const struct pattern *pattern; /* Extract */
	bool hex;                      /* Base64: to hexadecimal digits, otherwise to text */
};

struct plan_field {
	struct text name;
	enum selector_kind selector; /* if expr is NULL */
	struct text selector_arg;    /* its first path, or its name; absent: it has neither */
	struct origins path;         /* of SELECT_REQUEST_FIELD */
	const struct expr *expr;     /* of derived fields and actions; otherwise NULL */
	enum type parser;
	const struct normalizer *normalizer;
	size_t normalizers;
	bool required;
};

/* The members of a request event that the plan's envelope can take from another path. */
enum envelope_member {
	ENVELOPE_TENANT_ID,
	ENVELOPE_EVENT_ID,
	ENVELOPE_SOURCE_ID,
	ENVELOPE_OBSERVED_AT,
	ENVELOPE_METHOD,
	ENVELOPE_PATH,
	ENVELOPE_QUERY,
	ENVELOPE_HEADERS,
	ENVELOPE_COOKIES,
	ENVELOPE_ROUTE_PARAMS,
	ENVELOPE_REQUEST_LINE, /* has no default place */
	ENVELOPE_MEMBERS
};

extern const struct text envelope_names[ENVELOPE_MEMBERS];

/* How events stand in a log that is not one of request events: all empty by default. */
struct layout {
	const struct dissect *line; /* patterns, of which the first that fits counts */
	size_t lines;
	const struct text *json_string; /* paths of strings that hold JSON */
	size_t json_strings;
	const struct text *each; /* paths of arrays whose elements are the events */
	size_t eaches;
};

struct runtime {
	bool flatten_objects, normalize_field_names;
	bool dedup_lines; /* an event whose id is its line's hash can be a duplicate, too */
	int64_t dedup_ttl_s, entity_state_ttl_s, session_state_ttl_s, window_state_ttl_s,
	    lateness_s;              /* 0 .. 10^9 */
	int64_t session_bucket_min;  /* 1 .. 10^7 */
	const struct text *identity; /* entity_identity_fields */
	size_t identities;
	enum outcome default_decision;
	struct origins envelope[ENVELOPE_MEMBERS]; /* none: the member's default place */
	struct layout layout;
	struct stamp_reader times; /* time_zone and time_format: for observed_at and Timestamp */
};

/* The defaults of esper-plan(5), which also hold for a run without a plan. */
struct runtime runtime_defaults(void);

struct plan {
	struct arena arena;
	struct document document;
	struct text summary;
	struct runtime runtime;
	struct plan_field *field;
	size_t count;
	struct fields fields; /* names and types, by number */
	struct event_schema schema;
	size_t *identity; /* the field numbers of runtime.identity */
	struct lists *lists;
	struct json_arrays *arrays; /* of runtime.layout.each; NULL: none */
	struct text text;           /* the whole file, as it was read */
};

/*
 * Loads a plan from text, which is copied.  List files are relative to the folder dir.  Returns
 * NULL and fills *e on failure: its text begins with the JSON path and suggests the nearest name,
 * and e->offset is the place in text.  Free the plan with plan_free.
 */
struct plan *plan_load(struct text text, const char *dir, struct err *e);

/* The same, but collects all errors, up to ERRS_MAX.  *all must be empty. */
struct plan *plan_load_all(struct text text, const char *dir, struct errs *all);

/*
 * A document that is a plan and more, such as a map of esper-trace-replay.  Its plan has no
 * actions.  `load` reads the other members after the fields; it returns 0, or -1 after reporting
 * its errors to *l.
 */
struct expr_loader;
struct plan_more {
	const struct text *member; /* the names of the other members */
	size_t members;
	struct runtime defaults;
	int (*load)(void *context, struct expr_loader *l, struct plan *p);
	void *context;
};
struct plan *plan_load_more(
    struct text text, const char *dir, const struct plan_more *more, struct errs *all);

void plan_free(struct plan *p);

/*
 * Do two plans find the same records in every input, whatever they make of them?  Returns NULL if
 * so, otherwise the setting of the runtime by which they may not, such as "each".
 */
const char *plan_differs_in_records(const struct plan *a, const struct plan *b);

/* Adds what is allowed but probably not meant to out, a line each, which begins with the JSON path.
 * Returns the number of lines. */
size_t plan_lint(const struct plan *p, struct buf *out);

/* The plan that --init prints, as indented JSON.  Constant text. */
struct text plan_starter(void);

#endif
