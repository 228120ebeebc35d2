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
 * The `lists` of a plan or rule set: {"NAME":{"values":[…]}} or {"NAME":{"file":"ips.txt"}} (one
 * value a line, white space around it cut, empty lines passed over, a `#` at the start of a line or
 * behind white space begins a comment; UTF-8; relative to the folder of the document; zstd is
 * fine). Loaded once, immutable after.
 */
struct list;
struct lists;
struct expr_loader; /* for errors alone: err and all */

struct lists *lists_new(void);
void lists_free(struct lists *l);

/*
 * Adds the lists of a document.  node NULL: it has none.  dir: the folder that files are relative
 * to.  0, or -1 with the error; a list that is wrong is known by its name all the same.  List and
 * file contents are copied.
 */
int lists_load(
    struct lists *ls, struct expr_loader *loader, const struct json_node *node, const char *dir);

const struct list *lists_find(
    const struct lists *l, struct text name); /* NULL if there is none of that name */
size_t list_count(const struct list *l);      /* how many values it has */
size_t lists_count(const struct lists *l);
struct text lists_name(const struct lists *l, size_t i);
const char *lists_path(const struct lists *l, size_t i); /* of its file; NULL: it has none */

/* The values of a list, as they were given or stand in its file. */
size_t list_size(const struct list *l);
struct text list_value(const struct list *l, size_t i);

/* A list of the values of a JSON array (FieldIn's `values`), owned by ls.  NULL with the error. */
const struct list *lists_add(
    struct lists *ls, struct expr_loader *loader, const struct json_node *array);

/*
 * Makes the list ready for list_has with fields that compare so, while loading (the JSON that the
 * list came from is still there).  -1 with the error where a value cannot be compared with them: no
 * time, no address.  A list says so once.
 */
int list_want(const struct list *l, struct expr_loader *loader, enum compare_as as);

/*
 * Does v equal a value of the list by the rules of section 4 of the contract?  Constant time.
 * `as` is how v's field compares, and one that list_want was called with.
 */
bool list_has(const struct list *l, const struct value *v, enum compare_as as);

/* The list as networks, made on first request while loading (as with list_want); -1 with the error
 * if a value is no address or network. */
int list_want_networks(const struct list *l, struct expr_loader *loader);
const struct ip_set *list_networks(const struct list *l);

#endif
