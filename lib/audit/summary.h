/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_SUMMARY_H
#define AUDIT_SUMMARY_H

#include "audit/entry.h"
#include "base/buf.h"

/*
 * Sums up entries for each of their tenants: how many there are, by action and by actor; the
 * versions that the last activations and retirements left Active; and jobs by their last status.
 * It uses only the entries, in the order in which they are added.
 */
struct summary;
struct summary *summary_new(void);
void summary_free(struct summary *s);

void summary_add(struct summary *s, const struct audit_line *entry);

/* Counts a Running job of the tenant as Failed if has_ended(context, target) returns true. */
void summary_end_jobs(struct summary *s, struct text tenant,
    bool (*has_ended)(void *context, struct text target), void *context);

/* Append the tenants in the order of their first entries: as one JSON line each, or as lines for
 * people. */
void summary_put_json(struct buf *b, const struct summary *s);
void summary_put_text(struct buf *b, const struct summary *s, bool color);

#endif
