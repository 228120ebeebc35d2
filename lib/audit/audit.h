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
 * The audit history of a tenant: one JSON line per entry (esper-audit(1)).  Each entry holds its
 * own SHA-256 and that of the entry before it.  So nobody can change, remove, insert or reorder an
 * entry without breaking every later hash.
 */
#define AUDIT_HASH 64 /* hexadecimal digits */

struct audit_entry {
	struct text tenant_id, actor, action, target; /* target absent: null */
	struct text detail; /* a JSON object without white space; absent: {} */
	int64_t recorded_at_ns;
};

/*
 * Appends an entry durably to the file at `path`.  The caller holds the tenant's lock
 * (audit/lock.h).  A missing file is made with mode 0640, and its folder is synced; neither may be
 * a symbolic link.  A torn last line, left by a crash, is first repaired with an audit.repair
 * entry.
 *
 * Returns 0 when the entry, and the repair before it, are on the disk.  Otherwise returns -1, fills
 * *e and appends nothing.  The text in *e begins with the path, unless the entry itself is wrong. A
 * detail with a member `entry_hash`, at any depth, is refused.  A file whose last line is not an
 * entry of this tenant is also refused; only a person can put that right.
 *
 * Processes wait for each other, so a time may be earlier than that of the last entry.  If it is
 * earlier by at most AUDIT_WAIT_NS, the last entry's recorded_at is used, so that times do not run
 * backwards.
 */
int audit_append(const char *path, const struct audit_entry *entry, struct err *e);

#define AUDIT_WAIT_NS (INT64_C(60) * 1000000000)
#define AUDIT_ENTRY_MAX ((size_t)16 << 20) /* the longest entry, in bytes */
#define AUDIT_TORN_MAX ((size_t)32 << 20)  /* the longest torn line that is repaired */

/*
 * The same, and fills *w: the entry's line with its newline, which the caller frees in any case,
 * and whether an audit.repair entry comes before it.
 */
struct audit_written {
	struct buf line;
	bool repaired;
};

int audit_write(
    const char *path, const struct audit_entry *entry, struct audit_written *w, struct err *e);

#endif
