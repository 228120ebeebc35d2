/* SPDX-License-Identifier: MIT */
#include "cmd/llm/ask.h"

#include <stdarg.h>

#include "json/write.h"
#include "llm/convert.h"
#include "llm/reply.h"
#include "llm/sse.h"

enum { SHOWN = 300 }; /* bytes of a body that is no error of an API */

/* An exchange that is going on. */
struct exchange {
	struct asking *asking;
	const struct request *request;
	struct llm_reply reply;
	struct sse sse;
	struct transfer_response got;
	bool streamed;  /* the answer is a stream of events */
	struct err why; /* the stream is not as it should be */
	bool odd;
};

void
ask_refuse(struct asking *a, const struct request *r, const char *type, const char *format, ...)
{
	struct buf b = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&b, format, args);
	va_end(args);
	const struct failure f = { text_of(type), buf_as_text(&b), .retry_after_ms = -1 };
	protocol_fail(a->protocol, r, &f);
	buf_free(&b);
}

const struct endpoint *
ask_endpoint(struct asking *a, const struct request *r, struct text model)
{
	enum llm_api api = LLM_OPENAI;
	struct buf name = { 0 };
	if (a->api) {
		api = *a->api;
	} else if (!llm_api_of_model(model, &api)) {
		buf_visible(&name, (struct text){ model.p, model.n < 200 ? model.n : 200 });
		ask_refuse(a, r, "UnknownModel",
		    "no API is known for the model '%.*s'; name it with --api openai or "
		    "--api anthropic",
		    (int)name.n, name.p ? name.p : "");
		buf_free(&name);
		return NULL;
	}
	const struct endpoint *at = &a->endpoint[api];
	if (at->wrong) {
		ask_refuse(a, r, "ConfigurationError", "%s", at->wrong);
		return NULL;
	}
	if (at->key && !at->loopback && at->base.n > 7 && memcmp(at->base.p, "http://", 7) == 0)
		protocol_note(a->protocol,
		    TEXT("warning: the base URL is not https, so the key is sent unencrypted"));
	return at;
}

/* ---- errors --------------------------------------------------------------------------------- */

static void
put_message(struct buf *b, const struct transfer_response *got)
{
	const struct text location = transfer_header(got, "location");
	const struct text body = buf_as_text(&got->body);
	buf_printf(b, "HTTP status %ld", got->status);
	if (got->status / 100 == 3) {
		BUF_LIT(b, ", a redirect, which is not followed");
		if (location.p) {
			BUF_LIT(b, ": ");
			buf_visible(b,
			    (struct text){ location.p, location.n < SHOWN ? location.n : SHOWN });
		}
	} else if (body.n > 0) {
		BUF_LIT(b, ": ");
		buf_visible(b, (struct text){ body.p, body.n < SHOWN ? body.n : SHOWN });
	}
}

void
ask_fail(struct asking *a, const struct request *r, const struct endpoint *at,
    struct transfer_response *got)
{
	struct llm_reply error;
	struct buf message = { 0 };
	llm_reply_init(&error, at->api);
	protocol_mask(a->protocol, &got->body);
	protocol_mask(a->protocol, &got->headers);
	struct failure f = { .type = text_of(transfer_end_name(got->end)),
		.status = got->end == TRANSFER_DONE ? got->status : 0,
		.retryable = transfer_is_retryable(got),
		.retry_after_ms = got->retry_after_ms };
	if (got->end != TRANSFER_DONE) {
		buf_visible(&message, text_of(got->message));
	} else if (llm_reply_error(&error, buf_as_text(&got->body))) {
		buf_text(&message, buf_as_text(&error.error_message));
		if (error.error_type.n > 0)
			f.type = buf_as_text(&error.error_type);
	}
	if (message.n == 0)
		put_message(&message, got);
	f.message = buf_as_text(&message);
	protocol_fail(a->protocol, r, &f);
	buf_free(&message);
	llm_reply_free(&error);
}

/* The API reported an error, although the status is 200: in the middle of a stream, where another
 * attempt may succeed, or as its answer. */
static void
fail_inside(struct exchange *x)
{
	const struct llm_reply *reply = &x->reply;
	static const struct text lasting[] = { { "invalid_request_error", 21 },
		{ "authentication_error", 20 }, { "permission_error", 16 },
		{ "not_found_error", 15 }, { "request_too_large", 17 } };
	const struct text type = buf_as_text(&reply->error_type);
	const struct failure f = { .type = type.n > 0 ? type : TEXT("APIError"),
		.message = reply->error_message.n > 0
			       ? buf_as_text(&reply->error_message)
			       : TEXT("the API reported an error in its answer"),
		.retryable = x->streamed && text_among(type, lasting, 5) == 5,
		.retry_after_ms = -1 };
	protocol_fail(x->asking->protocol, x->request, &f);
}

/* ---- answers -------------------------------------------------------------------------------- */

static bool
take_event(void *context, struct text name, struct text data)
{
	struct exchange *x = context;
	struct text chunk;
	if (llm_reply_event(&x->reply, name, data, &chunk, &x->why) < 0) {
		x->odd = true;
		return false;
	}
	if (chunk.n > 0)
		protocol_chunk(x->asking->protocol, x->request, chunk);
	return !x->reply.failed;
}

static int
take_piece(void *context, struct text piece)
{
	static const struct text wanted = { "text/event-stream", 17 };
	struct exchange *x = context;
	const struct text type = transfer_header(&x->got, "content-type");
	if (x->got.status != 200 || type.n < wanted.n ||
	    !text_eq_nocase((struct text){ type.p, wanted.n }, wanted))
		return 0;
	x->streamed = true;
	return sse_feed(&x->sse, piece, take_event, x) ? 1 : -1;
}

static void
answer(struct exchange *x)
{
	struct protocol *p = x->asking->protocol;
	protocol_chunk(p, x->request, TEXT_ABSENT);
	if (x->reply.choices > 1)
		protocol_note(p, TEXT("the API gave several answers; only the first one is kept"));
	struct buf *b = protocol_begin(p, x->request);
	llm_reply_put(b, &x->reply);
	protocol_end(p);
}

static void
fail_stream(struct exchange *x, const char *message)
{
	const struct failure f = { TEXT("StreamError"), text_of(message), .retryable = true,
		.retry_after_ms = -1 };
	protocol_fail(x->asking->protocol, x->request, &f);
}

static void
settle(struct exchange *x, const struct endpoint *at)
{
	struct asking *a = x->asking;
	if (x->reply.failed) {
		fail_inside(x);
	} else if (x->odd) {
		fail_stream(x, x->why.text);
	} else if (x->got.end == TRANSFER_TOO_LARGE || x->got.end == TRANSFER_TIMED_OUT ||
		   (x->got.end != TRANSFER_DONE && !x->streamed) ||
		   (x->got.end == TRANSFER_DONE && x->got.status != 200)) {
		ask_fail(a, x->request, at, &x->got);
	} else if (x->streamed && !x->reply.complete) {
		fail_stream(x, "the stream broke off before its end");
	} else if (!x->streamed &&
		   llm_reply_read(&x->reply, buf_as_text(&x->got.body), &x->why) < 0) {
		if (llm_reply_error(&x->reply, buf_as_text(&x->got.body)))
			fail_inside(x);
		else
			ask_refuse(a, x->request, "InvalidAnswer", "%s", x->why.text);
	} else {
		answer(x);
	}
}

static void
exchange(struct asking *a, const struct request *r, const struct endpoint *at,
    const struct llm_converted *c)
{
	struct exchange x = { .asking = a, .request = r };
	struct buf url = { 0 };
	struct transfer_request q = { .body = buf_as_text(&c->body), .context = &x };
	endpoint_address(at, at->api == LLM_OPENAI ? "/chat/completions" : "/messages", &url, &q);
	if (c->stream) {
		transfer_add_header(&q, TEXT("Accept"), TEXT("text/event-stream"));
		q.take = take_piece;
	}
	llm_reply_init(&x.reply, at->api);
	transfer_do(a->transfer, &q, &x.got);
	settle(&x, at);
	transfer_response_free(&x.got);
	llm_reply_free(&x.reply);
	sse_free(&x.sse);
	buf_free(&q.headers);
	buf_free(&url);
}

static void
say_notes(struct asking *a, const struct buf *notes)
{
	struct text left = buf_as_text(notes);
	while (left.n > 0) {
		const char *end = memchr(left.p, '\n', left.n);
		const struct text line = { left.p, (size_t)(end - left.p) };
		protocol_note(a->protocol, line);
		left = (struct text){ end + 1, left.n - line.n - 1 };
	}
}

void
ask(struct asking *a, const struct request *r)
{
	const struct json_node *model = json_get(r->input, "model");
	struct llm_converted c;
	struct err e;
	if (!r->input || (r->input->kind != JSON_OBJECT && r->input->kind != JSON_ARRAY)) {
		ask_refuse(a, r, "InvalidRequest", "the input is no recorded request of a model");
		return;
	}
	if (!model || model->kind != JSON_STRING || model->text.n == 0) {
		ask_refuse(a, r, "UnknownModel",
		    "the request names no model; choose one with "
		    "--model of esper-trace-replay");
		return;
	}
	if (llm_model_embeds(model->text)) {
		ask_embeddings(a, r, model->text);
		return;
	}
	const struct endpoint *at = ask_endpoint(a, r, model->text);
	if (!at)
		return;
	const struct llm_convert_options options = { at->api, a->stream, a->drop, a->drops };
	if (llm_convert(&c, &a->protocol->arena, r->input, model->text, &options, &e) < 0) {
		ask_refuse(a, r, "ConversionError", "%s", e.text);
	} else {
		say_notes(a, &c.notes);
		exchange(a, r, at, &c);
	}
	llm_converted_free(&c);
}
