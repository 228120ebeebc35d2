/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "io/in_private.h"

static ssize_t
fail_cut(struct in *in)
{
	err_set(&in->err, "the input ends in the middle of a message");
	return in_fail(in);
}

/* Gets the length of the next message.  Returns 1, 0 at the end of the input, -1 or IN_WAIT. */
static ssize_t
begin_message(struct in *in, bool wait)
{
	while (in->prefix_n < FRAMING_LENGTH) {
		const ssize_t n = in->start < in->end ? 1 : in->eof ? 0 : in_fill_raw(in, wait);
		if (n < 0)
			return n;
		if (n == 0)
			return in->prefix_n > 0 ? fail_cut(in) : 0;
		in->prefix[in->prefix_n++] = (unsigned char)in->raw[in->start++];
	}
	in->left = framing_length(in->prefix);
	in->prefix_n = 0;
	return 1;
}

static ssize_t
take_some(struct in *in, char *p, size_t cap)
{
	size_t n = in->end - in->start;
	if (in->format == FORMAT_ZSTD)
		return in_decode_some(in, p, cap);
	n = n < cap ? n : cap;
	n = n < in->left ? n : in->left;
	memcpy(p, in->raw + in->start, n);
	in->start += n;
	in->left -= (uint32_t)n;
	return (ssize_t)n;
}

/* The stored bytes of a message are used up. */
static int
end_message(struct in *in)
{
	if (in->inside) {
		err_set(&in->err,
		    "the message that ends at byte %" PRIu64 " of the file ends in the middle of "
		    "a zstd frame",
		    in->raw_bytes - (in->end - in->start));
		return in_fail(in);
	}
	in->owes = true;
	return 0;
}

ssize_t
in_take_framed(struct in *in, char *p, size_t cap, bool wait)
{
	for (;;) {
		ssize_t n = 1;
		if (in->owes) {
			in->owes = false;
			*p = '\n';
			return 1;
		}
		if (in->left == 0 && !in->undrained)
			n = begin_message(in, wait);
		else if (in->start == in->end && !in->undrained)
			n = in->eof ? 0 : in_fill_raw(in, wait);
		if (n == 0 && (in->left > 0 || in->inside))
			return fail_cut(in);
		if (n <= 0)
			return n;
		if (in->start == in->end && !in->undrained)
			continue;
		n = in->left > 0 || in->undrained ? take_some(in, p, cap) : 0;
		if (n >= 0 && in->left == 0 && !in->undrained && end_message(in) < 0)
			return n > 0 ? n : -1;
		if (n != 0)
			return n;
	}
}
