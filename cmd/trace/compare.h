/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_COMPARE_H
#define CMD_TRACE_COMPARE_H

#include "cmd/trace/command.h"
#include "page/compare.h"

/* Are the operands what --compare needs, and can its gates be read?  Returns -1, or the status of a
 * usage error. */
int compare_check(struct command *c);

/* Compares two inputs, or the two variants of one, as they were recorded: before --redact replaces
 * anything, so that no result depends on pseudonyms. */
void compare_prepare(struct command *c);

/* Prints the comparison, or what --export makes of two sides, and judges the gates.  Returns 0, or
 * -1 if the run is stopped. */
int compare_print(struct command *c);

/* Fills what the page says of the comparison, once it was printed.  Returns false if nothing was
 * compared. */
bool compare_page(const struct command *c, struct page_compare *page);

void compare_free(struct command *c);

#endif
