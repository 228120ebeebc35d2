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
 * Writing and reading one entry as a line.  All its members are always there, in this order:
 *
 *	audit_entry_id tenant_id seq actor action target detail recorded_at prev_hash entry_hash
 *
 * entry_hash is the SHA-256 of the line's bytes before the last `,"entry_hash"`.  These bytes occur
 * nowhere earlier in the line, so that sed(1) can cut at the first.
 */
extern const char audit_zeros[AUDIT_HASH + 1]; /* prev_hash of the first entry */

/*
 * Appends the line of an entry, with its newline, to *b, and puts its hash into hash[].  The entry
 * must have passed audit_entry_check.
 */
void audit_put_entry(struct buf *b, const struct audit_entry *entry, uint64_t seq,
    const char prev_hash[AUDIT_HASH], char hash[AUDIT_HASH]);

/* Checks an entry, except its detail (see audit_detail): texts must be UTF-8, actor and action not
 * empty, and the tenant id valid.  Returns 0, or -1 and fills *e. */
int audit_entry_check(const struct audit_entry *entry, struct err *e);

/*
 * Puts a JSON object into *out in the form of an entry's detail: without white space and without
 * the bytes `,"entry_hash"`.  Returns 0, or -1 and fills *e, with an offset for a JSON error.  An
 * object that has a member of that name at any depth is refused.
 */
int audit_detail(struct text json, struct buf *out, struct err *e);

/* An entry as read.  Its texts live in the block, or in the reader until the next call. */
struct audit_line {
	struct text id, tenant_id, actor, action, target; /* target absent: null */
	struct text detail, recorded_at, prev_hash, entry_hash;
	uint64_t seq;
	int64_t recorded_at_ns;
	bool exact;         /* all members in order, each once, and nothing else */
	struct text hashed; /* the bytes that entry_hash covers, if exact */
};

struct audit_reader;
struct audit_reader *audit_reader_new(void);
void audit_reader_free(struct audit_reader *r);

/*
 * Reads the next line of an indexed block, as event_read does.  Returns EVENT_OK if the line has
 * the members of an entry, of the right types.
 */
enum event_result audit_read(struct audit_reader *r, const char *text, size_t n,
    const struct json_index *ix, struct json_pos *pos, struct audit_line *entry,
    struct json_line *line, struct reject *why);

/* The same for a single line, without its newline. */
enum event_result audit_read_line(struct audit_reader *r, struct text t, struct audit_line *entry);

/* Computes the hash that an exact line should have. */
void audit_hash(const struct audit_line *entry, char hash[AUDIT_HASH]);

/* Appends an entry as one line for people, with a newline. */
void audit_put_text(struct buf *b, const struct audit_line *entry, bool color);

#endif
