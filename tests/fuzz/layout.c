/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "encode/encode.h"
#include "json/cut.h"
#include "tests/fuzz/fuzz.h"

/*
 * Logs of other shapes.  The first byte chooses a plan, the rest is the log.  What comes out is the
 * same for a block and for each of its lines alone; an object has the same events as a line and as
 * a document; lines without %{json} are the same by both ways; and events are such that
 * esper-decide reads them.
 */
#define FIELD(name, selector, parser)                                                              \
	"{\"name\":\"" name "\",\"selector\":{" selector "},\"parser\":\"" parser "\"}"
#define PATH(path) "\"kind\":\"RequestField\",\"path\":\"" path "\""

static const char plan_text[] = "{\"runtime\":{%s},\"fields\":[" FIELD(
    "a", PATH("a"), "String") "," FIELD("ab", PATH("a.b"), "String") "," FIELD("j", PATH("a.b"),
    "Json") "," FIELD("h", "\"kind\":\"Header\",\"name\":\"a\"", "String") "]}";

/* Lines that need no JSON in between.  A pattern with %{json} that fits nothing which the others do
 * not fit makes them need it. */
#define STRAIGHT                                                                                   \
	"\"%{observed_at} [%{a}] %{a.b}\","                                                        \
	"\"<%{observed_at}>%{A.B}|%{headers}|%{a}|%{}|%{aB}|%{observed_at}.\""

static const char *const runtimes[] = {
	"\"line\":[\"%{a} [%{}] %{json}\",\"%{a.b}:%{json}-%{x}\",\"<%{a}>>%{c}.\"]",
	"\"json_strings\":[\"a\",\"a.b\",\"headers\"]",
	"\"each\":[\"r\",\"r.*.b\"]",
	"\"each\":[\"a.r\",\"x.*.b\"],\"json_strings\":[\"a\",\"a.b\"]",
	"\"line\":\"%{json}\",\"each\":[\"r\",\"a.r\"],\"json_strings\":[\"a\"]",
	"\"line\":[" STRAIGHT "]",
	"\"line\":[" STRAIGHT ",\"%{observed_at} [%{a}] %{json}\"]",
};
enum { LINES_STRAIGHT = 5, LINES_BY_JSON, PLANS = sizeof(runtimes) / sizeof(*runtimes) };

static struct plan *
plan_of(unsigned which)
{
	static struct plan *plan[PLANS]; /* loaded once: they do not change */
	struct buf text = { 0 };
	struct err e;
	if (plan[which])
		return plan[which];
	buf_printf(&text, plan_text, runtimes[which]);
	plan[which] = plan_load(buf_as_text(&text), ".", &e);
	MUST(plan[which] != NULL);
	buf_free(&text);
	return plan[which];
}

static void
put(struct buf *b, const struct plan *plan, enum encode_result result, const struct encoded *e)
{
	if (result == ENCODE_EVENT) {
		event_put_encoded(b, &e->event, &plan->schema);
	} else if (result == ENCODE_REJECTED) {
		MUST(e->why.error.n > 0);
		MUST(e->why.column <= e->line.n + 1);
		buf_printf(b, "%d at %zu: %.*s: ", (int)e->why.code, e->why.column,
		    (int)e->why.error.n, e->why.error.p);
		buf_put(b, e->line.p, e->line.n);
		buf_char(b, '\n');
	}
}

static bool
is_of_json(enum reject_code code)
{
	return code == REJECT_INVALID_JSON || code == REJECT_INVALID_UTF8 ||
	       code == REJECT_TOO_DEEP;
}

/* Returns how many lines there were.  *bad becomes true if one was rejected as no JSON. */
static size_t
encode(const struct plan *plan, const char *text, size_t n, const struct json_index *ix,
    struct buf *out, bool *bad)
{
	struct encoder *encoder = encoder_new(plan, &encode_everything);
	struct json_pos pos = { 0 };
	struct encoded e;
	enum encode_result result;
	size_t lines = 0;
	while ((result = encode_next(encoder, text, n, ix, &pos, &e)) != ENCODE_END) {
		MUST(lines > 0 || !e.same_line);
		lines += !e.same_line;
		*bad |= result == ENCODE_REJECTED && is_of_json(e.why.code);
		put(out, plan, result, &e);
	}
	encoder_free(encoder);
	return lines;
}

static size_t
encode_lines(const struct plan *plan, const char *text, size_t n, struct buf *out, bool *bad)
{
	struct json_index ix = { 0 };
	json_index_build(&ix, text, n, JSON_LINES);
	const size_t lines = encode(plan, text, n, &ix, out, bad);
	json_index_free(&ix);
	return lines;
}

static void
encode_document(const struct plan *plan, const char *text, size_t n, struct buf *out)
{
	struct json_index ix = { 0 };
	struct json_cut cut = { .arrays = plan->arrays, .max = SIZE_MAX };
	json_index_build(&ix, text, n, JSON_ELEMENTS);
	json_cut(&cut, &ix, text, n, true);
	encode(plan, text, n, &ix, out, &(bool){ false });
	json_cut_free(&cut);
	json_index_free(&ix);
}

/* What comes out is what esper-decide reads. */
static void
read_back(const struct buf *b)
{
	struct event_reader *r = event_reader_new(NULL, 0);
	struct json_index ix = { 0 };
	struct json_pos pos = { 0 };
	struct json_line line;
	struct event ev;
	struct reject why;
	enum event_result result;
	json_index_build(&ix, b->p, b->n, JSON_LINES);
	while ((result = event_read(r, b->p, b->n, &ix, &pos, &ev, &line, &why)) != EVENT_END)
		MUST(result != EVENT_REJECTED || *line.p != '{');
	json_index_free(&ix);
	event_reader_free(r);
}

static void
same(const struct buf *a, const struct buf *b)
{
	if (a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0))
		return;
	fprintf(stderr, "--- expected\n%.*s--- found\n%.*s", (int)a->n, a->p ? a->p : "", (int)b->n,
	    b->p ? b->p : "");
	MUST(!"the same");
}

/* A line alone, and, if it is an object, as a document. */
static void
check_line(const struct plan *plan, const char *text, size_t n, struct buf *out)
{
	struct buf document = { 0 };
	const size_t before = out->n;
	bool bad = false;
	MUST(encode_lines(plan, text, n, out, &bad) == 1);
	struct buf here = { out->n > before ? out->p + before : NULL, out->n - before, 0 };
	if (!bad && plan->runtime.layout.lines == 0 && *text == '{' && text[n - 1] == '}') {
		encode_document(plan, text, n, &document);
		same(&here, &document);
	}
	buf_free(&document);
}

/* The same lines by JSON. */
static void
check_by_json(const char *text, size_t n, const struct buf *straight)
{
	struct buf by_json = { 0 };
	encode_lines(plan_of(LINES_BY_JSON), text, n, &by_json, &(bool){ false });
	same(straight, &by_json);
	buf_free(&by_json);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf whole = { 0 }, apart = { 0 };
	if (n == 0)
		return 0;
	const struct plan *plan = plan_of(data[0] % PLANS);
	const char *p = (const char *)data + 1, *end = p + n - 1;
	size_t lines = 0;
	const size_t all = encode_lines(plan, p, n - 1, &whole, &(bool){ false });
	if (plan == plan_of(LINES_STRAIGHT))
		check_by_json(p, n - 1, &whole);
	while (p < end) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const size_t length = newline ? (size_t)(newline - p) : (size_t)(end - p);
		if (length > 0)
			check_line(plan, p, length, &apart);
		lines++;
		p += length + 1;
	}
	MUST(lines == all);
	same(&whole, &apart);
	read_back(&whole);
	buf_free(&whole);
	buf_free(&apart);
	return 0;
}
