/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_LOCK_H
#define AUDIT_LOCK_H

#include <stdbool.h>

#include "base/err.h"
#include "base/text.h"

/*
 * A tenant's folder in a store, and its lock: flock(2) on the file `.lock` in the folder.  A
 * process that changes anything of a tenant, or appends to its audit history, must hold the lock
 * alone.  The kernel releases it when the process ends, however it ends.
 */

/* Checks a tenant id: 1 to 64 ASCII letters, digits, `_`, `-` and `.`, not starting with a dot.
 * Call before building any path from it.  Returns 0, or -1 and fills *e. */
int audit_tenant_check(struct text tenant, struct err *e);

/*
 * Opens STORE/TENANT.  With make, missing folders are made durably, with mode 0750.  The tenant's
 * folder must not be a symbolic link.  Returns a descriptor, or -1 and fills *e with a text that
 * begins with the path.
 */
int audit_folder_open(const char *store, struct text tenant, bool make, struct err *e);

/* Returns the path STORE/TENANT/audit.jsonl, which the caller frees.  The tenant id must be
 * valid. */
char *audit_file(const char *store, struct text tenant);

/* Checks that the history is there and is a regular file, not a symbolic link.  Returns 0, or -1
 * and fills *e with a text that begins with the path. */
int audit_file_look(const char *store, struct text tenant, struct err *e);

enum audit_lock {
	AUDIT_LOCK_ALONE, /* waits for the lock; makes the file if needed */
	AUDIT_LOCK_TRY    /* does not wait: AUDIT_BUSY if a process holds the lock */
};
#define AUDIT_BUSY (-2)

/* Takes the lock.  Returns a descriptor for audit_unlock, or -1 and fills *e with a text that
 * begins with the file's name in that folder. */
int audit_lock(int folder, enum audit_lock how, struct err *e);
void audit_unlock(int lock);

#endif
