/* SPDX-License-Identifier: MIT */
#ifndef RERUN_ATTRIBUTES_H
#define RERUN_ATTRIBUTES_H

#include "rerun/scope.h"

/*
 * Telemetry records http and database calls without an input: the method, the URL and the query are
 * attributes, named by the semantic conventions of OpenTelemetry.  They tell which call a question
 * means that has members such as method, url, path or query in its input.
 */
struct rerun_attribute_difference {
	struct text member; /* the first of the question's input; absent: none differs */
	struct text then, now;
	size_t common; /* members that agree */
};

/*
 * Does a call that has no recorded input fit the input of a question?  At least one member must
 * have an attribute, and all that have one must agree with it.
 */
bool rerun_attributes_fit(const struct rerun_subject *call, struct text input,
    struct rerun_attribute_difference *difference);

/* The value that tells such calls apart: the URL or the query.  Of a call, and of the input of a
 * question; absent: none. */
struct text rerun_attribute_key(const struct rerun_subject *call);
struct text rerun_input_key(struct text input);

#endif
