/* SPDX-License-Identifier: MIT */
/*
 * The engine against a model that is slow and obvious: it keeps every event ever seen and works out
 * each answer from the whole list, by the words of section 8 of the contract.  Rule sets of Shadow
 * rules show each value that a comparison sees, so that decisions alone tell whether both agree.
 * Some ids are empty, of lines, or so long that they are hashed, as are some entities and values.
 * Half of the sequences are stopped now and then and go on from the snapshot; the state that they
 * leave behind is that of the same sequence in one run, byte for byte.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "decide/decide.h"
#include "state/save.h"
#include "tests/unit/going_on.h"
#include "tests/unit/odd_keys.h"
#include "tests/unit/unit.h"
#include "time/stamp.h"

enum {
	EVENTS_MAX = 600,
	EVENTS_FEW = 90, /* of most sequences */
	TICKS = 2        /* a second; times are whole ticks */
};

enum field { IP, KIND, N, FIELDS };
static const char *const field_names[FIELDS] = { "ip", "kind", "n" };

struct seen {
	int tenant, id, entity, session; /* -1: absent; ids are never */
	int field[FIELDS];               /* -1: absent */
	int64_t tick;
	/* What the model said of it. */
	bool too_late, duplicate, conflict;
	int first;   /* of a duplicate: which event it is one of */
	int outcome; /* enum outcome */
	char *verdict;
};

struct setting {
	int64_t dedup_s, entity_s, session_s, lateness_s;
	bool dedup_lines;
};

/* ---- what is compared ----------------------------------------------------------------------- */

enum what { EVENT_COUNT, DECISION_COUNT, AGE, IDLE, COUNT, DISTINCT, SUM, MAX };
enum { BY_ENTITY, BY_SESSION, BY_IP, BY_IP_KIND };

struct probe {
	enum what what;
	int key;
	int64_t seconds;  /* windows */
	int where_kind;   /* windows: -1, or only events of this kind count */
	enum field field; /* DISTINCT, SUM, MAX */
	int values;       /* so many values are looked for (in ticks for AGE and IDLE), */
	int least;        /* from this one on */
};

static const struct probe probes[] = {
	{ EVENT_COUNT, BY_ENTITY, 0, -1, IP, 9, 0 },
	{ DECISION_COUNT, BY_ENTITY, 0, -1, IP, 6, 0 },
	{ AGE, BY_ENTITY, 0, -1, IP, 24, 0 },
	{ IDLE, BY_ENTITY, 0, -1, IP, 12, 0 },
	{ EVENT_COUNT, BY_SESSION, 0, -1, IP, 9, 0 },
	{ DECISION_COUNT, BY_SESSION, 0, -1, IP, 6, 0 },
	{ AGE, BY_SESSION, 0, -1, IP, 24, 0 },
	{ IDLE, BY_SESSION, 0, -1, IP, 12, 0 },
	{ COUNT, BY_ENTITY, 3, -1, IP, 9, 0 },
	{ COUNT, BY_ENTITY, 1, -1, IP, 7, 0 },
	{ COUNT, BY_ENTITY, 6, 0, IP, 7, 0 },
	{ COUNT, BY_SESSION, 2, -1, IP, 7, 0 },
	{ COUNT, BY_IP, 6, -1, IP, 9, 0 },
	{ COUNT, BY_IP_KIND, 5, -1, IP, 7, 0 },
	{ COUNT, BY_IP_KIND, 2, 1, IP, 7, 0 },
	{ DISTINCT, BY_ENTITY, 6, -1, IP, 5, 0 },
	{ DISTINCT, BY_ENTITY, 2, -1, IP, 5, 0 },
	{ DISTINCT, BY_IP, 4, 1, N, 6, 0 },
	{ DISTINCT, BY_IP, 4, -1, N, 6, 0 },
	{ SUM, BY_ENTITY, 6, -1, N, 20, -6 },
	{ SUM, BY_ENTITY, 2, -1, N, 12, -4 },
	{ SUM, BY_IP, 4, 1, N, 16, -6 },
	{ MAX, BY_ENTITY, 6, -1, N, 5, -2 },
	{ MAX, BY_SESSION, 3, 0, N, 5, -2 },
	{ MAX, BY_IP_KIND, 2, -1, N, 5, -2 },
};
enum { PROBES = sizeof(probes) / sizeof(*probes), CHALLENGE = 8, BLOCK = 15 };

static void
put_probe(struct buf *b, const struct probe *p, const char *operator, int value)
{
	static const char *const keys[] = { "\"scope\":\"Entity\"", "\"scope\":\"Session\"",
		"\"group_by\":[\"ip\"]", "\"group_by\":[\"ip\",\"kind\"]" };
	static const char *const attributes[] = { "event_count", "decision_count", "age_seconds",
		"idle_seconds" };
	static const char *const aggregates[] = { "Distinct", "Sum", "Max" };
	bool window = p->what >= COUNT, time = p->what == AGE || p->what == IDLE;
	buf_printf(b, "{\"kind\":\"%s\",%s", window ? "WindowCmp" : "StateCmp", keys[p->key]);
	if (window)
		buf_printf(b, ",\"seconds\":%" PRId64, p->seconds);
	else
		buf_printf(b, ",\"attribute\":\"%s\"", attributes[p->what]);
	if (p->where_kind >= 0)
		buf_printf(b,
		    ",\"where\":{\"kind\":\"FieldEq\",\"field_name\":\"kind\",\"value\":\"v%d\"}",
		    p->where_kind);
	if (p->what >= DISTINCT)
		buf_printf(b, ",\"aggregate\":{\"kind\":\"%s\",\"field_name\":\"%s\"}",
		    aggregates[p->what - DISTINCT], field_names[p->field]);
	buf_printf(b, ",\"operator\":\"%s\",\"value\":%d", operator, time ? value / TICKS : value);
	if (time && value % TICKS)
		BUF_LIT(b, ".50");
	buf_char(b, '}');
}

static void
put_rules(struct buf *b)
{
	BUF_LIT(b, "{\"rules\":[{\"rule_id\":\"many\",\"outcome\":\"Challenge\",\"expression\":");
	put_probe(b, &probes[CHALLENGE], "Ge", 3);
	BUF_LIT(b, "},{\"rule_id\":\"spread\",\"outcome\":\"Block\",\"expression\":");
	put_probe(b, &probes[BLOCK], "Gt", 2);
	for (int i = 0; i < PROBES; i++)
		for (int value = 0; value < probes[i].values; value++) {
			buf_printf(b,
			    "},{\"rule_id\":\"%d=%d\",\"outcome\":\"Allow\",\"mode\":\"Shadow\",",
			    i, probes[i].least + value);
			BUF_LIT(b, "\"expression\":");
			put_probe(b, &probes[i], "Eq", probes[i].least + value);
		}
	BUF_LIT(b, "}]}");
}

/* ---- the model ------------------------------------------------------------------------------ */

static int
key_of(const struct seen *e, int key)
{
	switch (key) {
	case BY_ENTITY: return e->entity;
	case BY_SESSION: return e->session;
	case BY_IP: return e->field[IP];
	default:
		return e->field[IP] < 0 || e->field[KIND] < 0 ? -1
							      : e->field[IP] * 10 + e->field[KIND];
	}
}

static int
descending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? 1 : x > y ? -1 : 0;
}

/* The 16th latest of the tenant's events before number n; false where there are fewer. */
static bool
model_watermark(const struct seen *all, int n, int tenant, int64_t *mark)
{
	int64_t tick[EVENTS_MAX];
	size_t count = 0;
	for (int i = 0; i < n; i++)
		if (all[i].tenant == tenant)
			tick[count++] = all[i].tick;
	if (count < 16)
		return false;
	qsort(tick, count, sizeof(*tick), descending);
	*mark = tick[15];
	return true;
}

/* More than lateness behind the watermark. */
static bool
model_too_late(const struct seen *all, int n, const struct setting *s)
{
	int64_t mark;
	return model_watermark(all, n, all[n].tenant, &mark) &&
	       mark - all[n].tick > s->lateness_s * TICKS;
}

/* Does the engine's view say so, too, and where the watermark jumped? */
static bool
same_times(const struct seen *all, int n, const struct setting *s, const struct state_view *v)
{
	const int64_t tick_ns = STAMP_SECOND / TICKS;
	int64_t before = 0, after = 0;
	const bool marked = model_watermark(all, n, all[n].tenant, &before);
	model_watermark(all, n + 1, all[n].tenant, &after);
	const bool jumped = marked && s->lateness_s > 0 && after - before > s->lateness_s * TICKS;
	if (v->too_late != all[n].too_late || v->jumped != jumped)
		return false;
	return !(v->too_late || v->jumped) ||
	       (v->watermark_ns == before * tick_ns && v->next_watermark_ns == after * tick_ns);
}

static bool
same_content(const struct seen *a, const struct seen *b)
{
	bool same = a->entity == b->entity; /* the source is the kind */
	for (int i = 0; i < FIELDS; i++)
		same &= a->field[i] == b->field[i];
	return same;
}

/* Are both of one id that can be a duplicate's? */
static bool
same_id(const struct seen *a, const struct seen *b, const struct setting *s)
{
	if (a->tenant != b->tenant || a->id != b->id || s->dedup_s == 0)
		return false;
	return a->id != ID_EMPTY && (a->id != ID_LINE || s->dedup_lines);
}

static bool
is_within(const struct seen *a, const struct seen *b, const struct setting *s)
{
	return llabs(a->tick - b->tick) <= s->dedup_s * TICKS;
}

/* The first event that this is a duplicate of, or -1. */
static int
model_duplicate(const struct seen *all, int n, const struct setting *s)
{
	int first = -1;
	for (int i = 0; i <= n; i++) {
		const struct seen *e = &all[i];
		if (!same_id(e, &all[n], s) || e->too_late || !same_content(e, &all[n]))
			continue;
		bool within = first >= 0 && is_within(e, &all[first], s);
		if (i == n)
			return within ? first : -1;
		if (!within)
			first = i;
	}
	return -1;
}

/* Is the event the first one of its content, when event n comes? */
static bool
is_first(const struct seen *all, int i, int n, const struct setting *s)
{
	bool first = !all[i].too_late && !all[i].duplicate;
	for (int k = i + 1; k < n; k++)
		first &= !same_id(&all[i], &all[k], s) || !same_content(&all[i], &all[k]) ||
			 all[k].too_late || all[k].duplicate;
	return first;
}

static bool
model_conflict(const struct seen *all, int n, const struct setting *s)
{
	const struct seen *now = &all[n];
	for (int i = 0; i < n; i++)
		if (same_id(&all[i], now, s) && now->id != ID_LINE && !same_content(&all[i], now) &&
		    is_first(all, i, n, s) && is_within(&all[i], now, s))
			return true;
	return false;
}

struct model_entry {
	int64_t events, decisions, first, last;
};

/* The value of an attribute, computed again from all events that were counted. */
static int64_t
model_attribute(const struct seen *all, int n, const struct setting *s, const struct probe *p)
{
	const struct seen *now = &all[n];
	int64_t ttl = (p->key == BY_ENTITY ? s->entity_s : s->session_s) * TICKS, value = 0;
	struct model_entry entry = { 0 };
	for (int i = now->too_late ? n : 0; i <= n; i++) {
		const struct seen *e = &all[i];
		if (i < n && (e->too_late || e->duplicate || e->tenant != now->tenant))
			continue;
		if (key_of(e, p->key) != key_of(now, p->key))
			continue;
		if (ttl == 0 || entry.events == 0 || e->tick - entry.last > ttl)
			entry = (struct model_entry){ 0, 0, e->tick, e->tick };
		entry.events++;
		switch (p->what) {
		case EVENT_COUNT: value = entry.events; break;
		case DECISION_COUNT: value = entry.decisions; break;
		case AGE: value = e->tick > entry.first ? e->tick - entry.first : 0; break;
		case IDLE: value = e->tick > entry.last ? e->tick - entry.last : 0; break;
		case COUNT:
		case DISTINCT:
		case SUM:
		case MAX: break; /* of windows */
		}
		if (e->tick < entry.first)
			entry.first = e->tick;
		if (e->tick > entry.last)
			entry.last = e->tick;
		if (i < n && e->outcome >= OUTCOME_CHALLENGE)
			entry.decisions++;
	}
	return value;
}

/* The number that stands for a value of the field N. */
static int
number_of(int field)
{
	return field - 1;
}

/* False: nothing is there to be the largest. */
static bool
model_window(const struct seen *all, int n, const struct probe *p, int64_t *value)
{
	const struct seen *now = &all[n];
	int64_t count = 0, sum = 0, max = INT64_MIN;
	uint64_t texts = 0;
	for (int i = now->too_late ? n : 0; i <= n; i++) {
		const struct seen *e = &all[i];
		if (i < n && (e->too_late || e->duplicate || e->tenant != now->tenant))
			continue;
		if (key_of(e, p->key) != key_of(now, p->key))
			continue;
		if (e->tick <= now->tick - p->seconds * TICKS || e->tick > now->tick)
			continue;
		if (p->where_kind >= 0 && e->field[KIND] != p->where_kind)
			continue;
		count++;
		if (e->field[p->field] < 0)
			continue;
		texts |= UINT64_C(1) << e->field[p->field];
		sum += number_of(e->field[p->field]);
		if (number_of(e->field[p->field]) > max)
			max = number_of(e->field[p->field]);
	}
	switch (p->what) {
	case COUNT: *value = count; break;
	case DISTINCT: *value = __builtin_popcountll(texts); break;
	case SUM: *value = sum; break;
	case MAX: *value = max; break;
	case EVENT_COUNT:
	case DECISION_COUNT:
	case AGE:
	case IDLE: return false; /* of scopes */
	}
	return p->what != MAX || texts != 0;
}

/* False: the event has not the key, or there is no such value; every comparison is false. */
static bool
model_value(
    const struct seen *all, int n, const struct setting *s, const struct probe *p, int64_t *value)
{
	if (key_of(&all[n], p->key) < 0)
		return false;
	if (p->what >= COUNT)
		return model_window(all, n, p, value);
	*value = model_attribute(all, n, s, p);
	return true;
}

static void
model_decide(struct seen *all, int n, const struct setting *s, struct buf *verdict)
{
	struct seen *now = &all[n];
	verdict->n = 0;
	now->too_late = model_too_late(all, n, s);
	now->first = now->too_late ? -1 : model_duplicate(all, n, s);
	now->duplicate = now->first >= 0;
	now->conflict = !now->too_late && !now->duplicate && model_conflict(all, n, s);
	if (now->duplicate) {
		now->outcome = all[now->first].outcome;
		buf_printf(verdict, "%s", all[now->first].verdict);
		return;
	}
	int64_t value;
	bool many = model_value(all, n, s, &probes[CHALLENGE], &value) && value >= 3;
	bool spread = model_value(all, n, s, &probes[BLOCK], &value) && value > 2;
	now->outcome = spread ? OUTCOME_BLOCK : many ? OUTCOME_CHALLENGE : OUTCOME_OBSERVE;
	buf_printf(verdict, "%d%s%s |", now->outcome, many ? " many" : "", spread ? " spread" : "");
	for (int i = 0; i < PROBES; i++) {
		const struct probe *p = &probes[i];
		if (model_value(all, n, s, p, &value) && value >= p->least &&
		    value < p->least + p->values)
			buf_printf(verdict, " %d=%" PRId64, i, value);
	}
}

/* ---- the engine ----------------------------------------------------------------------------- */

static struct value
number_value(struct buf *b, int field)
{
	if (field < 0)
		return VALUE_NONE;
	b->n = 0;
	buf_printf(b, "%d", number_of(field));
	return (struct value){ buf_as_text(b), VALUE_NUMBER, true };
}

/* The event, and what the engine says of it: is it a duplicate, and an id's conflict? */
static void
engine_decide(struct decider *d, const struct rules *r, const struct seen *e, struct buf *verdict,
    bool said[2])
{
	struct buf text[7 + FIELDS] = { 0 };
	struct value field[FIELDS];
	struct decision decision;
	struct event ev = { .event_id = id_value(&text[0], e->id),
		.tenant_id = key_value(&text[1], "t", e->tenant),
		.entity_id = key_value(&text[2], "k", e->entity),
		.session_id = key_value(&text[3], "s", e->session),
		.source_id = string(&text[4], "s", e->field[KIND]),
		.observed_at_ns = e->tick * (STAMP_SECOND / TICKS),
		.field = field };
	for (int i = 0; i < FIELDS; i++) {
		size_t number = fields_find(&r->fields, text_of(field_names[i]));
		field[number] = i == N ? number_value(&text[6 + i], e->field[i])
				       : key_value(&text[6 + i], "v", e->field[i]);
	}
	buf_printf(&text[6 + FIELDS], "{\"ip\":%d,\"kind\":%d,\"n\":%d}", e->field[IP],
	    e->field[KIND], e->field[N]);
	ev.fields_json = buf_as_text(&text[6 + FIELDS]);
	decide_event(d, &ev, &decision);
	const struct verdict *v = decision.verdict;
	verdict->n = 0;
	buf_printf(verdict, "%d", (int)v->outcome);
	for (size_t i = 0; i < v->nmatched; i++)
		buf_printf(verdict, " %.*s", (int)v->matched[i].n, v->matched[i].p);
	BUF_LIT(verdict, " |");
	for (size_t i = 0; i < v->nshadow; i++)
		buf_printf(verdict, " %.*s", (int)v->shadow[i].n, v->shadow[i].p);
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++)
		buf_free(&text[i]);
	said[0] = decision.duplicate;
	said[1] = decision.id_conflict;
}

/* ---- sequences ------------------------------------------------------------------------------ */

/* One that is like an earlier one, or other content with its id, or anything. */
static struct seen
random_content(uint64_t *seed, const struct seen *all, int n)
{
	struct seen e = { .tenant = (int)dice(seed, 8) - 1, .id = (int)dice(seed, IDS) };
	e.tenant = e.tenant > 1 ? 0 : e.tenant;
	e.entity = (int)dice(seed, 5) - 1;
	e.session = (int)dice(seed, 4) - 1;
	for (int i = 0; i < FIELDS; i++)
		e.field[i] = (int)dice(seed, 5) - 1;
	unsigned like = n > 0 ? dice(seed, 6) : 0;
	if (like < 2)
		return e;
	const struct seen *other = &all[dice(seed, (unsigned)n)];
	if (like == 2) {
		e.id = other->id;
		e.tenant = other->tenant;
		return e;
	}
	e = *other;
	e.too_late = e.duplicate = e.conflict = false;
	if (dice(seed, 6) == 0) /* not quite */
		e.field[dice(seed, FIELDS)] = (int)dice(seed, 5) - 1;
	if (dice(seed, 12) == 0)
		e.entity = (int)dice(seed, 5) - 1;
	return e;
}

static struct seen
random_event(uint64_t *seed, int64_t *clock, unsigned spread, const struct seen *all, int n)
{
	struct seen e = random_content(seed, all, n);
	*clock += dice(seed, spread);
	e.tick = *clock;
	switch (dice(seed, 12)) {
	case 0: e.tick -= dice(seed, 30); break;
	case 1:
	case 2: e.tick -= dice(seed, 7); break;
	case 3: e.tick += dice(seed, 60); break;
	default: break;
	}
	return e;
}

/* One of many of a few keys, in no order, many of one time: rings move into trees. */
static struct seen
disordered_event(uint64_t *seed, int64_t *clock, const struct seen *all, int n)
{
	struct seen e = random_event(seed, clock, 2, all, n);
	e.id = (int)dice(seed, 1000000);
	e.tenant = -1;
	e.entity = dice(seed, 10) ? 0 : 1;
	e.session = dice(seed, 10) ? 0 : 1;
	e.tick = *clock - (dice(seed, 4) ? dice(seed, 40) : 0);
	return e;
}

static bool
run(uint64_t seed, const struct setting *s, const struct rules *r, bool disorder)
{
	static const struct siphash_key key = { 1, 2 };
	struct decider *d = decider_new(r, key), *whole = decider_new(r, key);
	bool stops = dice(&seed, 2);
	static struct seen all[EVENTS_MAX];
	struct buf expected = { 0 }, got = { 0 };
	struct buf again = { 0 };
	uint64_t late = 0, too_late = 0, conflicts = 0;
	int64_t clock = dice(&seed, 3) ? 0 : -20;
	unsigned spread = 1 + dice(&seed, 5);
	int n = 0, count = disorder ? EVENTS_MAX : 3 + (int)dice(&seed, EVENTS_FEW - 2);
	bool same = true;
	for (; n < count && same; n++) {
		all[n] = disorder ? disordered_event(&seed, &clock, all, n)
				  : random_event(&seed, &clock, spread, all, n);
		model_decide(all, n, s, &expected);
		all[n].verdict = mem_dup(expected.p, expected.n);
		bool said[2], said_again[2];
		engine_decide(d, r, &all[n], &got, said);
		engine_decide(whole, r, &all[n], &again, said_again);
		same = said[0] == all[n].duplicate && said[1] == all[n].conflict &&
		       said_again[1] == said[1] && same_times(all, n, s, decider_view(whole)) &&
		       text_eq(buf_as_text(&expected), buf_as_text(&got));
		if (!same)
			printf("event %d: expected %.*s (%d %d), got %.*s (%d %d)\n", n,
			    (int)expected.n, expected.p, all[n].duplicate, all[n].conflict,
			    (int)got.n, got.p, said[0], said[1]);
		conflicts += all[n].conflict;
		if (stops && dice(&seed, disorder ? 300 : 20) == 0)
			d = stop_and_go_on(d, r, &seed);
		too_late += all[n].too_late;
		bool is_late = false;
		for (int i = 0; i < n; i++)
			is_late |= all[i].tenant == all[n].tenant && all[i].tick > all[n].tick;
		late += is_late;
	}
	struct state_ledger ledger = state_ledger(decider_state(whole));
	same = same && ledger.late == late && ledger.too_late == too_late &&
	       ledger.id_conflicts == conflicts;
	if (same && !same_state(d, whole))
		same = false, printf("the states are not the same\n");
	while (n > 0)
		free(all[--n].verdict);
	buf_free(&expected);
	buf_free(&got);
	buf_free(&again);
	decider_free(d);
	decider_free(whole);
	return same;
}

static void
run_setting(
    const struct setting *s, const struct buf *rules, uint64_t *seed, int rounds, bool disorder)
{
	struct err e = { 0 };
	struct buf plan = { 0 };
	buf_printf(&plan,
	    "{\"runtime\":{\"dedup_ttl_seconds\":%" PRId64 ",\"entity_state_ttl_seconds\":%" PRId64
	    ",\"session_state_ttl_seconds\":%" PRId64 ",\"window_state_ttl_seconds\":6,"
	    "\"lateness_seconds\":%" PRId64
	    ",\"dedup_lines\":%s},\"fields\":[{\"name\":\"n\",\"parser\":\"I64\","
	    "\"selector\":{\"kind\":\"RequestField\",\"path\":\"n\"}}]}",
	    s->dedup_s, s->entity_s, s->session_s, s->lateness_s,
	    s->dedup_lines ? "true" : "false");
	unit_row(plan.p);
	struct plan *p = plan_load(buf_as_text(&plan), ".", &e);
	struct rules *r = p ? rules_load(buf_as_text(rules), p, ".", &e) : NULL;
	CHECK(r != NULL);
	if (!r)
		printf("%s\n", e.text);
	for (int i = 0; r && i < rounds; i++) {
		*seed += 0x9e3779b9;
		bool same = run(*seed, s, r, disorder);
		CHECK(same);
		if (!same)
			break;
	}
	rules_free(r);
	plan_free(p);
	unit_row("");
	buf_free(&plan);
}

int
main(void)
{
	static const int64_t ttl[] = { 0, 1, 2, 5, 20 }, lateness[] = { 0, 1, 4, 15, 1000 };
	struct buf rules = { 0 };
	uint64_t seed = 20261120;
	put_rules(&rules);
	for (int i = 0; i < 100; i++) {
		struct setting s = { ttl[dice(&seed, 5)], ttl[dice(&seed, 5)], ttl[dice(&seed, 5)],
			lateness[dice(&seed, 5)], dice(&seed, 3) == 0 };
		run_setting(&s, &rules, &seed, 25, false);
	}
	for (int i = 0; i < 4; i++) {
		struct setting s = { 1, 20, 20, lateness[i + 1] * 2, false };
		run_setting(&s, &rules, &seed, 8, true);
	}
	buf_free(&rules);
	return unit_end();
}
