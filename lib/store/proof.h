/* SPDX-License-Identifier: MIT */
#ifndef STORE_PROOF_H
#define STORE_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/audit.h"
#include "base/err.h"
#include "base/text.h"
#include "plan/document.h"
#include "store/store.h"

/*
 * What the audit history says of a tenant's versions, so that a file that was changed by hand is
 * not used.  Every entry on a version has the SHA-256 of its file as the change left it, and the
 * status is in the file: the last entry proves both.  Actions and what they leave:
 *
 *	KIND.create, KIND.update	a Draft
 *	KIND.activate			Active; and retired_version Retired, with retired_sha256
 *	KIND.retire			Retired
 *	KIND.delete			no file
 *	KIND.record			what an operator says is right, whatever the status
 *
 * The history is read backwards and only as far as needed: to the last entry on the version that
 * somebody asks for.  What was read is kept until the store is closed or changed.
 */
struct proof {
	uint64_t number;
	enum status status; /* STATUS_NONE: the entry does not tell */
	bool deleted;
	char sha256[AUDIT_HASH]; /* of the file; lower case */
	uint64_t seq;            /* of the entry */
};

/* The last entry on a version: 1; 0: there is none; -1 with *e filled.  *p lives until the store is
 * closed or changed. */
int proof_find(
    struct store *s, enum store_kind kind, uint64_t number, const struct proof **p, struct err *e);

/* Which version the history says is Active: 1 with its number, or 0 where the last one was retired;
 * 0: no entry tells; -1 with *e filled. */
int proof_active(struct store *s, enum store_kind kind, uint64_t *number, struct err *e);

/* The highest number that was ever given, 0 where none was.  0, or -1 with *e filled. */
int proof_highest(struct store *s, enum store_kind kind, uint64_t *number, struct err *e);

/* All versions that have a file, ascending, in the store's arena: how many; -1 with *e filled. */
ssize_t proof_all(
    struct store *s, enum store_kind kind, const struct proof ***proof, struct err *e);

/* A file as it was found. */
struct proof_found {
	uint64_t number;
	const char *path;
	struct text text;   /* absent: there is no file */
	enum status status; /* STATUS_NONE: it has none */
};

/*
 * Is the file what the history says?  0; or -1 with *e filled: it names the file, says what differs
 * and what to do.
 */
int proof_check(
    struct store *s, enum store_kind kind, const struct proof_found *found, struct err *e);

/* Has the file the hash?  (The status is not looked at.) */
bool proof_has(const struct proof *p, struct text text);

/* Forgets what was read.  For store_close, and whoever appends to the history. */
void proof_forget(struct store *s);

#endif
