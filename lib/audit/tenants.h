/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_TENANTS_H
#define AUDIT_TENANTS_H

#include "base/buf.h"
#include "base/text.h"

/*
 * For behind "there is no such tenant": which of the store's tenants may have been meant, else what
 * tenants it has.  Adds nothing where the store cannot be read.
 */
void tenants_put_hint(struct buf *b, const char *store, struct text tenant);

/* For behind "there is no such store". */
#define TENANTS_NO_STORE "; name one with --store, or make one with esper-encode --create"

#endif
