/* SPDX-License-Identifier: MIT */
#include "json/tree.h"
#include "json/write.h"
#include "llm/reply.h"
#include "llm/sse.h"
#include "tests/fuzz/fuzz.h"

/*
 * A stream of events, whole and in pieces of one byte: both give the same answer, which is JSON,
 * and the chunks are its text.  The bytes are also read as a body.  The first byte chooses the API.
 */
struct reading {
	struct llm_reply reply;
	struct buf chunks;
	bool refused;
};

static bool
take(void *context, struct text name, struct text data)
{
	struct reading *r = context;
	struct text chunk;
	struct err e;
	MUST(name.p && data.p);
	r->refused = llm_reply_event(&r->reply, name, data, &chunk, &e) < 0;
	buf_text(&r->chunks, chunk);
	return !r->refused;
}

static void
put(struct reading *r, struct buf *out)
{
	struct arena a = { 0 };
	struct err e;
	json_begin(out, '{');
	llm_reply_put(out, &r->reply);
	json_end(out, '}');
	MUST(json_tree(&a, buf_as_text(out), &e));
	MUST(text_eq(buf_as_text(&r->chunks), buf_as_text(&r->reply.text)));
	arena_free(&a);
}

static void
read_stream(enum llm_api api, struct text t, size_t piece, struct buf *out)
{
	struct reading r = { .refused = false };
	struct sse s = { .begun = false };
	llm_reply_init(&r.reply, api);
	for (size_t at = 0; at < t.n && !r.refused; at += piece) {
		const size_t n = t.n - at < piece ? t.n - at : piece;
		sse_feed(&s, (struct text){ t.p + at, n }, take, &r);
	}
	put(&r, out);
	sse_free(&s);
	buf_free(&r.chunks);
	llm_reply_free(&r.reply);
}

static void
read_body(enum llm_api api, struct text t)
{
	struct reading r = { .refused = false };
	struct buf out = { 0 };
	struct err e;
	llm_reply_init(&r.reply, api);
	r.refused = llm_reply_read(&r.reply, t, &e) < 0;
	buf_text(&r.chunks, buf_as_text(&r.reply.text));
	put(&r, &out);
	llm_reply_error(&r.reply, t);
	buf_free(&out);
	buf_free(&r.chunks);
	llm_reply_free(&r.reply);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf whole = { 0 }, bytes = { 0 };
	if (n == 0 || n > 1 << 16)
		return 0;
	const enum llm_api api = data[0] == 'a' ? LLM_ANTHROPIC : LLM_OPENAI;
	const struct text t = { (const char *)data + 1, n - 1 };
	read_stream(api, t, t.n + 1, &whole);
	read_stream(api, t, 1, &bytes);
	MUST(text_eq(buf_as_text(&whole), buf_as_text(&bytes)));
	read_body(api, t);
	buf_free(&whole);
	buf_free(&bytes);
	return 0;
}
