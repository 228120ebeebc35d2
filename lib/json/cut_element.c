/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "json/cut_private.h"
#include "json/scan.h"

uint64_t
cut_lines_before(struct cutting *k, size_t at)
{
	k->lines += text_count((struct text){ k->text + k->counted, at - k->counted }, '\n');
	k->counted = at;
	return k->lines;
}

void
cut_end_element(struct cutting *k, bool over)
{
	struct json_cut *c = k->c;
	struct json_index *ix = k->ix;
	const uint32_t at = ix->elements > 0 ? ix->element[ix->elements - 1].end : 0;
	if (k->mark == 0)
		return;
	if (over) {
		ix->at[k->mark] = at;
		ix->ch[k->mark] = '\n';
	} else {
		c->insert = mem_grow(c->insert, &c->insert_cap, c->inserts + 1, sizeof(*c->insert));
		c->insert[c->inserts++] = (struct json_cut_insert){ (uint32_t)k->mark, at };
	}
	k->mark = 0;
}

/* The faults of the index are in order, and these are too.  They are merged at the end. */
static void
check_utf8(struct cutting *k, size_t start, size_t end)
{
	struct json_index *ix = k->ix;
	const size_t good = utf8_valid(k->text + start, end - start);
	if (good == end - start)
		return;
	ix->fault = mem_grow(ix->fault, &ix->fault_cap, ix->nfault + 1, sizeof(*ix->fault));
	ix->fault[ix->nfault++] = (struct json_fault){ (uint32_t)(start + good), JSON_BAD_UTF8 };
}

struct json_element *
cut_add_element(struct cutting *k, size_t start, size_t end, enum json_code fault)
{
	struct json_index *ix = k->ix;
	const struct cut_level *around = cut_envelope_of(k->c);
	cut_end_element(k, false);
	ix->element =
	    mem_grow(ix->element, &ix->element_cap, ix->elements + 1, sizeof(*ix->element));
	struct json_element *e = &ix->element[ix->elements++];
	*e = (struct json_element){ .start = (uint32_t)start,
		.end = (uint32_t)end,
		.entry = (uint32_t)(k->i + k->c->inserts),
		.line = (uint32_t)cut_lines_before(k, start) + 1,
		.envelope = around != NULL ? (uint32_t)around->number : 0,
		.place = around != NULL ? (uint32_t)around->text.n : 0,
		.fault = (uint8_t)fault };
	if (fault == JSON_OK && end - start > k->c->max)
		e->fault = JSON_TOO_LONG;
	if (ix->suspect && e->fault == JSON_OK)
		check_utf8(k, start, end);
	return e;
}

void
cut_sort_faults(struct cutting *k)
{
	if (k->ix->nfault > k->faults && k->faults > 0)
		scan_sort_faults(k->ix);
}

/* Moves the entries after each place of insertion, the last ones first. */
void
cut_insert_entries(struct json_cut *c, struct json_index *ix)
{
	size_t n = ix->n;
	if (c->inserts == 0)
		return;
	scan_more_room(ix, n + c->inserts);
	for (size_t j = c->inserts; j > 0; j--) {
		const struct json_cut_insert *in = &c->insert[j - 1];
		memmove(
		    ix->at + in->entry + j, ix->at + in->entry, (n - in->entry) * sizeof(*ix->at));
		memmove(ix->ch + in->entry + j, ix->ch + in->entry, n - in->entry);
		ix->at[in->entry + j - 1] = in->at;
		ix->ch[in->entry + j - 1] = '\n';
		n = in->entry;
	}
	ix->n += c->inserts;
	memset(ix->ch + ix->n, 0, SCAN_SLACK);
}
