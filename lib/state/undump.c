/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/sha256.h"
#include "json/tree.h"
#include "rules/rules.h"
#include "state/dump.h"
#include "state/key.h"
#include "state/fact.h"
#include "time/stamp.h"

enum { MEMBERS_MAX = 8 };

/* The members of a line of each kind: all are required, and no others are allowed. */
static const char *const members[][MEMBERS_MAX] = {
	[FACT_DEDUP] = { "event_id", "content", "first_seen_at", "decision", "decided_by",
	    "matched_rules", "shadow_rules" },
	[FACT_ENTITY] = { "entity_id", "source_id", "event_count", "decision_count",
	    "first_seen_at", "last_seen_at" },
	[FACT_SESSION] = { "session_id", "entity_id", "event_count", "decision_count",
	    "first_seen_at", "last_seen_at" },
	[FACT_WATERMARK] = { "watermark", "latest" },
	[FACT_WINDOW] = { "key", "series",
	    "observed_at" }, /* plus "values" if the series has them */
};

_Static_assert(sizeof(members) / sizeof(*members) == FACT_KINDS, "each kind has members");

struct line {
	struct fact fact;
	uint64_t number;
};

struct undump {
	struct line *line;
	size_t n, cap;
	struct arena arena, scratch; /* arena: for all facts; scratch: for this line */
	struct err *err;
	bool failed;
};

struct undump *
undump_new(void)
{
	return mem_zalloc(1, sizeof(struct undump));
}

void
undump_free(struct undump *u)
{
	free(u->line);
	arena_free(&u->arena);
	arena_free(&u->scratch);
	free(u);
}

/* Reports the first thing that is wrong with a line; later ones are ignored. */
static void __attribute__((format(printf, 3, 4)))
wrong(struct undump *u, const struct json_node *at, const char *format, ...)
{
	char text[256];
	va_list args;
	if (u->failed)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	struct text where = json_where(&u->scratch, at);
	err_at(u->err, at->offset, "%.*s: %s", (int)where.n, where.p, text);
	u->failed = true;
}

static const struct json_node *
member(struct undump *u, const struct json_node *root, const char *name)
{
	const struct json_node *node = json_get(root, name);
	if (!node)
		wrong(u, root, "%s is missing", name);
	return node;
}

static struct text
string(struct undump *u, const struct json_node *node, bool may_be_null)
{
	if (!node || (may_be_null && node->kind == JSON_NULL))
		return TEXT_ABSENT;
	if (node->kind == JSON_STRING)
		return arena_text(&u->arena, node->text);
	wrong(u, node, may_be_null ? "must be a string or null" : "must be a string");
	return TEXT_ABSENT;
}

/* Reads a text that is a key, or the name of one, in the form that the state stores. */
static struct text
key_text(struct undump *u, const struct json_node *node, bool may_be_null)
{
	struct text t = string(u, node, may_be_null);
	return t.n > KEY_LONG ? key_hashed(&u->arena, t) : t;
}

static const unsigned char *
digest(struct undump *u, const struct json_node *node)
{
	unsigned char *out = arena_zalloc(&u->arena, CONTENT_BYTES, 1);
	if (!node)
		return out;
	struct text t = node->kind == JSON_STRING ? node->text : TEXT_ABSENT;
	if (t.n == CONTENT_HEX && sha256_is_hex(t))
		for (size_t i = 0; i < t.n; i++)
			out[i / 2] = (unsigned char)(out[i / 2] << 4 | ascii_hex(t.p[i]));
	else
		wrong(u, node, "must be %d lower-case hexadecimal digits", CONTENT_HEX);
	return out;
}

static int64_t
moment(struct undump *u, const struct json_node *node)
{
	int64_t at_ns = 0;
	if (node && (node->kind != JSON_STRING || stamp_rfc3339(node->text, &at_ns) < 0))
		wrong(u, node, "must be a time");
	return at_ns;
}

static uint64_t
count(struct undump *u, const struct json_node *node, uint64_t least)
{
	uint64_t n = least;
	if (node && (node->kind != JSON_NUMBER || node->text.p[0] == '-' ||
			number_u64(node->text, &n) < 0 || n < least))
		wrong(u, node, "must be a whole number of at least %d", (int)least);
	return n;
}

static bool
is_array(struct undump *u, const struct json_node *node, size_t least)
{
	if (!node)
		return false;
	if (node->kind == JSON_ARRAY && node->count >= least)
		return true;
	wrong(u, node, least > 0 ? "must be an array that is not empty" : "must be an array");
	return false;
}

static const struct text *
texts(struct undump *u, const struct json_node *node, size_t least, size_t *n,
    struct text (*text)(struct undump *u, const struct json_node *node, bool may_be_null))
{
	if (!is_array(u, node, least))
		return NULL;
	struct text *list = arena_zalloc(&u->arena, node->count, sizeof(*list));
	for (const struct json_node *c = node->child; c; c = c->next)
		list[c->index] = text(u, c, false);
	*n = node->count;
	return list;
}

static void
moments(struct undump *u, const struct json_node *node, struct fact *f)
{
	if (!is_array(u, node, 1))
		return;
	int64_t *list = arena_zalloc(&u->arena, node->count, sizeof(*list));
	for (const struct json_node *c = node->child; c; c = c->next) {
		list[c->index] = moment(u, c);
		if (c->index > 0 && list[c->index] < list[c->index - 1])
			wrong(u, c, "is earlier than the one before it");
	}
	f->at_ns = list;
	f->times = node->count;
}

static void
read_dedup(struct undump *u, const struct json_node *root, struct fact *f)
{
	struct verdict *v = &f->verdict;
	const struct json_node *decision = member(u, root, "decision");
	const struct json_node *id = member(u, root, "event_id");
	f->id = key_text(u, id, false);
	if (id && f->id.n == 0)
		wrong(u, id, "must not be empty");
	f->content_digest = digest(u, member(u, root, "content"));
	f->first_ns = moment(u, member(u, root, "first_seen_at"));
	struct text name = string(u, decision, false);
	const size_t i = text_among(name, outcome_names, OUTCOMES);
	if (i == OUTCOMES && decision)
		wrong(u, decision, "must be Allow, Observe, Challenge or Block");
	v->outcome = i < OUTCOMES ? (enum outcome)i : OUTCOME_ALLOW;
	v->decided_by = string(u, member(u, root, "decided_by"), true);
	v->matched = texts(u, member(u, root, "matched_rules"), 0, &v->nmatched, string);
	v->shadow = texts(u, member(u, root, "shadow_rules"), 0, &v->nshadow, string);
}

static void
read_unit(struct undump *u, const struct json_node *root, struct fact *f)
{
	const struct json_node *last = member(u, root, "last_seen_at");
	f->id = key_text(u, member(u, root, members[f->kind][0]), false);
	f->of = key_text(u, member(u, root, members[f->kind][1]), true);
	f->events = count(u, member(u, root, "event_count"), 1);
	f->decisions = count(u, member(u, root, "decision_count"), 0);
	f->first_ns = moment(u, member(u, root, "first_seen_at"));
	f->last_ns = moment(u, last);
	if (last && f->last_ns < f->first_ns)
		wrong(u, last, "is earlier than first_seen_at");
}

static void
read_watermark(struct undump *u, const struct json_node *root, struct fact *f)
{
	const struct json_node *mark = member(u, root, "watermark"),
			       *latest = member(u, root, "latest");
	moments(u, latest, f);
	if (u->failed)
		return;
	if (f->times > WATERMARK_RANK)
		wrong(u, latest, "has more than %d times", WATERMARK_RANK);
	else if (f->times < WATERMARK_RANK && mark->kind != JSON_NULL)
		wrong(u, mark, "must be null: there are fewer than %d times", WATERMARK_RANK);
	else if (f->times == WATERMARK_RANK && moment(u, mark) != f->at_ns[0])
		wrong(u, mark, "must be the first time in latest");
}

static void
read_values(struct undump *u, const struct json_node *values, struct fact *f)
{
	if (!values || !is_array(u, values, 1))
		return;
	struct ring_item *item = arena_zalloc(&u->arena, values->count, sizeof(*item));
	f->takes = values->child->kind == JSON_NUMBER ? TAKES_NUMBER : TAKES_TEXT;
	for (const struct json_node *c = values->child; c; c = c->next) {
		if (f->takes == TAKES_TEXT)
			item[c->index].text = key_text(u, c, false);
		else if (c->kind != JSON_NUMBER ||
			 !fixed_read_number(c->text, &item[c->index].number))
			wrong(u, c,
			    "must be a whole number that fits in 64 bits, or have at most 18 digits "
			    "before the point and 9 after it");
	}
	if (values->count != f->times)
		wrong(u, values, "must have as many elements as observed_at");
	f->item = item;
}

/* Refuses a window that does not fit its series: no rule set could be run with such a snapshot. */
static void
check_series(struct undump *u, const struct json_node *series, const struct json_node *key,
    const struct fact *f)
{
	static const char *const values[TAKES_NUMBER + 1] = { "no values", "strings as values",
		"numbers as values" };
	struct series_shape shape;
	const struct json_node *blame;
	const char *bad = series_read(series, &shape, &blame);
	const struct json_node *kind = json_get(json_get(series, "aggregate"), "kind");
	if (bad)
		wrong(u, blame, "%s", bad);
	else if (f->takes != shape.takes)
		wrong(u, kind, "%s has %s, not %s", kind->text.p, values[shape.takes],
		    values[f->takes]);
	else if (f->keys != shape.keys)
		wrong(u, key, "must have %zu text%s, like its series", shape.keys,
		    shape.keys == 1 ? "" : "s");
}

static void
read_window(struct undump *u, const struct json_node *root, struct fact *f)
{
	const struct json_node *series = member(u, root, "series");
	const struct json_node *key = member(u, root, "key");
	f->key = texts(u, key, 1, &f->keys, key_text);
	if (series && series->kind != JSON_OBJECT)
		wrong(u, series, "must be an object");
	else if (series)
		f->series = arena_text(&u->arena, series->text);
	moments(u, member(u, root, "observed_at"), f);
	read_values(u, json_get(root, "values"), f);
	if (!u->failed)
		check_series(u, series, key, f);
}

static void
check_members(struct undump *u, const struct json_node *root, enum fact_kind kind)
{
	for (const struct json_node *c = root->child; c; c = c->next) {
		bool known = text_eq(c->key, TEXT("kind")) || text_eq(c->key, TEXT("tenant_id")) ||
			     (kind == FACT_WINDOW && text_eq(c->key, TEXT("values")));
		for (size_t i = 0; i < MEMBERS_MAX && members[kind][i]; i++)
			known |= text_eq(c->key, text_of(members[kind][i]));
		if (!known)
			wrong(u, c, "there is no such member");
	}
}

static void
read_fact(struct undump *u, const struct json_node *root, struct fact *f)
{
	const struct json_node *kind = member(u, root, "kind");
	const size_t i = text_among(kind ? kind->text : TEXT_ABSENT, fact_kind_names, FACT_KINDS);
	_Static_assert(FACT_KINDS == 5, "the message has their names");
	if (kind && i == FACT_KINDS)
		wrong(u, kind, "must be dedup, entity, session, watermark or window");
	if (u->failed)
		return;
	f->kind = (enum fact_kind)i;
	check_members(u, root, f->kind);
	f->tenant_id = key_text(u, member(u, root, "tenant_id"), true);
	switch (f->kind) {
	case FACT_DEDUP: read_dedup(u, root, f); break;
	case FACT_WATERMARK: read_watermark(u, root, f); break;
	case FACT_WINDOW: read_window(u, root, f); break;
	case FACT_ENTITY:
	case FACT_SESSION: read_unit(u, root, f); break;
	}
	const char *bad = u->failed ? NULL : fact_wrong(f);
	if (bad)
		wrong(u, root, "%s", bad);
}

static bool
is_blank(struct text line)
{
	size_t i = 0;
	while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t' || line.p[i] == '\r'))
		i++;
	return i == line.n;
}

int
undump_line(struct undump *u, struct text line, uint64_t number, struct err *e)
{
	struct line *at;
	if (is_blank(line))
		return 0;
	arena_reset(&u->scratch);
	u->err = e;
	u->failed = false;
	const struct json_node *root = json_tree(&u->scratch, line, e);
	if (!root)
		return -1;
	u->line = mem_grow(u->line, &u->cap, u->n + 1, sizeof(*u->line));
	at = &u->line[u->n];
	*at = (struct line){ .number = number };
	if (root->kind != JSON_OBJECT)
		wrong(u, root, "must be an object");
	else
		read_fact(u, root, &at->fact);
	u->n += !u->failed;
	return u->failed ? -1 : 0;
}

static int
cmp_line(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int cmp = fact_cmp(&x->fact, &y->fact);
	return cmp ? cmp : x->number < y->number ? -1 : x->number > y->number;
}

int
undump_end(struct undump *u, struct siphash_key key, const struct position *position,
    struct buf *image, uint64_t *number, struct err *e)
{
	struct snapshot_writer w;
	*number = 0;
	if (u->n > 0)
		qsort(u->line, u->n, sizeof(*u->line), cmp_line);
	for (size_t i = 1; i < u->n; i++) {
		const struct line *before = &u->line[i - 1];
		if (fact_cmp(&before->fact, &u->line[i].fact) != 0)
			continue;
		*number = u->line[i].number;
		return err_set(
		    e, "is about the same thing as line %llu", (unsigned long long)before->number);
	}
	snapshot_begin(&w, key, image, position);
	for (size_t i = 0; i < u->n; i++)
		snapshot_put(&w, &u->line[i].fact);
	return snapshot_end(&w, e);
}
