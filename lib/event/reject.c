/* SPDX-License-Identifier: MIT */
#include "event/event.h"

#include "base/utf8.h"
#include "json/walk.h"
#include "json/write.h"

const struct text reject_names[REJECT_CODES] = {
	[REJECT_INVALID_JSON] = TEXT("invalid_json"),
	[REJECT_INVALID_UTF8] = TEXT("invalid_utf8"),
	[REJECT_TOO_DEEP] = TEXT("too_deep"),
	[REJECT_TOO_LONG] = TEXT("too_long"),
	[REJECT_NOT_AN_OBJECT] = TEXT("not_an_object"),
	[REJECT_MISSING_OBSERVED_AT] = TEXT("missing_observed_at"),
	[REJECT_INVALID_OBSERVED_AT] = TEXT("invalid_observed_at"),
	[REJECT_MISSING_REQUIRED_FIELD] = TEXT("missing_required_field"),
	[REJECT_INVALID_FIELD] = TEXT("invalid_field"),
	[REJECT_NOT_AN_ENCODED_EVENT] = TEXT("not_an_encoded_event"),
	[REJECT_NO_MATCH] = TEXT("no_match"),
};

static struct text
not_an_object(enum json_kind kind)
{
	switch (kind) {
	case JSON_NULL: return TEXT("not an object but null");
	case JSON_FALSE:
	case JSON_TRUE: return TEXT("not an object but a boolean");
	case JSON_NUMBER: return TEXT("not an object but a number");
	case JSON_STRING: return TEXT("not an object but a string");
	case JSON_ARRAY: return TEXT("not an object but an array");
	case JSON_OBJECT:
	case JSON_NONE: break;
	}
	return TEXT("not an object");
}

void
reject_of_line(struct arena *a, const struct json_line *line, struct reject *why)
{
	(void)a; /* every text is a constant so far */
	*why = (struct reject){ .code = REJECT_INVALID_JSON };
	if (line->fault.code == JSON_OK) {
		why->code = REJECT_NOT_AN_OBJECT;
		why->error = not_an_object(line->kind);
		return;
	}
	if (line->fault.code == JSON_BAD_UTF8)
		why->code = REJECT_INVALID_UTF8;
	else if (line->fault.code == JSON_TOO_DEEP)
		why->code = REJECT_TOO_DEEP;
	else if (line->fault.code == JSON_TOO_LONG)
		why->code = REJECT_TOO_LONG;
	why->error = text_of(json_fault_text((enum json_code)line->fault.code));
	why->column = (size_t)line->fault.at + 1;
}

/* A file name need not be UTF-8, but JSON must be.  Each invalid byte becomes U+FFFD. */
static void
put_any_string(struct buf *b, const char *name, struct text t)
{
	struct buf clean = { 0 };
	size_t good;
	if (t.p == NULL || utf8_valid(t.p, t.n) == t.n) {
		json_member_string_or_null(b, name, t);
		return;
	}
	while ((good = utf8_valid(t.p, t.n)) < t.n) {
		buf_put(&clean, t.p, good);
		BUF_LIT(&clean, "\xef\xbf\xbd");
		t.p += good + 1;
		t.n -= good + 1;
	}
	buf_text(&clean, t);
	json_member_string(b, name, buf_as_text(&clean));
	buf_free(&clean);
}

static void
put_raw(struct buf *b, struct text raw, uint64_t too_long)
{
	if (too_long > 0) {
		json_member_null(b, "raw");
		json_member_u64(b, "bytes", too_long);
		return;
	}
	if (utf8_valid(raw.p, raw.n) == raw.n) {
		json_member_string_or_null(b, "raw", raw);
		return;
	}
	json_member_null(b, "raw");
	json_name(b, "raw_base64");
	buf_char(b, '"');
	json_put_base64(b, raw.p, raw.n);
	buf_char(b, '"');
}

void
event_put_reject(struct buf *b, struct text file, uint64_t line, const struct reject *why,
    struct text raw, uint64_t too_long)
{
	json_begin(b, '{');
	put_any_string(b, "file", file);
	json_member_u64(b, "line", line);
	json_member_string(b, "code", reject_names[why->code]);
	put_any_string(b, "field", why->field);
	put_any_string(b, "error", why->error);
	put_raw(b, raw, too_long);
	BUF_LIT(b, "}\n");
}
