/* SPDX-License-Identifier: MIT */
#include "import/words.h"

bool
import_kind_of_word(struct text word, enum trace_kind *out)
{
	static const struct {
		struct text word;
		enum trace_kind kind;
	} words[] = {
		{ { "span", 4 }, TRACE_SPAN },
		{ { "chain", 5 }, TRACE_SPAN },
		{ { "workflow", 8 }, TRACE_SPAN },
		{ { "task", 4 }, TRACE_SPAN },
		{ { "guardrail", 9 }, TRACE_SPAN },
		{ { "evaluator", 9 }, TRACE_SPAN },
		{ { "prompt", 6 }, TRACE_SPAN },
		{ { "parser", 6 }, TRACE_SPAN },
		{ { "event", 5 }, TRACE_SPAN },
		{ { "custom", 6 }, TRACE_SPAN },
		{ { "function", 8 }, TRACE_FUNCTION },
		{ { "llm", 3 }, TRACE_LLM },
		{ { "generation", 10 }, TRACE_LLM },
		{ { "chat", 4 }, TRACE_LLM },
		{ { "chat_model", 10 }, TRACE_LLM },
		{ { "completion", 10 }, TRACE_LLM },
		{ { "text_completion", 15 }, TRACE_LLM },
		{ { "generate_content", 16 }, TRACE_LLM },
		{ { "response", 8 }, TRACE_LLM },
		{ { "tool", 4 }, TRACE_TOOL },
		{ { "execute_tool", 12 }, TRACE_TOOL },
		{ { "retriever", 9 }, TRACE_RETRIEVAL },
		{ { "retrieval", 9 }, TRACE_RETRIEVAL },
		{ { "rerank", 6 }, TRACE_RETRIEVAL },
		{ { "reranker", 8 }, TRACE_RETRIEVAL },
		{ { "agent", 5 }, TRACE_AGENT },
		{ { "invoke_agent", 12 }, TRACE_AGENT },
		{ { "create_agent", 12 }, TRACE_AGENT },
		{ { "embedding", 9 }, TRACE_EMBEDDING },
		{ { "embeddings", 10 }, TRACE_EMBEDDING },
		{ { "http", 4 }, TRACE_HTTP },
		{ { "database", 8 }, TRACE_DATABASE },
		{ { "db", 2 }, TRACE_DATABASE },
		{ { "sql", 3 }, TRACE_DATABASE },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_eq_nocase(words[i].word, word)) {
			*out = words[i].kind;
			return true;
		}
	return false;
}

bool
import_status_of_word(struct text word, enum trace_status *out)
{
	static const struct {
		struct text word;
		enum trace_status status;
	} words[] = {
		{ { "ok", 2 }, TRACE_OK },
		{ { "success", 7 }, TRACE_OK },
		{ { "succeeded", 9 }, TRACE_OK },
		{ { "successful", 10 }, TRACE_OK },
		{ { "complete", 8 }, TRACE_OK },
		{ { "completed", 9 }, TRACE_OK },
		{ { "done", 4 }, TRACE_OK },
		{ { "finished", 8 }, TRACE_OK },
		{ { "status_code_ok", 14 }, TRACE_OK },
		{ { "error", 5 }, TRACE_ERROR },
		{ { "errored", 7 }, TRACE_ERROR },
		{ { "err", 3 }, TRACE_ERROR },
		{ { "failed", 6 }, TRACE_ERROR },
		{ { "failure", 7 }, TRACE_ERROR },
		{ { "fault", 5 }, TRACE_ERROR },
		{ { "exception", 9 }, TRACE_ERROR },
		{ { "status_code_error", 17 }, TRACE_ERROR },
		{ { "timeout", 7 }, TRACE_ERROR },
		{ { "timed_out", 9 }, TRACE_ERROR },
		{ { "open", 4 }, TRACE_OPEN },
		{ { "unset", 5 }, TRACE_OPEN },
		{ { "status_code_unset", 17 }, TRACE_OPEN },
		{ { "running", 7 }, TRACE_OPEN },
		{ { "pending", 7 }, TRACE_OPEN },
		{ { "started", 7 }, TRACE_OPEN },
		{ { "in_progress", 11 }, TRACE_OPEN },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_eq_nocase(words[i].word, word)) {
			*out = words[i].status;
			return true;
		}
	return false;
}
