/* SPDX-License-Identifier: MIT */
#ifndef HELPER_PROTOCOL_H
#define HELPER_PROTOCOL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cmd/cli/diagnostics.h"
#include "json/tree.h"

/*
 * The protocol by which esper-trace-replay asks another process to execute calls
 * (esper-adapter(5)): one JSON object per line, requests on standard input, answers on standard
 * output.
 *
 * What is written, to either output, has no secret in it: each occurrence of one is replaced by
 * `***`, whoever sent it.
 */
enum { PROTOCOL_SECRETS = 4, PROTOCOL_SECRET_MIN = 8 };
#define PROTOCOL_LINE_MAX ((size_t)256 << 20)

struct protocol {
	struct voice voice;
	struct text secret[PROTOCOL_SECRETS];
	size_t secrets;
	struct buf in; /* what was read and not yet returned: in.p[start..in.n) */
	size_t start;
	bool ended;      /* standard input has */
	bool broken;     /* an input or output failed, which was reported */
	struct buf line; /* scratch: the answer that is being made */
	struct buf said; /* notes that were made already */
	struct buf held; /* the end of a chunk that may be the beginning of a secret */
	struct arena arena;
};

struct request {
	const struct json_node *root;
	const struct json_node *input; /* or NULL */
	struct text id;                /* JSON; null if there is none */
};

/* Registers a secret; it is not copied.  One of fewer than PROTOCOL_SECRET_MIN bytes is no secret,
 * because text would be replaced that only looks like it. */
void protocol_add_secret(struct protocol *p, const char *secret);

/* Masks the secrets in a text.  Call before a text is cut, so that no half of a secret is left. */
void protocol_mask(const struct protocol *p, struct buf *b);

/* Reads the next request, which is valid until the next call.  A line that is none is answered with
 * an error.  Returns false at the end of the input, or if nobody reads the answers. */
bool protocol_next(struct protocol *p, struct request *r);

/* Begins an answer in p->line: {"id":ID.  The caller adds members and calls protocol_end, which
 * writes it. */
struct buf *protocol_begin(struct protocol *p, const struct request *r);
void protocol_end(struct protocol *p);

/* Writes {"id","chunk"}.  A piece that may be the beginning of a secret waits for the next one;
 * an absent text writes what has waited. */
void protocol_chunk(struct protocol *p, const struct request *r, struct text chunk);

struct failure {
	struct text type, message;
	long status;            /* of HTTP; 0: none */
	bool retryable;         /* the same request may succeed later */
	int64_t retry_after_ms; /* as the server asks; -1: it does not */
};

/* Answers with an error. */
void protocol_fail(struct protocol *p, const struct request *r, const struct failure *f);

/* Does nobody read the answers? */
bool protocol_is_over(const struct protocol *p);

/* Says something on standard error, once. */
void protocol_note(struct protocol *p, struct text note);

void protocol_free(struct protocol *p);

#endif
