/* SPDX-License-Identifier: MIT */
#include "replay/field_tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

void
field_tally_new(struct field_tally *t, size_t fields)
{
	*t = (struct field_tally){ .fields = fields };
	t->field = mem_zalloc(fields + 1, sizeof(*t->field));
}

void
field_tally_end(struct field_tally *t)
{
	free(t->field);
	arena_free(&t->text);
}

/* Cuts a text to the length of an example, and marks the cut with an ellipsis. */
static struct text
cut(struct arena *a, struct text t)
{
	static const char ellipsis[] = "\xe2\x80\xa6";
	if (t.n <= FIELD_EXAMPLE_MAX)
		return t;
	size_t n = FIELD_EXAMPLE_MAX;
	while (n > 0 && ((unsigned char)t.p[n] & 0xc0) == 0x80)
		n--;
	char *p = arena_alloc(a, n + sizeof(ellipsis));
	memcpy(p, t.p, n);
	memcpy(p + n, ellipsis, sizeof(ellipsis));
	return (struct text){ p, n + sizeof(ellipsis) - 1 };
}

static struct text
as_json(struct arena *a, const struct value *v)
{
	if (v->kind == VALUE_ABSENT)
		return TEXT_ABSENT;
	struct value shown = *v;
	struct buf b = { 0 };
	shown.text = cut(a, v->text);
	if (shown.text.p != v->text.p && v->kind == VALUE_JSON) {
		shown.kind = VALUE_STRING;
		shown.plain = false;
	}
	value_put(&b, &shown);
	const struct text json = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return json;
}

void
field_tally_note(struct field_tally *t, size_t field, struct text event_id,
    const struct value *before, const struct value *after)
{
	struct field_count *f = &t->field[field];
	const enum difference what = after->kind == VALUE_ABSENT    ? FIELD_LOST
				     : before->kind == VALUE_ABSENT ? FIELD_FOUND
								    : FIELD_CHANGED;
	const uint64_t i = f->count[what]++;
	if (i >= FIELD_EXAMPLES)
		return;
	f->example[what][i] = (struct field_example){ arena_text(&t->text, cut(&t->text, event_id)),
		as_json(&t->text, before), as_json(&t->text, after) };
}

static void
join(struct arena *a, struct field_count *to, const struct field_count *from, enum difference what)
{
	for (uint64_t i = 0; i < from->count[what] && i < FIELD_EXAMPLES; i++) {
		const uint64_t place = to->count[what] + i;
		if (place >= FIELD_EXAMPLES)
			break;
		const struct field_example *e = &from->example[what][i];
		to->example[what][place] = (struct field_example){ arena_text(a, e->event_id),
			arena_text(a, e->before), arena_text(a, e->after) };
	}
	to->count[what] += from->count[what];
}

void
field_tally_join(struct field_tally *t, const struct field_tally *from)
{
	for (size_t i = 0; i < from->fields; i++)
		for (unsigned what = 0; what < DIFFERENCES; what++)
			join(&t->text, &t->field[i], &from->field[i], (enum difference)what);
}

void
field_tally_clear(struct field_tally *t)
{
	for (size_t i = 0; i < t->fields; i++)
		memset(t->field[i].count, 0, sizeof(t->field[i].count));
	arena_reset(&t->text);
}
