/* SPDX-License-Identifier: MIT */
#include "step/dap_frame.h"

#include "base/ascii.h"
#include "base/number.h"

static const struct text LENGTH = { "content-length:", 15 };

void
dap_frame_add(struct dap_frame *f, const void *p, size_t n)
{
	if (f->at > 0 && f->at >= f->in.n / 2) {
		memmove(f->in.p, f->in.p + f->at, f->in.n - f->at);
		f->in.n -= f->at;
		f->at = 0;
	}
	buf_put(&f->in, p, n);
}

static struct text
rest(const struct dap_frame *f)
{
	return (struct text){ f->in.p ? f->in.p + f->at : "", f->in.n - f->at };
}

static bool
begins_with_length(struct text t)
{
	return t.n >= LENGTH.n && text_eq_nocase((struct text){ t.p, LENGTH.n }, LENGTH);
}

/* Passes over what is left of a message that is too long.  Returns false if more is needed. */
static bool
skip(struct dap_frame *f)
{
	const size_t there = f->in.n - f->at;
	const size_t n = f->skip < there ? (size_t)f->skip : there;
	f->at += n;
	f->skip -= n;
	return f->skip == 0;
}

/* Looks for the next header.  Returns false if more is needed. */
static bool
find(struct dap_frame *f)
{
	for (struct text t = rest(f); t.n >= LENGTH.n; t.p++, t.n--, f->at++)
		if (begins_with_length(t)) {
			f->lost = false;
			return true;
		}
	return false;
}

/* Takes a line of the header, without its line end.  Returns false if it is not complete. */
static bool
take_line(struct text *t, struct text *line)
{
	const char *end = t->n > 0 ? memchr(t->p, '\n', t->n) : NULL;
	if (!end)
		return false;
	*line = (struct text){ t->p, (size_t)(end - t->p) };
	t->n -= line->n + 1;
	t->p = end + 1;
	line->n -= line->n > 0 && line->p[line->n - 1] == '\r';
	return true;
}

/* Reads the value of Content-Length.  Returns 0, or -1 with *e filled. */
static int
read_length(struct text value, uint64_t *length, struct err *e)
{
	value = text_trim(value);
	if (number_u64(value, length) == 0 && *length <= DAP_SKIP_MOST)
		return 0;
	struct buf shown = { 0 };
	buf_visible(&shown, (struct text){ value.p, value.n < 40 ? value.n : 40 });
	err_set(e,
	    "the header Content-Length is \"%.*s\"; it must be the number of bytes of the "
	    "message",
	    (int)shown.n, shown.p ? shown.p : "");
	buf_free(&shown);
	return -1;
}

/* A fault in the header: goes on behind `used` bytes of it, with the next one. */
static enum dap_framed
fault(struct dap_frame *f, size_t used)
{
	f->at += used;
	f->lost = true;
	return DAP_FRAME_FAULT;
}

/* Reads the header at the beginning of t.  *length is that of its message. */
static enum dap_framed
read_header(struct dap_frame *f, struct text t, uint64_t *length, struct err *e)
{
	struct text line;
	bool known = false;
	const char *begin = t.p;
	while (take_line(&t, &line) && (size_t)(t.p - begin) <= DAP_HEADER_MOST) {
		const size_t used = (size_t)(t.p - begin);
		uint64_t n;
		if (line.n == 0 && known) {
			f->at += used;
			return DAP_FRAME_MESSAGE;
		}
		if (line.n == 0) {
			err_set(e, "a header without Content-Length");
			return fault(f, 1); /* it may be in the middle of a line */
		}
		if (!begins_with_length(line))
			continue;
		line.p += LENGTH.n;
		line.n -= LENGTH.n;
		if (read_length(line, &n, e) < 0)
			return fault(f, used);
		if (known && n != *length) {
			err_set(e, "a header with two values of Content-Length");
			return fault(f, used);
		}
		*length = n;
		known = true;
	}
	if (f->in.n - f->at <= DAP_HEADER_MOST)
		return DAP_FRAME_MORE;
	err_set(e, "a header of more than %zu bytes", DAP_HEADER_MOST);
	return fault(f, DAP_HEADER_MOST);
}

enum dap_framed
dap_frame_next(struct dap_frame *f, struct text *message, struct err *e)
{
	uint64_t length = 0;
	if (!skip(f) || (f->lost && !find(f)))
		return DAP_FRAME_MORE;
	const struct text t = rest(f);
	const size_t at = f->at;
	const enum dap_framed header = read_header(f, t, &length, e);
	if (header != DAP_FRAME_MESSAGE)
		return header;
	if (length > DAP_MESSAGE_MOST) {
		err_set(e, "a message of %llu bytes; it is left out, %llu bytes are the most",
		    (unsigned long long)length, (unsigned long long)DAP_MESSAGE_MOST);
		f->skip = length;
		return DAP_FRAME_FAULT;
	}
	if (f->in.n - f->at < length) {
		f->at = at;
		return DAP_FRAME_MORE;
	}
	*message = (struct text){ f->in.p + f->at, (size_t)length };
	f->at += (size_t)length;
	return DAP_FRAME_MESSAGE;
}

bool
dap_frame_is_torn(const struct dap_frame *f)
{
	return f->skip > 0 || (!f->lost && f->at < f->in.n);
}

void
dap_frame_free(struct dap_frame *f)
{
	buf_free(&f->in);
	*f = (struct dap_frame){ 0 };
}

void
dap_frame_put(struct buf *b, struct text message)
{
	buf_printf(b, "Content-Length: %zu\r\n\r\n", message.n);
	buf_text(b, message);
}
