/* SPDX-License-Identifier: MIT */
/* What is found in plain text, and what only looks like it. */
#include "redact/detect.h"

#include "base/buf.h"
#include "redact/kind.h"
#include "tests/unit/unit.h"

static const struct {
	const char *text, *found; /* NULL: nothing */
} rows[] = {
	/* e-mail */
	{ "a@b.com", "<email>" },
	{ "Alice <alice.b+tag@mail.example.co.uk>, bob", "Alice <<email>>, bob" },
	{ "mailto:a_b@x-y.io.", "mailto:<email>." },
	{ "user=ann@x.org&to=o'neil@x.org", "user=<email>&to=<email>" },
	{ "'ann@x.org'", "'<email>'" },
	{ "https://h/p/ann@x.org?a=1", "https://h/p/<email>?a=1" },
	{ "postgres://app:s3cret@db.example.com/x", "postgres://app:<email>/x" },
	{ "4111111111111111@x.org", "<email>" },
	{ "10.0.0.1@x.org", "<email>" },
	{ "jos\xc3\xa9@b\xc3\xbc"
	  "cher.de",
	    "<email>" },
	{ "a@b", NULL },
	{ "@app.route", NULL },
	{ "lodash@4.17.21.tgz and x@1.2.3", NULL },
	{ "a@b.c", NULL },
	{ "a@.com", NULL },
	{ "@", NULL },
	{ "a@", NULL },
	/* addresses */
	{ "10.0.0.1", "<ip>" },
	{ "from 192.168.1.20:8080, ok", "from <ip>:8080, ok" },
	{ "localhost/127.0.0.1:80", "localhost/<ip>:80" },
	{ "ip=8.8.8.8.", "ip=<ip>." },
	{ "10.0.0.0/8", "<ip>/8" },
	{ "v1.2.3.4", NULL },
	{ "version 1.2.3.4", NULL },
	{ "version: \"1.2.3.4\"", NULL },
	{ "1.2.3.4.5", NULL },
	{ "1.2.3.4-beta", NULL },
	{ "1.2.3.400", NULL },
	{ "1.2.3", NULL },
	{ "Chrome/120.0.0.0 Safari", NULL },
	{ "1.2.3.4a", NULL },
	{ "a1.2.3.4", NULL },
	{ "2001:db8::1", "<ip>" },
	{ "[2001:DB8:0:0:8:800:200C:417A]:443", "[<ip>]:443" },
	{ "at fe80::1ff:fe23:4567:890a%eth0", "at <ip>%eth0" },
	{ "::ffff:10.0.0.1 ::1", "<ip> <ip>" },
	{ "peer 2001:db8::2: refused", "peer <ip>: refused" },
	{ "12:34:56 and 2024-01-02T12:34:56", NULL },
	{ "a[1::2] x[::2] std::add dead::beef", NULL },
	{ "00:1b:44:11:3a:b7 and 00:11:22:33:44:55:66:77", NULL },
	{ "2001:db8::1::2", NULL },
	/* cards */
	{ "4111111111111111", "<card>" },
	{ "4111 1111 1111 1111, 5500-0000-0000-0004", "<card>, <card>" },
	{ "3782 822463 10005", "<card>" },
	{ "id 5 4111111111111111", "id 5 <card>" },
	{ "order-4111111111111111.", "order-<card>." },
	{ "4222222222222", "<card>" },
	{ "6212345678900000003", "<card>" },
	{ "4111111111111112", NULL },
	{ "1111111111111117", NULL },
	{ "a4111111111111111", NULL },
	{ "4111111111111111a", NULL },
	{ "0.4111111111111111", NULL },
	{ "4111111111111111.5", NULL },
	{ "20240229123456 20240229123457 20240229123458 20240229123459", NULL },
	{ "4111  1111 1111 1111", NULL },
	/* telephones */
	{ "+4915112345678", "<phone>" },
	{ "call +1 (555) 123-4567 now", "call <phone> now" },
	{ "tel:+44 20 7946 0958;", "tel:<phone>;" },
	{ "+1.7035555555", "<phone>" },
	{ "+4915112345678 3 times", "<phone> 3 times" },
	{ "+1234567", NULL },
	{ "+1234567890123456", NULL },
	{ "a+12345678", NULL },
	{ "+0.12345678 1e+12345678", NULL },
	{ "+00:00", NULL },
	/* accounts */
	{ "DE89370400440532013000", "<iban>" },
	{ "GB29 NWBK 6016 1331 9268 19.", "<iban>." },
	{ "de89 3704 0044 0532 0130 00", "<iban>" },
	{ "DE89370400440532013001", NULL },
	{ "XX89370400440532013000", NULL },
	{ "DE8937040044053201300", NULL },
	{ "4222 222 222 222", "<card>" },
	{ "41 11-1111 11-11 1111", "<card>" },
	{ "of 41 11-1111 11-11 1111", NULL },
	{ "40943710+13707702", NULL },
	{ "4111+1111+1111+1111", "<card>" },
	{ "key:64:ff9b::ae5c, ip:fe80::1", "key:<ip>, ip:<ip>" },
	{ "ann@example.com@example.org", "<email>" },
	{ "ann@example.com@", "<email>@" },
	/* keys */
	{ "AKIAIOSFODNN7EXAMPLE", "<key>" },
	{ "key=ASIAIOSFODNN7EXAMPLE;", "key=<key>;" },
	{ "AIzaSyA-0123456789abcdefghijklmnopqrstu", "<key>" },
	{ "ghp_0123456789abcdefghijABCDEFGHIJ456789", "<key>" },
	{ "github_pat_11ABCDEFG0_0123456789abcdefgh", "<key>" },
	{ "xoxb-123456789012-abcdefGHIJ", "<key>" },
	{ "sk-proj-abc123DEF456ghi789JKL", "<key>" },
	{ "sk-abcdefghijklmnopqrst", "<key>" },
	{ "sk-abc12345 ghp_abc123 xoxb-1-abcd AIzaSyA1234567", "<key> <key> <key> <key>" },
	{ "Authorization: Bearer abc, authorization=bearer x",
	    "Authorization: Bearer <bearer>, authorization=bearer <bearer>" },
	{ "Bearer secret-token, Bearer token", "Bearer <bearer>, Bearer token" },
	{ "sk-learn sk-SK task-force-of-many-people", NULL },
	{ "AKIA ghp_ xoxb- sk-", NULL },
	{ "AKIAIOSFODNN7example", NULL },
	{ "Bearer abc.def-123", "Bearer <bearer>" },
	{ "authorization: bearer  AbCdEfGhIjKlMnOpQr.", "authorization: bearer  <bearer>." },
	{ "the bearer of news, a bearer token", NULL },
	{ "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "<jwt>" },
	{ "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "Bearer <bearer>" },
	{ "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "<jwt>" },
	{ "eyJhbGciOiJIUzI1NiJ9", NULL },
	/* what is none of them */
	{ "550e8400-e29b-41d4-a716-446655440000", NULL },
	{ "d41d8cd98f00b204e9800998ecf8427e", NULL },
	{ "email:4f2a9c0be81d77a3 card:1234567a90123456", NULL },
	{ "", NULL },
};

/* The text with the kind of each value in its place. */
static void
mark(struct text t, unsigned context, struct buf *b)
{
	struct redact_hit hit;
	size_t done = 0;
	while (redact_detect(NULL, t, done, context, &hit)) {
		buf_put(b, t.p + done, hit.start - done);
		buf_printf(b, "<%s>", redact_kind_names[hit.kind].p);
		done = hit.end;
	}
	buf_put(b, t.p + done, t.n - done);
}

static void
check(const char *text, unsigned context, const char *found)
{
	struct buf b = { 0 };
	mark(text_of(text), context, &b);
	CHECK_TEXT(buf_as_text(&b), found ? found : text);
	buf_free(&b);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unit_row(rows[i].text);
		check(rows[i].text, 0, rows[i].found);
	}
	unit_row("contexts");
	check("1.2.3.4", REDACT_VERSION, NULL);
	check("4111111111111111", REDACT_TIME, NULL);
	check("4111111111111111", REDACT_ID, "<card>");
	check("6212345678900000003", REDACT_ID, NULL);
	return unit_end();
}
