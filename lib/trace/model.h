/* SPDX-License-Identifier: MIT */
#ifndef TRACE_MODEL_H
#define TRACE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/siphash.h"
#include "base/text.h"
#include "trace/record.h"

/*
 * The traces of a run: forests of calls with their events, however they were recorded.
 *
 *	struct trace_model *m = trace_model_new(key);
 *	trace_add(m, &record);			every record, in input order
 *	trace_build(m);				once
 *	for (size_t i = 0; i < m->traces; i++) …
 *
 * It is compact: about 120 bytes a call and 56 an event, beside their texts.  Names that occur
 * often (of calls, services, variables) are stored once.  Everything belongs to the model.
 */

/* A text of the model.  NULL is an absent text. */
struct trace_text {
	uint32_t length; /* TRACE_ELSEWHERE: the bytes are those of a struct text, which it is */
	char bytes[];
};

#define TRACE_ELSEWHERE UINT32_MAX

static inline struct text
trace_text_of(const struct trace_text *t)
{
	struct text elsewhere;
	if (!t)
		return TEXT_ABSENT;
	if (t->length != TRACE_ELSEWHERE)
		return (struct text){ t->bytes, t->length };
	memcpy(&elsewhere, t->bytes, sizeof(elsewhere));
	return elsewhere;
}

struct trace_event {
	int64_t at_ns;
	const struct trace_text *text[TRACE_EVENT_TEXTS]; /* trace/record.h says what they are */
	const struct trace_text *attributes;              /* NULL: none */
	uint32_t next;  /* the next event of the call, 1 + its number; 0: none */
	uint32_t order; /* in the input */
	int32_t after;  /* number of children before it, -1: its time says so */
	uint8_t type;   /* enum trace_event_type */
};

struct trace_call_more {
	const struct trace_text *error_type, *message, *where; /* error; all NULL: none */
	const struct trace_text *model, *vendor, *cost_usd, *links, *file, *after;
	int64_t usage[TRACE_USAGES];
	bool llm;
};

#define TRACE_NONE UINT32_MAX /* no call */

struct trace_call {
	const struct trace_text *id, *parent_id; /* parent_id: as recorded */
	const struct trace_text *name, *service; /* stored once each: equal ones are one pointer */
	const struct trace_text *input, *output; /* JSON */
	const struct trace_text *attributes;     /* JSON, an object */
	const struct trace_text *resource;       /* JSON, an object: shared by many calls, and of
						  * less weight than attributes */
	struct trace_call_more *more;            /* NULL: nothing */
	int64_t start_ns, duration_ns;           /* TRACE_NO_TIME: not known */
	uint32_t trace;                          /* its number in trace[] */
	uint32_t parent;   /* the call, or TRACE_NONE; of an absorbed call: what it is a part of */
	uint32_t at, last; /* its number depth first, and that after its last descendant's.
			    * TRACE_NONE: the call is absorbed */
	uint32_t event;    /* 1 + the number of its first event; 0: none.  In order. */
	uint32_t events;   /* how many there are */
	uint32_t order;    /* in the input */
	uint32_t line;     /* where its code is, in more->file; 0: not known */
	uint32_t records;  /* of the input that it is made of */
	uint8_t kind, status, notes;
	uint8_t marks; /* enum trace_mark */
};

struct trace {
	const struct trace_text *id;
	int64_t start_ns;        /* the earliest start; TRACE_NO_TIME: none */
	uint32_t first, last;    /* its calls are depth_first[first..last) */
	uint32_t order;          /* of its first record in the input */
	uint64_t records;        /* of the input that its calls are made of */
	uint32_t events, errors; /* events of its calls; calls whose status is error */
	uint8_t status;          /* TRACE_ERROR if a call failed, else TRACE_OPEN if one is open */
};

struct trace_model {
	struct trace_call *call; /* in the order in which they were met */
	size_t calls;
	size_t listed; /* calls in depth_first[]: all, or those of the selection */
	struct trace_event *event;
	size_t nevents;
	struct trace *trace; /* in order: by start, then as they were met */
	size_t traces;
	uint32_t *depth_first; /* the calls of all traces, trace by trace */
	size_t absorbed;       /* calls that are parts of others, and not listed */
	uint64_t repeated;     /* records that were there before, and were not kept */
	uint64_t elsewhere;    /* requests to models whose usage counts in another trace */
	uint64_t apart; /* calls without a trace id that name a call which several traces have */
	uint64_t noted[TRACE_NOTES]; /* listed calls with each note */
	uint64_t records;            /* of the input that the traces are made of */
	uint32_t *stray_call;        /* private, as are */
	uint32_t *end_call;
	struct trace_build *build;
};

/* The key is for tables whose keys come from the input; nothing that is shown depends on it. */
struct trace_model *trace_model_new(struct siphash_key key);
void trace_model_free(struct trace_model *m);
struct siphash_key trace_model_key(const struct trace_model *m);

/*
 * Computes what trace_add needs of a record's texts, in any thread: hashes by the key of the model.
 * The record must not change after it, except for its trace id, process and marks.  Need not be
 * called.
 */
void trace_prepare(struct siphash_key key, struct trace_record *r);

/* Announces a prepared record that will be added soon, so that what it needs is fetched into the
 * cache. */
void trace_expect(const struct trace_model *m, const struct trace_record *r);

/* Adds a record.  All texts are copied.  Returns the call's number, or TRACE_NONE for an event of
 * no call that is known by an id, and for a late end: one of an id that several ends have. */
uint32_t trace_add(struct trace_model *m, const struct trace_record *r);

/* How many events there are so far of no call that is known by an id; and, once the model is built,
 * the call of one by its number from 0. */
size_t trace_strays(const struct trace_model *m);
uint32_t trace_stray_call(const struct trace_model *m, size_t stray);

/* The same for late ends. */
size_t trace_late_ends(const struct trace_model *m);
uint32_t trace_late_end_call(const struct trace_model *m, size_t end);

/* Sets what the surroundings of a call's record say of it, once they are known.  resource: JSON, an
 * object.  NULL: unknown.  Neither replaces what the call has. */
void trace_set_shared(struct trace_model *m, uint32_t call, const struct trace_text *service,
    const struct trace_text *resource);

/* Adds attributes, a JSON object.  What the call has already is joined by them. */
void trace_add_shared(struct trace_model *m, uint32_t call, const struct trace_text *attributes);

/*
 * Finds out which trace ids are the same, and to which traces calls belong that have no trace id
 * but name a call that has one: by their own id, if only events are recorded of them, or as their
 * parent.  Calls of events alone become a part of the call that they name.  No record can be added
 * after it.  Need not be called: trace_build does it otherwise.
 */
void trace_join_ids(struct trace_model *m);

/* The call that a call has become: itself, or what it is a part of.  A call that is a part of
 * another one is not listed. */
uint32_t trace_call_now(const struct trace_model *m, uint32_t call);

/* Joins beginnings and ends, finds parents and traces, and sorts.  Nothing can be added after it.
 */
void trace_build(struct trace_model *m);

/* Counts noted[], records and what each trace has, over the listed calls. */
void trace_count(struct trace_model *m);

/* Puts traces and calls in order again, after times of calls have changed.  Returns the new number
 * of each trace by its old one; the caller frees it. */
uint32_t *trace_sort_again(struct trace_model *m);

/* The duration of the longest root; an open one lasts to the last time of the trace. TRACE_NO_TIME:
 * no root has a start or a duration. */
int64_t trace_duration(const struct trace_model *m, const struct trace *t);

/* That root, the first of equal ones, or TRACE_NONE; *duration_ns is set to its duration. */
uint32_t trace_longest_root(
    const struct trace_model *m, const struct trace *t, int64_t *duration_ns);

/* The first root whose end is not recorded, or TRACE_NONE.  If there is one, the duration of the
 * trace is only the least that it can have been. */
uint32_t trace_unended_root(const struct trace_model *m, const struct trace *t);

/* Stores a text.  If it is long, equal ones are stored once, and it moves when a call of a model is
 * added whose input has it as a part: trace_text_of tells where it is until then. */
const struct trace_text *trace_share(struct trace_model *m, struct text t);

/* A copy of a text in the model; and one that is stored once, and the same for every equal text. */
const struct trace_text *trace_keep(struct trace_model *m, struct text t);
const struct trace_text *trace_intern(struct trace_model *m, struct text t);

static inline bool
trace_is_absorbed(const struct trace_call *c)
{
	return c->at == TRACE_NONE;
}

static inline const struct trace_call *
trace_call_at(const struct trace_model *m, uint32_t depth_first)
{
	return &m->call[m->depth_first[depth_first]];
}

/* The first child of a call, and the next sibling of a child, as numbers of calls; TRACE_NONE:
 * there is none. */
uint32_t trace_first_child(const struct trace_model *m, uint32_t call);
uint32_t trace_next_sibling(const struct trace_model *m, uint32_t call);

/*
 * The steps of a trace, depth first: every call's ENTER, its events and its children in order, and
 * its EXIT.  Steps are numbered from 1 over all traces of the model: the positions.  A call whose
 * end was not recorded has no EXIT but a NO_EXIT, which has no position.
 */
enum trace_step_type { TRACE_ENTER, TRACE_AT_EVENT, TRACE_EXIT, TRACE_AT_NO_EXIT };

struct trace_step {
	enum trace_step_type type;
	uint32_t call;
	const struct trace_event *event; /* TRACE_AT_EVENT */
	uint64_t position;               /* 0: none */
	uint32_t depth;                  /* of the call; a root: 0 */
};

struct trace_steps {
	const struct trace_model *model;
	uint32_t next, last; /* calls, depth first */
	struct trace_frame {
		uint32_t call, event, children;
	} * frame;
	size_t depth, cap;
	uint64_t position;
};

/* Goes through the steps of one trace; `position` is that of the step before the first. */
void trace_steps_begin(
    struct trace_steps *s, const struct trace_model *m, size_t trace, uint64_t position);
bool trace_steps_next(struct trace_steps *s, struct trace_step *step);
void trace_steps_end(struct trace_steps *s);

/* Does an event of a call come before that child, which so many children precede? */
bool trace_event_is_before(
    const struct trace_event *e, const struct trace_call *child, uint32_t children);

#endif
