/* SPDX-License-Identifier: MIT */
#ifndef STEP_DAP_H
#define STEP_DAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "step/debugger.h"
#include "trace/model.h"

/*
 * A session of the Debug Adapter Protocol over a recording: the requests of a client, one after the
 * other, and what is answered.
 *
 *	struct dap *d = dap_new(&host);
 *	while (!dap_is_over(d)) dap_take(d, message);
 *
 * Traces are threads, and each of them has a position of its own.  Frames are the open calls there.
 * Every request gets its response before anything else happens that it causes; a request that is
 * wrong gets one that says what is wrong, and changes nothing.
 *
 * Source code comes from files that the host finds, or from the trace itself.  A call without
 * either is shown in a text of its trace: a line for each position, in order.
 *
 * The session does no I/O.  This is what it needs for that: */
struct dap_host {
	void *context;

	/* Sends a message, which is JSON without its header. */
	void (*send)(void *context, struct text message);

	/* Loads traces as a command line of so many arguments says, of which the last is a file.
	 * Appends what was said meanwhile, lines for people.  Returns NULL if it failed or
	 * there is no trace.  The model must live as long as the session. */
	const struct trace_model *(*launch)(
	    void *context, const struct text *argument, size_t n, struct buf *said);

	/* Appends the absolute path of the file that a trace calls so.  Returns false if there is
	 * none.  anywhere: on this machine; otherwise, where the user has said that code is. */
	bool (*find_file)(void *context, struct text recorded, bool anywhere, struct buf *path);

	/* Asked from time to time while a search goes on: does the client want something else? */
	bool (*interrupted)(void *context);

	/* Fills in what the debugger of the console needs besides (step/debugger.h), after a
	 * launch.  NULL: nothing. */
	void (*prepare)(void *context, struct step_debugger_setup *setup);
};

struct dap;
struct dap *dap_new(const struct dap_host *host);
void dap_free(struct dap *d); /* NULL is valid */

/* Takes a message of the client, and does what it asks for. */
void dap_take(struct dap *d, struct text message);

/* Tells the client that something between its messages was wrong. */
void dap_complain(struct dap *d, struct text what);

/* Has the client ended the session?  If so, nothing more is to be taken. */
bool dap_is_over(const struct dap *d);

/* While a message is taken: is what goes on to be broken off because of another message that waits?
 * That is one to pause a run, or to cancel the request; if not patient, also one that ends the
 * session. */
bool dap_is_urgent(const struct dap *d, struct text message, bool patient);

#endif
