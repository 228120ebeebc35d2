/* SPDX-License-Identifier: MIT */
#ifndef NET_ANSWERS_H
#define NET_ANSWERS_H

#include <stdbool.h>

/* What the server of server.c answers. */

#define JSON "Content-Type: application/json\r\n"

/* Answers that depend on nothing but the first part of the path. */
static const struct {
	const char *mode;
	int status;
	const char *headers, *body;
} fixed[] = {
	{ "/400", 400, JSON,
	    "{\"error\":{\"message\":\"Unrecognized request argument\",\"type\":"
	    "\"invalid_request_error\",\"param\":null,\"code\":null}}" },
	{ "/401", 401, JSON,
	    "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":"
	    "\"invalid x-api-key\"}}" },
	{ "/403", 403, "Content-Type: text/html\r\n", "<h1>forbidden</h1>" },
	{ "/429", 429, JSON "Retry-After: 7\r\n",
	    "{\"error\":{\"message\":\"Rate limit reached\",\"type\":\"requests\",\"code\":"
	    "\"rate_limit_exceeded\"}}" },
	{ "/429-ms", 429, JSON "retry-after-ms: 250\r\nRetry-After: 1\r\n", "{}" },
	{ "/429-fraction", 429, "Retry-After: 0.5\r\n", "" },
	{ "/429-past", 429, "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n", "" },
	{ "/429-odd", 429, "Retry-After: soon\r\n", "" },
	{ "/500", 500, "", "" },
	{ "/502", 502, "Content-Type: text/html\r\n", "<html>\x1b[31mbad gateway</html>" },
	{ "/503", 503, "", "" },
	{ "/529", 529, JSON,
	    "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":"
	    "\"Overloaded\"}}" },
	{ "/redirect", 307, "Location: /ok/v1/chat/completions\r\n", "" },
	{ "/no-json", 200, JSON, "ok" },
	{ "/no-answer", 200, JSON, "{\"object\":\"list\"}" },
	{ "/error-200", 200, JSON, "{\"error\":{\"message\":\"the model is loading\"}}" },
	{ "/empty", 204, "", "" },
	{ "/html", 200, "Content-Type: text/html\r\n", "<p>\xC3\xA9</p>\n" },
	{ "/json-text", 200, "Content-Type: text/plain\r\n", " {\"a\": [1, 2]}\n" },
};

static const char embedding[] =
    "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":"
    "[0.25, -0.5]}],\"model\":\"text-embedding-3-small\",\"usage\":{\"prompt_tokens\":5,"
    "\"total_tokens\":5}}";

static const char openai_text[] =
    "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"model\":\"gpt-4o-2024-08-06\","
    "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Gr\\u00fc\\u00df "
    "Gott.\",\"refusal\":null},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":20,"
    "\"completion_tokens\":9,\"total_tokens\":29,\"prompt_tokens_details\":{\"cached_tokens\":16},"
    "\"completion_tokens_details\":{\"reasoning_tokens\":4}}}";

static const char anthropic_text[] =
    "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":"
    "\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"},{\"type\":\"text\",\"text\":"
    "\"Good \"},{\"type\":\"text\",\"text\":\"morning.\"}],\"stop_reason\":\"end_turn\","
    "\"usage\":{\"input_tokens\":10,\"cache_creation_input_tokens\":3,"
    "\"cache_read_input_tokens\":7,\"output_tokens\":5}}";

static const char openai_tools[] =
    "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,"
    "\"tool_calls\":[{\"id\":\"call_a\",\"type\":\"function\",\"function\":{\"name\":"
    "\"weather\",\"arguments\":\"{\\\"city\\\": \\\"Rome\\\"}\"}},{\"id\":\"call_b\",\"type\":"
    "\"function\",\"function\":{\"name\":\"odd\",\"arguments\":\"not JSON\"}}]},"
    "\"finish_reason\":\"tool_calls\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}";

static const char anthropic_tools[] =
    "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"I look.\"},{\"type\":"
    "\"tool_use\",\"id\":\"toolu_a\",\"name\":\"weather\",\"input\":{\"city\":\"Rome\"}}],"
    "\"stop_reason\":\"tool_use\",\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}";

#define DELTA(json) "data: {\"choices\":[{\"index\":0,\"delta\":" json "}]}\n\n"

static const char openai_stream[] = ": a comment\n\n" DELTA(
    "{\"role\":\"assistant\",\"content\":\"\"}") DELTA("{\"content\":\"Gr\xC3\xBC\xC3\x9F \"}")
    DELTA("{\"content\":\"Gott.\"}") DELTA(
	"{},\"finish_reason\":\"stop\"") "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":9}}\n\n"
					 "data: [DONE]\n\n";

static const char openai_tool_stream[] = DELTA(
    "{\"tool_calls\":[{\"index\":0,\"id\":\"call_a\",\"type\":\"function\",\"function\":"
    "{\"name\":\"weather\",\"arguments\":\"\"}}]}")
    DELTA("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}")
	DELTA("{\"tool_calls\":[{\"index\":1,\"id\":\"call_b\",\"function\":{\"name\":\"now\"}}]}")
	    DELTA("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Rome\\\"}\"}}]}")
		DELTA("{},\"finish_reason\":\"tool_calls\"") "data: [DONE]\n\n";

#define EVENT(name, json) "event: " name "\r\ndata: {\"type\":\"" name "\"" json "}\r\n\r\n"

static const char anthropic_stream[] =
    EVENT("message_start", ",\"message\":{\"usage\":{\"input_tokens\":10,"
			   "\"cache_read_input_tokens\":7,\"output_tokens\":1}}")
	EVENT("content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"text\","
				     "\"text\":\"\"}") EVENT("ping", "")
	    EVENT("content_block_delta", ",\"index\":0,\"delta\":{\"type\":\"text_delta\","
					 "\"text\":\"Good \"}") EVENT("content_block_delta",
		",\"index\":0,\"delta\":{\"type\":\"text_delta\","
		"\"text\":\"morning.\"}") EVENT("content_block_stop", ",\"index\":0")
		EVENT("message_delta", ",\"delta\":{\"stop_reason\":\"end_turn\"},"
				       "\"usage\":{\"output_tokens\":5}") EVENT("message_stop", "");

static const char anthropic_tool_stream[] =
    EVENT("message_start", ",\"message\":{\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}")
	EVENT("content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"thinking\","
				     "\"thinking\":\"\"}") EVENT("content_block_delta",
	    ",\"index\":0,\"delta\":{\"type\":\"thinking_delta\","
	    "\"thinking\":\"hm\"}") EVENT("content_block_start",
	    ",\"index\":1,\"content_block\":{\"type\":\"tool_use\","
	    "\"id\":\"toolu_a\",\"name\":\"weather\",\"input\":{}}") EVENT("content_block_delta",
	    ",\"index\":1,\"delta\":{\"type\":\"input_json_delta\","
	    "\"partial_json\":\"{\\\"city\\\": \\\"Ro\"}")
	    EVENT("content_block_delta", ",\"index\":1,\"delta\":{\"type\":\"input_json_delta\","
					 "\"partial_json\":\"me\\\"}\"}")
		EVENT("message_delta", ",\"delta\":{\"stop_reason\":\"tool_use\"},"
				       "\"usage\":{\"output_tokens\":9}") EVENT("message_stop", "");

static const char openai_broken_stream[] = DELTA(
    "{\"content\":\"Gr\"}") "data: {\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}\n\n";

static const char anthropic_broken_stream[] = EVENT("message_start", ",\"message\":{}")
    EVENT("error", ",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}");

/* Answers in server-sent events.  One that is not whole breaks off in the middle. */
static const struct {
	const char *mode, *openai, *anthropic;
	bool whole;
} streams[] = {
	{ "/stream", openai_stream, anthropic_stream, true },
	{ "/tool-stream", openai_tool_stream, anthropic_tool_stream, true },
	{ "/half", openai_stream, anthropic_stream, false },
	{ "/error-stream", openai_broken_stream, anthropic_broken_stream, true },
	{ "/odd-stream", "data: {\"choices\":\n\n", "data: no JSON\n\n", true },
	{ "/ended-stream", "data: {\"choices\":[]}\n\n", ": nothing\n\n", true },
};

static const char short_answer[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
				   "Content-Length: 1000\r\n\r\n{\"choices\":";

static const char binary_answer[] = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
				    "Content-Length: 5\r\n\r\n\xFF\x00\xFE\x01\x02";

#endif
