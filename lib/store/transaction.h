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
 * A transaction changes files of a tenant and appends the audit entry about them.  All of it
 * happens or nothing, even if the process is killed at any moment or the disk is full.
 *
 * It may have two entries.  The first decides; the second follows it in any case.
 *
 * The new files are written and synced beside those that they replace (NAME.new).  Then
 * `change.json` announces what is about to happen, and the audit entry is appended: from there on
 * the transaction has happened.  Then the files get their names, and change.json is removed.  The
 * next process that opens the tenant and finds a change.json looks for its entry in the audit
 * history.  It finishes the transaction if the entry is there, and removes the new files if not.
 */
#define TRANSACTION_STEPS 3

struct transaction_step {
	enum store_kind kind;
	char name[32];       /* a file of that kind's folder */
	struct text content; /* absent: the file goes */
	char from[48];       /* a file there that has the content already, and gets the name; "":
				none */
};

struct transaction_entry {
	struct text action, target, detail; /* detail: a JSON object without white space */
};

struct transaction {
	struct transaction_step step[TRANSACTION_STEPS];
	size_t steps;
	struct transaction_entry entry, then; /* then.action absent: there is one entry */
	struct text actor;                    /* of both */
	int64_t now_ns;
};

/* Adds a step, and returns it: its name is to be filled in. */
struct transaction_step *transaction_add(
    struct transaction *t, enum store_kind kind, struct text content);

/* 0: it has happened and is on the disk.  -1 with *e filled: nothing has happened; or else *e says
 * that the next process to open the tenant finishes it. */
int transaction_commit(struct store *s, const struct transaction *t, struct err *e);

/* Has a transaction been announced that is not over? */
bool transaction_is_pending(const struct store *s);

/* Deals with a transaction that was interrupted, if there is one, and says so in s->note. */
int transaction_recover(struct store *s, struct err *e);

/* Removes new files that were never announced: an interruption left them.  Call before writing. */
int transaction_sweep(struct store *s, struct err *e);

#endif
