/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "encode/encode.h"
#include "plan/plan.h"
#include "tests/fuzz/fuzz.h"

/* Plans: each is refused with a place in it, or encodes a few lines. */
static const char lines[] =
    "{\"event_id\":\"e-1\",\"tenant_id\":\"acme\",\"observed_at\":\"2026-11-20T10:00:00Z\","
    "\"method\":\"POST\",\"path\":\"/login?flow=sso\",\"headers\":{\"User-Agent\":\"Mozilla\","
    "\"Cookie\":\"sid=abc; theme=dark\"},\"body\":{\"request\":{\"email\":\" User@Example.COM \","
    "\"n\":[1,-2.5e3,\"1.2.3.4\",true,null,{}]}}}\n"
    "{\"observed_at\":1700000000123,\"a\":1,\"a.b\":\"x\",\"url\":\"http://h/p?a=%41+b\"}\n"
    "{}\n";

static void
encode(const struct plan *plan)
{
	struct json_index ix = { 0 };
	struct json_pos pos = { 0 };
	struct encoder *encoder = encoder_new(plan, &encode_everything);
	struct encoded line;
	struct buf b = { 0 };
	enum encode_result result;
	json_index_build(&ix, lines, sizeof(lines) - 1, JSON_LINES);
	while ((result = encode_next(encoder, lines, sizeof(lines) - 1, &ix, &pos, &line)) !=
	       ENCODE_END) {
		MUST(result == ENCODE_EVENT || result == ENCODE_REJECTED);
		if (result == ENCODE_EVENT)
			event_put_encoded(&b, &line.event, &plan->schema);
	}
	buf_free(&b);
	json_index_free(&ix);
	encoder_free(encoder);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct errs all = { 0 };
	struct plan *plan = plan_load_all((struct text){ (const char *)data, n }, "/nowhere", &all);
	if (plan) {
		MUST(all.n == 0);
		encode(plan);
	} else {
		fuzz_errors(&all, n);
	}
	plan_free(plan);
	return 0;
}
