/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_OTLP_VALUE_H
#define EXPORT_OTLP_VALUE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * JSON as values of OTLP: {"stringValue":"x"}, {"intValue":"5"}, {"kvlistValue":{"values":[…]}}.
 * Private to the layer.
 *
 * A value fits if our reader gets back the same bytes, and if other readers can be expected to
 * understand it: no number is out of the range of a double, and it is not deeper than a few levels,
 * since each takes three of the hundred that implementations of Protocol Buffers allow.
 */
bool otlp_fits(struct text json, struct buf *scratch);

/* Does an object fit as a list of attributes?  Its keys must be there once each, and be neither
 * empty nor our own, which begin with "esper.". */
bool otlp_fits_attributes(struct text object, struct buf *scratch);

/* Appends a value that fits. */
void otlp_put_value(struct buf *b, struct text json);

/* Appends the members of an object that fit as elements of an array that is begun. */
void otlp_put_attributes(struct buf *b, struct text object);

/* Appends one attribute: a text, or a whole number. */
void otlp_put_text(struct buf *b, const char *key, struct text value);
void otlp_put_int(struct buf *b, const char *key, int64_t value);

#endif
