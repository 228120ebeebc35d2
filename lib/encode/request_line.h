/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_REQUEST_LINE_H
#define ENCODE_REQUEST_LINE_H

#include "event/value.h"

/*
 * The first line of an HTTP request (RFC 9112, section 3): a method, which is a token (RFC 9110,
 * section 5.6.2), one space, a target without spaces and control characters, and optionally
 * ` HTTP/` and a version such as 1.1 or 2.  Parts are slices of the text.
 */
struct request_line {
	struct value method, target; /* both are absent if the text has another form */
};

struct request_line request_line_split(const struct value *text);

#endif
