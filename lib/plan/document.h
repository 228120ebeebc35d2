/* SPDX-License-Identifier: MIT */
#ifndef PLAN_DOCUMENT_H
#define PLAN_DOCUMENT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "json/tree.h"

/*
 * What the files of plans and rule sets have in common.  Such a file is either a bare config (the
 * plan or rule set itself), or a version document: an object {tenant_id, version, status, config,
 * created_at}.  An object with a member `config` is a version document.
 */
enum status { STATUS_NONE, STATUS_DRAFT, STATUS_ACTIVE, STATUS_RETIRED, STATUSES };
extern const struct text status_names[STATUSES];

struct document {
	struct text tenant_id, created_at; /* absent in a bare config */
	uint64_t version;                  /* 0 for a bare config */
	enum status status;                /* STATUS_NONE for a bare config */
	const struct json_node *config;
};

/*
 * Reads a plan or rule set down to its config.  text must live as long as *d is used.  Returns 0,
 * or -1 and fills *e: its text begins with the JSON path, if there is one, and its offset is the
 * place in text.
 */
int document_read(struct arena *a, struct text text, struct document *d, struct err *e);

/* The same for a loader, which collects all errors.  If d->config is not NULL, the config can be
 * read even after an error. */
struct expr_loader;
int document_load(struct expr_loader *l, struct text text, struct document *d);

#endif
