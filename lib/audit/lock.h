/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_LOCK_H
#define AUDIT_LOCK_H

#include <stdbool.h>

#include "base/err.h"
#include "base/text.h"

/*
 * A tenant's folder in a store, and its lock: flock(2) on the file `.lock` there.  Whoever changes
 * anything of a tenant, or appends to its audit history, holds it alone.  The kernel lets go of it
 * when the process ends, however it ends.
 */

/* 1 to 64 of ASCII letters, digits, `_`, `-` and `.`, not starting with a dot.  0, or -1 with *e
 * filled.  Asked before any path is built of it. */
int audit_tenant_check(struct text tenant, struct err *e);

/*
 * Opens STORE/TENANT; make: makes both where they are not there (0750), durably.  The tenant's
 * folder may be no symbolic link.  A descriptor, or -1 with *e filled, beginning with the path.
 */
int audit_folder_open(const char *store, struct text tenant, bool make, struct err *e);

/* STORE/TENANT/audit.jsonl, to be freed.  The tenant id is one. */
char *audit_file(const char *store, struct text tenant);

/* Is it there, as a regular file that no symbolic link leads to?  0, or -1 with *e filled,
 * beginning with the path. */
int audit_file_look(const char *store, struct text tenant, struct err *e);

enum audit_lock {
	AUDIT_LOCK_ALONE, /* waits for it; makes the file where it is not there */
	AUDIT_LOCK_TRY    /* only to know whether somebody has it: AUDIT_BUSY then */
};
#define AUDIT_BUSY (-2)

/* Takes the lock.  A descriptor for audit_unlock, or -1 with *e filled, beginning with the file's
 * name in that folder. */
int audit_lock(int folder, enum audit_lock how, struct err *e);
void audit_unlock(int lock);

#endif
