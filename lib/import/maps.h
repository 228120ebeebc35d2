/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_MAPS_H
#define IMPORT_MAPS_H

#include <stddef.h>

#include "base/err.h"
#include "base/text.h"

/*
 * The maps of a run, which esper-map(5) describes: each is a JSON document that says how the
 * records of one format become calls.  They are compiled once.  After that the set is immutable,
 * and threads can share it.
 *
 * A set begins with the maps that come with Esper, in the order of their names.  The maps of the
 * caller come before them, in the order in which they are added, and before the readers that are
 * built in.
 */
struct import_maps;
struct import_maps *import_maps_new(void);
void import_maps_free(struct import_maps *m);

/* Adds a map.  List files are relative to the folder dir.  Returns 0, or -1 and collects what is
 * wrong in *all, as plan_load_all does. */
int import_maps_add(
    struct import_maps *m, struct text name, struct text text, const char *dir, struct errs *all);

/* By number from 0, in the order in which they are tried. */
size_t import_maps_count(const struct import_maps *m);
struct text import_maps_name(const struct import_maps *m, size_t map);
struct text import_maps_summary(const struct import_maps *m, size_t map);

#endif
