/* SPDX-License-Identifier: MIT */
#ifndef LLM_CONVERT_PRIVATE_H
#define LLM_CONVERT_PRIVATE_H

#include "llm/convert.h"

/*
 * The parts of a conversion.  convert_message reads one message into a chat; convert_content reads
 * the parts of its content; convert_put writes the chat in the form of the API; convert_tools and
 * convert_settings write the rest of the request.
 */

enum chat_role { CHAT_SYSTEM, CHAT_USER, CHAT_ASSISTANT };
enum chat_kind { CHAT_TEXT, CHAT_CALL, CHAT_RESULT };
enum { CHAT_KINDS = CHAT_RESULT + 1 };

struct chat_part {
	enum chat_kind kind;
	struct text text;             /* of a text or a result */
	struct text id;               /* of a call, or of the call that a result answers */
	struct text name;             /* of the tool that is called; may be absent for a result */
	struct text input;            /* of a call: a JSON object, or a string that is none */
	struct text words;            /* the content of that string; absent for an object */
	bool failed;                  /* a result is an error */
	const struct json_node *node; /* for messages */
	struct chat_part *next;
};

struct chat_message {
	enum chat_role role;
	const struct json_node *node;   /* for messages */
	const struct json_node *native; /* has the form of the API and is sent as it is; or NULL */
	struct chat_part *part, **part_end;
	bool has[CHAT_KINDS]; /* a part of this kind */
	struct chat_message *next;
};

enum { CONVERT_UNNAMED = 64 }; /* how many calls without an id may wait for their results */

struct convert {
	struct arena *arena;
	const struct llm_convert_options *options;
	enum llm_api api;
	struct text model;
	struct llm_converted *out;
	struct err *e;
	struct chat_message *message, **message_end;
	unsigned made_ids;                          /* calls without an id were given one */
	struct chat_part *unnamed[CONVERT_UNNAMED]; /* those whose result has not come yet */
	size_t unnamed_n;
};

/* Fails at a place of the request.  Always returns -1. */
int convert_refuse(struct convert *c, const struct json_node *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds a note, unless there is the same one. */
void convert_note(struct convert *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
void convert_note_left_out(struct convert *c, struct text member, const char *of);

struct text convert_string(const struct json_node *object, const char *member); /* or absent */
bool convert_is(const struct json_node *n, const char *string); /* is it that string? */
bool convert_is_nothing(const struct json_node *n);             /* null, "", [], {}, or not there */

/* Returns a member of the request, or NULL if it is absent, null or dropped by the operator. */
const struct json_node *convert_setting(
    const struct convert *c, const struct json_node *request, const char *name);
bool convert_is_dropped(const struct convert *c, struct text name);

struct chat_message *convert_add_message(
    struct convert *c, enum chat_role role, const struct json_node *node);
struct chat_part *convert_add_part(
    struct convert *c, struct chat_message *m, enum chat_kind kind, const struct json_node *node);

/* Adds a call or a result.  An absent id is made up, or found by the name. */
int convert_add_call(struct convert *c, struct chat_message *m, const struct json_node *node,
    struct text id, struct text name, const struct json_node *input);
int convert_add_result(struct convert *c, struct chat_message *m, const struct json_node *node,
    struct text id, struct text name, const struct json_node *content);

int convert_messages(struct convert *c, const struct json_node *list);
int convert_system(struct convert *c, const struct json_node *system);
int convert_content(struct convert *c, struct chat_message *m, const struct json_node *content);
int convert_content_text(struct convert *c, const struct json_node *content, struct buf *text);

/* Does the content have the form of the API? */
bool convert_content_is_native(enum llm_api api, const struct json_node *content);

int convert_put_messages(struct convert *c);
int convert_put_tools(struct convert *c, const struct json_node *tools);
int convert_put_tool_choice(struct convert *c, const struct json_node *choice, bool one_at_a_time);
int convert_put_settings(struct convert *c, const struct json_node *request);

#endif
