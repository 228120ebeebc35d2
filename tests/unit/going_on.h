/* SPDX-License-Identifier: MIT */
#ifndef GOING_ON_H
#define GOING_ON_H

/* Deciders that are stopped and go on from a snapshot, and whether two remember the same. */
#include "base/buf.h"
#include "decide/decide.h"
#include "state/save.h"
#include "tests/unit/unit.h"

/* Stops there and goes on from the snapshot, with other hashes. */
static inline struct decider *
stop_and_go_on(struct decider *d, const struct rules *r, uint64_t *seed)
{
	struct siphash_key key = { *seed, 3 };
	struct decider *next = decider_new(r, key);
	struct buf image = { 0 };
	struct position position;
	struct err e = { 0 };
	CHECK(state_save(decider_state(d), NULL, &image, &e) == 0);
	CHECK(state_restore(decider_state(next), buf_as_text(&image), &position, NULL, &e) == 0);
	CHECK(!position.there);
	buf_free(&image);
	decider_free(d);
	return next;
}

/* Do two deciders remember the same, byte for byte? */
static inline bool
same_state(struct decider *a, struct decider *b)
{
	struct buf x = { 0 }, y = { 0 };
	struct err e;
	bool same = state_save(decider_state(a), NULL, &x, &e) == 0 &&
		    state_save(decider_state(b), NULL, &y, &e) == 0 &&
		    text_eq(buf_as_text(&x), buf_as_text(&y));
	buf_free(&x);
	buf_free(&y);
	return same;
}

#endif
