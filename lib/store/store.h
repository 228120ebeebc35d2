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
 * A tenant's part of a store: plain files in STORE/TENANT, as esper-store(5) describes them.  A
 * process that has it open holds the tenant's lock, so that it reads a consistent whole and only
 * one process writes.  Open it, do one thing, close it.
 *
 * The texts of errors of this layer name the file concerned.
 */
enum store_kind {
	STORE_ENCODING,
	STORE_RULES,
	STORE_KINDS, /* how many are of versions; their folders are made with the tenant, the others
			when needed */
	STORE_JOBS = STORE_KINDS,
	STORE_STATE,
	STORE_FOLDERS
};
#define STATE_CURRENT "current.zst"                       /* the only file of STORE_STATE */
extern const struct text store_kind_names[STORE_FOLDERS]; /* the folders: "encoding", "rules", … */

enum store_access {
	STORE_READ, /* a missing tenant counts as an empty one */
	STORE_CHANGE,
	STORE_MAKE /* for a transaction; missing folders are made */
};

struct store {
	struct text tenant;
	struct folder root, folder; /* STORE, STORE/TENANT */
	struct folder kind[STORE_FOLDERS];
	int lock;        /* -1: there was nothing to lock */
	struct buf note; /* a message for people, if an interrupted transaction was settled */
	bool repaired;   /* a torn last line of the history was repaired; report that too */
	bool damaged;    /* an entry of the history that was needed has been changed */
	struct proofs *proofs[STORE_KINDS]; /* what was read from the history (store/proof.h) */
	struct arena arena;
};

/*
 * store_open checks the tenant id (audit/lock.h), opens STORE/TENANT and waits for its lock.
 * Before anything is read, an interrupted transaction is finished, or undone if its audit entry was
 * not written; s->note says which.  The store itself must exist, unless access is STORE_MAKE.
 * Returns 0, or -1 and fills *e.  Call store_close in either case.
 */
void store_init(struct store *s); /* makes store_close do nothing */
int store_open(
    struct store *s, const char *path, struct text tenant, enum store_access access, struct err *e);
void store_close(struct store *s);

/* Makes the folder of that kind if it is missing, for a transaction.  Returns 0, or -1 and fills
 * *e. */
int store_need_folder(struct store *s, enum store_kind kind, struct err *e);

#endif
