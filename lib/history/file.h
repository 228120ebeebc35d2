/* SPDX-License-Identifier: MIT */
#ifndef HISTORY_FILE_H
#define HISTORY_FILE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "history/key.h"

/*
 * A temporary file with runs: records in order, which did not fit into memory.  It has no name, so
 * that nothing is left behind whatever ends the process.  Functions that fail return -1 with *e
 * filled ("/tmp: No space left on device").
 */
struct history_file {
	const char *folder; /* borrowed */
	int fd;
	uint64_t begun, written; /* where the run at hand begins, where the file ends */
	struct buf out;          /* not yet written */
};

struct history_run {
	uint64_t from, to; /* where it is in the file */
};

int history_file_open(struct history_file *f, const char *folder, struct err *e);
void history_file_close(struct history_file *f);

/* Records of one run, in their order; then the end of it. */
int history_file_put(
    struct history_file *f, const struct history_key *key, struct text record, struct err *e);
int history_file_end(struct history_file *f, struct history_run *run, struct err *e);

/* That much of the file is not needed any more: its blocks go back, where the file system can do
 * that. */
void history_file_forget(struct history_file *f, const struct history_run *run);

/* Reads a run, about `block` bytes at a time. */
struct history_reader {
	struct history_file *file;
	struct history_run left; /* what is not in the buffer */
	size_t block;
	struct buf buffer;
	size_t next; /* in the buffer */
};

void history_reader_init(
    struct history_reader *r, struct history_file *f, const struct history_run *run, size_t block);
void history_reader_free(struct history_reader *r);

/* The next record: 1, 0 at the end of the run, -1.  It lives until the next call. */
int history_reader_next(
    struct history_reader *r, struct history_key *key, struct text *record, struct err *e);

#endif
