/* SPDX-License-Identifier: MIT */
#include "cmd/trace/results.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "cmd/cli/load.h"
#include "cmd/cli/status.h"
#include "cmd/cli/stream.h"
#include "cmd/trace/replay_gates.h"
#include "json/write.h"
#include "llm/comparison.h"

/* ---- what the files are --------------------------------------------------------------------- */

static bool
is_result(const char *path)
{
	enum { LOOK = 4096 };
	char start[LOOK];
	FILE *f = stream_is_standard(path) ? NULL : fopen(path, "re");
	if (!f)
		return false;
	const size_t n = fread(start, 1, sizeof(start), f);
	fclose(f);
	const struct text t = { start, n };
	return n > 0 && start[0] == '{' && text_contains(t, TEXT("\"spans\"")) &&
	       text_contains(t, TEXT("\"original_span_id\""));
}

bool
results_are_given(const struct command *c)
{
	const struct settings *s = &c->settings;
	return command_compares_inputs(c) && s->operands == 2 && is_result(s->operand[0]) &&
	       is_result(s->operand[1]);
}

/* ---- reading -------------------------------------------------------------------------------- */

struct result {
	struct text trace_id, applied;
	struct llm_span *span;
	struct text *id; /* by span */
	size_t spans;
};

struct results {
	struct result *result;
	size_t n, cap;
};

static struct text
compact(struct arena *a, const struct json_node *n)
{
	struct buf b = { 0 };
	if (!n || n->kind == JSON_NULL)
		return TEXT_ABSENT;
	json_put_compact(&b, n->json);
	const struct text t = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static struct text
string_of(const struct json_node *object, const char *name)
{
	const struct json_node *n = json_get(object, name);
	return n && n->kind == JSON_STRING ? n->text : TEXT_ABSENT;
}

static struct text
error_of(struct arena *a, const struct json_node *error)
{
	const struct text type = string_of(error, "type"), message = string_of(error, "message");
	struct buf b = { 0 };
	buf_text(&b, type.p ? type : TEXT(""));
	if (type.n > 0 && message.n > 0)
		BUF_LIT(&b, ": ");
	buf_text(&b, message.p ? message : TEXT(""));
	const struct text t = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static void
read_span(struct arena *a, const struct json_node *n, struct llm_span *s)
{
	const struct json_node *ms = json_get(n, "duration_ms"), *cost = json_get(n, "cost_usd"),
			       *tokens = json_get(n, "tokens_used"), *error = json_get(n, "error");
	number_wide ns = 0;
	*s = (struct llm_span){ .name = string_of(n, "name"),
		.input = compact(a, json_get(n, "input")),
		.output = compact(a, json_get(n, "output")),
		.failed = error && error->kind != JSON_NULL,
		.duration_ns = TRACE_NO_TIME,
		.tokens = -1,
		.served_by = string_of(n, "served_by") };
	if (s->failed)
		s->error = error_of(a, error);
	if (ms && ms->kind == JSON_NUMBER && number_floor(ms->text, 6, &ns) && ns < INT64_MAX &&
	    ns > INT64_MIN)
		s->duration_ns = (int64_t)ns;
	if (tokens && tokens->kind == JSON_NUMBER && number_i64(tokens->text, &s->tokens) < 0)
		s->tokens = -1;
	s->has_cost = cost && cost->kind == JSON_NUMBER && trace_cost_read(cost->text, &s->cost);
}

static int
add_result(struct results *k, struct arena *a, struct text line, struct err *e)
{
	const struct json_node *root = json_tree(a, line, e);
	const struct json_node *spans = root ? json_get(root, "spans") : NULL;
	if (!root)
		return -1;
	if (!spans || spans->kind != JSON_ARRAY)
		return err_at(e, 0, "not the result of a replay: it has no spans");
	struct result r = { .trace_id = string_of(root, "trace_id"),
		.applied = compact(a, json_get(root, "modifications_applied")) };
	r.span = arena_zalloc(a, spans->count + 1, sizeof(*r.span));
	r.id = arena_zalloc(a, spans->count + 1, sizeof(*r.id));
	for (const struct json_node *n = spans->child; n; n = n->next) {
		r.id[r.spans] = string_of(n, "original_span_id");
		read_span(a, n, &r.span[r.spans++]);
	}
	k->result = mem_grow(k->result, &k->cap, k->n + 1, sizeof(*k->result));
	k->result[k->n++] = r;
	return 0;
}

static int
load(struct command *c, const char *path, struct arena *a, struct results *k)
{
	struct err e;
	const struct text text = load_file(a, path, PROGRAM, &e);
	size_t at = 0;
	if (!text.p) {
		load_complain(&c->settings.voice, path, text, &e);
		return -1;
	}
	while (at < text.n) {
		const char *end = memchr(text.p + at, '\n', text.n - at);
		const size_t n = end ? (size_t)(end - text.p) - at : text.n - at;
		const struct text line = text_trim((struct text){ text.p + at, n });
		if (line.n > 0 && add_result(k, a, line, &e) < 0) {
			e.offset = at + (e.offset == ERR_NOWHERE ? 0 : e.offset);
			load_complain(&c->settings.voice, path, text, &e);
			return -1;
		}
		at += n + 1;
	}
	return 0;
}

/* ---- comparing ------------------------------------------------------------------------------ */

struct place {
	struct text id;
	size_t span;
};

static int
by_id(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	const int order = text_cmp(x->id, y->id);
	return order != 0 ? order : x->span < y->span ? -1 : x->span > y->span;
}

static struct place *
places_of(const struct result *r)
{
	struct place *p = mem_alloc((r->spans + 1) * sizeof(*p));
	for (size_t i = 0; i < r->spans; i++)
		p[i] = (struct place){ r->id[i].p ? r->id[i] : TEXT(""), i };
	if (r->spans > 0)
		qsort(p, r->spans, sizeof(*p), by_id);
	return p;
}

/* The first unused span of an id, or `n`. */
static size_t
find_span(const struct place *p, size_t n, struct text id, const bool *used)
{
	size_t low = 0, high = n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (text_cmp(p[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	while (low < n && text_eq(p[low].id, id) && used[p[low].span])
		low++;
	return low < n && text_eq(p[low].id, id) ? p[low].span : n;
}

static bool
is_gone(const struct llm_span *s)
{
	return text_eq(s->served_by, TEXT("unused"));
}

/* a may be NULL: no replay of the trace. */
static void
compare(struct llm_comparison *k, const struct result *a, const struct result *b)
{
	const struct result none = { .spans = 0 };
	const struct result *was = a ? a : &none;
	struct place *place = places_of(was);
	bool *used = mem_zalloc(was->spans + 1, sizeof(*used));
	for (size_t i = 0; i < b->spans; i++) {
		const size_t at =
		    find_span(place, was->spans, b->id[i].p ? b->id[i] : TEXT(""), used);
		const struct llm_span *x = at < was->spans ? &was->span[at] : NULL;
		used[at] = true;
		x = x && is_gone(x) ? NULL : x;
		if (x || !is_gone(&b->span[i]))
			llm_comparison_add(k, x, is_gone(&b->span[i]) ? NULL : &b->span[i]);
	}
	for (size_t i = 0; i < was->spans; i++)
		if (!used[i] && !is_gone(&was->span[i]))
			llm_comparison_add(k, &was->span[i], NULL);
	free(place);
	free(used);
}

/* The replay of a trace that a result is compared with: the n-th of A with the n-th of B, else the
 * last one of A. */
static const struct result *
counterpart(const struct results *a, const struct results *b, size_t i)
{
	const struct text id = b->result[i].trace_id;
	const struct result *found = NULL;
	size_t before = 0;
	for (size_t k = 0; k < i; k++)
		before += text_eq(b->result[k].trace_id, id);
	for (size_t k = 0; k < a->n; k++)
		if (text_eq(a->result[k].trace_id, id)) {
			found = &a->result[k];
			if (before-- == 0)
				break;
		}
	return found;
}

/* ---- printing ------------------------------------------------------------------------------- */

struct sums {
	double cost[2], tokens[2], errors[2], calls[2], failing[2], duration[2], least;
};

static void
add_up(struct sums *s, const struct result *r, int side)
{
	struct trace_cost cost = { 0, 0 };
	bool failed = false;
	for (size_t i = 0; r && i < r->spans; i++) {
		const struct llm_span *k = &r->span[i];
		if (is_gone(k))
			continue;
		s->calls[side]++;
		s->tokens[side] += k->tokens > 0 ? (double)k->tokens : 0;
		failed |= k->failed;
		if (k->has_cost)
			trace_cost_add(&cost, &k->cost);
	}
	s->failing[side] += failed;
	s->cost[side] += trace_cost_number(&cost);
}

static void
judge(struct command *c, const struct sums *s, size_t traces, struct buf *text)
{
	static const bool known[2] = { true, true };
	const double n = traces > 0 ? (double)traces : 1;
	const double rate[2] = { s->failing[0] / n, s->failing[1] / n };
	struct replay_totals t;
	replay_totals_begin(&t, traces, s->least);
	t.all.failed[0] = (uint64_t)s->failing[0];
	t.all.failed[1] = (uint64_t)s->failing[1];
	replay_totals_set(&t, COMPARE_ERROR_RATE, rate, known);
	replay_totals_set(&t, COMPARE_CALLS, s->calls, known);
	replay_totals_set(&t, COMPARE_TOKENS, s->tokens, known);
	replay_totals_set(&t, COMPARE_COST, s->cost, known);
	replay_gates(c, &t, text);
}

static void
put(struct command *c, const struct result *b, const struct llm_comparison *k, bool several,
    struct buf *out)
{
	const struct view_style style = showing_style(&c->showing, &c->settings);
	if (!c->text) {
		json_begin(out, '{');
		llm_comparison_put(k, out);
		json_member_string_or_null(out, "trace_id", b->trace_id);
		json_member_raw_or_null(out, "modifications_applied", b->applied);
		json_end(out, '}');
		buf_char(out, '\n');
		return;
	}
	if (several) {
		BUF_LIT(out, "trace ");
		buf_visible(out, b->trace_id.p ? b->trace_id : TEXT("-"));
		if (b->applied.n > 2) {
			BUF_LIT(out, ", ");
			buf_visible(out, b->applied);
		}
		BUF_LIT(out, "\n\n");
	}
	llm_comparison_put_text(k, out, style.utf8);
	buf_char(out, '\n');
}

static int
print(struct command *c, const struct results *a, const struct results *b)
{
	struct buf out = { 0 };
	struct sums sums = { .least = 1 };
	for (size_t i = 0; i < b->n; i++) {
		const struct result *was = counterpart(a, b, i);
		struct llm_comparison k;
		llm_comparison_begin(&k);
		compare(&k, was, &b->result[i]);
		add_up(&sums, was, 0);
		add_up(&sums, &b->result[i], 1);
		sums.least = k.least < sums.least ? k.least : sums.least;
		put(c, &b->result[i], &k, b->n > 1, &out);
		llm_comparison_free(&k);
	}
	if (c->comparing.bounds.n > 0)
		judge(c, &sums, b->n, c->text ? &out : NULL);
	const int result = run_put(&c->run, buf_as_text(&out));
	buf_free(&out);
	return result;
}

int
results_compare(struct command *c)
{
	struct results a = { 0 }, b = { 0 };
	struct arena arena = { 0 };
	int status = replay_gates_check(c);
	if (status < 0 && run_begin(&c->run, &c->settings) < 0)
		status = EXIT_BROKEN;
	if (status < 0) {
		if (load(c, c->settings.operand[0], &arena, &a) < 0 ||
		    load(c, c->settings.operand[1], &arena, &b) < 0)
			run_break_off(&c->run, "a result could not be read");
		else
			print(c, &a, &b);
		status =
		    status_worse(run_end(&c->run, NULL, NULL), c->nothing ? EXIT_NO : EXIT_WORKED);
	}
	free(a.result);
	free(b.result);
	arena_free(&arena);
	return status;
}
