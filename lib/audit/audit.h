/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * The audit history of a tenant: one JSON line an entry, each holding the SHA-256 of the one before
 * and of itself, so that nobody can change, remove, insert or reorder an entry without every later
 * hash telling.  Section 11 of the contract.
 */
#define AUDIT_HASH 64 /* hexadecimal digits */

struct audit_entry {
	struct text tenant_id, actor, action, target; /* target absent: null */
	struct text detail; /* a JSON object without white space; absent: {} */
	int64_t recorded_at_ns;
};

/*
 * Appends an entry to the file at `path` (made if it is not there, 0640), durably: when it returns
 * 0 the entry and, if a torn last line of a crash was found, the audit.repair entry before it, are
 * on the disk.  The caller holds the tenant's lock (audit/lock.h).  The file's folder is synced
 * when the file is new; neither it nor the file may be a symbolic link.  -1 with *e filled
 * (beginning with the path, but for what is wrong with the entry itself) and nothing appended,
 * otherwise: also where the detail has a member `entry_hash`, at any depth, and where the last line
 * is no entry of this tenant, which only a person can put right.
 *
 * recorded_at is kept from running backwards by processes that waited for each other: a time of at
 * most AUDIT_WAIT_NS before the last entry's becomes that.
 */
int audit_append(const char *path, const struct audit_entry *entry, struct err *e);

#define AUDIT_WAIT_NS (INT64_C(60) * 1000000000)
#define AUDIT_ENTRY_MAX ((size_t)16 << 20) /* the longest entry that is appended, in bytes */
#define AUDIT_TORN_MAX ((size_t)32 << 20)  /* the longest torn line that is set aside */

/*
 * The same, and what was done: the entry's line, with its newline, in w->line (which the caller
 * frees, in any case); whether there is an audit.repair entry before it.
 */
struct audit_written {
	struct buf line;
	bool repaired;
};

int audit_write(
    const char *path, const struct audit_entry *entry, struct audit_written *w, struct err *e);

#endif
