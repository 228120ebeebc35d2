/* SPDX-License-Identifier: MIT */
#ifndef EXPR_EXPR_H
#define EXPR_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/lookup.h"
#include "base/text.h"
#include "event/value.h"
#include "expr/lists.h"
#include "json/tree.h"

/*
 * Expressions (text out of fields) and predicates (yes or no out of fields), as plans and rules
 * share them: section 4 of the contract.  Compiled from JSON into an arena; immutable and shareable
 * between threads after that.
 */

/* The fields that can be referred to, by number. */
struct fields {
	struct text *name;
	enum type *type;
	size_t n, cap;
	struct lookup number; /* of each name */
	bool open; /* an unknown name becomes a new field of TYPE_ANY (rule sets) instead of an
		      error (plans) */
};

size_t fields_add(
    struct fields *f, struct text name, enum type type); /* its number; name is borrowed */
#define FIELD_UNKNOWN ((size_t)-1)
size_t fields_find(const struct fields *f, struct text name); /* FIELD_UNKNOWN if there is none */
void fields_free(struct fields *f);

/* What loading needs. */
struct expr_loader {
	struct arena *arena; /* everything compiled lives here */
	struct fields *fields;
	struct lists *lists;
	struct err *err;  /* the latest error: messages begin with the JSON path of what is wrong,
			     and suggest the nearest name */
	struct errs *all; /* every error, if not NULL: a loader that finds one goes on with what
			     does not depend on it, and returns -1 or NULL at the end */
	/*
	 * Kinds of predicate that only the caller knows (StateCmp, …): returns its number (>= 0),
	 * or -1 with *err filled. NULL: there are none.  leaf_kinds: their names.
	 */
	int (*leaf)(
	    void *context, struct expr_loader *l, const struct json_node *node, struct text kind);
	void *context;
	const struct text *leaf_kinds;
	size_t nleaf_kinds;
	unsigned depth; /* kept by the loader: how deep it is in expressions; starts at 0 */
	const struct json_node *strange; /* likewise: the latest object with unknown members */
};

#define EXPR_DEPTH 100 /* levels of expressions and predicates in one another */

struct expr;
struct pred;

/* NULL with *l->err filled (its offset is the node's). */
const struct expr *expr_load(struct expr_loader *l, const struct json_node *node);
const struct pred *pred_load(struct expr_loader *l, const struct json_node *node);

/* What evaluation looks at. */
struct env {
	const struct value *field; /* by number */
	struct arena *scratch;     /* for texts that are put together; reset by the caller */
	bool (*leaf)(void *context, unsigned number);
	void *context;
};

/* The expression's text; absent if it has none.  `plain` is set where known. */
struct value expr_eval(const struct expr *x, const struct env *env);
bool pred_holds(const struct pred *p, const struct env *env);

/* Operators, shared with rule comparisons. */
enum op { OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE };
#define OPS (OP_GE + 1)
extern const struct text op_names[OPS];

static inline bool
op_holds(enum op op, int cmp)
{
	switch (op) {
	case OP_EQ: return cmp == 0;
	case OP_NE: return cmp != 0;
	case OP_LT: return cmp < 0;
	case OP_LE: return cmp <= 0;
	case OP_GT: return cmp > 0;
	case OP_GE: break;
	}
	return cmp >= 0;
}

/*
 * What a predicate is made of, And, Or and Not aside: in the order as written, for those who
 * explain it.  The node lives as long as the document that was loaded.
 */
struct comparison {
	const struct pred *pred;
	const struct json_node *node;
	size_t field;  /* of all that are no leaf: the field's number */
	size_t other;  /* FieldCmp: other_field's, or FIELD_UNKNOWN */
	enum op op;    /* FieldEq, FieldCmp */
	bool by_value; /* FieldEq, FieldCmp: neither as times nor as addresses */
	bool is_leaf;  /* one of the caller's kinds */
	unsigned leaf; /* then: its number */
};
void pred_each(
    const struct pred *p, void (*visit)(void *context, const struct comparison *c), void *context);

/*
 * Helpers for loading objects with known members, with messages as everywhere.
 *
 * load_members: -1 where the object has a member that is not in names[0..n) (a suggestion is made),
 * or is no object.
 */
int load_members(
    struct expr_loader *l, const struct json_node *object, const struct text *names, size_t n);
const struct json_node *load_required(
    struct expr_loader *l, const struct json_node *object, const char *key);
int load_text(struct expr_loader *l, const struct json_node *object, const char *key,
    struct text *out); /* required string */
/* A required name out of names[0..n): its number, or -1. */
int load_choice(struct expr_loader *l, const struct json_node *object, const char *key,
    const char *what, const struct text *names, size_t n);
/* An error at a node: "$.fields[0].parser: …".  Returns -1. */
int load_error(struct expr_loader *l, const struct json_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
