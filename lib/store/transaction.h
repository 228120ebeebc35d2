/* SPDX-License-Identifier: MIT */
#ifndef STORE_TRANSACTION_H
#define STORE_TRANSACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"
#include "store/store.h"

/*
 * A transaction changes files of a tenant and appends the audit entry about the change.  Either all
 * of it happens or nothing, even if the process is killed or the disk is full.
 *
 * There may be a second entry.  The first entry decides whether the transaction has happened; if
 * so, the second always follows.
 *
 * The new files are written and synced beside those that they replace (NAME.new).  Then
 * `change.json` announces the transaction, and the audit entry is appended: from that moment the
 * transaction has happened.  Finally the files get their names, and change.json is removed.  A
 * process that opens the tenant and finds change.json looks for its entry in the audit history.  If
 * the entry is there, the process finishes the transaction; if not, it removes the new files.
 */
#define TRANSACTION_STEPS 3

struct transaction_step {
	enum store_kind kind;
	char name[32];       /* a file in the folder of that kind */
	struct text content; /* absent: the file is removed */
	char from[48]; /* a file there that already has the content and will be renamed; "": none */
};

struct transaction_entry {
	struct text action, target, detail; /* detail: a JSON object without white space */
};

struct transaction {
	struct transaction_step step[TRANSACTION_STEPS];
	size_t steps;
	struct transaction_entry entry, then; /* then.action absent: there is only one entry */
	struct text actor;                    /* of both entries */
	int64_t now_ns;
};

/* Adds a step and returns it; the caller fills in its name. */
struct transaction_step *transaction_add(
    struct transaction *t, enum store_kind kind, struct text content);

/* Returns 0 if the transaction has happened and is on the disk.  Returns -1 and fills *e if nothing
 * has happened, or if the next process to open the tenant will finish it, which *e then says. */
int transaction_commit(struct store *s, const struct transaction *t, struct err *e);

/* Returns whether a transaction has been announced and not finished. */
bool transaction_is_pending(const struct store *s);

/* Finishes or undoes an interrupted transaction, if there is one, and says so in s->note. */
int transaction_recover(struct store *s, struct err *e);

/* Removes new files that were never announced, left by an interruption.  Call before writing. */
int transaction_sweep(struct store *s, struct err *e);

#endif
