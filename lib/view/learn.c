/* SPDX-License-Identifier: MIT */
#include "view/learn.h"

#include <stdio.h>

enum { SHOWN_MOST = 10, SIGNS_MOST = 5, INDENT = 8 };

static void
end_line(struct view_line *l)
{
	buf_char(l->b, '\n');
	l->column = 0;
}

static void
put_number(struct view_line *l, const char *format, double number)
{
	char digits[64];
	snprintf(digits, sizeof(digits), format, number);
	view_put(l, digits);
}

static void
put_share(struct view_line *l, const char *name, double share)
{
	view_put(l, name);
	if (share < 0)
		view_put(l, " unknown");
	else
		put_number(l, " %.3f", share);
}

static void
put_counts(struct view_line *l, uint64_t traces, uint64_t failing)
{
	view_counted(l, traces, "trace");
	view_put(l, " (");
	view_count(l, failing);
	view_put(l, " failing)");
}

/* ---- --train -------------------------------------------------------------------------------- */

static void
put_feature(struct view_line *l, const struct learn_predictor *p, const struct learn_feature *f)
{
	struct buf what = { 0 };
	learn_put_pattern(&what, &p->words, &f->pattern);
	put_number(l, "%+7.2f ", f->weight);
	view_text(l, buf_as_text(&what));
	view_put(l, ": ");
	view_count(l, f->failing);
	view_put(l, " failing, ");
	view_count(l, f->passing);
	view_put(l, " passing");
	end_line(l);
	buf_free(&what);
}

static void
put_features(struct view_line *l, const struct learn_predictor *p)
{
	const size_t most = l->style->full || p->n < SHOWN_MOST ? p->n : SHOWN_MOST;
	for (size_t i = 0; i < most; i++)
		put_feature(l, p, &p->feature[i]);
	if (most == p->n)
		return;
	view_pad(l, INDENT);
	view_glyph(l, VIEW_ELLIPSIS);
	view_put(l, " and ");
	view_count(l, p->n - most);
	view_put(l, " more; --full shows all");
	end_line(l);
}

void
view_training(struct buf *b, const struct view_style *style, const struct learn_training *t)
{
	struct view_line l = { b, style, 0 };
	const struct learn_predictor *p = &t->predictor;
	const struct learn_result *r = &p->held_out;
	const size_t from = b->n;
	view_put(&l, learn_verdicts[r->learned]);
	view_color(&l, from, r->learned ? COLOR_GOOD : COLOR_BAD);
	view_put(&l, ": trained on ");
	put_counts(&l, p->traces, p->failing);
	view_put(&l, ", tested on ");
	put_counts(&l, r->traces, r->failing);
	end_line(&l);
	put_share(&l, "auc", r->auc);
	put_share(&l, ", precision", r->precision);
	put_share(&l, ", recall", r->recall);
	put_share(&l, ", base rate", r->base_rate);
	end_line(&l);
	if (r->learned)
		put_features(&l, p);
}

/* ---- --predict ------------------------------------------------------------------------------ */

void
view_prediction(struct buf *b, const struct view_style *style, const struct trace_model *m,
    uint32_t trace, const struct learn_predictor *p, const struct learn_score *s)
{
	struct view_line l = { b, style, 0 };
	struct buf what = { 0 };
	size_t shown = 0, from = b->n;
	put_number(&l, "%.4f", s->score);
	if (p->held_out.learned && s->score >= p->threshold)
		view_color(&l, from, COLOR_BAD);
	view_put(&l, "  trace ");
	view_text(&l, trace_text_of(m->trace[trace].id));
	if (p->held_out.learned && s->score >= p->threshold)
		view_put(&l, ": failure predicted");
	end_line(&l);
	for (size_t i = 0; i < s->n && (shown < SIGNS_MOST || style->full); i++) {
		const struct learn_feature *f = &p->feature[s->feature[i]];
		if (f->weight <= 0)
			continue;
		shown++;
		what.n = 0;
		learn_put_pattern(&what, &p->words, &f->pattern);
		put_number(&l, "%+7.2f ", f->weight);
		view_text(&l, buf_as_text(&what));
		end_line(&l);
	}
	buf_free(&what);
}

/* ---- --anomalies ---------------------------------------------------------------------------- */

static void
put_odd(struct view_line *l, const struct learn_anomalies *a, const struct learn_odd *o)
{
	struct buf what = { 0 };
	learn_put_odd(&what, a, o);
	view_pad(l, INDENT);
	view_text(l, buf_as_text(&what));
	if (o->kind == LEARN_ODD_DURATION) {
		view_put(l, ", ");
		view_duration(l, o->ns);
		view_put(l, " (median ");
		view_duration(l, o->median_ns);
		view_char(l, ')');
	}
	view_put(l, ": ");
	view_count(l, o->count);
	view_put(l, " of ");
	view_counted(l, o->of, o->kind == LEARN_ODD_DURATION ? "call" : "trace");
	end_line(l);
	buf_free(&what);
}

void
view_anomaly(struct buf *b, const struct view_style *style, const struct trace_model *m,
    const struct learn_anomalies *a, const struct learn_anomaly *it)
{
	struct view_line l = { b, style, 0 };
	const size_t most = style->full || it->n < SIGNS_MOST ? it->n : SIGNS_MOST;
	put_number(&l, "%6.2f", it->score);
	view_put(&l, "  trace ");
	view_text(&l, trace_text_of(m->trace[it->trace].id));
	end_line(&l);
	for (size_t i = 0; i < most; i++)
		put_odd(&l, a, &a->odd[it->first + i]);
	if (most == it->n)
		return;
	view_pad(&l, INDENT);
	view_glyph(&l, VIEW_ELLIPSIS);
	view_put(&l, " and ");
	view_count(&l, it->n - most);
	view_put(&l, " more; --full shows all");
	end_line(&l);
}

void
view_anomalies_end(struct buf *b, const struct view_style *style, const struct trace_model *m,
    const struct learn_anomalies *a)
{
	struct view_line l = { b, style, 0 };
	view_count(&l, a->n);
	view_put(&l, " of ");
	view_counted(&l, m->traces, "trace");
	view_put(&l, a->n == 1 ? " is rare" : " are rare");
	view_color(&l, b->n - l.column, COLOR_NAME);
	end_line(&l);
}
