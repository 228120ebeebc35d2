/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "event/decision.h"
#include "event/event.h"
#include "page/frame.h"
#include "page/markup.h"
#include "page/report_private.h"

/* Answers, in the order of the matrix: the outcomes, and what an event without a decision has. */
enum { ANSWERS = OUTCOMES + 2 };

static struct text
answer_name(size_t i)
{
	static const struct text others[] = { TEXT("Failed"), TEXT("Skipped") };
	return i < OUTCOMES ? outcome_names[i] : others[i - OUTCOMES];
}

/* ---- the matrix ----------------------------------------------------------------------------- */

static uint64_t
changes_between(const struct report_page *p, size_t from, size_t to)
{
	struct buf name = { 0 };
	if (from == to)
		return report_number(json_get(p->compared, "unchanged"), answer_name(from).p);
	buf_text(&name, answer_name(from));
	BUF_LIT(&name, "->");
	buf_text(&name, answer_name(to));
	buf_char(&name, '\0');
	const uint64_t n = report_number(json_get(p->compared, "changes"), name.p);
	buf_free(&name);
	return n;
}

/* Does any event have the answer, on either side? */
static bool
occurs(const struct report_page *p, size_t answer)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < ANSWERS; i++)
		sum += changes_between(p, answer, i) + changes_between(p, i, answer);
	return answer < OUTCOMES || sum > 0;
}

static void
put_matrix_row(struct report_page *p, size_t from)
{
	BUF_LIT(p->b, "<tr><th scope=\"row\">");
	buf_text(p->b, answer_name(from));
	BUF_LIT(p->b, "</th>");
	for (size_t to = 0; to < ANSWERS; to++)
		if (occurs(p, to))
			markup_cell_count_or_none(
			    p->b, changes_between(p, from, to), from == to ? "same" : "bad");
	BUF_LIT(p->b, "</tr>\n");
}

/* What the causes of changes are called in the report, and what that means. */
static const struct {
	const char *name, *means;
} causes[] = { { "encoding", "by the new encoding alone" }, { "rules", "by the new rules alone" },
	{ "both", "by either of the two" }, { "interaction", "only by both together" } };

static void
put_causes(struct report_page *p)
{
	const struct json_node *counts = json_get(p->compared, "causes");
	size_t n = 0;
	for (size_t i = 0; i < sizeof(causes) / sizeof(*causes); i++) {
		const uint64_t count = report_number(counts, causes[i].name);
		if (count == 0)
			continue;
		buf_printf(p->b, "%s%s: ", n++ == 0 ? "<p>Changed " : ", ", causes[i].means);
		markup_count(p->b, count);
	}
	if (n > 0)
		BUF_LIT(p->b, "</p>\n");
}

void
report_put_matrix(struct report_page *p)
{
	struct buf heads = { 0 };
	frame_section(p->b, "changes", "Changes");
	put_causes(p);
	BUF_LIT(&heads, "<th scope=\"col\">From \\ to</th>");
	for (size_t to = 0; to < ANSWERS; to++)
		if (occurs(p, to))
			buf_printf(
			    &heads, "<th scope=\"col\" class=\"n\">%s</th>", answer_name(to).p);
	buf_char(&heads, '\0');
	BUF_LIT(p->b, "<div class=\"matrix\">");
	frame_table(p->b, heads.p);
	for (size_t from = 0; from < ANSWERS; from++)
		if (occurs(p, from))
			put_matrix_row(p, from);
	frame_table_end(p->b);
	BUF_LIT(p->b, "</div>\n");
	buf_free(&heads);
	frame_section_end(p->b);
}

/* ---- examples ------------------------------------------------------------------------------- */

static void
put_cell(struct buf *b, const char *class, struct text t)
{
	buf_printf(b, "<td class=\"%s\">", class);
	markup_text(b, t);
	BUF_LIT(b, "</td>");
}

/* The field or rule that differs first. */
static void
put_difference(struct buf *b, const struct json_node *change)
{
	const struct json_node *difference = json_get(change, "first_difference");
	const struct json_node *first = difference ? difference->child : NULL;
	BUF_LIT(b, "<td>");
	markup_text(b, report_text(change, "cause"));
	if (first) {
		BUF_LIT(b, ": ");
		markup_text(b, first->key);
		buf_char(b, ' ');
		markup_text(b, first->text);
	}
	BUF_LIT(b, "</td>");
}

/* An id that records of a trace may have.  A text that a page shows otherwise cannot be copied, and
 * one that JSON spells otherwise cannot be found by its bytes. */
static bool
may_be_traced(struct text id)
{
	struct buf shown = { 0 };
	buf_visible(&shown, id);
	const bool same = id.n > 0 && text_eq(buf_as_text(&shown), id) &&
			  !memchr(id.p, '"', id.n) && !memchr(id.p, '\\', id.n);
	buf_free(&shown);
	return same && !event_id_is_of_line(id);
}

/* The command that shows the trace whose records mention the event, for a shell. */
static void
put_command(struct buf *b, const struct json_node *change)
{
	const struct text id = report_text(change, "event_id");
	struct buf word = { 0 };
	BUF_LIT(b, "<td>");
	if (may_be_traced(id)) {
		for (size_t i = 0; i < id.n; i++)
			if (id.p[i] == '\'')
				BUF_LIT(&word, "'\\''");
			else
				buf_char(&word, id.p[i]);
		BUF_LIT(b, "<code>esper-trace-replay --pattern=&#39;");
		markup_escape(b, buf_as_text(&word));
		BUF_LIT(b, "&#39; TRACES</code>");
	}
	BUF_LIT(b, "</td>");
	buf_free(&word);
}

static bool
any_may_be_traced(const struct json_node *examples)
{
	for (const struct json_node *e = examples->child; e; e = e->next)
		if (may_be_traced(report_text(e, "event_id")))
			return true;
	return false;
}

static void
put_example(struct buf *b, const struct json_node *change, bool traced)
{
	BUF_LIT(b, "<tr><th scope=\"row\">");
	markup_text(b, report_text(change, "event_id"));
	BUF_LIT(b, "</th>");
	put_cell(b, "", report_text(change, "entity_id"));
	put_cell(b, "t", report_text(change, "observed_at"));
	BUF_LIT(b, "<td class=\"t\">");
	markup_text(b, report_text(change, "from"));
	BUF_LIT(b, " \xe2\x86\x92 <strong>");
	markup_text(b, report_text(change, "to"));
	BUF_LIT(b, "</strong></td>");
	put_difference(b, change);
	if (traced)
		put_command(b, change);
	BUF_LIT(b, "</tr>\n");
}

void
report_put_examples(struct report_page *p)
{
	struct buf heads = { 0 };
	const struct json_node *examples = json_get(p->compared, "examples");
	if (!examples || !examples->child)
		return;
	const bool traced = any_may_be_traced(examples);
	frame_section(p->b, "examples", "Examples of changes");
	if (traced)
		BUF_LIT(p->b, "<p>The command beside an event shows the trace whose records have "
			      "its id: put the files of your traces in place of TRACES.</p>\n");
	BUF_LIT(&heads, "<th scope=\"col\">Event</th><th scope=\"col\">Entity</th>"
			"<th scope=\"col\">Observed at</th><th scope=\"col\">Change</th>"
			"<th scope=\"col\">Cause</th>");
	if (traced)
		BUF_LIT(&heads, "<th scope=\"col\">Trace</th>");
	buf_char(&heads, '\0');
	frame_table(p->b, heads.p);
	for (const struct json_node *e = examples->child; e; e = e->next)
		put_example(p->b, e, traced);
	buf_free(&heads);
	frame_table_end(p->b);
	frame_section_end(p->b);
}
