/* SPDX-License-Identifier: MIT */
#include "replay/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "replay/pack.h"

const struct text answer_names[ANSWERS] = {
	[OUTCOME_ALLOW] = { "Allow", 5 },
	[OUTCOME_OBSERVE] = { "Observe", 7 },
	[OUTCOME_CHALLENGE] = { "Challenge", 9 },
	[OUTCOME_BLOCK] = { "Block", 5 },
	[ANSWER_FAILED] = { "Failed", 6 },
	[ANSWER_SKIPPED] = { "Skipped", 7 },
};

const struct text cause_names[CAUSES] = {
	[CAUSE_ENCODING] = { "encoding", 8 },
	[CAUSE_RULES] = { "rules", 5 },
	[CAUSE_BOTH] = { "both", 4 },
	[CAUSE_INTERACTION] = { "interaction", 11 },
};

void
tally_new(struct tally *t, size_t rules)
{
	*t = (struct tally){ .rules = rules };
	t->rule = mem_zalloc(rules + 1, sizeof(*t->rule));
}

void
tally_end(struct tally *t)
{
	free(t->rule);
	free(t->hour);
	free(t->decided);
	buf_free(&t->example);
}

uint64_t
tally_changed(const struct tally *t)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < CAUSES; i++)
		sum += t->n.causes[i];
	return sum;
}

uint64_t
tally_compared(const struct tally *t)
{
	uint64_t sum = 0;
	for (size_t from = 0; from < ANSWERS; from++)
		for (size_t to = 0; to < ANSWERS; to++)
			sum += t->n.changes[from][to];
	return sum;
}

static int64_t
hour_number(int64_t at_ns)
{
	const int64_t hour_ns = 3600 * STAMP_SECOND;
	return at_ns / hour_ns - (at_ns % hour_ns < 0);
}

/* The hour of an entry of one of the two lists, which begin with it. */
static int64_t
hour_at(const void *list, size_t size, size_t i)
{
	int64_t hour;
	memcpy(&hour, (const char *)list + i * size, sizeof(hour));
	return hour;
}

/* Returns the place of the hour in such a list: where it is, or where it belongs. */
static size_t
find_hour(const void *list, size_t size, size_t n, int64_t hour)
{
	size_t low = 0, high = n;
	if (n > 0 && hour_at(list, size, n - 1) <= hour) /* events come in order of time */
		return n - (hour_at(list, size, n - 1) == hour);
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (hour_at(list, size, middle) < hour)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
tally_hour(struct tally *t, int64_t at_ns, bool changed)
{
	const int64_t hour = hour_number(at_ns);
	const size_t i = find_hour(t->hour, sizeof(*t->hour), t->hours, hour);
	if (i == t->hours || t->hour[i].hour != hour) {
		t->hour = mem_grow(t->hour, &t->hour_cap, t->hours + 1, sizeof(*t->hour));
		memmove(t->hour + i + 1, t->hour + i, (t->hours - i) * sizeof(*t->hour));
		t->hour[i] = (struct hour_tally){ .hour = hour };
		t->hours++;
	}
	t->hour[i].events++;
	t->hour[i].changed += changed;
}

void
tally_decision(struct tally *t, int64_t at_ns, enum outcome outcome)
{
	const int64_t hour = hour_number(at_ns);
	const size_t i = find_hour(t->decided, sizeof(*t->decided), t->decided_hours, hour);
	if (i == t->decided_hours || t->decided[i].hour != hour) {
		t->decided = mem_grow(
		    t->decided, &t->decided_cap, t->decided_hours + 1, sizeof(*t->decided));
		memmove(t->decided + i + 1, t->decided + i,
		    (t->decided_hours - i) * sizeof(*t->decided));
		t->decided[i] = (struct hour_decisions){ .hour = hour };
		t->decided_hours++;
	}
	t->decided[i].decided[outcome]++;
}

size_t
tally_put_hour(int64_t hour, char out[STAMP_MAX])
{
	const int64_t hour_ns = 3600 * STAMP_SECOND;
	/* the first hour begins before the first point in time that int64 can hold */
	const int64_t at_ns = hour < INT64_MIN / hour_ns ? INT64_MIN : hour * hour_ns;
	return stamp_put_bucket(at_ns, 60, out);
}

void
tally_label(struct tally *t, enum side side, enum label label, enum outcome outcome,
    const size_t *match, size_t matches)
{
	struct label_tally *l = &t->n.label[side];
	l->seen[label]++;
	l->stopped[label] += outcome >= OUTCOME_CHALLENGE;
	for (size_t i = 0; i < matches; i++)
		t->rule[match[i]].labelled[side][label]++;
}

/* Appends consecutive numbers. */
static void
put_numbers(struct buf *b, const void *from, size_t bytes)
{
	for (size_t i = 0; i < bytes; i += sizeof(uint64_t)) {
		uint64_t v;
		memcpy(&v, (const char *)from + i, sizeof(v));
		pack_number(b, v);
	}
}

static int
get_numbers(struct text *from, void *to, size_t bytes)
{
	for (size_t i = 0; i < bytes; i += sizeof(uint64_t)) {
		uint64_t v;
		if (unpack_checked(from, &v) < 0)
			return -1;
		memcpy((char *)to + i, &v, sizeof(v));
	}
	return 0;
}

void
tally_put(struct buf *b, const struct tally *t)
{
	put_numbers(b, &t->n, sizeof(t->n));
	pack_number(b, t->rules);
	put_numbers(b, t->rule, t->rules * sizeof(*t->rule));
	pack_number(b, t->hours);
	put_numbers(b, t->hour, t->hours * sizeof(*t->hour));
	pack_number(b, t->decided_hours);
	put_numbers(b, t->decided, t->decided_hours * sizeof(*t->decided));
	pack_number(b, t->examples);
	pack_number(b, t->example.n);
	buf_text(b, buf_as_text(&t->example));
}

static int
get_hours(struct text *from, struct tally *t)
{
	uint64_t n;
	/* each takes at least three bytes */
	if (unpack_checked(from, &n) < 0 || n > from->n / 3)
		return -1;
	t->hour = mem_grow(t->hour, &t->hour_cap, (size_t)n, sizeof(*t->hour));
	t->hours = (size_t)n;
	return get_numbers(from, t->hour, t->hours * sizeof(*t->hour));
}

static int
get_decided(struct text *from, struct tally *t)
{
	uint64_t n;
	/* each takes at least five bytes */
	if (unpack_checked(from, &n) < 0 || n > from->n / 5)
		return -1;
	t->decided = mem_grow(t->decided, &t->decided_cap, (size_t)n, sizeof(*t->decided));
	t->decided_hours = (size_t)n;
	return get_numbers(from, t->decided, t->decided_hours * sizeof(*t->decided));
}

int
tally_get(struct text *from, struct tally *t)
{
	uint64_t n;
	if (get_numbers(from, &t->n, sizeof(t->n)) < 0)
		return -1;
	if (unpack_checked(from, &n) < 0 || n != t->rules)
		return -1;
	if (get_numbers(from, t->rule, t->rules * sizeof(*t->rule)) < 0 || get_hours(from, t) < 0 ||
	    get_decided(from, t) < 0)
		return -1;
	if (unpack_checked(from, &t->examples) < 0 || t->examples > TALLY_EXAMPLES)
		return -1;
	if (unpack_checked(from, &n) < 0 || n > from->n)
		return -1;
	t->example.n = 0;
	buf_put(&t->example, from->p, (size_t)n);
	from->p += n;
	from->n -= (size_t)n;
	return 0;
}

/* ---- joining -------------------------------------------------------------------------------- */

static void
add_numbers(void *to, const void *from, size_t bytes)
{
	for (size_t i = 0; i < bytes; i += sizeof(uint64_t)) {
		uint64_t sum, more;
		memcpy(&sum, (const char *)to + i, sizeof(sum));
		memcpy(&more, (const char *)from + i, sizeof(more));
		sum += more;
		memcpy((char *)to + i, &sum, sizeof(sum));
	}
}

/* Appends the first places, as long as there is room for them. */
static void
join_places(
    struct lateness_place *to, uint64_t *count, const struct lateness_place *from, uint64_t more)
{
	for (uint64_t i = 0; i < more && i < LATENESS_NAMED && *count + i < LATENESS_NAMED; i++)
		to[*count + i] = from[i];
	*count += more;
}

static void
join_hours(struct tally *t, const struct tally *from)
{
	for (size_t i = 0; i < from->hours; i++) {
		const int64_t hour = from->hour[i].hour;
		const size_t at = find_hour(t->hour, sizeof(*t->hour), t->hours, hour);
		if (at == t->hours || t->hour[at].hour != hour) {
			t->hour = mem_grow(t->hour, &t->hour_cap, t->hours + 1, sizeof(*t->hour));
			memmove(t->hour + at + 1, t->hour + at, (t->hours - at) * sizeof(*t->hour));
			t->hour[at] = (struct hour_tally){ .hour = hour };
			t->hours++;
		}
		t->hour[at].events += from->hour[i].events;
		t->hour[at].changed += from->hour[i].changed;
	}
}

static void
join_decided(struct tally *t, const struct tally *from)
{
	for (size_t i = 0; i < from->decided_hours; i++) {
		const int64_t hour = from->decided[i].hour;
		const size_t at =
		    find_hour(t->decided, sizeof(*t->decided), t->decided_hours, hour);
		if (at == t->decided_hours || t->decided[at].hour != hour) {
			t->decided = mem_grow(
			    t->decided, &t->decided_cap, t->decided_hours + 1, sizeof(*t->decided));
			memmove(t->decided + at + 1, t->decided + at,
			    (t->decided_hours - at) * sizeof(*t->decided));
			t->decided[at] = (struct hour_decisions){ .hour = hour };
			t->decided_hours++;
		}
		add_numbers(t->decided[at].decided, from->decided[i].decided,
		    sizeof(t->decided[at].decided));
	}
}

/* The length of the JSON object that the text begins with. */
static size_t
object_length(struct text t)
{
	size_t depth = 0;
	bool in_string = false;
	for (size_t i = 0; i < t.n; i++) {
		const char c = t.p[i];
		if (in_string && c == '\\')
			i++;
		else if (c == '"')
			in_string = !in_string;
		else if (!in_string && c == '{')
			depth++;
		else if (!in_string && c == '}' && --depth == 0)
			return i + 1;
	}
	return t.n;
}

/* Appends the examples, of which the first TALLY_EXAMPLES are kept. */
static void
join_examples(struct tally *t, const struct tally *from)
{
	struct text rest = buf_as_text(&from->example);
	for (uint64_t i = 0; i < from->examples && t->examples < TALLY_EXAMPLES; i++) {
		const size_t n = object_length(rest);
		if (t->examples++ > 0)
			buf_char(&t->example, ',');
		buf_put(&t->example, rest.p, n);
		rest.p += n < rest.n ? n + 1 : n;
		rest.n -= n < rest.n ? n + 1 : n;
	}
}

void
tally_join(struct tally *t, const struct tally *from)
{
	struct tally_numbers *n = &t->n;
	n->warmup += from->n.warmup;
	add_numbers(n->changes, from->n.changes, sizeof(n->changes));
	add_numbers(n->causes, from->n.causes, sizeof(n->causes));
	add_numbers(n->label, from->n.label, sizeof(n->label));
	join_places(n->lateness.late, &n->lateness.too_late, from->n.lateness.late,
	    from->n.lateness.too_late);
	join_places(
	    n->lateness.jump, &n->lateness.jumps, from->n.lateness.jump, from->n.lateness.jumps);
	for (size_t i = 0; i < t->rules; i++)
		add_numbers(&t->rule[i], &from->rule[i], sizeof(t->rule[i]));
	join_hours(t, from);
	join_decided(t, from);
	join_examples(t, from);
}
