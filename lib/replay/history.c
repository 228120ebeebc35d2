/* SPDX-License-Identifier: MIT */
#include "replay/history.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

#define PLAIN_BIT 0x80u

/* LEB128: seven bits a byte, lowest first. */
static void
pack_number(struct buf *b, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		buf_char(b, (char)(v | 0x80));
	buf_char(b, (char)v);
}

static uint64_t
unpack_number(const char **p)
{
	uint64_t v = 0;
	for (unsigned shift = 0;; shift += 7) {
		const uint64_t byte = (unsigned char)*(*p)++;
		v |= (byte & 0x7f) << shift;
		if (byte < 0x80)
			return v;
	}
}

static void
pack_value(struct buf *b, const struct value *v)
{
	buf_char(b, (char)(v->kind | (v->plain ? PLAIN_BIT : 0)));
	if (v->kind == VALUE_ABSENT)
		return;
	pack_number(b, v->text.n);
	buf_text(b, v->text);
}

static struct value
unpack_value(const char **p)
{
	const unsigned head = (unsigned char)*(*p)++;
	struct value v = VALUE_NONE;
	if ((head & ~PLAIN_BIT) == VALUE_ABSENT)
		return v;
	v.kind = (uint8_t)(head & ~PLAIN_BIT);
	v.plain = (head & PLAIN_BIT) != 0;
	v.text.n = (size_t)unpack_number(p);
	v.text.p = *p;
	*p += v.text.n;
	return v;
}

/* Does a belong behind b? */
static bool
behind(const struct history_entry *a, const struct history_entry *b)
{
	if (a->at_ns != b->at_ns)
		return a->at_ns > b->at_ns;
	if (a->input != b->input)
		return a->input > b->input;
	return a->line > b->line;
}

void
history_add(
    struct history *h, unsigned input, uint64_t line, const struct event *ev, size_t nfields)
{
	h->entry = mem_grow(h->entry, &h->cap, h->n + 1, sizeof(*h->entry));
	struct history_entry *e = &h->entry[h->n];
	*e = (struct history_entry){
		.at_ns = ev->observed_at_ns, .line = line, .offset = h->packed.n, .input = input
	};
	if (h->n > 0 && behind(e - 1, e))
		h->unsorted = true;
	h->n++;

	const struct value *id[] = { &ev->event_id, &ev->tenant_id, &ev->source_id, &ev->entity_id,
		&ev->session_id };
	for (size_t i = 0; i < sizeof(id) / sizeof(*id); i++)
		pack_value(&h->packed, id[i]);
	pack_number(&h->packed, ev->encoding_version);
	for (size_t i = 0; i < nfields; i++)
		pack_value(&h->packed, &ev->field[i]);
	pack_number(&h->packed, ev->fields_json.n);
	buf_text(&h->packed, ev->fields_json);
}

void
history_join(struct history *h, struct history *from, uint64_t lines_before)
{
	const size_t offset = h->packed.n, first = h->n;
	if (from->n == 0)
		return;
	buf_text(&h->packed, buf_as_text(&from->packed));
	h->entry = mem_grow(h->entry, &h->cap, h->n + from->n, sizeof(*h->entry));
	for (size_t i = 0; i < from->n; i++) {
		struct history_entry *e = &h->entry[h->n++];
		*e = from->entry[i];
		e->line += lines_before;
		e->offset += offset;
	}
	if (from->unsorted || (first > 0 && behind(&h->entry[first - 1], &h->entry[first])))
		h->unsorted = true;
	from->packed.n = 0;
	from->n = 0;
	from->unsorted = false;
}

void
history_get(
    const struct history *h, size_t i, struct event *ev, struct value *field, size_t nfields)
{
	assert(i < h->n);
	const char *p = h->packed.p + h->entry[i].offset;
	*ev = (struct event){ .observed_at_ns = h->entry[i].at_ns, .field = field };
	struct value *id[] = { &ev->event_id, &ev->tenant_id, &ev->source_id, &ev->entity_id,
		&ev->session_id };
	for (size_t k = 0; k < sizeof(id) / sizeof(*id); k++)
		*id[k] = unpack_value(&p);
	ev->encoding_version = unpack_number(&p);
	for (size_t k = 0; k < nfields; k++)
		field[k] = unpack_value(&p);
	ev->fields_json.n = (size_t)unpack_number(&p);
	ev->fields_json.p = p;
}

/* Merges the neighbours from[a..b) and from[b..c) into to[a..c). */
static void
merge(const struct history_entry *from, struct history_entry *to, size_t a, size_t b, size_t c)
{
	size_t i = a, j = b;
	for (size_t k = a; k < c; k++)
		to[k] = j == c || (i < b && !behind(&from[i], &from[j])) ? from[i++] : from[j++];
}

/* The starts of the runs that are in order already, with the end behind them. */
static size_t *
find_runs(const struct history *h, size_t *nruns)
{
	size_t cap = 0, n = 0;
	size_t *run = mem_grow(NULL, &cap, 2, sizeof(*run));
	run[n++] = 0;
	for (size_t i = 1; i < h->n; i++) {
		if (!behind(&h->entry[i - 1], &h->entry[i]))
			continue;
		run = mem_grow(run, &cap, n + 2, sizeof(*run));
		run[n++] = i;
	}
	run[n] = h->n;
	*nruns = n;
	return run;
}

/*
 * A natural merge sort: logs are a few runs that are in order each (one an input, or one a server
 * that wrote into it), and then this is linear.
 */
void
history_sort(struct history *h)
{
	if (!h->unsorted)
		return;
	size_t nruns = 0;
	size_t *run = find_runs(h, &nruns);
	struct history_entry *other = mem_alloc(h->n * sizeof(*other));
	h->cap = h->n;
	while (nruns > 1) {
		size_t left = 0;
		for (size_t i = 0; i < nruns; i += 2) {
			const size_t b = run[i + 1], c = i + 2 <= nruns ? run[i + 2] : b;
			merge(h->entry, other, run[i], b, c);
			run[left++] = run[i];
		}
		run[left] = h->n;
		nruns = left;
		struct history_entry *swap = h->entry;
		h->entry = other;
		other = swap;
	}
	free(other);
	free(run);
	h->unsorted = false;
}

void
history_free(struct history *h)
{
	buf_free(&h->packed);
	free(h->entry);
	*h = (struct history){ 0 };
}
