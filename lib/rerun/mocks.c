/* SPDX-License-Identifier: MIT */
#include "rerun/mocks.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/table.h"
#include "json/write.h"
#include "trace/expect.h"
#include "trace/members.h"
#include "trace/put.h"

struct rerun_mocks {
	struct arena arena;
	struct siphash_key key;
	struct rerun_mock *mock;
	size_t n, cap;
	struct table names; /* of mocks whose name is no pattern: the first of each name */
	uint32_t *next;     /* by mock: 1 + the next one of the same name; 0: none */
	size_t next_cap;
	uint32_t *last; /* by mock that is the first of its name: 1 + the last one */
	size_t last_cap;
	uint32_t *wild; /* the others, in order */
	size_t wilds, wild_cap;
	bool limited;
};

struct rerun_mocks *
rerun_mocks_new(struct siphash_key key)
{
	struct rerun_mocks *m = mem_zalloc(1, sizeof(*m));
	m->key = key;
	return m;
}

void
rerun_mocks_free(struct rerun_mocks *m)
{
	if (!m)
		return;
	arena_free(&m->arena);
	table_free(&m->names);
	free(m->mock);
	free(m->next);
	free(m->last);
	free(m->wild);
	free(m);
}

size_t
rerun_mocks_count(const struct rerun_mocks *m)
{
	return m ? m->n : 0;
}

const struct rerun_mock *
rerun_mock_at(const struct rerun_mocks *m, size_t i)
{
	return &m->mock[i];
}

bool
rerun_mocks_limited(const struct rerun_mocks *m)
{
	return m && m->limited;
}

/* ---- the index ------------------------------------------------------------------------------ */

struct named {
	const struct rerun_mocks *mocks;
	struct text name, trace_id;
};

static bool
is_named(const void *context, uint32_t ref)
{
	const struct named *n = context;
	const struct rerun_mock *mock = &n->mocks->mock[ref - 1];
	return text_eq(mock->scope.text, n->name) && text_eq(mock->trace_id, n->trace_id);
}

/* trace_id: absent: those for all traces. */
static uint32_t
first_named(const struct rerun_mocks *m, struct text name, struct text trace_id, uint32_t *hash)
{
	const struct named n = { m, name, trace_id };
	const uint64_t both[2] = { siphash(m->key, name.p, name.n),
		siphash(m->key, trace_id.p ? trace_id.p : "", trace_id.n) };
	*hash = (uint32_t)siphash(m->key, both, sizeof(both));
	return table_find(&m->names, *hash, is_named, &n);
}

static bool
is_wild(struct text name)
{
	return memchr(name.p, '*', name.n) || memchr(name.p, '?', name.n);
}

static void
add(struct rerun_mocks *m, const struct rerun_mock *mock)
{
	uint32_t hash;
	m->mock = mem_grow(m->mock, &m->cap, m->n + 1, sizeof(*m->mock));
	m->next = mem_grow(m->next, &m->next_cap, m->n + 1, sizeof(*m->next));
	m->last = mem_grow(m->last, &m->last_cap, m->n + 1, sizeof(*m->last));
	m->mock[m->n] = *mock;
	m->next[m->n] = 0;
	const uint32_t ref = (uint32_t)++m->n;
	m->last[ref - 1] = ref;
	m->limited |= mock->times != UINT64_MAX;
	if (mock->any_name || is_wild(mock->scope.text)) {
		m->wild = mem_grow(m->wild, &m->wild_cap, m->wilds + 1, sizeof(*m->wild));
		m->wild[m->wilds++] = ref;
		return;
	}
	const uint32_t first = first_named(m, mock->scope.text, mock->trace_id, &hash);
	if (first == 0) {
		table_add(&m->names, hash, ref);
		return;
	}
	m->next[m->last[first - 1] - 1] = ref;
	m->last[first - 1] = ref;
}

/* ---- reading -------------------------------------------------------------------------------- */

struct reading {
	struct rerun_mocks *mocks;
	const char *file;
	size_t line;
	struct err *e;
};

static struct text
compact(struct rerun_mocks *m, struct text json)
{
	struct buf b = { 0 };
	json_put_compact(&b, json);
	const struct text t = arena_text(&m->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static int
fail(const struct reading *r, const struct json_node *at, const char *what)
{
	const struct text where = json_where(&r->mocks->arena, at);
	return err_at(r->e, at->offset, "%.*s: %s", (int)where.n, where.p, what);
}

/* {"type":…,"message":…}, or a text alone, which is the type. */
static int
read_error(const struct reading *r, const struct json_node *v, struct rerun_mock *mock)
{
	struct rerun_outcome *o = &mock->outcome;
	o->failed = true;
	if (v->kind == JSON_STRING) {
		o->error_type = v->text;
		return 0;
	}
	if (v->kind != JSON_OBJECT)
		return fail(r, v, "not an error: {\"type\":…,\"message\":…}, or its type alone");
	for (const struct json_node *c = v->child; c; c = c->next) {
		const bool type = text_eq(c->key, TEXT("type"));
		if (!type && !text_eq(c->key, TEXT("message")))
			continue;
		if (c->kind != JSON_STRING && c->kind != JSON_NULL)
			return fail(r, c, "not a string");
		if (c->kind == JSON_STRING)
			*(type ? &o->error_type : &o->message) = c->text;
	}
	return 0;
}

static int
read_kind(const struct reading *r, const struct json_node *v, struct rerun_mock *mock)
{
	const size_t kind = v->kind == JSON_STRING
				? text_among(v->text, trace_kind_names, TRACE_KINDS)
				: TRACE_KINDS;
	if (kind == TRACE_KINDS)
		return fail(r, v,
		    "no kind of call: function, llm, tool, retrieval, agent, "
		    "embedding, http, database or span");
	mock->any_kind = false;
	mock->kind = (enum trace_kind)kind;
	return 0;
}

static int
read_text(const struct reading *r, const struct json_node *v, struct text *out)
{
	if (v->kind != JSON_STRING)
		return fail(r, v, "not a string");
	*out = v->text;
	return 0;
}

static int
read_member(
    const struct reading *r, const struct json_node *v, struct rerun_mock *mock, struct text *name)
{
	if (text_eq(v->key, TEXT("name")))
		return read_text(r, v, name);
	if (text_eq(v->key, TEXT("trace_id")))
		return v->kind == JSON_NULL ? 0 : read_text(r, v, &mock->trace_id);
	if (text_eq(v->key, TEXT("kind")))
		return read_kind(r, v, mock);
	if (text_eq(v->key, TEXT("input"))) {
		mock->input = v;
		return 0;
	}
	if (text_eq(v->key, TEXT("output"))) {
		mock->outcome.output = compact(r->mocks, v->json);
		return 0;
	}
	if (text_eq(v->key, TEXT("error")))
		return v->kind == JSON_NULL ? 0 : read_error(r, v, mock);
	if (text_eq(v->key, TEXT("times"))) {
		if (v->kind != JSON_NUMBER || number_u64(v->text, &mock->times) < 0)
			return fail(r, v, "not a whole number");
		return 0;
	}
	return fail(r, v,
	    "not a member of a mock: name, kind, input, output, error, times or "
	    "trace_id");
}

static int
read_mock(const struct reading *r, const struct json_node *object)
{
	struct rerun_mock mock = { .any_kind = true,
		.any_name = true,
		.times = UINT64_MAX,
		.outcome = RERUN_OUTCOME_NONE,
		.file = r->file,
		.line = r->line };
	struct text name = TEXT_ABSENT;
	if (object->kind != JSON_OBJECT)
		return fail(r, object, "not an object");
	for (const struct json_node *c = object->child; c; c = c->next)
		if (read_member(r, c, &mock, &name) < 0)
			return -1;
	if (!name.p && mock.any_kind)
		return fail(r, object, "neither a name nor a kind");
	if (!mock.outcome.failed && !mock.outcome.output.p)
		return fail(r, object, "neither an output nor an error");
	if (mock.outcome.failed && mock.outcome.output.p)
		return fail(r, object, "both an output and an error");
	if (name.p) {
		mock.any_name = false;
		mock.scope = (struct rerun_scope){ .glob = glob_of(name), .text = name };
	}
	add(r->mocks, &mock);
	return 0;
}

/* Has an object only the members of a mock, so that it is not of the second form? */
static bool
is_mock(const struct json_node *object)
{
	static const struct text members[] = { { "name", 4 }, { "kind", 4 }, { "input", 5 },
		{ "output", 6 }, { "error", 5 }, { "times", 5 }, { "trace_id", 8 } };
	if (!json_get(object, "name") && !json_get(object, "kind"))
		return false;
	for (const struct json_node *c = object->child; c; c = c->next)
		if (text_among(c->key, members, 7) == 7 && !json_get(object, "output") &&
		    !json_get(object, "error"))
			return false;
	return true;
}

static int
read_by_name(struct reading *r, const struct json_node *object, struct text document)
{
	size_t column;
	for (const struct json_node *c = object->child; c; c = c->next) {
		json_line_column(document, c->offset, &r->line, &column);
		add(r->mocks, &(struct rerun_mock){ .any_kind = true,
				  .times = UINT64_MAX,
				  .by_query = true,
				  .scope = { .glob = glob_of(c->key), .text = c->key },
				  .outcome = RERUN_OUTCOME_NONE,
				  .file = r->file,
				  .line = r->line });
		r->mocks->mock[r->mocks->n - 1].outcome.output = compact(r->mocks, c->json);
	}
	return 0;
}

static int
read_document(struct reading *r, const struct json_node *root, struct text document)
{
	size_t column;
	if (root->kind == JSON_OBJECT && !is_mock(root))
		return read_by_name(r, root, document);
	if (root->kind != JSON_ARRAY)
		return read_mock(r, root);
	for (const struct json_node *c = root->child; c; c = c->next) {
		json_line_column(document, c->offset, &r->line, &column);
		if (read_mock(r, c) < 0)
			return -1;
	}
	return 0;
}

/* The line that begins at *at, which is moved behind it. */
static struct text
next_line(struct text t, size_t *at)
{
	const char *start = t.p + *at, *newline = memchr(start, '\n', t.n - *at);
	const size_t n = newline ? (size_t)(newline - start) : t.n - *at;
	*at += n + (newline != NULL);
	return (struct text){ start, n };
}

static int
read_lines(struct reading *r, struct text text)
{
	for (size_t at = 0; at < text.n;) {
		const size_t from = at;
		const struct text line = next_line(text, &at);
		r->line++;
		if (text_trim(line).n == 0)
			continue;
		const struct json_node *root = json_tree(&r->mocks->arena, line, r->e);
		if (root && read_mock(r, root) == 0)
			continue;
		if (r->e->offset != ERR_NOWHERE)
			r->e->offset += from;
		return -1;
	}
	return 0;
}

/* Is the first line that is not empty a value of its own, and are there more? */
static bool
is_lines(struct rerun_mocks *m, struct text text)
{
	struct err e;
	for (size_t at = 0; at < text.n;) {
		const struct text line = text_trim(next_line(text, &at));
		if (line.n == 0)
			continue;
		const struct text rest = { text.p + at, text.n - at };
		return text_trim(rest).n > 0 && json_tree(&m->arena, line, &e) != NULL;
	}
	return false;
}

int
rerun_mocks_add(struct rerun_mocks *m, const char *file, struct text text, struct err *e)
{
	struct reading r = { m, file, 0, e };
	if (text_trim(text).n == 0)
		return 0;
	if (is_lines(m, text))
		return read_lines(&r, text);
	r.line = 1;
	const struct json_node *root = json_tree(&m->arena, text, e);
	return root ? read_document(&r, root, text) : -1;
}

/* ---- finding -------------------------------------------------------------------------------- */

/* The text that a retrieval looks for; absent: there is none. */
static struct text
query_of(const struct rerun_subject *s)
{
	static const struct text keys[] = { { "query", 5 }, { "q", 1 }, { "text", 4 },
		{ "question", 8 }, { "input", 5 } };
	struct text t = s->input;
	if (s->kind != TRACE_RETRIEVAL && s->kind != TRACE_EMBEDDING && !s->any_kind)
		return TEXT_ABSENT;
	for (size_t i = 0; i < 5 && t.p && t.n > 0 && t.p[0] == '{'; i++) {
		const struct text v = trace_member_of(s->input, keys[i]);
		if (v.n >= 2 && v.p[0] == '"')
			t = v;
	}
	if (!t.p || t.n < 2 || t.p[0] != '"')
		return TEXT_ABSENT;
	return (struct text){ t.p + 1, t.n - 2 };
}

/* The query is JSON as spelled, without its quotes. */
static bool
is_query(const struct rerun_mock *mock, const struct rerun_subject *s)
{
	struct arena a = { 0 };
	const struct text query = query_of(s);
	const bool same = query.p && glob_holds(&mock->scope.glob, json_unescaped(&a, query));
	arena_free(&a);
	return same;
}

static bool
has_input(const struct rerun_mock *mock, struct text input)
{
	struct buf path = { 0 };
	const struct json_node *place;
	struct text found;
	if (!mock->input)
		return true;
	const bool has =
	    expect_value_holds(mock->input, input.p ? input : TEXT("null"), &path, &place, &found);
	buf_free(&path);
	return has;
}

static bool
fits(const struct rerun_mock *mock, const struct rerun_subject *s)
{
	if (!mock->any_kind && !s->any_kind && mock->kind != s->kind)
		return false;
	if (mock->trace_id.p && !text_eq(mock->trace_id, s->trace_id))
		return false;
	if (!mock->any_name && !rerun_scope_has(&mock->scope, s) &&
	    !(mock->by_query && is_query(mock, s)))
		return false;
	return has_input(mock, s->input);
}

/* Is the mock a candidate: may the trace still have it, and does it fit? */
static bool
may_answer(struct rerun_mocks *m, size_t i, const struct rerun_subject *s,
    const struct rerun_mock_use *use)
{
	const struct rerun_mock *mock = &m->mock[i];
	if (use->used && use->used[i] >= mock->times)
		return false;
	return fits(mock, s);
}

static uint32_t
lower(uint32_t a, uint32_t b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

/* The first of a name that may answer: 1 + its number, or 0. */
static uint32_t
find_named_for(struct rerun_mocks *m, struct text name, struct text trace_id,
    const struct rerun_subject *s, const struct rerun_mock_use *use)
{
	uint32_t hash;
	uint32_t ref = first_named(m, name, trace_id, &hash);
	while (ref > 0 && !may_answer(m, ref - 1, s, use))
		ref = m->next[ref - 1];
	return ref;
}

static uint32_t
find_named(struct rerun_mocks *m, struct text name, const struct rerun_subject *s,
    const struct rerun_mock_use *use)
{
	if (!name.p || m->names.n == 0)
		return 0;
	const uint32_t ref = find_named_for(m, name, TEXT_ABSENT, s, use);
	return s->trace_id.p ? lower(ref, find_named_for(m, name, s->trace_id, s, use)) : ref;
}

static void
count_use(struct rerun_mock_use *use, size_t mock)
{
	if (!use->used)
		return;
	if (use->used[mock]++ > 0)
		return;
	use->touched = mem_grow(use->touched, &use->cap, use->n + 1, sizeof(*use->touched));
	use->touched[use->n++] = mock;
}

void
rerun_mock_use_begin(struct rerun_mock_use *use, const struct rerun_mocks *m)
{
	if (!rerun_mocks_limited(m))
		return;
	if (!use->used)
		use->used = mem_zalloc(m->n, sizeof(*use->used));
	for (size_t i = 0; i < use->n; i++)
		use->used[use->touched[i]] = 0;
	use->n = 0;
}

void
rerun_mock_use_free(struct rerun_mock_use *use)
{
	free(use->used);
	free(use->touched);
}

const struct rerun_mock *
rerun_mock_find(struct rerun_mocks *m, const struct rerun_subject *s, struct rerun_mock_use *use)
{
	struct arena a = { 0 };
	if (!m || m->n == 0)
		return NULL;
	const struct text query = query_of(s);
	uint32_t ref = lower(find_named(m, s->tool, s, use), find_named(m, s->name, s, use));
	if (query.p)
		ref = lower(ref, find_named(m, json_unescaped(&a, query), s, use));
	for (size_t i = 0; i < m->wilds && (ref == 0 || m->wild[i] < ref); i++)
		if (may_answer(m, m->wild[i] - 1, s, use)) {
			ref = m->wild[i];
			break;
		}
	arena_free(&a);
	if (ref == 0)
		return NULL;
	count_use(use, ref - 1);
	__atomic_add_fetch(&m->mock[ref - 1].used, 1, __ATOMIC_RELAXED);
	return &m->mock[ref - 1];
}
