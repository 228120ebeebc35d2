/* SPDX-License-Identifier: MIT */
#include "encode/encode.h"
#include "unit.h"

#define MINUTE (60 * STAMP_SECOND)

static const struct {
	const char *text[3]; /* NULL: absent */
	size_t count;
	const char *id; /* NULL: absent */
} ids[] = {
	{ { NULL }, 0, NULL },
	{ { NULL }, 1, NULL },
	{ { NULL, NULL, NULL }, 3, NULL },
	{ { "a" }, 1, "a" },
	{ { "" }, 1, NULL },
	{ { " " }, 1, " " },
	{ { "a", "b" }, 2, "a|b" },
	{ { "a", NULL }, 2, NULL },
	{ { NULL, "b" }, 2, NULL },
	{ { NULL, "b", NULL }, 3, NULL },
	{ { "", "" }, 2, NULL },
	{ { "a", "" }, 2, NULL },
	{ { "", "b" }, 2, NULL },
	{ { "a|b" }, 1, "a\\|b" },
	{ { "a\\", "|" }, 2, "a\\\\|\\|" },
	{ { "zo\xc3\xab|x", "login" }, 2, "zo\xc3\xab\\|x|login" },
};

static void
entity_table(void)
{
	struct arena scratch = { 0 };
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		struct value v[3];
		for (size_t f = 0; f < 3; f++) {
			bool present = f < ids[i].count && ids[i].text[f] != NULL;
			v[f] = present
				   ? (struct value){ text_of(ids[i].text[f]), VALUE_STRING, true }
				   : VALUE_NONE;
		}
		unit_row(ids[i].id != NULL ? ids[i].id : "absent");
		struct value id = encode_entity_id(v, ids[i].count, &scratch);
		CHECK((id.kind == VALUE_STRING) == (ids[i].id != NULL));
		CHECK((id.kind == VALUE_ABSENT) == (ids[i].id == NULL));
		if (ids[i].id != NULL)
			CHECK(text_eq(id.text, text_of(ids[i].id)));
		bool backslash = ids[i].id != NULL && strchr(ids[i].id, '\\') != NULL;
		CHECK(!(id.plain && backslash)); /* it would be written unescaped */
	}
	arena_free(&scratch);
}

/* Identity fields need not be strings. */
static void
other_kinds(void)
{
	struct arena scratch = { 0 };
	struct value v[2] = { { TEXT("42"), VALUE_NUMBER, true },
		{ TEXT("{\"a\":\"\\n\"}"), VALUE_JSON, false } };
	unit_row("a number");
	struct value id = encode_entity_id(v, 1, &scratch);
	CHECK(id.kind == VALUE_STRING && id.plain && text_eq(id.text, TEXT("42")));
	unit_row("an object");
	id = encode_entity_id(v, 2, &scratch);
	CHECK(!id.plain && text_eq(id.text, TEXT("42|{\"a\":\"\\\\n\"}")));
	arena_free(&scratch);
}

static const struct {
	const char *entity; /* NULL: absent */
	int64_t at_ns, bucket_min;
	const char *id;
} sessions[] = {
	{ NULL, 0, 15, NULL },
	{ "a", 0, 15, "a@1970-01-01T00:00Z" },
	{ "a", 15 * MINUTE - 1, 15, "a@1970-01-01T00:00Z" },
	{ "a", 15 * MINUTE, 15, "a@1970-01-01T00:15Z" },
	{ "a", -1, 15, "a@1969-12-31T23:45Z" },
	{ "", INT64_C(1795169760) * STAMP_SECOND, 15, "@2026-11-20T10:15Z" },
	{ "a", INT64_C(1795169760) * STAMP_SECOND, 1, "a@2026-11-20T10:16Z" },
	{ "a", INT64_C(1795169760) * STAMP_SECOND, 1440, "a@2026-11-20T00:00Z" },
	{ "a", INT64_C(1795169760) * STAMP_SECOND, 7, "a@2026-11-20T10:11Z" },
	{ "a", INT64_MAX, 10000000, "a@2255-03-14T16:00Z" },
};

static void
session_table(void)
{
	struct arena scratch = { 0 };
	for (size_t i = 0; i < sizeof sessions / sizeof *sessions; i++) {
		struct value entity = VALUE_NONE;
		if (sessions[i].entity != NULL)
			entity = (struct value){ text_of(sessions[i].entity), VALUE_STRING, true };
		unit_row(sessions[i].id != NULL ? sessions[i].id : "absent");
		struct encode_bucket before = { 0 };
		struct value id = encode_session_id(
		    &entity, sessions[i].at_ns, sessions[i].bucket_min, &before, &scratch);
		/* and the same again, with the bucket at hand */
		struct value again = encode_session_id(
		    &entity, sessions[i].at_ns, sessions[i].bucket_min, &before, &scratch);
		CHECK(id.kind == again.kind && text_eq(id.text, again.text));
		CHECK((id.kind == VALUE_ABSENT) == (sessions[i].id == NULL));
		if (sessions[i].id == NULL)
			continue;
		CHECK_TEXT(id.text, sessions[i].id);
		CHECK(id.plain);
	}
	arena_free(&scratch);
}

int
main(void)
{
	entity_table();
	other_kinds();
	session_table();
	return unit_end();
}
