/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_CHAIN_H
#define AUDIT_CHAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/entry.h"
#include "base/buf.h"
#include "base/text.h"

/* Where something is wrong.  An absent file is standard input; line 0 means no single line. */
struct chain_fault {
	struct text file, error;
	uint64_t line;
};

/*
 * Verifies a chain of entries, line by line, across any number of files.  Several things are
 * judged, each on its own; what is not known is never called good.  A chain at its start is all
 * zero, except for what the caller sets.
 */
struct chain {
	/* set by the caller, before the first line */
	bool anywhere;    /* it may begin with any entry, as part of a longer chain */
	char tenant[65];  /* the expected tenant; "": that of the first entry */
	bool head_wanted; /* search for an entry with the hash `head`, and with number head_seq
			     unless that is 0 */
	char head[AUDIT_HASH];
	uint64_t head_seq;

	/* results */
	uint64_t entries;      /* lines that are entries */
	uint64_t faults;       /* lines with something wrong */
	uint64_t first_seq;    /* of the first entry */
	uint64_t seq;          /* of the last entry */
	char hash[AUDIT_HASH]; /* of the last entry */
	int64_t at_ns;         /* recorded_at of the last entry */
	bool broken;           /* a hash or a link is wrong, or a line is not an entry */
	bool gaps;             /* seq does not increase by one */
	bool foreign;          /* an entry of another tenant */
	bool backward;         /* recorded_at is earlier than that of the entry before */
	bool torn;             /* the last line of a file has no newline */
	bool unread;           /* set by the caller: not everything could be read */
	bool unjudged; /* a line is not an entry, so what holds for all entries is unknown */
	bool head_found;
	uint64_t entries_since; /* after the one with the head */

	/* For a store, set by the caller: whether the files of versions match the history. */
	bool documents_wanted, documents_unknown;
	uint64_t documents_seen;       /* how many files were compared */
	struct chain_fault *differing; /* the files that differ; the caller frees them */
	size_t ndiffering, differing_cap;

	/* private */
	bool unlinked; /* the line before was not an entry, so the next link is unknown */
};

/* What was read from a line. */
struct audit_found {
	enum event_result result; /* from audit_read, with what it filled */
	size_t torn;              /* not 0: a torn line of this many bytes, without a newline */
	const struct audit_line *entry;
	const struct reject *why;
};

/*
 * Takes the next line.  Returns 0, or -1 if something is wrong with it, and appends what differs to
 * *why: what was expected and what was found.
 */
int chain_take(struct chain *c, const struct audit_found *found, struct buf *why);

/* The same for input that can be read but is not a line. */
void chain_take_bad(struct chain *c, struct text error, struct buf *why);

/* Call at the end.  Returns whether everything judged is right, and a wanted head was found. */
bool chain_is_good(const struct chain *c);

/* Was all of the input read, without a single line in it? */
bool chain_is_empty(const struct chain *c);

/* Append the verdicts: as one line of JSON, or as lines for people.  fault: the first line with
 * something wrong; its line is 0 if there is none. */
void chain_put_json(struct buf *b, const struct chain *c, const struct chain_fault *fault);
void chain_put_text(struct buf *b, const struct chain *c, bool color);

/* Appends {"seq":3,"entry_hash":"…"}, to be kept elsewhere. */
void chain_put_head(struct buf *b, const struct chain *c);

/* Sets the wanted head from what chain_put_head writes, or from a bare hash.  Returns 0, or -1 and
 * fills *e. */
int chain_want_head(struct chain *c, struct text head, struct err *e);

#endif
