/* SPDX-License-Identifier: MIT */
#include "replay/slice_unsure.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "event/content.h"
#include "time/stamp.h"

void
unsure_init(struct unsure *u, int64_t from_ns, int64_t ttl_ns, struct siphash_key key)
{
	*u = (struct unsure){ .key = key, .from_ns = from_ns, .ttl_ns = ttl_ns };
	u->until_ns = stamp_add(from_ns, ttl_ns);
}

void
unsure_free(struct unsure *u)
{
	table_free(&u->table);
	free(u->id);
}

static void
digest_of(const struct event *ev, unsigned char digest[32])
{
	const struct text tenant =
	    ev->tenant_id.kind == VALUE_ABSENT ? TEXT_ABSENT : ev->tenant_id.text;
	const uint64_t n[2] = { tenant.p ? tenant.n + 1 : 0, ev->event_id.text.n };
	struct sha256 s;
	sha256_init(&s);
	sha256_add(&s, n, sizeof(n));
	sha256_add(&s, tenant.p, tenant.n);
	sha256_add(&s, ev->event_id.text.p, ev->event_id.text.n);
	sha256_add(&s, ev->content, CONTENT_BYTES);
	sha256_end(&s, digest);
}

struct sought {
	const struct unsure *unsure;
	const unsigned char *digest;
};

static bool
same(const void *context, uint32_t ref)
{
	const struct sought *s = context;
	const struct unsure_id *id = &s->unsure->id[ref - 1];
	return memcmp(id->digest, s->digest, sizeof(id->digest)) == 0;
}

bool
unsure_note(struct unsure *u, const struct event *ev, bool asked)
{
	const int64_t at_ns = ev->observed_at_ns;
	unsigned char digest[32];
	if (at_ns > u->until_ns)
		return false;
	digest_of(ev, digest);
	const uint32_t hash = (uint32_t)siphash(u->key, digest, 16);
	const struct sought s = { u, digest };
	const uint32_t ref = table_find(&u->table, hash, same, &s);
	struct unsure_id *id = ref ? &u->id[ref - 1] : NULL;
	if (!id && stamp_sub(at_ns, u->ttl_ns) > u->from_ns)
		return false; /* its first event since then, after a gap */
	if (!id) {
		u->id = mem_grow(u->id, &u->cap, u->n + 1, sizeof(*u->id));
		id = &u->id[u->n++];
		*id = (struct unsure_id){ .last_ns = at_ns };
		memcpy(id->digest, digest, sizeof(id->digest));
		table_add(&u->table, hash, (uint32_t)u->n);
	}
	if (stamp_sub(at_ns, u->ttl_ns) > id->last_ns)
		id->sure = true;
	id->last_ns = at_ns;
	if (id->sure)
		return false;
	u->until_ns = stamp_add(at_ns, u->ttl_ns);
	return asked;
}
