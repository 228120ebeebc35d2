/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_OTLP_H
#define EXPORT_OTLP_H

#include "export/out.h"
#include "trace/model.h"

/*
 * OTLP/JSON (https://opentelemetry.io/docs/specs/otlp/): lines of {"resourceSpans":[…]}, as the
 * file exporter of OpenTelemetry writes them.  A small export is one line.
 *
 * Calls are spans.  Our own reader gets back all that --calls says of them; esper-trace(5) has the
 * rules.  What OTLP has a place for is in that place.  All else travels in attributes:
 *
 * - An attribute of the call is an attribute of the span.  If one of them does not come back as it
 *   is spelled, esper.attributes has them all, as JSON.
 * - esper.* is what OTLP cannot say, or cannot say exactly.  A member that OTLP requires and that
 * is not known is named in esper.unknown.
 * - Attributes named in esper.added are not of the call: they say in the words of OpenTelemetry or
 *   OpenInference what the call is, for other programs.  Some of them have the only copy of it.
 *
 * Ids that are not 32 or 16 hexadecimal digits are the first bytes of their SHA-256.  Lists of
 * names are texts, with a space between the names.
 */
void export_otlp(struct export_out *o, const struct trace_model *m);

/* The names of these attributes, for the reader, too. */
#define ESPER_EXPORT "esper.export" /* each span has it: the version of these rules */
#define ESPER_EXPORT_VERSION 1
#define ESPER_ADDED "esper.added"
#define ESPER_UNKNOWN "esper.unknown"
#define ESPER_TRACE_ID "esper.trace_id"
#define ESPER_CALL_ID "esper.call_id"
#define ESPER_PARENT_ID "esper.parent_id"
#define ESPER_KIND "esper.kind"
#define ESPER_START "esper.start_ns"
#define ESPER_DURATION "esper.duration_ns"
#define ESPER_ERROR "esper.error"
#define ESPER_INPUT "esper.input"
#define ESPER_OUTPUT "esper.output"
#define ESPER_LLM "esper.llm"
#define ESPER_ATTRIBUTES "esper.attributes"
#define ESPER_LINKS "esper.links"
#define ESPER_SOURCE "esper.source"
#define ESPER_AFTER "esper.after"
#define ESPER_NOTES "esper.notes"
#define ESPER_EVENT "esper.event" /* of an event: all of it */
#define ESPER_LEVEL "esper.level"
#define ESPER_WHERE "esper.where"
#define ESPER_SCOPE "esper-trace-replay" /* the name of the scope */
#define ADDED_INPUT "input.value"
#define ADDED_OUTPUT "output.value"
#define ADDED_FILE "code.file.path"
#define ADDED_LINE "code.line.number"

#endif
