/* SPDX-License-Identifier: MIT */
#include "import/map_shipped.h"

static const struct shipped_map maps[] = {
#include "import/shipped_rows.h" /* made by scripts/embed */
};

const struct shipped_map *
shipped_maps(size_t *n)
{
	*n = sizeof(maps) / sizeof(*maps);
	return maps;
}
