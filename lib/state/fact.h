/* SPDX-License-Identifier: MIT */
#ifndef STATE_FACT_H
#define STATE_FACT_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "event/content.h"
#include "json/tree.h"
#include "state/ring.h"
#include "state/tenant.h"
#include "state/verdicts.h"

/*
 * One fact that a state remembers, as snapshots and dumps hold it: the first event of an id, the
 * counts of an entity or a session, a window, or the watermark of a tenant.  A series is identified
 * by its canonical text (rules.h).
 */
enum fact_kind { /* sorted by name */
	FACT_DEDUP,
	FACT_ENTITY,
	FACT_SESSION,
	FACT_WATERMARK,
	FACT_WINDOW
};
#define FACT_KINDS (FACT_WINDOW + 1)
extern const struct text fact_kind_names[FACT_KINDS]; /* as dumps spell them */

struct fact {
	enum fact_kind kind;
	struct text tenant_id;               /* absent: events without a tenant_id */
	struct text id;                      /* event_id, entity_id, session_id */
	const unsigned char *content_digest; /* dedup: CONTENT_BYTES bytes (event/content.h) */
	struct text of;             /* entity: source_id; session: entity_id; may be absent */
	uint64_t events, decisions; /* entity, session */
	int64_t first_ns, last_ns;  /* entity, session; dedup: first_ns */
	struct verdict verdict;     /* dedup */
	const struct text *key;     /* window: the values of its key */
	size_t keys;
	struct text series;           /* window */
	const int64_t *at_ns;         /* window: ascending; watermark: the latest, ascending */
	size_t times;                 /* at least one; for a watermark, at most WATERMARK_RANK */
	enum takes takes;             /* window: what its items hold */
	const struct ring_item *item; /* window: by time, unless TAKES_NOTHING */
};

/* Orders facts by tenant_id (absent first), kind, and id (first events: id, then content; windows:
 * key, then series). */
int fact_cmp(const struct fact *a, const struct fact *b);

/*
 * Facts are checked wherever they come from, because a snapshot with a correct checksum can be
 * forged and a dump can be edited.  A fact that passes is one that a run could have left, as far as
 * can be checked without the rules.  So everything written from it is valid JSON, and counters can
 * go on.
 */

/* Returns NULL, or what is wrong with its numbers and names, such as "decision_count is greater
 * than event_count". */
const char *fact_wrong(const struct fact *f);

/* What a series says about its windows. */
struct series_shape {
	enum takes takes; /* what their items hold */
	size_t keys;      /* how many values their key has */
};

/*
 * Reads the canonical JSON of a series.  Returns NULL, or what is wrong with the node *blame, such
 * as "must be Count, Distinct, Sum, Max or Min".
 */
const char *series_read(
    const struct json_node *series, struct series_shape *shape, const struct json_node **blame);

#endif
