/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_TEMPORAL_RULE_H
#define IMPORT_TEMPORAL_RULE_H

#include <stdbool.h>

#include "base/text.h"
#include "trace/record.h"

/* What the types of events in a history of Temporal mean.  Private to import/temporal.c. */
enum temporal_what {
	TEMPORAL_RUN,   /* begins the run of the workflow */
	TEMPORAL_BEGIN, /* begins a call, which is named after the number of the event */
	TEMPORAL_POINT, /* is a call that takes no time */
	TEMPORAL_END,   /* ends the call that it names, else the run */
	TEMPORAL_LOG    /* happens in the call that it names, else in the run */
};

struct temporal_rule {
	struct text type; /* "ActivityTaskScheduled" */
	enum temporal_what what;
	enum trace_kind kind;
	const char *named; /* the member that names the call, or NULL */
	const char *name;  /* its name if no member does */
	const char *link;  /* the member with the number of the event that began the call, or
			      NULL */
	bool failed;
	const char *error; /* the type of the error if no other is named */
};

/* Of a type that is not known, that of a log of the run. */
const struct temporal_rule *temporal_rule_of(struct text type);

#endif
