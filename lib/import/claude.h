/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_CLAUDE_H
#define IMPORT_CLAUDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "import/ids.h"
#include "import/session.h"
#include "trace/model.h"

/*
 * What is known of sessions of Claude Code while their lines are read.  Private to claude*.c:
 *
 *	claude.c		which lines are of the format, and what each kind of line is
 *	claude_message.c	the messages of a user and of the model
 *	claude_state.c		sessions, agents, calls and lines, by their ids
 *	claude_put.c		the end: all of it becomes records
 *
 * Lines are in a tree: each names the one before it (parentUuid), and going back in a conversation
 * begins another branch.  An answer is given to the lines on the way back to the answer before it.
 * The lines of one answer have one message id.
 *
 * Everything lives in the arena of the state until the run ends, except for what may be long: that
 * is in the model, where the input of an answer takes it in.
 */
enum claude_what { CLAUDE_AGENT, CLAUDE_LLM, CLAUDE_TOOL };

/* A text in a list. */
struct claude_text {
	struct claude_text *next;
	struct text text;
};

/* A block of an answer, in the model. */
struct claude_block {
	struct claude_block *next;
	const struct trace_text *json;
};

/* A part of a text in the model, which moves. */
struct claude_part {
	const struct trace_text *whole; /* NULL: absent */
	size_t at, n;
};

static inline struct text
claude_part_text(const struct claude_part *p)
{
	return p->whole ? (struct text){ trace_text_of(p->whole).p + p->at, p->n } : TEXT_ABSENT;
}

/* A line of a conversation. */
struct claude_line {
	struct claude_line *parent; /* the message before it; NULL: none, or not known */
	struct claude_line *next;   /* of results: the next result of the same answer's tools */
	struct claude_call *agent;
	struct claude_call *llm;             /* the answer that it is a part of; NULL: of none */
	const struct trace_text *message;    /* JSON; NULL: it is no message of a user */
	uint64_t number;                     /* in the input */
	uint64_t content;                    /* a hash of what it says */
	int64_t at_ns, before_ns;            /* of the line, and of the line before it */
	bool given;                          /* an answer has it in its input */
	bool listed;                         /* it is a result in a list */
	const struct claude_call *collected; /* for the input of this answer */
};

/* A log of an agent. */
struct claude_log {
	struct claude_log *next;
	struct text message, level, attributes;
	int64_t at_ns;
	uint32_t after; /* so many calls of the agent were met before */
};

struct claude_call {
	struct claude_call *next; /* in the order in which they were met */
	enum claude_what what;
	struct claude_session *session;
	struct claude_call *agent; /* that it is a call of; of an agent: NULL */
	struct text id, name;
	int64_t start_ns, end_ns, duration_ns; /* TRACE_NO_TIME: not known */
	struct claude_text *attributes;        /* the newest first: it counts */
	struct text error_type, error_message;
	bool failed, ended;
	struct claude_part input, output; /* JSON */
	/* an agent */
	struct claude_line *last; /* its last line */
	struct claude_call *tool; /* that has started it; NULL: not known */
	struct text prompt;       /* that it began with */
	struct claude_log *log, *last_log;
	uint32_t lines, children;
	bool linked;                  /* a line of it names the one before it */
	struct claude_call *streamed; /* the answer whose pieces come in now */
	/* an answer of the model */
	struct text model;
	struct claude_line *before;              /* what it answers, */
	int64_t before_ns;                       /* when that was said, */
	bool given;                              /* and whether a later one has this in its input */
	struct claude_block *block, *last_block; /* of its content */
	struct claude_line *result, *last_result; /* results of its tools */
	struct buf streaming;                     /* its text, as far as only pieces of it came */
	struct claude_call *copy_of;              /* its message was met before, there */
	int64_t usage[TRACE_USAGES];
	struct text cost_usd;
	uint64_t number;   /* of its first line */
	unsigned begun_in; /* the input that has it */
	/* a tool */
	struct claude_call *llm; /* that asked for it; NULL: its result alone is known */
	/* the next tool that began an agent with these words; and, of the first one, the last, and
	 * the first that has no agent yet */
	struct claude_call *same_prompt, *last_same, *first_free;
	bool started; /* it has an agent */
	bool again;   /* another tool was met before that has its id */
	uint64_t result_hash;
};

/* What most lines of a session agree in. */
enum {
	CLAUDE_CWD,
	CLAUDE_VERSION,
	CLAUDE_BRANCH,
	CLAUDE_USER,
	CLAUDE_ENTRY,
	CLAUDE_SLUG,
	CLAUDE_COMMON
};

struct claude_session {
	struct claude_session *next;
	struct text id;
	struct claude_call *root;
	struct text common[CLAUDE_COMMON]; /* JSON; absent: not known */
};

struct claude {
	struct arena arena;
	struct siphash_key key;
	struct buf scratch, id;
	struct import_ids sessions, lines, messages, agents, tools, prompts, blocks;
	struct import_ids all_lines, all_messages; /* of all sessions: the first of an id */
	struct claude_session *session, *last_session;
	struct claude_call *call, *last_call;
	/* of the input at hand */
	struct claude_session *current;
	struct claude_log *waiting; /* logs of no session yet, the newest first */
	uint64_t number;            /* of the line at hand */
	unsigned input;             /* that it is in */
	uint64_t bytes, repeated;   /* of all lines; of messages that are given again */
};

/* What is known of the line at hand. */
struct claude_at {
	struct claude *state;
	struct import_in *in;
	struct claude_session *session;
	struct claude_call *agent;
	struct claude_line *line;
	int64_t at_ns;
	/* members that went elsewhere, and are not attributes */
	bool took_type, took_message, took_tokens, took_cost, took_duration, took_result;
	bool took_content;          /* of the message */
	const char *message;        /* in the line, if it is kept as it is spelled; else NULL */
	const char *took_others[3]; /* of the line, by their values */
};

/* ---- claude_state.c ------------------------------------------------------------------------- */

struct text claude_keep(struct claude *c, struct text t);

/* Stores what may be long in the model. */
struct claude_part claude_share(struct import_in *in, struct text t);

/* The key of an id in a session, until the next call. */
struct text claude_id(struct claude *c, const struct claude_session *s, struct text id);

struct claude_session *claude_session_of(struct claude *c, struct text id);
struct claude_call *claude_agent_of(struct claude_session *s, struct claude *c, struct text id);
struct claude_call *claude_call_new(struct claude *c, enum claude_what what,
    struct claude_session *s, struct claude_call *agent, struct text id);

/* Finds the agent of the line.  parent: the line before it, or NULL. */
void claude_find_agent(struct claude_at *at, const struct claude_line *parent);

/* Finds the agent of the line, and adds the line.  Returns false if it is the copy of another one.
 */
bool claude_place(struct claude_at *at);

/* The call lasted at that time. */
void claude_lasts(struct claude_call *call, int64_t at_ns);

void claude_add_attributes(struct claude *c, struct claude_call *call, struct text attributes);

/* Adds a log with all that is not taken of the line and of its message, which may be NULL. */
void claude_log(
    struct claude_at *at, struct text text, struct text level, const struct import_object *message);

/* Gives the logs that wait to the session. */
void claude_settle(struct claude *c, struct claude_session *s);

/* Is this the model of answers that no model has given, such as errors of the service? */
bool claude_is_no_model(const struct json_value *v);

/* The members that nothing takes of the line and, if `message` is not NULL, of its message, and
 * what is left of its usage, as an object; absent if there are none. */
struct text claude_rest(
    struct claude_at *at, const struct import_object *message, struct text usage);

/* ---- claude_message.c ----------------------------------------------------------------------- */

void claude_assistant(struct claude_at *at);
void claude_user(struct claude_at *at);
void claude_stream(struct claude_at *at); /* a piece of an answer */

/* The text of content: a string, or blocks of text.  Absent: there is none. */
struct text claude_text_of(struct claude_at *at, const struct json_value *content);

/* ---- claude_put.c --------------------------------------------------------------------------- */

void claude_put(struct claude *c, struct import_in *in);

#endif
