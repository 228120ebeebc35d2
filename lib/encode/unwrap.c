/* SPDX-License-Identifier: MIT */
#include "encode/unwrap.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "json/outline.h"
#include "json/write.h"

void
unwrap_free(struct unwrap *u)
{
	json_index_free(&u->index);
	json_index_free(&u->content);
	json_walker_free(u->walker);
	json_paths_free(u->none);
	free(u->done);
}

/* ---- the content of a string ---------------------------------------------------------------- */

static bool
begins_container(struct text t)
{
	size_t i = 0;
	while (i < t.n && ascii_is_blank(t.p[i]))
		i++;
	return i < t.n && (t.p[i] == '{' || t.p[i] == '[');
}

static bool
has_outline(struct text t)
{
	struct json_outline o;
	size_t used;
	json_outline_begin(&o);
	if (json_outline_follow(&o, t.p, t.n, &used) != OUTLINE_END)
		return false;
	while (used < t.n && ascii_is_blank(t.p[used]))
		used++;
	return used == t.n;
}

/* Is it JSON?  UNWRAP_DONE: yes. */
static enum unwrap_result
check(struct unwrap *u, struct text content)
{
	struct json_pos pos = { 0 };
	struct json_line line;
	if (!u->walker) {
		u->none = json_paths_new(false, false);
		u->walker = json_walker_new(u->none);
	}
	json_index_build(&u->content, content.p, content.n, JSON_DOCUMENT);
	if (!json_walk(u->walker, content.p, content.n, &u->content, &pos, &line))
		return UNWRAP_NOTHING;
	if (line.fault.code == JSON_TOO_DEEP && has_outline(content))
		return UNWRAP_TOO_DEEP;
	return line.fault.code == JSON_OK ? UNWRAP_DONE : UNWRAP_NOTHING;
}

/* ---- the record ----------------------------------------------------------------------------- */

/* Notes what is about to stand in place of a string.  What was unwrapped around it grows or
 * shrinks, and what was behind it moves. */
static void
note(struct unwrap *u, size_t at, struct text token, size_t n)
{
	for (size_t i = 0; i < u->n; i++) {
		struct unwrapped *d = &u->done[i];
		if (d->at > at)
			d->at = d->at - token.n + n;
		else if (d->at + d->n > at)
			d->n = d->n - token.n + n;
	}
	u->done = mem_grow(u->done, &u->cap, u->n + 1, sizeof(*u->done));
	u->done[u->n++] = (struct unwrapped){ at, n, token };
}

/* Writes the record with the content in place of the string. */
static void
put_record(struct unwrap *u, struct text old, const struct json_value *string, struct text content,
    struct arena *a)
{
	const struct text token = { string->p - 1, string->n + 2 };
	const size_t at = (size_t)(token.p - old.p), rest = old.n - at - token.n;
	char *p = arena_alloc(a, old.n - token.n + content.n);
	memcpy(p, old.p, at);
	memcpy(p + at, content.p, content.n);
	memcpy(p + at + content.n, token.p + token.n, rest);
	u->record = (struct text){ p, at + content.n + rest };
	note(u, at, token, content.n);
}

enum unwrap_result
unwrap_record(struct unwrap *u, struct json_walker *w, struct json_line *line, struct arena *a,
    struct text *blame)
{
	u->record = TEXT_ABSENT;
	u->n = 0;
	for (size_t i = 0; i < u->paths; i++) {
		const struct json_value *v = &line->slot[u->slot[i]];
		struct json_pos pos = { 0 };
		if (v->kind != JSON_STRING)
			continue;
		*blame = (struct text){ v->p, v->n };
		const struct text content = v->escaped ? json_unescaped(a, *blame) : *blame;
		const enum unwrap_result is =
		    begins_container(content) ? check(u, content) : UNWRAP_NOTHING;
		if (is == UNWRAP_TOO_DEEP)
			return is;
		if (is == UNWRAP_NOTHING)
			continue;
		put_record(u, (struct text){ line->p, line->n }, v, content, a);
		json_index_build(&u->index, u->record.p, u->record.n, JSON_DOCUMENT);
		json_walk(w, u->record.p, u->record.n, &u->index, &pos, line);
		if (line->kind != JSON_OBJECT)
			return UNWRAP_TOO_DEEP;
	}
	return u->n > 0 ? UNWRAP_DONE : UNWRAP_NOTHING;
}

/* ---- as spelled in the input ---------------------------------------------------------------- */

/* The first in [from, to) that was unwrapped, the outermost of those; NULL: none.  [from, to)
 * itself is not meant if it is the whole container. */
static const struct unwrapped *
next_inside(const struct unwrap *u, size_t from, size_t to, size_t whole)
{
	const struct unwrapped *first = NULL;
	for (size_t i = 0; i < u->n; i++) {
		const struct unwrapped *d = &u->done[i];
		if (d->at < from || d->at + d->n > to || d->n == whole)
			continue;
		if (!first || d->at < first->at || (d->at == first->at && d->n > first->n))
			first = d;
	}
	return first;
}

struct text
unwrap_spelled(const struct unwrap *u, struct text container, struct arena *a)
{
	const struct unwrapped *d;
	struct buf b = { 0 };
	if (container.p < u->record.p || container.p >= u->record.p + u->record.n)
		return container;
	size_t at = (size_t)(container.p - u->record.p);
	const size_t end = at + container.n;
	if (!next_inside(u, at, end, container.n))
		return container;
	while ((d = next_inside(u, at, end, container.n))) {
		buf_put(&b, u->record.p + at, d->at - at);
		buf_text(&b, d->token);
		at = d->at + d->n;
	}
	buf_put(&b, u->record.p + at, end - at);
	container = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return container;
}
