/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_EXCHANGE_ANSWER_H
#define IMPORT_EXCHANGE_ANSWER_H

#include "base/buf.h"
#include "import/reader.h"

/* The answer of a model, as one object or in chunks.  Private to import/exchange.h. */
enum api {
	API_CHAT,
	API_COMPLETION,
	API_RESPONSES,
	API_EMBEDDING,
	API_MESSAGES,
	API_GEMINI,
	API_NONE
};

/* A tool call, or another block, that comes in pieces. */
struct exchange_piece {
	struct text index; /* JSON, a number, or absent */
	struct text id, name;
	struct text whole; /* JSON: it did not come in pieces */
	struct buf arguments;
};

struct exchange_answer {
	enum api api;
	struct trace_more *more; /* usage and error go there */
	bool failed;             /* the answer says so */
	bool whole;              /* Responses: the object as a whole came, too */
	struct buf text;         /* the inside of a JSON string */
	struct exchange_piece *piece;
	size_t pieces, cap;
	struct text embeddings;
};

/* Adds an object: a whole answer or a chunk.  JSON without white space, in the arena. */
void exchange_answer_add(struct import_in *in, struct exchange_answer *a, struct text json);

/* Returns the output as JSON, absent if there is none, and releases everything. */
struct text exchange_answer_done(struct import_in *in, struct exchange_answer *a);

#endif
