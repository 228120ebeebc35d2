/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "encode/suggest_private.h"

/*
 * The places that are counted.  A log may have a new key in each event, so the table is bounded:
 * when it is full, the places that at most a twentieth of the events so far have are dropped.  One
 * that comes back is counted from there on, so that its share is at worst a twentieth too low.
 * All that a place keeps is released with it, except the texts of its values.
 */

static bool
may_be_id(const struct suggest_place *at)
{
	char room[2 * SUGGEST_PATH_MAX];
	const struct text t = suggest_normal(at->key, room);
	if (at->indexed || at->pair.p != NULL)
		return false;
	if (text_eq(t, TEXT("cursor")) || text_eq(t, TEXT("uuid")) || text_eq(t, TEXT("guid")))
		return true;
	return t.n >= 2 && memcmp(t.p + t.n - 2, "id", 2) == 0;
}

static void
drop(struct suggest *s, struct suggest_path *p)
{
	s->ids -= p->may_be_id;
	lookup_free(&p->seen);
	free(p->present);
	free(p->timed);
	free((void *)(uintptr_t)p->own.p);
}

static void
purge(struct suggest *s)
{
	size_t kept = 0;
	lookup_free(&s->number);
	for (size_t i = 0; i < s->paths; i++) {
		struct suggest_path *p = &s->path[i];
		if (p->last < s->events && p->events * 20 <= s->events) {
			drop(s, p);
			continue;
		}
		s->path[kept] = *p;
		lookup_put(&s->number, s->path[kept].own, kept);
		kept++;
	}
	s->paths = kept;
	s->purged = s->events;
}

static struct text
part(char **next, struct text t)
{
	const struct text copy = { *next, t.n };
	if (t.p == NULL)
		return TEXT_ABSENT;
	memcpy(*next, t.p, t.n);
	*next += t.n;
	return copy;
}

/* The key of a place in the table: its path, and the key of a pair behind a NUL.  No path has a
 * NUL, because keys with one are not plain. */
static size_t
own_size(const struct suggest_place *at)
{
	return at->path.n + (at->pair.p ? 1 + at->pair.n : 0);
}

static void
put_own(const struct suggest_place *at, char *out)
{
	memcpy(out, at->path.p, at->path.n);
	if (at->pair.p) {
		out[at->path.n] = '\0';
		memcpy(out + at->path.n + 1, at->pair.p, at->pair.n);
	}
}

static struct suggest_path *
add(struct suggest *s, const struct suggest_place *at, struct text own)
{
	struct suggest_path *p = &s->path[s->paths];
	char *next = mem_alloc(own.n + at->name.n + at->key.n + 1);
	*p = (struct suggest_path){ .at = *at, .own = part(&next, own) };
	p->at.path.p = p->own.p;
	if (at->pair.p)
		p->at.pair.p = p->own.p + at->path.n + 1;
	p->at.name = part(&next, at->name);
	p->at.key = part(&next, at->key);
	p->present = mem_zalloc(SUGGEST_BITS, 1);
	p->may_be_id = s->ids < SUGGEST_IDS && may_be_id(at);
	s->ids += p->may_be_id;
	lookup_put(&s->number, p->own, s->paths++);
	return p;
}

struct suggest_path *
suggest_path(struct suggest *s, const struct suggest_place *at)
{
	char room[SUGGEST_PATH_MAX];
	const struct text own = { room, own_size(at) };
	if (own.n > sizeof(room))
		return NULL;
	put_own(at, room);
	const size_t i = lookup_find(&s->number, own);
	if (i != LOOKUP_NONE)
		return &s->path[i];
	if (s->path == NULL)
		s->path = arena_zalloc(&s->arena, SUGGEST_PATHS, sizeof(*s->path));
	if (s->paths == SUGGEST_PATHS && s->purged < s->events)
		purge(s);
	return s->paths < SUGGEST_PATHS ? add(s, at, own) : NULL;
}

const struct suggest_path *
suggest_find_path(const struct suggest *s, struct text path)
{
	const size_t i = lookup_find(&s->number, path);
	return i == LOOKUP_NONE ? NULL : &s->path[i];
}

void
suggest_paths_free(struct suggest *s)
{
	for (size_t i = 0; i < s->paths; i++)
		drop(s, &s->path[i]);
	lookup_free(&s->number);
}
