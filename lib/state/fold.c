/* SPDX-License-Identifier: MIT */
#include "state/fold.h"

#include <string.h>

#include "base/sha256.h"
#include "base/siphash.h"
#include "state/save.h"
#include "state/span.h"
#include "state/state_private.h"

/* ---- folding -------------------------------------------------------------------------------- */

/* Removes the first event of the same id and content, which a later one replaces. */
static void
replace_first(struct state *s, const struct fact *f)
{
	struct tenant *t = state_tenant(s, f->tenant_id);
	const struct dedup_key key = { (uint32_t)siphash(s->key, f->id.p, f->id.n), f->id,
		f->content_digest };
	const struct dedup_found found = dedup_find(&t->held->dedup, &key);
	if (found.ref != 0)
		dedup_remove(&t->held->dedup, found.ref, &s->verdicts);
}

/* Returns the counts of an entity or a session that go on from those of the stretch before. */
static struct fact
go_on(struct state *s, const struct fact *f)
{
	const size_t k = f->kind == FACT_ENTITY ? SCOPE_ENTITY : SCOPE_SESSION;
	const struct space_shape *shape = &s->shape.kind[k].shape;
	const struct tenant *t = state_tenant(s, f->tenant_id);
	const struct unit *u =
	    space_find(&t->held->space[k], (uint32_t)siphash(s->key, f->id.p, f->id.n), f->id);
	const struct unit_counts *before = u && shape->ttl_ns > 0 ? unit_counts(u, shape) : NULL;
	struct fact sum = *f;
	if (!before || before->events == 0 ||
	    span_over(before->last_ns, f->first_ns, shape->ttl_ns))
		return sum;
	sum.events += before->events;
	sum.decisions += before->decisions;
	sum.first_ns = before->first_ns;
	return sum;
}

/* from: where the stretch begins.  First events before that are those of earlier stretches, which
 * know better. */
static int
fold_fact(void *from, struct state *s, const struct fact *f, struct err *e)
{
	struct fact sum;
	switch (f->kind) {
	case FACT_DEDUP:
		if (f->first_ns < *(const int64_t *)from)
			return 0;
		replace_first(s, f);
		break;
	case FACT_ENTITY:
	case FACT_SESSION: sum = go_on(s, f); return state_restore_fact(NULL, s, &sum, e);
	case FACT_WATERMARK:
	case FACT_WINDOW: break;
	}
	return state_restore_fact(NULL, s, f, e);
}

static int
fold_first(void *context, struct state *s, const struct fact *f, struct err *e)
{
	return f->kind == FACT_DEDUP ? state_restore_fact(context, s, f, e) : 0;
}

int
state_fold(struct state *s, struct text image, int64_t from_ns, struct err *e)
{
	const struct fact_taker taker = { fold_fact, &from_ns };
	return state_take_facts(s, image, &taker, NULL, NULL, e);
}

int
state_restore_firsts(struct state *s, struct text image, struct err *e)
{
	const struct fact_taker taker = { fold_first, NULL };
	return state_take_facts(s, image, &taker, NULL, NULL, e);
}

/* ---- comparing ------------------------------------------------------------------------------ */

struct fold_asked
fold_asked(const struct rules *rules)
{
	struct fold_asked asked = { false, false, 0 };
	for (size_t i = 0; i < rules->leaves; i++) {
		const struct leaf *leaf = &rules->leaf[i];
		const int64_t ns = leaf->seconds * STAMP_SECOND;
		if (leaf->kind == LEAF_WINDOW && asked.windows_ns < ns)
			asked.windows_ns = ns;
		if (leaf->kind != LEAF_STATE || leaf->attribute != ATTRIBUTE_DECISION_COUNT)
			continue;
		asked.entity |= leaf->scope == SCOPE_ENTITY;
		asked.session |= leaf->scope == SCOPE_SESSION;
	}
	return asked;
}

static void
add_number(struct sha256 *h, uint64_t n)
{
	sha256_add(h, &n, sizeof(n));
}

static void
add_text(struct sha256 *h, struct text t)
{
	add_number(h, t.p ? t.n + 1 : 0);
	sha256_add(h, t.p, t.n);
}

static void
add_window(struct sha256 *h, const struct fact *f)
{
	add_number(h, f->keys);
	for (size_t i = 0; i < f->keys; i++)
		add_text(h, f->key[i]);
	add_text(h, f->series);
	for (size_t i = 0; i < f->times && f->takes != TAKES_NOTHING; i++) {
		add_text(h, f->item[i].text);
		sha256_add(h, &f->item[i].number, sizeof(f->item[i].number));
	}
}

static void
add_fact(struct sha256 *h, const struct fact *f, struct fold_asked asked)
{
	add_text(h, f->tenant_id);
	add_number(h, f->kind);
	add_text(h, f->id);
	switch (f->kind) {
	case FACT_DEDUP: sha256_add(h, f->content_digest, CONTENT_BYTES); break;
	case FACT_ENTITY:
	case FACT_SESSION:
		add_text(h, f->of);
		add_number(h, f->events);
		add_number(
		    h, (f->kind == FACT_ENTITY ? asked.entity : asked.session) ? f->decisions : 0);
		add_number(h, (uint64_t)f->last_ns);
		break;
	case FACT_WINDOW: add_window(h, f); break;
	case FACT_WATERMARK: break;
	}
	add_number(h, (uint64_t)f->first_ns);
	add_number(h, f->times);
	for (size_t i = 0; i < f->times; i++)
		add_number(h, (uint64_t)f->at_ns[i]);
}

/* Leaves out of the events of a window those before from_ns.  Returns whether any are left. */
static bool
shorten(struct fact *f, int64_t from_ns)
{
	size_t over = 0;
	while (over < f->times && f->at_ns[over] < from_ns)
		over++;
	f->times -= over;
	f->at_ns += over;
	if (f->takes != TAKES_NOTHING)
		f->item += over;
	return f->times > 0;
}

int
fold_digest(struct text image, struct fold_asked asked, int64_t at_ns, unsigned char digest[32],
    struct err *e)
{
	const int64_t windows_from_ns = stamp_sub(at_ns, asked.windows_ns);
	struct snapshot_reader r;
	struct sha256 h;
	struct fact f;
	sha256_init(&h);
	int more = snapshot_open(&r, image, e);
	while (more == 0 && (more = snapshot_next(&r, &f, e)) > 0) {
		if (f.kind != FACT_WINDOW || shorten(&f, windows_from_ns))
			add_fact(&h, &f, asked);
		more = 0;
	}
	snapshot_close(&r);
	sha256_end(&h, digest);
	return more;
}

static int64_t
latest_of(const struct fact *f)
{
	if (f->times > 0)
		return f->at_ns[f->times - 1];
	return f->kind == FACT_DEDUP ? f->first_ns : f->last_ns;
}

int
fold_latest(struct text image, int64_t *latest_ns, struct err *e)
{
	struct snapshot_reader r;
	struct fact f;
	*latest_ns = INT64_MIN;
	int more = snapshot_open(&r, image, e);
	while (more == 0 && (more = snapshot_next(&r, &f, e)) > 0) {
		if (*latest_ns < latest_of(&f))
			*latest_ns = latest_of(&f);
		more = 0;
	}
	snapshot_close(&r);
	return more;
}

/* ---- correcting ----------------------------------------------------------------------------- */

/* A snapshot that is read along with another one. */
struct beside {
	struct snapshot_reader reader;
	struct fact fact;
	int more; /* as of snapshot_next */
};

static void
beside_open(struct beside *b, struct text image, struct err *e)
{
	b->more = snapshot_open(&b->reader, image, e);
	if (b->more == 0)
		b->more = snapshot_next(&b->reader, &b->fact, e);
}

/* Goes to the place of the fact.  Returns 1 if it is there, 0, or -1. */
static int
beside_find(struct beside *b, const struct fact *f, struct err *e)
{
	while (b->more > 0 && fact_cmp(&b->fact, f) < 0)
		b->more = snapshot_next(&b->reader, &b->fact, e);
	return b->more <= 0 ? b->more : fact_cmp(&b->fact, f) == 0;
}

/* Corrects a fact that began before the stretch. */
static int
correct(struct fact *f, struct beside *assumed, struct beside *right, struct err *e)
{
	const int was = beside_find(assumed, f, e);
	const int is = was < 0 ? -1 : beside_find(right, f, e);
	if (was < 0 || is < 0)
		return -1;
	if (was != is)
		return err_set(e, "the states do not belong together");
	if (was == 0)
		return 0;
	if (f->kind == FACT_DEDUP)
		f->verdict = right->fact.verdict;
	else
		f->decisions += right->fact.decisions - assumed->fact.decisions;
	return 0;
}

int
fold_correct(const struct fold_stretch *f, struct siphash_key key, struct buf *out, struct err *e)
{
	struct beside left, assumed, right;
	struct snapshot_writer w;
	snapshot_begin(&w, key, out, NULL);
	beside_open(&left, f->left, e);
	beside_open(&assumed, f->assumed, e);
	beside_open(&right, f->right, e);
	int result = assumed.more < 0 || right.more < 0 ? -1 : left.more;
	while (result > 0) {
		struct fact fact = left.fact;
		const bool counts = fact.kind == FACT_ENTITY || fact.kind == FACT_SESSION;
		if ((counts || fact.kind == FACT_DEDUP) && fact.first_ns < f->from_ns)
			result = correct(&fact, &assumed, &right, e);
		if (result < 0)
			break;
		snapshot_put(&w, &fact);
		result = snapshot_next(&left.reader, &left.fact, e);
	}
	snapshot_close(&left.reader);
	snapshot_close(&assumed.reader);
	snapshot_close(&right.reader);
	struct err dropped;
	return snapshot_end(&w, result < 0 ? &dropped : e) < 0 || result < 0 ? -1 : 0;
}
