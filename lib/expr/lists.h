/* SPDX-License-Identifier: MIT */
#ifndef EXPR_LISTS_H
#define EXPR_LISTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/ip.h"
#include "base/text.h"
#include "event/value.h"
#include "json/tree.h"

/*
 * The `lists` of a plan or rule set: {"NAME":{"values":[…]}} or {"NAME":{"file":"ips.txt"}}.
 *
 * A list file is UTF-8 text with one value a line, and may be compressed with zstd.  White space
 * around a value is cut and empty lines are skipped.  A `#` at the start of a line or after white
 * space begins a comment.  Lists are loaded once and are immutable after that.
 */
struct list;
struct lists;
struct expr_loader; /* used only for its err and all */

struct lists *lists_new(void);
void lists_free(struct lists *l);

/*
 * Adds the lists in node, the member `lists`; NULL if there is no such member.  List files are
 * relative to the folder dir.  All contents are copied.  Returns 0, or -1 after reporting the
 * error; lists_find finds an invalid list all the same.
 */
int lists_load(
    struct lists *ls, struct expr_loader *loader, const struct json_node *node, const char *dir);

const struct list *lists_find(
    const struct lists *l, struct text name); /* NULL if no list has that name */
size_t list_count(const struct list *l);      /* how many values it has */
size_t lists_count(const struct lists *l);    /* how many named lists there are */
struct text lists_name(const struct lists *l, size_t i);
const char *lists_path(const struct lists *l, size_t i); /* of its file; NULL: it has none */

/* The values of a list, as they were given or as its file has them. */
size_t list_size(const struct list *l);
struct text list_value(const struct list *l, size_t i);

/* Makes a list of the values in a JSON array (FieldIn's `values`).  It belongs to ls.  Returns NULL
 * after reporting the error. */
const struct list *lists_add(
    struct lists *ls, struct expr_loader *loader, const struct json_node *array);

/*
 * Prepares the list for list_has with `as` and `ignore_case`.  Call it while loading, because it
 * needs the JSON that the list came from.  Returns 0, or -1 after reporting each value that is not
 * a time or not an address.  Later calls with the same `as` do not report these values again, and
 * return 0.
 */
int list_want(
    const struct list *l, struct expr_loader *loader, enum compare_as as, bool ignore_case);

/*
 * Does v equal a value of the list, by the rules of esper-plan(5)?  Takes constant time.  `as` is
 * how v's field compares; list_want must have been called with it.
 */
bool list_has(const struct list *l, const struct value *v, enum compare_as as, bool ignore_case);

/* Prepares the list for list_networks, as list_want does for list_has.  A value that is neither an
 * address nor a network is an error. */
int list_want_networks(const struct list *l, struct expr_loader *loader);
const struct ip_set *list_networks(const struct list *l);

#endif
