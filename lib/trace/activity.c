/* SPDX-License-Identifier: MIT */
#include "trace/activity.h"

#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "trace/actor.h"
#include "trace/denial.h"
#include "trace/numbered.h"
#include "trace/put.h"
#include "trace/sort.h"

const struct text trace_outcome_names[TRACE_OUTCOMES] = {
	[TRACE_WENT_WELL] = { "ok", 2 },
	[TRACE_WAS_DENIED] = { "denied", 6 },
	[TRACE_FAILED] = { "error", 5 },
	[TRACE_NOT_ENDED] = { "open", 4 },
};

/* A root with what is found out about it. */
struct told {
	uint32_t call;
	enum trace_outcome outcome;
	bool has_detail;
	struct buf detail;
	struct trace_actor actor;
	struct arena arena; /* of the actor */
};

struct trace_activity {
	const struct trace_model *model;
	uint32_t *root; /* in order */
	size_t roots, root_cap, next;
	struct told told[2];                    /* the line at hand, and the root behind it */
	unsigned at;                            /* the line at hand is told[at] */
	bool ahead;                             /* the other one is told, and not yet in a line */
	struct trace_numbered users, addresses; /* of all lines, and */
	struct trace_numbered line_users, line_addresses; /* of the line at hand */
	struct trace_numbered names;                      /* of which there are sums */
	struct trace_activity_name *name;
	size_t name_cap;
	struct trace_numbered runs; /* name, service and user, */
	uint64_t *run;              /* and how often it has failed since it went well */
	size_t run_cap;
	struct buf scratch;
	struct trace_activity_sums sums;
};

/* ---- roots, by the clock -------------------------------------------------------------------- */

struct rooted {
	uint64_t start;
	uint32_t order, call;
};

static int
by_start(const void *a, const void *b)
{
	const struct rooted *x = a, *y = b;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static void
find_roots(struct trace_activity *a)
{
	const struct trace_model *m = a->model;
	struct rooted *r = NULL;
	size_t n = 0, cap = 0;
	for (uint32_t at = 0; at < m->listed; at = trace_call_at(m, at)->last) {
		const struct trace_call *c = trace_call_at(m, at);
		r = mem_grow(r, &cap, n + 1, sizeof(*r));
		r[n++] =
		    (struct rooted){ trace_sort_key(c->start_ns), c->order, m->depth_first[at] };
	}
	if (n > 0)
		qsort(r, n, sizeof(*r), by_start);
	a->root = mem_alloc((n + 1) * sizeof(*a->root));
	for (size_t i = 0; i < n; i++)
		a->root[i] = r[i].call;
	a->roots = n;
	free(r);
}

/* ---- what became of a root ------------------------------------------------------------------ */

/* The failure in which that of a failed root began: the first of those below it. */
static struct root_cause
origin_of(const struct trace_model *m, uint32_t root)
{
	const struct trace_call *c = &m->call[root];
	struct root_cause best, r;
	bool any = false;
	trace_failure(m, root, &best);
	for (uint32_t at = c->at; at < c->last; at++) {
		if (trace_call_at(m, at)->status != TRACE_ERROR ||
		    !trace_failure(m, m->depth_first[at], &r))
			continue;
		if (any && trace_sort_key(r.at_ns) >= trace_sort_key(best.at_ns))
			continue;
		best = r;
		any = true;
	}
	return best;
}

/* Says in which call below the root it was. */
static void
put_place(struct told *t, const struct trace_model *m, uint32_t call)
{
	if (call == t->call)
		return;
	BUF_LIT(&t->detail, ", in ");
	if (m->call[call].name)
		buf_text(&t->detail, trace_text_of(m->call[call].name));
	else
		BUF_LIT(&t->detail, "a call without a name");
}

static void
put_failure(struct told *t, const struct trace_model *m, const struct root_cause *r)
{
	const struct text type = trace_text_of(r->type), message = trace_text_of(r->message);
	if (!r->type && !r->message)
		return;
	if (t->detail.n > 0)
		BUF_LIT(&t->detail, ": ");
	t->has_detail = true;
	buf_text(&t->detail, type);
	if (type.n > 0 && message.n > 0)
		BUF_LIT(&t->detail, ": ");
	buf_text(&t->detail, message);
	put_place(t, m, r->call);
}

/* Says what denied a call, if it was denied. */
static bool
put_denial(struct told *t, const struct trace_model *m, const struct root_cause *r)
{
	struct text name, value;
	if (!trace_denied(m, r->call, r, &name, &value))
		return false;
	t->has_detail = true;
	if (!name.p) {
		put_failure(t, m, r);
		return true;
	}
	buf_text(&t->detail, name);
	BUF_LIT(&t->detail, " ");
	if (value.p[0] == '"')
		value = json_unescaped(&t->arena, (struct text){ value.p + 1, value.n - 2 });
	buf_text(&t->detail, value);
	put_place(t, m, r->call);
	return true;
}

/* The last request of a call that failed: an answer such as 403 need not be a failure of the
 * request itself.  TRACE_NONE: there is none. */
static uint32_t
last_request(const struct trace_model *m, uint32_t call)
{
	uint32_t last = TRACE_NONE;
	for (uint32_t k = trace_first_child(m, call); k != TRACE_NONE; k = trace_next_sibling(m, k))
		if (m->call[k].kind == TRACE_HTTP)
			last = k;
	return last;
}

/* What is below a root says why it was denied, also where the root itself went well. */
static void
put_reason(struct told *t, const struct trace_model *m, const struct root_cause *own)
{
	const struct root_cause origin = origin_of(m, t->call);
	struct text name, value;
	if (!own->type && !own->message && origin.call != t->call &&
	    trace_denied(m, origin.call, &origin, &name, &value))
		put_failure(t, m, &origin);
}

static void
tell(struct told *t, const struct trace_model *m, uint32_t root)
{
	const struct trace_call *c = &m->call[root];
	struct root_cause own;
	t->call = root;
	t->has_detail = false;
	t->detail.n = 0;
	arena_reset(&t->arena);
	trace_find_actor(m, root, &t->actor, &t->arena);
	trace_failure(m, root, &own);
	t->outcome = TRACE_WAS_DENIED;
	if (put_denial(t, m, &own)) {
		put_reason(t, m, &own);
		return;
	}
	if (c->status != TRACE_ERROR) {
		t->outcome = c->status == TRACE_OPEN ? TRACE_NOT_ENDED : TRACE_WENT_WELL;
		return;
	}
	const struct root_cause origin = origin_of(m, root);
	if (put_denial(t, m, &origin))
		return;
	const struct root_cause request = { .call = last_request(m, origin.call) };
	if (request.call != TRACE_NONE && put_denial(t, m, &request))
		return;
	t->outcome = TRACE_FAILED;
	put_failure(t, m, own.type || own.message ? &own : &origin);
}

/* ---- sums ----------------------------------------------------------------------------------- */

static struct trace_activity_name *
name_of(struct trace_activity *a, const struct told *t)
{
	const struct trace_text *name = a->model->call[t->call].name;
	const uint32_t number = trace_number(&a->names, trace_text_of(name));
	if (number == a->sums.names) {
		a->name = mem_grow(a->name, &a->name_cap, a->sums.names + 1, sizeof(*a->name));
		a->name[a->sums.names++] = (struct trace_activity_name){
			.name = name, .call = t->call, .first = t->outcome
		};
		a->sums.name = a->name;
	}
	return &a->name[number];
}

/* Failures of the same name, service and user since that went well. */
static uint64_t *
run_of(struct trace_activity *a, const struct told *t)
{
	const struct trace_call *c = &a->model->call[t->call];
	const size_t before = a->runs.n;
	a->scratch.n = 0;
	buf_put(&a->scratch, &c->name, sizeof(c->name)); /* equal names are one pointer */
	buf_put(&a->scratch, &c->service, sizeof(c->service));
	buf_text(&a->scratch, t->actor.user);
	const uint32_t number = trace_number(&a->runs, buf_as_text(&a->scratch));
	a->run = mem_grow(a->run, &a->run_cap, a->runs.n + 1, sizeof(*a->run));
	if (number == before)
		a->run[number] = 0;
	return &a->run[number];
}

static void
count_below(struct trace_activity *a, const struct told *t)
{
	const struct trace_model *m = a->model;
	const struct trace_call *root = &m->call[t->call];
	struct text name, value;
	for (uint32_t at = root->at + 1; at < root->last; at++) {
		const struct trace_call *c = trace_call_at(m, at);
		struct root_cause r = { .call = m->depth_first[at] };
		const bool failed =
		    c->status == TRACE_ERROR && trace_failure(m, m->depth_first[at], &r);
		if (failed || (c->status != TRACE_ERROR && c->kind == TRACE_HTTP))
			a->sums.denied_below += trace_denied(m, r.call, &r, &name, &value);
	}
}

static void
count(struct trace_activity *a, const struct told *t)
{
	struct trace_activity_sums *s = &a->sums;
	const int64_t at_ns = a->model->call[t->call].start_ns;
	struct trace_activity_name *name = name_of(a, t);
	uint64_t *run = run_of(a, t);
	s->roots++;
	s->outcome[t->outcome]++;
	if (at_ns != TRACE_NO_TIME) {
		s->from_ns = s->from_ns == TRACE_NO_TIME ? at_ns : s->from_ns;
		s->to_ns = at_ns;
	}
	if (t->outcome == TRACE_WAS_DENIED)
		name->denied++;
	else
		count_below(a, t);
	if (t->outcome == TRACE_WAS_DENIED || t->outcome == TRACE_FAILED) {
		(*run)++;
	} else if (t->outcome == TRACE_WENT_WELL) {
		name->before_success += *run;
		s->before_success += *run;
		*run = 0;
	}
}

/* ---- lines ---------------------------------------------------------------------------------- */

static bool
folds(const struct trace_activity *a, const struct told *x, const struct told *y)
{
	const struct trace_call *c = &a->model->call[x->call], *d = &a->model->call[y->call];
	return x->outcome == y->outcome && c->name == d->name && c->service == d->service &&
	       (x->outcome == TRACE_FAILED || x->outcome == TRACE_WAS_DENIED) &&
	       x->has_detail == y->has_detail &&
	       text_eq(buf_as_text(&x->detail), buf_as_text(&y->detail));
}

static void
add_actor(struct trace_activity *a, const struct trace_actor *actor)
{
	if (actor->user.p) {
		trace_number(&a->users, actor->user);
		trace_number(&a->line_users, actor->user);
	}
	if (actor->address.p) {
		trace_number(&a->addresses, actor->address);
		trace_number(&a->line_addresses, actor->address);
	}
}

static void
add(struct trace_activity *a, const struct told *t, struct trace_activity_line *line)
{
	line->last = t->call;
	line->repeats++;
	add_actor(a, &t->actor);
	count(a, t);
}

bool
trace_activity_next(struct trace_activity *a, struct trace_activity_line *line)
{
	if (a->ahead)
		a->at = !a->at;
	else if (a->next < a->roots)
		tell(&a->told[a->at], a->model, a->root[a->next++]);
	else
		return false;
	const struct told *t = &a->told[a->at];
	const size_t names = a->sums.names;
	trace_numbered_reset(&a->line_users);
	trace_numbered_reset(&a->line_addresses);
	*line = (struct trace_activity_line){ .call = t->call,
		.outcome = t->outcome,
		.detail = t->has_detail ? buf_as_text(&t->detail) : TEXT_ABSENT };
	add(a, t, line);
	line->first = a->sums.names > names;
	for (a->ahead = false; a->next < a->roots && !a->ahead;) {
		struct told *other = &a->told[!a->at];
		tell(other, a->model, a->root[a->next++]);
		a->ahead = !folds(a, t, other);
		if (!a->ahead)
			add(a, other, line);
	}
	line->users = a->line_users.n;
	line->addresses = a->line_addresses.n;
	line->user = line->users > 0 ? a->line_users.text[0] : TEXT_ABSENT;
	line->address = line->addresses > 0 ? a->line_addresses.text[0] : TEXT_ABSENT;
	a->sums.users = a->users.n;
	a->sums.addresses = a->addresses.n;
	return true;
}

struct trace_activity *
trace_activity_new(const struct trace_model *m, struct siphash_key key)
{
	struct trace_activity *a = mem_zalloc(1, sizeof(*a));
	a->model = m;
	a->users.key = a->addresses.key = a->names.key = a->runs.key = key;
	a->line_users.key = a->line_addresses.key = key;
	find_roots(a);
	trace_activity_rewind(a);
	return a;
}

void
trace_activity_rewind(struct trace_activity *a)
{
	a->next = 0;
	a->ahead = false;
	trace_numbered_reset(&a->users);
	trace_numbered_reset(&a->addresses);
	trace_numbered_reset(&a->names);
	trace_numbered_reset(&a->runs);
	a->sums = (struct trace_activity_sums){ .from_ns = TRACE_NO_TIME, .to_ns = TRACE_NO_TIME };
}

const struct trace_activity_sums *
trace_activity_sums(const struct trace_activity *a)
{
	return &a->sums;
}

void
trace_activity_free(struct trace_activity *a)
{
	if (!a)
		return;
	for (unsigned i = 0; i < 2; i++) {
		buf_free(&a->told[i].detail);
		arena_free(&a->told[i].arena);
	}
	trace_numbered_free(&a->users);
	trace_numbered_free(&a->addresses);
	trace_numbered_free(&a->line_users);
	trace_numbered_free(&a->line_addresses);
	trace_numbered_free(&a->names);
	trace_numbered_free(&a->runs);
	buf_free(&a->scratch);
	free(a->root);
	free(a->name);
	free(a->run);
	free(a);
}

/* ---- as JSON -------------------------------------------------------------------------------- */

void
trace_put_activity(
    struct buf *b, const struct trace_model *m, const struct trace_activity_line *line)
{
	const struct trace_call *c = &m->call[line->call];
	json_begin(b, '{');
	json_name(b, "at");
	trace_put_time(b, c->start_ns);
	json_member_string_or_null(b, "trace_id", trace_text_of(m->trace[c->trace].id));
	json_member_string_or_null(b, "call_id", trace_text_of(c->id));
	json_member_string_or_null(b, "name", trace_text_of(c->name));
	json_member_string_or_null(b, "service", trace_text_of(c->service));
	json_member_string(b, "outcome", trace_outcome_names[line->outcome]);
	json_member_u64(b, "repeats", line->repeats);
	json_member_string_or_null(b, "detail", line->detail);
	json_name(b, "last_at");
	trace_put_time(b, m->call[line->last].start_ns);
	json_member_string_or_null(b, "user", line->user);
	json_member_u64(b, "users", line->users);
	json_member_string_or_null(b, "address", line->address);
	json_member_u64(b, "addresses", line->addresses);
	json_member_bool(b, "first", line->first);
	json_end(b, '}');
	buf_char(b, '\n');
}
