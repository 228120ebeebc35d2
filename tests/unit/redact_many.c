/* SPDX-License-Identifier: MIT */
/* Of a thousand made values of each kind none is left, and of others hardly any is touched. */
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "redact/redactor.h"
#include "tests/unit/unit.h"

enum { MANY = 1000 };

/* ---- chance --------------------------------------------------------------------------------- */

struct chance {
	uint64_t state;
};

static uint32_t
below(struct chance *c, uint32_t n)
{
	c->state = c->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)((c->state >> 33) % n);
}

static uint32_t
between(struct chance *c, uint32_t least, uint32_t most)
{
	return least + below(c, most - least + 1);
}

static const char digits[] = "0123456789", hex[] = "0123456789abcdef",
		  upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
		  lower[] = "abcdefghijklmnopqrstuvwxyz",
		  word[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
		  url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void
put_of(struct chance *c, struct buf *b, const char *alphabet, size_t n)
{
	const uint32_t size = (uint32_t)strlen(alphabet);
	for (size_t i = 0; i < n; i++)
		buf_char(b, alphabet[below(c, size)]);
}

static const char *
one_of(struct chance *c, const char *const *texts, uint32_t n)
{
	return texts[below(c, n)];
}

/* ---- values that must go -------------------------------------------------------------------- */

static void
put_email(struct chance *c, struct buf *b)
{
	static const char *const ends[] = { "com", "org", "co.uk", "de", "museum", "io" };
	put_of(c, b, lower, between(c, 1, 8));
	if (below(c, 2)) {
		buf_char(b, "._-+"[below(c, 4)]);
		put_of(c, b, word, between(c, 1, 8));
	}
	buf_char(b, '@');
	put_of(c, b, lower, between(c, 1, 10));
	buf_printf(b, ".%s", one_of(c, ends, 6));
}

static void
put_ipv4(struct chance *c, struct buf *b)
{
	buf_printf(
	    b, "%u.%u.%u.%u", between(c, 1, 255), below(c, 256), below(c, 256), below(c, 256));
}

static void
put_ipv6(struct chance *c, struct buf *b)
{
	const bool shortened = below(c, 2);
	buf_printf(b, "2001:%x", between(c, 1, 0xffff));
	for (unsigned i = 0; i < (shortened ? 3U : 6U); i++)
		buf_printf(b, "%s:%x", shortened && i == 1 ? ":" : "", between(c, 1, 0xffff));
}

static char
luhn_digit(const char *p, size_t n)
{
	unsigned sum = 0;
	for (size_t i = 0; i < n; i++) {
		const unsigned d = (unsigned)(p[n - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);
		sum += d > 9 ? d - 9 : d;
	}
	return (char)('0' + (10 - sum % 10) % 10);
}

static void
put_card(struct chance *c, struct buf *b)
{
	char number[20];
	const size_t n = between(c, 13, 19);
	const char separator = "\0 -"[below(c, 3)];
	number[0] = (char)('2' + below(c, 5));
	for (size_t i = 1; i < n; i++)
		number[i] = digits[below(c, 10)];
	number[n - 1] = luhn_digit(number, n - 1);
	for (size_t i = 0; i < n; i++) {
		if (separator && i > 0 && i % 4 == 0)
			buf_char(b, separator);
		buf_char(b, number[i]);
	}
}

static void
put_phone(struct chance *c, struct buf *b)
{
	const size_t n = between(c, 8, 15);
	const char separator = "\0 -."[below(c, 4)];
	buf_char(b, '+');
	for (size_t i = 0; i < n; i++) {
		if (separator && i > 0 && i % 3 == 0)
			buf_char(b, separator);
		buf_char(b, i == 0 ? digits[between(c, 1, 9)] : digits[below(c, 10)]);
	}
}

static void
put_iban(struct chance *c, struct buf *b)
{
	char number[19];
	unsigned r = 0;
	for (size_t i = 0; i < 18; i++) {
		number[i] = digits[below(c, 10)];
		r = (r * 10 + (unsigned)(number[i] - '0')) % 97;
	}
	number[18] = '\0';
	/* DE is 1314, and two digits are to be found */
	const char *rest = "131400";
	for (; *rest; rest++)
		r = (r * 10 + (unsigned)(*rest - '0')) % 97;
	buf_printf(b, "DE%02u", 98 - r);
	const bool grouped = below(c, 2);
	for (size_t i = 0; i < 18; i++) {
		if (grouped && i % 4 == 0)
			buf_char(b, ' ');
		buf_char(b, number[i]);
	}
}

static void
put_jwt(struct chance *c, struct buf *b)
{
	BUF_LIT(b, "eyJ");
	put_of(c, b, url, between(c, 17, 60));
	BUF_LIT(b, ".eyJ");
	put_of(c, b, url, between(c, 10, 200));
	buf_char(b, '.');
	put_of(c, b, url, 43);
}

static void
put_key(struct chance *c, struct buf *b)
{
	switch (below(c, 7)) {
	case 0:
		buf_text(b, below(c, 2) ? TEXT("AKIA") : TEXT("ASIA"));
		put_of(c, b, upper, 16);
		break;
	case 1:
		BUF_LIT(b, "AIza");
		put_of(c, b, url, 35);
		break;
	case 2:
		BUF_LIT(b, "ghp_");
		put_of(c, b, word, 36);
		break;
	case 3:
		BUF_LIT(b, "github_pat_");
		put_of(c, b, word, 22);
		buf_char(b, '_');
		put_of(c, b, word, 59);
		break;
	case 4:
		buf_printf(b, "xox%c-", "abprs"[below(c, 5)]);
		put_of(c, b, digits, 12);
		buf_char(b, '-');
		put_of(c, b, word, 24);
		break;
	case 5:
		BUF_LIT(b, "sk-");
		put_of(c, b, word, between(c, 20, 48));
		break;
	default:
		BUF_LIT(b, "sk-ant-api03-");
		put_of(c, b, url, 86);
		break;
	}
}

static void
put_bearer(struct chance *c, struct buf *b)
{
	put_of(c, b, word, between(c, 16, 40));
}

static const struct {
	const char *name, *before;
	void (*put)(struct chance *c, struct buf *b);
} secrets[] = {
	{ "email", "", put_email },
	{ "IPv4", "", put_ipv4 },
	{ "IPv6", "", put_ipv6 },
	{ "card", "", put_card },
	{ "phone", "", put_phone },
	{ "iban", "", put_iban },
	{ "jwt", "", put_jwt },
	{ "key", "", put_key },
	{ "bearer", "Bearer ", put_bearer },
};

/* Where a value may be.  %.*s is the value, after what comes before it. */
static const char *const places[] = { "{\"a\":\"%s%s\"}", "{\"%s%s\":1}",
	"{\"message\":\"user (%s%s), again\"}", "{\"a\":[\"see %s%s.\"]}",
	"{\"body\":\"{\\\"b\\\":\\\"%s%s\\\"}\"}", "{\"url\":\"https://h/p?q=%s%s&r=1\"}",
	"not JSON: %s%s; end", "{\"a\":\"\\n%s%s\\n\"}" };
enum { PLACES = sizeof(places) / sizeof(*places) };

static void
check_secrets(size_t kind)
{
	struct redactor *r = redactor_new(TEXT("key"), (struct siphash_key){ 1, 2 });
	struct chance c = { kind + 1 };
	unsigned left = 0;
	unit_row(secrets[kind].name);
	for (unsigned i = 0; i < MANY; i++) {
		struct buf value = { 0 }, text = { 0 }, out = { 0 };
		secrets[kind].put(&c, &value);
		buf_char(&value, '\0');
		buf_printf(&text, places[i % PLACES], secrets[kind].before, value.p);
		if (!redact_json(r, buf_as_text(&text), TEXT_ABSENT, &out) ||
		    memmem(out.p, out.n, value.p, value.n - 1)) {
			left++;
			printf("left: %.*s\n", (int)text.n, text.p);
		}
		buf_free(&value);
		buf_free(&text);
		buf_free(&out);
	}
	CHECK(left == 0);
	redactor_free(r);
}

/* ---- values that must stay ------------------------------------------------------------------ */

static void
put_hex(struct chance *c, struct buf *b)
{
	static const uint32_t sizes[] = { 7, 16, 32, 40, 64 };
	put_of(c, b, hex, sizes[below(c, 5)]);
}

static void
put_uuid(struct chance *c, struct buf *b)
{
	put_of(c, b, hex, 8);
	buf_char(b, '-');
	put_of(c, b, hex, 4);
	BUF_LIT(b, "-4");
	put_of(c, b, hex, 3);
	buf_char(b, '-');
	buf_char(b, "89ab"[below(c, 4)]);
	put_of(c, b, hex, 3);
	buf_char(b, '-');
	put_of(c, b, hex, 12);
}

static void
put_date(struct chance *c, struct buf *b)
{
	static const char *const forms[] = { "%u-%02u-%02uT%02u:%02u:%02u.%03u+02:00",
		"%u-%02u-%02u %02u:%02u:%02u,%03u", "%u/%02u/%02u %02u:%02u:%02u.%03u",
		"%u%02u%02u%02u%02u%02u%03u", "%u-%02u-%02u-%02u-%02u-%02u-%03u" };
	buf_printf(b, one_of(c, forms, 5), between(c, 2000, 2039), between(c, 1, 12),
	    between(c, 1, 28), below(c, 24), below(c, 60), below(c, 60), below(c, 1000));
}

/* Seconds, and their thousandths, millionths and so on, from 2001 to 2033. */
static void
put_epoch(struct chance *c, struct buf *b)
{
	static const uint32_t more[] = { 0, 3, 6, 9 };
	buf_char(b, '1');
	put_of(c, b, digits, 9);
	put_of(c, b, digits, more[below(c, 4)]);
}

static void
put_version(struct chance *c, struct buf *b)
{
	static const char *const forms[] = { "v%u.%u.%u.%u", "%u.%u.%u", "%u.%u.%u-rc.%u",
		"version %u.%u.%u.%u", "%u.%u.%u+build.%u", "^%u.%u.%u" };
	buf_printf(
	    b, one_of(c, forms, 6), below(c, 30), below(c, 30), below(c, 256), below(c, 256));
}

static void
put_float(struct chance *c, struct buf *b)
{
	buf_printf(b, "%s%u.", below(c, 2) ? "-" : "", below(c, 10));
	put_of(c, b, digits, between(c, 1, 17));
}

static void
put_count(struct chance *c, struct buf *b)
{
	put_of(c, b, digits, between(c, 1, 12));
}

static void
put_base64(struct chance *c, struct buf *b)
{
	static const char alphabet[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	put_of(c, b, alphabet, 4 * between(c, 5, 50));
	BUF_LIT(b, "==");
}

static void
put_words(struct chance *c, struct buf *b)
{
	for (unsigned i = between(c, 1, 12); i > 0; i--) {
		put_of(c, b, lower, between(c, 1, 12));
		buf_char(b, " .,:-_/#"[below(c, 8)]);
	}
}

static void
put_code(struct chance *c, struct buf *b)
{
	static const char *const forms[] = { "a[%u::%u]", "std::vec<%u>(%u)", "@app.route%u(%u)",
		"x += %u * %u", "%u:%u", "pkg%u@^%u.2.1", "f-%u/sk-%u", "line %u, column %u",
		"00:1b:44:11:%02u:%02u", "ip-10-%u-%u-3" };
	buf_printf(b, one_of(c, forms, 10), below(c, 99), below(c, 99));
}

static const struct {
	const char *name;
	void (*put)(struct chance *c, struct buf *b);
} others[] = {
	{ "hex", put_hex },
	{ "UUID", put_uuid },
	{ "date", put_date },
	{ "epoch", put_epoch },
	{ "version", put_version },
	{ "float", put_float },
	{ "count", put_count },
	{ "base64", put_base64 },
	{ "words", put_words },
	{ "code", put_code },
};

static void
check_others(size_t kind)
{
	struct redactor *r = redactor_new(TEXT("key"), (struct siphash_key){ 1, 2 });
	struct chance c = { kind + 100 };
	unsigned touched = 0;
	unit_row(others[kind].name);
	for (unsigned i = 0; i < MANY; i++) {
		struct buf value = { 0 }, text = { 0 }, out = { 0 };
		others[kind].put(&c, &value);
		buf_char(&value, '\0');
		buf_printf(&text, places[i % PLACES], "", value.p);
		if (redact_json(r, buf_as_text(&text), TEXT_ABSENT, &out)) {
			touched++;
			printf("touched: %.*s\n", (int)text.n, text.p);
		}
		buf_free(&value);
		buf_free(&text);
		buf_free(&out);
	}
	CHECK(touched <= MANY / 100);
	redactor_free(r);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		check_secrets(i);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		check_others(i);
	return unit_end();
}
