/* SPDX-License-Identifier: MIT */
#include "trace/sieve.h"

#include <stdlib.h>
#include <string.h>

#include "base/glob.h"
#include "base/mem.h"
#include "time/stamp.h"
#include "trace/ids.h"
#include "trace/named.h"
#include "trace/sets.h"

/* The conditions that a record may satisfy. */
enum condition {
	MAY_ID,
	MAY_ERROR,
	MAY_NAME,
	MAY_SERVICE,
	MAY_KIND,
	MAY_WHERE,
	MAY_TRACE_ID,
	MAY_STATUS,
	MAY_PATTERN,
	MAY_OF,
	MAY_UNDER,
	MAY_JOIN, /* it may belong to a call that the sieve does not look at; no condition */
};

struct trace_sieve {
	const struct trace_selection *selection;
	struct siphash_key key;
	unsigned needs; /* conditions that must hold */
	struct trace_sets sets;
	struct trace_named named;
	int64_t latest_ns; /* the latest trace starts then or later; TRACE_NO_TIME: none is known */
	bool everything;   /* some records do not tell where they belong */
	bool unseen;       /* there are calls that it does not look at */
};

static unsigned
needs_of(const struct trace_selection *s)
{
	unsigned needs = 0;
	needs |= (unsigned)(s->correlation_ids.n > 0) << MAY_ID;
	needs |= (unsigned)s->error << MAY_ERROR;
	needs |= (unsigned)(s->names.n > 0) << MAY_NAME;
	needs |= (unsigned)(s->services.n > 0) << MAY_SERVICE;
	needs |= (unsigned)(s->kinds != 0) << MAY_KIND;
	needs |= (unsigned)(s->wheres.n > 0) << MAY_WHERE;
	needs |= (unsigned)(s->trace_ids.n > 0) << MAY_TRACE_ID;
	needs |= (unsigned)(s->statuses == 1U << TRACE_ERROR) << MAY_STATUS;
	needs |= (unsigned)s->marked_pattern << MAY_PATTERN;
	needs |= (unsigned)s->marked_of << MAY_OF;
	needs |= (unsigned)(s->unders.n > 0) << MAY_UNDER;
	return needs;
}

struct trace_sieve *
trace_sieve_new(const struct trace_selection *s, struct siphash_key key)
{
	struct trace_sieve *v = mem_zalloc(1, sizeof(*v));
	v->selection = s;
	v->key = key;
	v->needs = needs_of(s);
	v->latest_ns = TRACE_NO_TIME;
	return v;
}

void
trace_sieve_free(struct trace_sieve *v)
{
	if (!v)
		return;
	trace_sets_free(&v->sets);
	trace_named_free(&v->named);
	free(v);
}

/* ---- what a record tells -------------------------------------------------------------------- */

/* Trace ids of 16 and of 32 digits may be the same, so the last 16 count.  The id of a call may
 * name a trace. */
static uint64_t
hash_of(const struct trace_sieve *v, struct text id)
{
	if (!id.p)
		return 0;
	if (trace_id_is_hex(id, 32))
		id = (struct text){ id.p + 16, 16 };
	const uint64_t h = siphash(v->key, id.p, id.n);
	return h > 0 ? h : 1;
}

static void
connect(const struct trace_sieve *v, const struct trace_record *r, struct trace_seen *seen)
{
	seen->id = hash_of(v, r->trace_id);
	if (seen->id != 0)
		return;
	seen->id = hash_of(v, r->call_id);
	seen->parent = hash_of(v, r->parent_id);
	seen->alone = seen->id == 0;
}

/* What the record says of its call, for records that name this call but no trace. */
static void
tell_call(const struct trace_sieve *v, const struct trace_record *r, struct trace_seen *seen)
{
	if (r->trace_id.p)
		seen->call = r->made_up ? 0 : hash_of(v, r->call_id);
	else if (r->what != TRACE_EVENT && !r->half.p)
		seen->told = TRACE_TOLD_BEGUN;
	else if (!r->made_up)
		seen->told = TRACE_TOLD_NAMED;
}

static bool
contains(struct text hay, struct text needle)
{
	return hay.p && memmem(hay.p, hay.n, needle.p, needle.n) != NULL;
}

static bool
any_matches(const struct trace_texts *globs, struct text t)
{
	for (size_t i = 0; t.p && i < globs->n; i++)
		if (glob_match(globs->text[i], t))
			return true;
	return false;
}

/* Is it the id, or does it become it?  The second call of an id is ID~2, a request ID/http/1. */
static bool
may_become(const struct trace_texts *ids, struct text id)
{
	for (size_t i = 0; id.p && i < ids->n; i++)
		if (id.n <= ids->text[i].n && memcmp(id.p, ids->text[i].p, id.n) == 0)
			return true;
	return false;
}

/* Has it a \u escape?  memmem(3) goes byte by byte for two of them. */
static bool
has_escape(struct text raw)
{
	const char *p = raw.p, *const end = raw.p + raw.n;
	while ((p = memchr(p, '\\', (size_t)(end - p))) && p + 1 < end && p[1] != 'u')
		p += 2;
	return p && p + 1 < end;
}

/* A text may be spelled with escapes. */
static bool
may_contain(struct text raw, struct text t)
{
	if (contains(raw, t) || has_escape(raw))
		return true;
	for (size_t i = 0; i < t.n; i++)
		if (t.p[i] == '"' || t.p[i] == '/' || t.p[i] == '\\' || t.p[i] < ' ')
			return contains(raw, TEXT("\\"));
	return false;
}

static bool
may_have_id(const struct trace_selection *s, const struct trace_record *r, struct text raw)
{
	if (may_become(&s->correlation_ids, r->call_id))
		return true;
	if (!raw.p || !may_contain(raw, TEXT("correlation_id")))
		return false;
	for (size_t i = 0; i < s->correlation_ids.n; i++)
		if (may_contain(raw, s->correlation_ids.text[i]))
			return true;
	return false;
}

static bool
may_be_under(const struct trace_selection *s, const struct trace_record *r)
{
	if (may_become(&s->unders, r->call_id) || r->joins)
		return true;
	for (size_t i = 0; r->name.p && i < s->unders.n; i++)
		if (text_eq(r->name, s->unders.text[i]))
			return true;
	return false;
}

static bool
may_fail(const struct trace_record *r)
{
	if (r->status == TRACE_ERROR)
		return true;
	for (size_t i = 0; i < r->events; i++)
		if (r->event[i].type == TRACE_ERROR_EVENT)
			return true;
	return false;
}

/* The last name of a dotted key, which occurs in a record that has it. */
static struct text
last_name(struct text key)
{
	const char *equals = memchr(key.p, '=', key.n);
	key.n = equals ? (size_t)(equals - key.p) : key.n;
	const char *dot = memrchr(key.p, '.', key.n);
	if (dot)
		key = (struct text){ dot + 1, key.n - (size_t)(dot - key.p) - 1 };
	return key;
}

static bool
may_have_value(const struct trace_selection *s, struct text raw)
{
	for (size_t i = 0; raw.p && i < s->wheres.n; i++)
		if (may_contain(raw, last_name(s->wheres.text[i])))
			return true;
	return false;
}

bool
trace_sieve_spells(const struct trace_sieve *v, struct text part)
{
	const struct trace_selection *s = v->selection;
	if (v->needs >> MAY_WHERE & 1 && may_have_value(s, part))
		return true;
	for (size_t i = 0; v->needs >> MAY_ID & 1 && i < s->correlation_ids.n; i++)
		if (may_contain(part, s->correlation_ids.text[i]))
			return true;
	return false;
}

/* May that be the id, or what it becomes (ID~2), or begin so? */
static bool
is_like_id(const struct trace_selection *s, struct text id)
{
	for (size_t i = 0; id.p && i < s->trace_ids.n; i++) {
		const struct text wanted = s->trace_ids.text[i];
		if (trace_id_begins(id, wanted) || trace_id_begins(wanted, id))
			return true;
		/* by the 16 digits that other records of the trace have */
		if (trace_id_is_hex(id, 32) && wanted.n >= 16 &&
		    trace_id_begins((struct text){ id.p + 16, 16 }, wanted))
			return true;
	}
	return false;
}

/* Is it about the trace?  The ids of calls and of missing parents name traces, too. */
static bool
may_be_trace(const struct trace_selection *s, const struct trace_record *r)
{
	if (r->trace_id.p)
		return is_like_id(s, r->trace_id);
	return is_like_id(s, r->call_id) || is_like_id(s, r->parent_id);
}

static void
take_times(const struct trace_record *r, struct trace_seen *seen)
{
	int64_t times[3] = { r->start_ns, r->end_ns, TRACE_NO_TIME };
	if (r->start_ns != TRACE_NO_TIME && r->duration_ns != TRACE_NO_TIME)
		times[2] = stamp_add(r->start_ns, r->duration_ns);
	else if (r->end_ns != TRACE_NO_TIME && r->duration_ns != TRACE_NO_TIME)
		times[2] = stamp_sub(r->end_ns, r->duration_ns);
	const bool begins = r->what == TRACE_CALL || r->what == TRACE_BEGIN;
	/* the start of a call whose parts are joined may be that of another part */
	seen->start_ns = begins && !r->joins ? r->start_ns : TRACE_NO_TIME;
	seen->latest_ns = begins ? r->start_ns : TRACE_NO_TIME;
	seen->long_ns = r->duration_ns;
	seen->first_ns = seen->last_ns = TRACE_NO_TIME;
	for (size_t i = 0; i < 3 + r->events; i++) {
		const int64_t at = i < 3 ? times[i] : r->event[i - 3].at_ns;
		if (at == TRACE_NO_TIME)
			continue;
		if (seen->first_ns == TRACE_NO_TIME || at < seen->first_ns)
			seen->first_ns = at;
		seen->last_ns = at > seen->last_ns ? at : seen->last_ns;
	}
}

void
trace_sieve_look(const struct trace_sieve *v, const struct trace_record *r, struct text raw,
    bool shared, bool unread, struct trace_seen *seen)
{
	const struct trace_selection *s = v->selection;
	unsigned holds = 0;
	*seen = (struct trace_seen){ 0 };
	connect(v, r, seen);
	tell_call(v, r, seen);
	seen->alone |= unread && !r->trace_id.p;
	take_times(r, seen);
	if (v->needs >> MAY_ID & 1)
		holds |= (unsigned)may_have_id(s, r, raw) << MAY_ID;
	if (v->needs & (1U << MAY_ERROR | 1U << MAY_STATUS))
		holds |= may_fail(r) ? 1U << MAY_ERROR | 1U << MAY_STATUS : 0;
	if (v->needs >> MAY_NAME & 1)
		holds |= (unsigned)(any_matches(&s->names, r->name) || r->joins) << MAY_NAME;
	if (v->needs >> MAY_SERVICE & 1)
		holds |= (unsigned)(shared || any_matches(&s->services, r->service)) << MAY_SERVICE;
	if (v->needs >> MAY_KIND & 1)
		holds |= (unsigned)(s->kinds >> r->kind & 1 || r->joins) << MAY_KIND;
	if (v->needs >> MAY_WHERE & 1)
		holds |= (unsigned)(shared || may_have_value(s, raw)) << MAY_WHERE;
	if (v->needs >> MAY_TRACE_ID & 1)
		holds |= (unsigned)(may_be_trace(s, r) || (shared && !r->trace_id.p))
			 << MAY_TRACE_ID;
	if (v->needs >> MAY_UNDER & 1)
		holds |= (unsigned)may_be_under(s, r) << MAY_UNDER;
	holds |= (unsigned)((r->marks & TRACE_MARK_PATTERN) != 0) << MAY_PATTERN;
	holds |= (unsigned)((r->marks & TRACE_MARK_OF) != 0) << MAY_OF;
	seen->holds = holds;
}

void
trace_sieve_expect(const struct trace_sieve *v, const struct trace_seen *seen)
{
	table_expect(&v->sets.table, (uint32_t)seen->id);
	if (seen->parent != 0)
		table_expect(&v->sets.table, (uint32_t)seen->parent);
}

void
trace_sieve_add(struct trace_sieve *v, const struct trace_seen *seen)
{
	if (seen->alone) {
		v->everything = true;
		return;
	}
	const uint32_t id = trace_sets_id(&v->sets, seen->id);
	if (seen->call != 0)
		trace_named_add(&v->named, seen->call, id);
	v->sets.id[id].told |= seen->told & 3;
	if (seen->parent != 0) {
		const uint32_t parent = trace_sets_id(&v->sets, seen->parent);
		v->sets.id[parent].told |= TRACE_TOLD_NAMED;
		trace_sets_join(&v->sets, id, parent);
	}
	struct trace_set *set = trace_sets_of(&v->sets, id);
	set->holds |= seen->holds;
	set->start_ns = trace_earlier(set->start_ns, seen->start_ns);
	set->latest_ns = trace_later(set->latest_ns, seen->latest_ns);
	set->first_ns = trace_earlier(set->first_ns, seen->first_ns);
	set->last_ns = trace_later(set->last_ns, seen->last_ns);
	set->long_ns = trace_later(set->long_ns, seen->long_ns);
	trace_sets_note(&v->sets, id);
}

void
trace_sieve_unseen(struct trace_sieve *v)
{
	v->unseen = true;
}

void
trace_sieve_end_block(struct trace_sieve *v, unsigned input, uint64_t end, bool whole)
{
	trace_sets_end_block(&v->sets, input, end, whole);
}

/* ---- the decision --------------------------------------------------------------------------- */

/* A set may be several traces, if calls of them have the same id: each starts at first_ns or later,
 * and at latest_ns or before. */
static int64_t
latest_of(const struct trace_set *n)
{
	/* a call that is not begun starts at a time that is in first_ns to last_ns */
	return trace_later(n->latest_ns, n->last_ns);
}

static bool
time_may_hold(const struct trace_sieve *v, const struct trace_set *n)
{
	const struct trace_selection *s = v->selection;
	if (s->from_ns == INT64_MIN && s->to_ns == INT64_MAX && s->last_ns == TRACE_NO_TIME)
		return true;
	if (n->first_ns == TRACE_NO_TIME)
		return false;
	if (s->to_ns != INT64_MAX && n->first_ns >= s->to_ns)
		return false;
	const int64_t latest = latest_of(n);
	return latest >= s->from_ns &&
	       (s->last_ns == TRACE_NO_TIME || latest >= stamp_sub(v->latest_ns, s->last_ns));
}

static bool
duration_may_hold(const struct trace_sieve *v, const struct trace_set *n)
{
	const int64_t min_ns = v->selection->min_ns;
	if (min_ns == TRACE_NO_TIME || n->long_ns >= min_ns)
		return true;
	return n->first_ns != TRACE_NO_TIME && stamp_sub(n->last_ns, n->first_ns) >= min_ns;
}

static int
by_time(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

struct starts {
	int64_t *at_ns;
	size_t n;
};

static void
add_start(void *context, struct trace_set *set)
{
	struct starts *s = context;
	if (set->start_ns != TRACE_NO_TIME)
		s->at_ns[s->n++] = set->start_ns;
}

/* With no other condition than a limit, the time after which no trace is wanted. */
static int64_t
limit_of(struct trace_sieve *v)
{
	const struct trace_selection *s = v->selection;
	struct trace_selection others = *s;
	others.limit = UINT64_MAX;
	if (s->limit >= v->sets.sets || !trace_selects_all(&others))
		return INT64_MAX;
	struct starts starts = { mem_alloc((v->sets.sets + 1) * sizeof(int64_t)), 0 };
	trace_sets_each(&v->sets, add_start, &starts);
	qsort(starts.at_ns, starts.n, sizeof(*starts.at_ns), by_time);
	const int64_t limit =
	    s->limit > 0 && s->limit <= starts.n ? starts.at_ns[s->limit - 1] : INT64_MAX;
	free(starts.at_ns);
	return limit;
}

static void
find_latest(void *context, struct trace_set *set)
{
	struct trace_sieve *v = context;
	if (set->start_ns != TRACE_NO_TIME)
		v->latest_ns = trace_later(v->latest_ns, set->first_ns);
}

/* Only the model can tell which trace is the latest, which --last counts from. */
static bool
may_be_latest(const struct trace_sieve *v, const struct trace_set *n)
{
	return v->selection->last_ns != TRACE_NO_TIME && latest_of(n) >= v->latest_ns;
}

struct decision {
	const struct trace_sieve *sieve;
	int64_t limit_ns;
};

static void
decide(void *context, struct trace_set *set)
{
	const struct decision *d = context;
	const struct trace_sieve *v = d->sieve;
	/* whether an id is ambiguous does not depend on other conditions */
	const unsigned id = 1U << MAY_TRACE_ID & v->needs;
	set->wanted = (set->holds & v->needs) == v->needs && time_may_hold(v, set) &&
		      duration_may_hold(v, set) &&
		      (set->first_ns == TRACE_NO_TIME || set->first_ns <= d->limit_ns);
	set->wanted = set->wanted || (set->holds & id) != 0 || may_be_latest(v, set) ||
		      (set->holds >> MAY_JOIN & 1);
}

/* A call that the sieve does not look at may be the one that such an id names. */
static void
may_join(void *context, uint32_t id)
{
	struct trace_sieve *v = context;
	if (v->unseen)
		trace_sets_of(&v->sets, id)->holds |= 1U << MAY_JOIN;
}

void
trace_sieve_decide(struct trace_sieve *v)
{
	trace_named_join(&v->named, &v->sets, may_join, v);
	struct decision d = { v, limit_of(v) };
	trace_sets_each(&v->sets, find_latest, v);
	trace_sets_each(&v->sets, decide, &d);
}

bool
trace_sieve_wants(const struct trace_sieve *v, const struct trace_record *r)
{
	struct trace_seen seen = { 0 };
	if (v->everything)
		return true;
	connect(v, r, &seen);
	if (seen.alone)
		return true;
	const uint32_t id = trace_sets_find(&v->sets, seen.id);
	return id == UINT32_MAX || trace_sets_look(&v->sets, id)->wanted;
}

uint64_t
trace_sieve_end_of(const struct trace_sieve *v, unsigned input, uint64_t end)
{
	return v->everything ? end : trace_sets_end_of(&v->sets, input);
}

bool
trace_sieve_wants_block(const struct trace_sieve *v, unsigned input, uint64_t from, uint64_t to)
{
	return v->everything || trace_sets_want(&v->sets, input, from, to);
}
