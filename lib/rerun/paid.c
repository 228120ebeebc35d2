/* SPDX-License-Identifier: MIT */
#include "rerun/paid.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/sha256.h"
#include "base/table.h"
#include "json/tree.h"
#include "json/write.h"
#include "rerun/put.h"
#include "trace/canonical.h"
#include "trace/put.h"

struct answer {
	struct text trace_id, call_id;
	char digest[RERUN_DIGEST]; /* of the request */
	struct rerun_outcome outcome;
};

struct rerun_paid {
	struct siphash_key key;
	struct arena arena;
	struct answer *answer;
	size_t n, cap;
	struct table table; /* 1 + the number of an answer */
};

struct rerun_paid *
rerun_paid_new(struct siphash_key key)
{
	struct rerun_paid *p = mem_zalloc(1, sizeof(*p));
	p->key = key;
	return p;
}

void
rerun_paid_free(struct rerun_paid *p)
{
	if (!p)
		return;
	arena_free(&p->arena);
	table_free(&p->table);
	free(p->answer);
	free(p);
}

size_t
rerun_paid_count(const struct rerun_paid *p)
{
	return p->n;
}

/* ---- looking up ----------------------------------------------------------------------------- */

static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct answer *const *both = context;
	const struct answer *w = both[0], *a = &both[1][ref - 1];
	return memcmp(a->digest, w->digest, sizeof(a->digest)) == 0 &&
	       text_eq(a->call_id, w->call_id) && text_eq(a->trace_id, w->trace_id);
}

static uint32_t
hash_of(const struct rerun_paid *p, const struct answer *a)
{
	return (uint32_t)siphash(p->key, a->digest, sizeof(a->digest));
}

static uint32_t
find(const struct rerun_paid *p, const struct answer *wanted)
{
	const struct answer *const both[2] = { wanted, p->answer };
	return table_find(&p->table, hash_of(p, wanted), is_wanted, both);
}

void
rerun_request_digest(struct text input, char digest[RERUN_DIGEST])
{
	unsigned char bytes[RERUN_DIGEST / 2];
	struct buf b = { 0 };
	trace_put_canonical(&b, input);
	sha256(b.p, b.n, bytes);
	sha256_hex(bytes, sizeof(bytes), digest);
	buf_free(&b);
}

bool
rerun_paid_find(const struct rerun_paid *p, const struct rerun_subject *s, struct rerun_outcome *o)
{
	if (!p || p->n == 0 || !s->input.p)
		return false;
	struct answer wanted = { .trace_id = s->trace_id, .call_id = s->call_id };
	rerun_request_digest(s->input, wanted.digest);
	const uint32_t ref = find(p, &wanted);
	if (ref == 0)
		return false;
	*o = p->answer[ref - 1].outcome;
	return true;
}

/* ---- reading -------------------------------------------------------------------------------- */

static struct text
compact(struct rerun_paid *p, const struct json_node *n)
{
	struct buf b = { 0 };
	json_put_compact(&b, n->json);
	const struct text t = arena_text(&p->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static void
digest_of(const struct json_node *n, char digest[RERUN_DIGEST])
{
	struct buf b = { 0 };
	json_put_compact(&b, n->json);
	rerun_request_digest(buf_as_text(&b), digest);
	buf_free(&b);
}

static bool
is_string(const struct json_node *n, const char *text)
{
	return n && n->kind == JSON_STRING && text_eq(n->text, text_of(text));
}

static bool
is_there(const struct json_node *n)
{
	return n && n->kind != JSON_NULL;
}

static int64_t
whole_number(const struct json_node *object, const char *name)
{
	const struct json_node *n = json_get(object, name);
	int64_t v;
	return n && n->kind == JSON_NUMBER && number_i64(n->text, &v) == 0 && v >= 0 ? v : -1;
}

static void
read_outcome(struct rerun_paid *p, const struct json_node *span, struct rerun_outcome *o)
{
	const struct json_node *ms = json_get(span, "duration_ms"),
			       *cost = json_get(span, "cost_usd"),
			       *tools = json_get(span, "tool_calls"), *llm = json_get(span, "llm"),
			       *usage = llm ? json_get(llm, "usage") : NULL;
	number_wide ns;
	*o = RERUN_OUTCOME_NONE;
	o->output = compact(p, json_get(span, "output"));
	if (ms && ms->kind == JSON_NUMBER) {
		number_floor(ms->text, 6, &ns);
		o->duration_ns = ns < INT64_MAX && ns > INT64_MIN ? (int64_t)ns : TRACE_NO_TIME;
	}
	if (cost && cost->kind == JSON_NUMBER)
		o->cost_usd = arena_text(&p->arena, cost->text);
	if (is_there(tools))
		o->tool_calls = compact(p, tools);
	for (size_t i = 0; usage && i < TRACE_USAGES; i++)
		o->usage[i] = whole_number(usage, trace_usage_names[i].p);
	const int64_t retries = whole_number(span, "retry_count");
	o->retries = retries > 0 ? (uint32_t)retries : 0;
}

static void
add_span(struct rerun_paid *p, struct text trace_id, const struct json_node *span)
{
	const struct json_node *id = json_get(span, "original_span_id"),
			       *changed = json_get(span, "was_modified"),
			       *input = json_get(span, "input"),
			       *digest = json_get(span, "request_sha256");
	if (!is_string(json_get(span, "span_type"), "llm") ||
	    !is_string(json_get(span, "served_by"), "exec") || !changed ||
	    changed->kind != JSON_TRUE || is_there(json_get(span, "error")) ||
	    !json_get(span, "output") || !id || id->kind != JSON_STRING)
		return;
	struct answer a = { .trace_id = trace_id, .call_id = id->text };
	if (digest && digest->kind == JSON_STRING && digest->text.n == RERUN_DIGEST)
		memcpy(a.digest, digest->text.p, RERUN_DIGEST);
	else if (!digest && input)
		digest_of(input, a.digest);
	else
		return;
	if (find(p, &a) > 0)
		return;
	a.call_id = arena_text(&p->arena, id->text);
	read_outcome(p, span, &a.outcome);
	p->answer = mem_grow(p->answer, &p->cap, p->n + 1, sizeof(*p->answer));
	p->answer[p->n++] = a;
	table_add(&p->table, hash_of(p, &a), (uint32_t)p->n);
}

static int
add_result(struct rerun_paid *p, struct text line, struct err *e)
{
	struct arena a = { 0 };
	const struct json_node *root = json_tree(&a, line, e);
	const struct json_node *id = root ? json_get(root, "trace_id") : NULL,
			       *spans = root ? json_get(root, "spans") : NULL;
	int result = -1;
	if (root && (!spans || spans->kind != JSON_ARRAY)) {
		err_at(e, 0, "not the result of a replay: it has no spans");
	} else if (root) {
		const struct text trace_id =
		    arena_text(&p->arena, id && id->kind == JSON_STRING ? id->text : TEXT(""));
		for (const struct json_node *n = spans->child; n; n = n->next)
			add_span(p, trace_id, n);
		result = 0;
	}
	arena_free(&a);
	return result;
}

int
rerun_paid_add(struct rerun_paid *p, struct text text, struct err *e)
{
	size_t at = 0;
	while (at < text.n) {
		const char *end = memchr(text.p + at, '\n', text.n - at);
		const size_t n = end ? (size_t)(end - text.p) - at : text.n - at;
		const struct text line = text_trim((struct text){ text.p + at, n });
		if (line.n > 0 && add_result(p, line, e) < 0) {
			if (!end && at > 0)
				return 0; /* the run that wrote it was killed */
			e->offset = at + (e->offset == ERR_NOWHERE ? 0 : e->offset);
			return -1;
		}
		at += n + 1;
	}
	return 0;
}

/* ---- writing -------------------------------------------------------------------------------- */

void
rerun_paid_put(struct buf *b, const struct rerun_subject *s, const struct rerun_outcome *o)
{
	char digest[RERUN_DIGEST];
	rerun_request_digest(s->input, digest);
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", s->trace_id);
	json_member_begin(b, "spans", '[');
	json_begin(b, '{');
	json_member_string_or_null(b, "original_span_id", s->call_id);
	json_member_string(b, "span_type", trace_kind_names[s->kind]);
	json_member_string_or_null(b, "name", s->name);
	json_member_raw_or_null(b, "output", o->output);
	json_member_bool(b, "was_modified", true);
	json_member_string(b, "served_by", rerun_served_names[RERUN_EXEC]);
	json_name(b, "duration_ms");
	rerun_put_ms(b, o->duration_ns);
	json_member_raw_or_null(b, "cost_usd", o->cost_usd);
	json_member_u64(b, "retry_count", o->retries);
	if (o->tool_calls.p)
		json_member_raw(b, "tool_calls", o->tool_calls);
	json_member_string(b, "request_sha256", (struct text){ digest, sizeof(digest) });
	json_member_begin(b, "llm", '{');
	rerun_put_usage(b, o);
	json_end(b, '}');
	json_end(b, '}');
	json_end(b, ']');
	json_end(b, '}');
	buf_char(b, '\n');
}
