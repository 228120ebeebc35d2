/* SPDX-License-Identifier: MIT */
#include "cmd/trace/learning.h"

#include <inttypes.h>

#include "base/number.h"
#include "cmd/cli/load.h"
#include "cmd/cli/random.h"
#include "cmd/cli/status.h"
#include "json/write.h"
#include "learn/anomalies.h"
#include "learn/train.h"
#include "view/learn.h"

enum { ENOUGH = 1 << 18 };

/* ---- --train -------------------------------------------------------------------------------- */

int
train_begin(struct command *c)
{
	struct err e;
	if (!c->learning.train)
		return 0;
	c->learning.out = out_open(c->learning.train, OUT_PLAIN, &e);
	return c->learning.out ? 0 : run_stop_at(&c->run, c->learning.train, &e);
}

static int
write_model(struct command *c, const struct learn_predictor *p)
{
	struct buf b = { 0 };
	struct err e;
	int result = 0;
	learn_put_predictor(&b, p);
	if (out_put(c->learning.out, b.p, b.n, &e) < 0 || out_ready(c->learning.out, &e) < 0)
		result = run_stop_at(&c->run, c->learning.train, &e);
	c->learning.made = result == 0;
	buf_free(&b);
	return result;
}

static void
say_training(struct command *c, const struct learn_training *t)
{
	struct buf *b = &c->run.last_words;
	if (t->open > 0)
		buf_printf(b, "%" PRIu64 " trace%s still open, and nothing is learned from %s\n",
		    t->open, t->open == 1 ? " is" : "s are", t->open == 1 ? "it" : "them");
	if (t->recovered > 0)
		buf_printf(b,
		    "%" PRIu64 " trace%s recovered from failed calls and count%s as passing\n",
		    t->recovered, t->recovered == 1 ? "" : "s", t->recovered == 1 ? "s" : "");
	if (t->split)
		buf_text(b, TEXT("the last fifth has too few failing or passing traces; the last "
				 "fifth of each was held out\n"));
	if (t->lacking)
		buf_printf(b, "nothing to learn: %s (%d are needed to test with)\n", t->lacking,
		    (int)LEARN_TRACES_LEAST);
	else if (!t->predictor.held_out.learned)
		buf_text(b, TEXT("nothing to learn: what comes before failures comes before other "
				 "calls as often\n"));
}

int
train_print(struct command *c)
{
	const struct view_style style = showing_style(&c->showing, &c->settings);
	struct learn_training t;
	struct buf b = { 0 };
	if (c->model->traces == 0)
		return 0;
	learn_train(&t, c->model, random_key());
	if (c->text)
		view_training(&b, &style, &t);
	else
		learn_put_result(&b, &t.predictor);
	int result = write_model(c, &t.predictor);
	if (result == 0)
		result = run_put(&c->run, buf_as_text(&b));
	say_training(c, &t);
	learn_training_free(&t);
	buf_free(&b);
	return result;
}

int
train_end(struct command *c, int status)
{
	struct out *out = c->learning.out;
	struct err e;
	c->learning.out = NULL;
	if (!out)
		return status;
	if (!c->learning.made || c->run.stopped) {
		if (!c->run.stopped)
			diag(&c->settings.voice, "%s: not written, because there are no traces",
			    run_output_name(c->learning.train));
		out_abort(out);
		return status_worse(status, EXIT_NO);
	}
	if (out_commit(out, &e) == 0)
		return status;
	diag(&c->settings.voice, "%s: %s", run_output_name(c->learning.train), e.text);
	return EXIT_BROKEN;
}

/* ---- --predict ------------------------------------------------------------------------------ */

int
predict_load(struct command *c)
{
	const struct voice *voice = &c->settings.voice;
	const char *path = c->learning.predict;
	struct arena arena = { 0 };
	struct errs all = { 0 };
	struct err e;
	int result = -1;
	if (!path)
		return 0;
	const struct text text = load_file(&arena, path, PROGRAM, &e);
	if (!text.p)
		load_complain(voice, path, text, &e);
	else
		result = learn_load_predictor(&c->learning.predictor, text, random_key(), &all);
	if (text.p && result < 0)
		load_complain_all(voice, path, text, &all);
	arena_free(&arena);
	return result;
}

static void
put_sign(struct buf *b, const struct learn_predictor *p, const struct learn_feature *f,
    struct buf *scratch)
{
	char digits[NUMBER_F64_MAX];
	scratch->n = 0;
	learn_put_pattern(scratch, &p->words, &f->pattern);
	json_begin(b, '{');
	json_member_string(b, "what", buf_as_text(scratch));
	json_name(b, "weight");
	json_add_raw(b, (struct text){ digits, number_put_f64(f->weight, digits) });
	json_member_u64(b, "failing", f->failing);
	json_member_u64(b, "passing", f->passing);
	json_end(b, '}');
}

static void
put_prediction(struct buf *b, const struct trace_model *m, uint32_t trace,
    const struct learn_predictor *p, const struct learn_score *s)
{
	char digits[NUMBER_F64_MAX];
	struct buf scratch = { 0 };
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", trace_text_of(m->trace[trace].id));
	json_name(b, "score");
	json_add_raw(b, (struct text){ digits, number_put_f64(s->score, digits) });
	json_member_begin(b, "because", '[');
	for (size_t i = 0; i < s->n; i++)
		if (p->feature[s->feature[i]].weight > 0)
			put_sign(b, p, &p->feature[s->feature[i]], &scratch);
	json_end(b, ']');
	json_end(b, '}');
	buf_char(b, '\n');
	buf_free(&scratch);
}

/* What is known of a trace: all, or what was before its failure. */
static struct learn_cut
cut_of(const struct trace_model *m, uint32_t trace, const struct learn_predictor *p)
{
	struct root_cause failure;
	if (learn_outcome_of(m, trace, p->failure, &failure) == LEARN_FAILED)
		return learn_cut_before(trace, &failure);
	return learn_uncut(trace);
}

int
predict_print(struct command *c)
{
	const struct view_style style = showing_style(&c->showing, &c->settings);
	const struct trace_model *m = c->model;
	struct learn_predictor *p = &c->learning.predictor;
	struct learn_scorer scorer;
	struct buf b = { 0 };
	uint64_t scored = 0;
	int result = 0;
	learn_scorer_begin(&scorer, p, m);
	for (uint32_t i = 0; i < m->traces && result == 0; i++) {
		if (!c->asking.all && m->trace[i].status != TRACE_OPEN)
			continue;
		const struct learn_cut cut = cut_of(m, i, p);
		const struct learn_score *s = learn_score(&scorer, &cut);
		scored++;
		if (c->text)
			view_prediction(&b, &style, m, i, p, s);
		else
			put_prediction(&b, m, i, p, s);
		result = run_put_some(&c->run, &b, ENOUGH);
	}
	if (result == 0)
		result = run_put_some(&c->run, &b, 0);
	if (m->traces > 0 && scored == 0) {
		c->nothing = true;
		buf_text(&c->run.last_words,
		    TEXT("no trace is open; --all predicts for the others, too\n"));
	}
	if (!p->held_out.learned)
		buf_text(&c->run.last_words,
		    TEXT("the training found nothing to learn: these scores tell nothing\n"));
	learn_scorer_free(&scorer);
	buf_free(&b);
	return result;
}

/* ---- --anomalies ---------------------------------------------------------------------------- */

int
anomalies_print(struct command *c)
{
	const struct view_style style = showing_style(&c->showing, &c->settings);
	struct learn_anomalies *a = learn_anomalies_new(c->model, random_key());
	struct buf b = { 0 };
	int result = 0;
	for (size_t i = 0; i < a->n && result == 0; i++) {
		if (c->text)
			view_anomaly(&b, &style, c->model, a, &a->anomaly[i]);
		else
			learn_put_anomaly(&b, c->model, a, &a->anomaly[i]);
		result = run_put_some(&c->run, &b, ENOUGH);
	}
	if (c->text && a->n > 0)
		view_anomalies_end(&b, &style, c->model, a);
	if (result == 0)
		result = run_put_some(&c->run, &b, 0);
	if (a->n == 0 && c->model->traces > 0) {
		c->nothing = true;
		buf_text(&c->run.last_words, TEXT("no trace is rare\n"));
	}
	learn_anomalies_free(a);
	buf_free(&b);
	return result;
}
