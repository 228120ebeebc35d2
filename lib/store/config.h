/* SPDX-License-Identifier: MIT */
#ifndef STORE_CONFIG_H
#define STORE_CONFIG_H

#include "base/buf.h"
#include "expr/lists.h"
#include "json/tree.h"

/*
 * Appends the config of a document as it is stored: spelled as in the document, but without white
 * space, and with the values of list files in place of their names.  So a version does not change
 * when a file beside it does.
 */
void config_put(struct buf *b, const struct json_node *config, const struct lists *lists);

#endif
