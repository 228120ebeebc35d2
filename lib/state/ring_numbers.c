/* SPDX-License-Identifier: MIT */
#include "state/ring_private.h"

/* At each level, the place of the new number is either the first of its stretch, which sets the
 * fold, or another, which adds to it.  Numbers before the head do not count, because a stretch that
 * begins there is never used as a whole. */
void
ring_fold_last(struct ring *r, const struct ring_shape *shape, uint32_t place)
{
	number_wide v = numbers(r)[place], *level = numbers(r) + r->room;
	unsigned n = levels(r->room);
	for (unsigned i = 0; i < n; i++) {
		unsigned bits = FAN_BITS * (i + 1);
		number_wide *to = &level[place >> bits];
		bool first = place == r->head || (place & ((UINT32_C(1) << bits) - 1)) == 0;
		*to = first ? v : fold_numbers(shape->fold, *to, v);
		level += level_size(r->room, i);
	}
}

void
ring_refold(struct ring *r, const struct ring_shape *shape, uint32_t place)
{
	const number_wide *below = numbers(r);
	number_wide *level = numbers(r) + r->room;
	uint32_t head = r->head, end = r->head + r->n; /* at the level below */
	unsigned n = levels(r->room);
	for (unsigned i = 0; i < n && head < end; i++) {
		for (uint32_t b = place >> FAN_BITS; b <= (end - 1) >> FAN_BITS; b++) {
			uint32_t k = b << FAN_BITS, stop = k + RING_FAN;
			if (k < head)
				k = head;
			if (stop > end)
				stop = end;
			if (k >= stop)
				continue;
			level[b] = below[k];
			while (++k < stop)
				level[b] = fold_numbers(shape->fold, level[b], below[k]);
		}
		below = level;
		level += level_size(r->room, i);
		place >>= FAN_BITS;
		head >>= FAN_BITS;
		end = ((end - 1) >> FAN_BITS) + 1;
	}
}

number_wide
ring_fold_places(const struct ring *r, const struct ring_shape *shape, uint32_t i, uint32_t end)
{
	const number_wide *at = numbers(r), *level = numbers(r) + r->room;
	unsigned n = levels(r->room);
	number_wide found = at[i++];
	for (unsigned k = 0;; k++) {
		for (; i < end && (i % RING_FAN != 0 || k == n); i++)
			found = fold_numbers(shape->fold, found, at[i]);
		for (; i < end && end % RING_FAN != 0; end--)
			found = fold_numbers(shape->fold, found, at[end - 1]);
		if (i == end)
			return found;
		i >>= FAN_BITS;
		end >>= FAN_BITS;
		at = level;
		level += level_size(r->room, k);
	}
}
