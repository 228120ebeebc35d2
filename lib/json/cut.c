/* SPDX-License-Identifier: MIT */
#include "json/cut.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "json/cut_private.h"
#include "json/outline.h"
#include "json/write.h"

enum expect {
	EXPECT_VALUE,
	EXPECT_VALUE_OR_END,
	EXPECT_KEY,
	EXPECT_KEY_OR_END,
	EXPECT_COLON,
	BEHIND
};

static char
kind_at(const struct cutting *k, size_t i)
{
	return (char)(k->ix->ch[i] & 0x7f);
}

/* ---- values ------------------------------------------------------------------------------- */

static bool take_whole(struct cutting *k);

/* Stops; the rest begins at this position. */
static bool
stop_at(struct cutting *k, size_t at)
{
	if (cut_trial(k->c))
		return take_whole(k);
	k->c->used = at;
	return false;
}

/* The text there is not a record, but is over the limit. */
static bool
stop_outsized(struct cutting *k, size_t at)
{
	if (cut_trial(k->c))
		return take_whole(k);
	k->c->outsized = true;
	return stop_at(k, at);
}

/*
 * Does the text have the outline of a value?  The walk checks records, except those that it skips,
 * but nothing else checks the values of an envelope.
 */
static bool
has_outline(const char *p, size_t n)
{
	struct json_outline o;
	size_t used;
	json_outline_begin(&o);
	enum json_outline_answer answer = json_outline_follow(&o, p, n, &used);
	return used == n &&
	       (answer == OUTLINE_END || (answer == OUTLINE_MORE && json_outline_may_end(&o)));
}

static bool
stop_fault(struct cutting *k, size_t start, size_t end, enum json_code code)
{
	if (cut_trial(k->c))
		return take_whole(k);
	cut_add_element(k, start, end, code);
	k->c->faulted = true;
	return stop_at(k, end);
}

/* Nothing else checks a text of an envelope that is not kept, and no longer tried. */
static bool
pass_side_text(struct cutting *k, size_t start, size_t end)
{
	if (json_arrays_is_kept(k->c->arrays) || cut_trial(k->c))
		return true;
	const struct json_fault f =
	    cut_check_text(k->c, (struct text){ k->text + start, end - start });
	const size_t at = start + f.at;
	if (json_fault_is_syntax(f.code))
		return stop_fault(k, at, at + (at < end), f.code);
	if (f.code != JSON_OK)
		cut_add_element(k, at, at + (at < end), f.code);
	return true;
}

/*
 * Passes a value from `start` to `end`; the next entry after it is number `next`.  If it must be
 * checked here and is not a value, it is left to the code that follows the rest.
 */
static bool
pass_value(struct cutting *k, size_t start, size_t end, size_t next, bool deep)
{
	const struct cut_level *l = cut_innermost(k->c);
	const bool record = l == NULL || l->records;
	if ((deep || end - start > k->c->max || !record) &&
	    !has_outline(k->text + start, end - start))
		return stop_at(k, start);
	if (!record && end - start > k->c->max)
		return stop_outsized(k, start);
	if (!record && !pass_side_text(k, start, end))
		return false;
	if (record) {
		cut_add_element(k, start, end, JSON_OK);
		k->mark = next;
	}
	k->c->expect = l != NULL ? BEHIND : EXPECT_VALUE;
	k->c->place = ARRAYS_TOP;
	k->from = end;
	k->i = next;
	return true;
}

/* ---- containers ----------------------------------------------------------------------------- */

/* Do the paths to named arrays (or to the elements of an array at the top) go into the container
 * that begins at entry k->i? */
static bool
goes_into(const struct cutting *k)
{
	const struct json_cut *c = k->c;
	if (kind_at(k, k->i) == '{')
		return json_arrays_has_keys(c->arrays, c->place);
	return json_arrays_element(c->arrays, c->place) != ARRAYS_NOWHERE;
}

/* The place of an array's elements. */
static unsigned
element_place(const struct json_cut *c, const struct cut_level *array)
{
	const unsigned place = json_arrays_element(c->arrays, array->place);
	const bool tried = json_arrays_is_kept(c->arrays) && json_arrays_has_keys(c->arrays, place);
	return array->ends && !tried ? ARRAYS_NOWHERE : place;
}

static bool
go_into(struct cutting *k)
{
	struct json_cut *c = k->c;
	const bool whole = json_arrays_is_whole(c->arrays), kept = json_arrays_is_kept(c->arrays);
	const size_t at = k->ix->at[k->i];
	struct cut_level *around = cut_envelope_of(c), *l, *last = cut_innermost(c);
	const bool object = kind_at(k, k->i) == '{';
	const size_t outer = around != NULL ? around->number : 0;
	const size_t in_outer = around != NULL ? around->text.n : 0;
	const bool envelope = object && (last == NULL || !last->object);
	const bool ends = whole && !object && json_arrays_ends(c->arrays, c->place);
	const bool tried =
	    whole && envelope && (last == NULL || last->ends || (c->levels == 1 && !last->object));
	if (ends && !cut_find_array(k, at))
		return take_whole(k);
	if (tried)
		cut_begin_trial(k);
	if (kept && !object && last != NULL && last->object) {
		cut_copy_text(k, around, at + 1);
		around->arrays++;
	}
	cut_end_element(k, false);
	c->level = mem_grow(c->level, &c->level_cap, c->levels + 1, sizeof(*c->level));
	l = &c->level[c->levels++];
	*l = (struct cut_level){ .object = object,
		.envelope = envelope,
		.records = !object && (!whole || ends || last == NULL),
		.ends = ends,
		.tried = tried,
		.entry = k->i,
		.place = c->place,
		.line = !kept && last != NULL ? 0 : c->lines + cut_lines_before(k, at) + 1,
		.number = !kept,
		.from = at };
	if (envelope && kept) {
		l->id = ++c->ids;
		l->in_outer = in_outer;
		cut_list_envelope(c, l, outer);
	}
	c->expect = object ? EXPECT_KEY_OR_END : EXPECT_VALUE_OR_END;
	if (!object)
		c->place = element_place(c, l);
	k->from = at + 1;
	k->i++;
	return true;
}

static void
come_out(struct cutting *k)
{
	struct json_cut *c = k->c;
	struct cut_level *l = cut_innermost(c), *around;
	const size_t at = k->ix->at[k->i];
	cut_end_element(k, true);
	if (l->envelope && json_arrays_is_kept(c->arrays))
		cut_end_envelope(k, l, at + 1);
	c->levels--;
	around = cut_innermost(c);
	if (!l->object && around != NULL && around->object)
		cut_envelope_of(c)->from = at;
	c->expect = c->levels > 0 ? BEHIND : EXPECT_VALUE;
	c->place = ARRAYS_TOP;
	k->from = at + 1;
	k->i++;
}

/*
 * Returns the entry of the bracket that ends the container which begins at entry i, or 0 if it is
 * not there.  Among the characters of entries only brackets have bit 0x40, and among these only
 * closing ones have bit 0x04.  So eight entries can be checked together.  *deepest is how deep the
 * container nests.
 */
static size_t
closing(const struct cutting *k, size_t i, size_t *deepest)
{
	const uint64_t brackets = UINT64_C(0x4040404040404040);
	size_t depth = 0;
	*deepest = 0;

	for (; i < k->end; i += 8) {
		uint64_t next = json_next_entries(k->ix->ch + i), found = next & brackets;
		for (; found != 0; found &= found - 1) {
			const unsigned bit = (unsigned)__builtin_ctzll(found);
			if (!(next >> (bit - 4) & 1)) {
				depth++;
				*deepest = depth > *deepest ? depth : *deepest;
			} else if (--depth == 0) {
				return i + bit / 8;
			}
		}
	}
	return 0;
}

/* ---- the way through the index -------------------------------------------------------------- */

/* The text from `start` to `end` is a syntax error. */
static bool
fault(struct cutting *k, size_t start, size_t end)
{
	static const enum json_code codes[] = { [EXPECT_VALUE] = JSON_NO_VALUE,
		[EXPECT_VALUE_OR_END] = JSON_NO_VALUE,
		[EXPECT_KEY] = JSON_NO_KEY,
		[EXPECT_KEY_OR_END] = JSON_NO_KEY,
		[EXPECT_COLON] = JSON_NO_COLON,
		[BEHIND] = JSON_NO_COMMA };
	const struct cut_level *l = cut_innermost(k->c);
	const char c = k->text[start];
	const enum expect expect = k->c->expect;
	enum json_code code = codes[expect];
	if (l != NULL && ((expect == EXPECT_VALUE && c == ']' && !l->object) ||
			     (expect == EXPECT_KEY && c == '}')))
		code = JSON_TRAILING_COMMA;
	return stop_fault(k, start, end, code);
}

/* A number, a literal or another token without quotes, beginning at `start`. */
static bool
scalar(struct cutting *k, size_t start)
{
	size_t end = start;
	while (end < k->ix->at[k->i] && !ascii_is_blank(k->text[end]))
		end++;
	if (!json_cut_expects_value(k->c))
		return fault(k, start, end);
	if (end == k->n && !k->all)
		return stop_at(k, start);
	return pass_value(k, start, end, k->i, false);
}

/* The key of an envelope. */
static bool
key(struct cutting *k)
{
	struct json_cut *c = k->c;
	const size_t start = k->ix->at[k->i], left = k->n - start;
	struct json_outline o;
	size_t n;
	json_outline_begin(&o);
	switch (json_outline_follow(&o, k->text + start, left < c->max ? left : c->max, &n)) {
	case OUTLINE_FAULT: return fault(k, start, start + 1);
	case OUTLINE_MORE: return left < c->max ? stop_at(k, start) : stop_outsized(k, start);
	case OUTLINE_END: break;
	}
	if (!pass_side_text(k, start, start + n))
		return false;
	c->key.n = 0;
	buf_room(&c->key, n);
	c->key.n = json_unescape((struct text){ k->text + start + 1, n - 2 }, c->key.p);
	c->place = json_arrays_key(c->arrays, cut_innermost(c)->place, buf_as_text(&c->key));
	c->expect = EXPECT_COLON;
	k->from = start + n;
	k->i += 2;
	return true;
}

static bool
string(struct cutting *k)
{
	struct json_cut *c = k->c;
	const size_t start = k->ix->at[k->i];
	if (c->expect == BEHIND || c->expect == EXPECT_COLON)
		return fault(k, start, start + 1);
	if (!json_cut_expects_value(c))
		return key(k);
	if (kind_at(k, k->i + 1) != '"')
		return stop_at(k, start);
	return pass_value(k, start, k->ix->at[k->i + 1] + 1, k->i + 2, false);
}

/* Passes the container that begins at entry k->i. */
static bool
pass_container(struct cutting *k)
{
	const size_t start = k->ix->at[k->i];
	size_t deepest;
	const size_t close = closing(k, k->i, &deepest);
	if (close == 0)
		return stop_at(k, start);
	const size_t end = k->ix->at[close] + 1;
	return pass_value(k, start, end, close + 1, deepest > JSON_DEPTH);
}

/* The object that is tried is taken as if no path led into it. */
static bool
take_whole(struct cutting *k)
{
	struct json_cut *c = k->c;
	struct cut_level *trial = cut_trial(c);
	k->i = trial->entry;
	c->place = trial->place;
	cut_give_up_trial(k, trial);
	c->expect = EXPECT_VALUE;
	return pass_container(k);
}

static bool
container(struct cutting *k)
{
	const size_t start = k->ix->at[k->i];
	if (!json_cut_expects_value(k->c))
		return fault(k, start, start + 1);
	return goes_into(k) ? go_into(k) : pass_container(k);
}

static bool
comma(struct cutting *k)
{
	struct json_cut *c = k->c;
	const struct cut_level *l = cut_innermost(c);
	const size_t at = k->ix->at[k->i];
	if (c->expect != BEHIND)
		return fault(k, at, at + 1);
	cut_end_element(k, true);
	c->expect = l->object ? EXPECT_KEY : EXPECT_VALUE;
	c->place = l->object ? ARRAYS_NOWHERE : element_place(c, l);
	k->from = at + 1;
	k->i++;
	return true;
}

static bool
close_container(struct cutting *k, bool object)
{
	const struct json_cut *c = k->c;
	const struct cut_level *l = cut_innermost(c);
	const size_t at = k->ix->at[k->i];
	const enum expect empty = object ? EXPECT_KEY_OR_END : EXPECT_VALUE_OR_END;
	if (l == NULL || l->object != object || (c->expect != BEHIND && c->expect != empty))
		return fault(k, at, at + 1);
	if (l == cut_trial(c))
		return take_whole(k);
	come_out(k);
	return true;
}

static bool
colon(struct cutting *k)
{
	const size_t at = k->ix->at[k->i];
	if (k->c->expect != EXPECT_COLON)
		return fault(k, at, at + 1);
	k->c->expect = EXPECT_VALUE;
	k->from = at + 1;
	k->i++;
	return true;
}

/* Is the current envelope over the limit before its next token?  Called for each token, so that the
 * answer does not depend on where blocks end. */
static bool
is_outsized(const struct cutting *k, size_t at)
{
	const struct cut_level *l = cut_innermost(k->c), *trial = cut_trial(k->c);
	if (trial != NULL)
		return at - k->ix->at[trial->entry] > k->c->max;
	if (l == NULL || !l->object || !json_arrays_is_kept(k->c->arrays))
		return false;
	l = cut_envelope_of(k->c);
	return l->text.n + (at - l->from) > k->c->max;
}

/* Handles the next token.  Returns false at the end of this block. */
static bool
step(struct cutting *k)
{
	size_t at = k->from;
	while (at < k->ix->at[k->i] && ascii_is_blank(k->text[at]))
		at++;
	if (is_outsized(k, at))
		return stop_outsized(k, at);
	if (at < k->ix->at[k->i])
		return scalar(k, at);
	switch (kind_at(k, k->i)) {
	case '"': return string(k);
	case '{':
	case '[': return container(k);
	case '}': return close_container(k, true);
	case ']': return close_container(k, false);
	case ',': return comma(k);
	case ':': return colon(k);
	default: return stop_at(k, k->n);
	}
}

/* ---- the index of what was cut -------------------------------------------------------------- */

void
json_cut(struct json_cut *c, struct json_index *ix, const char *text, size_t n, bool all)
{
	struct cutting k = { .c = c,
		.ix = ix,
		.text = text,
		.n = n,
		.i = 1,
		.end = ix->n - 1,
		.faults = ix->nfault,
		.all = all };
	bool more;

	c->inserts = 0;
	if (c->place == ARRAYS_NOWHERE && c->levels == 0)
		c->place = ARRAYS_TOP;
	cut_list_envelopes(c);
	while ((more = step(&k)) && !c->outsized)
		;
	if (more)
		c->used = k.from;
	cut_end_element(&k, true);
	cut_insert_entries(c, ix);
	cut_sort_faults(&k);
	cut_show_envelopes(&k);
	c->lines += cut_lines_before(&k, c->used);
	ix->cut = true;
}

bool
json_cut_expects_value(const struct json_cut *c)
{
	return c->expect == EXPECT_VALUE || c->expect == EXPECT_VALUE_OR_END;
}

bool
json_cut_expects_record(const struct json_cut *c)
{
	const struct cut_level *l = cut_innermost(c);
	return json_cut_expects_value(c) && (l == NULL || l->records);
}

void
json_cut_torn(struct json_cut *c, struct json_index *ix, const char *text, size_t n)
{
	struct cutting k = { .c = c, .ix = ix, .text = text, .n = n, .i = 1, .faults = ix->nfault };
	c->inserts = 0;
	cut_list_envelopes(c);
	cut_add_element(&k, 0, n, JSON_OK)->torn = true;
	cut_sort_faults(&k);
	c->faulted = true;
	c->used = n;
	c->lines += cut_lines_before(&k, n);
	cut_show_envelopes(&k);
	ix->cut = true;
}

void
json_cut_pass(struct json_cut *c, uint64_t lines)
{
	c->lines += lines;
	c->expect = c->levels > 0 ? BEHIND : EXPECT_VALUE;
	c->place = ARRAYS_TOP;
}

bool
json_cut_is_in_array(const struct json_cut *c)
{
	return c->levels > 0 && !c->level[0].object;
}

uint64_t
json_cut_open_line(const struct json_cut *c)
{
	return c->levels > 0 ? c->level[0].line : 0;
}

void
json_cut_free(struct json_cut *c)
{
	for (size_t i = 0; i < c->levels; i++)
		buf_free(&c->level[i].text);
	free(c->level);
	free(c->envelope);
	free(c->insert);
	buf_free(&c->key);
	cut_check_free(c->check);
	arena_free(&c->arena);
	memset(c, 0, sizeof(*c));
}
