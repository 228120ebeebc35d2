/* SPDX-License-Identifier: MIT */
#ifndef RERUN_OWN_H
#define RERUN_OWN_H

#include <stdbool.h>

#include "base/buf.h"
#include "trace/model.h"

/*
 * The own part of a request of a session.
 *
 * Such a request has the messages of all calls before it (llm/chain.h), so what is written of all
 * requests would grow with the square of their number.  Its own part is what the recording has: the
 * messages since the call before, and the settings.
 */

/* The id of the call that a call of a session comes after, or an absent text. */
struct text rerun_after_of(const struct trace_call *c);

/* How many messages a request has. */
size_t rerun_count_messages(struct text request);

/*
 * Appends the own part of a request, which is that of the call with some changes.  With `first`,
 * the first message stays, too: it may be the system prompt.  A request that is not one of a
 * session, or has fewer messages than the call, is appended as it is.
 */
void rerun_put_own_request(
    struct buf *b, const struct trace_call *c, struct text request, bool first);

#endif
