/* SPDX-License-Identifier: MIT */
#include "trace/sets.h"

#include <stdlib.h>

#include "base/mem.h"

void
trace_sets_free(struct trace_sets *s)
{
	table_free(&s->table);
	free(s->id);
	free(s->set);
	free(s->unused);
	free(s->block);
	free(s->owner);
}

struct wanted {
	const struct trace_sets *sets;
	uint64_t id;
};

static bool
is_id(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return w->sets->id[ref - 1].id == w->id;
}

uint32_t
trace_sets_find(const struct trace_sets *s, uint64_t id)
{
	const struct wanted w = { s, id };
	return table_find(&s->table, (uint32_t)id, is_id, &w) - 1;
}

static uint32_t
new_set(struct trace_sets *s)
{
	uint32_t n;
	if (s->unuseds > 0) {
		n = s->unused[--s->unuseds];
	} else {
		s->set = mem_grow(s->set, &s->set_cap, s->sets + 1, sizeof(*s->set));
		n = (uint32_t)s->sets++;
	}
	s->set[n] = (struct trace_set){ .start_ns = TRACE_NO_TIME,
		.latest_ns = TRACE_NO_TIME,
		.first_ns = TRACE_NO_TIME,
		.last_ns = TRACE_NO_TIME,
		.long_ns = TRACE_NO_TIME };
	return n;
}

uint32_t
trace_sets_id(struct trace_sets *s, uint64_t id)
{
	const uint32_t found = trace_sets_find(s, id);
	if (found != UINT32_MAX)
		return found;
	s->id = mem_grow(s->id, &s->id_cap, s->ids + 1, sizeof(*s->id));
	s->id[s->ids] = (struct trace_set_id){ id, (uint32_t)s->ids, new_set(s), 0 };
	table_add(&s->table, (uint32_t)id, (uint32_t)++s->ids);
	return (uint32_t)s->ids - 1;
}

static uint32_t
own(struct trace_sets *s, uint32_t id)
{
	while (s->id[id].up != id) {
		s->id[id].up = s->id[s->id[id].up].up;
		id = s->id[id].up;
	}
	return id;
}

static void
take(struct trace_set *to, const struct trace_set *from)
{
	to->holds |= from->holds;
	to->block = from->block > to->block ? from->block : to->block;
	to->start_ns = trace_earlier(to->start_ns, from->start_ns);
	to->latest_ns = trace_later(to->latest_ns, from->latest_ns);
	to->first_ns = trace_earlier(to->first_ns, from->first_ns);
	to->last_ns = trace_later(to->last_ns, from->last_ns);
	to->long_ns = trace_later(to->long_ns, from->long_ns);
}

/* Always the newer into the older one: ids of a trace come near to each other, so paths stay short.
 */
void
trace_sets_join(struct trace_sets *s, uint32_t a, uint32_t b)
{
	a = own(s, a);
	b = own(s, b);
	if (a == b)
		return;
	const uint32_t older = a < b ? a : b, newer = a < b ? b : a;
	take(&s->set[s->id[older].set], &s->set[s->id[newer].set]);
	s->id[newer].up = older;
	s->unused = mem_grow(s->unused, &s->unused_cap, s->unuseds + 1, sizeof(*s->unused));
	s->unused[s->unuseds++] = s->id[newer].set;
}

struct trace_set *
trace_sets_of(struct trace_sets *s, uint32_t id)
{
	return &s->set[s->id[own(s, id)].set];
}

const struct trace_set *
trace_sets_look(const struct trace_sets *s, uint32_t id)
{
	while (s->id[id].up != id)
		id = s->id[id].up;
	return &s->set[s->id[id].set];
}

void
trace_sets_each(
    struct trace_sets *s, void (*f)(void *context, struct trace_set *set), void *context)
{
	for (uint32_t i = 0; i < s->ids; i++)
		if (own(s, i) == i)
			f(context, &s->set[s->id[i].set]);
}

/* ---- blocks --------------------------------------------------------------------------------- */

void
trace_sets_note(struct trace_sets *s, uint32_t id)
{
	struct trace_set *set = trace_sets_of(s, id);
	if (set->block == s->blocks + 1)
		return;
	set->block = (uint32_t)s->blocks + 1;
	s->owner = mem_grow(s->owner, &s->owner_cap, s->owners + 1, sizeof(*s->owner));
	s->owner[s->owners++] = id;
}

void
trace_sets_end_block(struct trace_sets *s, unsigned input, uint64_t end, bool whole)
{
	s->block = mem_grow(s->block, &s->block_cap, s->blocks + 1, sizeof(*s->block));
	s->block[s->blocks++] = (struct trace_set_block){ end, s->owners, input, whole };
}

static bool
is_wanted(const struct trace_sets *s, size_t block)
{
	const struct trace_set_block *b = &s->block[block];
	bool wanted = b->whole;
	for (size_t i = block > 0 ? b[-1].owners : 0; i < b->owners && !wanted; i++)
		wanted = trace_sets_look(s, s->owner[i])->wanted;
	return wanted;
}

uint64_t
trace_sets_end_of(const struct trace_sets *s, unsigned input)
{
	for (size_t i = s->blocks; i > 0; i--)
		if (s->block[i - 1].input == input && is_wanted(s, i - 1))
			return s->block[i - 1].end;
	return 0;
}

bool
trace_sets_want(const struct trace_sets *s, unsigned input, uint64_t from, uint64_t to)
{
	size_t low = 0, high = s->blocks;
	/* the first block that ends behind `from` */
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const struct trace_set_block *b = &s->block[middle];
		if (b->input < input || (b->input == input && b->end <= from))
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < s->blocks && s->block[low].input == input; low++) {
		if (is_wanted(s, low))
			return true;
		if (s->block[low].end >= to)
			return false;
	}
	return true; /* the input has grown */
}
