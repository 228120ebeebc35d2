/* SPDX-License-Identifier: MIT */
/* Text in a page stays text; self times; the parts of a page are there. */
#include "page/markup.h"

#include <stdlib.h>

#include "page/frame.h"
#include "page/sums.h"
#include "tests/unit/unit.h"
#include "trace/record.h"

/* ---- text ----------------------------------------------------------------------------------- */

static const struct {
	struct text text;
	const char *html, *json;
} texts[] = {
	{ TEXT(""), "", "\"\"" },
	{ TEXT("plain"), "plain", "\"plain\"" },
	{ TEXT("<script>"), "&lt;script&gt;", "\"\\u003cscript>\"" },
	{ TEXT("</script>"), "&lt;/script&gt;", "\"\\u003c/script>\"" },
	{ TEXT("<!--"), "&lt;!--", "\"\\u003c!--\"" },
	{ TEXT("a&b &amp; \"'"), "a&amp;b &amp;amp; &quot;&#39;", "\"a&b &amp; \\\"'\"" },
	{ TEXT("\\u003c"), "\\u003c", "\"\\\\u003c\"" },
	{ TEXT("\xe2\x80\xa8"), "\\u2028", "\"\\\\u2028\"" },
	{ TEXT("\xe2\x80\xae"), "\\u202e", "\"\\\\u202e\"" },
	{ TEXT("a\0b\r\n\x1b"), "a\\x00b\\x0d\\x0a\\x1b", "\"a\\\\x00b\\\\x0d\\\\x0a\\\\x1b\"" },
	{ TEXT("\xff<\xc3"), "\\xff&lt;\\xc3", "\"\\\\xff\\u003c\\\\xc3\"" },
	{ TEXT("caf\xc3\xa9 \xf0\x9f\x98\x80"), "caf\xc3\xa9 \xf0\x9f\x98\x80",
	    "\"caf\xc3\xa9 \xf0\x9f\x98\x80\"" },
};

static void
check_texts(void)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct buf b = { 0 };
		unit_row(texts[i].html);
		markup_text(&b, texts[i].text);
		CHECK_TEXT(buf_as_text(&b), texts[i].html);
		b.n = 0;
		markup_json(&b, texts[i].text);
		CHECK_TEXT(buf_as_text(&b), texts[i].json);
		buf_free(&b);
	}
}

static void
check_cells(void)
{
	static const struct {
		double share;
		const char *width, *percent;
	} shares[] = { { 0, "width=\"0.0\"", ">0.0 %<" }, { 1, "width=\"60.0\"", ">100.0 %<" },
		{ 0.4996, "width=\"30.0\"", ">50.0 %<" } };
	for (size_t i = 0; i < sizeof(shares) / sizeof(*shares); i++) {
		struct buf b = { 0 };
		unit_row(shares[i].percent);
		markup_cell_share(&b, shares[i].share);
		CHECK(text_contains(buf_as_text(&b), text_of(shares[i].width)));
		CHECK(text_contains(buf_as_text(&b), text_of(shares[i].percent)));
		buf_free(&b);
	}
}

/* ---- self times ----------------------------------------------------------------------------- */

struct span {
	const char *id, *parent, *name;
	int64_t start_ns, duration_ns;
};

static struct trace_model *
make(const struct span *span, size_t n)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 0 });
	for (size_t i = 0; i < n; i++) {
		const struct span *s = &span[i];
		const bool open = s->duration_ns == TRACE_NO_TIME;
		struct trace_record r = { .what = TRACE_CALL,
			.status = open ? TRACE_OPEN : TRACE_OK,
			.trace_id = TEXT("t"),
			.call_id = text_of(s->id),
			.parent_id = text_of(s->parent),
			.name = text_of(s->name),
			.start_ns = s->start_ns,
			.end_ns = TRACE_NO_TIME,
			.duration_ns = s->duration_ns,
			.records = 1 };
		trace_add(m, &r);
	}
	trace_build(m);
	return m;
}

static int64_t
self_of(const struct page_sums *s, const struct trace_model *m, const char *id)
{
	for (uint32_t at = 0; at < m->listed; at++)
		if (text_eq(trace_text_of(trace_call_at(m, at)->id), text_of(id)))
			return s->self_ns[at];
	return -1;
}

static void
check_self(void)
{
	static const struct span spans[] = {
		{ "root", NULL, "a", 0, 100 },
		{ "early", "root", "b", -20, 30 }, /* 10 of it are within the root */
		{ "first", "root", "b", 20, 30 },  /* overlaps the next by 20 */
		{ "second", "root", "b", 30, 40 },
		{ "inside", "root", "c", 40, 5 }, /* within both */
		{ "late", "root", "c", 95, 50 },  /* 5 of it are within the root */
		{ "open", "root", "d", 80, TRACE_NO_TIME },
	};
	struct trace_model *m = make(spans, sizeof(spans) / sizeof(*spans));
	struct page_sums *s = page_sums_new(m);
	unit_row("self times");
	CHECK(self_of(s, m, "root") == 100 - 10 - 50 - 5);
	CHECK(self_of(s, m, "first") == 30);
	CHECK(self_of(s, m, "open") == TRACE_NO_TIME);
	CHECK(s->names == 4 && s->services == 1);
	CHECK(s->from_ns == -20 && s->to_ns == 145);
	struct page_sum *sorted = page_sums_sorted(s->name, s->names);
	CHECK_TEXT(trace_text_of(sorted[0].key), "b");
	CHECK(sorted[0].calls == 3 && sorted[0].self_ns == 100 && sorted[0].max_ns == 40);
	CHECK_TEXT(trace_text_of(sorted[3].key), "d");
	free(sorted);
	page_sums_free(s);
	trace_model_free(m);
}

/* No time counts twice where only durations are known, and none is less than none. */
static void
check_self_without_clock(void)
{
	static const struct span spans[] = {
		{ "root", NULL, "a", TRACE_NO_TIME, 100 },
		{ "first", "root", "b", TRACE_NO_TIME, 30 },
		{ "second", "root", "b", TRACE_NO_TIME, 40 },
		{ "backwards", "root", "b", TRACE_NO_TIME, -5 },
	};
	struct trace_model *m = make(spans, sizeof(spans) / sizeof(*spans));
	struct page_sums *s = page_sums_new(m);
	unit_row("self times without a clock");
	CHECK(self_of(s, m, "root") == 30);
	CHECK(self_of(s, m, "backwards") == 0);
	CHECK(s->all_ns == 100);
	page_sums_free(s);
	trace_model_free(m);
}

/* ---- the frame ------------------------------------------------------------------------------ */

static void
check_frame(void)
{
	static const enum frame_kind kinds[] = { FRAME_TRACES, FRAME_REPORT };
	for (size_t i = 0; i < 2; i++) {
		struct frame f;
		struct buf b = { 0 };
		unit_row("frame");
		frame_begin(&f, &b, kinds[i], TEXT("a </title> b"));
		CHECK(text_contains(buf_as_text(&b), TEXT("<title>a &lt;/title&gt; b</title>")));
		CHECK(f.script.n > 500);
		/* nothing in the script could end it, or begin a comment in it */
		CHECK(!text_contains(buf_as_text(&f.script), TEXT("</script")));
		CHECK(!text_contains(buf_as_text(&f.script), TEXT("<!--")));
		frame_end(&f, &b);
		CHECK(text_contains(buf_as_text(&b), TEXT("</script>\n</body>\n</html>\n")));
		buf_free(&b);
	}
}

int
main(void)
{
	check_texts();
	check_cells();
	check_self();
	check_self_without_clock();
	check_frame();
	return unit_end();
}
