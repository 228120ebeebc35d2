/* SPDX-License-Identifier: MIT */
#ifndef STATE_STATE_PRIVATE_H
#define STATE_STATE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lookup.h"
#include "event/content.h"
#include "state/shape.h"
#include "state/state.h"
#include "state/tenant.h"
#include "state/verdicts.h"

/* What a state is made of: for those who count in it and those who save and restore it. */

/* What the event at hand is to one kind of key. */
struct sighting {
	bool keyed;        /* it has the key */
	struct text key;   /* of it */
	uint32_t hash;     /* of the key */
	struct unit *unit; /* NULL: nothing is kept for this key */
};

/* An event that is to arrive. */
struct expected {
	const struct event *event;
	struct tenant *tenant;
	struct dedup_key id;       /* its id is absent: it is no duplicate of any */
	struct sighting *sighting; /* by kind */
	unsigned char content[CONTENT_BYTES];
};

enum { STATE_RECENT = 64 }; /* tenants that are found without a hash that is worth its name */

struct state {
	const struct rules *rules;
	struct siphash_key key;
	struct arena arena; /* the shape */
	struct shape shape;
	uint64_t dedup_ttl_ns, lateness_ns;
	struct table table; /* of the tenants: their numbers in tenant[], from 1 */
	struct tenant **tenant;
	size_t tenants, tenant_cap;
	struct tenant *recent[STATE_RECENT];
	struct held *nothing; /* of tenants that nothing is remembered of; stays empty */
	struct texts texts;
	struct verdicts verdicts;
	struct state_ledger ledger;
	struct lookup series; /* by their texts, while a snapshot is read */
	/* The events that are to arrive: expected[arrived..nexpected). */
	struct arena keys;
	struct contents contents;
	struct buf content[2]; /* scratch */
	struct expected expected[STATE_AHEAD];
	size_t nexpected, arrived;
	/* The event at hand, from state_arrive to state_settle. */
	struct arena scratch;
	struct tenant *at; /* its tenant */
	const struct dedup_key *id;
	struct sighting *sighting; /* by kind */
	bool *counted;             /* by series: it counts there */
	struct ring_item *item;    /* by series: with this */
};

/* The tenant of that id (absent: of events without one); made where there is none. */
struct tenant *state_tenant(struct state *s, struct text id);

/* What the tenant holds, its own from now on, to be added to. */
struct held *state_hold(struct state *s, struct tenant *t);

static inline struct text
state_id(const struct value *id)
{
	return id->kind == VALUE_ABSENT ? TEXT_ABSENT : id->text;
}

static inline bool
kind_is_kept(const struct kind *kind)
{
	return kind->shape.ttl_ns > 0 || kind->shape.rings > 0;
}

void state_init_sightings(struct state *s);

/* The event becomes the one at hand: the next that is expected, or one nobody told of. */
void state_sight(struct state *s, const struct event *ev);

/* The key that the values of several fields make: in the arena, or the one value itself. */
struct text state_group_key(struct arena *a, const struct text *part, size_t parts);

/* Before this time nothing will be looked at any more. */
int64_t state_horizon(const struct state *s, const struct tenant *t);

#endif
