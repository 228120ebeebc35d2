/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/mem.h"
#include "replay/intake_pair.h"
#include "replay/replay_private.h"
#include "replay/slice.h"
#include "replay/slice_pack.h"

struct encode_options
slice_options(const struct replay *r)
{
	const struct slice_window *w = r->options.slice;
	struct encode_options o = r->window;
	if (o.from_ns < w->from_ns)
		o.from_ns = w->from_ns;
	if (o.to_ns > w->until_ns)
		o.to_ns = w->until_ns;
	return o;
}

struct replay_intake *
slice_intake_new(const struct replay *r, const struct encode_options *others)
{
	return replay_intake_new_for(r, others ? others : &r->window);
}

/* ---- joining parts -------------------------------------------------------------------------- */

static void
add(const struct replay *r, struct replay_part *to, struct replay_part *from)
{
	to->counts.in += from->counts.in;
	to->counts.failed += from->counts.failed;
	to->counts.skipped += from->counts.skipped;
	for (size_t i = 0; i < REJECT_CODES; i++)
		to->counts.failures[i] += from->counts.failures[i];
	presence_join(&to->presence, &from->presence);
	if (!r->compare)
		return;
	for (size_t i = 0; i < REJECT_CODES; i++)
		to->pair.failures[i] += from->pair.failures[i];
	for (size_t i = 0; i < r->compare->grid.plan[BASELINE]->count; i++)
		to->pair.warnings[i] += from->pair.warnings[i];
	to->pair.split += from->pair.split;
	field_tally_join(&to->pair.tally, &from->pair.tally);
}

static void
clear(const struct replay *r, struct replay_part *part)
{
	history_part_clear(&part->history);
	part->counts = (struct replay_counts){ 0 };
	presence_clear(&part->presence);
	if (r->compare)
		pair_part_clear(&part->pair, r->compare);
}

int
slice_join(struct replay *r, struct replay_part *part, const struct replay_place *at,
    struct replay_part *account, struct err *e)
{
	if (account)
		add(r, account, part);
	const int joined =
	    history_join(&r->history, &part->history, replay_number(r, at->lines_before, 0));
	clear(r, part);
	if (joined < 0)
		return err_set(e, "has other times than when the replay was cut");
	return history_is_full(&r->history, 1) ? history_spill(&r->history, e) : 0;
}

void
slice_pass(struct replay *r, uint64_t records)
{
	r->counts.in += records;
	r->counts.skipped += records;
}

uint64_t
slice_split(const struct replay_part *account)
{
	return account->pair.split;
}

/* ---- writing -------------------------------------------------------------------------------- */

static void
put_presence(struct buf *b, const struct presence *p)
{
	pack_number(b, p->events);
	pack_number(b, p->entities);
	for (size_t i = 0; i < p->fields; i++) {
		pack_number(b, p->present[i]);
		pack_number(b, p->warnings[i]);
		pack_text(b, text_of(p->example[i]));
	}
}

static void
put_fields(struct buf *b, const struct field_tally *t)
{
	for (size_t i = 0; i < t->fields; i++)
		for (unsigned what = 0; what < DIFFERENCES; what++) {
			const struct field_count *f = &t->field[i];
			pack_number(b, f->count[what]);
			for (uint64_t k = 0; k < f->count[what] && k < FIELD_EXAMPLES; k++) {
				pack_text(b, f->example[what][k].event_id);
				pack_text(b, f->example[what][k].before);
				pack_text(b, f->example[what][k].after);
			}
		}
}

void
slice_account_put(struct buf *b, const struct replay *r, struct replay_part *account)
{
	const struct replay_counts *c = &account->counts;
	pack_number(b, c->in);
	pack_number(b, c->failed);
	pack_number(b, c->skipped);
	for (size_t i = 0; i < REJECT_CODES; i++)
		pack_number(b, c->failures[i]);
	put_presence(b, &account->presence);
	if (r->compare) {
		for (size_t i = 0; i < REJECT_CODES; i++)
			pack_number(b, account->pair.failures[i]);
		for (size_t i = 0; i < r->compare->grid.plan[BASELINE]->count; i++)
			pack_number(b, account->pair.warnings[i]);
		put_fields(b, &account->pair.tally);
	}
	clear(r, account);
}

/* ---- reading -------------------------------------------------------------------------------- */

static int
get_numbers(struct text *from, uint64_t *to, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (unpack_checked(from, &to[i]) < 0)
			return -1;
	return 0;
}

static int
get_presence(struct text *from, struct presence *p)
{
	struct text example;
	if (unpack_checked(from, &p->events) < 0 || unpack_checked(from, &p->entities) < 0)
		return -1;
	for (size_t i = 0; i < p->fields; i++) {
		if (unpack_checked(from, &p->present[i]) < 0 ||
		    unpack_checked(from, &p->warnings[i]) < 0 || unpack_text(from, &example) < 0)
			return -1;
		if (example.p)
			p->example[i] = mem_dup(example.p, example.n);
	}
	return 0;
}

static int
get_fields(struct text *from, struct field_tally *t)
{
	for (size_t i = 0; i < t->fields; i++)
		for (unsigned what = 0; what < DIFFERENCES; what++) {
			struct field_count *f = &t->field[i];
			if (unpack_checked(from, &f->count[what]) < 0)
				return -1;
			for (uint64_t k = 0; k < f->count[what] && k < FIELD_EXAMPLES; k++) {
				struct field_example *x = &f->example[what][k];
				if (unpack_text(from, &x->event_id) < 0 ||
				    unpack_text(from, &x->before) < 0 ||
				    unpack_text(from, &x->after) < 0)
					return -1;
			}
		}
	return 0;
}

static int
get_account(struct text *from, const struct replay *r, struct replay_part *to)
{
	struct replay_counts *c = &to->counts;
	if (unpack_checked(from, &c->in) < 0 || unpack_checked(from, &c->failed) < 0 ||
	    unpack_checked(from, &c->skipped) < 0 ||
	    get_numbers(from, c->failures, REJECT_CODES) < 0 ||
	    get_presence(from, &to->presence) < 0)
		return -1;
	if (!r->compare)
		return 0;
	if (get_numbers(from, to->pair.failures, REJECT_CODES) < 0 ||
	    get_numbers(from, to->pair.warnings, r->compare->grid.plan[BASELINE]->count) < 0)
		return -1;
	return get_fields(from, &to->pair.tally);
}

int
slice_account_join(struct text *from, struct replay *r)
{
	struct replay_part *part = replay_part_new(r);
	const int result = get_account(from, r, part);
	if (result == 0)
		replay_count(r, part);
	replay_part_free(part);
	return result;
}

/* ---- tallies -------------------------------------------------------------------------------- */

int
slice_tally_join(struct text *from, struct replay *r)
{
	struct replay_counts *c = &r->counts;
	struct tally more;
	uint64_t n[3], decisions[OUTCOMES];
	if (get_numbers(from, n, 3) < 0 || get_numbers(from, decisions, OUTCOMES) < 0)
		return -1;
	tally_new(&more, r->tally.rules);
	const int result = tally_get(from, &more);
	if (result == 0) {
		c->processed += n[0];
		c->duplicate += n[1];
		c->id_conflict += n[2];
		for (size_t i = 0; i < OUTCOMES; i++)
			c->decisions[i] += decisions[i];
		c->skipped += more.n.warmup;
		tally_join(&r->tally, &more);
	}
	tally_end(&more);
	return result == 0 ? top_join(from, r->top) : -1;
}
