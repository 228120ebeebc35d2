/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_REPORT_PUT_H
#define REPLAY_REPORT_PUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

/* Appends a member of a report as JSON: {"NAME":COUNT,...}, without the names that count 0. */
void report_put_occurred(
    struct buf *b, const char *member, const struct text *name, const uint64_t *count, size_t n);

#endif
