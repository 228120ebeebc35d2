/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_PARTITION_H
#define ENCODE_PARTITION_H

#include "base/err.h"
#include "cmd/encode/packed_file.h"

/*
 * Packed files in a folder, one for each hour or day (UTC) of event time: `2026-11-20T10.jsonl.zst`
 * or `2026-11-20.jsonl.zst`, and `no-time.jsonl.zst` for lines that have no time.
 *
 * However the input is ordered, there is one open file: the frames of all partitions are collected
 * in a temporary file without a name, and copied into the files at the end.  What waits to be
 * compressed is bounded by PARTITIONS_BYTES; beyond that, the partition with most of it gets a
 * shorter frame.
 */
#define PARTITIONS_BYTES ((size_t)128 << 20)
enum { PARTITIONS_MAX = 20000 };

enum partition_by { PARTITION_NONE, PARTITION_HOUR, PARTITION_DAY };

struct partitions;

/*
 * What to do with a file that has the name of a partition already.  It is never replaced, because
 * it may have lines of an earlier run.
 */
enum partition_there {
	PARTITION_REFUSE,
	PARTITION_APPEND /* write `2026-11-20T10x0002.jsonl.zst` beside it, or x0003, ... */
};

struct partitions_options {
	const char *folder; /* made if it is not there */
	enum partition_by by;
	enum partition_there there;
	size_t frame;               /* how long a frame becomes */
	const unsigned char *rules; /* TIME_RULES bytes */
};

/* Returns NULL and fills *e if the folder or the temporary file could not be made.  *o and the
 * writer must outlive the partitions. */
struct partitions *partitions_new(
    const struct partitions_options *o, struct frame_writer *w, struct err *e);
void partitions_free(struct partitions *p);

/* Adds a line to its partition.  A line of several records follows its earliest.  Returns 0, or -1
 * and fills *e: the disk is full, a file of the partition's name is there, or there are too many.
 */
int partitions_add(
    struct partitions *p, struct text line, const struct judged_line *judged, struct err *e);

/* Writes all files, while no other process does that in the same folder.  Each is complete when it
 * gets its name.  Returns 0, or -1 and fills *e; then none is left. */
int partitions_end(struct partitions *p, struct err *e);

uint64_t partitions_bytes(const struct partitions *p); /* compressed, so far */
uint64_t partitions_frames(const struct partitions *p);

#endif
