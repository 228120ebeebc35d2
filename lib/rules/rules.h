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
 * Rule sets, compiled; esper-rules(5) describes them.  A rule set is immutable after loading.  Its
 * fields have numbers of their own (rules->fields), and events to be decided must use these.
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
 * What a window counts, apart from its length.  Comparisons that agree in all of this share one
 * series of events.  `text` is the series as canonical JSON; a snapshot identifies it by that.
 */
struct series {
	enum scope scope;
	const size_t *group; /* SCOPE_GROUP: field numbers */
	size_t groups;
	const struct pred *where; /* NULL: every event */
	enum aggregate aggregate;
	size_t field;       /* unless the aggregate is Count: the field's number */
	int64_t longest_ns; /* the length of the longest window on it */
	struct text text;
};

enum leaf_kind { LEAF_STATE, LEAF_WINDOW, LEAF_HOUR, LEAF_SAMPLE };
#define LEAF_KINDS (LEAF_SAMPLE + 1)

/* A predicate of a kind that only rules have. */
struct leaf {
	enum leaf_kind kind;
	const struct json_node *node; /* its JSON */
	/* LEAF_STATE and LEAF_WINDOW compare a number from state with value.  floor is value in the
	 * unit of that number, rounded down: 10^-9 if is_fine (nanoseconds, and what a window
	 * makes of numbers), otherwise 1.  exact:
	 * nothing was rounded (number_floor). */
	enum op op;
	struct text value; /* a JSON number */
	number_wide floor;
	bool exact, is_fine;
	enum scope scope;
	enum attribute attribute; /* LEAF_STATE */
	size_t series;            /* LEAF_WINDOW: its number in rules->series */
	int64_t seconds;          /* LEAF_WINDOW: > 0 */
	struct hour hour;         /* LEAF_HOUR */
	struct sample sample;     /* LEAF_SAMPLE */
};

/* Does the comparison hold for n, a number from state in its unit? */
static inline bool
leaf_holds(const struct leaf *leaf, number_wide n)
{
	int cmp = n > leaf->floor ? 1 : n < leaf->floor || !leaf->exact ? -1 : 0;
	return op_holds(leaf->op, cmp);
}

/* Sets *least to the least number that state can have for an event.  Returns false if there is no
 * such limit. */
bool leaf_least(const struct rules *r, const struct leaf *leaf, number_wide *least);

/* What all numbers that state has for the leaf are multiples of, in their unit; n is one of them.
 * 1 if that is not known. */
number_wide leaf_grain(const struct rules *r, const struct leaf *leaf, number_wide n);

struct rule {
	struct text rule_id, name, description, reason, tenant_id;
	const struct pred *pred;
	enum outcome outcome;
	int64_t priority;
	bool enabled, shadow, final;
	size_t order; /* its place in the file */
};

/* Which letters the texts of a field can have, by the normalizers of the plan. */
enum letters { LETTERS_ANY, LETTERS_LOWER, LETTERS_UPPER };

struct rules {
	struct arena arena;
	struct document document;
	struct text summary;
	struct rule *rule; /* the enabled ones, in order of evaluation */
	size_t count;
	size_t total; /* including the disabled ones */
	struct leaf *leaf;
	size_t leaves;
	struct series *series;
	size_t nseries;
	struct fields fields;
	const enum letters *letters; /* of each field; NULL: there is no plan */
	struct lists *lists;
	const struct json_node *tests; /* for decide/test.h; NULL if there are none */
	struct runtime runtime;        /* the plan's, or the defaults */
	bool no_entities;              /* the plan has no entity_identity_fields */
	struct text text;              /* the whole file, as it was read */
};

/*
 * Loads a rule set from text, which is copied.  The plan supplies the types of fields and the
 * runtime; if it is NULL, types are not known and the runtime has its defaults.  List files are
 * relative to the folder dir.  Returns NULL and fills *e on failure, as plan_load does.  Free the
 * rule set with rules_free.
 */
struct rules *rules_load(struct text text, const struct plan *plan, const char *dir, struct err *e);

/* The same, but collects all errors, up to ERRS_MAX.  *all must be empty. */
struct rules *rules_load_all(
    struct text text, const struct plan *plan, const char *dir, struct errs *all);
void rules_free(struct rules *r);

/* The rule set that --init prints, as indented JSON.  Constant text. */
struct text rules_starter(void);

/*
 * Lint: finds what is allowed but is probably not what was meant.  Adds each finding to out as a
 * line, `$.rules[2]: unreachable: …`, and returns how many there are.  plan is the one that the
 * rules were loaded with, or NULL.
 */
size_t rules_lint(const struct rules *r, const struct plan *plan, struct buf *out);

/* The same for a run: reports only rules and comparisons that are never true or never evaluated,
 * and fields that the plan does not have. */
size_t rules_lint_vain(const struct rules *r, const struct plan *plan, struct buf *out);

/* Sets asked[i] for each field i of r->fields that an enabled rule names.  Leaves the others as
 * they are. */
void rules_asked(const struct rules *r, bool *asked);

#endif
