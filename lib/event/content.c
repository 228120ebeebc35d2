/* SPDX-License-Identifier: MIT */
#include "event/content.h"

#include <string.h>

#include "base/sha256.h"
#include "event/put.h"

_Static_assert((int)VHASH_BYTES <= (int)CONTENT_BYTES, "a quick digest has room");

void
contents_init(struct contents *c, struct siphash_key key)
{
	c->quick = false;
	vhash_init(&c->key, key);
}

static struct text
fields_of(const struct event *ev)
{
	return ev->fields_json.p ? ev->fields_json : TEXT("{}");
}

static struct text
id_of(const struct value *v)
{
	return v->kind == VALUE_ABSENT ? TEXT_ABSENT : v->text;
}

static void
digest_quickly(const struct contents *c, const struct event *ev, unsigned char *out)
{
	const struct text list[] = { id_of(&ev->source_id), id_of(&ev->entity_id), fields_of(ev) };
	memset(out, 0, CONTENT_BYTES);
	vhash(&c->key, list, sizeof(list) / sizeof(*list), out);
}

/* Writes into an empty buffer, which grows at most once unless an id needs escaping. */
static struct text
put_content(struct buf *b, const struct event *ev)
{
	struct text fields = fields_of(ev);
	size_t room = put_value_room(&ev->source_id) + put_value_room(&ev->entity_id) + fields.n;
	b->n = 0;
	struct put o = put_begin(b, room + sizeof("[,,]"));
	*o.p++ = '[';
	put_value(&o, &ev->source_id);
	*o.p++ = ',';
	put_value(&o, &ev->entity_id);
	*o.p++ = ',';
	put_bytes(&o, fields.p, fields.n);
	*o.p++ = ']';
	put_end(&o);
	return buf_as_text(b);
}

/* Two digests computed together take little more time than one. */
static void
digest_two(const struct event *const ev[2], struct buf scratch[2], unsigned char *const out[2])
{
	unsigned char digest[2][32];
	sha256_two(put_content(&scratch[0], ev[0]), put_content(&scratch[1], ev[1]), digest);
	memcpy(out[0], digest[0], CONTENT_BYTES);
	memcpy(out[1], digest[1], CONTENT_BYTES);
}

static void
digest_one(const struct event *ev, struct buf *scratch, unsigned char *out)
{
	unsigned char digest[32];
	struct text t = put_content(scratch, ev);
	sha256(t.p, t.n, digest);
	memcpy(out, digest, CONTENT_BYTES);
}

void
contents_digest(const struct contents *c, const struct event *const *ev, unsigned char *const *out,
    size_t n, struct buf scratch[2])
{
	const struct event *waiting[2];
	unsigned char *to[2];
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		if (ev[i]->content) {
			memcpy(out[i], ev[i]->content, CONTENT_BYTES);
		} else if (c->quick) {
			digest_quickly(c, ev[i], out[i]);
		} else {
			waiting[count] = ev[i];
			to[count++] = out[i];
		}
		if (count == 2) {
			digest_two(waiting, scratch, to);
			count = 0;
		}
	}
	if (count > 0)
		digest_one(waiting[0], scratch, to[0]);
}
