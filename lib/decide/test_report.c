/* SPDX-License-Identifier: MIT */
#include "decide/test_report.h"

#include "json/write.h"

void
test_report_begin(struct test_report *r, size_t tests)
{
	if (r->format == TEST_TAP)
		buf_printf(r->out, "TAP version 13\n1..%zu%s\n", tests,
		    tests == 0 ? " # SKIP the rule set has no tests" : "");
}

static void
put_event(struct test_report *r, size_t event)
{
	BUF_LIT(&r->failed, "test ");
	if (r->name.p)
		json_put_string(&r->failed, r->name);
	else
		buf_u64(&r->failed, r->number);
	buf_printf(&r->failed, ": event %zu: ", event);
}

static void
put_line(struct test_report *r, const struct test_failure *f)
{
	put_event(r, f->event);
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

/* An element of a YAML list: JSON values are YAML, too. */
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
	else
		put_line(r, f);
}

void
test_report_evidence(struct test_report *r, size_t event, struct text evidence)
{
	if (r->format == TEST_TAP)
		return;
	put_event(r, event);
	BUF_LIT(&r->failed, "evidence ");
	buf_text(&r->failed, evidence);
	buf_char(&r->failed, '\n');
}

/* A name on one line, in which nothing is a directive. */
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
	if (r->format == TEST_TAP && r->failed.n > 0)
		BUF_LIT(r->out, "  ...\n");
	r->failed.n = 0;
}

void
test_report_free(struct test_report *r)
{
	buf_free(&r->failed);
}
