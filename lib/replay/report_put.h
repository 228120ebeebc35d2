/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_REPORT_PUT_H
#define REPLAY_REPORT_PUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

/* What the parts of a report as JSON are made of: members, each with what is before it. */
void report_put_count(struct buf *b, bool first, const char *name, uint64_t n);
void report_put_string(struct buf *b, const char *name, struct text t); /* null where absent */
void report_put_key(struct buf *b, bool first, struct text name);       /* any text can be one */

/* {"NAME":COUNT,…} of those that occurred. */
void report_put_occurred(struct buf *b, const struct text *name, const uint64_t *count, size_t n);

#endif
