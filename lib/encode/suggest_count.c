/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "encode/encode.h"
#include "encode/suggest_private.h"
#include "json/paths.h"

/* The parsers that are tried. */
static const enum type tried[] = { TYPE_BOOL, TYPE_U64, TYPE_I64, TYPE_F64, TYPE_IP_ADDRESS,
	TYPE_SYMBOL };
enum { TRIED = sizeof(tried) / sizeof(*tried), EXAMPLE_MAX = 48, NAME_MAX = 128 };

static bool
is_named_id(struct text key)
{
	char name[2 * NAME_MAX];
	if (key.n == 0 || key.n > NAME_MAX)
		return false;
	struct text t = { name, json_normalize(key, name) };
	if (text_eq(t, TEXT("uuid")) || text_eq(t, TEXT("guid")) || text_eq(t, TEXT("insertid")))
		return true;
	return t.n >= 2 && memcmp(t.p + t.n - 2, "id", 2) == 0;
}

/* Keys that paths give another meaning cannot be asked for. */
static bool
is_plain_key(struct text key)
{
	return key.n > 0 && key.n <= NAME_MAX && memchr(key.p, '[', key.n) == NULL &&
	       !text_eq(key, TEXT("*"));
}

static struct suggest_path *
path_of(struct suggest *s, struct text path, struct text key, size_t level)
{
	const size_t i = lookup_find(&s->number, path);
	if (i != LOOKUP_NONE)
		return &s->path[i];
	if (s->paths == SUGGEST_PATHS)
		return NULL;
	if (s->path == NULL)
		s->path = arena_zalloc(&s->arena, SUGGEST_PATHS, sizeof(*s->path));
	struct suggest_path *p = &s->path[s->paths];
	p->path = arena_text(&s->arena, path);
	p->key = (struct text){ p->path.p + path.n - key.n, key.n };
	p->level = level;
	p->may_be_id = is_named_id(p->key);
	lookup_put(&s->number, p->path, s->paths++);
	return p;
}

static void
note_example(struct suggest *s, struct suggest_path *p, struct text t)
{
	if (p->examples == SUGGEST_EXAMPLES || t.n == 0 || t.n > EXAMPLE_MAX)
		return;
	for (size_t i = 0; i < p->examples; i++)
		if (text_eq(p->example[i], t))
			return;
	p->example[p->examples++] = arena_text(&s->arena, t);
}

static void
note_value(struct suggest *s, struct suggest_path *p, struct text t)
{
	if (p->first.p == NULL)
		p->first = arena_text(&s->arena, t);
	p->varies |= !text_eq(p->first, t);
	note_example(s, p, t);
	if (!p->may_be_id || p->repeats)
		return;
	if (lookup_find(&p->seen, t) != LOOKUP_NONE)
		p->repeats = true;
	else
		lookup_put(&p->seen, arena_text(&s->arena, t), 1);
}

static void
try_parsers(struct suggest_path *p, const struct json_node *node, struct arena *scratch)
{
	const struct value in = { node->text,
		node->kind == JSON_STRING   ? VALUE_STRING
		: node->kind == JSON_NUMBER ? VALUE_NUMBER
					    : VALUE_BOOL,
		false };
	struct value out;
	for (size_t i = 0; i < TRIED; i++)
		p->accepted[tried[i]] += encode_parse(tried[i], &in, scratch, &out) == 0;
	const bool digits = node->text.n > 1 && node->text.p[0] == '0';
	p->padded |= digits && node->kind == JSON_STRING;
}

static void
note_time(struct suggest *s, struct suggest_path *p, int form)
{
	const size_t event = s->events - 1;
	if (p->timed == NULL)
		p->timed = arena_zalloc(&s->arena, SUGGEST_RECORDS / 8 + 1, 1);
	p->times[form]++;
	if (event < SUGGEST_RECORDS)
		p->timed[event / 8] |= (uint8_t)(1 << event % 8);
}

static void
count_leaf(
    struct suggest *s, struct suggest_path *p, const struct json_node *node, struct arena *scratch)
{
	const int64_t least = INT64_C(1000000000) * STAMP_SECOND;
	int64_t at;
	p->events++;
	note_value(s, p, node->text);
	if (node->kind == JSON_ARRAY) {
		p->arrays++;
		return;
	}
	p->strings += node->kind == JSON_STRING;
	p->numbers += node->kind == JSON_NUMBER;
	p->bools += node->kind == JSON_TRUE || node->kind == JSON_FALSE;
	try_parsers(p, node, scratch);
	if (node->kind == JSON_NUMBER || (node->text.n > 0 && p->accepted[TYPE_F64] == p->events)) {
		if (suggest_is_named_time(p->key) && stamp_parse(node->text, &at) == 0 &&
		    at >= least)
			note_time(s, p, 0);
	} else if (node->kind == JSON_STRING) {
		const int form = suggest_time(s, node->text);
		if (form >= 0)
			note_time(s, p, form);
	}
}

static void
count_object(struct suggest *s, const struct json_node *object, size_t level, struct buf *path,
    struct arena *scratch)
{
	for (const struct json_node *c = object->child; c; c = c->next) {
		const size_t n = path->n;
		if (!is_plain_key(c->key))
			continue;
		if (n > 0)
			buf_char(path, '.');
		buf_text(path, c->key);
		if (c->kind == JSON_OBJECT && level < SUGGEST_LEVELS) {
			count_object(s, c, level + 1, path, scratch);
		} else if (c->kind != JSON_NULL && c->kind != JSON_OBJECT) {
			struct suggest_path *p = path_of(s, buf_as_text(path), c->key, level);
			if (p)
				count_leaf(s, p, c, scratch);
		}
		path->n = n;
	}
}

void
suggest_count(struct suggest *s, const struct json_node *event, struct arena *scratch)
{
	struct buf path = { 0 };
	s->events++;
	count_object(s, event, 0, &path, scratch);
	buf_free(&path);
}

/* ---- choices -------------------------------------------------------------------------------- */

static size_t
times_of(const struct suggest_path *p)
{
	size_t n = 0;
	for (size_t i = 0; i < SUGGEST_FORMATS + 2; i++)
		n += p->times[i];
	return n;
}

/* How well a name says that it is the time of the event: 0 is best. */
static size_t
rank_of(struct text key, const struct text *names, size_t count)
{
	char name[2 * NAME_MAX];
	if (key.n > NAME_MAX)
		return count;
	const struct text t = { name, json_normalize(key, name) };
	return text_among(t, names, count);
}

/* How many events that have no time yet have one here. */
static size_t
adds(const struct suggest_path *p, const uint8_t *covered)
{
	size_t n = 0;
	for (size_t i = 0; i < SUGGEST_RECORDS / 8 + 1; i++)
		n += (size_t)__builtin_popcount(p->timed[i] & ~covered[i] & 0xff);
	return n;
}

static const struct suggest_path *
best_time(const struct suggest *s, const uint8_t *covered)
{
	static const struct text names[] = { TEXT("observed_at"), TEXT("event_time"),
		TEXT("timestamp"), TEXT("_timestamp"), TEXT("time"), TEXT("datetime"), TEXT("ts"),
		TEXT("published"), TEXT("request_received_timestamp"), TEXT("stage_timestamp"),
		TEXT("created_date_time"), TEXT("time_generated"), TEXT("start_time"),
		TEXT("started_at"), TEXT("created_at"), TEXT("date") };
	enum { NAMES = sizeof(names) / sizeof(*names) };
	const struct suggest_path *best = NULL;
	size_t best_score = 0;
	for (size_t i = 0; i < s->paths; i++) {
		const struct suggest_path *p = &s->path[i];
		const size_t n = times_of(p), more = n > 0 ? adds(p, covered) : 0;
		if (more == 0 || n * 2 < p->events)
			continue;
		const size_t rank = rank_of(p->key, names, NAMES);
		const size_t score = more * 100 / s->events * 100 + (n == p->events ? 50 : 0) +
				     (suggest_is_named_time(p->key) ? 50 : 0) + 2 * (NAMES - rank) +
				     (SUGGEST_LEVELS - p->level);
		if (score > best_score) {
			best_score = score;
			best = p;
		}
	}
	return best;
}

size_t
suggest_choose_times(const struct suggest *s, const struct suggest_path *out[SUGGEST_TIMES])
{
	uint8_t covered[SUGGEST_RECORDS / 8 + 1] = { 0 };
	size_t n = 0;
	while (n < SUGGEST_TIMES) {
		const struct suggest_path *p = best_time(s, covered);
		if (p == NULL)
			break;
		for (size_t i = 0; i < sizeof(covered); i++)
			covered[i] |= p->timed[i];
		/* a value that is no time hides all places behind it: such a place comes last */
		size_t at = n++;
		for (; at > 0 && times_of(p) == p->events &&
		       times_of(out[at - 1]) < out[at - 1]->events;
		     at--)
			out[at] = out[at - 1];
		out[at] = p;
	}
	return n;
}

const struct suggest_path *
suggest_choose_id(const struct suggest *s)
{
	static const struct text names[] = { TEXT("event_id"), TEXT("eventid"), TEXT("id"),
		TEXT("uuid"), TEXT("_id"), TEXT("audit_id"), TEXT("request_id"), TEXT("insert_id"),
		TEXT("document_id"), TEXT("_document_id") };
	enum { NAMES = sizeof(names) / sizeof(*names) };
	const struct suggest_path *best = NULL;
	size_t best_score = 0;
	for (size_t i = 0; i < s->paths; i++) {
		const struct suggest_path *p = &s->path[i];
		if (!p->may_be_id || p->repeats || p->arrays || p->events * 20 < s->events * 19)
			continue;
		const size_t rank = rank_of(p->key, names, NAMES);
		const size_t score = 1 + 4 * (NAMES - rank) + (SUGGEST_LEVELS - p->level);
		if (score > best_score) {
			best_score = score;
			best = p;
		}
	}
	return best;
}

bool
suggest_is_field(const struct suggest *s, const struct suggest_path *p)
{
	return p->varies && p->events * 20 > s->events;
}

static bool
is_named_address(struct text key)
{
	static const struct text words[] = { TEXT("ip"), TEXT("addr"), TEXT("address"),
		TEXT("client"), TEXT("host") };
	char name[2 * NAME_MAX];
	if (key.n > NAME_MAX)
		return false;
	const struct text t = { name, json_normalize(key, name) };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_contains(t, words[i]))
			return true;
	return false;
}

enum type
suggest_parser(const struct suggest *s, const struct suggest_path *p)
{
	const size_t n = p->events;
	(void)s;
	if (p->arrays > 0)
		return p->arrays == n ? TYPE_JSON : TYPE_STRING;
	if (p->bools == n ||
	    (p->strings == n && p->accepted[TYPE_BOOL] == n && p->accepted[TYPE_I64] < n))
		return TYPE_BOOL;
	if (p->strings > 0 && times_of(p) == n && p->accepted[TYPE_F64] < n)
		return TYPE_TIMESTAMP;
	if (p->accepted[TYPE_U64] == n && !p->padded)
		return TYPE_U64;
	if (p->accepted[TYPE_I64] == n && !p->padded)
		return TYPE_I64;
	if (p->accepted[TYPE_F64] == n && !p->padded)
		return TYPE_F64;
	if (p->accepted[TYPE_IP_ADDRESS] == n ||
	    (is_named_address(p->key) && p->accepted[TYPE_IP_ADDRESS] * 2 >= n))
		return TYPE_IP_ADDRESS;
	return p->accepted[TYPE_SYMBOL] == n ? TYPE_SYMBOL : TYPE_STRING;
}
