/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { BUF_FIRST = 256 }; /* bytes; a smaller buffer would have to grow again at once */

void
buf_grow(struct buf *b, size_t room)
{
	size_t need;
	if (__builtin_add_overflow(b->n, room, &need))
		need = SIZE_MAX; /* mem_grow reports that this is too much */
	if (need < BUF_FIRST)
		need = BUF_FIRST;
	b->p = mem_grow(b->p, &b->cap, need, 1);
}

void
buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ 0 };
}

static const char digit_pairs[] = "00010203040506070809101112131415161718192021222324"
				  "25262728293031323334353637383940414243444546474849"
				  "50515253545556575859606162636465666768697071727374"
				  "75767778798081828384858687888990919293949596979899";

/* Writes v in decimal so that it ends before `end`; returns where it begins. */
static char *
write_back(char *end, uint64_t v)
{
	while (v >= 100) {
		end -= 2;
		memcpy(end, digit_pairs + v % 100 * 2, 2);
		v /= 100;
	}
	if (v >= 10) {
		end -= 2;
		memcpy(end, digit_pairs + v * 2, 2);
	} else {
		*--end = (char)('0' + v);
	}
	return end;
}

void
buf_u64(struct buf *b, uint64_t v)
{
	char digits[20], *end = digits + sizeof digits, *p;
	if (v < 10) {
		buf_char(b, (char)('0' + v));
		return;
	}
	p = write_back(end, v);
	buf_put(b, p, (size_t)(end - p));
}

void
buf_i64(struct buf *b, int64_t v)
{
	if (v < 0)
		buf_char(b, '-');
	buf_u64(b, v < 0 ? -(uint64_t)v : (uint64_t)v);
}

void
buf_vprintf(struct buf *b, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	buf_room(b, 64);
	int n = vsnprintf(b->p + b->n, b->cap - b->n, format, args);
	assert(n >= 0);
	if ((size_t)n >= b->cap - b->n) {
		buf_room(b, (size_t)n + 1); /* vsnprintf adds a NUL */
		vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
	}
	b->n += (size_t)n;
	va_end(again);
}

void
buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	buf_vprintf(b, format, args);
	va_end(args);
}

size_t
buf_visible_character(struct buf *b, struct text t, size_t *columns)
{
	uint32_t cp = 0;
	size_t len = utf8_decode(t.p, t.n, &cp), before = b->n;
	*columns = 0;
	if (len > 0 && !utf8_is_control(cp)) {
		buf_put(b, t.p, len);
		return len;
	}
	if (len == 0 || cp < 0x100)
		buf_printf(b, "\\x%02x", len == 0 ? (unsigned)(unsigned char)t.p[0] : (unsigned)cp);
	else
		buf_printf(b, "\\u%04x", (unsigned)cp);
	*columns = b->n - before;
	return len > 0 ? len : 1;
}

void
buf_visible(struct buf *b, struct text t)
{
	size_t columns;
	while (t.n > 0) {
		size_t len = buf_visible_character(b, t, &columns);
		t = (struct text){ t.p + len, t.n - len };
	}
}
