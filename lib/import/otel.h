/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_OTEL_H
#define IMPORT_OTEL_H

#include "import/attributes.h"

/*
 * What the spellings of OpenTelemetry's spans have in common: OTLP/JSON and what the exporters for
 * the console print.  Private to the layer.
 *
 *	struct otel_span s;
 *	otel_begin(&s, in, name, &attributes);		a record goes to the part: s.record
 *	otel_event(…); otel_link(…); otel_number(…);	whatever there is
 *	otel_end(&s, failed, message);
 */
struct otel_span {
	struct import_in *in;
	struct trace_record *record;
	struct import_attributes attributes;
	struct trace_error error; /* of the last event named exception */
	struct buf links;
};

/* Begins a call of that name. */
void otel_begin(struct otel_span *s, struct import_in *in, struct text name);

/* kind: of OTLP, 1 to 5; 0 and others add nothing.  Text is one like SPAN_KIND_SERVER,
 * SpanKind.SERVER or server. */
void otel_kind(struct otel_span *s, int64_t kind);
void otel_kind_text(struct otel_span *s, struct text kind);

/* Adds an attribute, unless the value is absent, 0, null, "" or an empty container. */
void otel_add(struct otel_span *s, struct text key, const struct json_value *v);

/* The same for a list of other attributes. */
void otel_add_to(struct import_in *in, struct import_attributes *as, struct text key,
    const struct json_value *v);

/* Adds the members of an object, or of an array of pairs, [[key, value], …]. */
void otel_add_pairs(
    struct import_in *in, struct import_attributes *as, const struct import_member *m);

/* Adds a member of OTLP that says more of a span, an event or a link, under the name that
 * OpenTelemetry has for it as an attribute. */
void otel_add_member(
    struct import_in *in, struct import_attributes *as, const struct import_member *m);

/* Adds an event; `as` is what it has beside name and time. */
void otel_event(struct otel_span *s, struct text name, int64_t at_ns, struct import_attributes *as);

/* Fills in an event: an error, if it is an exception, else a log.  Returns the error's members. */
struct trace_error otel_event_fill(struct import_in *in, struct trace_event_record *e,
    struct text name, struct import_attributes *as);

void otel_link(
    struct otel_span *s, struct text trace_id, struct text call_id, struct import_attributes *as);

/* Completes the record.  message: of the status; absent or empty: none. */
void otel_end(struct otel_span *s, bool failed, struct text message);

/* A time that is a number of nanoseconds, or [seconds, nanoseconds].  0 is none. */
int64_t otel_time(struct import_in *in, const struct json_value *v);
int64_t otel_pair(struct import_in *in, const struct json_value *v);

/* Is the status an error?  By OTLP's number 2 or a text that ends in ERROR. */
bool otel_is_error(struct import_in *in, const struct json_value *code);

/* The innermost place that a stack trace names, FILE:LINE; absent if none is understood. */
struct text otel_where(struct import_in *in, struct text stack);

/* Takes service.name away from the attributes of a resource. */
struct text otel_service(struct import_in *in, struct import_attributes *resource);

/* Adds attributes of the resource to those of the record; its own have precedence. */
void otel_resource(struct otel_span *s, struct import_attributes *resource);

#endif
