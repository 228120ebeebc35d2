/* SPDX-License-Identifier: MIT */
#include "state/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The tag before each fact: its kind, or that another tenant's facts follow, or the end. */
enum { TAG_END = FACT_KINDS, TAG_TENANT };

/* ---- writing -------------------------------------------------------------------------------- */

enum { POSITION_NONE, POSITION_BY_NAME, POSITION };
enum { GONE_ON = 1 << 2 }; /* flag, above the value of `due` */

static void
put_digest(struct image_writer *w, const unsigned char digest[FINGERPRINT_DIGEST])
{
	image_put_text(w, (struct text){ (const char *)digest, FINGERPRINT_DIGEST });
}

static void
put_output(struct image_writer *w, struct text name, const struct out_end *end)
{
	image_put_text(w, name);
	image_put_u64(w, end->n);
	put_digest(w, end->tail);
}

static void
put_counted(struct image_writer *w, const struct counted *c)
{
	image_put_u64(w, c->bytes);
	image_put_u64(w, c->lines);
	image_put_text(w, c->head);
	put_digest(w, c->digest);
	image_put_text(w, c->name);
	image_put_u64(w, c->due | (c->gone_on ? GONE_ON : 0));
	image_spill(w);
}

static void
put_position(struct image_writer *w, const struct position *p)
{
	if (!p || !p->there) {
		image_put_u64(w, POSITION_NONE);
		return;
	}
	image_put_u64(w, POSITION);
	image_put_u64(w, p->complete);
	put_output(w, p->output, &p->output_end);
	put_output(w, p->rejects, &p->rejects_end);
	image_put_u64(w, p->ncounted);
	for (size_t i = 0; i < p->ncounted; i++)
		put_counted(w, &p->counted[i]);
}

void
snapshot_begin(struct snapshot_writer *w, struct siphash_key key, struct buf *to,
    const struct position *position)
{
	*w = (struct snapshot_writer){ .verdicts.key = key };
	image_begin(&w->image, to);
	put_position(&w->image, position);
}

static void
put_texts(struct image_writer *w, const struct text *t, size_t n)
{
	image_put_u64(w, n);
	for (size_t i = 0; i < n; i++)
		image_put_text(w, t[i]);
}

/* A verdict or a series is written in full the first time, and by its number after that. */
static void
put_verdict(struct snapshot_writer *w, const struct verdict *v)
{
	size_t known = w->verdicts.n, number = verdicts_take(&w->verdicts, v);
	image_put_u64(&w->image, number);
	if (number < known)
		return;
	image_put_u64(&w->image, v->outcome);
	image_put_text(&w->image, v->decided_by);
	put_texts(&w->image, v->matched, v->nmatched);
	put_texts(&w->image, v->shadow, v->nshadow);
}

static void
put_series(struct snapshot_writer *w, struct text series)
{
	size_t i = lookup_find(&w->series, series);
	if (i != LOOKUP_NONE) {
		image_put_u64(&w->image, i);
		return;
	}
	image_put_u64(&w->image, w->series.n);
	image_put_text(&w->image, series);
	lookup_put(&w->series, arena_text(&w->arena, series), w->series.n);
}

static void
put_times(struct image_writer *w, const int64_t *at_ns, size_t n)
{
	image_put_u64(w, n);
	image_put_i64(w, at_ns[0]);
	for (size_t i = 1; i < n; i++)
		image_put_u64(w, (uint64_t)at_ns[i] - (uint64_t)at_ns[i - 1]);
}

/* Flags before a number: it is negative; the billionths behind its point follow. */
enum { NEGATIVE = 1, FRACTION = 2 };

/* A number of base/fixed.h that is not a sum. */
static void
put_number(struct image_writer *w, number_wide v)
{
	const number_wide size = v < 0 ? -v : v, rest = size % FIXED_ONE;
	image_put_u64(w, (v < 0 ? NEGATIVE : 0) | (rest > 0 ? FRACTION : 0));
	image_put_u64(w, (uint64_t)(size / FIXED_ONE));
	if (rest > 0)
		image_put_u64(w, (uint64_t)rest);
}

static void
put_window(struct snapshot_writer *w, const struct fact *f)
{
	put_texts(&w->image, f->key, f->keys);
	put_series(w, f->series);
	put_times(&w->image, f->at_ns, f->times);
	image_put_u64(&w->image, f->takes);
	for (size_t i = 0; i < f->times; i++) {
		if (f->takes == TAKES_TEXT)
			image_put_text(&w->image, f->item[i].text);
		if (f->takes == TAKES_NUMBER)
			put_number(&w->image, f->item[i].number);
		image_spill(&w->image);
	}
}

static void
put_tenant(struct snapshot_writer *w, struct text tenant)
{
	if (w->begun && !w->tenant.p == !tenant.p && text_eq(w->tenant, tenant))
		return;
	w->begun = true;
	w->tenant = arena_text(&w->arena, tenant);
	image_put_u64(&w->image, TAG_TENANT);
	image_put_text(&w->image, tenant);
}

void
snapshot_put(struct snapshot_writer *w, const struct fact *f)
{
	struct image_writer *to = &w->image;
	put_tenant(w, f->tenant_id);
	image_put_u64(to, f->kind);
	switch (f->kind) {
	case FACT_DEDUP:
		image_put_text(to, f->id);
		image_put_fixed(to, f->content_digest, CONTENT_BYTES);
		image_put_i64(to, f->first_ns);
		put_verdict(w, &f->verdict);
		break;
	case FACT_WATERMARK: put_times(to, f->at_ns, f->times); break;
	case FACT_WINDOW: put_window(w, f); break;
	case FACT_ENTITY:
	case FACT_SESSION:
		image_put_text(to, f->id);
		image_put_text(to, f->of);
		image_put_u64(to, f->events);
		image_put_u64(to, f->decisions);
		image_put_i64(to, f->first_ns);
		image_put_u64(to, (uint64_t)f->last_ns - (uint64_t)f->first_ns);
	}
	image_spill(to);
}

int
snapshot_end(struct snapshot_writer *w, struct err *e)
{
	image_put_u64(&w->image, TAG_END);
	verdicts_free(&w->verdicts);
	lookup_free(&w->series);
	arena_free(&w->arena);
	return image_end(&w->image, e);
}

/* A series that was read, and what its windows must look like. */
struct known_series {
	struct text text;
	struct series_shape shape;
};

/* ---- reading -------------------------------------------------------------------------------- */

static int
damaged(struct err *e)
{
	return err_set(e, "the snapshot is damaged: its content is not valid" IMAGE_RESTORE);
}

static void
read_digest(struct image_reader *from, unsigned char digest[FINGERPRINT_DIGEST])
{
	const struct text t = image_bytes(from);
	if (t.n == FINGERPRINT_DIGEST)
		memcpy(digest, t.p, FINGERPRINT_DIGEST);
	else
		from->failed = true;
}

static void
read_output(struct snapshot_reader *r, struct text *name, struct out_end *end)
{
	*name = arena_text(&r->arena, image_bytes(&r->image));
	end->n = image_u64(&r->image);
	read_digest(&r->image, end->tail);
}

static void
read_counted(struct snapshot_reader *r, struct counted *c)
{
	struct image_reader *from = &r->image;
	c->bytes = image_u64(from);
	c->lines = image_u64(from);
	c->head = arena_text(&r->arena, image_bytes(from));
	read_digest(from, c->digest);
	c->name = arena_text(&r->arena, image_bytes(from));
	const uint64_t both = image_u64(from), due = both & ~(uint64_t)GONE_ON;
	from->failed |= due >= DUES;
	c->gone_on = both & GONE_ON;
	c->due = from->failed ? DUE_NOT : (enum due)due;
	const uint64_t head = c->bytes < FINGERPRINT_HEAD ? c->bytes : FINGERPRINT_HEAD;
	from->failed |= c->bytes == 0 || c->bytes > INT64_MAX || c->head.n != head;
}

/* Skips a position of the format that knew inputs by name: a flag, numbers and texts, in this
 * order. */
static void
pass_by_name(struct image_reader *from)
{
	static const char parts[] = "nntnnnntntn";
	for (const char *part = parts; *part; part++)
		if (*part == 'n')
			image_u64(from);
		else
			image_bytes(from);
}

static void
read_position(struct snapshot_reader *r)
{
	struct image_reader *from = &r->image;
	struct position *p = &r->position;
	const uint64_t kind = image_u64(from);
	if (kind == POSITION_BY_NAME)
		pass_by_name(from);
	from->failed |= kind > POSITION;
	p->by_name = kind == POSITION_BY_NAME;
	p->there = kind == POSITION;
	if (!p->there)
		return;
	p->complete = image_u64(from) != 0;
	read_output(r, &p->output, &p->output_end);
	read_output(r, &p->rejects, &p->rejects_end);
	const uint64_t n = image_u64(from);
	from->failed |= n > COUNTED_MAX;
	struct counted *list = arena_zalloc(&r->arena, from->failed ? 1 : n + 1, sizeof(*list));
	for (; p->ncounted < n && !from->failed; p->ncounted++)
		read_counted(r, &list[p->ncounted]);
	p->counted = list;
}

int
snapshot_open(struct snapshot_reader *r, struct text image, struct err *e)
{
	*r = (struct snapshot_reader){ 0 };
	if (image_open(&r->image, image, e) < 0)
		return -1;
	read_position(r);
	return r->image.failed ? damaged(e) : 0;
}

void
snapshot_close(struct snapshot_reader *r)
{
	image_close(&r->image);
	arena_free(&r->fact[0]);
	arena_free(&r->fact[1]);
	arena_free(&r->arena);
	free(r->series);
	free(r->verdict);
}

/* Reads a text that must not be absent. */
static struct text
read_text(struct snapshot_reader *r, struct arena *a)
{
	struct text t = image_text(&r->image);
	if (!t.p)
		r->image.failed = true;
	return arena_text(a, t);
}

/* The array grows as elements are read, so that no number in a file decides how much memory is
 * taken. */
static const struct text *
read_texts(struct snapshot_reader *r, struct arena *a, size_t *n)
{
	uint64_t count = image_u64(&r->image);
	struct text *list = NULL, *copy;
	size_t cap = 0;
	for (*n = 0; *n < count && !r->image.failed; ++*n) {
		list = mem_grow(list, &cap, *n + 1, sizeof(*list));
		list[*n] = read_text(r, a);
	}
	copy = arena_zalloc(a, *n, sizeof(*copy));
	if (*n > 0)
		memcpy(copy, list, *n * sizeof(*copy));
	free(list);
	return copy;
}

static void
read_verdict(struct snapshot_reader *r, struct verdict *out)
{
	uint64_t number = image_u64(&r->image);
	if (number == r->verdicts && !r->image.failed) {
		struct verdict v = { 0 };
		uint64_t outcome = image_u64(&r->image);
		v.outcome = outcome < OUTCOMES ? (enum outcome)outcome : OUTCOME_ALLOW;
		v.decided_by = arena_text(&r->arena, image_text(&r->image));
		v.matched = read_texts(r, &r->arena, &v.nmatched);
		v.shadow = read_texts(r, &r->arena, &v.nshadow);
		r->image.failed |= outcome >= OUTCOMES;
		r->verdict =
		    mem_grow(r->verdict, &r->verdict_cap, r->verdicts + 1, sizeof(*r->verdict));
		r->verdict[r->verdicts++] = v;
	}
	if (number < r->verdicts)
		*out = r->verdict[number];
	else
		r->image.failed = true;
}

/* Checks that a series is JSON and spelled the way this program spells it. */
static void
check_series(struct snapshot_reader *r, struct known_series *s)
{
	struct arena scratch = { 0 };
	struct err e;
	const struct json_node *blame, *root = json_tree(&scratch, s->text, &e);
	if (!root || !text_eq(root->text, s->text) || series_read(root, &s->shape, &blame))
		r->image.failed = true;
	arena_free(&scratch);
}

static const struct known_series *
read_series(struct snapshot_reader *r)
{
	uint64_t number = image_u64(&r->image);
	if (number == r->nseries && !r->image.failed) {
		struct known_series new = { .text = read_text(r, &r->arena) };
		if (!r->image.failed)
			check_series(r, &new);
		r->series = mem_grow(r->series, &r->series_cap, r->nseries + 1, sizeof(*r->series));
		r->series[r->nseries++] = new;
	}
	if (number < r->nseries && !r->image.failed)
		return &r->series[number];
	r->image.failed = true;
	return NULL;
}

/* Returns earlier + span, which must be a valid time. */
static int64_t
read_later(struct snapshot_reader *r, int64_t earlier)
{
	uint64_t span = image_u64(&r->image);
	if (span > (uint64_t)INT64_MAX - (uint64_t)earlier)
		r->image.failed = true;
	return r->image.failed ? earlier : (int64_t)((uint64_t)earlier + span);
}

static void
read_times(struct snapshot_reader *r, struct arena *a, struct fact *f)
{
	uint64_t count = image_u64(&r->image);
	int64_t *list = NULL, *copy;
	size_t cap = 0, n = 0;
	for (; n < count && !r->image.failed; n++) {
		list = mem_grow(list, &cap, n + 1, sizeof(*list));
		list[n] = n == 0 ? image_i64(&r->image) : read_later(r, list[n - 1]);
	}
	copy = arena_zalloc(a, n, sizeof(*copy));
	if (n > 0)
		memcpy(copy, list, n * sizeof(*copy));
	free(list);
	r->image.failed |= n == 0;
	f->at_ns = copy;
	f->times = n;
}

static number_wide
read_number(struct snapshot_reader *r)
{
	const uint64_t flags = image_u64(&r->image), whole = image_u64(&r->image);
	const bool negative = flags & NEGATIVE, fraction = flags & FRACTION;
	const uint64_t rest = fraction ? image_u64(&r->image) : 0;
	const number_wide size = whole * FIXED_ONE + rest;
	if (flags > (NEGATIVE | FRACTION) || (negative && (size == 0 || whole > UINT64_C(1) << 63)))
		r->image.failed = true;
	if (fraction && (rest == 0 || rest >= FIXED_ONE || whole >= FIXED_ONE * FIXED_ONE))
		r->image.failed = true;
	return negative ? -size : size;
}

static void
read_window(struct snapshot_reader *r, struct arena *a, struct fact *f)
{
	f->key = read_texts(r, a, &f->keys);
	const struct known_series *series = read_series(r);
	read_times(r, a, f);
	uint64_t takes = image_u64(&r->image);
	if (r->image.failed || takes != series->shape.takes || f->keys != series->shape.keys)
		r->image.failed = true;
	f->series = r->image.failed ? TEXT_ABSENT : series->text;
	f->takes = r->image.failed ? TAKES_NOTHING : (enum takes)takes;
	if (f->takes == TAKES_NOTHING)
		return;
	struct ring_item *item = arena_zalloc(a, f->times, sizeof(*item));
	for (size_t i = 0; i < f->times && !r->image.failed; i++) {
		if (f->takes == TAKES_TEXT)
			item[i].text = read_text(r, a);
		else
			item[i].number = read_number(r);
	}
	f->item = item;
}

static const unsigned char *
read_content(struct snapshot_reader *r, struct arena *a)
{
	unsigned char *digest = arena_zalloc(a, CONTENT_BYTES, 1);
	image_fixed(&r->image, digest, CONTENT_BYTES);
	return digest;
}

static void
read_fact(struct snapshot_reader *r, struct arena *a, uint64_t tag, struct fact *f)
{
	*f = (struct fact){ .kind = (enum fact_kind)tag, .tenant_id = r->tenant };
	switch (f->kind) {
	case FACT_DEDUP:
		f->id = read_text(r, a);
		r->image.failed |= f->id.n == 0 || f->id.n > DEDUP_ID_MAX;
		f->content_digest = read_content(r, a);
		f->first_ns = image_i64(&r->image);
		read_verdict(r, &f->verdict);
		break;
	case FACT_WATERMARK: read_times(r, a, f); break;
	case FACT_WINDOW: read_window(r, a, f); break;
	case FACT_ENTITY:
	case FACT_SESSION:
		f->id = read_text(r, a);
		f->of = arena_text(a, image_text(&r->image));
		f->events = image_u64(&r->image);
		f->decisions = image_u64(&r->image);
		f->first_ns = image_i64(&r->image);
		f->last_ns = read_later(r, f->first_ns);
	}
}

int
snapshot_next(struct snapshot_reader *r, struct fact *fact, struct err *e)
{
	uint64_t tag = image_u64(&r->image);
	while (tag == TAG_TENANT && !r->image.failed) {
		r->tenant = arena_text(&r->arena, image_text(&r->image));
		tag = image_u64(&r->image);
	}
	if (r->image.failed || tag > TAG_END)
		return damaged(e);
	if (tag == TAG_END)
		return image_at_end(&r->image) ? 0 : damaged(e);
	struct arena older = r->fact[0];
	r->fact[0] = r->fact[1];
	r->fact[1] = older;
	arena_reset(&r->fact[1]);
	read_fact(r, &r->fact[1], tag, fact);
	if (r->image.failed || fact_wrong(fact) || (r->any && fact_cmp(&r->last, fact) >= 0))
		return damaged(e);
	r->last = *fact;
	r->any = true;
	return 1;
}
