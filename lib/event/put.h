/* SPDX-License-Identifier: MIT */
#ifndef EVENT_PUT_H
#define EVENT_PUT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "event/event.h"
#include "json/write.h"
#include "time/stamp.h"

/*
 * Private to this layer: writes a record into a stretch of a buffer that was reserved at once, so
 * that the single puts need no checks.  `room` is the size of the stretch.  Only a string that
 * needs escaping can take more than was reserved for it; after it, `room` bytes are reserved again.
 */
struct put {
	struct buf *b;
	char *p; /* where the next byte goes; b->n is not updated until put_end */
	size_t room;
};

static inline struct put
put_begin(struct buf *b, size_t room)
{
	buf_room(b, room);
	return (struct put){ b, b->p + b->n, room };
}

static inline void
put_end(struct put *o)
{
	o->b->n = (size_t)(o->p - o->b->p);
}

/* Most texts are short, and for these two overlapping copies are cheaper than a call. */
static inline void
put_bytes(struct put *o, const char *p, size_t n)
{
	char *to = o->p;
	o->p += n;
	if (n > 32) {
		memcpy(to, p, n);
	} else if (n >= 16) {
		memcpy(to, p, 16);
		memcpy(to + n - 16, p + n - 16, 16);
	} else if (n >= 8) {
		memcpy(to, p, 8);
		memcpy(to + n - 8, p + n - 8, 8);
	} else if (n >= 4) {
		memcpy(to, p, 4);
		memcpy(to + n - 4, p + n - 4, 4);
	} else {
		for (size_t i = 0; i < n; i++)
			to[i] = p[i];
	}
}

#define PUT_LIT(o, literal)                                                                        \
	(memcpy((o)->p, (literal), sizeof(literal) - 1), (o)->p += sizeof(literal) - 1)

static inline void
put_u64(struct put *o, uint64_t v)
{
	char digits[20];
	size_t n = sizeof(digits);
	do
		digits[--n] = (char)('0' + v % 10);
	while ((v /= 10) > 0);
	while (n < sizeof(digits))
		*o->p++ = digits[n++];
}

static inline void
put_escaped(struct put *o, struct text t)
{
	put_end(o);
	json_put_string(o->b, t);
	buf_room(o->b, o->room);
	o->p = o->b->p + o->b->n;
}

static inline void
put_value(struct put *o, const struct value *v)
{
	if (v->kind == VALUE_STRING) {
		if (!v->plain) {
			put_escaped(o, v->text);
			return;
		}
		*o->p++ = '"';
		put_bytes(o, v->text.p, v->text.n);
		*o->p++ = '"';
	} else if (v->kind == VALUE_ABSENT) {
		PUT_LIT(o, "null");
	} else {
		put_bytes(o, v->text.p, v->text.n);
	}
}

/* How many bytes put_value writes at most, not counting escapes. */
static inline size_t
put_value_room(const struct value *v)
{
	return v->text.n + 4;
}

#define PUT_LITERALS 256 /* more bytes than all names, numbers and times of a record take */

/* How many bytes event_put_head and event_put_ids write at most, not counting escapes. */
size_t event_head_room(const struct event *ev);

/* {"event_id":..,"tenant_id":..,"source_id":..,"observed_at":..,"encoding_version":1 */
void event_put_head(struct put *o, const struct event *ev);

/* ,"entity_id":..,"session_id":.. */
void event_put_ids(struct put *o, const struct event *ev);

#endif
