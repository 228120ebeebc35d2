/* SPDX-License-Identifier: MIT */
#include "cmd/decide/twice.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/decide/counted.h"

enum { FIRST = 64 }; /* bytes; enough to tell most files apart */

/* How an operand begins. */
struct beginning {
	char p[FIRST];
	size_t n;
	bool alike; /* another operand begins the same way */
};

static void
read_beginning(const struct settings *s, const char *file, struct beginning *b)
{
	struct in *in = counted_open(file, s->max_window);
	struct text t = TEXT("");
	if (in)
		in_peek(in, FIRST, &t, NULL);
	b->n = t.n < FIRST ? t.n : FIRST;
	memcpy(b->p, t.p, b->n);
	in_close(in);
}

static int
by_bytes(const void *a, const void *b)
{
	const struct beginning *x = *(struct beginning *const *)a;
	const struct beginning *y = *(struct beginning *const *)b;
	return text_cmp((struct text){ x->p, x->n }, (struct text){ y->p, y->n });
}

/* Finds the operands that begin alike.  In sorted order, the texts that begin with a text follow it
 * directly. */
static void
compare(struct beginning *b, size_t n)
{
	struct beginning **sorted = mem_zalloc(n + 1, sizeof(struct beginning *));
	for (size_t i = 0; i < n; i++)
		sorted[i] = &b[i];
	qsort(sorted, n, sizeof(*sorted), by_bytes);
	for (size_t i = 1, first = 0; i < n; i++) {
		struct beginning *x = sorted[first], *y = sorted[i];
		if (x->n > 0 && x->n <= y->n && memcmp(x->p, y->p, x->n) == 0)
			x->alike = y->alike = true;
		else
			first = i;
	}
	free(sorted);
}

/* Reads a whole input into the fingerprint. */
static void
read_all(struct in *in, struct fingerprint *s)
{
	char p[1 << 14];
	struct err e;
	ssize_t n;
	fingerprint_init(s);
	if (in_rewind(in, &e) < 0)
		return;
	while ((n = in_read(in, p, sizeof(p), &e)) > 0)
		fingerprint_add(s, p, (size_t)n);
}

static int
check_one(const struct settings *s, const char *file, struct counted_list *l,
    struct fingerprint *fingerprint)
{
	size_t other;
	struct err e;
	struct in *in = counted_open(file, s->max_window);
	if (!in)
		return 0;
	switch (counted_find(l, in, fingerprint, &other, &e)) {
	case COUNTED_NONE:
	case COUNTED_EMPTY:
	case COUNTED_ALIKE:
	case COUNTED_BROKEN: break;
	case COUNTED_CUT:
	case COUNTED_WHOLE:
	case COUNTED_MORE:
		diag(&s->voice, "%s: shares events with another operand; --again counts them twice",
		    file);
		in_close(in);
		return -1;
	}
	read_all(in, fingerprint);
	if (fingerprint->n > 0)
		counted_note(l, counted_add(l, text_of(file)), fingerprint, 0);
	in_close(in);
	return 0;
}

int
twice_check(const struct settings *s)
{
	struct beginning *b = mem_zalloc(s->operands + 1, sizeof(*b));
	struct fingerprint *fingerprint = mem_alloc(sizeof(*fingerprint));
	struct counted_list list = { 0 };
	int result = 0;
	for (size_t i = 0; s->operands > 1 && i < s->operands; i++)
		read_beginning(s, s->operand[i], &b[i]);
	compare(b, s->operands);
	for (size_t i = 0; result == 0 && i < s->operands; i++)
		if (b[i].alike)
			result = check_one(s, s->operand[i], &list, fingerprint);
	counted_free(&list);
	free(fingerprint);
	free(b);
	return result;
}
