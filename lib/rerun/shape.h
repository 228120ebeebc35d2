/* SPDX-License-Identifier: MIT */
#ifndef RERUN_SHAPE_H
#define RERUN_SHAPE_H

#include "base/buf.h"
#include "base/text.h"

/*
 * Appends the shape of a JSON value: its types without its values.  A scalar is null, boolean,
 * number or string; an object {name:shape,…}, by its names; an array [shape|…], with each shape of
 * its elements once.  Objects with very many members, whose names are data, are {*:shape|…}.
 */
void rerun_put_shape(struct buf *b, struct text json);

#endif
