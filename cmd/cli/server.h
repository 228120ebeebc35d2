/* SPDX-License-Identifier: MIT */
#ifndef CLI_SERVER_H
#define CLI_SERVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"

/* Which servers requests may go to.  Nothing here opens a socket or asks for a name. */

/* Finds the host of an http or https URL, without its port.  Returns false if the URL is none, or
 * has a user name, a query or a fragment. */
bool server_of_url(const char *url, struct text *host);

/* Does the host of a URL name this machine: localhost, 127.0.0.0/8 or ::1?  host: as in a URL,
 * without a port. */
bool server_is_own(struct text host);

/* Is the host in a list?  Case does not matter. */
bool server_is_among(struct text host, const struct text *list, size_t n);

/*
 * Checks a target of --target: a server of this machine, or one of those that --target-ok allows.
 * Returns 0 and the host, or -1 and fills *e.
 */
int server_check_target(
    const char *url, const struct text *allowed, size_t n, struct text *host, struct err *e);

#endif
