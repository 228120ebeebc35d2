/* SPDX-License-Identifier: MIT */
#ifndef RERUN_RERUN_H
#define RERUN_RERUN_H

#include <stdbool.h>
#include <stdint.h>

#include "rerun/command.h"
#include "rerun/fault.h"
#include "rerun/mocks.h"
#include "rerun/outcome.h"
#include "rerun/scope.h"
#include "rerun/verdict.h"
#include "trace/cost.h"

/*
 * Runs the calls of traces again: depth first, children by start.  Each call is served by the first
 * of these that applies: a mock; a fault; a command that executes it; the recording.
 *
 *	struct rerun_worker *w = rerun_worker_new(&options);
 *	for (size_t i = 0; i < model->traces; i++) {
 *		const struct rerun_result *r = rerun_trace(w, model, i);
 *		…
 *	}
 *	rerun_worker_free(w);
 *
 * A worker has one copy of each command and is for one thread.  Several workers may share the
 * options and the model, which is never changed.
 *
 * A call that is executed carries its subtree: its descendants are not replayed, they are what the
 * command may ask for.  The calls below one that a mock or a fault serves did not happen.
 */

enum rerun_served {
	RERUN_NOTHING, /* there is no recording: the call is missing */
	RERUN_MOCK,
	RERUN_FAULT,
	RERUN_EXEC,
	RERUN_RECORDING,
	RERUN_BLOCKED, /* it would be executed, but must not be */
	RERUN_ASKED,   /* below an executed call: the command asked for it */
	RERUN_UNUSED   /* it did not */
};
#define RERUN_SERVED (RERUN_UNUSED + 1)

extern const struct text rerun_served_names[RERUN_SERVED]; /* the first is absent */

/* What executes calls. */
struct rerun_exec {
	struct rerun_scope scope;
	const char *command; /* for /bin/sh -c */
	bool only_changed;   /* only calls whose request was changed (rerun_options.change) */
	bool is_helper;      /* it is esper-http: it gets requests (rerun/http.h), not inputs; what
				has none is blocked and missing */
	int64_t timeout_ns;  /* of a request to it; 0: that of the options */
	uint64_t matched;    /* calls and questions in its scope; changed atomically, as is: */
	uint64_t unsent;     /* those that have no request */
	uint64_t unread;     /* lines behind its last answers; changed atomically */
};

enum rerun_repeat {
	RERUN_ONCE, /* each recorded child answers one question */
	RERUN_LAST, /* the last that fits answers again */
	RERUN_ANY   /* all that fit answer again, in turn */
};

/* A request that was changed before its call is served. */
struct rerun_change {
	struct text input;   /* JSON */
	struct text details; /* for people: "model: gpt-4 → gpt-4o" */
	struct text missing; /* why it cannot be changed, so that the call fails; absent: it can */
};

struct rerun_result;

struct rerun_options {
	struct rerun_mocks *mocks; /* NULL: none */
	struct rerun_fault *fault;
	size_t faults;
	struct rerun_exec *exec; /* the first whose scope has a call executes it */
	size_t execs;
	const struct rerun_scope *allow, *block;
	size_t allows, blocks;
	bool recorded_http, recorded_database; /* such calls are never executed */
	enum rerun_repeat repeat;
	int64_t timeout_ns; /* of a request to a command; INT64_MAX: none */
	struct rerun_rules rules;
	bool twice; /* execute twice, and ignore what differs between the two */

	/* Waits; NULL: faults do not delay.  And a clock that only goes forward. */
	void (*wait_ns)(int64_t ns);
	int64_t (*now_ns)(void);

	/* What a command writes to standard error, and chunks of answers; both may be NULL.  An
	 * absent chunk: the answer failed, and is asked for once more.  Called in the thread of the
	 * worker. */
	void (*heard)(void *context, const struct rerun_exec *exec, struct text line);
	void (*chunk)(void *context, const struct rerun_subject *s, struct text chunk);
	void *context;

	/* Should the replay of a call be broken off?  Asked while a command or a delay is waited
	 * for, ten times a second; the command is ended then.  NULL: it never should. */
	bool (*interrupted)(void *context);
	void *interrupt; /* its context */

	/* Changes the request of a call of the recording: fills *change, with texts in the arena,
	 * and returns true; or returns false.  NULL: none is changed. */
	bool (*change)(void *context, const struct rerun_subject *s, struct arena *a,
	    struct rerun_change *change);
	/*
	 * Of calls whose request was changed; each may be NULL.  instead: answers in place of the
	 * command, and returns RERUN_EXEC if that was paid for earlier, or RERUN_BLOCKED; or
	 * returns RERUN_NOTHING.  retry_ns: how long to wait before a failed request to a model is
	 * sent again (retry: 1 is the first time), or -1.  executed: a command has answered.
	 */
	enum rerun_served (*instead)(
	    void *context, const struct rerun_subject *s, struct arena *a, struct rerun_outcome *o);
	int64_t (*retry_ns)(void *context, const struct rerun_subject *s,
	    const struct rerun_outcome *o, uint32_t retry);
	void (*executed)(
	    void *context, const struct rerun_subject *s, const struct rerun_outcome *o);
	/* All calls of a trace were served, and nothing is added up yet.  May be NULL. */
	void (*served)(void *context, struct rerun_result *r);
	void *modify; /* the context of these functions, from `change` on */
};

/* ---- results -------------------------------------------------------------------------------- */

/* A call of the recording in a replay. */
struct rerun_span {
	uint32_t call;
	enum rerun_served served_by;
	enum rerun_served answered_by; /* RERUN_ASKED: who answered the question */
	enum rerun_verdict verdict;
	bool was_modified;
	bool recovered;      /* it failed because of calls below it, which are fixed */
	bool stale;          /* a model departed from the recording before it */
	struct text input;   /* as it was served */
	struct text details; /* of the modification; absent: none */
	struct rerun_outcome outcome;
	struct text differs; /* the path of the first difference, if that is the verdict; and the */
	struct text then, now; /* values there; absent: there is none */
};

enum rerun_miss {
	RERUN_NO_MISS,
	RERUN_NEVER_RECORDED,
	RERUN_USED_UP,    /* as often as it is recorded, it was asked for before */
	RERUN_OTHER_INPUT /* it is recorded with another input */
};
extern const struct text rerun_miss_names[RERUN_OTHER_INPUT + 1]; /* the first is absent */

/* A question of a command: something that an executed call depends on. */
struct rerun_question {
	size_t span;  /* of the executed call that asked */
	size_t child; /* the span of the recording that it is, or SIZE_MAX */
	struct rerun_subject is;
	enum rerun_served served_by; /* RERUN_NOTHING: it is a miss */
	struct rerun_outcome outcome;
	enum rerun_miss miss;
	size_t by;        /* RERUN_USED_UP: the number of the question that used it last */
	size_t nearest;   /* the span of the recording that is nearest, or SIZE_MAX */
	struct text path; /* RERUN_OTHER_INPUT: where the inputs first differ */
	struct text why;  /* a miss: for people */
};

struct rerun_result {
	const struct trace_model *model;
	size_t trace;
	size_t first;            /* the place of the first span among all calls, depth first */
	struct rerun_span *span; /* every call of the trace, or of a subtree, depth first */
	size_t spans;
	struct rerun_question *question; /* in the order in which they were asked */
	size_t questions, question_cap;
	size_t served[RERUN_SERVED]; /* spans */
	size_t verdicts[RERUN_VERDICTS];
	size_t missing;      /* calls that have no recording and were served by nothing */
	size_t misses;       /* questions without an answer */
	size_t reordered;    /* questions that came before one that was recorded before them */
	size_t repeated;     /* answers that came twice, and were ignored */
	size_t requests;     /* to models */
	size_t recorded;     /* calls that the recording says something of */
	int64_t duration_ns; /* of the roots; TRACE_NO_TIME: unknown */
	int64_t tokens;      /* -1: no call has any */
	struct trace_cost cost;
	bool has_cost;
	bool success;
	bool modified;      /* calls were to be changed; then: */
	size_t steps;       /* requests to models, */
	size_t departs;     /* and the first, from 1, that asked for other tools; 0: none */
	struct arena arena; /* of its texts */
};

struct rerun_worker;
struct rerun_worker *rerun_worker_new(const struct rerun_options *o);
void rerun_worker_free(struct rerun_worker *w); /* ends its commands */

/* The result is valid until the next call for this worker. */
const struct rerun_result *rerun_trace(
    struct rerun_worker *w, const struct trace_model *m, size_t trace);

/*
 * Runs one call alone, with another input (absent: the recorded one).  Its span is the result's
 * first; the others are those of its subtree, RERUN_UNUSED or RERUN_ASKED.  Takes time for the
 * subtree, not for the trace.  Valid until the next call for this worker.
 */
const struct rerun_result *rerun_call(
    struct rerun_worker *w, const struct trace_model *m, uint32_t call, struct text input);

/* Starts all commands of the worker that do not run, and waits until the helper is ready.  One that
 * cannot be started fails the calls that it should execute. */
void rerun_start(struct rerun_worker *w);

/* Ends the commands of the worker, so that the next call starts them again. */
void rerun_restart(struct rerun_worker *w);

/* The span of a call. */
static inline struct rerun_span *
rerun_span_of(const struct rerun_result *r, uint32_t call)
{
	const struct trace_call *c = &r->model->call[call];
	return &r->span[c->at - r->first];
}

#endif
