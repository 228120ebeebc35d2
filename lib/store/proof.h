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
 * What the audit history says about a tenant's versions, so that a file changed by hand is never
 * used.  Every entry on a version has the SHA-256 of its file after the change.  The file holds the
 * status, so the last entry proves both.  Actions and what they leave:
 *
 *	KIND.create, KIND.update	a Draft
 *	KIND.activate			Active; and retired_version Retired, with retired_sha256
 *	KIND.retire			Retired
 *	KIND.delete			no file
 *	KIND.record			what an operator says is right, whatever the status
 *
 * The history is read backwards and only as far as needed: to the last entry on the version in
 * question.  What was read is kept until the store is closed or changed.
 */
struct proof {
	uint64_t number;
	enum status status; /* STATUS_NONE: the entry does not say */
	bool deleted;
	char sha256[AUDIT_HASH]; /* of the file, in lower case */
	uint64_t seq;            /* of the entry */
};

/* Finds the last entry on a version.  Returns 1; 0 if there is none; -1 and fills *e.  *p is valid
 * until the store is closed or changed. */
int proof_find(
    struct store *s, enum store_kind kind, uint64_t number, const struct proof **p, struct err *e);

/* Finds the version that is Active according to the history.  Returns 1 with its number, or with 0
 * if the last one was retired; 0 if no entry says; -1 and fills *e. */
int proof_active(struct store *s, enum store_kind kind, uint64_t *number, struct err *e);

/* Sets *number to the highest number ever given, or 0.  Returns 0, or -1 and fills *e. */
int proof_highest(struct store *s, enum store_kind kind, uint64_t *number, struct err *e);

/* Lists all versions that should have a file, ascending, in the store's arena.  Returns how many,
 * or -1 and fills *e. */
ssize_t proof_all(
    struct store *s, enum store_kind kind, const struct proof ***proof, struct err *e);

/* A version's file as found. */
struct proof_found {
	uint64_t number;
	const char *path;
	struct text text;   /* absent: there is no file */
	enum status status; /* STATUS_NONE: the file does not say */
};

/*
 * Checks a file against the history.  Returns 0; or -1 and fills *e, which names the file and says
 * what differs and what to do.
 */
int proof_check(
    struct store *s, enum store_kind kind, const struct proof_found *found, struct err *e);

/* Returns whether the file has this hash.  The status is not checked. */
bool proof_has(const struct proof *p, struct text text);

/* Forgets what was read.  Call in store_close, and before appending to the history. */
void proof_forget(struct store *s);

#endif
