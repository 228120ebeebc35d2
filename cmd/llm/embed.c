/* SPDX-License-Identifier: MIT */
#include "cmd/llm/ask.h"

#include "json/write.h"

/* Finds data[i].embedding.  Returns NULL if the answer has another form. */
static const struct json_node *
embedding_of(const struct json_node *data)
{
	const struct json_node *embedding = json_get(data, "embedding");
	return embedding && embedding->kind != JSON_NULL ? embedding : NULL;
}

/* Writes the embeddings as the value of a member: one alone, or an array of several. */
static bool
put_embeddings(struct buf *b, const char *member, const struct json_node *root)
{
	const struct json_node *data = json_get(root, "data");
	if (!data || data->kind != JSON_ARRAY || !embedding_of(data->child))
		return false;
	json_name(b, member);
	if (data->count > 1)
		json_begin(b, '[');
	for (const struct json_node *one = data->child; one; one = one->next) {
		if (!embedding_of(one))
			return false;
		if (data->count > 1 && one->index > 0)
			buf_char(b, ',');
		json_put_compact(b, embedding_of(one)->json);
	}
	if (data->count > 1)
		json_end(b, ']');
	return true;
}

static void
put_usage(struct buf *b, const struct json_node *root)
{
	const struct json_node *n = json_get(json_get(root, "usage"), "prompt_tokens");
	if (!n || n->kind != JSON_NUMBER)
		return;
	json_member_begin(b, "usage", '{');
	json_member_raw(b, "input_tokens", n->json);
	json_end(b, '}');
}

static void
exchange(struct asking *a, const struct request *r, const struct endpoint *at,
    const struct buf *body, const char *member)
{
	struct buf url = { 0 };
	struct transfer_response got = { 0 };
	struct transfer_request q = { .body = buf_as_text(body) };
	struct err e;
	endpoint_address(at, "/embeddings", &url, &q);
	transfer_do(a->transfer, &q, &got);
	if (got.end != TRANSFER_DONE || got.status != 200) {
		ask_fail(a, r, at, &got);
	} else {
		const struct json_node *root =
		    json_tree(&a->protocol->arena, buf_as_text(&got.body), &e);
		struct buf *b = protocol_begin(a->protocol, r);
		if (put_embeddings(b, member, root)) {
			put_usage(b, root);
			protocol_end(a->protocol);
		} else {
			ask_refuse(a, r, "InvalidAnswer", "the answer has no embedding");
		}
	}
	transfer_response_free(&got);
	buf_free(&q.headers);
	buf_free(&url);
}

/* Only OpenAI has embeddings. */
static const struct endpoint *
find_endpoint(struct asking *a, const struct request *r, struct text model)
{
	const struct endpoint *at = ask_endpoint(a, r, model);
	if (at && at->api != LLM_OPENAI) {
		ask_refuse(a, r, "ConversionError", "Anthropic has no embeddings");
		return NULL;
	}
	return at;
}

void
ask_embedding(struct asking *a, const struct request *r, struct text model)
{
	const struct json_node *text = json_get(r->root, "text");
	struct buf body = { 0 };
	if (!text || text->kind != JSON_STRING) {
		ask_refuse(a, r, "InvalidRequest", "a request must be {\"id\",\"text\"}");
		return;
	}
	const struct endpoint *at = find_endpoint(a, r, model);
	if (!at)
		return;
	json_begin(&body, '{');
	json_member_string(&body, "model", model);
	json_member_string(&body, "input", text->text);
	json_end(&body, '}');
	exchange(a, r, at, &body, "embedding");
	buf_free(&body);
}

void
ask_embeddings(struct asking *a, const struct request *r, struct text model)
{
	const struct endpoint *at = find_endpoint(a, r, model);
	struct buf body = { 0 };
	if (!at)
		return;
	if (!json_get(r->input, "input")) {
		ask_refuse(a, r, "ConversionError",
		    "the recorded request has no input, so there is nothing to embed");
		return;
	}
	json_put_compact(&body, r->input->json);
	exchange(a, r, at, &body, "output");
	buf_free(&body);
}
