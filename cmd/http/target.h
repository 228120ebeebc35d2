/* SPDX-License-Identifier: MIT */
#ifndef HTTP_TARGET_H
#define HTTP_TARGET_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "json/tree.h"

/* The server that recorded requests are sent to, whatever server they were sent to before. */
struct target {
	struct text base; /* the URL of --target, without a slash at its end */
	bool loopback;    /* it is this machine, so no connection may leave it */
};

/* Reads --target; allowed: the hosts of --target-ok.  Returns 0, or -1 with *e filled. */
int target_read(
    struct target *t, const char *url, const struct text *allowed, size_t n, struct err *e);

/*
 * Appends the URL of a recorded request, and a NUL: the target with the path and query of `url`, or
 * with `path` and `query`.  Bytes that a URL cannot have are percent-encoded.  Returns 0, or -1
 * with *e filled if the request has no URL of HTTP.
 */
int target_url(
    const struct target *t, const struct json_node *input, struct buf *url, struct err *e);

#endif
