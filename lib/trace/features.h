/* SPDX-License-Identifier: MIT */
#ifndef TRACE_FEATURES_H
#define TRACE_FEATURES_H

#include "base/buf.h"
#include "trace/model.h"

/*
 * What can be said of a call before it succeeds or fails: its arguments, attributes and variables,
 * its service and model, and the names of its child calls.
 *
 * Members of objects are features of their own with dotted names, down to a few levels; arrays are
 * one value.  Attributes that tell the failure itself (error, error.*, exception.*, otel.status_*)
 * are left out.  Of a variable it is the last value before the call's error.
 */
enum trace_feature {
	TRACE_ARGUMENT,
	TRACE_ATTRIBUTE,
	TRACE_LAST_VALUE, /* of a variable */
	TRACE_SERVICE,
	TRACE_MODEL,
	TRACE_CHILD,
	TRACE_CHILD_AGAIN /* it has two and more children of the name */
};
#define TRACE_FEATURES (TRACE_CHILD_AGAIN + 1)

/* name: as in JSON; empty for a service and a model.  value: JSON or, for a service and a model,
 * plain text; absent for children.  The name is valid during the call, the value as long as the
 * model. */
typedef void trace_feature_found(
    void *context, enum trace_feature feature, struct text name, struct text value);

/* Calls found() for each.  A feature may come more than once; the first counts. */
void trace_find_features(const struct trace_model *m, uint32_t call, struct buf *scratch,
    trace_feature_found *found, void *context);

#endif
