/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_CODEX_H
#define IMPORT_CODEX_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "import/ids.h"
#include "import/session.h"

/*
 * Sessions of the Codex CLI: its rollout files, and what `codex exec --json` prints.  Private to
 * import/codex*.c.
 *
 * A rollout is a list of items that were sent to the model or came from it, with notices between
 * them.  Nothing says where a call to the model begins and ends.  Here it begins with the first
 * item that comes from the model.  It ends with the tokens that are counted for it, or with the
 * next item that is sent.
 */

/* Something sent to the model or come from it. */
struct codex_item {
	struct text json; /* as recorded */
	struct text text, first,
	    last; /* of it all, and of its first and last part; may be absent */
	int64_t at_ns;
	enum codex_role { CODEX_USER, CODEX_ASSISTANT, CODEX_TOOL, CODEX_OTHER } role;
	bool echo;  /* a notice, that the item itself may follow */
	bool plain; /* a message that has nothing but its text */
};

struct codex_items {
	struct codex_item *at;
	size_t n, cap;
};

struct codex_tool {
	struct text id;
	int64_t duration_ns;
	struct text message; /* why it failed; absent: it did not */
};

struct codex_tokens {
	int64_t count[TRACE_USAGES];
};

struct codex;
struct codex_session {
	struct codex *all;
	struct arena arena; /* what lives as long as the session is read */
	struct text id, trace_id, parent_id, name;
	struct text model, vendor;
	struct text task;   /* what the user asked first */
	struct buf context; /* the last turn_context */
	int64_t began_ns, first_ns, last_ns;
	bool root; /* its call was added */
	/* copies of lines */
	struct codex_seen {
		uint64_t hash;
		unsigned pass;
	} * seen;
	struct table seen_table;
	size_t nseen, seen_cap;
	unsigned pass; /* how often the session was begun */
	/* a fork, while the history of another session is copied */
	bool copying, copied_old;
	struct text *ancestor;
	size_t ancestors, ancestor_cap;
	uint64_t copied;
	/* the turn */
	uint64_t turns;
	struct text turn;       /* the id of its call; absent: there is none */
	struct text turn_error; /* absent: none */
	struct buf turn_input;
	bool turn_guessed; /* turn_input is of an item, which a notice may repeat */
	struct codex_back {
		uint64_t after;          /* the call to the model before it, */
		struct codex_item *item; /* and its answer */
		size_t n;
	} * back; /* by turn */
	size_t back_cap;
	uint64_t budget; /* bytes that may be sent once more: no more than were read */
	/* the call to the model */
	struct arena items[2]; /* of messages and answer: the one in use, and one for the next */
	unsigned in_use;
	struct codex_items messages, answer; /* to be sent; come since */
	uint64_t calls, after;               /* its number; the one whose messages come before */
	size_t answered;           /* the first N messages are the answer of the call before */
	bool calling;              /* it goes on */
	bool counted;              /* its tokens are known */
	int64_t asked_ns;          /* when something was sent last */
	int64_t ended_ns;          /* when something came last */
	struct codex_tokens total; /* of the session */
	struct buf limits;         /* the last rate limits */
	struct buf said;           /* the text of the last answer */
	struct import_ids tools;
	uint64_t unnamed; /* tools without an id */
	/* codex exec --json */
	bool rollout; /* there is one, too */
	struct codex_count {
		struct text call_id;
		struct codex_tokens tokens;
	} * count;
	size_t counts, count_cap;
};

/* A session that another one's tool call began. */
struct codex_spawn {
	struct text id, call_id;
};

struct codex {
	struct siphash_key key;
	struct arena arena;
	struct import_ids sessions;
	struct codex_session **session; /* in the order in which they were met */
	size_t n, cap;
	struct codex_session *now; /* of the input; NULL: not named yet */
	uint64_t unnamed;
	struct codex_spawn *spawn;
	size_t spawns, spawn_cap;
};

/* What a line says. */
struct codex_line {
	int64_t at_ns;
	struct text type;          /* of the payload */
	struct json_value value;   /* the payload */
	struct import_object body; /* its members */
};

extern const struct import_session_format import_codex_format;

/* ---- codex.c -------------------------------------------------------------------------------- */

/* The session of an id, which is made if there is none. */
struct codex_session *codex_session_of(struct codex *c, struct text id);

/* The tool call began that session. */
void codex_spawned(struct codex *c, struct text id, struct text call_id);

/* ---- codex_put.c: what goes into the model -------------------------------------------------- */

struct json_value codex_get(const struct import_object *o, struct text name);
struct text codex_string(struct import_in *in, const struct import_object *o, struct text name);

/* ID/WHAT/N, in the arena. */
struct text codex_id(struct arena *a, struct text id, const char *what, uint64_t n);

/* The call that others go below: the turn, or else the session. */
struct text codex_scope(const struct codex_session *s);

/* Adds to a call of the session, which has that id. */
struct trace_record *codex_call(
    struct import_in *in, const struct codex_session *s, enum trace_kind kind, struct text id);
struct trace_more *codex_more(struct import_in *in, struct trace_record *r);

/* Adds a log to the scope.  The attributes are the members of the object but `type` and those in
 * the list, whose end is an absent text. */
void codex_log(struct import_in *in, const struct codex_session *s, int64_t at_ns,
    struct text message, const struct import_object *o, const struct text *but);
struct text codex_rest(struct import_in *in, const struct import_object *o, const struct text *but);

/* A text as JSON. */
struct text codex_quoted(struct import_in *in, struct text t);

/* Tokens, where -1 is unknown.  Returns whether there are any. */
bool codex_tokens(const struct import_object *o, struct codex_tokens *out);

/* ---- codex_llm.c: calls to the model -------------------------------------------------------- */

/* Something is sent to the model. */
void codex_ask(struct import_in *in, struct codex_session *s, const struct codex_item *item);

/* Something came from it. */
void codex_answer(struct import_in *in, struct codex_session *s, const struct codex_item *item);

/* A history that replaces what was sent so far. */
void codex_forget(struct import_in *in, struct codex_session *s);
void codex_remember(struct codex_session *s, const struct codex_item *item);

/* Goes back to the call to the model that was the last one when a turn began. */
void codex_mark(struct codex_session *s, uint64_t turn);
void codex_go_back(struct import_in *in, struct codex_session *s, uint64_t turn);

/* Ends the call. */
void codex_close(struct import_in *in, struct codex_session *s);

/* Tokens were counted. */
void codex_count(struct import_in *in, struct codex_session *s, const struct codex_line *l);
void codex_count_copied(struct import_in *in, struct codex_session *s, const struct codex_line *l);

/* What was never sent, and what came last and has no other place, is added. */
void codex_leave(struct import_in *in, struct codex_session *s);

/* ---- codex_items.c -------------------------------------------------------------------------- */

void codex_response_item(struct import_in *in, struct codex_session *s, struct codex_line *l);

/* Reads an item that was sent to the model or came from it. */
struct codex_item codex_item(struct import_in *in, const struct import_object *o,
    const struct json_value *v, struct text type, int64_t at_ns);

struct codex_tool *codex_tool(struct codex_session *s, struct text id);
bool codex_has_suffix(struct text t, struct text suffix);

/* ---- codex_events.c ------------------------------------------------------------------------- */

void codex_event_msg(struct import_in *in, struct codex_session *s, struct codex_line *l);
void codex_turn_begin(struct import_in *in, struct codex_session *s, const struct codex_line *l);

/* The input of a turn that goes on. */
void codex_turn_leave(struct import_in *in, struct codex_session *s);

/* ---- codex_exec.c --------------------------------------------------------------------------- */

void codex_exec_line(struct import_in *in, struct codex *c);
void codex_exec_end(struct import_in *in, struct codex_session *s);

#endif
