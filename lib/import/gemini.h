/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_GEMINI_H
#define IMPORT_GEMINI_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "import/ids.h"
#include "import/session.h"

/* Sessions of the Gemini CLI.  Private to import/gemini*.c. */

struct gemini_message {
	struct text id; /* absent: none was recorded */
	struct buf json;
	bool gone;       /* rewound, or replaced by a history without it */
	uint64_t listed; /* in the history of this number */
	uint64_t at;     /* its place in the history */
};

struct gemini_member {
	struct text key;
	struct buf json;
};

struct gemini_session {
	struct arena arena;
	struct text id;
	struct gemini_message **message; /* in the order in which they came */
	size_t n, cap;
	struct gemini_message **left; /* those that are not gone, by place */
	size_t nleft, left_cap;
	struct import_ids ids;
	uint64_t next;                 /* place in the history */
	uint64_t histories;            /* so many replaced the whole one */
	struct gemini_member **member; /* what is known of the session */
	size_t members, member_cap;
	struct import_ids keys;
};

struct gemini {
	struct siphash_key key;
	struct import_ids sessions;
	struct gemini_session **session; /* in the order in which they were met */
	size_t n, cap;
	struct gemini_session *now; /* of the input; NULL: not named yet */
	uint64_t unnamed;
	/* recorded answers */
	uint64_t lists, answers; /* of inputs; of this one */
	struct text list;        /* the trace of the input's; absent: none yet */
	struct arena arena;
};

extern const struct import_session_format import_gemini_format;

/* Adds the calls of a session. */
void gemini_put(struct import_in *in, struct gemini_session *s);

/* Adds a recorded answer of the model, {"method":..,"response":..}. */
void gemini_answer(struct import_in *in, struct gemini *g, struct text json);

static inline bool
gemini_is(struct text t, const char *word)
{
	return t.p && text_eq(t, text_of(word));
}

#endif
