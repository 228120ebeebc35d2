/* SPDX-License-Identifier: MIT */
#include "encode/line_hash.h"

#include "base/sha256.h"

void
line_hashes_begin(struct line_hashes *h)
{
	h->n = h->at = 0;
}

/* If all of the last ones were asked for, twice as many are hashed; if less than half were, two. */
static void
choose_most(struct line_hashes *h)
{
	if (h->wanted >= h->most)
		h->most = h->most < LINE_HASHES / 2 ? 2 * h->most + 2 : LINE_HASHES;
	else if (h->n > 0 && h->wanted < h->n / 2)
		h->most = 2;
	h->wanted = 0;
}

const unsigned char *
line_hashes_get(struct line_hashes *h, struct text line, const char *text, size_t n,
    const struct json_index *ix, const struct json_pos *pos)
{
	struct text list[LINE_HASHES];
	while (h->at < h->n && h->line[h->at] != line.p)
		h->at++;
	if (h->at == h->n) {
		choose_most(h);
		list[0] = line;
		h->n = 1 + json_walk_ahead(text, n, ix, pos, list + 1, h->most - 1);
		h->at = 0;
		for (size_t i = 0; i < h->n; i++)
			h->line[i] = list[i].p;
		sha256_many(list, h->n, h->digest);
	}
	h->wanted++;
	return h->digest[h->at];
}
