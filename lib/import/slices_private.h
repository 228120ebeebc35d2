/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_SLICES_PRIVATE_H
#define IMPORT_SLICES_PRIVATE_H

#include "base/arena.h"
#include "base/table.h"
#include "import/slices.h"

/* Shared by the files that turn slices into calls. */
#define SLICE_NONE UINT32_MAX

struct slice {
	int64_t at_ns, duration_ns;
	const struct trace_text *name, *file, *attributes; /* of the model, stored once */
	struct text input, output;                         /* in the arena */
	uint32_t lane, line, records;
	uint8_t phase, marks; /* enum import_phase, enum trace_mark */
	uint16_t source;      /* the share that its calls are counted in */
};

/* What becomes of a slice. */
struct slice_place {
	uint32_t number;  /* of its call in the lane, from 1 */
	uint32_t around;  /* the slice whose call is its parent, or has it; SLICE_NONE: none */
	uint32_t partner; /* the end of a begin, the begin of an end; SLICE_NONE: none */
};

struct slice_lane {
	const struct trace_text *name;
	uint32_t group;
	bool ordered;
	uint32_t calls;
	bool strays; /* it has instants outside of calls, in this time: */
	int64_t first_ns, last_ns;
	bool met, strayed;                 /* one of them was met; their call was added */
	const struct trace_text *title;    /* thread_name */
	const struct trace_text *resource; /* JSON: attributes of its roots; NULL: none */
	uint32_t records;                  /* that its first root stands for */
};

/* The slices of a trace in one document. */
struct slice_group {
	const struct trace_text *trace;
	uint64_t document; /* its id, */
	uint32_t of;       /* and its number */
	const struct trace_text *service;
	uint64_t hash;   /* of its slices */
	uint32_t slices; /* how many */
	uint32_t number; /* among groups of its trace that differ, from 1; 0: it is repeated */
	uint32_t records;
};

struct slice_document {
	uint64_t id;
	struct text beside; /* JSON: what it says beside its slices */
	uint32_t root;      /* the slice of its first root; SLICE_NONE: none */
	int64_t start_ns;
};

struct import_slices {
	struct trace_model *model;
	struct arena arena;
	struct slice *slice;
	size_t n, cap;
	struct slice_lane *lane;
	size_t lanes, lane_cap;
	struct slice_group *group;
	size_t groups, group_cap;
	struct slice_document *document;
	size_t documents, document_cap;
	struct import_slices_share *source;
	size_t sources, source_cap;
	struct table lane_table, group_table, document_table;
	uint64_t without;          /* records and documents without a place in the model */
	struct slice_place *place; /* by slice */
	uint32_t *by_lane;         /* the slices, lane by lane, each in input order */
};

/* Pairs begins and ends among n slices of a lane, which are in input order.  slices_pair.c */
struct slice_pairing;
struct slice_pairing *slice_pairing_new(void);
void slice_pairing_free(struct slice_pairing *p);
void slice_pair(struct slice_pairing *p, struct import_slices *s, const uint32_t *of, size_t n);

/* Finds parents and numbers the calls of such a lane.  slices_nest.c */
void slice_nest(struct import_slices *s, const uint32_t *of, size_t n);

/* Numbers the groups of each trace.  slices_same.c */
void slice_number_groups(struct import_slices *s);

/* Adds everything to the model, and counts what has no place in it.  slices_put.c */
void slices_put(struct import_slices *s);

/* The time of a slice, or its order: by it, the slices of a lane are sorted. */
static inline int64_t
slice_key(const struct import_slices *s, uint32_t slice)
{
	const struct slice *l = &s->slice[slice];
	if (s->lane[l->lane].ordered)
		return slice;
	return l->at_ns == TRACE_NO_TIME ? INT64_MAX : l->at_ns;
}

/* For tables whose keys are addresses and numbers that the input cannot choose. */
static inline uint32_t
slice_hash(const void *p, uint64_t number)
{
	uint64_t h = ((uintptr_t)p >> 2) * UINT64_C(0x9e3779b97f4a7c15);
	h ^= (number + 1) * UINT64_C(0xc2b2ae3d27d4eb4f);
	return (uint32_t)(h >> 32);
}

#endif
