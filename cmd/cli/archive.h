/* SPDX-License-Identifier: MIT */
#ifndef CLI_ARCHIVE_H
#define CLI_ARCHIVE_H

#include "base/arena.h"
#include "base/buf.h"
#include "cmd/cli/settings.h"

/* A tenant's archive: the files *.jsonl and *.jsonl.zst in a folder of its part of the store, in
 * the order of their names. */
struct archive {
	const char *folder; /* its name in the tenant's folder */
	const char *holds;  /* what it has, for messages: "event" */
	const char *does;   /* what the program does with files: "replay" */
};

/* Makes these files the operands.  The settings name a store and a tenant.  Returns 0, or -1 with a
 * message appended to *why.  Texts are in the arena. */
int archive_find(
    const struct archive *archive, struct settings *s, struct arena *a, struct buf *why);

#endif
