/* SPDX-License-Identifier: MIT */
#ifndef STATE_STATE_PRIVATE_H
#define STATE_STATE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/lookup.h"
#include "base/pages.h"
#include "event/content.h"
#include "state/shape.h"
#include "state/state.h"
#include "state/tenant.h"
#include "state/verdicts.h"

/* The inside of a state, for the files that count in it, save it and restore it. */

/* The current event's key of one kind. */
struct sighting {
	bool keyed; /* the event has this key */
	struct text key;
	uint32_t hash;
	struct unit *unit; /* NULL: nothing is kept for this key */
};

/* An announced event. */
struct expected {
	const struct event *event;
	struct tenant *tenant;
	struct dedup_key id;       /* absent id: it cannot be a duplicate */
	struct sighting *sighting; /* by kind */
	unsigned char content[CONTENT_BYTES];
};

enum { STATE_RECENT = 64 }; /* tenants found without a strong hash */

struct state {
	const struct rules *rules;
	struct siphash_key key;
	struct arena arena; /* holds the shape */
	struct shape shape;
	struct pages pages; /* holds what tenants have */
	uint64_t dedup_ttl_ns, lateness_ns;
	int64_t windows_from_ns; /* only events from here on count in windows */
	struct table table;      /* of tenants: their numbers in tenant[], from 1 */
	struct tenant **tenant;
	size_t tenants, tenant_cap;
	struct tenant *recent[STATE_RECENT];
	struct held *nothing; /* shared by tenants without content; stays empty */
	struct texts texts;
	struct verdicts verdicts;
	struct state_ledger ledger;
	struct lookup series; /* by text, while a snapshot is read */
	/* The announced events: expected[arrived..nexpected). */
	struct arena keys;
	struct contents contents;
	struct buf content[2]; /* scratch */
	struct expected expected[STATE_AHEAD];
	size_t nexpected, arrived;
	/* The current event, from state_arrive to state_settle. */
	struct arena scratch;
	struct tenant *at; /* its tenant */
	const struct dedup_key *id;
	struct sighting *sighting; /* by kind */
	bool *counted;             /* by series: whether the event counts there */
	struct ring_item *item;    /* by series: the event's item */
};

/* Returns the tenant with this id (absent: events without one), and makes it if needed. */
struct tenant *state_tenant(struct state *s, struct text id);

/* Returns what the tenant holds, for adding to it: its own from now on. */
struct held *state_hold(struct state *s, struct tenant *t);

static inline struct text
state_id(const struct value *id)
{
	return id->kind == VALUE_ABSENT ? TEXT_ABSENT : id->text;
}

void state_init_sightings(struct state *s);

/* Makes the event the current one, whether or not it was announced. */
void state_sight(struct state *s, const struct event *ev);

/* Returns the key made of the values of several fields: in the arena, or the value itself if there
 * is one. */
struct text state_group_key(struct arena *a, const struct text *part, size_t parts);

/* Adds a fact of a snapshot.  Returns 0, or -1 and fills *e. */
struct fact;
struct fact_taker {
	int (*take)(void *context, struct state *s, const struct fact *f, struct err *e);
	void *context;
};

/* Reads a snapshot and gives each of its facts to the taker.  As state_restore; position (and then
 * the arena) may be NULL. */
struct position;
int state_take_facts(struct state *s, struct text image, const struct fact_taker *taker,
    struct position *position, struct arena *a, struct err *e);

/* Takes a fact that is not there yet. */
int state_restore_fact(void *context, struct state *s, const struct fact *f, struct err *e);

/* Returns the time before which nothing is looked at any more. */
int64_t state_horizon(const struct state *s, const struct tenant *t);

#endif
