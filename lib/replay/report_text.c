/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdint.h>

#include "base/utf8.h"
#include "replay/job.h"
#include "time/stamp.h"

#define NAME_WIDTH_MIN 10
#define NAME_WIDTH_MAX 48
#define LINE_WIDTH 88

/* Text of others on somebody's terminal: control characters become a question mark. */
static void
put_readable(struct buf *b, struct text t)
{
	for (size_t i = 0; i < t.n;) {
		uint32_t cp = 0;
		const size_t len = utf8_decode(t.p + i, t.n - i, &cp);
		if (len == 0 || cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
			buf_char(b, '?');
		else
			buf_put(b, t.p + i, len);
		i += len > 0 ? len : 1;
	}
}

static size_t
width_of(struct text t)
{
	size_t width = 0;
	uint32_t cp;
	for (size_t i = 0; i < t.n; width++) {
		const size_t len = utf8_decode(t.p + i, t.n - i, &cp);
		i += len > 0 ? len : 1;
	}
	return width;
}

/* The column that the names need, within reason. */
static size_t
name_column(const struct replay *r)
{
	size_t width = NAME_WIDTH_MIN;
	for (size_t i = 0; i < r->rules->count; i++) {
		const size_t w = width_of(r->rules->rule[i].rule_id);
		width = w > width ? w : width;
	}
	return width < NAME_WIDTH_MAX ? width : NAME_WIDTH_MAX;
}

/* Two spaces, the name, and blanks up to the column. */
static void
put_name(struct buf *b, struct text name, size_t column)
{
	BUF_LIT(b, "  ");
	put_readable(b, name);
	for (size_t w = width_of(name); w < column; w++)
		buf_char(b, ' ');
}

static void
put_number(struct buf *b, uint64_t n)
{
	buf_printf(b, " %11" PRIu64, n);
}

/* n of total in hundredths of a percent, rounded; whole numbers all the way: no locale. */
static void
put_share(struct buf *b, uint64_t n, uint64_t total)
{
	const unsigned __int128 hundredths =
	    total ? ((unsigned __int128)n * 10000 + total / 2) / total : 0;
	buf_printf(b, " %3u.%02u%%", (unsigned)(hundredths / 100), (unsigned)(hundredths % 100));
}

static void
put_bound(struct buf *b, int64_t at_ns, bool none)
{
	char text[STAMP_MAX];
	if (none)
		BUF_LIT(b, "..");
	else
		buf_put(b, text, stamp_put(at_ns, text));
}

static void
put_head(struct buf *b, const struct replay *r, const struct replay_job *job)
{
	const struct replay_options *o = &r->options;
	buf_text(b, job_type_names[o->type]);
	buf_text(b, job->complete ? TEXT(": Complete") : TEXT(": Failed"));
	if (job->error.p) {
		BUF_LIT(b, ": ");
		put_readable(b, job->error);
	}
	buf_printf(b, ", encoding %" PRIu64 ", rules %" PRIu64, r->plan->document.version,
	    r->rules->document.version);
	if (o->tenant.p) {
		BUF_LIT(b, ", tenant ");
		put_readable(b, o->tenant);
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
}

static void
put_decisions(struct buf *b, const struct replay *r, size_t column)
{
	BUF_LIT(b, "decisions\n");
	for (size_t i = 0; i < OUTCOMES; i++) {
		put_name(b, outcome_names[i], column);
		put_number(b, r->counts.decisions[i]);
		put_share(b, r->counts.decisions[i], r->counts.processed);
		buf_char(b, '\n');
	}
}

static void
put_rules(struct buf *b, const struct replay *r, size_t column)
{
	if (r->rules->count == 0)
		return;
	BUF_LIT(b, "rules  ");
	for (size_t i = 0; i + 5 < column; i++)
		buf_char(b, ' ');
	BUF_LIT(b, "     matched             decided\n");
	for (size_t i = 0; i < r->rules->count; i++) {
		const struct rule *rule = &r->rules->rule[i];
		put_name(b, rule->rule_id, column);
		put_number(b, r->tally.rule[i].matched[CANDIDATE]);
		put_share(b, r->tally.rule[i].matched[CANDIDATE], r->counts.processed);
		if (rule->shadow) {
			BUF_LIT(b, "      Shadow");
		} else {
			put_number(b, r->tally.rule[i].decided);
			put_share(b, r->tally.rule[i].decided, r->counts.processed);
		}
		buf_char(b, '\n');
	}
}

/* `TITLE: NAME COUNT, NAME COUNT` of those that occurred, in lines of reasonable length. */
static void
put_occurred(
    struct buf *b, const char *title, const struct text *name, const uint64_t *count, size_t n)
{
	size_t line = b->n;
	bool first = true;
	for (size_t i = 0; i < n; i++) {
		if (count[i] == 0)
			continue;
		if (first)
			buf_printf(b, "%s: ", title);
		else
			BUF_LIT(b, ", ");
		if (b->n - line + name[i].n > LINE_WIDTH) {
			b->p[b->n - 1] = '\n';
			line = b->n;
			BUF_LIT(b, "  ");
		}
		first = false;
		put_readable(b, name[i]);
		buf_printf(b, " %" PRIu64, count[i]);
	}
	if (!first)
		buf_char(b, '\n');
}

void
replay_put_report_text(struct buf *b, const struct replay *r, const struct replay_job *job)
{
	const size_t column = name_column(r);
	put_head(b, r, job);
	put_books(b, r);
	put_decisions(b, r, column);
	put_rules(b, r, column);
	put_occurred(b, "failures", reject_names, r->counts.failures, REJECT_CODES);
	put_occurred(b, "warnings", r->plan->fields.name, r->warnings, r->plan->count);
}

void
replay_put_summary(struct buf *b, const struct replay *r)
{
	const struct replay_counts *c = &r->counts;
	buf_printf(b,
	    "%" PRIu64 " processed (%" PRIu64 " duplicate%s), %" PRIu64 " skipped, %" PRIu64
	    " failed",
	    c->processed, c->duplicate, c->duplicate == 1 ? "" : "s", c->skipped, c->failed);
	for (size_t i = 0; i < OUTCOMES; i++) {
		buf_printf(b, "%s %" PRIu64 " ", i == 0 ? ";" : ",", c->decisions[i]);
		buf_text(b, outcome_names[i]);
	}
}
