/* SPDX-License-Identifier: MIT */
#include "step/dap_message.h"

#include "base/number.h"
#include "json/write.h"

/* Numbers beyond this are not whole in the JSON of most clients. */
#define SEQ_MOST INT64_C(9007199254740991)

static bool
read_seq(const struct json_node *n, int64_t *seq)
{
	int64_t value;
	if (!n || n->kind != JSON_NUMBER || number_i64(n->text, &value) < 0)
		return false;
	if (value < 0 || value > SEQ_MOST)
		return false;
	*seq = value;
	return true;
}

static enum dap_read
wrong(struct err *e, const char *why)
{
	err_set(e, "%s", why);
	return DAP_READ_WRONG;
}

enum dap_read
dap_request_read(struct arena *a, struct text message, struct dap_request *r, struct err *e)
{
	struct err parse;
	*r = (struct dap_request){ 0 };
	const struct json_node *root = json_tree(a, message, &parse);
	if (!root) {
		err_set(e, "the message is not JSON: %s, at byte %zu", parse.text, parse.offset);
		return DAP_READ_WRONG;
	}
	if (root->kind != JSON_OBJECT)
		return wrong(e, "the message is not a JSON object");
	const struct json_node *type = json_get(root, "type"), *command = json_get(root, "command"),
			       *arguments = json_get(root, "arguments");
	if (type && type->kind == JSON_STRING &&
	    (text_eq(type->text, TEXT("response")) || text_eq(type->text, TEXT("event"))))
		return DAP_READ_IGNORED;
	if (!read_seq(json_get(root, "seq"), &r->seq))
		return wrong(e, "the message has no \"seq\", which must be a whole number");
	if (!command || command->kind != JSON_STRING)
		return wrong(e, "the message has no \"command\", which must be a string");
	r->command = command->text;
	if (!type || type->kind != JSON_STRING || !text_eq(type->text, TEXT("request")))
		return wrong(e, "the \"type\" of the message must be \"request\"");
	if (arguments && arguments->kind != JSON_OBJECT && arguments->kind != JSON_NULL)
		return wrong(e, "\"arguments\" must be an object");
	if (arguments && arguments->kind == JSON_OBJECT)
		r->arguments = arguments;
	return DAP_READ_REQUEST;
}

static const char *
type_name(enum json_row_type type)
{
	switch (type) {
	case JSON_ROW_TEXT:
	case JSON_ROW_PARSED:
	case JSON_ROW_CHOICE: return "a string";
	case JSON_ROW_U64: return "a whole number";
	case JSON_ROW_BOOL: return "true or false";
	case JSON_ROW_ARRAY: return "an array";
	case JSON_ROW_OBJECT: return "an object";
	}
	return "";
}

int
dap_read_object(const struct json_node *object, const char *what, const struct json_row *row,
    size_t n, void *out, struct err *e)
{
	const struct json_row *bad = json_read(object, row, n, out);
	if (!bad)
		return 0;
	const struct json_node *member = json_get(object, bad->name);
	return err_set(e, "%s: \"%s\" %s %s", what, bad->name,
	    member ? "must be" : "is missing; it must be", type_name(bad->type));
}

static void
put_seq(struct buf *b, const char *name, int64_t seq)
{
	json_member_u64(b, name, (uint64_t)seq);
}

static void
response(struct buf *b, int64_t seq, const struct dap_request *r, bool success)
{
	json_begin(b, '{');
	put_seq(b, "seq", seq);
	json_member_string(b, "type", TEXT("response"));
	put_seq(b, "request_seq", r->seq);
	json_member_bool(b, "success", success);
	json_name(b, "command");
	dap_add_visible(b, r->command);
}

void
dap_response_begin(struct buf *b, int64_t seq, const struct dap_request *r)
{
	response(b, seq, r, true);
}

void
dap_response_end(struct buf *b)
{
	json_end(b, '}');
}

void
dap_put_refusal(struct buf *b, int64_t seq, const struct dap_request *r, struct text why)
{
	response(b, seq, r, false);
	dap_member_visible(b, "message", why);
	json_member_begin(b, "body", '{');
	json_member_begin(b, "error", '{');
	json_member_u64(b, "id", 1);
	dap_member_visible(b, "format", why);
	/* a client shows what a person asked for; the others are its own affair */
	json_member_bool(b, "showUser", text_eq(r->command, TEXT("launch")));
	json_end(b, '}');
	json_end(b, '}');
	json_end(b, '}');
}

void
dap_event_begin(struct buf *b, int64_t seq, const char *event)
{
	json_begin(b, '{');
	put_seq(b, "seq", seq);
	json_member_string(b, "type", TEXT("event"));
	json_member_string(b, "event", text_of(event));
	json_member_begin(b, "body", '{');
}

void
dap_event_end(struct buf *b)
{
	json_end(b, '}');
	json_end(b, '}');
}

void
dap_add_visible(struct buf *b, struct text t)
{
	struct buf shown = { 0 };
	buf_visible(&shown, t);
	json_add_string(b, buf_as_text(&shown));
	buf_free(&shown);
}

void
dap_member_visible(struct buf *b, const char *name, struct text t)
{
	json_name(b, name);
	dap_add_visible(b, t);
}
