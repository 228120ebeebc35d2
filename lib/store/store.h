/* SPDX-License-Identifier: MIT */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "store/file.h"

/*
 * A tenant's part of a store, STORE/TENANT, as sections 9 and 11 of the contract and esper-store(5)
 * have it: plain files.  Whoever has it open holds the tenant's lock, so that what is read belongs
 * together and what is written is written by one at a time; open it, do one thing, close it.
 *
 * Errors of this layer name the file they are about.
 */
enum store_kind {
	STORE_ENCODING,
	STORE_RULES,
	STORE_KINDS, /* so many are of versions; they are made with the tenant, the others when
			something is put there */
	STORE_JOBS = STORE_KINDS,
	STORE_STATE,
	STORE_FOLDERS
};
#define STATE_CURRENT "current.zst"                       /* the one file of STORE_STATE */
extern const struct text store_kind_names[STORE_FOLDERS]; /* the folders: "encoding", "rules", … */

enum store_access {
	STORE_READ, /* a tenant that is not there has nothing in it */
	STORE_CHANGE,
	STORE_MAKE /* a transaction; the folders are made where they are missing */
};

struct store {
	struct text tenant;
	struct folder root, folder; /* STORE, STORE/TENANT */
	struct folder kind[STORE_FOLDERS];
	int lock; /* -1: there was nothing to lock */
	struct buf
	    note; /* a line where an interrupted transaction was dealt with: tell it to people */
	bool repaired; /* a transaction set a torn last line of the history aside: tell that, too */
	bool damaged;  /* an entry of the history that was needed is not as it was written */
	struct proofs *proofs[STORE_KINDS]; /* what was read of it (store/proof.h) */
	struct arena arena;
};

/*
 * Checks the tenant id (audit/lock.h), opens STORE/TENANT and waits for its lock.  A transaction
 * that was interrupted is finished, or undone if its audit entry had not been written, before
 * anything is read; s->note says so.  0, or -1 with *e filled; call store_close in either case. The
 * store itself must be there, unless access is STORE_MAKE.
 */
void store_init(struct store *s); /* so that store_close does nothing */
int store_open(
    struct store *s, const char *path, struct text tenant, enum store_access access, struct err *e);
void store_close(struct store *s);

/* Makes the folder of that kind if it is missing.  For a transaction.  0, or -1 with *e filled. */
int store_need_folder(struct store *s, enum store_kind kind, struct err *e);

#endif
