/* SPDX-License-Identifier: MIT */
#ifndef HTTP_HEADERS_H
#define HTTP_HEADERS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "cmd/helper/transfer.h"
#include "json/tree.h"

/* The headers of recorded requests and of answers. */

struct headers_sent {
	bool credentials;     /* send recorded credentials */
	bool authorization;   /* another one is sent in place of a recorded Authorization */
	bool accept_encoding; /* out: one was recorded */
	bool content_type;    /* out: one was sent */
	struct buf left_out;  /* out: the credentials that were not sent, with commas */
};

/*
 * Adds recorded headers to a request: an object of names and values (or arrays of values), an array
 * of {name, value}, or an array of [name, value].  Left out are Host, Content-Length and others
 * that belong to a connection, and credentials unless they are asked for.  Returns 0, or -1 with *e
 * filled if a header has bytes that no header can have.
 */
int headers_add(struct transfer_request *q, const struct json_node *headers,
    struct headers_sent *sent, struct err *e);

/* Appends the headers of an answer as an object, or as an array of {name, value}.  The names are in
 * lower case.  In an object, values of one name are joined by ", ", except those of set-cookie,
 * which become an array. */
void headers_put(struct buf *b, const struct transfer_response *got, bool as_array);

#endif
