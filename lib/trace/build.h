/* SPDX-License-Identifier: MIT */
#ifndef TRACE_BUILD_H
#define TRACE_BUILD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/siphash.h"
#include "base/table.h"
#include "trace/model.h"
#include "trace/sort.h"

/* What the model needs only until it is built.  Private to the layer. */

/* Of a call. */
struct trace_making {
	const struct trace_text *trace_id; /* as recorded; NULL: none */
	const struct trace_text *half;
	int64_t end_ns;
	uint32_t same;  /* 1 + another call of the same id; 0: none */
	uint32_t last;  /* 1 + its last event */
	uint32_t part;  /* 1 + its last attributes that are not joined yet; 0: none */
	uint8_t joined; /* how often attributes were joined */
	/* bits, because there is one of these for each call */
	bool begun : 1, ended : 1, whole : 1;
	bool lasts : 1; /* from its first event to its last, unless more than events is recorded */
	bool decided : 1; /* its end says whether it failed */
	bool named : 1;   /* its id is its own already, though others have the same */
	bool shared : 1;  /* it is the server's half of a span, */
	bool alone : 1;   /* whose other half is not there */
	bool failed : 1;  /* it has an error event */
	bool mixed : 1;   /* its events are not in order of time, or some have the same */
	bool made_up : 1; /* its id is not of the input */
	bool apart : 1;   /* what its beginning and its end say can be told apart again */
	bool lined : 1;   /* its beginning says where its code is */
	bool echoed : 1;  /* the attributes of its end are the same as its own */
	bool told : 1;    /* its end has a name */
	bool early : 1;   /* its end came before its beginning */
	uint64_t content, end_content; /* trace_content of what began it and what ended it */
	const struct trace_text *end_attributes; /* of its end, to be joined last */
	const struct trace_text *server; /* the id of the server's half, which has its children */
};

/* An end of an id that several calls have. */
struct trace_late_end {
	int64_t end_ns, duration_ns;
	const struct trace_text *output, *attributes, *name, *parent_id;
	struct trace_call_more *more;
	uint32_t first; /* the first call of the id */
	uint32_t line, records;
	uint32_t order; /* in the input */
	uint8_t status, marks;
	bool decides;
};

/* An event that has no id, but a function name, or such an end, request or result. */
struct trace_stray {
	const struct trace_text *trace_id; /* NULL: none */
	const struct trace_text *name;
	uint32_t number; /* of its event, or of its record in astray[] */
	uint32_t records;
	uint8_t marks;
	bool is_record;
};

struct trace_astray {
	struct trace_record *record; /* in the arena, with its texts */
	uint32_t order;
};

/* Attributes of a call, to be joined when all are known. */
struct trace_part {
	const struct trace_text *attributes;
	uint32_t next; /* 1 + the one before it; 0: none */
	bool wins;     /* over what the call has */
};

/* What a record said of an id that other records are about. */
struct trace_said {
	uint64_t content;
	uint32_t first, call; /* the first call of the id, and the call that it was about */
};

#define TRACE_RECENT 256

struct trace_build {
	struct arena arena; /* all texts of the model, which outlive the build */
	struct siphash_key key;
	struct table interned, ids; /* of names; of calls by their id, the first of each */
	const struct trace_text **name;
	size_t names, name_cap;
	uint32_t recent[TRACE_RECENT]; /* 1 + the number of a name of late, by its looks */
	struct trace_making *making;   /* by call */
	size_t call_cap, making_cap, event_cap;
	struct trace_late_end *end;
	size_t ends, end_cap;
	size_t ended; /* ends before these, which calls have by now */
	struct trace_late_stray {
		uint32_t stray, end;
	} * late; /* strays that are such ends */
	size_t lates, late_cap;
	struct trace_stray *stray;
	size_t strays, stray_cap;
	struct trace_astray *astray;
	size_t astrays, astray_cap;
	struct table contents; /* of said[] */
	struct trace_said *said;
	size_t nsaid, said_cap;
	struct trace_part *part;
	size_t parts, part_cap;
	/* How many calls have a trace id, none, a half, attributes of an end, and a call of the
	 * same id behind them. */
	size_t with_trace, without_trace, halves, end_attributes, chained;
	struct trace_shares *shares; /* NULL: no text is shared */
	struct buf scratch;
	uint32_t order;
	bool joined; /* trace_join_ids was called */
	bool moved;  /* ids of calls have changed, or been given to others, since they were added */
};

/* Adds a call for an id that no record has begun.  Returns its number. */
uint32_t trace_new_call(struct trace_model *m, const struct trace_text *trace_id,
    const struct trace_text *id, const struct trace_text *half);

/* Finds the first call of an id, or TRACE_NONE. */
uint32_t trace_find_call(const struct trace_model *m, const struct trace_text *trace_id,
    struct text id, const struct trace_text *half);

/* The same for a call without a half, in two steps: what is needed is fetched into the cache, and
 * looked at later. */
uint32_t trace_expect_call(
    const struct trace_model *m, const struct trace_text *trace_id, const struct trace_text *id);
uint32_t trace_find_expected(const struct trace_model *m, const struct trace_text *trace_id,
    const struct trace_text *id, uint32_t hash);

/* The first call of the id that the record names as its parent, if it is there already and the
 * record was prepared; otherwise TRACE_NONE. */
uint32_t trace_parent_of(const struct trace_model *m, uint32_t call, const struct trace_record *r);

/* The first call of the record's id; it is made if there is none. */
uint32_t trace_call_of(struct trace_model *m, const struct trace_record *r);

/* Adds a call, and those of the same id behind it, to those of `first`. */
void trace_chain(struct trace_build *b, uint32_t first, uint32_t call);

/* The calls of an id by their start, then in the order of the input; the caller frees them.
 * Returns how many. */
size_t trace_same_calls(const struct trace_model *m, uint32_t first, uint32_t **calls);

/* A hash of all that a record says.  Records of one id that agree in it are the same. */
uint64_t trace_content(struct siphash_key key, const struct trace_record *r);

/* Notes what a record said of an id, and finds the call that it was about, or TRACE_NONE. */
void trace_note_content(struct trace_build *b, uint32_t first, uint64_t content, uint32_t call);
uint32_t trace_find_content(const struct trace_build *b, uint32_t first, uint64_t content);

/* Joins attributes with those that the call has.  Of members that both have, the call's count,
 * unless the others win.  After a few times it is put off until trace_build_attributes. */
void trace_join_attributes(struct trace_model *m, uint32_t call, struct text attributes, bool wins);
void trace_build_attributes(struct trace_model *m);

/* Adds another call of the same id, which no record has begun. */
uint32_t trace_another_call(struct trace_model *m, uint32_t first);

/* Takes its end from a call, as an end that trace_build_ends gives to one of the calls of the id,
 * if it may be that of another one, which r begins.  Call before that one is added. */
void trace_take_end(struct trace_model *m, uint32_t call, const struct trace_record *r);

/* Adds the end of a call to it. */
void trace_end_now(struct trace_model *m, uint32_t call, const struct trace_record *r);
void trace_end_call(struct trace_model *m, uint32_t call, const struct trace_late_end *end);

/* Adds an event to a call. */
void trace_append_event(struct trace_model *m, uint32_t call, uint32_t event);

/* Are only events recorded of the call, and no other call of its id? */
bool trace_only_events(const struct trace_model *m, uint32_t call);

/* Is a call a part of another one of its id, because it has no beginning and not an end that the
 * other one has, too? */
bool trace_is_part(const struct trace_model *m, uint32_t call, uint32_t of);

/* Makes such a call a part of another one.  It may not be in a table after it. */
void trace_absorb_call(struct trace_model *m, uint32_t call, uint32_t into);

/* Stores JSON.  The long texts that were shared before and are values in it are from now on parts
 * of it, and need no memory of their own. */
const struct trace_text *trace_keep_whole(struct trace_model *m, struct text json);
void trace_shares_free(struct trace_shares *s);

/* Indexes all calls by their ids again, after trace ids have changed. */
void trace_index_calls(struct trace_model *m);

/* From now on, trace_find_call returns another call of the same id. */
void trace_index_instead(struct trace_model *m, uint32_t call, uint32_t other);

/* From now on, trace_find_call finds the call by this id alone, without its half.  If there is such
 * a call already, this one becomes another of the same id.  Returns the one that was there, or
 * TRACE_NONE. */
uint32_t trace_index_half(struct trace_model *m, uint32_t call, const struct trace_text *id);

/* The phases of trace_build.  All but the first have a file of that name. */
void trace_build_ids(struct trace_model *m); /* same_ids.c */
void trace_build_ends(struct trace_model *m);
void trace_build_strays(struct trace_model *m);
void trace_build_late_strays(struct trace_model *m); /* those that are ends of several calls' ids */
void trace_build_halves(struct trace_model *m);
void trace_build_events(struct trace_model *m);
void trace_build_forest(struct trace_model *m);

#endif
