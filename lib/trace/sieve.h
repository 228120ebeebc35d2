/* SPDX-License-Identifier: MIT */
#ifndef TRACE_SIEVE_H
#define TRACE_SIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/siphash.h"
#include "trace/record.h"
#include "trace/select.h"

/*
 * Finds out, in a first pass over the input, which records a selection may be about, so that a
 * second pass holds only those.  It keeps about 80 bytes for each trace, 32 for each call of a
 * format whose records do not name their trace, and 12 for each other one.
 *
 *	trace_sieve_look(sieve, &record, raw, &seen);	in any thread, for each record
 *	trace_sieve_add(sieve, &seen);			in order
 *	trace_sieve_decide(sieve);			once
 *	if (trace_sieve_wants(sieve, &record)) …	in the second pass
 *
 * It may want more than the selection: trace_select decides then.  It never wants less.
 */
struct trace_sieve;

/* What a record tells, without its texts. */
struct trace_seen {
	uint64_t id, parent; /* hashes of what connects it; 0: nothing */
	uint64_t call;       /* of the id of its call, if the record names its trace; 0: none */
	int64_t start_ns;    /* of a call that begins; TRACE_NO_TIME: none, */
	int64_t latest_ns;   /* or perhaps: the latest that it may be */
	int64_t long_ns;     /* a duration that is recorded; TRACE_NO_TIME: none */
	int64_t first_ns, last_ns; /* the times in it; TRACE_NO_TIME: none */
	unsigned holds;            /* bit i: condition i may hold in it */
	unsigned told; /* enum trace_told (trace/sets.h), if it does not name its trace */
	bool alone;    /* nothing tells where it belongs */
};

/* The selection must outlive it. */
struct trace_sieve *trace_sieve_new(const struct trace_selection *s, struct siphash_key key);
void trace_sieve_free(struct trace_sieve *v);

/* May records in a part of the input contain a text that the sieve looks for? */
bool trace_sieve_spells(const struct trace_sieve *v, struct text part);

/* raw: the record as spelled, or absent if it has no such text.  shared: what is around the record
 * may tell more of it; unread: and may name its trace, but is not read to its end. */
void trace_sieve_look(const struct trace_sieve *v, const struct trace_record *r, struct text raw,
    bool shared, bool unread, struct trace_seen *seen);
void trace_sieve_add(struct trace_sieve *v, const struct trace_seen *seen);

/* The input has calls that the sieve does not look at, and which records may name. */
void trace_sieve_unseen(struct trace_sieve *v);

/* Announces what will be added soon, so that what it needs is fetched into the cache. */
void trace_sieve_expect(const struct trace_sieve *v, const struct trace_seen *seen);
void trace_sieve_decide(struct trace_sieve *v);
bool trace_sieve_wants(const struct trace_sieve *v, const struct trace_record *r);

/* What was added since the last block is of one that ends there, in decoded bytes.  whole: it also
 * has what the sieve does not look at.  Blocks come in order. */
void trace_sieve_end_block(struct trace_sieve *v, unsigned input, uint64_t end, bool whole);

/* Once it is decided: where the input may have its last record that is wanted, in decoded bytes, if
 * it was read up to `end`. */
uint64_t trace_sieve_end_of(const struct trace_sieve *v, unsigned input, uint64_t end);

/* Once it is decided: may that part of the input have a record that is wanted? */
bool trace_sieve_wants_block(
    const struct trace_sieve *v, unsigned input, uint64_t from, uint64_t to);

#endif
