/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_CHAIN_H
#define AUDIT_CHAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/entry.h"
#include "base/buf.h"
#include "base/text.h"

/* Where something is wrong.  file absent: standard input; line 0: it is no line. */
struct chain_fault {
	struct text file, error;
	uint64_t line;
};

/*
 * The walk along a chain of entries, line by line, over as many files as it is in.  Several things
 * are judged, each apart from the others; what is not known is never called good.  All zero but for
 * what the caller sets is a chain at its start.
 */
struct chain {
	/* set by the caller, before the first line */
	bool anywhere;    /* it may begin with any entry, as a part of a longer one does */
	char tenant[65];  /* whose chain it is; "": that of the first entry */
	bool head_wanted; /* head: the hash that was kept of an entry, and head_seq: its number, or
			     0 for any */
	char head[AUDIT_HASH];
	uint64_t head_seq;

	/* what was found */
	uint64_t entries;      /* lines that are entries */
	uint64_t faults;       /* lines with something wrong */
	uint64_t first_seq;    /* of the first entry */
	uint64_t seq;          /* of the last entry */
	char hash[AUDIT_HASH]; /* of the last entry */
	int64_t at_ns;         /* recorded_at of the last entry */
	bool broken;           /* a hash is wrong, a link is, or a line is no entry */
	bool gaps;             /* seq does not count up by one */
	bool foreign;          /* an entry of another tenant */
	bool backward;         /* recorded_at is earlier than that of the entry before */
	bool torn;             /* the last line of a file has no newline */
	bool unread;           /* set by the caller: not all could be read */
	bool unjudged;         /* a line is no entry: what holds for every entry is not known */
	bool head_found;
	uint64_t entries_since; /* behind the one with the head */

	/* of a store, set by the caller: are the versions' files what the history says? */
	bool documents_wanted, documents_unknown;
	uint64_t documents_seen;       /* so many were compared */
	struct chain_fault *differing; /* those that are not, which the caller frees */
	size_t ndiffering, differing_cap;

	/* private */
	bool
	    unlinked; /* the line before was no entry, so that it is not known what should follow */
};

/* What was read of a line. */
struct audit_found {
	enum event_result result; /* of audit_read, with what that filled */
	size_t torn;              /* not 0: so many bytes, and no newline behind them */
	const struct audit_line *entry;
	const struct reject *why;
};

/*
 * Takes the next line.  0, or -1 where something is wrong with it: puts into *why what differs,
 * with what was expected and what was found.
 */
int chain_take(struct chain *c, const struct audit_found *found, struct buf *why);

/* The same for what is no line of an input that can be read. */
void chain_take_bad(struct chain *c, struct text error, struct buf *why);

/* At the end: is everything that was judged right?  A head that was wanted has to be found. */
bool chain_is_good(const struct chain *c);

/* Was all of the input read, and was there not one line in it? */
bool chain_is_empty(const struct chain *c);

/* The verdicts as one JSON object on a line, or as lines for people.  fault: of the first line with
 * something wrong; its line is 0 where there is none. */
void chain_put_json(struct buf *b, const struct chain *c, const struct chain_fault *fault);
void chain_put_text(struct buf *b, const struct chain *c, bool color);

/* {"seq":3,"entry_hash":"…"}: to keep elsewhere. */
void chain_put_head(struct buf *b, const struct chain *c);

/* Reads what chain_put_head writes, or a hash alone, as the head that is wanted.  0, or -1 with *e
 * filled. */
int chain_want_head(struct chain *c, struct text head, struct err *e);

#endif
