/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ip.h"
#include "tests/fuzz/fuzz.h"

/*
 * Addresses and networks, one a line: an address is written so that it reads as the same, and is in
 * every set that it, or a network around it, was added to.
 */
static void
check_address(struct text t, const struct ip_set *all)
{
	char out[IP_TEXT_MAX];
	struct ip ip, again;
	struct ip_set alone = { 0 };
	if (ip_parse(t, &ip) < 0)
		return;
	struct text written = (struct text){ out, ip_put(&ip, out) };
	MUST(written.n < IP_TEXT_MAX && ip_parse(written, &again) == 0);
	MUST(ip_cmp(&ip, &again) == 0 && ip.v4_text == again.v4_text);
	MUST(ip_set_add(&alone, written) == 0);
	ip_set_seal(&alone);
	MUST(ip_set_has(&alone, &ip));
	ip_set_free(&alone);
	if (memchr(t.p, '[', t.n) == NULL && ip_set_add(&alone, t) == 0)
		MUST(ip_set_has(all, &ip));
	ip_set_free(&alone);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct ip_set set = { 0 };
	const char *p = (const char *)data, *end = p + n;
	for (int pass = 0; pass < 2; pass++) {
		for (const char *at = p, *next; at < end; at = next + 1) {
			next = memchr(at, '\n', (size_t)(end - at));
			if (!next)
				next = end;
			struct text line = { at, (size_t)(next - at) };

			if (pass == 0)
				ip_set_add(&set, line);
			else
				check_address(line, &set);
		}
		if (pass == 0)
			ip_set_seal(&set);
	}
	for (size_t i = 0; i + 1 < set.n; i++)
		MUST(memcmp(set.range[i].last, set.range[i + 1].first, 16) < 0);
	ip_set_free(&set);
	return 0;
}
