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
 * The versions of a tenant's plans and rule sets: STORE/TENANT/encoding/N.json and rules/N.json, a
 * version document each, on one line.  At most one of a kind is Active; only a Draft is changed or
 * deleted; numbers count up from 1 and none is used twice, also after a delete.
 */
struct version {
	uint64_t number;
	enum status status;
	struct text created_at, summary; /* summary absent: it has none */
	struct text text;                /* the document as it is stored */
	const struct json_node *config;
	char *path; /* the file's, for messages */
};

/* The numbers that there are, ascending, in the arena.  How many; -1 with *e filled. */
ssize_t version_numbers(
    struct store *s, enum store_kind kind, struct arena *a, uint64_t **number, struct err *e);

/*
 * Reads one into the arena, and checks that it is what its name and place say, and that it is the
 * document in the audit history (store/proof.h).  0; -1 with *e filled, also where there is none of
 * that number.
 */
int version_read(struct store *s, enum store_kind kind, uint64_t number, struct arena *a,
    struct version *v, struct err *e);

/*
 * The same in steps, for a file that may differ from the history: its path and text (1; 0: there is
 * no file, and the text is absent; -1 with *e filled); then what is in it; then the proof, for
 * which the text may be absent.  0, or -1 with *e filled.
 */
int version_find(struct store *s, enum store_kind kind, uint64_t number, struct arena *a,
    struct version *v, struct err *e);
int version_parse(struct store *s, struct arena *a, struct version *v, struct err *e);
int version_prove(struct store *s, enum store_kind kind, const struct version *v, struct err *e);

/* The Active one: 1; 0 where there is none; -1 with *e filled.  Where the history names one, files
 * of other versions are not read. */
int version_active(
    struct store *s, enum store_kind kind, struct arena *a, struct version *v, struct err *e);

/* Who changes something, and when (the clock as it was after the store had been opened). */
struct store_author {
	struct text actor;
	int64_t now_ns;
};

/*
 * The changes.  config: valid JSON without white space (store/config.h), which passes the checks of
 * its kind: that is the caller's part.  Each appends one audit entry.  0, or -1 with *e filled and
 * nothing changed (or what transaction_commit says).
 */
int version_create(struct store *s, enum store_kind kind, struct text config,
    const struct store_author *by, uint64_t *number, struct err *e);
int version_update(struct store *s, enum store_kind kind, uint64_t number, struct text config,
    const struct store_author *by, struct err *e);
int version_delete(struct store *s, enum store_kind kind, uint64_t number,
    const struct store_author *by, struct err *e);
int version_activate(struct store *s, enum store_kind kind, uint64_t number,
    const struct store_author *by, struct err *e); /* a Draft, or again a Retired one */
int version_retire(struct store *s, enum store_kind kind, uint64_t number,
    const struct store_author *by, struct err *e);

#endif
