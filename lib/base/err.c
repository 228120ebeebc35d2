/* SPDX-License-Identifier: MIT */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* The length of text[0..n), which was cut at n, without an incomplete character at its end. */
static size_t
whole_characters(const char *text, size_t n)
{
	size_t first = n, len;
	uint32_t cp;
	while (first > 0 && n - first < 4 && ((unsigned char)text[first - 1] & 0xC0) == 0x80)
		first--;
	if (first == 0 || (unsigned char)text[first - 1] < 0xC0)
		return n; /* it ends in ASCII, or is not UTF-8 */
	first--;
	len = utf8_decode(text + first, n - first, &cp);
	return len == n - first ? n : first;
}

/* Formats into a second buffer, because an argument may be e->text itself. */
static void
fill(struct err *e, size_t offset, const char *format, va_list args)
{
	char text[sizeof e->text];
	int written = vsnprintf(text, sizeof text, format, args);
	size_t n = written < 0 ? 0 : (size_t)written;
	if (n >= sizeof text)
		n = whole_characters(text, sizeof text - 1);
	memcpy(e->text, text, n);
	e->text[n] = '\0';
	e->offset = offset;
}

int
err_set(struct err *e, const char *format, ...)
{
	va_list args;
	if (!e)
		return -1;
	va_start(args, format);
	fill(e, ERR_NOWHERE, format, args);
	va_end(args);
	return -1;
}

int
err_at(struct err *e, size_t offset, const char *format, ...)
{
	va_list args;
	if (!e)
		return -1;
	va_start(args, format);
	fill(e, offset, format, args);
	va_end(args);
	return -1;
}

bool
errs_is_beyond(const struct errs *all, size_t offset)
{
	return all->n >= ERRS_MAX && offset >= all->err[ERRS_MAX - 1].offset;
}

int
errs_add(struct errs *all, const struct err *e)
{
	size_t kept = all->n < ERRS_MAX ? all->n : ERRS_MAX - 1, i = kept;
	if (!errs_is_beyond(all, e->offset)) {
		while (i > 0 && all->err[i - 1].offset > e->offset)
			i--;
		memmove(&all->err[i + 1], &all->err[i], (kept - i) * sizeof(*e));
		all->err[i] = *e;
	}
	all->n++;
	return -1;
}

int
errs_first(const struct errs *all, struct err *e)
{
	if (e)
		*e = all->err[0];
	return -1;
}
