/* SPDX-License-Identifier: MIT */
/* Ids as they are written, and what begins with what. */
#include "trace/ids.h"

#include "tests/unit/unit.h"

#define H32 "0123456789abcdef0123456789abcdef"

static const struct {
	const char *id, *canonical; /* NULL: it is none */
} ids[] = {
	{ "", NULL },
	{ "0", NULL },
	{ "0000000000000000", NULL },
	{ "0x0", NULL },
	{ "0x", "0x" },
	{ "a", "a" },
	{ "req_ABC", "req_ABC" },
	{ "0xabc", "0xabc" },
	{ "0123456789ABCDEF", "0123456789abcdef" },
	{ "0X0123456789ABCDEF", "0123456789abcdef" },
	{ "0x0123456789abcdef", "0123456789abcdef" },
	{ "0123456789abcdeg", "0123456789abcdeg" },
	{ "0123456789ABCDEF0123456789ABCDEF", H32 },
	{ "0x0123456789ABCDEF0123456789ABCDEF", H32 },
	{ "0123456789ABCDEF0", "0123456789ABCDEF0" },
};

static const struct {
	const char *id, *prefix;
	bool begins;
} beginnings[] = {
	{ "req_1", "req", true },
	{ "req_1", "req_1", true },
	{ "req_1", "req_12", false },
	{ "req_1", "REQ", false },
	{ "req_1", "", true },
	{ H32, "0123", true },
	{ H32, "0x0123", true },
	{ H32, "0123456789ABCDEF", true },
	{ H32, "0X0123456789ABCDEF0123456789ABCDEF", true },
	{ H32, "0x", false },
	{ H32, "123", false },
	{ "0123456789abcdef", "0123456789ABCD", true },
	{ "0123456789abcdef0", "0123456789ABCD", false },
	{ "0xyz", "0x", true },
};

int
main(void)
{
	struct arena a = { 0 };
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		unit_row(ids[i].id);
		const struct text t = trace_id_of(&a, text_of(ids[i].id));
		if (ids[i].canonical)
			CHECK_TEXT(t, ids[i].canonical);
		else
			CHECK(!t.p);
	}
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++) {
		unit_row(beginnings[i].prefix);
		CHECK(trace_id_begins(text_of(beginnings[i].id), text_of(beginnings[i].prefix)) ==
		      beginnings[i].begins);
	}
	CHECK(!trace_id_is_hex(TEXT("0123456789ABCDEF"), 16));
	arena_free(&a);
	return unit_end();
}
