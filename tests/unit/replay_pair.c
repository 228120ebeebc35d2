/* SPDX-License-Identifier: MIT */
#include "replay/pair.h"

#include <string.h>

#include "event/content.h"
#include "tests/unit/unit.h"

enum { WANTED = 2 };

static struct value
string(const char *text)
{
	return (struct value){ text_of(text), VALUE_STRING, true };
}

static void
fill(struct pair *p, enum side side, const char *id, const unsigned char *content)
{
	p->event[side] = (struct event){ .event_id = string(id),
		.entity_id = string("entity"),
		.encoding_version = 3 + side,
		.field = p->value[side],
		.fields_json = side == CANDIDATE ? TEXT("{\"a\":1}") : TEXT("") };
	p->event[side].content = content;
	p->value[side][0] = string(side == CANDIDATE ? "now" : "before");
	p->value[side][1] = VALUE_NONE;
}

static const struct row {
	const char *name;
	enum standing standing[SIDES];
	bool one;
	enum reject_code code;
	size_t blamed, differs;
	int64_t other_ns;
} rows[] = {
	{ "both", { STANDING_EVENT, STANDING_EVENT }, false, 0, 0, 7, 0 },
	{ "both, the same", { STANDING_EVENT, STANDING_EVENT }, true, 0, 0, 0, 0 },
	{ "baseline failed", { STANDING_FAILED, STANDING_EVENT }, false, REJECT_INVALID_FIELD, 300,
	    0, 0 },
	{ "candidate failed", { STANDING_EVENT, STANDING_FAILED }, false, REJECT_TOO_LONG, 0, 0,
	    0 },
	{ "baseline skipped", { STANDING_SKIPPED, STANDING_EVENT }, false, 0, 0, 5000, 0 },
	{ "candidate elsewhere", { STANDING_EVENT, STANDING_ELSEWHERE }, false, 0, 0, 2,
	    INT64_MIN },
	{ "baseline elsewhere", { STANDING_ELSEWHERE, STANDING_EVENT }, false, 0, 0, 1, 12345 },
};

static void
check_event(const struct pair *in, const struct pair *out, enum side side)
{
	const struct event *want = &in->event[in->one ? CANDIDATE : side], *got = &out->event[side];
	CHECK(text_eq(want->event_id.text, got->event_id.text));
	CHECK(text_eq(want->entity_id.text, got->entity_id.text));
	CHECK(want->encoding_version == got->encoding_version);
	CHECK(text_eq(want->fields_json, got->fields_json));
	const unsigned char *content = in->event[side].content; /* its own, also of one event */
	CHECK(!content == !got->content);
	CHECK(!content || memcmp(content, got->content, CONTENT_BYTES) == 0);
	for (size_t i = 0; i < WANTED; i++) {
		CHECK(want->field[i].kind == got->field[i].kind);
		CHECK(text_eq(want->field[i].text, got->field[i].text));
	}
}

static void
check_row(const struct row *row, const unsigned char *was, const unsigned char *is)
{
	struct pair in, out;
	struct buf b = { 0 };
	unit_row(row->name);
	pair_new(&in, WANTED);
	pair_new(&out, WANTED);
	memcpy(in.standing, row->standing, sizeof(in.standing));
	in.one = row->one;
	in.code = row->code;
	in.blamed = row->blamed;
	in.differs = row->differs;
	in.other_ns = row->other_ns;
	fill(&in, BASELINE, "was", was);
	fill(&in, CANDIDATE, "is", is);
	pair_put(&b, &in, WANTED);
	pair_get(buf_as_text(&b), &out, WANTED);
	CHECK(memcmp(in.standing, out.standing, sizeof(in.standing)) == 0);
	CHECK(in.one == out.one && in.differs == out.differs);
	for (unsigned side = 0; side < SIDES; side++) {
		if (row->standing[side] == STANDING_EVENT)
			check_event(&in, &out, (enum side)side);
		if (row->standing[side] == STANDING_FAILED)
			CHECK(in.code == out.code && in.blamed == out.blamed);
		if (row->standing[side] == STANDING_ELSEWHERE)
			CHECK(in.other_ns == out.other_ns);
	}
	pair_end(&in);
	pair_end(&out);
	buf_free(&b);
}

int
main(void)
{
	static const unsigned char content[2][CONTENT_BYTES] = { { 1 }, { 1, 2, [23] = 3 } };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		check_row(&rows[i], NULL, NULL);
		check_row(&rows[i], content[0], content[0]);
		check_row(&rows[i], content[0], content[1]);
		check_row(&rows[i], content[0], NULL);
		check_row(&rows[i], NULL, content[1]);
	}
	return unit_end();
}
