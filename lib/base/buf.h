/* SPDX-License-Identifier: MIT */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

/* A growing buffer of bytes.  A buffer of all zeros is valid and empty, and buf_free leaves one. */
struct buf {
	char *p;
	size_t n, cap;
};

void buf_grow(struct buf *b, size_t room); /* makes room for `room` more bytes after p[n] */
void buf_free(struct buf *b);

static inline void
buf_room(struct buf *b, size_t room)
{
	if (b->cap - b->n < room)
		buf_grow(b, room);
}

static inline void
buf_put(struct buf *b, const void *p, size_t n)
{
	buf_room(b, n);
	if (n > 0)
		memcpy(b->p + b->n, p, n);
	b->n += n;
}

static inline void
buf_text(struct buf *b, struct text t)
{
	buf_put(b, t.p, t.n);
}

static inline void
buf_char(struct buf *b, char c)
{
	buf_room(b, 1);
	b->p[b->n++] = c;
}

#define BUF_LIT(b, literal) buf_put((b), (literal), sizeof(literal) - 1)

void buf_u64(struct buf *b, uint64_t v); /* decimal */
void buf_i64(struct buf *b, int64_t v);
/*
 * Appends text for people, so that it cannot control their terminal.  Control characters
 * (utf8_is_control) and bytes that are not UTF-8 are written as \xNN, or \uNNNN above U+00FF.
 */
void buf_visible(struct buf *b, struct text t);
/* Appends only the first character of t, which must not be empty.  Returns how many bytes of t it
 * has.  *columns is the width of its escape, or 0 if it needs none. */
size_t buf_visible_character(struct buf *b, struct text t, size_t *columns);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static inline struct text
buf_as_text(const struct buf *b)
{
	return (struct text){ b->p ? b->p : "", b->n };
}

#endif
