/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_TELEMETRY_REST_H
#define IMPORT_TELEMETRY_REST_H

#include "import/reader.h"

/*
 * The members of a telemetry record that the model has no place for, which become attributes.  Also
 * those whose value is of another kind than the model takes.  Private to the reader.
 */

/* Adds the members of an object, each under its own name. */
void telemetry_spread(struct import_in *in, const struct json_value *v, enum import_key but);

/* The same as PREFIX.KEY, except two, if they are strings (a request or response: an object). */
void telemetry_spread_as(struct import_in *in, const struct json_value *v, struct text prefix,
    enum import_key but, enum import_key nor);

/* Adds all members but those that are taken.  `taken` ends with KEY_OTHER. */
void telemetry_rest_add(struct import_in *in, const enum import_key *taken);

/* The same as an object. */
struct text telemetry_rest(struct import_in *in, const enum import_key *taken);

/* When it happened, or TRACE_NO_TIME. */
int64_t telemetry_time(struct import_in *in);

/* v1 and the draft have arguments as a member; v2 and v3, as an attribute. */
bool telemetry_has_arguments(const struct import_object *o);

#endif
