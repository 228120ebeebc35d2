/* SPDX-License-Identifier: MIT */
#include "cmd/trace/models.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/cli/random.h"
#include "cmd/cli/stream.h"
#include "cmd/trace/llm_command.h"
#include "cmd/trace/partial.h"
#include "cmd/trace/streams.h"
#include "cmd/trace/waiting.h"
#include "json/write.h"
#include "llm/estimate.h"
#include "rerun/embed.h"
#include "rerun/put.h"
#include "rerun/summary.h"
#include "stats/percentile.h"

struct models {
	struct command *command;
	struct rerun_options recorded; /* an exact replay, for what is compared with */
	struct rerun_modify *modify;
	struct rerun_cell cell; /* the current one */
	size_t current, cells;
	bool changes, measures; /* requests are changed; replays are compared */
	struct rerun_row *row;  /* by cell */
	struct rerun_embedder *embedder;
	struct view_style style;
	struct buf applied;   /* modifications_applied of the current cell */
	struct buf llm;       /* the command of the helper */
	real *duration_ns[2]; /* of all results */
	size_t results, result_cap[2];
	struct rerun_forecast forecast;
	struct streams *streams; /* --stream; or NULL */
	struct waiting *waiting; /* while signals wait; or NULL */
};

/* ---- signals -------------------------------------------------------------------------------- */

/* SIGINT and SIGTERM wait while requests are sent, so that what is done gets into the result. */
static void
block_signals(struct models *m)
{
	waiting_block();
	m->command->signals_wait = true;
	m->waiting = waiting_begin(&m->command->settings);
}

void
models_take_signals(struct command *c)
{
	if (c->signals_wait)
		waiting_unblock();
}

bool
models_is_interrupted(const struct command *c)
{
	return c->signals_wait && waiting_is_interrupted();
}

bool
models_is_resumable(const struct command *c)
{
	return c->settings.options.action == ACTION_REPLAY && !c->asking.compare && !c->tap &&
	       (!c->text || !stream_is_standard(c->settings.output));
}

/* ---- what is to be sent --------------------------------------------------------------------- */

/* The number of the traces that send requests, over all cells. */
static uint64_t
forecast(struct models *m, struct rerun_forecast *sum)
{
	uint64_t traces = 0;
	for (size_t i = 0; i < m->command->model->traces; i++) {
		const uint64_t before = sum->requests;
		for (size_t k = 0; k < m->cells; k++) {
			const struct rerun_cell cell = asking_cell(&m->command->asking, k);
			rerun_modify_set(m->modify, &cell);
			rerun_modify_forecast(m->modify, i, sum);
		}
		traces += sum->requests > before;
	}
	return traces;
}

static bool
is_limited(const struct command *c)
{
	const struct trace_selection *s = &c->selecting.selection;
	return c->asking.all || s->limit != UINT64_MAX || s->sample != UINT64_MAX ||
	       s->trace_ids.n > 0;
}

static int
refuse_many(struct models *m, uint64_t traces, uint64_t requests)
{
	return run_stop(&m->command->run,
	    "%" PRIu64 " traces have %" PRIu64 " calls that would be sent to models; choose traces "
	    "by --limit, --sample or --trace-id, or send all by --all",
	    traces, requests);
}

static int
refuse_unpriced(struct models *m, const struct rerun_forecast *f)
{
	if (!f->model.p)
		return run_stop(&m->command->run,
		    "--max-cost: the model of a request, and so its price, is not known; name one "
		    "with --model");
	return run_stop(&m->command->run,
	    "--max-cost: the price of '%.*s' is not known; give a table that has it with --prices",
	    (int)f->model.n, f->model.p);
}

static int
refuse_unserved(struct models *m, const struct rerun_forecast *f)
{
	if (f->unserved.n == 0)
		return run_stop(&m->command->run,
		    "the model of a request is not recorded; name one with --model");
	return run_stop(&m->command->run,
	    "no API is known to serve the model '%.*s'; nothing was sent; name its API with "
	    "--llm-api, or a command with --llm",
	    (int)f->unserved.n, f->unserved.p);
}

/* What of it a summary must say. */
static void
say_forecast(struct models *m, struct buf *b)
{
	const struct command *c = m->command;
	const struct rerun_forecast *f = &m->forecast;
	if (f->requests + f->retrievals + f->not_recorded == 0 && c->model->traces > 0)
		buf_text(b, TEXT("no request differs from the recorded one; nothing was sent\n"));
	if (f->unpriced) {
		BUF_LIT(b, "no price is known of ");
		if (f->model.p) {
			BUF_LIT(b, "the model '");
			buf_visible(b, f->model);
			BUF_LIT(b, "'");
		} else {
			BUF_LIT(b, "calls whose model is not recorded");
		}
		BUF_LIT(b, ", so costs are null; --prices can name a table that has it\n");
	}
	if (f->partial > 0)
		buf_printf(b,
		    "%" PRIu64 " of %" PRIu64 " requests are those of sessions, which record "
		    "messages alone: a system prompt, tools and settings that were not recorded "
		    "were not sent\n",
		    f->partial, f->requests);
	if (f->retrievals > 0 && c->replaying.exec_n == 0 && c->replaying.mock_n == 0)
		buf_printf(b,
		    "nothing executes retrievals, so the recording answered the %" PRIu64
		    " whose query was changed; add --exec kind:retrieval=COMMAND\n",
		    f->retrievals);
}

/* ---- beginning ------------------------------------------------------------------------------ */

/* Does an --exec answer all requests, so that nothing else is needed? */
static bool
has_own_command(const struct command *c)
{
	const struct replaying *r = &c->replaying;
	for (size_t i = 0; i < r->exec_n; i++)
		if (r->exec[i].scope.by == RERUN_BY_KIND && r->exec[i].scope.kind == TRACE_LLM)
			return true;
	return false;
}

/* How long a model may take for an answer: longer than other commands. */
static int64_t
timeout_of(const struct command *c)
{
	return c->replaying.timed ? c->replaying.timeout_ns : 120 * INT64_C(1000000000);
}

/* The helper has its own bound, and a retry may follow.  It is ended only if it misses that. */
static int64_t
helper_timeout_of(const struct command *c)
{
	const int64_t grace_ns = 10 * INT64_C(1000000000), ns = timeout_of(c);
	return ns < INT64_MAX - grace_ns ? ns + grace_ns : INT64_MAX;
}

static void
set_timeouts(struct command *c)
{
	struct replaying *r = &c->replaying;
	for (size_t i = 0; i < r->exec_n; i++)
		if (r->exec[i].scope.by == RERUN_BY_KIND && r->exec[i].scope.kind == TRACE_LLM)
			r->exec[i].timeout_ns = timeout_of(c);
}

/* The command for requests is the last of those that execute. */
static int
add_command(struct models *m, struct rerun_options *o)
{
	struct command *c = m->command;
	struct replaying *r = &c->replaying;
	struct rerun_exec exec = { .scope = { .by = RERUN_BY_KIND, .kind = TRACE_LLM },
		.only_changed = true };
	exec.scope.text = TEXT("llm");
	exec.command = c->asking.command;
	exec.timeout_ns = exec.command ? timeout_of(c) : helper_timeout_of(c);
	if (!exec.command && llm_command_find(&m->llm, &c->asking, timeout_of(c), &c->run) < 0)
		return -1;
	if (!exec.command)
		exec.command = m->llm.p;
	r->exec = mem_grow(r->exec, &r->exec_cap, r->exec_n + 1, sizeof(*r->exec));
	r->exec[r->exec_n] = exec;
	o->exec = r->exec;
	o->execs = r->exec_n + 1;
	return 0;
}

static void
use(struct models *m)
{
	struct asking *k = &m->command->asking;
	struct partial *p = m->command->partial;
	rerun_modify_use(
	    m->modify, &(struct rerun_modify_with){ .prices = k->prices,
			   .paid = k->paid,
			   .budget = &k->budget,
			   .retry = k->retry,
			   .interrupted = waiting_is_interrupted,
			   .answered = p ? partial_put : NULL,
			   .resumed = p && !partial_is_continued(p) ? partial_put : NULL,
			   .context = p });
}

static int
begin_changes(struct models *m, struct rerun_options *o)
{
	struct command *c = m->command;
	struct rerun_forecast *f = &m->forecast;
	const uint64_t traces = forecast(m, f);
	if (traces > 1 && !is_limited(c))
		return refuse_many(m, traces, f->requests);
	const bool own = has_own_command(c);
	if (!own && !c->asking.command && c->asking.api == 0 && f->unserved.p)
		return refuse_unserved(m, f);
	if (c->asking.budget.limited && f->unpriced)
		return refuse_unpriced(m, f);
	if (f->requests > 0 && !own && add_command(m, o) < 0)
		return -1;
	if (f->requests > 0 && partial_open(c, &c->partial) < 0)
		return -1;
	use(m);
	rerun_modify_hook(m->modify, o);
	o->wait_ns = waiting_pause;
	if (f->requests > 0)
		block_signals(m);
	return 0;
}

int
models_begin(struct command *c, struct rerun_options *o, struct models **models)
{
	struct models *m = mem_zalloc(1, sizeof(*m));
	struct asking *k = &c->asking;
	*models = m;
	m->command = c;
	m->style = showing_style(&c->showing, &c->settings);
	m->cells = asking_cells(k);
	m->changes = asking_changes(k);
	m->measures = m->changes || k->compare || c->comparing.bounds.n > 0;
	m->row = mem_zalloc(m->cells, sizeof(*m->row));
	for (size_t i = 0; i < m->cells; i++)
		m->row[i] = RERUN_ROW_NONE;
	if (k->stream)
		m->streams = streams_new(c);
	m->modify = rerun_modify_new(c->model, random_key());
	use(m);
	m->recorded = (struct rerun_options){ .timeout_ns = INT64_MAX, .now_ns = o->now_ns };
	rerun_modify_hook_prices(m->modify, &m->recorded);
	rerun_modify_hook_prices(m->modify, o);
	if (k->embed)
		m->embedder = rerun_embedder_new(
		    k->embed, &(struct rerun_watch){ .now_ns = o->now_ns }, timeout_of(c));
	set_timeouts(c);
	const int result = m->changes ? begin_changes(m, o) : 0;
	models_select(m, 0);
	return result;
}

void
models_free(struct models *m)
{
	if (!m)
		return;
	waiting_end(m->waiting);
	rerun_modify_free(m->modify);
	rerun_embedder_free(m->embedder);
	free(m->row);
	streams_free(m->streams);
	buf_free(&m->applied);
	buf_free(&m->llm);
	free(m->duration_ns[0]);
	free(m->duration_ns[1]);
	free(m);
}

size_t
models_cells(const struct models *m)
{
	return m->cells;
}

void
models_select(struct models *m, size_t cell)
{
	m->current = cell;
	m->cell = asking_cell(&m->command->asking, cell);
	rerun_modify_set(m->modify, &m->cell);
	m->applied.n = 0;
	json_begin(&m->applied, '{');
	rerun_cell_put(&m->cell, &m->applied);
	replaying_put_applied_members(&m->applied, &m->command->replaying);
	json_end(&m->applied, '}');
}

void
models_chunk(struct models *m, const struct rerun_subject *s, struct text chunk)
{
	if (m->streams)
		streams_chunk(m->streams, s, chunk);
}

/* ---- results -------------------------------------------------------------------------------- */

static double
embedded(void *context, struct text a, struct text b)
{
	return rerun_embed_cosine(context, a, b);
}

static void
compare(const struct models *m, struct rerun_result *recorded, const struct rerun_result *r,
    struct llm_comparison *k)
{
	rerun_compare(k, m->modify, recorded, r);
	if (m->embedder && !rerun_embedder_error(m->embedder))
		llm_comparison_embed(k, TEXT("?"), embedded, m->embedder);
	if (m->embedder)
		k->embedder = rerun_embedder_error(m->embedder) ? TEXT_ABSENT
								: rerun_embedder_name(m->embedder);
}

/* What a comparison is of, if there are several. */
static void
put_heading(const struct models *m, const struct rerun_result *r, struct buf *b)
{
	const struct rerun_cell *c = &m->cell;
	const struct text id = trace_text_of(r->model->trace[r->trace].id);
	if (m->cells == 1 && m->command->model->traces == 1)
		return;
	BUF_LIT(b, "trace ");
	buf_visible(b, id.p ? id : TEXT("-"));
	struct buf label = { 0 };
	json_begin(&label, '{');
	rerun_cell_put(c, &label);
	json_end(&label, '}');
	if (m->cells > 1) {
		BUF_LIT(b, ", ");
		buf_visible(b, buf_as_text(&label));
	}
	buf_free(&label);
	BUF_LIT(b, "\n\n");
}

static void
put_comparison(const struct models *m, const struct rerun_result *r, const struct llm_comparison *k,
    struct buf *json, struct buf *text)
{
	if (json) {
		json_begin(json, '{');
		llm_comparison_put(k, json);
		json_member_string_or_null(
		    json, "trace_id", trace_text_of(r->model->trace[r->trace].id));
		json_member_raw(json, "modifications_applied", buf_as_text(&m->applied));
		json_member_u64(json, "steps", r->steps);
		json_name(json, "departs_at_step");
		if (r->departs > 0)
			json_add_u64(json, r->departs);
		else
			json_add_null(json);
		json_end(json, '}');
		buf_char(json, '\n');
	}
	if (!text)
		return;
	put_heading(m, r, text);
	llm_comparison_put_text(k, text, m->style.utf8);
	buf_char(text, '\n');
	rerun_put_departure(text, r);
}

static void
put_result(const struct models *m, const struct rerun_result *r, struct buf *json, struct buf *text)
{
	if (json)
		rerun_put_result(json, r, buf_as_text(&m->applied));
	if (!text || m->cells > 1)
		return;
	rerun_put_summary(text, &m->style, r);
	rerun_put_departure(text, r);
}

static double
as_number(int64_t ns)
{
	return ns == TRACE_NO_TIME ? NAN : (double)ns;
}

void
models_make(const struct models *m, const struct rerun_result *r, struct buf *json,
    struct buf *text, struct models_part *part)
{
	*part = (struct models_part){ .row = RERUN_ROW_NONE, .duration_ns = { NAN, NAN } };
	if (m->streams)
		streams_rest(m->streams, r);
	if (!m->measures) {
		put_result(m, r, json, text);
		return;
	}
	struct llm_comparison k;
	struct rerun_worker *w = rerun_worker_new(&m->recorded);
	struct rerun_result *recorded = (struct rerun_result *)rerun_trace(w, r->model, r->trace);
	llm_comparison_begin(&k);
	compare(m, recorded, r, &k);
	rerun_row_add(&part->row, recorded, r, &k);
	part->duration_ns[0] = as_number(recorded->duration_ns);
	part->duration_ns[1] = as_number(r->duration_ns);
	if (m->command->asking.compare)
		put_comparison(m, r, &k, json, text);
	else
		put_result(m, r, json, text);
	llm_comparison_free(&k);
	rerun_worker_free(w);
}

void
models_join(struct models *m, const struct models_part *part)
{
	rerun_row_join(&m->row[m->current], &part->row);
	for (int side = 0; side < 2; side++) {
		m->duration_ns[side] = mem_grow(m->duration_ns[side], &m->result_cap[side],
		    m->results + 1, sizeof(*m->duration_ns[side]));
		m->duration_ns[side][m->results] = part->duration_ns[side];
	}
	m->results++;
}

/* ---- the end -------------------------------------------------------------------------------- */

static void
put_grid(struct models *m, struct buf *b)
{
	struct view_table table = rerun_grid_table(&m->style);
	struct view_cell cells[VIEW_COLUMNS_MOST];
	struct arena a = { 0 };
	for (int measured = 0; measured < 2; measured++) {
		if (measured) {
			view_table_fit(&table);
			view_table_head(&table, b);
		}
		for (size_t i = 0; i <= m->cells; i++) {
			const struct rerun_cell cell = i > 0
							   ? asking_cell(&m->command->asking, i - 1)
							   : (struct rerun_cell){ .from_step = 0 };
			arena_reset(&a);
			rerun_grid_cells(
			    i > 0 ? &cell : NULL, &m->row[i > 0 ? i - 1 : 0], cells, &a);
			if (measured)
				view_table_row(&table, b, cells);
			else
				view_table_measure(&table, cells);
		}
	}
	arena_free(&a);
}

static void
set_durations(const struct models *m, struct replay_totals *t)
{
	double value[COMPARE_DURATION_P95 + 1][2] = { 0 };
	bool known[2];
	for (int side = 0; side < 2; side++) {
		real *v = m->duration_ns[side], sum = 0;
		size_t n = 0;
		for (size_t i = 0; i < m->results; i++)
			if (!isnan(v[i]))
				v[n++] = v[i];
		for (size_t i = 0; i < n; i++)
			sum += v[i];
		known[side] = n > 0 && n == m->results;
		if (!known[side])
			continue;
		value[COMPARE_DURATION_MEAN][side] = (double)(sum / (real)n);
		value[COMPARE_DURATION_P50][side] = (double)percentile_of(v, n, 50);
		value[COMPARE_DURATION_P95][side] = (double)percentile_of(v, n, 95);
	}
	for (size_t i = 0; i <= COMPARE_DURATION_P95; i++)
		replay_totals_set(t, i, value[i], known);
}

void
models_totals(const struct models *m, struct replay_totals *t)
{
	static const bool both[2] = { true, true };
	struct rerun_row all = RERUN_ROW_NONE;
	for (size_t i = 0; i < m->cells; i++)
		rerun_row_join(&all, &m->row[i]);
	replay_totals_begin(t, all.traces, all.least);
	t->all.failed[0] = all.failing[0];
	t->all.failed[1] = all.failing[1];
	const double traces = (double)all.traces;
	const double errors[2] = { (double)all.failing[0] / traces,
		(double)all.failing[1] / traces };
	const double calls[2] = { (double)all.calls[0], (double)all.calls[1] };
	const double tokens[2] = { (double)all.tokens[0], (double)all.tokens[1] };
	const double cost[2] = { trace_cost_number(&all.cost[0]), trace_cost_number(&all.cost[1]) };
	const bool has_tokens[2] = { all.tokens[0] >= 0, all.tokens[1] >= 0 };
	set_durations(m, t);
	replay_totals_set(t, COMPARE_ERROR_RATE, errors, both);
	replay_totals_set(t, COMPARE_CALLS, calls, both);
	replay_totals_set(t, COMPARE_TOKENS, tokens, has_tokens);
	replay_totals_set(t, COMPARE_COST, cost, all.has_cost);
}

static void
say_interrupted(struct command *c)
{
	struct buf *b = &c->run.last_words;
	if (models_is_resumable(c))
		buf_text(b,
		    TEXT("interrupted: what is done is in the result; --resume goes on with it\n"));
	else if (c->partial)
		buf_text(b, TEXT("interrupted: not all requests were sent\n"));
	else
		buf_text(
		    b, TEXT("interrupted: what is done is not kept; with -o FILE it would be\n"));
}

void
models_end(struct models *m, struct buf *text)
{
	struct command *c = m->command;
	struct buf *said = text ? text : &c->run.last_words;
	if (text && m->changes && m->cells > 1 && !c->asking.compare)
		put_grid(m, text);
	if (m->changes)
		say_forecast(m, said);
	if (c->asking.budget.stopped) {
		buf_text(&c->run.last_words,
		    TEXT("--max-cost stopped the replay: not all requests were sent\n"));
		c->nothing = true;
	}
	if (m->embedder && rerun_embedder_error(m->embedder))
		run_complain(&c->run, "--embed: %s; similarities are those of difflib",
		    rerun_embedder_error(m->embedder));
	if (models_is_interrupted(c))
		say_interrupted(c);
}
