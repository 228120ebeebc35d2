/* SPDX-License-Identifier: MIT */
/* Values are replaced in keys, strings, numbers, URLs and JSON in strings; all else stays. */
#include "base/ascii.h"
#include "base/sha256.h"
#include "redact/redactor.h"
#include "tests/unit/unit.h"

static const struct {
	const char *json, *redacted; /* NULL: it stays as it is */
} rows[] = {
	{ "{\"a\" : \"x a@b.com\",\n \"b\":[1, \"10.0.0.1\"]}",
	    "{\"a\" : \"x <email>\",\n \"b\":[1, \"<ip>\"]}" },
	{ "{\"a@b.com\":{\"a@b.com\":1}}", "{\"<email>\":{\"<email>\":1}}" },
	{ "4111111111111111", "\"<card>\"" },
	{ "{\"n\":4111111111111111,\"m\":[-4111111111111111,1]}",
	    "{\"n\":\"<card>\",\"m\":[\"<card>\",1]}" },
	{ "{\"start_time\":4111111111111111,\"ts\":\"4111111111111111\"}", NULL },
	{ "{\"time\":\"4111 1111 1111 1111\"}", "{\"time\":\"<card>\"}" },
	{ "{\"app_version\":\"1.2.3.4\",\"ip\":\"1.2.3.4\"}",
	    "{\"app_version\":\"1.2.3.4\",\"ip\":\"<ip>\"}" },
	/* fields */
	{ "{\"PassWord\":\"x\",\"db_secret\":{\"a\":[\"y\",true,7]},\"e\":\"\"}",
	    "{\"PassWord\":\"<hidden>\",\"db_secret\":{\"a\":[\"<hidden>\",true,\"<hidden>\"]},"
	    "\"e\":\"\"}" },
	{ "{\"token\":\"x\",\"max_tokens\":\"x\",\"token_count\":12,\"Cookie\":\"a=b\"}",
	    "{\"token\":\"<hidden>\",\"max_tokens\":\"x\",\"token_count\":12,\"Cookie\":\"<hidden>\"}" },
	{ "{\"first_token_time\":\"2026-03-01T09:00:00.4\"}", NULL },
	{ "{\"chat.tokenUsage\":\"{\\\"input\\\":12}\",\"token_count\":\"12\"}", NULL },
	{ "{\"promptTokensDetails\":[{\"modality\":\"TEXT\"}]}", NULL },
	{ "[{\"name\":\"Authorization\",\"value\":\"x\"},{\"value\":\"y\",\"name\":\"X-Api-Key\"},"
	  "{\"name\":\"Accept\",\"value\":\"z\"}]",
	    "[{\"name\":\"Authorization\",\"value\":\"<hidden>\"},{\"value\":\"<hidden>\",\"name\":"
	    "\"X-Api-Key\"},{\"name\":\"Accept\",\"value\":\"z\"}]" },
	{ "[{\"key\":\"password\",\"value\":{\"stringValue\":\"x\"}},{\"key\":\"n\",\"value\":"
	  "{\"intValue\":\"4111111111111111\"}}]",
	    "[{\"key\":\"password\",\"value\":{\"stringValue\":\"<hidden>\"}},{\"key\":\"n\",\"value\":"
	    "{\"stringValue\":\"<card>\"}}]" },
	{ "{\"key\":\"llm.token_count.prompt\",\"value\":{\"intValue\":\"12\"}}", NULL },
	{ "{\"variable_name\":\"my_password\",\"value\":7}",
	    "{\"variable_name\":\"my_password\",\"value\":\"<hidden>\"}" },
	{ "{\"value\":{\"name\":\"password\"},\"x\":\"y\"}", NULL },
	{ "{\"own\":\"x\",\"ours\":\"x\",\"Kept_password\":{\"a\":\"a@b.com\"}}",
	    "{\"own\":\"<hidden>\",\"ours\":\"<hidden>\",\"Kept_password\":{\"a\":\"a@b.com\"}}" },
	{ "{\"token\":4111111111111111,\"n_token\":5}", "{\"token\":\"<card>\",\"n_token\":5}" },
	{ "{\"{\\\"password\\\":\\\"x\\\"}\":1}",
	    "{\"{\\\"password\\\":\\\"<hidden>\\\"}\":\"<hidden>\"}" },
	/* URLs */
	{ "\"https://x/?q=a%40b.com&n=%2B49%20151%2012345678&x=%25\"",
	    "\"https://x/?q=<email>&n=<phone>&x=%25\"" },
	{ "\"/p?a=1&api_key=x%20y&max_tokens=5#f\"", "\"/p?a=1&api_key=<hidden>&max_tokens=5#f\"" },
	{ "\"password=x&b=1\"", "\"password=<hidden>&b=1\"" },
	{ "\"x=ann%2540b.com\"", "\"x=<email>\"" },
	{ "\"x=1&d=%7B%22password%22%3A%22x%22%7D&e=2\"",
	    "\"x=1&d=%7B%22password%22:%22<hidden>%22%7D&e=2\"" },
	{ "\"%5B%22a+b%22,+%22a%40b.com%22%5D\"", "\"%5B%22a+b%22%2C+%22<email>%22%5D\"" },
	{ "\"/p?kept_x=a%40b.com&q=a%40m%C3%BC.de\"", "\"/p?kept_x=a%40b.com&q=<email>\"" },
	/* brackets around what is no JSON */
	{ "\"[10.0.0.1] {10.0.0.2} {::1}\"", "\"[<ip>] {<ip>} {<ip>}\"" },
	{ "{\"a\":\"{::1}\"}", "{\"a\":\"{<ip>}\"}" },
	/* numbers that are no cards */
	{ "{\"user_id\":656398979784318986,\"total_cost\":4111111111111111}", NULL },
	{ "{\"card_id\":656398979784318986}", "{\"card_id\":\"<card>\"}" },
	/* OTLP */
	{ "{\"key\":\"n\",\"value\":{\"intValue\": 4111111111111111}}",
	    "{\"key\":\"n\",\"value\":{\"stringValue\":\"<card>\"}}" },
	{ "{\"password\":{\"key\":\"in\",\"value\":{\"stringValue\":\"x\"}}}",
	    "{\"password\":{\"key\":\"in\",\"value\":{\"stringValue\":\"<hidden>\"}}}" },
	/* escapes, and JSON in strings */
	{ "\"\\ta\\u0040b.com\\n\"", "\"\\t<email>\\n\"" },
	{ "{\"body\":\"{\\\"to\\\":\\\"a@b.com\\\",\\\"password\\\":\\\"x\\\",\\\"n\\\":"
	  "4111111111111111}\"}",
	    "{\"body\":\"{\\\"to\\\":\\\"<email>\\\",\\\"password\\\":\\\"<hidden>\\\",\\\"n\\\":"
	    "\\\"<card>\\\"}\"}" },
	{ "{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"token\\\\\\\":\\\\\\\"x\\\\\\\"}\\\"}\"}",
	    "{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"token\\\\\\\":\\\\\\\"<hidden>\\\\\\\"}\\\"}\"}" },
	{ "\"data: {\\\"password\\\":\\\"x\\\"}\"",
	    "\"data: {\\\"password\\\":\\\"<hidden>\\\"}\"" },
	{ "\"{\\\"password\\\":\\\"x, cut\"", "\"{\\\"password\\\":\\\"<hidden>\"" },
	/* what is no JSON */
	{ "log of a@b.com: \"4111 1111 1111 1111\"", "log of <email>: \"<card>\"" },
	{ "{\"a\":\"b@c.com", "{\"a\":\"<email>" },
	{ "{\"a\":b@c.com}", "{\"a\":<email>}" },
	{ "]}}\"a@b.com\":{[\"x\"", "]}}\"<email>\":{[\"x\"" },
	{ "\\", NULL },
	{ "\"\\", NULL },
	{ "{\"a\\", NULL },
	{ "", NULL },
	/* pseudonyms */
	{ "\"curl -H 'Authorization: Bearer abc123'\"",
	    "\"curl -H 'Authorization: Bearer <bearer>'\"" },
	{ "\"authorization Bearer x\"", "\"authorization Bearer <bearer>\"" },
	{ "\"Authorization: Bearer jwt:4f2a9c0be81d77a3\"", NULL },
	{ "{\"password\":\"hidden:4f2a9c0be81d77a3\",\"a\":\"email:4f2a9c0be81d77a3\"}", NULL },
};

/* Puts <KIND> in the place of pseudonyms. */
static void
mark(struct text t, struct buf *b)
{
	enum { DIGITS = 16 };
	for (size_t i = 0; i < t.n;) {
		size_t k = 0;
		for (; k < REDACT_KINDS; k++) {
			const struct text name = redact_kind_names[k];
			const size_t n = name.n + 1 + DIGITS;
			if (t.n - i >= n && text_eq((struct text){ t.p + i, name.n }, name) &&
			    t.p[i + name.n] == ':' &&
			    sha256_is_hex((struct text){ t.p + i + name.n + 1, DIGITS })) {
				buf_printf(b, "<%s>", name.p);
				i += n;
				break;
			}
		}
		if (k == REDACT_KINDS)
			buf_char(b, t.p[i++]);
	}
}

static struct redactor *
make(const char *key)
{
	struct redactor *r = redactor_new(text_of(key), (struct siphash_key){ 1, 2 });
	redactor_add_field(r, TEXT("OWN"));
	redactor_add_field(r, TEXT("our?"));
	redactor_keep_field(r, TEXT("kept_*"));
	return r;
}

static void
check_row(const char *json, const char *redacted)
{
	struct redactor *r = make("key");
	struct buf out = { 0 }, marked = { 0 };
	const bool changed = redact_json(r, text_of(json), TEXT_ABSENT, &out);
	mark(buf_as_text(&out), &marked);
	if (!redacted || text_eq(text_of(json), text_of(redacted))) {
		CHECK(!changed && out.n == 0);
	} else {
		CHECK(changed);
		CHECK_TEXT(buf_as_text(&marked), redacted);
		/* nothing is left to do */
		struct buf again = { 0 };
		CHECK(!redact_json(r, buf_as_text(&out), TEXT_ABSENT, &again));
		buf_free(&again);
	}
	buf_free(&out);
	buf_free(&marked);
	redactor_free(r);
}

static void
check_text(struct redactor *r, const char *text, const char *redacted)
{
	struct buf out = { 0 };
	unit_row(text);
	if (!redact_text(r, text_of(text), 0, &out))
		buf_text(&out, text_of(text));
	CHECK_TEXT(buf_as_text(&out), redacted);
	buf_free(&out);
}

/* Test case 2 of RFC 4231: HMAC-SHA-256 of "what do ya want for nothing?" with the key "Jefe". */
static void
check_hmac(void)
{
	struct redactor *r = redactor_new(TEXT("Jefe"), (struct siphash_key){ 1, 2 });
	struct buf out = { 0 };
	unit_row("RFC 4231");
	redact_string(r, TEXT("what do ya want for nothing?"), TEXT("password"), 0, &out);
	/* 5bdcc146bf60754e, of which the eighth digit is a letter */
	CHECK(out.n == 23 && text_eq((struct text){ out.p, 14 }, TEXT("hidden:5bdcc14")) &&
	      ascii_is_letter(out.p[14]) &&
	      text_eq((struct text){ out.p + 15, 8 }, TEXT("bf60754e")));
	buf_free(&out);
	redactor_free(r);
}

/* Equal values have equal pseudonyms, however spelled; other keys give others. */
static void
check_equal(void)
{
	static const char *const same[][2] = { { "A@B.com", "a@b.COM" },
		{ "4111111111111111", "4111-1111 1111-1111" },
		{ "+4915112345678", "+49 (151) 123-45678" },
		{ "DE89370400440532013000", "de89 3704 0044 0532 0130 00" } };
	struct redactor *r = make("key"), *other = make("other");
	struct buf a = { 0 }, b = { 0 }, c = { 0 };
	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		unit_row(same[i][0]);
		a.n = b.n = c.n = 0;
		CHECK(redact_text(r, text_of(same[i][0]), 0, &a));
		CHECK(redact_text(r, text_of(same[i][1]), 0, &b));
		CHECK(redact_text(other, text_of(same[i][0]), 0, &c));
		CHECK(text_eq(buf_as_text(&a), buf_as_text(&b)));
		CHECK(!text_eq(buf_as_text(&a), buf_as_text(&c)));
	}
	buf_free(&a);
	buf_free(&b);
	buf_free(&c);
	redactor_free(r);
	redactor_free(other);
}

/* What was learned is found elsewhere, as a whole word. */
static void
check_learned(void)
{
	struct redactor *r = make("key");
	struct buf out = { 0 };
	redactor_learn(r, true);
	CHECK(!redact_json(r,
	    TEXT(
		"{\"password\":\"hunter2\",\"token\":\"completion\",\"token_type\":\"oauth2\",\"secret\":\"123456789\","
		"\"password_expiry\":\"2024-01-02T03:04:05\",\"a\":\"10.1.2.3\"}"),
	    TEXT_ABSENT, &out));
	CHECK(out.n == 0);
	redactor_learn(r, false);
	check_text(r, "oauth2 of hunter22, 1234567890 at 2024-01-02T03:04:05",
	    "oauth2 of hunter22, 1234567890 at 2024-01-02T03:04:05");
	CHECK(redact_finds_known(r, TEXT("x=hunter2;")));
	CHECK(!redact_finds_known(r, TEXT("hunter22 xhunter2 oauth2")));
	CHECK(redact_finds_known(r, TEXT("a completion")));
	CHECK(redact_finds_known(r, TEXT("123456789")));
	CHECK(redact_text(r, TEXT("login with hunter2 failed"), 0, &out));
	CHECK(redact_text(r, TEXT("version 10.1.2.3"), 0, &out));
	const struct redact_counts n = redactor_counts(r);
	CHECK(redact_total(&n) == 2 && n.of[REDACT_SECRET] == 1 && n.of[REDACT_IP] == 1);
	buf_free(&out);
	redactor_free(r);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unit_row(rows[i].json);
		check_row(rows[i].json, rows[i].redacted);
	}
	check_hmac();
	check_equal();
	check_learned();
	return unit_end();
}
