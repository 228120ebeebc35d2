/* SPDX-License-Identifier: MIT */
#ifndef RERUN_HTTP_H
#define RERUN_HTTP_H

#include "base/arena.h"
#include "rerun/scope.h"

/*
 * Makes the request that a recorded http call was: {method, url or path, query, headers, body,
 * encoding}, as far as they are known.  They are looked for in the input, in its members request,
 * http and data, in the attributes (http.request.method, url.full, http.target, …), and in a name
 * such as `GET /cart`.
 *
 * c is NULL for a question of a command, of which only the input is known.  Returns NULL and
 * *request, whose texts are in the arena or in the model; or why the call cannot be sent.
 */
const char *rerun_http_request(const struct rerun_subject *s, const struct trace_call *c,
    struct arena *a, struct text *request);

#endif
