/* SPDX-License-Identifier: MIT */
#ifndef HISTORY_FILE_H
#define HISTORY_FILE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "history/key.h"

/*
 * A temporary file for records that do not fit into memory.  It contains runs: sequences of records
 * in order.  The file has no name, so that nothing is left behind however the process ends.
 * Functions that fail return -1 and fill *e ("/tmp: No space left on device").
 */
struct history_file {
	const char *folder; /* borrowed */
	int fd;
	uint64_t begun, written; /* where the current run begins, and where the file ends */
	struct buf out;          /* not written yet */
};

struct history_run {
	uint64_t from, to; /* its place in the file */
};

int history_file_open(struct history_file *f, const char *folder, struct err *e);
void history_file_close(struct history_file *f);

/* history_file_put adds a record to the current run, in order; history_file_end ends the run. */
int history_file_put(
    struct history_file *f, const struct history_key *key, struct text record, struct err *e);
int history_file_end(struct history_file *f, struct history_run *run, struct err *e);

/* Returns the blocks of a run that is not needed any more, if the file system can do that. */
void history_file_forget(struct history_file *f, const struct history_run *run);

/* Reads a run, about `block` bytes at a time. */
struct history_reader {
	struct history_file *file;
	struct history_run left; /* the part that is not in the buffer yet */
	size_t block;
	struct buf buffer;
	size_t next; /* position in the buffer */
};

void history_reader_init(
    struct history_reader *r, struct history_file *f, const struct history_run *run, size_t block);
void history_reader_free(struct history_reader *r);

/* Reads the next record.  Returns 1, 0 at the end of the run, or -1.  The record is valid until the
 * next call. */
int history_reader_next(
    struct history_reader *r, struct history_key *key, struct text *record, struct err *e);

#endif
