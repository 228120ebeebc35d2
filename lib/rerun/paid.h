/* SPDX-License-Identifier: MIT */
#ifndef RERUN_PAID_H
#define RERUN_PAID_H

#include "base/buf.h"
#include "base/err.h"
#include "base/siphash.h"
#include "rerun/outcome.h"
#include "rerun/scope.h"

/*
 * What an earlier replay has paid for: the answers of models in its results.  A request that is the
 * same (of the same call, with the same input) gets the same answer, without being sent again.
 * Requests that failed are not among them.
 */
struct rerun_paid;

/* What tells requests apart: the hexadecimal SHA-256 of the canonical text of a request. */
enum { RERUN_DIGEST = 64 };
void rerun_request_digest(struct text input, char digest[RERUN_DIGEST]);

/* Appends a line that rerun_paid_add reads: a result with the answer to one request. */
void rerun_paid_put(struct buf *b, const struct rerun_subject *s, const struct rerun_outcome *o);

struct rerun_paid *rerun_paid_new(struct siphash_key key);
void rerun_paid_free(struct rerun_paid *p); /* NULL is valid */

/* Adds the results of a file: one JSON object a line.  A last line that is cut is ignored.  The
 * text must live as long.  Returns 0, or -1 and fills *e, whose offset is in the text. */
int rerun_paid_add(struct rerun_paid *p, struct text text, struct err *e);

size_t rerun_paid_count(const struct rerun_paid *p);

/* Finds the answer to a request.  Texts are those of p.  p may be NULL: there is none. */
bool rerun_paid_find(
    const struct rerun_paid *p, const struct rerun_subject *s, struct rerun_outcome *o);

#endif
