/* SPDX-License-Identifier: MIT */
#include "import/temporal_rule.h"

#include <stddef.h>

#define SCHEDULED "scheduledEventId"
#define INITIATED "initiatedEventId"
#define STARTED "startedEventId"

/* clang-format off */
#define RUN(type) \
	{ TEXT(type), TEMPORAL_RUN, TRACE_FUNCTION, "workflowType", NULL, NULL, false, NULL }
#define BEGIN(type, kind, named) \
	{ TEXT(type), TEMPORAL_BEGIN, kind, named, NULL, NULL, false, NULL }
#define BEGIN_AS(type, kind, name) \
	{ TEXT(type), TEMPORAL_BEGIN, kind, NULL, name, NULL, false, NULL }
#define DONE(type, kind, link) \
	{ TEXT(type), TEMPORAL_END, kind, NULL, NULL, link, false, NULL }
#define FAILED(type, kind, link, error) \
	{ TEXT(type), TEMPORAL_END, kind, NULL, NULL, link, true, error }
#define POINT(type, named, failed, error) \
	{ TEXT(type), TEMPORAL_POINT, TRACE_SPAN, named, NULL, NULL, failed, error }
#define LOG(type, link) \
	{ TEXT(type), TEMPORAL_LOG, TRACE_SPAN, NULL, NULL, link, false, "failure" }
#define FAULT(type, error) \
	{ TEXT(type), TEMPORAL_LOG, TRACE_SPAN, NULL, NULL, NULL, true, error }
static const struct temporal_rule rules[] = {
	RUN("WorkflowExecutionStarted"),
	DONE("WorkflowExecutionCompleted", TRACE_FUNCTION, NULL),
	FAILED("WorkflowExecutionFailed", TRACE_FUNCTION, NULL, "failure"),
	FAILED("WorkflowExecutionTimedOut", TRACE_FUNCTION, NULL, "timeout"),
	FAILED("WorkflowExecutionCanceled", TRACE_FUNCTION, NULL, "canceled"),
	FAILED("WorkflowExecutionTerminated", TRACE_FUNCTION, NULL, "terminated"),
	DONE("WorkflowExecutionContinuedAsNew", TRACE_FUNCTION, NULL),
	FAULT("WorkflowTaskFailed", "failure"),
	FAULT("WorkflowTaskTimedOut", "timeout"),

	BEGIN("ActivityTaskScheduled", TRACE_FUNCTION, "activityType"),
	LOG("ActivityTaskStarted", SCHEDULED),
	LOG("ActivityTaskCancelRequested", SCHEDULED),
	DONE("ActivityTaskCompleted", TRACE_FUNCTION, SCHEDULED),
	FAILED("ActivityTaskFailed", TRACE_FUNCTION, SCHEDULED, "failure"),
	FAILED("ActivityTaskTimedOut", TRACE_FUNCTION, SCHEDULED, "timeout"),
	FAILED("ActivityTaskCanceled", TRACE_FUNCTION, SCHEDULED, "canceled"),

	BEGIN_AS("TimerStarted", TRACE_SPAN, "timer"),
	DONE("TimerFired", TRACE_SPAN, STARTED),
	DONE("TimerCanceled", TRACE_SPAN, STARTED),

	BEGIN("StartChildWorkflowExecutionInitiated", TRACE_FUNCTION, "workflowType"),
	FAILED("StartChildWorkflowExecutionFailed", TRACE_FUNCTION, INITIATED, "failure"),
	LOG("ChildWorkflowExecutionStarted", INITIATED),
	DONE("ChildWorkflowExecutionCompleted", TRACE_FUNCTION, INITIATED),
	FAILED("ChildWorkflowExecutionFailed", TRACE_FUNCTION, INITIATED, "failure"),
	FAILED("ChildWorkflowExecutionTimedOut", TRACE_FUNCTION, INITIATED, "timeout"),
	FAILED("ChildWorkflowExecutionCanceled", TRACE_FUNCTION, INITIATED, "canceled"),
	FAILED("ChildWorkflowExecutionTerminated", TRACE_FUNCTION, INITIATED, "terminated"),

	POINT("WorkflowExecutionSignaled", "signalName", false, NULL),
	BEGIN("SignalExternalWorkflowExecutionInitiated", TRACE_SPAN, "signalName"),
	FAILED("SignalExternalWorkflowExecutionFailed", TRACE_SPAN, INITIATED, "failure"),
	DONE("ExternalWorkflowExecutionSignaled", TRACE_SPAN, INITIATED),
	BEGIN_AS("RequestCancelExternalWorkflowExecutionInitiated", TRACE_SPAN, "cancel"),
	FAILED("RequestCancelExternalWorkflowExecutionFailed", TRACE_SPAN, INITIATED, "failure"),
	DONE("ExternalWorkflowExecutionCancelRequested", TRACE_SPAN, INITIATED),

	BEGIN("WorkflowExecutionUpdateAccepted", TRACE_SPAN, "request"),
	DONE("WorkflowExecutionUpdateCompleted", TRACE_SPAN, "acceptedEventId"),
	POINT("WorkflowExecutionUpdateRejected", "request", true, "failure"),

	BEGIN("NexusOperationScheduled", TRACE_FUNCTION, "operation"),
	LOG("NexusOperationStarted", SCHEDULED),
	LOG("NexusOperationCancelRequested", SCHEDULED),
	DONE("NexusOperationCompleted", TRACE_FUNCTION, SCHEDULED),
	FAILED("NexusOperationFailed", TRACE_FUNCTION, SCHEDULED, "failure"),
	FAILED("NexusOperationTimedOut", TRACE_FUNCTION, SCHEDULED, "timeout"),
	FAILED("NexusOperationCanceled", TRACE_FUNCTION, SCHEDULED, "canceled"),
};
/* clang-format on */

const struct temporal_rule *
temporal_rule_of(struct text type)
{
	static const struct temporal_rule other = LOG("", NULL);
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (text_eq(rules[i].type, type))
			return &rules[i];
	return &other;
}
