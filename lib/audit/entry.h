/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_ENTRY_H
#define AUDIT_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/audit.h"
#include "base/buf.h"
#include "base/text.h"
#include "event/event.h"
#include "json/walk.h"

/*
 * An entry as a line: written and read.  Its members, always all and in this order:
 *
 *	audit_entry_id tenant_id seq actor action target detail recorded_at prev_hash entry_hash
 *
 * entry_hash is the SHA-256 of the line's bytes before the last `,"entry_hash"`.  Nothing
 * before that has those bytes, so that sed(1) can cut at the first.
 */
extern const char audit_zeros[AUDIT_HASH + 1]; /* prev_hash of the first entry */

/*
 * Appends the line of an entry to *b, with its newline, and has its hash in hash[].  The entry has
 * been checked (audit_entry_check).
 */
void audit_put_entry(struct buf *b, const struct audit_entry *entry, uint64_t seq,
    const char prev_hash[AUDIT_HASH], char hash[AUDIT_HASH]);

/* Can this be an entry?  Texts are UTF-8, actor and action not empty, the tenant id is one; the
 * detail is left to audit_detail.  0, or -1 with *e filled. */
int audit_entry_check(const struct audit_entry *entry, struct err *e);

/*
 * Puts a JSON object, with white space as one likes, into *out as an entry has it: without white
 * space and without the bytes `,"entry_hash"`.  0, or -1 with *e filled (with an offset for a JSON
 * error), also where it has a member of that name at any depth.
 */
int audit_detail(struct text json, struct buf *out, struct err *e);

/* An entry that was read.  Text lives in the block or in the reader until the next call. */
struct audit_line {
	struct text id, tenant_id, actor, action, target; /* target absent: null */
	struct text detail, recorded_at, prev_hash, entry_hash;
	uint64_t seq;
	int64_t recorded_at_ns;
	bool exact; /* the members in their order, each once, nothing before, between or behind */
	struct text hashed; /* what entry_hash is the hash of; where exact */
};

struct audit_reader;
struct audit_reader *audit_reader_new(void);
void audit_reader_free(struct audit_reader *r);

/*
 * Reads the next line of an indexed block, as event_read does: EVENT_OK where it has the members of
 * an entry, of the right kinds.
 */
enum event_result audit_read(struct audit_reader *r, const char *text, size_t n,
    const struct json_index *ix, struct json_pos *pos, struct audit_line *entry,
    struct json_line *line, struct reject *why);

/* One line that stands alone, without its newline. */
enum event_result audit_read_line(struct audit_reader *r, struct text t, struct audit_line *entry);

/* The hash that an exact line should have. */
void audit_hash(const struct audit_line *entry, char hash[AUDIT_HASH]);

/* An entry on one line for people, with a newline. */
void audit_put_text(struct buf *b, const struct audit_line *entry, bool color);

#endif
