/* SPDX-License-Identifier: MIT */

/*
 * gen_logins [LINES]: a day of made-up login traffic as JSONL on standard output, 2026-11-20 from
 * 00:00 to 24:00 UTC, in order of time; the same bytes every time and everywhere.
 *
 * Ordinary people with a daily rhythm, their typos and their gateway's retries; an office behind
 * one network; a few lines that are torn or incomplete; and four attacks: credential stuffing out
 * of one /24, slow guessing of one account's password, a burst on one account, a bot with one
 * device over many accounts.  LINES (200000) scales all of it.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)
#define MINUTE_MS INT64_C(60000)
#define LINES_DEFAULT 200000
#define USERS 30000
#define OFFICE_USERS 400
#define CARRIERS 48
#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define PICK(array, seed) ((array)[(seed) % COUNT(array)])

/* splitmix64: Steele, Lea, Flood 2014 */
static uint64_t
mix(uint64_t z)
{
	z += 0x9e3779b97f4a7c15;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static uint64_t
draw(uint64_t *rng)
{
	*rng += 0x9e3779b97f4a7c15;
	return mix(*rng);
}

static uint64_t
below(uint64_t *rng, uint64_t n)
{
	return (uint64_t)(((draw(rng) >> 32) * n) >> 32);
}

/* Who sends it, and with that what it looks like. */
enum sender { PERSON, STUFFER, GUESSER, BURSTER, BOT };
enum flaw { WHOLE, TORN, BAD_UTF8, NO_TIME, NO_EMAIL, FLAWS };
enum request { LOGIN, RESET };

struct attempt {
	int64_t at_ms;
	uint64_t seed; /* of all that does not matter */
	uint32_t user, order;
	uint8_t sender, request, flaw;
	bool ok; /* the password was right */
};

struct day {
	struct attempt *attempt;
	size_t n, cap;
	uint64_t rng;
};

static struct attempt *
add(struct day *d, int64_t at_ms, enum sender sender, uint32_t user, bool ok)
{
	if (d->n == d->cap || at_ms >= DAY_MS)
		return NULL;
	struct attempt *a = &d->attempt[d->n];
	*a = (struct attempt){ .at_ms = at_ms,
		.seed = draw(&d->rng),
		.user = user,
		.order = (uint32_t)d->n,
		.sender = (uint8_t)sender,
		.ok = ok };
	d->n++;
	return a;
}

/* A moment of the day as people log in: traffic by the hour, straight lines between. */
static int64_t
human_moment(uint64_t *rng)
{
	static const unsigned rate[25] = { 14, 9, 6, 5, 6, 10, 22, 45, 78, 95, 92, 84, 80, 86, 88,
		84, 76, 70, 68, 72, 70, 58, 40, 24, 14 };
	for (;;) {
		const uint64_t t = below(rng, DAY_MS);
		const uint64_t hour = t / (60 * MINUTE_MS), rest = t % (60 * MINUTE_MS);
		const uint64_t here = rate[hour] * (60 * MINUTE_MS - rest) + rate[hour + 1] * rest;
		if (below(rng, 100 * 60 * MINUTE_MS) < here)
			return (int64_t)t;
	}
}

/* Somebody logs in: mostly at once, some after a typo or two; a few give up and reset. */
static void
visit(struct day *d)
{
	const uint32_t crowd = below(&d->rng, 3) == 0 ? OFFICE_USERS * 5 : USERS;
	const uint32_t user = (uint32_t)below(&d->rng, crowd);
	int64_t t = human_moment(&d->rng);
	const unsigned mood = (unsigned)below(&d->rng, 1000);
	unsigned typos = mood < 880 ? 0 : mood < 965 ? 1 : mood < 990 ? 2 : 3;
	const bool gives_up = typos == 3;
	for (; typos > 0; typos--) {
		add(d, t, PERSON, user, false);
		t += 3000 + (int64_t)below(&d->rng, 17000);
	}
	struct attempt *a = add(d, t, PERSON, user, true);
	if (a && gives_up)
		a->request = RESET;
	if (a && below(&d->rng, 100) == 0) { /* the gateway lost the answer and asks again */
		const struct attempt first = *a;
		a = add(d, t + 200 + (int64_t)below(&d->rng, 9000), PERSON, user, true);
		if (a) {
			a->seed = first.seed;
			a->request = first.request;
		}
	}
}

/* 4 %: thousands of addresses out of a leak, one or two passwords each, out of one /24 at night. */
static void
stuff(struct day *d, size_t scale)
{
	for (size_t i = 0; i < scale * 4 / 100; i++) {
		const int64_t t = 130 * MINUTE_MS + (int64_t)below(&d->rng, 90 * MINUTE_MS);
		const uint32_t user = (uint32_t)below(&d->rng, USERS);
		add(d, t, STUFFER, user, below(&d->rng, 250) == 0);
	}
}

/* One account, a password every four minutes, all day, each time from somewhere else. */
static void
guess(struct day *d)
{
	for (int64_t t = 0; t < DAY_MS; t += 4 * MINUTE_MS)
		add(d, t + (int64_t)below(&d->rng, MINUTE_MS), GUESSER, 4711, false);
}

/* 0.15 %: one account, two minutes. */
static void
burst(struct day *d, size_t scale)
{
	for (size_t i = 0; i < scale * 15 / 10000; i++)
		add(d, 845 * MINUTE_MS + (int64_t)below(&d->rng, 2 * MINUTE_MS), BURSTER, 1234,
		    false);
}

/* 0.75 %: one device, hundreds of accounts, addresses from anywhere, two hours of the evening. */
static void
bot(struct day *d, size_t scale)
{
	for (size_t i = 0; i < scale * 75 / 10000; i++) {
		const int64_t t = 1080 * MINUTE_MS + (int64_t)below(&d->rng, 120 * MINUTE_MS);
		const uint32_t user = 20000 + (uint32_t)below(&d->rng, 900);
		add(d, t, BOT, user, below(&d->rng, 40) == 0);
	}
}

/* Logs are not perfect: a few lines of the day are torn, damaged or incomplete. */
static void
spoil(struct day *d)
{
	for (size_t i = 0; i < 7; i++) {
		struct attempt *a = &d->attempt[below(&d->rng, d->n)];
		if (a->sender == PERSON)
			a->flaw = (uint8_t)(TORN + i % (FLAWS - 1));
	}
}

static int
by_time(const void *x, const void *y)
{
	const struct attempt *a = x, *b = y;
	if (a->at_ms != b->at_ms)
		return a->at_ms < b->at_ms ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static void
plan_day(struct day *d)
{
	const size_t scale = d->cap;
	stuff(d, scale);
	guess(d);
	burst(d, scale);
	bot(d, scale);
	while (d->n < d->cap)
		visit(d);
	spoil(d);
	qsort(d->attempt, d->n, sizeof(*d->attempt), by_time);
}

static const char *const browsers[] = {
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
	"Chrome/142.0.0.0 Safari/537.36",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
	"Version/26.1 Safari/605.1.15",
	"Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
	"Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
	"Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
	"Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
	"Chrome/142.0.0.0 Mobile Safari/537.36",
	"AcmeApp/8.4.1 (Android 16; SM-S931B; \\\"build 8412\\\")",
};

static const char *const tools[] = {
	"python-requests/2.32.5",
	"Go-http-client/2.0",
	"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0",
};

static const char *const languages[] = { "en-US,en;q=0.9", "en-GB,en;q=0.8",
	"de-DE,de;q=0.9,en;q=0.7", "fr-FR,fr;q=0.9,en;q=0.6", "pt-BR,pt;q=0.9", "ja,en-US;q=0.7" };

static const char *const given_names[] = { "alice", "bob", "carol", "dave", "eve", "frank", "grace",
	"heidi", "ivan", "judy", "mallory", "niaj", "olivia", "peggy", "rupert", "sybil", "trent",
	"victor", "walter", "zo\xc3\xab" };

static const char *const family_names[] = { "smith", "jones", "taylor", "brown", "wilson",
	"johnson", "davies", "patel", "wright", "walker", "green", "hall", "m\xc3\xbcller",
	"garcia", "kim", "chen", "singh", "silva", "rossi", "nowak" };

static const char *const domains[] = { "example.com", "example.org", "mail.example.net",
	"example.co.uk", "inbox.example.io" };

/* The account's address, as this person spells it today. */
static void
put_email(const struct attempt *a)
{
	const uint64_t u = mix(a->user);
	char email[128];
	snprintf(email, sizeof(email), "%s.%s%" PRIu32 "@%s", PICK(given_names, u),
	    PICK(family_names, u >> 8), a->user, PICK(domains, u >> 16));
	const unsigned habit = a->sender == PERSON ? (unsigned)(u >> 24) % 16 : 0;
	for (char *p = email; habit == 1 && *p; p++)
		if (p == email || p[-1] == '.')
			*p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
	printf("\"email\":\"%s%s%s\"", habit == 2 ? " " : "", email, habit == 3 ? "  " : "");
}

/* The address it comes from: home, a carrier's network, the office, or the attacker's. */
static void
put_address(const struct attempt *a)
{
	const uint64_t u = mix(a->user + UINT64_C(0x100000000)), s = mix(a->seed + 1);
	const unsigned last = (unsigned)(s % 254) + 1;
	if (a->sender == STUFFER)
		printf("203.0.113.%u", last);
	else if (a->sender == GUESSER || a->sender == BOT)
		printf("%u.%u.%u.%u", 20 + (unsigned)(s >> 8) % 180, (unsigned)(s >> 16) % 256,
		    (unsigned)(s >> 24) % 256, last);
	else if (a->sender == BURSTER)
		printf("192.0.2.66");
	else if (a->user < OFFICE_USERS && a->at_ms % DAY_MS > 420 * MINUTE_MS)
		printf("198.51.100.%u", last);
	else if (s >> 62 == 0)
		printf("100.%u.%u.%u", 64 + (unsigned)(s >> 8) % 2,
		    (unsigned)(s >> 16) % (CARRIERS / 2), last);
	else if (u % 8 == 0)
		printf("2001:db8:%x:%x::%x", (unsigned)(u >> 8) & 0xffff,
		    (unsigned)(u >> 24) & 0xffff, (unsigned)(u >> 40) & 0xffff);
	else
		printf("%u.%u.%u.%u", 20 + (unsigned)(u >> 8) % 70, (unsigned)(u >> 16) % 256,
		    (unsigned)(u >> 24) % 256, (unsigned)(u >> 32) % 254 + 1);
}

static void
put_headers(const struct attempt *a)
{
	const uint64_t s = mix(a->seed + 2), u = mix(a->user + UINT64_C(0x200000000));
	const bool person = a->sender == PERSON;
	printf(",\"headers\":{\"Host\":\"login.acme.example\",\"User-Agent\":\"%s\"",
	    person ? PICK(browsers, u) : PICK(tools, a->sender == BOT ? 2 : s));
	printf(",\"Accept\":\"application/json, text/plain, */*\",\"Accept-Language\":\"%s\"",
	    PICK(languages, u >> 8));
	printf(
	    ",\"Accept-Encoding\":\"gzip, deflate, br, zstd\",\"Content-Type\":\"application/json\"");
	printf(",\"X-Forwarded-For\":\"");
	put_address(a);
	printf(", 10.0.%u.%u\"", (unsigned)(s >> 16) % 4, (unsigned)(s >> 24) % 256);
	printf(",\"X-Request-Id\":\"%016" PRIx64 "%016" PRIx64 "\"", mix(s + 1), mix(s + 2));
	printf(",\"Cookie\":\"sid=%016" PRIx64 "; csrf=%016" PRIx64 "; theme=%s; lang=en\"", mix(u),
	    mix(s + 3), u >> 20 & 1 ? "dark" : "light");
	printf(",\"Referer\":\"https://login.acme.example/signin?next=%%2Faccount%%2Fhome\"}");
}

static void
put_device(const struct attempt *a)
{
	static const char *const zones[] = { "Europe/London", "America/New_York", "Asia/Tokyo",
		"America/Sao_Paulo", "Europe/Berlin" };
	const uint64_t u = mix(a->user / 2 + UINT64_C(0x300000000)), s = mix(a->seed + 4);
	const uint64_t id = a->sender == BOT      ? UINT64_C(0xb07b07b07b07)
			    : a->sender == PERSON ? u
						  : s;
	printf(",\"device\":{\"id\":\"dev-%016" PRIx64 "\",\"timezone\":\"%s\",\"screen\":"
	       "{\"width\":%u,\"height\":%u},\"fonts\":%u,\"touch\":%s}",
	    id, PICK(zones, u), 360 + (unsigned)(u >> 8) % 2200, 640 + (unsigned)(u >> 20) % 1200,
	    (unsigned)(u >> 40) % 300, u >> 50 & 1 ? "true" : "false");
}

/* Everything before and behind the time, which one flaw leaves out. */
static void
put_line(const struct attempt *a)
{
	const uint64_t s = mix(a->seed + 5);
	const unsigned ms = (unsigned)(a->at_ms % 1000), second = (unsigned)(a->at_ms / 1000);
	const bool app = a->sender == PERSON && a->user % 3 == 0;
	printf("{\"event_id\":\"evt-%016" PRIx64
	       "\",\"tenant_id\":\"acme\",\"source_id\":\"%s-%u\"",
	    mix(a->seed), app ? "app" : "web", (unsigned)(s % 4));
	if (a->flaw == TORN) {
		printf(",\"observed_at\":\"2026-11-20T\n");
		return;
	}
	if (a->flaw != NO_TIME)
		printf(",\"observed_at\":\"2026-11-20T%02u:%02u:%02u.%03uZ\"", second / 3600,
		    second / 60 % 60, second % 60, ms);
	printf(",\"method\":\"POST\",\"path\":\"%s\"",
	    a->request == LOGIN ? "/api/v2/login?flow=password" : "/api/v2/password/reset");
	put_headers(a);
	printf(",\"body\":{\"request\":{");
	if (a->flaw == BAD_UTF8)
		printf("\"comment\":\"caf\xe9\",");
	if (a->flaw != NO_EMAIL) {
		put_email(a);
		printf(",");
	}
	printf("\"password_length\":%u,\"remember_me\":%s", 6 + (unsigned)(s >> 8) % 20,
	    s >> 20 & 1 ? "true" : "false");
	put_device(a);
	printf("},\"response\":{\"status\":%d,\"latency_ms\":%u.%03u}}}\n", a->ok ? 200 : 401,
	    20 + (unsigned)(s >> 24) % 200, (unsigned)(s >> 40) % 1000);
}

int
main(int argc, char **argv)
{
	char *end = NULL;
	const long lines = argc == 2 ? strtol(argv[1], &end, 10) : LINES_DEFAULT;
	if (argc > 2 || (end && *end) || lines < 1000 || lines > 100000000) {
		fprintf(stderr, "usage: gen_logins [LINES]\n");
		return 2;
	}
	struct day d = { .cap = (size_t)lines, .rng = 20261120 };
	d.attempt = calloc(d.cap, sizeof(*d.attempt));
	if (!d.attempt) {
		fprintf(stderr, "gen_logins: out of memory\n");
		return 2;
	}
	plan_day(&d);
	for (size_t i = 0; i < d.n; i++)
		put_line(&d.attempt[i]);
	free(d.attempt);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "gen_logins: standard output: %s\n", strerror(errno));
		return 2;
	}
	return 0;
}
