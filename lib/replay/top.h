/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_TOP_H
#define REPLAY_TOP_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/siphash.h"
#include "base/text.h"
#include "event/event.h"
#include "rules/rules.h"

/*
 * For each rule, the keys with the most matches: whom it matched.
 *
 * A rule's key is the value of the first group_by in its expression, or else the entity.  The
 * values of several fields are joined with `|`, and `|` and `\` in a value get a `\` before them,
 * as in an entity_id.  An event without the key is not counted.
 *
 * Counts are exact, so each key that a rule matched is kept with its count: 50 to 100 bytes and the
 * key.  A key over 1 KiB is kept as its SHA-256 (state/key.h), and in full only while it is among
 * the first.  That is enough: if a key is among the first at the end, it has been among them since
 * its last match.
 */
enum { TOP_PLACES = 5 };

/* A key in front.  The text lives until the next top_note. */
struct top_place {
	struct text key;
	uint64_t matches;
};

struct top;

/* field_of: by the rules' number of a field, its number in the events of top_note, or
 * FIELD_UNKNOWN; NULL: the events have the rules' numbers.  Both are borrowed. */
struct top *top_new(const struct rules *rules, const size_t *field_of, struct siphash_key key);
void top_free(struct top *t);

/* Counts an event that these rules matched: match[] has their numbers, each once. */
void top_note(struct top *t, const struct event *ev, const size_t *match, size_t matches);

/* Fills place[], most matches first, and equal counts in byte order.  Returns how many there are.
 */
size_t top_places(const struct top *t, size_t rule, struct top_place place[TOP_PLACES]);

/* Appends what the rule's key is: `entity`, `ip`, `ip,path`. */
void top_put_kind(struct buf *b, const struct top *t, size_t rule);

/* Keeps the full text of every key, also of the long ones, so that top_join can add the counts to
 * those of others.  Call before the first event. */
void top_keep_full(struct top *t);

/* Cuts what top_put wrote of a top that kept full texts off the front of *from, and adds its
 * counts. Returns 0, or -1 if that is not what *from begins with. */
int top_join(struct text *from, struct top *t);

/* Appends all of it to b, for a checkpoint.  top_get cuts that off the front of *from, into a new
 * top of the same rules.  It returns 0, or -1 if that is not what *from begins with. */
void top_put(struct buf *b, const struct top *t);
int top_get(struct text *from, struct top *t);

#endif
