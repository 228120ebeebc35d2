/* SPDX-License-Identifier: MIT */
#include "import/exchange.h"

#include <string.h>

#include "import/attributes.h"
#include "import/exchange_answer.h"
#include "import/stream.h"
#include "json/write.h"
#include "trace/members.h"

static bool
is_kind(struct text json, char first)
{
	return json.n >= 2 && json.p[0] == first;
}

static struct text
string_of(struct import_in *in, struct text json)
{
	if (!is_kind(json, '"'))
		return TEXT_ABSENT;
	return json_unescaped(in->arena, (struct text){ json.p + 1, json.n - 2 });
}

static bool
ends_in(struct text t, struct text tail)
{
	return t.n >= tail.n && memcmp(t.p + t.n - tail.n, tail.p, tail.n) == 0;
}

/* ---- which one ------------------------------------------------------------------------------ */

/* The end of the path says which it is, if the request has the member that it must have. */
static enum api
api_of_path(struct text path)
{
	static const struct {
		struct text tail;
		enum api api;
	} paths[] = {
		{ TEXT("/chat/completions"), API_CHAT },
		{ TEXT("/completions"), API_COMPLETION },
		{ TEXT("/responses"), API_RESPONSES },
		{ TEXT("/embeddings"), API_EMBEDDING },
		{ TEXT("/messages"), API_MESSAGES },
		{ TEXT(":generateContent"), API_GEMINI },
		{ TEXT(":streamGenerateContent"), API_GEMINI },
	};
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (ends_in(path, paths[i].tail))
			return paths[i].api;
	return API_NONE;
}

/* The shape of an answer, or of its first chunk, says it of any path. */
static enum api
api_of_answer(struct text answer)
{
	const struct text object = trace_member_of(answer, TEXT("object")),
			  type = trace_member_of(answer, TEXT("type"));
	if (is_kind(trace_member_of(answer, TEXT("candidates")), '['))
		return API_GEMINI;
	if (text_eq(type, TEXT("\"message\"")) || text_eq(type, TEXT("\"message_start\"")))
		return API_MESSAGES;
	if (text_eq(object, TEXT("\"response\"")) || text_eq(type, TEXT("\"response.created\"")))
		return API_RESPONSES;
	if (is_kind(trace_member_of(answer, TEXT("choices")), '['))
		return text_eq(object, TEXT("\"text_completion\"")) ? API_COMPLETION : API_CHAT;
	return API_NONE;
}

/* Does the request have what one of this kind must have? */
static bool
asks(struct text request, enum api api)
{
	switch (api) {
	case API_CHAT:
	case API_MESSAGES: return is_kind(trace_member_of(request, TEXT("messages")), '[');
	case API_COMPLETION: return trace_member_of(request, TEXT("prompt")).p != NULL;
	case API_RESPONSES:
		return trace_member_of(request, TEXT("input")).p ||
		       trace_member_of(request, TEXT("prompt")).p;
	case API_EMBEDDING: return trace_member_of(request, TEXT("input")).p != NULL;
	case API_GEMINI: return is_kind(trace_member_of(request, TEXT("contents")), '[');
	case API_NONE: return false;
	}
	return false;
}

/* ---- who ------------------------------------------------------------------------------------ */

/* The names that OpenTelemetry has for vendors. */
static struct text
vendor_of(struct text host)
{
	static const struct {
		struct text tail, vendor;
	} hosts[] = {
		{ TEXT("openai.azure.com"), TEXT("azure.ai.openai") },
		{ TEXT("openai.com"), TEXT("openai") },
		{ TEXT("anthropic.com"), TEXT("anthropic") },
		{ TEXT("generativelanguage.googleapis.com"), TEXT("gcp.gemini") },
		{ TEXT("aiplatform.googleapis.com"), TEXT("gcp.vertex_ai") },
		{ TEXT("mistral.ai"), TEXT("mistral_ai") },
		{ TEXT("groq.com"), TEXT("groq") },
		{ TEXT("deepseek.com"), TEXT("deepseek") },
		{ TEXT("perplexity.ai"), TEXT("perplexity") },
		{ TEXT("x.ai"), TEXT("x_ai") },
		{ TEXT("openrouter.ai"), TEXT("openrouter") },
	};
	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++) {
		const struct text tail = hosts[i].tail;
		const char before = host.n > tail.n ? host.p[host.n - tail.n - 1] : '.';
		if (ends_in(host, tail) && (before == '.' || before == '-'))
			return hosts[i].vendor;
	}
	return TEXT_ABSENT;
}

/* What stands between a name and the next slash or colon of the path: /models/NAME:generate. */
static struct text
named_in(struct text path, struct text before)
{
	for (size_t i = 0; i + before.n < path.n; i++) {
		if (memcmp(path.p + i, before.p, before.n) != 0)
			continue;
		const char *p = path.p + i + before.n, *const end = path.p + path.n;
		const char *stop = p;
		while (stop < end && *stop != '/' && *stop != ':')
			stop++;
		if (stop > p)
			return (struct text){ p, (size_t)(stop - p) };
	}
	return TEXT_ABSENT;
}

static struct text
model_of(struct import_in *in, const struct import_exchange *x)
{
	struct text model = string_of(in, trace_member_of(x->request, TEXT("model")));
	if (!model.p)
		model = named_in(x->path, TEXT("/models/"));
	if (!model.p)
		model = named_in(x->path, TEXT("/deployments/"));
	return model;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static struct text
chunk_of(struct import_in *in, struct text data)
{
	struct buf quoted = { 0 };
	if (data.n == 0 || data.p[0] != '{')
		return TEXT_ABSENT;
	json_put_string(&quoted, data);
	const struct text chunk =
	    import_embedded(in, arena_text(in->arena, buf_as_text(&quoted)), false);
	buf_free(&quoted);
	return is_kind(chunk, '{') ? chunk : TEXT_ABSENT;
}

/* The first chunk of a stream, which tells what it is. */
static struct text
first_chunk(struct import_in *in, struct text stream)
{
	struct import_stream s = import_stream(stream);
	struct text data, chunk = TEXT_ABSENT;
	while (!chunk.p && stream.p && import_stream_next(&s, in->arena, &data))
		chunk = chunk_of(in, data);
	return chunk;
}

/* The elements of an array are chunks, too: so Gemini answers without a stream. */
static void
take_answer(struct import_in *in, struct exchange_answer *a, const struct import_exchange *x)
{
	struct trace_members it = trace_members(x->answer);
	struct text key, value;
	if (is_kind(x->answer, '{'))
		exchange_answer_add(in, a, x->answer);
	while (is_kind(x->answer, '[') && trace_member(&it, &key, &value))
		exchange_answer_add(in, a, value);
	if (!x->stream.p)
		return;
	struct import_stream s = import_stream(x->stream);
	struct text data;
	while (import_stream_next(&s, in->arena, &data)) {
		const struct text chunk = chunk_of(in, data);
		if (chunk.p)
			exchange_answer_add(in, a, chunk);
	}
}

static enum api
api_of(struct import_in *in, const struct import_exchange *x)
{
	enum api api = api_of_path(x->path);
	if (asks(x->request, api))
		return api;
	api = api_of_answer(x->answer);
	if (api == API_NONE)
		api = api_of_answer(first_chunk(in, x->stream));
	return asks(x->request, api) ? api : API_NONE;
}

bool
import_exchange(struct import_in *in, const struct import_exchange *x, struct trace_record *r)
{
	const enum api api = is_kind(x->request, '{') ? api_of(in, x) : API_NONE;
	if (api == API_NONE)
		return false;
	struct trace_more *more = import_more(in, r);
	struct exchange_answer a = { .api = api, .more = more };
	r->kind = api == API_EMBEDDING ? TRACE_EMBEDDING : TRACE_LLM;
	more->llm = true;
	more->model = model_of(in, x);
	more->vendor = vendor_of(x->host);
	r->input = x->request;
	take_answer(in, &a, x);
	r->output = exchange_answer_done(in, &a);
	if (a.failed)
		r->status = TRACE_ERROR;
	return true;
}
