/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "trace/canonical.h"
#include "trace/compare.h"
#include "trace/members.h"

const struct text compare_pairing_names[COMPARE_PAIRINGS] = {
	[COMPARE_UNPAIRED] = { "", 0 },
	[COMPARE_BY_INPUT] = { "input", 5 },
	[COMPARE_BY_SAMPLE] = { "sample", 6 },
	[COMPARE_BY_ID] = { "correlation_id", 14 },
};

/* What a trace may have in common with one of the other side.  Traces whose keyed hashes of 64 bits
 * agree have the same. */
struct common {
	uint64_t hash;
	uint32_t row; /* in its side */
};

struct commons {
	struct common *common; /* by hash */
	size_t n;
};

struct finder {
	enum compare_pairing pairing;
	struct siphash_key key;
	struct buf text;
};

/* ---- what traces have in common ------------------------------------------------------------- */

/* Appends an attribute of a call; returns whether it has it. */
static bool
put_attribute(struct buf *b, const struct trace_call *c, struct text name)
{
	struct text value = trace_member_of(trace_text_of(c->attributes), name);
	if (!value.p)
		value = trace_member_of(trace_text_of(c->resource), name);
	if (!value.p || text_eq(value, TEXT("null")) || text_eq(value, TEXT("\"\"")))
		return false;
	buf_char(b, '\n');
	trace_put_canonical(b, value);
	return true;
}

/* The names that datasets and evaluations have for it.  A sample of inspect_ai has an id and an
 * epoch. */
static bool
put_sample(struct buf *b, const struct trace_call *root)
{
	static const struct text names[] = { TEXT("sample_id"), TEXT("sample.id"),
		TEXT("dataset_item_id"), TEXT("reference_example_id"), TEXT("instance_id"),
		TEXT("task_id") };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (put_attribute(b, root, names[i]))
			return true;
	return trace_member_of(trace_text_of(root->attributes), TEXT("epoch")).p &&
	       put_attribute(b, root, TEXT("id")) && put_attribute(b, root, TEXT("epoch"));
}

/* An attribute, else the id of the trace: in telemetry that is the correlation id of its root. */
static bool
put_id(struct buf *b, const struct trace_model *m, const struct trace *t)
{
	for (uint32_t at = t->first; at < t->last; at++)
		if (put_attribute(b, trace_call_at(m, at), TEXT("correlation_id")))
			return true;
	buf_text(b, trace_text_of(t->id));
	return t->id != NULL;
}

static bool
put_input(struct buf *b, const struct trace_call *root)
{
	const struct text input = trace_text_of(root->input);
	if (!input.p || text_eq(input, TEXT("null")))
		return false;
	trace_put_canonical(b, input);
	return true;
}

/* Appends what the trace may have in common with another one; returns false if that is nothing. */
static bool
put_common(struct finder *f, const struct trace_model *m, const struct trace *t)
{
	const struct trace_call *root = trace_call_at(m, t->first);
	switch (f->pairing) {
	case COMPARE_BY_INPUT: return put_input(&f->text, root);
	case COMPARE_BY_SAMPLE: return put_sample(&f->text, root);
	case COMPARE_BY_ID: return put_id(&f->text, m, t);
	case COMPARE_UNPAIRED: break;
	}
	return false;
}

static int
by_hash(const void *a, const void *b)
{
	const struct common *const x = a, *const y = b;
	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* Leaves out what several have. */
static void
keep_unique(struct commons *c)
{
	size_t n = 0;
	for (size_t i = 0, end; i < c->n; i = end) {
		for (end = i + 1; end < c->n && c->common[end].hash == c->common[i].hash; end++)
			;
		if (end == i + 1)
			c->common[n++] = c->common[i];
	}
	c->n = n;
}

static struct commons
commons_of(struct finder *f, const struct trace_side *side)
{
	struct commons c = { mem_alloc((side->n + 1) * sizeof(*c.common)), 0 };
	for (size_t i = 0; i < side->n; i++) {
		f->text.n = 0;
		if (!put_common(f, side->model, &side->model->trace[side->trace[i]]))
			continue;
		c.common[c.n++] =
		    (struct common){ siphash(f->key, f->text.p ? f->text.p : "", f->text.n),
			    (uint32_t)i };
	}
	if (c.n > 1)
		qsort(c.common, c.n, sizeof(*c.common), by_hash);
	keep_unique(&c);
	return c;
}

/* ---- pairs ---------------------------------------------------------------------------------- */

static int
by_a(const void *a, const void *b)
{
	const struct compare_pair *const x = a, *const y = b;
	return (x->a > y->a) - (x->a < y->a);
}

/* Fills pair[] with those of two sides that have the same, by a.  Returns how many there are. */
static size_t
join(const struct commons *a, const struct commons *b, struct compare_pair *pair)
{
	size_t n = 0;
	for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
		const uint64_t x = a->common[i].hash, y = b->common[j].hash;
		if (x == y)
			pair[n++] = (struct compare_pair){ a->common[i].row, b->common[j].row };
		i += x <= y;
		j += y <= x;
	}
	if (n > 1)
		qsort(pair, n, sizeof(*pair), by_a);
	return n;
}

enum compare_pairing
compare_pairs(const struct trace_side *a, const struct trace_side *b, struct siphash_key key,
    struct compare_pair **pair, size_t *n)
{
	struct finder f = { .key = key };
	enum compare_pairing found = COMPARE_UNPAIRED;
	*pair = mem_alloc((a->n + 1) * sizeof(**pair));
	*n = 0;
	for (f.pairing = COMPARE_BY_INPUT; f.pairing < COMPARE_PAIRINGS; f.pairing++) {
		struct commons of_a = commons_of(&f, a), of_b = commons_of(&f, b);
		*n = join(&of_a, &of_b, *pair);
		free(of_a.common);
		free(of_b.common);
		if (*n > 0 && *n >= a->n - *n) {
			found = f.pairing;
			break;
		}
		*n = 0;
	}
	buf_free(&f.text);
	return found;
}
