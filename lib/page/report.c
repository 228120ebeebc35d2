/* SPDX-License-Identifier: MIT */
#include "page/report.h"

#include <string.h>

#include "base/number.h"
#include "event/decision.h"
#include "page/frame.h"
#include "page/markup.h"
#include "page/report_private.h"

enum { ROWS_MOST = 200 };

uint64_t
report_number(const struct json_node *object, const char *name)
{
	const struct json_node *n = object ? json_get(object, name) : NULL;
	uint64_t v = 0;
	if (n)
		number_u64(n->text, &v);
	return v;
}

struct text
report_text(const struct json_node *object, const char *name)
{
	const struct json_node *n = object ? json_get(object, name) : NULL;
	return n && n->kind != JSON_NULL ? n->text : TEXT_ABSENT;
}

static const struct json_node *
children(const struct json_node *object, const char *name)
{
	const struct json_node *n = object ? json_get(object, name) : NULL;
	return n ? n->child : NULL;
}

/* ---- the headline --------------------------------------------------------------------------- */

/* A share with two decimals, cut. */
static void
put_share(struct buf *b, uint64_t part, uint64_t all)
{
	const uint64_t share = all > 0 ? (uint64_t)((unsigned __int128)part * 10000 / all) : 0;
	buf_printf(b, "%llu.%02llu %%", (unsigned long long)(share / 100),
	    (unsigned long long)(share % 100));
}

static void
put_headline(struct buf *b, const struct report_page *p)
{
	const uint64_t changed = report_number(p->compared, "changed");
	const uint64_t events = report_number(p->compared, "events");
	const uint64_t processed = report_number(p->job, "events_processed");
	if (p->compared) {
		markup_count(b, changed);
		BUF_LIT(b, " of ");
		markup_counted(b, events, "decision");
		BUF_LIT(b, " changed");
		if (changed > 0) {
			BUF_LIT(b, " (");
			put_share(b, changed, events);
			BUF_LIT(b, ")");
		}
		return;
	}
	markup_counted(b, processed, "event");
	BUF_LIT(b, " decided: ");
	for (size_t i = OUTCOMES; i-- > 0;) {
		markup_count(
		    b, report_number(json_get(p->report, "decisions"), outcome_names[i].p));
		buf_char(b, ' ');
		buf_text(b, outcome_names[i]);
		buf_printf(b, "%s", i > 0 ? ", " : "");
	}
}

static void
put_text_fact(struct buf *b, const char *what, struct text t)
{
	if (!t.p)
		return;
	buf_printf(b, "<div><dt>%s</dt><dd>", what);
	markup_text(b, t);
	BUF_LIT(b, "</dd></div>\n");
}

static void
put_count_fact(struct buf *b, const char *what, uint64_t n)
{
	buf_printf(b, "<div><dt>%s</dt><dd>", what);
	markup_count(b, n);
	BUF_LIT(b, "</dd></div>\n");
}

static void
put_versions(struct report_page *p)
{
	const struct json_node *was = p->compared ? json_get(p->compared, "baseline") : NULL;
	struct buf *b = p->b;
	buf_printf(b, "<div><dt>Versions</dt><dd>encoding %llu, rules %llu",
	    (unsigned long long)report_number(p->job, "encoding_version"),
	    (unsigned long long)report_number(p->job, "rule_version"));
	if (was)
		buf_printf(b, "; compared with encoding %llu, rules %llu",
		    (unsigned long long)report_number(was, "encoding_version"),
		    (unsigned long long)report_number(was, "rule_version"));
	BUF_LIT(b, "</dd></div>\n");
}

static void
put_range(struct report_page *p)
{
	const struct text from = report_text(p->job, "time_range_start");
	const struct text to = report_text(p->job, "time_range_end");
	if (!from.p && !to.p)
		return;
	BUF_LIT(p->b, "<div><dt>Range</dt><dd>");
	markup_text(p->b, from.p ? from : TEXT("the beginning"));
	BUF_LIT(p->b, " to ");
	markup_text(p->b, to.p ? to : TEXT("the end"));
	BUF_LIT(p->b, "</dd></div>\n");
}

/* The names of the inputs, without their folders. */
static void
put_inputs(struct report_page *p)
{
	enum { MOST = 5 };
	size_t n = 0;
	for (const struct json_node *i = children(p->job, "inputs"); i && n < MOST; i = i->next) {
		struct text name = i->text;
		const char *slash = memrchr(name.p, '/', name.n);
		if (slash)
			name = (struct text){ slash + 1, name.n - (size_t)(slash + 1 - name.p) };
		buf_printf(p->b, "%s", n > 0 ? ", " : "<div><dt>Inputs</dt><dd>");
		markup_text(p->b, text_eq(name, TEXT("-")) ? TEXT("standard input") : name);
		n++;
	}
	const struct json_node *inputs = json_get(p->job, "inputs");
	if (inputs && inputs->count > MOST)
		buf_printf(p->b, " and %zu more", inputs->count - MOST);
	if (n > 0)
		BUF_LIT(p->b, "</dd></div>\n");
}

static void
put_summary(struct report_page *p)
{
	struct buf *b = p->b;
	BUF_LIT(b, "<section id=\"summary\" aria-label=\"Summary\">\n<h1>");
	put_headline(b, p);
	BUF_LIT(b, "</h1>\n");
	if (report_text(p->job, "error").p) {
		BUF_LIT(b, "<p class=\"bad\">The replay failed: ");
		markup_text(b, report_text(p->job, "error"));
		BUF_LIT(b, "</p>\n");
	}
	BUF_LIT(b, "<dl class=\"facts\">\n");
	put_text_fact(b, "Job", report_text(p->job, "job_id"));
	put_text_fact(b, "Type", report_text(p->job, "job_type"));
	put_text_fact(b, "Status", report_text(p->job, "status"));
	put_text_fact(b, "Tenant", report_text(p->job, "tenant_id"));
	put_versions(p);
	put_range(p);
	put_inputs(p);
	put_count_fact(b, "Events decided", report_number(p->job, "events_processed"));
	put_count_fact(b, "of them duplicates", report_number(p->job, "events_duplicate"));
	put_count_fact(b, "Events skipped", report_number(p->job, "events_skipped"));
	put_count_fact(b, "Events failed", report_number(p->job, "events_failed"));
	if (report_number(p->report, "events_too_late") > 0)
		put_count_fact(b, "Too late", report_number(p->report, "events_too_late"));
	put_count_fact(b, "Events with an entity", report_number(p->report, "entities"));
	if (report_text(p->job, "job_id").p)
		put_text_fact(b, "Run", report_text(p->job, "completed_at"));
	BUF_LIT(b, "</dl>\n</section>\n");
}

/* ---- tables --------------------------------------------------------------------------------- */

static void
put_name_cell(struct buf *b, struct text name)
{
	BUF_LIT(b, "<tr><th scope=\"row\">");
	markup_text(b, name);
	BUF_LIT(b, "</th>");
}

static void
put_decisions(struct report_page *p)
{
	const struct json_node *decisions = json_get(p->report, "decisions");
	const uint64_t all = report_number(p->job, "events_processed");
	frame_section(p->b, "decisions", "Decisions");
	frame_table(p->b, "<th scope=\"col\">Decision</th><th scope=\"col\" class=\"n\">Events</th>"
			  "<th scope=\"col\" class=\"n\">Share</th>");
	for (size_t i = OUTCOMES; i-- > 0;) {
		const uint64_t n = report_number(decisions, outcome_names[i].p);
		put_name_cell(p->b, outcome_names[i]);
		markup_cell_count(p->b, n);
		markup_cell_share(p->b, all > 0 ? (double)n / (double)all : 0);
		BUF_LIT(p->b, "</tr>\n");
	}
	frame_table_end(p->b);
	frame_section_end(p->b);
}

static void
put_more(struct buf *b, size_t left, const char *noun)
{
	if (left == 0)
		return;
	BUF_LIT(b, "<p class=\"told\">");
	markup_counted(b, left, noun);
	BUF_LIT(b, " left out; --report has all.</p>\n");
}

static size_t
left_out(const struct json_node *list)
{
	return list && list->count > ROWS_MOST ? list->count - ROWS_MOST : 0;
}

/* Rules of one rule set. */
static void
put_rules(struct report_page *p)
{
	const struct json_node *rules = json_get(p->report, "rules");
	const uint64_t all = report_number(p->job, "events_processed");
	size_t rows = 0;
	frame_table(p->b, "<th scope=\"col\">Rule</th><th scope=\"col\">Mode</th>"
			  "<th scope=\"col\" class=\"n\">Matched</th>"
			  "<th scope=\"col\" class=\"n\">Share</th>"
			  "<th scope=\"col\" class=\"n\">Decided</th>");
	for (const struct json_node *r = rules->child; r && rows < ROWS_MOST; r = r->next, rows++) {
		const uint64_t n = report_number(r, "matched");
		put_name_cell(p->b, report_text(r, "rule_id"));
		BUF_LIT(p->b, "<td>");
		markup_text(p->b, report_text(r, "mode"));
		BUF_LIT(p->b, "</td>");
		markup_cell_count(p->b, n);
		markup_cell_share(p->b, all > 0 ? (double)n / (double)all : 0);
		markup_cell_count_or_none(p->b, report_number(r, "decided"), "");
		BUF_LIT(p->b, "</tr>\n");
	}
	frame_table_end(p->b);
	put_more(p->b, left_out(rules), "rule");
}

/* Rules of two rule sets: what was gained and lost. */
static void
put_rule_changes(struct report_page *p)
{
	const struct json_node *rules = json_get(p->compared, "rules");
	size_t rows = 0;
	frame_table(p->b,
	    "<th scope=\"col\">Rule</th><th scope=\"col\" class=\"n\">Baseline</th>"
	    "<th scope=\"col\" class=\"n\">Candidate</th>"
	    "<th scope=\"col\" class=\"n\">Gained</th><th scope=\"col\" class=\"n\">Lost</th>"
	    "<th scope=\"col\">Only in</th>");
	for (const struct json_node *r = rules->child; r && rows < ROWS_MOST; r = r->next, rows++) {
		put_name_cell(p->b, report_text(r, "rule_id"));
		markup_cell_count(p->b, report_number(r, "baseline_matched"));
		markup_cell_count(p->b, report_number(r, "candidate_matched"));
		markup_cell_count_or_none(p->b, report_number(r, "gained"), "gained");
		markup_cell_count_or_none(p->b, report_number(r, "lost"), "bad");
		BUF_LIT(p->b, "<td>");
		markup_text(p->b, report_text(r, "only_in"));
		BUF_LIT(p->b, "</td></tr>\n");
	}
	frame_table_end(p->b);
	put_more(p->b, left_out(rules), "rule");
}

/* The rule of a row; again: it is that of the row before. */
static void
put_rule_cell(struct buf *b, struct text rule, bool again)
{
	buf_printf(b, "<tr><th scope=\"row\"%s>", again ? " class=\"again\"" : "");
	markup_text(b, rule);
	BUF_LIT(b, "</th>");
}

/* Whom each rule matched most. */
static void
put_top(struct report_page *p)
{
	const struct json_node *top = json_get(p->report, "top");
	bool any = false;
	size_t rows = 0;
	for (const struct json_node *r = top->child; r && rows < ROWS_MOST; r = r->next) {
		for (const struct json_node *k = r->child; k; k = k->next, rows++) {
			if (!any) {
				frame_section(p->b, "top", "Top entities");
				frame_table(p->b, "<th scope=\"col\">Rule</th>"
						  "<th scope=\"col\">Entity or group</th>"
						  "<th scope=\"col\" class=\"n\">Matches</th>");
			}
			any = true;
			put_rule_cell(p->b, r->key, k != r->child);
			BUF_LIT(p->b, "<td>");
			markup_text(p->b, report_text(k, "key"));
			BUF_LIT(p->b, "</td>");
			markup_cell_count(p->b, report_number(k, "matches"));
			BUF_LIT(p->b, "</tr>\n");
		}
	}
	if (!any)
		return;
	frame_table_end(p->b);
	frame_section_end(p->b);
}

/* An object of counts: {"NAME":COUNT,…}. */
static void
put_counts(struct report_page *p, const char *heading, const char *what,
    const struct json_node *counts, uint64_t all)
{
	size_t rows = 0;
	if (!counts || !counts->child)
		return;
	buf_printf(p->b, "<h3>%s</h3>\n", heading);
	struct buf heads = { 0 };
	buf_printf(&heads, "<th scope=\"col\">%s</th><th scope=\"col\" class=\"n\">Events</th>%s",
	    what, all > 0 ? "<th scope=\"col\" class=\"n\">Share</th>" : "");
	buf_char(&heads, '\0');
	frame_table(p->b, heads.p);
	for (const struct json_node *n = counts->child; n && rows < ROWS_MOST;
	     n = n->next, rows++) {
		uint64_t v = 0;
		number_u64(n->text, &v);
		put_name_cell(p->b, n->key);
		markup_cell_count(p->b, v);
		if (all > 0)
			markup_cell_share(p->b, (double)v / (double)all);
		BUF_LIT(p->b, "</tr>\n");
	}
	frame_table_end(p->b);
	put_more(p->b, left_out(counts), "row");
	buf_free(&heads);
}

static void
put_fields(struct report_page *p)
{
	frame_section(p->b, "fields", "Fields");
	put_counts(p, "Events with each field", "Field", json_get(p->report, "fields"),
	    report_number(p->job, "events_processed"));
	put_counts(p, "Failed events", "Reason", json_get(p->report, "failures"), 0);
	put_counts(p, "Warnings", "Field", json_get(p->report, "warnings"), 0);
	frame_section_end(p->b);
}

/* ---- labels --------------------------------------------------------------------------------- */

static void
put_agreement(struct buf *b, struct text name, const struct json_node *a)
{
	static const char *const ratios[] = { "precision", "recall" };
	put_name_cell(b, name);
	markup_cell_count(b, report_number(a, "true_positives"));
	markup_cell_count(b, report_number(a, "false_positives"));
	markup_cell_count(b, report_number(a, "false_negatives"));
	for (size_t i = 0; i < 2; i++) {
		BUF_LIT(b, "<td class=\"n\">");
		markup_text(b, report_text(a, ratios[i]));
		BUF_LIT(b, "</td>");
	}
	BUF_LIT(b, "</tr>\n");
}

static void
put_labels(struct report_page *p)
{
	const struct json_node *labels = json_get(p->report, "labels");
	if (!labels)
		return;
	const struct json_node *was = json_get(labels, "baseline");
	frame_section(p->b, "labels", "Labels");
	BUF_LIT(p->b, "<p>Events known to be bad: ");
	markup_count(p->b, report_number(labels, "bad"));
	BUF_LIT(p->b, "; good: ");
	markup_count(p->b, report_number(labels, "good"));
	BUF_LIT(p->b, ". A hit is a bad event that was challenged or blocked, or that the rule "
		      "matched.</p>\n");
	frame_table(p->b, "<th scope=\"col\">Rule</th><th scope=\"col\" class=\"n\">Hits</th>"
			  "<th scope=\"col\" class=\"n\">False positives</th>"
			  "<th scope=\"col\" class=\"n\">Missed</th>"
			  "<th scope=\"col\" class=\"n\">Precision</th>"
			  "<th scope=\"col\" class=\"n\">Recall</th>");
	put_agreement(p->b, TEXT("all decisions"), json_get(labels, "decisions"));
	if (was)
		put_agreement(
		    p->b, TEXT("all decisions of the baseline"), json_get(was, "decisions"));
	size_t rows = 0;
	for (const struct json_node *r = children(labels, "rules"); r && rows < ROWS_MOST;
	     r = r->next, rows++)
		put_agreement(p->b, report_text(r, "rule_id"), r);
	frame_table_end(p->b);
	put_more(p->b, left_out(json_get(labels, "rules")), "rule");
	frame_section_end(p->b);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static void
put_contents(struct report_page *p)
{
	const struct json_node *examples = p->compared ? json_get(p->compared, "examples") : NULL;
	const struct frame_link links[] = { { "summary", "Summary", true },
		{ "changes", "Changes", p->compared != NULL },
		{ "hours", "By hour", p->hours->count > 0 }, { "decisions", "Decisions", true },
		{ "rules", "Rules", true },
		{ "examples", "Examples", examples && examples->count > 0 },
		{ "labels", "Labels", json_get(p->report, "labels") != NULL },
		{ "fields", "Fields", true } };
	frame_contents(p->b, "replay", links, sizeof(links) / sizeof(*links));
}

static void
put_page(struct report_page *p)
{
	struct frame frame;
	struct buf title = { 0 };
	BUF_LIT(&title, "replay");
	if (report_text(p->job, "job_id").p) {
		buf_char(&title, ' ');
		buf_text(&title, report_text(p->job, "job_id"));
	}
	BUF_LIT(&title, ": ");
	put_headline(&title, p);
	frame_begin(&frame, p->b, FRAME_REPORT, buf_as_text(&title));
	buf_free(&title);
	put_contents(p);
	put_summary(p);
	if (p->compared)
		report_put_matrix(p);
	report_put_chart(p);
	put_decisions(p);
	frame_section(p->b, "rules", "Rules");
	if (p->compared)
		put_rule_changes(p);
	else
		put_rules(p);
	frame_section_end(p->b);
	if (p->compared)
		report_put_examples(p);
	put_top(p);
	put_labels(p);
	put_fields(p);
	BUF_LIT(p->b, "</main>\n");
	frame_end(&frame, p->b);
}

int
page_put_report(struct buf *b, struct text report, struct text hours, struct err *e)
{
	struct arena a = { 0 };
	struct report_page p = { .b = b, .report = json_tree(&a, report, e) };
	p.hours = p.report ? json_tree(&a, hours, e) : NULL;
	const int result = p.hours ? 0 : -1;
	if (p.hours) {
		p.job = json_get(p.report, "job");
		p.compared = json_get(p.report, "comparison");
		put_page(&p);
	}
	arena_free(&a);
	return result;
}
