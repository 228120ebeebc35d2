/* SPDX-License-Identifier: MIT */
#ifndef HELPER_TRANSFER_H
#define HELPER_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * HTTP exchanges by libcurl, one after the other, over a connection that is kept alive.  Redirects
 * are not followed, certificates are verified, and the time and the size of an exchange are
 * bounded.
 */
struct transfer;

struct transfer_options {
	const char *agent;              /* User-Agent; NULL: none */
	int64_t timeout_ms;             /* for the whole exchange; 0: none */
	uint64_t max_body;              /* bytes, decompressed */
	bool loopback_only;             /* connect to addresses of this machine only */
	bool (*is_over)(void *context); /* asked during an exchange; true abandons it */
	void *context;
};

/* Returns NULL if libcurl fails. */
struct transfer *transfer_new(const struct transfer_options *o);
void transfer_free(struct transfer *t);

struct transfer_request {
	const char *method;
	const char *url;
	struct buf headers; /* NAME: VALUE lines, each with a NUL behind it, to be sent */
	struct text body;   /* absent: none */
	bool decompress;    /* accept compressed answers */
	bool direct;        /* use no proxy, whatever the environment says */
	/* Takes the body piece by piece instead of having it kept; may be NULL.  Called with the
	 * status and the headers known.  Returns 1 if it took the piece, 0 if the body is to be
	 * kept, and -1 to abandon the exchange. */
	int (*take)(void *context, struct text piece);
	void *context;
};

void transfer_add_header(struct transfer_request *q, struct text name, struct text value);

enum transfer_end {
	TRANSFER_DONE,
	TRANSFER_TIMED_OUT,
	TRANSFER_BROKEN,    /* no connection, or it broke */
	TRANSFER_TOO_LARGE, /* the body passed its bound */
	TRANSFER_ELSEWHERE, /* the address is not of this machine */
	TRANSFER_ABANDONED, /* by `take` or by `is_over` */
	TRANSFER_UNTRUSTED, /* TLS */
	TRANSFER_REFUSED    /* the URL is none */
};

struct transfer_response {
	enum transfer_end end;
	char message[512]; /* what happened; empty if done */
	long status;
	struct buf
	    headers; /* `name: value` lines, each with a NUL behind it; names in lower case */
	struct buf body;
	int64_t retry_after_ms; /* -1: not given */
};

/* Does one exchange.  *r is all zeros, and the caller releases it with transfer_response_free. */
void transfer_do(struct transfer *t, const struct transfer_request *q, struct transfer_response *r);
void transfer_response_free(struct transfer_response *r);

/* Returns the value of the first header with this name, in lower case, or an absent text. */
struct text transfer_header(const struct transfer_response *r, const char *name);

/* May the same request succeed later? */
bool transfer_is_retryable(const struct transfer_response *r);

/* Returns the name of an end, for the type of an error: "Timeout". */
const char *transfer_end_name(enum transfer_end end);

#endif
