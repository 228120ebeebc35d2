/* SPDX-License-Identifier: MIT */
#include "encode/suggest_private.h"

/* What the counts say: which places are the time, the id and the request line, and which are
 * fields. */

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static size_t
times_of(const struct suggest_path *p)
{
	size_t n = 0;
	for (size_t i = 0; i < SUGGEST_FORMATS + 2; i++)
		n += p->times[i];
	return n;
}

/* Where the key's name is among the names: 0 is best. */
static size_t
rank_of(struct text key, const struct text *names, size_t count)
{
	char room[2 * SUGGEST_PATH_MAX];
	return text_among(suggest_normal(key, room), names, count);
}

/* ---- the time ------------------------------------------------------------------------------- */

/* How many events that have no time yet have one here. */
static size_t
adds(const struct suggest_path *p, const uint8_t *covered)
{
	size_t n = 0;
	for (size_t i = 0; i < SUGGEST_BITS; i++)
		n += (size_t)__builtin_popcount(p->timed[i] & ~covered[i] & 0xff);
	return n;
}

static const struct suggest_path *
best_time(const struct suggest *s, const uint8_t *covered)
{
	static const struct text names[] = { TEXT("observed_at"), TEXT("event_time"),
		TEXT("timestamp"), TEXT("time"), TEXT("datetime"), TEXT("ts"), TEXT("published"),
		TEXT("request_received_timestamp"), TEXT("stage_timestamp"),
		TEXT("created_date_time"), TEXT("time_generated"), TEXT("start_time"),
		TEXT("started_at"), TEXT("created_at"), TEXT("date") };
	const struct suggest_path *best = NULL;
	size_t best_score = 0;
	for (size_t i = 0; i < s->paths; i++) {
		const struct suggest_path *p = &s->path[i];
		if (p->timed == NULL || p->merged || p->at.pair.p != NULL || p->at.indexed)
			continue;
		const size_t n = times_of(p), more = adds(p, covered);
		if (more == 0 || n * 2 < p->values)
			continue;
		const size_t rank = rank_of(p->at.key, names, COUNT(names));
		const size_t score = more * 100 / s->events * 100 + (n == p->values ? 50 : 0) +
				     (suggest_is_named_time(p->at.key) ? 50 : 0) +
				     2 * (COUNT(names) - rank) + (SUGGEST_LEVELS - p->at.level);
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
	uint8_t covered[SUGGEST_BITS] = { 0 };
	size_t n = 0;
	while (n < SUGGEST_TIMES) {
		const struct suggest_path *p = best_time(s, covered);
		if (p == NULL)
			break;
		for (size_t i = 0; i < sizeof(covered); i++)
			covered[i] |= p->timed[i];
		/* a value that is no time hides all places behind it: such a place comes last */
		size_t at = n++;
		for (; at > 0 && times_of(p) == p->values &&
		       times_of(out[at - 1]) < out[at - 1]->values;
		     at--)
			out[at] = out[at - 1];
		out[at] = p;
	}
	return n;
}

/* ---- the id --------------------------------------------------------------------------------- */

/* An `id` inside an object is the object's, unless that is the event itself or an envelope. */
static bool
is_id_of_event(const struct suggest_path *p, size_t rank, size_t specific)
{
	static const struct text envelopes[] = { TEXT("properties"), TEXT("event"), TEXT("meta"),
		TEXT("metadata"), TEXT("record"), TEXT("log"), TEXT("audit") };
	const struct text name = p->at.name;
	struct text parent = { name.p, name.n - p->at.key.n };
	if (rank < specific || parent.n == 0)
		return true;
	parent.n--;
	return rank_of(parent, envelopes, COUNT(envelopes)) < COUNT(envelopes);
}

/* Windows numbers the kinds of its events, and calls the number EventID. */
static bool
is_number_of_kind(const struct suggest_path *p)
{
	return p->first.n <= 5 && p->accepted[TYPE_U64] == p->values &&
	       memchr("Ee", p->at.key.p[0], 2) != NULL;
}

const struct suggest_path *
suggest_choose_id(const struct suggest *s)
{
	static const struct text names[] = { TEXT("event_id"), TEXT("eventid"), TEXT("audit_id"),
		TEXT("insert_id"), TEXT("document_id"), TEXT("event_uuid"), TEXT("request_id"),
		TEXT("uuid"), TEXT("id"), TEXT("guid"), TEXT("cursor"), TEXT("message_id"),
		TEXT("log_id"), TEXT("record_id") };
	enum { SPECIFIC = 7 }; /* those say by themselves what they are the id of */
	const struct suggest_path *best = NULL;
	size_t best_score = 0;
	for (size_t i = 0; i < s->paths; i++) {
		const struct suggest_path *p = &s->path[i];
		const size_t rank = rank_of(p->at.key, names, COUNT(names));
		if (!p->may_be_id || p->merged || p->arrays || rank == COUNT(names) ||
		    p->events * 2 < s->events || p->events < p->values)
			continue;
		if (is_number_of_kind(p) || !is_id_of_event(p, rank, SPECIFIC))
			continue;
		const size_t score = 1 + COUNT(names) - rank +
				     2 * COUNT(names) * (SUGGEST_LEVELS - p->at.level) *
					 (p->events * 20 >= s->events * 19);
		if (score > best_score) {
			best_score = score;
			best = p;
		}
	}
	return best;
}

/* ---- the request line ----------------------------------------------------------------------- */

const struct suggest_path *
suggest_choose_request_line(const struct suggest *s)
{
	static const struct text methods[] = { TEXT("method"), TEXT("request_method"),
		TEXT("http_method"), TEXT("verb") };
	const struct suggest_path *best = NULL;
	for (size_t i = 0; i < s->paths; i++) {
		const struct suggest_path *p = &s->path[i];
		if (p->events * 20 <= s->events || p->at.pair.p || p->at.indexed || p->merged)
			continue;
		if (rank_of(p->at.key, methods, COUNT(methods)) < COUNT(methods))
			return NULL;
		if (!best && p->request_lines * 2 > p->values && p->varies)
			best = p;
	}
	return best;
}

/* ---- fields --------------------------------------------------------------------------------- */

/* The path of the array of which p is the first element. */
static const struct suggest_path *
array_of(const struct suggest *s, const struct suggest_path *p)
{
	const struct text path = p->at.path;
	if (path.n < 3 || memcmp(path.p + path.n - 2, ".0", 2) != 0)
		return NULL;
	return suggest_find_path(s, (struct text){ path.p, path.n - 2 });
}

/* Do all arrays at the path have one string? */
static bool
is_single(const struct suggest_path *p)
{
	return p && p->arrays > 0 && p->singles == p->values;
}

bool
suggest_is_wanted(const struct suggest_path *p)
{
	static const struct text users[] = { TEXT("user"), TEXT("user_name"), TEXT("username"),
		TEXT("email"), TEXT("actor"), TEXT("acct") };
	return rank_of(p->at.key, users, COUNT(users)) < COUNT(users) ||
	       suggest_parser(p) == TYPE_IP_ADDRESS;
}

bool
suggest_is_field(const struct suggest *s, const struct suggest_path *p)
{
	const bool partly = p->values > 0 && (p->blanks > 0 || p->events < s->events);
	const bool varies =
	    p->varies || (p->blanks > 0 && partly) || (partly && suggest_is_wanted(p));
	if (!varies || p->merged || p->events * 20 <= s->events)
		return false;
	if (p->at.indexed)
		return suggest_parser(p) == TYPE_IP_ADDRESS || is_single(array_of(s, p));
	return !is_single(p);
}

static bool
is_named_address(struct text key)
{
	static const struct text words[] = { TEXT("ip"), TEXT("addr"), TEXT("address"),
		TEXT("client"), TEXT("host") };
	char room[2 * SUGGEST_PATH_MAX];
	const struct text t = suggest_normal(key, room);
	for (size_t i = 0; i < COUNT(words); i++)
		if (text_contains(t, words[i]))
			return true;
	return false;
}

/* `1.10` is not 1.1 if it is a version, and 007 is not 7. */
static bool
is_number_text(const struct suggest_path *p)
{
	char room[2 * SUGGEST_PATH_MAX];
	const struct text t = suggest_normal(p->at.key, room);
	return p->padded || (p->strings > 0 && text_contains(t, TEXT("version")));
}

enum type
suggest_parser(const struct suggest_path *p)
{
	const size_t n = p->values;
	if (p->arrays > 0)
		return p->arrays == n ? TYPE_JSON : TYPE_STRING;
	if (p->bools == n ||
	    (p->strings == n && p->accepted[TYPE_BOOL] == n && p->accepted[TYPE_I64] < n))
		return TYPE_BOOL;
	if (times_of(p) == n)
		return TYPE_TIMESTAMP;
	if (!is_number_text(p)) {
		if (p->accepted[TYPE_U64] == n)
			return TYPE_U64;
		if (p->accepted[TYPE_I64] == n)
			return TYPE_I64;
		if (p->accepted[TYPE_F64] == n)
			return TYPE_F64;
	}
	if (p->accepted[TYPE_IP_ADDRESS] == n ||
	    (is_named_address(p->at.key) && p->accepted[TYPE_IP_ADDRESS] * 2 >= n))
		return TYPE_IP_ADDRESS;
	return p->accepted[TYPE_SYMBOL] == n ? TYPE_SYMBOL : TYPE_STRING;
}
