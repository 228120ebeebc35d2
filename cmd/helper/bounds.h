/* SPDX-License-Identifier: MIT */
#ifndef HELPER_BOUNDS_H
#define HELPER_BOUNDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

/* How options give the bounds of an exchange. */
#define BOUNDS_TIMEOUT_NS (INT64_C(120) * 1000000000)
#define BOUNDS_MAX_BODY ((uint64_t)64 << 20)

/* Reads --timeout.  Returns 0, or -1 with *e filled. */
int bounds_timeout(const char *argument, int64_t *ns, struct err *e);
int64_t bounds_ms(int64_t ns); /* rounded up */

enum { BOUNDS_LIST = 64 };

/* Adds the names of a list with commas to list[], which has room for BOUNDS_LIST.  Returns 0, or -1
 * with *e filled. */
int bounds_list(const char *argument, struct text *list, size_t *n, struct err *e);

/* Prepares the process: it leaves no core behind, and a closed pipe is an error of write(2). */
void bounds_process(void);

#endif
