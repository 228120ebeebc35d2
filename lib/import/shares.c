/* SPDX-License-Identifier: MIT */
#include "import/shares.h"

#include <string.h>

#include "base/mem.h"

struct import_share *
shares_of(struct import_shares *s, unsigned input, size_t reader)
{
	const size_t wanted = (size_t)input + 1;
	if (s->inputs < wanted) {
		s->share = mem_grow(s->share, &s->cap, wanted * s->readers, sizeof(*s->share));
		memset(s->share + s->inputs * s->readers, 0,
		    (wanted - s->inputs) * s->readers * sizeof(*s->share));
		s->inputs = wanted;
	}
	return &s->share[input * s->readers + reader];
}
