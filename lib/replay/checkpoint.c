/* SPDX-License-Identifier: MIT */
#include "replay/checkpoint.h"

#include <string.h>

#include "base/sha256.h"
#include "replay/replay_private.h"
#include "replay/pack.h"
#include "state/save.h"

static const char magic[8] = { 'e', 's', 'p', 'e', 'r', 'j', 'o', 4 };

enum { DIGEST = 32 };

bool
checkpoint_fits(const struct replay *r)
{
	return !r->compare || r->compare->split == 0;
}

static void
put_text(struct buf *b, struct text t)
{
	pack_number(b, t.n);
	buf_text(b, t);
}

static void
put_end(struct buf *b, const struct out_end *end)
{
	pack_number(b, end->n);
	buf_put(b, end->tail, sizeof(end->tail));
}

static int
get_end(struct text *from, struct out_end *end)
{
	if (unpack_checked(from, &end->n) < 0 || from->n < sizeof(end->tail))
		return -1;
	memcpy(end->tail, from->p, sizeof(end->tail));
	from->p += sizeof(end->tail);
	from->n -= sizeof(end->tail);
	return 0;
}

static int
put_states(struct buf *b, struct replay *r, struct err *e)
{
	const struct position nowhere = { 0 };
	struct state *state;
	for (size_t i = 0; (state = replay_state(r, i)) != NULL; i++) {
		struct buf image = { 0 };
		const int saved = state_save(state, &nowhere, &image, e);
		if (saved == 0)
			put_text(b, buf_as_text(&image));
		buf_free(&image);
		if (saved < 0)
			return -1;
	}
	return 0;
}

int
checkpoint_put(struct buf *b, const struct checkpoint *at, struct replay *r, struct err *e)
{
	struct buf tallies = { 0 };
	unsigned char digest[DIGEST];
	buf_put(b, magic, sizeof(magic));
	put_text(b, at->identity);
	pack_number(b, r->early);
	pack_number(b, (uint64_t)r->past.at_ns);
	pack_number(b, r->past.line);
	pack_number(b, r->past.input);
	pack_number(b, r->decided);
	put_end(b, &at->output);
	put_end(b, &at->changes);
	replay_put_tally(&tallies, r);
	put_text(b, buf_as_text(&tallies));
	buf_free(&tallies);
	if (put_states(b, r, e) < 0)
		return -1;
	sha256(b->p, b->n, digest);
	buf_put(b, (const char *)digest, sizeof(digest));
	return 0;
}

static int
get_text(struct text *from, struct text *t)
{
	uint64_t n;
	if (unpack_checked(from, &n) < 0 || n > from->n)
		return -1;
	*t = (struct text){ from->p, (size_t)n };
	from->p += n;
	from->n -= (size_t)n;
	return 0;
}

static int
get_head(struct text *from, struct checkpoint *at)
{
	uint64_t n[5]; /* in the order of checkpoint_put */
	if (get_text(from, &at->identity) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(n) / sizeof(*n); i++)
		if (unpack_checked(from, &n[i]) < 0)
			return -1;
	at->resume = (struct replay_resume){ .on = true,
		.early = n[0] != 0,
		.after = { .at_ns = (int64_t)n[1], .line = n[2], .input = (unsigned)n[3] },
		.decided = n[4] };
	return get_end(from, &at->output) < 0 || get_end(from, &at->changes) < 0 ? -1 : 0;
}

/* Checks the magic and the digest, and returns what is between them.  Absent: *e is filled. */
static struct text
open_image(struct text image, struct err *e)
{
	unsigned char digest[DIGEST];
	if (image.n < sizeof(magic) + DIGEST || memcmp(image.p, magic, sizeof(magic)) != 0) {
		err_set(e, "not a checkpoint of this version");
		return TEXT_ABSENT;
	}
	image.n -= DIGEST;
	sha256(image.p, image.n, digest);
	if (memcmp(digest, image.p + image.n, DIGEST) != 0) {
		err_set(e, "the checkpoint is damaged");
		return TEXT_ABSENT;
	}
	return (struct text){ image.p + sizeof(magic), image.n - sizeof(magic) };
}

int
checkpoint_read(struct text image, struct checkpoint *at, struct err *e)
{
	struct text rest = open_image(image, e);
	if (!rest.p)
		return -1;
	return get_head(&rest, at) < 0 ? err_set(e, "the checkpoint is damaged") : 0;
}

static int
get_states(struct text *from, struct replay *r, struct arena *a, struct err *e)
{
	struct position position;
	struct state *state;
	for (size_t i = 0; (state = replay_state(r, i)) != NULL; i++) {
		struct text image;
		if (get_text(from, &image) < 0)
			return err_set(e, "the checkpoint is damaged");
		if (state_restore(state, image, &position, a, e) < 0)
			return -1;
	}
	return from->n > 0 ? err_set(e, "the checkpoint is damaged") : 0;
}

int
checkpoint_restore(struct text image, struct replay *r, struct arena *a, struct err *e)
{
	struct checkpoint at;
	struct text tallies, rest = open_image(image, e);
	if (!rest.p)
		return -1;
	if (get_head(&rest, &at) < 0 || get_text(&rest, &tallies) < 0 ||
	    replay_get_tally(&tallies, r) < 0 || tallies.n > 0)
		return err_set(e, "the checkpoint is damaged");
	return get_states(&rest, r, a, e);
}
