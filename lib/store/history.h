/* SPDX-License-Identifier: MIT */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include <stdint.h>

#include "base/err.h"
#include "base/text.h"
#include "store/file.h"

/* What the store asks the audit history of a tenant: has this been recorded?  Under the lock. */
#define HISTORY "audit.jsonl"

/* Where its last whole line ends: 0 where there is none.  0, or -1 with *e filled. */
int history_end(const struct folder *f, uint64_t *end, struct err *e);

/*
 * Is `part` in an entry that begins at byte `after` or later (anywhere, where the history is
 * shorter than that: it is another file), and on the disk?  An entry of which only the newline is
 * missing counts, since the next one that is appended will follow it; what else is torn does not.
 * 1 or 0; -1 with *e filled.
 */
int history_has(const struct folder *f, uint64_t after, struct text part, struct err *e);

#endif
