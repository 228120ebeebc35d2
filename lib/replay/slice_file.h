/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_SLICE_FILE_H
#define REPLAY_SLICE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/sha256.h"
#include "base/text.h"
#include "base/vhash.h"
#include "io/in.h"
#include "io/out.h"

/*
 * A file that one phase of a replay in slices writes for another: a list of pieces, each with a
 * letter that says what it is.  All of it is one zstd frame; a spool is plain.  The first piece
 * (`H`) says what kind of file it is, of which slice, and the SHA-256 of the plan that it belongs
 * to.  The last one (`E`) is a digest of everything before it.  A piece is its letter, its length
 * (LEB128), its bytes and their VHASH (base/vhash.h), with a key that everybody knows: no damaged
 * piece is given out.  The digest is the SHA-256 of the pieces without their bytes.
 *
 * This finds damage; who may write into the folder can make any file, and SHA-256 over decisions
 * took a third of a merge.
 *
 * A file gets its name when all of it is on the disk, and replaces another one of that name.
 */
enum { SLICE_END = 'E', SLICE_HEAD = 'H' };

struct slice_mark {
	struct text kind; /* "summary" */
	struct text plan; /* its identity */
	uint64_t slice;
};

/* What the digest is made with. */
struct slice_digest {
	struct vhash_key key;
	struct sha256 sha;
};

struct slice_writer {
	struct out *out;
	struct slice_digest digest;
};

/* Opens FILE for writing.  Returns 0, or -1 and fills *e. */
int slice_create(
    struct slice_writer *w, const char *file, const struct slice_mark *mark, struct err *e);

/* Adds a piece.  Returns 0, or -1 and fills *e. */
int slice_put(struct slice_writer *w, char letter, struct text piece, struct err *e);

/* Completes the file.  Returns 0, or -1 and fills *e; the name then has what it had before. */
int slice_commit(struct slice_writer *w, struct err *e);
void slice_abort(struct slice_writer *w); /* leaves the name as it was */

struct slice_reader {
	struct in *in;
	struct slice_digest digest;
	struct buf raw; /* read, but not given out: from `at` on */
	size_t at;
	bool over;
};

/* Opens FILE and checks its mark.  Returns 0, or -1 and fills *e.  Close it in either case. */
int slice_open(
    struct slice_reader *r, const char *file, const struct slice_mark *mark, struct err *e);
void slice_close(struct slice_reader *r);

/* Reads the next piece, valid until the next call.  Returns 1; 0 at the end, if everything was
 * right; or -1 and fills *e. */
int slice_next(struct slice_reader *r, char *letter, struct text *piece, struct err *e);

#endif
