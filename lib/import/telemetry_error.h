/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_TELEMETRY_ERROR_H
#define IMPORT_TELEMETRY_ERROR_H

#include "import/reader.h"

/* What a record of telemetry says of an error, and where it was.  Texts are as those of records. */

/* The function that the record names, or an absent text. */
struct text telemetry_function(struct import_in *in);

/* Its line, or 0. */
uint32_t telemetry_line(struct import_in *in);

/* The innermost FILE:LINE of the error's stack trace, else FUNCTION:LINE, else an absent text. */
struct text telemetry_where(struct import_in *in);

/* The object `error`; without members if there is none. */
struct import_object telemetry_error_object(struct import_in *in);

/* error_type and message of the record, or of its `error`.  Returns whether there is one. */
bool telemetry_error(struct import_in *in, struct trace_error *e);

/* Gives the error to the call, if there is something to say of it. */
void telemetry_set_error(struct import_in *in, struct trace_record *r, const struct trace_error *e);

#endif
