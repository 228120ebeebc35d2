/* SPDX-License-Identifier: MIT */
#include "cmd/http/send.h"

#include <stdlib.h>

#include "base/base64.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cmd/http/headers.h"
#include "json/write.h"

enum { METHOD_MAX = 32 };
#define VALUES_MAX ((size_t)1 << 22)

static void
refuse(struct sending *s, const struct request *r, const char *type, const char *message)
{
	const struct failure f = { text_of(type), text_of(message), .retry_after_ms = -1 };
	protocol_fail(s->protocol, r, &f);
}

/* ---- the request ---------------------------------------------------------------------------- */

/* Without a recorded method, a request with a body is a POST. */
static int
read_method(const struct json_node *input, bool body, char method[METHOD_MAX], struct err *e)
{
	const struct json_node *n = json_get(input, "method");
	struct text t = body ? TEXT("POST") : TEXT("GET");
	if (n && n->kind != JSON_NULL)
		t = n->text;
	if ((n && n->kind != JSON_STRING && n->kind != JSON_NULL) || t.n == 0 || t.n >= METHOD_MAX)
		return err_set(e, "the recorded method is none");
	for (size_t i = 0; i < t.n; i++) {
		const char c = t.p[i];
		if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c != '-')
			return err_set(e, "the recorded method is none");
		method[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	method[t.n] = '\0';
	return 0;
}

/* A string is sent as it is, or decoded if `encoding` says base64; any other value as JSON. */
static int
read_body(const struct json_node *input, struct buf *body, bool *is_json, struct err *e)
{
	const struct json_node *n = json_get(input, "body");
	const struct json_node *encoding = json_get(input, "encoding");
	*is_json = false;
	if (!n || n->kind == JSON_NULL)
		return 0;
	if (n->kind != JSON_STRING) {
		json_put_compact(body, n->json);
		*is_json = true;
	} else if (encoding && encoding->kind == JSON_STRING &&
		   text_eq_nocase(encoding->text, TEXT("base64"))) {
		buf_room(body, 3 * (n->text.n / 4 + 1));
		const long length = base64_decode(n->text, body->p);
		if (length < 0)
			return err_set(e, "the recorded body is not Base64");
		body->n = (size_t)length;
	} else {
		buf_text(body, n->text);
	}
	return 0;
}

static void
say_left_out(struct sending *s, const struct headers_sent *sent)
{
	struct buf b = { 0 };
	if (sent->left_out.n == 0)
		return;
	BUF_LIT(&b, "recorded credentials are not sent (");
	buf_visible(&b, buf_as_text(&sent->left_out));
	BUF_LIT(&b, "); --send-credentials sends them");
	protocol_note(s->protocol, buf_as_text(&b));
	buf_free(&b);
}

static int
add_headers(struct sending *s, const struct json_node *input, bool is_json,
    struct transfer_request *q, struct err *e)
{
	struct headers_sent sent = { .credentials = s->credentials,
		.authorization = s->authorization != NULL };
	const int result = headers_add(q, json_get(input, "headers"), &sent, e);
	if (result == 0) {
		q->decompress = sent.accept_encoding;
		if (s->authorization)
			transfer_add_header(q, TEXT("Authorization"), text_of(s->authorization));
		if (!sent.content_type && is_json)
			transfer_add_header(q, TEXT("Content-Type"), TEXT("application/json"));
		else if (!sent.content_type) /* libcurl would add one */
			buf_put(&q->headers, "Content-Type:", sizeof("Content-Type:"));
		say_left_out(s, &sent);
	}
	buf_free(&sent.left_out);
	return result;
}

/* ---- the answer ----------------------------------------------------------------------------- */

/* Is it JSON?  A body with very many values is not looked at, because each would take memory. */
static bool
is_json(struct text body)
{
	struct arena a = { 0 };
	struct err e;
	size_t values = 1;
	for (size_t i = 0; i < body.n; i++)
		values += body.p[i] == ',' || body.p[i] == '[' || body.p[i] == '{';
	const bool json = values <= VALUES_MAX && json_tree(&a, body, &e);
	arena_free(&a);
	return json;
}

/* JSON as JSON, other text as a string, other bytes in Base64, as traces of HAR have them. */
static void
put_body(struct buf *b, struct text body)
{
	json_name(b, "body");
	if (body.n == 0) {
		json_add_null(b);
	} else if (is_json(body)) {
		json_put_compact(b, body);
	} else if (utf8_valid(body.p, body.n) == body.n) {
		json_put_string(b, body);
	} else {
		buf_char(b, '"');
		json_put_base64(b, body.p, body.n);
		buf_char(b, '"');
	}
}

static bool
is_array(const struct json_node *n)
{
	return n && n->kind == JSON_ARRAY;
}

static void
answer(struct sending *s, const struct request *r, const struct transfer_response *got)
{
	if (got->end != TRANSFER_DONE) {
		struct buf message = { 0 };
		buf_visible(&message, text_of(got->message));
		const struct failure f = { text_of(transfer_end_name(got->end)),
			buf_as_text(&message), .retryable = transfer_is_retryable(got),
			.retry_after_ms = -1 };
		protocol_fail(s->protocol, r, &f);
		buf_free(&message);
		return;
	}
	struct buf *b = protocol_begin(s->protocol, r);
	json_member_begin(b, "output", '{');
	json_member_u64(b, "status", (uint64_t)got->status);
	json_name(b, "headers");
	headers_put(b, got, is_array(json_get(r->input, "headers")));
	put_body(b, buf_as_text(&got->body));
	json_end(b, '}');
	protocol_end(s->protocol);
}

void
send_request(struct sending *s, const struct request *r)
{
	struct transfer_request q = { .direct = s->target.loopback };
	struct transfer_response got = { 0 };
	struct buf url = { 0 }, body = { 0 };
	char method[METHOD_MAX];
	bool is_json = false;
	struct err e;
	if (!r->input || r->input->kind != JSON_OBJECT) {
		refuse(s, r, "InvalidRequest", "the input is no recorded request of HTTP");
		return;
	}
	const struct json_node *recorded = json_get(r->input, "body");
	const bool has_body = recorded && recorded->kind != JSON_NULL;
	if (read_method(r->input, has_body, method, &e) < 0 ||
	    target_url(&s->target, r->input, &url, &e) < 0 ||
	    read_body(r->input, &body, &is_json, &e) < 0 ||
	    add_headers(s, r->input, is_json, &q, &e) < 0) {
		refuse(s, r, "InvalidRequest", e.text);
	} else {
		const bool wants_body = strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 ||
					strcmp(method, "PATCH") == 0;
		q.method = method;
		q.url = url.p;
		if (strcmp(method, "HEAD") != 0 && (has_body || wants_body))
			q.body = buf_as_text(&body);
		transfer_do(s->transfer, &q, &got);
		answer(s, r, &got);
	}
	transfer_response_free(&got);
	buf_free(&q.headers);
	buf_free(&url);
	buf_free(&body);
}
