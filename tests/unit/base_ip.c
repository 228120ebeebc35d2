/* SPDX-License-Identifier: MIT */
/* IP addresses and networks as text. */
#include "base/ip.h"

#include <arpa/inet.h>

#include "tests/unit/unit.h"

static const struct {
	const char *text, *canonical; /* NULL: no address */
} addresses[] = {
	{ "1.2.3.4", "1.2.3.4" },
	{ "0.0.0.0", "0.0.0.0" },
	{ "255.255.255.255", "255.255.255.255" },
	{ "1.2.3.4:80", "1.2.3.4" },
	{ "1.2.3.4:0", "1.2.3.4" },
	{ "1.2.3.4:65535", "1.2.3.4" },
	{ "[1.2.3.4]", "1.2.3.4" },
	{ "[1.2.3.4]:80", "1.2.3.4" },
	{ "10.100.20.3", "10.100.20.3" },
	{ "::1", "::1" },
	{ "::", "::" },
	{ "[::1]", "::1" },
	{ "[::1]:80", "::1" },
	{ "2001:DB8::00a", "2001:db8::a" },
	{ "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
	{ "2001:0db8:0001:0002:0003:0004:0005:0006", "2001:db8:1:2:3:4:5:6" },
	{ "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
	{ "::ffff:1.2.3.4", "::ffff:1.2.3.4" },
	{ "::FFFF:102:304", "::ffff:1.2.3.4" },
	{ "::1:2", "::1:2" },
	{ "::1.2.3.4", "::102:304" }, /* mixed notation is for mapped addresses alone */
	{ "::ffff:0:1.2.3.4", "::ffff:0:102:304" },
	{ "64:ff9b::1.2.3.4", "64:ff9b::102:304" },
	{ "::", "::" },
	{ "0:0:0:0:0:0:0:1", "::1" },
	{ "1:0:0:0:0:0:0:0", "1::" },
	{ "0:1:0:1:0:1:0:1", "0:1:0:1:0:1:0:1" },
	{ "0:0:1:0:0:0:1:0", "0:0:1::1:0" },
	{ "1:0:0:2:0:0:3:4", "1::2:0:0:3:4" },
	{ "0:0:2:0:0:3:4:5", "::2:0:0:3:4:5" },
	{ "000a:00b0:0c00:d000::", "a:b0:c00:d000::" },
	{ "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
	{ "[::ffff:1.2.3.4]:443", "::ffff:1.2.3.4" },
	{ "", NULL },
	{ "1.2.3", NULL },
	{ "1.2.3.4.5", NULL },
	{ "1.2.3.", NULL },
	{ "1.2.3.4.", NULL },
	{ ".1.2.3.4", NULL },
	{ "1..2.3", NULL },
	{ "256.1.1.1", NULL },
	{ "1.2.3.1000", NULL },
	{ "1.2.3.1111111111111111111111111", NULL },
	{ "01.2.3.4", NULL },
	{ "1.2.3.00", NULL },
	{ "0x1.2.3.4", NULL },
	{ "1.2.3.4 ", NULL },
	{ " 1.2.3.4", NULL },
	{ "1.2.3.-4", NULL },
	{ "1.2.3.4:", NULL },
	{ "1.2.3.4:65536", NULL },
	{ "1.2.3.4:123456", NULL },
	{ "1.2.3.4:000080", NULL },
	{ "1.2.3.4:8a", NULL },
	{ "1.2.3.4:+80", NULL },
	{ "1.2.3.4/8", NULL },
	{ "fe80::1%eth0", NULL },
	{ "[fe80::1%1]", NULL },
	{ ":::", NULL },
	{ "1::2::3", NULL },
	{ "1:2:3:4:5:6:7", NULL },
	{ "1:2:3:4:5:6:7:8:9", NULL },
	{ "12345::", NULL },
	{ "::g", NULL },
	{ "::ffff:1.2.3.04", NULL },
	{ "[::1", NULL },
	{ "::1]", NULL },
	{ "[]", NULL },
	{ "[", NULL },
	{ "[::1]80", NULL },
	{ "[::1]:", NULL },
	{ "[[::1]]", NULL },
	{ "localhost", NULL },
};

static void
test_addresses(void)
{
	struct ip ip;
	char out[IP_TEXT_MAX];
	for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
		bool is = ip_parse(text_of(addresses[i].text), &ip) == 0;
		unit_row(addresses[i].text);
		CHECK(is == (addresses[i].canonical != NULL));
		if (is) {
			struct text canonical = { out, ip_put(&ip, out) };
			CHECK(text_eq(canonical, text_of(addresses[i].canonical)));
		}
	}
	unit_row("NUL inside");
	CHECK(ip_parse(TEXT("::1\0"), &ip) == -1 && ip_parse(TEXT("1.2.3.4\0"), &ip) == -1);
	CHECK(ip_parse(TEXT_ABSENT, &ip) == -1);
}

/* Outside ::/96, where inet_ntop(3) has a notation of its own, both write the same. */
static void
test_against_libc(void)
{
	uint64_t state = 88172645463325252u;
	unit_row("as inet_ntop(3) writes");
	for (int i = 0; i < 20000; i++) {
		struct ip ip = { { 0 }, false };
		char ours[IP_TEXT_MAX], theirs[IP_TEXT_MAX];
		struct text text;
		for (int k = 0; k < 16; k++) {
			state ^= state << 13;
			state ^= state >> 7;
			state ^= state << 17;
			if (state % 3 == 0 || k == 1)
				ip.byte[k] = (unsigned char)(state >> 24 & (k == 1 ? 0xFF : 0x3F));
		}
		ip.byte[0] |= 1;
		text = (struct text){ ours, ip_put(&ip, ours) };
		CHECK(inet_ntop(AF_INET6, ip.byte, theirs, sizeof theirs) &&
		      text_eq(text, text_of(theirs)));
	}
}

static struct ip
ip_of(const char *string)
{
	struct ip ip = { 0 };
	CHECK(ip_parse(text_of(string), &ip) == 0);
	return ip;
}

static void
test_order(void)
{
	/* ascending */
	static const char *const sorted[] = { "0.0.0.0", "1.2.3.4", "1.2.3.10", "200.0.0.1",
		"255.255.255.255", "::", "::1", "::1.2.3.4", "2001:db8::1", "ffff::" };

	for (int i = 0; i < 10; i++)
		for (int j = 0; j < 10; j++) {
			struct ip a = ip_of(sorted[i]), b = ip_of(sorted[j]);
			int order = ip_cmp(&a, &b);
			unit_row(sorted[i]);
			CHECK((order > 0) - (order < 0) == (i > j) - (i < j));
		}
	struct ip plain = ip_of("1.2.3.4"), mapped = ip_of("::ffff:1.2.3.4");

	unit_row("mapped");
	CHECK(ip_cmp(&plain, &mapped) == 0);
}

static bool
has(const char *const *cidrs, size_t count, const char *address)
{
	struct ip_set set = { 0 };
	struct ip ip = ip_of(address);
	for (size_t i = 0; i < count; i++)
		CHECK(ip_set_add(&set, text_of(cidrs[i])) == 0);
	ip_set_seal(&set);
	bool found = ip_set_has(&set, &ip);
	ip_set_free(&set);
	CHECK(set.range == NULL && set.n == 0);
	return found;
}

static void
test_networks(void)
{
	static const struct {
		const char *cidr, *address;
		bool in;
	} table[] = {
		{ "10.0.0.0/8", "10.0.0.0", true },
		{ "10.0.0.0/8", "10.255.255.255", true },
		{ "10.0.0.0/8", "9.255.255.255", false },
		{ "10.0.0.0/8", "11.0.0.0", false },
		{ "10.1.2.3/8", "10.200.0.1", true },
		{ "10.0.0.0/8", "::ffff:10.1.2.3", true },
		{ "10.0.0.0/8", "::10.1.2.3", false },
		{ "192.168.1.128/25", "192.168.1.127", false },
		{ "192.168.1.128/25", "192.168.1.128", true },
		{ "1.2.3.4/32", "1.2.3.4", true },
		{ "1.2.3.4/32", "1.2.3.5", false },
		{ "1.2.3.4", "1.2.3.4", true },
		{ "1.2.3.4", "1.2.3.3", false },
		{ "0.0.0.0/0", "255.255.255.255", true },
		{ "0.0.0.0/0", "::1", false },
		{ "::ffff:10.0.0.0/104", "10.9.9.9", true },
		{ "::ffff:0:0/96", "8.8.8.8", true },
		{ "::ffff:0:0/95", "8.8.8.8", false }, /* wider: an IPv6 network */
		{ "::/0", "8.8.8.8", false },
		{ "::/0", "::1", true },
		{ "::/0", "::fffe:ffff:ffff", true },
		{ "::/0", "::1:0:0:0", true },
		{ "::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true },
		{ "2001:db8::/32", "2001:db8:ffff::1", true },
		{ "2001:db8::/32", "2001:db9::", false },
		{ "2001:db8::/33", "2001:db8:8000::", false },
		{ "::1", "::1", true },
		{ "::1/128", "::2", false },
	};
	static const char *const bad[] = { "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1",
		"10.0.0.0/08", "10.0.0.0/8 ", "10.0.0.0/8/8", "10.0.0/8", "::/129", "::/1000",
		"1.2.3.4:80", "1.2.3.4:80/8", "[::1]", "[::1]/8", "x", "10.0.0.0/255.0.0.0",
		"fe80::1%1/64" };
	struct ip_set set = { 0 };

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		unit_row(table[i].cidr);
		CHECK(has(&table[i].cidr, 1, table[i].address) == table[i].in);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		unit_row(bad[i]);
		CHECK(ip_set_add(&set, text_of(bad[i])) == -1 && set.n == 0);
	}
	ip_set_seal(&set);
	struct ip any = ip_of("1.2.3.4");

	CHECK(!ip_set_has(&set, &any));
}

static void
test_merging(void)
{
	static const char *const cidrs[] = { "10.0.1.0/24", "10.0.0.0/24", "10.0.0.0/8",
		"10.255.255.255", "192.168.0.0/16", "172.16.0.0/12", "192.168.3.4",
		"2001:db8::/32" };
	static const char *const in[] = { "10.0.0.0", "10.0.1.255", "10.255.255.255",
		"172.31.255.255", "192.168.0.0", "192.168.255.255", "2001:db8::1" };
	static const char *const out[] = { "9.255.255.255", "11.0.0.0", "172.15.255.255",
		"172.32.0.0", "192.167.255.255", "192.169.0.0", "0.0.0.0", "255.255.255.255", "::1",
		"2001:db9::" };
	for (size_t i = 0; i < sizeof in / sizeof in[0]; i++) {
		unit_row(in[i]);
		CHECK(has(cidrs, 8, in[i]));
	}
	for (size_t i = 0; i < sizeof out / sizeof out[0]; i++) {
		unit_row(out[i]);
		CHECK(!has(cidrs, 8, out[i]));
	}
}

/* A small generator, the same on any machine. */
static uint32_t
next_random(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33);
}

struct network {
	struct ip base;
	unsigned bits;
};

static bool
holds(const struct network *n, const struct ip *ip)
{
	unsigned whole = n->bits / 8, rest = n->bits % 8;
	return memcmp(n->base.byte, ip->byte, whole) == 0 &&
	       (rest == 0 || (n->base.byte[whole] ^ ip->byte[whole]) >> (8 - rest) == 0);
}

/* Few different bits, so that networks meet and contain each other. */
static struct network
random_network(uint64_t *state, bool v4)
{
	struct network n = { .base = { .byte = { 0x20, 0x01 } } };
	if (v4)
		memcpy(n.base.byte, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
	for (unsigned i = v4 ? 12 : 2; i < 16; i++)
		n.base.byte[i] = (unsigned char)(next_random(state) & 0x91);
	n.bits = v4 ? 96 + next_random(state) % 33 : 16 + next_random(state) % 113;
	if (v4 && n.bits < 100)
		n.bits = 128;
	return n;
}

/* The set says what each of its networks says. */
static void
test_random(void)
{
	enum { NETWORKS = 40, ADDRESSES = 60 };
	uint64_t state = 1;
	size_t wrong = 0, inside = 0;

	for (int round = 0; round < 300; round++) {
		struct network network[NETWORKS];
		struct ip_set set = { 0 };
		for (int i = 0; i < NETWORKS; i++) {
			char cidr[IP_TEXT_MAX + 8], text[IP_TEXT_MAX];
			size_t n;
			network[i] = random_network(&state, i % 2);
			n = ip_put(&network[i].base, text);
			snprintf(cidr, sizeof cidr, "%.*s/%u", (int)n, text, network[i].bits);
			CHECK(ip_set_add(&set, text_of(cidr)) == 0);
		}
		ip_set_seal(&set);
		for (int i = 0; i < ADDRESSES; i++) {
			struct ip ip = random_network(&state, i % 2).base;
			bool in = false;
			for (int k = 0; k < NETWORKS; k++)
				in = in || holds(&network[k], &ip);
			inside += in;
			wrong += in != ip_set_has(&set, &ip);
		}
		ip_set_free(&set);
	}
	CHECK(wrong == 0);
	CHECK(inside > 1000 && inside < 300 * ADDRESSES - 1000);
}

int
main(void)
{
	test_addresses();
	test_against_libc();
	test_order();
	test_networks();
	test_merging();
	test_random();
	return unit_end();
}
