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
 * One thing that a state remembers, as snapshots and dumps have it: the first event of an id, what
 * is counted of an entity or a session, a window, a tenant's watermark.  Series are known by their
 * canonical text (rules.h).
 */
enum fact_kind { /* sorted by name */
	FACT_DEDUP,
	FACT_ENTITY,
	FACT_SESSION,
	FACT_WATERMARK,
	FACT_WINDOW
};
#define FACT_KINDS (FACT_WINDOW + 1)
extern const struct text fact_kind_names[FACT_KINDS]; /* of dumps */

struct fact {
	enum fact_kind kind;
	struct text tenant_id;               /* absent: of the events that have none */
	struct text id;                      /* event_id, entity_id, session_id */
	const unsigned char *content_digest; /* dedup: of CONTENT_BYTES (event/content.h) */
	struct text of;             /* entity: source_id; session: entity_id; may be absent */
	uint64_t events, decisions; /* entity, session */
	int64_t first_ns, last_ns;  /* entity, session; dedup: first_ns */
	struct verdict verdict;     /* dedup */
	const struct text *key;     /* window: the values it goes by */
	size_t keys;
	struct text series;           /* window */
	const int64_t *at_ns;         /* window: ascending; watermark: the latest, ascending */
	size_t times;                 /* at least one; of a watermark at most WATERMARK_RANK */
	enum takes takes;             /* window: what its items have */
	const struct ring_item *item; /* window: by time, unless TAKES_NOTHING */
};

/* The order of facts: by tenant_id (absent first), kind, id (of firsts: id, then content; of
 * windows: key, then series). */
int fact_cmp(const struct fact *a, const struct fact *b);

/*
 * What a fact must be, wherever it comes from: a snapshot with a right checksum may be forged, and
 * a dump may be edited.  A fact that passes is one that a run could have left behind, as far as it
 * can be told without the rules.  So all that is written of it is valid JSON, and counters can go
 * on.
 */

/* NULL, or what is wrong with its numbers and names: "decision_count is more than event_count". */
const char *fact_wrong(const struct fact *f);

/* What a series says of its windows. */
struct series_shape {
	enum takes takes; /* what their items have */
	size_t keys;      /* how many values they go by */
};

/*
 * Reads a series' canonical JSON.  NULL, or what is wrong with *blame, a node of it: "must be
 * Count, Distinct, Sum or Max".
 */
const char *series_read(
    const struct json_node *series, struct series_shape *shape, const struct json_node **blame);

#endif
