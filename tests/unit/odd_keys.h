/* SPDX-License-Identifier: MIT */
#ifndef ODD_KEYS_H
#define ODD_KEYS_H

/* Ids and other keys of events by number, with those among them that a state treats apart. */
#include "base/buf.h"
#include "base/sha256.h"
#include "event/value.h"

/* Numbers of ids that are not like others. */
enum { ID_EMPTY, ID_LINE, ID_LONG, ID_LONGER, ID_HASHED, IDS = 12 };

/* A random number below n, the same on any machine. */
static inline unsigned
dice(uint64_t *seed, unsigned n)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)((*seed >> 33) % n);
}

static inline struct value
string(struct buf *b, const char *prefix, int number)
{
	if (number < 0)
		return VALUE_NONE;
	b->n = 0;
	buf_printf(b, "%s%d", prefix, number);
	return (struct value){ buf_as_text(b), VALUE_STRING, true };
}

/* The text of a key: some are so long that they are hashed, and one looks like the hash of another.
 */
static inline void
put_key(struct buf *b, const char *prefix, int number)
{
	unsigned char digest[32];
	char hex[64];
	b->n = 0;
	if (number < 2 || number > 3) {
		buf_printf(b, "%s%d", prefix, number);
		return;
	}
	for (int i = 0; i < 1024; i++)
		buf_char(b, 'k');
	buf_printf(b, "%s", prefix);
	if (number == 2)
		return;
	sha256(b->p, b->n, digest);
	sha256_hex(digest, 32, hex);
	b->n = 0;
	buf_printf(b, "sha256:%.64s", hex);
}

static inline struct value
key_value(struct buf *b, const char *prefix, int number)
{
	if (number < 0)
		return VALUE_NONE;
	put_key(b, prefix, number);
	return (struct value){ buf_as_text(b), VALUE_STRING, true };
}

static inline struct value
id_value(struct buf *b, int number)
{
	b->n = 0;
	switch (number) {
	case ID_EMPTY: break;
	case ID_LINE: BUF_LIT(b, "sha256:0123456789abcdef0123456789abcdef"); break;
	case ID_LONG: return key_value(b, "id", 2);
	case ID_LONGER:
		for (int i = 0; i < 3000; i++)
			buf_char(b, 'i');
		break;
	case ID_HASHED: return key_value(b, "id", 3);
	default: buf_printf(b, "id%d", number);
	}
	return (struct value){ buf_as_text(b), VALUE_STRING, true };
}

#endif
