/* SPDX-License-Identifier: MIT */
#ifndef STORE_VERSION_H
#define STORE_VERSION_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "json/tree.h"
#include "plan/document.h"
#include "store/store.h"

/*
 * The versions of a tenant's plans and rule sets: STORE/TENANT/encoding/N.json and rules/N.json,
 * each a version document on one line.  At most one of each kind is Active.  Only a Draft can be
 * changed or deleted.  Numbers count up from 1, and none is used twice, even after a delete.
 */
struct version {
	uint64_t number;
	enum status status;
	struct text created_at, summary; /* summary absent: it has none */
	struct text text;                /* the document as it is stored */
	const struct json_node *config;
	char *path; /* the file's path, for messages */
};

/* Lists the numbers of all versions, ascending, in the arena.  Returns how many, or -1 and fills
 * *e. */
ssize_t version_numbers(
    struct store *s, enum store_kind kind, struct arena *a, uint64_t **number, struct err *e);

/*
 * Reads a version into the arena.  Checks that it is what its name and place say, and that it is
 * the document in the audit history (store/proof.h).  Returns 0, or -1 and fills *e, also if there
 * is none with that number.
 */
int version_read(struct store *s, enum store_kind kind, uint64_t number, struct arena *a,
    struct version *v, struct err *e);

/*
 * The same in steps, for a file that may differ from the history.  version_find sets the path and
 * the text; it returns 1, or 0 with an absent text if there is no file.  version_parse reads the
 * text. version_prove checks the proof; the text may be absent.  These two return 0.  All return -1
 * and fill *e on failure.
 */
int version_find(struct store *s, enum store_kind kind, uint64_t number, struct arena *a,
    struct version *v, struct err *e);
int version_parse(struct store *s, struct arena *a, struct version *v, struct err *e);
int version_prove(struct store *s, enum store_kind kind, const struct version *v, struct err *e);

/* Reads the Active version.  Returns 1; 0 if there is none; -1 and fills *e.  If the history names
 * one, files of other versions are not read. */
int version_active(
    struct store *s, enum store_kind kind, struct arena *a, struct version *v, struct err *e);

/* The author of a change, and its time, taken after the store was opened. */
struct store_author {
	struct text actor;
	int64_t now_ns;
};

/*
 * Change versions, with one audit entry each.  The caller makes sure that config is valid JSON
 * without white space (store/config.h) and passes the checks of its kind.  Returns 0, or -1 and
 * fills *e, with nothing changed unless transaction_commit says so.
 */
int version_create(struct store *s, enum store_kind kind, struct text config,
    const struct store_author *by, uint64_t *number, struct err *e);
int version_update(struct store *s, enum store_kind kind, uint64_t number, struct text config,
    const struct store_author *by, struct err *e);
int version_delete(struct store *s, enum store_kind kind, uint64_t number,
    const struct store_author *by, struct err *e);
int version_activate(struct store *s, enum store_kind kind, uint64_t number,
    const struct store_author *by, struct err *e); /* a Draft, or a Retired one again */
int version_retire(struct store *s, enum store_kind kind, uint64_t number,
    const struct store_author *by, struct err *e);

#endif
