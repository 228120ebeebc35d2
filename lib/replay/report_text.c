/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#include "replay/replay_private.h"
#include "replay/report_compare_text.h"
#include "replay/report_top_text.h"
#include "report/color.h"
#include "report/text_put.h"
#include "time/stamp.h"

enum {
	SCREEN = 50, /* lines of a screen */
	TOP_ROWS = 3,
	BARS_LEAST = 6,
	BARS_MOST = 24
};

/* Returns the column that the names need, within limits. */
static size_t
name_column(const struct replay *r)
{
	size_t width = TEXT_NAME_MIN;
	for (size_t i = 0; i < r->rules->count; i++) {
		const size_t w = text_width(r->rules->rule[i].rule_id);
		width = w > width ? w : width;
	}
	for (size_t i = 0; !r->compare && i < r->plan->count; i++) {
		const size_t w = text_width(r->plan->field[i].name);
		width = w > width ? w : width;
	}
	return width < TEXT_NAME_MAX ? width : TEXT_NAME_MAX;
}

static void
put_bound(struct buf *b, int64_t at_ns, bool none)
{
	char text[STAMP_MAX];
	const size_t n = stamp_put(at_ns, text);
	buf_text(b, none ? TEXT("..") : (struct text){ text, n });
}

static void
put_document(struct buf *b, uint64_t version, const char *name)
{
	buf_u64(b, version);
	if (!name)
		return;
	const char *folder = strrchr(name, '/');
	BUF_LIT(b, " (");
	text_put_readable(b, text_of(folder ? folder + 1 : name), TEXT_NAME_MAX);
	buf_char(b, ')');
}

void
report_text_documents(struct buf *b, const struct replay *r, enum side side,
    const struct plan *plan, const struct rules *rules)
{
	const struct replay_names *names = &r->options.names;
	BUF_LIT(b, "encoding ");
	put_document(b, plan->document.version, names->plan[side]);
	BUF_LIT(b, ", rules ");
	put_document(b, rules->document.version, names->rules[side]);
}

static void
put_head(struct buf *b, const struct replay *r, const struct job *job, bool color)
{
	const struct replay_options *o = &r->options;
	if (job->number > 0) {
		job_put_id(b, job->number);
		BUF_LIT(b, ", ");
	}
	buf_text(b, job_type_names[job->type]);
	BUF_LIT(b, ": ");
	const size_t begun = b->n;
	buf_text(b, job_status_names[job->status]);
	color_since(b, begun, color, job_status_colors[job->status]);
	if (job->error.p) {
		BUF_LIT(b, ": ");
		text_put_readable(b, job->error, SIZE_MAX);
	}
	BUF_LIT(b, ", ");
	report_text_documents(b, r, CANDIDATE, r->plan, r->rules);
	if (o->tenant.p) {
		BUF_LIT(b, ", tenant ");
		text_put_readable(b, o->tenant, TEXT_NAME_MAX);
	}
	const bool from = o->from_ns != INT64_MIN, to = o->to_ns != INT64_MAX;
	if (from || to) {
		BUF_LIT(b, ", ");
		put_bound(b, o->from_ns, !from);
		BUF_LIT(b, " to ");
		put_bound(b, o->to_ns, !to);
	}
	buf_char(b, '\n');
}

static void
put_books(struct buf *b, const struct replay *r)
{
	const struct replay_counts *c = &r->counts;
	buf_printf(b,
	    "events: %" PRIu64 " in = %" PRIu64 " processed (%" PRIu64
	    " of them duplicates) + %" PRIu64 " skipped + %" PRIu64 " failed\n",
	    c->in, c->processed, c->duplicate, c->skipped, c->failed);
	if (r->tally.n.lateness.too_late > 0)
		buf_printf(b,
		    "too late: %" PRIu64 " of the processed events, decided without history\n",
		    r->tally.n.lateness.too_late);
}

static void
put_decisions(struct buf *b, const struct replay *r, size_t column, bool color)
{
	BUF_LIT(b, "decisions\n");
	for (size_t i = 0; i < OUTCOMES; i++) {
		const size_t from = b->n;
		text_put_name(b, outcome_names[i], column);
		color_since(b, from, color, COLOR_OUTCOME + i);
		text_put_number(b, r->counts.decisions[i]);
		text_put_share(b, r->counts.decisions[i], r->counts.processed);
		buf_char(b, '\n');
	}
}

static void
put_rules(struct buf *b, const struct replay *r, size_t column)
{
	struct text_rows rows = { .most = TEXT_ROWS_MOST };
	if (r->rules->count == 0)
		return;
	BUF_LIT(b, "rules  ");
	for (size_t i = 0; i + 5 < column; i++)
		buf_char(b, ' ');
	BUF_LIT(b, "     matched             decided\n");
	for (size_t i = 0; i < r->rules->count; i++)
		text_rows_offer(&rows, i, r->tally.rule[i].matched[CANDIDATE]);
	for (size_t k = 0; k < rows.n; k++) {
		const size_t i = rows.row[k];
		const struct rule *rule = &r->rules->rule[i];
		text_put_name(b, rule->rule_id, column);
		text_put_number(b, r->tally.rule[i].matched[CANDIDATE]);
		text_put_share(b, r->tally.rule[i].matched[CANDIDATE], r->counts.processed);
		if (rule->shadow) {
			BUF_LIT(b, "      Shadow");
		} else {
			text_put_number(b, r->tally.rule[i].decided);
			text_put_share(b, r->tally.rule[i].decided, r->counts.processed);
		}
		buf_char(b, '\n');
	}
	text_put_more(b, r->rules->count - rows.n);
}

/* Shows how many events have each field, and an entity.  If there are too many fields, shows those
 * that most events lack. */
static void
put_fields(struct buf *b, const struct replay *r, size_t column)
{
	const struct presence *p = &r->presence;
	struct text_rows rows = { .most = TEXT_ROWS_MOST };
	text_put_title(b, "fields", column);
	text_put_head(b, "events", 12);
	buf_char(b, '\n');
	for (size_t i = 0; i < p->fields; i++)
		text_rows_offer(&rows, i, p->events - p->present[i]);
	for (size_t k = 0; k < rows.n; k++) {
		text_put_name(b, r->plan->field[rows.row[k]].name, column);
		text_put_number(b, p->present[rows.row[k]]);
		text_put_share(b, p->present[rows.row[k]], p->events);
		buf_char(b, '\n');
	}
	text_put_more(b, p->fields - rows.n);
	text_put_title(b, "entities", column);
	text_put_number(b, p->entities);
	text_put_share(b, p->entities, p->events);
	buf_char(b, '\n');
}

static size_t
count_lines(const struct buf *b)
{
	size_t n = 0;
	for (size_t i = 0; i < b->n; i++)
		n += b->p[i] == '\n';
	return n;
}

/* Shows what a comparison adds.  The chart gets the rest of the screen. */
static void
put_comparison(struct buf *b, const struct replay *r, size_t column, bool color)
{
	struct buf rest = { 0 };
	report_text_compare(b, r, column, color);
	report_text_top(b, r, column, TOP_ROWS);
	report_text_fields(&rest, r, column);
	report_text_examples(&rest, r, color);
	if (r->options.labels)
		report_text_labels(&rest, r, column);
	report_text_problems(&rest, r);
	const size_t used = count_lines(b) + count_lines(&rest) + 1;
	const size_t left = used + BARS_LEAST < SCREEN ? SCREEN - used : BARS_LEAST;
	report_text_chart(b, &r->tally, left < BARS_MOST ? left : BARS_MOST, color);
	buf_text(b, buf_as_text(&rest));
	buf_free(&rest);
}

void
replay_put_report_text(struct buf *b, const struct replay *r, const struct job *job, bool color)
{
	const size_t column = name_column(r);
	put_head(b, r, job, color);
	if (r->compare)
		report_text_baseline(b, r);
	put_books(b, r);
	if (r->compare) {
		put_comparison(b, r, column, color);
		return;
	}
	put_decisions(b, r, column, color);
	put_rules(b, r, column);
	report_text_top(b, r, column, TEXT_ROWS_MOST);
	put_fields(b, r, column);
	if (r->options.labels)
		report_text_labels(b, r, column);
	report_text_problems(b, r);
}

void
replay_put_summary(struct buf *b, const struct replay *r)
{
	const struct replay_counts *c = &r->counts;
	buf_printf(b,
	    "%" PRIu64 " processed (%" PRIu64 " duplicate%s), %" PRIu64 " skipped, %" PRIu64
	    " failed",
	    c->processed, c->duplicate, c->duplicate == 1 ? "" : "s", c->skipped, c->failed);
	if (r->tally.n.lateness.too_late > 0)
		buf_printf(b, ", %" PRIu64 " too late", r->tally.n.lateness.too_late);
	for (size_t i = 0; i < OUTCOMES; i++) {
		buf_printf(b, "%s %" PRIu64 " ", i == 0 ? ";" : ",", c->decisions[i]);
		buf_text(b, outcome_names[i]);
	}
	if (r->compare)
		buf_printf(b, "; %" PRIu64 " of %" PRIu64 " decisions changed",
		    tally_changed(&r->tally), tally_compared(&r->tally));
}
