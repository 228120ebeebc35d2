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
 * Expressions and predicates, which plans and rule sets share; esper-plan(5) describes them.  An
 * expression computes a text from fields, a predicate is true or false of them.  Both are compiled
 * from JSON into an arena.  After that they are immutable, and threads can share them.
 */

/* The fields that expressions can refer to, by number. */
struct fields {
	struct text *name;
	enum type *type;
	size_t n, cap;
	struct lookup number; /* of each name */
	bool open; /* an unknown name is added as a field of TYPE_ANY (rule sets); otherwise it is
		      an error (plans) */
};

/* Adds a field and returns its number.  name is borrowed. */
size_t fields_add(struct fields *f, struct text name, enum type type);
#define FIELD_UNKNOWN ((size_t)-1)
size_t fields_find(const struct fields *f, struct text name); /* FIELD_UNKNOWN if there is none */
void fields_free(struct fields *f);

/* What the functions that load expressions need. */
struct expr_loader {
	struct arena *arena; /* everything compiled lives here */
	struct fields *fields;
	struct lists *lists;
	struct err *err;  /* the latest error: its text begins with the JSON path of the node and
			     suggests the nearest name */
	struct errs *all; /* if not NULL, collects every error: after one, the loader continues
			     with what does not depend on it, and returns -1 or NULL at the end */
	/*
	 * Loads a predicate of a kind that only the caller knows (StateCmp, …); leaf_kinds has the
	 * names of these kinds.  Returns the predicate's number (>= 0), or -1 and fills *err.
	 * NULL if there are no such kinds.
	 */
	int (*leaf)(
	    void *context, struct expr_loader *l, const struct json_node *node, struct text kind);
	void *context;
	const struct text *leaf_kinds;
	size_t nleaf_kinds;
	/* these two are the loader's own; they start as 0 and NULL */
	unsigned depth;                  /* how many expressions it is inside of */
	const struct json_node *strange; /* the latest object with unknown members */
};

#define EXPR_DEPTH 100 /* how deep expressions and predicates can be nested */

struct expr;
struct pred;

/* Compile an expression or a predicate.  Return NULL and fill *l->err on failure; the offset is
 * that of the node in error. */
const struct expr *expr_load(struct expr_loader *l, const struct json_node *node);
const struct pred *pred_load(struct expr_loader *l, const struct json_node *node);

/* What expressions are evaluated with. */
struct env {
	const struct value *field; /* by number */
	struct arena *scratch;     /* for texts that are computed; the caller resets it */
	bool (*leaf)(void *context, unsigned number); /* does the caller's predicate hold? */
	void *context;
};

/* Returns the expression's text, or an absent value if it has none.  `plain` is set if known. */
struct value expr_eval(const struct expr *x, const struct env *env);
bool pred_holds(const struct pred *p, const struct env *env);

/* The operators of predicates. */
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
 * A part of a predicate that is not And, Or or Not.  pred_each visits all of them in the order in
 * which they are written, so that a decision can be explained.  The node lives as long as the tree
 * that was loaded.
 */
struct comparison {
	const struct pred *pred;
	const struct json_node *node;
	size_t field;  /* the field's number, unless it is a leaf */
	size_t other;  /* FieldCmp: the number of other_field, or FIELD_UNKNOWN */
	enum op op;    /* FieldEq, FieldCmp */
	bool by_value; /* FieldEq, FieldCmp: compares neither as times nor as addresses */
	bool is_leaf;  /* it is of one of the caller's kinds */
	unsigned leaf; /* if so, its number */
};
void pred_each(
    const struct pred *p, void (*visit)(void *context, const struct comparison *c), void *context);

/*
 * Visits the patterns of FieldLike in a JSON text whose last star is escaped, in the order of the
 * file.  EXPR_ESCAPED_STAR says so to the operator.
 */
void expr_each_escaped_star(const struct json_node *node,
    void (*visit)(void *context, const struct json_node *pattern), void *context);
#define EXPR_ESCAPED_STAR                                                                          \
	"the last * is escaped, so it matches only a *; for a backslash and then anything, write " \
	"\\\\\\\\* (in JSON)"

/*
 * Helpers for loading objects whose members are known.  On failure they report the error and return
 * -1 or NULL.  expr/load.h has more of them.
 *
 * load_members fails if the node is not an object or has a member that is not in names[0..n).  The
 * error suggests the nearest name.
 */
int load_members(
    struct expr_loader *l, const struct json_node *object, const struct text *names, size_t n);
const struct json_node *load_required(
    struct expr_loader *l, const struct json_node *object, const char *key);
int load_text(struct expr_loader *l, const struct json_node *object, const char *key,
    struct text *out); /* a required string */
/* Returns the number in names[0..n) of a required member's name.  Messages call it a `what`. */
int load_choice(struct expr_loader *l, const struct json_node *object, const char *key,
    const char *what, const struct text *names, size_t n);
/* Reports an error at a node: "$.fields[0].parser: …".  Always returns -1. */
int load_error(struct expr_loader *l, const struct json_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
