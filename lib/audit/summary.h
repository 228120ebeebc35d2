/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_SUMMARY_H
#define AUDIT_SUMMARY_H

#include "audit/entry.h"
#include "base/buf.h"

/*
 * What entries come to, for each tenant that they are of: how many there are, by action and by
 * actor; the versions that the last activations and retirements left Active; jobs by their last
 * status.  All of it from the entries alone, in the order in which they are added.
 */
struct summary;
struct summary *summary_new(void);
void summary_free(struct summary *s);

void summary_add(struct summary *s, const struct audit_line *entry);

/* A job of the tenant that is Running counts as Failed if has_ended(context, target) says so. */
void summary_end_jobs(struct summary *s, struct text tenant,
    bool (*has_ended)(void *context, struct text target), void *context);

/* One line a tenant, in the order of their first entries: a JSON object, or some lines for people.
 */
void summary_put_json(struct buf *b, const struct summary *s);
void summary_put_text(struct buf *b, const struct summary *s, bool color);

#endif
