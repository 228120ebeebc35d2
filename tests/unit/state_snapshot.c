/* SPDX-License-Identifier: MIT */
/* Snapshots: what is damaged, foreign or newer is refused and does no harm; dumps go both ways. */
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "decide/decide.h"
#include "state/dump.h"
#include "state/save.h"
#include "tests/unit/unit.h"
#include "time/stamp.h"

static const char document[] =
    "{\"rules\":[{\"rule_id\":\"r\",\"outcome\":\"Block\",\"expression\":{\"kind\":\"WindowCmp\","
    "\"scope\":\"Entity\",\"seconds\":300,\"operator\":\"Ge\",\"value\":3}},"
    "{\"rule_id\":\"d\",\"outcome\":\"Allow\",\"mode\":\"Shadow\",\"expression\":{\"kind\":"
    "\"WindowCmp\",\"group_by\":[\"ip\",\"user\"],\"seconds\":60,\"operator\":\"Ge\",\"value\":2,"
    "\"aggregate\":{\"kind\":\"Distinct\",\"field_name\":\"user\"}}}]}";

/* The same except for one series, which is recognised by its text wherever it stands. */
static const char other[] =
    "{\"rules\":[{\"rule_id\":\"n\",\"outcome\":\"Allow\",\"expression\":{\"kind\":\"WindowCmp\","
    "\"group_by\":[\"ip\"],\"seconds\":9,\"operator\":\"Ge\",\"value\":3}},"
    "{\"rule_id\":\"r\",\"outcome\":\"Block\",\"expression\":{\"value\":3,\"kind\":\"WindowCmp\","
    "\"seconds\":300,\"operator\":\"Ge\",\"scope\":\"Entity\"}}]}";

static struct rules *
load(const char *text)
{
	struct err e = { 0 };
	struct rules *r = rules_load(text_of(text), NULL, ".", &e);
	CHECK(r != NULL);
	return r;
}

static struct value
string(struct buf *b, const char *prefix, unsigned number)
{
	b->n = 0;
	buf_printf(b, "%s%u", prefix, number);
	return (struct value){ buf_as_text(b), VALUE_STRING, true };
}

static enum outcome
decide_one(struct decider *d, const struct rules *r, unsigned i)
{
	struct buf text[5] = { 0 };
	struct value field[2] = { VALUE_NONE, VALUE_NONE };
	struct decision decision;
	size_t ip = fields_find(&r->fields, TEXT("ip")),
	       user = fields_find(&r->fields, TEXT("user"));
	struct value values[2] = { string(&text[0], "10.0.0.", i % 5),
		string(&text[1], "u", i % 7) };
	if (ip != FIELD_UNKNOWN)
		field[ip] = values[0];
	if (user != FIELD_UNKNOWN)
		field[user] = values[1];
	/* some ids have many contents, and one is that of every third event */
	struct event ev = { .event_id = string(&text[2], "id", i % 3 ? i - i % 5 % 2 : 0),
		.tenant_id = string(&text[3], "t", i % 2),
		.entity_id = string(&text[4], "k", i % 11),
		.observed_at_ns = (int64_t)i * STAMP_SECOND,
		.field = field };
	ev.source_id = values[0];
	ev.session_id = ev.entity_id;
	decide_event(d, &ev, &decision);
	enum outcome outcome = decision.verdict->outcome;
	for (size_t k = 0; k < 5; k++)
		buf_free(&text[k]);
	return outcome;
}

/* A snapshot of the first n events. */
static struct buf
snapshot(const struct rules *r, unsigned n, const struct position *position)
{
	struct decider *d = decider_new(r, (struct siphash_key){ 1, n });
	struct buf image = { 0 };
	struct err e;
	for (unsigned i = 0; i < n; i++)
		decide_one(d, r, i);
	CHECK(state_save(decider_state(d), position, &image, &e) == 0);
	decider_free(d);
	return image;
}

static int
restore(const struct rules *r, struct text image, struct err *e)
{
	struct decider *d = decider_new(r, (struct siphash_key){ 9, 9 });
	struct position position;
	struct arena a = { 0 };
	int result = state_restore(decider_state(d), image, &position, &a, e);
	arena_free(&a);
	decider_free(d);
	return result;
}

static void
test_damage(void)
{
	struct rules *r = load(document);
	struct buf image = snapshot(r, 60, NULL);
	struct err e = { 0 };
	bool refused = true;
	CHECK(restore(r, buf_as_text(&image), &e) == 0);
	for (size_t n = 0; n < image.n; n++)
		refused = refused && restore(r, (struct text){ image.p, n }, &e) == -1;
	CHECK(refused);
	for (size_t i = 0; i < image.n; i++) {
		image.p[i] ^= 0x10;
		refused = refused && restore(r, buf_as_text(&image), &e) == -1;
		image.p[i] ^= 0x10;
	}
	CHECK(refused);
	buf_char(&image, 0);
	CHECK(restore(r, buf_as_text(&image), &e) == -1);
	CHECK(restore(r, TEXT("{\"kind\":\"entity\"}"), &e) == -1);
	CHECK(strcmp(e.text, "not a snapshot of esper-decide; left unchanged") == 0);
	image.p[8] = 3;
	CHECK(restore(r, buf_as_text(&image), &e) == -1);
	CHECK(strcmp(e.text,
		  "the snapshot has version 3; this program reads version 2. Use the newer program "
		  "that wrote it") == 0);
	image.n--;
	image.p[8] = 1;
	sha256(image.p, image.n - IMAGE_TAIL, (unsigned char *)image.p + image.n - IMAGE_TAIL);
	CHECK(restore(r, buf_as_text(&image), &e) == -1);
	CHECK(strncmp(e.text, "the snapshot has version 1, of an older program; ", 49) == 0);
	buf_free(&image);
	rules_free(r);
}

/* A file with these bytes inside and a checksum that is right. */
static struct buf
wrap(struct text inside)
{
	static const char head[12] = { '\xe5', 'E', 'S', 'P', 'E', 'R', '\n', '\x1a',
		IMAGE_VERSION };
	struct buf image = { 0 };
	unsigned char digest[32];
	size_t room = ZSTD_compressBound(inside.n);
	buf_put(&image, head, sizeof(head));
	buf_room(&image, room);
	image.n += ZSTD_compress(image.p + image.n, room, inside.p, inside.n, 1);
	sha256(image.p, image.n, digest);
	buf_put(&image, digest, sizeof(digest));
	return image;
}

/* What somebody has made by hand is taken or refused; the sanitizers see that it is no worse. */
static void
test_forged(void)
{
	struct rules *r = load(document);
	struct buf image = snapshot(r, 40, NULL);
	char *inside = mem_alloc(1 << 20);
	size_t n = ZSTD_decompress(inside, 1 << 20, image.p + 12, image.n - 12 - 32);
	struct err e;
	unsigned refused = 0, taken = 0;
	CHECK(!ZSTD_isError(n));
	struct buf same = wrap((struct text){ inside, n });
	CHECK(restore(r, buf_as_text(&same), &e) == 0);
	buf_free(&same);
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < 3; k++) {
			static const unsigned char with[] = { 0x01, 0x80, 0x7f };
			inside[i] ^= (char)with[k];
			struct buf forged = wrap((struct text){ inside, n });
			if (restore(r, buf_as_text(&forged), &e) == 0)
				taken++;
			else
				refused++;
			buf_free(&forged);
			inside[i] ^= (char)with[k];
		}
	CHECK(refused > n && taken > 0);
	free(inside);
	buf_free(&image);
	rules_free(r);
}

static void
test_other_rules(void)
{
	struct rules *old = load(document), *new = load(other);
	struct buf image = snapshot(old, 200, NULL);
	struct decider *d = decider_new(new, (struct siphash_key){ 4, 4 });
	struct decider *whole = decider_new(old, (struct siphash_key){ 5, 5 });
	struct position position;
	struct err e = { 0 };
	CHECK(state_restore(decider_state(d), buf_as_text(&image), &position, NULL, &e) == 0);
	struct state_size size = state_size(decider_state(d));
	CHECK(size.entities == 22 && size.dedups == 199);
	CHECK(size.window_events == 200); /* of the entities; the other series starts empty */
	for (unsigned i = 0; i < 200; i++)
		decide_one(whole, old, i);
	bool same = true;
	for (unsigned i = 200; i < 400; i++)
		same = same && (decide_one(d, new, i) == OUTCOME_BLOCK) ==
				   (decide_one(whole, old, i) == OUTCOME_BLOCK);
	CHECK(same);
	decider_free(d);
	decider_free(whole);
	buf_free(&image);
	rules_free(old);
	rules_free(new);
}

static void
test_position(void)
{
	static char head[FINGERPRINT_HEAD];
	struct rules *r = load(document);
	const struct counted counted[2] = {
		{ 5000, 20, { head, sizeof(head) }, "digest", TEXT("a.jsonl"), DUE_REST, true },
		{ 3, 0, TEXT("\xff\n\n"), "another", TEXT_ABSENT, DUE_NOT, false },
	};
	const struct position in = { .there = true,
		.output = TEXT("out\xff"),
		.output_end = { 77, "tail" },
		.counted = counted,
		.ncounted = 2 };
	struct buf image = snapshot(r, 5, &in);
	struct decider *d = decider_new(r, (struct siphash_key){ 4, 4 });
	struct position out;
	struct arena a = { 0 };
	struct err e;
	CHECK(state_restore(decider_state(d), buf_as_text(&image), &out, &a, &e) == 0);
	CHECK(out.there && !out.complete && !out.by_name && out.output_end.n == 77 &&
	      text_eq(out.output, in.output) && !out.rejects.p &&
	      memcmp(&out.output_end, &in.output_end, sizeof(out.output_end)) == 0);
	CHECK(out.ncounted == 2);
	for (size_t i = 0; i < out.ncounted; i++) {
		const struct counted *x = &in.counted[i], *y = &out.counted[i];
		CHECK(x->bytes == y->bytes && x->lines == y->lines && x->due == y->due &&
		      x->gone_on == y->gone_on && text_eq(x->head, y->head) &&
		      !x->name.p == !y->name.p && text_eq(x->name, y->name) &&
		      memcmp(x->digest, y->digest, 32) == 0);
	}
	arena_free(&a);
	decider_free(d);
	buf_free(&image);
	rules_free(r);
}

/* What an earlier version knew of its inputs, by name, is passed over, and that is told. */
static void
test_old_position(void)
{
	static const char old[] = "\1\0\0\7a.json\7\1\2\3\0\4\0\5";
	struct rules *r = load(document);
	struct buf image = { 0 };
	struct image_writer w;
	struct decider *d = decider_new(r, (struct siphash_key){ 4, 4 });
	struct position out;
	struct arena a = { 0 };
	struct err e;
	image_begin(&w, &image);
	buf_put(&w.raw, old, sizeof(old) - 1);
	image_put_u64(&w, FACT_KINDS);
	CHECK(image_end(&w, &e) == 0);
	CHECK(state_restore(decider_state(d), buf_as_text(&image), &out, &a, &e) == 0);
	CHECK(!out.there && out.by_name);
	arena_free(&a);
	decider_free(d);
	buf_free(&image);
	rules_free(r);
}

/* Lines in any order make the snapshot that they are of. */
static void
test_dump(void)
{
	struct rules *r = load(document);
	struct buf image = snapshot(r, 300, NULL), line = { 0 }, again = { 0 };
	struct undump *u = undump_new();
	struct snapshot_reader reader;
	struct fact fact;
	struct err e = { 0 };
	uint64_t number = 0, lines = 0;
	struct buf late = { 0 };
	CHECK(snapshot_open(&reader, buf_as_text(&image), &e) == 0);
	while (snapshot_next(&reader, &fact, &e) > 0) {
		line.n = 0;
		dump_put(&line, &fact);
		lines++;
		if (lines % 3 == 0)
			buf_text(&late, buf_as_text(&line));
		else
			CHECK(undump_line(u, (struct text){ line.p, line.n - 1 }, lines, &e) == 0);
	}
	snapshot_close(&reader);
	for (const char *p = late.p, *end = late.p + late.n; p < end;) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		CHECK(undump_line(u, (struct text){ p, (size_t)(newline - p) }, ++lines, &e) == 0);
		p = newline + 1;
	}
	CHECK(undump_end(u, (struct siphash_key){ 7, 7 }, NULL, &again, &number, &e) == 0);
	CHECK(text_eq(buf_as_text(&image), buf_as_text(&again)));
	undump_free(u);
	buf_free(&late);
	buf_free(&line);
	buf_free(&again);
	buf_free(&image);
	rules_free(r);
}

int
main(void)
{
	test_damage();
	test_forged();
	test_other_rules();
	test_position();
	test_old_position();
	test_dump();
	return unit_end();
}
