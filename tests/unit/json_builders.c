/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"
#include "json/walk.h"
#include "tests/unit/unit.h"

/*
 * All builders that this processor has make the same index as the portable one, so that nothing
 * that is read depends on the processor.  Every text is tried as it is and, where it is short, at
 * every place of a block; and with an unreadable page right behind it and right before it, so that
 * a step beyond either end ends the test.
 */
enum { PAGES_ROOM = 1 << 20, ALIGNMENTS = 128 };

struct room {
	char *start, *end; /* pages that can be used; those around them cannot */
};

struct suite {
	struct room room;
	struct json_index reference, ix;
	struct json_paths *paths;
	struct json_walker *walker;
	uint64_t seed;
	size_t texts;
};

static struct room
make_room(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *p = mmap(NULL, PAGES_ROOM + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct room r = { p + page, p + page + PAGES_ROOM };
	CHECK(p != MAP_FAILED && mprotect(r.start, PAGES_ROOM, PROT_READ | PROT_WRITE) == 0);
	return r;
}

static bool
is_same(const struct json_index *a, const struct json_index *b)
{
	return a->n == b->n && a->nfault == b->nfault && a->nslash == b->nslash &&
	       memcmp(a->at, b->at, a->n * sizeof(*a->at)) == 0 &&
	       memcmp(a->ch, b->ch, a->n) == 0 &&
	       (a->nslash == 0 || memcmp(a->slash, b->slash, a->nslash * sizeof(*a->slash)) == 0) &&
	       (a->nfault == 0 || memcmp(a->fault, b->fault, a->nfault * sizeof(*a->fault)) == 0);
}

/* Goes through all values of a container, and of those in it; text ends at its last byte here. */
static void
go_into(const char *text, const struct json_index *ix, const struct json_value *container)
{
	struct json_members it;
	struct json_value key, value;
	json_members(&it, text, ix, container);
	while (json_member(&it, &key, &value))
		if (value.kind == JSON_OBJECT || value.kind == JSON_ARRAY)
			go_into(text, ix, &value);
}

static void
walk(struct suite *s, const char *text, size_t n)
{
	struct json_pos pos = { 0 };
	struct json_line line;
	size_t at = 0;
	bool inside = true;
	while (json_walk(s->walker, text, n, &s->ix, &pos, &line)) {
		inside &= line.p == text + at && line.n <= n - at;
		at += line.n + 1;
		if (line.kind == JSON_OBJECT || line.kind == JSON_ARRAY)
			go_into(text, &s->ix, &line.value);
	}
	CHECK(inside && (n == 0 || at == n || at == n + 1));
}

/* All builders over text[0..n), as it lies there. */
static void
compare(struct suite *s, const char *text, size_t n, enum json_mode mode)
{
	json_index_build_by(JSON_BUILDER_PORTABLE, &s->reference, text, n, mode);
	for (unsigned b = JSON_BUILDER_BEST; b < JSON_BUILDERS; b++) {
		if (b == JSON_BUILDER_PORTABLE || !json_builder_here((enum json_builder)b))
			continue;
		json_index_build_by((enum json_builder)b, &s->ix, text, n, mode);
		CHECK(is_same(&s->reference, &s->ix));
	}
	s->texts++;
}

/* At the end of the pages and at their start, in both modes, walked as well. */
static void
try_text(struct suite *s, const char *text, size_t n)
{
	char *p = s->room.end - n;
	CHECK(n <= PAGES_ROOM);
	if (n > 0)
		memcpy(p, text, n);
	compare(s, p, n, JSON_DOCUMENT);
	walk(s, p, n);
	compare(s, p, n, JSON_LINES);
	walk(s, p, n);
	memmove(s->room.start, p, n);
	compare(s, s->room.start, n, JSON_LINES);
}

/* Behind 0..127 bytes inside a string, and outside of one. */
static void
try_everywhere(struct suite *s, const char *text, size_t n)
{
	char *p = mem_alloc(ALIGNMENTS + n + 3);
	for (size_t pad = 0; pad < ALIGNMENTS; pad++) {
		memset(p, ' ', pad);
		memcpy(p + pad, text, n);
		memcpy(p + pad + n, "\"]\n", 3);
		try_text(s, p, pad + n);
		if (pad > 0)
			p[0] = '"';
		try_text(s, p, pad + n + 3);
	}
	free(p);
}

static void
test_edges(struct suite *s)
{
	static const char *const edge[] = { "", "\n", "\"", "\\", "\\\"", "\"\\", "\"\\\\\"",
		"\"\\\n\"", "\"\n\"", "{}", "[{\"a\":[1,{\"b\":\"\\u00e9\"}]}]\n", "\x01",
		"\"\x01\x1f\"\x01", "\"\\u\"", "\"\\u12\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"",
		"\"\\ude00\"", "\"\\ud83d\\ud83d\\ude00\"", "\"\\x\"", "\"\\", "\"\\u", "\"\\u00e",
		"\"\\ud83d\\ude0", "\"\\\\\\\\\\\\\\\\\\\"", "\x7f\"\x7f\"",
		"{\"a\":1,\"a\":2}\r\n{\"b\":}\n[]", "\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\"",
		",,,,,:::::{{{{}}}}[[[]]]\"\"\"\"\n\n\n" };
	char zeros[130] = { 0 };
	for (size_t i = 0; i < sizeof(edge) / sizeof(*edge); i++) {
		unit_row(edge[i]);
		try_everywhere(s, edge[i], strlen(edge[i]));
	}
	unit_row("NUL");
	for (size_t n = 0; n < sizeof(zeros); n++)
		try_text(s, zeros, n);
	for (unsigned c = 0; c < 256; c++) {
		char b[4] = { '"', (char)c, '"', '\n' };
		try_text(s, b, sizeof(b));
		memset(zeros, (int)c, sizeof(zeros));
		try_text(s, zeros, sizeof(zeros));
	}
}

/* Bytes around which the rules of UTF-8 change. */
static const unsigned char border[] = { 0x00, 0x22, 0x41, 0x5c, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0,
	0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4,
	0xf5, 0xf7, 0xf8, 0xfb, 0xfc, 0xfe, 0xff };

enum { BORDERS = sizeof(border) };

/* The four bytes stand over the border between two stretches of 64, at `at`, or at the end. */
static void
try_bytes(struct suite *s, const unsigned char *bytes, size_t n, size_t at)
{
	char text[140];
	memset(text, 'x', sizeof(text));
	text[0] = '"';
	memcpy(text + at, bytes, n);
	compare(s, text, at + n, JSON_LINES);
	memcpy(text + at + n, "\"\n", 2);
	compare(s, text, sizeof(text), JSON_LINES);
}

static void
test_utf8(struct suite *s)
{
	static const unsigned char places[] = { 1, 30, 60, 61, 62, 63, 64, 126, 127 };
	unsigned char b[4];
	unit_row("UTF-8");
	for (unsigned v = 0; v < 65536; v++) {
		b[0] = (unsigned char)(v >> 8);
		b[1] = (unsigned char)v;
		try_bytes(s, b, 2, 63);
		try_bytes(s, b, 2, 7);
	}
	for (unsigned v = 0; v < BORDERS * BORDERS * BORDERS * BORDERS; v++) {
		for (unsigned i = 0, w = v; i < 4; i++, w /= BORDERS)
			b[i] = border[w % BORDERS];
		if (b[0] < 0x80 && v % 16 != 0) /* the others begin something */
			continue;
		try_bytes(s, b, 4, places[v % sizeof(places)]);
	}
}

static unsigned
draw(struct suite *s, unsigned limit)
{
	s->seed = s->seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (unsigned)((s->seed >> 33) % limit);
}

static void
mutate(struct suite *s, char *p, size_t *n)
{
	static const char spice[] = "\"\"\"\\\\\n\n{}[]:,\x01\x1f\x80\xbf\xc3\xe2\xed\xf0\xff u0";
	unsigned times = 1 + draw(s, 8);
	while (times-- > 0 && *n > 0) {
		size_t at = draw(s, (unsigned)*n);
		if (draw(s, 6) == 0)
			*n = at;
		else if (draw(s, 5) == 0)
			memmove(p + at, p + at + 1, --*n - at);
		else
			p[at] = spice[draw(s, sizeof(spice) - 1)];
	}
}

/* Lines, one, a few or a piece of one, with bytes changed. */
static void
test_mutations(struct suite *s, const char *name, unsigned times)
{
	const char *testdata = getenv("TESTDATA");
	char path[4096];
	struct arena a = { 0 };
	unit_row(name);
	snprintf(path, sizeof(path), "%s/%s", testdata ? testdata : "testdata", name);
	char *all = arena_alloc(&a, PAGES_ROOM);
	char *copy = arena_alloc(&a, PAGES_ROOM);
	FILE *f = fopen(path, "rb");
	size_t n = f ? fread(all, 1, PAGES_ROOM, f) : 0;
	CHECK(f && n > 100 && n < PAGES_ROOM && fclose(f) == 0);
	try_text(s, all, n);
	for (unsigned i = 0; i < times && n > 0; i++) {
		size_t at = draw(s, (unsigned)n), k = 1 + draw(s, 3000);
		if (k > n - at)
			k = n - at;
		memcpy(copy, all + at, k);
		mutate(s, copy, &k);
		try_text(s, copy, k);
	}
	arena_free(&a);
}

static void
test_conformance(struct suite *s)
{
	const char *testdata = getenv("TESTDATA");
	char path[4096], dir[2048], text[1 << 18];
	struct dirent *entry;
	size_t files = 0, n;
	DIR *d;
	FILE *f;
	snprintf(dir, sizeof(dir), "%s/json-test-suite", testdata ? testdata : "testdata");
	CHECK((d = opendir(dir)) != NULL);
	while (d && (entry = readdir(d)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", dir, entry->d_name);
		if (*entry->d_name == '.' || !(f = fopen(path, "rb")))
			continue;
		unit_row(entry->d_name);
		n = fread(text, 1, sizeof(text), f);
		fclose(f);
		try_text(s, text, n);
		if (n < 64)
			try_everywhere(s, text, n);
		files++;
	}
	if (d)
		closedir(d);
	CHECK(files >= 318);
}

int
main(void)
{
	struct suite s = { .room = make_room(), .seed = 20261121 };
	s.paths = json_paths_new(true, true);
	json_paths_dotted(s.paths, TEXT("a.b"));
	json_paths_dotted(s.paths, TEXT("request.headers.0.name"));
	json_paths_dotted(s.paths, TEXT("user_identity.type"));
	s.walker = json_walker_new(s.paths);
	for (unsigned b = JSON_BUILDER_AVX2; b < JSON_BUILDERS; b++)
		if (!json_builder_here((enum json_builder)b))
			printf(
			    "%s: not on this processor\n", json_builder_name((enum json_builder)b));
	test_edges(&s);
	test_conformance(&s);
	test_utf8(&s);
	test_mutations(&s, "har.jsonl", 10000);
	test_mutations(&s, "cloudtrail.jsonl", 10000);
	test_mutations(&s, "examples/logins.jsonl", 10000);
	printf("%zu texts\n", s.texts);
	json_walker_free(s.walker);
	json_paths_free(s.paths);
	json_index_free(&s.reference);
	json_index_free(&s.ix);
	return unit_end();
}
