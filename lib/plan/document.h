/* SPDX-License-Identifier: MIT */
#ifndef PLAN_DOCUMENT_H
#define PLAN_DOCUMENT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "json/tree.h"

/* What plans and rule sets have in common: a bare config, or a version document {tenant_id,
 * version, status, config, created_at}. */
enum status { STATUS_NONE, STATUS_DRAFT, STATUS_ACTIVE, STATUS_RETIRED, STATUSES };
extern const struct text status_names[STATUSES];

struct document {
	struct text tenant_id, created_at; /* absent in a bare config */
	uint64_t version;                  /* 0 for a bare config */
	enum status status;                /* STATUS_NONE for a bare config */
	const struct json_node *config;
};

/*
 * Reads text (which must outlive the arena's use).  A version document is an object with a member
 * `config`.  0, or -1 with *e filled: its text begins with the JSON path where there is one, its
 * offset says where.
 */
int document_read(struct arena *a, struct text text, struct document *d, struct err *e);

/* The same for a loader, with all errors.  Where d->config is not NULL, the config can be read in
 * spite of an error. */
struct expr_loader;
int document_load(struct expr_loader *l, struct text text, struct document *d);

#endif
