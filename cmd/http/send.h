/* SPDX-License-Identifier: MIT */
#ifndef HTTP_SEND_H
#define HTTP_SEND_H

#include "cmd/helper/protocol.h"
#include "cmd/helper/transfer.h"
#include "cmd/http/target.h"

/* What the requests of a run have in common. */
struct sending {
	struct protocol *protocol;
	struct transfer *transfer;
	struct target target;
	bool credentials;          /* --send-credentials */
	const char *authorization; /* ESPER_TARGET_AUTHORIZATION, or NULL */
};

/* Sends a recorded request and answers with {status, headers, body}. */
void send_request(struct sending *s, const struct request *r);

#endif
