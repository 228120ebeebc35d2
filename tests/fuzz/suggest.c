/* SPDX-License-Identifier: MIT */
#include "encode/suggest.h"

#include "plan/plan.h"
#include "tests/fuzz/fuzz.h"

/* Samples of logs, of which each line is a record: a sample is refused with a reason, or its plan
 * is one that the programs accept. */
static const struct text patterns[] = {
	TEXT("%{time} %{cri_stream} %{} %{json}"),
	TEXT("%{ip} - %{user} [%{time}] \"%{request}\" %{status}"),
};

static void
add_lines(struct suggest *s, struct text log)
{
	const char *const end = log.p + log.n;
	uint64_t number = 0;
	for (const char *p = log.p; p < end && suggest_wants_more(s);) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const size_t n = newline ? (size_t)(newline - p) : (size_t)(end - p);
		number++;
		if (n > 0)
			suggest_add(s, (struct text){ p, n }, number);
		p += n + 1;
	}
}

static void
check_plan(struct text text)
{
	struct errs all = { 0 };
	struct plan *plan = plan_load_all(text, "/nowhere", &all);
	if (!plan)
		fprintf(stderr, "%s\n", all.err[0].text);
	MUST(plan != NULL);
	plan_free(plan);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct suggest *s = suggest_new(patterns, sizeof(patterns) / sizeof(*patterns));
	struct buf b = { 0 };
	struct err e = { 0 };
	add_lines(s, (struct text){ (const char *)data, n });
	if (suggest_put(s, &b, &e) == 0)
		check_plan(buf_as_text(&b));
	else
		MUST(strlen(e.text) > 0 && !strchr(e.text, '\n'));
	buf_free(&b);
	suggest_free(s);
	return 0;
}
