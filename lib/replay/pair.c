/* SPDX-License-Identifier: MIT */
#include "replay/pair.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "event/content.h"
#include "replay/pack.h"
#include "replay/packed.h"

const struct text pair_member_names[PAIR_MEMBERS] = {
	[PAIR_ENTITY_ID] = { "entity_id", 9 },
	[PAIR_SESSION_ID] = { "session_id", 10 },
	[PAIR_EVENT_ID] = { "event_id", 8 },
	[PAIR_TENANT_ID] = { "tenant_id", 9 },
	[PAIR_OBSERVED_AT] = { "observed_at", 11 },
};

/* The first byte: two standings of two bits each, and these flags. */
#define ONE_BIT 0x10u
#define CONTENTS_BIT 0x20u /* there is one event, but each side has its own content digest */
#define LINE_BIT 0x40u
#define CANDIDATE_SHIFT 2
#define STANDING_MASK 3u

void
pair_new(struct pair *p, size_t wanted)
{
	*p = (struct pair){ 0 };
	for (unsigned side = 0; side < SIDES; side++)
		p->value[side] = mem_zalloc(wanted + 1, sizeof(*p->value[side]));
}

void
pair_end(struct pair *p)
{
	for (unsigned side = 0; side < SIDES; side++)
		free(p->value[side]);
}

static bool
has(const struct pair *p, enum standing standing)
{
	return p->standing[BASELINE] == standing || p->standing[CANDIDATE] == standing;
}

static bool
same_contents(const struct pair *p)
{
	const unsigned char *was = p->event[BASELINE].content, *is = p->event[CANDIDATE].content;
	return was == is || (was && is && memcmp(was, is, CONTENT_BYTES) == 0);
}

void
pair_put(struct buf *b, const struct pair *p, size_t wanted)
{
	const bool apart = p->one && !same_contents(p);
	buf_char(b, (char)(p->standing[BASELINE] | p->standing[CANDIDATE] << CANDIDATE_SHIFT |
			   (p->one ? ONE_BIT : 0) | (apart ? CONTENTS_BIT : 0) |
			   (p->line > 0 ? LINE_BIT : 0)));
	if (apart)
		packed_put_content(b, &p->event[BASELINE]);
	if (p->line > 0)
		pack_number(b, p->line);
	pack_number(b, p->differs);
	if (has(p, STANDING_FAILED)) {
		pack_number(b, p->code);
		pack_number(b, p->blamed);
	}
	if (has(p, STANDING_ELSEWHERE))
		pack_number(b, (uint64_t)p->other_ns);
	for (unsigned side = p->one ? CANDIDATE : BASELINE; side < SIDES; side++)
		if (p->standing[side] == STANDING_EVENT)
			packed_put(b, &p->event[side], wanted);
}

void
pair_get(struct text record, struct pair *p, size_t wanted)
{
	const char *at = record.p;
	const unsigned head = (unsigned char)*at++;
	p->standing[BASELINE] = (enum standing)(head & STANDING_MASK);
	p->standing[CANDIDATE] = (enum standing)(head >> CANDIDATE_SHIFT & STANDING_MASK);
	p->one = (head & ONE_BIT) != 0;
	const unsigned char *const own = head & CONTENTS_BIT ? packed_get_content(&at) : NULL;
	p->line = head & LINE_BIT ? unpack_number(&at) : 0;
	p->differs = (size_t)unpack_number(&at);
	if (has(p, STANDING_FAILED)) {
		p->code = (enum reject_code)unpack_number(&at);
		p->blamed = (size_t)unpack_number(&at);
	}
	if (has(p, STANDING_ELSEWHERE))
		p->other_ns = (int64_t)unpack_number(&at);
	record.n -= (size_t)(at - record.p);
	record.p = at;
	for (unsigned side = p->one ? CANDIDATE : BASELINE; side < SIDES; side++)
		if (p->standing[side] == STANDING_EVENT)
			packed_get(&record, &p->event[side], p->value[side], wanted);
	if (p->one)
		p->event[BASELINE] = p->event[CANDIDATE];
	if (head & CONTENTS_BIT)
		p->event[BASELINE].content = own;
}
