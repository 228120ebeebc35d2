/* SPDX-License-Identifier: MIT */
#ifndef TRACE_DENIAL_H
#define TRACE_DENIAL_H

#include <stdbool.h>

#include "base/buf.h"
#include "trace/root_cause.h"

/*
 * Was somebody not allowed to do something?
 *
 * A text says so if a word in it begins with `permission`, `forbidden`, `unauthorized`,
 * `unauthorised` or `blocked`, in any case (`PermissionError`, `ACCESS_BLOCKED`), or if it has 401
 * or 403 as the number of an error: at its beginning, behind a colon or a bracket, or behind a word
 * such as `status`, `code`, `HTTP` or `returned`.  Other numbers 401, as in `order 401`, say
 * nothing.
 */
bool trace_text_denies(struct text t);

/*
 * The same of the result of a call that did not fail.  `permission` says nothing there, since it
 * may have been granted; a word that begins with `denied` does.
 */
bool trace_result_denies(struct text t);

/*
 * Does a call say so?  By its error, if it failed, as trace_failure sets *failure; else by a member
 * of its attributes or its output that is named as a status, a result or an error: `status`,
 * `http.status_code`, `outcome`, …  Of those, a number must be 401 or 403, and a text is read as a
 * result unless the call failed.  Then *name and *value
 * (JSON) are that member; otherwise name->p is NULL.
 */
bool trace_denied(const struct trace_model *m, uint32_t call, const struct root_cause *failure,
    struct text *name, struct text *value);

#endif
