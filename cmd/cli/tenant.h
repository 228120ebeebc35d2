/* SPDX-License-Identifier: MIT */
#ifndef CLI_TENANT_H
#define CLI_TENANT_H

#include "cmd/cli/settings.h"
#include "store/store.h"

/* Opens the tenant of the store that the settings name, and prints the store's notes.  Returns 0,
 * or -1 after printing what is wrong.  Call tenant_close in either case, or after store_init. */
int tenant_open(struct store *store, const struct settings *s, enum store_access access);
void tenant_close(struct store *store, const struct settings *s);

#endif
