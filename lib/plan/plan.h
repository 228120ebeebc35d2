/* SPDX-License-Identifier: MIT */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "event/decision.h"
#include "event/event.h"
#include "event/value.h"
#include "expr/expr.h"
#include "expr/lists.h"
#include "plan/document.h"
#include "time/format.h"
#include "time/stamp.h"

/*
 * An encoding plan, compiled: section 4 of the contract.  Immutable after loading and shareable
 * between threads.  Numbers of fields go over fields, derived_fields and actions, in this order,
 * and are those of plan->fields.
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
	NORMALIZE_REPLACE
};
#define NORMALIZERS (NORMALIZE_REPLACE + 1)

extern const struct text selector_names[SELECTORS], normalizer_names[NORMALIZERS];

struct normalizer {
	enum normalizer_kind kind;
	struct text from, to; /* Split: from is the separator.  Replace: both */
	int64_t index;        /* Split: from the end if negative */
};

struct plan_field {
	struct text name;
	enum selector_kind selector; /* where expr is NULL */
	struct text selector_arg;    /* path or name */
	const struct expr *expr;     /* derived fields and actions */
	enum type parser;
	const struct normalizer *normalizer;
	size_t normalizers;
	bool required;
};

/* Members of section 3 that an envelope can place elsewhere. */
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
	ENVELOPE_MEMBERS
};

extern const struct text envelope_names[ENVELOPE_MEMBERS];

struct runtime {
	bool flatten_objects, normalize_field_names;
	bool dedup_lines; /* an event_id that is a line's hash can be a duplicate's, too */
	int64_t dedup_ttl_s, entity_state_ttl_s, session_state_ttl_s, window_state_ttl_s,
	    lateness_s;              /* 0 .. 10^9 */
	int64_t session_bucket_min;  /* 1 .. 10^7 */
	const struct text *identity; /* entity_identity_fields */
	size_t identities;
	enum outcome default_decision;
	struct text envelope[ENVELOPE_MEMBERS]; /* absent: where section 3 has it */
	struct stamp_reader times; /* time_zone and time_format: for observed_at and Timestamp */
};

/* The defaults of section 4: what a run without a plan has. */
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
	struct text text; /* the document, as it was read */
};

/*
 * Loads a plan from its text (copied); dir: the folder that list files are relative to.  NULL with
 * *e filled: the text names the JSON path and suggests the nearest name; e->offset is where in the
 * document.
 */
struct plan *plan_load(struct text text, const char *dir, struct err *e);

/* The same with everything that is wrong with the document, up to ERRS_MAX; *all comes in empty. */
struct plan *plan_load_all(struct text text, const char *dir, struct errs *all);

void plan_free(struct plan *p);

/* The starter plan, as JSON for people (with newlines). */
struct text plan_starter(void);

#endif
