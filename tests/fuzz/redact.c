/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "json/tree.h"
#include "redact/redactor.h"
#include "tests/fuzz/fuzz.h"

/*
 * The redaction of JSON, of text and of what is neither.  What was JSON still is.  A text in which
 * nothing is replaced is not touched, and one that was redacted has nothing left to replace, unless
 * it is broken JSON, in which a quote may belong to a string or not.
 */
static bool
is_json(struct text t)
{
	struct arena a = { 0 };
	struct err e;
	const bool valid = json_tree(&a, t, &e) != NULL;
	arena_free(&a);
	return valid;
}

/* Redacts a text as a run does, in two passes.  Returns how many values were replaced. */
static uint64_t
redact(struct text t, bool as_json, struct buf *out)
{
	const struct siphash_key hash = { 1, 2 };
	struct redactor *r = redactor_new(TEXT("key"), hash);
	redactor_add_field(r, TEXT("cust*"));
	redactor_keep_field(r, TEXT("keep*"));
	redactor_learn(r, true);
	MUST(!(as_json ? redact_json(r, t, TEXT_ABSENT, out) : redact_text(r, t, 0, out)));
	MUST(out->n == 0);
	redactor_learn(r, false);
	const bool any = as_json ? redact_json(r, t, TEXT_ABSENT, out) : redact_text(r, t, 0, out);
	const struct redact_counts counts = redactor_counts(r);
	MUST(any == (redact_total(&counts) > 0) && any == (out->n > 0));
	redactor_free(r);
	return redact_total(&counts);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf once = { 0 }, twice = { 0 };
	if (n == 0)
		return 0;
	const bool as_json = data[0] != 't';
	const struct text t = { (const char *)data + 1, n - 1 };
	const bool valid = !as_json || is_json(t);
	if (redact(t, as_json, &once) > 0 && valid) {
		MUST(!as_json || is_json(buf_as_text(&once)));
		MUST(redact(buf_as_text(&once), as_json, &twice) == 0);
	}
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
