/* SPDX-License-Identifier: MIT */
#include "cmd/http/headers.h"

#include "base/utf8.h"
#include "json/write.h"

/* Headers that are about a connection (RFC 9110, section 7.6.1), or that libcurl makes. */
static const struct text of_connection[] = { { "connection", 10 }, { "keep-alive", 10 },
	{ "proxy-connection", 16 }, { "proxy-authenticate", 18 }, { "te", 2 }, { "trailer", 7 },
	{ "transfer-encoding", 17 }, { "upgrade", 7 }, { "http2-settings", 14 }, { "host", 4 },
	{ "content-length", 14 }, { "expect", 6 } };
enum { OF_CONNECTION = sizeof(of_connection) / sizeof(*of_connection), OF_ANSWER = 9 };

/* What the name of a credential contains, without its hyphens. */
static const struct text secret_words[] = { { "authorization", 13 }, { "cookie", 6 },
	{ "password", 8 }, { "secret", 6 }, { "token", 5 }, { "apikey", 6 } };
enum { SECRET_WORDS = sizeof(secret_words) / sizeof(*secret_words) };

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_of_connection(struct text name)
{
	for (size_t i = 0; i < OF_CONNECTION; i++)
		if (text_eq_nocase(name, of_connection[i]))
			return true;
	return name.n > 0 && name.p[0] == ':'; /* of HTTP/2 */
}

static bool
is_credential(struct text name)
{
	struct buf plain = { 0 };
	bool found = false;
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] != '-' && name.p[i] != '_')
			buf_char(&plain, lower(name.p[i]));
	for (size_t i = 0; i < SECRET_WORDS && !found; i++)
		found = text_contains(buf_as_text(&plain), secret_words[i]);
	buf_free(&plain);
	return found;
}

/* RFC 9110: a name is a token, and a value has no line end and no NUL. */
static bool
is_sound(struct text name, struct text value)
{
	for (size_t i = 0; i < name.n; i++) {
		const unsigned char c = (unsigned char)name.p[i];
		if (c <= ' ' || c >= 0x7f || strchr("()<>@,;:\\\"/[]?={}", c))
			return false;
	}
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] == '\r' || value.p[i] == '\n' || value.p[i] == '\0')
			return false;
	return name.n > 0;
}

static int
add(struct transfer_request *q, struct text name, struct text value, struct headers_sent *sent,
    struct err *e)
{
	if (is_of_connection(name))
		return 0;
	if (text_eq_nocase(name, TEXT("accept-encoding"))) {
		sent->accept_encoding = true; /* libcurl says what it can decompress */
		return 0;
	}
	if (!is_sound(name, value))
		return err_set(e, "a recorded header has a byte that no header can have");
	if (sent->authorization && text_eq_nocase(name, TEXT("authorization")))
		return 0;
	if (is_credential(name) && !sent->credentials) {
		if (sent->left_out.n > 0)
			BUF_LIT(&sent->left_out, ", ");
		buf_text(&sent->left_out, name);
		return 0;
	}
	sent->content_type = sent->content_type || text_eq_nocase(name, TEXT("content-type"));
	transfer_add_header(q, name, value);
	return 0;
}

/* A value may be a number, or an array of values. */
static int
add_values(struct transfer_request *q, struct text name, const struct json_node *value,
    struct headers_sent *sent, struct err *e)
{
	if (!value || value->kind == JSON_NULL)
		return 0;
	if (value->kind == JSON_OBJECT)
		return err_set(e, "a recorded header whose value is an object");
	if (value->kind != JSON_ARRAY)
		return add(q, name, value->text, sent, e);
	for (const struct json_node *v = value->child; v; v = v->next)
		if (v->kind != JSON_ARRAY && v->kind != JSON_OBJECT &&
		    add(q, name, v->text, sent, e) < 0)
			return -1;
	return 0;
}

int
headers_add(struct transfer_request *q, const struct json_node *headers, struct headers_sent *sent,
    struct err *e)
{
	const bool array = headers && headers->kind == JSON_ARRAY;
	if (!headers || headers->kind == JSON_NULL)
		return 0;
	if (!array && headers->kind != JSON_OBJECT)
		return err_set(e, "the recorded headers are neither an object nor an array");
	for (const struct json_node *n = headers->child; n; n = n->next) {
		const struct json_node *name = NULL, *value = n;
		if (array) {
			name = n->kind == JSON_ARRAY ? n->child : json_get(n, "name");
			value = n->kind == JSON_ARRAY && n->child ? n->child->next
								  : json_get(n, "value");
			if (!name || name->kind != JSON_STRING)
				return err_set(e, "a recorded header without a name");
		}
		if (add_values(q, array ? name->text : n->key, value, sent, e) < 0)
			return -1;
	}
	return 0;
}

/* ---- answers -------------------------------------------------------------------------------- */

/* A line of an answer; *at moves to the next one.  Returns false at the end. */
static bool
next_line(const struct transfer_response *got, size_t *at, struct text *name, struct text *value)
{
	while (*at < got->headers.n) {
		const struct text line = text_of(got->headers.p + *at);
		const char *colon = memchr(line.p, ':', line.n);
		*at += line.n + 1;
		if (!colon)
			continue;
		*name = (struct text){ line.p, (size_t)(colon - line.p) };
		*value = text_trim((struct text){ colon + 1, line.n - name->n - 1 });
		/* those after the ninth are about the request */
		if (text_among(*name, of_connection, OF_ANSWER) == OF_ANSWER)
			return true;
	}
	return false;
}

/* Values should be ASCII; what is not UTF-8 is taken for ISO 8859-1, as RFC 9110 says. */
static void
put_value(struct buf *b, struct text value)
{
	if (utf8_valid(value.p, value.n) == value.n) {
		buf_text(b, value);
		return;
	}
	for (size_t i = 0; i < value.n; i++) {
		const unsigned char c = (unsigned char)value.p[i];
		if (c >= 0x80)
			buf_char(b, (char)(0xc0 | c >> 6));
		buf_char(b, (char)(c >= 0x80 ? 0x80 | (c & 0x3f) : c));
	}
}

static void
put_array(struct buf *b, const struct transfer_response *got)
{
	struct text name, value;
	struct buf text = { 0 };
	json_begin(b, '[');
	for (size_t at = 0; next_line(got, &at, &name, &value);) {
		json_begin(b, '{');
		text.n = 0;
		put_value(&text, name);
		json_member_string(b, "name", buf_as_text(&text));
		text.n = 0;
		put_value(&text, value);
		json_member_string(b, "value", buf_as_text(&text));
		json_end(b, '}');
	}
	json_end(b, ']');
	buf_free(&text);
}

/* Is there a line with this name that ends before the offset? */
static bool
was_before(const struct transfer_response *got, struct text name, size_t before)
{
	struct text other, value;
	for (size_t at = 0; next_line(got, &at, &other, &value) && at <= before;)
		if (text_eq(name, other))
			return true;
	return false;
}

static void
put_all(struct buf *b, const struct transfer_response *got, struct text name, size_t from)
{
	const bool cookies = text_eq(name, TEXT("set-cookie"));
	struct text other, value;
	struct buf text = { 0 };
	if (cookies)
		json_begin(b, '[');
	for (size_t at = from; next_line(got, &at, &other, &value);) {
		if (!text_eq(name, other))
			continue;
		if (!cookies && text.n > 0)
			BUF_LIT(&text, ", ");
		put_value(&text, value);
		if (cookies) {
			json_add_string(b, buf_as_text(&text));
			text.n = 0;
		}
	}
	if (cookies)
		json_end(b, ']');
	else
		json_put_string(b, buf_as_text(&text));
	buf_free(&text);
}

void
headers_put(struct buf *b, const struct transfer_response *got, bool as_array)
{
	struct text name, value;
	struct buf text = { 0 };
	size_t from = 0;
	if (as_array) {
		put_array(b, got);
		return;
	}
	json_begin(b, '{');
	for (size_t at = 0; next_line(got, &at, &name, &value); from = at) {
		if (was_before(got, name, from))
			continue;
		text.n = 0;
		put_value(&text, name);
		json_name_text(b, buf_as_text(&text));
		put_all(b, got, name, from);
	}
	json_end(b, '}');
	buf_free(&text);
}
