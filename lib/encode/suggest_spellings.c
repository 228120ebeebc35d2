/* SPDX-License-Identifier: MIT */
#include "encode/suggest_private.h"
#include "json/paths.h"

/* A path with each of its parts normalised, in the arena. */
static struct text
normal_path(struct text path, struct arena *a)
{
	char *out = arena_alloc(a, 2 * path.n + 1);
	size_t n = 0;
	for (size_t at = 0; at <= path.n;) {
		const struct text part = suggest_part(path, at);
		n += part.n > 0 ? json_normalize(part, out + n) : 0;
		out[n++] = '.';
		at += part.n + 1;
	}
	return (struct text){ out, n };
}

static bool
share_an_event(const struct suggest_path *a, const struct suggest_path *b)
{
	for (size_t i = 0; i < SUGGEST_BITS; i++)
		if (a->present[i] & b->present[i])
			return true;
	return false;
}

static void
merge_bits(uint8_t *to, const uint8_t *from)
{
	for (size_t i = 0; i < SUGGEST_BITS; i++)
		to[i] |= from[i];
}

/* Counts the values of b at a.  Whether an id repeats is not known then. */
static void
merge(struct suggest_path *a, struct suggest_path *b)
{
	b->merged = true;
	if (a->values == 0)
		a->first = b->first;
	a->may_be_id = false;
	a->events += b->events;
	a->values += b->values;
	a->blanks += b->blanks;
	a->strings += b->strings;
	a->numbers += b->numbers;
	a->bools += b->bools;
	a->arrays += b->arrays;
	a->singles += b->singles;
	a->request_lines += b->request_lines;
	for (size_t i = 0; i < TYPE_COUNT; i++)
		a->accepted[i] += b->accepted[i];
	for (size_t i = 0; i < SUGGEST_FORMATS + 2; i++)
		a->times[i] += b->times[i];
	a->padded |= b->padded;
	a->varies |= b->varies || (b->values > 0 && !text_eq(a->first, b->first));
	if (a->timed && b->timed)
		merge_bits(a->timed, b->timed);
	else if (b->timed) {
		a->timed = b->timed;
		b->timed = NULL;
	}
	for (size_t i = 0; i < b->examples && a->examples < SUGGEST_EXAMPLES; i++)
		a->example[a->examples++] = b->example[i];
}

static bool
has_spellings(const struct suggest_path *p)
{
	return !p->at.pair.p && !p->at.indexed && !memchr(p->at.path.p, '[', p->at.path.n);
}

/* Calls back with each two paths of one name.  Returns false as soon as an answer is false. */
static bool
find_spellings(struct suggest *s, bool (*take)(struct suggest_path *a, struct suggest_path *b))
{
	struct arena arena = { 0 };
	struct lookup names = { 0 };
	bool more = true;
	for (size_t i = 0; i < s->paths && more; i++) {
		if (!has_spellings(&s->path[i]))
			continue;
		const struct text name = normal_path(s->path[i].at.path, &arena);
		const size_t first = lookup_find(&names, name);
		if (first == LOOKUP_NONE)
			lookup_put(&names, name, i);
		else
			more = take(&s->path[first], &s->path[i]);
	}
	lookup_free(&names);
	arena_free(&arena);
	return more;
}

/* Afterwards a's bits are those of all spellings so far. */
static bool
are_apart(struct suggest_path *a, struct suggest_path *b)
{
	if (share_an_event(a, b))
		return false;
	merge_bits(a->present, b->present);
	return true;
}

static bool
merge_two(struct suggest_path *a, struct suggest_path *b)
{
	merge(a, b);
	return true;
}

void
suggest_merge_spellings(struct suggest *s)
{
	s->exact = !find_spellings(s, are_apart);
	if (!s->exact)
		find_spellings(s, merge_two);
}
