/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_MAP_SHIPPED_H
#define IMPORT_MAP_SHIPPED_H

#include <stddef.h>

#include "base/text.h"

/* The maps that come with Esper.  The build makes them a part of the program, from
 * share/esper/maps, as it does the plans (plan/shipped.h).  Nothing here fails, and all texts are
 * constant. */
struct shipped_map {
	struct text name, text;
};

/* All of them, sorted by name; *n is how many. */
const struct shipped_map *shipped_maps(size_t *n);

#endif
