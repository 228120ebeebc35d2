/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_SESSION_H
#define IMPORT_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/siphash.h"
#include "base/text.h"
#include "import/reader.h"

/*
 * Formats whose records mean something only after those before them: the lines of agent sessions,
 * where one line asks for a tool and another one has its result.  Private to the layer.
 *
 * The reader of such a format recognises a record and keeps it:
 *
 *	static bool
 *	read(struct import_in *in)
 *	{
 *		import_keep(in, &format);
 *		return true;
 *	}
 *
 * When the parts are joined, one thread reads the kept records again, in input order, with a state
 * that the format has for the whole run:
 *
 *	state = format.begin(key);		before the first record
 *	format.input(state, in);		before the first record of each input
 *	format.line(state, in);			each record
 *	format.end(state, in);			after the last one
 *	format.free(state);
 *
 * Each of these calls adds records as a reader does, with import_add, import_event, import_rest_…
 * They go into the model as soon as the call returns.  in->arena and all that `in` refers to live
 * only until then; what must live longer is copied into memory of the state.  in->object is the
 * record in line(), and empty elsewhere.  in->input is the number of the input, but in end().
 *
 * A record belongs to one trace, which line() names by import_line_is.  The frame gives the marks
 * of the record (--pattern, --traces-of) and its place in the books to the call of the trace that
 * has the trace's id, so a format must add that call: the agent call of the session.  --extract
 * gives back the records of the traces that are selected.  A record that line() says nothing of
 * waits for the next one of its input that belongs to a trace; if there is none, it belongs to the
 * trace of the one before, and if there is none either, it has no place in the model.
 *
 * The traces must not depend on how records are spread over inputs, beyond their order, if the
 * records name their trace.
 */
struct import_session_format {
	/* The key is for tables whose keys come from records (import/ids.h). */
	void *(*begin)(struct siphash_key key);
	void (*input)(void *state, struct import_in *in); /* NULL: it does not matter */
	void (*line)(void *state, struct import_in *in);
	void (*end)(void *state, struct import_in *in);
	void (*free)(void *state);
};

/* Keeps the record that is read, for a format that lives as long as the program. */
void import_keep(struct import_in *in, const struct import_session_format *format);

/* The record at hand belongs to that trace. */
void import_line_is(struct import_in *in, struct text trace_id);

/* It is the copy of another one, and is left out: that is counted. */
void import_line_repeats(struct import_in *in);

/* Stores a text in the model at once.  It is stored only once with the inputs and outputs that it
 * is a part of, and moves when these come (trace/model.h). */
const struct trace_text *import_store(struct import_in *in, struct text t);

/* What was added goes into the model now, and in->arena is emptied.  For end(), which may have much
 * to add.  Calls that begin with it count for this input. */
void import_flush(struct import_in *in, unsigned input);

/* ---- for import/import.c and import/join.c -------------------------------------------------- */

struct import_part;
struct import_hold;

/* A record that a part keeps. */
struct import_kept {
	const struct import_session_format *format;
	struct text raw;  /* in the block */
	size_t items;     /* of the part that come before it */
	size_t reader;    /* the number of what read it */
	uint8_t marks;    /* enum trace_mark */
	uint32_t records; /* how many records of the input it stands for */
};

struct import_sessions;
struct import_shares;
struct import_sessions *import_sessions_new(struct trace_model *m, struct import_shares *shares);
void import_sessions_free(struct import_sessions *s);

/* Reads a record again.  If `hold` is not NULL, it has begun the record. */
void import_sessions_line(struct import_sessions *s, const struct import_kept *kept, unsigned input,
    struct import_hold *hold);

/* Ends all sessions.  Returns how many records have no place in the model. */
uint64_t import_sessions_end(struct import_sessions *s, struct import_hold *hold);

#endif
