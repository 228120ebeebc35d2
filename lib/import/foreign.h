/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_FOREIGN_H
#define IMPORT_FOREIGN_H

#include "base/text.h"

/*
 * Lines that are no JSON but that look like the text of a known tool.  Returns what it is and what
 * to do, for people, or NULL.  Private to the layer.
 */
const char *import_foreign(struct text line);

#endif
