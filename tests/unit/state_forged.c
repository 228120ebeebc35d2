/* SPDX-License-Identifier: MIT */
/*
 * Forged snapshots: their checksum is right, their content is not.  Each is refused, or is one that
 * a run could have left behind: its dump is valid JSON, which makes a snapshot with the same dump.
 */
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/mem.h"
#include "json/tree.h"
#include "state/dump.h"
#include "state/save.h"
#include "tests/unit/unit.h"

static const struct siphash_key key = { 1, 2 };

static const char *const lines[] = {
	"{\"kind\":\"dedup\",\"tenant_id\":null,\"event_id\":\"e\\u0001\xc3\xa9\",\"content\":"
	"\"00112233445566778899aabbccddeeff0011223344556677\",\"first_seen_at\":"
	"\"2026-11-20T10:00:00Z\",\"decision\":\"Block\",\"decided_by\":\"r\",\"matched_rules\":[\"q\","
	"\"r\"],\"shadow_rules\":[\"s\"]}",
	"{\"kind\":\"entity\",\"tenant_id\":\"acme\",\"entity_id\":\"alice\",\"source_id\":\"web\","
	"\"event_count\":300,\"decision_count\":2,\"first_seen_at\":\"2026-11-20T10:00:00Z\","
	"\"last_seen_at\":\"2026-11-20T10:00:05.5Z\"}",
	"{\"kind\":\"session\",\"tenant_id\":\"acme\",\"session_id\":\"alice@1\",\"entity_id\":null,"
	"\"event_count\":1,\"decision_count\":0,\"first_seen_at\":\"1969-12-31T23:59:59Z\","
	"\"last_seen_at\":\"1970-01-01T00:00:00Z\"}",
	"{\"kind\":\"watermark\",\"tenant_id\":\"acme\",\"watermark\":null,\"latest\":["
	"\"2026-11-20T10:00:00Z\",\"2026-11-20T10:00:00Z\"]}",
	"{\"kind\":\"window\",\"tenant_id\":\"acme\",\"key\":[\"alice\"],\"series\":{\"scope\":"
	"\"Entity\",\"aggregate\":{\"kind\":\"Count\"}},\"observed_at\":[\"2026-11-20T10:00:00Z\","
	"\"2026-11-20T10:00:01Z\"]}",
	"{\"kind\":\"window\",\"tenant_id\":\"acme\",\"key\":[\"a\",\"b\"],\"series\":{\"group_by\":"
	"[\"x\",\"y\"],\"aggregate\":{\"kind\":\"Distinct\",\"field_name\":\"z\"}},\"observed_at\":["
	"\"2026-11-20T10:00:00Z\"],\"values\":[\"v\"]}",
	"{\"kind\":\"window\",\"tenant_id\":\"acme\",\"key\":[\"b\"],\"series\":{\"group_by\":[\"x\"],"
	"\"aggregate\":{\"kind\":\"Sum\",\"field_name\":\"n\"}},\"observed_at\":["
	"\"2026-11-20T10:00:00Z\",\"2026-11-20T10:00:00Z\"],\"values\":[-5,18446744073709551615]}",
};

static uint64_t
next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* A snapshot of the lines; false: they are refused. */
static bool
image_of(const struct text *line, size_t n, struct buf *image, struct err *e)
{
	struct undump *u = undump_new();
	uint64_t number;
	int r = 0;
	for (size_t i = 0; i < n && r == 0; i++)
		r = undump_line(u, line[i], i + 1, e);
	if (r == 0)
		r = undump_end(u, key, NULL, image, &number, e);
	undump_free(u);
	return r == 0;
}

/* What is inside an image. */
static void
open_image(const struct buf *image, struct buf *body)
{
	buf_room(body, 1 << 16);
	body->n = ZSTD_decompress(
	    body->p, 1 << 16, image->p + IMAGE_HEAD, image->n - IMAGE_HEAD - IMAGE_TAIL);
	CHECK(!ZSTD_isError(body->n) && body->n > 0);
}

/* An image around a content, with the checksum of it. */
static void
forge(const struct buf *body, struct buf *image)
{
	struct image_writer w;
	struct err e;
	image->n = 0;
	image_begin(&w, image);
	buf_put(&w.raw, body->p, body->n);
	CHECK(image_end(&w, &e) == 0);
}

/* Entries as dumped, or false where the snapshot is refused.  Of one that ends in a refusal the
 * lines before count too: --dump-state has written them. */
static bool
dump(const struct buf *image, struct buf *out, struct err *e)
{
	struct snapshot_reader r;
	struct fact fact;
	int more = snapshot_open(&r, buf_as_text(image), e);
	out->n = 0;
	if (more == 0)
		more = snapshot_next(&r, &fact, e);
	while (more > 0) {
		dump_put(out, &fact);
		more = snapshot_next(&r, &fact, e);
	}
	snapshot_close(&r);
	return more == 0;
}

/* Cuts the dump into lines, each of which must be a JSON object. */
static size_t
cut(const struct buf *dumped, struct text line[64])
{
	const char *p = dumped->p;
	size_t n = 0;
	for (size_t at = 0; at < dumped->n && n < 64; n++) {
		const char *end = memchr(p + at, '\n', dumped->n - at);
		struct arena a = { 0 };
		struct err e = { 0 };
		const struct json_node *root;
		line[n] = (struct text){ p + at, (size_t)(end - p) - at };
		root = json_tree(&a, line[n], &e);
		if (!root || root->kind != JSON_OBJECT)
			printf("%.*s: %s\n", (int)line[n].n, line[n].p, e.text);
		CHECK(root && root->kind == JSON_OBJECT);
		arena_free(&a);
		at += line[n].n + 1;
	}
	return n;
}

/* Whatever of the forged snapshot is accepted is whole. */
static bool
try(const struct buf *body)
{
	struct buf image = { 0 }, dumped = { 0 }, again = { 0 }, dumped_again = { 0 };
	struct text line[64];
	struct err e = { 0 };
	forge(body, &image);
	bool accepted = dump(&image, &dumped, &e);
	size_t n = cut(&dumped, line);
	if (accepted) {
		bool loaded = image_of(line, n, &again, &e);
		if (!loaded)
			printf("%.*s: %s\n", (int)dumped.n, dumped.p, e.text);
		CHECK(loaded && dump(&again, &dumped_again, &e));
		CHECK(text_eq(buf_as_text(&dumped), buf_as_text(&dumped_again)));
	} else {
		CHECK(e.text[0] != 0);
	}
	buf_free(&image);
	buf_free(&dumped);
	buf_free(&again);
	buf_free(&dumped_again);
	return accepted;
}

static void
mutate(struct buf *body, uint64_t *state)
{
	static const unsigned char telling[] = { 0, 1, 2, 0x7f, 0x80, 0xff, '"', '\\', '\n', '{' };
	size_t at = next(state) % body->n, edits = 1 + next(state) % 3;
	while (edits-- > 0 && body->n > 0) {
		char c =
		    (char)(next(state) % 2 ? telling[next(state) % sizeof(telling)] : next(state));
		at = next(state) % body->n;
		switch (next(state) % 4) {
		case 0: body->p[at] ^= (char)(1 << next(state) % 8); break;
		case 1: body->p[at] = c; break;
		case 2:
			memmove(body->p + at, body->p + at + 1, body->n - at - 1);
			body->n--;
			break;
		default:
			buf_char(body, 0);
			memmove(body->p + at + 1, body->p + at, body->n - at - 1);
			body->p[at] = c;
		}
	}
}

static void
test_mutations(void)
{
	struct text line[sizeof(lines) / sizeof(*lines)];
	struct buf image = { 0 }, good = { 0 }, body = { 0 };
	uint64_t state = 88172645463325252u;
	size_t accepted = 0;
	struct err e = { 0 };
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		line[i] = text_of(lines[i]);
	CHECK(image_of(line, sizeof(lines) / sizeof(*lines), &image, &e));
	open_image(&image, &good);
	unit_row("as it was");
	CHECK(try(&good));
	for (int i = 0; i < 20000; i++) {
		body.n = 0;
		buf_put(&body, good.p, good.n);
		mutate(&body, &state);
		unit_row("mutated");
		accepted += try(&body);
	}
	CHECK(accepted > 100); /* a text that is another one is as good */
	buf_free(&image);
	buf_free(&good);
	buf_free(&body);
}

/* The content of `from` is `to` of the same length: the snapshot is refused. */
static void
refuses(const struct buf *good, const char *from, const char *to)
{
	struct buf body = { 0 };
	unit_row(to);
	buf_put(&body, good->p, good->n);
	char *at = memmem(body.p, body.n, from, strlen(from));
	CHECK(at != NULL && strlen(from) == strlen(to));
	if (at)
		memcpy(at, to, strlen(to));
	CHECK(!try(&body));
	buf_free(&body);
}

static void
test_series(void)
{
	struct text line = text_of(lines[5]);
	struct buf image = { 0 }, good = { 0 };
	struct err e = { 0 };
	CHECK(image_of(&line, 1, &image, &e));
	open_image(&image, &good);
	CHECK(try(&good));
	refuses(&good, "{\"group_by\"", "x\"group_by\"");
	refuses(&good, "[\"x\",\"y\"]", "[\"x\"\n\"y\"]");
	refuses(&good, "[\"x\",\"y\"]", "[\"x\", \"\"]");
	refuses(&good, "[\"x\",\"y\"]", "[\"xxxxx\"]");
	refuses(&good, "\"group_by\"", "\"group_xx\"");
	refuses(&good, "Distinct", "Distinkt");
	refuses(&good, "\"kind\"", "\"knid\"");
	refuses(&good, "{\"group_by\"", "[\"group_by\"");
	buf_free(&image);
	buf_free(&good);
}

int
main(void)
{
	test_mutations();
	test_series();
	return unit_end();
}
