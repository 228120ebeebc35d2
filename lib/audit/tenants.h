/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_TENANTS_H
#define AUDIT_TENANTS_H

#include "base/buf.h"
#include "base/text.h"

/*
 * Appends a hint that follows "there is no such tenant": the tenant that was probably meant, or the
 * tenants that the store has.  Appends nothing if the store cannot be read.
 */
void tenants_put_hint(struct buf *b, const char *store, struct text tenant);

/* Follows "there is no such store". */
#define TENANTS_NO_STORE "; name one with --store, or make one with esper-encode --create"

#endif
