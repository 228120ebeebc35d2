/* SPDX-License-Identifier: MIT */
#include "replay/slice_file.h"

#include <string.h>

#include "replay/slice_pack.h"

static const char magic[] = "esper-slice-4";

/* Decisions are long and alike.  A spool is written once and read once, and is there to save time:
 * to compress it would cost more than to write it. */
enum { LEVEL = 1, LEVEL_PART = -3, DIGEST = 32, HEAD_MAX = 16 };
#define READ_AT_ONCE ((size_t)256 << 10)

static void
digest_init(struct slice_digest *d)
{
	vhash_init(&d->key, (struct siphash_key){ 1, 2 });
	sha256_init(&d->sha);
}

/* Adds a piece: its letter and its length, and the hash of its bytes. */
static void
digest_add(struct slice_digest *d, struct text head, const unsigned char hash[VHASH_BYTES])
{
	sha256_add(&d->sha, head.p, head.n);
	sha256_add(&d->sha, hash, VHASH_BYTES);
}

/* ---- writing -------------------------------------------------------------------------------- */

static int
level_of(struct text kind)
{
	return text_eq(kind, TEXT("spool"))  ? OUT_PLAIN
	       : text_eq(kind, TEXT("part")) ? LEVEL_PART
					     : LEVEL;
}

static void
put_mark(struct buf *b, const struct slice_mark *mark)
{
	pack_text(b, TEXT(magic));
	pack_text(b, mark->kind);
	pack_text(b, mark->plan);
	pack_number(b, mark->slice);
}

int
slice_create(struct slice_writer *w, const char *file, const struct slice_mark *mark, struct err *e)
{
	struct buf b = { 0 };
	*w = (struct slice_writer){ .out = out_open(file, level_of(mark->kind), e) };
	if (!w->out)
		return -1;
	digest_init(&w->digest);
	put_mark(&b, mark);
	const int result = slice_put(w, SLICE_HEAD, buf_as_text(&b), e);
	buf_free(&b);
	if (result < 0)
		slice_abort(w);
	return result;
}

int
slice_put(struct slice_writer *w, char letter, struct text piece, struct err *e)
{
	struct buf head = { 0 };
	unsigned char hash[VHASH_BYTES];
	buf_char(&head, letter);
	pack_number(&head, piece.n);
	vhash(&w->digest.key, &piece, 1, hash);
	int result = out_put(w->out, head.p, head.n, e);
	if (result == 0)
		result = out_put(w->out, piece.p, piece.n, e);
	if (result == 0)
		result = out_put(w->out, hash, sizeof(hash), e);
	digest_add(&w->digest, buf_as_text(&head), hash);
	buf_free(&head);
	return result;
}

int
slice_commit(struct slice_writer *w, struct err *e)
{
	unsigned char digest[DIGEST];
	sha256_end(&w->digest.sha, digest);
	if (slice_put(w, SLICE_END, (struct text){ (const char *)digest, DIGEST }, e) < 0) {
		slice_abort(w);
		return -1;
	}
	struct out *out = w->out;
	w->out = NULL;
	return out_commit(out, e);
}

void
slice_abort(struct slice_writer *w)
{
	out_abort(w->out);
	w->out = NULL;
}

/* ---- reading -------------------------------------------------------------------------------- */

/* Makes n bytes available after r->at; fewer if the file ends.  Returns 0, or -1 and fills *e. */
static int
provide(struct slice_reader *r, size_t n, struct err *e)
{
	if (r->at > 0 && r->raw.n - r->at < n) {
		memmove(r->raw.p, r->raw.p + r->at, r->raw.n - r->at);
		r->raw.n -= r->at;
		r->at = 0;
	}
	while (r->raw.n - r->at < n) {
		buf_room(&r->raw, READ_AT_ONCE);
		const ssize_t got = in_read(r->in, r->raw.p + r->raw.n, READ_AT_ONCE, e);
		if (got <= 0)
			return got < 0 ? -1 : 0;
		r->raw.n += (size_t)got;
	}
	return 0;
}

static int
damaged(struct err *e)
{
	return err_set(e, "is damaged or cut off");
}

/* Reads a piece, also the last one. */
static int
next(struct slice_reader *r, char *letter, struct text *piece, struct err *e)
{
	uint64_t n;
	unsigned char hash[VHASH_BYTES];
	if (provide(r, HEAD_MAX, e) < 0)
		return -1;
	struct text head = { r->raw.p + r->at, r->raw.n - r->at };
	const size_t before = head.n;
	if (head.n == 0)
		return damaged(e);
	*letter = head.p[0];
	head.p++;
	head.n--;
	if (unpack_checked(&head, &n) < 0 || n > SIZE_MAX / 2)
		return damaged(e);
	const size_t used = before - head.n, all = used + (size_t)n + VHASH_BYTES;
	if (provide(r, all, e) < 0)
		return -1;
	if (r->raw.n - r->at < all)
		return damaged(e);
	*piece = (struct text){ r->raw.p + r->at + used, (size_t)n };
	vhash(&r->digest.key, piece, 1, hash);
	if (memcmp(hash, piece->p + n, VHASH_BYTES) != 0)
		return damaged(e);
	if (*letter != SLICE_END)
		digest_add(&r->digest, (struct text){ r->raw.p + r->at, used }, hash);
	r->at += all;
	return 1;
}

static int
check_mark(struct text piece, const struct slice_mark *mark, struct err *e)
{
	struct text magic_there, kind, plan;
	uint64_t slice;
	if (unpack_text(&piece, &magic_there) < 0 || unpack_text(&piece, &kind) < 0 ||
	    unpack_text(&piece, &plan) < 0 || unpack_checked(&piece, &slice) < 0 ||
	    !text_eq(magic_there, TEXT(magic)) || !text_eq(kind, mark->kind) ||
	    slice != mark->slice)
		return err_set(e, "is not the file that belongs here");
	if (!text_eq(plan, mark->plan))
		return err_set(e, "belongs to another plan.json");
	return 0;
}

int
slice_open(struct slice_reader *r, const char *file, const struct slice_mark *mark, struct err *e)
{
	char letter;
	struct text piece;
	*r = (struct slice_reader){ .in = in_open(file, e) };
	if (!r->in)
		return -1;
	digest_init(&r->digest);
	if (next(r, &letter, &piece, e) < 0)
		return -1;
	if (letter != SLICE_HEAD)
		return err_set(e, "is not a file of a replay in slices");
	return check_mark(piece, mark, e);
}

void
slice_close(struct slice_reader *r)
{
	if (r->in)
		in_close(r->in);
	buf_free(&r->raw);
	*r = (struct slice_reader){ 0 };
}

/* Checks the last piece, and that nothing follows it. */
static int
check_end(struct slice_reader *r, struct text piece, struct err *e)
{
	unsigned char digest[DIGEST];
	sha256_end(&r->digest.sha, digest);
	if (piece.n != DIGEST || memcmp(piece.p, digest, DIGEST) != 0)
		return damaged(e);
	if (provide(r, 1, e) < 0)
		return -1;
	r->over = true;
	return r->raw.n > r->at ? damaged(e) : 0;
}

int
slice_next(struct slice_reader *r, char *letter, struct text *piece, struct err *e)
{
	if (r->over)
		return 0;
	const int more = next(r, letter, piece, e);
	return more > 0 && *letter == SLICE_END ? check_end(r, *piece, e) : more;
}
