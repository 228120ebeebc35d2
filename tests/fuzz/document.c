/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/framing.h"
#include "io/in.h"
#include "io/records.h"
#include "tests/fuzz/fuzz.h"

/*
 * Documents.  What comes out is what a plain reader finds, which goes from byte to byte and judges
 * each element by itself: the same records at the same places, whatever is read at a time, and an
 * element is judged as it would be as a line.  The first byte is how much is read at a time, the
 * second the limit for an element, the third chooses options.
 */
enum { OPEN_END = 1, ARRAYS = 2, SMALL_LIMIT = 4, WHOLE = 8, MIXED = 16 };

struct model {
	const char *p, *end, *begin;
	size_t max;
	struct buf *out; /* what it has found, written down */
	struct json_walker *walker;
	struct json_index index;
	bool ended, deep;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
is_plain(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       c == '+' || c == '-' || c == '.';
}

static const char *
skip_blank(const char *p, const char *end)
{
	while (p < end && is_blank(*p))
		p++;
	return p;
}

/* Behind the string; NULL: it has no end. */
static const char *
skip_string(const char *p, const char *end)
{
	for (p++; p < end && (unsigned char)*p >= ' '; p++) {
		if (*p == '"')
			return p + 1;
		if (*p == '\\' && (++p == end || (unsigned char)*p < ' '))
			return NULL;
	}
	return NULL;
}

/* Behind the value that begins at p; NULL: it has no end, or not the outline of a value. */
static const char *
skip_value(struct model *m, const char *p, const char *end, unsigned depth)
{
	const char *start = p;
	if (p == end)
		return NULL;
	if (*p == '"')
		return skip_string(p, end);
	if (*p != '{' && *p != '[') {
		while (p < end && is_plain(*p))
			p++;
		if (p == start || (p < end && !is_blank(*p) && !memchr("{}[]:,\"", *p, 7)))
			return NULL;
		return p;
	}
	if (depth == JSON_DEPTH) {
		m->deep = true;
		return NULL;
	}
	bool object = *p == '{';
	char close = object ? '}' : ']';
	p = skip_blank(p + 1, end);
	if (p < end && *p == close)
		return p + 1;
	for (;;) {
		if (object) {
			if (p == end || *p != '"' || !(p = skip_string(p, end)))
				return NULL;
			p = skip_blank(p, end);
			if (p == end || *p != ':')
				return NULL;
			p = skip_blank(p + 1, end);
		}
		p = skip_value(m, p, end, depth + 1);
		if (!p || (p = skip_blank(p, end)) == end)
			return NULL;
		if (*p == close)
			return p + 1;
		if (*p != ',')
			return NULL;
		p = skip_blank(p + 1, end);
	}
}

/* How the element's text is judged: by itself, as a document. */
static const char *
verdict(struct model *m, const char *p, size_t n)
{
	static const char *const kinds[] = { "none", "null", "false", "true", "number", "string",
		"array", "object" };
	struct json_pos pos = { 0 };
	struct json_line line;
	if (n > m->max)
		return "long";
	json_index_build(&m->index, p, n, JSON_DOCUMENT);
	MUST(json_walk(m->walker, p, n, &m->index, &pos, &line));
	if (line.fault.code == JSON_OK)
		return kinds[line.kind];
	bool utf8 = line.fault.code == JSON_BAD_UTF8;
	if (!utf8)
		return json_fault_is_syntax((enum json_code)line.fault.code) ? "syntax" : "deep";
	/* is there more that is wrong with it? */
	char *clean = malloc(n);
	MUST(clean != NULL);
	for (size_t i = 0; i < n; i++)
		clean[i] = (signed char)p[i] < 0 ? 'x' : p[i];
	json_index_build(&m->index, clean, n, JSON_DOCUMENT);
	pos = (struct json_pos){ 0 };
	MUST(json_walk(m->walker, clean, n, &m->index, &pos, &line));
	free(clean);
	return json_fault_is_syntax((enum json_code)line.fault.code) ? "syntax" : "utf8";
}

static void
note(struct buf *out, size_t offset, size_t n, uint64_t line, const char *what)
{
	buf_printf(out, "%zu+%zu@%llu %s\n", offset, n, (unsigned long long)line, what);
}

static uint64_t
line_at(const struct model *m, const char *p)
{
	uint64_t line = 1;
	for (const char *q = m->begin; q < p; q++)
		line += *q == '\n';
	return line;
}

static void
end_at(struct model *m, const char *p)
{
	buf_printf(
	    m->out, "%zu@%llu syntax\n", (size_t)(p - m->begin), (unsigned long long)line_at(m, p));
	m->ended = true;
}

/* An element: p is behind it then, or the document has ended. */
static void
element(struct model *m)
{
	const char *start = m->p, *end = skip_value(m, start, m->end, 0);
	if (!end) {
		end_at(m, start);
		return;
	}
	const char *what = verdict(m, start, (size_t)(end - start));
	if (strcmp(what, "syntax") == 0) {
		end_at(m, start);
		return;
	}
	note(m->out, (size_t)(start - m->begin), (size_t)(end - start), line_at(m, start), what);
	m->p = end;
}

static void
array(struct model *m, bool open_end)
{
	m->p = skip_blank(m->p + 1, m->end);
	if (m->p < m->end && *m->p == ']') {
		m->p++;
		return;
	}
	while (m->p < m->end) {
		element(m);
		if (m->ended)
			return;
		m->p = skip_blank(m->p, m->end);
		if (m->p == m->end)
			break;
		if (*m->p == ']') {
			m->p++;
			return;
		}
		if (*m->p != ',') {
			end_at(m, m->p);
			return;
		}
		m->p = skip_blank(m->p + 1, m->end);
	}
	if (!open_end)
		buf_printf(m->out, "open\n");
	m->ended = true;
}

static void
values(struct model *m, bool open_end)
{
	while (!m->ended && (m->p = skip_blank(m->p, m->end)) < m->end) {
		if (*m->p == '[')
			array(m, open_end);
		else
			element(m);
	}
}

/* Is it a document? */
static bool
tell(struct model *m)
{
	const char *p = skip_blank(m->p, m->end), *end, *q;
	if (p == m->end || (*p != '[' && *p != '{'))
		return false;
	if (*p == '[') {
		p = skip_blank(p + 1, m->end);
		return p < m->end && (*p == '{' || *p == ']');
	}
	end = skip_value(m, p, m->end, 0);
	if (!end)
		return false;
	m->max = SIZE_MAX;
	if (strcmp(verdict(m, p, (size_t)(end - p)), "syntax") == 0)
		return false;
	if (memchr(p, '\n', (size_t)(end - p)))
		return true;
	for (q = end; q < m->end && *q != '\n' && is_blank(*q); q++)
		;
	return q < m->end && (*q == '{' || *q == '[');
}

/* What the library finds.  Returns whether it is a document. */
static bool
read_records(int fd, const struct blocks_options *o, struct buf *out, struct buf *faults)
{
	static const char *const kinds[] = { "none", "null", "false", "true", "number", "string",
		"array", "object" };
	struct json_paths *paths = json_paths_new(true, true);
	struct input_record record;
	struct records r;
	struct err e;
	char path[64];
	int more;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct in *in = in_open(path, &e);
	MUST(in != NULL);
	json_paths_dotted(paths, TEXT("a.b"));
	records_init(&r, in, o, paths);
	while ((more = records_next(&r, &record, &e)) > 0) {
		const enum json_code code = (enum json_code)record.line.fault.code;
		const char *what = "long";
		if (record.kind == INPUT_ENVELOPE) {
			buf_printf(out, "envelope %.*s\n", (int)record.envelope->text.n,
			    record.envelope->text.p);
			continue;
		}
		if (record.kind == INPUT_RECORD)
			what = code == JSON_OK         ? kinds[record.line.kind]
			       : code == JSON_BAD_UTF8 ? "utf8"
			       : code == JSON_TOO_DEEP ? "deep"
						       : "syntax";
		if (strcmp(what, "syntax") == 0 && record.framing == FRAMING_DOCUMENT) {
			buf_printf(out, "%zu@%llu syntax\n", (size_t)record.offset,
			    (unsigned long long)record.number);
			MUST(record.line.fault.at <= record.line.n);
			buf_printf(faults, "%u at %u of %zu\n", (unsigned)code,
			    (unsigned)record.line.fault.at, record.line.n);
			continue;
		}
		note(out, (size_t)record.offset, (size_t)record.bytes, record.number, what);
	}
	if (more < 0)
		buf_printf(out, "open\n");
	bool document = r.blocks.kind == BLOCKS_DOCUMENT;
	records_free(&r);
	in_close(in);
	json_paths_free(paths);
	return document;
}

static void
compare(const struct buf *a, const struct buf *b)
{
	if (a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0))
		return;
	fprintf(stderr, "--- expected\n%.*s--- found\n%.*s", (int)a->n, a->p ? a->p : "", (int)b->n,
	    b->p ? b->p : "");
	MUST(!"the same");
}

static void
check(int fd, const char *text, size_t n, unsigned options, struct blocks_options *o)
{
	struct json_paths *paths = json_paths_new(true, true);
	struct buf want = { 0 }, first = { 0 }, found = { 0 }, faults[2] = { { 0 }, { 0 } };
	struct model m = { .begin = text,
		.p = text,
		.end = text + n,
		.out = &want,
		.walker = json_walker_new(paths) };
	if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		m.p += 3;
	bool document = tell(&m);
	m.max = o->max_record ? o->max_record : SIZE_MAX;
	if (document)
		values(&m, options & OPEN_END);
	bool same = read_records(fd, o, &first, &faults[0]);
	if (!m.deep && m.max == SIZE_MAX && !(options & ARRAYS))
		MUST(same == document);
	if (!m.deep && document && m.max == SIZE_MAX && !(options & ARRAYS))
		compare(&want, &first);
	o->block = 0;
	MUST(read_records(fd, o, &found, &faults[1]) == same);
	compare(&first, &found);
	compare(&faults[0], &faults[1]);
	buf_free(&want);
	buf_free(&first);
	buf_free(&found);
	buf_free(&faults[0]);
	buf_free(&faults[1]);
	json_walker_free(m.walker);
	json_index_free(&m.index);
	json_paths_free(paths);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct text names[] = { TEXT("data.*.spans"), TEXT("r.*.s.*.x"), TEXT("a") };
	struct blocks_options o = { .expect = BLOCKS_EXPECT_EITHER };
	const char *text = (const char *)data + 3;
	struct json_arrays *arrays = NULL;
	if (n < 4 || memcmp(text, "\x28\xb5", n < 5 ? 1 : 2) == 0 ||
	    framing_tell((const unsigned char *)text, n - 3, true) != FRAMING_NONE)
		return 0; /* not the bytes that the records are made of */
	int fd = memfd_create("input", MFD_CLOEXEC);
	MUST(fd >= 0 && write(fd, text, n - 3) == (ssize_t)(n - 3));
	if ((data[2] & ARRAYS) && (data[2] & MIXED))
		o.arrays = arrays = json_arrays_new_mixed(names, 3);
	else if (data[2] & ARRAYS)
		o.arrays = arrays = data[2] & WHOLE ? json_arrays_new_whole(names, 3, true, true)
						    : json_arrays_new(names, 3);
	o.open_end = data[2] & OPEN_END;
	o.block = 1 + data[0] % 64;
	if (data[2] & SMALL_LIMIT)
		o.max_record = 1 + data[1];
	check(fd, text, n - 3, data[2], &o);
	json_arrays_free(arrays);
	close(fd);
	return 0;
}
