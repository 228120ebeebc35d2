/* SPDX-License-Identifier: MIT */
#ifndef EXPR_LOAD_H
#define EXPR_LOAD_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "event/value.h"
#include "expr/expr.h"
#include "json/tree.h"

/* More of loading, for the layers expr and plan: see the end of expr/expr.h.  Where functions
 * return 0 or -1, a caller that wants every error combines them by `bad |= …`. */

#define LOAD_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* t in quotes, escaped as in JSON and cut where it is long; with a NUL behind it. */
struct text load_quoted(struct arena *a, struct text t);

/*
 * `; did you mean "x"?`, or nothing where no name is near; with a NUL behind it.  For names that
 * users choose: fields, lists.
 */
struct text load_suggestion(struct arena *a, struct text typed, const struct text *names, size_t n);

/* The names, separated by commas; with a NUL behind them. */
struct text load_listed(struct arena *a, const struct text *names, size_t n);

/* The same as load_choice, of the node itself. */
int load_chosen(struct expr_loader *l, const struct json_node *node, const char *what,
    const struct text *names, size_t n);

/*
 * Is there something like a member `key` among those that load_members has just called unknown?
 * Then nothing more needs to be said about the missing one.
 */
bool load_is_misspelt(const struct expr_loader *l, const struct json_node *object, const char *key);

/*
 * The required member `operator`; -1 where it is none.  One that other tools have as an operator
 * and that is a predicate here is told so: kinds[0..n) are the kinds of predicates.
 */
int load_operator(
    struct expr_loader *l, const struct json_node *object, const struct text *kinds, size_t n);

/* A required array; NULL where it is none. */
const struct json_node *load_array(
    struct expr_loader *l, const struct json_node *object, const char *key);

/* A required string that is not empty. */
int load_name(
    struct expr_loader *l, const struct json_node *object, const char *key, struct text *out);

/* A required value that is not null. */
int load_value(
    struct expr_loader *l, const struct json_node *object, const char *key, struct value *out);

/* What a node is as a value; -1 for null. */
int load_node_value(struct expr_loader *l, const struct json_node *node, struct value *out);

/* These leave *out as it is where the member is absent. */
int load_bool(struct expr_loader *l, const struct json_node *object, const char *key, bool *out);
int load_integer(struct expr_loader *l, const struct json_node *object, const char *key,
    int64_t least, int64_t most, int64_t *out);
int load_note(struct expr_loader *l, const struct json_node *object, const char *key,
    struct text *out); /* a string; null is as good as absent */

#endif
