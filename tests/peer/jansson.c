/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

/* jansson calls its types by our names, which it gets others for; of its macros, none that names a
 * type can be used */
#define JSON_OBJECT PEER_OBJECT
#define JSON_ARRAY PEER_ARRAY
#define JSON_STRING PEER_STRING
#define JSON_TRUE PEER_TRUE
#define JSON_FALSE PEER_FALSE
#define JSON_NULL PEER_NULL
#include <jansson.h>
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_STRING
#undef JSON_TRUE
#undef JSON_FALSE
#undef JSON_NULL

#include "base/buf.h"
#include "base/mem.h"
#include "base/number.h"
#include "json/walk.h"
#include "json/write.h"
#include "tests/unit/unit.h"

/*
 * Our reader and jansson over a hundred thousand mutated lines of real logs: both accept a line or
 * both refuse it, every value of an accepted line is the same, and so is what paths find.
 *
 * Where the two differ by design, and the line is counted apart: jansson refuses numbers beyond a
 * double and U+0000 in keys.  (We refuse nesting beyond 1024, which no line here has.)
 */
enum { LINES = 100000, LINES_A_BLOCK = 50 };

/* Plain places; in the second walker flattened, so that keys with dots answer too. */
static const char *const path[] = { "a", "a.b", "eventTime", "eventName", "userIdentity",
	"userIdentity.type", "userIdentity.sessionContext.attributes.mfaAuthenticated",
	"requestParameters", "resources.0.ARN", "responseElements", "time", "timings.wait",
	"request.url", "request.headers.0.name", "request.headers.3.value", "request.cookies",
	"response.status", "response.content.size", "observed_at", "headers.User-Agent", "body",
	"body.email", "body.request.email", "query.flow", "tenant_id" };

/* What is put in as a member, after a bracket or comma. */
static const char *const key[] = { "a", "b", "a.b", "type", "userIdentity", "url", "name", "0",
	"email", "request", "time", "\\u0061", "\\ud83d\\ude00", "", "observed_at", "a\\u0000",
	"time\\u0073" };
static const char *const token[] = { "1", "-0", "0.5e-3", "1E400", "123456789012345678901234567890",
	"4.9e-324", "2.2250738585072011e-308", "9007199254740993", "true", "false", "null", "\"\"",
	"\"\\u0000\"", "\"\\ud834\\udd1e\"", "\"\\/\\b\\f\"", "[]", "{}", "[1,[2,{\"a\":3}]]",
	"{\"a\":{\"b\":1},\"a\":{\"c\":2}}", "{\"b\":0,\"b\":1}", "\xc3\xa9", "01", "1.", ".5",
	"+1", "-", "NaN", "nul", "'a'", "\"\\ud834\"", "\"\\x\"", "\"\t\"", "\"\xed\xa0\x80\"",
	"\"\xc0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\x7f\xf4\x8f\xbf\xbf\"", "[1,]", "{,}", "\"" };

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct peer {
	struct json_paths *paths[2];
	struct json_walker *walker[2];
	struct json_index ix;
	struct buf logs, block, text;
	size_t *line; /* offsets in logs of the lines' starts */
	size_t lines, cap;
	uint64_t seed;
	size_t accepted, refused, apart, duplicates, values;
};

static unsigned
draw(struct peer *p, size_t limit)
{
	p->seed = p->seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (unsigned)((p->seed >> 33) % limit);
}

/* ---- values ---------------------------------------------------------------------------------- */

static bool
is_same_string(struct peer *p, const struct json_value *v, const char *text, size_t n)
{
	p->text.n = 0;
	buf_room(&p->text, v->n + 1);
	p->text.n = json_unescape((struct text){ v->p, v->n }, p->text.p);
	return p->text.n == n && memcmp(p->text.p, text, n) == 0;
}

static bool
is_same_scalar(struct peer *p, const struct json_value *v, const json_t *want)
{
	double d;
	if (!want)
		return v->kind == JSON_NONE;
	switch (json_typeof(want)) {
	case PEER_NULL: return v->kind == JSON_NULL;
	case PEER_FALSE: return v->kind == JSON_FALSE;
	case PEER_TRUE: return v->kind == JSON_TRUE;
	case JSON_INTEGER: return false; /* all are reals */
	case JSON_REAL:
		return v->kind == JSON_NUMBER && number_f64((struct text){ v->p, v->n }, &d) == 0 &&
		       d == json_real_value(want);
	case PEER_STRING:
		return v->kind == JSON_STRING &&
		       is_same_string(p, v, json_string_value(want), json_string_length(want));
	case PEER_ARRAY: return v->kind == JSON_ARRAY;
	case PEER_OBJECT: return v->kind == JSON_OBJECT;
	}
	return false;
}

/* All values, of a line without duplicate keys; jansson has the members in their order. */
static bool
is_same_tree(struct peer *p, const struct json_value *v, json_t *want)
{
	struct json_members it;
	struct json_value name, value;
	void *member = json_object_iter(want);
	size_t n = 0;

	p->values++;
	if (!is_same_scalar(p, v, want))
		return false;
	if (v->kind != JSON_OBJECT && v->kind != JSON_ARRAY)
		return true;
	json_members(&it, p->block.p, &p->ix, v);
	for (; json_member(&it, &name, &value); n++) {
		json_t *to = json_array_get(want, n);

		if (v->kind == JSON_OBJECT) {
			const char *have = json_object_iter_key(member);
			if (!have || !is_same_string(p, &name, have, strlen(have)))
				return false;
			to = json_object_iter_value(member);
			member = json_object_iter_next(want, member);
		}
		if (!to || !is_same_tree(p, &value, to))
			return false;
	}
	return n == (v->kind == JSON_OBJECT ? json_object_size(want) : json_array_size(want));
}

/* ---- paths ----------------------------------------------------------------------------------- */

static json_t *
step(json_t *from, const char *name)
{
	if (json_typeof(from) != PEER_ARRAY)
		return json_object_get(from, name);
	size_t index = strtoul(name, NULL, 10);
	return *name >= '0' && *name <= '9' ? json_array_get(from, index) : NULL;
}

static json_t *
find(json_t *root, const char *where)
{
	char copy[256], *save = NULL;
	snprintf(copy, sizeof(copy), "%s", where);
	for (char *part = strtok_r(copy, ".", &save); part && root;
	     part = strtok_r(NULL, ".", &save))
		root = step(root, part);
	return root;
}

/* The last value whose keys, joined by dots, are `where`; name[0..n) is what led to `at`. */
static void
find_flat(json_t *at, const char *where, char *name, size_t n, json_t **found)
{
	const char *member;
	json_t *value;
	size_t i, size = strlen(where);

	if (n > 0 && n - 1 == size && memcmp(name, where, size) == 0)
		*found = at;
	if (n > size)
		return;
	json_object_foreach(at, member, value)
	{
		size_t k = strlen(member);
		if (n + k > size)
			continue;
		memcpy(name + n, member, k);
		name[n + k] = '.';
		find_flat(value, where, name, n + k + 1, found);
	}
	json_array_foreach(at, i, value)
	{
		int k = snprintf(name + n, 24, "%zu.", i);
		find_flat(value, where, name, n + (size_t)k, found);
	}
}

/* A container by its text, which jansson reads again. */
static bool
is_same_value(struct peer *p, const struct json_value *v, json_t *want)
{
	json_t *again;
	bool same;

	if (!is_same_scalar(p, v, want))
		return false;
	if (v->kind != JSON_OBJECT && v->kind != JSON_ARRAY)
		return true;
	again = json_loadb(v->p, v->n, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, NULL);
	same = again && json_equal(again, want);
	json_decref(again);
	return same;
}

static void
check_paths(struct peer *p, const struct json_line line[2], json_t *root, bool unique)
{
	char name[512];
	for (size_t i = 0; i < COUNT(path); i++) {
		json_t *flat = NULL;

		unit_row(path[i]);
		CHECK(is_same_value(p, &line[0].slot[i], find(root, path[i])));
		if (!unique)
			continue;
		find_flat(root, path[i], name, 0, &flat);
		CHECK(is_same_value(p, &line[1].slot[i], flat));
	}
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void
check_accepted(struct peer *p, const struct json_line line[2], json_t *root)
{
	json_t *strict = json_loadb(line->p, line->n,
	    JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL | JSON_REJECT_DUPLICATES,
	    NULL);

	p->accepted++;
	p->duplicates += !strict;
	CHECK(is_same_scalar(p, &line->value, root));
	if (strict)
		CHECK(is_same_tree(p, &line->value, root));
	if (line->kind == JSON_OBJECT || line->kind == JSON_ARRAY)
		check_paths(p, line, root, strict != NULL);
	json_decref(strict);
}

static void
check_line(struct peer *p, const struct json_line line[2])
{
	json_error_t e;
	json_t *root = json_loadb(
	    line->p, line->n, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &e);
	bool ours = line->kind != JSON_NONE;

	unit_row("verdict");
	CHECK(line[1].kind == line->kind && line[1].n == line->n);
	if (ours && !root &&
	    (json_error_code(&e) == json_error_numeric_overflow ||
		json_error_code(&e) == json_error_null_byte_in_key)) {
		p->apart++;
		return;
	}
	CHECK(ours == (root != NULL));
	if (ours != (root != NULL))
		printf("%.*s\n%s at %zu, %s\n", (int)line->n, line->p,
		    json_fault_text((enum json_code)line->fault.code), (size_t)line->fault.at,
		    root ? "accepted" : e.text);
	else if (ours)
		check_accepted(p, line, root);
	else
		p->refused++;
	json_decref(root);
}

/* ---- mutations ------------------------------------------------------------------------------- */

static void
put_in(struct buf *b, size_t at, struct text t)
{
	buf_room(b, t.n);
	memmove(b->p + at + t.n, b->p + at, b->n - at);
	memcpy(b->p + at, t.p, t.n);
	b->n += t.n;
}

static void
put_member(struct peer *p, struct buf *b, size_t start)
{
	struct buf member = { 0 };
	for (size_t at = start + draw(p, b->n - start); at + 1 < b->n; at++) {
		if ((b->p[at] != '{' && b->p[at] != ',') || b->p[at + 1] != '"')
			continue;
		buf_printf(&member, "\"%s\":", key[draw(p, COUNT(key))]);
		buf_text(&member, text_of(token[draw(p, COUNT(token))]));
		buf_char(&member, ',');
		put_in(b, at + 1, buf_as_text(&member));
		break;
	}
	buf_free(&member);
}

static void
mutate(struct peer *p, struct buf *b, size_t start)
{
	static const char letters[] = "abcxyz0123456789 .-_",
			  spice[] = "\"\\{}[]:,\x1f\x80\xc3\xe2 \r0-";
	size_t at = start + draw(p, b->n - start);
	switch (draw(p, 8)) {
	case 0:
	case 1: put_member(p, b, start); break;
	case 2: b->p[at] = spice[draw(p, sizeof(spice) - 1)]; break;
	case 3: put_in(b, at, text_of(token[draw(p, COUNT(token))])); break;
	case 4: memmove(b->p + at, b->p + at + 1, --b->n - at); break;
	default:
		if ((b->p[at] | 32) >= 'a' && (b->p[at] | 32) <= 'z')
			b->p[at] = letters[draw(p, sizeof(letters) - 1)];
	}
}

static void
put_mutant(struct peer *p)
{
	size_t i = draw(p, p->lines), start = p->block.n;
	size_t end = i + 1 < p->lines ? p->line[i + 1] - 1 : p->logs.n;
	buf_put(&p->block, p->logs.p + p->line[i], end - p->line[i]);
	for (unsigned times = draw(p, 4); times > 0 && p->block.n > start; times--)
		mutate(p, &p->block, start);
	for (size_t at = start; at < p->block.n; at++)
		if (p->block.p[at] == '\n')
			p->block.p[at] = ' ';
	buf_char(&p->block, '\n');
}

static void
check_block(struct peer *p)
{
	struct json_pos pos[2] = { { 0 }, { 0 } };
	struct json_line line[2];
	size_t n = 0;
	p->block.n = 0;
	for (int i = 0; i < LINES_A_BLOCK; i++)
		put_mutant(p);
	json_index_build(&p->ix, p->block.p, p->block.n, JSON_LINES);
	while (json_walk(p->walker[0], p->block.p, p->block.n, &p->ix, &pos[0], &line[0])) {
		CHECK(json_walk(p->walker[1], p->block.p, p->block.n, &p->ix, &pos[1], &line[1]));
		check_line(p, line);
		n++;
	}
	CHECK(n == LINES_A_BLOCK);
}

/* The lines of a log; very long ones are left out, the time is better spent on more of the others.
 */
static void
read_log(struct peer *p, const char *name)
{
	const char *testdata = getenv("TESTDATA");
	char file[4096];
	char *text = NULL;
	size_t room = 0, before = p->lines;
	ssize_t n;
	unit_row(name);
	snprintf(file, sizeof(file), "%s/%s", testdata ? testdata : "testdata", name);
	FILE *f = fopen(file, "rb");
	CHECK(f != NULL);
	while (f && (n = getline(&text, &room, f)) > 0) {
		if (n > 2000)
			continue;
		p->line = mem_grow(p->line, &p->cap, p->lines + 1, sizeof(*p->line));
		p->line[p->lines++] = p->logs.n;
		buf_put(&p->logs, text, (size_t)n);
	}
	CHECK(p->lines > before);
	free(text);
	if (f)
		fclose(f);
}

int
main(void)
{
	struct peer p = { .seed = 20261121 };
	read_log(&p, "har.jsonl");
	read_log(&p, "cloudtrail.jsonl");
	read_log(&p, "examples/events.jsonl");
	read_log(&p, "examples/logins.jsonl");
	read_log(&p, "examples/encoded.jsonl");
	for (int i = 0; i < 2; i++) {
		p.paths[i] = json_paths_new(i == 1, false);
		for (size_t k = 0; k < COUNT(path); k++)
			json_paths_dotted(p.paths[i], text_of(path[k]));
		p.walker[i] = json_walker_new(p.paths[i]);
	}
	for (int i = 0; i < LINES / LINES_A_BLOCK; i++)
		check_block(&p);
	printf("%zu accepted (%zu with duplicate keys), %zu refused, %zu apart, %zu values\n",
	    p.accepted, p.duplicates, p.refused, p.apart, p.values);
	CHECK(p.accepted > LINES / 4 && p.refused > LINES / 4 && p.duplicates > LINES / 100);
	CHECK(p.apart > 0 && p.apart < LINES / 20);
	for (int i = 0; i < 2; i++) {
		json_walker_free(p.walker[i]);
		json_paths_free(p.paths[i]);
	}
	json_index_free(&p.ix);
	buf_free(&p.logs);
	buf_free(&p.block);
	buf_free(&p.text);
	free(p.line);
	return unit_end();
}
