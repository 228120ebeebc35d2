/* SPDX-License-Identifier: MIT */
#ifndef EXPR_LOAD_H
#define EXPR_LOAD_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "event/value.h"
#include "expr/expr.h"
#include "json/tree.h"

/*
 * More helpers for loaders, in addition to those at the end of expr/expr.h.  On failure they report
 * the error and return -1 or NULL.  A caller that wants every error combines results by `bad |= …`.
 */

#define LOAD_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Texts for messages, each with a NUL after it. */

/* t in quotes, escaped as in JSON and cut if it is long. */
struct text load_quoted(struct arena *a, struct text t);

/* `; did you mean "x"?`, or nothing if no name is near.  For names that users choose: those of
 * fields and lists. */
struct text load_suggestion(struct arena *a, struct text typed, const struct text *names, size_t n);

/* The names, separated by commas. */
struct text load_listed(struct arena *a, const struct text *names, size_t n);

/* Does what load_choice does, with the node itself instead of a member. */
int load_chosen(struct expr_loader *l, const struct json_node *node, const char *what,
    const struct text *names, size_t n);

/*
 * Is one of the members that load_members has just called unknown a misspelling of `key`?  If so,
 * its message is enough, and the caller need not report that `key` is missing.
 */
bool load_is_misspelt(const struct expr_loader *l, const struct json_node *object, const char *key);

/*
 * Returns the required member `operator` as an enum op.  Some operators of other tools are kinds of
 * predicates here; the message then names that kind.  kinds[0..n) are the kinds of predicates.
 */
int load_operator(
    struct expr_loader *l, const struct json_node *object, const struct text *kinds, size_t n);

/* A required array. */
const struct json_node *load_array(
    struct expr_loader *l, const struct json_node *object, const char *key);

/* A required string that is not empty. */
int load_name(
    struct expr_loader *l, const struct json_node *object, const char *key, struct text *out);

/* A required value that is not null. */
int load_value(
    struct expr_loader *l, const struct json_node *object, const char *key, struct value *out);

/* The node itself as a value.  null is an error. */
int load_node_value(struct expr_loader *l, const struct json_node *node, struct value *out);

/* Compiles the required member `pattern`, as pattern_new does.  ERR_NOWHERE there is an error about
 * the member `group`. */
struct pattern;
const struct pattern *load_regex(
    struct expr_loader *l, const struct json_node *object, unsigned group, bool ignore_case);

/* Optional members.  If the member is absent, *out stays unchanged. */
int load_bool(struct expr_loader *l, const struct json_node *object, const char *key, bool *out);
int load_integer(struct expr_loader *l, const struct json_node *object, const char *key,
    int64_t least, int64_t most, int64_t *out);
int load_note(struct expr_loader *l, const struct json_node *object, const char *key,
    struct text *out); /* a string; null counts as absent */

#endif
