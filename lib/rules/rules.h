/* SPDX-License-Identifier: MIT */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/number.h"
#include "base/text.h"
#include "event/decision.h"
#include "expr/expr.h"
#include "plan/document.h"
#include "plan/plan.h"
#include "rules/aggregate.h"
#include "rules/hour.h"
#include "rules/sample.h"

/*
 * A rule set, compiled: section 6 of the contract.  Immutable after loading.  Its fields have
 * numbers of their own (rules->fields): an event that is decided has its values by these.
 */
struct rules;

enum scope { SCOPE_ENTITY, SCOPE_SESSION, SCOPE_GROUP };

enum attribute {
	ATTRIBUTE_EVENT_COUNT,
	ATTRIBUTE_DECISION_COUNT,
	ATTRIBUTE_AGE_SECONDS,
	ATTRIBUTE_IDLE_SECONDS
};
#define ATTRIBUTES (ATTRIBUTE_IDLE_SECONDS + 1)
extern const struct text attribute_names[ATTRIBUTES];

/*
 * What a window counts, apart from its length: comparisons that agree in all of this share one
 * series of events. `text` is its canonical JSON, by which a snapshot knows it again.
 */
struct series {
	enum scope scope;
	const size_t *group; /* SCOPE_GROUP: field numbers */
	size_t groups;
	const struct pred *where; /* NULL: every event */
	enum aggregate aggregate;
	size_t field;       /* Distinct, Sum, Max: the field's number */
	int64_t longest_ns; /* the longest window that looks at it */
	struct text text;
};

enum leaf_kind { LEAF_STATE, LEAF_WINDOW, LEAF_HOUR, LEAF_SAMPLE };
#define LEAF_KINDS (LEAF_SAMPLE + 1)

/* What a rule's predicate has beside those of plans. */
struct leaf {
	enum leaf_kind kind;
	const struct json_node *node; /* where it was written */
	/* LEAF_STATE and LEAF_WINDOW: a number that is looked up, compared with one that is given
	 */
	enum op op;
	struct text value; /* a JSON number */
	number_wide floor; /* that in the units of the other, rounded down: nanoseconds for */
	bool exact;        /* …_seconds, else 1; and whether nothing was cut (number_floor) */
	enum scope scope;
	enum attribute attribute; /* LEAF_STATE */
	size_t series;            /* LEAF_WINDOW: number in rules->series */
	int64_t seconds;          /* LEAF_WINDOW: > 0 */
	struct hour hour;         /* LEAF_HOUR */
	struct sample sample;     /* LEAF_SAMPLE */
};

/* Do the attribute's numbers come in nanoseconds? */
static inline bool
leaf_in_ns(const struct leaf *leaf)
{
	if (leaf->kind != LEAF_STATE)
		return false;
	switch (leaf->attribute) {
	case ATTRIBUTE_AGE_SECONDS:
	case ATTRIBUTE_IDLE_SECONDS: return true;
	case ATTRIBUTE_EVENT_COUNT:
	case ATTRIBUTE_DECISION_COUNT: break;
	}
	return false;
}

/* Does the comparison hold for a number that was looked up, in its units? */
static inline bool
leaf_holds(const struct leaf *leaf, number_wide n)
{
	int cmp = n > leaf->floor ? 1 : n < leaf->floor || !leaf->exact ? -1 : 0;
	return op_holds(leaf->op, cmp);
}

/* The least number that an event can find there; false where there is none. */
bool leaf_least(const struct rules *r, const struct leaf *leaf, number_wide *least);

struct rule {
	struct text rule_id, name, description, reason, tenant_id;
	const struct pred *pred;
	enum outcome outcome;
	int64_t priority;
	bool enabled, shadow, final;
	size_t order; /* its place in the file */
};

/* An inline test, still as JSON: decide/test.h runs them. */
/* What letters the texts of a field can have, by the normalizers of the plan. */
enum letters { LETTERS_ANY, LETTERS_LOWER, LETTERS_UPPER };

struct rules {
	struct arena arena;
	struct document document;
	struct text summary;
	struct rule *rule; /* the enabled ones, in order of evaluation */
	size_t count;
	size_t total; /* with the disabled ones */
	struct leaf *leaf;
	size_t leaves;
	struct series *series;
	size_t nseries;
	struct fields fields;
	const enum letters *letters; /* of each field; NULL: there is no plan */
	struct lists *lists;
	const struct json_node *tests; /* NULL if there are none */
	struct runtime runtime;        /* the plan's, or the defaults */
	bool no_entities;              /* the plan has no identity: no event has an entity */
	struct text text;              /* the document, as it was read */
};

/*
 * Loads a rule set from its text (copied).  plan: whose fields' types and runtime it goes by; NULL:
 * types are not known and the runtime is the defaults.  dir: the folder that list files are
 * relative to.  NULL with *e filled as plan_load does.
 */
struct rules *rules_load(struct text text, const struct plan *plan, const char *dir, struct err *e);

/* The same with everything that is wrong with the document, up to ERRS_MAX; *all comes in empty. */
struct rules *rules_load_all(
    struct text text, const struct plan *plan, const char *dir, struct errs *all);
void rules_free(struct rules *r);

/* The starter rule set, as JSON for people. */
struct text rules_starter(void);

/*
 * Lint: what is allowed and yet is hardly what was meant.  Writes the findings to out, a line each,
 * `$.rules[2]: unreachable: …`, and returns how many there are.  plan may be NULL, and otherwise is
 * the one that the rules were loaded with.
 */
size_t rules_lint(const struct rules *r, const struct plan *plan, struct buf *out);

/* The same for a run: only what makes rules look in vain, which are fields that the plan does not
 * define and rules that cannot match. */
size_t rules_lint_vain(const struct rules *r, const struct plan *plan, struct buf *out);

/* Which fields do the enabled rules name?  Sets asked[i] by the numbers of r->fields, and leaves
 * the others as they are. */
void rules_asked(const struct rules *r, bool *asked);

#endif
