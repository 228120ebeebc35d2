/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_MESSAGES_H
#define IMPORT_MESSAGES_H

#include "base/siphash.h"
#include "base/table.h"
#include "import/attributes.h"

/*
 * Makes calls of a list of messages, as chats with models are recorded.  Private to the layer.
 *
 *	struct import_messages m;
 *	import_messages_begin(&m, in, trace_id, name);		the agent's call, the root
 *	import_messages_add(&m, &message);			each, in order
 *	import_messages_end(&m);
 *
 * A message of the role `assistant` becomes an llm call, whose input has the messages since the llm
 * call before, beginning with that one's answer; `after` names that call.  A tool call in it
 * becomes a call of its own, and a message that answers it gives its output.  Messages after the
 * last answer are logs of the root.
 *
 * Messages are those of OpenAI ({role, content, tool_calls, tool_call_id}) or of Anthropic, whose
 * content has parts of the types tool_use and tool_result.
 *
 * Records are known by their number in the part, since their addresses change.  All memory is of
 * the reader's arena, except the tables that import_messages_end releases.
 */
struct import_waiting {
	struct text message; /* JSON */
	size_t after;        /* how many calls come before it */
	bool said;           /* all of it is in a call already */
};

struct import_tool {
	size_t record;
	size_t same; /* 1 + the number of the tool call of the same id before it; 0: none */
	bool answered;
};

/* The tool calls of one id. */
struct import_tool_id {
	struct text id;
	size_t open; /* 1 + the number of the latest one without an answer; 0: none */
	size_t calls;
};

struct import_messages {
	struct import_in *in;
	struct text trace_id, root_id;
	size_t root;
	struct text model, vendor; /* of llm calls, until they are set again */
	struct text request;       /* JSON members, for the input of the next llm call */
	int64_t at_ns;             /* when the calls begin that are made now */
	size_t calls, llms, tools;
	struct text last; /* the id of the llm call before */
	struct import_waiting *waiting;
	size_t nwaiting, waiting_cap;
	struct import_tool *tool; /* as many as tools */
	size_t tool_cap;
	struct siphash_key key; /* of ids; it is a hash of the record that they are in */
	struct table ids;
	struct import_tool_id *id;
	size_t nids, id_cap;
};

/* Begins an agent.  root_id is the id of its call: that of the trace, unless it is not the first
 * one in it. */
void import_messages_begin(struct import_messages *m, struct import_in *in, struct text trace_id,
    struct text root_id, struct text name);
void import_messages_add(struct import_messages *m, const struct json_value *message);

/* The same for a message as JSON.  Returns the number of the llm call that it has become, or
 * SIZE_MAX. */
size_t import_messages_add_json(struct import_messages *m, struct text message);

void import_messages_end(struct import_messages *m);

/* The record with that number: valid until the next one is added. */
struct trace_record *import_messages_record(struct import_messages *m, size_t number);

/* ---- one by one, for formats whose steps are no messages ------------------------------------- */

/* A message that the next llm call gets. */
void import_messages_wait(struct import_messages *m, struct text message);

/* An llm call that answered with this message, which is what the next one gets first.  An absent
 * text: no answer is recorded. */
size_t import_messages_llm(struct import_messages *m, struct text answer);

/* The same for an answer that the next call does not get: it was asked for again. */
size_t import_messages_aside(struct import_messages *m, struct text answer);

/* A tool call; both texts but the name may be absent.  input is JSON. */
size_t import_messages_tool(
    struct import_messages *m, struct text id, struct text name, struct text input);

/* Gets the nearest earlier tool call of that id that has no answer, to give it one; id absent: the
 * latest call without one, of that name if there is a name.  Returns whether there is one. */
bool import_messages_answered(
    struct import_messages *m, struct text id, struct text name, size_t *record);

/* Gives such a tool call an output (JSON), and takes it as done.  Returns whether there is one. */
bool import_messages_answer(
    struct import_messages *m, struct text id, struct text output, size_t *record);

/* A log of the root: a message, and attributes (JSON, an object) or an absent text. */
void import_messages_log(
    struct import_messages *m, int64_t at_ns, struct text message, struct text attributes);

/* ---- values ---------------------------------------------------------------------------------- */

/*
 * Here and above, JSON has no white space between tokens.
 */

/* An id for what has none: PREFIX.HASH, by the content of the record. */
struct text import_messages_id(struct import_in *in, struct text prefix);

/* A number, a string or a literal as a value, to be read further; JSON_NONE for containers. */
struct json_value import_scalar(struct text json);

/* The plain text in a JSON string, in the arena; absent for other JSON. */
struct text import_plain(struct import_in *in, struct text json);

/* The same for an id, which may be a number, too. */
struct text import_id_text(struct import_in *in, struct text json);

/* Plain text as a JSON string, in the arena. */
struct text import_quoted(struct import_in *in, struct text plain);

/* The value as the model has it: a string is spelled as json_put_string does. */
struct text import_canonical(struct import_in *in, struct text json);

/* The answer in messages, as import_answer finds it; absent if there is none. */
struct text import_answer_in(struct import_in *in, struct text messages, bool *calls);

/* What may stand as JSON in a string: the arguments of a tool. */
struct text import_arguments(struct import_in *in, struct text json);

/* The object without the members of these names; absent if it has no others. */
struct text import_rest_of(
    struct import_in *in, struct text object, const struct text *names, size_t count);

/* The members of both, as one object; either may be absent.  The first has precedence. */
struct text import_joined(struct import_in *in, struct text a, struct text b);

/* {NAME: value} */
struct text import_member_object(struct import_in *in, struct text name, struct text value);

/* Sets a count of tokens, if the value is one.  Returns whether it is. */
bool import_take_tokens(struct text json, int64_t *out);

/* A cost: the number as spelled, if the value is one. */
struct text import_cost(struct text json);

/* The usage of a request as OpenAI or Anthropic reports it.  Returns whether all of it was taken.
 */
bool import_take_usage(struct text usage, struct trace_more *more);

#endif
