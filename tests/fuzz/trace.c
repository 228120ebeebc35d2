/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "export/export.h"
#include "import/import.h"
#include "json/cut.h"
#include "tests/fuzz/fuzz.h"
#include "trace/contrast.h"
#include "trace/errors.h"
#include "trace/failure_path.h"
#include "trace/put.h"
#include "trace/select.h"
#include "trace/title.h"
#include "trace/totals.h"

/*
 * Traces of every format, as lines and as a document.  The model holds together: every call is
 * listed once, below its parent; the steps go through all calls and events; and what --calls prints
 * reads back to the same bytes, from OTLP, too.  The other exports are UTF-8.  The shares of models
 * add up to their trace, and the groups of errors to all errors.
 */
struct read {
	struct trace_model *model;
	struct buf calls;
};

static void
count_reject(void *context, uint64_t line, const struct reject *why, struct text raw)
{
	MUST(line > 0 && why->error.n > 0 && raw.p);
	++*(uint64_t *)context;
}

/* Loaded once: they do not change. */
static const struct import_maps *
maps(void)
{
	static struct import_maps *all;
	if (!all)
		all = import_maps_new();
	return all;
}

static void
import(struct read *r, const struct import_block *block)
{
	const struct import_options options = { .maps = maps() };
	const struct siphash_key key = { 1, 2 };
	struct import_reading *reading = import_reading_new(&options);
	struct import_part *part = import_part_new(maps());
	uint64_t rejects = 0;
	r->model = trace_model_new(key);
	struct import *im = import_new(r->model, maps());
	import_block(reading, part, block, count_reject, &rejects);
	const struct import_counts c = *import_part_counts(part);
	MUST(c.rejected == rejects && c.in == c.known + c.unknown + c.rejected && c.in <= c.lines);
	import_join(im, part, 0, 0);
	import_end(im);
	trace_build(r->model);
	import_part_free(part);
	import_reading_free(reading);
	import_free(im);
	for (uint32_t i = 0; i < r->model->listed; i++)
		trace_put_call(&r->calls, r->model, r->model->depth_first[i]);
}

static void
import_lines(struct read *r, struct text t)
{
	struct json_index ix = { 0 };
	json_index_build(&ix, t.p, t.n, JSON_LINES);
	const struct import_block block = { .p = t.p, .n = t.n, .index = &ix };
	import(r, &block);
	json_index_free(&ix);
}

static void
import_document(struct read *r, struct text t)
{
	struct json_index ix = { 0 };
	struct json_arrays *arrays = import_arrays(maps());
	struct json_cut cut = { .arrays = arrays, .max = SIZE_MAX };
	json_index_build(&ix, t.p, t.n, JSON_ELEMENTS);
	json_cut(&cut, &ix, t.p, t.n, true);
	const struct import_block block = { t.p, t.n, &ix, cut.envelope, cut.envelopes };
	import(r, &block);
	json_cut_free(&cut);
	json_index_free(&ix);
	json_arrays_free(arrays);
}

static void
free_read(struct read *r)
{
	trace_model_free(r->model);
	buf_free(&r->calls);
}

/* ---- what must hold ------------------------------------------------------------------------- */

static void
check_steps(const struct trace_model *m)
{
	size_t entered = 0, events = 0, ended = 0;
	uint64_t position = 0;
	for (size_t i = 0; i < m->traces; i++) {
		struct trace_steps s;
		struct trace_step step;
		trace_steps_begin(&s, m, i, position);
		while (trace_steps_next(&s, &step)) {
			entered += step.type == TRACE_ENTER;
			events += step.type == TRACE_AT_EVENT;
			ended += step.type == TRACE_EXIT || step.type == TRACE_AT_NO_EXIT;
			MUST(step.position == 0 || step.position == ++position);
			MUST((step.type == TRACE_AT_NO_EXIT) == (step.position == 0));
		}
		trace_steps_end(&s);
	}
	MUST(entered == m->listed && ended == m->listed);
	size_t of_calls = 0;
	for (uint32_t i = 0; i < m->listed; i++)
		for (uint32_t e = trace_call_at(m, i)->event; e > 0; e = m->event[e - 1].next)
			of_calls++;
	MUST(events == of_calls);
}

static void
check_forest(const struct trace_model *m)
{
	uint32_t next = 0;
	for (size_t i = 0; i < m->traces; i++) {
		const struct trace *t = &m->trace[i];
		MUST(t->first == next && t->last > t->first && t->id);
		next = t->last;
		for (uint32_t k = t->first; k < t->last; k++) {
			const struct trace_call *c = trace_call_at(m, k);
			MUST(c->at == k && c->last > k && c->last <= t->last && c->trace == i);
			if (c->parent == TRACE_NONE)
				continue;
			const struct trace_call *p = &m->call[c->parent];
			MUST(p->at < k && c->last <= p->last);
		}
	}
	MUST(next == m->listed);
}

/* A title is one line of UTF-8. */
static void
check_title(const struct trace_model *m, const struct trace *t)
{
	struct buf b = { 0 };
	trace_put_title(&b, m, t);
	MUST(utf8_valid(b.p, b.n) == b.n && b.n <= 4 * (TRACE_TITLE_MOST + 1));
	for (size_t i = 0; i < b.n; i++)
		MUST(b.p[i] != '\n' && b.p[i] != '\t');
	buf_free(&b);
}

/* Every error is in one group, and every example has its position. */
static void
check_errors(const struct trace_model *m)
{
	const struct siphash_key key = { 3, 4 };
	struct trace_errors *e = trace_errors_new(m, key);
	struct buf b = { 0 };
	uint64_t count = 0;
	for (size_t i = 0; i < e->n; i++) {
		const struct trace_error_group *g = &e->group[i];
		MUST(g->position > 0 && g->count >= g->traces && g->traces > 0);
		MUST(g->handled <= g->count && (i == 0 || g->count <= g[-1].count));
		count += g->count;
		trace_put_error_group(&b, m, g);
	}
	MUST(count == e->count && e->traces <= m->traces);
	MUST(utf8_valid(b.p, b.n) == b.n);
	buf_free(&b);
	trace_errors_free(e);
}

/* A trace has an origin if a call of it failed; a finding has calls. */
static void
check_causes(const struct trace_model *m)
{
	const struct siphash_key key = { 5, 6 };
	struct trace_contrasts *contrasts = trace_contrasts_new(m, key);
	struct trace_contrast c;
	struct buf b = { 0 };
	for (size_t i = 0; i < m->traces; i++) {
		struct root_cause r;
		const bool failed = trace_root_cause(m, i, &r);
		MUST(failed == (m->trace[i].errors > 0));
		if (!failed)
			continue;
		struct trace_place place = { r.call, r.event, 0 };
		trace_find_positions(m, &place, 1);
		MUST(place.position > 0);
		trace_put_root_cause(&b, m, &r, place.position);
		trace_contrasts_add(contrasts, r.call);
	}
	while (trace_contrasts_next(contrasts, &c)) {
		MUST(c.failing > 0 && c.passing > 0);
		for (size_t i = 0; i < c.n; i++) {
			const struct trace_finding *f = &c.finding[i];
			MUST(f->failing > 0 && f->failing <= c.failing && f->passing <= c.passing);
			MUST(m->call[f->call].status == TRACE_ERROR && f->p < TRACE_ALPHA);
			trace_put_what(&b, f);
		}
	}
	MUST(utf8_valid(b.p, b.n) == b.n);
	buf_free(&b);
	trace_contrasts_free(contrasts);
}

static void
check_totals(const struct trace_model *m)
{
	struct trace_totaller *t = trace_totaller_new(m, (struct siphash_key){ 3, 4 });
	for (size_t i = 0; i < m->traces; i++) {
		struct trace_session s;
		struct trace_totals sum = TRACE_TOTALS_NONE;
		trace_total(t, i, &s);
		for (size_t k = 0; k < s.shares; k++)
			trace_totals_add(&sum, &trace_share_at(t, k)->sum);
		MUST(sum.requests == s.sum.requests && sum.without_cost == s.sum.without_cost);
		MUST(s.models <= s.shares && sum.requests <= s.sum.calls);
		MUST(sum.has_cost == s.sum.has_cost && sum.cost.whole == s.sum.cost.whole &&
		     sum.cost.rest == s.sum.cost.rest);
		for (size_t u = 0; u < TRACE_USAGES; u++)
			MUST(sum.usage[u] == s.sum.usage[u]);
		check_title(m, s.trace);
	}
	trace_totaller_free(t);
}

static int
keep(void *context, struct text part)
{
	buf_text(context, part);
	return 0;
}

static void
check_exports(const struct read *r)
{
	struct buf b = { 0 };
	const struct export_to to = { keep, &b };
	struct export_told told;
	for (size_t i = 0; i < EXPORT_FORMATS; i++) {
		struct read again = { 0 };
		b.n = 0;
		MUST(export_traces(r->model, (enum export_format)i, &to, &told) == 0);
		MUST(utf8_valid(b.p, b.n) == b.n);
		if (i == EXPORT_OTLP) {
			import_lines(&again, buf_as_text(&b));
			MUST(text_eq(buf_as_text(&again.calls), buf_as_text(&r->calls)));
		} else if (i == EXPORT_CHROME) {
			import_document(&again, buf_as_text(&b));
			MUST(again.model->listed >= r->model->listed);
		}
		free_read(&again);
	}
	buf_free(&b);
}

static void
check(struct read *r)
{
	struct read again = { 0 };
	check_forest(r->model);
	check_steps(r->model);
	check_totals(r->model);
	check_errors(r->model);
	check_causes(r->model);
	import_lines(&again, buf_as_text(&r->calls));
	MUST(text_eq(buf_as_text(&again.calls), buf_as_text(&r->calls)));
	free_read(&again);
	check_exports(r);
}

/* Only the trace of the first call, and of it what is under its last call. */
static void
check_selection(struct read *r)
{
	struct trace_selection s = TRACE_SELECT_ALL;
	struct buf why = { 0 };
	if (r->model->listed == 0)
		return;
	trace_texts_add(&s.trace_ids, trace_text_of(r->model->trace[0].id));
	MUST(trace_select(r->model, &s, &why) == 0 && r->model->traces == 1);
	check_forest(r->model);
	const struct trace_call *last = trace_call_at(r->model, r->model->listed - 1);
	trace_texts_add(&s.unders, trace_text_of(last->id));
	MUST(trace_select(r->model, &s, &why) == 0 && r->model->listed >= 1);
	check_forest(r->model);
	check_steps(r->model);
	check_errors(r->model);
	check_causes(r->model);
	trace_selection_free(&s);
	buf_free(&why);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct text t = { (const char *)data, n };
	struct read r = { 0 }, document = { 0 };
	if (n > 1 << 16)
		return 0;
	import_lines(&r, t);
	check(&r);
	check_selection(&r);
	free_read(&r);
	import_document(&document, t);
	check(&document);
	check_selection(&document);
	free_read(&document);
	return 0;
}
