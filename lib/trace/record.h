/* SPDX-License-Identifier: MIT */
#ifndef TRACE_RECORD_H
#define TRACE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/*
 * What a reader makes of a record of any format: a call, the beginning or the end of one, or an
 * event in one.  The model (trace/model.h) joins them.
 *
 * Texts are borrowed.  Those called JSON are valid JSON without white space between tokens; all
 * others are plain text.  An absent text is unknown.  The rules are those of the contract of
 * esper-trace-replay, section 1.
 */
#define TRACE_NO_TIME INT64_MIN /* a time or duration that is not known */

enum trace_kind {
	TRACE_SPAN, /* none of the others */
	TRACE_FUNCTION,
	TRACE_LLM,
	TRACE_TOOL,
	TRACE_RETRIEVAL,
	TRACE_AGENT,
	TRACE_EMBEDDING,
	TRACE_HTTP,
	TRACE_DATABASE
};
#define TRACE_KINDS (TRACE_DATABASE + 1)

enum trace_status { TRACE_OPEN, TRACE_OK, TRACE_ERROR };
#define TRACE_STATUSES (TRACE_ERROR + 1)

/* Oddities of a call, as bits, in the order in which they are written. */
enum trace_note {
	TRACE_NO_EXIT = 1 << 0,
	TRACE_NO_ENTRY = 1 << 1,
	TRACE_PARENT_MISSING = 1 << 2,
	TRACE_DUPLICATE_ID = 1 << 3,
	TRACE_CYCLE = 1 << 4,
	TRACE_NEGATIVE_DURATION = 1 << 5
};
#define TRACE_NOTES 6

/* Why a call was marked when it was read, as bits: what only its record can tell. */
enum trace_mark {
	TRACE_MARK_PATTERN = 1 << 0, /* its bytes contain a text that is looked for */
	TRACE_MARK_OF = 1 << 1       /* it belongs to a trace that is asked for by a record of it */
};

enum trace_event_type { TRACE_VARIABLE, TRACE_LOOP, TRACE_BRANCH, TRACE_LOG, TRACE_ERROR_EVENT };
#define TRACE_EVENT_TYPES (TRACE_ERROR_EVENT + 1)

/* What text[] holds, by the type of the event.  J: JSON. */
enum {
	TRACE_NAME = 0, /* variable: its name, and its value (J) */
	TRACE_VALUE = 1,
	TRACE_PHASE = 0, /* loop: entry, iteration or exit; its type; */
	TRACE_LOOP_TYPE = 1,
	TRACE_ITERATION = 2,  /* the number of the iteration (J), */
	TRACE_ITERATIONS = 3, /* and of all iterations (J) */
	TRACE_CONDITION = 0,  /* branch: the condition, and whether it was taken (J) */
	TRACE_TAKEN = 1,
	TRACE_MESSAGE = 0, /* log: the message and the level */
	TRACE_LEVEL = 1,
	TRACE_ERROR_TYPE = 0, /* error: see struct trace_error */
	TRACE_ERROR_MESSAGE = 1,
	TRACE_ERROR_WHERE = 2,
	TRACE_EVENT_TEXTS = 4
};

struct trace_event_record {
	enum trace_event_type type;
	int64_t at_ns;
	int64_t after; /* if its time does not say so: how many children come before; -1: not set */
	struct text text[TRACE_EVENT_TEXTS];
	struct text attributes; /* J, an object: what no other member takes */
};

struct trace_error {
	struct text type, message;
	struct text where; /* FILE:LINE, or FUNCTION:LINE */
};

enum trace_usage {
	TRACE_INPUT_TOKENS, /* cached ones included */
	TRACE_OUTPUT_TOKENS,
	TRACE_CACHE_READ_TOKENS,
	TRACE_CACHE_WRITE_TOKENS,
	TRACE_REASONING_TOKENS
};
#define TRACE_USAGES (TRACE_REASONING_TOKENS + 1)

/* What only some records have. */
struct trace_more {
	struct trace_error error;
	bool llm; /* it is a request to a model: */
	struct text model, vendor, cost_usd /* J, a number */;
	int64_t usage[TRACE_USAGES]; /* -1: not recorded */
	struct text links;           /* J, an array */
	struct text file;            /* where the code of the call is */
	struct text after;           /* the id of the llm call whose messages come before */
};

/* All zero but these: no usage is recorded. */
#define TRACE_MORE_INIT                                                                            \
	{                                                                                          \
		.usage = { -1, -1, -1, -1, -1 }                                                    \
	}

enum trace_what {
	TRACE_CALL,  /* the call as a whole */
	TRACE_BEGIN, /* its beginning */
	TRACE_END,   /* its end: end_ns, output, status; input and attributes are added */
	TRACE_EVENT  /* only the events */
};

struct trace_record {
	enum trace_what what;
	enum trace_kind kind;
	enum trace_status status; /* TRACE_OPEN: not told */
	unsigned notes;           /* enum trace_note, that the record itself has */
	struct text trace_id;     /* as trace_id_of (trace/ids.h) returns it */
	struct text call_id, parent_id;
	struct text name, service;
	/* Of an end, a request or a result without a call_id: it is about the innermost open call
	 * of this function.  An event without a call_id is about that of the function `name`. */
	struct text function;
	struct text process; /* the key of the process in the envelope (Jaeger) */
	/*
	 * Calls of one id that differ in this are other calls.  "shared…": the server's half of a
	 * span (Zipkin); "http" or "database": a request that a call makes, if the id is that of
	 * the call (telemetry).
	 */
	struct text half;
	int64_t start_ns, end_ns, duration_ns;  /* TRACE_NO_TIME: not known */
	struct text input, output;              /* J; the text null is a recorded null */
	struct text attributes;                 /* J, an object */
	const struct trace_more *more;          /* NULL: nothing */
	const struct trace_event_record *event; /* by time, or in the order of the record */
	size_t events;
	uint32_t line;    /* where the code of the call is; 0: not known */
	bool decides;     /* an end that always says whether the call failed */
	uint8_t marks;    /* enum trace_mark */
	uint32_t records; /* how many records of the input it stands for */
	/* from trace_prepare (trace/model.h); 0: it was not called */
	uint64_t content, id_hash, parent_hash;
	bool lasts; /* an event of a call of which only events are recorded: it lasts from the first
		     * to the last */
	bool elsewhere; /* a request to a model whose usage counts in another trace */
	bool joins;     /* records that agree in the id are one call; later members win */
	bool made_up;   /* an event that names no call: call_id is not of the input */
};

#endif
