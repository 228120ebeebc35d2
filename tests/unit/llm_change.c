/* SPDX-License-Identifier: MIT */
/* What becomes of a recorded request whose model, settings or system prompt are changed. */
#include "llm/change.h"

#include "tests/unit/unit.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct {
	const char *request, *model, *temperature, *max_tokens, *system;
	const char *expected; /* NULL: nothing differs */
	const char *details;
} rows[] = {
	{ "{\"model\":\"gpt-4\",\"messages\":[],\"top_p\":1e0}", "gpt-4o", NULL, NULL, NULL,
	    "{\"model\":\"gpt-4o\",\"messages\":[],\"top_p\":1e0}", "model: gpt-4 → gpt-4o" },
	{ "{\"model\":\"gpt-4\",\"messages\":[]}", "gpt-4", NULL, NULL, NULL, NULL, "" },
	{ "{\"messages\":[]}", "gpt-4o", NULL, NULL, NULL, "{\"model\":\"gpt-4o\",\"messages\":[]}",
	    "model: recorded → gpt-4o" },
	{ "{\"messages\":[]}", "recorded", NULL, NULL, NULL, NULL, "" },
	{ "{\"model\":null}", "m", NULL, NULL, NULL, "{\"model\":\"m\"}", "model: recorded → m" },
	{ "{}", "m", NULL, NULL, NULL, "{\"model\":\"m\"}", "model: recorded → m" },

	{ "{\"model\":\"m\",\"temperature\":0.70}", NULL, "0.7", NULL, NULL, NULL, "" },
	{ "{\"model\":\"m\",\"temperature\":0.7}", NULL, "0", NULL, NULL,
	    "{\"model\":\"m\",\"temperature\":0}", "temperature: 0.7 → 0" },
	{ "{\"model\":\"m\"}", NULL, "0", NULL, NULL, "{\"model\":\"m\",\"temperature\":0}",
	    "temperature: none → 0" },
	{ "{\"model\":\"m\",\"temperature\":0}", NULL, "0.0", NULL, NULL, NULL, "" },
	{ "{\"model\":\"m\",\"temperature\":null}", NULL, "1", NULL, NULL,
	    "{\"model\":\"m\",\"temperature\":1}", "temperature: none → 1" },
	{ "{\"contents\":[],\"generationConfig\":{\"temperature\":1}}", NULL, "0", "9", NULL,
	    "{\"contents\":[],\"generationConfig\":{\"temperature\":0,\"maxOutputTokens\":9}}",
	    "temperature: 1 → 0, max_tokens: none → 9" },
	{ "{\"contents\":[]}", NULL, "0", "9", "Be kind.",
	    "{\"contents\":[],\"generationConfig\":{\"temperature\":0,\"maxOutputTokens\":9},"
	    "\"systemInstruction\":{\"parts\":[{\"text\":\"Be kind.\"}]}}",
	    "temperature: none → 0, max_tokens: none → 9, system_prompt: none → \"Be kind.\"" },

	{ "{\"model\":\"m\",\"max_tokens\":64}", NULL, NULL, "64", NULL, NULL, "" },
	{ "{\"model\":\"m\",\"max_completion_tokens\":64}", NULL, NULL, "8", NULL,
	    "{\"model\":\"m\",\"max_completion_tokens\":8}", "max_tokens: 64 → 8" },
	{ "{\"model\":\"o1-mini\"}", NULL, NULL, "8", NULL,
	    "{\"model\":\"o1-mini\",\"max_completion_tokens\":8}", "max_tokens: none → 8" },
	{ "{\"model\":\"gpt-5\",\"input\":\"hi\"}", NULL, NULL, "8", "Be kind.",
	    "{\"model\":\"gpt-5\",\"input\":\"hi\",\"max_output_tokens\":8,"
	    "\"instructions\":\"Be kind.\"}",
	    "max_tokens: none → 8, system_prompt: none → \"Be kind.\"" },
	{ "{\"model\":\"m\",\"inferenceConfig\":{}}", NULL, "0", "8", NULL,
	    "{\"model\":\"m\",\"inferenceConfig\":{\"temperature\":0,\"maxTokens\":8}}",
	    "temperature: none → 0, max_tokens: none → 8" },

	{ "{\"model\":\"m\",\"system\":\"a\",\"messages\":[]}", NULL, NULL, NULL, "b\"",
	    "{\"model\":\"m\",\"system\":\"b\\\"\",\"messages\":[]}",
	    "system_prompt: \"a\" → \"b\"\"" },
	{ "{\"model\":\"m\",\"system\":\"a\"}", NULL, NULL, NULL, "a", NULL, "" },
	{ "{\"model\":\"claude-3-opus\",\"system\":[{\"type\":\"text\",\"text\":\"a\",\"x\":1},1]}",
	    NULL, NULL, NULL, "b",
	    "{\"model\":\"claude-3-opus\",\"system\":[{\"type\":\"text\",\"text\":\"b\"}]}",
	    "system_prompt: \"[{\"type\":\"text\",\"text\":\"a\",\"x\":1},1]\" → \"b\"" },
	{ "{\"model\":\"claude-3-opus\",\"messages\":[{\"role\":\"user\"}]}", NULL, NULL, NULL, "b",
	    "{\"model\":\"claude-3-opus\",\"messages\":[{\"role\":\"user\"}],\"system\":\"b\"}",
	    "system_prompt: none → \"b\"" },
	{ "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"a\"},{}]}", NULL, NULL,
	    NULL, "b",
	    "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"b\"},{}]}",
	    "system_prompt: \"a\" → \"b\"" },
	{ "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}", NULL, NULL, NULL, "b",
	    "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"b\"},"
	    "{\"role\":\"user\"}]}",
	    "system_prompt: none → \"b\"" },
	{ "{\"model\":\"m\",\"messages\":[{\"type\":\"message\",\"role\":\"developer\","
	  "\"content\":[{\"type\":\"input_text\",\"text\":\"a\"}]}]}",
	    NULL, NULL, NULL, "b",
	    "{\"model\":\"m\",\"messages\":[{\"type\":\"message\",\"role\":\"developer\","
	    "\"content\":[{\"type\":\"input_text\",\"text\":\"b\"}]}]}",
	    "system_prompt: \"a\" → \"b\"" },
	{ "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"parts\":[{\"type\":\"text\","
	  "\"content\":\"a\"}]}]}",
	    NULL, NULL, NULL, "b",
	    "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"parts\":[{\"type\":\"text\","
	    "\"content\":\"b\"}]}]}",
	    "system_prompt: \"a\" → \"b\"" },
	{ "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"parts\":[]}]}", NULL, NULL, NULL,
	    "b",
	    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"parts\":[]}],"
	    "\"system\":[{\"type\":\"text\",\"content\":\"b\"}]}",
	    "system_prompt: none → \"b\"" },
	{ "{\"model\":\"m\",\"messages\":[[{\"lc\":1,\"type\":\"constructor\",\"id\":[\"x\","
	  "\"SystemMessage\"],\"kwargs\":{\"content\":\"a\"}}]]}",
	    NULL, NULL, NULL, "b",
	    "{\"model\":\"m\",\"messages\":[[{\"lc\":1,\"type\":\"constructor\",\"id\":[\"x\","
	    "\"SystemMessage\"],\"kwargs\":{\"content\":\"b\"}}]]}",
	    "system_prompt: \"a\" → \"b\"" },
	{ "{\"messages\":[],\"maxTokens\":20}", NULL, NULL, "9", "b",
	    "{\"messages\":[],\"maxTokens\":9,\"systemPrompt\":\"b\"}",
	    "max_tokens: 20 → 9, system_prompt: none → \"b\"" },

	{ "[{\"role\":\"user\",\"content\":\"hi\"}]", "m", NULL, NULL, NULL,
	    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
	    "model: recorded → m" },
	{ "\"hi \\u00e9\"", NULL, "0", NULL, NULL,
	    "{\"model\":\"recorded\",\"messages\":[{\"role\":\"user\",\"content\":\"hi \\u00e9\"}],"
	    "\"temperature\":0}",
	    "temperature: none → 0" },
};

static const struct {
	const char *request, *error;
} refused[] = {
	{ "null", "its request is not recorded" },
	{ "", "its request is not recorded" },
	{ "7", "its input is not a request to a model" },
	{ "[1]", "its input is not a request to a model" },
	{ "[]", "its input is not a request to a model" },
};

int
main(void)
{
	struct arena a = { 0 };
	struct buf out = { 0 }, details = { 0 };
	struct err e;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct llm_change change = { text_of(rows[i].model),
			text_of(rows[i].temperature), text_of(rows[i].max_tokens),
			text_of(rows[i].system) };
		unit_row(rows[i].request);
		out.n = details.n = 0;
		const enum llm_changed got = llm_change_request(
		    &change, text_of(rows[i].request), TEXT("recorded"), &a, &out, &details, &e);
		CHECK(got == (rows[i].expected ? LLM_CHANGED : LLM_SAME));
		CHECK_TEXT(buf_as_text(&out), rows[i].expected ? rows[i].expected : "");
		CHECK_TEXT(buf_as_text(&details), rows[i].details);
		arena_reset(&a);
	}
	for (size_t i = 0; i < COUNT(refused); i++) {
		const struct llm_change change = { .model = TEXT("m") };
		unit_row(refused[i].request);
		out.n = 0;
		CHECK(llm_change_request(&change, text_of(refused[i].request), TEXT_ABSENT, &a,
			  &out, &details, &e) == LLM_NOT_A_REQUEST);
		CHECK_TEXT(text_of(e.text), refused[i].error);
		CHECK(out.n == 0);
	}
	arena_free(&a);
	buf_free(&out);
	buf_free(&details);
	return unit_end();
}
