/* SPDX-License-Identifier: MIT */
#ifndef STORE_CHANGE_H
#define STORE_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"
#include "store/store.h"

/*
 * A change of a tenant's files together with its audit entry: all of it happens or nothing, also
 * where the process is killed at any moment or the disk is full.
 *
 * A change may have two entries; the first is the one that decides, and the second follows it in
 * any case.
 *
 * The new files are written and synced beside those that they replace (NAME.new); then
 * `change.json` says what is about to happen; then the audit entry is appended: from there on the
 * change has happened; then the files get their names and change.json goes.  Who opens the tenant
 * next and finds a change.json looks for its entry in the audit history, and either finishes the
 * change or throws the new files away.
 */
#define CHANGE_STEPS 3

struct change_step {
	enum store_kind kind;
	char name[32];       /* a file of that kind's folder */
	struct text content; /* absent: the file goes */
	char from[48];       /* a file there that has the content already, and gets the name; "":
				none */
};

struct change_entry {
	struct text action, target, detail; /* detail: a JSON object without white space */
};

struct change {
	struct change_step step[CHANGE_STEPS];
	size_t steps;
	struct change_entry entry, then; /* then.action absent: there is one entry */
	struct text actor;               /* of both */
	int64_t now_ns;
};

/* Adds a step, and returns it: its name is to be filled in. */
struct change_step *change_add(struct change *c, enum store_kind kind, struct text content);

/* 0: it has happened and is on the disk.  -1 with *e filled: nothing has happened; or else *e says
 * that it will be finished by whoever opens the tenant next. */
int change_commit(struct store *s, const struct change *c, struct err *e);

/* Has a change been announced, and is not yet over? */
bool change_is_pending(const struct store *s);

/* Deals with a change that was interrupted, if there is one, and says so in s->note. */
int change_recover(struct store *s, struct err *e);

/* Takes away new files that were never announced: leftovers of an interruption.  For who is about
 * to write. */
int change_sweep(struct store *s, struct err *e);

#endif
