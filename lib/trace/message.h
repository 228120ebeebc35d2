/* SPDX-License-Identifier: MIT */
#ifndef TRACE_MESSAGE_H
#define TRACE_MESSAGE_H

#include "base/buf.h"
#include "base/text.h"

/*
 * Appends the message of an error without what differs from one occurrence to the next, so that
 * equal errors have equal messages:
 *
 *	<str>    text in quotes: "…", '…' or `…`
 *	<email>  an e-mail address
 *	<time>   a date, with or without a time
 *	<id>     a UUID, or letters and digits mixed
 *	<hex>    0x and digits, or eight and more hexadecimal digits and letters
 *	<n>      a number; with points, commas or colons between digits it is still one
 *
 * A name that ends in digits keeps its letters (`worker<n>`).  A number of up to three digits
 * behind one of the words code, errno, error, http and status stays, because it names the error.
 * White space becomes one blank.  The result has at most TRACE_MESSAGE_MOST bytes, and an ellipsis
 * if there was more.
 */
enum { TRACE_MESSAGE_MOST = 1000 };

void trace_put_message(struct buf *b, struct text message);

#endif
