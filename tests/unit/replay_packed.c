/* SPDX-License-Identifier: MIT */
#include "replay/packed.h"

#include "tests/unit/unit.h"

#define STRING(s, is_plain) ((struct value){ TEXT(s), VALUE_STRING, is_plain })

static bool
same(const struct value *a, const struct value *b)
{
	return a->kind == b->kind && a->plain == b->plain && text_eq(a->text, b->text) &&
	       (a->text.p == NULL) == (b->text.p == NULL);
}

/* What goes in comes out, NUL bytes, empty texts and long ones included. */
static void
check_round_trip(void)
{
	static char big[100000];
	memset(big, 'x', sizeof(big));
	const struct value field[] = { STRING("a\0b", false), VALUE_NONE,
		{ TEXT("-12.50"), VALUE_NUMBER, false }, { TEXT("true"), VALUE_BOOL, false },
		{ TEXT("[1,{\"a\":null}]"), VALUE_JSON, false }, STRING("", true),
		{ { big, sizeof(big) }, VALUE_STRING, true } };
	const size_t n = sizeof(field) / sizeof(*field);
	const struct event in = { .event_id = STRING("e-1", true),
		.source_id = STRING("", false),
		.session_id = STRING("x|@", true),
		.encoding_version = UINT64_MAX,
		.field = field,
		.fields_json = { big, 200 } };
	const struct event bare = { .event_id = STRING("e-2", true) };

	struct buf b = { 0 };
	packed_put(&b, &in, n);
	packed_put(&b, &bare, 0);
	struct text rest = buf_as_text(&b);
	struct event ev;
	struct value got[sizeof(field) / sizeof(*field)];
	packed_get(&rest, &ev, got, n);
	CHECK(ev.encoding_version == UINT64_MAX);
	CHECK(same(&ev.event_id, &in.event_id) && same(&ev.tenant_id, &in.tenant_id));
	CHECK(same(&ev.source_id, &in.source_id) && same(&ev.entity_id, &in.entity_id));
	CHECK(same(&ev.session_id, &in.session_id));
	CHECK(ev.field == got && text_eq(ev.fields_json, in.fields_json) && ev.warnings == 0);
	for (size_t i = 0; i < n; i++)
		CHECK(same(&got[i], &field[i]));
	packed_get(&rest, &ev, got, 0);
	CHECK(text_eq(ev.event_id.text, TEXT("e-2")));
	CHECK(ev.fields_json.n == 0 && rest.n == 0);
	buf_free(&b);
}

int
main(void)
{
	check_round_trip();
	return unit_end();
}
