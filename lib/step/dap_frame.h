/* SPDX-License-Identifier: MIT */
#ifndef STEP_DAP_FRAME_H
#define STEP_DAP_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * The messages of a stream of the Debug Adapter Protocol: header lines, an empty line, and as many
 * bytes of JSON as the header Content-Length says.
 *
 *	dap_frame_add(&f, bytes, n);
 *	while ((what = dap_frame_next(&f, &message, &e)) != DAP_FRAME_MORE) …
 *
 * All zeros is valid and empty.  A fault is reported once.  After a fault in a header, the stream
 * is passed over up to the next `Content-Length:`.
 */
struct dap_frame {
	struct buf in;
	size_t at;     /* where the bytes begin that are not used up */
	uint64_t skip; /* bytes of a message that is too long, still to be passed over */
	bool lost;     /* looking for the next header */
};

enum dap_framed {
	DAP_FRAME_MESSAGE, /* *message is set; it is valid until the next call */
	DAP_FRAME_MORE,    /* more bytes are needed */
	DAP_FRAME_FAULT    /* *e says what is wrong; there may be more messages */
};

/* Limits, in bytes: of a message, and of its header.  A message up to DAP_SKIP_MOST is passed over;
 * a length beyond that is taken for a fault in the header. */
#define DAP_MESSAGE_MOST ((uint64_t)16 << 20)
#define DAP_SKIP_MOST ((uint64_t)1 << 30)
#define DAP_HEADER_MOST ((size_t)4096)

void dap_frame_add(struct dap_frame *f, const void *p, size_t n);
enum dap_framed dap_frame_next(struct dap_frame *f, struct text *message, struct err *e);

/* Has the stream ended within a message, if it ends now? */
bool dap_frame_is_torn(const struct dap_frame *f);

void dap_frame_free(struct dap_frame *f);

/* Appends a message with its header. */
void dap_frame_put(struct buf *b, struct text message);

#endif
