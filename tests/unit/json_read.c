/* SPDX-License-Identifier: MIT */
#include "json/read.h"

#include "tests/unit/unit.h"
#include "time/stamp.h"

enum colour { RED, BLUE, COLOURS };
static const struct text colour_names[COLOURS] = { [RED] = TEXT("Red"), [BLUE] = TEXT("Blue") };

struct thing {
	struct text name, note;
	int64_t at_ns;
	enum colour colour;
	uint64_t count;
	bool kept;
	const struct json_node *list, *more;
};

static const struct json_row rows[] = {
	{ "name", JSON_ROW_TEXT, .offset = offsetof(struct thing, name) },
	{ "note", JSON_ROW_TEXT, .offset = offsetof(struct thing, note), .or_null = true },
	{ "at", JSON_ROW_PARSED, .offset = offsetof(struct thing, at_ns), .or_null = true,
	    .parse = stamp_rfc3339 },
	{ "colour", JSON_ROW_CHOICE, .offset = offsetof(struct thing, colour),
	    .names = colour_names, .n = COLOURS },
	{ "count", JSON_ROW_U64, .offset = offsetof(struct thing, count) },
	{ "kept", JSON_ROW_BOOL, .offset = offsetof(struct thing, kept) },
	{ "list", JSON_ROW_ARRAY, .offset = offsetof(struct thing, list) },
	{ "more", JSON_ROW_OBJECT, .offset = offsetof(struct thing, more), .optional = true },
};
enum { ROWS = sizeof(rows) / sizeof(*rows) };

#define BEGIN "{\"name\":\"n\",\"note\":null,"
#define AT "\"at\":\"1970-01-01T00:00:01Z\","
#define END ",\"kept\":true,\"list\":[1]"

static const struct {
	const char *json, *wrong; /* the member that is wrong; NULL: none */
} objects[] = {
	{ BEGIN AT "\"colour\":\"Blue\",\"count\":7" END "}", NULL },
	{ BEGIN AT "\"colour\":\"Blue\",\"count\":7" END ",\"more\":{},\"other\":1}", NULL },
	{ BEGIN "\"at\":null,\"colour\":\"Red\",\"count\":0" END "}", NULL },
	{ "{}", "name" },
	{ "[]", "name" },
	{ "{\"name\":null}", "name" },
	{ "{\"name\":1}", "name" },
	{ "{\"name\":\"n\"}", "note" },
	{ "{\"name\":\"n\",\"note\":1}", "note" },
	{ BEGIN "\"at\":\"yesterday\"}", "at" },
	{ BEGIN AT "\"colour\":\"Green\"}", "colour" },
	{ BEGIN AT "\"colour\":1}", "colour" },
	{ BEGIN AT "\"colour\":\"Blue\",\"count\":1.5}", "count" },
	{ BEGIN AT "\"colour\":\"Blue\",\"count\":\"1\"}", "count" },
	{ BEGIN AT "\"colour\":\"Blue\",\"count\":18446744073709551616}", "count" },
	{ BEGIN AT "\"colour\":\"Blue\",\"count\":1,\"kept\":1}", "kept" },
	{ BEGIN AT "\"colour\":\"Blue\",\"count\":1,\"kept\":false,\"list\":{}}", "list" },
	{ BEGIN AT "\"colour\":\"Blue\",\"count\":1" END ",\"more\":null}", "more" },
	{ BEGIN AT "\"colour\":\"Blue\",\"count\":1" END ",\"more\":[]}", "more" },
};

static void
test_objects(void)
{
	for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++) {
		struct arena a = { 0 };
		struct thing t = { 0 };
		const struct json_node *root = json_tree(&a, text_of(objects[i].json), NULL);
		unit_row(objects[i].json);
		const struct json_row *row = json_read(root, rows, ROWS, &t);
		CHECK(!row == !objects[i].wrong);
		CHECK(!row || text_eq(text_of(row->name), text_of(objects[i].wrong)));
		arena_free(&a);
	}
}

static void
test_values(void)
{
	struct arena a = { 0 };
	struct thing t = { .note = TEXT("as it was"), .at_ns = 5 };
	unit_row("values");
	CHECK(!json_read(json_tree(&a, text_of(objects[0].json), NULL), rows, ROWS, &t));
	CHECK(text_eq(t.name, TEXT("n")) && text_eq(t.note, TEXT("as it was")));
	CHECK(t.at_ns == 1000000000 && t.colour == BLUE && t.count == 7 && t.kept);
	CHECK(t.list && t.list->count == 1 && !t.more);
	t.at_ns = 5;
	CHECK(!json_read(json_tree(&a, text_of(objects[2].json), NULL), rows, ROWS, &t));
	CHECK(t.at_ns == 5 && t.colour == RED && t.count == 0);
	CHECK(json_read(NULL, rows, ROWS, &t) == &rows[0]);
	arena_free(&a);
}

int
main(void)
{
	test_objects();
	test_values();
	return unit_end();
}
