/* SPDX-License-Identifier: MIT */
#include "cmd/decide/counted.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "cmd/cli/stream.h"

/* ---- the list ------------------------------------------------------------------------------- */

static struct counted_entry *
append(struct counted_list *l)
{
	l->entry = mem_grow(l->entry, &l->cap, l->n + 1, sizeof(*l->entry));
	l->entry[l->n] = (struct counted_entry){ .turn = ++l->turns };
	return &l->entry[l->n++];
}

void
counted_load(struct counted_list *l, const struct position *p)
{
	for (size_t i = 0; i < p->ncounted; i++) {
		struct counted_entry *e = append(l);
		e->is = p->counted[i];
		e->unfinished = e->is.due != DUE_NOT;
	}
}

void
counted_free(struct counted_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->entry[i].head);
	free(l->entry);
	*l = (struct counted_list){ 0 };
}

size_t
counted_add(struct counted_list *l, struct text name)
{
	struct counted_entry *e = append(l);
	e->is.name = name;
	e->touched = e->unfinished = true;
	return l->n - 1;
}

bool
counted_is_part(const struct counted_list *l, size_t number, size_t other)
{
	const struct counted *a = &l->entry[number].is, *b = &l->entry[other].is;
	return a->bytes <= b->bytes && memcmp(a->head.p, b->head.p, a->head.n) == 0;
}

void
counted_see(struct counted_list *l, size_t number)
{
	l->entry[number].turn = ++l->turns;
	l->entry[number].touched = true;
}

void
counted_note(struct counted_list *l, size_t number, const struct fingerprint *s, uint64_t lines)
{
	struct counted_entry *e = &l->entry[number];
	if (!e->head)
		e->head = mem_alloc(FINGERPRINT_HEAD);
	memcpy(e->head, s->head, fingerprint_head(s));
	e->is.head = (struct text){ e->head, fingerprint_head(s) };
	e->is.bytes = s->n;
	e->is.lines = lines;
	fingerprint_digest(s, e->is.digest);
}

void
counted_finish(struct counted_list *l, size_t number)
{
	struct counted_entry *e = &l->entry[number];
	e->unfinished = false;
	for (size_t i = 0; i < l->n; i++) {
		struct counted *other = &l->entry[i].is;
		if (i != number && other->bytes == e->is.bytes &&
		    memcmp(other->digest, e->is.digest, FINGERPRINT_DIGEST) == 0) {
			e->is.gone_on |= other->gone_on;
			other->bytes = 0;
		}
	}
}

static int
by_turn(const void *a, const void *b)
{
	const struct counted_entry *const *x = a, *const *y = b;
	return (*x)->turn < (*y)->turn ? -1 : 1;
}

/* An entry that this run has not reached keeps what the snapshot says. */
static enum due
due_now(const struct counted_entry *e, bool last)
{
	if (e->unfinished)
		return e->touched ? DUE_REST : e->is.due;
	return last ? DUE_LAST : DUE_NOT;
}

struct counted *
counted_save(const struct counted_list *l, size_t *n, size_t *forgotten)
{
	const struct counted_entry **list = mem_zalloc(l->n + 1, sizeof(struct counted_entry *));
	size_t all = 0;
	for (size_t i = 0; i < l->n; i++)
		if (l->entry[i].is.bytes > 0)
			list[all++] = &l->entry[i];
	qsort(list, all, sizeof(*list), by_turn);
	const size_t first = all > COUNTED_MAX ? all - COUNTED_MAX : 0;
	struct counted *out = mem_zalloc(all - first + 1, sizeof(*out));
	*forgotten = 0;
	for (size_t i = 0; i < first; i++)
		*forgotten += list[i]->touched;
	for (*n = 0; *n < all - first; ++*n) {
		const struct counted_entry *e = list[first + *n];
		out[*n] = e->is;
		const bool last = e == list[all - 1] && e->touched && !e->pipe;
		out[*n].due = due_now(e, last);
	}
	free(list);
	return out;
}

/* ---- looking an input up -------------------------------------------------------------------- */

/* The entries whose beginning an input shares, the longest last. */
struct candidates {
	const struct counted_list *list;
	const struct counted_entry **entry;
	size_t n;
	bool cut;       /* the input ends inside one of them */
	uint64_t stood; /* for zstd: how far the input was read */
};

static int
by_length(const void *a, const void *b)
{
	const struct counted_entry *const *x = a, *const *y = b;
	if ((*x)->is.bytes != (*y)->is.bytes)
		return (*x)->is.bytes < (*y)->is.bytes ? -1 : 1;
	return (*x)->turn < (*y)->turn ? -1 : 1;
}

static bool
begins_like(struct text input, struct text head)
{
	const size_t n = input.n < head.n ? input.n : head.n;
	return memcmp(input.p, head.p, n) == 0;
}

static void
find_candidates(struct candidates *c, struct text head)
{
	const struct counted_list *l = c->list;
	c->entry = mem_zalloc(l->n + 1, sizeof(struct counted_entry *));
	for (size_t i = 0; i < l->n; i++) {
		const struct counted *is = &l->entry[i].is;
		if (is->bytes == 0 || !begins_like(head, is->head))
			continue;
		if (head.n < is->head.n)
			c->cut = true;
		else
			c->entry[c->n++] = &l->entry[i];
	}
	qsort(c->entry, c->n, sizeof(*c->entry), by_length);
}

static bool
fits(const struct counted_entry *e, const struct fingerprint *s)
{
	unsigned char digest[FINGERPRINT_DIGEST];
	fingerprint_digest(s, digest);
	return memcmp(digest, e->is.digest, sizeof(digest)) == 0;
}

/* For a plain file, which can be read at any place.  Sets *found to the longest candidate that fits
 * and *s to its fingerprint.  Returns 0, or -1 if none fits. */
static int
find_plain(struct candidates *c, const struct in *in, struct fingerprint *s, size_t *found)
{
	struct err e;
	for (size_t i = c->n; i > 0; i--) {
		const struct counted_entry *entry = c->entry[i - 1];
		if (entry->is.bytes > in_size(in)) {
			c->cut = true;
		} else if (fingerprint_file(s, in_fd(in), entry->is.bytes, &e) == 0 &&
			   fits(entry, s)) {
			*found = i - 1;
			return 0;
		}
	}
	return -1;
}

/* Reads the input up to n bytes into the fingerprint.  Returns 1, 0 if it has fewer, or -1. */
static int
read_up_to(struct in *in, struct fingerprint *s, uint64_t n, struct err *e)
{
	char p[1 << 14];
	while (s->n < n) {
		const uint64_t left = n - s->n;
		const ssize_t got = in_read(in, p, left < sizeof(p) ? (size_t)left : sizeof(p), e);
		if (got <= 0)
			return got < 0 ? -1 : 0;
		fingerprint_add(s, p, (size_t)got);
	}
	return 1;
}

/* For a zstd file, which has to be read from its beginning.  The same; also returns -2 and fills *e
 * if it cannot be read. */
static int
find_decoded(
    struct candidates *c, struct in *in, struct fingerprint *s, size_t *found, struct err *e)
{
	struct fingerprint *at = mem_alloc(sizeof(*at));
	int result = -1, more = 1;
	fingerprint_init(at);
	for (size_t i = 0; i < c->n && more > 0; i++) {
		more = read_up_to(in, at, c->entry[i]->is.bytes, e);
		if (more <= 0 || !fits(c->entry[i], at))
			continue;
		*s = *at;
		*found = i;
		result = 0;
	}
	if (more == 0)
		c->cut = true;
	c->stood = at->n;
	free(at);
	return more < 0 && result < 0 ? -2 : result;
}

/* Skips the entry that the input begins with.  If the input has more but ends inside a longer entry
 * that continued this one, it was shortened. */
static enum counted_answer
pass_over(
    const struct candidates *c, size_t found, struct in *in, struct fingerprint *s, struct err *e)
{
	struct text more;
	if (c->stood != s->n && (in_rewind(in, e) < 0 || in_skip(in, s->n, e) < 0))
		return COUNTED_BROKEN;
	if (in_peek(in, 1, &more, NULL) == 0 && more.n == 0)
		return COUNTED_WHOLE;
	if (!c->cut || !c->entry[found]->is.gone_on)
		return COUNTED_MORE;
	fingerprint_init(s);
	return in_rewind(in, e) < 0 ? COUNTED_BROKEN : COUNTED_CUT;
}

static enum counted_answer
look_up(struct candidates *c, struct in *in, struct fingerprint *s, size_t *number, struct err *e)
{
	size_t found = 0;
	const int result =
	    in_is_zstd(in) ? find_decoded(c, in, s, &found, e) : find_plain(c, in, s, &found);
	if (result == -2)
		return COUNTED_BROKEN;
	if (result == 0) {
		*number = (size_t)(c->entry[found] - c->list->entry);
		return pass_over(c, found, in, s, e);
	}
	fingerprint_init(s);
	if (in_rewind(in, e) < 0)
		return COUNTED_BROKEN;
	if (c->cut)
		return COUNTED_CUT;
	return c->n > 0 ? COUNTED_ALIKE : COUNTED_NONE;
}

enum counted_answer
counted_find(const struct counted_list *l, struct in *in, struct fingerprint *s, size_t *number,
    struct err *e)
{
	struct candidates c = { .list = l };
	struct text head;
	fingerprint_init(s);
	const int failed = in_peek(in, FINGERPRINT_HEAD, &head, e);
	if (head.n == 0)
		return failed < 0 ? COUNTED_NONE : COUNTED_EMPTY;
	find_candidates(&c, head);
	enum counted_answer answer = COUNTED_NONE;
	if (c.n > 0 || c.cut)
		answer = failed < 0 && c.n == 0 ? COUNTED_BROKEN : look_up(&c, in, s, number, e);
	free(c.entry);
	return answer;
}

bool
counted_begins(const struct counted_list *l, struct in *in)
{
	struct text head = TEXT("");
	for (size_t n = 0; n < FINGERPRINT_HEAD;) {
		bool alike = false, told = false;
		if (in_peek(in, n + 1, &head, NULL) < 0 || head.n <= n)
			break; /* the input has no more */
		n = head.n;
		for (size_t i = 0; i < l->n && !told; i++) {
			const struct counted *is = &l->entry[i].is;
			const bool like = is->bytes > 0 && begins_like(head, is->head);
			alike = alike || like;
			told = like && head.n >= is->head.n;
		}
		if (told || !alike)
			return told;
	}
	if (head.n == 0)
		return false;
	for (size_t i = 0; i < l->n; i++)
		if (l->entry[i].is.bytes > 0 && begins_like(head, l->entry[i].is.head))
			return true;
	return false;
}

struct in *
counted_open(const char *path, uint64_t max_window)
{
	struct stat st;
	struct err e;
	if (stream_is_standard(path) || stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return NULL;
	struct in *in = in_open(path, &e);
	if (in)
		in_allow_window(in, max_window);
	return in;
}
