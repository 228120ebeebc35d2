/* SPDX-License-Identifier: MIT */
#ifndef TRACE_SERVICES_H
#define TRACE_SERVICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/model.h"

/*
 * The services of a trace: what each did, who called whom, and how a failure spread among them.
 *
 *	struct trace_services *s = trace_services_new(model);
 *	for (size_t i = 0; i < model->traces; i++) {
 *		trace_services_read(s, i);
 *		… s->service[0..s->n), s->edge[0..s->edges), s->step[0..s->steps)
 *	}
 *
 * A call without a service belongs to that of its nearest ancestor that has one.  If there is none,
 * it belongs to a service without a name.
 *
 * An edge leads from the service of a parent to that of a child, if they differ.  The call that it
 * stands for is the child.  The caller often has a call of its own around it, the client's half,
 *and only that shows what the caller saw.  So a call along an edge counts as a retry
 *(trace/attempts.h) or as timed out (trace/error_kind.h) if it is so itself, or if a call of the
 *caller around it is so that makes no other call to another service.  But if another service has
 *called the caller again, that is no retry of the caller.
 *
 * Everything takes linear time in the calls of the trace, apart from sorting.
 */
struct trace_service {
	const struct trace_text *name; /* NULL: not known */
	uint64_t calls, errors;
	int64_t self_ns; /* the sum of the self times that are known (trace/self_times.h) */
};

struct trace_edge {
	uint32_t from, to; /* services */
	uint64_t calls, errors, retries, timeouts;
	int64_t p95_ns; /* of the durations that are known, by nearest rank; TRACE_NO_TIME: none */
};

/*
 * What had a part in a failure.  The first is the origin of the root cause (trace/root_cause.h).
 * The others follow by the time at which they ended or failed, but those that passed the failure on
 * never come in another order than that of the callers.
 */
enum trace_cascade_role {
	TRACE_CASCADE_ORIGIN,
	TRACE_CASCADE_PASSED_ON, /* a caller, see trace_passed_on_by */
	TRACE_CASCADE_RETRY,     /* another attempt, whether it worked or not */
	TRACE_CASCADE_TIMEOUT    /* another call that timed out */
};
#define TRACE_CASCADE_ROLES (TRACE_CASCADE_TIMEOUT + 1)
extern const struct text trace_cascade_names[TRACE_CASCADE_ROLES];

struct trace_cascade_step {
	uint32_t call;
	enum trace_cascade_role role;
	bool timed_out; /* whatever the role */
	int64_t at_ns;  /* when it failed, or ended; TRACE_NO_TIME: not known */
};

struct trace_services {
	const struct trace_model *model;
	size_t trace; /* that was read last */
	struct trace_service *service;
	size_t n; /* in the order in which they appear, depth first */
	struct trace_edge *edge;
	size_t edges; /* likewise */
	struct trace_cascade_step *step;
	size_t steps;       /* 0: no call failed */
	bool handled;       /* the caller of the origin went well */
	const uint32_t *of; /* the service of each call: of[i] is that of depth_first[first + i] */
	struct trace_services_private *private;
};

struct trace_services *trace_services_new(const struct trace_model *m);
void trace_services_free(struct trace_services *s);

/* Fills in everything but model and private, for one trace.  What was there before is gone. */
void trace_services_read(struct trace_services *s, size_t trace);

/* The same, but only finds the service of each call: service[].name and of[]. */
void trace_services_tell_apart(struct trace_services *s, size_t trace);

/* The service of a call of the trace that was read. */
static inline uint32_t
trace_service_of(const struct trace_services *s, uint32_t call)
{
	return s->of[s->model->call[call].at - s->model->trace[s->trace].first];
}

#endif
