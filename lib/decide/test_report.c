/* SPDX-License-Identifier: MIT */
#include "decide/test_report.h"

#include <string.h>

#include "json/write.h"
#include "report/color.h"

enum { CUT_MAX = 160 }; /* bytes of an event, or of rule_ids, in a brief report */

void
test_report_begin(struct test_report *r, size_t tests)
{
	if (r->format == TEST_TAP)
		buf_printf(r->out, "TAP version 13\n1..%zu%s\n", tests,
		    tests == 0 ? " # SKIP the rule set has no tests" : "");
}

static void
put_event(struct buf *b, const struct test_report *r, size_t event)
{
	BUF_LIT(b, "test ");
	if (r->name.p)
		json_put_string(b, r->name);
	else
		buf_u64(b, r->number);
	buf_printf(b, ": event %zu: ", event);
}

static void
put_line(struct test_report *r, const struct test_failure *f)
{
	put_event(&r->failed, r, f->event);
	BUF_LIT(&r->failed, "expected ");
	if (f->member.n > 0) {
		buf_text(&r->failed, f->member);
		buf_char(&r->failed, ' ');
	}
	buf_text(&r->failed, f->expected);
	BUF_LIT(&r->failed, ", got ");
	buf_text(&r->failed, f->got);
	buf_char(&r->failed, '\n');
}

/* Appends an element of a YAML list.  JSON values are valid YAML. */
static void
put_yaml(struct test_report *r, const struct test_failure *f)
{
	buf_printf(&r->failed, "    - event: %zu\n      member: ", f->event);
	buf_text(&r->failed, f->member.n > 0 ? f->member : TEXT("decision"));
	BUF_LIT(&r->failed, "\n      expected: ");
	buf_visible(&r->failed, f->expected);
	BUF_LIT(&r->failed, "\n      got: ");
	buf_visible(&r->failed, f->got);
	BUF_LIT(&r->failed, "\n      evidence: ");
	buf_visible(&r->failed, f->evidence);
	buf_char(&r->failed, '\n');
}

void
test_report_failure(struct test_report *r, const struct test_failure *f)
{
	if (r->format == TEST_TAP)
		put_yaml(r, f);
	else if (r->format == TEST_TEXT || r->wrong == 0)
		put_line(r, f);
}

/* Appends JSON, cut if it is long. */
static void
put_cut(struct buf *b, struct text json)
{
	size_t n = json.n;
	if (n > CUT_MAX) {
		n = CUT_MAX;
		while (n > 0 && ((unsigned char)json.p[n] & 0xc0) == 0x80)
			n--;
	}
	buf_put(b, json.p, n);
	if (n < json.n)
		BUF_LIT(b, "…");
}

/* Writes the first wrong event, except for its end, which says how many more there are. */
static void
put_first(struct test_report *r, const struct test_wrong *w)
{
	struct buf rules = { 0 };
	for (size_t i = 0; i < w->verdict->nmatched; i++) {
		if (i > 0)
			buf_char(&rules, ',');
		json_put_string(&rules, w->verdict->matched[i]);
	}
	r->first.n = 0;
	put_event(&r->first, r, w->event);
	BUF_LIT(&r->first, "matched_rules [");
	put_cut(&r->first, buf_as_text(&rules));
	BUF_LIT(&r->first, "] in ");
	put_cut(&r->first, w->json);
	buf_free(&rules);
}

/* A line for each rule. */
static void
put_evidence(struct test_report *r, size_t event, struct text lines)
{
	if (lines.n == 0) {
		put_event(&r->failed, r, event);
		BUF_LIT(&r->failed, "evidence: no rule matched or came near\n");
	}
	while (lines.n > 0) {
		const size_t n =
		    (size_t)((const char *)memchr(lines.p, '\n', lines.n) - lines.p) + 1;
		put_event(&r->failed, r, event);
		BUF_LIT(&r->failed, "evidence: ");
		buf_put(&r->failed, lines.p, n);
		lines = (struct text){ lines.p + n, lines.n - n };
	}
}

void
test_report_wrong(struct test_report *r, const struct test_wrong *w)
{
	if (r->format == TEST_BRIEF && r->wrong == 0)
		put_first(r, w);
	r->wrong++;
	if (r->format != TEST_TEXT)
		return;
	put_evidence(r, w->event, w->evidence);
}

/* Appends a test's name on one line, escaped so that no TAP directive can be in it. */
static void
put_description(struct buf *b, struct text name)
{
	struct buf visible = { 0 };
	BUF_LIT(b, " - ");
	buf_visible(&visible, name);
	for (size_t i = 0; i < visible.n; i++) {
		if (visible.p[i] == '#' || visible.p[i] == '\\')
			buf_char(b, '\\');
		buf_char(b, visible.p[i]);
	}
	buf_free(&visible);
}

void
test_report_test(struct test_report *r)
{
	if (r->format == TEST_TAP) {
		buf_printf(r->out, "%s %zu", r->failed.n > 0 ? "not ok" : "ok", r->number);
		if (r->name.n > 0)
			put_description(r->out, r->name);
		buf_char(r->out, '\n');
		if (r->failed.n > 0)
			BUF_LIT(r->out, "  ---\n  failures:\n");
	}
	buf_text(r->out, buf_as_text(&r->failed));
	if (r->format == TEST_BRIEF && r->wrong > 0) {
		buf_text(r->out, buf_as_text(&r->first));
		if (r->wrong > 1)
			buf_printf(r->out, "; %zu more event%s wrong", r->wrong - 1,
			    r->wrong == 2 ? " is" : "s are");
		buf_char(r->out, '\n');
	}
	if (r->format == TEST_TAP && r->failed.n > 0)
		BUF_LIT(r->out, "  ...\n");
	r->failed.n = 0;
	r->wrong = 0;
}

void
test_report_free(struct test_report *r)
{
	buf_free(&r->failed);
	buf_free(&r->first);
}

static void
put_count(struct buf *b, size_t n, const char *what, bool color, enum color has)
{
	const size_t from = b->n;
	buf_printf(b, "%zu%s", n, what);
	color_since(b, from, color && n > 0, has);
}

void
test_put_summary(
    struct buf *b, const char *path, size_t rules, const struct test_counts *counts, bool color)
{
	const size_t from = b->n, tests = counts->passed + counts->failed;
	buf_visible(b, text_of(path));
	color_since(b, from, color, COLOR_PLACE);
	buf_printf(b, ": %zu rule%s, %zu test%s: ", rules, rules == 1 ? "" : "s", tests,
	    tests == 1 ? "" : "s");
	put_count(b, counts->passed, " passed", color, COLOR_GOOD);
	BUF_LIT(b, ", ");
	put_count(b, counts->failed, " failed", color, COLOR_BAD);
	buf_char(b, '\n');
}
