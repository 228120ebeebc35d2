/* SPDX-License-Identifier: MIT */
#include "json/tree.h"
#include "llm/convert.h"
#include "tests/fuzz/fuzz.h"

/*
 * A recorded request, converted for each API: it is refused with words, or becomes a JSON object
 * that has messages.  What was converted is in the form of the API, so that converting it again
 * changes nothing.
 */
static void
check_again(struct text body, const struct llm_convert_options *options)
{
	struct arena a = { 0 };
	struct llm_converted again;
	struct err e;
	const struct json_node *request = json_tree(&a, body, &e);
	MUST(request && request->kind == JSON_OBJECT && json_get(request, "messages"));
	const int result = llm_convert(&again, &a, request, TEXT("m"), options, &e);
	MUST(result == 0 || strlen(e.text) > 0);
	llm_converted_free(&again);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a = { 0 };
	struct err e;
	const struct json_node *request = json_tree(&a, (struct text){ (const char *)data, n }, &e);
	for (size_t api = 0; request && api < LLM_APIS; api++) {
		struct llm_converted c;
		const struct llm_convert_options options = { .api = (enum llm_api)api };
		if (llm_convert(&c, &a, request, TEXT("m"), &options, &e) == 0)
			check_again(buf_as_text(&c.body), &options);
		else
			MUST(strlen(e.text) > 0 && !strchr(e.text, '\n'));
		llm_converted_free(&c);
	}
	arena_free(&a);
	return 0;
}
