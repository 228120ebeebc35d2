/* SPDX-License-Identifier: MIT */
#ifndef STEP_DAP_MESSAGE_H
#define STEP_DAP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "json/read.h"
#include "json/tree.h"

/*
 * The content of messages of the Debug Adapter Protocol: requests are read, responses and events
 * are written.
 */
struct dap_request {
	int64_t seq;                       /* from 0: some clients begin there */
	struct text command;               /* absent: the message has none */
	const struct json_node *arguments; /* an object, or NULL */
};

enum dap_read {
	DAP_READ_REQUEST, /* a request */
	DAP_READ_WRONG,   /* *e says what is wrong.  If r->command is there, it can be answered. */
	DAP_READ_IGNORED  /* a response or an event: none was asked for */
};

/* Reads a message.  Everything is in the arena, or in the message. */
enum dap_read dap_request_read(
    struct arena *a, struct text message, struct dap_request *r, struct err *e);

/* Reads the arguments of a request by a table (json/read.h).  Returns 0, or -1 with *e filled:
 * `what` is what the object is called there. */
int dap_read_object(const struct json_node *object, const char *what, const struct json_row *row,
    size_t n, void *out, struct err *e);

/* Append the beginning and the end of a response that says yes; its body, if it has one, is
 * appended in between, as a member.  Or append a response that says no, and why. */
void dap_response_begin(struct buf *b, int64_t seq, const struct dap_request *r);
void dap_response_end(struct buf *b);
void dap_put_refusal(struct buf *b, int64_t seq, const struct dap_request *r, struct text why);

/* Append the beginning and the end of an event with a body. */
void dap_event_begin(struct buf *b, int64_t seq, const char *event);
void dap_event_end(struct buf *b);

/* Append a string, or a member that is one, of text of a trace: nothing in it can control a
 * terminal, and it is valid UTF-8. */
void dap_add_visible(struct buf *b, struct text t);
void dap_member_visible(struct buf *b, const char *name, struct text t);

#endif
